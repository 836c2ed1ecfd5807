//! A unit's report: its way from draft to accepted, who writes which section,
//! and (below) whether its answers are enough.
//!
//! The same way serves self-inspection reports, reports on remediation and the
//! yearly reports of a programme. A late report is marked, never refused. Not
//! here: outlines and answers (`outline`), right to act (`policy`).

mod assignment;
mod check;
mod need;
mod progress;

pub use assignment::Assignments;
pub use check::{Problem, ProblemCode, check};
pub use progress::{Progress, SectionProgress, progress};

use crate::deadline::Standing;
use crate::identifier::{RemarkId, UserId};
use crate::outline::Severity;
use crate::state::NotNow;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Where a report stands. Versions count from 1 and rise when work resumes on a
/// report that had been submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Report {
    /// Being written; remarks of an earlier version stay until answered.
    Draft {
        version: u16,
        remarks: Vec<Remark>,
    },
    /// Answers are complete and wait for the head's approval.
    WithHead {
        version: u16,
        handed_on: Date,
        remarks: Vec<Remark>,
    },
    Submitted {
        version: u16,
        sent: Sent,
    },
    /// Sent back with what must be put right.
    Returned {
        version: u16,
        returned_on: Date,
        sent: Sent,
        remarks: Vec<Remark>,
    },
    Accepted {
        version: u16,
        accepted_on: Date,
        sent: Sent,
    },
}

/// The submission of one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    pub on: Date,
    pub by: UserId,
    /// Against the due day, when there is one (S4 sets none).
    pub standing: Option<Standing>,
}

/// Something the receiving body wants put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    pub id: RemarkId,
    /// The section or field concerned; the report as a whole without.
    pub about: Option<String>,
    pub text: String,
    /// What the unit did about it.
    pub answer: Option<String>,
}

/// What can be done with a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportStep {
    /// Change answers, answer remarks.
    Write,
    HandToHead,
    /// The head gives it back to the writers.
    GiveBack,
    Submit,
    /// The receiving body sends it back.
    Return,
    Accept,
    /// Work resumes on a returned or accepted report, as a new version.
    Resume,
}

/// Why a report was not submitted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotSubmit {
    #[error(transparent)]
    NotNow(#[from] NotNow),
    /// The problems that refuse; warnings do not stand here.
    #[error("{} problems stand in the way", .0.len())]
    Problems(Vec<Problem>),
    /// Remarks of the returned version that the unit has not answered.
    #[error("{} remarks are not answered", .0.len())]
    Remarks(Vec<RemarkId>),
}

impl ReportStep {
    pub fn code(self) -> &'static str {
        match self {
            ReportStep::Write => "write",
            ReportStep::HandToHead => "hand_to_head",
            ReportStep::GiveBack => "give_back",
            ReportStep::Submit => "submit",
            ReportStep::Return => "return",
            ReportStep::Accept => "accept",
            ReportStep::Resume => "resume",
        }
    }
}

impl Report {
    /// The first draft.
    pub fn new() -> Self {
        Report::Draft { version: 1, remarks: vec![] }
    }

