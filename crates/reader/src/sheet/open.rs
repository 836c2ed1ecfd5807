//! Sheets of OpenDocument ("Open Document Format for Office Applications", part 3,
//! section 9): what is repeated is told by a number, and believed up to the limits.

use super::Sheet;
use super::grid::{Grid, Room};
use crate::envelope::{Element, EnvelopeError, Package, Step, walk};
use crate::letters::clean;
use crate::limits::Limits;

pub(super) fn read(package: &mut Package, limits: &Limits) -> Result<Vec<Sheet>, EnvelopeError> {
    if let Some(manifest) = package.part("META-INF/manifest.xml")?
        && manifest.windows(15).any(|window| window == b"encryption-data")
    {
        return Err(EnvelopeError::Encrypted);
    }
    let content = package.part("content.xml")?.unwrap_or_default();
    let mut room = Room::of(limits);
    let mut rows = Tables::default();
    walk(&content, limits, |step| rows.step(step, limits))?;
    Ok(rows.sheets.into_iter().take(limits.sheets).map(|table| table.laid_out(&mut room, limits)).collect())
}

/// A table as it is written: each row and cell once, with how often it stands.
#[derive(Debug, Default)]
struct Table {
    name: String,
    rows: Vec<(usize, Vec<(usize, String)>)>,
}

#[derive(Debug, Default)]
struct Tables {
    sheets: Vec<Table>,
    /// Tables within one another; only the outermost is a sheet.
    deep: usize,
    /// Notes within the cell; what they say is not what the cell says.
    notes: usize,
    cell: Option<Cell>,
}

#[derive(Debug, Default)]
struct Cell {
    times: usize,
    /// The value of one that is no text.
    value: Option<String>,
    text: String,
}

impl Tables {
    fn step(&mut self, step: Step<'_>, limits: &Limits) {
        match step {
            Step::Open(element) => self.open(element, limits),
            Step::Text(text) if self.notes == 0 => {
                if let Some(cell) = &mut self.cell {
                    cell.text.push_str(text);
                }
            }
            Step::Text(_) => {}
            Step::Close("table") => self.deep = self.deep.saturating_sub(1),
            Step::Close("annotation") => self.notes = self.notes.saturating_sub(1),
            Step::Close("table-cell" | "covered-table-cell") if self.deep == 1 => self.end_cell(),
            Step::Close(_) => {}
        }
    }

    fn open(&mut self, element: &Element<'_>, limits: &Limits) {
        match element.name {
            "table" => {
                self.deep += 1;
                if self.deep == 1 && self.sheets.len() < limits.sheets {
                    let name = element.attribute("name").unwrap_or_default();
                    self.sheets.push(Table { name, rows: Vec::new() });
                }
            }
            "table-row" if self.deep == 1 => {
                if let Some(table) = self.sheets.last_mut() {
                    table.rows.push((times(element, "number-rows-repeated"), Vec::new()));
                }
            }
            "table-cell" | "covered-table-cell" if self.deep == 1 => {
                let times = times(element, "number-columns-repeated");
                self.cell = Some(Cell { times, value: value(element), text: String::new() });
            }
            "annotation" => self.notes += 1,
            "p" | "line-break" if self.notes == 0 => {
                if let Some(cell) = self.cell.as_mut().filter(|cell| !cell.text.is_empty()) {
                    cell.text.push('\n');
                }
            }
            "s" | "tab" if self.notes == 0 => {
                if let Some(cell) = &mut self.cell {
                    cell.text.push(' ');
                }
            }
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let said = cell.value.unwrap_or(cell.text);
        let said = clean(&said).text.trim().to_owned();
        if let Some((_, row)) = self.sheets.last_mut().and_then(|table| table.rows.last_mut()) {
            match row.last_mut() {
                Some((times, text)) if text.is_empty() && said.is_empty() => {
                    *times = times.saturating_add(cell.times);
                }
                _ => row.push((cell.times, said)),
            }
        }
    }
}

fn times(element: &Element<'_>, attribute: &str) -> usize {
    element.number(attribute).and_then(|times| usize::try_from(times).ok()).unwrap_or(1)
}

/// The value of a cell that holds a figure, a date or a truth (19.385).
fn value(element: &Element<'_>) -> Option<String> {
    match element.attribute("value-type")?.as_str() {
        "float" | "percentage" | "currency" => {
            let said = element.attribute("value")?;
            Some(said.trim().parse().map_or(said, super::figure))
        }
        "date" => element.attribute("date-value"),
        "time" => element.attribute("time-value"),
        "boolean" => element.attribute("boolean-value"),
        "string" => element.attribute("string-value"),
        _ => None,
    }
}

impl Table {
    fn laid_out(self, room: &mut Room, limits: &Limits) -> Sheet {
        let mut grid = Grid::new(self.name, room, limits);
        let mut row = 0_usize;
        for (row_times, cells) in &self.rows {
            let blank = cells.iter().all(|(_, text)| text.is_empty());
            let lines = if blank { 0 } else { (*row_times).min(limits.sheet_rows.saturating_sub(row) + 1) };
            for line in row..row + lines {
                let mut column = 0_usize;
                for (cell_times, text) in cells {
                    // One beyond the limit, so that it is told that more was there.
                    let most = limits.sheet_columns.saturating_sub(column) + 1;
                    let cells = if text.is_empty() { 0 } else { (*cell_times).min(most) };
                    for at in column..column + cells {
                        grid.put(line, at, text.clone());
                    }
                    column = column.saturating_add(*cell_times).min(limits.sheet_columns);
                }
                if grid.is_full() {
                    return grid.finish();
                }
            }
            row = row.saturating_add(*row_times).min(limits.sheet_rows);
        }
        grid.finish()
    }
}
