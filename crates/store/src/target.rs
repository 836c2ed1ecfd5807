//! Targets: one unit in one campaign, with the counters that lists and
//! dashboards read.

use crate::{Row, Scope, StoreError, Tx, args, in_scope};
use domain::campaign::Purpose;
use domain::identifier::{CampaignId, CohortId, ReportId, TargetId, UnitId, VisitId};
use domain::text::fold;
use jiff::Timestamp;
use jiff::civil::Date;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub id: TargetId,
    pub campaign: CampaignId,
    pub cohort: CohortId,
    pub cohort_name: String,
    pub purpose: Purpose,
    pub unit: UnitId,
    pub unit_name: String,
    pub unit_kind: String,
    /// Its report, once the campaign is open.
    pub report: Option<ReportId>,
    /// none, or a report's state code.
    pub report_state: String,
    pub report_due_on: Option<Date>,
    pub report_sent_on: Option<Date>,
    pub report_late: bool,
    pub visit: Option<VisitId>,
    pub visit_state: String,
    pub visit_on: Option<Date>,
    pub minutes_state: String,
    pub minutes_on: Option<Date>,
    pub findings_total: i64,
    pub findings_open: i64,
    /// The nearest deadline among its open findings.
    pub findings_due_on: Option<Date>,
}

/// What a list of targets is narrowed by; empty texts match all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub words: String,
    pub cohort: Option<CohortId>,
    /// missing, late, sent, returned, accepted; overdue; visited, unvisited;
    /// unsigned; open_findings, overdue_findings; and in the last seven days
    /// sent_week, visited_week, signed_week.
    pub status: String,
    pub visit_on: Option<Date>,
    pub report_due: Option<Date>,
    pub order: Order,
    /// Turns the order round.
    pub down: bool,
    pub limit: u32,
    pub offset: u32,
}

/// How a list of targets is ordered; units that tie stand by the alphabet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// Group by group, then by the Vietnamese alphabet.
    #[default]
    Unit,
    ReportDue,
    Visit,
    OpenFindings,
}

impl Order {
    pub const ALL: [Order; 4] = [Order::Unit, Order::ReportDue, Order::Visit, Order::OpenFindings];

    pub fn code(self) -> &'static str {
        match self {
            Order::Unit => "unit",
            Order::ReportDue => "report",
            Order::Visit => "visit",
            Order::OpenFindings => "findings",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.code() == code)
    }
}

fn target(row: &Row) -> Result<Target, StoreError> {
    Ok(Target {
        id: row.parse("id")?,
        campaign: row.parse("campaign_id")?,
        cohort: row.parse("cohort_id")?,
        cohort_name: row.text("cohort_name")?,
        purpose: row.code("purpose", Purpose::from_code)?,
        unit: row.parse("unit_id")?,
        unit_name: row.text("unit_name")?,
        unit_kind: row.text("unit_kind")?,
        report: row.maybe_parse("report_id")?,
        report_state: row.text("report_state")?,
        report_due_on: row.maybe_date("report_due_on")?,
        report_sent_on: row.maybe_date("report_sent_on")?,
        report_late: row.flag("report_late")?,
        visit: row.maybe_parse("visit_id")?,
        visit_state: row.text("visit_state")?,
        visit_on: row.maybe_date("visit_on")?,
        minutes_state: row.text("minutes_state")?,
        minutes_on: row.maybe_date("minutes_on")?,
        findings_total: row.int("findings_total")?,
        findings_open: row.int("findings_open")?,
        findings_due_on: row.maybe_date("findings_due_on")?,
    })
}

macro_rules! select {
    ($what:expr, $rest:expr) => {
        concat!("SELECT ", $what, " FROM target t JOIN cohort h ON h.id = t.cohort_id JOIN unit u ON u.id = t.unit_id WHERE t.removed_at IS NULL AND ", $rest)
    };
}

macro_rules! columns {
    () => {
        "t.*, h.name AS cohort_name, h.purpose, u.name AS unit_name, u.kind AS unit_kind,
         (SELECT r.id FROM report r WHERE r.target_id = t.id) AS report_id"
    };
}

/// A target within the reader's own units, or of a campaign their team works on.
macro_rules! visible {
    () => {
        "($1 = 1 OR EXISTS (SELECT 1 FROM role_grant g WHERE g.user_id = $2 AND g.ended_at IS NULL AND $3 LIKE '%,' || g.role || ',%'
            AND (g.unit_id = t.unit_id OR EXISTS (SELECT 1 FROM team m WHERE m.campaign_id = t.campaign_id AND m.id = g.team_id))))"
    };
}

