//! Columns in plain text: tables aligned with spaces, tables written one cell
//! per line, and the two columns at the head and the foot of a paper.

use super::Row;
use crate::letters::{fold, fold_words, is_capitals};
use crate::table::{is_column_name, is_number_column};
use crate::words::{CellAt, Gather};

/// Spaces that part two columns.
const GAP: usize = 2;
/// Spaces that part the two columns of a head or foot.
const WIDE_GAP: usize = 4;
/// Lines a head or foot may take.
const HEAD_LINES: usize = 40;
/// Lines a table written one cell per line may need for one row.
const ROW_LINES: usize = 40;

/// Lines a head of column names may take.
const HEAD_NAMES: usize = 14;
/// Rows of such a table.
const TABLE_ROWS: usize = 500;

/// A stretch of a line without wide gaps, and where it starts.
#[derive(Debug, Clone)]
struct Stretch {
    at: usize,
    text: String,
}

pub(super) fn read(rows: Vec<Row>, gather: &mut Gather) -> Vec<Row> {
    let head = head_end(&rows);
    let foot = foot_start(&rows);
    let mut out: Vec<Row> = Vec::with_capacity(rows.len());
    let mut at = 0;
    while at < rows.len() {
        if rows[at].cell.is_some() {
            out.push(rows[at].clone());
            at += 1;
            continue;
        }
        if let Some(end) = aligned_table(&rows, at, gather, &mut out) {
            at = end;
            continue;
        }
        if let Some(end) = stacked_table(&rows, at, gather, &mut out) {
            at = end;
            continue;
        }
        let in_foot = foot.is_some_and(|foot| at >= foot && at < foot + HEAD_LINES);
        if (at < head || in_foot) && wide_split(&rows[at].text, in_foot).is_some() {
            let limit = if at < head { head } else { rows.len().min(foot.unwrap_or(0) + HEAD_LINES) };
            at = two_columns(&rows, at, limit, in_foot, gather, &mut out);
            continue;
        }
        out.push(rows[at].clone());
        at += 1;
    }
    out
}

fn stretches(text: &str) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut current = Stretch { at: 0, text: String::new() };
    let mut spaces = 0;
    for (at, c) in text.chars().enumerate() {
        if c == ' ' {
            spaces += 1;
            continue;
        }
        if spaces >= GAP && !current.text.is_empty() {
            found.push(std::mem::replace(&mut current, Stretch { at, text: String::new() }));
        } else if spaces > 0 && !current.text.is_empty() {
            current.text.push(' ');
        }
        if current.text.is_empty() {
            current.at = at;
        }
        current.text.push(c);
        spaces = 0;
    }
    if !current.text.is_empty() {
        found.push(current);
    }
    found
}

/// A table whose head names at least three known columns, or a number column
/// and another, on one line.
fn aligned_table(rows: &[Row], at: usize, gather: &mut Gather, out: &mut Vec<Row>) -> Option<usize> {
    let head = stretches(&rows[at].text);
    let named = head.iter().filter(|stretch| is_column_name(&fold_words(&stretch.text))).count();
    let numbered = head.first().is_some_and(|stretch| is_number_column(&fold_words(&stretch.text)));
    if head.len() < 2 || !(named >= 3 || numbered && named >= 2) {
        return None;
    }
    let starts: Vec<usize> = head.iter().map(|stretch| stretch.at).collect();
    let table = gather.next_table();
    let mut cells: Vec<Vec<Vec<String>>> =
        vec![head.iter().map(|stretch| vec![stretch.text.clone()]).collect()];
    let mut end = at + 1;
    let mut in_head = true;
    while let Some(row) = rows.get(end) {
        let parts = stretches(&row.text);
        let Some(first) = parts.first() else { break };
        let crosses = first.at + first.text.chars().count() > starts[1] + 1;
        let numbers = first.text.trim_end_matches(['.', ')']).chars().all(|c| c.is_ascii_digit());
        if parts.len() == 1 && crosses && first.at < starts[1] {
            break;
        }
        let in_first = first.at < starts[1];
        let starts_row = if numbered { numbers && in_first } else { in_first || row.apart };
        if starts_row {
            in_head = false;
            cells.push(vec![Vec::new(); starts.len()]);
        } else if !in_head && row.apart && parts.len() == 1 && first.at < starts[1] {
            break;
        }
        let last = cells.len() - 1;
        for part in parts {
            let column = starts.iter().rposition(|start| part.at + 2 >= *start).unwrap_or(0);
            cells[last][column].push(part.text);
        }
        end += 1;
    }
    if cells.len() < 2 {
        return None;
    }
    emit(&cells, table, rows[at].page, out);
    Some(end)
}

