//! A table laid out: cells as paragraphs, columns as wide as their weights ask, but
//! none narrower than its longest word, so that days and headings are not torn.

use serde::Serialize;

use crate::document::{MAX_WHOLE_WORD_IN_CELL, Paragraph, Run};
use crate::fonts::{self, Weight};
use crate::style::{Align, Style};
use crate::table::{Cell, Row, Table, fitted};

/// Between border and text, left and right together, in points.
const PADDING: f64 = 8.0;
/// The rows looked at to find a column's longest word.
const ROWS_MEASURED: usize = 200;
/// A row with a longer cell may be broken over two pages.
const MAX_WHOLE_CELL_BYTES: usize = 600;

/// A table with thin borders and repeated headings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Grid {
    /// The columns' widths in points.
    pub(crate) columns: Vec<f64>,
    pub(crate) head: Vec<Paragraph>,
    pub(crate) rows: Vec<GridRow>,
}

/// A row of a [`Grid`]: one cell per column, or a single one across all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct GridRow {
    pub(crate) across: bool,
    /// Short enough to stay on one page.
    pub(crate) whole: bool,
    pub(crate) cells: Vec<Paragraph>,
}

impl Grid {
    /// Lays `table` out over `room` points.
    pub(crate) fn of(table: &Table, room: f64) -> Self {
        let head: Vec<Paragraph> =
            table.columns.iter().map(|column| Paragraph::new(Style::CellHead, &column.head)).collect();
        let cells = |given: &[Cell], weight: Weight| {
            let cells = fitted(given, table.columns.len())
                .iter()
                .zip(&table.columns)
                .map(|(cell, column)| cell_paragraph(cell, column.align(), weight))
                .collect();
            GridRow::of(cells)
        };
        let rows: Vec<GridRow> = table
            .rows
            .iter()
            .map(|row| match row {
                Row::Cells(given) => cells(given, Weight::Regular),
                Row::Total(given) => cells(given, Weight::Bold),
                Row::Group(text) => GridRow::across(Paragraph::of(Style::Cell, vec![Run::bold(text)])),
            })
            .collect();
        let columns = laid_out(table, &head, &rows, room);
        Self { columns, head, rows }
    }
}

/// The widths of a table's columns over `room` points.
pub(crate) fn column_widths(table: &Table, room: f64) -> Vec<f64> {
    Grid::of(table, room).columns
}

fn laid_out(table: &Table, head: &[Paragraph], rows: &[GridRow], room: f64) -> Vec<f64> {
    let weights: Vec<f64> = table.columns.iter().map(|column| f64::from(column.weight.max(1))).collect();
    widths(&weights, &least_widths(head, rows), room)
}

impl GridRow {
    fn across(line: Paragraph) -> Self {
        Self { across: true, ..Self::of(vec![line]) }
    }

    fn of(cells: Vec<Paragraph>) -> Self {
        let longest = cells.iter().map(Paragraph::text_bytes).max().unwrap_or(0);
        Self { across: false, whole: longest <= MAX_WHOLE_CELL_BYTES, cells }
    }
}

fn cell_paragraph(cell: &Cell, align: Align, weight: Weight) -> Paragraph {
    let words = cell.words();
    let run = if weight == Weight::Bold || matches!(cell, Cell::Strong(_)) {
        Run::bold(words)
    } else {
        Run::plain(words)
    };
    let mut runs = vec![run];
    if let Cell::Referenced { reference, .. } = cell {
        runs.push(Run::superscript(format!("[{reference}]")));
    }
    let mut paragraph = Paragraph::of(Style::Cell, runs);
    paragraph.align = Some(align);
    paragraph
}

fn least_widths(head: &[Paragraph], rows: &[GridRow]) -> Vec<f64> {
    let mut least: Vec<f64> = head.iter().map(longest_word).collect();
    for row in rows.iter().filter(|row| !row.across).take(ROWS_MEASURED) {
        for (width, cell) in least.iter_mut().zip(&row.cells) {
            *width = width.max(longest_word(cell));
        }
    }
    least.into_iter().map(|width| width + PADDING).collect()
}

fn longest_word(cell: &Paragraph) -> f64 {
    let look = cell.style.look();
    cell.runs
        .iter()
        .flat_map(|run| {
            let weight = if run.is_bold() { Weight::Bold } else { look.weight() };
            run.text
                .as_str()
                .split_whitespace()
                .filter(|word| word.chars().count() <= MAX_WHOLE_WORD_IN_CELL)
                .map(move |word| fonts::width(word, look.size, weight))
        })
        .fold(0.0, f64::max)
}

/// Shares `room` by `weights`; a column narrower than its least takes what it lacks
/// from those that have more than theirs.
fn widths(weights: &[f64], least: &[f64], room: f64) -> Vec<f64> {
    let all: f64 = weights.iter().sum();
    let asked: Vec<f64> = weights.iter().map(|weight| room * weight / all).collect();
    let lacking: f64 = asked.iter().zip(least).map(|(asked, least)| (least - asked).max(0.0)).sum();
    let spare: f64 = asked.iter().zip(least).map(|(asked, least)| (asked - least).max(0.0)).sum();
    if spare <= lacking {
        return asked;
    }
    asked
        .iter()
        .zip(least)
        .map(|(asked, least)| if asked < least { *least } else { asked - (asked - least) * lacking / spare })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::Column;

    #[test]
    fn columns_share_the_room_by_weight() {
        let table = Table::new([Column::text("A", 1), Column::text("B", 3)]);
        assert_eq!(Grid::of(&table, 400.0).columns, [100.0, 300.0]);
    }

    #[test]
    fn a_column_is_never_narrower_than_a_day() {
        let mut table = Table::new([Column::text("Nội dung", 500), Column::mark("Hạn", 1)]);
        table.push([Cell::from("x"), Cell::from(jiff::civil::date(2026, 9, 14))]);
        let columns = Grid::of(&table, 400.0).columns;
        assert!(columns[1] >= fonts::width("14/09/2026", 12.0, Weight::Regular) + PADDING);
        assert!((columns[0] + columns[1] - 400.0).abs() < 0.001);
    }

    #[test]
    fn too_many_columns_for_the_room_keep_their_weights() {
        let table = Table::new((0..60).map(|number| Column::text(format!("Cột {number}"), 1)));
        let columns = Grid::of(&table, 300.0).columns;
        assert!(columns.iter().all(|width| (width - 5.0).abs() < 0.001));
    }
}
