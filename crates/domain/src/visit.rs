//! A visit: scheduled, notified, carried out step by step, finished; its minutes
//! and verdicts beside it.
//!
//! Two routes: the seven steps of a periodic inspection and the short route of
//! an ad-hoc one. Not here: what is looked at (`checklist`), what was found
//! wanting (`finding`).

mod agenda;
mod discrepancy;
mod minutes;
mod verdict;

pub use agenda::{Agenda, Attendee, Entry, Route, Side, Trigger};
pub use discrepancy::{Discrepancy, discrepancy};
pub use minutes::{
    Disagreement, Ending, Minutes, MinutesFault, MinutesStep, Part, Signatory, Witness, WitnessKind,
};
pub use verdict::{ItemResult, MissingPart, RecheckVerdict, Tally, Verdict, tally};

use crate::deadline::{Due, Standing};
use crate::state::NotNow;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// A visit to one unit, by one route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    pub route: Route,
    pub state: VisitState,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum VisitState {
    /// In the campaign, without days.
    Planned,
    Scheduled {
        days: Days,
    },
    Notified {
        days: Days,
        notice: Notice,
    },
    /// At least one step has begun.
    Underway {
        days: Days,
        notice: Option<Notice>,
        log: Vec<Entry>,
    },
    Finished {
        days: Days,
        notice: Option<Notice>,
        log: Vec<Entry>,
        finished_on: Date,
    },
    Cancelled {
        on: Date,
        reason: String,
    },
}

/// First and last day, both inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Days {
    pub from: Date,
    pub to: Date,
}

/// The schedule sent to the unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub on: Date,
    /// How: letter number, mail, telephone.
    pub channel: String,
    /// Against "ít nhất trước 03 ngày"; a short notice is marked, not refused.
    pub standing: Option<Standing>,
}

/// What can be done with a visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VisitStep {
    /// Set or change its days; a notice already sent falls away.
    Schedule,
    Notify,
    /// Begin the next step of the route; the one before it ends.
    Begin(Agenda),
    /// Pass over a step that the route lets be passed over.
    Skip(Agenda),
    Finish,
    Cancel,
}

/// Why an act on a visit was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VisitFault {
    #[error(transparent)]
    NotNow(#[from] NotNow),
    /// The last day lies before the first.
    #[error("the last day is before the first")]
    DaysReversed,
    /// A step begins before the one before it did, or before the first day.
    #[error("time runs back")]
    TimeRunsBack,
    /// Skipping, cancelling want a reason.
    #[error("a reason is needed")]
    NoReason,
}

impl VisitStep {
    pub fn code(self) -> &'static str {
        match self {
            VisitStep::Schedule => "schedule",
            VisitStep::Notify => "notify",
            VisitStep::Begin(agenda) => agenda.begin_code(),
            VisitStep::Skip(agenda) => agenda.skip_code(),
            VisitStep::Finish => "finish",
            VisitStep::Cancel => "cancel",
        }
    }
}

impl Visit {
    pub const CODES: [&str; 6] = ["planned", "scheduled", "notified", "underway", "finished", "cancelled"];

    pub fn planned(route: Route) -> Self {
        Visit { route, state: VisitState::Planned }
    }

