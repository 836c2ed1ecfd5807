//! Deadlines on a day, or at the end of a month, a quarter, a year.

use std::sync::LazyLock;

use domain::deadline::Rule;
use domain::plan::DoubtCode;
use regex::Regex;

use super::Found;
use crate::dates::{Hit, Moment, moments};
use crate::line::Line;

/// Words that make a date a deadline, and a clock time that may stand between.
static TRIGGER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\b(?P<t>(?:xong\s+)?truoc|cham nhat|muon nhat|khong qua|han chot|han cuoi(?:\s+cung)?|han nop|han gui|thoi han gui|thoi han nop|thoi han bao cao|thoi han|han|den het|het)\b",
        r"[\s:]*(?:(?:la|vao|den|truoc|het|trong|bao cao|cuoi|gui|ngay|nop)[\s:]+)*?",
        r"(?:(?P<clock>\d{1,2}\s*(?:gio|h|g|:)\s*(?:\d{2})?(?:\s*phut)?'?)\s*,?\s*(?:cua\s+)?)?$"
    ))
    .ok()
});
static DONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:(?:hoan thanh|ket thuc|thuc hien xong|hoan tat)(?:\s+(?:xong|viec kiem tra|kiem tra|toan bo|dut diem))*\s*(?:trong|vao|cuoi)?|\b(?:hoan thanh|hoan tat)\b[^.;:()]{0,90}?\s(?:xong\s+)?(?:trong|vao))\s*$").ok()
});

/// Characters before a date in which its trigger must stand.
const TRIGGER_BEFORE: usize = 60;

/// "trước ngày 27/5/2026", "chậm nhất ngày 15/6", "trước 17 giờ ngày …".
pub(super) fn absolute(line: &Line, year: i16) -> Vec<Found> {
    let folded = line.folded();
    let Some(pattern) = TRIGGER.as_ref() else {
        return Vec::new();
    };
    let mut found: Vec<Found> = Vec::new();
    for hit in moments(folded) {
        let low = hit.range.start.saturating_sub(TRIGGER_BEFORE);
        let before = &folded[low..hit.range.start];
        let Some(captures) = pattern.captures_iter(before).last() else {
            continue;
        };
        let Some(trigger) = captures.name("t") else {
            continue;
        };
        let start = low + captures.get(0).map_or(trigger.start(), |whole| whole.start());
        if in_stretch(folded, start, trigger.as_str())
            || matches!(hit.moment, Moment::Visit)
            || !triggers(line, start, trigger.as_str())
        {
            continue;
        }
        let clock = captures.name("clock").is_some();
        let Some((rule, note)) = rule(&hit, trigger.as_str(), clock, year) else {
            continue;
        };
        found.push(Found { rule, range: start..hit.range.end, note });
    }
    found
}

/// Short words that fold alike: "hạn" and "hàn", "hết" and "hét".
fn triggers(line: &Line, at: usize, word: &str) -> bool {
    match word {
        "han" => line.says(at..at + 3, "hạn"),
        "het" => line.says(at..at + 3, "hết"),
        "truoc" => line.says(at..at + 5, "trước"),
        _ => true,
    }
}

/// "từ ngày … đến hết ngày …" is a stretch of time.
fn in_stretch(folded: &str, at: usize, trigger: &str) -> bool {
    if !matches!(trigger, "den het" | "het") {
        return false;
    }
    let low = folded[..at].rfind(['.', ';', '(']).unwrap_or(0);
    let before = &folded[low..at];
    before.match_indices("tu ").any(|(start, _)| {
        let word = start == 0 || !before.as_bytes()[start - 1].is_ascii_alphanumeric();
        word && before[start..].contains(|c: char| c.is_ascii_digit())
    })
}

fn rule(hit: &Hit, trigger: &str, clock: bool, year: i16) -> Option<(Rule, Option<DoubtCode>)> {
    let before = trigger.ends_with("truoc");
    let day = matches!(hit.moment, Moment::Day(_) | Moment::DayOfYear(..));
    let assumed = hit.moment.year().is_none();
    let note = assumed.then_some(DoubtCode::YearAssumed);
    let date = if before && !day { hit.moment.first(year)? } else { hit.moment.last(year)? };
    // At an hour of the day the day itself still counts.
    let inclusive = !before || clock && day;
    Some((Rule::Absolute { date, inclusive }, note))
}

/// "hoàn thành trong quý III/2026": the window's last day.
pub(super) fn completed(line: &Line, year: i16) -> Vec<Found> {
    let folded = line.folded();
    let Some(pattern) = DONE.as_ref() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for hit in moments(folded) {
        let low = hit.range.start.saturating_sub(2 * TRIGGER_BEFORE);
        let Some(done) = pattern.find(&folded[low..hit.range.start]) else {
            continue;
        };
        let Some(date) = hit.moment.last(year) else {
            continue;
        };
        let note = hit.moment.year().is_none().then_some(DoubtCode::YearAssumed);
        let range = low + done.start()..hit.range.end;
        found.push(Found { rule: Rule::Absolute { date, inclusive: true }, range, note });
    }
    found
}

/// A cell that holds a bare time: its last day.
pub(super) fn bare(line: &Line, year: i16) -> Option<Rule> {
    let folded = line.folded();
    let last =
        moments(folded).into_iter().rfind(|hit| !matches!(hit.moment, Moment::Visit | Moment::Impossible))?;
    let date = last.moment.last(year)?;
    Some(Rule::Absolute { date, inclusive: true })
}
