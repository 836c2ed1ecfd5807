//! Obligations: one unit's share of one task, and what it said of it.
//!
//! Not here: which unit bears what (`app` asks a person), when a share is done
//! (`domain::programme`).

use crate::value::{Value, places};
use crate::{Row, Scope, StoreError, Tx, args, in_scope};
use domain::deadline::Period;
use domain::identifier::{ObligationId, ProgrammeId, TaskId, UnitId, UserId};
use domain::programme::{Part, ProgressEntry, Work};
use domain::text::fold;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::AssertSqlSafe;

/// Rows put by one statement.
const AT_ONCE: usize = 60;

/// One unit's share of one task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    pub id: ObligationId,
    pub task: TaskId,
    pub task_code: String,
    pub task_title: String,
    pub programme: ProgrammeId,
    pub unit: UnitId,
    pub unit_name: String,
    pub part: Part,
    pub topic: Option<String>,
    /// A day the office set for this unit alone.
    pub due_set: Option<Date>,
    /// The period the rest speaks of, where the task recurs.
    pub period: Option<Period>,
    pub work: Work,
    pub percent: u8,
    pub due_on: Option<Date>,
    pub done_on: Option<Date>,
    /// What the unit said last.
    pub said: String,
    pub removed_reason: Option<String>,
    pub version: i64,
    pub updated_at: Timestamp,
}

/// What a list of obligations is narrowed by; empty texts match all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub task: Option<TaskId>,
    pub unit: Option<UnitId>,
    pub part: Option<Part>,
    /// overdue, soon (due within a week), open, done, done_late, not_applicable.
    pub standing: String,
    /// Folded words of the unit's name or the task's title.
    pub words: String,
    pub limit: u32,
    pub offset: u32,
}

/// What a unit said of its share at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub seq: i64,
    pub period: Option<Period>,
    /// The day it was so.
    pub day: Date,
    pub work: Work,
    pub percent: u8,
    pub text: String,
    pub user: Option<UserId>,
    pub who: String,
    pub at: Timestamp,
}

fn read(row: &Row) -> Result<Obligation, StoreError> {
    Ok(Obligation {
        id: row.parse("id")?,
        task: row.parse("task_id")?,
        task_code: row.text("task_code")?,
        task_title: row.text("task_title")?,
        programme: row.parse("programme_id")?,
        unit: row.parse("unit_id")?,
        unit_name: row.text("unit_name")?,
        part: row.code("part", Part::from_code)?,
        topic: row.maybe_text("topic")?,
        due_set: row.maybe_date("due_set")?,
        period: row.maybe_parse("period")?,
        work: row.code("work", Work::from_code)?,
        percent: percent(row)?,
        due_on: row.maybe_date("due_on")?,
        done_on: row.maybe_date("done_on")?,
        said: row.text("said")?,
        removed_reason: row.maybe_text("removed_reason")?,
        version: row.int("version")?,
        updated_at: row.instant("updated_at")?,
    })
}

fn percent(row: &Row) -> Result<u8, StoreError> {
    Ok(u8::try_from(row.int("percent")?).unwrap_or(100).min(100))
}

/// Not done, and not without object.
macro_rules! open {
    () => {
        "o.work NOT IN ('done', 'not_applicable')"
    };
}

macro_rules! select {
    ($rest:expr) => {
        concat!(
            "SELECT o.*, t.code AS task_code, t.title AS task_title, u.name AS unit_name
             FROM obligation o JOIN task t ON t.id = o.task_id JOIN unit u ON u.id = o.unit_id WHERE ",
            $rest
        )
    };
}

/// Late first, then what falls due next, then what is done.
macro_rules! urgent_first {
    () => {
        concat!(
            " ORDER BY CASE WHEN ",
            open!(),
            " AND o.due_on < $5 THEN 0 WHEN ",
            open!(),
            " THEN 1 ELSE 2 END, CASE WHEN o.due_on IS NULL THEN 1 ELSE 0 END, o.due_on, t.position, u.sort_key, o.id"
        )
    };
}

