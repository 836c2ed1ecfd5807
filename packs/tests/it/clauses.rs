//! What the plans inspect, clause by clause: each is asked about on a visit, in
//! the self-inspection report, or both (`clauses.tsv` says by which items and
//! fields; `=` names an option, `.` a column).

use domain::outline::{Choice, Field, Kind, Outline, Rows, Scalar};
use rasoat_packs::Packs;

const TABLE: &str = include_str!("clauses.tsv");

fn rows()
-> impl Iterator<Item = (&'static str, Vec<(&'static str, &'static str)>, Vec<(&'static str, &'static str)>)>
{
    TABLE.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let named =
            |cell: &'static str| cell.split_whitespace().filter_map(|name| name.split_once(':')).collect();
        (cells[0], named(cells[1]), named(cells[2]))
    })
}

fn field<'a>(outline: &'a Outline, id: &str) -> Option<&'a Field> {
    outline.sections.iter().flat_map(|section| &section.fields).find(|field| field.id == id)
}

/// The options at `place` — a field, or `field.column` — or nothing when there
/// is no such place.
fn options<'a>(outline: &'a Outline, place: &str) -> Option<&'a [Choice]> {
    let (id, column) = place.split_once('.').map_or((place, None), |(id, column)| (id, Some(column)));
    match (&field(outline, id)?.kind, column) {
        (Kind::Choice { options, .. }, None) => Some(options),
        (_, None) => Some(&[]),
        (Kind::Table { columns, .. }, Some(wanted)) => {
            match &columns.iter().find(|column| column.id == wanted)?.kind {
                Scalar::Choice { options } => Some(options),
                _ => Some(&[]),
            }
        }
        (_, Some(_)) => None,
    }
}

fn has(outline: &Outline, place: &str) -> bool {
    let (place, option) =
        place.split_once('=').map_or((place, None), |(place, option)| (place, Some(option)));
    options(outline, place)
        .is_some_and(|options| option.is_none_or(|code| options.iter().any(|option| option.code == code)))
}

#[test]
fn each_matter_the_plans_inspect_is_asked_about() {
    let packs = Packs::embedded().unwrap();
    for (clause, items, places) in rows() {
        assert!(!items.is_empty() || !places.is_empty(), "{clause} is asked about nowhere");
        for (list, code) in items {
            let found = packs.checklists[list].items.iter().any(|item| item.code == code);
            assert!(found, "{clause}: the checklist {list} has no item {code}");
        }
        for (outline, place) in places {
            assert!(has(&packs.outlines[outline], place), "{clause}: the outline {outline} has no {place}");
        }
    }
}

#[test]
fn registers_and_stamps_are_asked_for_one_by_one() {
    let packs = Packs::embedded().unwrap();
    let rows = |id: &str| match &field(&packs.outlines["self-inspection-2024"], id).unwrap().kind {
        Kind::Table { rows: Rows::Fixed { list }, .. } => list.len(),
        _ => 0,
    };
    assert_eq!((rows("registers"), rows("stamps")), (4, 18));
}
