//! The cells of sheets, so that a level in a cell can be told from levels side
//! by side in a row of column heads. Not here: what a sheet means (`sheet`).

use super::line;
use crate::envelope::{EnvelopeError, Step, walk};
use crate::limits::Limits;
use crate::marking::Markings;
use crate::words::CellAt;

/// Strings of one workbook.
const STRINGS: usize = 2_000_000;

/// The strings that the cells of an XLSX refer to by their number.
pub(super) fn shared(bytes: &[u8], limits: &Limits) -> Result<Vec<String>, EnvelopeError> {
    let mut found = Vec::new();
    let mut open = String::new();
    let mut left_out = false;
    walk(bytes, limits, |step| match step {
        Step::Text(text) => open.push_str(text),
        Step::Close("si") if found.len() < STRINGS => found.push(std::mem::take(&mut open)),
        Step::Close("si") => left_out = true,
        Step::Open(element) if element.name == "si" => open.clear(),
        _ => {}
    })?;
    // A workbook that was read only in part cannot be vouched for.
    if left_out { Err(EnvelopeError::Unpacked { limit: STRINGS }) } else { Ok(found) }
}

/// The cells of one sheet, of either family of formats.
pub(super) fn cells(
    bytes: &[u8],
    shared: &[String],
    table: u32,
    limits: &Limits,
    markings: &mut Markings,
) -> Result<(), EnvelopeError> {
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut inside = false;
    let mut refers = false;
    let mut open = String::new();
    walk(bytes, limits, |step| match step {
        Step::Open(element) => match element.name {
            "row" | "table-row" => {
                row += 1;
                column = 0;
            }
            "c" | "table-cell" => {
                column += 1;
                inside = true;
                refers = element.attribute("t").is_some_and(|kind| kind == "s");
                open.clear();
            }
            "annotation" => inside = false,
            "p" | "br" if inside && !open.is_empty() => open.push('\n'),
            _ => {}
        },
        Step::Text(text) if inside => open.push_str(text),
        Step::Close("annotation") => inside = true,
        Step::Close("c" | "table-cell") => {
            inside = false;
            let said = std::mem::take(&mut open);
            let said = if refers {
                said.trim().parse().ok().and_then(|at: usize| shared.get(at).cloned()).unwrap_or_default()
            } else {
                said
            };
            let cell = Some(CellAt { table, row, column, span: 1 });
            // A number's own digits need no look.
            let spoken = said.lines().filter(|text| text.chars().any(char::is_alphabetic));
            spoken.for_each(|text| markings.add(&line(text, cell)));
        }
        _ => {}
    })
}
