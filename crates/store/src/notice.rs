//! Notices: what was told to whom, when, with what outcome. A notice is a row
//! before it is a message.

use crate::value::instant;
use crate::{Row, Scope, StoreError, Tx, args};
use domain::identifier::{CampaignId, NoticeId, UnitId, UserId};
use domain::text::fold;
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
            "INSERT INTO notice (id, once_key, kind, campaign_id, object_kind, object_id, unit_id, user_id, email, subject, folded, body, link, state, outcome, created_at, sent_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) ON CONFLICT (once_key) DO NOTHING",
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
                fold(&n.subject),
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

/// Claims the notice that has waited longest for sending. Whoever claims it has
/// until `give_up_at` to settle it.
pub async fn claim(tx: &mut Tx, now: Timestamp, give_up_at: Timestamp) -> Result<Option<Notice>, StoreError> {
    tx.row(
        "UPDATE notice SET state = 'sending', attempts = attempts + 1, wake_at = $2
         WHERE id = (SELECT id FROM notice WHERE state = 'queued' AND (wake_at IS NULL OR wake_at <= $1)
                     ORDER BY COALESCE(wake_at, created_at), id LIMIT 1)
           AND state = 'queued'
         RETURNING *",
        args![now, give_up_at],
    )
    .await?
    .map(|row| notice(&row))
    .transpose()
}

/// How a sending ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled<'a> {
    /// One of `STATES`.
    pub state: &'a str,
    pub outcome: &'a str,
    pub sent_at: Option<Timestamp>,
    /// When a notice that is queued again is tried next.
    pub wake_at: Option<Timestamp>,
}

/// Writes the outcome of the sending that `attempt` was; false when the notice
/// has meanwhile been taken up again or decided by a person.
pub async fn settle(tx: &mut Tx, id: NoticeId, attempt: i64, end: &Settled<'_>) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE notice SET state = $3, outcome = $4, sent_at = COALESCE($5, sent_at), wake_at = $6
             WHERE id = $1 AND attempts = $2 AND state IN ('sending', 'uncertain')",
            args![id, attempt, end.state, end.outcome, end.sent_at, end.wake_at],
        )
        .await?;
    Ok(touched > 0)
}

/// Notices whose sender stopped in the middle: those it should have settled
/// before `now`, or all that are being sent when `now` is absent.
pub async fn interrupted(tx: &mut Tx, now: Option<Timestamp>) -> Result<Vec<Notice>, StoreError> {
    tx.rows(
        "SELECT * FROM notice WHERE state = 'sending' AND ($1 = '' OR wake_at < $1) ORDER BY created_at, id LIMIT 500",
        args![now.map(instant).unwrap_or_default()],
    )
    .await?
    .iter()
    .map(notice)
    .collect()
}

/// A person decides on a notice that is in `from`: to be sent again, or taken
/// as it is. False when it was not in that state any more.
pub async fn decide(tx: &mut Tx, id: NoticeId, from: &str, end: &Settled<'_>) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE notice SET state = $3, outcome = $4, sent_at = COALESCE($5, sent_at), wake_at = $6
             WHERE id = $1 AND state = $2",
            args![id, from, end.state, end.outcome, end.sent_at, end.wake_at],
        )
        .await?;
    Ok(touched > 0)
}

/// A person's own notices: those not yet seen first, newest first.
pub async fn of_user(tx: &mut Tx, user: UserId, limit: u32, offset: u32) -> Result<Vec<Notice>, StoreError> {
    tx.rows(
        "SELECT * FROM notice WHERE user_id = $1
         ORDER BY CASE WHEN acknowledged_at IS NULL AND read_at IS NULL THEN 0 ELSE 1 END, created_at DESC, id DESC
         LIMIT $2 OFFSET $3",
        args![user, limit, offset],
    )
    .await?
    .iter()
    .map(notice)
    .collect()
}

/// A person's own notice.
pub async fn own(tx: &mut Tx, user: UserId, id: NoticeId) -> Result<Option<Notice>, StoreError> {
    tx.row("SELECT * FROM notice WHERE id = $1 AND user_id = $2", args![id, user])
        .await?
        .map(|row| notice(&row))
        .transpose()
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

/// What a log of notices is narrowed by; empty texts match all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub campaign: Option<CampaignId>,
    pub state: String,
    pub kind: String,
    /// Folded words the subject or the addressee must contain.
    pub words: String,
    pub limit: u32,
    pub offset: u32,
}

/// A line of the log: the notice and whom it was for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    pub notice: Notice,
    pub user_name: Option<String>,
    pub unit_name: Option<String>,
}

fn logged(row: &Row) -> Result<Logged, StoreError> {
    Ok(Logged {
        notice: notice(row)?,
        user_name: row.maybe_text("user_name")?,
        unit_name: row.maybe_text("unit_name")?,
    })
}

/// Those who send for one team see the notices of its campaign.
macro_rules! visible {
    () => {
        "($1 = 1 OR EXISTS (SELECT 1 FROM role_grant g JOIN team m ON m.id = g.team_id WHERE g.user_id = $2 AND g.ended_at IS NULL
            AND $3 LIKE '%,' || g.role || ',%' AND m.campaign_id = n.campaign_id))"
    };
}

macro_rules! select {
    ($what:expr, $rest:expr) => {
        concat!(
            "SELECT ", $what,
            " FROM notice n LEFT JOIN user_account a ON a.id = n.user_id LEFT JOIN unit u ON u.id = n.unit_id WHERE ",
            visible!(), $rest
        )
    };
}