pub async fn add(
    tx: &mut Tx,
    id: TargetId,
    campaign: CampaignId,
    cohort: CohortId,
    unit: UnitId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "INSERT INTO target (id, campaign_id, cohort_id, unit_id, added_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (campaign_id, unit_id) DO UPDATE SET removed_at = NULL, removed_reason = NULL, cohort_id = excluded.cohort_id
             WHERE target.removed_at IS NOT NULL",
            args![id, campaign, cohort, unit, now],
        )
        .await?;
    Ok(touched > 0)
}

/// Takes a unit out of a campaign; its rows stay for the record.
pub async fn remove(tx: &mut Tx, id: TargetId, reason: &str, now: Timestamp) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE target SET removed_at = $3, removed_reason = $2 WHERE id = $1 AND removed_at IS NULL",
            args![id, reason, now],
        )
        .await?;
    Ok(touched > 0)
}

pub async fn move_to(tx: &mut Tx, id: TargetId, cohort: CohortId) -> Result<(), StoreError> {
    tx.run("UPDATE target SET cohort_id = $2 WHERE id = $1", args![id, cohort]).await?;
    Ok(())
}

pub async fn get(tx: &mut Tx, scope: &Scope, id: TargetId) -> Result<Option<Target>, StoreError> {
    tx.row(select!(columns!(), concat!(visible!(), " AND t.id = $4")), scope.args_and(args![id]))
        .await?
        .map(|row| target(&row))
        .transpose()
}

pub async fn of_unit(tx: &mut Tx, campaign: CampaignId, unit: UnitId) -> Result<Option<Target>, StoreError> {
    tx.row(select!(columns!(), "t.campaign_id = $1 AND t.unit_id = $2"), args![campaign, unit])
        .await?
        .map(|row| target(&row))
        .transpose()
}

macro_rules! filtered {
    () => {
        "t.campaign_id = $4 AND ($5 = '' OR t.cohort_id = $5)
         AND ($6 = '' OR EXISTS (SELECT 1 FROM unit_name n WHERE n.unit_id = t.unit_id AND n.folded LIKE $6))
         AND ($7 = ''
           OR ($7 = 'missing' AND t.report_state NOT IN ('submitted', 'accepted'))
           OR ($7 = 'overdue' AND t.report_state NOT IN ('submitted', 'accepted') AND t.report_due_on < $8)
           OR ($7 = 'late' AND t.report_late = 1)
           OR ($7 = 'sent' AND t.report_state IN ('submitted', 'accepted'))
           OR ($7 = 'returned' AND t.report_state = 'returned')
           OR ($7 = 'accepted' AND t.report_state = 'accepted')
           OR ($7 = 'unscheduled' AND t.visit_id IS NULL AND h.purpose <> 'self_inspection')
           OR ($7 = 'scheduled' AND t.visit_id IS NOT NULL AND t.visit_state <> 'finished')
           OR ($7 = 'visited' AND t.visit_state = 'finished')
           OR ($7 = 'unsigned' AND t.visit_state = 'finished' AND t.minutes_state NOT IN ('signed', 'refused', 'filed'))
           OR ($7 = 'signed' AND t.minutes_state IN ('signed', 'refused', 'filed'))
           OR ($7 = 'open_findings' AND t.findings_open > 0)
           OR ($7 = 'overdue_findings' AND t.findings_open > 0 AND t.findings_due_on < $8)
           OR ($7 = 'sent_week' AND t.report_sent_on >= $9 AND t.report_sent_on <= $8)
           OR ($7 = 'visited_week' AND t.visit_state = 'finished' AND t.visit_on >= $9 AND t.visit_on <= $8)
           OR ($7 = 'signed_week' AND t.minutes_on >= $9 AND t.minutes_on <= $8))
         AND ($10 = '' OR t.visit_on = $10) AND ($11 = '' OR t.report_due_on = $11)"
    };
}

fn narrowed(scope: &Scope, campaign: CampaignId, filter: &Filter, today: Date) -> Vec<crate::value::Value> {
    let folded = fold(&filter.words);
    let words = if folded.is_empty() { folded } else { format!("%{}%", folded.replace(' ', "%")) };
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    // Today and the six days before it.
    let week = today.checked_sub(jiff::Span::new().days(6)).unwrap_or(today);
    scope.args_and(args![
        campaign,
        filter.cohort.map(|id| id.to_string()).unwrap_or_default(),
        words,
        filter.status.as_str(),
        today,
        week,
        day(filter.visit_on),
        day(filter.report_due)
    ])
}

/// The page's targets are found first, by what they are sorted by alone; only
/// then are their rows read.
macro_rules! ordered {
    ($order:literal) => {
        concat!(
            select!(columns!(), "t.id IN ("),
            select!("t.id", concat!(visible!(), " AND ", filtered!())),
            by!($order),
            " LIMIT $12 OFFSET $13)",
            by!($order)
        )
    };
}

