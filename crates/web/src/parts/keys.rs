//! A row of choices that can be made with one key, such as the four verdicts of
//! fieldwork: each is a button that posts its value.
//!
//! Not here: the form around it (`form::post`), the keys themselves
//! (`static/js/keys.js`).

use askama::Template;
use askama::filters::HtmlSafe;

use super::badge::Tone;

#[derive(Debug, Clone, Template)]
#[template(path = "parts/keys.html")]
pub struct KeyChoices {
    pub label: String,
    /// The field's name.
    pub name: &'static str,
    pub choices: Vec<KeyChoice>,
}

/// The first bears the key `1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyChoice {
    pub value: &'static str,
    pub label: String,
    pub tone: Tone,
    pub on: bool,
}

impl HtmlSafe for KeyChoices {}
