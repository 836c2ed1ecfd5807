//! A tree of things that can be opened branch by branch, with counts.
//!
//! Not here: tables whose rows are indented (the programme's own page).

use askama::Template;
use askama::filters::HtmlSafe;

use super::badge::Tone;

/// The whole tree.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/tree.html")]
pub struct Tree {
    pub label: String,
    pub branches: Vec<Branch>,
}

/// One thing with what lies under it. The depth is that of the data's own
/// outline; pages keep it to a few levels.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/branch.html")]
pub struct Branch {
    pub label: String,
    pub href: Option<String>,
    /// Such as `3/12`; may be empty.
    pub count: String,
    pub tone: Option<(Tone, String)>,
    pub on: bool,
    pub open: bool,
    pub branches: Vec<Branch>,
}

impl HtmlSafe for Tree {}
impl HtmlSafe for Branch {}

impl Branch {
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: None,
            count: String::new(),
            tone: None,
            on: false,
            open: false,
            branches: Vec::new(),
        }
    }

    pub fn to(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    pub fn count(mut self, count: impl Into<String>) -> Self {
        self.count = count.into();
        self
    }

    /// A status, with the words that say it to those who do not see it.
    pub fn tone(mut self, tone: Tone, words: impl Into<String>) -> Self {
        self.tone = Some((tone, words.into()));
        self
    }

    pub fn on(mut self, on: bool) -> Self {
        self.on = on;
        self
    }

    /// Puts branches under this one; it stands open if the current one is among
    /// them.
    pub fn over(mut self, branches: Vec<Branch>) -> Self {
        self.open = self.open || branches.iter().any(|branch| branch.on || branch.open);
        self.branches = branches;
        self
    }
}
