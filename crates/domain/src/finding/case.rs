//! One finding's way: open, requested, planned, done, verified, closed; or
//! reopened. Extensions and transfers to a successor unit are steps like others.
//!
//! Not here: who owes the next step (`owing`), right to act (`policy`).

use super::{CaseFault, Extension, FindingStep, Request, Severity};
use crate::identifier::{FileId, FindingId, UnitId};
use crate::state::NotNow;
use crate::visit::RecheckVerdict;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A finding under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Who answers for it now.
    pub unit: UnitId,
    pub severity: Severity,
    pub observed_on: Date,
    /// The earlier finding that came back.
    pub recurs: Option<FindingId>,
    /// Oldest first.
    pub transfers: Vec<Transfer>,
    pub state: CaseState,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CaseState {
    /// Seen, not yet asked to be remedied.
    Open,
    Requested {
        request: Request,
    },
    PlanSubmitted {
        request: Request,
        plan: Plan,
    },
    PlanRejected {
        request: Request,
        plan: Plan,
        on: Date,
        reason: String,
    },
    PlanApproved {
        request: Request,
        plan: Plan,
        on: Date,
    },
    /// The unit says it is remedied.
    DoneReported {
        request: Request,
        done: DoneReport,
    },
    /// Someone looked.
    Verified {
        request: Request,
        done: Option<DoneReport>,
        verification: Verification,
    },
    /// Not remedied after all; asked for again.
    Reopened {
        request: Request,
        reason: String,
    },
    Closed {
        on: Date,
        outcome: Outcome,
        /// The round it was closed in; 0 when it was never requested.
        round: u16,
    },
}

/// What the unit means to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub on: Date,
    pub text: String,
    pub finishes_on: Date,
}

/// What the unit did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoneReport {
    pub on: Date,
    pub text: String,
    pub evidence: Vec<FileId>,
}

/// What was found when someone looked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    pub on: Date,
    pub verdict: RecheckVerdict,
    pub note: String,
}

/// How a finding ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    Fixed,
    /// Put right while the team was there (S1 I.2).
    CorrectedOnTheSpot {
        note: String,
    },
    /// The finding was wrong.
    Withdrawn {
        reason: String,
    },
    /// The duty fell away: the system was shut down, the unit ended without successor.
    Lapsed {
        reason: String,
    },
}

/// The duty passed to the unit's successor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    pub on: Date,
    pub from: UnitId,
    pub to: UnitId,
    /// The decision it rests on.
    pub basis: String,
}

impl Case {
    pub const CODES: [&str; 9] = [
        "open",
        "requested",
        "plan_submitted",
        "plan_rejected",
        "plan_approved",
        "done_reported",
        "verified",
        "reopened",
        "closed",
    ];

    pub fn new(unit: UnitId, severity: Severity, observed_on: Date) -> Self {
        Case { unit, severity, observed_on, recurs: None, transfers: vec![], state: CaseState::Open }
    }

    /// A finding that was remedied earlier and came back.
    pub fn recurring(self, earlier: FindingId) -> Self {
        Case { recurs: Some(earlier), ..self }
    }

