//! Deadlines that come back: yearly, quarterly, monthly, so many times a year.

use std::ops::Range;
use std::sync::LazyLock;

use domain::deadline::{Per, Rule};
use regex::{Captures, Regex};

use super::Found;
use crate::nouns::tasks::per_of;

const WHEN: &str =
    r"(?P<w>truoc|cham nhat|muon nhat|vao|den|han|khong qua)(?:\s+(?:la|vao|den|nhat la|ngay))*\s+";

static QUARTERLY: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        format!(r"(?:(?:hang|moi)\s+quy\s*[,(:]?\s*(?:[a-z ]{{0,30}}?\s*)?)?{WHEN}?ngay\s+(?P<d>\d{{1,2}})\s+(?:cua\s+)?(?:thang\s+(?P<m>cuoi|dau|thu\s+\S+|giua)(?:\s+(?:tien|cung))?)(?:\s+(?:cua\s+)?(?:moi\s+|hang\s+|tung\s+)?quy)?"),
        format!(r"{WHEN}?ngay\s+(?P<d>\d{{1,2}})\s+(?:cua\s+)?thang\s+(?P<m>cuoi|dau)\s+(?:cua\s+)?quy"),
    ]
    .iter()
    .filter_map(|source| Regex::new(source).ok())
    .collect()
});

static MONTHLY: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        format!(r"(?:hang|moi)\s+thang\s*[,(:]?\s*(?:[a-z ,]{{0,60}}?\s*)?{WHEN}(?:ngay\s+)?(?P<d>\d{{1,2}})\b"),
        format!(r"(?:{WHEN})?(?:ngay\s+)(?P<d>\d{{1,2}})\s*,?\s*(?:hang|moi|cua\s+thang|cua\s+moi\s+thang|cua\s+hang)(?:\s+thang)?\b"),
    ]
    .iter()
    .filter_map(|source| Regex::new(source).ok())
    .collect()
});

static YEARLY: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        format!(r"(?:dinh ky\s+)?(?:{WHEN})?(?:ngay\s+)?(?P<d>\d{{1,2}})(?:\s*/\s*|\s+thang\s+)(?P<mo>\d{{1,2}})\s*,?\s*(?:cua\s+)?(?:hang|moi)\s+nam"),
        format!(r"(?:hang|moi|dinh ky)\s+(?:hang\s+)?nam\s*[,(:]?\s*(?:[a-z ,()]{{0,80}}?\s*)?{WHEN}(?:ngay\s+)?(?P<d>\d{{1,2}})(?:\s*/\s*|\s+thang\s+)(?P<mo>\d{{1,2}})\b"),
        format!(r"(?:bao cao\s+)?(?:06|6|sau)\s+thang(?:\s+(?:dau nam|cuoi nam|mot lan))?\s*[,(:]?\s*{WHEN}(?:ngay\s+)?(?P<d>\d{{1,2}})(?:\s*/\s*|\s+thang\s+)(?P<mo>\d{{1,2}})\b"),
        format!(r"(?:bao cao|va|,|01|1|mot)\s+nam\s*[,(:]?\s*{WHEN}(?:ngay\s+)?(?P<d>\d{{1,2}})(?:\s*/\s*|\s+thang\s+)(?P<mo>\d{{1,2}})\b"),
    ]
    .iter()
    .filter_map(|source| Regex::new(source).ok())
    .collect()
});

const TIMES: &str = r"(?P<t>\d{1,3}|mot|hai|ba|bon)\s*(?:\([^)]*\)\s*)?(?:lan|dot|cuoc|lop|buoi|hoi nghi)";

static AT_LEAST: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        format!(r"(?:toi thieu|it nhat)\s+(?:moi|mot|01|1|hang)\s+(?P<p>nam|quy|thang|tuan)\s+[^.;]{{0,40}}?{TIMES}"),
        format!(r"(?:toi thieu|it nhat)\s+(?:to chuc\s+|thuc hien\s+)?{TIMES}[^.;]{{0,50}}?(?:/|\bmoi|\btrong|\bmot|\bhang|\b01)\s*(?P<p>nam|quy|thang|tuan)\b"),
        format!(r"(?:moi|hang)\s+(?P<p>nam|quy|thang|tuan)[^.;]{{0,60}}?(?:toi thieu|it nhat)\s+(?:la\s+)?{TIMES}"),
        format!(r"{TIMES}\s*/\s*(?:01\s+|1\s+)?(?P<p>nam|quy|thang|tuan)\b"),
        format!(r"(?:moi|hang)\s+(?P<p>nam|quy|thang|tuan)\s+(?:to chuc\s+|thuc hien\s+)?{TIMES}"),
    ]
    .iter()
    .filter_map(|source| Regex::new(source).ok())
    .collect()
});

static REPORTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"dinh ky\s*(?:hang\s+|moi\s+)?(?P<p>nam|quy|thang|tuan|(?:06|6|sau) thang)\b|(?:hang|moi)\s+(?P<q>nam|quy|thang|tuan)\s+(?:tong hop\s*,?\s*)?bao cao").ok()
});

fn int(captures: &Captures, name: &str) -> Option<i8> {
    captures.name(name).and_then(|found| found.as_str().parse().ok())
}

/// "trước" leaves the day itself out.
fn inclusive(captures: &Captures) -> bool {
    captures.name("w").is_none_or(|word| word.as_str() != "truoc")
}

fn trimmed(folded: &str, range: Range<usize>) -> Range<usize> {
    let text = &folded[range.clone()];
    let lead = text.len() - text.trim_start_matches([' ', ',', '(']).len();
    let tail = text.len() - text.trim_end_matches([' ', ',', '(']).len();
    range.start + lead..range.end - tail
}

fn free(found: &[Found], range: &Range<usize>) -> bool {
    !found.iter().any(|known| known.range.start < range.end && range.start < known.range.end)
}

fn starts_word(folded: &str, at: usize) -> bool {
    at == 0 || !folded.as_bytes()[at - 1].is_ascii_alphanumeric()
}

pub(super) fn quarterly(folded: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for captures in QUARTERLY.iter().flat_map(|pattern| pattern.captures_iter(folded)) {
        let (Some(whole), Some(day)) = (captures.get(0), int(&captures, "d")) else {
            continue;
        };
        if !(1..=31).contains(&day) || !free(&found, &whole.range()) || !starts_word(folded, whole.start()) {
            continue;
        }
        let month_of_quarter = match captures.name("m").map_or("cuoi", |month| month.as_str()) {
            "dau" => 1,
            "cuoi" => 3,
            _ => 2,
        };
        found.push(Found::of(
            Rule::Quarterly { month_of_quarter, day, inclusive: inclusive(&captures) },
            trimmed(folded, whole.range()),
        ));
    }
    found
}

pub(super) fn monthly(folded: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for captures in MONTHLY.iter().flat_map(|pattern| pattern.captures_iter(folded)) {
        let (Some(whole), Some(day)) = (captures.get(0), int(&captures, "d")) else {
            continue;
        };
        // "hằng tháng, trước ngày 15/10": a date, not a day of each month.
        let dated = captures.name("d").is_some_and(|day| folded[day.end()..].starts_with(['/', '-']));
        let yearly =
            folded[whole.end()..].trim_start().starts_with("nam") && folded[..whole.end()].ends_with("hang");
        let month = folded[whole.range()].contains("thang");
        if !(1..=31).contains(&day)
            || dated
            || yearly
            || !month
            || !free(&found, &whole.range())
            || !starts_word(folded, whole.start())
        {
            continue;
        }
        // "06 tháng" is half a year.
        let half = folded[..whole.start()].trim_end().ends_with(['6']);
        if !half {
            found.push(Found::of(
                Rule::Monthly { day, inclusive: inclusive(&captures) },
                trimmed(folded, whole.range()),
            ));
        }
    }
    found
}