/// A table that lost its grid: "STT", the other column names, then the cells,
/// each on its own line.
fn stacked_table(rows: &[Row], at: usize, gather: &mut Gather, out: &mut Vec<Row>) -> Option<usize> {
    let name = |row: &Row| fold_words(&row.text);
    if !is_number_column(&name(&rows[at])) {
        return None;
    }
    // The head runs up to the first row's number; most of it must be known.
    let first = (at + 2..rows.len().min(at + HEAD_NAMES)).find(|next| is_row_number(&rows[*next].text, 1))?;
    let head = &rows[at..first];
    let known = head.iter().filter(|row| row.cell.is_none() && is_column_name(&name(row))).count();
    if known < 2 || known * 3 < head.len() * 2 {
        return None;
    }
    let columns = head.len();
    let mut cells: Vec<Vec<Vec<String>>> = vec![head.iter().map(|row| vec![row.text.clone()]).collect()];
    let (by_line, by_line_end) = line_cells(rows, first, columns);
    let (by_number, by_number_end) = numbered_cells(rows, first, columns);
    let end = if by_line.len() >= by_number.len() {
        cells.extend(by_line);
        by_line_end
    } else {
        cells.extend(by_number);
        by_number_end
    };
    let table = gather.next_table();
    emit(&cells, table, rows[at].page, out);
    Some(end)
}

/// Every cell on its own line, an empty one as a blank line.
fn line_cells(rows: &[Row], first: usize, columns: usize) -> (Vec<Vec<Vec<String>>>, usize) {
    let mut lines: Vec<(&str, usize)> = Vec::new();
    for (at, row) in rows.iter().enumerate().skip(first).take(ROW_LINES * TABLE_ROWS) {
        if at > first {
            lines.extend(std::iter::repeat_n(("", at), row.blanks.min(columns)));
        }
        lines.push((row.text.trim(), at + 1));
    }
    let mut found = Vec::new();
    let mut end = first;
    let mut number = 1;
    let mut at = 0;
    while at < lines.len() && found.len() < TABLE_ROWS {
        let row = &lines[at..lines.len().min(at + columns)];
        let counted = is_row_number(row[0].0, number);
        // "I", "Các sở", and nothing more: a row that heads others.
        let roman = crate::label::roman_value(&fold(row[0].0)).is_some();
        let heads = roman && row.iter().skip(2).all(|(text, _)| text.is_empty());
        if !counted && !heads {
            break;
        }
        number += u32::from(counted);
        let said = |text: &str| if text.is_empty() { Vec::new() } else { vec![text.to_owned()] };
        let mut cells: Vec<Vec<String>> = row.iter().map(|(text, _)| said(text)).collect();
        cells.resize(columns, Vec::new());
        found.push(cells);
        end = row.iter().rev().find(|(text, _)| !text.is_empty()).map_or(end, |(_, next)| *next);
        at += columns;
    }
    (found, end)
}

/// Rows from one number to the next, whatever lines lie between.
fn numbered_cells(rows: &[Row], first: usize, columns: usize) -> (Vec<Vec<Vec<String>>>, usize) {
    let mut found = Vec::new();
    let mut end = first;
    let mut number = 1;
    while rows.get(end).is_some_and(|row| is_row_number(&row.text, number)) && found.len() < TABLE_ROWS {
        let next = (end + 1..rows.len().min(end + ROW_LINES))
            .find(|next| is_row_number(&rows[*next].text, number + 1));
        let stop = next.unwrap_or_else(|| rows.len().min(end + columns));
        let mut row = vec![Vec::new(); columns];
        for (nth, line) in rows[end..stop].iter().enumerate() {
            row[nth.min(columns - 1)].push(line.text.trim().to_owned());
        }
        found.push(row);
        end = stop;
        number += 1;
        if next.is_none() {
            break;
        }
    }
    (found, end)
}

