//! Findings and the events of their story.
//!
//! The folder beside this file holds lists with their counts (`list`), and what
//! the daily sweep looks for (`sweep`). Not here: what may follow what
//! (`domain::finding`).

pub mod list;
pub mod sweep;

pub use list::{Count, Filter, Listed, Order, count, facets, list};

use crate::{Row, Scope, StoreError, Tx, args};
use domain::deadline::Due;
use domain::finding::{Case, CaseState, Outcome, Party};
use domain::identifier::{CampaignId, FindingId, TargetId, TeamId, UnitId, UserId, VisitId, VisitItemId};
use domain::law::Basis;
use domain::text::fold;
use jiff::Timestamp;
use jiff::civil::Date;

/// At most this many earlier findings of a unit are listed; a unit has tens.
pub const MOST: u32 = 500;

/// A finding as the record keeps it. Severity, unit, days and state are the
/// case's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub id: FindingId,
    pub campaign: CampaignId,
    pub target: Option<TargetId>,
    pub visit: Option<VisitId>,
    /// The checklist item it was drawn up from.
    pub item: Option<VisitItemId>,
    /// The unit it was found at, whoever answers for it now.
    pub recorded_unit: UnitId,
    pub unassigned: bool,
    pub team: Option<TeamId>,
    /// Within the campaign, from 1.
    pub number: i64,
    pub words: Words,
    pub fixed_on_the_spot: bool,
    pub minutes_on: Option<Date>,
    /// How the due day was worked out, when a rule gave it.
    pub due: Option<Due>,
    pub case: Case,
    pub version: i64,
    pub recorded_by: UserId,
    pub recorded_at: Timestamp,
    pub closed_at: Option<Timestamp>,
}

/// What a finding says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Of the catalogue; absent for a finding nobody foresaw.
    pub code: Option<String>,
    pub theme: String,
    pub text: String,
    pub evidence: String,
    pub basis: String,
    pub acts: Vec<Basis>,
    pub cause: String,
    pub request: String,
    pub responsible: String,
}

/// One thing that happened to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub seq: i64,
    /// A step of the domain, or recorded, revised, due, waits.
    pub step: String,
    /// The state it led to.
    pub state: String,
    pub text: String,
    /// What the step carried, as JSON.
    pub data: String,
    pub user: Option<UserId>,
    pub who: String,
    pub at: Timestamp,
}

/// An event to be written; its place in the story is given by the record.
#[derive(Debug, Clone)]
pub struct NewEvent<'a> {
    pub step: &'a str,
    pub state: &'a str,
    pub text: &'a str,
    pub data: String,
    pub user: Option<UserId>,
    pub who: &'a str,
    pub at: Timestamp,
}

pub(crate) fn finding(row: &Row) -> Result<Finding, StoreError> {
    Ok(Finding {
        id: row.parse("id")?,
        campaign: row.parse("campaign_id")?,
        target: row.maybe_parse("target_id")?,
        visit: row.maybe_parse("visit_id")?,
        item: row.maybe_parse("item_id")?,
        recorded_unit: row.parse("recorded_unit_id")?,
        unassigned: row.flag("unassigned")?,
        team: row.maybe_parse("team_id")?,
        number: row.int("number")?,
        words: Words {
            code: row.maybe_text("code")?,
            theme: row.text("theme")?,
            text: row.text("text")?,
            evidence: row.text("evidence")?,
            basis: row.text("basis")?,
            acts: row.json("basis_acts")?,
            cause: row.text("cause")?,
            request: row.text("request")?,
            responsible: row.text("responsible")?,
        },
        fixed_on_the_spot: row.flag("fixed_on_the_spot")?,
        minutes_on: row.maybe_date("minutes_on")?,
        due: row.maybe_json("due_steps")?,
        case: row.json("state_data")?,
        version: row.int("version")?,
        recorded_by: row.parse("recorded_by")?,
        recorded_at: row.instant("recorded_at")?,
        closed_at: row.maybe_instant("closed_at")?,
    })
}

/// A finding within the reader's own units (once its minutes are signed or it
/// was requested), of their own team, or of a unit their team inspects now.
macro_rules! visible {
    () => {
        "($1 = 1 OR EXISTS (SELECT 1 FROM role_grant g WHERE g.user_id = $2 AND g.ended_at IS NULL AND $3 LIKE '%,' || g.role || ',%'
            AND ((g.unit_id = f.unit_id AND (f.minutes_on IS NOT NULL OR f.state <> 'open'))
              OR g.team_id = f.team_id
              OR EXISTS (SELECT 1 FROM team m JOIN target t ON t.campaign_id = m.campaign_id
                         WHERE m.id = g.team_id AND t.unit_id = f.unit_id AND t.removed_at IS NULL))))"
    };
}
pub(crate) use visible;

/// The next number in a campaign. The campaign's row is held until the change
/// ends, so that two copies of the program never give the same one.
pub async fn next_number(tx: &mut Tx, campaign: CampaignId) -> Result<i64, StoreError> {
    tx.run("UPDATE campaign SET version = version WHERE id = $1", args![campaign]).await?;
    tx.count("SELECT COALESCE(MAX(number), 0) + 1 AS n FROM finding WHERE campaign_id = $1", args![campaign])
        .await
}

