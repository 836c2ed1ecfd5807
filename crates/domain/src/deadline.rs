//! Deadline rules as plans and laws word them; the folder beside this file holds
//! the arithmetic that turns a rule into a date.
//!
//! Not here: reading rules out of text (`reader`), holiday lists (`packs`).

mod arithmetic;
mod facts;
mod period;
mod recurrence;
mod standing;

pub use arithmetic::{Due, Mark, NotYet, PassedOver, Step, due};
pub use facts::{Facts, Roll};
pub use period::{Part, Period};
pub use recurrence::{MAX_OCCURRENCES, Occurrence, occurrences};
pub use standing::Standing;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a deadline counts from. Serialized as its snake_case name; an event
/// this list does not know keeps its own name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The inspection minutes were drawn up (ngày lập biên bản).
    Minutes,
    VisitStart,
    VisitEnd,
    PlanIssued,
    DecisionIssued,
    Announcement,
    Notice,
    Conclusion,
    Request,
    Received,
    Detection,
    ReportDue,
    #[serde(untagged)]
    Other(String),
}

/// Per what unit of time an `AtLeast` rule counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    Week,
    Month,
    Quarter,
    Year,
}

/// A deadline as its text words it. `days` are calendar days unless
/// `working_days` says otherwise; `inclusive: false` ("trước ngày X") means the
/// last valid day is the one before.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Rule {
    Absolute {
        date: Date,
        inclusive: bool,
    },
    /// Due `days` before the visit of the unit concerned.
    BeforeVisit {
        days: u16,
        #[serde(default, skip_serializing_if = "is_false")]
        working_days: bool,
    },
    /// Notice must reach the unit at least `days` before its visit.
    NoticeBeforeVisit {
        days: u16,
        #[serde(default, skip_serializing_if = "is_false")]
        working_days: bool,
    },
    /// Due at most `days` after the event.
    After {
        event: Event,
        days: u16,
        #[serde(default, skip_serializing_if = "is_false")]
        working_days: bool,
    },
    /// Due at least `days` before the event.
    Before {
        event: Event,
        days: u16,
        #[serde(default, skip_serializing_if = "is_false")]
        working_days: bool,
    },
    Yearly {
        month: i8,
        day: i8,
        inclusive: bool,
    },
    Quarterly {
        /// 1 to 3: which month of the quarter.
        month_of_quarter: i8,
        day: i8,
        inclusive: bool,
    },
    Monthly {
        day: i8,
        inclusive: bool,
    },
    /// A recurring duty with a count and no date ("tối thiểu mỗi năm 01 lần").
    AtLeast {
        times: u16,
        per: Per,
    },
    Hours {
        event: Event,
        hours: u16,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's skip_serializing_if passes a reference")]
fn is_false(value: &bool) -> bool {
    !value
}
