//! What must hold of a value.
//!
//! Not here: which value (`look`), what follows (`judge`).

use super::Pattern;
use super::look::same;
use crate::Value;
use serde::{Deserialize, Serialize};

/// A value as a pack writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Literal {
    Whole(i64),
    Text(String),
    List(Vec<String>),
}

/// Comparisons of texts make no difference of case. A number written as text, as
/// the registry may have it, is that number, without what follows a point; a flag
/// is 1 or 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", content = "value", rename_all = "snake_case")]
pub enum Test {
    /// The same; of a list, the same members in any order.
    Equals(Literal),
    AtLeast(i64),
    AtMost(i64),
    /// From the first to the last, both included.
    Within(i64, i64),
    OneOf(Vec<Literal>),
    NoneOf(Vec<Literal>),
    /// A text within a text, or all of a list's members within a list.
    Contains(Literal),
    /// One of the patterns fits; of a list, every member fits one.
    Matches(Vec<Pattern>),
    /// None of the patterns fits; of a list, none fits any member.
    MatchesNone(Vec<Pattern>),
    /// Something was seen.
    Present,
    /// It was looked for and is not there.
    Absent,
}

/// What it means that nothing is there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "is", content = "value", rename_all = "snake_case")]
pub enum Absence {
    #[default]
    Fails,
    Passes,
    /// The system behaves as if this were there.
    CountsAs(Literal),
}

impl Absence {
    pub(super) fn is_failing(&self) -> bool {
        *self == Absence::Fails
    }
}

impl Literal {
    fn equals(&self, value: &Value) -> bool {
        match self {
            Literal::Whole(number) => whole(value) == Some(*number),
            Literal::Text(text) => match value {
                Value::Several(members) => members.len() == 1 && same(text, &members[0]),
                other => written(other).is_some_and(|other| same(text, &other)),
            },
            Literal::List(wanted) => members(value).is_some_and(|members| {
                wanted.iter().all(|one| has(&members, one)) && members.iter().all(|one| has(wanted, one))
            }),
        }
    }

    /// As if it had been seen.
    pub(super) fn value(&self) -> Value {
        match self {
            Literal::Whole(number) => Value::Whole(*number),
            Literal::Text(text) => Value::Text(text.clone()),
            Literal::List(members) => Value::Several(members.clone()),
        }
    }
}

impl Test {
    /// Whether it holds of a value that was seen.
    pub fn holds(&self, value: &Value) -> bool {
        let number = || whole(value);
        match self {
            Test::Equals(wanted) => wanted.equals(value),
            Test::AtLeast(least) => number().is_some_and(|number| number >= *least),
            Test::AtMost(most) => number().is_some_and(|number| number <= *most),
            Test::Within(least, most) => number().is_some_and(|number| (*least..=*most).contains(&number)),
            Test::OneOf(wanted) => wanted.iter().any(|wanted| wanted.equals(value)),
            Test::NoneOf(unwanted) => !unwanted.iter().any(|unwanted| unwanted.equals(value)),
            Test::Contains(wanted) => contains(wanted, value),
            Test::Matches(patterns) => every_text(value, |text| patterns.iter().any(|p| p.matches(text))),
            Test::MatchesNone(patterns) => {
                every_text(value, |text| !patterns.iter().any(|pattern| pattern.matches(text)))
            }
            Test::Present => true,
            Test::Absent => false,
        }
    }

    pub(super) fn check(&self) -> Result<(), &'static str> {
        let empty = match self {
            Test::OneOf(list) | Test::NoneOf(list) => list.is_empty(),
            Test::Matches(patterns) | Test::MatchesNone(patterns) => patterns.is_empty(),
            Test::Within(least, most) => return if least <= most { Ok(()) } else { Err("an empty range") },
            _ => false,
        };
        if empty { Err("compares with nothing") } else { Ok(()) }
    }
}

fn contains(wanted: &Literal, value: &Value) -> bool {
    let wanted: Vec<String> = match wanted {
        Literal::Whole(number) => vec![number.to_string()],
        Literal::Text(text) => vec![text.clone()],
        Literal::List(members) => members.clone(),
    };
    match value {
        Value::Several(members) => wanted.iter().all(|one| has(members, one)),
        other => written(other).is_some_and(|text| {
            let text = text.to_lowercase();
            wanted.iter().all(|one| text.contains(&one.to_lowercase()))
        }),
    }
}

fn every_text(value: &Value, holds: impl Fn(&str) -> bool) -> bool {
    match value {
        Value::Several(members) => members.iter().all(|member| holds(member)),
        other => written(other).is_some_and(|text| holds(&text)),
    }
}

fn has(members: &[String], one: &str) -> bool {
    members.iter().any(|member| same(member, one))
}

fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Whole(number) => Some(*number),
        Value::Flag(flag) => Some(i64::from(*flag)),
        // A build with its update, `19045.4291`, is that build.
        Value::Text(text) => {
            let (number, rest) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
            number.parse().ok().filter(|_| rest.chars().all(|c| c.is_ascii_digit()))
        }
        _ => None,
    }
}

/// A value as one text; a list, a record and another tool's result are none.
fn written(value: &Value) -> Option<String> {
    Some(match value {
        Value::Text(text) => text.clone(),
        Value::Whole(_) | Value::Flag(_) => whole(value)?.to_string(),
        Value::Day(day) => day.to_string(),
        Value::Instant(instant) => instant.to_string(),
        Value::LocalTime(time) => time.to_string(),
        _ => return None,
    })
}

/// The members of a list; anything else that is one text is a list of itself.
pub(super) fn members(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Several(members) => Some(members.clone()),
        other => written(other).map(|text| vec![text]),
    }
}
