//! Visits: when and where, on whose behalf (parts), who goes (members).
//!
//! The folder beside this file holds the calendar, the steps with attendance and
//! requests, and the fieldwork. Not here: minutes and signatures (`minutes`).

pub mod calendar;
pub mod fieldwork;
pub mod recheck;
pub mod steps;

use crate::{Row, Scope, StoreError, Tx, args, in_scope};
use domain::identifier::{CampaignId, MemberId, TargetId, TeamId, UnitId, UserId, VisitId};
use domain::team::TeamRole;
use jiff::Timestamp;
use jiff::civil::Date;

/// A visit with the version an editor saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    pub id: VisitId,
    pub unit: UnitId,
    pub unit_name: String,
    /// planned or ad_hoc.
    pub kind: String,
    /// What gave rise to an ad-hoc visit, and why it was needed.
    pub occasion: Option<String>,
    pub reason: Option<String>,
    /// Why the schedule departs from its rules.
    pub exception: Option<String>,
    pub starts_at: Option<Timestamp>,
    pub ends_at: Option<Timestamp>,
    pub day: Option<Date>,
    pub last_day: Option<Date>,
    pub place: String,
    /// The code of the domain's state, and the state itself as JSON.
    pub state: String,
    pub state_data: String,
    pub notice: Option<Notice>,
    pub agreed_method: Option<String>,
    /// When the unit was first told of it.
    pub announced_at: Option<Timestamp>,
    pub version: i64,
    pub changed_at: Timestamp,
    pub cancelled_at: Option<Timestamp>,
    pub cancelled_reason: Option<String>,
}

/// Who of the unit was told of an ad-hoc visit, when and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub to: String,
    pub at: Timestamp,
    pub means: String,
}

/// When a visit is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub day: Date,
    pub last_day: Date,
}

/// A visit to be put into the schedule.
#[derive(Debug, Clone)]
pub struct New<'a> {
    pub id: VisitId,
    pub unit: UnitId,
    pub kind: &'a str,
    pub occasion: Option<&'a str>,
    pub reason: Option<&'a str>,
    pub exception: Option<&'a str>,
    pub times: Option<Times>,
    pub place: &'a str,
    pub state: &'a str,
    pub state_data: String,
    pub by: UserId,
    pub now: Timestamp,
}

/// One campaign's share in a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub visit: VisitId,
    pub campaign: CampaignId,
    pub campaign_title: String,
    pub campaign_number: String,
    pub target: TargetId,
    pub team: TeamId,
    pub team_name: String,
    pub minutes_state: String,
    pub minutes_on: Option<Date>,
    pub version: i64,
}

/// A member who goes on a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub member: MemberId,
    pub team: TeamId,
    pub name: Option<String>,
    pub rank: Option<String>,
    pub job_title: Option<String>,
    pub organisation: String,
    pub user: Option<UserId>,
    pub role: TeamRole,
    pub attended: Option<bool>,
    /// Why they did not come.
    pub absent: Option<String>,
    /// When they handed their part to the secretary, with a remark.
    pub handed_at: Option<Timestamp>,
    pub remark: Option<String>,
}

fn visit(row: &Row) -> Result<Visit, StoreError> {
    let notice = match (row.maybe_text("notice_to")?, row.maybe_instant("notice_at")?) {
        (Some(to), Some(at)) => {
            Some(Notice { to, at, means: row.maybe_text("notice_means")?.unwrap_or_default() })
        }
        _ => None,
    };
    Ok(Visit {
        id: row.parse("id")?,
        unit: row.parse("unit_id")?,
        unit_name: row.text("unit_name")?,
        kind: row.text("kind")?,
        occasion: row.maybe_text("occasion")?,
        reason: row.maybe_text("reason")?,
        exception: row.maybe_text("exception")?,
        starts_at: row.maybe_instant("starts_at")?,
        ends_at: row.maybe_instant("ends_at")?,
        day: row.maybe_date("day")?,
        last_day: row.maybe_date("last_day")?,
        place: row.text("place")?,
        state: row.text("state")?,
        state_data: row.text("state_data")?,
        notice,
        agreed_method: row.maybe_text("agreed_method")?,
        announced_at: row.maybe_instant("announced_at")?,
        version: row.int("version")?,
        changed_at: row.instant("changed_at")?,
        cancelled_at: row.maybe_instant("cancelled_at")?,
        cancelled_reason: row.maybe_text("cancelled_reason")?,
    })
}

fn part(row: &Row) -> Result<Part, StoreError> {
    Ok(Part {
        visit: row.parse("visit_id")?,
        campaign: row.parse("campaign_id")?,
        campaign_title: row.text("campaign_title")?,
        campaign_number: row.text("campaign_number")?,
        target: row.parse("target_id")?,
        team: row.parse("team_id")?,
        team_name: row.text("team_name")?,
        minutes_state: row.text("minutes_state")?,
        minutes_on: row.maybe_date("minutes_on")?,
        version: row.int("version")?,
    })
}

