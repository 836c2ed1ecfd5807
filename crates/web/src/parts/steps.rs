//! The steps of a procedure, with their times: what is done, what is on, what
//! comes.
//!
//! Not here: which step may follow which (the `domain` room's states).

use askama::Template;
use askama::filters::HtmlSafe;

use crate::words::Lang;

/// Steps in their order.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/steps.html")]
pub struct Steps {
    pub lang: Lang,
    /// What procedure it is, for those who do not see it.
    pub label: String,
    pub steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub label: String,
    /// When it was done or is due, as shown; may be empty.
    pub when: String,
    pub state: StepState,
    pub href: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StepState {
    Done,
    Now,
    Next,
    /// On, and past its time.
    Late,
    Skipped,
}

impl HtmlSafe for Steps {}

impl Step {
    pub fn new(label: impl Into<String>, when: impl Into<String>, state: StepState) -> Self {
        Self { label: label.into(), when: when.into(), state, href: None }
    }

    pub fn to(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
}

impl StepState {
    pub fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Next => "next",
            Self::Late => "late",
            Self::Skipped => "skipped",
        }
    }

    pub fn is_on(self) -> bool {
        matches!(self, Self::Now | Self::Late)
    }

    /// What a screen reader says of it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Done => "part-step-done",
            Self::Now => "part-step-now",
            Self::Next => "part-step-next",
            Self::Late => "part-step-late",
            Self::Skipped => "part-step-skipped",
        }
    }

    /// The mark in the circle; a step to come shows its number.
    pub fn icon(self) -> Option<&'static str> {
        match self {
            Self::Done => Some("check"),
            Self::Late => Some("clock-exclamation"),
            Self::Skipped => Some("circle-minus"),
            Self::Now | Self::Next => None,
        }
    }
}
