//! Remarks on a part of an object, while they are being written or discussed.
//! Not here: remarks that went into an object's own state.

use crate::{StoreError, Tx, args};
use domain::identifier::{RemarkId, UserId};
use jiff::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub id: RemarkId,
    /// The section, field or item it is about; empty for the whole.
    pub part: String,
    pub user: Option<UserId>,
    pub who: String,
    pub text: String,
    pub at: Timestamp,
    pub settled_at: Option<Timestamp>,
}

pub async fn add(tx: &mut Tx, kind: &str, object: &str, remark: &Remark) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO remark (id, object_kind, object_id, part, user_id, who, text, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            remark.id,
            kind,
            object,
            remark.part.as_str(),
            remark.user,
            remark.who.as_str(),
            remark.text.as_str(),
            remark.at
        ],
    )
    .await?;
    Ok(())
}

/// Remarks on an object that are not settled, oldest first.
pub async fn open(tx: &mut Tx, kind: &str, object: &str) -> Result<Vec<Remark>, StoreError> {
    tx.rows(
        "SELECT * FROM remark WHERE object_kind = $1 AND object_id = $2 AND settled_at IS NULL ORDER BY at, id",
        args![kind, object],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Remark {
            id: row.parse("id")?,
            part: row.text("part")?,
            user: row.maybe_parse("user_id")?,
            who: row.text("who")?,
            text: row.text("text")?,
            at: row.instant("at")?,
            settled_at: row.maybe_instant("settled_at")?,
        })
    })
    .collect()
}

/// Settles one remark; false when it is not there or was settled.
pub async fn settle(
    tx: &mut Tx,
    kind: &str,
    object: &str,
    id: RemarkId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE remark SET settled_at = $4 WHERE object_kind = $1 AND object_id = $2 AND id = $3 AND settled_at IS NULL",
            args![kind, object, id, now],
        )
        .await?;
    Ok(touched > 0)
}

/// Settles every open remark on an object.
pub async fn settle_all(tx: &mut Tx, kind: &str, object: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.run(
        "UPDATE remark SET settled_at = $3 WHERE object_kind = $1 AND object_id = $2 AND settled_at IS NULL",
        args![kind, object, now],
    )
    .await?;
    Ok(())
}
