//! How often a rule was not kept, and when: what a tool counted of an account, a
//! system, a citizen or a log.
//!
//! Not here: counting (the tool that audits lookups), words (`web`, `papers`).

use evidence::{Sight, Value};
use jiff::Timestamp;
use serde::Deserialize;
use store::examination::Outcome;

/// A count, from when to when, and why the first of them counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub count: i64,
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
    pub why: String,
}

impl Counted {
    /// A record that counts.
    pub(super) fn of(sight: &Sight) -> Option<Self> {
        let Sight::Seen(Value::Record(fields)) = sight else { return None };
        let Some(Value::Whole(count)) = fields.get("count") else { return None };
        let instant = |name: &str| match fields.get(name) {
            Some(Value::Instant(at)) => Some(*at),
            _ => None,
        };
        let why = match fields.get("why") {
            Some(Value::Text(why)) => why.chars().take(LONGEST).collect(),
            _ => String::new(),
        };
        Some(Counted { count: *count, first: instant("first"), last: instant("last"), why })
    }

    /// A result with its count, as papers say it.
    pub(super) fn told(&self, title: &str, what: Option<&str>) -> String {
        let day = |at: Option<Timestamp>| at.map(domain::moment::day);
        let what = what.map(|what| (what, self.count));
        papers::evidence::counted(title, what, (day(self.first), day(self.last)), &self.why)
    }
}

/// The longest reason kept, in characters.
const LONGEST: usize = 300;

/// What is kept of the observations a result rests on, as far as counts need it.
#[derive(Deserialize)]
struct Rests {
    sight: Sight,
}

/// How often, where a result of ours says it.
pub fn counted(outcome: &Outcome) -> Option<Counted> {
    let rests: Vec<Rests> = serde_json::from_str(&outcome.detail).ok()?;
    rests.first().and_then(|one| Counted::of(&one.sight))
}
