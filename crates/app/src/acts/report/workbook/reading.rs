//! From a filled-in workbook to the changes it proposes, with what could not be
//! read told by sheet and row.

use super::super::{Change, written};
use crate::refusal::Fault;
use domain::outline::{Cell, Kind, MAX_ROWS, NotAValue, Outline, Scalar, read_value};
use papers::MARK_SHEET;
use reader::sheet::Sheet;
use std::collections::BTreeMap;

/// What the first cell of the hidden sheet says; the version of its form.
pub const MARK: &str = "rasoat-report-1";
/// Faults listed; the rest is not.
const FAULTS_LISTED: usize = 500;

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    pub sheet: String,
    /// As the workbook counts, from 1.
    pub row: u32,
    pub code: String,
    pub typed: String,
    pub fault: Fault,
}

/// What the workbook was made from.
pub struct Marked {
    pub report: String,
    /// Version and text of every cell that had one.
    pub cells: BTreeMap<Cell, (i64, String)>,
}

/// A change, where it stands in the workbook, and its value as the record would
/// keep it.
pub type Placed = (Change, (String, u32), String);

#[derive(Default)]
pub struct Read {
    pub changes: Vec<Placed>,
    pub faults: Vec<RowFault>,
    pub same: usize,
}

impl Marked {
    /// None where the workbook was not made here.
    pub fn of(sheets: &[Sheet]) -> Option<Self> {
        let sheet = sheets.iter().find(|sheet| sheet.name == MARK_SHEET)?;
        let (first, rest) = sheet.rows.split_first()?;
        if first.first()? != MARK {
            return None;
        }
        let cells = rest.iter().filter_map(|row| {
            let version = row.get(1)?.parse().ok()?;
            Some((row.first()?.parse().ok()?, (version, row.get(2).cloned().unwrap_or_default())))
        });
        Some(Marked { report: first.get(1)?.clone(), cells: cells.collect() })
    }
}

/// The grid a row belongs to.
struct Grid<'a> {
    field: &'a str,
    columns: Vec<Option<String>>,
}

pub fn read(outline: &Outline, years: &[i16], sheets: &[Sheet], marked: &Marked) -> Read {
    let mut read = Read::default();
    for sheet in sheets.iter().filter(|sheet| !sheet.name.starts_with('_')) {
        let mut grid: Option<Grid<'_>> = None;
        for (at, row) in sheet.rows.iter().enumerate() {
            let place = (sheet.name.clone(), u32::try_from(at + 1).unwrap_or(u32::MAX));
            let code = row.first().map_or("", |code| code.trim());
            let answers = row.get(2..).unwrap_or_default();
            if let Some(field) = code.strip_prefix('#') {
                grid = outline.field(field).map(|field| Grid {
                    field: &field.id,
                    columns: answers.iter().map(|head| column_code(head)).collect(),
                });
                continue;
            }
            let Ok(cell) = code.parse::<Cell>() else { continue };
            let Some(field) = outline.field(&cell.field) else { continue };
            match &grid {
                Some(grid) if grid.field == cell.field => {
                    for (place_in_row, column) in grid.columns.iter().enumerate() {
                        let cell = match column {
                            Some(column) => cell.clone().column(column),
                            None if place_in_row == 0 => cell.clone(),
                            None => continue,
                        };
                        let typed = answers.get(place_in_row).map_or("", String::as_str);
                        let Some(scalar) = field.kind.scalar(cell.column.as_deref()) else { continue };
                        one(&mut read, marked, years, &cell, &scalar, typed, &place);
                    }
                }
                _ => {
                    let typed = answers.first().map_or("", String::as_str);
                    match &field.kind {
                        Kind::Choice { options, many: true } => {
                            many(
                                &mut read,
                                marked,
                                years,
                                &cell,
                                &Scalar::Choice { options: options.clone() },
                                typed,
                                &place,
                            );
                        }
                        Kind::Attachment { .. } => {}
                        kind => {
                            if let Some(scalar) = kind.scalar(None) {
                                one(&mut read, marked, years, &cell, &scalar, typed, &place);
                            }
                        }
                    }
                }
            }
        }
    }
    read
}

/// "Tối mật [toi_mat]" is the column `toi_mat`.
fn column_code(head: &str) -> Option<String> {
    let (_, rest) = head.rsplit_once('[')?;
    rest.trim_end().strip_suffix(']').map(str::to_owned)
}

/// Several choices in one cell, parted by semicolons; one cell of the record
/// each, in their order.
fn many(
    read: &mut Read,
    marked: &Marked,
    years: &[i16],
    cell: &Cell,
    scalar: &Scalar,
    typed: &str,
    place: &(String, u32),
) {
    let chosen: Vec<&str> = typed.split(';').map(str::trim).filter(|text| !text.is_empty()).collect();
    let known = marked.cells.keys().filter(|known| known.field == cell.field).map(|known| known.row + 1);
    let rows = known.max().unwrap_or(0).max(u16::try_from(chosen.len()).unwrap_or(MAX_ROWS)).min(MAX_ROWS);
    for row in 0..rows {
        let typed = chosen.get(usize::from(row)).copied().unwrap_or("");
        one(read, marked, years, &Cell::of(&cell.field).row(row), scalar, typed, place);
    }
}

fn one(
    read: &mut Read,
    marked: &Marked,
    years: &[i16],
    cell: &Cell,
    scalar: &Scalar,
    typed: &str,
    place: &(String, u32),
) {
    if *scalar == Scalar::File || cell.year.is_some_and(|year| !years.contains(&year)) {
        return;
    }
    let (seen, base) = marked.cells.get(cell).map_or((0, ""), |(version, text)| (*version, text.as_str()));
    let value = match read_value(scalar, typed) {
        Ok(value) => value.map(|value| written(&value)).unwrap_or_default(),
        Err(error) => {
            if read.faults.len() < FAULTS_LISTED {
                let key = match error {
                    NotAValue::Number => "report-not-a-number",
                    NotAValue::YesNo => "report-not-yes-no",
                    NotAValue::Option => "report-not-an-option",
                    NotAValue::Date => "report-not-a-date",
                    NotAValue::File => "report-not-a-file",
                };
                read.faults.push(RowFault {
                    sheet: place.0.clone(),
                    row: place.1,
                    code: cell.to_string(),
                    typed: typed.chars().take(200).collect(),
                    fault: Fault::new(cell.to_string(), key),
                });
            }
            return;
        }
    };
    // A sheet may break lines elsewhere; that is no change of the text.
    if value == base || value.split_whitespace().eq(base.split_whitespace()) {
        read.same += usize::from(!value.is_empty());
        return;
    }
    let change = Change { cell: cell.clone(), typed: typed.to_owned(), seen };
    read.changes.push((change, place.clone(), value));
}
