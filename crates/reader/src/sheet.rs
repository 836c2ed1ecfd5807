//! Sheets of XLSX, ODS and CSV as bounded rows of words, for lists of units and
//! answers. Workbooks of before 2007 are not read: they are to be saved anew. Not
//! here: what the columns mean.

mod book;
mod grid;
mod open;

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
    if zipped {
        return workbook(bytes, limits);
    }
    if ole {
        // An encrypted workbook is an OLE file with this stream.
        let encrypted = contains_utf16(bytes, "EncryptedPackage");
        return Err(if encrypted { EnvelopeError::Encrypted } else { EnvelopeError::NotADocument });
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

/// A package of either family: what its bytes are decides, never its name.
fn workbook(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, EnvelopeError> {
    let mut package = Package::open(bytes, limits)?;
    let kept = package.names();
    let has = |part: &str| kept.iter().any(|name| name == part);
    if has("content.xml") && !has("xl/workbook.xml") {
        open::read(&mut package, limits)
    } else {
        book::read(bytes, limits)
    }
}

/// A figure without a point where it has none.
fn figure(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 { format!("{number:.0}") } else { number.to_string() }
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
