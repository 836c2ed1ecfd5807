//! Tables as rows of cells, and what their columns are called.
//!
//! Not here: finding tables in a file (`words`), reading rows (`nouns`).

use crate::letters::fold_words;
use crate::line::Line;

/// The columns official papers use, by what they hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    Number,
    Name,
    Rank,
    Position,
    Organisation,
    Role,
    Task,
    Lead,
    Coordinating,
    Executing,
    Due,
    Product,
    Unit,
    Phone,
    Note,
    Day,
    Place,
}

/// A table that holds data: its columns, and rows of cells of lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Table {
    /// Row by row, cell by cell, line by line. Every row has `width` cells.
    pub rows: Vec<Vec<Vec<Line>>>,
    pub columns: Vec<Option<Column>>,
    /// Rows that make up the head.
    pub head_rows: usize,
    /// The rows again, with cells merged downwards said in each of their rows.
    filled: Vec<Vec<Vec<Line>>>,
}

impl Table {
    /// A table of these cells, when its head names columns as data tables do.
    /// `merged` lists the cells that go on with the one above them.
    pub fn of(rows: Vec<Vec<Vec<Line>>>, merged: &[(usize, usize)]) -> Result<Self, Vec<Vec<Vec<Line>>>> {
        for head in 0..rows.len().min(3) {
            let single = name_columns(&rows[head]);
            if is_data_head(&single, &rows[head]) {
                // A second head row splits a spanning name ("Thời gian": "Từ", "Đến").
                let (columns, head_rows) = match rows.get(head + 1) {
                    Some(next) if is_second_head(&single, next, &rows[head]) => {
                        let both: Vec<Vec<Line>> = rows[head]
                            .iter()
                            .zip(next)
                            .map(
                                |(upper, lower)| {
                                    if lower.is_empty() { upper.clone() } else { lower.clone() }
                                },
                            )
                            .collect();
                        let named = name_columns(&both);
                        let merged = named
                            .iter()
                            .zip(&single)
                            .map(|(below, above)| below.or(*above))
                            .collect::<Vec<_>>();
                        (merged, head + 2)
                    }
                    _ => (single, head + 1),
                };
                let mut filled = rows.clone();
                for (row, column) in merged {
                    let above = row.checked_sub(1).filter(|above| *above >= head_rows);
                    let said = above.map(|above| filled[above].get(*column).cloned().unwrap_or_default());
                    if let (Some(said), Some(cell)) =
                        (said, filled.get_mut(*row).and_then(|row| row.get_mut(*column)))
                        && cell.is_empty()
                    {
                        *cell = said;
                    }
                }
                return Ok(Self { rows, columns, head_rows, filled });
            }
        }
        Err(rows)
    }

    pub fn has(&self, column: Column) -> bool {
        self.columns.contains(&Some(column))
    }

    /// The data rows.
    pub fn body(&self) -> impl Iterator<Item = &Vec<Vec<Line>>> {
        self.filled.iter().skip(self.head_rows)
    }

    /// The cell of a row under a column, its lines joined.
    pub fn cell(&self, row: &[Vec<Line>], column: Column) -> Line {
        let mut line = Line::default();
        for (at, named) in self.columns.iter().enumerate() {
            if *named == Some(column)
                && let Some(lines) = row.get(at)
            {
                for part in lines {
                    line.join(part);
                }
            }
        }
        line
    }

    /// The lines of the cell, apart.
    pub fn cell_lines<'a>(&self, row: &'a [Vec<Line>], column: Column) -> Vec<&'a Line> {
        let mut found = Vec::new();
        for (at, named) in self.columns.iter().enumerate() {
            if *named == Some(column)
                && let Some(lines) = row.get(at)
            {
                found.extend(lines);
            }
        }
        found
    }

    /// A row that heads those under it: one cell speaks, or all say the same.
    pub fn is_group_row(&self, row: &[Vec<Line>]) -> bool {
        let mut speaking = row
            .iter()
            .zip(&self.columns)
            .filter(|(cell, named)| !cell.is_empty() && **named != Some(Column::Number))
            .map(|(cell, _)| cell);
        speaking.next().is_some() && speaking.next().is_none() && self.columns.len() > 2
    }
}

fn joined(cell: &[Line]) -> String {
    cell.iter().map(Line::text).collect::<Vec<_>>().join(" ")
}

fn name_columns(row: &[Vec<Line>]) -> Vec<Option<Column>> {
    let mut columns: Vec<Option<Column>> =
        row.iter().map(|cell| column_named(&fold_words(&joined(cell)))).collect();
    // "Nhiệm vụ" is a seat beside people and a task beside offices and dates.
    let has = |column: Column| columns.contains(&Some(column));
    let matrix = [Column::Lead, Column::Coordinating, Column::Executing, Column::Due, Column::Product]
        .into_iter()
        .any(has);
    if matrix && !has(Column::Name) && !has(Column::Task) {
        for (column, cell) in columns.iter_mut().zip(row) {
            if *column == Some(Column::Role) && fold_words(&joined(cell)) == "nhiem vu" {
                *column = Some(Column::Task);
            }
        }
    }
    columns
}

