//! The registry of units, their names, persons and changes.

use crate::{Row, Scope, StoreError, Tx, args, in_scope};
use domain::identifier::{ChangeId, PersonId, UnitId};
use domain::text::{fold, sort_key};
use domain::unit::{ChangeEvent, ChangeKind, FocalPerson, Unit, UnitKind};
use jiff::civil::Date;

/// A unit with the version an editor saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub unit: Unit,
    pub version: i64,
}

/// What a list of units is narrowed by; empty texts match all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Folded words, all of which some name of the unit must contain.
    pub words: String,
    pub kind: Option<UnitKind>,
    /// Only units that exist on this day.
    pub on: Option<Date>,
    pub limit: u32,
    pub offset: u32,
}

fn kept(row: &Row) -> Result<Kept, StoreError> {
    Ok(Kept {
        unit: Unit {
            id: row.parse("id")?,
            name: row.text("name")?,
            short_name: row.maybe_text("short_name")?,
            kind: row.code("kind", UnitKind::from_code)?,
            parent: row.maybe_parse("parent_id")?,
            aliases: row
                .maybe_text("aliases")?
                .map(|names| names.split('\n').map(str::to_owned).collect())
                .unwrap_or_default(),
            head_name: row.maybe_text("head_name")?,
            head_title: row.maybe_text("head_title")?,
            email: row.maybe_text("email")?,
            valid_from: row.maybe_date("valid_from")?,
            valid_to: row.maybe_date("valid_to")?,
        },
        version: row.int("version")?,
    })
}

macro_rules! select {
    ($rest:expr) => {
        concat!(
            "SELECT u.*, (SELECT string_agg(n.name, '\n') FROM unit_name n WHERE n.unit_id = u.id AND n.is_alias = 1) AS aliases FROM unit u ",
            $rest
        )
    };
}

pub async fn add(tx: &mut Tx, unit: &Unit) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO unit (id, name, short_name, kind, parent_id, head_name, head_title, email, valid_from, valid_to, folded, sort_key)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            unit.id,
            unit.name.as_str(),
            unit.short_name.as_deref(),
            unit.kind.code(),
            unit.parent,
            unit.head_name.as_deref(),
            unit.head_title.as_deref(),
            unit.email.as_deref(),
            unit.valid_from,
            unit.valid_to,
            fold(&unit.name),
            sort_key(&unit.name)
        ],
    )
    .await?;
    keep_names(tx, unit).await
}

/// Changes a unit that is still at `version`; false when someone else changed it
/// meanwhile. Its name changes only to correct a typing error: a renaming is a
/// change event.
pub async fn update(tx: &mut Tx, unit: &Unit, version: i64) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE unit SET name = $3, short_name = $4, kind = $5, parent_id = $6, head_name = $7, head_title = $8, email = $9,
                    valid_from = $10, valid_to = $11, folded = $12, sort_key = $13, version = version + 1
             WHERE id = $1 AND version = $2",
            args![
                unit.id,
                version,
                unit.name.as_str(),
                unit.short_name.as_deref(),
                unit.kind.code(),
                unit.parent,
                unit.head_name.as_deref(),
                unit.head_title.as_deref(),
                unit.email.as_deref(),
                unit.valid_from,
                unit.valid_to,
                fold(&unit.name),
                sort_key(&unit.name)
            ],
        )
        .await?;
    if touched == 0 {
        return Ok(false);
    }
    tx.run("DELETE FROM unit_name WHERE unit_id = $1", args![unit.id]).await?;
    keep_names(tx, unit).await?;
    Ok(true)
}

async fn keep_names(tx: &mut Tx, unit: &Unit) -> Result<(), StoreError> {
    let own = std::iter::once(&unit.name).chain(&unit.short_name).map(|name| (name, false));
    for (name, is_alias) in own.chain(unit.aliases.iter().map(|name| (name, true))) {
        tx.run(
            "INSERT INTO unit_name (unit_id, folded, name, is_alias) VALUES ($1, $2, $3, $4) ON CONFLICT (unit_id, folded) DO NOTHING",
            args![unit.id, fold(name), name.as_str(), is_alias],
        )
        .await?;
    }
    Ok(())
}

pub async fn get(tx: &mut Tx, scope: &Scope, id: UnitId) -> Result<Option<Kept>, StoreError> {
    tx.row(select!(concat!("WHERE ", in_scope!("u.id"), " AND u.id = $4")), scope.args_and(args![id]))
        .await?
        .map(|row| kept(&row))
        .transpose()
}

/// Units by the Vietnamese alphabet.
pub async fn list(tx: &mut Tx, scope: &Scope, filter: &Filter) -> Result<Vec<Kept>, StoreError> {
    let words = like_words(&filter.words);
    tx.rows(
        select!(concat!(
            "WHERE ",
            in_scope!("u.id"),
            " AND ($4 = '' OR u.kind = $4)
              AND ($5 = '' OR ((u.valid_from IS NULL OR u.valid_from <= $5) AND (u.valid_to IS NULL OR u.valid_to >= $5)))
              AND ($6 = '' OR EXISTS (SELECT 1 FROM unit_name n WHERE n.unit_id = u.id AND n.folded LIKE $6))
              ORDER BY u.sort_key, u.id LIMIT $7 OFFSET $8"
        )),
        scope.args_and(args![
            filter.kind.map_or("", UnitKind::code),
            filter.on.map(|day| day.to_string()).unwrap_or_default(),
            words,
            filter.limit,
            filter.offset
        ]),
    )
    .await?
    .iter()
    .map(kept)
    .collect()
}

