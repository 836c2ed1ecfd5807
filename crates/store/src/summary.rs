//! What the consolidated report of a campaign rests on: verdicts counted by
//! target and by theme, and the team's own words.
//!
//! Not here: findings and targets (their own modules), its paper (`papers`).

use crate::{Row, StoreError, Tx, args};
use domain::identifier::{CampaignId, TargetId, UserId};
use jiff::Timestamp;
use jiff::civil::Date;

/// What the team writes. Lists are lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    pub number: Option<i64>,
    pub dated: Option<Date>,
    pub opening: String,
    pub strengths: String,
    pub shortcomings: String,
    pub causes: String,
    /// A line that ends in a colon says to whom the following are put.
    pub proposals: String,
    /// 0 before anything was written.
    pub version: i64,
}

/// How often each verdict was given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verdicts {
    pub met: i64,
    pub not_met: i64,
    pub not_presented: i64,
    pub not_applicable: i64,
}

fn verdicts(row: &Row) -> Result<Verdicts, StoreError> {
    Ok(Verdicts {
        met: row.int("met")?,
        not_met: row.int("not_met")?,
        not_presented: row.int("not_presented")?,
        not_applicable: row.int("not_applicable")?,
    })
}

macro_rules! counted {
    ($by:literal) => {
        concat!(
            "SELECT ",
            $by,
            " AS place,
                SUM(CASE WHEN i.verdict = 'met' THEN 1 ELSE 0 END) AS met,
                SUM(CASE WHEN i.verdict = 'not_met' THEN 1 ELSE 0 END) AS not_met,
                SUM(CASE WHEN i.verdict = 'not_presented' THEN 1 ELSE 0 END) AS not_presented,
                SUM(CASE WHEN i.verdict = 'not_applicable' THEN 1 ELSE 0 END) AS not_applicable
             FROM target t JOIN visit_item i ON i.visit_id = t.visit_id
             JOIN checklist_item c ON c.id = i.item_id AND c.campaign_id = t.campaign_id
             WHERE t.campaign_id = $1 AND t.removed_at IS NULL AND t.visit_state = 'finished' AND i.verdict IS NOT NULL
             GROUP BY ",
            $by,
            " ORDER BY "
        )
    };
}

/// Verdicts of each visited target.
pub async fn by_target(tx: &mut Tx, campaign: CampaignId) -> Result<Vec<(TargetId, Verdicts)>, StoreError> {
    tx.rows(concat!(counted!("t.id"), "t.id"), args![campaign])
        .await?
        .iter()
        .map(|row| Ok((row.parse("place")?, verdicts(row)?)))
        .collect()
}

/// Verdicts in each theme, in the checklist's order.
pub async fn by_theme(tx: &mut Tx, campaign: CampaignId) -> Result<Vec<(String, Verdicts)>, StoreError> {
    tx.rows(concat!(counted!("c.theme"), "MIN(c.position)"), args![campaign])
        .await?
        .iter()
        .map(|row| Ok((row.text("place")?, verdicts(row)?)))
        .collect()
}

/// What the team has written so far.
pub async fn get(tx: &mut Tx, campaign: CampaignId) -> Result<Summary, StoreError> {
    let row = tx.row("SELECT * FROM campaign_summary WHERE campaign_id = $1", args![campaign]).await?;
    let Some(row) = row else { return Ok(Summary::default()) };
    Ok(Summary {
        number: row.maybe_int("number")?,
        dated: row.maybe_date("dated")?,
        opening: row.text("opening")?,
        strengths: row.text("strengths")?,
        shortcomings: row.text("shortcomings")?,
        causes: row.text("causes")?,
        proposals: row.text("proposals")?,
        version: row.int("version")?,
    })
}

/// Keeps the words over their version; false when someone wrote meanwhile.
pub async fn write(
    tx: &mut Tx,
    campaign: CampaignId,
    s: &Summary,
    by: UserId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let words = args![
        campaign,
        s.version,
        s.number,
        s.dated,
        s.opening.as_str(),
        s.strengths.as_str(),
        s.shortcomings.as_str(),
        s.causes.as_str(),
        s.proposals.as_str(),
        by,
        now
    ];
    let touched = if s.version == 0 {
        tx.run(
            "INSERT INTO campaign_summary (campaign_id, version, number, dated, opening, strengths, shortcomings, causes, proposals, updated_by, updated_at)
             VALUES ($1, $2 + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (campaign_id) DO NOTHING",
            words,
        )
        .await?
    } else {
        tx.run(
            "UPDATE campaign_summary SET version = version + 1, number = $3, dated = $4, opening = $5, strengths = $6, shortcomings = $7,
                 causes = $8, proposals = $9, updated_by = $10, updated_at = $11
             WHERE campaign_id = $1 AND version = $2",
            words,
        )
        .await?
    };
    Ok(touched > 0)
}