pub async fn add(tx: &mut Tx, new: &New<'_>) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO visit (id, unit_id, kind, occasion, reason, exception, starts_at, ends_at, day, last_day, place,
             state, state_data, created_by, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)",
        args![
            new.id,
            new.unit,
            new.kind,
            new.occasion,
            new.reason,
            new.exception,
            new.times.map(|t| t.starts_at),
            new.times.map(|t| t.ends_at),
            new.times.map(|t| t.day),
            new.times.map(|t| t.last_day),
            new.place,
            new.state,
            new.state_data.as_str(),
            new.by,
            new.now
        ],
    )
    .await?;
    Ok(())
}

/// Moves a visit that is still at `version`.
pub async fn set_times(
    tx: &mut Tx,
    id: VisitId,
    version: i64,
    times: Times,
    place: &str,
    exception: Option<&str>,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE visit SET starts_at = $3, ends_at = $4, day = $5, last_day = $6, place = $7, exception = $8,
                 changed_at = $9, version = version + 1
             WHERE id = $1 AND version = $2 AND cancelled_at IS NULL",
            args![
                id,
                version,
                times.starts_at,
                times.ends_at,
                times.day,
                times.last_day,
                place,
                exception,
                now
            ],
        )
        .await?;
    Ok(touched > 0)
}

/// Moves a visit to its next state, if it is still at `version`.
pub async fn set_state(
    tx: &mut Tx,
    id: VisitId,
    version: i64,
    state: &str,
    state_data: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE visit SET state = $3, state_data = $4, changed_at = $5, version = version + 1
             WHERE id = $1 AND version = $2",
            args![id, version, state, state_data, now],
        )
        .await?;
    Ok(touched > 0)
}

/// Remembers that the unit knows of the visit; the first time counts.
pub async fn mark_announced(tx: &mut Tx, id: VisitId, now: Timestamp) -> Result<(), StoreError> {
    tx.run("UPDATE visit SET announced_at = COALESCE(announced_at, $2) WHERE id = $1", args![id, now])
        .await?;
    Ok(())
}

/// Takes a visit out of the schedule; its rows stay for the record.
pub async fn cancel(
    tx: &mut Tx,
    id: VisitId,
    version: i64,
    reason: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE visit SET cancelled_at = $4, cancelled_reason = $3, changed_at = $4, version = version + 1
             WHERE id = $1 AND version = $2 AND cancelled_at IS NULL",
            args![id, version, reason, now],
        )
        .await?;
    Ok(touched > 0)
}

/// Writes down whom of the unit an ad-hoc visit was told, and the method agreed.
pub async fn set_agreement(
    tx: &mut Tx,
    id: VisitId,
    version: i64,
    notice: &Notice,
    method: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE visit SET notice_to = $3, notice_at = $4, notice_means = $5, agreed_method = $6, changed_at = $7,
                 version = version + 1
             WHERE id = $1 AND version = $2",
            args![id, version, notice.to.as_str(), notice.at, notice.means.as_str(), method, now],
        )
        .await?;
    Ok(touched > 0)
}

/// A visit within the reader's own teams, or of their own units once these were
/// told of it or it has begun.
macro_rules! visible {
    () => {
        "($1 = 1 OR EXISTS (SELECT 1 FROM role_grant g WHERE g.user_id = $2 AND g.ended_at IS NULL AND $3 LIKE '%,' || g.role || ',%'
            AND ((g.unit_id = v.unit_id AND (v.announced_at IS NOT NULL OR v.state IN ('underway', 'finished')))
              OR EXISTS (SELECT 1 FROM visit_part q WHERE q.visit_id = v.id AND q.team_id = g.team_id))))"
    };
}
pub(crate) use visible;

pub async fn get(tx: &mut Tx, scope: &Scope, id: VisitId) -> Result<Option<Visit>, StoreError> {
    tx.row(
        concat!(
            "SELECT v.*, u.name AS unit_name FROM visit v JOIN unit u ON u.id = v.unit_id WHERE ",
            visible!(),
            " AND v.id = $4"
        ),
        scope.args_and(args![id]),
    )
    .await?
    .map(|row| visit(&row))
    .transpose()
}

pub async fn add_part(
    tx: &mut Tx,
    id: VisitId,
    campaign: CampaignId,
    target: TargetId,
    team: TeamId,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO visit_part (visit_id, campaign_id, target_id, team_id) VALUES ($1, $2, $3, $4)",
        args![id, campaign, target, team],
    )
    .await?;
    Ok(())
}

