//! The steps of a visit as they happened, who sat at the table, and what the
//! team asked of the unit.
//!
//! Not here: which step follows which (`domain::visit`).

use super::visible;
use crate::{Row, Scope, StoreError, Tx, args, in_scope};
use domain::identifier::{CampaignId, FileId, UserId, VisitId};
use jiff::Timestamp;

/// A step as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub step: String,
    pub started_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    pub note: Option<String>,
    pub recorded_by: Option<String>,
}

/// Someone at the table who is not of a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    pub id: String,
    /// unit or guest.
    pub side: String,
    pub name: String,
    pub job_title: Option<String>,
    /// Why they did not come.
    pub absent: Option<String>,
}

/// Something said between team and unit: a clarification or a paper the team asks
/// for, guidance it gives, a difficulty the unit raises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub id: String,
    pub campaign: CampaignId,
    /// clarification, document, guidance or question.
    pub kind: String,
    pub text: String,
    pub response: Option<String>,
    /// open, answered, shown, not_shown, given or referred.
    pub state: String,
    pub asked_by: String,
    pub asked_at: Timestamp,
    pub answered_by: Option<String>,
    pub answered_at: Option<Timestamp>,
}

/// The times of a step; what is none stays as it was recorded.
pub async fn record(
    tx: &mut Tx,
    id: VisitId,
    step: &str,
    started: Option<Timestamp>,
    ended: Option<Timestamp>,
    note: Option<&str>,
    by: UserId,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO visit_step (visit_id, step, started_at, ended_at, note, recorded_by) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (visit_id, step) DO UPDATE SET started_at = COALESCE(excluded.started_at, visit_step.started_at),
             ended_at = COALESCE(excluded.ended_at, visit_step.ended_at), note = COALESCE(excluded.note, visit_step.note),
             recorded_by = excluded.recorded_by",
        args![id, step, started, ended, note, by],
    )
    .await?;
    Ok(())
}

/// Forgets that a step ended: the team went back to it.
pub async fn reopen(tx: &mut Tx, id: VisitId, step: &str) -> Result<(), StoreError> {
    tx.run("UPDATE visit_step SET ended_at = NULL WHERE visit_id = $1 AND step = $2", args![id, step])
        .await?;
    Ok(())
}

pub async fn recorded(tx: &mut Tx, id: VisitId) -> Result<Vec<Step>, StoreError> {
    tx.rows(
        "SELECT s.*, u.name AS recorded_name FROM visit_step s LEFT JOIN user_account u ON u.id = s.recorded_by
         WHERE s.visit_id = $1 ORDER BY s.started_at, s.step",
        args![id],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Step {
            step: row.text("step")?,
            started_at: row.maybe_instant("started_at")?,
            ended_at: row.maybe_instant("ended_at")?,
            note: row.maybe_text("note")?,
            recorded_by: row.maybe_text("recorded_name")?,
        })
    })
    .collect()
}

pub async fn add_attendee(tx: &mut Tx, id: VisitId, a: &Attendee) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO visit_attendee (id, visit_id, side, name, job_title, absent, position)
         SELECT $1, $2, $3, $4, $5, $6, COUNT(*) FROM visit_attendee WHERE visit_id = $2",
        args![
            a.id.as_str(),
            id,
            a.side.as_str(),
            a.name.as_str(),
            a.job_title.as_deref(),
            a.absent.as_deref()
        ],
    )
    .await?;
    Ok(())
}

pub async fn remove_attendee(tx: &mut Tx, id: VisitId, attendee: &str) -> Result<bool, StoreError> {
    let touched =
        tx.run("DELETE FROM visit_attendee WHERE id = $2 AND visit_id = $1", args![id, attendee]).await?;
    Ok(touched > 0)
}

/// How many people outside the teams are written down.
pub async fn count_attendees(tx: &mut Tx, id: VisitId) -> Result<i64, StoreError> {
    tx.count("SELECT COUNT(*) AS n FROM visit_attendee WHERE visit_id = $1", args![id]).await
}

pub async fn attendees(tx: &mut Tx, id: VisitId) -> Result<Vec<Attendee>, StoreError> {
    tx.rows("SELECT * FROM visit_attendee WHERE visit_id = $1 ORDER BY side DESC, position, id", args![id])
        .await?
        .iter()
        .map(|row| {
            Ok(Attendee {
                id: row.text("id")?,
                side: row.text("side")?,
                name: row.text("name")?,
                job_title: row.maybe_text("job_title")?,
                absent: row.maybe_text("absent")?,
            })
        })
        .collect()
}

