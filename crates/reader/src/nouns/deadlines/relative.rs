//! Deadlines that count from an event: the visit, the minutes, a notice.

use std::ops::Range;
use std::sync::LazyLock;

use domain::deadline::{Event, Rule};
use domain::plan::DoubtCode;
use regex::{Captures, Regex};

use super::Found;
use crate::line::Line;

const COUNT: &str = r"(?P<n>\d{1,3})\s*(?:\([^)]{1,30}\)\s*)?";
const VISIT: &str = r"(?:bat dau\s+|tien hanh\s+|to chuc\s+)?(?:cuoc\s+|dot\s+|buoi\s+)?(?:kiem tra|lam viec|doan(?:\s+kiem tra)?(?:\s+(?:den|tien hanh|bat dau|lam viec|kiem tra|toi))*|to kiem tra(?:\s+(?:den|tien hanh))*)";

fn pattern(source: &str) -> Option<Regex> {
    Regex::new(source).ok()
}

static BEFORE: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // "trước thời điểm kiểm tra 07 ngày"
        format!(r"truoc\s+(?:(?:thoi diem|ngay|khi|luc|thoi gian)\s+)?{VISIT}(?:\s+(?:tai\s+)?(?:don vi|co quan|dia phuong|truc tiep|thuc te|theo lich|tai don vi|voi doan(?:\s+kiem tra)?|voi to kiem tra))*\s*,?\s*(?:it nhat|toi thieu|cham nhat|la)?\s*(?:la\s+)?{COUNT}(?P<unit>ngay|gio)(?P<w>\s+lam viec)?"),
        // "ít nhất trước 03 ngày kể từ ngày bắt đầu kiểm tra"
        format!(r"(?:(?:it nhat|toi thieu|cham nhat)\s*(?:la\s+)?)?truoc\s+(?:it nhat\s+|toi thieu\s+)?{COUNT}(?P<unit>ngay|gio)(?P<w>\s+lam viec)?\s*,?\s*(?:ke tu|tinh tu|so voi|truoc)\s+(?:thoi diem\s+|ngay\s+|khi\s+|lich\s+)?{VISIT}"),
        // "chậm nhất 05 ngày làm việc trước ngày kiểm tra"
        format!(r"(?:(?:it nhat|toi thieu|cham nhat)\s*(?:la\s+)?)?(?:trong vong\s+)?{COUNT}(?P<unit>ngay|gio)(?P<w>\s+lam viec)?\s*,?\s*truoc\s+(?:thoi diem\s+|ngay\s+|khi\s+|luc\s+)?{VISIT}"),
        // "báo trước 03 ngày", "được kiểm tra trước 03 ngày"
        format!(r"(?:it nhat\s+|toi thieu\s+)?truoc\s+(?:it nhat\s+|toi thieu\s+)?{COUNT}(?P<unit>ngay|gio)(?P<w>\s+lam viec)?\b"),
    ]
    .iter()
    .filter_map(|source| pattern(source))
    .collect()
});

static AFTER: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // "chậm nhất sau 20 ngày kể từ ngày lập Biên bản"
        format!(r"(?:(?:cham nhat|khong qua|toi da|muon nhat)\s*(?:la\s+)?)?(?:(?:sau|trong(?:\s+(?:thoi han|thoi gian|vong))?|thoi han|la)\s+)?(?:(?:cham nhat|khong qua|toi da)\s*(?:la\s+)?)?(?:sau\s+)?{COUNT}(?P<unit>ngay|gio|thang|tuan)(?P<w>\s+lam viec)?\s*,?\s*(?:ke\s+tu|tinh\s+tu|tu|sau|ke sau)\s+(?:(?:thoi diem|ngay|khi|luc)\s+)*(?P<event>[a-z][^.;,()]{{1,90}})"),
        // "sau khi có biên bản kiểm tra, chậm nhất 15 ngày"
        format!(r"(?:sau|ke tu)\s+(?:khi|ngay|thoi diem)\s+(?P<event>[a-z][^.;,()]{{3,80}}),?\s*(?:cham nhat|khong qua|trong vong|trong thoi han|toi da)\s*(?:la\s+|sau\s+|trong vong\s+)*{COUNT}(?P<unit>ngay|gio|thang|tuan)(?P<w>\s+lam viec)?"),
        // "sau 05 ngày kết thúc kiểm tra"
        format!(r"(?:(?:cham nhat|khong qua)\s*(?:la\s+)?)?sau\s+{COUNT}(?P<unit>ngay|gio|thang|tuan)(?P<w>\s+lam viec)?\s+(?P<event>(?:ket thuc|ban hanh|nhan|lap|co|cong bo)[^.;,()]{{2,80}})"),
    ]
    .iter()
    .filter_map(|source| pattern(source))
    .collect()
});

