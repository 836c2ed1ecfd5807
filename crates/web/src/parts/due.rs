//! A due date with its distance from today: `20/11/2026 · còn 3 ngày`.
//!
//! Not here: how the date came about (the `domain` room's arithmetic).

use std::borrow::Borrow;

use askama::Template;
use askama::filters::HtmlSafe;
use jiff::civil::Date;

use crate::frame::Frame;

/// A due date as a cell shows it.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "parts/due.html")]
pub struct Due {
    date: String,
    iso: String,
    /// Empty once it is met.
    distance: String,
    kind: &'static str,
}

impl HtmlSafe for Due {}

/// From how many days before it a due date is marked as near.
const NEAR: i32 = 3;

impl Frame {
    /// A date that is still to be met: `{{ f.due(row.due) }}`.
    pub fn due(&self, date: impl Borrow<Date>) -> Due {
        let date = *date.borrow();
        let days = (date - self.today()).get_days();
        let kind = match days {
            ..0 => "late",
            0..=NEAR => "near",
            _ => "far",
        };
        let distance = self.lang.days_left(date, self.today());
        Due { date: self.lang.date(date), iso: date.to_string(), distance, kind }
    }

    /// A date that was met, or that only tells when: without its distance.
    pub fn on(&self, date: impl Borrow<Date>) -> Due {
        let date = *date.borrow();
        Due { date: self.lang.date(date), iso: date.to_string(), distance: String::new(), kind: "plain" }
    }
}
