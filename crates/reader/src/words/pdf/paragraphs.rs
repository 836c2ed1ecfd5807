//! Lines set back into paragraphs: a line goes on with the next when the next
//! one's first word would not have fitted on it.

use std::collections::BTreeMap;

use super::content::{Glyph, Page};
use super::grid::{Grid, grids};
use super::lines::{Part, parts};
use super::rows::{Row, rows};
use crate::words::{CellAt, Gather, Paragraph};

/// A line is set in when it starts this far right of the one above, in letter
/// heights.
const INDENT: f64 = 0.9;
/// Space between lines beyond which a paragraph ends, in line distances.
const LEAD: f64 = 1.45;

/// Something to be pushed.
#[derive(Debug, Clone)]
struct Text {
    text: String,
    page: u32,
    cell: Option<CellAt>,
    apart: bool,
    noise: bool,
}

/// The measures of the running text.
#[derive(Debug, Clone, Copy, Default)]
struct Measure {
    right: f64,
    pitch: f64,
}

/// A table that may go on over the page.
struct Going {
    table: u32,
    xs: Vec<f64>,
    row: u32,
    head: String,
}

pub(super) fn push(pages: &[Page], gather: &mut Gather) {
    let mut texts: Vec<Text> = Vec::new();
    let mut last: Option<(Row, u32)> = None;
    let mut going: Option<Going> = None;
    let running = running_lines(pages);
    for page in pages {
        let grids = grids(page);
        let mut outside: Vec<&Glyph> = Vec::new();
        let mut inside: Vec<Vec<&Glyph>> = vec![Vec::new(); grids.len()];
        for glyph in &page.glyphs {
            match grids.iter().position(|grid| grid.cell(glyph).is_some()) {
                Some(at) => inside[at].push(glyph),
                None => outside.push(glyph),
            }
        }
        let rows = rows(&outside);
        let measure = measure(&rows);
        let mut next_grid = 0;
        let mut items: Vec<(f64, Item)> = Vec::new();
        // Rows between two tables are parted on their own.
        let mut from = 0;
        while from < rows.len() {
            let top = grids.get(next_grid).map_or(f64::MAX, Grid::top);
            let end = rows[from..].iter().position(|row| row.y > top).map_or(rows.len(), |end| from + end);
            if end > from {
                items.push((rows[from].y, Item::Rows(rows[from..end].to_vec())));
                from = end;
            }
            if end < rows.len() || from >= rows.len() {
                if let Some(grid) = grids.get(next_grid) {
                    items.push((grid.top(), Item::Grid(next_grid)));
                    next_grid += 1;
                } else {
                    break;
                }
            }
        }
        while next_grid < grids.len() {
            items.push((grids[next_grid].top(), Item::Grid(next_grid)));
            next_grid += 1;
        }
        let mut first_on_page = true;
        for (_, item) in items {
            match item {
                Item::Rows(rows) => {
                    for part in parts(rows) {
                        match part {
                            Part::Line(row) => {
                                let noise = is_noise(&row, page, &running);
                                line(row, page.number, noise, measure, &mut last, &mut texts);
                                if !noise {
                                    going = None;
                                }
                            }
                            Part::Columns(left, right) => {
                                going = None;
                                last = None;
                                side_by_side(&[left, right], page.number, gather, &mut texts);
                            }
                        }
                    }
                }
                Item::Grid(at) => {
                    last = None;
                    let goes_on =
                        going.take().filter(|_| first_on_page || texts.last().is_some_and(|text| text.noise));
                    going = Some(table(&grids[at], &inside[at], page.number, goes_on, gather, &mut texts));
                }
            }
            first_on_page = false;
        }
    }
    for text in texts {
        gather.push(Paragraph {
            text: text.text,
            page: Some(text.page),
            cell: text.cell,
            apart: text.apart,
            noise: text.noise,
            ..Paragraph::default()
        });
    }
}

enum Item {
    Rows(Vec<Row>),
    Grid(usize),
}

fn measure(rows: &[Row]) -> Measure {
    let right = rows.iter().map(Row::end).fold(0.0, f64::max);
    let mut pitches: Vec<f64> = rows
        .windows(2)
        .map(|pair| pair[1].y - pair[0].y)
        .filter(|pitch| *pitch > 2.0 && *pitch < 60.0)
        .collect();
    pitches.sort_by(f64::total_cmp);
    // The lower half: distances inside paragraphs.
    Measure { right, pitch: pitches.get(pitches.len() / 3).copied().unwrap_or(18.0) }
}

