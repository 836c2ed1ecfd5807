//! A heat map that is a table: every cell bears its figure, colour only helps.
//!
//! Not here: what the figures mean (the page's caption and legend say it).

use askama::Template;
use askama::filters::HtmlSafe;

use crate::words::{Count, Lang};

/// Rows against columns.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/heat.html")]
pub struct Heat {
    pub lang: Lang,
    pub caption: String,
    /// What the rows are, over their names.
    pub corner: String,
    pub columns: Vec<String>,
    pub rows: Vec<HeatRow>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatRow {
    pub label: String,
    pub href: String,
    pub cells: Vec<HeatCell>,
}

/// One cell: empty where nothing applies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeatCell {
    /// Already in words; empty for "does not apply".
    pub figure: String,
    /// 0 (nothing) to 5 (most).
    pub step: u8,
    pub href: Option<String>,
}

impl HtmlSafe for Heat {}

impl HeatCell {
    /// A count, coloured by its share of the greatest.
    pub fn of(lang: Lang, count: u64, greatest: u64) -> Self {
        let step = if count == 0 { 0 } else { (count * 5).div_ceil(greatest.max(count)) };
        let step = u8::try_from(step.min(5)).unwrap_or(5);
        Self { figure: lang.number(Count::from(count)), step, href: None }
    }

    pub fn to(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_follows_the_share_and_only_nothing_is_colourless() {
        let step = |count| HeatCell::of(Lang::Vi, count, 40).step;
        assert_eq!([0, 1, 8, 9, 40].map(step), [0, 1, 1, 2, 5]);
        assert_eq!(HeatCell::of(Lang::Vi, 0, 0).step, 0);
        assert_eq!(HeatCell::of(Lang::Vi, 1_200, 10).figure, "1.200");
    }
}