fn is_data_head(columns: &[Option<Column>], row: &[Vec<Line>]) -> bool {
    let named = columns.iter().flatten().count();
    let filled = row.iter().filter(|cell| !cell.is_empty()).count();
    let numbered = columns.first() == Some(&Some(Column::Number));
    filled >= 2 && (numbered && named >= 2 || named >= 3 || named == 2 && filled == 2)
}

fn is_second_head(above: &[Option<Column>], below: &[Vec<Line>], head: &[Vec<Line>]) -> bool {
    let number_blank =
        above.iter().zip(below).find(|(named, _)| **named == Some(Column::Number)).is_some_and(
            |(_, cell)| cell.is_empty() || fold_words(&joined(cell)) == fold_words(&joined(&head[0])),
        );
    let filled = below.iter().filter(|cell| !cell.is_empty()).count();
    let short = below.iter().all(|cell| joined(cell).chars().count() < 40);
    number_blank
        && filled > 0
        && short
        && below.iter().any(|cell| column_named(&fold_words(&joined(cell))).is_some())
}

pub(crate) fn is_number_column(folded: &str) -> bool {
    matches!(folded, "stt" | "tt" | "so tt" | "so thu tu" | "s tt" | "s t t")
}

pub(crate) fn is_column_name(folded: &str) -> bool {
    folded.len() <= 70 && column_named(folded).is_some()
}

/// What a column holds, by its folded name. The order settles overlaps: the
/// more telling word first.
pub(crate) fn column_named(folded: &str) -> Option<Column> {
    if folded.is_empty() || folded.len() > 90 {
        return None;
    }
    if is_number_column(folded) {
        return Some(Column::Number);
    }
    let has = |word: &str| {
        folded.match_indices(word).any(|(at, _)| {
            let before = at == 0 || folded.as_bytes()[at - 1] == b' ';
            let end = at + word.len();
            before && (end == folded.len() || folded.as_bytes()[end] == b' ')
        })
    };
    let any = |words: &[&str]| words.iter().any(|word| has(word));
    if any(&["dien thoai", "so dien thoai", "sdt", "so dt", "dt"]) {
        return Some(Column::Phone);
    }
    if any(&["ho va ten", "ho ten", "ho va ten dem", "ten thanh vien"]) {
        return Some(Column::Name);
    }
    if any(&["phoi hop"]) {
        return Some(Column::Coordinating);
    }
    if any(&["chu tri", "phu trach", "dau moi"]) && !has("noi dung") {
        return Some(Column::Lead);
    }
    if any(&["thoi gian", "thoi han", "tien do", "hoan thanh", "han hoan thanh", "ky han"]) {
        return Some(Column::Due);
    }
    if any(&["ngay", "buoi", "ngay kiem tra"]) && folded.len() < 40 {
        return Some(Column::Day);
    }
    if any(&["san pham", "ket qua", "ket qua dat duoc", "du kien san pham", "dau ra"]) {
        return Some(Column::Product);
    }
    if any(&[
        "vai tro",
        "nhiem vu trong doan",
        "nhiem vu trong to",
        "chuc danh trong doan",
        "trach nhiem trong doan",
    ]) || folded == "nhiem vu"
        || has("chuc trach")
    {
        return Some(Column::Role);
    }
    if any(&[
        "don vi duoc kiem tra",
        "doi tuong",
        "doi tuong kiem tra",
        "co quan duoc kiem tra",
        "duoc kiem tra",
    ]) {
        return Some(Column::Unit);
    }
    if any(&["dia diem"]) {
        return Some(Column::Place);
    }
    if any(&["ten don vi", "ten co quan", "ten co quan don vi", "danh sach don vi"]) {
        return Some(Column::Unit);
    }
    if any(&["thuc hien", "trach nhiem"])
        && any(&["don vi", "co quan", "don vi thuc hien", "phan cong", "trach nhiem", "nguoi", "bo phan"])
    {
        return Some(Column::Executing);
    }
    if any(&["nhiem vu", "noi dung", "cong viec", "noi dung cong viec", "hoat dong", "giai phap"]) {
        return Some(Column::Task);
    }
    if any(&["chuc vu", "chuc danh"]) {
        return Some(Column::Position);
    }
    if any(&["cap bac", "quan ham"]) {
        return Some(Column::Rank);
    }
    if any(&["don vi cong tac", "co quan cong tac", "noi cong tac"]) {
        return Some(Column::Organisation);
    }
    if any(&["don vi", "co quan"]) {
        return Some(Column::Organisation);
    }
    if any(&["ghi chu"]) {
        return Some(Column::Note);
    }
    None
}
