//! Tables drawn with characters: frames of `+---+` or of box letters, cells
//! that run over several lines.
//!
//! Not here: Markdown tables without a frame (`markdown`).

use super::Row;
use crate::words::{CellAt, Gather};

/// Lines one drawn table may take.
const TABLE_LINES: usize = 2_000;

/// Turns drawn tables into cells.
pub(super) fn read(rows: Vec<Row>, gather: &mut Gather) -> Vec<Row> {
    let mut out = Vec::with_capacity(rows.len());
    let mut at = 0;
    while at < rows.len() {
        let end = frame_end(&rows, at);
        if end > at {
            cells(&rows[at..end], gather, &mut out);
            at = end;
        } else {
            out.push(rows[at].clone());
            at += 1;
        }
    }
    out
}

/// Box letters as the plain ones frames are drawn with.
fn plain(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| match c {
            '│' | '║' | '┃' | '¦' => '|',
            '─' | '═' | '━' => '-',
            '┌' | '┐' | '└' | '┘' | '├' | '┤' | '┬' | '┴' | '┼' | '╔' | '╗' | '╚' | '╝' | '╠' | '╣' | '╦'
            | '╩' | '╬' | '┏' | '┓' | '┗' | '┛' | '┣' | '┫' | '┳' | '┻' | '╋' => '+',
            c => c,
        })
        .collect()
}

/// `+-----+----+`
fn is_frame(text: &str) -> bool {
    text.starts_with('+')
        && text.ends_with('+')
        && text.matches('+').count() >= 3
        && text.chars().all(|c| matches!(c, '+' | '-' | '=' | ' ' | '|'))
}

fn is_cells(text: &str) -> bool {
    text.starts_with('|') && text.ends_with('|') && text.matches('|').count() >= 3
}

/// Where a table that starts at `at` ends; `at` itself when there is none.
fn frame_end(rows: &[Row], at: usize) -> usize {
    if !is_frame(&plain(&rows[at].text)) {
        return at;
    }
    let inside = rows[at..]
        .iter()
        .take(TABLE_LINES)
        .take_while(|row| {
            let text = plain(&row.text);
            is_frame(&text) || is_cells(&text)
        })
        .count();
    if inside >= 3 { at + inside } else { at }
}

/// Lines between two frames are one row when the first column goes blank on
/// the later ones; where every line fills it, each is a row.
fn cells(rows: &[Row], gather: &mut Gather, out: &mut Vec<Row>) {
    let table = gather.next_table();
    let mut number = 0_u32;
    let mut open = false;
    let mut lines: Vec<(u32, u32, Row)> = Vec::new();
    for row in rows {
        let text = plain(&row.text);
        if is_frame(&text) {
            if open {
                number += 1;
            }
            open = false;
            continue;
        }
        let inner = text.strip_prefix('|').unwrap_or(&text);
        let inner = inner.strip_suffix('|').unwrap_or(inner);
        let parts: Vec<&str> = inner.split('|').map(str::trim).collect();
        if open && parts.first().is_some_and(|first| !first.is_empty()) {
            number += 1;
        }
        open = true;
        for (column, part) in (0_u32..).zip(parts) {
            lines.push((number, column, Row { text: part.to_owned(), ..row.clone() }));
        }
    }
    // Cell by cell, as every other table is given on.
    lines.sort_by_key(|(row, column, _)| (*row, *column));
    let mut last = None;
    for (row, column, line) in lines {
        let first = last != Some((row, column));
        last = Some((row, column));
        let cell = Some(CellAt { table, row, column, span: 1 });
        out.push(Row { apart: first, cell, blanks: 0, ..line });
    }
}
