//! Programmes of tasks: the programme itself and its tree. In the folder beside:
//! obligations with their progress, figures, and what units report.

mod figures;
mod obligation;
mod report;

pub use figures::{
    Cell, TaskFigures, Totals, UnitFigures, cells, count_units, task_figures, totals, unit_figures,
};
pub use obligation::{
    Entry, Filter, Obligation, add_entry, add_obligations, change_obligation, count_obligations, entries,
    obligation, obligations, obligations_of_unit, put_back, recurring, remove_obligation, to_remind,
};
pub use report::{
    Report, ReportFilter, Standing, Summary, add_reports, overdue_reports, report, report_standing, reports,
    reports_of_unit, summary, write_report, write_summary,
};

use crate::{Row, Scope, StoreError, Tx, args};
use domain::campaign::DatedRule;
use domain::identifier::{PlanId, ProgrammeId, TaskId, UserId};
use domain::plan::Recurrence;
use domain::text::fold;
use jiff::Timestamp;
use jiff::civil::Date;

/// A programme, under way or closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    pub id: ProgrammeId,
    pub plan: Option<PlanId>,
    pub title: String,
    /// Number and series as issued; empty until numbered.
    pub number: String,
    pub year: i16,
    pub year_to: Option<i16>,
    pub issuer: String,
    pub place: String,
    pub issued_on: Option<Date>,
    pub is_closed: bool,
    /// When each unit reports, from the plan's clause.
    pub report_due: Option<DatedRule>,
    /// When each unit's own implementing plan must be there.
    pub own_plan_due: Option<DatedRule>,
    pub version: i64,
    pub created_at: Timestamp,
}

/// A task, or a heading of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub id: TaskId,
    /// Its place in the plan, `II.5.k`.
    pub code: String,
    pub parent: Option<String>,
    pub title: String,
    pub lead_words: String,
    pub coordinating_words: String,
    pub executing_words: String,
    pub product: String,
    pub due: Option<DatedRule>,
    pub recurrence: Option<Recurrence>,
    pub is_task: bool,
}

fn programme(row: &Row) -> Result<Programme, StoreError> {
    Ok(Programme {
        id: row.parse("id")?,
        plan: row.maybe_parse("plan_id")?,
        title: row.text("title")?,
        number: row.text("number")?,
        year: row.int("year")? as i16,
        year_to: row.maybe_int("year_to")?.map(|year| year as i16),
        issuer: row.text("issuer")?,
        place: row.text("place")?,
        issued_on: row.maybe_date("issued_on")?,
        is_closed: row.text("state")? == "closed",
        report_due: row.maybe_json("report_rule")?,
        own_plan_due: row.maybe_json("own_plan_rule")?,
        version: row.int("version")?,
        created_at: row.instant("created_at")?,
    })
}

fn maybe_json<T: serde::Serialize>(value: Option<&T>) -> Result<Option<String>, StoreError> {
    Ok(value.map(serde_json::to_string).transpose()?)
}

fn state(programme: &Programme) -> &'static str {
    if programme.is_closed { "closed" } else { "open" }
}

pub async fn add(tx: &mut Tx, p: &Programme, by: UserId) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO programme (id, plan_id, title, folded, number, year, year_to, issuer, place, issued_on, state, report_rule, own_plan_rule, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        args![
            p.id,
            p.plan,
            p.title.as_str(),
            fold(&p.title),
            p.number.as_str(),
            p.year,
            p.year_to,
            p.issuer.as_str(),
            p.place.as_str(),
            p.issued_on,
            state(p),
            maybe_json(p.report_due.as_ref())?,
            maybe_json(p.own_plan_due.as_ref())?,
            by,
            p.created_at
        ],
    )
    .await?;
    Ok(())
}

/// Changes a programme that is still at its version; false when someone else
/// changed it meanwhile.
pub async fn update(tx: &mut Tx, p: &Programme) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE programme SET title = $3, folded = $4, number = $5, year = $6, year_to = $7, issuer = $8, place = $9, issued_on = $10,
                    state = $11, report_rule = $12, own_plan_rule = $13, version = version + 1
             WHERE id = $1 AND version = $2",
            args![
                p.id,
                p.version,
                p.title.as_str(),
                fold(&p.title),
                p.number.as_str(),
                p.year,
                p.year_to,
                p.issuer.as_str(),
                p.place.as_str(),
                p.issued_on,
                state(p),
                maybe_json(p.report_due.as_ref())?,
                maybe_json(p.own_plan_due.as_ref())?
            ],
        )
        .await?;
    Ok(touched > 0)
}

