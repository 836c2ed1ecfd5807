//! Teams: rosters, delegations, conflicts of interest; the folder beside this file
//! reads a campaign's teams at once.

pub mod board;

use crate::{Row, StoreError, Tx, args};
use domain::identifier::{CampaignId, MemberId, TeamId, UnitId, UserId};
use domain::team::{Delegation, Member, TeamRole};
use jiff::Timestamp;
use jiff::civil::Date;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    pub id: TeamId,
    pub campaign: CampaignId,
    pub name: String,
    pub decision_number: Option<String>,
    pub decision_on: Option<Date>,
    pub dissolved_at: Option<Timestamp>,
}

pub(crate) fn team(row: &Row) -> Result<Team, StoreError> {
    Ok(Team {
        id: row.parse("id")?,
        campaign: row.parse("campaign_id")?,
        name: row.text("name")?,
        decision_number: row.maybe_text("decision_number")?,
        decision_on: row.maybe_date("decision_on")?,
        dissolved_at: row.maybe_instant("dissolved_at")?,
    })
}

pub async fn add(tx: &mut Tx, team: &Team, position: u32) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO team (id, campaign_id, name, decision_number, decision_on, position) VALUES ($1, $2, $3, $4, $5, $6)",
        args![team.id, team.campaign, team.name.as_str(), team.decision_number.as_deref(), team.decision_on, position],
    )
    .await?;
    Ok(())
}

pub async fn update(tx: &mut Tx, team: &Team) -> Result<(), StoreError> {
    tx.run(
        "UPDATE team SET name = $2, decision_number = $3, decision_on = $4, dissolved_at = $5 WHERE id = $1",
        args![
            team.id,
            team.name.as_str(),
            team.decision_number.as_deref(),
            team.decision_on,
            team.dissolved_at
        ],
    )
    .await?;
    Ok(())
}

pub async fn get(tx: &mut Tx, id: TeamId) -> Result<Option<Team>, StoreError> {
    tx.row("SELECT * FROM team WHERE id = $1", args![id]).await?.map(|row| team(&row)).transpose()
}

pub async fn of_campaign(tx: &mut Tx, campaign: CampaignId) -> Result<Vec<Team>, StoreError> {
    tx.rows("SELECT * FROM team WHERE campaign_id = $1 ORDER BY position", args![campaign])
        .await?
        .iter()
        .map(team)
        .collect()
}

pub(crate) fn member(row: &Row) -> Result<Member, StoreError> {
    Ok(Member {
        id: row.parse("id")?,
        team: row.parse("team_id")?,
        name: row.maybe_text("name")?,
        rank: row.maybe_text("rank")?,
        position: row.maybe_text("job_title")?,
        organisation: row.text("organisation")?,
        unit: row.maybe_parse("unit_id")?,
        user: row.maybe_parse("user_id")?,
        role: row.code("role", TeamRole::from_code)?,
        duty: row.maybe_text("duty")?,
    })
}

pub async fn add_member(tx: &mut Tx, m: &Member, position: u32) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO team_member (id, team_id, name, rank, job_title, organisation, unit_id, user_id, role, duty, position)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            m.id,
            m.team,
            m.name.as_deref(),
            m.rank.as_deref(),
            m.position.as_deref(),
            m.organisation.as_str(),
            m.unit,
            m.user,
            m.role.code(),
            m.duty.as_deref(),
            position
        ],
    )
    .await?;
    Ok(())
}

pub async fn update_member(tx: &mut Tx, m: &Member) -> Result<(), StoreError> {
    tx.run(
        "UPDATE team_member SET name = $2, rank = $3, job_title = $4, organisation = $5, unit_id = $6, user_id = $7, role = $8, duty = $9 WHERE id = $1",
        args![
            m.id,
            m.name.as_deref(),
            m.rank.as_deref(),
            m.position.as_deref(),
            m.organisation.as_str(),
            m.unit,
            m.user,
            m.role.code(),
            m.duty.as_deref()
        ],
    )
    .await?;
    Ok(())
}

/// The place after the last of a team's roster.
pub async fn next_position(tx: &mut Tx, team: TeamId) -> Result<u32, StoreError> {
    let last =
        tx.count("SELECT COALESCE(MAX(position), 0) AS n FROM team_member WHERE team_id = $1", args![team]);
    Ok(u32::try_from(last.await? + 1).unwrap_or(u32::MAX))
}

/// The place after the last of a campaign's teams.
pub async fn next_team_position(tx: &mut Tx, campaign: CampaignId) -> Result<u32, StoreError> {
    let last =
        tx.count("SELECT COALESCE(MAX(position), 0) AS n FROM team WHERE campaign_id = $1", args![campaign]);
    Ok(u32::try_from(last.await? + 1).unwrap_or(u32::MAX))
}

