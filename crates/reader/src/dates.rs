//! Days, months, quarters and years as administrative Vietnamese writes them.
//!
//! Not here: what a date is for (`nouns`).

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use crate::label::roman_value;

/// A point or stretch of time as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    Day(Date),
    /// A day and month without a year.
    DayOfYear(i8, i8),
    Month(i16, i8),
    MonthOfYear(i8),
    Quarter(i16, i8),
    QuarterOfYear(i8),
    Year(i16),
    /// Days from and to, both given ("từ ngày 01 đến 15/6/2026").
    Days(Date, Date),
    /// The day of the visit ("đến thời điểm kiểm tra").
    Visit,
    /// No such day exists.
    Impossible,
}

/// A moment and where its words stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    pub range: Range<usize>,
    pub moment: Moment,
    /// It stands after "ngày" rather than in a list of numbers.
    pub worded: bool,
}

impl Moment {
    pub fn first(self, year: i16) -> Option<Date> {
        match self {
            Self::Day(date) | Self::Days(date, _) => Some(date),
            Self::DayOfYear(day, month) => Date::new(year, month, day).ok(),
            Self::Month(year, month) => Date::new(year, month, 1).ok(),
            Self::MonthOfYear(month) => Date::new(year, month, 1).ok(),
            Self::Quarter(year, quarter) => Date::new(year, quarter * 3 - 2, 1).ok(),
            Self::QuarterOfYear(quarter) => Date::new(year, quarter * 3 - 2, 1).ok(),
            Self::Year(year) => Date::new(year, 1, 1).ok(),
            Self::Visit | Self::Impossible => None,
        }
    }

    pub fn last(self, year: i16) -> Option<Date> {
        let month_end = |year: i16, month: i8| Date::new(year, month, 1).ok().map(Date::last_of_month);
        match self {
            Self::Day(date) | Self::Days(_, date) => Some(date),
            Self::DayOfYear(day, month) => Date::new(year, month, day).ok(),
            Self::Month(year, month) => month_end(year, month),
            Self::MonthOfYear(month) => month_end(year, month),
            Self::Quarter(year, quarter) => month_end(year, quarter * 3),
            Self::QuarterOfYear(quarter) => month_end(year, quarter * 3),
            Self::Year(year) => month_end(year, 12),
            Self::Visit | Self::Impossible => None,
        }
    }

    pub fn year(self) -> Option<i16> {
        match self {
            Self::Day(date) | Self::Days(_, date) => Some(date.year()),
            Self::Month(year, _) | Self::Quarter(year, _) | Self::Year(year) => Some(year),
            _ => None,
        }
    }
}

/// Years a paper may speak of.
pub(crate) const YEARS: std::ops::RangeInclusive<i16> = 1945..=2100;

static MOMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?P<days>(?:ngay\s*)?(?P<sd>\d{1,2})(?:\s*[/.\-]\s*(?P<sm>\d{1,2}))?\s*(?:den het|den|-)\s*(?:ngay\s*)?(?P<ed>\d{1,2})\s*[/.\-]\s*(?P<em>\d{1,2})\s*[/.\-]\s*(?P<ey>\d{4}))",
        r"|(?P<dmy>(?:ngay\s*)?(?P<d>\d{1,2})\s*[/.\-]\s*(?P<m>\d{1,2})\s*[/.\-]\s*(?P<y>\d{4}))",
        r"|(?P<words>(?:ngay\s*)?(?P<wd>\d{1,2})\s*thang\s*(?P<wm>\d{1,2})\s*,?\s*nam\s*(?P<wy>\d{4}))",
        r"|(?P<months>thang\s*(?P<m1>\d{1,2})\s*(?:,|-|va|den(?:\s*het)?)\s*(?:thang\s*)?(?P<m2>\d{1,2})\s*(?:nam\s*|/\s*)(?P<my>\d{4}))",
        r"|(?P<month>thang\s*(?P<mm>\d{1,2})\s*(?:[/.\-]\s*|,?\s*nam\s*)(?P<mmy>\d{4}))",
        r"|(?P<short>ngay\s*(?P<hd>\d{1,2})\s*(?:[/\-]\s*|thang\s*)(?P<hm>\d{1,2}))",
        r"|(?P<quarter>quy\s*(?P<q>iv|i{1,3}|[1-4])\b(?:\s*[/,\-]?\s*(?:nam\s*)?(?P<qy>\d{4}))?)",
        r"|(?P<barem>\b(?P<bm>\d{1,2})/(?P<by>\d{4}))",
        r"|(?P<monthonly>thang\s*(?P<om>\d{1,2})\b)",
        r"|(?P<yearonly>nam\s*(?P<oy>\d{4}))",
        r"|(?P<visit>(?:thoi diem|ngay|khi)\s+(?:tien hanh\s+)?(?:doan\s+)?kiem tra)",
    ))
    .ok()
});

/// All moments of a folded text, in order.
pub(crate) fn moments(folded: &str) -> Vec<Hit> {
    moments_from(folded, 0)
}

