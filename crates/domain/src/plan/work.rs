//! What a plan wants done: purposes, contents, methods, targets, duties, tasks,
//! deadlines.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Place;
use crate::deadline::{Per, Rule};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PurposeKind {
    Purpose,
    Requirement,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purpose {
    pub id: String,
    pub text: String,
    pub kind: PurposeKind,
    pub place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub id: String,
    pub text: String,
    /// The headings above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    pub place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MethodType {
    RemoteScan,
    OnSite,
    DocumentReview,
    SelfReport,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Method {
    pub id: String,
    pub text: String,
    /// None where the paragraph only orders the work.
    pub r#type: Option<MethodType>,
    pub place: Place,
}

/// The end of the inspected period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScopeEnd {
    Date(Date),
    /// "đến thời điểm kiểm tra"
    Visit,
}

impl Serialize for ScopeEnd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Date(date) => date.serialize(serializer),
            Self::Visit => serializer.serialize_str("visit"),
        }
    }
}

impl<'de> Deserialize<'de> for ScopeEnd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        if word == "visit" {
            return Ok(Self::Visit);
        }
        word.parse().map(Self::Date).map_err(serde::de::Error::custom)
    }
}

/// The inspected period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    pub from: Date,
    pub to: ScopeEnd,
    pub text: String,
    pub place: Place,
}

/// When the work is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub what: String,
    pub from: Date,
    pub to: Date,
    pub place: Place,
}

/// What a target is, as far as its name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    Department,
    ProvincialOffice,
    PartyBody,
    PeoplesCommittee,
    District,
    Commune,
    Ward,
    Township,
    SpecialZone,
    Police,
    Military,
    Front,
    MassOrganisation,
    PublicService,
    Court,
    Enterprise,
    CentralBody,
    School,
    Hospital,
    OneStop,
    /// A class of units, not one unit.
    Group,
    Unknown,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetPurpose {
    #[default]
    Inspection,
    RemediationCheck,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub name: String,
    pub kind: TargetKind,
    /// The heading the list stands under.
    pub group: String,
    pub purpose: TargetPurpose,
    /// The bare unit behind two legal units, or behind a full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The unit above it, where the text names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// How many units a class holds, where the text counts them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u16>,
    /// The period inspected at this group, where it has its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// The visit's days, where a schedule gives them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<super::Span>,
    pub place: Place,
}

/// What somebody must do under "Tổ chức thực hiện", or as a team role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// As the text words it; none for clauses about money or vehicles.
    pub who: Option<String>,
    /// The same, with the text's own short forms resolved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resolved: Vec<String>,
    pub text: String,
    pub id: String,
    pub place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorRole {
    Lead,
    Coordinating,
    Executing,
}

/// One actor of a task: the words, and whom they mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub role: ActorRole,
    pub words: String,
    pub names: Vec<String>,
    /// The part of the work it stands for ("nội dung liên quan đến …").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    pub place: Place,
}

/// How a task comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Recurrence {
    /// "thường xuyên"
    Continuous,
    /// "hằng năm"
    Every { per: Per },
    /// "tối thiểu mỗi năm 01 lần"
    AtLeast { times: u16, per: Per },
}

/// A task of a programme plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The path of section labels, `II.5.k`.
    pub id: String,
    pub text: String,
    pub lead: Vec<String>,
    pub coordinating: Vec<String>,
    pub executing: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Rule>,
    /// The words of the due date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurrence: Option<Recurrence>,
    /// What the task yields, where the text says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<Actor>,
    pub place: Place,
}

/// A deadline with what it is for and whom it binds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlineReading {
    pub what: String,
    pub who: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resolved: Vec<String>,
    pub rule: Rule,
    /// The phrase itself.
    pub text: String,
    pub place: Place,
}