fn is_row_number(text: &str, number: u32) -> bool {
    text.trim().trim_end_matches(['.', ')']).parse() == Ok(number)
}

fn emit(cells: &[Vec<Vec<String>>], table: u32, page: Option<u32>, out: &mut Vec<Row>) {
    for (row, columns) in cells.iter().enumerate() {
        for (column, lines) in columns.iter().enumerate() {
            let cell = Some(CellAt { table, row: row as u32, column: column as u32, span: 1 });
            for (nth, text) in lines.iter().enumerate() {
                out.push(Row {
                    text: text.clone(),
                    page,
                    apart: nth == 0,
                    cell,
                    blanks: 0,
                    ..Row::default()
                });
            }
        }
    }
}

/// Lines before the paper's own name ("KẾ HOẠCH").
fn head_end(rows: &[Row]) -> usize {
    rows.iter()
        .take(HEAD_LINES)
        .position(|row| is_capitals(&row.text) && crate::zones::paper_name(&fold(row.text.trim())).is_some())
        .unwrap_or(0)
}

fn foot_start(rows: &[Row]) -> Option<usize> {
    rows.iter().position(|row| fold(&row.text).contains("noi nhan:") || fold(row.text.trim()) == "noi nhan")
}

/// Where a line falls apart into a left and a right column.
fn wide_split(text: &str, foot: bool) -> Option<usize> {
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        if chars[at] != ' ' {
            at += 1;
            continue;
        }
        let start = at;
        while at < chars.len() && chars[at] == ' ' {
            at += 1;
        }
        if start == 0 || at - start < WIDE_GAP || at == chars.len() {
            continue;
        }
        // A gap left open for a number or a date is no gap between columns.
        let before = fold(&chars[..start].iter().collect::<String>());
        let last = before.trim_end_matches(['/', ':', '.', ',', ' ']).rsplit(' ').next().unwrap_or_default();
        if matches!(last, "so" | "ngay" | "thang" | "nam") || chars[at] == '/' {
            continue;
        }
        // At the foot the left half lists addressees.
        let listed =
            ["-", "+", "noi nhan", "luu", "nhu "].iter().any(|start| before.trim_start().starts_with(start));
        if foot && !listed {
            continue;
        }
        return Some(at);
    }
    None
}

/// A block of lines with a left and a right half.
fn two_columns(
    rows: &[Row],
    at: usize,
    limit: usize,
    foot: bool,
    gather: &mut Gather,
    out: &mut Vec<Row>,
) -> usize {
    let middle = rows[at..limit].iter().filter_map(|row| wide_split(&row.text, foot)).min().unwrap_or(0);
    let mut left: Vec<Row> = Vec::new();
    let mut right: Vec<Row> = Vec::new();
    let mut end = at;
    while end < limit {
        let row = &rows[end];
        let indent = row.text.chars().take_while(|c| *c == ' ').count();
        if let Some(split) = wide_split(&row.text, foot) {
            let cut = row.text.char_indices().nth(split).map_or(row.text.len(), |(byte, _)| byte);
            let (before, after) = row.text.split_at(cut);
            left.push(Row { text: before.trim().to_owned(), ..row.clone() });
            right.push(Row { text: after.trim().to_owned(), ..row.clone() });
        } else if indent + 6 >= middle && indent > WIDE_GAP {
            right.push(row.clone());
        } else if foot && row.apart && !row.text.trim_start().starts_with('-') && is_capitals(&row.text) {
            break;
        } else {
            left.push(row.clone());
        }
        end += 1;
    }
    let table = gather.next_table();
    for (column, half) in [left, right].into_iter().enumerate() {
        for row in half {
            let cell = Some(CellAt { table, row: 0, column: column as u32, span: 1 });
            out.push(Row { cell, ..row });
        }
    }
    end
}
