//! One obligation's standing: for each time its task falls due, how far the unit
//! is.
//!
//! Not here: the sum over units (`rollup`).

use super::{ProgressEntry, Task, Work};
use crate::calendar::Calendar;
use crate::deadline::{Facts, Occurrence, Period, Standing, due, occurrences};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What the standing is worked out against.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// First day the programme binds; recurring duties are counted from here.
    pub from: Date,
    pub today: Date,
    /// Days of events, for tasks due after one.
    pub facts: &'a Facts,
    pub calendar: &'a Calendar,
}

/// How far a unit is with one occurrence of its task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Which occurrence; absent for tasks that do not recur.
    pub period: Option<Period>,
    /// Last valid day, where the task has one that is known.
    pub due: Option<Date>,
    pub work: Work,
    pub percent: u8,
    pub done_on: Option<Date>,
    pub standing: Option<Standing>,
    /// Times done, of times owed ("tối thiểu n lần").
    pub times_done: u16,
    pub times: u16,
}

impl Share {
    pub fn is_late(&self) -> bool {
        self.work != Work::NotApplicable && self.standing.is_some_and(Standing::is_late)
    }

    /// Late and still not done.
    pub fn is_overdue(&self) -> bool {
        matches!(self.standing, Some(Standing::Late { .. })) && self.work != Work::NotApplicable
    }
}

/// The share that matters today: the oldest one still overdue, else the last.
pub fn current(shares: Vec<Share>) -> Option<Share> {
    let overdue = shares.iter().position(Share::is_overdue);
    let at = overdue.unwrap_or(shares.len().saturating_sub(1));
    shares.into_iter().nth(at)
}

/// Every occurrence of the task since the programme began, and the next one;
/// exactly one share for a task that does not recur. `entries` are those of one
/// obligation, in any order.
pub fn shares(task: &Task, entries: &[ProgressEntry], frame: &Frame<'_>) -> Vec<Share> {
    let recurring: Vec<Occurrence> = task.due.as_ref().map_or_else(Vec::new, |rule| {
        // Two years on hold the next occurrence of any rule; those after it are cut off.
        let until = frame.today.saturating_add(2.years());
        let mut all =
            occurrences(rule, frame.from, until, frame.facts.roll, frame.calendar).unwrap_or_default();
        let past = all.iter().filter(|occurrence| occurrence.due.last_valid_day < frame.today).count();
        all.truncate(past + 1);
        all
    });
    if recurring.is_empty() {
        let facts = frame.facts.clone().as_of(frame.today);
        let last = task.due.as_ref().and_then(|rule| due(rule, &facts, frame.calendar).ok());
        let last = last.map(|due| due.last_valid_day);
        return vec![share(None, last, 1, entries.iter().collect(), frame.today)];
    }
    recurring
        .into_iter()
        .map(|occurrence| {
            let own = entries
                .iter()
                .filter(|entry| {
                    let per = occurrence.period.per();
                    entry.period.unwrap_or_else(|| Period::holding(per, entry.on)) == occurrence.period
                })
                .collect();
            let last = Some(occurrence.due.last_valid_day);
            share(Some(occurrence.period), last, occurrence.times, own, frame.today)
        })
        .collect()
}

fn share(
    period: Option<Period>,
    last: Option<Date>,
    times: u16,
    mut entries: Vec<&ProgressEntry>,
    today: Date,
) -> Share {
    entries.sort_by_key(|entry| entry.on);
    let latest = entries.last();
    let done: Vec<Date> =
        entries.iter().filter(|entry| entry.work == Work::Done).map(|entry| entry.on).collect();
    let times_done = u16::try_from(done.len()).unwrap_or(u16::MAX);
    let (work, done_on) = match latest.map_or(Work::NotStarted, |entry| entry.work) {
        Work::NotApplicable => (Work::NotApplicable, None),
        // Done once is done, unless several times are owed or work was resumed.
        Work::Done if times <= 1 => (Work::Done, first_of_last_run(&entries)),
        _ if times > 1 && times_done >= times => (Work::Done, done.get(usize::from(times) - 1).copied()),
        Work::NotStarted if times_done == 0 => (Work::NotStarted, None),
        _ => (Work::Underway, None),
    };
    let percent = match work {
        Work::Done => 100,
        Work::NotStarted | Work::NotApplicable => 0,
        Work::Underway if times > 1 => {
            u8::try_from(u32::from(times_done) * 100 / u32::from(times)).unwrap_or(100)
        }
        Work::Underway => latest.map_or(0, |entry| entry.percent.min(99)),
    };
    let standing = match work {
        Work::NotApplicable => None,
        _ => last.map(|last| Standing::of(last, today, done_on)),
    };
    Share { period, due: last, work, percent, done_on, standing, times_done: times_done.min(times), times }
}

/// The day the work was first reported done and stayed so.
fn first_of_last_run(entries: &[&ProgressEntry]) -> Option<Date> {
    entries.iter().rev().take_while(|entry| entry.work == Work::Done).last().map(|entry| entry.on)
}