    pub fn code(&self) -> &'static str {
        match self.state {
            VisitState::Planned => "planned",
            VisitState::Scheduled { .. } => "scheduled",
            VisitState::Notified { .. } => "notified",
            VisitState::Underway { .. } => "underway",
            VisitState::Finished { .. } => "finished",
            VisitState::Cancelled { .. } => "cancelled",
        }
    }

    pub fn days(&self) -> Option<Days> {
        match &self.state {
            VisitState::Scheduled { days }
            | VisitState::Notified { days, .. }
            | VisitState::Underway { days, .. }
            | VisitState::Finished { days, .. } => Some(*days),
            VisitState::Planned | VisitState::Cancelled { .. } => None,
        }
    }

    /// What was done so far, in order.
    pub fn log(&self) -> &[Entry] {
        match &self.state {
            VisitState::Underway { log, .. } | VisitState::Finished { log, .. } => log,
            _ => &[],
        }
    }

    /// The step of the route that comes next; `None` when all are done.
    pub fn next(&self) -> Option<Agenda> {
        self.route.agenda().get(self.log().len()).copied()
    }

    /// The steps possible now, in the order pages offer them.
    pub fn steps(&self) -> Vec<VisitStep> {
        let next = self.next();
        let begin = next.map(VisitStep::Begin);
        let skip = next.filter(|agenda| agenda.may_be_skipped()).map(VisitStep::Skip);
        match &self.state {
            VisitState::Planned => vec![VisitStep::Schedule, VisitStep::Cancel],
            VisitState::Scheduled { .. } => {
                let mut steps = vec![VisitStep::Notify];
                steps.extend(begin);
                steps.extend([VisitStep::Schedule, VisitStep::Cancel]);
                steps
            }
            VisitState::Notified { .. } => {
                begin.into_iter().chain([VisitStep::Schedule, VisitStep::Cancel]).collect()
            }
            VisitState::Underway { .. } => match next {
                Some(_) => begin.into_iter().chain(skip).collect(),
                None => vec![VisitStep::Finish],
            },
            VisitState::Finished { .. } | VisitState::Cancelled { .. } => vec![],
        }
    }

    fn check(&self, step: VisitStep) -> Result<(), NotNow> {
        if self.steps().contains(&step) {
            Ok(())
        } else {
            Err(NotNow { state: self.code(), step: step.code() })
        }
    }

    /// Sets or changes the days. A change after the notice needs a new notice.
    pub fn schedule(self, days: Days) -> Result<Self, VisitFault> {
        self.check(VisitStep::Schedule)?;
        if days.to < days.from {
            return Err(VisitFault::DaysReversed);
        }
        Ok(Visit { route: self.route, state: VisitState::Scheduled { days } })
    }

    /// Records that the unit was told. `due` is the rule's last valid day for
    /// telling it (`Rule::NoticeBeforeVisit`).
    pub fn notify(self, on: Date, channel: String, due: Option<&Due>) -> Result<Self, VisitFault> {
        self.check(VisitStep::Notify)?;
        let standing = due.map(|due| due.standing(on, Some(on)));
        let state = match self.state {
            VisitState::Scheduled { days } => {
                VisitState::Notified { days, notice: Notice { on, channel, standing } }
            }
            other => other,
        };
        Ok(Visit { state, ..self })
    }

    /// Begins a step; it must be the next of the route. Whatever step is still
    /// open ends at the same moment.
    pub fn begin(self, step: Agenda, at: DateTime, attendees: Vec<Attendee>) -> Result<Self, VisitFault> {
        self.check(VisitStep::Begin(step))?;
        let (days, notice, mut log) = self.opened()?;
        let last = log.iter().rev().find_map(|entry| entry.ended.or(entry.began));
        if at.date() < days.from || last.is_some_and(|last| at < last) {
            return Err(VisitFault::TimeRunsBack);
        }
        end_open(&mut log, at);
        log.push(Entry { step, began: Some(at), ended: None, attendees, skipped: None });
        Ok(Visit { route: self.route, state: VisitState::Underway { days, notice, log } })
    }

    /// Passes over a step that need not happen ("nếu có").
    pub fn skip(self, step: Agenda, reason: String) -> Result<Self, VisitFault> {
        self.check(VisitStep::Skip(step))?;
        if reason.trim().is_empty() {
            return Err(VisitFault::NoReason);
        }
        let (days, notice, mut log) = self.opened()?;
        log.push(Entry { step, began: None, ended: None, attendees: vec![], skipped: Some(reason) });
        Ok(Visit { route: self.route, state: VisitState::Underway { days, notice, log } })
    }

    fn opened(&self) -> Result<(Days, Option<Notice>, Vec<Entry>), NotNow> {
        match self.state.clone() {
            VisitState::Scheduled { days } => Ok((days, None, vec![])),
            VisitState::Notified { days, notice } => Ok((days, Some(notice), vec![])),
            VisitState::Underway { days, notice, log } => Ok((days, notice, log)),
            _ => Err(NotNow { state: self.code(), step: "begin" }),
        }
    }

    /// All steps are done or passed over; the last one ends.
    pub fn finish(self, at: DateTime) -> Result<Self, VisitFault> {
        self.check(VisitStep::Finish)?;
        let (days, notice, mut log) = self.opened()?;
        if log.iter().any(|entry| entry.ended.or(entry.began).is_some_and(|last| at < last)) {
            return Err(VisitFault::TimeRunsBack);
        }
        if let Some(open) = log.iter_mut().rev().find(|entry| entry.began.is_some() && entry.ended.is_none())
        {
            open.ended = Some(at);
        }
        let finished_on = at.date();
        Ok(Visit { route: self.route, state: VisitState::Finished { days, notice, log, finished_on } })
    }

    /// Before it began, and with a reason.
    pub fn cancel(self, on: Date, reason: String) -> Result<Self, VisitFault> {
        self.check(VisitStep::Cancel)?;
        if reason.trim().is_empty() {
            return Err(VisitFault::NoReason);
        }
        Ok(Visit { route: self.route, state: VisitState::Cancelled { on, reason } })
    }
}

/// Ends the step still open, if any; skipped ones may lie after it.
fn end_open(log: &mut [Entry], at: DateTime) {
    if let Some(open) = log.iter_mut().find(|entry| entry.began.is_some() && entry.ended.is_none()) {
        open.ended = Some(at);
    }
}
