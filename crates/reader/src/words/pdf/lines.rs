//! The lines of a page outside ruled tables, with two columns set side by side
//! (heads and feet) taken apart.

use super::rows::{Row, Stretch};

/// Rows of a two-column block at most.
const BLOCK_ROWS: usize = 60;
/// Narrowest gutter, in letter heights.
const GUTTER: f64 = 1.2;

/// What stands on a page, from top to bottom.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    Line(Row),
    /// Left and right halves of a block.
    Columns(Vec<Row>, Vec<Row>),
}

/// Parts rows into running lines and two-column blocks.
pub(super) fn parts(rows: Vec<Row>) -> Vec<Part> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        match block(&rows, at) {
            Some((start, end, gutter)) if start == at => {
                out.push(columns(&rows[start..end], gutter));
                at = end;
            }
            _ => {
                out.push(Part::Line(whole(&rows[at])));
                at += 1;
            }
        }
    }
    out
}

/// A running line's stretches are one; its gaps were spaces.
fn whole(row: &Row) -> Row {
    let first_word = row.first_word();
    let stretch = Stretch { x: row.x(), end: row.end(), text: row.text(), first_word };
    Row { stretches: vec![stretch], ..row.clone() }
}

/// A block that starts at `at`: rows that all leave one gutter free, at least
/// one of them with words on both sides of it.
fn block(rows: &[Row], at: usize) -> Option<(usize, usize, f64)> {
    // The row with the gap may come a few rows below the block's first.
    let ahead = rows.len().min(at + 6);
    let split = (at..ahead).find(|row| rows[*row].stretches.len() == 2)?;
    let [left, right] = rows[split].stretches.as_slice() else { return None };
    let (mut low, mut high) = (left.end, right.x);
    let size = rows[split].size;
    if high - low < GUTTER * size {
        return None;
    }
    let narrows = |row: &Row, low: f64, high: f64| -> Option<(f64, f64)> {
        let middle_free = row.stretches.iter().all(|stretch| stretch.end <= high || stretch.x >= low);
        if !middle_free || row.stretches.len() > 2 {
            return None;
        }
        let (mut low, mut high) = (low, high);
        for stretch in &row.stretches {
            if stretch.x < low && stretch.end <= high {
                low = low.max(stretch.end);
            } else {
                high = high.min(stretch.x);
            }
        }
        (high - low >= GUTTER * row.size * 0.5).then_some((low, high))
    };
    let mut start = split;
    while start > at {
        let near = rows[start].y - rows[start - 1].y < 3.0 * size;
        match narrows(&rows[start - 1], low, high).filter(|_| near) {
            Some((next_low, next_high)) => {
                (low, high) = (next_low, next_high);
                start -= 1;
            }
            None => break,
        }
    }
    let mut end = split + 1;
    let mut both = 1;
    while end < rows.len().min(split + BLOCK_ROWS) {
        let near = rows[end].y - rows[end - 1].y < 6.0 * size;
        match narrows(&rows[end], low, high).filter(|_| near) {
            Some((next_low, next_high)) => {
                both += usize::from(rows[end].stretches.len() == 2);
                (low, high) = (next_low, next_high);
                end += 1;
            }
            None => break,
        }
    }
    // Running text leaves a gap by chance in one row only, and a small one.
    let gap = rows[split].stretches[1].x - rows[split].stretches[0].end;
    (both >= 2 || gap > 4.0 * size || end - start >= 3 && gap > 2.5 * size).then_some((
        start,
        end,
        f64::midpoint(low, high),
    ))
}

fn columns(rows: &[Row], gutter: f64) -> Part {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for row in rows {
        for stretch in &row.stretches {
            let half = Row { stretches: vec![stretch.clone()], ..row.clone() };
            if f64::midpoint(stretch.x, stretch.end) < gutter { left.push(half) } else { right.push(half) }
        }
    }
    Part::Columns(left, right)
}
