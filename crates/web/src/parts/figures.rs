//! A strip of figures, each of which opens the rows behind it.
//!
//! Not here: counting (the `store` room keeps counters).

use askama::Template;
use askama::filters::HtmlSafe;

use super::badge::Tone;
use crate::words::{Count, Lang};

/// Figures side by side.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/figures.html")]
pub struct Figures {
    pub label: String,
    pub cards: Vec<FigureCard>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureCard {
    pub label: String,
    /// Already in words: `1.204`, `87%`.
    pub figure: String,
    /// Beside it, such as last year's figure; may be empty.
    pub note: String,
    pub href: String,
    pub tone: Tone,
    /// Whether the list below shows these rows now.
    pub on: bool,
}

impl HtmlSafe for Figures {}

impl Figures {
    pub fn new(label: impl Into<String>, cards: Vec<FigureCard>) -> Self {
        Self { label: label.into(), cards }
    }
}

impl FigureCard {
    pub fn new(
        lang: Lang,
        label: impl Into<String>,
        figure: impl Into<Count>,
        href: impl Into<String>,
    ) -> Self {
        Self {
            label: label.into(),
            figure: lang.number(figure),
            note: String::new(),
            href: href.into(),
            tone: Tone::Outside,
            on: false,
        }
    }

    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// What the figure means when there is any; nothing late is no bad news.
    pub fn tone(mut self, tone: Tone) -> Self {
        let none = self.figure == "0";
        self.tone = match tone {
            Tone::Late | Tone::Warning if none => Tone::Outside,
            tone => tone,
        };
        self
    }

    pub fn on(mut self, on: bool) -> Self {
        self.on = on;
        self
    }
}
