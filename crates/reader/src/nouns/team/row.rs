//! One row of a roster, written as a sentence or as cells.

use domain::plan::{Place, TeamRole, TeamRow};

use super::roles::{role_first, role_last, role_of};
use crate::letters::{fold_words, lower};
use crate::line::Line;
use crate::nouns::contacts::phones;
use crate::organisation::{clauses, split_list, unit_kind};
use crate::person::{Person, is_unnamed, person};
use crate::table::{Column, Table};

/// Rows of a line, each with whether its role was written.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub rows: Vec<(TeamRow, bool)>,
}

/// Reads a line. `labelled` lines are items of a list and therefore rows even
/// without a role.
pub(super) fn read(line: &Line, roster: &str, inherited: Option<TeamRole>, labelled: bool) -> Read {
    let folded = line.folded();
    if let Some(read) = charged(line, roster) {
        return read;
    }
    if folded.starts_with('(') || is_remark(folded) {
        return Read::default();
    }
    if let Some((start, role)) = role_first(line) {
        let rest = line.part(start..line.len());
        // "Trưởng đoàn: A, Phó Giám đốc – kiêm …" may still name a role last.
        return seats(&rest, roster, role, true);
    }
    if let Some((end, role)) = role_last(line) {
        let rest = line.part(0..end);
        let place = line.whole();
        let row = one(&rest, roster, role, place);
        return Read { rows: row.into_iter().map(|row| (row, true)).collect() };
    }
    let person_like = || {
        let said = person(&line.text());
        said.name.is_some() || is_unnamed(&line.text()) || unit_kind(&line.text()).is_some()
    };
    match inherited {
        Some(role) if labelled || person_like() => seats(line, roster, role, true),
        None if labelled && person_like() && line.len() < 260 && !has_verb(folded) => {
            let row = one(line, roster, TeamRole::Member, line.whole());
            Read { rows: row.into_iter().map(|row| (row, false)).collect() }
        }
        _ => Read::default(),
    }
}

/// "Giao đồng chí A, Phó Giám đốc … làm Trưởng đoàn; đồng chí B … làm Phó
/// Trưởng đoàn": a sentence whose clauses each end in a role.
fn charged(line: &Line, roster: &str) -> Option<Read> {
    let folded = line.folded();
    let charges = ["giao ", "cu ", "phan cong ", "chi dinh ", "moi "];
    let whole = line.trimmed(0..line.len());
    if !charges.iter().any(|charge| folded.starts_with(charge)) {
        return None;
    }
    let parts = clauses(line, whole, &[';']);
    let ends: Vec<Option<(usize, TeamRole)>> =
        parts.iter().map(|part| role_last(&line.part(part.clone()))).collect();
    if !ends.first().is_some_and(Option::is_some) {
        return None;
    }
    let mut rows = Vec::new();
    for (part, end) in parts.into_iter().zip(ends) {
        let Some((end, role)) = end else { continue };
        let piece = line.part(part);
        let body = crate::organisation::strip_charge(&piece, 0..end);
        let body = match piece.folded()[body.clone()].strip_prefix("cu ") {
            Some(_) => body.start + 3..body.end,
            None => body,
        };
        rows.extend(seats(&piece.part(body), roster, role, true).rows);
    }
    (!rows.is_empty()).then_some(Read { rows })
}

/// Sentences that stand among the rows.
fn is_remark(folded: &str) -> bool {
    let starts = [
        "nhiem vu",
        "doan kiem tra tu giai the",
        "trong truong hop",
        "doan kiem tra co",
        "doan kiem tra duoc",
        "truong doan quyet dinh",
        "thanh phan",
        "can cu",
        "giao ",
        "ngoai ra",
        "tuy theo",
        "danh sach",
        "to giup viec cho",
        "doan kiem tra chiu",
        "doan kiem tra su dung",
        "cac thanh vien doan kiem tra co trach nhiem",
        "quyet dinh thanh lap",
        "doan kiem tra do",
        "de nghi",
        "uy ban nhan dan",
        "ubnd tinh quyet dinh",
        "so luong",
    ];
    starts.iter().any(|start| folded.starts_with(start)) && !folded.contains("truong doan:")
}

fn has_verb(folded: &str) -> bool {
    [" co trach nhiem", " chiu trach nhiem", " thuc hien ", " quyet dinh ", " phan cong ", " tham gia "]
        .iter()
        .any(|verb| folded.contains(verb))
}

