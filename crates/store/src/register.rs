//! The registers of accounts and terminals that look citizens up.
//!
//! Not here: what an entry must be (`domain`), who may keep them (`app`).

use crate::value::Value;
use crate::{Row, Scope, StoreError, Tx, args, in_scope};
use domain::identifier::{EntryId, UnitId, UserId};
use domain::register::{Book, Column, Entry};
use domain::text::fold;
use jiff::Timestamp;
use jiff::civil::Date;

/// An entry with the version an editor saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub entry: Entry,
    pub version: i64,
    pub unit_name: String,
    /// Why it was withdrawn, and when; none for one that stands.
    pub withdrawn: Option<(String, Timestamp)>,
}

/// Which entries of a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// Those that are in the register.
    #[default]
    Entered,
    /// Those that may be used on a day; of terminals, all.
    Open(Date),
    /// Those that were disabled or whose holder left before a day.
    Ended(Date),
    /// Those withdrawn.
    Withdrawn,
}

/// What a list of entries is narrowed by.
#[derive(Debug, Clone)]
pub struct Filter {
    pub book: Book,
    pub unit: Option<UnitId>,
    /// Folded words, all of which must be there.
    pub words: String,
    pub standing: Standing,
    pub limit: u32,
    pub offset: u32,
}

impl Filter {
    /// All that is in a register, of one unit or of all.
    pub fn entered(book: Book, unit: Option<UnitId>) -> Self {
        Filter { book, unit, words: String::new(), standing: Standing::Entered, limit: u32::MAX, offset: 0 }
    }
}

/// Whether the unit of `e` is within the scope: one's own, or one of a visit of
/// one's team.
macro_rules! within {
    () => {
        concat!(
            "(",
            in_scope!("e.unit_id"),
            " OR EXISTS (SELECT 1 FROM visit v JOIN visit_part p ON p.visit_id = v.id WHERE v.unit_id = e.unit_id AND ",
            in_scope!("v.unit_id", "p.team_id"),
            "))"
        )
    };
}

macro_rules! select {
    ($rest:expr) => {
        concat!(
            "SELECT e.*, u.name AS unit_name FROM register_entry e JOIN unit u ON u.id = e.unit_id WHERE ",
            $rest
        )
    };
}

/// How many words are looked for; what follows is left out.
const MOST_WORDS: usize = 4;

/// `$4` book, `$5` unit, `$6` standing, `$7` the day, from `$8` the words.
macro_rules! narrowed {
    () => {
        concat!(
            within!(),
            " AND e.book = $4 AND ($5 = '' OR e.unit_id = $5)
              AND (CASE WHEN e.withdrawn_at IS NOT NULL THEN 'withdrawn'
                        WHEN e.disabled_day < $7 OR e.left_day < $7 THEN 'ended' ELSE 'open' END = $6
                   OR ($6 = 'entered' AND e.withdrawn_at IS NULL))
              AND e.folded LIKE $8 AND e.folded LIKE $9 AND e.folded LIKE $10 AND e.folded LIKE $11"
        )
    };
}

fn kept(row: &Row) -> Result<Kept, StoreError> {
    let why = row.maybe_text("withdrawn_why")?;
    Ok(Kept {
        entry: Entry {
            id: row.parse("id")?,
            unit: row.parse("unit_id")?,
            book: row.code("book", Book::from_code)?,
            name: row.text("name")?,
            holder: row.text("holder")?,
            system: row.text("system")?,
            note: row.text("note")?,
            from: row.maybe_date("from_day")?,
            disabled: row.maybe_date("disabled_day")?,
            left: row.maybe_date("left_day")?,
            committed: row.maybe_date("committed_day")?,
        },
        version: row.int("version")?,
        unit_name: row.text("unit_name")?,
        withdrawn: why.zip(row.maybe_instant("withdrawn_at")?),
    })
}

fn folded(entry: &Entry) -> String {
    let texts = entry.book.columns().iter().map(|column: &Column| entry.text(*column));
    fold(&texts.collect::<Vec<_>>().join(" "))
}

fn narrowing(scope: &Scope, filter: &Filter) -> Vec<Value> {
    let (standing, day) = match filter.standing {
        Standing::Entered => ("entered", String::new()),
        Standing::Open(day) => ("open", day.to_string()),
        Standing::Ended(day) => ("ended", day.to_string()),
        Standing::Withdrawn => ("withdrawn", String::new()),
    };
    let mut words =
        filter.words.split_whitespace().map(|word| format!("%{}%", word.replace(['%', '_', '\\'], " ")));
    let mut args = scope.args_and(args![
        filter.book.code(),
        filter.unit.map(|id| id.to_string()).unwrap_or_default(),
        standing,
        day
    ]);
    args.extend((0..MOST_WORDS).map(|_| Value::from(words.next().unwrap_or_else(|| "%".to_owned()))));
    args
}

