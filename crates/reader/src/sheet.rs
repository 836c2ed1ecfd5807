//! Sheets of XLSX, XLS, ODS and CSV as bounded rows of words, for lists of
//! units and answers. Not here: what the columns mean.

use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};

use crate::envelope::{EnvelopeError, Package, decode_text};
use crate::letters::clean;
use crate::limits::Limits;

/// One sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Sheet {
    pub name: String,
    pub rows: Vec<Vec<String>>,
    /// Rows or columns beyond the limit were left out.
    pub truncated: bool,
}

/// Reads a workbook, or CSV with commas, semicolons or tabs.
pub fn read_sheet(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, EnvelopeError> {
    read_sheet_within(name, bytes, &Limits::default())
}

/// The same with limits of one's own.
pub fn read_sheet_within(name: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, EnvelopeError> {
    if bytes.is_empty() {
        return Err(EnvelopeError::Empty);
    }
    if bytes.len() > limits.file_bytes {
        return Err(EnvelopeError::TooLarge { found: bytes.len(), limit: limits.file_bytes });
    }
    let zipped = bytes.starts_with(b"PK\x03\x04");
    let ole = bytes.starts_with(b"\xD0\xCF\x11\xE0");
    if zipped {
        guard(bytes, limits)?;
    }
    if zipped || ole {
        if ole && contains_utf16(bytes, "EncryptedPackage") {
            return Err(EnvelopeError::Encrypted);
        }
        return workbook(bytes, limits);
    }
    if bytes.starts_with(b"%PDF")
        || bytes.iter().take(4096).any(|byte| *byte == 0) && !bytes.starts_with(b"\xFF\xFE")
    {
        return Err(EnvelopeError::NotADocument);
    }
    Ok(vec![csv(name, &decode_text(bytes), limits)])
}

fn contains_utf16(bytes: &[u8], word: &str) -> bool {
    let wanted: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// Every part of the package is unpacked once within the limits, so that the
/// library behind meets no bomb.
fn guard(bytes: &[u8], limits: &Limits) -> Result<(), EnvelopeError> {
    let mut package = Package::open(bytes, limits)?;
    for name in package.names() {
        let part = package.part(&name)?.unwrap_or_default();
        let xml = name.to_ascii_lowercase().ends_with(".xml");
        if xml
            && part
                .windows(9)
                .any(|window| window.eq_ignore_ascii_case(b"<!DOCTYPE") || window.starts_with(b"<!ENTITY"))
        {
            return Err(EnvelopeError::XmlEntities);
        }
    }
    Ok(())
}

fn workbook(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, EnvelopeError> {
    let broken = |error: calamine::Error| {
        let said = error.to_string();
        if said.to_lowercase().contains("password") || said.to_lowercase().contains("encrypt") {
            EnvelopeError::Encrypted
        } else {
            EnvelopeError::Broken(said)
        }
    };
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names().into_iter().take(limits.sheets) {
        let range = book.worksheet_range(&name).map_err(broken)?;
        let mut sheet = Sheet { name, ..Sheet::default() };
        let (above, left) = range.start().unwrap_or((0, 0));
        let empty = (above as usize).min(limits.sheet_rows);
        sheet.rows.extend(std::iter::repeat_n(Vec::new(), empty));
        for row in range.rows() {
            if sheet.rows.len() >= limits.sheet_rows {
                sheet.truncated = true;
                break;
            }
            sheet.truncated |= row.len() + left as usize > limits.sheet_columns;
            let margin = std::iter::repeat_n(String::new(), (left as usize).min(limits.sheet_columns));
            let mut cells: Vec<String> =
                margin.chain(row.iter().map(shown)).take(limits.sheet_columns).collect();
            while cells.last().is_some_and(String::is_empty) {
                cells.pop();
            }
            sheet.rows.push(cells);
        }
        while sheet.rows.last().is_some_and(Vec::is_empty) {
            sheet.rows.pop();
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// A cell as a person would write it.
fn shown(cell: &Data) -> String {
    let text = match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{number:.0}")
        }
        Data::Float(number) => number.to_string(),
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

/// The mark that parts most cells of the first lines.
fn csv(name: &str, text: &str, limits: &Limits) -> Sheet {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let sample: String = text.lines().take(5).collect::<Vec<_>>().join("\n");
    let mark = [';', '\t', ','].into_iter().max_by_key(|mark| sample.matches(*mark).count()).unwrap_or(',');
    let title = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
    let mut sheet = Sheet { name: title, ..Sheet::default() };
    let mut row: Vec<String> = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    let push_cell = |row: &mut Vec<String>, cell: &mut String, truncated: &mut bool| {
        if row.len() < limits.sheet_columns {
            row.push(clean(cell).text.trim().to_owned());
        } else {
            *truncated = true;
        }
        cell.clear();
    };
    while let Some(c) = chars.next() {
        if sheet.rows.len() >= limits.sheet_rows {
            sheet.truncated = true;
            return sheet;
        }
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                cell.push('"');
                chars.next();
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => quoted = true,
            '\r' if !quoted => {}
            '\n' if !quoted => {
                push_cell(&mut row, &mut cell, &mut sheet.truncated);
                sheet.rows.push(std::mem::take(&mut row));
            }
            c if c == mark && !quoted => push_cell(&mut row, &mut cell, &mut sheet.truncated),
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !row.is_empty() {
        push_cell(&mut row, &mut cell, &mut sheet.truncated);
        sheet.rows.push(row);
    }
    sheet
}
