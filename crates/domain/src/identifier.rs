//! One identifier type per kind of thing, so that a visit's id cannot be handed
//! where a unit's is asked. All are UUIDs (version 7: they sort by creation).
//!
//! Not here: making identifiers. They come in as arguments.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

/// A text that is not an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an identifier: {0:?}")]
pub struct NotAnIdentifier(pub String);

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.as_hyphenated().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnIdentifier;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map($name).map_err(|_| NotAnIdentifier(text.chars().take(64).collect()))
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                $name(id)
            }
        }
    )+};
}

identifiers! {
    UserId,
    SessionId,
    GrantId,
    UnitId,
    /// A reorganisation of units (`domain::unit::ChangeEvent`).
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
    /// One unit's share of one programme task.
    ObligationId,
    NoticeId,
    JobId,
    FileId,
    RemarkId,
    /// A visit taken along by one person.
    PackageId,
    /// A text brought back from outside that met another.
    ConflictId,
    /// One file of a tool's results, taken in for a unit.
    ExaminationId,
    /// One result of a tool, as the record keeps it.
    OutcomeId,
    /// An account or a terminal in a unit's register.
    EntryId,
}