fn owed_by(case: &Case) -> String {
    let mut parties: Vec<_> = case.owes().0.iter().map(|owed| party(owed.by)).collect();
    parties.dedup();
    if parties.is_empty() { String::new() } else { format!(",{},", parties.join(",")) }
}

fn party(by: Party) -> &'static str {
    match by {
        Party::Unit(_) => "unit",
        Party::Team => "team",
        Party::Office => "office",
    }
}

fn outcome(case: &Case) -> Option<&'static str> {
    match &case.state {
        CaseState::Closed { outcome, .. } => Some(match outcome {
            Outcome::Fixed => "fixed",
            Outcome::CorrectedOnTheSpot { .. } => "corrected_on_the_spot",
            Outcome::Withdrawn { .. } => "withdrawn",
            Outcome::Lapsed { .. } => "lapsed",
        }),
        _ => None,
    }
}

pub async fn add(tx: &mut Tx, f: &Finding) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO finding (id, campaign_id, target_id, visit_id, item_id, unit_id, recorded_unit_id, team_id, number,
             code, theme, severity, text, folded, evidence, basis, basis_acts, cause, request, responsible,
             fixed_on_the_spot, observed_on, minutes_on, due_on, due_steps, state, state_data, outcome, owed_by, repeats_id,
             recorded_by, recorded_at, closed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
             $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)",
        args![
            f.id,
            f.campaign,
            f.target,
            f.visit,
            f.item,
            f.case.unit,
            f.recorded_unit,
            f.team,
            f.number,
            f.words.code.as_deref(),
            f.words.theme.as_str(),
            f.case.severity.code(),
            f.words.text.as_str(),
            folded(&f.words),
            f.words.evidence.as_str(),
            f.words.basis.as_str(),
            serde_json::to_string(&f.words.acts)?,
            f.words.cause.as_str(),
            f.words.request.as_str(),
            f.words.responsible.as_str(),
            f.fixed_on_the_spot,
            f.case.observed_on,
            f.minutes_on,
            f.case.due(),
            f.due.as_ref().map(serde_json::to_string).transpose()?,
            f.case.code(),
            serde_json::to_string(&f.case)?,
            outcome(&f.case),
            owed_by(&f.case),
            f.case.recurs,
            f.recorded_by,
            f.recorded_at,
            f.closed_at
        ],
    )
    .await?;
    Ok(())
}

/// What a search looks through.
fn folded(words: &Words) -> String {
    let code = words.code.as_deref().unwrap_or_default();
    fold(&format!("{code} {} {} {} {}", words.text, words.evidence, words.request, words.basis))
}

/// Keeps the finding as it now is, if it is still at its `version`; false when
/// someone else changed it meanwhile.
pub async fn update(tx: &mut Tx, f: &Finding) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE finding SET unit_id = $3, unassigned = $4, code = $5, theme = $6, severity = $7, text = $8, folded = $9,
                 evidence = $10, basis = $11, basis_acts = $12, cause = $13, request = $14, responsible = $15,
                 fixed_on_the_spot = $16, minutes_on = $17, due_on = $18, due_steps = $19, state = $20, state_data = $21,
                 outcome = $22, owed_by = $23, repeats_id = $24, closed_at = $25, version = version + 1
             WHERE id = $1 AND version = $2",
            args![
                f.id,
                f.version,
                f.case.unit,
                f.unassigned,
                f.words.code.as_deref(),
                f.words.theme.as_str(),
                f.case.severity.code(),
                f.words.text.as_str(),
                folded(&f.words),
                f.words.evidence.as_str(),
                f.words.basis.as_str(),
                serde_json::to_string(&f.words.acts)?,
                f.words.cause.as_str(),
                f.words.request.as_str(),
                f.words.responsible.as_str(),
                f.fixed_on_the_spot,
                f.minutes_on,
                f.case.due(),
                f.due.as_ref().map(serde_json::to_string).transpose()?,
                f.case.code(),
                serde_json::to_string(&f.case)?,
                outcome(&f.case),
                owed_by(&f.case),
                f.case.recurs,
                f.closed_at
            ],
        )
        .await?;
    Ok(touched > 0)
}

pub async fn get(tx: &mut Tx, scope: &Scope, id: FindingId) -> Result<Option<Finding>, StoreError> {
    tx.row(
        concat!("SELECT f.* FROM finding f WHERE ", visible!(), " AND f.id = $4"),
        scope.args_and(args![id]),
    )
    .await?
    .map(|row| finding(&row))
    .transpose()
}

/// The findings of one campaign's part of a visit, by number.
pub async fn of_visit(tx: &mut Tx, visit: VisitId, campaign: CampaignId) -> Result<Vec<Finding>, StoreError> {
    tx.rows(
        "SELECT * FROM finding WHERE visit_id = $1 AND campaign_id = $2 ORDER BY number",
        args![visit, campaign],
    )
    .await?
    .iter()
    .map(finding)
    .collect()
}