macro_rules! by {
    ($order:literal) => {
        concat!(" ORDER BY ", $order, ", h.position, u.sort_key, t.id")
    };
}

/// Targets of a campaign in the filter's order.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    campaign: CampaignId,
    filter: &Filter,
    today: Date,
) -> Result<Vec<Target>, StoreError> {
    let mut arguments = narrowed(scope, campaign, filter, today);
    arguments.extend(args![filter.limit, filter.offset]);
    let sql = match (filter.order, filter.down) {
        (Order::Unit, false) => ordered!("h.position, u.sort_key"),
        (Order::Unit, true) => ordered!("u.sort_key DESC"),
        (Order::ReportDue, false) => ordered!("t.report_due_on IS NULL, t.report_due_on"),
        (Order::ReportDue, true) => ordered!("t.report_due_on IS NULL, t.report_due_on DESC"),
        (Order::Visit, false) => ordered!("t.visit_on IS NULL, t.visit_on"),
        (Order::Visit, true) => ordered!("t.visit_on IS NULL, t.visit_on DESC"),
        (Order::OpenFindings, false) => ordered!("t.findings_open DESC"),
        (Order::OpenFindings, true) => ordered!("t.findings_open"),
    };
    tx.rows(sql, arguments).await?.iter().map(target).collect()
}

pub async fn count(
    tx: &mut Tx,
    scope: &Scope,
    campaign: CampaignId,
    filter: &Filter,
    today: Date,
) -> Result<i64, StoreError> {
    tx.count(
        concat!(
            "SELECT COUNT(*) AS n FROM target t JOIN cohort h ON h.id = t.cohort_id WHERE t.removed_at IS NULL AND ",
            visible!(),
            " AND ",
            filtered!()
        ),
        narrowed(scope, campaign, filter, today),
    )
    .await
}

/// The figures of a campaign, in one pass over the counters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    pub targets: i64,
    pub reports_due: i64,
    pub reports_sent: i64,
    pub reports_late: i64,
    pub reports_overdue: i64,
    pub reports_accepted: i64,
    pub to_visit: i64,
    pub scheduled: i64,
    pub visited: i64,
    pub minutes_signed: i64,
    pub findings_total: i64,
    pub findings_open: i64,
    pub findings_overdue_units: i64,
}

pub async fn figures(
    tx: &mut Tx,
    scope: &Scope,
    campaign: CampaignId,
    today: Date,
) -> Result<Figures, StoreError> {
    let row = tx
        .row(
            concat!(
                "SELECT COUNT(*) AS targets,
                    COALESCE(SUM(CASE WHEN h.outline IS NOT NULL THEN 1 ELSE 0 END), 0) AS reports_due,
                    COALESCE(SUM(CASE WHEN t.report_state IN ('submitted', 'accepted') THEN 1 ELSE 0 END), 0) AS reports_sent,
                    COALESCE(SUM(CASE WHEN t.report_late = 1 THEN 1 ELSE 0 END), 0) AS reports_late,
                    COALESCE(SUM(CASE WHEN t.report_state NOT IN ('submitted', 'accepted') AND t.report_due_on < $5 THEN 1 ELSE 0 END), 0) AS reports_overdue,
                    COALESCE(SUM(CASE WHEN t.report_state = 'accepted' THEN 1 ELSE 0 END), 0) AS reports_accepted,
                    COALESCE(SUM(CASE WHEN h.purpose <> 'self_inspection' THEN 1 ELSE 0 END), 0) AS to_visit,
                    COALESCE(SUM(CASE WHEN t.visit_id IS NOT NULL THEN 1 ELSE 0 END), 0) AS scheduled,
                    COALESCE(SUM(CASE WHEN t.visit_state = 'finished' THEN 1 ELSE 0 END), 0) AS visited,
                    COALESCE(SUM(CASE WHEN t.minutes_state IN ('signed', 'refused', 'filed') THEN 1 ELSE 0 END), 0) AS minutes_signed,
                    CAST(COALESCE(SUM(t.findings_total), 0) AS BIGINT) AS findings_total,
                    CAST(COALESCE(SUM(t.findings_open), 0) AS BIGINT) AS findings_open,
                    COALESCE(SUM(CASE WHEN t.findings_open > 0 AND t.findings_due_on < $5 THEN 1 ELSE 0 END), 0) AS findings_overdue_units
                 FROM target t JOIN cohort h ON h.id = t.cohort_id WHERE t.removed_at IS NULL AND t.campaign_id = $4 AND ",
                visible!()
            ),
            scope.args_and(args![campaign, today]),
        )
        .await?;
    let Some(row) = row else { return Ok(Figures::default()) };
    Ok(Figures {
        targets: row.int("targets")?,
        reports_due: row.int("reports_due")?,
        reports_sent: row.int("reports_sent")?,
        reports_late: row.int("reports_late")?,
        reports_overdue: row.int("reports_overdue")?,
        reports_accepted: row.int("reports_accepted")?,
        to_visit: row.int("to_visit")?,
        scheduled: row.int("scheduled")?,
        visited: row.int("visited")?,
        minutes_signed: row.int("minutes_signed")?,
        findings_total: row.int("findings_total")?,
        findings_open: row.int("findings_open")?,
        findings_overdue_units: row.int("findings_overdue_units")?,
    })
}

