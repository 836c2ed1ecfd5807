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
    let left = rows.iter().map(Row::x).fold(f64::MAX, f64::min);
    let right = rows.iter().map(Row::end).fold(0.0, f64::max);
    let page = Width { left, right };
    while at < rows.len() {
        match block(&rows, at, page).or_else(|| halves(&rows, at, page)) {
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

/// How far the page's text reaches.
#[derive(Debug, Clone, Copy)]
struct Width {
    left: f64,
    right: f64,
}

impl Width {
    fn middle(self) -> f64 {
        f64::midpoint(self.left, self.right)
    }

    /// A line set around the page's middle ("KẾ HOẠCH"): it ends a head.
    fn centres(self, row: &Row) -> bool {
        let middle = f64::midpoint(row.x(), row.end());
        row.stretches.len() == 1 && (middle - self.middle()).abs() < (self.right - self.left) * 0.04
    }
}

/// A head or foot whose halves stand on different heights, so that no row holds
/// both: known by its fixed words.
fn halves(rows: &[Row], at: usize, page: Width) -> Option<(usize, usize, f64)> {
    const HEADS: &[&str] = &["cong hoa xa hoi", "dang cong san"];
    let ahead = &rows[at..rows.len().min(at + 4)];
    let says = |row: &Row, words: &[&str]| {
        words.iter().any(|word| crate::letters::fold(&row.text()).starts_with(word))
    };
    let foot = ahead.iter().any(|row| says(row, &["noi nhan"]));
    // A foot begins with its own words, or with the signer's half beside them.
    if foot && !says(&rows[at], &["noi nhan"]) && rows[at].x() < page.middle() {
        return None;
    }
    if !foot && !ahead.iter().any(|row| says(row, HEADS)) {
        return None;
    }
    let span = page.right - page.left;
    // The place of the gutter that lets most rows stand clear of it.
    let free = |gutter: f64| {
        let crossing =
            |row: &Row| row.stretches.iter().any(|stretch| stretch.x < gutter && stretch.end > gutter);
        let stop = |row: &Row| crossing(row) || names_paper(row) || !foot && page.centres(row);
        let end = rows[at..]
            .iter()
            .take(BLOCK_ROWS)
            .position(stop)
            .map_or(rows.len().min(at + BLOCK_ROWS), |end| at + end);
        let (left, right): (Vec<&Row>, Vec<&Row>) = rows[at..end].iter().partition(|row| row.x() < gutter);
        (!left.is_empty() && !right.is_empty() && end > at + 1).then_some(end)
    };
    let places = (0..=20).map(|step| page.left + span * (0.3 + 0.02 * f64::from(step)));
    let (gutter, end) =
        places.filter_map(|gutter| Some((gutter, free(gutter)?))).max_by_key(|(_, end)| *end)?;
    Some((at, end, gutter))
}

/// The paper's own name stands below the columns of its head.
fn names_paper(row: &Row) -> bool {
    let names = ["ke hoach", "quyet dinh", "thong bao", "bao cao", "chuong trinh", "huong dan", "bien ban"];
    let text = row.text();
    crate::letters::is_capitals(&text) && names.contains(&crate::letters::fold_words(&text).as_str())
}

/// A running line's stretches are one; its gaps were spaces.
fn whole(row: &Row) -> Row {
    let first_word = row.first_word();
    let stretch = Stretch { x: row.x(), end: row.end(), text: row.text(), first_word };
    Row { stretches: vec![stretch], ..row.clone() }
}

/// A block that starts at `at`: rows that all leave one gutter free, at least
/// one of them with words on both sides of it.
fn block(rows: &[Row], at: usize, page: Width) -> Option<(usize, usize, f64)> {
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
        let near = rows[end].y - rows[end - 1].y < 6.0 * size
            && !page.centres(&rows[end])
            && !names_paper(&rows[end]);
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
