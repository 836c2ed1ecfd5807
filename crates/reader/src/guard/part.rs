//! The text of one XML part of a package, line by line, whatever the part is.

use std::sync::LazyLock;

use regex::Regex;

use super::line;
use crate::envelope::{EnvelopeError, Step, walk};
use crate::limits::Limits;
use crate::marking::Markings;
use crate::words::CellAt;

/// Elements at which a line begins and ends.
const BLOCKS: &[&str] = &[
    "p",
    "h",
    "si",
    "is",
    "text",
    "tc",
    "tr",
    "br",
    "cr",
    "tab",
    "line-break",
    "title",
    "subject",
    "description",
    "keywords",
    "keyword",
    "category",
    "contentStatus",
    "oddHeader",
    "oddFooter",
    "evenHeader",
    "evenFooter",
    "firstHeader",
    "firstFooter",
    "textbox",
    "comment",
    "annotation",
    "div",
    "table-cell",
    "user-defined",
    "lpwstr",
];

/// Attributes that are shown as text: watermarks, sheet names, descriptions.
const SHOWN: &[(&str, &str)] =
    &[("textpath", "string"), ("sheet", "name"), ("docPr", "descr"), ("cNvPr", "descr"), ("table", "name")];

/// Marks of a sheet's header: position, font, size, colour.
static CODES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"&"[^"]*"|&K[0-9A-Fa-f]{6}|&\d{1,3}|&[A-KM-QS-Z]"#).ok());

/// Adds the lines of a part. Cells of sheets are judged as cells elsewhere.
pub(super) fn lines(
    name: &str,
    bytes: &[u8],
    table: u32,
    limits: &Limits,
    markings: &mut Markings,
) -> Result<(), EnvelopeError> {
    let (mut row, mut column, mut deep) = (0_u32, 0_u32, 0_usize);
    let sheet = name.starts_with("xl/worksheets/");
    let mut open = String::new();
    let mut in_cell = 0_usize;
    let mut in_note = 0_usize;
    let mut in_header = 0_usize;
    let flush = |open: &mut String, cell: Option<CellAt>, markings: &mut Markings| {
        let said = !open.trim().is_empty() && open.chars().count() <= limits.paragraph_chars;
        if said && sheet && open.contains('&') {
            header(open, markings);
        } else if said {
            markings.add(&line(open, cell));
        }
        open.clear();
    };
    let at =
        |deep: usize, row: u32, column: u32| (deep > 0).then_some(CellAt { table, row, column, span: 1 });
    walk(bytes, limits, |step| match step {
        Step::Open(element) => {
            if BLOCKS.contains(&element.name) {
                flush(&mut open, at(deep, row, column), markings);
            }
            match element.name {
                "tr" | "table-row" => row += 1,
                "tc" => {
                    column += 1;
                    deep += 1;
                }
                "table-cell" => in_cell += 1,
                "annotation" => in_note += 1,
                header if header.ends_with("Header") || header.ends_with("Footer") => in_header += 1,
                _ => {}
            }
            for (holder, attribute) in SHOWN {
                if element.name == *holder
                    && let Some(text) = element.attribute(attribute)
                {
                    markings.add(&line(&text, None));
                }
            }
        }
        Step::Close(name) => {
            if BLOCKS.contains(&name) {
                flush(&mut open, at(deep, row, column), markings);
            }
            match name {
                "tc" => deep = deep.saturating_sub(1),
                "table-cell" => in_cell = in_cell.saturating_sub(1),
                "annotation" => in_note = in_note.saturating_sub(1),
                header if header.ends_with("Header") || header.ends_with("Footer") => {
                    in_header = in_header.saturating_sub(1);
                }
                _ => {}
            }
        }
        Step::Text(text) => {
            let cell_text = sheet && in_header == 0 || in_cell > 0 && in_note == 0 && name == "content.xml";
            if !cell_text {
                open.push_str(text);
            }
        }
    })?;
    flush(&mut open, None, markings);
    Ok(())
}

/// A sheet's header: its three parts are lines of their own.
fn header(text: &str, markings: &mut Markings) {
    let plain = CODES.as_ref().map_or_else(|| text.into(), |codes| codes.replace_all(text, ""));
    for part in plain.replace("&C", "\n").replace("&L", "\n").replace("&R", "\n").lines() {
        markings.add(&line(part, None));
    }
}
