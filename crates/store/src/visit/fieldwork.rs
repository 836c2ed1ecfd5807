//! Fieldwork: the checklist items of a visit, who answers them, what was found,
//! and what each answer replaced.
//!
//! Not here: earlier findings looked at again (`recheck`).

use crate::{Row, StoreError, Tx, args};
use domain::identifier::{CampaignId, MemberId, TargetId, UserId, VisitId, VisitItemId};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// An item with its answer, as the fieldwork page lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub id: VisitItemId,
    pub code: String,
    pub content: Option<String>,
    pub theme: String,
    pub method: String,
    pub question: String,
    pub question_en: String,
    pub guidance: String,
    pub guidance_en: String,
    pub basis: String,
    pub catalogue: String,
    pub outline_field: Option<String>,
    /// Whom it is assigned to.
    pub member: Option<MemberId>,
    pub answer: Answer,
    /// 0 while never assigned or answered.
    pub version: i64,
    pub answered_by: Option<String>,
    pub answered_at: Option<Timestamp>,
}

/// What an inspector wrote on an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The code of the verdict, or none while open.
    pub verdict: Option<String>,
    pub note: String,
    /// The department or place within the unit.
    pub location: String,
    /// What the unit was told to do about it.
    pub told: String,
}

/// An answer that was replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    pub version: i64,
    pub answer: Answer,
    pub answered_by: Option<String>,
    pub answered_at: Option<Timestamp>,
}

fn item(row: &Row) -> Result<Item, StoreError> {
    Ok(Item {
        id: row.parse("id")?,
        code: row.text("code")?,
        content: row.maybe_text("content_code")?,
        theme: row.text("theme")?,
        method: row.text("method")?,
        question: row.text("question")?,
        question_en: row.text("question_en")?,
        guidance: row.text("guidance")?,
        guidance_en: row.text("guidance_en")?,
        basis: row.text("basis")?,
        catalogue: row.text("catalogue")?,
        outline_field: row.maybe_text("outline_field")?,
        member: row.maybe_parse("member_id")?,
        answer: answer(row)?,
        version: row.maybe_int("version")?.unwrap_or(0),
        answered_by: row.maybe_text("answered_name")?,
        answered_at: row.maybe_instant("answered_at")?,
    })
}

fn answer(row: &Row) -> Result<Answer, StoreError> {
    Ok(Answer {
        verdict: row.maybe_text("verdict")?,
        note: row.maybe_text("note")?.unwrap_or_default(),
        location: row.maybe_text("location")?.unwrap_or_default(),
        told: row.maybe_text("told")?.unwrap_or_default(),
    })
}

macro_rules! select {
    ($rest:expr) => {
        concat!(
            "SELECT c.*, i.member_id, i.verdict, i.note, i.location, i.guidance AS told, i.version, i.answered_at,
                 a.name AS answered_name
             FROM checklist_item c LEFT JOIN visit_item i ON i.item_id = c.id AND i.visit_id = $1
             LEFT JOIN user_account a ON a.id = i.answered_by WHERE c.campaign_id = $2",
            $rest
        )
    };
}

/// Every item of one campaign at a visit, in checklist order.
pub async fn items(tx: &mut Tx, visit: VisitId, campaign: CampaignId) -> Result<Vec<Item>, StoreError> {
    tx.rows(select!(" ORDER BY c.position"), args![visit, campaign]).await?.iter().map(item).collect()
}

pub async fn get_item(
    tx: &mut Tx,
    visit: VisitId,
    campaign: CampaignId,
    id: VisitItemId,
) -> Result<Option<Item>, StoreError> {
    tx.row(select!(" AND c.id = $3"), args![visit, campaign, id]).await?.map(|row| item(&row)).transpose()
}

/// The campaign an item belongs to.
pub async fn campaign_of(tx: &mut Tx, id: VisitItemId) -> Result<Option<CampaignId>, StoreError> {
    tx.row("SELECT campaign_id FROM checklist_item WHERE id = $1", args![id])
        .await?
        .map(|row| row.parse("campaign_id"))
        .transpose()
}

/// Gives items to a member, or to nobody; one theme, or one item (empty text
/// for any).
pub async fn assign(
    tx: &mut Tx,
    visit: VisitId,
    campaign: CampaignId,
    theme: &str,
    one: Option<VisitItemId>,
    member: Option<MemberId>,
) -> Result<u64, StoreError> {
    tx.run(
        "INSERT INTO visit_item (visit_id, item_id, member_id)
         SELECT $1, c.id, $5 FROM checklist_item c
         WHERE c.campaign_id = $2 AND ($3 = '' OR c.theme = $3) AND ($4 = '' OR c.id = $4)
         ON CONFLICT (visit_id, item_id) DO UPDATE SET member_id = excluded.member_id",
        args![visit, campaign, theme, one.map(|id| id.to_string()).unwrap_or_default(), member],
    )
    .await
}

