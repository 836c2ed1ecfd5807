//! Báo cáo kết quả thực hiện chương trình, kế hoạch nhiệm vụ: the yearly report of one
//! unit, or of the agency that sums all units up (mẫu 1.4 of NĐ 30/2020 Phụ lục III).
//! The tasks stand in an annex on lying sheets, and in a workbook.

mod sample;
mod writing;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::closing::{Recipients, Signature};
use crate::letterhead::Letterhead;

pub use writing::{programme_report, programme_workbook};

/// All that the report says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProgrammeReport {
    /// The issuer's header.
    pub letterhead: Letterhead,
    /// The programme: "Kế hoạch triển khai Chiến lược An ninh mạng".
    pub programme: String,
    /// The period reported on: "năm 2026".
    pub period: String,
    /// Of one unit, or of all.
    pub scope: ProgrammeScope,
    /// To whom it reports.
    pub addressees: Vec<String>,
    /// Programme and letters carried out.
    pub bases: Vec<String>,
    /// How leadership went about it.
    pub leadership: Vec<String>,
    /// The tasks, by heading of the programme.
    pub groups: Vec<TaskGroup>,
    /// What made it hard.
    pub difficulties: Vec<String>,
    /// What comes next.
    pub next_steps: Vec<String>,
    /// What is proposed to higher levels.
    pub proposals: Vec<String>,
    /// Who signs.
    pub signature: Signature,
    /// Who receives it.
    pub recipients: Recipients,
}

/// Whose tasks are reported on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ProgrammeScope {
    /// One unit's.
    Unit(String),
    /// Those of all units, with each unit's progress.
    Consolidated(Vec<UnitProgress>),
}

/// One unit's progress.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitProgress {
    /// The unit.
    pub unit: String,
    /// Tasks given to it.
    pub assigned: u32,
    /// Done in time.
    pub done: u32,
    /// Done late.
    pub done_late: u32,
    /// Under way, in time.
    pub under_way: u32,
    /// Past the last day.
    pub overdue: u32,
    /// Whether and when it reported.
    pub reported: Option<Date>,
}

/// Tasks under one heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskGroup {
    /// The heading.
    pub title: String,
    /// The tasks.
    pub tasks: Vec<TaskProgress>,
}

/// A task and how far it has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskProgress {
    /// The number in the programme: "5.k".
    pub number: String,
    /// What is to be done.
    pub text: String,
    /// Who leads.
    pub lead: String,
    /// Who helps.
    pub with: Vec<String>,
    /// The last day; `None` for a standing task.
    pub due: Option<Date>,
    /// From 0 to 100.
    pub percent: u8,
    /// How it stands.
    pub state: TaskState,
    /// What has been done.
    pub result: String,
}

/// How a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TaskState {
    /// Hoàn thành.
    Done,
    /// Hoàn thành chậm.
    DoneLate,
    /// Đang thực hiện.
    UnderWay,
    /// Thường xuyên.
    Standing,
    /// Chưa thực hiện.
    NotStarted,
    /// Quá hạn.
    Overdue,
}

impl TaskState {
    /// All states, in the order of the report.
    pub const ALL: [Self; 6] =
        [Self::Done, Self::DoneLate, Self::UnderWay, Self::Standing, Self::NotStarted, Self::Overdue];

    /// The words on paper.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Done => "Hoàn thành",
            Self::DoneLate => "Hoàn thành chậm",
            Self::UnderWay => "Đang thực hiện",
            Self::Standing => "Thường xuyên",
            Self::NotStarted => "Chưa thực hiện",
            Self::Overdue => "Quá hạn",
        }
    }
}
