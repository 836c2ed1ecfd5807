//! Where one unit's share stands today, worked out from its entries.
//!
//! Not here: the reckoning itself (`domain::programme`).

use crate::Act;
use domain::calendar::Calendar;
use domain::deadline::{Event, Facts, Rule};
use domain::identifier::TaskId;
use domain::programme::{self, Frame, ProgressEntry, Share, Work, current, shares};
use jiff::civil::Date;
use store::programme::{Obligation, Programme, Task};

/// What standings in one programme are worked out against.
pub(super) struct Reckoning<'a> {
    from: Date,
    today: Date,
    facts: Facts,
    calendar: &'a Calendar,
}

impl<'a> Reckoning<'a> {
    pub fn of(programme: &Programme, today: Date, calendar: &'a Calendar) -> Self {
        let created = domain::moment::day(programme.created_at);
        let from =
            programme.issued_on.unwrap_or_else(|| first_of(programme.year).unwrap_or(created).min(created));
        let facts = Facts::new().with(Event::PlanIssued, from).as_of(today);
        Reckoning { from, today, facts, calendar }
    }

    pub fn in_act(act: &Act<'a>, programme: &Programme) -> Self {
        Reckoning::of(programme, act.today(), &act.app.packs.calendar)
    }

    /// The first day the programme binds.
    pub fn from(&self) -> Date {
        self.from
    }

    /// Every occurrence of the task for one unit, with what it said of each.
    pub fn shares(&self, task: &Task, due_set: Option<Date>, entries: &[ProgressEntry]) -> Vec<Share> {
        let frame = Frame { from: self.from, today: self.today, facts: &self.facts, calendar: self.calendar };
        shares(&as_domain(task, due_set), entries, &frame)
    }

    /// Brings the columns an obligation is listed by up to date.
    pub fn settle(&self, obligation: &mut Obligation, task: &Task, entries: &[ProgressEntry]) {
        let Some(share) = current(self.shares(task, obligation.due_set, entries)) else { return };
        obligation.period = share.period;
        obligation.work = share.work;
        obligation.percent = share.percent;
        obligation.due_on = share.due;
        obligation.done_on = share.done_on;
        if share.work == Work::NotStarted {
            obligation.percent = 0;
        }
    }
}

fn first_of(year: i16) -> Option<Date> {
    Date::new(year, 1, 1).ok()
}

/// A day the office set for one unit goes before the plan's rule.
fn as_domain(task: &Task, due_set: Option<Date>) -> programme::Task {
    let rule = match due_set {
        Some(date) => Some(Rule::Absolute { date, inclusive: true }),
        None => task.due.as_ref().map(|due| due.rule.clone()),
    };
    programme::Task {
        id: TaskId(task.id.0),
        parent: None,
        code: task.code.clone(),
        text: task.title.clone(),
        due: rule,
    }
}
