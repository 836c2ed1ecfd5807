//! Rows of a sheet of a unit's register, and what they would change. Pure: the
//! register comes in, nothing is kept here. An empty cell leaves things as they are.
//!
//! Not here: opening a workbook (`reader::sheet`), keeping the outcome (`import`).

use crate::refusal::Fault;
use domain::identifier::{EntryId, UnitId};
use domain::register::{Book, Column, Entry};
use domain::text::{fold, tidy};
use domain::unit::Unit;
use domain::unit::matching::key;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use store::register::Kept;
use uuid::Uuid;

pub use crate::acts::unit::sheet::RowFault;
use crate::acts::unit::sheet::date;

/// How many rows one sheet may hold.
pub const MOST_ROWS: usize = 5_000;
/// Within how many rows the headings are looked for.
const HEADING_WITHIN: usize = 15;
/// The longest cell taken, in characters.
const LONGEST_CELL: usize = 500;

/// What a column of a sheet holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cell {
    Of(Column),
    Unit,
}

/// An entry that the sheet adds; its own identifier is not yet given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    pub row: usize,
    pub entry: Entry,
}

/// An entry that the sheet corrects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub row: usize,
    pub before: Kept,
    pub entry: Entry,
}

/// Everything the sheet would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Foreseen {
    pub added: Vec<Added>,
    pub changed: Vec<Changed>,
    /// Rows that say what the register says.
    pub same: usize,
    /// Rows that are not taken in, and why.
    pub faults: Vec<RowFault>,
    /// The sheet has more rows than are read.
    pub cut: bool,
}

impl Foreseen {
    /// How many rows have a fault.
    pub fn faulty(&self) -> usize {
        let mut rows: Vec<usize> = self.faults.iter().map(|fault| fault.row).collect();
        rows.sort_unstable();
        rows.dedup();
        rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty()
    }

    /// What it would do, as far as seeing it again must find it the same.
    pub(super) fn outline(&self) -> impl Serialize {
        let cells = |entry: &Entry| super::written(entry).to_string();
        let added: Vec<_> = self.added.iter().map(|one| (one.row, cells(&one.entry))).collect();
        let changed: Vec<_> =
            self.changed.iter().map(|one| (one.row, one.before.version, cells(&one.entry))).collect();
        (added, changed, self.faults.iter().map(|fault| fault.row).collect::<Vec<_>>())
    }
}

/// What stands in the register already.
#[derive(Debug)]
pub(super) struct Register<'a> {
    pub book: Book,
    pub unit: &'a Unit,
    /// The unit's own entries.
    pub entries: &'a [Kept],
    /// Every name of the book, with the unit it stands at.
    pub names: &'a HashMap<String, UnitId>,
}

/// Other headings people give the columns.
fn also(book: Book, column: Column) -> &'static [&'static str] {
    match (book, column) {
        (Book::Accounts, Column::Name) => &["Tài khoản", "Tên tài khoản", "Tên đăng nhập"],
        (Book::Accounts, Column::Holder) => &["Mã người dùng", "Mã cán bộ", "Người dùng", "Chủ tài khoản"],
        (_, Column::System) => &["Hệ thống", "system"],
        (Book::Accounts, Column::Note) => &["Quyền", "Quyền được cấp", "Ghi chú", "note"],
        (Book::Accounts, Column::From) => &["Cấp từ ngày", "Ngày cấp", "Từ ngày"],
        (Book::Accounts, Column::Disabled) => &["Khóa ngày", "Ngày khóa", "Ngày thu hồi"],
        (Book::Accounts, Column::Left) => {
            &["Ngày thôi việc", "Ngày chuyển công tác", "Nghỉ, chuyển công tác ngày"]
        }
        (Book::Accounts, Column::Committed) => &["Ngày ký cam kết", "Ký cam kết ngày"],
        (Book::Terminals, Column::Name) => &["Máy", "Máy trạm", "Tên máy"],
        (Book::Terminals, Column::Note) => &["Nơi đặt", "Vị trí", "Ghi chú", "note"],
        (Book::Terminals, Column::From) => &["Đăng ký ngày", "Ngày đăng ký"],
        (Book::Terminals, _) => &[],
    }
}

fn of_heading(book: Book, text: &str) -> Option<Cell> {
    let wanted = fold(text);
    let by_audit = book.audited().iter().find(|(name, _)| fold(name) == wanted);
    if let Some((_, column)) = by_audit {
        return Some(column.map_or(Cell::Unit, Cell::Of));
    }
    if ["don vi", "ma don vi"].contains(&wanted.as_str()) {
        return Some(Cell::Unit);
    }
    let named = |column: &&Column| also(book, **column).iter().any(|known| fold(known) == wanted);
    book.columns().iter().find(named).map(|column| Cell::Of(*column))
}