/// Asks the unit for something.
pub async fn ask(tx: &mut Tx, id: VisitId, request: &Request, by: UserId) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO visit_request (id, visit_id, campaign_id, kind, text, state, asked_by, asked_at, position)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, COUNT(*) FROM visit_request WHERE visit_id = $2",
        args![
            request.id.as_str(),
            id,
            request.campaign,
            request.kind.as_str(),
            request.text.as_str(),
            request.state.as_str(),
            by,
            request.asked_at
        ],
    )
    .await?;
    Ok(())
}

/// Writes down the response to a request.
pub async fn answer(
    tx: &mut Tx,
    id: VisitId,
    request: &str,
    state: &str,
    response: Option<&str>,
    by: UserId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            // Who only ticks a request has not answered it.
            "UPDATE visit_request SET state = $3, response = COALESCE($4, response),
                 answered_by = CASE WHEN $4 IS NULL AND answered_at IS NOT NULL THEN answered_by ELSE $5 END,
                 answered_at = CASE WHEN $4 IS NULL AND answered_at IS NOT NULL THEN answered_at ELSE $6 END
             WHERE id = $2 AND visit_id = $1",
            args![id, request, state, response, by, now],
        )
        .await?;
    Ok(touched > 0)
}

fn request(row: &Row) -> Result<Request, StoreError> {
    Ok(Request {
        id: row.text("id")?,
        campaign: row.parse("campaign_id")?,
        kind: row.text("kind")?,
        text: row.text("text")?,
        response: row.maybe_text("response")?,
        state: row.text("state")?,
        asked_by: row.text("asked_name")?,
        asked_at: row.instant("asked_at")?,
        answered_by: row.maybe_text("answered_name")?,
        answered_at: row.maybe_instant("answered_at")?,
    })
}

macro_rules! requests {
    ($rest:expr) => {
        concat!(
            "SELECT r.*, COALESCE(a.name, '') AS asked_name, b.name AS answered_name FROM visit_request r
             JOIN visit v ON v.id = r.visit_id
             JOIN visit_part p ON p.visit_id = r.visit_id AND p.campaign_id = r.campaign_id
             LEFT JOIN user_account a ON a.id = r.asked_by LEFT JOIN user_account b ON b.id = r.answered_by WHERE ",
            in_scope!("v.unit_id", "p.team_id"),
            $rest
        )
    };
}

/// The requests of the shares the reader may see, in the order asked.
pub async fn requests(tx: &mut Tx, scope: &Scope, id: VisitId) -> Result<Vec<Request>, StoreError> {
    tx.rows(requests!(" AND r.visit_id = $4 ORDER BY r.position, r.id"), scope.args_and(args![id]))
        .await?
        .iter()
        .map(request)
        .collect()
}

pub async fn get_request(
    tx: &mut Tx,
    scope: &Scope,
    id: VisitId,
    r: &str,
) -> Result<Option<Request>, StoreError> {
    tx.row(requests!(" AND r.visit_id = $4 AND r.id = $5"), scope.args_and(args![id, r]))
        .await?
        .map(|row| request(&row))
        .transpose()
}

/// How many requests a visit has; they are bounded.
pub async fn count_requests(tx: &mut Tx, scope: &Scope, id: VisitId) -> Result<i64, StoreError> {
    tx.count(
        concat!(
            "SELECT COUNT(*) AS n FROM visit_request r JOIN visit v ON v.id = r.visit_id WHERE ",
            visible!(),
            " AND r.visit_id = $4"
        ),
        scope.args_and(args![id]),
    )
    .await
}

/// The kind of object under which papers of an answer are filed.
pub const FILES: &str = "visit_request";

/// A paper that came with the answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub request: String,
    pub file: FileId,
    pub name: String,
    pub sha256: String,
    pub size: i64,
}

/// The papers of all requests of a visit, in one query.
pub async fn papers(tx: &mut Tx, id: VisitId) -> Result<Vec<Paper>, StoreError> {
    tx.rows(
        "SELECT r.id AS request, f.id AS file_id, f.name, f.sha256, f.size FROM visit_request r
         JOIN file_link l ON l.object_kind = $2 AND l.object_id = r.id AND l.removed_at IS NULL
         JOIN file f ON f.id = l.file_id WHERE r.visit_id = $1 ORDER BY r.position, l.linked_at, f.id",
        args![id, FILES],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Paper {
            request: row.text("request")?,
            file: row.parse("file_id")?,
            name: row.text("name")?,
            sha256: row.text("sha256")?,
            size: row.int("size")?,
        })
    })
    .collect()
}
