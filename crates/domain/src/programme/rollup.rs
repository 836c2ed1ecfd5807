//! The sum of a programme: every task counted once, with each unit's share
//! beside it.
//!
//! Not here: how one share stands (`share`), who decides (`together`).

use super::tree::ancestors;
use super::{
    Frame, Group, Obligation, Part, ProgressEntry, Share, Task, Together, Work, current, shares, together,
};
use crate::identifier::{TaskId, UnitId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How many tasks (or shares) stand where. Each is in exactly one of the four
/// states; `late` and `overdue` count among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    pub total: usize,
    pub not_started: usize,
    pub underway: usize,
    pub done: usize,
    pub not_applicable: usize,
    /// Done or not, past the last valid day.
    pub late: usize,
    /// Past the last valid day and not done.
    pub overdue: usize,
}

/// One task over all its units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaskStanding {
    pub task: TaskId,
    pub work: Work,
    /// Mean over the units that decide.
    pub percent: u8,
    pub late: bool,
    pub overdue: bool,
    /// Every unit's current share, leads first.
    pub units: Vec<(UnitId, Part, Share)>,
}

/// One unit over all its tasks, by the part it plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct UnitCounts {
    pub lead: Counts,
    pub executing: Counts,
    pub coordinating: Counts,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct RollUp {
    /// Every task once, however many units share it.
    pub totals: Counts,
    /// Tasks that units carry, in the tasks' own order; a heading is none.
    pub tasks: Vec<TaskStanding>,
    /// Under each heading, the tasks below it, once each.
    pub headings: BTreeMap<TaskId, Counts>,
    /// Each unit's own shares; a task led by two units counts in both.
    pub units: BTreeMap<UnitId, UnitCounts>,
}

impl Counts {
    fn add(&mut self, work: Work, late: bool, overdue: bool) {
        self.total += 1;
        match work {
            Work::NotStarted => self.not_started += 1,
            Work::Underway => self.underway += 1,
            Work::Done => self.done += 1,
            Work::NotApplicable => self.not_applicable += 1,
        }
        self.late += usize::from(late);
        self.overdue += usize::from(overdue);
    }
}

impl UnitCounts {
    fn of(&mut self, part: Part) -> &mut Counts {
        match part {
            Part::Lead => &mut self.lead,
            Part::Executing => &mut self.executing,
            Part::Coordinating => &mut self.coordinating,
        }
    }
}

/// Sums a programme up. A task with obligations counts; one without, that has
/// tasks below it, is a heading; one with neither is not started and nobody's.
/// `tasks` are taken to have passed [`super::check_tree`].
pub fn roll_up(
    tasks: &[Task],
    obligations: &[Obligation],
    entries: &[ProgressEntry],
    frame: &Frame<'_>,
) -> RollUp {
    let parents: BTreeMap<TaskId, Option<TaskId>> = tasks.iter().map(|task| (task.id, task.parent)).collect();
    let above: BTreeSet<TaskId> = tasks.iter().filter_map(|task| task.parent).collect();
    let mut by_task: BTreeMap<TaskId, Vec<&Obligation>> = BTreeMap::new();
    for obligation in obligations {
        by_task.entry(obligation.task).or_default().push(obligation);
    }
    let mut by_obligation: BTreeMap<_, Vec<ProgressEntry>> = BTreeMap::new();
    for entry in entries {
        by_obligation.entry(entry.obligation).or_default().push(entry.clone());
    }
    let mut sum = RollUp::default();
    for task in tasks {
        let own = by_task.remove(&task.id).unwrap_or_default();
        if own.is_empty() && above.contains(&task.id) {
            sum.headings.entry(task.id).or_default();
            continue;
        }
        let mut units: Vec<(UnitId, Part, Share)> = own
            .iter()
            .filter_map(|obligation| {
                let entries = by_obligation.get(&obligation.id).map_or(&[][..], Vec::as_slice);
                let current = current(shares(task, entries, frame))?;
                Some((obligation.unit, obligation.part, current))
            })
            .collect();
        units.sort_by_key(|(unit, part, _)| (*part, *unit));
        for (unit, part, share) in &units {
            let counts = sum.units.entry(*unit).or_default().of(*part);
            counts.add(share.work, share.is_late(), share.is_overdue());
        }
        let standing = standing(task.id, units);
        sum.totals.add(standing.work, standing.late, standing.overdue);
        for heading in ancestors(task.id, &parents) {
            let counts = sum.headings.entry(heading).or_default();
            counts.add(standing.work, standing.late, standing.overdue);
        }
        sum.tasks.push(standing);
    }
    sum
}

fn standing(task: TaskId, units: Vec<(UnitId, Part, Share)>) -> TaskStanding {
    let groups: Vec<Group> = units
        .iter()
        .map(|(_, part, share)| Group {
            part: *part,
            work: share.work,
            shares: 1,
            percent: u32::from(share.percent),
            late: u32::from(share.is_late()),
            overdue: u32::from(share.is_overdue()),
        })
        .collect();
    let Together { work, percent, late, overdue } = together(&groups);
    TaskStanding { task, work, percent, late, overdue, units }
}