fn moments_from(folded: &str, from: usize) -> Vec<Hit> {
    let Some(pattern) = MOMENT.as_ref() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut at = from;
    while at < folded.len() {
        let Some(captures) = pattern.captures_at(folded, at) else {
            break;
        };
        let Some(whole) = captures.get(0) else { break };
        at = whole.end().max(at + 1);
        // Part of a longer number, such as a document's code.
        let before = whole.start().checked_sub(1).map(|before| folded.as_bytes()[before]);
        let starts_number = folded.as_bytes()[whole.start()].is_ascii_digit();
        if starts_number && before.is_some_and(|byte| byte.is_ascii_digit() || byte == b'/') {
            continue;
        }
        if before.is_some_and(|byte| byte.is_ascii_alphabetic()) {
            at = whole.start() + 1;
            continue;
        }
        let Some(moment) = moment(&captures) else {
            continue;
        };
        // The number goes on: a longer one, or a document's code.
        if folded.as_bytes().get(whole.end()).is_some_and(|byte| byte.is_ascii_digit() || *byte == b'/') {
            continue;
        }
        let worded = whole.as_str().starts_with("ngay");
        found.push(Hit { range: whole.range(), moment, worded });
    }
    found
}

fn moment(captures: &Captures) -> Option<Moment> {
    let int = |name: &str| captures.name(name).and_then(|found| found.as_str().parse::<i16>().ok());
    let has = |name: &str| captures.name(name).is_some();
    let day = |day: Option<i16>, month: Option<i16>, year: Option<i16>| -> Option<Moment> {
        let (day, month, year) = (day?, month?, year?);
        if !YEARS.contains(&year) {
            return None;
        }
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        Some(date.map_or(Moment::Impossible, Moment::Day))
    };
    let in_year =
        |month: Option<i16>| month.filter(|month| (1..=12).contains(month)).map(|month| month as i8);
    if has("days") {
        let year = int("ey")?;
        let end = day(int("ed"), int("em"), Some(year))?;
        let start = day(int("sd"), int("sm").or(int("em")), Some(year))?;
        return match (start, end) {
            (Moment::Day(start), Moment::Day(end)) if start <= end => Some(Moment::Days(start, end)),
            // The year turned between the two.
            (Moment::Day(start), Moment::Day(end)) => {
                Date::new(year - 1, start.month(), start.day()).ok().map(|start| Moment::Days(start, end))
            }
            _ => Some(Moment::Impossible),
        };
    }
    if has("dmy") {
        return day(int("d"), int("m"), int("y"));
    }
    if has("words") {
        return day(int("wd"), int("wm"), int("wy"));
    }
    if has("months") {
        let (first, last, year) = (in_year(int("m1"))?, in_year(int("m2"))?, int("my")?);
        let start = Date::new(year, first, 1).ok()?;
        let end = Date::new(year, last, 1).ok()?.last_of_month();
        return (start <= end && YEARS.contains(&year)).then_some(Moment::Days(start, end));
    }
    if has("month") {
        let year = int("mmy").filter(|year| YEARS.contains(year))?;
        return Some(in_year(int("mm")).map_or(Moment::Impossible, |month| Moment::Month(year, month)));
    }
    if has("short") {
        let (day, month) = (int("hd")?, int("hm")?);
        // Any leap year shows whether the day exists at all.
        let exists = Date::new(2024, month as i8, day as i8).is_ok();
        return Some(if exists { Moment::DayOfYear(day as i8, month as i8) } else { Moment::Impossible });
    }
    if let Some(quarter) = captures.name("q") {
        let quarter =
            quarter.as_str().parse::<i8>().ok().or_else(|| roman_value(quarter.as_str()).map(|q| q as i8))?;
        return Some(match int("qy").filter(|year| YEARS.contains(year)) {
            Some(year) => Moment::Quarter(year, quarter),
            None => Moment::QuarterOfYear(quarter),
        });
    }
    if has("barem") {
        let year = int("by").filter(|year| YEARS.contains(year))?;
        return in_year(int("bm")).map(|month| Moment::Month(year, month));
    }
    if has("monthonly") {
        return in_year(int("om")).map(Moment::MonthOfYear);
    }
    if has("yearonly") {
        return int("oy").filter(|year| YEARS.contains(year)).map(Moment::Year);
    }
    has("visit").then_some(Moment::Visit)
}

/// A stretch of time made of moments that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Period {
    pub from: Date,
    pub to: Option<Date>,
    pub range: Range<usize>,
}

/// The first period at or after `at`: one moment, or several joined by "đến",
/// "và", a comma or a dash. An open end ("đến thời điểm kiểm tra") has no `to`.
pub(crate) fn period(folded: &str, at: usize, year: i16) -> Option<Period> {
    let found = moments_from(folded, at);
    let hits: Vec<Hit> = found.into_iter().filter(|hit| hit.moment != Moment::Impossible).collect();
    let first = hits.iter().position(|hit| hit.moment != Moment::Visit)?;
    let mut last = first;
    while let Some(next) = hits.get(last + 1) {
        let gap = folded[hits[last].range.end..next.range.start].trim();
        let joins = matches!(
            gap,
            "den"
                | "den het"
                | "va"
                | ","
                | "-"
                | "va den"
                | "cho den"
                | "den ngay"
                | ", den"
                | "den cuoi"
                | "sang"
        );
        if !joins || hits[last].moment == Moment::Visit {
            break;
        }
        last += 1;
    }
    let group = &hits[first..=last];
    let known = group.iter().rev().find_map(|hit| hit.moment.year()).unwrap_or(year);
    let from = group.iter().filter_map(|hit| hit.moment.first(known)).min()?;
    let open = group.last().is_some_and(|hit| hit.moment == Moment::Visit);
    let to = if open { None } else { group.iter().filter_map(|hit| hit.moment.last(known)).max() };
    Some(Period { from, to, range: group[0].range.start..group[last - first].range.end })
}
