//! From rows of cells to what they would change, with every fault by its row.
//! Pure: the registry comes in, nothing is kept here.

use super::super::contact::is_address;
use super::Column;
use crate::refusal::Fault;
use domain::identifier::UnitId;
use domain::text::{fold, tidy};
use domain::unit::matching::{Index, Match, key};
use domain::unit::{FocalPerson, Unit, UnitKind};
use jiff::civil::Date;
use packs::UnitKinds;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// How many rows one sheet may hold.
pub const MOST_ROWS: usize = 5_000;
/// Within how many rows the headings are looked for.
const HEADING_WITHIN: usize = 15;
/// The longest cell taken, in characters.
const LONGEST_CELL: usize = 500;

/// One row of the sheet, by column; its number as the sheet counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub number: usize,
    pub cells: BTreeMap<Column, String>,
}

/// What stands in the registry already.
#[derive(Debug)]
pub struct Registry<'a> {
    pub units: &'a [Unit],
    /// Present focal persons.
    pub persons: &'a [FocalPerson],
    pub kinds: &'a UnitKinds,
    pub today: Date,
}

/// A fault and the row it stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowFault {
    pub row: usize,
    #[serde(skip)]
    pub fault: Fault,
}

/// The unit above: one of the registry, or one of an earlier or later row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Parent {
    Known(UnitId),
    Row(usize),
}

/// A unit that the sheet adds. Its own identifier is not yet given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Addition {
    pub row: usize,
    pub unit: Unit,
    pub parent: Option<Parent>,
    pub focal: Option<FocalPerson>,
}

/// A unit that the sheet corrects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    pub row: usize,
    pub unit: Unit,
    pub parent: Option<Parent>,
    pub focal: Option<FocalPerson>,
    pub differences: Vec<Difference>,
}

/// One cell that says something else than the registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    #[serde(skip)]
    pub column: Column,
    pub before: String,
    pub after: String,
}

/// Everything the sheet would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Foreseen {
    pub additions: Vec<Addition>,
    pub changes: Vec<Changed>,
    /// Rows that say what the registry says.
    pub same: usize,
    /// With any of these nothing is read in.
    pub faults: Vec<RowFault>,
    /// Worth a look; they do not stand in the way.
    pub warnings: Vec<RowFault>,
}

/// Finds the headings and reads the rows below them. `None`: no row names the
/// column of names.
pub fn rows_of(cells: &[Vec<String>]) -> Option<Vec<Row>> {
    let (at, columns) = cells.iter().take(HEADING_WITHIN).enumerate().find_map(|(at, row)| {
        let columns: Vec<Option<Column>> = row.iter().map(|cell| Column::of_heading(cell)).collect();
        columns.contains(&Some(Column::Name)).then_some((at, columns))
    })?;
    let mut rows = Vec::new();
    for (number, row) in cells.iter().enumerate().skip(at + 1).take(MOST_ROWS) {
        let mut read = BTreeMap::new();
        for (cell, column) in row.iter().zip(&columns) {
            let text: String = tidy(cell).chars().take(LONGEST_CELL).collect();
            if let (Some(column), false) = (column, text.is_empty()) {
                read.entry(*column).or_insert(text);
            }
        }
        if !read.is_empty() {
            rows.push(Row { number: number + 1, cells: read });
        }
    }
    Some(rows)
}

/// Which unit a row speaks of.
#[derive(Clone, Copy)]
enum Means {
    Known(usize),
    New,
}

