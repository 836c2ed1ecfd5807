//! Years, quarters, months and weeks as recurring duties name them.
//!
//! Not here: which day of the period a duty falls on (`recurrence`).

use super::Per;
use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A stretch of the civil calendar. Ordered by its first day within one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Period {
    year: i16,
    part: Part,
}

/// Which part of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Year,
    /// 1 to 4.
    Quarter(i8),
    /// 1 to 12.
    Month(i8),
    /// ISO week, 1 to 53.
    Week(i8),
}

/// A text that is not a period code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a period: {0:?} (expected 2026, 2026-Q3, 2026-07 or 2026-W05)")]
pub struct NotAPeriod(String);

impl Period {
    /// The period of the given kind that holds `date`.
    pub fn holding(per: Per, date: Date) -> Self {
        let month = date.month();
        match per {
            Per::Year => Period { year: date.year(), part: Part::Year },
            Per::Quarter => Period { year: date.year(), part: Part::Quarter((month + 2) / 3) },
            Per::Month => Period { year: date.year(), part: Part::Month(month) },
            Per::Week => {
                let week = date.iso_week_date();
                Period { year: week.year(), part: Part::Week(week.week()) }
            }
        }
    }

    pub fn year(self) -> i16 {
        self.year
    }

    pub fn part(self) -> Part {
        self.part
    }

    pub fn per(self) -> Per {
        match self.part {
            Part::Year => Per::Year,
            Part::Quarter(_) => Per::Quarter,
            Part::Month(_) => Per::Month,
            Part::Week(_) => Per::Week,
        }
    }

    pub fn first_day(self) -> Date {
        match self.part {
            Part::Year => first_of(self.year, 1),
            Part::Quarter(quarter) => first_of(self.year, quarter * 3 - 2),
            Part::Month(month) => first_of(self.year, month),
            Part::Week(week) => ISOWeekDate::new(self.year, week, Weekday::Monday)
                .map_or_else(|_| first_of(self.year, 12), ISOWeekDate::date),
        }
    }

    pub fn last_day(self) -> Date {
        match self.part {
            Part::Year => first_of(self.year, 12).last_of_month(),
            Part::Quarter(quarter) => first_of(self.year, quarter * 3).last_of_month(),
            Part::Month(month) => first_of(self.year, month).last_of_month(),
            Part::Week(_) => self.first_day().saturating_add(6.days()),
        }
    }

    /// The period after; `None` past the last date there is.
    pub fn next(self) -> Option<Self> {
        Some(Period::holding(self.per(), self.last_day().tomorrow().ok()?))
    }

    pub fn previous(self) -> Option<Self> {
        Some(Period::holding(self.per(), self.first_day().yesterday().ok()?))
    }
}

fn first_of(year: i16, month: i8) -> Date {
    // Both numbers come from a Date or from a parsed, checked code.
    Date::new(year, month, 1).unwrap_or(Date::MIN)
}

/// The stable code kept in the record: `2026`, `2026-Q3`, `2026-07`, `2026-W05`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        match self.part {
            Part::Year => Ok(()),
            Part::Quarter(quarter) => write!(f, "-Q{quarter}"),
            Part::Month(month) => write!(f, "-{month:02}"),
            Part::Week(week) => write!(f, "-W{week:02}"),
        }
    }
}

impl FromStr for Period {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or_else(|| NotAPeriod(text.chars().take(20).collect()))
    }
}

fn parse(text: &str) -> Option<Period> {
    let (year, rest) = match text.split_once('-') {
        Some((year, rest)) => (year, Some(rest)),
        None => (text, None),
    };
    let year: i16 = digits(year, 4)?;
    let part = match rest {
        None => Part::Year,
        Some(rest) => match (rest.strip_prefix('Q'), rest.strip_prefix('W')) {
            (Some(quarter), _) => Part::Quarter(digits(quarter, 1).filter(|q| (1..=4).contains(q))?),
            (_, Some(week)) => {
                let week: i8 = digits(week, 2)?;
                ISOWeekDate::new(year, week, Weekday::Monday).ok()?;
                Part::Week(week)
            }
            _ => Part::Month(digits(rest, 2).filter(|m| (1..=12).contains(m))?),
        },
    };
    Some(Period { year, part })
}

fn digits<T: FromStr>(text: &str, length: usize) -> Option<T> {
    if text.len() != length || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

impl TryFrom<String> for Period {
    type Error = NotAPeriod;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}
