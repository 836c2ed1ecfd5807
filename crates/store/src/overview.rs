//! A campaign at a glance: findings by kind of unit and theme, who is late with
//! what, what changed lately, what the next days bring. Each is one query over
//! counters or over the findings of one campaign.
//!
//! Not here: the campaign's own figures (`target::figures`).

use crate::{Row, Scope, StoreError, Tx, args};
use domain::identifier::{CampaignId, TargetId, UnitId};
use domain::unit::UnitKind;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Findings of one kind of unit in one theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub kind: UnitKind,
    pub theme: String,
    pub total: i64,
    pub open: i64,
}

/// What one unit is late with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    pub unit: UnitId,
    pub unit_name: String,
    pub reports: i64,
    pub findings: i64,
    pub tasks: i64,
}

/// What happened between two instants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    pub reports_sent: i64,
    pub visited: i64,
    pub minutes_signed: i64,
    pub findings_recorded: i64,
    pub findings_closed: i64,
}

/// How many of a kind fall on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDay {
    /// report, visit, finding or task.
    pub kind: String,
    pub day: Date,
    pub count: i64,
}

/// A target within the reader's own units, or of a campaign their team works on;
/// the same for a finding of the campaign.
macro_rules! visible {
    ($unit:literal, $campaign:literal) => {
        concat!(
            "($1 = 1 OR EXISTS (SELECT 1 FROM role_grant g WHERE g.user_id = $2 AND g.ended_at IS NULL AND $3 LIKE '%,' || g.role || ',%'
              AND (g.unit_id = ",
            $unit,
            " OR EXISTS (SELECT 1 FROM team m WHERE m.campaign_id = ",
            $campaign,
            " AND m.id = g.team_id))))"
        )
    };
}

/// Findings by kind of unit and theme.
pub async fn heat(tx: &mut Tx, scope: &Scope, campaign: CampaignId) -> Result<Vec<Cell>, StoreError> {
    tx.rows(
        concat!(
            "SELECT u.kind, f.theme, COUNT(*) AS n, COALESCE(SUM(CASE WHEN f.state <> 'closed' THEN 1 ELSE 0 END), 0) AS open_count
             FROM finding f JOIN unit u ON u.id = f.recorded_unit_id WHERE ",
            visible!("f.unit_id", "f.campaign_id"),
            " AND f.campaign_id = $4 GROUP BY u.kind, f.theme"
        ),
        scope.args_and(args![campaign]),
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Cell {
            kind: row.code("kind", UnitKind::from_code)?,
            theme: row.text("theme")?,
            total: row.int("n")?,
            open: row.int("open_count")?,
        })
    })
    .collect()
}

/// Findings by theme: all and open ones.
pub async fn themes(
    tx: &mut Tx,
    scope: &Scope,
    campaign: CampaignId,
) -> Result<Vec<(String, i64, i64)>, StoreError> {
    tx.rows(
        concat!(
            "SELECT f.theme, COUNT(*) AS n, COALESCE(SUM(CASE WHEN f.state <> 'closed' THEN 1 ELSE 0 END), 0) AS open_count
             FROM finding f WHERE ",
            visible!("f.unit_id", "f.campaign_id"),
            " AND f.campaign_id = $4 GROUP BY f.theme ORDER BY n DESC, f.theme"
        ),
        scope.args_and(args![campaign]),
    )
    .await?
    .iter()
    .map(|row| Ok((row.text("theme")?, row.int("n")?, row.int("open_count")?)))
    .collect()
}

