//! The schedule: visits by day, what stands against a new one, and the secret
//! addresses of personal calendars.

use super::visible;
use crate::{Row, Scope, StoreError, Tx, args, in_scope};
use domain::identifier::{CampaignId, MemberId, TargetId, TeamId, UnitId, UserId, VisitId};
use domain::moment;
use domain::schedule::{Other, Slot};
use domain::team::{Member, TeamRole};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What a calendar is narrowed by.
#[derive(Debug, Clone)]
pub struct Window {
    pub from: Date,
    pub to: Date,
    pub campaign: Option<CampaignId>,
    pub team: Option<TeamId>,
    /// Cancelled visits too (calendar programs must be told).
    pub cancelled: bool,
    pub limit: u32,
}

/// A visit as the calendar shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub visit: VisitId,
    pub unit: UnitId,
    pub unit_name: String,
    pub kind: String,
    pub state: String,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub day: Date,
    pub last_day: Date,
    pub place: String,
    pub version: i64,
    pub changed_at: Timestamp,
    pub cancelled: bool,
    /// The shares the reader may see.
    pub parts: Vec<Share>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    pub campaign: CampaignId,
    pub campaign_title: String,
    pub campaign_number: String,
    pub team: TeamId,
    pub team_name: String,
    pub members: Vec<String>,
}

/// Visits that touch the window, by start; their shares and members with them,
/// in two queries.
pub async fn list(tx: &mut Tx, scope: &Scope, window: &Window) -> Result<Vec<Entry>, StoreError> {
    let rows = tx
        .rows(
            concat!(
                "SELECT v.id, v.unit_id, u.name AS unit_name, v.kind, v.state, v.starts_at, v.ends_at, v.day, v.last_day,
                    v.place, v.version, v.changed_at, v.cancelled_at
                 FROM visit v JOIN unit u ON u.id = v.unit_id WHERE ",
                visible!(),
                " AND v.day <= $5 AND v.last_day >= $4 AND ($6 = 1 OR v.cancelled_at IS NULL)
                  AND EXISTS (SELECT 1 FROM visit_part p WHERE p.visit_id = v.id
                      AND ($7 = '' OR p.campaign_id = $7) AND ($8 = '' OR p.team_id = $8))
                  ORDER BY v.starts_at, u.sort_key, v.id LIMIT $9"
            ),
            window_args(scope, window),
        )
        .await?;
    let mut entries = rows.iter().map(entry).collect::<Result<Vec<_>, _>>()?;
    let at: BTreeMap<VisitId, usize> = entries.iter().enumerate().map(|(n, e)| (e.visit, n)).collect();
    let rows = tx
        .rows(
            concat!(
                "SELECT p.visit_id, p.campaign_id, c.title, c.number, p.team_id, t.name AS team_name, m.name AS member_name
                 FROM visit_part p JOIN visit v ON v.id = p.visit_id JOIN campaign c ON c.id = p.campaign_id
                 JOIN team t ON t.id = p.team_id
                 LEFT JOIN team_member m ON m.team_id = p.team_id
                     AND EXISTS (SELECT 1 FROM visit_member s WHERE s.visit_id = p.visit_id AND s.member_id = m.id)
                 WHERE ",
                in_scope!("v.unit_id", "p.team_id"),
                " AND v.day <= $5 AND v.last_day >= $4 AND ($6 = 1 OR v.cancelled_at IS NULL)
                  ORDER BY c.created_at, c.id, m.position, m.id"
            ),
            scope.args_and(args![window.from, window.to, window.cancelled]),
        )
        .await?;
    for row in rows {
        let Some(entry) = at.get(&row.parse("visit_id")?).and_then(|n| entries.get_mut(*n)) else { continue };
        let campaign = row.parse("campaign_id")?;
        if entry.parts.last().is_none_or(|part| part.campaign != campaign) {
            entry.parts.push(Share {
                campaign,
                campaign_title: row.text("title")?,
                campaign_number: row.text("number")?,
                team: row.parse("team_id")?,
                team_name: row.text("team_name")?,
                members: Vec::new(),
            });
        }
        if let (Some(part), Some(name)) = (entry.parts.last_mut(), row.maybe_text("member_name")?) {
            part.members.push(name);
        }
    }
    Ok(entries)
}

