//! Lines of a page: what is shown on one height, parted where gaps are wide, and
//! the cells that rows with gaps make.

use crate::text::Face;

/// Boxes of a page that may be stamps.
const STAMPS: usize = 8;
/// Rows without gaps within a table, and columns of it.
const BETWEEN: usize = 2;
const COLUMNS: usize = 64;

#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub text: String,
    pub face: Option<Face>,
    pub framed: bool,
    /// Table, row and column.
    pub cell: Option<(u32, u32, u32)>,
}

/// Letters shown one after the other: along its own direction from `x` to `end`,
/// across it at `y`.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub angle: i32,
    pub x: f64,
    pub end: f64,
    pub y: f64,
    pub size: f64,
    /// Its middle on the page.
    pub middle: (f64, f64),
    pub text: String,
    pub face: Option<Face>,
}

/// Runs on one height in one direction make a row; wide gaps part it into lines,
/// which are cells where rows with gaps follow each other.
pub(super) fn lines(mut runs: Vec<Run>, boxes: &[[f64; 4]]) -> Vec<Line> {
    runs.sort_by(|one, other| one.angle.cmp(&other.angle).then(other.y.total_cmp(&one.y)));
    // A page full of boxes is a table or a form, none of them a stamp's.
    let boxes = if boxes.len() > STAMPS { &[] } else { boxes };
    let mut lines = Vec::new();
    let mut table = Table::default();
    let mut row: Vec<Run> = Vec::new();
    for run in runs {
        let same = row.last().is_none_or(|last| {
            last.angle == run.angle && (last.y - run.y).abs() <= 0.45 * last.size.max(run.size)
        });
        if !same {
            table.place(parted(std::mem::take(&mut row), boxes), &mut lines);
        }
        row.push(run);
    }
    table.place(parted(row, boxes), &mut lines);
    lines
}

/// Columns of rows with gaps, as far as they follow each other.
#[derive(Default)]
struct Table {
    number: u32,
    row: u32,
    columns: Vec<(f64, f64)>,
    single: usize,
}

impl Table {
    fn place(&mut self, parts: Vec<Part>, lines: &mut Vec<Line>) {
        if parts.len() < 2 {
            self.single += 1;
        }
        if self.single > BETWEEN || self.columns.len() > COLUMNS {
            *self = Table { number: self.number, ..Table::default() };
        }
        if parts.len() >= 2 {
            self.single = 0;
            if self.columns.is_empty() {
                self.number += 1;
            }
        }
        self.row += 1;
        let inside = parts.len() >= 2 || !self.columns.is_empty();
        for part in parts {
            let cell = inside.then(|| (self.number, self.row, self.column(&part)));
            lines.push(Line { cell, ..part.line });
        }
    }

    /// The column a part stands in, which it widens.
    fn column(&mut self, part: &Part) -> u32 {
        let overlaps = |(x, end): &(f64, f64)| part.x < *end && part.end > *x;
        if let Some(at) = self.columns.iter().position(overlaps) {
            let (x, end) = &mut self.columns[at];
            (*x, *end) = (x.min(part.x), end.max(part.end.min(*end + part.end - part.x)));
            return at as u32;
        }
        self.columns.push((part.x, part.end));
        (self.columns.len() - 1) as u32
    }
}

/// A stretch of a row.
struct Part {
    x: f64,
    end: f64,
    y: f64,
    size: f64,
    line: Line,
}

/// Whether a run goes on in a stretch. Letters of another size or height a space
/// away stand in a frame the text flows around.
fn joins(part: &Part, run: &Run, gap: f64) -> bool {
    let alike = (part.size - run.size).abs() <= 0.1 * run.size && (part.y - run.y).abs() <= 0.1 * run.size;
    gap <= run.size * if alike { 2.2 } else { 0.1 }
}

fn parted(mut row: Vec<Run>, boxes: &[[f64; 4]]) -> Vec<Part> {
    row.sort_by(|one, other| one.x.total_cmp(&other.x));
    let mut parts: Vec<Part> = Vec::new();
    let mut last: Option<(f64, String)> = None;
    for run in row {
        let inside = |[x0, y0, x1, y1]: &[f64; 4]| {
            let (x, y) = run.middle;
            *x0 <= x && x <= *x1 && *y0 <= y && y <= *y1
        };
        let framed = boxes.iter().any(inside);
        // Bold by printing twice.
        if last.as_ref().is_some_and(|(x, text)| *text == run.text && (x - run.x).abs() < run.size * 0.12) {
            continue;
        }
        let gap = parts.last().map(|part| run.x - part.end);
        match parts.last_mut() {
            Some(part) if gap.is_some_and(|gap| joins(part, &run, gap)) && part.line.framed == framed => {
                if gap.is_some_and(|gap| gap > run.size * 0.17) {
                    part.line.text.push(' ');
                }
                part.line.text.push_str(&run.text);
                part.line.face = part.line.face.or(run.face);
                part.end = part.end.max(run.end);
            }
            _ => {
                let line = Line { text: run.text.clone(), face: run.face, framed, cell: None };
                parts.push(Part { x: run.x, end: run.end, y: run.y, size: run.size, line });
            }
        }
        last = Some((run.x, run.text));
    }
    parts.retain(|part| !part.line.text.trim().is_empty());
    parts
}
