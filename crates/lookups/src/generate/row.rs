//! A lookup before it is text.

use super::dossiers::Number;

#[derive(Debug, Clone, Copy)]
pub struct Row {
    pub ts: i64,
    pub citizen: u64,
    pub seq: Option<i64>,
    pub dossier: Number,
    pub account: u32,
    pub terminal: u32,
    pub system: u8,
    pub purpose: u8,
    pub result: Outcome,
    /// Whether nothing is wrong with it.
    pub plain: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Ok,
    NotFound,
    Denied,
    Error,
}

impl Outcome {
    pub fn is_refused(self) -> bool {
        matches!(self, Outcome::Denied | Outcome::Error)
    }
}

/// As they stand in the log, in order.
pub const OUTCOMES: [&str; 4] = ["ok", "not_found", "denied", "error"];