/// `$4` programme, `$5` today, `$6` task, `$7` unit, `$8` part, `$9` standing,
/// `$10` a week from today, `$11` words.
macro_rules! narrowed {
    () => {
        concat!(
            in_scope!("o.unit_id"),
            " AND o.removed_at IS NULL AND o.programme_id = $4
              AND ($6 = '' OR o.task_id = $6) AND ($7 = '' OR o.unit_id = $7) AND ($8 = '' OR o.part = $8)
              AND ($9 = '' OR o.work = $9
                OR ($9 = 'open' AND ",
            open!(),
            ") OR ($9 = 'overdue' AND ",
            open!(),
            " AND o.due_on < $5) OR ($9 = 'soon' AND ",
            open!(),
            " AND o.due_on >= $5 AND o.due_on <= $10) OR ($9 = 'done_late' AND o.work = 'done' AND o.done_on > o.due_on))
              AND ($11 = '' OR u.folded LIKE $11 OR t.folded LIKE $11)"
        )
    };
}

fn narrowing(scope: &Scope, id: ProgrammeId, filter: &Filter, today: Date, soon: Date) -> Vec<Value> {
    let words = fold(&filter.words);
    let words = if words.is_empty() { words } else { format!("%{}%", words.replace(' ', "%")) };
    let text = |id: Option<String>| id.unwrap_or_default();
    scope.args_and(args![
        id,
        today,
        text(filter.task.map(|id| id.to_string())),
        text(filter.unit.map(|id| id.to_string())),
        filter.part.map_or("", Part::code),
        filter.standing.as_str(),
        soon,
        words
    ])
}

/// Puts many obligations; one that is there already is left as it is. Returns
/// how many are new.
pub async fn add_obligations(tx: &mut Tx, many: &[Obligation]) -> Result<u64, StoreError> {
    let mut new = 0;
    for some in many.chunks(AT_ONCE) {
        let sql = format!(
            "INSERT INTO obligation (id, task_id, programme_id, unit_id, part, topic, due_set, period, work, due_on, updated_at)
             VALUES {} ON CONFLICT (task_id, unit_id) DO NOTHING",
            places(some.len(), 11)
        );
        let mut values = Vec::with_capacity(some.len() * 11);
        for o in some {
            values.extend(args![
                o.id,
                o.task,
                o.programme,
                o.unit,
                o.part.code(),
                o.topic.as_deref(),
                o.due_set,
                o.period.map(|period| period.to_string()),
                o.work.code(),
                o.due_on,
                o.updated_at
            ]);
        }
        new += tx.run(AssertSqlSafe(sql), values).await?;
    }
    Ok(new)
}

pub async fn obligation(
    tx: &mut Tx,
    scope: &Scope,
    id: ObligationId,
) -> Result<Option<Obligation>, StoreError> {
    tx.row(
        select!(concat!(in_scope!("o.unit_id"), " AND o.id = $4 AND o.removed_at IS NULL")),
        scope.args_and(args![id]),
    )
    .await?
    .map(|row| read(&row))
    .transpose()
}

/// Obligations of a programme, late ones first.
pub async fn obligations(
    tx: &mut Tx,
    scope: &Scope,
    id: ProgrammeId,
    filter: &Filter,
    (today, soon): (Date, Date),
) -> Result<Vec<Obligation>, StoreError> {
    let mut args = narrowing(scope, id, filter, today, soon);
    args.extend(args![filter.limit, filter.offset]);
    tx.rows(select!(concat!(narrowed!(), urgent_first!(), " LIMIT $12 OFFSET $13")), args)
        .await?
        .iter()
        .map(read)
        .collect()
}

pub async fn count_obligations(
    tx: &mut Tx,
    scope: &Scope,
    id: ProgrammeId,
    filter: &Filter,
    (today, soon): (Date, Date),
) -> Result<i64, StoreError> {
    tx.count(
        concat!(
            "SELECT COUNT(*) AS n FROM obligation o JOIN task t ON t.id = o.task_id JOIN unit u ON u.id = o.unit_id WHERE ",
            narrowed!()
        ),
        narrowing(scope, id, filter, today, soon),
    )
    .await
}

/// All of one unit's obligations in one programme, in the plan's order.
pub async fn obligations_of_unit(
    tx: &mut Tx,
    scope: &Scope,
    id: ProgrammeId,
    unit: UnitId,
) -> Result<Vec<Obligation>, StoreError> {
    tx.rows(
        select!(concat!(
            in_scope!("o.unit_id"),
            " AND o.removed_at IS NULL AND o.programme_id = $4 AND o.unit_id = $5 ORDER BY t.position, o.part, o.id"
        )),
        scope.args_and(args![id, unit]),
    )
    .await?
    .iter()
    .map(read)
    .collect()
}

/// Keeps an obligation that is still at its version; false when someone else
/// changed it meanwhile.
pub async fn change_obligation(tx: &mut Tx, o: &Obligation, now: Timestamp) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE obligation SET part = $3, topic = $4, due_set = $5, due_on = $6, period = $7, work = $8, percent = $9, done_on = $10, said = $11,
                    version = version + 1, updated_at = $12
             WHERE id = $1 AND version = $2 AND removed_at IS NULL",
            args![
                o.id,
                o.version,
                o.part.code(),
                o.topic.as_deref(),
                o.due_set,
                o.due_on,
                o.period.map(|period| period.to_string()),
                o.work.code(),
                i64::from(o.percent),
                o.done_on,
                o.said.as_str(),
                now
            ],
        )
        .await?;
    Ok(touched > 0)
}

