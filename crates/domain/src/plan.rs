//! What an issued plan says: the answer of the reader, shown on the review page
//! and confirmed by a person before a campaign is made of it.
//!
//! The field names are the contract of `rasoat plan read --json`. Not here: how
//! a text is read (`reader`), what a campaign does with a confirmed plan.

mod doubt;
mod people;
mod work;

pub use doubt::{Doubt, DoubtCode};
pub use people::{Contact, Signatory, TeamRole, TeamRow};
pub use work::{
    Actor, ActorRole, Content, DeadlineReading, Duty, Method, MethodType, Purpose, PurposeKind, Recurrence,
    Scope, ScopeEnd, Target, TargetKind, TargetPurpose, Task, Window,
};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What kind of paper the document is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanKind {
    InspectionPlan,
    ProgrammePlan,
    Decision,
    Notice,
    Report,
    Minutes,
    #[default]
    Other,
}

/// Where in the source a reading stands: characters `from..to` of a paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    pub paragraph: u32,
    pub from: u32,
    pub to: u32,
}

/// A stretch of days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    pub from: Date,
    pub to: Date,
}

/// A legal or administrative document the text rests on or mentions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The type as the text words it: Luật, Nghị định, Kế hoạch …
    pub r#type: String,
    /// The full number and code, `85/2016/NĐ-CP`; none where the text cites none.
    pub number: Option<String>,
    pub date: Option<Date>,
    pub issuer: Option<String>,
    pub subject: Option<String>,
    /// Articles of this document the text refers to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<u16>,
    pub place: Place,
    /// The later places that cite it again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_at: Vec<Place>,
}

/// A short form the text defines for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alias {
    pub short: String,
    pub long: String,
    pub place: Place,
}

/// What part a section plays in the paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionRole {
    Header,
    Title,
    Preamble,
    #[default]
    Body,
    Recipients,
    Signature,
    Annex,
    /// Page numbers and running headers.
    Noise,
}

/// A node of the section tree. `label`, `title` and `text` share no words:
/// joined in this order, children after their parent, they give back the source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The label as printed: `II.`, `1.`, `đ)`, `1.1.`, `-`, `+`; empty for
    /// paragraphs that bear none.
    pub label: String,
    pub level: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    pub text: String,
    /// The path of labels, `II.5.k`; empty outside the labelled body.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    pub role: SectionRole,
    pub place: Place,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Section>,
}

/// A field of the report outline ("Đề cương") attached to a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineField {
    pub label: String,
    pub text: String,
    pub place: Place,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<OutlineField>,
}

/// The attached outline as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    pub title: String,
    pub place: Place,
    pub fields: Vec<OutlineField>,
}

/// An addressee at the foot of the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Recipient(pub String);

/// Everything one document says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub kind: PlanKind,
    /// The running number alone; none when the paper leaves it blank.
    pub number: Option<String>,
    /// The series behind the number: `KH-UBND`.
    pub series: Option<String>,
    pub issuer: Option<String>,
    /// The place in the place-and-date line.
    pub place: Option<String>,
    /// One day, or the month or year a partly blank date leaves open.
    pub date: Option<Span>,
    pub title: Option<String>,
    pub year: Option<i16>,
    /// The last year of a plan that runs over several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year_to: Option<i16>,
    pub province: Option<String>,
    pub bases: Vec<Basis>,
    pub aliases: Vec<Alias>,
    pub sections: Vec<Section>,
    pub purposes: Vec<Purpose>,
    pub contents: Vec<Content>,
    pub methods: Vec<Method>,
    pub scope: Option<Scope>,
    pub windows: Vec<Window>,
    pub targets: Vec<Target>,
    pub team: Vec<TeamRow>,
    pub duties: Vec<Duty>,
    pub tasks: Vec<Task>,
    pub deadlines: Vec<DeadlineReading>,
    pub contacts: Vec<Contact>,
    pub outline: Option<Outline>,
    pub recipients: Vec<Recipient>,
    /// What stands after "Lưu:".
    pub filing: Option<String>,
    /// The office's file code under the recipients.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_code: Option<String>,
    pub signatory: Option<Signatory>,
    pub doubts: Vec<Doubt>,
    /// Where the header's readings stand, for the review page.
    pub places: HeaderPlaces,
}

/// Places of the readings that are plain strings in [`Plan`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeaderPlaces {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Place>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<Place>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Place>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Place>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipients: Option<Place>,
}
