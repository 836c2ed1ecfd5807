//! Which cells a report must fill, given its answers so far. The one list that
//! progress counts and validation checks.
//!
//! Not here: whether a filled cell is right (`check`).

use crate::outline::{Answers, Cell, DOCUMENT_COLUMNS, Field, Kind, Outline, Requirement, Rows};
use std::collections::BTreeSet;

/// One thing that must be answered: it is, when any of its cells is filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Need<'a> {
    pub section: &'a str,
    pub field: &'a Field,
    /// The cell to answer; for a choice or files, the first one.
    pub cell: Cell,
    pub filled: bool,
}

pub(super) fn needs<'a>(outline: &'a Outline, answers: &Answers) -> Vec<Need<'a>> {
    let mut needs = vec![];
    for (section, field) in outline.fields() {
        let needed = match &field.required {
            Requirement::Always => true,
            Requirement::Optional => false,
            Requirement::When { condition } => condition.holds(answers),
        };
        let mut add = |cell: Cell, filled: bool| {
            needs.push(Need { section: &section.code, field, cell, filled });
        };
        match &field.kind {
            Kind::Documents { min } => {
                let columns = DOCUMENT_COLUMNS.iter().filter(|(_, required)| *required).map(|(id, _)| *id);
                let columns: Vec<&str> = columns.collect();
                rows(field, &columns, if needed { *min } else { 0 }, answers, &mut add);
            }
            Kind::Table { columns, rows: kind } => {
                let columns: Vec<&str> = columns
                    .iter()
                    .filter(|column| column.required)
                    .map(|column| column.id.as_str())
                    .collect();
                match kind {
                    Rows::Free { min, .. } => {
                        rows(field, &columns, if needed { *min } else { 0 }, answers, &mut add);
                    }
                    Rows::PerYear if needed => {
                        for (year, column) in pairs(answers.years(), &columns) {
                            put(Cell::of(&field.id).year(*year).column(column), answers, &mut add);
                        }
                    }
                    Rows::Fixed { list } if needed => {
                        for (row, column) in pairs(list, &columns) {
                            put(Cell::of(&field.id).row(row.row).column(column), answers, &mut add);
                        }
                    }
                    Rows::PerYear | Rows::Fixed { .. } => {}
                }
            }
            Kind::NumberPerYear { .. } if needed => {
                for year in answers.years() {
                    put(Cell::of(&field.id).year(*year), answers, &mut add);
                }
            }
            _ if needed => {
                add(Cell::of(&field.id), answers.of_field(&field.id).next().is_some());
            }
            _ => {}
        }
    }
    needs
}

fn pairs<'a, T>(rows: &'a [T], columns: &'a [&'a str]) -> impl Iterator<Item = (&'a T, &'a str)> {
    rows.iter().flat_map(move |row| columns.iter().map(move |column| (row, *column)))
}

fn put(cell: Cell, answers: &Answers, add: &mut impl FnMut(Cell, bool)) {
    let filled = answers.get(&cell).is_some();
    add(cell, filled);
}

/// A started row must have its required columns, needed or not; a needed table
/// must have its least number of rows.
fn rows(field: &Field, columns: &[&str], min: u16, answers: &Answers, add: &mut impl FnMut(Cell, bool)) {
    let mut wanted: BTreeSet<u16> = answers.of_field(&field.id).map(|(cell, _)| cell.row).collect();
    let mut next = 0;
    while wanted.len() < usize::from(min) {
        wanted.insert(next);
        next += 1;
    }
    for row in wanted {
        for column in columns {
            put(Cell::of(&field.id).row(row).column(column), answers, add);
        }
    }
}
