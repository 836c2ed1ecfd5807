//! What the daily sweep looks for among the findings.
//!
//! Not here: whom it tells (`app`).

use super::Finding;
use crate::{Row, StoreError, Tx, args};
use domain::identifier::{CampaignId, FindingId, UnitId};
use jiff::civil::Date;

/// More than any province has open at once; what is over waits a day.
pub const MOST: u32 = 50_000;

/// A finding whose remedy a unit owes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owing {
    pub id: FindingId,
    pub number: i64,
    pub unit: UnitId,
    pub unit_name: String,
    pub campaign: CampaignId,
    pub campaign_title: String,
    pub due_on: Date,
}

macro_rules! owed {
    ($rest:literal) => {
        concat!(
            "SELECT f.id, f.number, f.unit_id, u.name AS unit_name, f.campaign_id, c.title AS campaign_title, f.due_on
             FROM finding f JOIN unit u ON u.id = f.unit_id JOIN campaign c ON c.id = f.campaign_id
             WHERE f.state <> 'closed' AND f.unassigned = 0 AND f.due_on IS NOT NULL AND f.owed_by LIKE '%,unit,%'",
            $rest
        )
    };
}

/// What units owe up to a day, by unit, campaign and due day.
pub async fn owing(tx: &mut Tx, until: Date) -> Result<Vec<Owing>, StoreError> {
    tx.rows(
        owed!(" AND f.due_on <= $1 ORDER BY f.unit_id, f.campaign_id, f.due_on, f.number LIMIT $2"),
        args![until, MOST],
    )
    .await?
    .iter()
    .map(owed)
    .collect()
}

/// What units owe in one campaign, whether or not its day has passed: nearest
/// day first.
pub async fn owing_in(tx: &mut Tx, campaign: CampaignId) -> Result<Vec<Owing>, StoreError> {
    tx.rows(
        owed!(" AND f.campaign_id = $1 ORDER BY f.due_on, u.sort_key, f.number LIMIT $2"),
        args![campaign, MOST],
    )
    .await?
    .iter()
    .map(owed)
    .collect()
}

fn owed(row: &Row) -> Result<Owing, StoreError> {
    Ok(Owing {
        id: row.parse("id")?,
        number: row.int("number")?,
        unit: row.parse("unit_id")?,
        unit_name: row.text("unit_name")?,
        campaign: row.parse("campaign_id")?,
        campaign_title: row.text("campaign_title")?,
        due_on: row.date("due_on")?,
    })
}

/// Open findings of units that have ended by `day` and that nobody has been
/// told to go on with: of one unit, or of all.
pub async fn of_ended_units(
    tx: &mut Tx,
    day: Date,
    unit: Option<UnitId>,
) -> Result<Vec<Finding>, StoreError> {
    tx.rows(
        "SELECT f.* FROM finding f JOIN unit u ON u.id = f.unit_id
         WHERE f.state <> 'closed' AND f.unassigned = 0 AND u.valid_to IS NOT NULL AND u.valid_to < $1
           AND ($2 = '' OR f.unit_id = $2)
         ORDER BY f.unit_id, f.number LIMIT $3",
        args![day, unit.map(|id| id.to_string()).unwrap_or_default(), MOST],
    )
    .await?
    .iter()
    .map(super::finding)
    .collect()
}
