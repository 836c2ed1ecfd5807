//! Values handed to a query: text, integer, bytes, each possibly null.
//!
//! Instants are kept as UTC text of fixed precision (milliseconds) so that text
//! order is time order; dates as yyyy-mm-dd; flags as 0 and 1.

use domain::identifier as id;
use jiff::{Timestamp, civil::Date};

#[derive(Debug, Clone)]
pub enum Value {
    Text(Option<String>),
    Int(Option<i64>),
    Bytes(Option<Vec<u8>>),
}

/// An instant as the record writes it.
pub fn instant(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(Some(text.to_owned()))
    }
}

impl From<Vec<u8>> for Value {
    fn from(bytes: Vec<u8>) -> Self {
        Value::Bytes(Some(bytes))
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        Value::Text(text.map(str::to_owned))
    }
}

macro_rules! as_text {
    ($($kind:ty => $to:expr),+ $(,)?) => {$(
        impl From<$kind> for Value {
            fn from(value: $kind) -> Self {
                let to: fn($kind) -> String = $to;
                Value::Text(Some(to(value)))
            }
        }
        impl From<Option<$kind>> for Value {
            fn from(value: Option<$kind>) -> Self {
                let to: fn($kind) -> String = $to;
                Value::Text(value.map(to))
            }
        }
    )+};
}

as_text! {
    String => |text| text,
    Date => |day| day.to_string(),
    Timestamp => instant,
}

macro_rules! ids_as_text {
    ($($kind:ident),+ $(,)?) => {$(
        impl From<id::$kind> for Value {
            fn from(value: id::$kind) -> Self {
                Value::Text(Some(value.to_string()))
            }
        }
        impl From<Option<id::$kind>> for Value {
            fn from(value: Option<id::$kind>) -> Self {
                Value::Text(value.map(|id| id.to_string()))
            }
        }
    )+};
}

ids_as_text!(
    UserId,
    SessionId,
    GrantId,
    UnitId,
    ChangeId,
    PersonId,
    PlanId,
    CampaignId,
    CohortId,
    TargetId,
    TeamId,
    MemberId,
    VisitId,
    VisitItemId,
    ReportId,
    FindingId,
    ProgrammeId,
    TaskId,
    ObligationId,
    NoticeId,
    JobId,
    FileId,
    RemarkId,
    ExaminationId,
    OutcomeId,
    EntryId,
    PackageId,
    ConflictId,
);

macro_rules! as_int {
    ($($kind:ty),+) => {$(
        impl From<$kind> for Value {
            fn from(value: $kind) -> Self {
                Value::Int(Some(i64::from(value)))
            }
        }
        impl From<Option<$kind>> for Value {
            fn from(value: Option<$kind>) -> Self {
                Value::Int(value.map(i64::from))
            }
        }
    )+};
}

as_int!(bool, i16, u16, i32, u32, i64);

/// The arguments of a query, in order: `args![id, name, now]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::value::Value::from($value)),*] };
}

/// Rows of one statement. More save journeys to the server, but `SQLite` looks every
/// argument's name up among those before it.
pub(crate) const BATCH: usize = 50;

/// `($1, $2), ($3, $4) …` for so many rows of so many columns.
pub(crate) fn places(rows: usize, columns: usize) -> String {
    let mut text = String::with_capacity(rows * columns * 6);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            let comma = if column == 0 { "" } else { ", " };
            text.push_str(&format!("{comma}${}", row * columns + column + 1));
        }
        text.push(')');
    }
    text
}
