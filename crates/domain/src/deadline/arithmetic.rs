//! From a rule and the known facts to the last valid day, with every step kept
//! as data, so that a page can show "12/6/2026 + 20 ngày = 02/7/2026".
//!
//! Counting follows Bộ luật Dân sự 91/2015/QH13 Đ147(2): a period of days begins
//! the day after the event; one of hours begins at the event (Đ147(1)). Not
//! here: how late something is (`standing`), lists of recurring dates
//! (`recurrence`).

use super::recurrence::{self, Named};
use super::{Event, Facts, Per, Period, Roll, Rule};
use crate::calendar::{Calendar, DayKind};
use crate::law::Basis;
use jiff::civil::{Date, DateTime};
use jiff::{Span, ToSpan};
use serde::{Deserialize, Serialize};

/// Most days off listed in one step; the rest are only counted.
const PASSED_OVER_SHOWN: usize = 40;

/// A worked-out deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last day on which the act is still in time, the whole day long.
    pub last_valid_day: Date,
    /// Where the rule counts hours, the last moment (Vietnamese civil time).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_valid_time: Option<DateTime>,
    /// Which period a recurring rule was answered for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The arithmetic, first step first. The last step ends on `last_valid_day`.
    pub steps: Vec<Step>,
    pub marks: Vec<Mark>,
}

/// One step of the arithmetic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// The day the text names.
    Named {
        date: Date,
    },
    /// The day an event happened.
    Happened {
        event: Event,
        date: Date,
    },
    /// Calendar days counted on or back (`days` negative).
    Days {
        from: Date,
        days: i32,
        to: Date,
    },
    /// Working days counted on or back, with the public holidays stepped over
    /// (weekends are stepped over silently).
    WorkingDays {
        from: Date,
        days: i32,
        to: Date,
        passed_over: Vec<PassedOver>,
    },
    /// "trước ngày X": X itself is too late.
    DayBefore {
        from: Date,
        to: Date,
    },
    /// A count without a date is owed by the end of its period.
    PeriodEnds {
        period: Period,
        times: u16,
        to: Date,
    },
    Hours {
        from: DateTime,
        hours: u16,
        to: DateTime,
    },
    /// Moved to the next working day, by setting.
    Rolled {
        from: Date,
        to: Date,
    },
}

/// A public holiday or exchanged day within a count of working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOver {
    pub date: Date,
    pub kind: DayKind,
}

/// What a reader of the date should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "mark", rename_all = "snake_case")]
pub enum Mark {
    /// The last valid day is off; nothing was shifted.
    DayOff { date: Date, kind: DayKind },
    /// No holiday list for a year the count touched: holidays are not known.
    YearUnknown { year: i16 },
    /// The month has no such day (31/6, 29/2): its last day was taken.
    MonthTooShort { wanted: i8, date: Date },
}

/// Why there is no date, now or ever.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotYet {
    /// It counts from an event that has not happened or has no day yet.
    #[error("the day of {0:?} is not known")]
    Awaits(Event),
    /// The rule counts hours and the event has a day but no time.
    #[error("the time of {0:?} is not known")]
    AwaitsTime(Event),
    /// The rule recurs, and the day asked about was not given.
    #[error("a recurring rule needs the day it is asked on")]
    AwaitsDay,
    /// A month 13, a day 0, or arithmetic past the last date there is.
    #[error("no such date")]
    Impossible,
}

impl Step {
    /// The article behind the way of counting, where law gives it.
    pub fn basis(&self) -> Option<Basis> {
        match self {
            Step::Days { .. } | Step::WorkingDays { .. } => Some(Basis::new("blds-91-2015", "Đ147(2)")),
            Step::Hours { .. } => Some(Basis::new("blds-91-2015", "Đ147(1)")),
            Step::Rolled { .. } => Roll::NextWorkingDay.basis(),
            _ => None,
        }
    }
}

/// Works a rule out. For a recurring rule the answer is the first occurrence
/// whose last valid day is not before `facts.as_of`.
///
/// # Errors
/// `NotYet` says what is missing; `Impossible` will never have a date.
pub fn due(rule: &Rule, facts: &Facts, calendar: &Calendar) -> Result<Due, NotYet> {
    let mut count = Count { calendar, steps: vec![], marks: vec![] };
    match rule {
        Rule::Absolute { date, inclusive } => {
            let to = count.named(Named { date: *date, wanted: date.day() }, *inclusive)?;
            count.finish(to, facts.roll, None)
        }
        Rule::After { event, days, working_days } => {
            let from = count.happened(event, facts)?;
            let to = count.days(from, i32::from(*days), *working_days)?;
            count.finish(to, facts.roll, None)
        }
        // Counted back from an event: rolling on would eat into the notice, so
        // the roll, which is about the end of a period, does not apply.
        Rule::BeforeVisit { days, working_days } | Rule::NoticeBeforeVisit { days, working_days } => {
            let from = count.happened(&Event::VisitStart, facts)?;
            let to = count.days(from, -i32::from(*days), *working_days)?;
            count.finish(to, Roll::None, None)
        }
        Rule::Before { event, days, working_days } => {
            let from = count.happened(event, facts)?;
            let to = count.days(from, -i32::from(*days), *working_days)?;
            count.finish(to, Roll::None, None)
        }
        Rule::Hours { event, hours } => count.hours(event, *hours, facts),
        Rule::Yearly { .. } | Rule::Quarterly { .. } | Rule::Monthly { .. } => {
            let as_of = facts.as_of.ok_or(NotYet::AwaitsDay)?;
            recurrence::first_from(rule, as_of, facts.roll, calendar)
        }
        Rule::AtLeast { times, per } => {
            let period = Period::holding(*per, facts.as_of.ok_or(NotYet::AwaitsDay)?);
            count.steps.push(Step::PeriodEnds { period, times: *times, to: period.last_day() });
            count.finish(period.last_day(), facts.roll, Some(period))
        }
    }
}

