//! All teams of a campaign as one page shows them, in four queries.

use super::{Team, member, team};
use crate::{StoreError, Tx, args};
use domain::identifier::{CampaignId, MemberId, TeamId, UnitId};
use domain::team::{Delegation, Member};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// A seat with the names around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub member: Member,
    pub unit_name: Option<String>,
    pub login: Option<String>,
    pub declared_at: Option<Timestamp>,
    pub conflicts: Vec<Conflict>,
}

/// A unit a member may not inspect, by their own word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    pub unit: UnitId,
    pub unit_name: String,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub team: Team,
    pub seats: Vec<Seat>,
    /// Delegations in force, with their keys.
    pub delegations: Vec<(String, Delegation)>,
    pub open_visits: i64,
}

pub async fn of_campaign(tx: &mut Tx, campaign: CampaignId) -> Result<Vec<Standing>, StoreError> {
    let rows = tx
        .rows(
            "SELECT t.*, (SELECT COUNT(*) FROM visit_part p JOIN visit v ON v.id = p.visit_id
                 WHERE p.team_id = t.id AND v.cancelled_at IS NULL AND v.state <> 'finished') AS open_visits
             FROM team t WHERE t.campaign_id = $1 ORDER BY t.position, t.id",
            args![campaign],
        )
        .await?;
    let mut teams = Vec::new();
    for row in &rows {
        let open_visits = row.int("open_visits")?;
        teams.push(Standing { team: team(row)?, seats: Vec::new(), delegations: Vec::new(), open_visits });
    }
    let at: BTreeMap<TeamId, usize> = teams.iter().enumerate().map(|(n, one)| (one.team.id, n)).collect();
    let mut conflicts = conflicts(tx, campaign).await?;
    let rows = tx
        .rows(
            "SELECT m.*, u.name AS unit_name, a.login, d.declared_at FROM team_member m JOIN team t ON t.id = m.team_id
             LEFT JOIN unit u ON u.id = m.unit_id LEFT JOIN user_account a ON a.id = m.user_id
             LEFT JOIN declaration d ON d.member_id = m.id
             WHERE t.campaign_id = $1 AND m.left_at IS NULL ORDER BY m.position, m.id",
            args![campaign],
        )
        .await?;
    for row in &rows {
        let member = member(row)?;
        let Some(team) = at.get(&member.team).and_then(|n| teams.get_mut(*n)) else { continue };
        team.seats.push(Seat {
            unit_name: row.maybe_text("unit_name")?,
            login: row.maybe_text("login")?,
            declared_at: row.maybe_instant("declared_at")?,
            conflicts: conflicts.remove(&member.id).unwrap_or_default(),
            member,
        });
    }
    let rows = tx
        .rows(
            "SELECT d.* FROM delegation d JOIN team t ON t.id = d.team_id
             WHERE t.campaign_id = $1 AND d.revoked_at IS NULL ORDER BY d.first_day, d.id",
            args![campaign],
        )
        .await?;
    for row in &rows {
        let delegation = super::delegation(row)?;
        if let Some(team) = at.get(&delegation.team).and_then(|n| teams.get_mut(*n)) {
            team.delegations.push((row.text("id")?, delegation));
        }
    }
    Ok(teams)
}

async fn conflicts(
    tx: &mut Tx,
    campaign: CampaignId,
) -> Result<BTreeMap<MemberId, Vec<Conflict>>, StoreError> {
    let rows = tx
        .rows(
            "SELECT f.member_id, f.unit_id, f.reason, u.name FROM conflict_of_interest f
             JOIN team_member m ON m.id = f.member_id JOIN team t ON t.id = m.team_id JOIN unit u ON u.id = f.unit_id
             WHERE t.campaign_id = $1 ORDER BY u.sort_key, f.unit_id",
            args![campaign],
        )
        .await?;
    let mut found: BTreeMap<MemberId, Vec<Conflict>> = BTreeMap::new();
    for row in &rows {
        found.entry(row.parse("member_id")?).or_default().push(Conflict {
            unit: row.parse("unit_id")?,
            unit_name: row.text("name")?,
            reason: row.text("reason")?,
        });
    }
    Ok(found)
}