/// One seat.
fn one(line: &Line, roster: &str, role: TeamRole, place: Place) -> Option<TeamRow> {
    let (text, phone) = without_phone(line);
    let found = person(&text);
    row_of(found, roster, role, place, phone)
}

fn row_of(
    found: Person,
    roster: &str,
    role: TeamRole,
    place: Place,
    phone: Option<String>,
) -> Option<TeamRow> {
    let organisation = found.organisation.clone();
    if found.name.is_none() && organisation.is_empty() && found.position.is_none() {
        return None;
    }
    Some(TeamRow {
        roster: roster.to_owned(),
        name: found.name,
        rank: found.rank,
        position: found.position,
        organisation,
        role,
        also: found.also,
        phone,
        place,
    })
}

fn without_phone(line: &Line) -> (String, Option<String>) {
    let Some(range) = phones(line.folded()).into_iter().next() else {
        return (line.text(), None);
    };
    let mut before = line.slice(0..range.start);
    for word in ["SĐT", "số điện thoại", "điện thoại", "ĐT", "Điện thoại"] {
        if let Some(at) = before.rfind(word) {
            before.truncate(at);
        }
    }
    let before = before.trim_end_matches([' ', ',', ';', ':', '(', '-', '.']).to_owned();
    (before, Some(line.slice(range)))
}

/// One role, several seats: persons parted by semicolons, or offices that each
/// send somebody.
fn seats(line: &Line, roster: &str, role: TeamRole, sure: bool) -> Read {
    let mut rows = Vec::new();
    // A role at the end overrules the heading's ("… - Thư ký").
    if let Some((end, own)) = role_last(line)
        && clauses(line, 0..line.len(), &[';']).len() == 1
    {
        let row = one(&line.part(0..end), roster, own, line.whole());
        return Read { rows: row.into_iter().map(|row| (row, true)).collect() };
    }
    let parts = clauses(line, 0..line.len(), &[';']);
    let mut position: Option<String> = None;
    for part in parts {
        let piece = line.part(part.clone());
        let (own_role, piece) = match role_last(&piece) {
            Some((end, own)) => (own, piece.part(0..end)),
            None => (role, piece),
        };
        let first = person(&piece.text());
        if first.name.is_some() {
            rows.extend(one(&piece, roster, own_role, piece.whole()).map(|row| (row, sure)));
            continue;
        }
        if first.position.is_some() {
            position.clone_from(&first.position);
        }
        // The offices behind the position.
        let (office_start, office_end, bracket) = office_range(&piece, &first);
        let offices = split_list(&piece, office_start..office_end, None);
        let offices = inner_and_outer(&piece, offices);
        for office in offices {
            let said = piece.slice(office.clone()).trim_matches([' ', '.', ';', ',']).to_owned();
            if said.is_empty() {
                continue;
            }
            let own = person(&said);
            let (organisation, own_position) = if own.position.is_some() && !own.organisation.is_empty() {
                (own.organisation, own.position)
            } else {
                (said, position.clone())
            };
            let seat =
                Person { position: own_position, organisation, also: bracket.clone(), ..Person::default() };
            rows.extend(row_of(seat, roster, own_role, piece.place(office), None).map(|row| (row, sure)));
        }
    }
    Read { rows }
}

/// "Trung tâm A, Sở B": an inner office and the one it belongs to.
fn inner_and_outer(piece: &Line, offices: Vec<std::ops::Range<usize>>) -> Vec<std::ops::Range<usize>> {
    const INNER: &[&str] = &[
        "trung tam",
        "phong",
        "ban",
        "chi cuc",
        "doi",
        "khoa",
        "van phong",
        "thanh tra",
        "bo phan",
        "cong an",
        "cuc",
    ];
    const OUTER: &[&str] = &[
        "so",
        "cong an tinh",
        "bo",
        "ubnd",
        "uy ban nhan dan",
        "van phong ubnd",
        "tinh uy",
        "thanh uy",
        "cuc",
        "bo chi huy",
        "van phong tinh uy",
    ];
    let begins = |range: &std::ops::Range<usize>, words: &[&str]| {
        words.iter().any(|word| piece.part(range.clone()).has_word_at(0, word))
    };
    match offices.as_slice() {
        [inner, outer]
            if begins(inner, INNER)
                && !begins(inner, OUTER)
                && begins(outer, OUTER)
                && !piece.folded()[inner.end..outer.start].contains("va") =>
        {
            std::iter::once(inner.start..outer.end).collect()
        }
        _ => offices,
    }
}

