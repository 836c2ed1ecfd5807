//! `summary.json`.

use crate::found::Found;
use crate::input::{Counts, Reason};
use crate::mapping::Table;
use crate::rule;
use crate::span::Span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Accepted rows of any result inside the period.
    pub rows: u64,
    pub period: PeriodText,
    pub calendar: String,
    pub explained: Explained,
    pub rules: Rules,
    pub rejected: RejectedText,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodText {
    pub from: String,
    pub to: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Explained {
    /// Lookups (`ok` and `not_found`) inside the period.
    pub of: u64,
    pub count: u64,
    pub share: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfRule {
    pub run: bool,
    pub flagged: u64,
}

/// By `L1` to `L19`, in that order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules(pub Vec<OfRule>);

impl Serialize for Rules {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().enumerate().map(|(at, rule)| (format!("L{}", at + 1), rule)))
    }
}

impl<'de> Deserialize<'de> for Rules {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let map: BTreeMap<String, OfRule> = Deserialize::deserialize(from)?;
        let none = OfRule { run: false, flagged: 0 };
        Ok(Rules(
            (1..=rule::COUNT).map(|number| map.get(&format!("L{number}")).copied().unwrap_or(none)).collect(),
        ))
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedText {
    pub count: u64,
    pub by_reason: BTreeMap<String, u64>,
    pub tables: BTreeMap<String, RejectedOf>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectedOf {
    pub count: u64,
    pub by_reason: BTreeMap<String, u64>,
}

fn by_reason(counts: &Counts) -> BTreeMap<String, u64> {
    counts.0.iter().map(|(reason, count)| (Reason::code(*reason).to_owned(), *count)).collect()
}

impl Summary {
    pub fn of(span: &Span, found: &Found, calendar: &str, rejected: &BTreeMap<Table, Counts>) -> Summary {
        let mut all = Counts::default();
        for counts in rejected.values() {
            all.add(counts);
        }
        let share = if span.lookups == 0 { 0.0 } else { span.explained as f64 / span.lookups as f64 };
        Summary {
            rows: span.rows,
            period: PeriodText { from: found.period.from.to_string(), to: found.period.to.to_string() },
            calendar: calendar.to_owned(),
            explained: Explained { of: span.lookups, count: span.explained, share },
            rules: Rules(
                (1..=rule::COUNT)
                    .map(|number| {
                        let run = found.asked(number);
                        OfRule { run, flagged: if run { found.flagged(number) } else { 0 } }
                    })
                    .collect(),
            ),
            rejected: RejectedText {
                count: all.all(),
                by_reason: by_reason(&all),
                tables: rejected
                    .iter()
                    .map(|(table, counts)| {
                        let of = RejectedOf { count: counts.all(), by_reason: by_reason(counts) };
                        (table.code().to_owned(), of)
                    })
                    .collect(),
            },
        }
    }
}
