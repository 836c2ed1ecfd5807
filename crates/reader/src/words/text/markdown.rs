//! Markdown marks: emphasis, headings, escapes, bar tables.

use super::Row;
use crate::words::{CellAt, Gather};

/// Takes the marks off and turns bar tables into cells.
pub(super) fn read(rows: Vec<Row>, gather: &mut Gather) -> Vec<Row> {
    let mut out = Vec::with_capacity(rows.len());
    let mut at = 0;
    while at < rows.len() {
        let end = table_end(&rows, at);
        if end > at {
            let table = gather.next_table();
            let mut row_number = 0;
            for row in &rows[at..end] {
                if is_rule(&row.text) {
                    continue;
                }
                push_cells(row, table, row_number, &mut out);
                row_number += 1;
            }
            at = end;
        } else {
            let row = &rows[at];
            out.push(Row { text: plain(&row.text), ..row.clone() });
            at += 1;
        }
    }
    out
}

fn push_cells(row: &Row, table: u32, row_number: u32, out: &mut Vec<Row>) {
    let inner = row.text.trim();
    let inner = inner.strip_prefix('|').unwrap_or(inner);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    for (column, cell) in inner.split('|').enumerate() {
        let cell_at = CellAt { table, row: row_number, column: column as u32, span: 1 };
        for (nth, piece) in cell.replace("<br/>", "<br>").split("<br>").enumerate() {
            let text = plain(piece.trim());
            out.push(Row { text, apart: nth == 0, cell: Some(cell_at), blanks: 0, ..row.clone() });
        }
    }
}

/// The end of a bar table that starts at `at`: a line with bars, a rule under
/// it, and the lines with bars that follow. Equal to `at` when there is none.
fn table_end(rows: &[Row], at: usize) -> usize {
    let has_bars = |row: &Row| row.text.matches('|').count() >= 2;
    let ruled = rows.get(at + 1).is_some_and(|row| is_rule(&row.text)) && rows[at].text.contains('|');
    let boxed = || {
        rows[at].text.trim_start().starts_with('|')
            && has_bars(&rows[at])
            && rows.get(at + 1).is_some_and(|row| row.text.trim_start().starts_with('|') && has_bars(row))
    };
    if !ruled && !boxed() {
        return at;
    }
    let mut end = at + 1;
    while rows.get(end).is_some_and(|row| row.text.contains('|')) {
        end += 1;
    }
    end
}

/// `|---|:--:|`
fn is_rule(text: &str) -> bool {
    let text = text.trim();
    text.contains('|')
        && text.contains('-')
        && text.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '+' | '='))
}

/// A line without emphasis, heading marks and escapes.
fn plain(text: &str) -> String {
    let indent = text.len() - text.trim_start().len();
    let (margin, body) = text.split_at(indent);
    let headless = body.trim_start_matches('#');
    let body =
        if headless.len() < body.len() && headless.starts_with(' ') { headless.trim_start() } else { body };
    let body = body.strip_prefix("> ").unwrap_or(body);
    let out = format!("{margin}{}", unmarked(body));
    out.replace("&nbsp;", " ").replace("&amp;", "&")
}

/// A text without the stars of emphasis.
pub(in crate::words) fn unmarked(body: &str) -> String {
    let chars: Vec<char> = body.chars().collect();
    let mut out = String::with_capacity(body.len());
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        match c {
            '\\' if chars.get(at + 1).is_some_and(char::is_ascii_punctuation) => {
                out.push(chars[at + 1]);
                at += 2;
                continue;
            }
            '*' => {
                let run = chars[at..].iter().take_while(|c| **c == '*').count();
                let before = at.checked_sub(1).and_then(|before| chars.get(before));
                let after = chars.get(at + run);
                let bullet = at == 0 && run == 1 && after == Some(&' ');
                let note = before == Some(&'(') && after == Some(&')');
                // A bullet, a note's mark, or a row of stars under a title.
                if bullet || note || run > 3 {
                    out.extend(std::iter::repeat_n('*', run));
                } else if before.is_some_and(|c| c.is_alphanumeric())
                    && after.is_some_and(|c| c.is_alphanumeric())
                {
                    out.push(' ');
                }
                at += run;
                continue;
            }
            _ => out.push(c),
        }
        at += 1;
    }
    out
}
