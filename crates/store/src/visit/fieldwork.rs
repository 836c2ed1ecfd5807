//! Fieldwork: the checklist items of a visit, who answers them, what was found,
//! and what each answer replaced.
//!
//! Not here: earlier findings looked at again (`recheck`).

use crate::{Row, StoreError, Tx, args};
use domain::identifier::{CampaignId, MemberId, UserId, VisitId, VisitItemId};
use jiff::Timestamp;
use std::collections::BTreeMap;
use uuid::Uuid;

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
    /// The figure counted on site.
    pub counted: Option<i64>,
}

/// The fate of an answer that stood and was replaced.
pub const REPLACED: &str = "replaced";
/// The fate of an answer that came after someone else's.
pub const REFUSED: &str = "refused";

/// An answer that was replaced or refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// The version it was, or was based on.
    pub version: i64,
    pub fate: String,
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
        counted: row.maybe_int("counted")?,
    })
}

macro_rules! select {
    ($rest:expr) => {
        concat!(
            "SELECT c.*, i.member_id, i.verdict, i.note, i.location, i.guidance AS told, i.counted, i.version, i.answered_at,
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

/// An answer on its way into the record, over the version the writer saw.
#[derive(Debug, Clone, Copy)]
pub struct Saving<'a> {
    pub visit: VisitId,
    pub item: VisitItemId,
    pub version: i64,
    pub answer: &'a Answer,
    pub by: UserId,
    pub now: Timestamp,
    /// The identifier under which what it replaces is set aside.
    pub past: Uuid,
}

/// Keeps an answer over the one of its version and sets that one aside; false
/// when someone else answered meanwhile.
pub async fn save(tx: &mut Tx, s: Saving<'_>) -> Result<bool, StoreError> {
    tx.run(
        "INSERT INTO visit_item (visit_id, item_id) VALUES ($1, $2) ON CONFLICT (visit_id, item_id) DO NOTHING",
        args![s.visit, s.item],
    )
    .await?;
    tx.run(
        "INSERT INTO visit_item_past (id, visit_id, item_id, version, fate, verdict, note, location, guidance, counted, answered_by, answered_at)
         SELECT $4, visit_id, item_id, version, $5, verdict, note, location, guidance, counted, answered_by, answered_at FROM visit_item
         WHERE visit_id = $1 AND item_id = $2 AND version = $3 AND version > 0",
        args![s.visit, s.item, s.version, s.past.to_string(), REPLACED],
    )
    .await?;
    let touched = tx
        .run(
            "UPDATE visit_item SET verdict = $4, note = $5, location = $6, guidance = $7, counted = $8, answered_by = $9,
                 answered_at = $10, version = version + 1
             WHERE visit_id = $1 AND item_id = $2 AND version = $3",
            args![
                s.visit,
                s.item,
                s.version,
                s.answer.verdict.as_deref(),
                s.answer.note.as_str(),
                s.answer.location.as_str(),
                s.answer.told.as_str(),
                s.answer.counted,
                s.by,
                s.now
            ],
        )
        .await?;
    Ok(touched > 0)
}

/// Keeps an answer that came too late, so that nothing typed is lost.
pub async fn set_aside(tx: &mut Tx, s: Saving<'_>) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO visit_item_past (id, visit_id, item_id, version, fate, verdict, note, location, guidance, counted, answered_by, answered_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        args![
            s.past.to_string(),
            s.visit,
            s.item,
            s.version,
            REFUSED,
            s.answer.verdict.as_deref(),
            s.answer.note.as_str(),
            s.answer.location.as_str(),
            s.answer.told.as_str(),
            s.answer.counted,
            s.by,
            s.now
        ],
    )
    .await?;
    Ok(())
}

/// What was written on an item before, newest first.
pub async fn past(tx: &mut Tx, visit: VisitId, item: VisitItemId) -> Result<Vec<Past>, StoreError> {
    tx.rows(
        "SELECT p.version, p.fate, p.verdict, p.note, p.location, p.guidance AS told, p.counted, p.answered_at, a.name AS answered_name
         FROM visit_item_past p LEFT JOIN user_account a ON a.id = p.answered_by
         WHERE p.visit_id = $1 AND p.item_id = $2 ORDER BY p.version DESC, p.answered_at DESC, p.id DESC LIMIT 100",
        args![visit, item],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Past {
            version: row.int("version")?,
            fate: row.text("fate")?,
            answer: answer(row)?,
            answered_by: row.maybe_text("answered_name")?,
            answered_at: row.maybe_instant("answered_at")?,
        })
    })
    .collect()
}

/// The answers an item had from a version on, before the one that stands.
pub async fn since(
    tx: &mut Tx,
    visit: VisitId,
    item: VisitItemId,
    version: i64,
) -> Result<Vec<Answer>, StoreError> {
    tx.rows(
        "SELECT verdict, note, location, guidance AS told, counted FROM visit_item_past
         WHERE visit_id = $1 AND item_id = $2 AND version >= $3 AND fate = $4 ORDER BY version",
        args![visit, item, version, REPLACED],
    )
    .await?
    .iter()
    .map(answer)
    .collect()
}

/// How many items each member of a visit has been given, and has answered.
pub async fn shares(tx: &mut Tx, visit: VisitId) -> Result<BTreeMap<MemberId, (i64, i64)>, StoreError> {
    let rows = tx
        .rows(
            "SELECT member_id, COUNT(*) AS given, SUM(CASE WHEN verdict IS NULL THEN 0 ELSE 1 END) AS answered
             FROM visit_item WHERE visit_id = $1 AND member_id IS NOT NULL GROUP BY member_id",
            args![visit],
        )
        .await?;
    rows.iter().map(|row| Ok((row.parse("member_id")?, (row.int("given")?, row.int("answered")?)))).collect()
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
