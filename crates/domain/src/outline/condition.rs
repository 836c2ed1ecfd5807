//! Conditions on answers, and the figures they compare.
//!
//! Not here: what happens when one fails (`report`).

use super::{Answers, Value};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Something that is true or not of a report's answers. Unanswered is not true.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    Yes {
        field: String,
    },
    No {
        field: String,
    },
    /// The choice was made (or is among those made).
    Chosen {
        field: String,
        option: String,
    },
    Filled {
        field: String,
    },
    MoreThan {
        term: Term,
        than: i64,
    },
    All {
        of: Vec<Condition>,
    },
    Any {
        of: Vec<Condition>,
    },
    Not {
        that: Box<Condition>,
    },
}

/// A figure taken from answers: `pc_total` (the field's number, or the sum over
/// its rows and years), `issued.mat` (the sum of a column; yes counts 1),
/// `rows:leaks` (how many rows are filled).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Term {
    pub field: String,
    pub column: Option<String>,
    pub counts_rows: bool,
}

/// A text that is not a term.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a term: {0:?} (expected field, field.column or rows:field)")]
pub struct NotATerm(String);

impl Condition {
    pub fn holds(&self, answers: &Answers) -> bool {
        match self {
            Condition::Yes { field } => answers.single(field) == Some(&Value::YesNo(true)),
            Condition::No { field } => answers.single(field) == Some(&Value::YesNo(false)),
            Condition::Chosen { field, option } => answers
                .of_field(field)
                .any(|(_, value)| matches!(value, Value::Choice(chosen) if chosen == option)),
            Condition::Filled { field } => answers.of_field(field).next().is_some(),
            Condition::MoreThan { term, than } => {
                term.figure(answers, None).is_some_and(|figure| figure > *than)
            }
            Condition::All { of } => of.iter().all(|condition| condition.holds(answers)),
            Condition::Any { of } => of.iter().any(|condition| condition.holds(answers)),
            Condition::Not { that } => !that.holds(answers),
        }
    }

    /// The fields it looks at.
    pub fn fields(&self) -> Vec<&str> {
        match self {
            Condition::Yes { field }
            | Condition::No { field }
            | Condition::Chosen { field, .. }
            | Condition::Filled { field } => vec![field],
            Condition::MoreThan { term, .. } => vec![&term.field],
            Condition::All { of } | Condition::Any { of } => of.iter().flat_map(Condition::fields).collect(),
            Condition::Not { that } => that.fields(),
        }
    }
}

impl Term {
    /// The figure, over all years or in one; `None` while nothing is answered.
    pub fn figure(&self, answers: &Answers, year: Option<i16>) -> Option<i64> {
        let cells = answers
            .of_field(&self.field)
            .filter(|(cell, _)| self.column.is_none() || cell.column == self.column)
            .filter(|(cell, _)| year.is_none() || cell.year.is_none() || cell.year == year);
        if self.counts_rows {
            let mut rows: Vec<_> = cells.map(|(cell, _)| (cell.row, cell.year)).collect();
            rows.dedup();
            return Some(i64::try_from(rows.len()).unwrap_or(i64::MAX));
        }
        cells
            .filter_map(|(_, value)| match value {
                Value::Number(number) => Some(*number),
                Value::YesNo(yes) => Some(i64::from(*yes)),
                _ => None,
            })
            .fold(None, |sum: Option<i64>, number| Some(sum.unwrap_or(0).saturating_add(number)))
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.counts_rows {
            f.write_str("rows:")?;
        }
        f.write_str(&self.field)?;
        match &self.column {
            Some(column) => write!(f, ".{column}"),
            None => Ok(()),
        }
    }
}

impl FromStr for Term {
    type Err = NotATerm;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (counts_rows, rest) = match text.strip_prefix("rows:") {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (field, column) = match rest.split_once('.') {
            Some((field, column)) => (field, Some(column)),
            None => (rest, None),
        };
        let named = |id: &str| {
            !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        };
        if !named(field) || !column.is_none_or(named) {
            return Err(NotATerm(text.chars().take(60).collect()));
        }
        Ok(Term { field: field.to_owned(), column: column.map(str::to_owned), counts_rows })
    }
}

impl From<Term> for String {
    fn from(term: Term) -> Self {
        term.to_string()
    }
}

impl TryFrom<String> for Term {
    type Error = NotATerm;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}
