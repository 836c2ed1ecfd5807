//! The paper's title and year.

use std::sync::LazyLock;

use domain::plan::Plan;
use regex::Regex;

use crate::letters::{fold, is_capitals};
use crate::line::Line;
use crate::repair::is_rule;
use crate::sections::Paperwork;
use crate::zones::{is_attached_note, paper_name};

static YEARS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(den\s+|tam nhin\s+|dinh huong\s+|giai doan\s+)?(?:nam\s+)?\b((?:19|20)\d{2})(?:\s*(?:-|den|va)\s*(?:nam\s+)?((?:19|20)\d{2}))?").ok()
});

pub(crate) fn read(work: &Paperwork, head: &[&Line], plan: &mut Plan) {
    let spoken: Vec<&Line> = match work.title {
        Some(at) => work.nodes[at].paragraphs().collect(),
        None => Vec::new(),
    };
    let mut words: Vec<String> = Vec::new();
    for (nth, line) in spoken.iter().enumerate() {
        if is_rule(line) || is_attached_note(line) {
            continue;
        }
        let mut text = line.text();
        if nth == 0 {
            if paper_name(line.folded()).is_some() {
                continue;
            }
            text = without_name(line);
        }
        if !text.trim().is_empty() {
            plan.places.title.get_or_insert_with(|| line.whole());
            words.push(text.trim().to_owned());
        }
    }
    if words.is_empty() {
        letter_subject(head, plan);
    } else {
        plan.title = Some(words.join(" "));
    }
    years(plan);
}

/// "KẾ HOẠCH KIỂM TRA …" without the paper's name.
fn without_name(line: &Line) -> String {
    let folded = line.folded();
    let longest = (1..folded.len().min(40))
        .filter(|end| folded.as_bytes().get(*end) == Some(&b' '))
        .filter(|end| paper_name(&folded[..*end]).is_some() && is_capitals(&line.slice(0..*end)))
        .min();
    match longest {
        Some(end) => line.slice(end..line.len()),
        None => line.text(),
    }
}

/// A letter's subject stands under its number: "V/v …".
fn letter_subject(head: &[&Line], plan: &mut Plan) {
    let start =
        head.iter().position(|line| line.folded().starts_with("v/v") || line.folded().starts_with("ve viec"));
    let Some(start) = start else { return };
    let mut words = vec![head[start].text()];
    plan.places.title = Some(head[start].whole());
    for line in head[start + 1..].iter().take(4) {
        let small = line.first().is_some_and(char::is_lowercase);
        if !small {
            break;
        }
        words.push(line.text());
    }
    plan.title = Some(words.join(" "));
}

/// The year the title names last; a horizon ("đến năm 2030") is none.
fn years(plan: &mut Plan) {
    let issued = plan.date.map(|date| date.from.year());
    let title = fold(plan.title.as_deref().unwrap_or_default());
    let mut found: Option<(i16, Option<i16>)> = None;
    if let Some(pattern) = YEARS.as_ref() {
        for captures in pattern.captures_iter(&title) {
            let Some(whole) = captures.get(0) else {
                continue;
            };
            let before = whole.start().checked_sub(1).map(|at| title.as_bytes()[at]);
            let after = title.as_bytes().get(whole.end());
            let in_code = before.is_some_and(|byte| byte == b'/') || after.is_some_and(|byte| *byte == b'/');
            let Some(year) = captures.get(2).and_then(|year| year.as_str().parse::<i16>().ok()) else {
                continue;
            };
            let last: Option<i16> = captures.get(3).and_then(|year| year.as_str().parse().ok());
            let horizon = captures.get(1).is_some() && last.is_none();
            // A year far from the paper's own belongs to a document it names.
            let near = issued.is_none_or(|issued| {
                (year - issued).abs() <= 1 || last.is_some_and(|last| (year..=last).contains(&issued))
            });
            if !in_code && !horizon && near {
                found = Some((year, last));
            }
        }
    }
    match found {
        Some((year, last)) => {
            plan.year = Some(year);
            plan.year_to = last.filter(|last| *last > year);
        }
        None => plan.year = issued,
    }
}