/// Texts that stand at the top or foot of three pages or more.
fn running_lines(pages: &[Page]) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages {
        let glyphs: Vec<&Glyph> = page.glyphs.iter().collect();
        let rows = rows(&glyphs);
        let mut edges: Vec<String> = rows.first().into_iter().chain(rows.last()).map(Row::text).collect();
        edges.dedup();
        for text in edges {
            *counts.entry(text).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .filter(|(text, count)| *count >= 3 && text.chars().count() < 90)
        .map(|(text, _)| text)
        .collect()
}

/// A page number or running head at the edge of the page.
fn is_noise(row: &Row, page: &Page, running: &[String]) -> bool {
    let text = row.text();
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    let edge = row.y < page.height * 0.1 || row.y > page.height * 0.9;
    let number = bare.chars().all(|c| c.is_ascii_digit()) && !bare.is_empty() && bare.len() <= 3;
    let counted = crate::letters::fold(bare).starts_with("trang ") && bare.chars().count() < 14;
    edge && (number || counted || running.contains(&text))
}

/// Adds a running line to the paragraph above, or starts one.
fn line(
    row: Row,
    page: u32,
    noise: bool,
    measure: Measure,
    last: &mut Option<(Row, u32)>,
    texts: &mut Vec<Text>,
) {
    if noise {
        texts.push(Text { text: row.text(), page, cell: None, apart: true, noise: true });
        return;
    }
    let joins =
        last.as_ref().is_some_and(|(above, above_page)| goes_on(above, &row, *above_page == page, measure));
    let open = texts.iter_mut().rev().find(|text| !text.noise);
    match open {
        Some(text) if joins && text.cell.is_none() => {
            text.text.push(' ');
            text.text.push_str(&row.text());
        }
        _ => texts.push(Text { text: row.text(), page, cell: None, apart: true, noise: false }),
    }
    *last = Some((row, page));
}

/// Whether `row` goes on with the paragraph that `above` ends.
fn goes_on(above: &Row, row: &Row, same_page: bool, measure: Measure) -> bool {
    let size = above.size.max(row.size);
    let distance = row.y - above.y;
    if same_page && (distance > measure.pitch * LEAD || distance <= 0.0)
        || (above.size - row.size).abs() > size * 0.12
    {
        return false;
    }
    let upper = above.text();
    let ended = upper.trim_end().ends_with(['.', ';', ':', '!', '?', '…']);
    let said = row.text();
    if said.chars().count() >= 3 && !said.chars().any(char::is_alphanumeric) {
        return false;
    }
    if !same_page && ended {
        return false;
    }
    // The addressees always begin anew, and so does text behind a line of
    // capitals (a heading, the signer's title).
    let folded = crate::letters::fold(said.trim_start());
    let heading = crate::letters::is_capitals(&upper) && upper.chars().count() < 80;
    let capital = said.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
    if folded.starts_with("noi nhan") || heading && capital && !crate::letters::is_capitals(&said) {
        return false;
    }
    let small = row.text().chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
    // Set in further than the line above: a new paragraph begins, unless the
    // sentence goes on under its own first word.
    let inset = row.x() - above.x();
    if inset > INDENT * size && !centred(above, row) && !(small && !ended && inset < 6.0 * size) {
        return false;
    }
    if row.bold != above.bold && (ended || !small) {
        return false;
    }
    // Spare room on the line above, had it taken the next word too.
    let spare = measure.right - (above.end() + size * 0.25 + row.first_word());
    let numbered = opens_with_label(&row.text());
    if numbered == Some(true) || numbered == Some(false) && ended {
        return false;
    }
    let fits = spare > size * 0.9 || spare > -size * 0.1 && ended && !small;
    if centred(above, row) {
        // Titles are broken by sense; capitals go on with capitals.
        let capitals = crate::letters::is_capitals(&upper) == crate::letters::is_capitals(&row.text());
        return !ended && capitals && row.bold == above.bold && !fits;
    }
    !fits
}

/// Whether a line opens with a label, and whether with a numbered one.
fn opens_with_label(text: &str) -> Option<bool> {
    let paragraph = Paragraph { text: text.to_owned(), ..Paragraph::default() };
    crate::label::label(&crate::line::Line::of(&paragraph, 0)).map(|label| !label.kind.is_bullet())
}

/// Both lines are set around the same middle, neither from the margin.
fn centred(above: &Row, row: &Row) -> bool {
    let middle = |row: &Row| f64::midpoint(row.x(), row.end());
    (middle(above) - middle(row)).abs() < 6.0 && (above.x() - row.x()).abs() > 6.0
}

/// Two columns become a layout table of one row.
fn side_by_side(halves: &[Vec<Row>], page: u32, gather: &mut Gather, texts: &mut Vec<Text>) {
    let table = gather.next_table();
    for (column, rows) in halves.iter().enumerate() {
        let cell = Some(CellAt { table, row: 0, column: column as u32, span: 1 });
        for text in cell_lines(rows) {
            texts.push(Text { text, page, cell, apart: true, noise: false });
        }
    }
}

/// The lines of a cell or half, wrapped ones joined.
fn cell_lines(rows: &[Row]) -> Vec<String> {
    let right = rows.iter().map(Row::end).fold(0.0, f64::max);
    let left = rows.iter().map(Row::x).fold(f64::MAX, f64::min);
    let pitches: Vec<f64> = rows.windows(2).map(|pair| pair[1].y - pair[0].y).collect();
    let pitch = pitches.iter().copied().fold(f64::MAX, f64::min);
    let mut out: Vec<String> = Vec::new();
    let mut last: Option<&Row> = None;
    for row in rows {
        let text = row.text();
        let joins = last.is_some_and(|above| {
            let upper = above.text();
            let close = row.y - above.y <= pitch * LEAD;
            let fits = above.end() + row.size * 0.25 + row.first_word() <= right + row.size * 0.1;
            let ended = upper.trim_end().ends_with(['.', ';', ':']);
            let small = text.chars().next().is_some_and(char::is_lowercase);
            let listed = text.starts_with(['-', '–', '+']);
            let narrow = right - left < row.size * 6.0;
            close && !ended && !listed && (small || !fits && !narrow && !crate::letters::is_capitals(&upper))
        });
        match out.last_mut() {
            Some(line) if joins => {
                line.push(' ');
                line.push_str(&text);
            }
            _ => out.push(text),
        }
        last = Some(row);
    }
    out
}

/// A ruled table, or the rest of one from the page before.
fn table(
    grid: &Grid,
    glyphs: &[&Glyph],
    page: u32,
    going: Option<Going>,
    gather: &mut Gather,
    texts: &mut Vec<Text>,
) -> Going {
    let mut cells: BTreeMap<(usize, usize), Vec<&Glyph>> = BTreeMap::new();
    for glyph in glyphs {
        if let Some(place) = grid.cell(glyph) {
            cells.entry(place).or_default().push(glyph);
        }
    }
    let lines: BTreeMap<(usize, usize), Vec<String>> =
        cells.into_iter().map(|(place, glyphs)| (place, cell_lines(&rows(&glyphs)))).collect();
    let said = |row: usize| -> String {
        (0..grid.columns())
            .filter_map(|column| lines.get(&(row, column)))
            .flatten()
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let head = said(0);
    let same = going.filter(|going| {
        going.xs.len() == grid.xs.len()
            && going.xs.iter().zip(&grid.xs).all(|(one, other)| (one - other).abs() < 4.0)
    });
    let goes_on = same.is_some();
    let (table, mut first, old_head) = match same {
        Some(going) => (going.table, going.row, going.head),
        None => (gather.next_table(), 0, head.clone()),
    };
    let repeated = goes_on && head == old_head;
    // A row cut by the page's end goes on without its number.
    let body = usize::from(repeated);
    let cut = goes_on
        && !lines.contains_key(&(body, 0))
        && lines.keys().any(|(row, _)| *row == body)
        && !said(body).is_empty();
    if cut {
        first = first.saturating_sub(1);
    }
    for row in 0..grid.rows() {
        for column in 0..grid.columns() {
            let owner = grid.owner(row, column);
            let shown = first + row.saturating_sub(body) as u32;
            if owner.0 < row && owner.1 == column {
                gather.merged(CellAt { table, row: shown, column: column as u32, span: 1 });
            }
            if owner != (row, column) {
                continue;
            }
            let span =
                (column..grid.columns()).take_while(|next| grid.owner(row, *next) == owner).count() as u32;
            let noise = repeated && row == 0;
            let cell = Some(CellAt { table, row: shown, column: column as u32, span });
            for (nth, text) in lines.get(&owner).into_iter().flatten().enumerate() {
                let cell = if noise { None } else { cell };
                texts.push(Text { text: text.clone(), page, cell, apart: nth == 0, noise });
            }
        }
    }
    let rows = grid.rows().saturating_sub(body) as u32;
    Going { table, xs: grid.xs.clone(), row: first + rows, head: old_head }
}
