//! Figures of a programme: per task, per unit, as a whole. A task counts once,
//! however many units share it.
//!
//! Not here: what a figure means (`domain::programme`).

use crate::{Scope, StoreError, Tx, args, in_scope};
use domain::identifier::{ObligationId, ProgrammeId, TaskId, UnitId};
use domain::programme::{Group, Part, Work};
use domain::text::fold;
use jiff::civil::Date;

/// How the units that share one task stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskFigures {
    pub task: TaskId,
    pub units: u32,
    pub next_due: Option<Date>,
    /// Shares alike in part and work; `domain::programme::together` says where
    /// the task stands because of them.
    pub groups: Vec<Group>,
}

/// How one unit stands in the whole programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFigures {
    pub unit: UnitId,
    pub unit_name: String,
    pub obligations: i64,
    pub done: i64,
    pub done_late: i64,
    pub overdue: i64,
    pub not_applicable: i64,
    /// Summed over its obligations, those without object aside.
    pub percent: i64,
    pub next_due: Option<Date>,
}

/// The whole in one row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    pub units: i64,
    pub obligations: i64,
    pub done: i64,
    pub done_late: i64,
    pub overdue: i64,
    pub overdue_units: i64,
}

/// One crossing of the matrix of units and tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub unit: UnitId,
    pub task: TaskId,
    pub obligation: ObligationId,
    pub part: Part,
    pub work: Work,
    pub percent: i64,
    pub due_on: Option<Date>,
    pub done_on: Option<Date>,
}

/// Not done, and not without object.
macro_rules! open {
    () => {
        "o.work NOT IN ('done', 'not_applicable')"
    };
}