/// Keeps an answer over the one of `version` and sets that one aside; false when
/// someone else answered meanwhile.
pub async fn save(
    tx: &mut Tx,
    visit: VisitId,
    item: VisitItemId,
    version: i64,
    answer: &Answer,
    by: UserId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    tx.run(
        "INSERT INTO visit_item (visit_id, item_id) VALUES ($1, $2) ON CONFLICT (visit_id, item_id) DO NOTHING",
        args![visit, item],
    )
    .await?;
    tx.run(
        "INSERT INTO visit_item_past (visit_id, item_id, version, verdict, note, location, guidance, answered_by, answered_at)
         SELECT visit_id, item_id, version, verdict, note, location, guidance, answered_by, answered_at FROM visit_item
         WHERE visit_id = $1 AND item_id = $2 AND version = $3 AND version > 0",
        args![visit, item, version],
    )
    .await?;
    let touched = tx
        .run(
            "UPDATE visit_item SET verdict = $4, note = $5, location = $6, guidance = $7, answered_by = $8, answered_at = $9,
                 version = version + 1
             WHERE visit_id = $1 AND item_id = $2 AND version = $3",
            args![
                visit,
                item,
                version,
                answer.verdict.as_deref(),
                answer.note.as_str(),
                answer.location.as_str(),
                answer.told.as_str(),
                by,
                now
            ],
        )
        .await?;
    Ok(touched > 0)
}

/// What was written on an item before, newest first.
pub async fn past(tx: &mut Tx, visit: VisitId, item: VisitItemId) -> Result<Vec<Past>, StoreError> {
    tx.rows(
        "SELECT p.version, p.verdict, p.note, p.location, p.guidance AS told, p.answered_at, a.name AS answered_name
         FROM visit_item_past p LEFT JOIN user_account a ON a.id = p.answered_by
         WHERE p.visit_id = $1 AND p.item_id = $2 ORDER BY p.version DESC LIMIT 100",
        args![visit, item],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Past {
            version: row.int("version")?,
            answer: answer(row)?,
            answered_by: row.maybe_text("answered_name")?,
            answered_at: row.maybe_instant("answered_at")?,
        })
    })
    .collect()
}

/// The object under which an item's evidence is filed.
pub fn evidence_of(visit: VisitId, item: VisitItemId) -> String {
    format!("{visit}/{item}")
}

/// The kind of that object.
pub const EVIDENCE: &str = "visit_item";

/// How many files lie with each item of a visit.
pub async fn evidence_counts(tx: &mut Tx, visit: VisitId) -> Result<BTreeMap<VisitItemId, i64>, StoreError> {
    let prefix = format!("{visit}/");
    let rows = tx
        .rows(
            "SELECT object_id, COUNT(*) AS n FROM file_link
             WHERE object_kind = $1 AND object_id LIKE $2 || '%' AND removed_at IS NULL GROUP BY object_id",
            args![EVIDENCE, prefix.as_str()],
        )
        .await?;
    let mut counts = BTreeMap::new();
    for row in rows {
        let object = row.text("object_id")?;
        if let Some(item) = object.strip_prefix(&prefix).and_then(|id| id.parse().ok()) {
            counts.insert(item, row.int("n")?);
        }
    }
    Ok(counts)
}

/// One cell of what the unit itself reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    pub field: String,
    pub cell: String,
    pub value: String,
}

/// The unit's answers in the report of a target, once it has been sent; the
/// outline it was written by comes with them.
pub async fn reported(tx: &mut Tx, target: TargetId) -> Result<(Option<String>, Vec<Reported>), StoreError> {
    let rows = tx
        .rows(
            "SELECT r.outline, a.field, a.cell, a.value FROM report r LEFT JOIN report_answer a ON a.report_id = r.id
             WHERE r.target_id = $1 AND r.sent_at IS NOT NULL ORDER BY a.field, a.cell",
            args![target],
        )
        .await?;
    let outline = rows.first().map(|row| row.text("outline")).transpose()?;
    let mut answers = Vec::with_capacity(rows.len());
    for row in &rows {
        if let Some(field) = row.maybe_text("field")? {
            answers.push(Reported { field, cell: row.text("cell")?, value: row.text("value")? });
        }
    }
    Ok((outline, answers))
}