/// Takes a member off the visits to a unit that have not begun; returns how many.
pub async fn step_aside(tx: &mut Tx, member: MemberId, unit: UnitId) -> Result<u64, StoreError> {
    tx.run(
        "DELETE FROM visit_member WHERE member_id = $1 AND visit_id IN (SELECT v.id FROM visit v
             WHERE v.unit_id = $2 AND v.cancelled_at IS NULL AND v.state IN ('planned', 'scheduled', 'notified'))",
        args![member, unit],
    )
    .await
}

/// Visits of a team that are neither finished nor cancelled.
pub async fn open_visits(tx: &mut Tx, team: TeamId) -> Result<i64, StoreError> {
    tx.count(
        "SELECT COUNT(*) AS n FROM visit_part p JOIN visit v ON v.id = p.visit_id
         WHERE p.team_id = $1 AND v.cancelled_at IS NULL AND v.state <> 'finished'",
        args![team],
    )
    .await
}

pub async fn leave(tx: &mut Tx, id: MemberId, now: Timestamp) -> Result<(), StoreError> {
    tx.run("UPDATE team_member SET left_at = $2 WHERE id = $1", args![id, now]).await?;
    Ok(())
}

pub async fn get_member(tx: &mut Tx, id: MemberId) -> Result<Option<Member>, StoreError> {
    tx.row("SELECT * FROM team_member WHERE id = $1 AND left_at IS NULL", args![id])
        .await?
        .map(|row| member(&row))
        .transpose()
}

/// The present members of a team, in roster order.
pub async fn members(tx: &mut Tx, team: TeamId) -> Result<Vec<Member>, StoreError> {
    tx.rows(
        "SELECT * FROM team_member WHERE team_id = $1 AND left_at IS NULL ORDER BY position, id",
        args![team],
    )
    .await?
    .iter()
    .map(member)
    .collect()
}

/// The seat a user has in a team.
pub async fn seat(tx: &mut Tx, team: TeamId, user: UserId) -> Result<Option<Member>, StoreError> {
    tx.row(
        "SELECT * FROM team_member WHERE team_id = $1 AND user_id = $2 AND left_at IS NULL ORDER BY position LIMIT 1",
        args![team, user],
    )
    .await?
    .map(|row| member(&row))
    .transpose()
}

pub async fn delegate(tx: &mut Tx, id: &str, d: &Delegation) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO delegation (id, team_id, from_member, to_member, first_day, last_day, note) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![id, d.team, d.from, d.to, d.first_day, d.last_day, d.note.as_deref()],
    )
    .await?;
    Ok(())
}

pub async fn revoke_delegation(
    tx: &mut Tx,
    team: TeamId,
    id: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE delegation SET revoked_at = $3 WHERE id = $1 AND team_id = $2 AND revoked_at IS NULL",
            args![id, team, now],
        )
        .await?;
    Ok(touched > 0)
}

/// Delegations in force, with their keys.
pub async fn delegations(tx: &mut Tx, team: TeamId) -> Result<Vec<(String, Delegation)>, StoreError> {
    tx.rows(
        "SELECT * FROM delegation WHERE team_id = $1 AND revoked_at IS NULL ORDER BY first_day, id",
        args![team],
    )
    .await?
    .iter()
    .map(|row| Ok((row.text("id")?, delegation(row)?)))
    .collect()
}

fn delegation(row: &Row) -> Result<Delegation, StoreError> {
    Ok(Delegation {
        team: row.parse("team_id")?,
        from: row.parse("from_member")?,
        to: row.parse("to_member")?,
        first_day: row.date("first_day")?,
        last_day: row.date("last_day")?,
        note: row.maybe_text("note")?,
    })
}

/// A member declares whether they are free of conflicts; the named units are
/// those they may not inspect.
pub async fn declare(
    tx: &mut Tx,
    member: MemberId,
    conflicts: &[(UnitId, String)],
    note: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO declaration (member_id, declared_at, note) VALUES ($1, $2, $3)
         ON CONFLICT (member_id) DO UPDATE SET declared_at = excluded.declared_at, note = excluded.note",
        args![member, now, note],
    )
    .await?;
    tx.run("DELETE FROM conflict_of_interest WHERE member_id = $1", args![member]).await?;
    for (unit, reason) in conflicts {
        tx.run(
            "INSERT INTO conflict_of_interest (member_id, unit_id, reason, declared_at) VALUES ($1, $2, $3, $4)",
            args![member, *unit, reason.as_str(), now],
        )
        .await?;
    }
    Ok(())
}

/// When a member declared, and the units they named.
pub async fn declaration(
    tx: &mut Tx,
    member: MemberId,
) -> Result<(Option<Timestamp>, Vec<(UnitId, String)>), StoreError> {
    let at = tx
        .row("SELECT declared_at FROM declaration WHERE member_id = $1", args![member])
        .await?
        .map(|row| row.instant("declared_at"))
        .transpose()?;
    let named = tx
        .rows(
            "SELECT unit_id, reason FROM conflict_of_interest WHERE member_id = $1 ORDER BY unit_id",
            args![member],
        )
        .await?
        .iter()
        .map(|row| Ok((row.parse("unit_id")?, row.text("reason")?)))
        .collect::<Result<_, StoreError>>()?;
    Ok((at, named))
}
