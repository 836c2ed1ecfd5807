//! What a search over everything found, by kind. The search page shows it whole;
//! the command palette fetches it from `/search?q=…` with the header
//! `HX-Request` and shows the same rows.
//!
//! Not here: searching (the `store` room).

use askama::Template;
use askama::filters::HtmlSafe;

#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/found.html")]
pub struct Found {
    pub groups: Vec<FoundGroup>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundGroup {
    /// The kind, such as "Đơn vị".
    pub label: String,
    pub icon: &'static str,
    pub rows: Vec<FoundRow>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundRow {
    pub label: String,
    /// What tells it from its likes, such as the campaign; may be empty.
    pub beside: String,
    pub href: String,
}

impl HtmlSafe for Found {}
