//! Tabs: links to the pages of one thing.
//!
//! Not here: which of them a person may open (the page leaves out the rest).

use askama::Template;
use askama::filters::HtmlSafe;

use crate::words::Lang;

#[derive(Debug, Clone, Template)]
#[template(path = "parts/tabs.html")]
pub struct Tabs {
    pub lang: Lang,
    pub label: String,
    pub tabs: Vec<Tab>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    pub label: String,
    pub href: String,
    pub on: bool,
    pub count: Option<u64>,
}

impl HtmlSafe for Tabs {}

impl Tab {
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), on: false, count: None }
    }

    pub fn on(mut self, on: bool) -> Self {
        self.on = on;
        self
    }

    pub fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }
}
