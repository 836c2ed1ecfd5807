//! A report outline: which fields a unit answers, when each is needed, and which
//! cross-checks hold between them. One declarative rule set that progress,
//! validation, refusal to submit and the written guide all read.
//!
//! Not here: the outlines themselves (`packs/outline`), answers (`answers`),
//! judging answers (`report`).

mod answers;
mod condition;
mod guide;
mod shape;

pub use answers::{Answers, Cell, NotACell, NotAValue, Value, read_value};
pub use condition::{Condition, NotATerm, Term};
pub use guide::{Guide, GuideCheck, GuideLine, GuideSection, guide};
pub use shape::OutlineFault;

use crate::bilingual::Bilingual;
use crate::law::Basis;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Most rows of one table or list of documents, whatever the outline says.
pub const MAX_ROWS: u16 = 500;

/// Longest text answer, in characters, whatever the outline says.
pub const MAX_TEXT: u32 = 20_000;

/// An outline as a pack holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outline {
    /// Stable name kept with every report, `self-inspection-2024`.
    pub code: String,
    pub title: Bilingual,
    /// Days on which a plan that uses it may be issued; open ends are open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// Where its content comes from.
    pub source: Bilingual,
    pub sections: Vec<Section>,
    #[serde(default)]
    pub checks: Vec<CrossCheck>,
}

/// A section; `2.1` lies under `2`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub code: String,
    pub title: Bilingual,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Bilingual>,
    #[serde(default)]
    pub fields: Vec<Field>,
}

impl Section {
    /// How deep the section stands: 1 for `2`, 2 for `2.1`.
    pub fn level(&self) -> usize {
        self.code.split('.').count()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Unique in the outline: small letters, digits, `_`.
    pub id: String,
    pub kind: Kind,
    pub label: Bilingual,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<Bilingual>,
    #[serde(default)]
    pub required: Requirement,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bases: Vec<Basis>,
}

/// What a field asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    /// A whole number, not below 0 unless `min` says otherwise.
    Number {
        #[serde(default)]
        min: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<i64>,
    },
    /// One whole number for each year reported on.
    NumberPerYear {
        #[serde(default)]
        min: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<i64>,
    },
    /// Whole đồng.
    Money,
    YesNo,
    Choice {
        options: Vec<Choice>,
        #[serde(default)]
        many: bool,
    },
    Text {
        max: u32,
    },
    Date,
    /// A list of documents, each with number, date, issuer and summary.
    Documents {
        /// How many are expected when the field is needed.
        #[serde(default = "one")]
        min: u16,
    },
    /// Uploaded files.
    Attachment {
        #[serde(default = "one")]
        max: u16,
    },
    Table {
        columns: Vec<Column>,
        rows: Rows,
    },
}

fn one() -> u16 {
    1
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub code: String,
    pub label: Bilingual,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub id: String,
    pub kind: Scalar,
    pub label: Bilingual,
    /// Whether a started row must have it.
    #[serde(default)]
    pub required: bool,
}

/// What one cell holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Scalar {
    Number {
        #[serde(default)]
        min: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<i64>,
    },
    Money,
    YesNo,
    Choice {
        options: Vec<Choice>,
    },
    Text {
        max: u32,
    },
    Date,
    File,
}

/// Which rows a table has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Rows {
    /// As many as the unit needs.
    Free {
        /// How many are expected when the field is needed.
        #[serde(default)]
        min: u16,
        max: u16,
    },
    /// One for each year reported on.
    PerYear,
    /// Exactly these.
    Fixed { list: Vec<FixedRow> },
}

/// A row with its own name. Its number is its stable key: never reused for
/// another thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixedRow {
    pub row: u16,
    pub label: Bilingual,
}

/// When a field must be answered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "need", rename_all = "snake_case", deny_unknown_fields)]
pub enum Requirement {
    Always,
    #[default]
    Optional,
    When {
        condition: Condition,
    },
}

/// A rule between fields, with the words to say when it fails. The message may
/// name `{left}`, `{right}` and `{year}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CrossCheck {
    pub code: String,
    pub severity: Severity,
    pub rule: CheckRule,
    /// The check is waived while this holds ("giải thích ở ô bên").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unless: Option<Condition>,
    pub message: Bilingual,
}