/// Units late with their report or remedies in this campaign, or with tasks of
/// programmes; the most first.
pub async fn late(
    tx: &mut Tx,
    scope: &Scope,
    campaign: CampaignId,
    today: Date,
    limit: u32,
) -> Result<Vec<Late>, StoreError> {
    tx.rows(
        concat!(
            "SELECT u.id, u.name, CAST(SUM(x.reports) AS BIGINT) AS reports, CAST(SUM(x.findings) AS BIGINT) AS findings, CAST(SUM(x.tasks) AS BIGINT) AS tasks
             FROM (SELECT t.unit_id, 1 AS reports, 0 AS findings, 0 AS tasks FROM target t
                   WHERE t.campaign_id = $4 AND t.removed_at IS NULL AND t.report_state NOT IN ('submitted', 'accepted') AND t.report_due_on < $5
                   UNION ALL
                   SELECT f.unit_id, 0, COUNT(*), 0 FROM finding f
                   WHERE f.campaign_id = $4 AND f.state <> 'closed' AND f.due_on < $5 GROUP BY f.unit_id
                   UNION ALL
                   SELECT o.unit_id, 0, 0, COUNT(*) FROM obligation o JOIN programme p ON p.id = o.programme_id
                   WHERE p.state = 'open' AND o.removed_at IS NULL AND o.work NOT IN ('done', 'not_applicable') AND o.due_on < $5 GROUP BY o.unit_id) x
             JOIN unit u ON u.id = x.unit_id WHERE ",
            visible!("u.id", "$4"),
            " GROUP BY u.id, u.name, u.sort_key ORDER BY SUM(x.reports + x.findings + x.tasks) DESC, u.sort_key LIMIT $6"
        ),
        scope.args_and(args![campaign, today, limit]),
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Late {
            unit: row.parse("id")?,
            unit_name: row.text("name")?,
            reports: row.int("reports")?,
            findings: row.int("findings")?,
            tasks: row.int("tasks")?,
        })
    })
    .collect()
}

/// What changed in the days `from` to `to`, both counted, and in the instants
/// `since` to `until`, which begin and end them.
pub async fn changes(
    tx: &mut Tx,
    scope: &Scope,
    campaign: CampaignId,
    (from, to): (Date, Date),
    (since, until): (Timestamp, Timestamp),
) -> Result<Changes, StoreError> {
    let row = tx
        .row(
            concat!(
                "SELECT COALESCE(SUM(CASE WHEN t.report_sent_on >= $5 AND t.report_sent_on <= $6 THEN 1 ELSE 0 END), 0) AS sent,
                    COALESCE(SUM(CASE WHEN t.visit_state = 'finished' AND t.visit_on >= $5 AND t.visit_on <= $6 THEN 1 ELSE 0 END), 0) AS visited,
                    COALESCE(SUM(CASE WHEN t.minutes_on >= $5 AND t.minutes_on <= $6 THEN 1 ELSE 0 END), 0) AS signed
                 FROM target t WHERE ",
                visible!("t.unit_id", "t.campaign_id"),
                " AND t.campaign_id = $4 AND t.removed_at IS NULL"
            ),
            scope.args_and(args![campaign, from, to]),
        )
        .await?;
    let mut changes = Changes::default();
    if let Some(row) = row {
        changes.reports_sent = row.int("sent")?;
        changes.visited = row.int("visited")?;
        changes.minutes_signed = row.int("signed")?;
    }
    let row = tx
        .row(
            concat!(
                "SELECT COALESCE(SUM(CASE WHEN f.recorded_at >= $5 AND f.recorded_at < $6 THEN 1 ELSE 0 END), 0) AS recorded,
                    COALESCE(SUM(CASE WHEN f.closed_at >= $5 AND f.closed_at < $6 THEN 1 ELSE 0 END), 0) AS closed
                 FROM finding f WHERE ",
                visible!("f.unit_id", "f.campaign_id"),
                " AND f.campaign_id = $4"
            ),
            scope.args_and(args![campaign, since, until]),
        )
        .await?;
    if let Some(row) = row {
        changes.findings_recorded = row.int("recorded")?;
        changes.findings_closed = row.int("closed")?;
    }
    Ok(changes)
}