    pub fn code(&self) -> &'static str {
        match self.state {
            CaseState::Open => "open",
            CaseState::Requested { .. } => "requested",
            CaseState::PlanSubmitted { .. } => "plan_submitted",
            CaseState::PlanRejected { .. } => "plan_rejected",
            CaseState::PlanApproved { .. } => "plan_approved",
            CaseState::DoneReported { .. } => "done_reported",
            CaseState::Verified { .. } => "verified",
            CaseState::Reopened { .. } => "reopened",
            CaseState::Closed { .. } => "closed",
        }
    }

    pub fn is_closed(&self) -> bool {
        matches!(self.state, CaseState::Closed { .. })
    }

    /// The request in force.
    pub fn request(&self) -> Option<&Request> {
        match &self.state {
            CaseState::Requested { request }
            | CaseState::PlanSubmitted { request, .. }
            | CaseState::PlanRejected { request, .. }
            | CaseState::PlanApproved { request, .. }
            | CaseState::DoneReported { request, .. }
            | CaseState::Verified { request, .. }
            | CaseState::Reopened { request, .. } => Some(request),
            CaseState::Open | CaseState::Closed { .. } => None,
        }
    }

    /// Last valid day to remedy, extensions granted included.
    pub fn due(&self) -> Option<Date> {
        self.request().map(|request| request.due)
    }

    /// The steps possible now, in the order pages offer them.
    pub fn steps(&self) -> Vec<FindingStep> {
        let mut steps = match &self.state {
            CaseState::Open => vec![FindingStep::Request, FindingStep::CorrectOnTheSpot],
            CaseState::Requested { .. } | CaseState::PlanRejected { .. } | CaseState::Reopened { .. } => {
                vec![FindingStep::ReportDone, FindingStep::SubmitPlan, FindingStep::Verify]
            }
            CaseState::PlanSubmitted { .. } => vec![FindingStep::ApprovePlan, FindingStep::RejectPlan],
            CaseState::PlanApproved { .. } => vec![FindingStep::ReportDone, FindingStep::Verify],
            CaseState::DoneReported { .. } => vec![FindingStep::Verify],
            CaseState::Verified { verification, .. } if verification.verdict == RecheckVerdict::Fixed => {
                vec![FindingStep::Close]
            }
            CaseState::Verified { .. } | CaseState::Closed { outcome: Outcome::Fixed, .. } => {
                vec![FindingStep::Reopen]
            }
            CaseState::Closed { .. } => vec![],
        };
        let waits_for_unit = matches!(
            self.state,
            CaseState::Requested { .. }
                | CaseState::PlanSubmitted { .. }
                | CaseState::PlanRejected { .. }
                | CaseState::PlanApproved { .. }
                | CaseState::Reopened { .. }
        );
        match self.request().map(|request| request.asked.is_some()) {
            Some(true) => steps.push(FindingStep::DecideExtension),
            Some(false) if waits_for_unit => steps.push(FindingStep::AskExtension),
            _ => {}
        }
        if !self.is_closed() {
            steps.extend([FindingStep::Transfer, FindingStep::Withdraw, FindingStep::Lapse]);
        }
        steps
    }

    fn check(&self, step: FindingStep) -> Result<(), NotNow> {
        if self.steps().contains(&step) {
            Ok(())
        } else {
            Err(NotNow { state: self.code(), step: step.code() })
        }
    }

    /// Puts a new state in place, when the step is possible.
    fn go(
        self,
        step: FindingStep,
        next: impl FnOnce(CaseState) -> Result<CaseState, CaseFault>,
    ) -> Result<Self, CaseFault> {
        self.check(step)?;
        Ok(Case { state: next(self.state)?, ..self })
    }

    /// Like [`Case::go`], for states that hold a request; `check` saw to it that
    /// this one does.
    fn go_with(
        self,
        step: FindingStep,
        next: impl FnOnce(Request) -> Result<CaseState, CaseFault>,
    ) -> Result<Self, CaseFault> {
        self.check(step)?;
        let missing = NotNow { state: self.code(), step: step.code() };
        let request = self.request().cloned().ok_or(missing)?;
        Ok(Case { state: next(request)?, ..self })
    }

    /// Asks the unit to remedy by `due`, with a plan before when `plan_due` is given.
    pub fn ask(self, on: Date, due: Date, plan_due: Option<Date>) -> Result<Self, CaseFault> {
        self.go(FindingStep::Request, |_| {
            if due < on || plan_due.is_some_and(|plan| plan < on || due < plan) {
                return Err(CaseFault::TooEarly);
            }
            Ok(CaseState::Requested { request: Request::new(on, due, plan_due, 1) })
        })
    }

    pub fn correct_on_the_spot(self, on: Date, note: String) -> Result<Self, CaseFault> {
        self.go(FindingStep::CorrectOnTheSpot, |_| {
            Ok(CaseState::Closed {
                on,
                outcome: Outcome::CorrectedOnTheSpot { note: worded(note)? },
                round: 0,
            })
        })
    }

    pub fn submit_plan(self, plan: Plan) -> Result<Self, CaseFault> {
        self.go_with(FindingStep::SubmitPlan, |request| {
            let plan = Plan { text: worded(plan.text)?, ..plan };
            if plan.finishes_on < plan.on {
                return Err(CaseFault::TooEarly);
            }
            Ok(CaseState::PlanSubmitted { request, plan })
        })
    }

    pub fn approve_plan(self, on: Date) -> Result<Self, CaseFault> {
        self.go(FindingStep::ApprovePlan, |state| match state {
            CaseState::PlanSubmitted { request, plan } => Ok(CaseState::PlanApproved { request, plan, on }),
            other => Ok(other),
        })
    }

    pub fn reject_plan(self, on: Date, reason: String) -> Result<Self, CaseFault> {
        self.go(FindingStep::RejectPlan, |state| match state {
            CaseState::PlanSubmitted { request, plan } => {
                Ok(CaseState::PlanRejected { request, plan, on, reason: worded(reason)? })
            }
            other => Ok(other),
        })
    }

    /// The unit says it is done. Late is marked by comparing days, never refused.
    pub fn report_done(self, done: DoneReport) -> Result<Self, CaseFault> {
        self.go_with(FindingStep::ReportDone, |request| {
            if done.text.trim().is_empty() && done.evidence.is_empty() {
                return Err(CaseFault::NoEvidence);
            }
            Ok(CaseState::DoneReported { request, done })
        })
    }

    /// Someone looked, on the unit's report or on a recheck visit without one.
    pub fn verify(self, verification: Verification) -> Result<Self, CaseFault> {
        let done = match &self.state {
            CaseState::DoneReported { done, .. } => Some(done.clone()),
            _ => None,
        };
        self.go_with(FindingStep::Verify, |request| {
            if verification.verdict != RecheckVerdict::Fixed && verification.note.trim().is_empty() {
                return Err(CaseFault::Wordless);
            }
            Ok(CaseState::Verified { request, done, verification })
        })
    }

    pub fn close(self, on: Date) -> Result<Self, CaseFault> {
        self.go_with(FindingStep::Close, |request| {
            Ok(CaseState::Closed { on, outcome: Outcome::Fixed, round: request.round })
        })
    }

    /// Asks again, with a new due day: after a verification that was not
    /// "fixed", or when a closed finding proves not to be.
    pub fn reopen(self, on: Date, due: Date, reason: String) -> Result<Self, CaseFault> {
        let round = match &self.state {
            CaseState::Closed { round, .. } => *round,
            _ => self.request().map_or(0, |request| request.round),
        };
        self.go(FindingStep::Reopen, |_| {
            if due < on {
                return Err(CaseFault::TooEarly);
            }
            let request = Request::new(on, due, None, round.saturating_add(1));
            Ok(CaseState::Reopened { request, reason: worded(reason)? })
        })
    }

    pub fn ask_extension(self, on: Date, new_due: Date, reason: String) -> Result<Self, CaseFault> {
        self.with_request(FindingStep::AskExtension, |request| {
            if new_due <= request.due {
                return Err(CaseFault::TooEarly);
            }
            request.asked = Some(Extension { asked_on: on, new_due, reason: worded(reason)?, decided: None });
            Ok(())
        })
    }

    pub fn grant_extension(self, on: Date) -> Result<Self, CaseFault> {
        self.with_request(FindingStep::DecideExtension, |request| {
            request.decide(on, true);
            Ok(())
        })
    }

    pub fn refuse_extension(self, on: Date) -> Result<Self, CaseFault> {
        self.with_request(FindingStep::DecideExtension, |request| {
            request.decide(on, false);
            Ok(())
        })
    }

    fn with_request(
        self,
        step: FindingStep,
        change: impl FnOnce(&mut Request) -> Result<(), CaseFault>,
    ) -> Result<Self, CaseFault> {
        self.go(step, |mut state| {
            if let CaseState::Requested { request }
            | CaseState::PlanSubmitted { request, .. }
            | CaseState::PlanRejected { request, .. }
            | CaseState::PlanApproved { request, .. }
            | CaseState::DoneReported { request, .. }
            | CaseState::Verified { request, .. }
            | CaseState::Reopened { request, .. } = &mut state
            {
                change(request)?;
            }
            Ok(state)
        })
    }

    /// The duty passes to a successor; state and days stay.
    pub fn transfer(self, on: Date, to: UnitId, basis: String) -> Result<Self, CaseFault> {
        self.check(FindingStep::Transfer)?;
        if to == self.unit {
            return Err(CaseFault::SameUnit);
        }
        let mut transfers = self.transfers;
        transfers.push(Transfer { on, from: self.unit, to, basis: worded(basis)? });
        Ok(Case { unit: to, transfers, ..self })
    }

    pub fn withdraw(self, on: Date, reason: String) -> Result<Self, CaseFault> {
        let round = self.request().map_or(0, |request| request.round);
        self.go(FindingStep::Withdraw, |_| {
            Ok(CaseState::Closed { on, outcome: Outcome::Withdrawn { reason: worded(reason)? }, round })
        })
    }

    pub fn lapse(self, on: Date, reason: String) -> Result<Self, CaseFault> {
        let round = self.request().map_or(0, |request| request.round);
        self.go(FindingStep::Lapse, |_| {
            Ok(CaseState::Closed { on, outcome: Outcome::Lapsed { reason: worded(reason)? }, round })
        })
    }
}

fn worded(text: String) -> Result<String, CaseFault> {
    if text.trim().is_empty() { Err(CaseFault::Wordless) } else { Ok(text) }
}