fn window_args(scope: &Scope, window: &Window) -> Vec<crate::value::Value> {
    scope.args_and(args![
        window.from,
        window.to,
        window.cancelled,
        window.campaign.map(|id| id.to_string()).unwrap_or_default(),
        window.team.map(|id| id.to_string()).unwrap_or_default(),
        window.limit
    ])
}

fn entry(row: &Row) -> Result<Entry, StoreError> {
    Ok(Entry {
        visit: row.parse("id")?,
        unit: row.parse("unit_id")?,
        unit_name: row.text("unit_name")?,
        kind: row.text("kind")?,
        state: row.text("state")?,
        starts_at: row.instant("starts_at")?,
        ends_at: row.instant("ends_at")?,
        day: row.date("day")?,
        last_day: row.date("last_day")?,
        place: row.text("place")?,
        version: row.int("version")?,
        changed_at: row.instant("changed_at")?,
        cancelled: row.maybe_instant("cancelled_at")?.is_some(),
        parts: Vec::new(),
    })
}

/// The visits that touch the days `from` to `to`, whoever's they are, with who
/// goes; `except` is the visit being moved.
pub async fn others(
    tx: &mut Tx,
    from: Date,
    to: Date,
    except: Option<VisitId>,
) -> Result<Vec<Other>, StoreError> {
    let rows = tx
        .rows(
            "SELECT v.id, v.unit_id, v.starts_at, v.ends_at, s.member_id, m.user_id
             FROM visit v LEFT JOIN visit_member s ON s.visit_id = v.id LEFT JOIN team_member m ON m.id = s.member_id
             WHERE v.cancelled_at IS NULL AND v.day <= $2 AND v.last_day >= $1 AND v.id <> $3
             ORDER BY v.starts_at, v.id, s.member_id",
            args![from, to, except.map(|id| id.to_string()).unwrap_or_default()],
        )
        .await?;
    let mut found: Vec<Other> = Vec::new();
    for row in rows {
        let visit: VisitId = row.parse("id")?;
        if found.last().is_none_or(|other| other.visit != visit) {
            let slot = Slot {
                starts: moment::local(row.instant("starts_at")?),
                ends: moment::local(row.instant("ends_at")?),
            };
            found.push(Other { visit, unit: row.parse("unit_id")?, slot, members: vec![], users: vec![] });
        }
        if let Some(other) = found.last_mut() {
            other.members.extend(row.maybe_parse::<MemberId>("member_id")?);
            other.users.extend(row.maybe_parse::<UserId>("user_id")?);
        }
    }
    Ok(found)
}