fn on_day(row: &Row) -> Result<OnDay, StoreError> {
    Ok(OnDay { kind: row.text("kind")?, day: row.date("day")?, count: row.int("n")? })
}

/// What falls on each day from `from` to `to`: reports, visits, remedies; with
/// `open`, only reports not sent and remedies not done.
pub async fn days(
    tx: &mut Tx,
    scope: &Scope,
    campaign: CampaignId,
    (from, to): (Date, Date),
    open: bool,
) -> Result<Vec<OnDay>, StoreError> {
    tx.rows(
        concat!(
            "SELECT 'visit' AS kind, t.visit_on AS day, COUNT(*) AS n FROM target t
             WHERE t.campaign_id = $4 AND t.removed_at IS NULL AND t.visit_on >= $5 AND t.visit_on <= $6 AND ",
            visible!("t.unit_id", "t.campaign_id"),
            " GROUP BY t.visit_on
             UNION ALL
             SELECT 'report', t.report_due_on, COUNT(*) FROM target t
             WHERE t.campaign_id = $4 AND t.removed_at IS NULL AND ($7 = 0 OR t.report_state NOT IN ('submitted', 'accepted'))
               AND t.report_due_on >= $5 AND t.report_due_on <= $6 AND ",
            visible!("t.unit_id", "t.campaign_id"),
            " GROUP BY t.report_due_on
             UNION ALL
             SELECT 'finding', f.due_on, COUNT(*) FROM finding f
             WHERE f.campaign_id = $4 AND ($7 = 0 OR f.state <> 'closed') AND f.due_on >= $5 AND f.due_on <= $6 AND ",
            visible!("f.unit_id", "f.campaign_id"),
            " GROUP BY f.due_on ORDER BY 2, 1"
        ),
        scope.args_and(args![campaign, from, to, open]),
    )
    .await?
    .iter()
    .map(on_day)
    .collect()
}

/// Tasks of open programmes that fall due from `from` to `to`, day by day.
pub async fn task_days(
    tx: &mut Tx,
    scope: &Scope,
    (from, to): (Date, Date),
) -> Result<Vec<OnDay>, StoreError> {
    tx.rows(
        concat!(
            "SELECT 'task' AS kind, o.due_on AS day, COUNT(*) AS n FROM obligation o JOIN programme p ON p.id = o.programme_id
             WHERE p.state = 'open' AND o.removed_at IS NULL AND o.work NOT IN ('done', 'not_applicable')
               AND o.due_on >= $4 AND o.due_on <= $5 AND ",
            crate::in_scope!("o.unit_id"),
            " GROUP BY o.due_on ORDER BY o.due_on"
        ),
        scope.args_and(args![from, to]),
    )
    .await?
    .iter()
    .map(on_day)
    .collect()
}

/// What the printed list of targets shows besides the counters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    pub team: Option<String>,
    pub overdue: i64,
}

/// The team that visits, and findings past their due day, of each target of a
/// campaign that has either. The caller has checked that the reader sees them.
pub async fn beside_targets(
    tx: &mut Tx,
    campaign: CampaignId,
    today: Date,
) -> Result<BTreeMap<TargetId, Beside>, StoreError> {
    let rows = tx
        .rows(
            "SELECT t.id, (SELECT m.name FROM visit_part p JOIN team m ON m.id = p.team_id
                           WHERE p.visit_id = t.visit_id AND p.campaign_id = t.campaign_id) AS team,
                (SELECT COUNT(*) FROM finding f WHERE f.target_id = t.id AND f.state <> 'closed' AND f.due_on < $2) AS overdue
             FROM target t WHERE t.campaign_id = $1 AND t.removed_at IS NULL AND (t.visit_id IS NOT NULL OR t.findings_open > 0)",
            args![campaign, today],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok((row.parse("id")?, Beside { team: row.maybe_text("team")?, overdue: row.int("overdue")? }))
        })
        .collect()
}
