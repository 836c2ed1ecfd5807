//! Days on which offices work: Monday to Friday, less public holidays (Bộ luật
//! Lao động 45/2019/QH14, Đ112), plus the Saturdays worked in exchange for a
//! bridging day. All dates are civil dates in Vietnam.
//!
//! Not here: the lists themselves (`packs/calendar`), deadline rules
//! (`deadline`).

use crate::bilingual::Bilingual;
use crate::law::Confidence;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Longest run of days searched for a working day; no calendar has a gap near it.
const SEARCH_LIMIT: u16 = 60;

/// One year's announced days off and days worked in exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarYear {
    pub year: i16,
    #[serde(default)]
    pub days_off: Vec<DayOff>,
    #[serde(default)]
    pub days_worked: Vec<DayWorked>,
}

/// A day off that is not merely a weekend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayOff {
    pub date: Date,
    pub reason: Reason,
    pub name: Bilingual,
    /// The announcement it rests on.
    pub source: String,
    pub confidence: Confidence,
}

/// Why a day is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The holiday itself, on whatever weekday it falls.
    Holiday,
    /// Given in lieu of a holiday that fell on a weekend (Bộ luật Lao động Đ111(3)).
    InLieu,
    /// A working day exchanged for a Saturday.
    Swap,
}

/// A weekend day worked in exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayWorked {
    pub date: Date,
    pub instead_of: Date,
    pub source: String,
    pub confidence: Confidence,
}

/// What a day is to an office.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    Working,
    /// A weekend day worked in exchange.
    WorkedInExchange,
    Weekend,
    Holiday,
    InLieu,
    SwappedOff,
}

impl DayKind {
    pub fn is_working(self) -> bool {
        matches!(self, DayKind::Working | DayKind::WorkedInExchange)
    }
}

/// Why a year's list cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarFault {
    #[error("year {0} is given twice")]
    YearTwice(i16),
    #[error("{date} is not in year {year}")]
    OtherYear { date: Date, year: i16 },
    #[error("{0} is given twice")]
    DateTwice(Date),
    #[error("{0} is a working day already, nothing to exchange")]
    WorkedOnWeekday(Date),
    #[error("{date} is worked instead of {instead_of}, which is not marked as exchanged")]
    NotExchanged { date: Date, instead_of: Date },
    #[error("{0} is exchanged but no day is worked instead of it")]
    NotWorkedOff(Date),
    #[error("{0} is a weekend: a day in lieu or exchanged must be a weekday")]
    WeekendGiven(Date),
}

/// The working calendar over the years whose lists are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeSet<i16>,
    off: BTreeMap<Date, DayOff>,
    worked: BTreeMap<Date, DayWorked>,
}

impl Calendar {
    /// Joins the years' lists.
    ///
    /// # Errors
    /// The first list that contradicts itself or another.
    pub fn new(years: impl IntoIterator<Item = CalendarYear>) -> Result<Self, CalendarFault> {
        let mut calendar = Calendar::default();
        for year in years {
            calendar.add(year)?;
        }
        for day in calendar.off.values().filter(|day| day.reason == Reason::Swap) {
            if !calendar.worked.values().any(|worked| worked.instead_of == day.date) {
                return Err(CalendarFault::NotWorkedOff(day.date));
            }
        }
        for worked in calendar.worked.values() {
            let exchanged =
                calendar.off.get(&worked.instead_of).is_some_and(|day| day.reason == Reason::Swap);
            if !exchanged {
                return Err(CalendarFault::NotExchanged { date: worked.date, instead_of: worked.instead_of });
            }
        }
        Ok(calendar)
    }

    fn add(&mut self, year: CalendarYear) -> Result<(), CalendarFault> {
        if !self.years.insert(year.year) {
            return Err(CalendarFault::YearTwice(year.year));
        }
        for day in year.days_off {
            if day.date.year() != year.year {
                return Err(CalendarFault::OtherYear { date: day.date, year: year.year });
            }
            if day.reason != Reason::Holiday && is_weekend(day.date) {
                return Err(CalendarFault::WeekendGiven(day.date));
            }
            let date = day.date;
            if self.off.insert(date, day).is_some() {
                return Err(CalendarFault::DateTwice(date));
            }
        }
        for day in year.days_worked {
            if day.date.year() != year.year {
                return Err(CalendarFault::OtherYear { date: day.date, year: year.year });
            }
            if !is_weekend(day.date) {
                return Err(CalendarFault::WorkedOnWeekday(day.date));
            }
            let date = day.date;
            if self.off.contains_key(&date) || self.worked.insert(date, day).is_some() {
                return Err(CalendarFault::DateTwice(date));
            }
        }
        Ok(())
    }

    /// Whether the day's year has a list. Without one, holidays are unknown and
    /// Monday to Friday count as working days.
    pub fn covers(&self, date: Date) -> bool {
        self.years.contains(&date.year())
    }

    pub fn years(&self) -> impl Iterator<Item = i16> + '_ {
        self.years.iter().copied()
    }

    pub fn kind(&self, date: Date) -> DayKind {
        if self.worked.contains_key(&date) {
            return DayKind::WorkedInExchange;
        }
        match self.off.get(&date).map(|day| day.reason) {
            Some(Reason::Holiday) => DayKind::Holiday,
            Some(Reason::InLieu) => DayKind::InLieu,
            Some(Reason::Swap) => DayKind::SwappedOff,
            None if is_weekend(date) => DayKind::Weekend,
            None => DayKind::Working,
        }
    }

    pub fn is_working(&self, date: Date) -> bool {
        self.kind(date).is_working()
    }

    /// The announced day off on `date`, with its name and source.
    pub fn day_off(&self, date: Date) -> Option<&DayOff> {
        self.off.get(&date)
    }

    /// The first working day on or after `date`; `None` past the last date there is.
    pub fn working_day_from(&self, date: Date) -> Option<Date> {
        self.search(date, 1)
    }

    /// The last working day on or before `date`.
    pub fn working_day_until(&self, date: Date) -> Option<Date> {
        self.search(date, -1)
    }

    fn search(&self, date: Date, direction: i64) -> Option<Date> {
        let mut day = date;
        for _ in 0..SEARCH_LIMIT {
            if self.is_working(day) {
                return Some(day);
            }
            day = day.checked_add(direction.days()).ok()?;
        }
        None
    }

    /// The `days`-th working day after `date`, which itself is not counted.
    /// `days == 0` gives `date` back.
    pub fn plus_working_days(&self, date: Date, days: u16) -> Option<Date> {
        self.walk(date, days, 1)
    }

    /// The `days`-th working day before `date`, which itself is not counted.
    pub fn minus_working_days(&self, date: Date, days: u16) -> Option<Date> {
        self.walk(date, days, -1)
    }

    fn walk(&self, date: Date, days: u16, direction: i64) -> Option<Date> {
        let mut day = date;
        for _ in 0..days {
            day = self.search(day.checked_add(direction.days()).ok()?, direction)?;
        }
        Some(day)
    }

    /// Working days after `from`, up to and with `to`; negative when `to` is
    /// before `from`.
    pub fn working_days_between(&self, from: Date, to: Date) -> i64 {
        if to < from {
            return -self.working_days_between(to, from);
        }
        let days = days_between(from, to);
        (1..=days)
            .filter(|n| from.checked_add(n.days()).is_ok_and(|day| self.is_working(day)))
            .count()
            .try_into()
            .unwrap_or(i64::MAX)
    }
}

/// Calendar days from one date to another; negative when `to` is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    // Civil dates span fewer than 2^31 days and a span in days alone cannot fail.
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}
