//! Figures of a programme: per task, per unit, as a whole. A task counts once,
//! however many units share it.
//!
//! Not here: what a figure means (`domain::programme`).

use crate::{Scope, StoreError, Tx, args, in_scope};
use domain::identifier::{ProgrammeId, TaskId, UnitId};
use domain::text::fold;
use jiff::civil::Date;

/// How the units that share one task stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TaskFigures {
    pub units: i64,
    pub done: i64,
    pub done_late: i64,
    /// Not done and past the day.
    pub late: i64,
    pub begun: i64,
    /// Of the shares of those who answer for it: the leads, or where there are
    /// none the executing units.
    pub answering: i64,
    pub answering_done: i64,
    pub answering_percent: i64,
    pub next_due: Option<Date>,
}

/// How one unit stands in the whole programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFigures {
    pub unit: UnitId,
    pub unit_name: String,
    pub obligations: i64,
    pub done: i64,
    pub done_late: i64,
    pub late: i64,
    /// Summed over its obligations.
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
    pub late: i64,
    pub late_units: i64,
}

/// One crossing of the matrix of units and tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub unit: UnitId,
    pub task: TaskId,
    pub part: String,
    pub state: String,
    pub percent: i64,
    pub due_on: Option<Date>,
    pub done_on: Option<Date>,
}

/// Every task that is shared by someone, within the scope.
pub async fn task_figures(
    tx: &mut Tx,
    scope: &Scope,
    id: ProgrammeId,
    today: Date,
) -> Result<Vec<(TaskId, TaskFigures)>, StoreError> {
    tx.rows(
        concat!(
            "SELECT o.task_id, COUNT(DISTINCT o.unit_id) AS units,
                    SUM(CASE WHEN o.done_on IS NOT NULL THEN 1 ELSE 0 END) AS done,
                    SUM(CASE WHEN o.done_on > o.due_on THEN 1 ELSE 0 END) AS done_late,
                    SUM(CASE WHEN o.done_on IS NULL AND o.due_on < $5 THEN 1 ELSE 0 END) AS late,
                    SUM(CASE WHEN o.done_on IS NULL AND o.percent > 0 THEN 1 ELSE 0 END) AS begun,
                    SUM(a.answers) AS answering,
                    SUM(CASE WHEN o.done_on IS NOT NULL THEN a.answers ELSE 0 END) AS answering_done,
                    SUM(o.percent * a.answers) AS answering_percent,
                    MIN(CASE WHEN o.done_on IS NULL THEN o.due_on END) AS next_due
             FROM obligation o
             JOIN (SELECT b.id, CASE WHEN b.part = 'lead' THEN 1
                               WHEN b.part = 'executing' AND NOT EXISTS (SELECT 1 FROM obligation l
                                    WHERE l.task_id = b.task_id AND l.part = 'lead' AND l.removed_at IS NULL) THEN 1
                               ELSE 0 END AS answers FROM obligation b WHERE b.programme_id = $4) a ON a.id = o.id
             WHERE ",
            in_scope!("o.unit_id"),
            " AND o.programme_id = $4 AND o.removed_at IS NULL GROUP BY o.task_id ORDER BY o.task_id"
        ),
        scope.args_and(args![id, today]),
    )
    .await?
    .iter()
    .map(|row| {
        Ok((
            row.parse("task_id")?,
            TaskFigures {
                units: row.int("units")?,
                done: row.int("done")?,
                done_late: row.int("done_late")?,
                late: row.int("late")?,
                begun: row.int("begun")?,
                answering: row.int("answering")?,
                answering_done: row.int("answering_done")?,
                answering_percent: row.int("answering_percent")?,
                next_due: row.maybe_date("next_due")?,
            },
        ))
    })
    .collect()
}

macro_rules! per_unit {
    ($what:expr, $rest:expr) => {
        concat!(
            "SELECT ",
            $what,
            " FROM (SELECT o.unit_id, COUNT(*) AS obligations,
                    SUM(CASE WHEN o.done_on IS NOT NULL THEN 1 ELSE 0 END) AS done,
                    SUM(CASE WHEN o.done_on > o.due_on THEN 1 ELSE 0 END) AS done_late,
                    SUM(CASE WHEN o.done_on IS NULL AND o.due_on < $5 THEN 1 ELSE 0 END) AS late,
                    SUM(o.percent) AS percent,
                    MIN(CASE WHEN o.done_on IS NULL THEN o.due_on END) AS next_due
                 FROM obligation o WHERE ",
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
    let words = fold(words);
    let words = if words.is_empty() { words } else { format!("%{}%", words.replace(' ', "%")) };
    tx.rows(
        per_unit!(
            "f.*, u.name AS unit_name",
            "WHERE ($6 = '' OR u.folded LIKE $6) ORDER BY f.late DESC, u.sort_key, u.id LIMIT $7 OFFSET $8"
        ),
        scope.args_and(args![id, today, words, limit, offset]),
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
            late: row.int("late")?,
            percent: row.int("percent")?,
            next_due: row.maybe_date("next_due")?,
        })
    })
    .collect()
}

pub async fn totals(tx: &mut Tx, scope: &Scope, id: ProgrammeId, today: Date) -> Result<Totals, StoreError> {
    let row = tx
        .row(
            per_unit!(
                "COUNT(*) AS units, CAST(COALESCE(SUM(f.obligations), 0) AS BIGINT) AS obligations,
                 CAST(COALESCE(SUM(f.done), 0) AS BIGINT) AS done,
                 CAST(COALESCE(SUM(f.done_late), 0) AS BIGINT) AS done_late,
                 CAST(COALESCE(SUM(f.late), 0) AS BIGINT) AS late,
                 CAST(COALESCE(SUM(CASE WHEN f.late > 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS late_units",
                ""
            ),
            scope.args_and(args![id, today]),
        )
        .await?;
    let Some(row) = row else { return Ok(Totals::default()) };
    Ok(Totals {
        units: row.int("units")?,
        obligations: row.int("obligations")?,
        done: row.int("done")?,
        done_late: row.int("done_late")?,
        late: row.int("late")?,
        late_units: row.int("late_units")?,
    })
}

/// The matrix's crossings for units whose names lie between two, by the
/// Vietnamese alphabet: those of one page.
pub async fn cells(
    tx: &mut Tx,
    scope: &Scope,
    id: ProgrammeId,
    units: &[UnitId],
) -> Result<Vec<Cell>, StoreError> {
    // A page's units as ",id,id,": one query text however many they are.
    let mut wanted = String::from(",");
    for unit in units {
        wanted += &format!("{unit},");
    }
    tx.rows(
        concat!(
            "SELECT o.unit_id, o.task_id, o.part, o.state, o.percent, o.due_on, o.done_on FROM obligation o WHERE ",
            in_scope!("o.unit_id"),
            " AND o.programme_id = $4 AND o.removed_at IS NULL AND $5 LIKE '%,' || o.unit_id || ',%' ORDER BY o.unit_id, o.task_id, o.part"
        ),
        scope.args_and(args![id, wanted]),
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Cell {
            unit: row.parse("unit_id")?,
            task: row.parse("task_id")?,
            part: row.text("part")?,
            state: row.text("state")?,
            percent: row.int("percent")?,
            due_on: row.maybe_date("due_on")?,
            done_on: row.maybe_date("done_on")?,
        })
    })
    .collect()
}
