//! What happened, one entry under the other, with who and when.
//!
//! Not here: the audit journal's own list (its page).

use askama::Template;
use askama::filters::HtmlSafe;

use super::badge::Tone;

/// Entries, oldest first, as a story is told.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/timeline.html")]
pub struct Timeline {
    pub label: String,
    pub entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub tone: Tone,
    pub what: String,
    /// `14:02 05/03/2026`; for what is still to come, the due date.
    pub when: String,
    pub who: String,
    pub detail: String,
    pub href: Option<String>,
    /// Not yet: drawn open.
    pub to_come: bool,
}

impl HtmlSafe for Timeline {}

impl Entry {
    pub fn new(tone: Tone, what: impl Into<String>, when: impl Into<String>) -> Self {
        Self {
            tone,
            what: what.into(),
            when: when.into(),
            who: String::new(),
            detail: String::new(),
            href: None,
            to_come: false,
        }
    }

    pub fn by(mut self, who: impl Into<String>) -> Self {
        self.who = who.into();
        self
    }

    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    pub fn to(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    pub fn to_come(mut self) -> Self {
        self.to_come = true;
        self
    }
}
