//! What can be done with a finding, and why an act on one was not done.
//!
//! Not here: in which state which step is possible (`case`).

use crate::state::NotNow;
use serde::{Deserialize, Serialize};

/// What can be done with a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingStep {
    CorrectOnTheSpot,
    Request,
    SubmitPlan,
    ApprovePlan,
    RejectPlan,
    ReportDone,
    Verify,
    Close,
    Reopen,
    AskExtension,
    DecideExtension,
    Transfer,
    Withdraw,
    Lapse,
}

/// Why an act on a finding was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CaseFault {
    #[error(transparent)]
    NotNow(#[from] NotNow),
    /// A due day before the request, or an extension that does not extend.
    #[error("the day is too early")]
    TooEarly,
    /// A reason, a text, a basis is blank.
    #[error("a text is missing")]
    Wordless,
    /// "Done" without a word of evidence: a file, or a text naming it.
    #[error("evidence is missing")]
    NoEvidence,
    /// Transferred to the unit that already answers.
    #[error("the unit already answers for it")]
    SameUnit,
}

impl FindingStep {
    pub const ALL: [FindingStep; 14] = [
        FindingStep::CorrectOnTheSpot,
        FindingStep::Request,
        FindingStep::SubmitPlan,
        FindingStep::ApprovePlan,
        FindingStep::RejectPlan,
        FindingStep::ReportDone,
        FindingStep::Verify,
        FindingStep::Close,
        FindingStep::Reopen,
        FindingStep::AskExtension,
        FindingStep::DecideExtension,
        FindingStep::Transfer,
        FindingStep::Withdraw,
        FindingStep::Lapse,
    ];

    pub fn code(self) -> &'static str {
        match self {
            FindingStep::CorrectOnTheSpot => "correct_on_the_spot",
            FindingStep::Request => "request",
            FindingStep::SubmitPlan => "submit_plan",
            FindingStep::ApprovePlan => "approve_plan",
            FindingStep::RejectPlan => "reject_plan",
            FindingStep::ReportDone => "report_done",
            FindingStep::Verify => "verify",
            FindingStep::Close => "close",
            FindingStep::Reopen => "reopen",
            FindingStep::AskExtension => "ask_extension",
            FindingStep::DecideExtension => "decide_extension",
            FindingStep::Transfer => "transfer",
            FindingStep::Withdraw => "withdraw",
            FindingStep::Lapse => "lapse",
        }
    }
}
