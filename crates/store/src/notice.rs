//! Notices: what was told to whom, when, with what outcome. A notice is a row
//! before it is a message.

use crate::{Row, StoreError, Tx, args};
use domain::identifier::{CampaignId, NoticeId, UnitId, UserId};
use jiff::Timestamp;

/// How far a notice is. `uncertain` is one that was being sent when the program
/// stopped: it is never sent again by itself.
pub const STATES: [&str; 5] = ["queued", "sending", "sent", "failed", "uncertain"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub id: NoticeId,
    pub once_key: String,
    pub kind: String,
    pub campaign: Option<CampaignId>,
    pub object_kind: String,
    pub object_id: String,
    pub unit: Option<UnitId>,
    pub user: Option<UserId>,
    pub email: Option<String>,
    pub subject: String,
    pub body: String,
    /// Where in the product it leads.
    pub link: Option<String>,
    pub state: String,
    pub attempts: i64,
    pub outcome: Option<String>,
    pub created_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    pub read_at: Option<Timestamp>,
    pub acknowledged_at: Option<Timestamp>,
    pub acknowledged_by: Option<String>,
}

fn notice(row: &Row) -> Result<Notice, StoreError> {
    Ok(Notice {
        id: row.parse("id")?,
        once_key: row.text("once_key")?,
        kind: row.text("kind")?,
        campaign: row.maybe_parse("campaign_id")?,
        object_kind: row.text("object_kind")?,
        object_id: row.text("object_id")?,
        unit: row.maybe_parse("unit_id")?,
        user: row.maybe_parse("user_id")?,
        email: row.maybe_text("email")?,
        subject: row.text("subject")?,
        body: row.text("body")?,
        link: row.maybe_text("link")?,
        state: row.text("state")?,
        attempts: row.int("attempts")?,
        outcome: row.maybe_text("outcome")?,
        created_at: row.instant("created_at")?,
        sent_at: row.maybe_instant("sent_at")?,
        read_at: row.maybe_instant("read_at")?,
        acknowledged_at: row.maybe_instant("acknowledged_at")?,
        acknowledged_by: row.maybe_text("acknowledged_by")?,
    })
}

/// Writes a notice unless one with the same key exists; returns whether it is
/// new. A notice without an address is told in the product only, and so sent.
pub async fn add(tx: &mut Tx, n: &Notice) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "INSERT INTO notice (id, once_key, kind, campaign_id, object_kind, object_id, unit_id, user_id, email, subject, body, link, state, outcome, created_at, sent_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ON CONFLICT (once_key) DO NOTHING",
            args![
                n.id,
                n.once_key.as_str(),
                n.kind.as_str(),
                n.campaign,
                n.object_kind.as_str(),
                n.object_id.as_str(),
                n.unit,
                n.user,
                n.email.as_deref(),
                n.subject.as_str(),
                n.body.as_str(),
                n.link.as_deref(),
                n.state.as_str(),
                n.outcome.as_deref(),
                n.created_at,
                n.sent_at
            ],
        )
        .await?;
    Ok(touched > 0)
}

pub async fn get(tx: &mut Tx, id: NoticeId) -> Result<Option<Notice>, StoreError> {
    tx.row("SELECT * FROM notice WHERE id = $1", args![id]).await?.map(|row| notice(&row)).transpose()
}

/// Claims the next queued notice for sending.
pub async fn claim(tx: &mut Tx) -> Result<Option<Notice>, StoreError> {
    tx.row(
        "UPDATE notice SET state = 'sending', attempts = attempts + 1
         WHERE id = (SELECT id FROM notice WHERE state = 'queued' ORDER BY created_at, id LIMIT 1) AND state = 'queued'
         RETURNING *",
        args![],
    )
    .await?
    .map(|row| notice(&row))
    .transpose()
}

pub async fn settle(
    tx: &mut Tx,
    id: NoticeId,
    state: &str,
    outcome: &str,
    sent_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE notice SET state = $2, outcome = $3, sent_at = COALESCE($4, sent_at) WHERE id = $1",
        args![id, state, outcome, sent_at],
    )
    .await?;
    Ok(())
}

/// Notices caught in the middle of sending when the program stopped.
pub async fn interrupted(tx: &mut Tx) -> Result<Vec<Notice>, StoreError> {
    tx.rows("SELECT * FROM notice WHERE state = 'sending' ORDER BY created_at, id", args![])
        .await?
        .iter()
        .map(notice)
        .collect()
}

/// A person's own notices, newest first.
pub async fn of_user(tx: &mut Tx, user: UserId, limit: u32) -> Result<Vec<Notice>, StoreError> {
    tx.rows(
        "SELECT * FROM notice WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2",
        args![user, limit],
    )
    .await?
    .iter()
    .map(notice)
    .collect()
}

pub async fn unread(tx: &mut Tx, user: UserId) -> Result<i64, StoreError> {
    tx.count(
        "SELECT COUNT(*) AS n FROM notice WHERE user_id = $1 AND acknowledged_at IS NULL AND read_at IS NULL",
        args![user],
    )
    .await
}

/// The notices about an object, oldest first.
pub async fn about(tx: &mut Tx, kind: &str, object: &str) -> Result<Vec<Notice>, StoreError> {
    tx.rows(
        "SELECT * FROM notice WHERE object_kind = $1 AND object_id = $2 ORDER BY created_at, id",
        args![kind, object],
    )
    .await?
    .iter()
    .map(notice)
    .collect()
}

/// The notices of a campaign, newest first; `state` empty for all.
pub async fn of_campaign(
    tx: &mut Tx,
    campaign: CampaignId,
    state: &str,
    limit: u32,
    offset: u32,
) -> Result<Vec<Notice>, StoreError> {
    tx.rows(
        "SELECT * FROM notice WHERE campaign_id = $1 AND ($2 = '' OR state = $2) ORDER BY created_at DESC, id DESC LIMIT $3 OFFSET $4",
        args![campaign, state, limit, offset],
    )
    .await?
    .iter()
    .map(notice)
    .collect()
}

pub async fn mark_read(tx: &mut Tx, user: UserId, id: NoticeId, now: Timestamp) -> Result<(), StoreError> {
    tx.run(
        "UPDATE notice SET read_at = $3 WHERE id = $1 AND user_id = $2 AND read_at IS NULL",
        args![id, user, now],
    )
    .await?;
    Ok(())
}

/// The addressee confirms receipt; returns false when it was confirmed before.
pub async fn acknowledge(
    tx: &mut Tx,
    user: UserId,
    id: NoticeId,
    by: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE notice SET acknowledged_at = $3, acknowledged_by = $4, read_at = COALESCE(read_at, $3)
             WHERE id = $1 AND user_id = $2 AND acknowledged_at IS NULL",
            args![id, user, now, by],
        )
        .await?;
    Ok(touched > 0)
}
