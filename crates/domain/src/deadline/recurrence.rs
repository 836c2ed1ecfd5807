//! The dates of recurring duties: each occurrence of a rule within a window.
//!
//! Not here: single dates (`arithmetic`).

use super::arithmetic::{due_at_end, due_in};
use super::{Due, Facts, NotYet, Per, Period, Roll, Rule};
use crate::calendar::Calendar;
use jiff::civil::Date;

/// Most occurrences one call lists (fifty years of months).
pub const MAX_OCCURRENCES: usize = 600;

/// How many periods after the day asked about the next occurrence is looked for
/// in. Two would do: the one holding the day, and the next.
const PERIODS_AHEAD: usize = 3;

/// One date of a recurring duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    pub period: Period,
    pub due: Due,
    /// How often the duty must have been done by then (1 unless "tối thiểu n lần").
    pub times: u16,
}

/// The day a rule names, and the day of the month it wanted to name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named {
    pub date: Date,
    pub wanted: i8,
}

/// Every occurrence whose last valid day lies in the window, both ends inside,
/// in order; at most [`MAX_OCCURRENCES`]. Rules that do not recur have none.
///
/// # Errors
/// `NotYet::Impossible` for a month 13 or a day 0.
pub fn occurrences(
    rule: &Rule,
    from: Date,
    to: Date,
    roll: Roll,
    calendar: &Calendar,
) -> Result<Vec<Occurrence>, NotYet> {
    let Some((per, times)) = recurs(rule) else { return Ok(vec![]) };
    let mut found = vec![];
    // "trước ngày 01/01" of one year ends in the year before, so begin one early.
    let mut period = Some(Period::holding(per, from)).map(|p| p.previous().unwrap_or(p));
    while let Some(current) = period {
        if found.len() == MAX_OCCURRENCES {
            break;
        }
        let due = due_of(rule, current, roll, calendar)?;
        if due.last_valid_day > to && current.first_day() > to {
            break;
        }
        if (from..=to).contains(&due.last_valid_day) {
            found.push(Occurrence { period: current, due, times });
        }
        period = current.next();
    }
    Ok(found)
}

/// The first occurrence whose last valid day is not before `day`.
pub(super) fn first_from(rule: &Rule, day: Date, roll: Roll, calendar: &Calendar) -> Result<Due, NotYet> {
    let (per, _) = recurs(rule).ok_or(NotYet::Impossible)?;
    let held = Period::holding(per, day);
    let mut period = Some(held.previous().unwrap_or(held));
    for _ in 0..=PERIODS_AHEAD {
        let Some(current) = period else { break };
        let due = due_of(rule, current, roll, calendar)?;
        if due.last_valid_day >= day {
            return Ok(due);
        }
        period = current.next();
    }
    Err(NotYet::Impossible)
}

fn recurs(rule: &Rule) -> Option<(Per, u16)> {
    match rule {
        Rule::Yearly { .. } => Some((Per::Year, 1)),
        Rule::Quarterly { .. } => Some((Per::Quarter, 1)),
        Rule::Monthly { .. } => Some((Per::Month, 1)),
        Rule::AtLeast { times, per } => Some((*per, *times)),
        Rule::Absolute { .. }
        | Rule::BeforeVisit { .. }
        | Rule::NoticeBeforeVisit { .. }
        | Rule::After { .. }
        | Rule::Before { .. }
        | Rule::Hours { .. } => None,
    }
}

fn due_of(rule: &Rule, period: Period, roll: Roll, calendar: &Calendar) -> Result<Due, NotYet> {
    let first = period.first_day();
    match rule {
        Rule::Yearly { month, day, inclusive } => {
            let named = name(period.year(), *month, *day)?;
            due_in(named, *inclusive, period, roll, calendar)
        }
        Rule::Quarterly { month_of_quarter, day, inclusive } => {
            if !(1..=3).contains(month_of_quarter) {
                return Err(NotYet::Impossible);
            }
            let named = name(first.year(), first.month() + month_of_quarter - 1, *day)?;
            due_in(named, *inclusive, period, roll, calendar)
        }
        Rule::Monthly { day, inclusive } => {
            due_in(name(first.year(), first.month(), *day)?, *inclusive, period, roll, calendar)
        }
        Rule::AtLeast { times, per } => due_at_end(*times, *per, first, roll, calendar),
        // `recurs` let only the four kinds above through.
        _ => super::due(rule, &Facts::new(), calendar),
    }
}

/// The day of the month, or the month's last where it is too short.
fn name(year: i16, month: i8, day: i8) -> Result<Named, NotYet> {
    if !(1..=31).contains(&day) {
        return Err(NotYet::Impossible);
    }
    let first = Date::new(year, month, 1).map_err(|_| NotYet::Impossible)?;
    let date = Date::new(year, month, day).unwrap_or(first.last_of_month());
    Ok(Named { date, wanted: day })
}