/// The present members of a campaign's teams with the units they declared they
/// may not inspect, and the line of bodies above their own; in three queries.
pub async fn rosters(
    tx: &mut Tx,
    campaign: CampaignId,
) -> Result<Vec<(TeamId, Vec<domain::schedule::Going>)>, StoreError> {
    let declared = tx
        .rows(
            "SELECT f.member_id, f.unit_id FROM conflict_of_interest f JOIN team_member m ON m.id = f.member_id
             JOIN team t ON t.id = m.team_id WHERE t.campaign_id = $1 ORDER BY f.member_id, f.unit_id",
            args![campaign],
        )
        .await?;
    let mut named: BTreeMap<MemberId, Vec<UnitId>> = BTreeMap::new();
    for row in declared {
        named.entry(row.parse("member_id")?).or_default().push(row.parse("unit_id")?);
    }
    let above = tx
        .rows(
            "WITH RECURSIVE line (member_id, unit_id, depth) AS (
                 SELECT m.id, m.unit_id, 0 FROM team_member m JOIN team t ON t.id = m.team_id
                 WHERE t.campaign_id = $1 AND m.unit_id IS NOT NULL AND m.left_at IS NULL
                 UNION ALL
                 SELECT l.member_id, u.parent_id, l.depth + 1 FROM line l JOIN unit u ON u.id = l.unit_id
                 WHERE u.parent_id IS NOT NULL AND l.depth < 12)
             SELECT member_id, unit_id FROM line ORDER BY member_id, depth",
            args![campaign],
        )
        .await?;
    let mut lines: BTreeMap<MemberId, Vec<UnitId>> = BTreeMap::new();
    for row in above {
        lines.entry(row.parse("member_id")?).or_default().push(row.parse("unit_id")?);
    }
    let rows = tx
        .rows(
            "SELECT m.* FROM team t JOIN team_member m ON m.team_id = t.id
             WHERE t.campaign_id = $1 AND t.dissolved_at IS NULL AND m.left_at IS NULL
             ORDER BY t.position, t.id, m.position, m.id",
            args![campaign],
        )
        .await?;
    let mut teams: Vec<(TeamId, Vec<domain::schedule::Going>)> = Vec::new();
    for row in rows {
        let member = Member {
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
        };
        if teams.last().is_none_or(|(team, _)| *team != member.team) {
            teams.push((member.team, Vec::new()));
        }
        let going = domain::schedule::Going {
            declared: named.remove(&member.id).unwrap_or_default(),
            own_line: lines.remove(&member.id).unwrap_or_default(),
            member,
        };
        if let Some((_, roster)) = teams.last_mut() {
            roster.push(going);
        }
    }
    Ok(teams)
}

/// A unit and the bodies above it, nearest first.
pub async fn line(tx: &mut Tx, unit: UnitId) -> Result<Vec<UnitId>, StoreError> {
    tx.rows(
        "WITH RECURSIVE line (id, depth) AS (
             SELECT u.id, 0 FROM unit u WHERE u.id = $1
             UNION ALL
             SELECT u.parent_id, l.depth + 1 FROM line l JOIN unit u ON u.id = l.id
             WHERE u.parent_id IS NOT NULL AND l.depth < 12)
         SELECT id FROM line ORDER BY depth",
        args![unit],
    )
    .await?
    .iter()
    .map(|row| row.parse("id"))
    .collect()
}

/// A target still to be visited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unscheduled {
    pub target: TargetId,
    pub unit: UnitId,
    pub unit_name: String,
    pub line: Vec<UnitId>,
}

/// The targets of a campaign that are to be visited and have no visit, by
/// cohort and the Vietnamese alphabet, with the bodies above each.
pub async fn unscheduled(
    tx: &mut Tx,
    scope: &Scope,
    campaign: CampaignId,
    limit: u32,
) -> Result<Vec<Unscheduled>, StoreError> {
    let rows = tx
        .rows(
            "WITH RECURSIVE open_target (id, unit_id, unit_name, place, sort_key) AS (
                 SELECT t.id, t.unit_id, u.name, h.position, u.sort_key FROM target t
                 JOIN cohort h ON h.id = t.cohort_id JOIN unit u ON u.id = t.unit_id
                 WHERE ($1 = 1 OR EXISTS (SELECT 1 FROM role_grant g JOIN team m ON m.id = g.team_id WHERE g.user_id = $2
                         AND g.ended_at IS NULL AND $3 LIKE '%,' || g.role || ',%' AND m.campaign_id = t.campaign_id))
                   AND t.campaign_id = $4 AND t.removed_at IS NULL AND t.visit_id IS NULL AND h.purpose <> 'self_inspection'
                 ORDER BY h.position, u.sort_key, t.id LIMIT $5),
             line (id, unit_id, unit_name, place, sort_key, above, depth) AS (
                 SELECT o.id, o.unit_id, o.unit_name, o.place, o.sort_key, o.unit_id, 0 FROM open_target o
                 UNION ALL
                 SELECT l.id, l.unit_id, l.unit_name, l.place, l.sort_key, u.parent_id, l.depth + 1
                 FROM line l JOIN unit u ON u.id = l.above WHERE u.parent_id IS NOT NULL AND l.depth < 12)
             SELECT id, unit_id, unit_name, above FROM line ORDER BY place, sort_key, id, depth",
            scope.args_and(args![campaign, limit]),
        )
        .await?;
    let mut found: Vec<Unscheduled> = Vec::new();
    for row in rows {
        let target = row.parse("id")?;
        if found.last().is_none_or(|last| last.target != target) {
            found.push(Unscheduled {
                target,
                unit: row.parse("unit_id")?,
                unit_name: row.text("unit_name")?,
                line: Vec::new(),
            });
        }
        if let Some(last) = found.last_mut() {
            last.line.push(row.parse("above")?);
        }
    }
    Ok(found)
}

