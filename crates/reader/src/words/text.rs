//! Words of plain text and Markdown: one paragraph per line, tables drawn with
//! bars, tabs or aligned columns, two columns at head and foot.
//!
//! Not here: joining hard-wrapped lines (`repair`).

mod columns;
mod drawn;
mod markdown;

pub(super) use markdown::unmarked;

use super::{CellAt, Gather, Paragraph};
use crate::envelope::decode_text;
use crate::letters::clean;

/// A line as the file holds it.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub text: String,
    pub page: Option<u32>,
    pub apart: bool,
    pub cell: Option<CellAt>,
    /// Blank lines before it.
    pub blanks: usize,
    /// Look-alike letters of the file were read as Vietnamese ones.
    pub look_alikes: bool,
}

pub(super) fn read(bytes: &[u8], gather: &mut Gather) {
    let text = decode_text(bytes);
    let paged = text.contains('\u{000C}');
    let mut rows: Vec<Row> = Vec::new();
    let mut page = 1_u32;
    let mut apart = true;
    let mut blanks = 0;
    for raw in text.split(['\n', '\u{2028}', '\u{2029}']) {
        for (nth, piece) in raw.split('\u{000C}').enumerate() {
            if nth > 0 {
                page += 1;
            }
            let line = piece.trim_end_matches('\r');
            if line.trim().is_empty() {
                apart = true;
                blanks += 1;
                continue;
            }
            let page = paged.then_some(page);
            rows.push(Row { text: line.to_owned(), page, apart, blanks, ..Row::default() });
            blanks = 0;
            apart = false;
        }
    }
    let rows = drawn::read(rows, gather);
    let rows = markdown::read(rows, gather);
    let rows: Vec<Row> = rows.into_iter().map(settled).collect();
    let rows = columns::read(rows, gather);
    if paged {
        gather.pages(page);
    }
    for row in rows {
        gather.push(Paragraph {
            text: row.text,
            page: row.page,
            cell: row.cell,
            apart: row.apart,
            look_alikes: row.look_alikes,
            ..Paragraph::default()
        });
    }
}

/// Tabs become a wide gap, so that columns set with tabs look like columns set
/// with spaces; look-alikes and odd spaces are settled on the way.
fn settled(row: Row) -> Row {
    if row.cell.is_some() {
        return row;
    }
    let cleaned = clean(&row.text);
    Row { text: cleaned.text, look_alikes: row.look_alikes || cleaned.look_alikes, ..row }
}
