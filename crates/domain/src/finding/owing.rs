//! Who owes the next step on a finding, and until when.
//!
//! Not here: reminders about it (`app`).

use super::{Case, CaseState, FindingStep};
use crate::deadline::Standing;
use crate::identifier::UnitId;
use crate::visit::RecheckVerdict;
use jiff::civil::Date;
use serde::Serialize;

/// Which side owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "party", content = "unit", rename_all = "snake_case")]
pub enum Party {
    /// The unit that answers for the finding.
    Unit(UnitId),
    /// The inspecting team.
    Team,
    /// The standing office, or whoever may decide.
    Office,
}

/// One step owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Owed {
    pub by: Party,
    pub step: FindingStep,
    /// Last valid day, where there is one.
    pub until: Option<Date>,
}

/// Every step owed now; empty once the finding is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Owes(pub Vec<Owed>);

impl Owed {
    pub fn standing(&self, today: Date) -> Option<Standing> {
        self.until.map(|until| Standing::of(until, today, None))
    }
}

impl Case {
    /// Who must do what next. An extension asked for is owed an answer besides.
    pub fn owes(&self) -> Owes {
        let unit = Party::Unit(self.unit);
        let owed = |by, step, until| Some(Owed { by, step, until });
        let main = match &self.state {
            CaseState::Open => owed(Party::Team, FindingStep::Request, None),
            CaseState::Requested { request } if request.plan_due.is_some() => {
                owed(unit, FindingStep::SubmitPlan, request.plan_due)
            }
            CaseState::PlanRejected { request, .. } => owed(unit, FindingStep::SubmitPlan, Some(request.due)),
            CaseState::Requested { request }
            | CaseState::PlanApproved { request, .. }
            | CaseState::Reopened { request, .. } => owed(unit, FindingStep::ReportDone, Some(request.due)),
            CaseState::PlanSubmitted { .. } => owed(Party::Office, FindingStep::ApprovePlan, None),
            CaseState::DoneReported { .. } => owed(Party::Team, FindingStep::Verify, None),
            CaseState::Verified { verification, .. } if verification.verdict == RecheckVerdict::Fixed => {
                owed(Party::Office, FindingStep::Close, None)
            }
            CaseState::Verified { .. } => owed(Party::Office, FindingStep::Reopen, None),
            CaseState::Closed { .. } => None,
        };
        let asked = self.request().is_some_and(|request| request.asked.is_some());
        let extension = asked.then_some(Owed {
            by: Party::Office,
            step: FindingStep::DecideExtension,
            until: self.due(),
        });
        Owes(main.into_iter().chain(extension).collect())
    }

    /// How the remedy stands against its due day: done is the day the unit
    /// reported it done (or, without a report, the day it was seen to be).
    pub fn standing(&self, today: Date) -> Option<Standing> {
        let done = match &self.state {
            CaseState::DoneReported { done, .. } => Some(done.on),
            CaseState::Verified { done, verification, .. }
                if verification.verdict == RecheckVerdict::Fixed =>
            {
                Some(done.as_ref().map_or(verification.on, |done| done.on))
            }
            _ => None,
        };
        self.due().map(|due| Standing::of(due, today, done))
    }
}