/// The findings drawn up from one checklist item on a visit.
pub async fn of_item(tx: &mut Tx, visit: VisitId, item: VisitItemId) -> Result<Vec<Finding>, StoreError> {
    tx.rows("SELECT * FROM finding WHERE visit_id = $1 AND item_id = $2 ORDER BY number", args![visit, item])
        .await?
        .iter()
        .map(finding)
        .collect()
}

/// The findings of a target, by number.
pub async fn of_target(tx: &mut Tx, target: TargetId) -> Result<Vec<Finding>, StoreError> {
    tx.rows("SELECT * FROM finding WHERE target_id = $1 ORDER BY number", args![target])
        .await?
        .iter()
        .map(finding)
        .collect()
}

/// A unit's line: itself, and the units it came from that have ended.
macro_rules! line {
    () => {
        "WITH RECURSIVE line (id) AS (
             SELECT u.id FROM unit u WHERE u.id = $1
             UNION
             SELECT o.unit_id FROM line l
             JOIN unit_change_part r ON r.unit_id = l.id AND r.side = 'resulting'
             JOIN unit_change_part o ON o.change_id = r.change_id AND o.side = 'original'
             JOIN unit u ON u.id = o.unit_id AND u.valid_to IS NOT NULL) "
    };
}

/// The open findings a unit answers for, and those of its predecessors that
/// nobody answers for yet: what a later campaign starts from.
pub async fn open_of_unit_line(tx: &mut Tx, unit: UnitId) -> Result<Vec<Listed>, StoreError> {
    tx.rows(
        concat!(
            line!(),
            list::select!(list::columns!()),
            " WHERE f.unit_id IN (SELECT id FROM line) AND f.state <> 'closed'
              ORDER BY f.due_on IS NULL, f.due_on, c.year, f.number LIMIT $2"
        ),
        args![unit, MOST],
    )
    .await?
    .iter()
    .map(list::listed)
    .collect()
}

/// Earlier findings with the same catalogue code in the unit's line, latest
/// first: what a new one may repeat.
pub async fn alike(
    tx: &mut Tx,
    unit: UnitId,
    code: &str,
    before: CampaignId,
) -> Result<Vec<Listed>, StoreError> {
    tx.rows(
        concat!(
            line!(),
            list::select!(list::columns!()),
            " WHERE (f.unit_id IN (SELECT id FROM line) OR f.recorded_unit_id IN (SELECT id FROM line))
                AND f.code = $2 AND f.campaign_id <> $3 AND COALESCE(f.outcome, '') <> 'withdrawn'
              ORDER BY c.year DESC, f.recorded_at DESC LIMIT 20"
        ),
        args![unit, code, before],
    )
    .await?
    .iter()
    .map(list::listed)
    .collect()
}

/// Later findings that repeat this one.
pub async fn repeating(tx: &mut Tx, id: FindingId) -> Result<Vec<Listed>, StoreError> {
    tx.rows(
        concat!(list::select!(list::columns!()), " WHERE f.repeats_id = $1 ORDER BY f.recorded_at LIMIT 20"),
        args![id],
    )
    .await?
    .iter()
    .map(list::listed)
    .collect()
}

/// A finding with the names around it, whoever asks.
pub async fn listed(tx: &mut Tx, id: FindingId) -> Result<Option<Listed>, StoreError> {
    tx.row(concat!(list::select!(list::columns!()), " WHERE f.id = $1"), args![id])
        .await?
        .map(|row| list::listed(&row))
        .transpose()
}

/// The place of the next event in the story.
pub async fn next_seq(tx: &mut Tx, id: FindingId) -> Result<i64, StoreError> {
    tx.count("SELECT COALESCE(MAX(seq), 0) + 1 AS n FROM finding_event WHERE finding_id = $1", args![id])
        .await
}

/// Adds to the story; returns the event's place.
pub async fn tell(tx: &mut Tx, id: FindingId, event: &NewEvent<'_>) -> Result<i64, StoreError> {
    let seq = next_seq(tx, id).await?;
    tx.run(
        "INSERT INTO finding_event (finding_id, seq, step, state, text, data, user_id, who, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![id, seq, event.step, event.state, event.text, event.data.as_str(), event.user, event.who, event.at],
    )
    .await?;
    Ok(seq)
}

/// The story, oldest first.
pub async fn events(tx: &mut Tx, id: FindingId) -> Result<Vec<Event>, StoreError> {
    tx.rows("SELECT * FROM finding_event WHERE finding_id = $1 ORDER BY seq", args![id])
        .await?
        .iter()
        .map(|row| {
            Ok(Event {
                seq: row.int("seq")?,
                step: row.text("step")?,
                state: row.text("state")?,
                text: row.text("text")?,
                data: row.text("data")?,
                user: row.maybe_parse("user_id")?,
                who: row.text("who")?,
                at: row.instant("at")?,
            })
        })
        .collect()
}
