//! A programme: the tasks of an issued plan that many units carry out over
//! years, each unit's share, and the sum over all.
//!
//! Its yearly reports go the way of every report (`report::Report`), one for each
//! unit and `deadline::Period`. Not here: reading tasks out of a plan (`reader`).

mod rollup;
mod share;
mod together;
mod tree;

pub use rollup::{Counts, RollUp, TaskStanding, UnitCounts, roll_up};
pub use share::{Frame, Share, current, shares};
pub use together::{Group, Together, together};
pub use tree::{MAX_DEPTH, TreeFault, check_tree};

use crate::deadline::{Period, Rule};
use crate::identifier::{ObligationId, TaskId, UnitId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One task of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    pub id: TaskId,
    pub parent: Option<TaskId>,
    /// The section path, "II.5.k".
    pub code: String,
    pub text: String,
    /// When it must be done, or how often; absent for "thường xuyên".
    pub due: Option<Rule>,
}

/// One unit's share of one task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obligation {
    pub id: ObligationId,
    pub task: TaskId,
    pub unit: UnitId,
    pub part: Part,
    /// Where the plan limits it: "nội dung liên quan đến an ninh mạng".
    pub topic: Option<String>,
}

/// Which part a unit plays in a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Chủ trì.
    Lead,
    /// Thực hiện.
    Executing,
    /// Phối hợp.
    Coordinating,
}

/// How far the work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    NotStarted,
    Underway,
    Done,
    /// The unit has nothing to do here (no such system, no such kind of unit).
    NotApplicable,
}

/// What a unit reported on its share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgressEntry {
    pub obligation: ObligationId,
    /// Which occurrence of a recurring task; taken from `on` when absent.
    pub period: Option<Period>,
    pub on: Date,
    pub work: Work,
    /// 0 to 100; 100 when done.
    pub percent: u8,
    pub note: String,
}

impl Part {
    pub const ALL: [Part; 3] = [Part::Lead, Part::Executing, Part::Coordinating];

    pub fn code(self) -> &'static str {
        match self {
            Part::Lead => "lead",
            Part::Executing => "executing",
            Part::Coordinating => "coordinating",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }
}

impl Work {
    pub const ALL: [Work; 4] = [Work::NotStarted, Work::Underway, Work::Done, Work::NotApplicable];

    pub fn code(self) -> &'static str {
        match self {
            Work::NotStarted => "not_started",
            Work::Underway => "underway",
            Work::Done => "done",
            Work::NotApplicable => "not_applicable",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|work| work.code() == code)
    }
}