    pub fn code(&self) -> &'static str {
        match self {
            Report::Draft { .. } => "draft",
            Report::WithHead { .. } => "with_head",
            Report::Submitted { .. } => "submitted",
            Report::Returned { .. } => "returned",
            Report::Accepted { .. } => "accepted",
        }
    }

    pub const CODES: [&str; 5] = ["draft", "with_head", "submitted", "returned", "accepted"];

    pub fn version(&self) -> u16 {
        match self {
            Report::Draft { version, .. }
            | Report::WithHead { version, .. }
            | Report::Submitted { version, .. }
            | Report::Returned { version, .. }
            | Report::Accepted { version, .. } => *version,
        }
    }

    pub fn remarks(&self) -> &[Remark] {
        match self {
            Report::Draft { remarks, .. }
            | Report::WithHead { remarks, .. }
            | Report::Returned { remarks, .. } => remarks,
            Report::Submitted { .. } | Report::Accepted { .. } => &[],
        }
    }

    /// The last submission, unless a newer version is being written.
    pub fn sent(&self) -> Option<Sent> {
        match self {
            Report::Submitted { sent, .. }
            | Report::Returned { sent, .. }
            | Report::Accepted { sent, .. } => Some(*sent),
            Report::Draft { .. } | Report::WithHead { .. } => None,
        }
    }

    /// The steps possible now, in the order pages offer them.
    pub fn steps(&self) -> &'static [ReportStep] {
        match self {
            Report::Draft { .. } => &[ReportStep::Write, ReportStep::HandToHead],
            Report::WithHead { .. } => &[ReportStep::Submit, ReportStep::GiveBack],
            Report::Submitted { .. } => &[ReportStep::Accept, ReportStep::Return],
            Report::Returned { .. } | Report::Accepted { .. } => &[ReportStep::Resume],
        }
    }

    fn not(&self, step: ReportStep) -> NotNow {
        NotNow { state: self.code(), step: step.code() }
    }

    /// Whether answers may be changed.
    pub fn write(&self) -> Result<(), NotNow> {
        if self.steps().contains(&ReportStep::Write) { Ok(()) } else { Err(self.not(ReportStep::Write)) }
    }

    /// The writers answer a remark. An id that is not there changes nothing.
    pub fn answer(self, remark: RemarkId, text: String) -> Result<Self, NotNow> {
        match self {
            Report::Draft { version, mut remarks } => {
                for known in remarks.iter_mut().filter(|known| known.id == remark) {
                    known.answer = Some(text.clone()).filter(|text| !text.trim().is_empty());
                }
                Ok(Report::Draft { version, remarks })
            }
            other => Err(other.not(ReportStep::Write)),
        }
    }

    /// The writers are done. What is incomplete is refused on submission, so
    /// that a head can look at it before.
    pub fn hand_to_head(self, on: Date) -> Result<Self, NotNow> {
        match self {
            Report::Draft { version, remarks } => Ok(Report::WithHead { version, handed_on: on, remarks }),
            other => Err(other.not(ReportStep::HandToHead)),
        }
    }

    pub fn give_back(self) -> Result<Self, NotNow> {
        match self {
            Report::WithHead { version, remarks, .. } => Ok(Report::Draft { version, remarks }),
            other => Err(other.not(ReportStep::GiveBack)),
        }
    }

    /// The head sends it. `due` is the last valid day; late is marked, not refused.
    ///
    /// # Errors
    /// Problems that refuse, remarks left unanswered, or the wrong state.
    pub fn submit(
        self,
        on: Date,
        by: UserId,
        due: Option<Date>,
        problems: &[Problem],
    ) -> Result<Self, CannotSubmit> {
        let Report::WithHead { version, remarks, .. } = self else {
            return Err(self.not(ReportStep::Submit).into());
        };
        let refusing: Vec<Problem> =
            problems.iter().filter(|problem| problem.severity == Severity::Refuse).cloned().collect();
        if !refusing.is_empty() {
            return Err(CannotSubmit::Problems(refusing));
        }
        let open: Vec<RemarkId> =
            remarks.iter().filter(|remark| remark.answer.is_none()).map(|remark| remark.id).collect();
        if !open.is_empty() {
            return Err(CannotSubmit::Remarks(open));
        }
        let standing = due.map(|last| Standing::of(last, on, Some(on)));
        Ok(Report::Submitted { version, sent: Sent { on, by, standing } })
    }

    /// The receiving body sends it back.
    ///
    /// # Errors
    /// `NotNow` also when there is no remark: nothing is returned without saying why.
    pub fn send_back(self, on: Date, remarks: Vec<Remark>) -> Result<Self, NotNow> {
        match self {
            Report::Submitted { version, sent } if !remarks.is_empty() => {
                Ok(Report::Returned { version, returned_on: on, sent, remarks })
            }
            other => Err(other.not(ReportStep::Return)),
        }
    }

    pub fn accept(self, on: Date) -> Result<Self, NotNow> {
        match self {
            Report::Submitted { version, sent } => Ok(Report::Accepted { version, accepted_on: on, sent }),
            other => Err(other.not(ReportStep::Accept)),
        }
    }

    /// A new version begins; an accepted report is resumed when the team finds
    /// it must be amended.
    pub fn resume(self) -> Result<Self, NotNow> {
        match self {
            Report::Returned { version, remarks, .. } => {
                Ok(Report::Draft { version: version.saturating_add(1), remarks })
            }
            Report::Accepted { version, .. } => {
                Ok(Report::Draft { version: version.saturating_add(1), remarks: vec![] })
            }
            other => Err(other.not(ReportStep::Resume)),
        }
    }
}

impl Default for Report {
    fn default() -> Self {
        Report::new()
    }
}
