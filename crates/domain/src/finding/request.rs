//! What a unit was asked to remedy and until when, with the extensions it asked
//! for.
//!
//! Not here: the finding's own state (`case`).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A request to remedy. `round` counts from 1 and rises with each reopening.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    pub on: Date,
    /// Last valid day.
    pub due: Date,
    /// Last valid day for a remediation plan, when one is asked for.
    pub plan_due: Option<Date>,
    pub round: u16,
    /// Decided ones, oldest first.
    pub extensions: Vec<Extension>,
    /// Asked for and not decided.
    pub asked: Option<Extension>,
}

/// A later due day, asked for with a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    pub asked_on: Date,
    pub new_due: Date,
    pub reason: String,
    /// Day and answer; absent while it waits.
    pub decided: Option<(Date, bool)>,
}

impl Request {
    pub(super) fn new(on: Date, due: Date, plan_due: Option<Date>, round: u16) -> Self {
        Request { on, due, plan_due, round, extensions: vec![], asked: None }
    }

    pub(super) fn decide(&mut self, on: Date, granted: bool) {
        if let Some(mut asked) = self.asked.take() {
            asked.decided = Some((on, granted));
            if granted {
                self.due = asked.new_due;
            }
            self.extensions.push(asked);
        }
    }
}
