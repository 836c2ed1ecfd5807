//! What a unit owes on the programme as a whole: its own implementing plan, its
//! yearly report.
//!
//! Not here: its way from draft to sent (`domain::report`).

use crate::{Row, Scope, StoreError, Tx, args, in_scope};
use domain::identifier::{ProgrammeId, UnitId};
use domain::report;
use domain::text::fold;
use jiff::Timestamp;
use jiff::civil::Date;

/// A unit's own plan, or its report for a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub programme: ProgrammeId,
    pub unit: UnitId,
    pub unit_name: String,
    /// own_plan or yearly.
    pub kind: String,
    /// The period reported on, "2026".
    pub period: String,
    pub due_on: Option<Date>,
    pub state: report::Report,
    /// Number and date of the unit's own paper.
    pub paper_number: String,
    pub paper_on: Option<Date>,
    pub text: String,
    pub proposals: String,
    /// The figures as they were when it was sent; JSON of the act's own type.
    pub snapshot: String,
    pub sent_at: Option<Timestamp>,
    pub sent_by: Option<String>,
    pub late: bool,
    pub version: i64,
}

/// What a list of reports is narrowed by; empty texts match all.
#[derive(Debug, Clone, Default)]
pub struct ReportFilter {
    pub kind: String,
    pub period: String,
    /// missing, overdue, sent, sent_late.
    pub standing: String,
    pub words: String,
    pub limit: u32,
    pub offset: u32,
}

/// How many units have sent, in time or late, of all that owe it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    pub owed: i64,
    pub sent: i64,
    pub sent_late: i64,
    pub overdue: i64,
}

/// What the office says of all units together for a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    pub assessment: String,
    pub difficulties: String,
    pub proposals: String,
    /// 0 before anything was written.
    pub version: i64,
}

fn read(row: &Row) -> Result<Report, StoreError> {
    Ok(Report {
        programme: row.parse("programme_id")?,
        unit: row.parse("unit_id")?,
        unit_name: row.text("unit_name")?,
        kind: row.text("kind")?,
        period: row.text("period")?,
        due_on: row.maybe_date("due_on")?,
        state: row.json("state_data")?,
        paper_number: row.text("paper_number")?,
        paper_on: row.maybe_date("paper_on")?,
        text: row.text("text")?,
        proposals: row.text("proposals")?,
        snapshot: row.text("snapshot")?,
        sent_at: row.maybe_instant("sent_at")?,
        sent_by: row.maybe_text("sent_by")?,
        late: row.flag("late")?,
        version: row.int("version")?,
    })
}

macro_rules! select {
    ($rest:expr) => {
        concat!(
            "SELECT r.*, u.name AS unit_name FROM programme_report r JOIN unit u ON u.id = r.unit_id WHERE ",
            $rest
        )
    };
}

/// Opens one kind of report of one period for every unit that bears an
/// obligation; those that have it keep it. Returns how many are new.
pub async fn add_reports(
    tx: &mut Tx,
    id: ProgrammeId,
    (kind, period): (&str, &str),
    due_on: Option<Date>,
    state: &report::Report,
    now: Timestamp,
) -> Result<u64, StoreError> {
    tx.run(
        "INSERT INTO programme_report (programme_id, unit_id, kind, period, due_on, state, state_data, updated_at)
         SELECT DISTINCT o.programme_id, o.unit_id, $2, $3, $4, $5, $6, $7 FROM obligation o
         WHERE o.programme_id = $1 AND o.removed_at IS NULL
         ON CONFLICT (programme_id, unit_id, kind, period) DO NOTHING",
        args![id, kind, period, due_on, state.code(), serde_json::to_string(state)?, now],
    )
    .await
}

pub async fn report(
    tx: &mut Tx,
    scope: &Scope,
    (id, unit): (ProgrammeId, UnitId),
    (kind, period): (&str, &str),
) -> Result<Option<Report>, StoreError> {
    tx.row(
        select!(concat!(
            in_scope!("r.unit_id"),
            " AND r.programme_id = $4 AND r.unit_id = $5 AND r.kind = $6 AND r.period = $7"
        )),
        scope.args_and(args![id, unit, kind, period]),
    )
    .await?
    .map(|row| read(&row))
    .transpose()
}

/// All that one unit owes, newest period first.
pub async fn reports_of_unit(
    tx: &mut Tx,
    scope: &Scope,
    id: ProgrammeId,
    unit: UnitId,
) -> Result<Vec<Report>, StoreError> {
    tx.rows(
        select!(concat!(
            in_scope!("r.unit_id"),
            " AND r.programme_id = $4 AND r.unit_id = $5 ORDER BY r.kind, r.period DESC"
        )),
        scope.args_and(args![id, unit]),
    )
    .await?
    .iter()
    .map(read)
    .collect()
}