/// Works out what the rows would do to the registry.
pub fn foresee(rows: &[Row], registry: &Registry<'_>) -> Foreseen {
    let mut foreseen = Foreseen::default();
    let index = Index::new(registry.units);
    let by_id: HashMap<UnitId, usize> =
        registry.units.iter().enumerate().map(|(at, unit)| (unit.id, at)).collect();
    let mut named: HashMap<String, usize> = HashMap::new();
    let mut meant: Vec<(&Row, Means)> = Vec::new();
    for row in rows {
        let name = row.cells.get(&Column::Name);
        if let Some(name) = name
            && let Some(earlier) = named.insert(fold(name), row.number)
        {
            fault(
                &mut foreseen.faults,
                row,
                Column::Name,
                Fault::new("", "sheet-row-twice").with("row", earlier),
            );
            continue;
        }
        match meaning(row, registry, &index, &by_id) {
            Ok(means) => {
                if let (Means::New, Some(name), Match::Doubtful(alike)) =
                    (means, name, name.map_or(Match::None, |name| index.find(name)))
                    && let Some(like) = alike.first().and_then(|id| by_id.get(id))
                {
                    let like = registry.units[*like].name.clone();
                    let known = Fault::new("", "sheet-alike").with("name", name).with("like", like);
                    fault(&mut foreseen.warnings, row, Column::Name, known);
                }
                meant.push((row, means));
            }
            Err(found) => fault(&mut foreseen.faults, row, Column::Name, found),
        }
    }
    let new_rows: HashMap<String, usize> = meant
        .iter()
        .filter(|(_, means)| matches!(means, Means::New))
        .filter_map(|(row, _)| Some((key(row.cells.get(&Column::Name)?), row.number)))
        .collect();
    for (row, means) in meant {
        let reading = Reading { row, registry, index: &index, new_rows: &new_rows };
        match means {
            Means::New => reading.addition(&mut foreseen),
            Means::Known(at) => reading.change(&registry.units[at], &mut foreseen),
        }
    }
    foreseen
}

fn fault(list: &mut Vec<RowFault>, row: &Row, column: Column, mut found: Fault) {
    column.code().clone_into(&mut found.field);
    list.push(RowFault { row: row.number, fault: found });
}

fn meaning(
    row: &Row,
    registry: &Registry<'_>,
    index: &Index,
    by_id: &HashMap<UnitId, usize>,
) -> Result<Means, Fault> {
    if let Some(code) = row.cells.get(&Column::Code) {
        let known = code.parse::<UnitId>().ok().and_then(|id| by_id.get(&id));
        return known.map(|at| Means::Known(*at)).ok_or_else(|| Fault::new("", "sheet-code-unknown"));
    }
    let name = row.cells.get(&Column::Name).ok_or_else(|| Fault::new("", "field-required"))?;
    let exact: Vec<usize> = registry
        .units
        .iter()
        .enumerate()
        .filter(|(_, unit)| fold(&unit.name) == fold(name) && unit.exists_on(registry.today))
        .map(|(at, _)| at)
        .collect();
    match exact.as_slice() {
        [one] => return Ok(Means::Known(*one)),
        [] => {}
        _ => return Err(Fault::new("", "sheet-several").with("name", name)),
    }
    match index.find(name) {
        Match::One(id) => match by_id.get(&id) {
            Some(at) if registry.units[*at].exists_on(registry.today) => Ok(Means::Known(*at)),
            _ => Ok(Means::New),
        },
        Match::Doubtful(_) | Match::None => Ok(Means::New),
    }
}

/// One row being read against the registry.
struct Reading<'a> {
    row: &'a Row,
    registry: &'a Registry<'a>,
    index: &'a Index,
    /// Names that other rows add, by their key.
    new_rows: &'a HashMap<String, usize>,
}