/// A page of the entries a filter leaves, by unit and name.
pub async fn list(tx: &mut Tx, scope: &Scope, filter: &Filter) -> Result<Vec<Kept>, StoreError> {
    let mut args = narrowing(scope, filter);
    args.extend(args![filter.limit, filter.offset]);
    let sql =
        select!(concat!(narrowed!(), " ORDER BY u.sort_key, e.unit_id, e.name, e.id LIMIT $12 OFFSET $13"));
    tx.rows(sql, args).await?.iter().map(kept).collect()
}

pub async fn count(tx: &mut Tx, scope: &Scope, filter: &Filter) -> Result<i64, StoreError> {
    tx.count(
        concat!("SELECT COUNT(*) AS n FROM register_entry e WHERE ", narrowed!()),
        narrowing(scope, filter),
    )
    .await
}

pub async fn get(tx: &mut Tx, scope: &Scope, id: EntryId) -> Result<Option<Kept>, StoreError> {
    tx.row(select!(concat!(within!(), " AND e.id = $4")), scope.args_and(args![id]))
        .await?
        .map(|row| kept(&row))
        .transpose()
}

/// The unit whose register a name stands in, whoever asks.
pub async fn bearing(tx: &mut Tx, book: Book, name: &str) -> Result<Option<(EntryId, UnitId)>, StoreError> {
    tx.row(
        "SELECT id, unit_id FROM register_entry WHERE book = $1 AND name = $2 AND withdrawn_at IS NULL",
        args![book.code(), name],
    )
    .await?
    .map(|row| Ok((row.parse("id")?, row.parse("unit_id")?)))
    .transpose()
}

/// Every name of a register that is entered, with its unit, whoever asks: a name
/// may stand in one place only.
pub async fn names(tx: &mut Tx, book: Book) -> Result<Vec<(String, UnitId)>, StoreError> {
    tx.rows(
        "SELECT name, unit_id FROM register_entry WHERE book = $1 AND withdrawn_at IS NULL ORDER BY name",
        args![book.code()],
    )
    .await?
    .iter()
    .map(|row| Ok((row.text("name")?, row.parse("unit_id")?)))
    .collect()
}

pub async fn add(tx: &mut Tx, entry: &Entry, by: UserId, now: Timestamp) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO register_entry (id, unit_id, book, name, holder, system, note, from_day, disabled_day, left_day,
                committed_day, folded, changed_by, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        args![
            entry.id,
            entry.unit,
            entry.book.code(),
            entry.name.as_str(),
            entry.holder.as_str(),
            entry.system.as_str(),
            entry.note.as_str(),
            entry.from,
            entry.disabled,
            entry.left,
            entry.committed,
            folded(entry),
            by,
            now
        ],
    )
    .await?;
    Ok(())
}

/// Changes an entry that stands and is still at `version`; false when it does not.
pub async fn update(
    tx: &mut Tx,
    entry: &Entry,
    version: i64,
    by: UserId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE register_entry SET name = $3, holder = $4, system = $5, note = $6, from_day = $7, disabled_day = $8,
                    left_day = $9, committed_day = $10, folded = $11, changed_by = $12, changed_at = $13,
                    version = version + 1
             WHERE id = $1 AND version = $2 AND withdrawn_at IS NULL",
            args![
                entry.id,
                version,
                entry.name.as_str(),
                entry.holder.as_str(),
                entry.system.as_str(),
                entry.note.as_str(),
                entry.from,
                entry.disabled,
                entry.left,
                entry.committed,
                folded(entry),
                by,
                now
            ],
        )
        .await?;
    Ok(touched > 0)
}

/// Takes an entry out of the register and keeps it with the reason; false when it is
/// not at `version`, or not in the register any more.
pub async fn withdraw(
    tx: &mut Tx,
    id: EntryId,
    version: i64,
    why: &str,
    by: UserId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE register_entry SET withdrawn_why = $3, withdrawn_by = $4, withdrawn_at = $5, version = version + 1
             WHERE id = $1 AND version = $2 AND withdrawn_at IS NULL",
            args![id, version, why, by, now],
        )
        .await?;
    Ok(touched > 0)
}