macro_rules! filtered {
    () => {
        " AND ($4 = '' OR n.campaign_id = $4)
          AND ($5 = '' OR n.state = $5 OR ($5 = 'undecided' AND n.state IN ('failed', 'uncertain')))
          AND ($6 = '' OR n.kind = $6)
          AND ($7 = '' OR n.folded LIKE '%' || $7 || '%' OR a.folded LIKE '%' || $7 || '%' OR u.folded LIKE '%' || $7 || '%')"
    };
}

fn filter_args(scope: &Scope, filter: &Filter) -> Vec<crate::value::Value> {
    scope.args_and(args![
        filter.campaign.map(|id| id.to_string()).unwrap_or_default(),
        filter.state.as_str(),
        filter.kind.as_str(),
        fold(&filter.words)
    ])
}

/// The notices in sight, newest first.
pub async fn log(tx: &mut Tx, scope: &Scope, filter: &Filter) -> Result<Vec<Logged>, StoreError> {
    let mut args = filter_args(scope, filter);
    args.extend(args![filter.limit, filter.offset]);
    tx.rows(
        select!(
            "n.*, a.name AS user_name, u.name AS unit_name",
            concat!(filtered!(), " ORDER BY n.created_at DESC, n.id DESC LIMIT $8 OFFSET $9")
        ),
        args,
    )
    .await?
    .iter()
    .map(logged)
    .collect()
}

/// How many notices of the log are in which state, whatever state the filter
/// names.
pub async fn states(tx: &mut Tx, scope: &Scope, filter: &Filter) -> Result<Vec<(String, i64)>, StoreError> {
    let any = Filter { state: String::new(), ..filter.clone() };
    tx.rows(
        select!("n.state, COUNT(*) AS n", concat!(filtered!(), " GROUP BY n.state ORDER BY n.state")),
        filter_args(scope, &any),
    )
    .await?
    .iter()
    .map(|row| Ok((row.text("state")?, row.int("n")?)))
    .collect()
}

/// One notice of the log, if in sight.
pub async fn get_logged(tx: &mut Tx, scope: &Scope, id: NoticeId) -> Result<Option<Logged>, StoreError> {
    tx.row(
        select!("n.*, a.name AS user_name, u.name AS unit_name", " AND n.id = $4"),
        scope.args_and(args![id]),
    )
    .await?
    .map(|row| logged(&row))
    .transpose()
}

/// The kinds of notices there are, for a filter's choices.
pub async fn kinds(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    tx.rows("SELECT DISTINCT kind FROM notice ORDER BY kind", args![])
        .await?
        .iter()
        .map(|row| row.text("kind"))
        .collect()
}

/// How many notices a person has had.
pub async fn count_of_user(tx: &mut Tx, user: UserId) -> Result<i64, StoreError> {
    tx.count("SELECT COUNT(*) AS n FROM notice WHERE user_id = $1", args![user]).await
}

pub async fn mark_read(tx: &mut Tx, user: UserId, id: NoticeId, now: Timestamp) -> Result<(), StoreError> {
    tx.run(
        "UPDATE notice SET read_at = $3 WHERE id = $1 AND user_id = $2 AND read_at IS NULL",
        args![id, user, now],
    )
    .await?;
    Ok(())
}

/// Marks all of a person's notices as seen; returns how many were not.
pub async fn mark_all_read(tx: &mut Tx, user: UserId, now: Timestamp) -> Result<u64, StoreError> {
    tx.run(
        "UPDATE notice SET read_at = $2 WHERE user_id = $1 AND read_at IS NULL AND acknowledged_at IS NULL",
        args![user, now],
    )
    .await
}

/// When each unit was last told something of one kind in a campaign, and how
/// often: one line per unit.
pub async fn told_units(
    tx: &mut Tx,
    kind: &str,
    campaign: CampaignId,
) -> Result<Vec<(UnitId, i64, Timestamp)>, StoreError> {
    tx.rows(
        "SELECT unit_id, COUNT(DISTINCT created_at) AS n, MAX(created_at) AS latest FROM notice
         WHERE kind = $1 AND campaign_id = $2 AND unit_id IS NOT NULL GROUP BY unit_id",
        args![kind, campaign],
    )
    .await?
    .iter()
    .map(|row| Ok((row.parse("unit_id")?, row.int("n")?, row.instant("latest")?)))
    .collect()
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

/// How many were told of an object, and how many confirmed receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipts {
    pub told: i64,
    pub confirmed: i64,
}

/// The receipts of a campaign's notices to units about one kind of object, by
/// the object's identifier.
pub async fn receipts(
    tx: &mut Tx,
    campaign: CampaignId,
    object_kind: &str,
) -> Result<Vec<(String, Receipts)>, StoreError> {
    tx.rows(
        "SELECT object_id, COUNT(*) AS told, COALESCE(SUM(CASE WHEN acknowledged_at IS NULL THEN 0 ELSE 1 END), 0) AS confirmed
         FROM notice WHERE campaign_id = $1 AND object_kind = $2 AND unit_id IS NOT NULL
           AND kind IN ('visit_scheduled', 'visit_moved') GROUP BY object_id",
        args![campaign, object_kind],
    )
    .await?
    .iter()
    .map(|row| {
        let receipts = Receipts { told: row.int("told")?, confirmed: row.int("confirmed")? };
        Ok((row.text("object_id")?, receipts))
    })
    .collect()
}