/// Brings a target's counters up to date with its report, visit, minutes and
/// findings. Every act on one of these calls it in the same change.
pub async fn refresh(tx: &mut Tx, id: TargetId) -> Result<(), StoreError> {
    tx.run(
        "UPDATE target SET
            report_state = COALESCE((SELECT r.state FROM report r WHERE r.target_id = target.id), 'none'),
            report_due_on = (SELECT r.due_on FROM report r WHERE r.target_id = target.id),
            report_sent_on = (SELECT r.sent_on FROM report r WHERE r.target_id = target.id),
            report_late = COALESCE((SELECT r.late FROM report r WHERE r.target_id = target.id), 0),
            visit_id = (SELECT p.visit_id FROM visit_part p JOIN visit v ON v.id = p.visit_id
                        WHERE p.target_id = target.id AND v.cancelled_at IS NULL ORDER BY v.created_at DESC LIMIT 1)
         WHERE id = $1",
        args![id],
    )
    .await?;
    tx.run(
        "UPDATE target SET
            visit_state = COALESCE((SELECT v.state FROM visit v WHERE v.id = target.visit_id), 'none'),
            visit_on = (SELECT v.day FROM visit v WHERE v.id = target.visit_id),
            minutes_state = COALESCE((SELECT p.minutes_state FROM visit_part p WHERE p.visit_id = target.visit_id AND p.target_id = target.id), 'none'),
            minutes_on = (SELECT p.minutes_on FROM visit_part p WHERE p.visit_id = target.visit_id AND p.target_id = target.id),
            findings_total = (SELECT COUNT(*) FROM finding f WHERE f.target_id = target.id),
            findings_open = (SELECT COUNT(*) FROM finding f WHERE f.target_id = target.id AND f.state <> 'closed'),
            findings_due_on = (SELECT MIN(f.due_on) FROM finding f WHERE f.target_id = target.id AND f.state <> 'closed')
         WHERE id = $1",
        args![id],
    )
    .await?;
    Ok(())
}

/// Targets of a campaign that still lack a report, in the order they are
/// opened.
pub async fn without_report(
    tx: &mut Tx,
    campaign: CampaignId,
    limit: u32,
) -> Result<Vec<(TargetId, CohortId, UnitId)>, StoreError> {
    tx.rows(
        "SELECT t.id, t.cohort_id, t.unit_id FROM target t JOIN cohort h ON h.id = t.cohort_id
         WHERE t.campaign_id = $1 AND t.removed_at IS NULL AND h.outline IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM report r WHERE r.target_id = t.id)
         ORDER BY t.id LIMIT $2",
        args![campaign, limit],
    )
    .await?
    .iter()
    .map(|row| Ok((row.parse("id")?, row.parse("cohort_id")?, row.parse("unit_id")?)))
    .collect()
}

/// How many targets a campaign has.
pub async fn total(tx: &mut Tx, campaign: CampaignId) -> Result<i64, StoreError> {
    tx.count(
        "SELECT COUNT(*) AS n FROM target WHERE campaign_id = $1 AND removed_at IS NULL",
        args![campaign],
    )
    .await
}

/// The targets a person is concerned with across open campaigns: of their own
/// units.
pub async fn of_scope(tx: &mut Tx, scope: &Scope) -> Result<Vec<Target>, StoreError> {
    tx.rows(
        select!(
            columns!(),
            concat!(
                in_scope!("t.unit_id"),
                " AND EXISTS (SELECT 1 FROM campaign c WHERE c.id = t.campaign_id AND c.state = 'open') ORDER BY t.report_due_on, t.id LIMIT 200"
            )
        ),
        scope.args(),
    )
    .await?
    .iter()
    .map(target)
    .collect()
}

/// How many targets still lack the report their cohort asks for.
pub async fn left_to_open(tx: &mut Tx, campaign: CampaignId) -> Result<i64, StoreError> {
    tx.count(
        "SELECT COUNT(*) AS n FROM target t JOIN cohort h ON h.id = t.cohort_id
         WHERE t.campaign_id = $1 AND t.removed_at IS NULL AND h.outline IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM report r WHERE r.target_id = t.id)",
        args![campaign],
    )
    .await
}