/// The reports of a programme, missing and late first.
pub async fn reports(
    tx: &mut Tx,
    scope: &Scope,
    id: ProgrammeId,
    filter: &ReportFilter,
    today: Date,
) -> Result<(Vec<Report>, i64), StoreError> {
    let words = fold(&filter.words);
    let words = if words.is_empty() { words } else { format!("%{}%", words.replace(' ', "%")) };
    macro_rules! narrowed {
        () => {
            concat!(
                in_scope!("r.unit_id"),
                " AND r.programme_id = $4 AND ($5 = '' OR r.kind = $5) AND ($6 = '' OR r.period = $6)
                  AND ($7 = '' OR ($7 = 'missing' AND r.sent_at IS NULL) OR ($7 = 'overdue' AND r.sent_at IS NULL AND r.due_on < $8)
                    OR ($7 = 'sent' AND r.sent_at IS NOT NULL) OR ($7 = 'sent_late' AND r.late = 1))
                  AND ($9 = '' OR u.folded LIKE $9)"
            )
        };
    }
    let args = scope.args_and(args![
        id,
        filter.kind.as_str(),
        filter.period.as_str(),
        filter.standing.as_str(),
        today,
        words
    ]);
    let count = tx
        .count(
            concat!(
                "SELECT COUNT(*) AS n FROM programme_report r JOIN unit u ON u.id = r.unit_id WHERE ",
                narrowed!()
            ),
            args.clone(),
        )
        .await?;
    let mut args = args;
    args.extend(args![filter.limit, filter.offset]);
    let reports = tx
        .rows(
            select!(concat!(
                narrowed!(),
                " ORDER BY CASE WHEN r.sent_at IS NULL AND r.due_on < $8 THEN 0 WHEN r.sent_at IS NULL THEN 1 ELSE 2 END,
                  r.due_on, u.sort_key, r.unit_id, r.kind LIMIT $10 OFFSET $11"
            )),
            args,
        )
        .await?
        .iter()
        .map(read)
        .collect::<Result<Vec<_>, _>>()?;
    Ok((reports, count))
}

/// Keeps a report that is still at its version; false when someone else wrote
/// meanwhile.
pub async fn write_report(tx: &mut Tx, r: &Report, now: Timestamp) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE programme_report SET due_on = $6, state = $7, state_data = $8, paper_number = $9, paper_on = $10, text = $11, proposals = $12,
                    snapshot = $13, sent_at = $14, sent_by = $15, late = $16, version = version + 1, updated_at = $17
             WHERE programme_id = $1 AND unit_id = $2 AND kind = $3 AND period = $4 AND version = $5",
            args![
                r.programme,
                r.unit,
                r.kind.as_str(),
                r.period.as_str(),
                r.version,
                r.due_on,
                r.state.code(),
                serde_json::to_string(&r.state)?,
                r.paper_number.as_str(),
                r.paper_on,
                r.text.as_str(),
                r.proposals.as_str(),
                r.snapshot.as_str(),
                r.sent_at,
                r.sent_by.as_deref(),
                r.late,
                now
            ],
        )
        .await?;
    Ok(touched > 0)
}

/// What is not sent and due up to `until`, for reminders.
pub async fn overdue_reports(tx: &mut Tx, until: Date, limit: u32) -> Result<Vec<Report>, StoreError> {
    tx.rows(
        select!(
            "r.sent_at IS NULL AND r.due_on <= $1
             AND EXISTS (SELECT 1 FROM programme p WHERE p.id = r.programme_id AND p.state = 'open')
             ORDER BY r.unit_id, r.due_on, r.kind LIMIT $2"
        ),
        args![until, limit],
    )
    .await?
    .iter()
    .map(read)
    .collect()
}

/// One line per kind and period, newest first.
pub async fn report_standing(
    tx: &mut Tx,
    scope: &Scope,
    id: ProgrammeId,
    today: Date,
) -> Result<Vec<(String, String, Option<Date>, Standing)>, StoreError> {
    tx.rows(
        concat!(
            "SELECT r.kind, r.period, MIN(r.due_on) AS due_on, COUNT(*) AS owed,
                    SUM(CASE WHEN r.sent_at IS NOT NULL THEN 1 ELSE 0 END) AS sent,
                    SUM(CASE WHEN r.sent_at IS NOT NULL AND r.late = 1 THEN 1 ELSE 0 END) AS sent_late,
                    SUM(CASE WHEN r.sent_at IS NULL AND r.due_on < $5 THEN 1 ELSE 0 END) AS overdue
             FROM programme_report r WHERE ",
            in_scope!("r.unit_id"),
            " AND r.programme_id = $4 GROUP BY r.kind, r.period ORDER BY r.period DESC, r.kind"
        ),
        scope.args_and(args![id, today]),
    )
    .await?
    .iter()
    .map(|row| {
        let standing = Standing {
            owed: row.int("owed")?,
            sent: row.int("sent")?,
            sent_late: row.int("sent_late")?,
            overdue: row.int("overdue")?,
        };
        Ok((row.text("kind")?, row.text("period")?, row.maybe_date("due_on")?, standing))
    })
    .collect()
}

pub async fn summary(tx: &mut Tx, id: ProgrammeId, period: &str) -> Result<Summary, StoreError> {
    let row = tx
        .row("SELECT * FROM programme_summary WHERE programme_id = $1 AND period = $2", args![id, period])
        .await?;
    let Some(row) = row else { return Ok(Summary::default()) };
    Ok(Summary {
        assessment: row.text("assessment")?,
        difficulties: row.text("difficulties")?,
        proposals: row.text("proposals")?,
        version: row.int("version")?,
    })
}

/// Keeps what the office says; false when someone else wrote since `version`.
pub async fn write_summary(
    tx: &mut Tx,
    id: ProgrammeId,
    period: &str,
    summary: &Summary,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "INSERT INTO programme_summary (programme_id, period, assessment, difficulties, proposals, version, updated_at)
             VALUES ($1, $2, $3, $4, $5, 1, $7)
             ON CONFLICT (programme_id, period) DO UPDATE SET assessment = excluded.assessment, difficulties = excluded.difficulties,
                 proposals = excluded.proposals, version = programme_summary.version + 1, updated_at = excluded.updated_at
             WHERE programme_summary.version = $6",
            args![
                id,
                period,
                summary.assessment.as_str(),
                summary.difficulties.as_str(),
                summary.proposals.as_str(),
                summary.version,
                now
            ],
        )
        .await?;
    Ok(touched > 0)
}
