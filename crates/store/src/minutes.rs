//! Minutes of one campaign's share in a visit: their text, what members do not
//! agree on, who signed.
//!
//! Not here: the answers they are drawn from (`visit::fieldwork`), the paper
//! itself (`papers`).

use crate::{Row, Scope, StoreError, Tx, args, in_scope};
use domain::identifier::{CampaignId, FindingId, MemberId, TargetId, TeamId, UserId, VisitId, VisitItemId};
use jiff::Timestamp;
use jiff::civil::Date;

/// The object kind under which the signed paper is filed.
pub const OBJECT: &str = "minutes";

/// The object the signed paper of one share is filed under.
pub fn object_of(visit: VisitId, campaign: CampaignId) -> String {
    format!("{visit}/{campaign}")
}

/// Minutes with the version an editor saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minutes {
    pub visit: VisitId,
    pub campaign: CampaignId,
    pub target: TargetId,
    pub team: TeamId,
    /// The code of the domain's state, and the state itself as JSON; "none" and
    /// "{}" before they are begun.
    pub state: String,
    pub state_data: String,
    pub number: Option<i64>,
    pub on: Option<Date>,
    pub text: Text,
    /// What the paper was set from when it was signed, and its SHA-256.
    pub frozen: Option<String>,
    pub frozen_sha256: Option<String>,
    pub version: i64,
}

/// What people write in the minutes themselves. Lists are lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub lead_remarks: String,
    pub recommendations: String,
    pub unit_opinion: String,
    pub unit_proposals: String,
    pub copies: i64,
    /// Who keeps a copy.
    pub copies_for: String,
}

/// A member's dissent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    pub id: String,
    pub item: Option<VisitItemId>,
    pub item_code: Option<String>,
    pub question: Option<String>,
    pub member: MemberId,
    pub member_name: String,
    pub text: String,
    pub raised_at: Timestamp,
    pub settled_at: Option<Timestamp>,
    pub settlement: Option<String>,
}

/// A side's signature, or its refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// team, secretary or unit.
    pub side: String,
    pub name: String,
    pub job_title: Option<String>,
    /// signed or refused.
    pub state: String,
    pub reason: Option<String>,
    pub witness: Option<String>,
    pub signed_at: Timestamp,
}

/// A finding of the visit, as the minutes state it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    pub finding: FindingId,
    /// The checklist item it was drawn up from.
    pub item: Option<VisitItemId>,
    pub number: i64,
    pub code: Option<String>,
    pub severity: String,
    pub text: String,
    pub evidence: String,
    pub basis: String,
    pub cause: String,
    pub request: String,
    pub responsible: String,
    pub fixed_on_the_spot: bool,
    pub due_on: Option<Date>,
}

fn minutes(row: &Row) -> Result<Minutes, StoreError> {
    Ok(Minutes {
        visit: row.parse("visit_id")?,
        campaign: row.parse("campaign_id")?,
        target: row.parse("target_id")?,
        team: row.parse("team_id")?,
        state: row.text("minutes_state")?,
        state_data: row.text("minutes_data")?,
        number: row.maybe_int("minutes_number")?,
        on: row.maybe_date("minutes_on")?,
        text: Text {
            lead_remarks: row.text("lead_remarks")?,
            recommendations: row.text("recommendations")?,
            unit_opinion: row.text("unit_opinion")?,
            unit_proposals: row.text("unit_proposals")?,
            copies: row.int("copies")?,
            copies_for: row.text("copies_for")?,
        },
        frozen: row.maybe_text("frozen")?,
        frozen_sha256: row.maybe_text("frozen_sha256")?,
        version: row.int("version")?,
    })
}

/// The minutes of one share, if the reader may see that share.
pub async fn get(
    tx: &mut Tx,
    scope: &Scope,
    visit: VisitId,
    campaign: CampaignId,
) -> Result<Option<Minutes>, StoreError> {
    tx.row(
        concat!(
            "SELECT p.* FROM visit_part p JOIN visit v ON v.id = p.visit_id WHERE ",
            in_scope!("v.unit_id", "p.team_id"),
            " AND p.visit_id = $4 AND p.campaign_id = $5"
        ),
        scope.args_and(args![visit, campaign]),
    )
    .await?
    .map(|row| minutes(&row))
    .transpose()
}

/// Changes the text of minutes that are still at `version`.
pub async fn save(tx: &mut Tx, m: &Minutes) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE visit_part SET lead_remarks = $4, recommendations = $5, unit_opinion = $6, unit_proposals = $7, copies = $8,
                 copies_for = $9, minutes_number = $10, version = version + 1
             WHERE visit_id = $1 AND campaign_id = $2 AND version = $3",
            args![
                m.visit,
                m.campaign,
                m.version,
                m.text.lead_remarks.as_str(),
                m.text.recommendations.as_str(),
                m.text.unit_opinion.as_str(),
                m.text.unit_proposals.as_str(),
                m.text.copies,
                m.text.copies_for.as_str(),
                m.number
            ],
        )
        .await?;
    Ok(touched > 0)
}

/// Moves minutes that are still at `version` to their next state; `on` is their
/// date once they have one.
pub async fn set_state(
    tx: &mut Tx,
    m: &Minutes,
    state: &str,
    state_data: &str,
    on: Option<Date>,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE visit_part SET minutes_state = $4, minutes_data = $5, minutes_on = COALESCE($6, minutes_on),
                 version = version + 1
             WHERE visit_id = $1 AND campaign_id = $2 AND version = $3",
            args![m.visit, m.campaign, m.version, state, state_data, on],
        )
        .await?;
    Ok(touched > 0)
}

