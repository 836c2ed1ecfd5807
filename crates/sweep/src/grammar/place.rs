//! Where levels stand together they are a register, a table or a list of levels:
//! then they mark nothing.

use super::form::{self, fold};
use super::{Candidate, Line, sign};
use crate::marking::Level;
use crate::text::{Carrier, CellAt};
use std::collections::{BTreeMap, BTreeSet};

/// Lines that may stand between the levels of a list.
const BETWEEN: usize = 2;
/// From one entry of a list to the next, where the list is known as one.
const EXPLAINED: usize = 4;
/// Other cells in a row of a register, and such rows of it.
const CELLS: usize = 3;
const ROWS: usize = 2;
/// Rows above a cell that may name its column.
const HEADS: usize = 5_000;

/// Which of the candidates mark the document.
pub(super) fn markings(candidates: &[Candidate], lines: &[Line]) -> Vec<bool> {
    let mut kept: Vec<bool> =
        candidates.iter().map(|candidate| candidate.capitals || candidate.labelled).collect();
    lists(candidates, lines, &mut kept);
    tables(candidates, lines, &mut kept);
    for (candidate, kept) in candidates.iter().zip(kept.iter_mut()) {
        if is_defined(candidate, lines) {
            *kept = false;
        }
    }
    kept
}

/// Levels one after the other.
fn lists(candidates: &[Candidate], lines: &[Line], kept: &mut [bool]) {
    let of = |candidate: &Candidate| lines[candidate.at].piece;
    for (nth, pair) in candidates.windows(2).enumerate() {
        let (one, two) = (&pair[0], &pair[1]);
        let beside = of(one).carrier == of(two).carrier && of(one).group == of(two).group;
        let near = two.at - one.at <= BETWEEN + 1 && beside;
        let drawn = one.framed && two.framed && of(one).group == 0;
        if near && one.level != two.level && !(drawn && one.capitals && two.capitals) {
            kept[nth] = false;
            kept[nth + 1] = false;
        }
    }
    // A list whose entries are explained at unlike lengths.
    for nth in 1..candidates.len() {
        let (one, two) = (&candidates[nth - 1], &candidates[nth]);
        let beside = of(one).carrier == of(two).carrier && of(one).group == of(two).group;
        let near = two.at - one.at <= EXPLAINED && beside && one.level != two.level;
        if near && kept[nth - 1] != kept[nth] && !one.framed && !two.framed && !one.labelled && !two.labelled
        {
            kept[nth - 1] = false;
            kept[nth] = false;
        }
    }
    // All three in one kind of place, each by itself: a figure, a chapter each.
    let mut levels: BTreeMap<Carrier, BTreeSet<Level>> = BTreeMap::new();
    for (candidate, _) in candidates.iter().zip(kept.iter()).filter(|(one, kept)| **kept && !one.labelled) {
        levels.entry(of(candidate).carrier).or_default().insert(candidate.level);
    }
    for (candidate, kept) in candidates.iter().zip(kept.iter_mut()) {
        let all = levels.get(&of(candidate).carrier).is_some_and(|levels| levels.len() == 3);
        *kept &= !all || candidate.labelled;
    }
}

/// A heading that the next line explains.
fn is_defined(candidate: &Candidate, lines: &[Line]) -> bool {
    const EXPLAINS: [&str; 6] = ["là ", "- là ", "gồm ", "bao gồm", "nghĩa là", "được hiểu"];
    let here = lines[candidate.at];
    let Some(next) = lines.get(candidate.at + 1).filter(|next| next.piece.carrier == here.piece.carrier)
    else {
        return false;
    };
    let start: String = next.text.trim_start().chars().take(24).collect();
    // With its marks: "La Gi, ngày …" is the line below a stamp.
    let small = form::unicode(&start).text.to_lowercase();
    EXPLAINS.iter().any(|word| small.starts_with(word)) && !candidate.labelled
}

/// What is known of the tables that hold candidates.
#[derive(Default)]
struct Table<'a> {
    cells: BTreeMap<(u32, u32), Vec<&'a str>>,
}

impl Table<'_> {
    fn row(&self, row: u32) -> usize {
        self.cells.range((row, 0)..=(row, u32::MAX)).count()
    }

    /// Rows with as many cells as a register has.
    fn wide_rows(&self) -> usize {
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for (row, _) in self.cells.keys() {
            *counts.entry(*row).or_default() += 1;
        }
        counts.values().filter(|count| **count >= CELLS).count()
    }

    /// Whether a cell above names the column as one of levels.
    fn is_headed(&self, row: u32, column: u32) -> bool {
        let above = self.cells.range(..(row, 0)).rev().take(HEADS * 8).filter(|((_, at), _)| *at == column);
        above.take(HEADS).any(|(_, texts)| {
            texts.iter().any(|text| {
                let folded = fold(text);
                let marked = form::unicode(text).text.to_lowercase();
                ["do mat", "muc do", "cap do", "phan loai", "loai mat", "do khan"]
                    .iter()
                    .any(|word| folded.contains(word))
                    || marked.contains("mật")
            })
        })
    }

    /// Whether the cell before it says "Độ mật".
    fn is_labelled(&self, row: u32, column: u32) -> bool {
        let before = self.cells.range((row, 0)..(row, column)).next_back();
        before.is_some_and(|(_, texts)| texts.last().is_some_and(|text| sign::is_label(&fold(text))))
    }
}

fn tables(candidates: &[Candidate], lines: &[Line], kept: &mut [bool]) {
    let places: Vec<Option<CellAt>> =
        candidates.iter().map(|candidate| lines[candidate.at].piece.cell).collect();
    let wanted: BTreeSet<u32> = places.iter().flatten().map(|cell| cell.table).collect();
    if wanted.is_empty() {
        return;
    }
    let mut tables: BTreeMap<u32, Table> = BTreeMap::new();
    for line in lines {
        if let Some(cell) = line.piece.cell.filter(|cell| wanted.contains(&cell.table)) {
            let table = tables.entry(cell.table).or_default();
            table.cells.entry((cell.row, cell.column)).or_default().push(line.text);
        }
    }
    let mut rows: BTreeMap<(u32, u32), BTreeSet<Level>> = BTreeMap::new();
    let mut columns: BTreeMap<(u32, u32), BTreeSet<u32>> = BTreeMap::new();
    for (candidate, cell) in candidates.iter().zip(&places) {
        if let Some(cell) = cell {
            rows.entry((cell.table, cell.row)).or_default().insert(candidate.level);
            columns.entry((cell.table, cell.column)).or_default().insert(cell.row);
        }
    }
    for (nth, cell) in places.iter().enumerate() {
        let Some((cell, table)) = cell.and_then(|cell| Some((cell, tables.get(&cell.table)?))) else {
            continue;
        };
        let register = rows.get(&(cell.table, cell.row)).is_some_and(|levels| levels.len() > 1)
            || columns.get(&(cell.table, cell.column)).is_some_and(|rows| rows.len() > 1)
            || table.is_headed(cell.row, cell.column)
            || table.row(cell.row) > CELLS && table.wide_rows() >= ROWS;
        if register && !candidates[nth].labelled {
            kept[nth] = false;
        }
        // A form: "Độ mật" in one cell, the level in the next.
        if table.is_labelled(cell.row, cell.column)
            && table.row(cell.row) <= CELLS
            && table.wide_rows() < ROWS
        {
            kept[nth] = kept[nth] || candidates[nth].capitals;
        }
    }
}