/// Adds an entry after the last; its own number is not looked at. Returns the
/// number it got.
pub async fn add_entry(tx: &mut Tx, id: ObligationId, entry: &Entry) -> Result<i64, StoreError> {
    let row = tx
        .row(
            "INSERT INTO progress (obligation_id, seq, period, day, work, percent, text, user_id, who, at)
             SELECT $1, COALESCE(MAX(seq), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9 FROM progress WHERE obligation_id = $1 RETURNING seq",
            args![
                id,
                entry.period.map(|period| period.to_string()),
                entry.day,
                entry.work.code(),
                i64::from(entry.percent),
                entry.text.as_str(),
                entry.user,
                entry.who.as_str(),
                entry.at
            ],
        )
        .await?;
    row.map_or(Ok(0), |row| row.int("seq"))
}

fn entry(row: &Row) -> Result<Entry, StoreError> {
    Ok(Entry {
        seq: row.int("seq")?,
        period: row.maybe_parse("period")?,
        day: row.date("day")?,
        work: row.code("work", Work::from_code)?,
        percent: percent(row)?,
        text: row.text("text")?,
        user: row.maybe_parse("user_id")?,
        who: row.text("who")?,
        at: row.instant("at")?,
    })
}

/// What was said, newest first.
pub async fn entries(tx: &mut Tx, id: ObligationId) -> Result<Vec<Entry>, StoreError> {
    tx.rows("SELECT * FROM progress WHERE obligation_id = $1 ORDER BY seq DESC", args![id])
        .await?
        .iter()
        .map(entry)
        .collect()
}

impl Entry {
    /// As the domain reckons with it.
    pub fn of(&self, obligation: ObligationId) -> ProgressEntry {
        ProgressEntry {
            obligation,
            period: self.period,
            on: self.day,
            work: self.work,
            percent: self.percent,
            note: self.text.clone(),
        }
    }
}

/// Takes an obligation off a unit; its entries stay. False when it was changed
/// or taken off meanwhile.
pub async fn remove_obligation(
    tx: &mut Tx,
    id: ObligationId,
    version: i64,
    reason: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE obligation SET removed_at = $3, removed_reason = $4, version = version + 1, updated_at = $3
             WHERE id = $1 AND version = $2 AND removed_at IS NULL",
            args![id, version, now, reason],
        )
        .await?;
    Ok(touched > 0)
}

/// Puts back what was taken off a unit, if there is such an obligation.
pub async fn put_back(
    tx: &mut Tx,
    task: TaskId,
    unit: UnitId,
    now: Timestamp,
) -> Result<Option<ObligationId>, StoreError> {
    tx.row(
        "UPDATE obligation SET removed_at = NULL, removed_reason = NULL, version = version + 1, updated_at = $3
         WHERE task_id = $1 AND unit_id = $2 AND removed_at IS NOT NULL RETURNING id",
        args![task, unit, now],
    )
    .await?
    .map(|row| row.parse("id"))
    .transpose()
}

macro_rules! of_open_programme {
    () => {
        "o.removed_at IS NULL AND EXISTS (SELECT 1 FROM programme p WHERE p.id = o.programme_id AND p.state = 'open')"
    };
}

/// Done shares of recurring tasks whose day is over: the next period may have
/// begun. From `after` on, `limit` at a time.
pub async fn recurring(
    tx: &mut Tx,
    today: Date,
    after: Option<ObligationId>,
    limit: u32,
) -> Result<Vec<Obligation>, StoreError> {
    tx.rows(
        select!(concat!(
            of_open_programme!(),
            " AND o.period IS NOT NULL AND o.due_on < $1 AND o.work IN ('done', 'not_applicable') AND o.id > $2 ORDER BY o.id LIMIT $3"
        )),
        args![today, after.map(|id| id.to_string()).unwrap_or_default(), limit],
    )
    .await?
    .iter()
    .map(read)
    .collect()
}

/// What is not done and due up to `until`, unit by unit, for reminders.
pub async fn to_remind(
    tx: &mut Tx,
    until: Date,
    after: Option<(UnitId, ObligationId)>,
    limit: u32,
) -> Result<Vec<Obligation>, StoreError> {
    let (unit, id) = after.map(|(unit, id)| (unit.to_string(), id.to_string())).unwrap_or_default();
    tx.rows(
        select!(concat!(
            of_open_programme!(),
            " AND ",
            open!(),
            " AND o.due_on <= $1 AND (o.unit_id > $2 OR (o.unit_id = $2 AND o.id > $3)) ORDER BY o.unit_id, o.id LIMIT $4"
        )),
        args![until, unit, id, limit],
    )
    .await?
    .iter()
    .map(read)
    .collect()
}
