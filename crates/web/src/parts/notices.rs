//! Notices that wait for a person, each with what can be done about it in
//! place.
//!
//! Not here: sending notices (the `app` room).

use askama::Template;
use askama::filters::HtmlSafe;

use super::badge::Tone;
use crate::frame::Frame;

#[derive(Debug, Clone, Template)]
#[template(path = "parts/notices.html")]
pub struct Notices {
    pub f: Frame,
    pub label: String,
    pub notices: Vec<Notice>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub tone: Tone,
    pub words: String,
    /// Why it came and from which clause; may be empty.
    pub why: String,
    pub when: String,
    pub href: String,
    /// The act that answers it: its word and where it posts.
    pub act: Option<(String, String)>,
    pub read: bool,
}

impl HtmlSafe for Notices {}