struct Count {
    number: u16,
    hours: bool,
    working: bool,
    months: bool,
}

fn count(captures: &Captures) -> Option<Count> {
    let number: u16 = captures.name("n")?.as_str().parse().ok().filter(|number| *number > 0)?;
    let unit = captures.name("unit").map_or("ngay", |unit| unit.as_str());
    let (number, months) = match unit {
        "thang" => (number.checked_mul(30)?, true),
        "tuan" => (number.checked_mul(7)?, false),
        _ => (number, false),
    };
    Some(Count { number, hours: unit == "gio", working: captures.name("w").is_some(), months })
}

/// Before the visit. `notifying` tells whether the team tells the unit.
pub(super) fn before_visit(line: &Line, notifying: &dyn Fn(&Range<usize>) -> bool) -> Vec<Found> {
    let folded = line.folded();
    let mut found: Vec<Found> = Vec::new();
    for (nth, pattern) in BEFORE.iter().enumerate() {
        for captures in pattern.captures_iter(folded) {
            let (Some(whole), Some(count)) = (captures.get(0), count(&captures)) else {
                continue;
            };
            let overlaps =
                found.iter().any(|known| known.range.start < whole.end() && whole.start() < known.range.end);
            let after = folded[whole.end()..].trim_start();
            // "trước 15 ngày 20/8": an hour or a day of the month.
            let goes_on = after.starts_with(|c: char| c.is_ascii_digit() || c == '/')
                || after.starts_with("thang")
                || after.starts_with("ngay");
            let before = folded.as_bytes()[..whole.start()].last().copied();
            if overlaps || goes_on || before.is_some_and(|byte| byte.is_ascii_alphanumeric()) {
                continue;
            }
            // The bare form speaks of the visit only where the visit is named.
            if nth == 3 && !speaks_of_visit(folded, &whole.range()) {
                continue;
            }
            let range = line.trimmed(whole.range());
            let rule = if count.hours {
                Rule::Hours { event: Event::VisitStart, hours: count.number }
            } else if notifying(&range) {
                Rule::NoticeBeforeVisit { days: count.number, working_days: count.working }
            } else {
                Rule::BeforeVisit { days: count.number, working_days: count.working }
            };
            found.push(Found::of(rule, range));
        }
    }
    found
}

fn speaks_of_visit(folded: &str, range: &Range<usize>) -> bool {
    let low = folded[..range.start].rfind(['.', ';']).unwrap_or(0);
    let clause = &folded[low..range.end];
    ["kiem tra", "lam viec", "thong bao", "lich"].iter().any(|word| clause.contains(word))
}

/// After an event.
pub(super) fn after(line: &Line) -> Vec<Found> {
    let folded = line.folded();
    let mut found: Vec<Found> = Vec::new();
    for pattern in AFTER.iter() {
        for captures in pattern.captures_iter(folded) {
            let (Some(whole), Some(said), Some(count)) =
                (captures.get(0), captures.name("event"), count(&captures))
            else {
                continue;
            };
            let overlaps =
                found.iter().any(|known| known.range.start < whole.end() && whole.start() < known.range.end);
            let before = folded[..whole.start()].trim_end();
            let glued = folded.as_bytes()[..whole.start()]
                .last()
                .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'/');
            // "ít nhất trước 03 ngày kể từ …" counts backwards.
            if overlaps || glued || before.ends_with("truoc") {
                continue;
            }
            let Some((event, length)) = event(said.as_str()) else {
                continue;
            };
            // The event may stand before the count.
            let counted = captures.name("unit").map_or(0, |unit| unit.end());
            let counted = captures.name("w").map_or(counted, |words| words.end());
            let range = line.trimmed(whole.start()..(said.start() + length).max(counted));
            let rule = if count.hours {
                Rule::Hours { event, hours: count.number }
            } else {
                Rule::After { event, days: count.number, working_days: count.working }
            };
            let note = count.months.then_some(DoubtCode::MonthsAsDays);
            found.push(Found { rule, range, note });
        }
    }
    found
}