/// Works out what the rows of a sheet would do. `None`: no row names the column of
/// names.
pub(super) fn foresee(cells: &[Vec<String>], register: &Register<'_>) -> Option<Foreseen> {
    let name = Some(Cell::Of(Column::Name));
    let (at, columns) = cells.iter().take(HEADING_WITHIN).enumerate().find_map(|(at, row)| {
        let columns: Vec<Option<Cell>> = row.iter().map(|cell| of_heading(register.book, cell)).collect();
        columns.contains(&name).then_some((at, columns))
    })?;
    let mut foreseen = Foreseen { cut: cells.len() > at + 1 + MOST_ROWS, ..Foreseen::default() };
    let mut named: HashMap<String, usize> = HashMap::new();
    for (number, row) in cells.iter().enumerate().skip(at + 1).take(MOST_ROWS) {
        let mut read: BTreeMap<Cell, String> = BTreeMap::new();
        for (cell, column) in row.iter().zip(&columns) {
            let text: String = tidy(cell).chars().take(LONGEST_CELL).collect();
            if let (Some(column), false) = (column, text.is_empty()) {
                read.entry(*column).or_insert(text);
            }
        }
        if !read.is_empty() {
            foreseen.row(number + 1, &read, register, &mut named);
        }
    }
    Some(foreseen)
}

impl Foreseen {
    fn row(
        &mut self,
        row: usize,
        cells: &BTreeMap<Cell, String>,
        register: &Register<'_>,
        named: &mut HashMap<String, usize>,
    ) {
        let mut faults = Vec::new();
        let name = cells.get(&Cell::Of(Column::Name)).cloned().unwrap_or_default();
        if let Some(earlier) = named.get(&name).filter(|_| !name.is_empty()) {
            faults.push(Fault::new(Column::Name.code(), "sheet-row-twice").with("row", earlier));
        }
        named.entry(name.clone()).or_insert(row);
        if cells.get(&Cell::Unit).is_some_and(|said| !means(said, register.unit)) {
            faults.push(Fault::new("unit", "register-of-another"));
        }
        let known = register.entries.iter().find(|kept| kept.entry.name == name);
        if known.is_none() && register.names.contains_key(&name) {
            faults.push(Fault::new(Column::Name.code(), "register-name-taken"));
        }
        let none = || Entry::new(EntryId(Uuid::nil()), register.unit.id, register.book);
        let mut entry = known.map_or_else(none, |kept| kept.entry.clone());
        for column in register.book.columns() {
            let Some(said) = cells.get(&Cell::Of(*column)) else { continue };
            if !column.is_day() {
                entry.set_text(*column, said.clone());
            } else if let Some(day) = day(said) {
                entry.set_day(*column, Some(day));
            } else {
                faults.push(Fault::new(column.code(), "sheet-date").with("date", said));
            }
        }
        faults.extend(super::faults(&entry));
        if !faults.is_empty() {
            self.faults.extend(faults.into_iter().map(|fault| RowFault { row, fault }));
            return;
        }
        match known {
            Some(kept) if kept.entry == entry => self.same += 1,
            Some(kept) => self.changed.push(Changed { row, before: kept.clone(), entry }),
            None => self.added.push(Added { row, entry }),
        }
    }
}

/// Whether a cell means the unit: by its code, or by a name of it.
fn means(said: &str, unit: &Unit) -> bool {
    let names = std::iter::once(&unit.name).chain(&unit.short_name).chain(&unit.aliases);
    said.eq_ignore_ascii_case(&unit.id.to_string())
        || names.map(|name| key(name)).any(|name| name == key(said))
}

