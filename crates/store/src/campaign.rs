//! Campaigns, their cohorts, contents and checklist items.

use crate::{Row, Scope, StoreError, Tx, args};
use domain::campaign::{Campaign, CampaignState, Cohort, Purpose};
use domain::identifier::{CampaignId, CohortId, PlanId, UserId, VisitItemId};
use domain::text::fold;
use jiff::Timestamp;
use jiff::civil::Date;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub campaign: Campaign,
    pub previous: Option<CampaignId>,
    pub place: String,
    pub issued_on: Option<Date>,
    pub version: i64,
    pub created_at: Timestamp,
    pub opened_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
}

/// A content of the plan and the checklist themes mapped to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    pub code: String,
    pub text: String,
    pub themes: Vec<String>,
}

/// A checklist item as it stood when the campaign was made.
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
    /// Codes of the finding catalogue, space-separated.
    pub catalogue: String,
    /// The outline field whose answer is held beside it.
    pub outline_field: Option<String>,
}

fn kept(row: &Row) -> Result<Kept, StoreError> {
    Ok(Kept {
        campaign: Campaign {
            id: row.parse("id")?,
            plan: row.maybe_parse::<PlanId>("plan_id")?,
            title: row.text("title")?,
            number: row.text("number")?,
            year: row.int("year")? as i16,
            issuer: row.text("issuer")?,
            state: row.code("state", CampaignState::from_code)?,
            scope_from: row.maybe_date("scope_from")?,
            scope_to: row.maybe_date("scope_to")?,
            window_from: row.maybe_date("window_from")?,
            window_to: row.maybe_date("window_to")?,
            checklist: row.maybe_text("checklist")?,
            remediation: row.maybe_json("remediation_rule")?,
            notice: row.maybe_json("notice_rule")?,
        },
        previous: row.maybe_parse("previous_id")?,
        place: row.text("place")?,
        issued_on: row.maybe_date("issued_on")?,
        version: row.int("version")?,
        created_at: row.instant("created_at")?,
        opened_at: row.maybe_instant("opened_at")?,
        closed_at: row.maybe_instant("closed_at")?,
    })
}

fn maybe_json<T: serde::Serialize>(value: Option<&T>) -> Result<Option<String>, StoreError> {
    Ok(value.map(serde_json::to_string).transpose()?)
}

pub async fn add(tx: &mut Tx, kept: &Kept, by: UserId) -> Result<(), StoreError> {
    let c = &kept.campaign;
    tx.run(
        "INSERT INTO campaign (id, plan_id, previous_id, title, folded, number, year, issuer, place, issued_on, state,
             scope_from, scope_to, window_from, window_to, checklist, remediation_rule, notice_rule, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        args![
            c.id,
            c.plan,
            kept.previous,
            c.title.as_str(),
            fold(&c.title),
            c.number.as_str(),
            c.year,
            c.issuer.as_str(),
            kept.place.as_str(),
            kept.issued_on,
            c.state.code(),
            c.scope_from,
            c.scope_to,
            c.window_from,
            c.window_to,
            c.checklist.as_deref(),
            maybe_json(c.remediation.as_ref())?,
            maybe_json(c.notice.as_ref())?,
            by,
            kept.created_at
        ],
    )
    .await?;
    Ok(())
}

/// Changes what the office may change after creation; false when someone else
/// did meanwhile.
pub async fn update(tx: &mut Tx, kept: &Kept) -> Result<bool, StoreError> {
    let c = &kept.campaign;
    let touched = tx
        .run(
            "UPDATE campaign SET title = $3, folded = $4, number = $5, issuer = $6, place = $7, issued_on = $8, scope_from = $9, scope_to = $10,
                 window_from = $11, window_to = $12, remediation_rule = $13, notice_rule = $14, previous_id = $15, version = version + 1
             WHERE id = $1 AND version = $2",
            args![
                c.id,
                kept.version,
                c.title.as_str(),
                fold(&c.title),
                c.number.as_str(),
                c.issuer.as_str(),
                kept.place.as_str(),
                kept.issued_on,
                c.scope_from,
                c.scope_to,
                c.window_from,
                c.window_to,
                maybe_json(c.remediation.as_ref())?,
                maybe_json(c.notice.as_ref())?,
                kept.previous
            ],
        )
        .await?;
    Ok(touched > 0)
}

/// Moves a campaign from one state to the next; false when it was not in `from`.
pub async fn set_state(
    tx: &mut Tx,
    id: CampaignId,
    from: CampaignState,
    to: CampaignState,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE campaign SET state = $3, version = version + 1,
                 opened_at = CASE WHEN $3 = 'open' THEN COALESCE(opened_at, $4) ELSE opened_at END,
                 closed_at = CASE WHEN $3 = 'closed' THEN $4 ELSE NULL END
             WHERE id = $1 AND state = $2",
            args![id, from.code(), to.code(), now],
        )
        .await?;
    Ok(touched > 0)
}