/// Where the office begins behind "Đại diện các phòng … thuộc", and a bracket
/// about the seat.
fn office_range(piece: &Line, first: &Person) -> (usize, usize, Option<String>) {
    let text = piece.text();
    let mut start = 0;
    if first.position.is_some() && !first.organisation.is_empty() {
        let office = lower(&first.organisation);
        let small = lower(&text);
        // The office's own words, found again in the line.
        let head: String = office.chars().take(12).collect();
        if let Some(at) = small.find(&head) {
            start = small[..at].chars().count();
        }
    }
    // "(thành viên Tiểu ban …)" at the end speaks of the person.
    let folded = piece.folded();
    let bracket = folded.rfind('(').filter(|at| {
        let inner = fold_words(&folded[*at..]);
        inner.starts_with("thanh vien") || inner.starts_with("uy vien") || inner.starts_with("pho truong")
    });
    let note =
        bracket.map(|at| piece.slice(at + 1..piece.len()).trim_matches([' ', ')', '.', ';']).to_owned());
    let end = bracket.unwrap_or(piece.len());
    (start.min(end), end, note)
}

/// A row written as cells.
pub(super) fn tabled(
    table: &Table,
    cells: &[Vec<Line>],
    roster: &str,
    inherited: Option<TeamRole>,
) -> Option<(TeamRow, bool)> {
    let cell = |column: Column| table.cell(cells, column);
    let name_cell = cell(Column::Name);
    let text = |column: Column| Some(cell(column).text()).filter(|text| !text.trim().is_empty());
    let role_words =
        [Column::Role, Column::Note, Column::Task, Column::Position].into_iter().filter_map(text);
    let written = role_words
        .into_iter()
        .find_map(|said| role_of(&fold_words(&said)).filter(|_| said.chars().count() < 120));
    let role = written.or(inherited);
    let (position, organisation) =
        (text(Column::Position), text(Column::Organisation).or_else(|| text(Column::Unit)));
    let mut found = person(&name_cell.text());
    if name_cell.is_empty() {
        found = Person::default();
        if position.is_none() && organisation.is_none() {
            return None;
        }
    } else if found.name.is_none()
        && !is_unnamed(&name_cell.text())
        && name_cell.text().split(' ').count() <= 6
        && found.position.is_none()
    {
        found.name = Some(name_cell.text());
        found.organisation = String::new();
    }
    found.rank = text(Column::Rank).or(found.rank);
    let own_role_only = |said: &str| role_of(&fold_words(said)).is_some() && said.chars().count() < 30;
    if let Some(said) = position.filter(|said| !own_role_only(said)) {
        if organisation.is_some() {
            // "Đại tá, Phó Giám đốc" holds the rank as well.
            let (rank, rest) = match crate::person::leading_rank(&said) {
                Some((rank, rest)) => (Some(rank), rest.to_owned()),
                None => (None, said.clone()),
            };
            found.rank = found.rank.or(rank);
            let rest = rest.trim_matches([' ', ',', ';', '.', '-', '–']);
            found.position = (!rest.is_empty()).then(|| rest.to_owned());
        } else {
            let (position, office, also) = crate::person::seat(&said, true);
            if let Some((rank, _)) = crate::person::leading_rank(&said) {
                let rest: String = said.chars().skip(rank.chars().count()).collect();
                let (position, office, also) =
                    crate::person::seat(rest.trim_matches([' ', ',', '-', '–']), true);
                found.rank = found.rank.or(Some(rank));
                found.position = position;
                found.organisation = office;
                found.also = also;
            } else {
                found.position = position.or_else(|| (office.is_empty()).then(|| said.clone()));
                found.organisation = office;
                found.also = also;
            }
        }
    }
    if let Some(organisation) = organisation {
        found.organisation = organisation;
    }
    let place = if name_cell.is_empty() {
        cells.iter().flatten().next().map(Line::whole).unwrap_or_default()
    } else {
        name_cell.whole()
    };
    let row = row_of(found, roster, role.unwrap_or(TeamRole::Member), place, text(Column::Phone))?;
    Some((row, role.is_some()))
}
