//! What the daily sweep looks for among reports and visits.
//!
//! Not here: findings (`finding::sweep`), programmes (`programme`), whom the
//! sweep tells (`app`).

use crate::{StoreError, Tx, args};
use domain::identifier::{CampaignId, ReportId, TeamId, UnitId, VisitId};
use jiff::Timestamp;
use jiff::civil::Date;

/// More than any province has at once; what is over waits a day.
pub const MOST: u32 = 50_000;

/// A self-inspection report that a unit owes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedReport {
    pub id: ReportId,
    pub unit: UnitId,
    pub unit_name: String,
    pub campaign: CampaignId,
    pub campaign_title: String,
    pub due_on: Date,
    /// Sent once and returned for completion.
    pub returned: bool,
}

/// Reports of open campaigns not sent and due up to a day.
pub async fn owed_reports(tx: &mut Tx, until: Date) -> Result<Vec<OwedReport>, StoreError> {
    tx.rows(
        "SELECT r.id, r.unit_id, u.name AS unit_name, r.campaign_id, c.title AS campaign_title, r.due_on,
                CAST(CASE WHEN r.state = 'returned' OR r.round > 1 THEN 1 ELSE 0 END AS BIGINT) AS returned
         FROM report r JOIN target t ON t.id = r.target_id JOIN unit u ON u.id = r.unit_id JOIN campaign c ON c.id = r.campaign_id
         WHERE r.state NOT IN ('submitted', 'accepted') AND r.due_on <= $1 AND t.removed_at IS NULL AND c.state = 'open'
         ORDER BY r.campaign_id, r.due_on, r.unit_id LIMIT $2",
        args![until, MOST],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(OwedReport {
            id: row.parse("id")?,
            unit: row.parse("unit_id")?,
            unit_name: row.text("unit_name")?,
            campaign: row.parse("campaign_id")?,
            campaign_title: row.text("campaign_title")?,
            due_on: row.date("due_on")?,
            returned: row.flag("returned")?,
        })
    })
    .collect()
}

/// A report that has not come in, whether or not its day has passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreported {
    pub id: ReportId,
    pub unit: UnitId,
    pub unit_name: String,
    pub due_on: Option<Date>,
    pub returned: bool,
}

/// The reports of one campaign that are not sent, nearest day first.
pub async fn unreported(tx: &mut Tx, campaign: CampaignId) -> Result<Vec<Unreported>, StoreError> {
    tx.rows(
        "SELECT r.id, r.unit_id, u.name AS unit_name, r.due_on,
                CAST(CASE WHEN r.state = 'returned' OR r.round > 1 THEN 1 ELSE 0 END AS BIGINT) AS returned
         FROM report r JOIN target t ON t.id = r.target_id JOIN unit u ON u.id = r.unit_id
         WHERE r.campaign_id = $1 AND r.state NOT IN ('submitted', 'accepted') AND t.removed_at IS NULL
         ORDER BY r.due_on IS NULL, r.due_on, u.sort_key, r.id LIMIT $2",
        args![campaign, MOST],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Unreported {
            id: row.parse("id")?,
            unit: row.parse("unit_id")?,
            unit_name: row.text("unit_name")?,
            due_on: row.maybe_date("due_on")?,
            returned: row.flag("returned")?,
        })
    })
    .collect()
}

/// One team's part in a visit that is about to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComingVisit {
    pub visit: VisitId,
    pub unit: UnitId,
    pub unit_name: String,
    pub campaign: CampaignId,
    pub team: TeamId,
    pub starts_at: Timestamp,
    pub place: String,
}

/// The visits that begin on a day, one row per part.
pub async fn visits_on(tx: &mut Tx, day: Date) -> Result<Vec<ComingVisit>, StoreError> {
    tx.rows(
        "SELECT p.visit_id, v.unit_id, u.name AS unit_name, p.campaign_id, p.team_id, v.starts_at, v.place
         FROM visit v JOIN visit_part p ON p.visit_id = v.id JOIN unit u ON u.id = v.unit_id
         WHERE v.day = $1 AND v.starts_at IS NOT NULL AND v.cancelled_at IS NULL AND v.state IN ('scheduled', 'notified')
         ORDER BY v.starts_at, p.visit_id, p.campaign_id LIMIT $2",
        args![day, MOST],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(ComingVisit {
            visit: row.parse("visit_id")?,
            unit: row.parse("unit_id")?,
            unit_name: row.text("unit_name")?,
            campaign: row.parse("campaign_id")?,
            team: row.parse("team_id")?,
            starts_at: row.instant("starts_at")?,
            place: row.text("place")?,
        })
    })
    .collect()
}