impl Reading<'_> {
    fn cell(&self, column: Column) -> Option<&String> {
        self.row.cells.get(&column)
    }

    fn fault(&self, foreseen: &mut Foreseen, column: Column, found: Fault) {
        fault(&mut foreseen.faults, self.row, column, found);
    }

    fn addition(&self, foreseen: &mut Foreseen) {
        let faults = foreseen.faults.len();
        let name = self.cell(Column::Name).cloned().unwrap_or_default();
        let kind = match self.kind(foreseen) {
            Some(kind) => kind,
            None if self.cell(Column::Kind).is_some() => return,
            None => match self.registry.kinds.kind_of(&name) {
                Some(kind) => kind,
                None => return self.fault(foreseen, Column::Kind, Fault::new("", "sheet-kind-needed")),
            },
        };
        let mut unit = Unit {
            id: UnitId::from(uuid::Uuid::nil()),
            name,
            short_name: None,
            kind,
            parent: None,
            aliases: Vec::new(),
            head_name: None,
            head_title: None,
            email: None,
            valid_from: None,
            valid_to: None,
        };
        let parent = self.parent(foreseen);
        self.fill(&mut unit, foreseen);
        let focal = self.focal(&unit);
        if foreseen.faults.len() == faults {
            foreseen.additions.push(Addition { row: self.row.number, unit, parent, focal });
        }
    }

    fn change(&self, known: &Unit, foreseen: &mut Foreseen) {
        let faults = foreseen.faults.len();
        let mut unit = known.clone();
        let kind = self.kind(foreseen);
        if let Some(kind) = kind {
            unit.kind = kind;
        }
        // A changed name is a reorganisation; only what reads the same may be respelt.
        if let Some(name) = self.cell(Column::Name)
            && fold(name) == fold(&known.name)
        {
            unit.name.clone_from(name);
        } else if self.cell(Column::Code).is_some() && self.cell(Column::Name).is_some() {
            self.fault(foreseen, Column::Name, Fault::new("", "sheet-renames"));
        }
        let parent = self.parent(foreseen);
        self.fill(&mut unit, foreseen);
        let focal = self.focal(&unit);
        if foreseen.faults.len() != faults {
            return;
        }
        let mut differences = self.differences(known, &unit, parent);
        if let Some(person) = &focal {
            let after = person.name.clone();
            differences.push(Difference { column: Column::Focal, before: String::new(), after });
        }
        if differences.is_empty() {
            foreseen.same += 1;
        } else {
            foreseen.changes.push(Changed { row: self.row.number, unit, parent, focal, differences });
        }
    }

    fn kind(&self, foreseen: &mut Foreseen) -> Option<UnitKind> {
        let said = self.cell(Column::Kind)?;
        let wanted = fold(said);
        let by_label = || {
            let labels = self.registry.kinds.kinds.iter();
            labels.filter(|entry| fold(&entry.label.vi) == wanted).map(|entry| entry.code).next()
        };
        let kind = UnitKind::from_code(said).or_else(by_label);
        if kind.is_none() {
            self.fault(foreseen, Column::Kind, Fault::new("", "sheet-kind-unknown").with("kind", said));
        }
        kind
    }

    fn parent(&self, foreseen: &mut Foreseen) -> Option<Parent> {
        let said = self.cell(Column::Parent)?;
        if let Some(row) = self.new_rows.get(&key(said)) {
            if *row == self.row.number {
                self.fault(foreseen, Column::Parent, Fault::new("", "own-parent"));
                return None;
            }
            return Some(Parent::Row(*row));
        }
        if let Match::One(id) = self.index.find(said) {
            return Some(Parent::Known(id));
        }
        self.fault(foreseen, Column::Parent, Fault::new("", "sheet-parent-unknown").with("name", said));
        None
    }

    fn fill(&self, unit: &mut Unit, foreseen: &mut Foreseen) {
        let text = |column, slot: &mut Option<String>| {
            if let Some(said) = self.cell(column) {
                *slot = Some(said.clone());
            }
        };
        text(Column::ShortName, &mut unit.short_name);
        text(Column::HeadName, &mut unit.head_name);
        text(Column::HeadTitle, &mut unit.head_title);
        text(Column::Email, &mut unit.email);
        if let Some(said) = self.cell(Column::Aliases) {
            for alias in said.split(';').map(tidy).filter(|alias| !alias.is_empty()) {
                if !unit.aliases.iter().any(|known| fold(known) == fold(&alias)) {
                    unit.aliases.push(alias);
                }
            }
        }
        for (column, slot) in
            [(Column::ValidFrom, &mut unit.valid_from), (Column::ValidTo, &mut unit.valid_to)]
        {
            let Some(said) = self.cell(column) else { continue };
            match date(said) {
                Some(day) => *slot = Some(day),
                None => self.fault(foreseen, column, Fault::new("", "sheet-date").with("date", said)),
            }
        }
        if unit.valid_from.zip(unit.valid_to).is_some_and(|(from, to)| to < from) {
            self.fault(foreseen, Column::ValidTo, Fault::new("", "date-before-start"));
        }
        for column in [Column::Email, Column::FocalEmail] {
            if self.cell(column).is_some_and(|said| !is_address(said)) {
                self.fault(foreseen, column, Fault::new("", "email-malformed"));
            }
        }
    }

    /// The focal person the row names, unless they are known already.
    fn focal(&self, unit: &Unit) -> Option<FocalPerson> {
        let name = self.cell(Column::Focal)?;
        let known = |person: &&FocalPerson| person.unit == unit.id && fold(&person.name) == fold(name);
        if self.registry.persons.iter().any(|person| known(&person)) {
            return None;
        }
        Some(FocalPerson {
            unit: unit.id,
            name: name.clone(),
            position: self.cell(Column::FocalPosition).cloned(),
            phone: self.cell(Column::FocalPhone).cloned(),
            email: self.cell(Column::FocalEmail).cloned(),
            valid_from: Some(self.registry.today),
            valid_to: None,
        })
    }

    fn differences(&self, before: &Unit, after: &Unit, parent: Option<Parent>) -> Vec<Difference> {
        let label = |kind: UnitKind| {
            self.registry
                .kinds
                .entry(kind)
                .map_or_else(|| kind.code().to_owned(), |entry| entry.label.vi.clone())
        };
        let day = |day: Option<Date>| day.map(|day| day.strftime("%d/%m/%Y").to_string()).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut pairs = vec![
            (Column::Name, before.name.clone(), after.name.clone()),
            (Column::ShortName, text(&before.short_name), text(&after.short_name)),
            (Column::Kind, label(before.kind), label(after.kind)),
            (Column::Aliases, sorted(&before.aliases), sorted(&after.aliases)),
            (Column::HeadName, text(&before.head_name), text(&after.head_name)),
            (Column::HeadTitle, text(&before.head_title), text(&after.head_title)),
            (Column::Email, text(&before.email), text(&after.email)),
            (Column::ValidFrom, day(before.valid_from), day(after.valid_from)),
            (Column::ValidTo, day(before.valid_to), day(after.valid_to)),
        ];
        let above = |id: UnitId| {
            self.registry
                .units
                .iter()
                .find(|unit| unit.id == id)
                .map(|unit| unit.name.clone())
                .unwrap_or_default()
        };
        let was = before.parent.map(above).unwrap_or_default();
        match parent {
            Some(Parent::Known(id)) if Some(id) != before.parent => {
                pairs.push((Column::Parent, was, above(id)));
            }
            Some(Parent::Row(_)) => {
                pairs.push((Column::Parent, was, self.cell(Column::Parent).cloned().unwrap_or_default()));
            }
            _ => {}
        }
        pairs
            .into_iter()
            .filter(|(_, before, after)| before != after)
            .map(|(column, before, after)| Difference { column, before, after })
            .collect()
    }
}

