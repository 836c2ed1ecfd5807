//! Earlier findings of the unit, looked at again on a visit.
//!
//! Not here: what becomes of a finding (`finding`).

use crate::{Row, StoreError, Tx, args};
use domain::identifier::{CampaignId, FindingId, UserId, VisitId};
use jiff::Timestamp;
use jiff::civil::Date;

/// An earlier finding with what this visit says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recheck {
    pub finding: FindingId,
    pub campaign_title: String,
    pub year: i64,
    pub number: i64,
    pub code: Option<String>,
    pub severity: String,
    pub text: String,
    pub request: String,
    pub due_on: Option<Date>,
    pub state: String,
    /// The unit it was recorded at, which may have become another since.
    pub recorded_unit: String,
    /// The code of the verdict, or none while open.
    pub verdict: Option<String>,
    pub note: String,
    /// 0 while not looked at.
    pub version: i64,
    pub answered_by: Option<String>,
    pub answered_at: Option<Timestamp>,
}

fn recheck(row: &Row) -> Result<Recheck, StoreError> {
    Ok(Recheck {
        finding: row.parse("id")?,
        campaign_title: row.text("campaign_title")?,
        year: row.int("year")?,
        number: row.int("number")?,
        code: row.maybe_text("code")?,
        severity: row.text("severity")?,
        text: row.text("text")?,
        request: row.text("request")?,
        due_on: row.maybe_date("due_on")?,
        state: row.text("state")?,
        recorded_unit: row.text("recorded_unit")?,
        verdict: row.maybe_text("verdict")?,
        note: row.maybe_text("note")?.unwrap_or_default(),
        version: row.maybe_int("version")?.unwrap_or(0),
        answered_by: row.maybe_text("answered_name")?,
        answered_at: row.maybe_instant("answered_at")?,
    })
}

/// The unit and every unit it came from, then its findings of other campaigns
/// that are still open, or were looked at here. Of a shared visit, a finding of
/// one campaign's forerunner is that campaign's to recheck.
macro_rules! select {
    ($rest:expr) => {
        concat!(
            "WITH RECURSIVE origin (unit_id, depth) AS (
                 SELECT v.unit_id, 0 FROM visit v WHERE v.id = $1
                 UNION
                 SELECT o.unit_id, s.depth + 1 FROM origin s
                 JOIN unit_change_part r ON r.unit_id = s.unit_id AND r.side = 'resulting'
                 JOIN unit_change_part o ON o.change_id = r.change_id AND o.side = 'original'
                 WHERE s.depth < 8)
             SELECT f.id, f.number, f.code, f.severity, f.text, f.request, f.due_on, f.state, c.title AS campaign_title, c.year,
                 u.name AS recorded_unit, k.verdict, k.note, k.version, k.answered_at, a.name AS answered_name
             FROM finding f JOIN campaign c ON c.id = f.campaign_id JOIN unit u ON u.id = f.recorded_unit_id
             LEFT JOIN visit_recheck k ON k.visit_id = $1 AND k.campaign_id = $2 AND k.finding_id = f.id
             LEFT JOIN user_account a ON a.id = k.answered_by
             WHERE f.unit_id IN (SELECT unit_id FROM origin)
               AND (f.state <> 'closed' OR k.finding_id IS NOT NULL)
               AND NOT EXISTS (SELECT 1 FROM visit_part p WHERE p.visit_id = $1 AND p.campaign_id = f.campaign_id)
               AND NOT EXISTS (SELECT 1 FROM visit_part p JOIN campaign b ON b.id = p.campaign_id
                   WHERE p.visit_id = $1 AND p.campaign_id <> $2 AND b.previous_id = f.campaign_id
                     AND NOT EXISTS (SELECT 1 FROM campaign m WHERE m.id = $2 AND m.previous_id = f.campaign_id))",
            $rest
        )
    };
}

/// At most this many earlier findings are listed; a unit has tens.
pub const MOST: u32 = 500;

pub async fn list(tx: &mut Tx, visit: VisitId, campaign: CampaignId) -> Result<Vec<Recheck>, StoreError> {
    tx.rows(
        select!(" ORDER BY c.year DESC, c.created_at DESC, f.number, f.id LIMIT $3"),
        args![visit, campaign, MOST],
    )
    .await?
    .iter()
    .map(recheck)
    .collect()
}

pub async fn get(
    tx: &mut Tx,
    visit: VisitId,
    campaign: CampaignId,
    finding: FindingId,
) -> Result<Option<Recheck>, StoreError> {
    tx.row(select!(" AND f.id = $3"), args![visit, campaign, finding])
        .await?
        .map(|row| recheck(&row))
        .transpose()
}

/// What was seen of an earlier finding, over the version the looker saw (0:
/// never looked at).
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    pub visit: VisitId,
    pub campaign: CampaignId,
    pub finding: FindingId,
    pub version: i64,
    pub verdict: &'a str,
    pub note: &'a str,
}

/// Keeps what was seen; false when someone else looked meanwhile.
pub async fn save(tx: &mut Tx, seen: Seen<'_>, by: UserId, now: Timestamp) -> Result<bool, StoreError> {
    tx.run(
        "INSERT INTO visit_recheck (visit_id, campaign_id, finding_id, version) VALUES ($1, $2, $3, 0)
         ON CONFLICT (visit_id, campaign_id, finding_id) DO NOTHING",
        args![seen.visit, seen.campaign, seen.finding],
    )
    .await?;
    let touched = tx
        .run(
            "UPDATE visit_recheck SET verdict = $5, note = $6, answered_by = $7, answered_at = $8, version = version + 1
             WHERE visit_id = $1 AND campaign_id = $2 AND finding_id = $3 AND version = $4",
            args![seen.visit, seen.campaign, seen.finding, seen.version, seen.verdict, seen.note, by, now],
        )
        .await?;
    Ok(touched > 0)
}