pub(super) fn yearly(folded: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let periodic = folded.contains("dinh ky")
        || folded.contains("hang nam")
        || folded.contains("thang")
        || folded.contains("moi nam");
    for (nth, pattern) in YEARLY.iter().enumerate() {
        for captures in pattern.captures_iter(folded) {
            let (Some(whole), Some(day), Some(month)) =
                (captures.get(0), int(&captures, "d"), int(&captures, "mo"))
            else {
                continue;
            };
            let dated = captures.name("mo").is_some_and(|month| folded[month.end()..].starts_with('/'));
            if !exists(day, month)
                || dated
                || nth >= 2 && !periodic
                || !free(&found, &whole.range())
                || !starts_word(folded, whole.start())
            {
                continue;
            }
            // What is reported ("báo cáo 6 tháng") is not part of the deadline.
            let start = captures.name("w").filter(|_| nth >= 2).map_or(whole.start(), |word| word.start());
            let range = trimmed(folded, start..whole.end());
            let inclusive = inclusive(&captures);
            found.push(Found::of(Rule::Yearly { month, day, inclusive }, range));
            further(folded, whole.end(), inclusive, &mut found);
        }
    }
    found
}

static FURTHER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:va|,|;|hoac)\s*(?:truoc\s+|cham nhat\s+)?(?:ngay\s+)?(?P<d>\d{1,2})(?:\s*/\s*|\s+thang\s+)(?P<mo>\d{1,2})\b").ok()
});

/// "trước 15/6 và 15/12": further days of the same duty.
fn further(folded: &str, from: usize, inclusive: bool, found: &mut Vec<Found>) {
    let mut at = from;
    while let Some(captures) = FURTHER.as_ref().and_then(|pattern| pattern.captures(&folded[at..])) {
        let (Some(whole), Some(day), Some(month)) =
            (captures.get(0), int(&captures, "d"), int(&captures, "mo"))
        else {
            return;
        };
        let start = at + captures.name("d").map_or(0, |day| day.start());
        at += whole.end();
        if !exists(day, month) || folded[at..].starts_with('/') {
            return;
        }
        found.push(Found::of(Rule::Yearly { month, day, inclusive }, start..at));
    }
}

fn exists(day: i8, month: i8) -> bool {
    jiff::civil::Date::new(2024, month, day).is_ok()
}

fn number(word: &str) -> Option<u16> {
    match word {
        "mot" => Some(1),
        "hai" => Some(2),
        "ba" => Some(3),
        "bon" => Some(4),
        digits => digits.parse().ok().filter(|times| *times > 0),
    }
}

/// "tối thiểu mỗi năm tổ chức 01 lần".
pub(crate) fn at_least(folded: &str) -> Option<(u16, Per, Range<usize>)> {
    AT_LEAST
        .iter()
        .flat_map(|pattern| pattern.captures_iter(folded))
        .filter_map(|captures| {
            let whole = captures.get(0)?;
            let times = number(captures.name("t")?.as_str())?;
            let per = per_of(captures.name("p")?.as_str())?;
            starts_word(folded, whole.start()).then(|| (times, per, whole.range()))
        })
        .min_by_key(|(.., range)| range.start)
}

/// Duties with a count and no date.
pub(super) fn counted(folded: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut from = 0;
    while let Some((times, per, range)) = folded.get(from..).and_then(at_least) {
        let range = from + range.start..from + range.end;
        from = range.end;
        found.push(Found::of(Rule::AtLeast { times, per }, range));
    }
    let Some(pattern) = REPORTED.as_ref() else {
        return found;
    };
    for captures in pattern.captures_iter(folded) {
        let Some(whole) = captures.get(0) else {
            continue;
        };
        let word = captures.name("p").or(captures.name("q")).map_or("nam", |word| word.as_str());
        let rest = &folded[whole.start()..folded.len().min(whole.end() + 80)];
        let clause = rest.split([';', '.']).next().unwrap_or_default();
        // A date in the same clause says it better.
        let dated = clause[clause.len().min(whole.len())..].contains("ngay ");
        let reports = clause.contains("bao cao")
            || clause.contains("so ket")
            || clause.contains("danh gia")
            || clause.contains("kiem tra");
        if dated || !reports || !free(&found, &whole.range()) || !starts_word(folded, whole.start()) {
            continue;
        }
        let rule = if word.contains(' ') {
            Rule::AtLeast { times: 2, per: Per::Year }
        } else {
            let Some(per) = per_of(word) else { continue };
            Rule::AtLeast { times: 1, per }
        };
        let end = if captures.name("q").is_some() {
            whole.start() + whole.as_str().find(word).unwrap_or(0) + word.len()
        } else {
            whole.end()
        };
        found.push(Found::of(rule, whole.start()..end));
    }
    found
}
