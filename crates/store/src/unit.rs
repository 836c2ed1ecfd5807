//! The registry of units, their names, persons and changes.

mod change;
mod person;
mod search;

pub use change::{Burden, Change, add_change, burden, changes, follow, history};
pub use person::{add_person, end_person, persons, present_persons};

use crate::value::Value;
use crate::{Row, Scope, StoreError, Tx, args, in_scope};
use domain::identifier::UnitId;
use domain::text::{fold, sort_key};
use domain::unit::matching;
use domain::unit::{Unit, UnitKind};
use jiff::civil::Date;
use search::{Words, named};

/// A unit with the version an editor saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub unit: Unit,
    pub version: i64,
}

/// What a list of units is narrowed by; empty texts match all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Words, all of which some name of the unit must contain, with or without
    /// accents, written out or abbreviated.
    pub words: String,
    pub kind: Option<UnitKind>,
    pub parent: Option<UnitId>,
    /// Only units that exist on this day.
    pub on: Option<Date>,
    /// Only units that had ended by this day.
    pub ended_by: Option<Date>,
    pub limit: u32,
    pub offset: u32,
}

/// A unit as the registry lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub kept: Kept,
    pub parent_name: Option<String>,
    /// Its present focal persons, by name.
    pub focal: Vec<String>,
}

/// A unit by name, for links and pickers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub id: UnitId,
    pub name: String,
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
            "INSERT INTO unit_name (unit_id, folded, written_out, name, is_alias) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (unit_id, folded) DO NOTHING",
            args![unit.id, fold(name), matching::key(name), name.as_str(), is_alias],
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

/// The condition every list of units is narrowed by: `$4` kind, `$5` day it
/// exists on, `$6` parent, `$7` day it had ended by, from `$8` the words.
macro_rules! narrowed {
    () => {
        concat!(
            in_scope!("u.id"),
            " AND ($4 = '' OR u.kind = $4)
              AND ($5 = '' OR ((u.valid_from IS NULL OR u.valid_from <= $5) AND (u.valid_to IS NULL OR u.valid_to >= $5)))
              AND ($6 = '' OR u.parent_id = $6)
              AND ($7 = '' OR u.valid_to < $7) AND ",
            named!()
        )
    };
}

fn narrowing(scope: &Scope, filter: &Filter) -> Vec<Value> {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut args = scope.args_and(args![
        filter.kind.map_or("", UnitKind::code),
        day(filter.on),
        filter.parent.map(|id| id.to_string()).unwrap_or_default(),
        day(filter.ended_by)
    ]);
    args.extend(Words::of(&filter.words).args());
    args
}

fn page(scope: &Scope, filter: &Filter) -> Vec<Value> {
    let mut args = narrowing(scope, filter);
    args.extend(args![filter.limit, filter.offset]);
    args
}

/// Units by the Vietnamese alphabet.
pub async fn list(tx: &mut Tx, scope: &Scope, filter: &Filter) -> Result<Vec<Kept>, StoreError> {
    tx.rows(
        select!(concat!("WHERE ", narrowed!(), " ORDER BY u.sort_key, u.id LIMIT $20 OFFSET $21")),
        page(scope, filter),
    )
    .await?
    .iter()
    .map(kept)
    .collect()
}

/// The same with what the registry shows beside each.
pub async fn registry(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
    today: Date,
) -> Result<Vec<Listed>, StoreError> {
    let mut args = page(scope, filter);
    args.extend(args![today]);
    tx.rows(
        concat!(
            "SELECT u.*, (SELECT string_agg(n.name, '\n') FROM unit_name n WHERE n.unit_id = u.id AND n.is_alias = 1) AS aliases,
                    (SELECT p.name FROM unit p WHERE p.id = u.parent_id) AS parent_name,
                    (SELECT string_agg(f.name, '\n') FROM focal_person f WHERE f.unit_id = u.id AND (f.valid_to IS NULL OR f.valid_to >= $22)) AS focal
             FROM unit u WHERE ",
            narrowed!(),
            " ORDER BY u.sort_key, u.id LIMIT $20 OFFSET $21"
        ),
        args,
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Listed {
            kept: kept(row)?,
            parent_name: row.maybe_text("parent_name")?,
            focal: row
                .maybe_text("focal")?
                .map(|names| names.split('\n').map(str::to_owned).collect())
                .unwrap_or_default(),
        })
    })
    .collect()
}

pub async fn count(tx: &mut Tx, scope: &Scope, filter: &Filter) -> Result<i64, StoreError> {
    tx.count(concat!("SELECT COUNT(*) AS n FROM unit u WHERE ", narrowed!()), narrowing(scope, filter)).await
}

/// How many units of each kind the filter leaves, its own kind aside; for the
/// chips above the list.
pub async fn count_by_kind(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
) -> Result<Vec<(UnitKind, i64)>, StoreError> {
    let filter = Filter { kind: None, ..filter.clone() };
    tx.rows(
        concat!(
            "SELECT u.kind, COUNT(*) AS n FROM unit u WHERE ",
            narrowed!(),
            " GROUP BY u.kind ORDER BY u.kind"
        ),
        narrowing(scope, &filter),
    )
    .await?
    .iter()
    .map(|row| Ok((row.code("kind", UnitKind::from_code)?, row.int("n")?)))
    .collect()
}

/// Every unit, for matching names against; a registry is thousands at most.
pub async fn all(tx: &mut Tx) -> Result<Vec<Unit>, StoreError> {
    tx.rows(select!("ORDER BY u.sort_key, u.id"), args![])
        .await?
        .iter()
        .map(|row| kept(row).map(|k| k.unit))
        .collect()
}

/// The units directly under one, by the Vietnamese alphabet.
pub async fn children(tx: &mut Tx, id: UnitId) -> Result<Vec<Unit>, StoreError> {
    tx.rows(select!("WHERE u.parent_id = $1 ORDER BY u.sort_key, u.id"), args![id])
        .await?
        .iter()
        .map(|row| kept(row).map(|k| k.unit))
        .collect()
}

/// A unit's name, whoever asks: names are no secret, entries are.
pub async fn name(tx: &mut Tx, id: UnitId) -> Result<Option<Named>, StoreError> {
    tx.row("SELECT id, name FROM unit WHERE id = $1", args![id])
        .await?
        .map(|row| Ok(Named { id: row.parse("id")?, name: row.text("name")? }))
        .transpose()
}

/// Units whose own name is this one, accents and capitals aside, ended ones
/// too.
pub async fn bearing(tx: &mut Tx, name: &str) -> Result<Vec<Unit>, StoreError> {
    tx.rows(select!("WHERE u.folded = $1 ORDER BY u.id"), args![fold(name)])
        .await?
        .iter()
        .map(|row| kept(row).map(|k| k.unit))
        .collect()
}

/// A unit's name, for whoever is already allowed to see where it stands.
pub async fn name_of(tx: &mut Tx, id: UnitId) -> Result<Option<String>, StoreError> {
    tx.row("SELECT name FROM unit WHERE id = $1", args![id]).await?.map(|row| row.text("name")).transpose()
}
