//! Tables: typed cells under weighted columns, one shape for papers and workbooks.
//! How a table is drawn is the renderers' affair.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::dates;
use crate::style::Align;
use crate::words::Words;

/// A table with one row of headings, repeated on every page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The rows below the headings.
    pub rows: Vec<Row>,
}

/// A column of a [`Table`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// The heading.
    pub head: String,
    /// The width relative to the other columns.
    pub weight: u16,
    /// How its cells stand.
    pub kind: ColumnKind,
}

/// What a column holds, which decides how its cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ColumnKind {
    /// Running text, flush left.
    Text,
    /// Short words, dates and ordinals, centred.
    Mark,
    /// Numbers, flush right.
    Number,
}

/// A row of a [`Table`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Row {
    /// One cell per column.
    Cells(Vec<Cell>),
    /// A bold line across all columns.
    Group(String),
    /// A bold row, for sums.
    Total(Vec<Cell>),
}

/// A cell of a [`Row`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub enum Cell {
    /// Nothing to say.
    #[default]
    Blank,
    /// Text; line feeds break lines.
    Text(String),
    /// Text in bold.
    Strong(String),
    /// A count.
    Whole(i64),
    /// A number with decimals.
    Decimal {
        /// The number.
        value: f64,
        /// Digits after the comma.
        places: u8,
    },
    /// A share, 0.25 for 25 %.
    Share(f64),
    /// A day.
    Day(Date),
    /// A value with the number of the source that stands behind it.
    Referenced {
        /// The value.
        value: Box<Cell>,
        /// The source's number in the annex.
        reference: u32,
    },
}

impl Table {
    /// A table without rows.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self { columns: columns.into_iter().collect(), rows: Vec::new() }
    }

    /// Adds a row of cells.
    pub fn push(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.rows.push(Row::Cells(cells.into_iter().collect()));
    }

    /// The cells of all rows, headings included.
    pub fn cell_count(&self) -> usize {
        let below: usize = self
            .rows
            .iter()
            .map(|row| match row {
                Row::Cells(cells) | Row::Total(cells) => cells.len(),
                Row::Group(_) => 1,
            })
            .sum();
        self.columns.len() + below
    }
}

impl Column {
    /// A column of running text.
    pub fn text(head: impl Into<String>, weight: u16) -> Self {
        Self::of(head, weight, ColumnKind::Text)
    }

    /// A column of short words or days.
    pub fn mark(head: impl Into<String>, weight: u16) -> Self {
        Self::of(head, weight, ColumnKind::Mark)
    }

    /// A column of numbers.
    pub fn number(head: impl Into<String>, weight: u16) -> Self {
        Self::of(head, weight, ColumnKind::Number)
    }

    /// The column of ordinals ("STT").
    pub fn ordinal() -> Self {
        Self::mark("STT", 11)
    }

    /// How cells of this column stand.
    pub fn align(&self) -> Align {
        match self.kind {
            ColumnKind::Text => Align::Left,
            ColumnKind::Mark => Align::Center,
            ColumnKind::Number => Align::Right,
        }
    }

    fn of(head: impl Into<String>, weight: u16, kind: ColumnKind) -> Self {
        Self { head: head.into(), weight, kind }
    }
}

impl Cell {
    /// Text, or a blank cell when there is none.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }

    /// A count.
    pub fn count(number: usize) -> Self {
        Self::Whole(i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// The value, without the number of its source.
    pub fn value(&self) -> &Self {
        match self {
            Self::Referenced { value, .. } => value.value(),
            plain => plain,
        }
    }

    /// The cell as it is printed.
    pub fn words(&self) -> Words {
        match self {
            Self::Blank => Words::default(),
            Self::Text(text) | Self::Strong(text) => Words::from(text),
            Self::Whole(number) => dates::whole(*number).into(),
            Self::Decimal { value, places } => dates::decimal(*value, *places).into(),
            Self::Share(share) => format!("{}%", dates::decimal(share * 100.0, 1)).into(),
            Self::Day(day) => dates::short(*day).into(),
            Self::Referenced { value, .. } => value.words(),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::text(text)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

/// Fits `cells` to `columns` columns: missing cells are blank, surplus ones join
/// the last, so that nothing given is left out.
pub fn fitted(cells: &[Cell], columns: usize) -> Vec<Cell> {
    if cells.len() <= columns {
        let mut row = cells.to_vec();
        row.resize(columns, Cell::Blank);
        return row;
    }
    let Some(last) = columns.checked_sub(1) else {
        return Vec::new();
    };
    let joined: Vec<String> = cells[last..].iter().map(|cell| cell.words().as_str().to_owned()).collect();
    let mut row = cells[..last].to_vec();
    row.push(Cell::Text(joined.join("; ")));
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_cells_are_blank_and_surplus_ones_join_the_last() {
        let cells = [Cell::from("a"), Cell::Whole(1), Cell::Share(0.5)];
        assert_eq!(fitted(&cells[..1], 2), [Cell::from("a"), Cell::Blank]);
        assert_eq!(fitted(&cells, 2), [Cell::from("a"), Cell::Text("1; 50,0%".to_owned())]);
        assert_eq!(fitted(&cells, 0), []);
    }
}