macro_rules! visible {
    () => {
        "($1 = 1 OR EXISTS (SELECT 1 FROM role_grant g WHERE g.user_id = $2 AND g.ended_at IS NULL AND $3 LIKE '%,' || g.role || ',%'
            AND (EXISTS (SELECT 1 FROM target t WHERE t.campaign_id = c.id AND t.unit_id = g.unit_id AND t.removed_at IS NULL AND c.state <> 'draft')
              OR EXISTS (SELECT 1 FROM team m WHERE m.campaign_id = c.id AND m.id = g.team_id))))"
    };
}
pub(crate) use visible;

pub async fn get(tx: &mut Tx, scope: &Scope, id: CampaignId) -> Result<Option<Kept>, StoreError> {
    tx.row(
        concat!("SELECT c.* FROM campaign c WHERE ", visible!(), " AND c.id = $4"),
        scope.args_and(args![id]),
    )
    .await?
    .map(|row| kept(&row))
    .transpose()
}

/// Campaigns in sight, newest first.
pub async fn list(tx: &mut Tx, scope: &Scope, limit: u32, offset: u32) -> Result<Vec<Kept>, StoreError> {
    tx.rows(
        concat!(
            "SELECT c.* FROM campaign c WHERE ",
            visible!(),
            " ORDER BY c.year DESC, c.created_at DESC, c.id LIMIT $4 OFFSET $5"
        ),
        scope.args_and(args![limit, offset]),
    )
    .await?
    .iter()
    .map(kept)
    .collect()
}

pub async fn by_plan(tx: &mut Tx, plan: PlanId) -> Result<Option<CampaignId>, StoreError> {
    tx.row("SELECT id FROM campaign WHERE plan_id = $1", args![plan])
        .await?
        .map(|row| row.parse("id"))
        .transpose()
}

pub async fn add_cohort(tx: &mut Tx, cohort: &Cohort, position: u32) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO cohort (id, campaign_id, name, purpose, outline, report_rule, position) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        args![
            cohort.id,
            cohort.campaign,
            cohort.name.as_str(),
            cohort.purpose.code(),
            cohort.outline.as_deref(),
            maybe_json(cohort.report_due.as_ref())?,
            position
        ],
    )
    .await?;
    Ok(())
}

fn cohort(row: &Row) -> Result<Cohort, StoreError> {
    Ok(Cohort {
        id: row.parse("id")?,
        campaign: row.parse("campaign_id")?,
        name: row.text("name")?,
        purpose: row.code("purpose", Purpose::from_code)?,
        outline: row.maybe_text("outline")?,
        report_due: row.maybe_json("report_rule")?,
    })
}

pub async fn cohorts(tx: &mut Tx, campaign: CampaignId) -> Result<Vec<Cohort>, StoreError> {
    tx.rows("SELECT * FROM cohort WHERE campaign_id = $1 ORDER BY position", args![campaign])
        .await?
        .iter()
        .map(cohort)
        .collect()
}

pub async fn get_cohort(tx: &mut Tx, id: CohortId) -> Result<Option<Cohort>, StoreError> {
    tx.row("SELECT * FROM cohort WHERE id = $1", args![id]).await?.map(|row| cohort(&row)).transpose()
}

pub async fn update_cohort(tx: &mut Tx, cohort: &Cohort) -> Result<(), StoreError> {
    tx.run(
        "UPDATE cohort SET name = $2, outline = $3, report_rule = $4 WHERE id = $1",
        args![
            cohort.id,
            cohort.name.as_str(),
            cohort.outline.as_deref(),
            maybe_json(cohort.report_due.as_ref())?
        ],
    )
    .await?;
    Ok(())
}

pub async fn add_content(
    tx: &mut Tx,
    id: CampaignId,
    content: &Content,
    position: u32,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO campaign_content (campaign_id, code, text, themes, position) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (campaign_id, code) DO NOTHING",
        args![id, content.code.as_str(), content.text.as_str(), content.themes.join(" "), position],
    )
    .await?;
    Ok(())
}

pub async fn contents(tx: &mut Tx, id: CampaignId) -> Result<Vec<Content>, StoreError> {
    tx.rows("SELECT * FROM campaign_content WHERE campaign_id = $1 ORDER BY position", args![id])
        .await?
        .iter()
        .map(|row| {
            Ok(Content {
                code: row.text("code")?,
                text: row.text("text")?,
                themes: row.text("themes")?.split_whitespace().map(str::to_owned).collect(),
            })
        })
        .collect()
}

pub async fn add_item(tx: &mut Tx, id: CampaignId, item: &Item, position: u32) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO checklist_item (id, campaign_id, code, content_code, theme, method, question, question_en, guidance, guidance_en,
             basis, catalogue, outline_field, position)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        args![
            item.id,
            id,
            item.code.as_str(),
            item.content.as_deref(),
            item.theme.as_str(),
            item.method.as_str(),
            item.question.as_str(),
            item.question_en.as_str(),
            item.guidance.as_str(),
            item.guidance_en.as_str(),
            item.basis.as_str(),
            item.catalogue.as_str(),
            item.outline_field.as_deref(),
            position
        ],
    )
    .await?;
    Ok(())
}

pub async fn items(tx: &mut Tx, id: CampaignId) -> Result<Vec<Item>, StoreError> {
    tx.rows("SELECT * FROM checklist_item WHERE campaign_id = $1 ORDER BY position", args![id])
        .await?
        .iter()
        .map(|row| {
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
            })
        })
        .collect()
}
