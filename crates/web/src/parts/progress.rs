//! How far something is: a bar with its figures beside it.
//!
//! Not here: long work that goes on by itself (`parts::job`).

use askama::Template;
use askama::filters::HtmlSafe;

use crate::words::{Lang, number};

/// A bar with what is done and what there is.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "parts/progress.html")]
pub struct Progress {
    pub lang: Lang,
    /// What is counted, such as "mục đã trả lời".
    pub label: String,
    pub done: u64,
    pub total: u64,
    /// Without the words, for a table's cell whose column says them.
    pub small: bool,
    /// The share alone, where the parts are hundredths.
    pub percent: bool,
}

impl HtmlSafe for Progress {}

impl Progress {
    pub fn new(lang: Lang, label: impl Into<String>, done: u64, total: u64) -> Self {
        Self { lang, label: label.into(), done, total, small: false, percent: false }
    }

    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// How many hundredths are done, for a table's cell.
    pub fn hundredths(lang: Lang, label: impl Into<String>, done: u8) -> Self {
        Self { percent: true, ..Self::new(lang, label, u64::from(done), 100).small() }
    }

    fn share(&self) -> u64 {
        number::share(self.done, self.total)
    }
}
