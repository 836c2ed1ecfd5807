//! Issued plans: the file, the reading, the corrected reading, the answers given
//! to doubts.

use crate::{Row, StoreError, Tx, args};
use domain::identifier::{FileId, PlanId, UserId};
use domain::plan::Plan;
use domain::text::fold;
use jiff::Timestamp;

/// A plan as listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub id: PlanId,
    pub file: FileId,
    pub title: String,
    /// The reading's kind, as its code.
    pub kind: String,
    /// reviewing, used or withdrawn.
    pub state: String,
    pub version: i64,
    pub uploaded_at: Timestamp,
    pub file_name: String,
}

/// A plan with its texts. `source` is the reader's paragraphs as JSON.
#[derive(Debug, Clone)]
pub struct Kept {
    pub listed: Listed,
    pub source: String,
    pub reading: Plan,
    pub corrected: Plan,
}

/// What a person decided about a doubt or a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What it is about: "doubt:<code>:<paragraph>:<from>", "unit:<folded name>".
    pub about: String,
    /// accepted, corrected, left.
    pub decision: String,
    pub value: Option<String>,
}

fn listed(row: &Row) -> Result<Listed, StoreError> {
    Ok(Listed {
        id: row.parse("id")?,
        file: row.parse("file_id")?,
        title: row.text("title")?,
        kind: row.text("kind")?,
        state: row.text("state")?,
        version: row.int("version")?,
        uploaded_at: row.instant("uploaded_at")?,
        file_name: row.text("file_name")?,
    })
}

fn kind_code(plan: &Plan) -> Result<String, StoreError> {
    Ok(serde_json::to_value(plan.kind)?.as_str().unwrap_or_default().to_owned())
}

/// A plan to be kept.
#[derive(Debug)]
pub struct New<'a> {
    pub id: PlanId,
    pub file: FileId,
    pub source: String,
    pub reading: &'a Plan,
    pub by: UserId,
    pub now: Timestamp,
}

pub async fn add(tx: &mut Tx, new: New<'_>) -> Result<(), StoreError> {
    let reading = serde_json::to_string(new.reading)?;
    let title = new.reading.title.clone().unwrap_or_default();
    tx.run(
        "INSERT INTO plan (id, file_id, title, kind, folded, source, reading, corrected, state, uploaded_by, uploaded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 'reviewing', $8, $9)",
        args![new.id, new.file, title.as_str(), kind_code(new.reading)?, fold(&title), new.source, reading, new.by, new.now],
    )
    .await?;
    Ok(())
}

pub async fn list(tx: &mut Tx, limit: u32, offset: u32) -> Result<Vec<Listed>, StoreError> {
    tx.rows(
        "SELECT p.id, p.file_id, p.title, p.kind, p.state, p.version, p.uploaded_at, f.name AS file_name
         FROM plan p JOIN file f ON f.id = p.file_id ORDER BY p.uploaded_at DESC, p.id LIMIT $1 OFFSET $2",
        args![limit, offset],
    )
    .await?
    .iter()
    .map(listed)
    .collect()
}

pub async fn get(tx: &mut Tx, id: PlanId) -> Result<Option<Kept>, StoreError> {
    tx.row(
        "SELECT p.*, f.name AS file_name FROM plan p JOIN file f ON f.id = p.file_id WHERE p.id = $1",
        args![id],
    )
    .await?
    .map(|row| {
        Ok(Kept {
            listed: listed(&row)?,
            source: row.text("source")?,
            reading: row.json("reading")?,
            corrected: row.json("corrected")?,
        })
    })
    .transpose()
}

/// Keeps a corrected reading over `version`; false when someone else corrected
/// it meanwhile.
pub async fn correct(tx: &mut Tx, id: PlanId, plan: &Plan, version: i64) -> Result<bool, StoreError> {
    let title = plan.title.clone().unwrap_or_default();
    let touched = tx
        .run(
            "UPDATE plan SET corrected = $3, title = $4, folded = $5, kind = $6, version = version + 1 WHERE id = $1 AND version = $2",
            args![id, version, serde_json::to_string(plan)?, title.as_str(), fold(&title), kind_code(plan)?],
        )
        .await?;
    Ok(touched > 0)
}

pub async fn set_state(tx: &mut Tx, id: PlanId, state: &str) -> Result<(), StoreError> {
    tx.run("UPDATE plan SET state = $2, version = version + 1 WHERE id = $1", args![id, state]).await?;
    Ok(())
}

pub async fn answer(
    tx: &mut Tx,
    id: PlanId,
    answer: &Answer,
    by: UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO plan_answer (plan_id, about, decision, value, decided_by, decided_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (plan_id, about) DO UPDATE SET decision = excluded.decision, value = excluded.value,
             decided_by = excluded.decided_by, decided_at = excluded.decided_at",
        args![id, answer.about.as_str(), answer.decision.as_str(), answer.value.as_deref(), by, now],
    )
    .await?;
    Ok(())
}

/// Takes an answer back: the doubt is open again.
pub async fn unanswer(tx: &mut Tx, id: PlanId, about: &str) -> Result<(), StoreError> {
    tx.run("DELETE FROM plan_answer WHERE plan_id = $1 AND about = $2", args![id, about]).await?;
    Ok(())
}

pub async fn answers(tx: &mut Tx, id: PlanId) -> Result<Vec<Answer>, StoreError> {
    tx.rows("SELECT about, decision, value FROM plan_answer WHERE plan_id = $1 ORDER BY about", args![id])
        .await?
        .iter()
        .map(|row| {
            Ok(Answer {
                about: row.text("about")?,
                decision: row.text("decision")?,
                value: row.maybe_text("value")?,
            })
        })
        .collect()
}
