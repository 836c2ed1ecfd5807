//! The head of a paper: number, series, place, date, issuer, title, year,
//! province (NĐ 30/2020, Annex I).

mod issuer;
mod title;

use std::sync::LazyLock;

use domain::plan::{Doubt, DoubtCode, Plan, Span};
use jiff::civil::Date;
use regex::Regex;

use super::aliases::Aliases;
use super::doubt;
use crate::dates::YEARS;
use crate::line::Line;
use crate::sections::{Body, Paperwork};

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[\s(])(?:so|s6)\s*[:;.]?\s*(\d{1,5}[a-z]?)?[\s.…_?]*(?:/\s*(?:19|20)\d{2}\s*)?([/\-])\s*([a-z])").ok()
});
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[(\s]*([^,\d]{2,60}?)\s*,\s*ngay\s*([\d.…_?\s]{0,24}?)\s*thang\s*([\d.…_?\s]{0,24}?)\s*nam\s*((?:19|20)\d{2}|20[\d._ ]{0,4})").ok()
});

pub(crate) fn read(work: &Paperwork, aliases: &Aliases, plan: &mut Plan, doubts: &mut Vec<Doubt>) {
    let lines = head_lines(work);
    number(&lines, plan, doubts);
    date(&lines, plan, doubts);
    title::read(work, &lines, plan);
    // Lines behind the paper's name are its title.
    let above: Vec<&Line> = work.header.map(|at| work.every_line(at)).unwrap_or_default();
    issuer::read(work, &above, aliases, plan);
}

/// The lines of the head; for papers without one, those before the body.
fn head_lines(work: &Paperwork) -> Vec<&Line> {
    let mut lines = Vec::new();
    for at in [work.header, work.title].into_iter().flatten() {
        for body in &work.nodes[at].body {
            match body {
                Body::Line(line) => lines.push(line),
                Body::Table(table) => lines.extend(table.rows.iter().flatten().flatten()),
            }
        }
    }
    lines
}

fn number(lines: &[&Line], plan: &mut Plan, doubts: &mut Vec<Doubt>) {
    let Some(pattern) = NUMBER.as_ref() else {
        return;
    };
    for line in lines {
        let Some(found) = pattern.captures(line.folded()) else {
            continue;
        };
        let (Some(whole), Some(letter)) = (found.get(0), found.get(3)) else {
            continue;
        };
        let (series, end) = series_at(line, letter.start());
        if whole.start() > 30 || series.chars().count() < 2 {
            continue;
        }
        let place = line.place(whole.start()..end);
        plan.number = found.get(1).map(|number| line.slice(number.range()));
        plan.series = Some(series.clone());
        plan.places.number = Some(place);
        if plan.number.is_none() {
            let message = format!("Văn bản chưa ghi số (ký hiệu {series}).");
            doubts.push(doubt(DoubtCode::BlankNumber, place, message));
        }
        return;
    }
}

/// The code from `at`: capitals, digits, strokes; spaces around strokes do not
/// end it.
pub(crate) fn series_at(line: &Line, at: usize) -> (String, usize) {
    let chars = line.chars();
    let mut series = String::new();
    let mut end = at;
    let mut next = at;
    while next < chars.len() {
        let c = chars[next];
        let small_tail = c.is_lowercase()
            && series.chars().last().is_some_and(char::is_alphanumeric)
            && is_small_tail(line, next, &series);
        if c.is_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '/' | '&' | '–') || small_tail {
            series.push(if c == '–' { '-' } else { c });
            next += 1;
            end = next;
        } else if c == ' ' {
            let stroke_next = chars.get(next + 1).is_some_and(|c| matches!(c, '-' | '–' | '/'));
            let stroke_before = series.ends_with(['-', '/']);
            let goes_on = chars.get(next + 1).is_some_and(|c| c.is_uppercase());
            if !(stroke_next || stroke_before && goes_on) {
                break;
            }
            next += 1;
        } else {
            break;
        }
    }
    while series.ends_with(['-', '/', '&']) {
        series.pop();
    }
    (series, end)
}

/// TTg, CTr, TTr, ĐUv: the small letters codes may end in.
fn is_small_tail(line: &Line, at: usize, series: &str) -> bool {
    let next = line.chars().get(at + 1);
    let last_capitals = series.chars().rev().take_while(|c| c.is_uppercase()).count();
    (1..=4).contains(&last_capitals) && next.is_none_or(|c| !c.is_lowercase())
}

fn date(lines: &[&Line], plan: &mut Plan, doubts: &mut Vec<Doubt>) {
    let Some(pattern) = DATE.as_ref() else { return };
    for line in lines {
        let Some(found) = pattern.captures(line.folded()) else {
            continue;
        };
        let (Some(whole), Some(place)) = (found.get(0), found.get(1)) else {
            continue;
        };
        let digits = |group: usize| -> Option<i8> {
            let text: String = found.get(group)?.as_str().chars().filter(char::is_ascii_digit).collect();
            text.parse().ok()
        };
        let year: Option<i16> =
            found.get(4).and_then(|year| year.as_str().parse().ok()).filter(|year| YEARS.contains(year));
        let named = line.slice(place.range());
        if !named.trim().chars().next().is_some_and(char::is_uppercase) {
            continue;
        }
        let at = line.place(whole.range());
        plan.place = Some(named.trim().to_owned());
        plan.places.date = Some(at);
        let Some(year) = year else {
            doubts.push(doubt(DoubtCode::BlankDate, at, "Văn bản chưa ghi năm ban hành."));
            return;
        };
        let (day, month) = (digits(2), digits(3));
        plan.date = span(year, month, day);
        if day.is_none() || month.is_none() {
            let missing = if month.is_none() { "ngày, tháng" } else { "ngày" };
            doubts.push(doubt(DoubtCode::BlankDate, at, format!("Văn bản chưa ghi {missing} ban hành.")));
        } else if plan.date.is_none() {
            doubts.push(doubt(DoubtCode::DateImpossible, at, "Ngày ban hành không có trong lịch."));
        }
        return;
    }
}

/// The days a partly blank date leaves open.
fn span(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Span> {
    let from = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let to = match (month, day) {
        (Some(_), Some(_)) => from,
        (Some(month), None) => Date::new(year, month, 1).ok()?.last_of_month(),
        (None, _) => Date::new(year, 12, 31).ok()?,
    };
    Some(Span { from: if month.is_none() { Date::new(year, 1, 1).ok()? } else { from }, to })
}