/// Words for events; the first found in the phrase counts.
const EVENTS: &[(&str, &[&str])] = &[
    ("minutes", &["lap bien ban", "ky bien ban", "thong qua bien ban", "co bien ban", "bien ban"]),
    ("announcement", &["cong bo quyet dinh", "cong bo"]),
    (
        "conclusion",
        &[
            "ket luan kiem tra",
            "co ket luan",
            "ban hanh ket luan",
            "ket luan",
            "thong bao ket qua",
            "thong bao ket luan",
        ],
    ),
    (
        "visit_end",
        &[
            "ket thuc kiem tra",
            "ket thuc cuoc kiem tra",
            "ket thuc dot kiem tra",
            "ket thuc viec kiem tra",
            "hoan thanh kiem tra",
            "ket thuc",
            "kiem tra xong",
            "hoan thanh cuoc kiem tra",
        ],
    ),
    ("visit_start", &["bat dau kiem tra", "tien hanh kiem tra", "bat dau"]),
    (
        "plan_issued",
        &[
            "ban hanh ke hoach",
            "ky ke hoach",
            "ke hoach duoc ban hanh",
            "ke hoach nay",
            "ke hoach co hieu luc",
            "ngay ban hanh ke hoach",
            "ky ban hanh",
        ],
    ),
    ("decision_issued", &["ban hanh quyet dinh", "ky quyet dinh", "quyet dinh"]),
    ("request", &["yeu cau", "co yeu cau", "nhan duoc yeu cau", "de nghi"]),
    ("notice", &["nhan duoc thong bao", "co thong bao", "thong bao"]),
    ("detection", &["phat hien"]),
    ("report_due", &["het han gui bao cao", "het thoi han bao cao", "han nop bao cao"]),
    ("received", &["nhan duoc", "nhan"]),
];

/// The event a phrase names, and how much of the phrase does.
fn event(said: &str) -> Option<(Event, usize)> {
    let found = EVENTS
        .iter()
        .flat_map(|(name, words)| {
            words.iter().filter_map(|word| said.find(word).map(|at| (at, word.len(), *name)))
        })
        .min_by_key(|(at, length, _)| (*at, std::cmp::Reverse(*length)));
    let stop = |from: usize| {
        let tail = &said[from..];
        let verbs = [
            " va ",
            " gui ",
            " bao cao ",
            " phai ",
            " thi ",
            " de ",
            " cac co quan ",
            " cac don vi ",
            " don vi ",
            " doan ",
            " truong doan ",
            " co quan ",
        ];
        let cut = verbs.iter().filter_map(|verb| tail.find(verb)).min().unwrap_or(tail.len());
        from + cut
    };
    match found {
        Some((at, length, name)) if at < 60 => {
            // "nhận được kết luận": receiving the conclusion starts it.
            let name = if name == "received" {
                let rest = &said[at..];
                if rest.contains("ket luan") {
                    "conclusion"
                } else if rest.contains("thong bao") {
                    "notice"
                } else if rest.contains("yeu cau") {
                    "request"
                } else {
                    name
                }
            } else {
                name
            };
            Some((named(name), stop(at + length).min(at + length + 60)))
        }
        _ => {
            let end = stop(0);
            let words = said[..end].trim();
            let known = words.len() > 4 && words.split(' ').count() <= 12;
            // Dates behind "từ" are a stretch of time, not an event.
            let dated = words.starts_with(|c: char| c.is_ascii_digit());
            (known && !dated).then(|| (Event::Other(words.replace(' ', "_")), end))
        }
    }
}

fn named(name: &str) -> Event {
    match name {
        "minutes" => Event::Minutes,
        "announcement" => Event::Announcement,
        "conclusion" => Event::Conclusion,
        "visit_end" => Event::VisitEnd,
        "visit_start" => Event::VisitStart,
        "plan_issued" => Event::PlanIssued,
        "decision_issued" => Event::DecisionIssued,
        "request" => Event::Request,
        "notice" => Event::Notice,
        "detection" => Event::Detection,
        "report_due" => Event::ReportDue,
        _ => Event::Received,
    }
}
