//! Checklists: what an inspector looks at, on what ground, and which findings it
//! may lead to; and which checklist an issued plan's contents call for.
//!
//! Not here: the items (`packs/checklist`), verdicts on a visit (`visit`).

mod mapping;

pub use mapping::{Mapped, Proposal, map, propose};

use crate::bilingual::Bilingual;
use crate::law::Basis;
use crate::outline::{Answers, Condition, Term};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A checklist as a pack holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    /// Stable name kept with every campaign, `anm-bmnn-2024`.
    pub code: String,
    pub title: Bilingual,
    /// Days on which a plan that uses it may be issued; open ends are open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
    /// Where its content comes from.
    pub source: Bilingual,
    pub themes: Vec<Theme>,
    pub items: Vec<Item>,
}

/// A theme, with the words by which a plan's content is recognised as being about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    pub code: String,
    pub title: Bilingual,
    /// Compared without accents and case, as whole words.
    #[serde(default)]
    pub keywords: Vec<String>,
}

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Unique in the checklist, `2.3`.
    pub code: String,
    pub theme: String,
    pub method: Method,
    /// Whom or what the item is put to.
    pub subject: Subject,
    /// Where it is looked at, when not at the unit's own seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub venue: Option<Venue>,
    pub question: Bilingual,
    /// What to look at and ask for.
    pub look_at: Bilingual,
    #[serde(default)]
    pub bases: Vec<Basis>,
    /// Catalogue codes proposed when the verdict is "chưa đạt".
    #[serde(default)]
    pub findings: Vec<String>,
    /// The unit's own answer to hold beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared_with: Option<Comparison>,
}

/// How an item is looked at (S0 III.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Rà quét từ xa.
    RemoteScan,
    /// Kiểm tra trực tiếp.
    OnSite,
    /// Kiểm tra hồ sơ, sổ sách.
    DocumentReview,
    /// Từ báo cáo của đơn vị.
    SelfReport,
}

impl Method {
    pub const ALL: [Method; 4] =
        [Method::RemoteScan, Method::OnSite, Method::DocumentReview, Method::SelfReport];

    pub fn code(self) -> &'static str {
        match self {
            Method::RemoteScan => "remote_scan",
            Method::OnSite => "on_site",
            Method::DocumentReview => "document_review",
            Method::SelfReport => "self_report",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }
}

/// Whom or what an item is put to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Any inspected unit.
    Unit,
    /// Party bodies only.
    PartyUnit,
    /// Each information system by itself.
    System,
    /// One-stop desks (bộ phận tiếp nhận và trả kết quả).
    OneStopDesk,
}

/// Where an item is looked at (S4 III.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Venue {
    DataCentre,
    ServiceCentre,
    OwnSeat,
}

/// Which answers of the unit's report an item is held against. The outline is
/// the one the report was made with; fields it does not have are silent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// Outline code, `self-inspection-2024`.
    pub outline: String,
    /// True when the unit's answers amount to "we comply".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complies_when: Option<Condition>,
    /// The figure an inspector counts again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Term>,
}

/// What the unit said about an item, before anyone looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "claim", rename_all = "snake_case")]
pub enum Claim {
    /// Nothing was asked, or nothing answered.
    Silent,
    Complies {
        figure: Option<i64>,
    },
    DoesNotComply {
        figure: Option<i64>,
    },
    /// Only a figure was asked for.
    Figure {
        figure: i64,
    },
}

impl Comparison {
    /// What the unit's answers say.
    pub fn claim(&self, answers: &Answers) -> Claim {
        let figure = self.counted.as_ref().and_then(|term| term.figure(answers, None));
        let answered = |condition: &Condition| {
            condition.fields().iter().any(|field| answers.of_field(field).next().is_some())
        };
        match (&self.complies_when, figure) {
            (Some(condition), _) if answered(condition) => {
                if condition.holds(answers) {
                    Claim::Complies { figure }
                } else {
                    Claim::DoesNotComply { figure }
                }
            }
            (_, Some(figure)) => Claim::Figure { figure },
            _ => Claim::Silent,
        }
    }

    /// The fields it reads.
    pub fn fields(&self) -> Vec<&str> {
        let condition = self.complies_when.iter().flat_map(Condition::fields);
        condition.chain(self.counted.iter().map(|term| term.field.as_str())).collect()
    }
}

/// Why a checklist cannot be used; `code` names the item or theme.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChecklistFault {
    #[error("{code} is given twice")]
    Twice { code: String },
    #[error("{code} names theme {theme}, which is not there")]
    UnknownTheme { code: String, theme: String },
    #[error("{code}: a text is missing in one of the languages")]
    Wordless { code: String },
}

impl ChecklistFault {
    pub fn code(&self) -> &str {
        match self {
            ChecklistFault::Twice { code }
            | ChecklistFault::UnknownTheme { code, .. }
            | ChecklistFault::Wordless { code } => code,
        }
    }
}

impl Checklist {
    pub fn item(&self, code: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.code == code)
    }

    pub fn theme(&self, code: &str) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.code == code)
    }

    pub fn items_of<'a>(&'a self, theme: &'a str) -> impl Iterator<Item = &'a Item> {
        self.items.iter().filter(move |item| item.theme == theme)
    }

    /// Whether a plan issued on `day` may use it.
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// # Errors
    /// A code twice, an unknown theme, a missing text.
    pub fn check_shape(&self) -> Result<(), ChecklistFault> {
        let mut seen = BTreeSet::new();
        for theme in &self.themes {
            if !seen.insert(&theme.code) {
                return Err(ChecklistFault::Twice { code: theme.code.clone() });
            }
            if theme.title.is_incomplete() {
                return Err(ChecklistFault::Wordless { code: theme.code.clone() });
            }
        }
        for item in &self.items {
            let code = item.code.clone();
            if !seen.insert(&item.code) {
                return Err(ChecklistFault::Twice { code });
            }
            if self.theme(&item.theme).is_none() {
                return Err(ChecklistFault::UnknownTheme { code, theme: item.theme.clone() });
            }
            if item.question.is_incomplete() || item.look_at.is_incomplete() {
                return Err(ChecklistFault::Wordless { code });
            }
        }
        Ok(())
    }
}
