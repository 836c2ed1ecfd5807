//! A paper as it will be printed, on the page: its own words, a sheet's width.
//!
//! Not here: the words and their layout in print (`papers`, by way of `app`).

use app::acts::minutes::{Align, Line, Plain};
use askama::Template;
use askama::filters::HtmlSafe;

#[derive(Debug, Clone, Template)]
#[template(path = "parts/paper.html")]
pub struct Paper {
    /// What paper it is, for those who do not see it.
    pub label: String,
    pub blocks: Vec<Plain>,
}

impl HtmlSafe for Paper {}

impl Paper {
    fn class(line: &Line) -> String {
        let align = match line.align {
            Align::Left => "left",
            Align::Center => "center",
            Align::Right => "right",
            Align::Justify => "justify",
        };
        let mut class = format!("paper-line paper-{align}");
        if line.bold {
            class += " paper-bold";
        }
        if line.italic {
            class += " paper-italic";
        }
        class
    }
}