/// Every task that is shared by someone within the scope.
pub async fn task_figures(
    tx: &mut Tx,
    scope: &Scope,
    id: ProgrammeId,
    today: Date,
) -> Result<Vec<TaskFigures>, StoreError> {
    let rows = tx
        .rows(
            concat!(
                "SELECT o.task_id, o.part, o.work, COUNT(*) AS shares, CAST(SUM(o.percent) AS BIGINT) AS percent,
                        SUM(CASE WHEN ",
                open!(),
                " AND o.due_on < $5 THEN 1 ELSE 0 END) AS overdue,
                        SUM(CASE WHEN o.work = 'done' AND o.done_on > o.due_on THEN 1 ELSE 0 END) AS done_late,
                        MIN(CASE WHEN ",
                open!(),
                " THEN o.due_on END) AS next_due
                 FROM obligation o WHERE ",
                in_scope!("o.unit_id"),
                " AND o.programme_id = $4 AND o.removed_at IS NULL GROUP BY o.task_id, o.part, o.work ORDER BY o.task_id, o.part, o.work"
            ),
            scope.args_and(args![id, today]),
        )
        .await?;
    let mut tasks: Vec<TaskFigures> = Vec::new();
    for row in rows {
        let task = row.parse("task_id")?;
        if tasks.last().is_none_or(|last| last.task != task) {
            tasks.push(TaskFigures { task, units: 0, next_due: None, groups: Vec::new() });
        }
        let Some(figures) = tasks.last_mut() else { continue };
        let number = |column| Ok::<_, StoreError>(u32::try_from(row.int(column)?).unwrap_or(0));
        let (shares, overdue) = (number("shares")?, number("overdue")?);
        figures.units += shares;
        figures.next_due = match (figures.next_due, row.maybe_date("next_due")?) {
            (Some(known), Some(other)) => Some(known.min(other)),
            (known, other) => known.or(other),
        };
        figures.groups.push(Group {
            part: row.code("part", Part::from_code)?,
            work: row.code("work", Work::from_code)?,
            shares,
            percent: number("percent")?,
            late: overdue + number("done_late")?,
            overdue,
        });
    }
    Ok(tasks)
}

macro_rules! per_unit {
    ($what:expr, $rest:expr) => {
        concat!(
            "SELECT ",
            $what,
            " FROM (SELECT o.unit_id, COUNT(*) AS obligations,
                    SUM(CASE WHEN o.work = 'done' THEN 1 ELSE 0 END) AS done,
                    SUM(CASE WHEN o.work = 'done' AND o.done_on > o.due_on THEN 1 ELSE 0 END) AS done_late,
                    SUM(CASE WHEN o.work = 'not_applicable' THEN 1 ELSE 0 END) AS not_applicable,
                    SUM(CASE WHEN ",
            open!(),
            " AND o.due_on < $5 THEN 1 ELSE 0 END) AS overdue, CAST(SUM(o.percent) AS BIGINT) AS percent, MIN(CASE WHEN ",
            open!(),
            " THEN o.due_on END) AS next_due FROM obligation o WHERE ",
            in_scope!("o.unit_id"),
            " AND o.programme_id = $4 AND o.removed_at IS NULL GROUP BY o.unit_id) f JOIN unit u ON u.id = f.unit_id ",
            $rest
        )
    };
}

/// Units by what they have late, most first; then by name.
pub async fn unit_figures(
    tx: &mut Tx,
    scope: &Scope,
    id: ProgrammeId,
    today: Date,
    words: &str,
    (limit, offset): (u32, u32),
) -> Result<Vec<UnitFigures>, StoreError> {
    tx.rows(
        per_unit!(
            "f.*, u.name AS unit_name",
            "WHERE ($6 = '' OR u.folded LIKE $6) ORDER BY f.overdue DESC, u.sort_key, u.id LIMIT $7 OFFSET $8"
        ),
        scope.args_and(args![id, today, pattern(words), limit, offset]),
    )
    .await?
    .iter()
    .map(|row| {
        Ok(UnitFigures {
            unit: row.parse("unit_id")?,
            unit_name: row.text("unit_name")?,
            obligations: row.int("obligations")?,
            done: row.int("done")?,
            done_late: row.int("done_late")?,
            overdue: row.int("overdue")?,
            not_applicable: row.int("not_applicable")?,
            percent: row.int("percent")?,
            next_due: row.maybe_date("next_due")?,
        })
    })
    .collect()
}

/// How many units bear something in a programme.
pub async fn count_units(
    tx: &mut Tx,
    scope: &Scope,
    id: ProgrammeId,
    words: &str,
) -> Result<i64, StoreError> {
    tx.count(
        concat!(
            "SELECT COUNT(DISTINCT o.unit_id) AS n FROM obligation o JOIN unit u ON u.id = o.unit_id WHERE ",
            in_scope!("o.unit_id"),
            " AND o.programme_id = $4 AND o.removed_at IS NULL AND ($5 = '' OR u.folded LIKE $5)"
        ),
        scope.args_and(args![id, pattern(words)]),
    )
    .await
}

fn pattern(words: &str) -> String {
    let words = fold(words);
    if words.is_empty() { words } else { format!("%{}%", words.replace(' ', "%")) }
}

/// The sums of each of the given programmes that has shares within the scope.
pub async fn totals(
    tx: &mut Tx,
    scope: &Scope,
    ids: &[ProgrammeId],
    today: Date,
) -> Result<Vec<(ProgrammeId, Totals)>, StoreError> {
    tx.rows(
        concat!(
            "SELECT f.programme_id, COUNT(*) AS units, CAST(SUM(f.obligations) AS BIGINT) AS obligations, CAST(SUM(f.done) AS BIGINT) AS done,
                    CAST(SUM(f.done_late) AS BIGINT) AS done_late, CAST(SUM(f.overdue) AS BIGINT) AS overdue,
                    CAST(SUM(CASE WHEN f.overdue > 0 THEN 1 ELSE 0 END) AS BIGINT) AS overdue_units
             FROM (SELECT o.programme_id, o.unit_id, COUNT(*) AS obligations,
                    SUM(CASE WHEN o.work = 'done' THEN 1 ELSE 0 END) AS done,
                    SUM(CASE WHEN o.work = 'done' AND o.done_on > o.due_on THEN 1 ELSE 0 END) AS done_late,
                    SUM(CASE WHEN ",
            open!(),
            " AND o.due_on < $5 THEN 1 ELSE 0 END) AS overdue FROM obligation o WHERE ",
            in_scope!("o.unit_id"),
            " AND $4 LIKE '%,' || o.programme_id || ',%' AND o.removed_at IS NULL GROUP BY o.programme_id, o.unit_id) f
             GROUP BY f.programme_id ORDER BY f.programme_id"
        ),
        scope.args_and(args![wanted(ids), today]),
    )
    .await?
    .iter()
    .map(|row| {
        let totals = Totals {
            units: row.int("units")?,
            obligations: row.int("obligations")?,
            done: row.int("done")?,
            done_late: row.int("done_late")?,
            overdue: row.int("overdue")?,
            overdue_units: row.int("overdue_units")?,
        };
        Ok((row.parse("programme_id")?, totals))
    })
    .collect()
}

/// Identifiers as ",id,id,": one query text however many they are.
fn wanted<T: std::fmt::Display>(ids: &[T]) -> String {
    ids.iter().fold(String::from(","), |list, id| format!("{list}{id},"))
}

/// The matrix's crossings of the given units: those of one page.
pub async fn cells(
    tx: &mut Tx,
    scope: &Scope,
    id: ProgrammeId,
    units: &[UnitId],
) -> Result<Vec<Cell>, StoreError> {
    tx.rows(
        concat!(
            "SELECT o.unit_id, o.task_id, o.id, o.part, o.work, o.percent, o.due_on, o.done_on FROM obligation o WHERE ",
            in_scope!("o.unit_id"),
            " AND o.programme_id = $4 AND o.removed_at IS NULL AND $5 LIKE '%,' || o.unit_id || ',%' ORDER BY o.unit_id, o.task_id"
        ),
        scope.args_and(args![id, wanted(units)]),
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Cell {
            unit: row.parse("unit_id")?,
            task: row.parse("task_id")?,
            obligation: row.parse("id")?,
            part: row.code("part", Part::from_code)?,
            work: row.code("work", Work::from_code)?,
            percent: row.int("percent")?,
            due_on: row.maybe_date("due_on")?,
            done_on: row.maybe_date("done_on")?,
        })
    })
    .collect()
}
