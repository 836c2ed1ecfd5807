//! XLSX: cell by cell as they come. The library's own ranges hold every place
//! between the first and the last cell, which a file may put four hundred
//! gigabytes apart.

use super::Sheet;
use super::grid::{Grid, Room};
use crate::envelope::EnvelopeError;
use crate::letters::clean;
use crate::limits::Limits;
use calamine::{Data, Reader as _, Xlsx, XlsxError, open_workbook_from_rs};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, EnvelopeError> {
    // The library may panic on files broken on purpose; that is a broken file.
    catch_unwind(AssertUnwindSafe(|| sheets(bytes, limits)))
        .unwrap_or_else(|_| Err(EnvelopeError::Broken("cấu trúc bảng tính không đọc được".to_owned())))
}

fn sheets(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, EnvelopeError> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(broken)?;
    let mut room = Room::of(limits);
    let mut sheets = Vec::new();
    for name in book.sheet_names().into_iter().take(limits.sheets) {
        let mut grid = Grid::new(name.clone(), &mut room, limits);
        match book.worksheet_cells_reader(&name) {
            // A chart on a sheet of its own has no cells.
            Err(XlsxError::NotAWorksheet(_)) => {}
            Err(error) => return Err(broken(error)),
            Ok(mut cells) => {
                while let Some(cell) = cells.next_cell().map_err(broken)? {
                    let (row, column) = cell.get_position();
                    let data = Data::from(cell.get_value().clone());
                    grid.put(row as usize, column as usize, shown(&data));
                    if grid.is_full() {
                        break;
                    }
                }
            }
        }
        sheets.push(grid.finish());
    }
    Ok(sheets)
}

fn broken(error: XlsxError) -> EnvelopeError {
    let said = error.to_string();
    let small = said.to_lowercase();
    if small.contains("password") || small.contains("encrypt") {
        EnvelopeError::Encrypted
    } else {
        EnvelopeError::Broken(said)
    }
}

/// A cell as a person would write it.
fn shown(cell: &Data) -> String {
    let text = match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => super::figure(*number),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(stamp) => {
            let (year, month, day, hour, minute, second, _) = stamp.to_ymd_hms_milli();
            if (hour, minute, second) == (0, 0, 0) {
                format!("{day:02}/{month:02}/{year:04}")
            } else {
                format!("{day:02}/{month:02}/{year:04} {hour:02}:{minute:02}")
            }
        }
        Data::Error(error) => error.to_string(),
    };
    clean(&text).text.trim().to_owned()
}