/// What a failed check does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The report cannot be submitted.
    Refuse,
    /// Shown, and left to the unit.
    Warn,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum CheckRule {
    /// The parts add up to the total; judged once all are answered.
    SumEquals {
        parts: Vec<Term>,
        total: Term,
        /// Judge each year by itself.
        #[serde(default)]
        per_year: bool,
    },
    /// The parts together are not more than the total; unanswered parts count 0.
    SumAtMost {
        parts: Vec<Term>,
        total: Term,
        #[serde(default)]
        per_year: bool,
    },
    Implies {
        when: Condition,
        then: Condition,
    },
    /// Further from last year's answer than both the percentage and the number.
    Deviation {
        term: Term,
        percent: u32,
        at_least: i64,
    },
    /// For a year both reports cover, the figure is the same.
    SameAsBefore {
        term: Term,
    },
}

impl Outline {
    /// Every field with its section, in order.
    pub fn fields(&self) -> impl Iterator<Item = (&Section, &Field)> {
        self.sections.iter().flat_map(|section| section.fields.iter().map(move |field| (section, field)))
    }

    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields().map(|(_, field)| field).find(|field| field.id == id)
    }

    pub fn section(&self, code: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.code == code)
    }

    pub fn check(&self, code: &str) -> Option<&CrossCheck> {
        self.checks.iter().find(|check| check.code == code)
    }

    /// Whether a plan issued on `day` may use it.
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// # Errors
    /// The first thing that does not fit together: an id twice, a check or a
    /// condition on a field that is not there, an empty list of options.
    pub fn check_shape(&self) -> Result<(), OutlineFault> {
        shape::check(self)
    }

    /// Whether a condition and a figure used elsewhere (by a checklist item `at`)
    /// name fields of this outline.
    ///
    /// # Errors
    /// The first name that is not there, or is not a figure.
    pub fn knows(
        &self,
        at: &str,
        condition: Option<&Condition>,
        term: Option<&Term>,
    ) -> Result<(), OutlineFault> {
        shape::knows(self, at, condition, term)
    }
}

impl Kind {
    /// The stable name of the kind, as packs and pages write it.
    pub fn code(&self) -> &'static str {
        match self {
            Kind::Number { .. } => "number",
            Kind::NumberPerYear { .. } => "number_per_year",
            Kind::Money => "money",
            Kind::YesNo => "yes_no",
            Kind::Choice { .. } => "choice",
            Kind::Text { .. } => "text",
            Kind::Date => "date",
            Kind::Documents { .. } => "documents",
            Kind::Attachment { .. } => "attachment",
            Kind::Table { .. } => "table",
        }
    }

    /// What the cell of this column holds; `None` when there is no such column.
    pub fn scalar(&self, column: Option<&str>) -> Option<Scalar> {
        match (self, column) {
            (Kind::Number { min, max } | Kind::NumberPerYear { min, max }, None) => {
                Some(Scalar::Number { min: *min, max: *max })
            }
            (Kind::Money, None) => Some(Scalar::Money),
            (Kind::YesNo, None) => Some(Scalar::YesNo),
            (Kind::Choice { options, .. }, None) => Some(Scalar::Choice { options: options.clone() }),
            (Kind::Text { max }, None) => Some(Scalar::Text { max: *max }),
            (Kind::Date, None) => Some(Scalar::Date),
            (Kind::Attachment { .. }, None) => Some(Scalar::File),
            (Kind::Documents { .. }, Some(column)) => match column {
                "number" => Some(Scalar::Text { max: 60 }),
                "date" => Some(Scalar::Date),
                "issuer" => Some(Scalar::Text { max: 200 }),
                "summary" => Some(Scalar::Text { max: 500 }),
                _ => None,
            },
            (Kind::Table { columns, .. }, Some(id)) => {
                columns.iter().find(|column| column.id == id).map(|column| column.kind.clone())
            }
            _ => None,
        }
    }
}

/// The columns of a list of documents, and whether a started row must have them.
pub const DOCUMENT_COLUMNS: [(&str, bool); 4] =
    [("number", true), ("date", true), ("issuer", false), ("summary", true)];
