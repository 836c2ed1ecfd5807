//! Answers to an outline: one value per cell, kept as rows, never as one blob.
//!
//! Not here: whether they are right or enough (`report`).

use super::Scalar;
use crate::identifier::FileId;
use crate::text::tidy;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// Where a value stands: a field, and within it a column, a row (0 for fields
/// without rows) and a year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cell {
    pub field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i16>,
    #[serde(default)]
    pub row: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
}

/// What a cell holds. Numbers of things and of đồng alike are whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    Number(i64),
    YesNo(bool),
    Choice(String),
    Text(String),
    Date(Date),
    File(FileId),
}

/// A report's answers, with the years it reports on. Missing is missing: an
/// empty text is never kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    years: Vec<i16>,
    cells: BTreeMap<Cell, Value>,
}

/// A text that is not a cell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a cell: {0:?} (expected field.column[row]@year)")]
pub struct NotACell(String);

/// A typed text that is not a value of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAValue {
    #[error("not a whole number")]
    Number,
    #[error("neither yes nor no")]
    YesNo,
    #[error("not one of the options")]
    Option,
    #[error("not a date (dd/mm/yyyy)")]
    Date,
    #[error("not a file")]
    File,
}

impl Cell {
    pub fn of(field: &str) -> Self {
        Cell { field: field.to_owned(), year: None, row: 0, column: None }
    }

    pub fn column(mut self, column: &str) -> Self {
        self.column = Some(column.to_owned());
        self
    }

    pub fn row(mut self, row: u16) -> Self {
        self.row = row;
        self
    }

    pub fn year(mut self, year: i16) -> Self {
        self.year = Some(year);
        self
    }
}

impl Answers {
    /// No answers yet, for the years reported on (empty for outlines without years).
    pub fn new(years: impl IntoIterator<Item = i16>) -> Self {
        let mut years: Vec<i16> = years.into_iter().collect();
        years.sort_unstable();
        years.dedup();
        Answers { years, cells: BTreeMap::new() }
    }

    pub fn with(mut self, cell: Cell, value: Value) -> Self {
        self.set(cell, value);
        self
    }

    /// Keeps a value; a blank text takes the answer away.
    pub fn set(&mut self, cell: Cell, value: Value) {
        match value {
            Value::Text(text) if text.trim().is_empty() => {
                self.cells.remove(&cell);
            }
            value => {
                self.cells.insert(cell, value);
            }
        }
    }

    pub fn clear(&mut self, cell: &Cell) {
        self.cells.remove(cell);
    }

    pub fn years(&self) -> &[i16] {
        &self.years
    }

    pub fn get(&self, cell: &Cell) -> Option<&Value> {
        self.cells.get(cell)
    }

    /// The value of a field that has only one.
    pub fn single(&self, field: &str) -> Option<&Value> {
        self.cells.get(&Cell::of(field))
    }

    pub fn of_field<'a>(&'a self, field: &'a str) -> impl Iterator<Item = (&'a Cell, &'a Value)> {
        self.cells.range(Cell::of(field)..).take_while(move |(cell, _)| cell.field == field)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Cell, &Value)> {
        self.cells.iter()
    }

    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

/// Reads what a person typed into a cell; `None` for nothing. Numbers may group
/// thousands with a point or a space, dates are day first (or ISO).
///
/// # Errors
/// What the text is not.
pub fn read_value(kind: &Scalar, typed: &str) -> Result<Option<Value>, NotAValue> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let value = match kind {
        Scalar::Number { .. } | Scalar::Money => Value::Number(read_number(typed).ok_or(NotAValue::Number)?),
        Scalar::YesNo => Value::YesNo(read_yes_no(typed).ok_or(NotAValue::YesNo)?),
        Scalar::Choice { options } => {
            let chosen = options.iter().find(|option| option.code == typed || option.label.vi == typed);
            Value::Choice(chosen.ok_or(NotAValue::Option)?.code.clone())
        }
        Scalar::Text { .. } => Value::Text(typed.lines().map(tidy).collect::<Vec<_>>().join("\n")),
        Scalar::Date => Value::Date(read_date(typed).ok_or(NotAValue::Date)?),
        Scalar::File => Value::File(typed.parse().map_err(|_| NotAValue::File)?),
    };
    Ok(Some(value))
}

fn read_number(typed: &str) -> Option<i64> {
    let (sign, digits) = match typed.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, typed),
    };
    let groups: Vec<&str> = digits.split(['.', ' ', '\u{a0}']).collect();
    let grouped = groups.len() == 1
        || (groups.iter().skip(1).all(|group| group.len() == 3) && (1..=3).contains(&groups[0].len()));
    let digits = groups.concat();
    if !grouped || digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse::<i64>().ok().map(|number| sign * number)
}

fn read_yes_no(typed: &str) -> Option<bool> {
    match typed.to_lowercase().as_str() {
        "yes" | "true" | "on" | "1" | "x" | "có" => Some(true),
        "no" | "false" | "0" | "không" => Some(false),
        _ => None,
    }
}

fn read_date(typed: &str) -> Option<Date> {
    if let Ok(date) = typed.parse::<Date>() {
        return Some(date);
    }
    let parts: Vec<&str> = typed.split(['/', '-', '.']).collect();
    let [day, month, year] = parts[..] else { return None };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// `issued.mat[2]@2024`; row 0 and absent parts are left out.
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.field)?;
        if let Some(column) = &self.column {
            write!(f, ".{column}")?;
        }
        if self.row != 0 {
            write!(f, "[{}]", self.row)?;
        }
        match self.year {
            Some(year) => write!(f, "@{year}"),
            None => Ok(()),
        }
    }
}

impl FromStr for Cell {
    type Err = NotACell;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or_else(|| NotACell(text.chars().take(60).collect()))
    }
}

fn parse(text: &str) -> Option<Cell> {
    let (text, year) = match text.split_once('@') {
        Some((text, year)) => (text, Some(year.parse().ok()?)),
        None => (text, None),
    };
    let (text, row) = match text.strip_suffix(']').and_then(|text| text.split_once('[')) {
        Some((text, row)) => (text, row.parse().ok()?),
        None => (text, 0),
    };
    let (field, column) = match text.split_once('.') {
        Some((field, column)) => (field, Some(column)),
        None => (text, None),
    };
    let named = |id: &str| {
        !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    if !named(field) || !column.is_none_or(named) {
        return None;
    }
    Some(Cell { field: field.to_owned(), year, row, column: column.map(str::to_owned) })
}
