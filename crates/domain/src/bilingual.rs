//! Content that packs carry in Vietnamese and English: labels, questions,
//! remarks.
//!
//! Not here: the interface's own words (Fluent files) and official wording
//! (`papers`, Vietnamese only).

use serde::{Deserialize, Serialize};

/// Which of the two texts is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    Vi,
    En,
}

/// One text in both languages. Vietnamese is the text that counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    pub vi: String,
    pub en: String,
}

impl Bilingual {
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Bilingual { vi: vi.into(), en: en.into() }
    }

    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::Vi => &self.vi,
            Language::En => &self.en,
        }
    }

    /// Whether either text is blank.
    pub fn is_incomplete(&self) -> bool {
        self.vi.trim().is_empty() || self.en.trim().is_empty()
    }
}
