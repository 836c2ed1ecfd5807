//! The catalogue of typical findings: theme, words, grounds, usual severity.
//!
//! Not here: the entries (`packs/catalogue`), any particular finding.

use crate::bilingual::Bilingual;
use crate::law::Basis;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nhắc nhở: noted, corrected in passing.
    Reminder,
    /// Khắc phục: to be remedied and reported on.
    Remedy,
    /// Vi phạm: a breach of law, its own minutes, possibly referred (S1 III.2d).
    Violation,
}

impl Severity {
    pub const ALL: [Severity; 3] = [Severity::Reminder, Severity::Remedy, Severity::Violation];

    pub fn code(self) -> &'static str {
        match self {
            Severity::Reminder => "reminder",
            Severity::Remedy => "remedy",
            Severity::Violation => "violation",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.code() == code)
    }
}

/// Where an entry comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Reported in the press or in official notes.
    Reported,
    /// Asked about in an issued plan.
    Asked,
    /// Derived from a duty in law.
    Derived,
}

/// A theme of the catalogue, `A` to `H`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    pub code: String,
    pub title: Bilingual,
}

/// One typical finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueEntry {
    /// `A1` … `H4`; the letter is the theme.
    pub code: String,
    pub theme: String,
    pub text: Bilingual,
    pub origin: Origin,
    pub severity: Severity,
    /// Effective-dated; take those that hold on the day of the fact.
    #[serde(default)]
    pub bases: Vec<Basis>,
    /// Grounds other than law: a plan's clause, a standard's section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// All themes and entries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    pub themes: Vec<Theme>,
    pub findings: Vec<CatalogueEntry>,
}

/// Why a catalogue cannot be used; `code` names the entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueFault {
    #[error("{code} is given twice")]
    Twice { code: String },
    #[error("{code} names theme {theme}, which is not there")]
    UnknownTheme { code: String, theme: String },
    #[error("{code}: a text is missing in one of the languages")]
    Wordless { code: String },
}

impl CatalogueFault {
    pub fn code(&self) -> &str {
        match self {
            CatalogueFault::Twice { code }
            | CatalogueFault::UnknownTheme { code, .. }
            | CatalogueFault::Wordless { code } => code,
        }
    }
}

impl Catalogue {
    pub fn entry(&self, code: &str) -> Option<&CatalogueEntry> {
        self.findings.iter().find(|entry| entry.code == code)
    }

    pub fn theme(&self, code: &str) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.code == code)
    }

    /// # Errors
    /// A code twice, an unknown theme, a missing text.
    pub fn check_shape(&self) -> Result<(), CatalogueFault> {
        let mut seen = BTreeSet::new();
        let texts = self.themes.iter().map(|theme| (&theme.code, &theme.title));
        for (code, text) in texts.chain(self.findings.iter().map(|entry| (&entry.code, &entry.text))) {
            if !seen.insert(code) {
                return Err(CatalogueFault::Twice { code: code.clone() });
            }
            if text.is_incomplete() {
                return Err(CatalogueFault::Wordless { code: code.clone() });
            }
        }
        match self.findings.iter().find(|entry| self.theme(&entry.theme).is_none()) {
            Some(entry) => {
                Err(CatalogueFault::UnknownTheme { code: entry.code.clone(), theme: entry.theme.clone() })
            }
            None => Ok(()),
        }
    }
}
