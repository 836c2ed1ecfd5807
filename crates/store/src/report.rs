//! Self-inspection reports: their rows, deadlines and lists. Answers, sections
//! and sent rounds stand in the folder beside this file.
//!
//! Not here: what an outline asks (`domain::outline`), whether answers are
//! enough (`domain::report`).

mod answer;
mod round;
mod section;

pub use answer::{
    Answer, Past, REFUSED, REPLACED, answers, answers_of, past, past_one, put_answer, set_aside,
};
pub use round::{Before, Receipt, Round, add_round, before, receipts, round};
pub use section::{Seat, assign, mark_done, sections};

use crate::{Row, Scope, StoreError, Tx, args, in_scope};
use domain::campaign::{CampaignState, DatedRule, Purpose};
use domain::deadline::Due;
use domain::identifier::{CampaignId, ReportId, TargetId, UnitId};
use domain::report::Report;
use domain::text::fold;
use jiff::Timestamp;
use jiff::civil::Date;

/// One report as the record holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub id: ReportId,
    pub target: TargetId,
    pub campaign: CampaignId,
    pub unit: UnitId,
    /// The outline pack it answers.
    pub outline: String,
    /// The years reported on.
    pub years: Vec<i16>,
    pub report: Report,
    pub due_on: Option<Date>,
    /// How the due day was worked out.
    pub due: Option<Due>,
    pub sent_at: Option<Timestamp>,
    /// Some round was sent after its due day.
    pub late: bool,
    /// Required cells filled, of those required.
    pub answered: i64,
    pub required: i64,
    /// Rises with every step, not with answers: those have their own.
    pub version: i64,
    pub updated_at: Timestamp,
}

/// A report with the names lists and headings show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub kept: Kept,
    pub unit_name: String,
    pub campaign_title: String,
    pub campaign_year: i16,
    pub campaign_state: CampaignState,
    pub cohort_name: String,
    pub purpose: Purpose,
    /// The clause the due day comes from.
    pub rule: Option<DatedRule>,
}

/// A report to be opened.
#[derive(Debug, Clone)]
pub struct Opening<'a> {
    pub id: ReportId,
    pub target: TargetId,
    pub outline: &'a str,
    pub years: &'a [i16],
    pub required: i64,
    pub due: Option<&'a Due>,
    pub now: Timestamp,
}

/// What a due day is worked out from, again, when a visit moves.
#[derive(Debug, Clone)]
pub struct DueFacts {
    pub report: ReportId,
    pub state: String,
    pub round: i64,
    pub due_on: Option<Date>,
    pub rule: Option<DatedRule>,
    pub issued_on: Option<Date>,
    pub visit_starts: Option<Timestamp>,
    pub visit_ends: Option<Timestamp>,
}

/// What a list of reports is narrowed by; empty matches all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub campaign: Option<CampaignId>,
    /// A word of the unit's name.
    pub words: String,
    /// missing, overdue, late, writing, with_head, submitted, returned,
    /// accepted.
    pub status: String,
    pub limit: u32,
    pub offset: u32,
}

/// How many reports stand where, within a scope and perhaps one campaign.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    pub all: i64,
    /// Not sent, whatever the state.
    pub missing: i64,
    /// Not sent, and the due day is past.
    pub overdue: i64,
    pub late: i64,
    pub writing: i64,
    pub with_head: i64,
    pub submitted: i64,
    pub returned: i64,
    pub accepted: i64,
}

/// A report of the reader's own unit, or of a campaign their team works on.
macro_rules! visible {
    () => {
        "($1 = 1 OR EXISTS (SELECT 1 FROM role_grant g WHERE g.user_id = $2 AND g.ended_at IS NULL AND $3 LIKE '%,' || g.role || ',%'
            AND (g.unit_id = r.unit_id OR EXISTS (SELECT 1 FROM team m WHERE m.campaign_id = r.campaign_id AND m.id = g.team_id))))"
    };
}
pub(crate) use visible;