/// Keeps what the paper was set from when it was signed.
pub async fn freeze(
    tx: &mut Tx,
    visit: VisitId,
    campaign: CampaignId,
    data: &str,
    sha256: &str,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE visit_part SET frozen = $3, frozen_sha256 = $4 WHERE visit_id = $1 AND campaign_id = $2",
        args![visit, campaign, data, sha256],
    )
    .await?;
    Ok(())
}

/// The highest number a campaign's minutes bear.
pub async fn last_number(tx: &mut Tx, campaign: CampaignId) -> Result<i64, StoreError> {
    tx.count(
        "SELECT COALESCE(MAX(minutes_number), 0) AS n FROM visit_part WHERE campaign_id = $1",
        args![campaign],
    )
    .await
}

/// A dissent to be kept.
#[derive(Debug, Clone, Copy)]
pub struct Dissent<'a> {
    pub visit: VisitId,
    pub campaign: CampaignId,
    pub id: &'a str,
    pub item: Option<VisitItemId>,
    pub member: MemberId,
    pub text: &'a str,
}

pub async fn disagree(tx: &mut Tx, d: Dissent<'_>, now: Timestamp) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO disagreement (id, visit_id, campaign_id, item_id, member_id, text, raised_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![d.id, d.visit, d.campaign, d.item, d.member, d.text, now],
    )
    .await?;
    Ok(())
}

/// Writes down how a disagreement ended; false when it was settled before.
pub async fn settle(
    tx: &mut Tx,
    visit: VisitId,
    campaign: CampaignId,
    id: &str,
    settlement: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE disagreement SET settled_at = $5, settlement = $4
             WHERE id = $3 AND visit_id = $1 AND campaign_id = $2 AND settled_at IS NULL",
            args![visit, campaign, id, settlement, now],
        )
        .await?;
    Ok(touched > 0)
}

/// The disagreements of one share, open ones first.
pub async fn disagreements(
    tx: &mut Tx,
    visit: VisitId,
    campaign: CampaignId,
) -> Result<Vec<Disagreement>, StoreError> {
    tx.rows(
        "SELECT d.*, c.code AS item_code, c.question, COALESCE(m.name, m.organisation) AS member_name FROM disagreement d
         JOIN team_member m ON m.id = d.member_id LEFT JOIN checklist_item c ON c.id = d.item_id
         WHERE d.visit_id = $1 AND d.campaign_id = $2 ORDER BY d.settled_at IS NOT NULL, d.raised_at, d.id",
        args![visit, campaign],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Disagreement {
            id: row.text("id")?,
            item: row.maybe_parse("item_id")?,
            item_code: row.maybe_text("item_code")?,
            question: row.maybe_text("question")?,
            member: row.parse("member_id")?,
            member_name: row.text("member_name")?,
            text: row.text("text")?,
            raised_at: row.instant("raised_at")?,
            settled_at: row.maybe_instant("settled_at")?,
            settlement: row.maybe_text("settlement")?,
        })
    })
    .collect()
}

/// Keeps a signature or refusal; false when that side has signed before.
pub async fn sign(
    tx: &mut Tx,
    visit: VisitId,
    campaign: CampaignId,
    s: &Signature,
    by: UserId,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "INSERT INTO signature (visit_id, campaign_id, side, name, job_title, state, reason, witness, signed_at, recorded_by)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (visit_id, campaign_id, side) DO NOTHING",
            args![
                visit,
                campaign,
                s.side.as_str(),
                s.name.as_str(),
                s.job_title.as_deref(),
                s.state.as_str(),
                s.reason.as_deref(),
                s.witness.as_deref(),
                s.signed_at,
                by
            ],
        )
        .await?;
    Ok(touched > 0)
}

pub async fn signatures(
    tx: &mut Tx,
    visit: VisitId,
    campaign: CampaignId,
) -> Result<Vec<Signature>, StoreError> {
    tx.rows(
        "SELECT * FROM signature WHERE visit_id = $1 AND campaign_id = $2 ORDER BY signed_at, side",
        args![visit, campaign],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Signature {
            side: row.text("side")?,
            name: row.text("name")?,
            job_title: row.maybe_text("job_title")?,
            state: row.text("state")?,
            reason: row.maybe_text("reason")?,
            witness: row.maybe_text("witness")?,
            signed_at: row.instant("signed_at")?,
        })
    })
    .collect()
}

/// The findings recorded on a visit for one campaign, by number.
pub async fn findings(tx: &mut Tx, visit: VisitId, campaign: CampaignId) -> Result<Vec<Stated>, StoreError> {
    tx.rows(
        "SELECT * FROM finding WHERE visit_id = $1 AND campaign_id = $2 ORDER BY number, id",
        args![visit, campaign],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Stated {
            finding: row.parse("id")?,
            item: row.maybe_parse("item_id")?,
            number: row.int("number")?,
            code: row.maybe_text("code")?,
            severity: row.text("severity")?,
            text: row.text("text")?,
            evidence: row.text("evidence")?,
            basis: row.text("basis")?,
            cause: row.text("cause")?,
            request: row.text("request")?,
            responsible: row.text("responsible")?,
            fixed_on_the_spot: row.flag("fixed_on_the_spot")?,
            due_on: row.maybe_date("due_on")?,
        })
    })
    .collect()
}