macro_rules! parts_of {
    ($rest:expr) => {
        concat!(
            "SELECT p.*, c.title AS campaign_title, c.number AS campaign_number, m.name AS team_name
             FROM visit_part p JOIN visit v ON v.id = p.visit_id JOIN campaign c ON c.id = p.campaign_id
             JOIN team m ON m.id = p.team_id WHERE ",
            $rest,
            " ORDER BY c.created_at, c.id"
        )
    };
}

/// The shares the reader may see: the unit sees all, a team only its own.
pub async fn parts(tx: &mut Tx, scope: &Scope, id: VisitId) -> Result<Vec<Part>, StoreError> {
    tx.rows(
        parts_of!(concat!(in_scope!("v.unit_id", "p.team_id"), " AND p.visit_id = $4")),
        scope.args_and(args![id]),
    )
    .await?
    .iter()
    .map(part)
    .collect()
}

/// Every share in a visit, for acts that concern all of it.
pub async fn all_parts(tx: &mut Tx, id: VisitId) -> Result<Vec<Part>, StoreError> {
    tx.rows(parts_of!("p.visit_id = $1"), args![id]).await?.iter().map(part).collect()
}

/// The visit of a target that is not cancelled.
pub async fn of_target(tx: &mut Tx, target: TargetId) -> Result<Option<VisitId>, StoreError> {
    tx.row(
        "SELECT p.visit_id FROM visit_part p JOIN visit v ON v.id = p.visit_id
         WHERE p.target_id = $1 AND v.cancelled_at IS NULL ORDER BY v.created_at DESC LIMIT 1",
        args![target],
    )
    .await?
    .map(|row| row.parse("visit_id"))
    .transpose()
}

/// Says who of one team goes; those of other teams stay.
pub async fn set_members(
    tx: &mut Tx,
    id: VisitId,
    team: TeamId,
    members: &[MemberId],
) -> Result<(), StoreError> {
    tx.run(
        "DELETE FROM visit_member WHERE visit_id = $1
           AND member_id IN (SELECT m.id FROM team_member m WHERE m.team_id = $2)",
        args![id, team],
    )
    .await?;
    for member in members {
        tx.run("INSERT INTO visit_member (visit_id, member_id) VALUES ($1, $2)", args![id, *member]).await?;
    }
    Ok(())
}

/// Who goes, in roster order, team by team.
pub async fn members(tx: &mut Tx, id: VisitId) -> Result<Vec<Seat>, StoreError> {
    tx.rows(
        "SELECT m.*, s.attended, s.absent, h.handed_at, h.remark FROM visit_member s
         JOIN team_member m ON m.id = s.member_id JOIN team t ON t.id = m.team_id
         LEFT JOIN visit_handover h ON h.visit_id = s.visit_id AND h.member_id = s.member_id
         WHERE s.visit_id = $1 ORDER BY t.campaign_id, t.position, m.position, m.id",
        args![id],
    )
    .await?
    .iter()
    .map(seat)
    .collect()
}

fn seat(row: &Row) -> Result<Seat, StoreError> {
    Ok(Seat {
        member: row.parse("id")?,
        team: row.parse("team_id")?,
        name: row.maybe_text("name")?,
        rank: row.maybe_text("rank")?,
        job_title: row.maybe_text("job_title")?,
        organisation: row.text("organisation")?,
        user: row.maybe_parse("user_id")?,
        role: row.code("role", TeamRole::from_code)?,
        attended: row.maybe_flag("attended")?,
        absent: row.maybe_text("absent")?,
        handed_at: row.maybe_instant("handed_at")?,
        remark: row.maybe_text("remark")?,
    })
}

/// Whether a member came. Returns false when they are not of the visit.
pub async fn set_attended(
    tx: &mut Tx,
    id: VisitId,
    member: MemberId,
    attended: bool,
    absent: Option<&str>,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE visit_member SET attended = $3, absent = $4 WHERE visit_id = $1 AND member_id = $2",
            args![id, member, attended, absent],
        )
        .await?;
    Ok(touched > 0)
}

/// A member hands the part they wrote to the secretary; again replaces.
pub async fn hand_over(
    tx: &mut Tx,
    id: VisitId,
    member: MemberId,
    remark: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO visit_handover (visit_id, member_id, remark, handed_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (visit_id, member_id) DO UPDATE SET remark = excluded.remark, handed_at = excluded.handed_at",
        args![id, member, remark, now],
    )
    .await?;
    Ok(())
}

/// Takes a handed-over part back for more work; false when it was not handed.
pub async fn take_back(tx: &mut Tx, id: VisitId, member: MemberId) -> Result<bool, StoreError> {
    let touched = tx
        .run("DELETE FROM visit_handover WHERE visit_id = $1 AND member_id = $2", args![id, member])
        .await?;
    Ok(touched > 0)
}