macro_rules! select {
    ($what:expr, $rest:expr) => {
        concat!(
            "SELECT ",
            $what,
            " FROM report r JOIN target t ON t.id = r.target_id JOIN cohort h ON h.id = t.cohort_id
              JOIN unit u ON u.id = r.unit_id JOIN campaign c ON c.id = r.campaign_id WHERE t.removed_at IS NULL AND ",
            $rest
        )
    };
}

macro_rules! columns {
    () => {
        "r.*, u.name AS unit_name, c.title AS campaign_title, c.year AS campaign_year, c.state AS campaign_state,
         h.name AS cohort_name, h.purpose, h.report_rule"
    };
}

fn kept(row: &Row) -> Result<Kept, StoreError> {
    Ok(Kept {
        id: row.parse("id")?,
        target: row.parse("target_id")?,
        campaign: row.parse("campaign_id")?,
        unit: row.parse("unit_id")?,
        outline: row.text("outline")?,
        years: row.text("years")?.split_whitespace().filter_map(|year| year.parse().ok()).collect(),
        report: row.json("state_data")?,
        due_on: row.maybe_date("due_on")?,
        due: row.maybe_json("due_steps")?,
        sent_at: row.maybe_instant("sent_at")?,
        late: row.flag("late")?,
        answered: row.int("answered")?,
        required: row.int("required")?,
        version: row.int("version")?,
        updated_at: row.instant("updated_at")?,
    })
}

fn listed(row: &Row) -> Result<Listed, StoreError> {
    Ok(Listed {
        kept: kept(row)?,
        unit_name: row.text("unit_name")?,
        campaign_title: row.text("campaign_title")?,
        campaign_year: row.int("campaign_year")? as i16,
        campaign_state: row.code("campaign_state", CampaignState::from_code)?,
        cohort_name: row.text("cohort_name")?,
        purpose: row.code("purpose", Purpose::from_code)?,
        rule: row.maybe_json("report_rule")?,
    })
}

/// Opens the report of one target, once; false when it has one.
pub async fn open_for(tx: &mut Tx, opening: &Opening<'_>) -> Result<bool, StoreError> {
    let report = Report::new();
    let years: Vec<String> = opening.years.iter().map(i16::to_string).collect();
    let touched = tx
        .run(
            "INSERT INTO report (id, target_id, campaign_id, unit_id, outline, years, state, state_data, due_on, due_steps, required, updated_at)
             SELECT $1, t.id, t.campaign_id, t.unit_id, $3, $4, $5, $6, $7, $8, $9, $10 FROM target t WHERE t.id = $2
             ON CONFLICT (target_id) DO NOTHING",
            args![
                opening.id,
                opening.target,
                opening.outline,
                years.join(" "),
                report.code(),
                serde_json::to_string(&report)?,
                opening.due.map(|due| due.last_valid_day),
                opening.due.map(serde_json::to_string).transpose()?,
                opening.required,
                opening.now
            ],
        )
        .await?;
    Ok(touched > 0)
}

/// The report within the scope, its row held until the change ends, so that two
/// saves count their progress one after the other.
pub async fn take(
    tx: &mut Tx,
    scope: &Scope,
    id: ReportId,
    now: Timestamp,
) -> Result<Option<Kept>, StoreError> {
    tx.row(
        concat!(
            "UPDATE report SET updated_at = $5 WHERE id = $4 AND ",
            in_scope!("report.unit_id"),
            " RETURNING *"
        ),
        scope.args_and(args![id, now]),
    )
    .await?
    .map(|row| kept(&row))
    .transpose()
}

pub async fn get(tx: &mut Tx, scope: &Scope, id: ReportId) -> Result<Option<Listed>, StoreError> {
    tx.row(select!(columns!(), concat!(visible!(), " AND r.id = $4")), scope.args_and(args![id]))
        .await?
        .map(|row| listed(&row))
        .transpose()
}