pub async fn count(tx: &mut Tx, scope: &Scope, filter: &Filter) -> Result<i64, StoreError> {
    let words = like_words(&filter.words);
    tx.count(
        concat!(
            "SELECT COUNT(*) AS n FROM unit u WHERE ",
            in_scope!("u.id"),
            " AND ($4 = '' OR u.kind = $4)
              AND ($5 = '' OR ((u.valid_from IS NULL OR u.valid_from <= $5) AND (u.valid_to IS NULL OR u.valid_to >= $5)))
              AND ($6 = '' OR EXISTS (SELECT 1 FROM unit_name n WHERE n.unit_id = u.id AND n.folded LIKE $6))"
        ),
        scope.args_and(args![
            filter.kind.map_or("", UnitKind::code),
            filter.on.map(|day| day.to_string()).unwrap_or_default(),
            words
        ]),
    )
    .await
}

/// "ubnd hoa" finds "uy ban … hoa …" only by its aliases; words must stand in
/// order.
fn like_words(words: &str) -> String {
    let folded = fold(words);
    if folded.is_empty() { folded } else { format!("%{}%", folded.replace(' ', "%")) }
}

/// Every unit, for matching names against; a registry is thousands at most.
pub async fn all(tx: &mut Tx) -> Result<Vec<Unit>, StoreError> {
    tx.rows(select!("ORDER BY u.sort_key, u.id"), args![])
        .await?
        .iter()
        .map(|row| kept(row).map(|k| k.unit))
        .collect()
}

pub async fn add_person(tx: &mut Tx, id: PersonId, person: &FocalPerson) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO focal_person (id, unit_id, name, position, phone, email, valid_from, valid_to) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            id,
            person.unit,
            person.name.as_str(),
            person.position.as_deref(),
            person.phone.as_deref(),
            person.email.as_deref(),
            person.valid_from,
            person.valid_to
        ],
    )
    .await?;
    Ok(())
}

pub async fn end_person(tx: &mut Tx, unit: UnitId, id: PersonId, last_day: Date) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE focal_person SET valid_to = $3 WHERE id = $1 AND unit_id = $2 AND valid_to IS NULL",
            args![id, unit, last_day],
        )
        .await?;
    Ok(touched > 0)
}

pub async fn persons(tx: &mut Tx, unit: UnitId) -> Result<Vec<(PersonId, FocalPerson)>, StoreError> {
    tx.rows(
        "SELECT * FROM focal_person WHERE unit_id = $1 ORDER BY valid_to IS NOT NULL, valid_from, id",
        args![unit],
    )
    .await?
    .iter()
    .map(|row| {
        Ok((
            row.parse("id")?,
            FocalPerson {
                unit: row.parse("unit_id")?,
                name: row.text("name")?,
                position: row.maybe_text("position")?,
                phone: row.maybe_text("phone")?,
                email: row.maybe_text("email")?,
                valid_from: row.maybe_date("valid_from")?,
                valid_to: row.maybe_date("valid_to")?,
            },
        ))
    })
    .collect()
}

pub async fn add_change(tx: &mut Tx, event: &ChangeEvent) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO unit_change (id, day, kind, basis) VALUES ($1, $2, $3, $4)",
        args![event.id, event.date, event.kind.code(), event.basis.as_deref()],
    )
    .await?;
    let sides = event.originals.iter().map(|u| (u, "original"));
    for (unit, side) in sides.chain(event.resulting.iter().map(|u| (u, "resulting"))) {
        tx.run(
            "INSERT INTO unit_change_part (change_id, unit_id, side) VALUES ($1, $2, $3) ON CONFLICT (change_id, unit_id, side) DO NOTHING",
            args![event.id, *unit, side],
        )
        .await?;
    }
    Ok(())
}

/// Every change event, oldest first.
pub async fn changes(tx: &mut Tx) -> Result<Vec<ChangeEvent>, StoreError> {
    let rows = tx
        .rows(
            "SELECT c.id, c.day, c.kind, c.basis, p.unit_id, p.side FROM unit_change c
             JOIN unit_change_part p ON p.change_id = c.id ORDER BY c.day, c.id, p.unit_id",
            args![],
        )
        .await?;
    let mut events: Vec<ChangeEvent> = Vec::new();
    for row in rows {
        let id: ChangeId = row.parse("id")?;
        if events.last().is_none_or(|event| event.id != id) {
            events.push(ChangeEvent {
                id,
                date: row.date("day")?,
                kind: row.code("kind", ChangeKind::from_code)?,
                basis: row.maybe_text("basis")?,
                originals: Vec::new(),
                resulting: Vec::new(),
            });
        }
        if let Some(event) = events.last_mut() {
            let side =
                if row.text("side")? == "original" { &mut event.originals } else { &mut event.resulting };
            side.push(row.parse("unit_id")?);
        }
    }
    Ok(events)
}

/// A unit's name, for whoever is already allowed to see where it stands.
pub async fn name_of(tx: &mut Tx, id: UnitId) -> Result<Option<String>, StoreError> {
    tx.row("SELECT name FROM unit WHERE id = $1", args![id]).await?.map(|row| row.text("name")).transpose()
}