/// A day as sheets write it, or an instant (RFC 3339), of which the day in Viet Nam is
/// kept.
fn day(text: &str) -> Option<Date> {
    text.parse::<Timestamp>().map_or_else(|_| date(text), |at| Some(domain::moment::day(at)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::unit::UnitKind;
    use jiff::civil::date;

    fn unit() -> Unit {
        Unit {
            id: UnitId(Uuid::from_u128(1)),
            name: "Ủy ban nhân dân phường Đông Mai".into(),
            short_name: None,
            kind: UnitKind::Commune,
            parent: None,
            aliases: vec![],
            head_name: None,
            head_title: None,
            email: None,
            valid_from: None,
            valid_to: None,
        }
    }

    fn read(book: Book, entries: &[Kept], taken: &[&str], sheet: &[&[&str]]) -> Option<Foreseen> {
        let cells: Vec<Vec<String>> =
            sheet.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect();
        let other = UnitId(Uuid::from_u128(2));
        let mut names: HashMap<String, UnitId> =
            taken.iter().map(|name| ((*name).to_owned(), other)).collect();
        names.extend(entries.iter().map(|kept| (kept.entry.name.clone(), kept.entry.unit)));
        foresee(&cells, &Register { book, unit: &unit(), entries, names: &names })
    }

    fn known(name: &str) -> Kept {
        let mut entry = Entry::new(EntryId(Uuid::from_u128(9)), UnitId(Uuid::from_u128(1)), Book::Accounts);
        entry.name = name.into();
        entry.holder = "CB-01".into();
        entry.from = Some(date(2026, 1, 5));
        Kept { entry, version: 3, unit_name: String::new(), withdrawn: None }
    }

    #[test]
    fn the_audits_own_headings_and_peoples_are_understood() {
        let foreseen = read(
            Book::Accounts,
            &[known("a.01")],
            &[],
            &[
                &["account", "holder", "unit", "enabled_from", "disabled_at"],
                &["a.01", "CB-01", "00000000-0000-0000-0000-000000000001", "2026-01-05", ""],
                &["a.02", "CB-02", "", "2026-03-01T01:00:00+07:00", "05/10/2026"],
            ],
        );
        let foreseen = foreseen.expect("the headings");
        assert_eq!((foreseen.same, foreseen.faults.len(), foreseen.added.len()), (1, 0, 1));
        let added = &foreseen.added[0].entry;
        assert_eq!((added.from, added.disabled), (Some(date(2026, 3, 1)), Some(date(2026, 10, 5))));

        let foreseen = read(
            Book::Terminals,
            &[],
            &[],
            &[
                &["SỔ MÁY TRA CỨU"],
                &["STT", "Tên máy", "Nơi đặt", "Ngày đăng ký"],
                &["1", "MAY-01", "Quầy 1", "5/3/2026"],
            ],
        );
        let added = foreseen.expect("the headings").added;
        assert_eq!((added[0].row, added[0].entry.note.as_str()), (3, "Quầy 1"));
        assert!(read(Book::Terminals, &[], &[], &[&["account", "holder"]]).is_none());
    }

    #[test]
    fn an_empty_cell_leaves_what_stands_and_a_filled_one_changes_it() {
        let sheet: &[&[&str]] =
            &[&["account", "holder", "enabled_from", "left_at"], &["a.01", "", "", "2026-06-30"]];
        let foreseen = read(Book::Accounts, &[known("a.01")], &[], sheet).expect("the headings");
        let changed = &foreseen.changed[0];
        assert_eq!((changed.entry.holder.as_str(), changed.entry.from), ("CB-01", Some(date(2026, 1, 5))));
        assert_eq!((changed.entry.left, changed.before.version), (Some(date(2026, 6, 30)), 3));
    }

    #[test]
    fn every_bad_row_is_told_by_its_number_and_the_others_stay_good() {
        let foreseen = read(
            Book::Accounts,
            &[],
            &["taken"],
            &[
                &["account", "holder", "unit", "enabled_from", "left_at"],
                &["", "CB-01"],
                &["a.02", "Nguyễn Văn An"],
                &["a.03", "CB-03", "Sở Y tế"],
                &["a.04", "CB-04", "", "hôm qua"],
                &["a.05", "CB-05", "", "2026-05-01", "2026-04-30"],
                &["taken", "CB-06"],
                &["a.07", "CB-07", "UBND phường Đông Mai"],
                &["a.08", "CB-08", "Ủy ban nhân dân phường Đông Mai"],
                &["a.08", "CB-09"],
            ],
        );
        let foreseen = foreseen.expect("the headings");
        let told: Vec<(usize, &str, &str)> =
            foreseen.faults.iter().map(|f| (f.row, f.fault.field.as_str(), f.fault.key)).collect();
        assert_eq!(
            told,
            [
                (2, "name", "field-required"),
                (3, "holder", "register-like-a-name"),
                (4, "unit", "register-of-another"),
                (5, "from", "sheet-date"),
                (6, "left", "register-before-start"),
                (7, "name", "register-name-taken"),
                (10, "name", "sheet-row-twice"),
            ]
        );
        assert_eq!((foreseen.faulty(), foreseen.added.len()), (7, 2));
    }
}