pub async fn of_target(tx: &mut Tx, scope: &Scope, target: TargetId) -> Result<Option<Listed>, StoreError> {
    tx.row(select!(columns!(), concat!(visible!(), " AND r.target_id = $4")), scope.args_and(args![target]))
        .await?
        .map(|row| listed(&row))
        .transpose()
}

/// Keeps a step of a report still at `version`; false when someone else took a
/// step meanwhile.
pub async fn step(
    tx: &mut Tx,
    id: ReportId,
    version: i64,
    report: &Report,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE report SET state = $3, state_data = $4, round = $5, version = version + 1, updated_at = $6 WHERE id = $1 AND version = $2",
            args![id, version, report.code(), serde_json::to_string(report)?, report.version(), now],
        )
        .await?;
    Ok(touched > 0)
}

/// Marks a report as sent. Once late, it stays marked.
pub async fn mark_sent(
    tx: &mut Tx,
    id: ReportId,
    at: Timestamp,
    on: Date,
    late: bool,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE report SET sent_at = $2, sent_on = $3, late = CASE WHEN $4 = 1 THEN 1 ELSE late END WHERE id = $1",
        args![id, at, on, late],
    )
    .await?;
    Ok(())
}

/// Keeps how far a report is.
pub async fn count_progress(
    tx: &mut Tx,
    id: ReportId,
    answered: i64,
    required: i64,
) -> Result<(), StoreError> {
    tx.run("UPDATE report SET answered = $2, required = $3 WHERE id = $1", args![id, answered, required])
        .await?;
    Ok(())
}

pub async fn set_due(
    tx: &mut Tx,
    id: ReportId,
    due_on: Option<Date>,
    due: Option<&Due>,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE report SET due_on = $2, due_steps = $3 WHERE id = $1",
        args![id, due_on, due.map(serde_json::to_string).transpose()?],
    )
    .await?;
    Ok(())
}

/// What the due day of a target's report hangs on.
pub async fn due_facts(tx: &mut Tx, target: TargetId) -> Result<Option<DueFacts>, StoreError> {
    tx.row(
        "SELECT r.id, r.state, r.round, r.due_on, h.report_rule, c.issued_on, v.starts_at, v.ends_at
         FROM report r JOIN target t ON t.id = r.target_id JOIN cohort h ON h.id = t.cohort_id JOIN campaign c ON c.id = r.campaign_id
         LEFT JOIN visit v ON v.cancelled_at IS NULL AND v.id = (SELECT p.visit_id FROM visit_part p JOIN visit w ON w.id = p.visit_id
             WHERE p.target_id = t.id AND w.cancelled_at IS NULL ORDER BY w.created_at DESC LIMIT 1)
         WHERE r.target_id = $1",
        args![target],
    )
    .await?
    .map(|row| {
        Ok(DueFacts {
            report: row.parse("id")?,
            state: row.text("state")?,
            round: row.int("round")?,
            due_on: row.maybe_date("due_on")?,
            rule: row.maybe_json("report_rule")?,
            issued_on: row.maybe_date("issued_on")?,
            visit_starts: row.maybe_instant("starts_at")?,
            visit_ends: row.maybe_instant("ends_at")?,
        })
    })
    .transpose()
}

macro_rules! narrowed {
    () => {
        "($4 = '' OR r.campaign_id = $4)
         AND ($5 = '' OR EXISTS (SELECT 1 FROM unit_name n WHERE n.unit_id = r.unit_id AND n.folded LIKE $5))
         AND c.state <> 'draft'"
    };
}

macro_rules! of_status {
    () => {
        "($7 = ''
           OR ($7 = 'missing' AND r.state NOT IN ('submitted', 'accepted'))
           OR ($7 = 'overdue' AND r.state NOT IN ('submitted', 'accepted') AND r.due_on < $6)
           OR ($7 = 'late' AND r.late = 1)
           OR ($7 = 'writing' AND r.state = 'draft')
           OR ($7 = r.state))"
    };
}