fn sorted(names: &[String]) -> String {
    let mut names = names.to_vec();
    names.sort_unstable();
    names.join("; ")
}

/// `5/3/2026`, `05-03-2026`, or `2026-03-05`.
pub(crate) fn date(text: &str) -> Option<Date> {
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;
    use uuid::Uuid;

    fn unit(n: u128, name: &str) -> Unit {
        Unit {
            id: UnitId(Uuid::from_u128(n)),
            name: name.into(),
            short_name: None,
            kind: UnitKind::Department,
            parent: None,
            aliases: vec![],
            head_name: None,
            head_title: None,
            email: None,
            valid_from: None,
            valid_to: None,
        }
    }

    fn read(units: &[Unit], sheet: &[&[&str]]) -> Foreseen {
        let packs = packs::Packs::embedded().expect("the packs are whole");
        let cells: Vec<Vec<String>> =
            sheet.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect();
        let rows = rows_of(&cells).expect("the headings are found");
        let registry = Registry { units, persons: &[], kinds: &packs.unit_kinds, today: day(2026, 5, 20) };
        foresee(&rows, &registry)
    }

    fn keys(faults: &[RowFault]) -> Vec<(usize, &str, &str)> {
        faults.iter().map(|f| (f.row, f.fault.field.as_str(), f.fault.key)).collect()
    }

    #[test]
    fn headings_are_found_under_a_title_and_under_other_names() {
        let foreseen = read(
            &[],
            &[
                &["DANH SÁCH CƠ QUAN, ĐƠN VỊ"],
                &[],
                &["STT", "ĐƠN VỊ", "Loại", "Email"],
                &["1", "Sở Tài chính", "", "stc@example.vn"],
                &["", ""],
                &["2", "Ủy ban nhân dân xã An Khê"],
            ],
        );
        assert_eq!(keys(&foreseen.faults), []);
        let added: Vec<_> =
            foreseen.additions.iter().map(|a| (a.row, a.unit.name.as_str(), a.unit.kind)).collect();
        assert_eq!(
            added,
            [(4, "Sở Tài chính", UnitKind::Department), (6, "Ủy ban nhân dân xã An Khê", UnitKind::Commune)]
        );
        assert!(rows_of(&[vec!["Số".into(), "Ngày".into()]]).is_none());
    }

    #[test]
    fn a_known_unit_is_corrected_and_empty_cells_leave_it_as_it_is() {
        let mut known = unit(1, "Sở Khoa học và Công nghệ");
        known.head_name = Some("Trần Văn A".into());
        let foreseen = read(
            &[known.clone(), unit(2, "Sở Nội vụ")],
            &[
                &["Tên cơ quan, đơn vị", "Người đứng đầu", "Thư điện tử", "Tên gọi khác"],
                &["Sở KH&CN", "", "skhcn@example.vn", "Sở KHCN; sở khcn"],
                &["Sở Nội vụ", "", "", ""],
            ],
        );
        assert_eq!((foreseen.additions.len(), foreseen.same), (0, 1));
        let [changed] = foreseen.changes.as_slice() else { panic!("one change: {foreseen:?}") };
        assert_eq!(changed.unit.head_name, known.head_name);
        let said: Vec<_> = changed.differences.iter().map(|d| (d.column, d.after.as_str())).collect();
        assert_eq!(said, [(Column::Aliases, "Sở KHCN"), (Column::Email, "skhcn@example.vn")]);
    }

    #[test]
    fn a_row_may_stand_under_a_unit_of_another_row() {
        let foreseen = read(
            &[unit(1, "Sở Y tế")],
            &[
                &["Đơn vị", "Loại", "Cơ quan cấp trên"],
                &["Khoa Xét nghiệm", "division", "Bệnh viện đa khoa tỉnh"],
                &["Bệnh viện đa khoa tỉnh", "", "Sở Y tế"],
            ],
        );
        assert_eq!(keys(&foreseen.faults), []);
        let parents: Vec<_> = foreseen.additions.iter().map(|a| a.parent).collect();
        assert_eq!(parents, [Some(Parent::Row(3)), Some(Parent::Known(UnitId(Uuid::from_u128(1))))]);
    }

    #[test]
    fn every_fault_is_told_with_its_row_and_column() {
        let ended = Unit { valid_to: Some(day(2025, 6, 30)), ..unit(3, "Sở Giao thông vận tải") };
        let foreseen = read(
            &[unit(1, "Sở Y tế"), ended],
            &[
                &["Đơn vị", "Loại", "Cơ quan cấp trên", "Có từ ngày", "Đến hết ngày", "Email", "Mã"],
                &["", "department"],
                &["Tổ bí mật", "không rõ"],
                &["Nhóm bảy"],
                &["Sở Xây dựng", "", "Bộ nào đó"],
                &["Sở Xây Dựng"],
                &["Sở Tư pháp", "", "", "31/02/2026", "", "khong-phai-thu"],
                &["Sở Công Thương", "", "", "01/05/2026", "01/04/2026"],
                &["Sở Y tế mới", "", "", "", "", "", "00000000-0000-0000-0000-000000000001"],
                &["Sở Du lịch", "", "", "", "", "", "99"],
                &["Sở Giao thông vận tải"],
            ],
        );
        assert_eq!(
            keys(&foreseen.faults),
            [
                (2, "name", "field-required"),
                (6, "name", "sheet-row-twice"),
                (10, "name", "sheet-code-unknown"),
                (3, "kind", "sheet-kind-unknown"),
                (4, "kind", "sheet-kind-needed"),
                (5, "parent", "sheet-parent-unknown"),
                (7, "valid_from", "sheet-date"),
                (7, "email", "email-malformed"),
                (8, "valid_to", "date-before-start"),
                (9, "name", "sheet-renames"),
            ]
        );
        let added: Vec<_> = foreseen.additions.iter().map(|a| a.row).collect();
        assert_eq!(added, [11], "a unit that has ended may be followed by one of its name");
    }

    #[test]
    fn a_name_like_a_known_one_is_pointed_out() {
        let foreseen = read(
            &[unit(1, "Trung tâm Công nghệ thông tin và Truyền thông")],
            &[&["Đơn vị"], &["Trung tâm Công nghệ thông tin"]],
        );
        assert_eq!(keys(&foreseen.warnings), [(2, "name", "sheet-alike")]);
        assert_eq!(foreseen.additions.len(), 1);
    }
}