/// Visits of other campaigns to the same unit that the unit's visit might
/// share: not cancelled, not begun.
pub async fn shareable(
    tx: &mut Tx,
    unit: UnitId,
    campaign: CampaignId,
    from: Date,
    limit: u32,
) -> Result<Vec<(VisitId, Timestamp, String)>, StoreError> {
    tx.rows(
        "SELECT v.id, v.starts_at, v.place FROM visit v WHERE v.unit_id = $1 AND v.cancelled_at IS NULL AND v.day >= $3
           AND NOT EXISTS (SELECT 1 FROM visit_part p WHERE p.visit_id = v.id AND p.campaign_id = $2)
         ORDER BY v.starts_at, v.id LIMIT $4",
        args![unit, campaign, from, limit],
    )
    .await?
    .iter()
    .map(|row| Ok((row.parse("id")?, row.instant("starts_at")?, row.text("place")?)))
    .collect()
}

/// Opens a person's calendar address; an earlier one ends.
pub async fn open_feed(
    tx: &mut Tx,
    user: UserId,
    token_hash: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    close_feed(tx, user, now).await?;
    tx.run(
        "INSERT INTO calendar_feed (token_hash, user_id, created_at) VALUES ($1, $2, $3)",
        args![token_hash, user, now],
    )
    .await?;
    Ok(())
}

pub async fn close_feed(tx: &mut Tx, user: UserId, now: Timestamp) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE calendar_feed SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL",
            args![user, now],
        )
        .await?;
    Ok(touched > 0)
}

/// Whose calendar an address opens, if it has not ended.
pub async fn feed_owner(tx: &mut Tx, token_hash: &str) -> Result<Option<UserId>, StoreError> {
    tx.row(
        "SELECT f.user_id FROM calendar_feed f JOIN user_account u ON u.id = f.user_id
         WHERE f.token_hash = $1 AND f.revoked_at IS NULL AND u.disabled_at IS NULL",
        args![token_hash],
    )
    .await?
    .map(|row| row.parse("user_id"))
    .transpose()
}

/// Since when a person has a calendar address.
pub async fn feed_since(tx: &mut Tx, user: UserId) -> Result<Option<Timestamp>, StoreError> {
    tx.row("SELECT created_at FROM calendar_feed WHERE user_id = $1 AND revoked_at IS NULL", args![user])
        .await?
        .map(|row| row.instant("created_at"))
        .transpose()
}

/// Whether a scope reaches a team.
pub async fn reaches_team(tx: &mut Tx, scope: &Scope, team: TeamId) -> Result<bool, StoreError> {
    let found = tx
        .row(
            concat!(
                "SELECT m.id FROM team m WHERE ($1 = 1 OR EXISTS (SELECT 1 FROM role_grant g WHERE g.user_id = $2",
                " AND g.ended_at IS NULL AND $3 LIKE '%,' || g.role || ',%' AND g.team_id = m.id)) AND m.id = $4"
            ),
            scope.args_and(args![team]),
        )
        .await?;
    Ok(found.is_some())
}