macro_rules! by_campaign {
    () => {
        " ORDER BY c.year DESC, c.created_at DESC, h.position, u.sort_key, r.id"
    };
}

fn narrow(scope: &Scope, filter: &Filter, today: Date) -> Vec<crate::value::Value> {
    let folded = fold(&filter.words);
    let words = if folded.is_empty() { folded } else { format!("%{}%", folded.replace(' ', "%")) };
    scope.args_and(args![filter.campaign.map(|id| id.to_string()).unwrap_or_default(), words, today])
}

/// Reports by campaign, newest first, then by the Vietnamese alphabet.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
    today: Date,
) -> Result<Vec<Listed>, StoreError> {
    let mut arguments = narrow(scope, filter, today);
    arguments.extend(args![filter.status.as_str(), filter.limit, filter.offset]);
    // The page is found first, by what it is sorted by alone; then its rows.
    tx.rows(
        concat!(
            select!(columns!(), "r.id IN ("),
            select!("r.id", concat!(visible!(), " AND ", narrowed!(), " AND ", of_status!())),
            by_campaign!(),
            " LIMIT $8 OFFSET $9)",
            by_campaign!()
        ),
        arguments,
    )
    .await?
    .iter()
    .map(listed)
    .collect()
}

/// How many `list` would show without its limit.
pub async fn count(tx: &mut Tx, scope: &Scope, filter: &Filter, today: Date) -> Result<i64, StoreError> {
    let mut arguments = narrow(scope, filter, today);
    arguments.extend(args![filter.status.as_str()]);
    tx.count(
        select!("COUNT(*) AS n", concat!(visible!(), " AND ", narrowed!(), " AND ", of_status!())),
        arguments,
    )
    .await
}

/// The figures beside the filter chips; the filter's own status does not narrow
/// them.
pub async fn figures(
    tx: &mut Tx,
    scope: &Scope,
    filter: &Filter,
    today: Date,
) -> Result<Figures, StoreError> {
    let row = tx
        .row(
            select!(
                "COUNT(*) AS total,
                 COALESCE(SUM(CASE WHEN r.state NOT IN ('submitted', 'accepted') THEN 1 ELSE 0 END), 0) AS missing,
                 COALESCE(SUM(CASE WHEN r.state NOT IN ('submitted', 'accepted') AND r.due_on < $6 THEN 1 ELSE 0 END), 0) AS overdue,
                 COALESCE(SUM(CASE WHEN r.late = 1 THEN 1 ELSE 0 END), 0) AS late_count,
                 COALESCE(SUM(CASE WHEN r.state = 'draft' THEN 1 ELSE 0 END), 0) AS writing,
                 COALESCE(SUM(CASE WHEN r.state = 'with_head' THEN 1 ELSE 0 END), 0) AS with_head,
                 COALESCE(SUM(CASE WHEN r.state = 'submitted' THEN 1 ELSE 0 END), 0) AS submitted,
                 COALESCE(SUM(CASE WHEN r.state = 'returned' THEN 1 ELSE 0 END), 0) AS returned,
                 COALESCE(SUM(CASE WHEN r.state = 'accepted' THEN 1 ELSE 0 END), 0) AS accepted",
                concat!(visible!(), " AND ", narrowed!())
            ),
            narrow(scope, filter, today),
        )
        .await?;
    let Some(row) = row else { return Ok(Figures::default()) };
    Ok(Figures {
        all: row.int("total")?,
        missing: row.int("missing")?,
        overdue: row.int("overdue")?,
        late: row.int("late_count")?,
        writing: row.int("writing")?,
        with_head: row.int("with_head")?,
        submitted: row.int("submitted")?,
        returned: row.int("returned")?,
        accepted: row.int("accepted")?,
    })
}