/// One recurring rule's due day in one period.
pub(super) fn due_in(
    named: Named,
    inclusive: bool,
    period: Period,
    roll: Roll,
    calendar: &Calendar,
) -> Result<Due, NotYet> {
    let mut count = Count { calendar, steps: vec![], marks: vec![] };
    let to = count.named(named, inclusive)?;
    count.finish(to, roll, Some(period))
}

/// The period's own end, for `AtLeast`.
pub(super) fn due_at_end(
    times: u16,
    per: Per,
    on: Date,
    roll: Roll,
    calendar: &Calendar,
) -> Result<Due, NotYet> {
    due(&Rule::AtLeast { times, per }, &Facts::new().as_of(on).rolling(roll), calendar)
}

struct Count<'a> {
    calendar: &'a Calendar,
    steps: Vec<Step>,
    marks: Vec<Mark>,
}

impl Count<'_> {
    fn named(&mut self, named: Named, inclusive: bool) -> Result<Date, NotYet> {
        let date = named.date;
        self.steps.push(Step::Named { date });
        if named.wanted != date.day() {
            self.marks.push(Mark::MonthTooShort { wanted: named.wanted, date });
        }
        if inclusive {
            return Ok(date);
        }
        let to = date.yesterday().map_err(|_| NotYet::Impossible)?;
        self.steps.push(Step::DayBefore { from: date, to });
        Ok(to)
    }

    fn happened(&mut self, event: &Event, facts: &Facts) -> Result<Date, NotYet> {
        let date = facts.day(event).ok_or_else(|| NotYet::Awaits(event.clone()))?;
        self.steps.push(Step::Happened { event: event.clone(), date });
        Ok(date)
    }

    fn days(&mut self, from: Date, days: i32, working_days: bool) -> Result<Date, NotYet> {
        if !working_days {
            let to = from.checked_add(Span::new().days(days)).map_err(|_| NotYet::Impossible)?;
            self.steps.push(Step::Days { from, days, to });
            return Ok(to);
        }
        let many = u16::try_from(days.unsigned_abs()).map_err(|_| NotYet::Impossible)?;
        let to = if days < 0 {
            self.calendar.minus_working_days(from, many)
        } else {
            self.calendar.plus_working_days(from, many)
        }
        .ok_or(NotYet::Impossible)?;
        let (first, last) = (from.min(to), from.max(to));
        for year in first.year()..=last.year() {
            if Date::new(year, 1, 1).is_ok_and(|day| !self.calendar.covers(day)) {
                self.marks.push(Mark::YearUnknown { year });
            }
        }
        let passed_over = self.passed_over(first, last);
        self.steps.push(Step::WorkingDays { from, days, to, passed_over });
        Ok(to)
    }

    fn passed_over(&self, first: Date, last: Date) -> Vec<PassedOver> {
        first
            .series(1.day())
            .skip(1)
            .take_while(|day| *day < last)
            .map(|date| PassedOver { date, kind: self.calendar.kind(date) })
            .filter(|day| matches!(day.kind, DayKind::Holiday | DayKind::InLieu | DayKind::SwappedOff))
            .take(PASSED_OVER_SHOWN)
            .collect()
    }

    fn hours(mut self, event: &Event, hours: u16, facts: &Facts) -> Result<Due, NotYet> {
        let Some(from) = facts.time(event) else {
            return Err(match facts.day(event) {
                Some(_) => NotYet::AwaitsTime(event.clone()),
                None => NotYet::Awaits(event.clone()),
            });
        };
        let to = from.checked_add(i64::from(hours).hours()).map_err(|_| NotYet::Impossible)?;
        self.steps.push(Step::Happened { event: event.clone(), date: from.date() });
        self.steps.push(Step::Hours { from, hours, to });
        // Law that counts hours does not stop for weekends: no roll, no mark.
        Ok(Due {
            last_valid_day: to.date(),
            last_valid_time: Some(to),
            period: None,
            steps: self.steps,
            marks: self.marks,
        })
    }

    fn finish(mut self, to: Date, roll: Roll, period: Option<Period>) -> Result<Due, NotYet> {
        let mut last = to;
        if !self.calendar.covers(to) && !self.marks.contains(&Mark::YearUnknown { year: to.year() }) {
            self.marks.push(Mark::YearUnknown { year: to.year() });
        }
        let kind = self.calendar.kind(to);
        if !kind.is_working() {
            match roll {
                Roll::None => self.marks.push(Mark::DayOff { date: to, kind }),
                Roll::NextWorkingDay => {
                    last = self.calendar.working_day_from(to).ok_or(NotYet::Impossible)?;
                    self.steps.push(Step::Rolled { from: to, to: last });
                }
            }
        }
        Ok(Due { last_valid_day: last, last_valid_time: None, period, steps: self.steps, marks: self.marks })
    }
}
