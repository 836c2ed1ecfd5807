//! Blocks: the source as a row of lines and data tables. Tables that only lay
//! out a head or a foot are taken apart into their lines.
//!
//! Not here: joining lines (`repair`), the paper's anatomy (`zones`).

use std::collections::BTreeMap;

use crate::letters::fold;
use crate::line::Line;
use crate::table::Table;
use crate::words::{Region, Source};

/// A line and how it stands to the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub line: Line,
    /// A paragraph of its own, not only a new line.
    pub apart: bool,
    /// The first line of a cell or region: nothing before it belongs to it.
    pub boundary: bool,
    /// A page number or running head.
    pub noise: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    Piece(Piece),
    Table(Box<Table>),
}

impl Block {
    pub fn piece(&self) -> Option<&Piece> {
        match self {
            Self::Piece(piece) => Some(piece),
            Self::Table(_) => None,
        }
    }
}

/// The most cells one table may hold; larger ones are read as lines.
const CELLS: usize = 60_000;

pub(crate) fn blocks(source: &Source) -> Vec<Block> {
    let paragraphs = &source.paragraphs;
    let mut out = Vec::with_capacity(paragraphs.len());
    let mut at = 0;
    let mut page_number = 0;
    while at < paragraphs.len() {
        let Some(cell) = paragraphs[at].cell else {
            let paragraph = &paragraphs[at];
            let line = Line::of(paragraph, at);
            // A letterhead kept in the page header is part of the paper.
            let letterhead = ["doc lap", "so:", "cong hoa", "uy ban", "ubnd"]
                .iter()
                .any(|word| line.folded().contains(word));
            let running = match paragraph.region {
                Region::Header => !letterhead,
                Region::Footer | Region::Footnote => true,
                Region::Body | Region::TextBox => false,
            };
            let numbered = is_page_number(&line, page_number) && stands_alone(source, at);
            if numbered {
                page_number += 1;
            }
            let boundary =
                at == 0 || paragraphs[at - 1].cell.is_some() || paragraphs[at - 1].region != paragraph.region;
            let noise = paragraph.noise || running || numbered;
            out.push(Block::Piece(Piece { line, apart: paragraph.apart, boundary, noise }));
            at += 1;
            continue;
        };
        let end = (at..paragraphs.len())
            .find(|next| paragraphs[*next].cell.is_none_or(|other| other.table != cell.table))
            .unwrap_or(paragraphs.len());
        table(source, at, end, &mut out);
        at = end;
    }
    out
}

fn table(source: &Source, from: usize, to: usize, out: &mut Vec<Block>) {
    let mut cells: BTreeMap<(u32, u32), Vec<(usize, Line)>> = BTreeMap::new();
    let (mut height, mut width) = (0, 0);
    for at in from..to {
        let paragraph = &source.paragraphs[at];
        let Some(cell) = paragraph.cell else { continue };
        height = height.max(cell.row as usize + 1);
        width = width.max((cell.column + cell.span.max(1)) as usize);
        cells.entry((cell.row, cell.column)).or_default().push((at, Line::of(paragraph, at)));
    }
    if height * width <= CELLS {
        let mut rows = vec![vec![Vec::new(); width]; height];
        for ((row, column), lines) in &cells {
            let lines =
                lines.iter().filter(|(at, _)| !source.paragraphs[*at].noise).map(|(_, line)| line.clone());
            rows[*row as usize][*column as usize].extend(lines);
        }
        let id = source.paragraphs[from].cell.map(|cell| cell.table);
        let mut merged: Vec<(usize, usize)> = source
            .merged
            .iter()
            .filter(|cell| Some(cell.table) == id && (cell.row as usize) < height)
            .map(|cell| (cell.row as usize, cell.column as usize))
            .collect();
        merged.sort_unstable();
        if let Ok(table) = Table::of(rows, &merged) {
            out.push(Block::Table(Box::new(table)));
            return;
        }
    }
    for lines in cells.into_values() {
        for (nth, (at, line)) in lines.into_iter().enumerate() {
            let paragraph = &source.paragraphs[at];
            let piece = Piece { line, apart: paragraph.apart, boundary: nth == 0, noise: paragraph.noise };
            out.push(Block::Piece(piece));
        }
    }
}

/// `2`, `- 2 -`, `Trang 2/5`: the next page number.
fn is_page_number(line: &Line, last: u32) -> bool {
    let folded = line.folded().trim_start_matches("trang").trim();
    let bare = folded.trim_matches(['-', ' ', '.', '|']);
    let number = bare.split('/').next().unwrap_or_default().trim();
    if line.len() > 14 || number.is_empty() || number.len() > 3 {
        return false;
    }
    number.parse::<u32>().is_ok_and(|number| {
        number == last + 1 || last == 0 && (1..=3).contains(&number) || number == last + 2
    })
}

fn stands_alone(source: &Source, at: usize) -> bool {
    let next = source.paragraphs.get(at + 1);
    let same = |other: Option<&crate::words::Paragraph>| {
        other.is_none_or(|other| other.apart || other.page != source.paragraphs[at].page)
    };
    let folded = fold(&source.paragraphs[at].text);
    (source.paragraphs[at].apart || folded.contains("trang")) && same(next)
}
