//! The persons a plan names: team rows, contacts, the signatory.

use serde::{Deserialize, Serialize};

use super::Place;

/// A place in the inspection team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TeamRole {
    Lead,
    Deputy,
    Member,
    Secretary,
    /// "Thành viên, kiêm Thư ký".
    MemberSecretary,
}

/// One row of a roster. People still to be nominated have no name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamRow {
    /// The list the row stands in; a plan may hold several.
    pub roster: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    pub organisation: String,
    pub role: TeamRole,
    /// A second title, such as a seat on the steering body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub also: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    pub place: Place,
}

/// Whom to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<String>,
    pub position: String,
    pub organisation: String,
    pub phone: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    pub place: Place,
}

/// The signature block.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatory {
    /// TM. / KT. / TL. / TUQ. / Q. lines, joined by " / ".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authority: Option<String>,
    pub title: Option<String>,
    /// The office title under the body's title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub also: Option<String>,
    pub name: Option<String>,
    pub place: Place,
}
