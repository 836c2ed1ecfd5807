//! What the reader is unsure of, or finds wrong in the paper itself.

use serde::{Deserialize, Serialize};

use super::Place;

/// Stable codes; a page, a guide and a test name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoubtCode {
    /// The paper has no running number.
    BlankNumber,
    /// Day or month is left open.
    BlankDate,
    /// A list holds more or fewer names than it announces.
    CountMismatch,
    /// A number of units is announced and no names are given.
    CountUnlisted,
    /// The year inside a document's number is not the year of its date.
    CitationNumberYear,
    CitationDate,
    CitationIssuer,
    /// The article cited deals with something else.
    CitationArticle,
    /// The cited act is no longer in force when the plan is carried out.
    CitationSuperseded,
    /// The citation lacks what identifies it.
    CitationIncomplete,
    Misspelling,
    RepeatedWord,
    UnknownUnit,
    /// A level of unit that no longer exists.
    UnitAbolished,
    DuplicateTarget,
    DateImpossible,
    DeadlineBeforeWindow,
    DeadlineAfterWindow,
    DeadlineBeforeIssue,
    /// A deadline without a year; the plan's own was taken.
    YearAssumed,
    /// A period in months was counted as thirty days each.
    MonthsAsDays,
    MissingDeadline,
    MissingAnnex,
    MissingTargets,
    MissingTeam,
    MissingActors,
    MissingSignatory,
    RoleMissing,
    RosterUnread,
    LabelGap,
    /// Two parts of one sentence stood apart and were joined.
    BrokenParagraph,
    /// Letters that look alike were read as Vietnamese ones.
    Noise,
    /// The file holds no text that can be read.
    NoText,
    /// A limit was reached; what lies beyond it was not read.
    Truncated,
}

/// One doubt with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    pub code: DoubtCode,
    pub message: String,
    pub place: Place,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}
