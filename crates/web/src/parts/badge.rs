//! A status: a shape, a word and a colour, so that none of them speaks alone.
//!
//! Not here: which status a thing has (its page says it from the domain's
//! states).

use std::borrow::Cow;

use askama::Template;
use askama::filters::HtmlSafe;

/// How a status feels; shape and colour follow from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Not begun, nothing expected yet.
    Idle,
    /// Someone is to act.
    Waiting,
    /// Under way.
    Going,
    /// Done, met.
    Done,
    /// Due soon, or met in part.
    Warning,
    /// Past its date, or not met.
    Late,
    /// Returned, refused, withdrawn.
    Refused,
    /// Outside: not applicable, not collected.
    Outside,
}

/// A status on the page.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "parts/badge.html")]
pub struct Badge {
    pub tone: Tone,
    pub words: Cow<'static, str>,
}

impl HtmlSafe for Badge {}

impl Badge {
    pub fn new(tone: Tone, words: impl Into<Cow<'static, str>>) -> Self {
        Self { tone, words: words.into() }
    }
}

impl Tone {
    pub const ALL: [Self; 8] = [
        Self::Idle,
        Self::Waiting,
        Self::Going,
        Self::Done,
        Self::Warning,
        Self::Late,
        Self::Refused,
        Self::Outside,
    ];

    /// The end of its style class.
    pub fn code(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Waiting => "waiting",
            Self::Going => "going",
            Self::Done => "done",
            Self::Warning => "warning",
            Self::Late => "late",
            Self::Refused => "refused",
            Self::Outside => "outside",
        }
    }

    pub fn icon(self) -> &'static str {
        match self {
            Self::Idle => "circle-dashed",
            Self::Waiting => "clock",
            Self::Going => "circle-half-2",
            Self::Done => "circle-check",
            Self::Warning => "alert-triangle",
            Self::Late => "alert-octagon",
            Self::Refused => "ban",
            Self::Outside => "circle-minus",
        }
    }
}