/// Those of everyone, or those in which one's own unit bears an obligation or
/// owes a report.
macro_rules! visible {
    () => {
        "($1 = 1 OR EXISTS (SELECT 1 FROM role_grant g WHERE g.user_id = $2 AND g.ended_at IS NULL AND $3 LIKE '%,' || g.role || ',%'
            AND (EXISTS (SELECT 1 FROM obligation o WHERE o.programme_id = p.id AND o.unit_id = g.unit_id)
              OR EXISTS (SELECT 1 FROM programme_report r WHERE r.programme_id = p.id AND r.unit_id = g.unit_id))))"
    };
}
pub(crate) use visible;

pub async fn get(tx: &mut Tx, scope: &Scope, id: ProgrammeId) -> Result<Option<Programme>, StoreError> {
    tx.row(
        concat!("SELECT p.* FROM programme p WHERE ", visible!(), " AND p.id = $4"),
        scope.args_and(args![id]),
    )
    .await?
    .map(|row| programme(&row))
    .transpose()
}

/// Programmes in sight, open ones first, newest first.
pub async fn list(tx: &mut Tx, scope: &Scope, limit: u32, offset: u32) -> Result<Vec<Programme>, StoreError> {
    tx.rows(
        concat!(
            "SELECT p.* FROM programme p WHERE ",
            visible!(),
            " ORDER BY CASE WHEN p.state = 'open' THEN 0 ELSE 1 END, p.year DESC, p.created_at DESC, p.id LIMIT $4 OFFSET $5"
        ),
        scope.args_and(args![limit, offset]),
    )
    .await?
    .iter()
    .map(programme)
    .collect()
}

pub async fn count(tx: &mut Tx, scope: &Scope) -> Result<i64, StoreError> {
    tx.count(concat!("SELECT COUNT(*) AS n FROM programme p WHERE ", visible!()), scope.args()).await
}

pub async fn by_plan(tx: &mut Tx, plan: PlanId) -> Result<Option<ProgrammeId>, StoreError> {
    tx.row("SELECT id FROM programme WHERE plan_id = $1", args![plan])
        .await?
        .map(|row| row.parse("id"))
        .transpose()
}

/// Every open programme, for the day's sweep.
pub async fn open(tx: &mut Tx) -> Result<Vec<Programme>, StoreError> {
    tx.rows("SELECT * FROM programme WHERE state = 'open' ORDER BY id", args![])
        .await?
        .iter()
        .map(programme)
        .collect()
}

pub async fn add_task(tx: &mut Tx, id: ProgrammeId, task: &Task, position: u32) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO task (id, programme_id, code, parent_code, title, folded, lead_words, coordinating_words, executing_words, product,
                due_rule, recurrence, is_task, position)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        args![
            task.id,
            id,
            task.code.as_str(),
            task.parent.as_deref(),
            task.title.as_str(),
            fold(&task.title),
            task.lead_words.as_str(),
            task.coordinating_words.as_str(),
            task.executing_words.as_str(),
            task.product.as_str(),
            maybe_json(task.due.as_ref())?,
            maybe_json(task.recurrence.as_ref())?,
            task.is_task,
            position
        ],
    )
    .await?;
    Ok(())
}

fn task(row: &Row) -> Result<Task, StoreError> {
    Ok(Task {
        id: row.parse("id")?,
        code: row.text("code")?,
        parent: row.maybe_text("parent_code")?,
        title: row.text("title")?,
        lead_words: row.text("lead_words")?,
        coordinating_words: row.text("coordinating_words")?,
        executing_words: row.text("executing_words")?,
        product: row.text("product")?,
        due: row.maybe_json("due_rule")?,
        recurrence: row.maybe_json("recurrence")?,
        is_task: row.flag("is_task")?,
    })
}

/// The tree, in the plan's order.
pub async fn tasks(tx: &mut Tx, id: ProgrammeId) -> Result<Vec<Task>, StoreError> {
    tx.rows("SELECT * FROM task WHERE programme_id = $1 ORDER BY position", args![id])
        .await?
        .iter()
        .map(task)
        .collect()
}

/// One task with the programme it belongs to.
pub async fn get_task(tx: &mut Tx, id: TaskId) -> Result<Option<(ProgrammeId, Task)>, StoreError> {
    tx.row("SELECT * FROM task WHERE id = $1", args![id])
        .await?
        .map(|row| Ok((row.parse("programme_id")?, task(&row)?)))
        .transpose()
}
