//! Lists as a person filtered them, kept under a name.
//!
//! Not here: what a query of an address means (its list's page).

use crate::{Row, StoreError, Tx, args};
use domain::identifier::UserId;
use jiff::Timestamp;
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    pub id: Uuid,
    pub name: String,
    /// The query of the address, without the question mark.
    pub query: String,
}

fn saved_view(row: &Row) -> Result<SavedView, StoreError> {
    Ok(SavedView { id: row.parse("id")?, name: row.text("name")?, query: row.text("query")? })
}

/// A person's views of the list at `path`, oldest first.
pub async fn of(tx: &mut Tx, user: UserId, path: &str) -> Result<Vec<SavedView>, StoreError> {
    tx.rows(
        "SELECT id, name, query FROM saved_view WHERE user_id = $1 AND path = $2 ORDER BY created_at, id",
        args![user, path],
    )
    .await?
    .iter()
    .map(saved_view)
    .collect()
}

pub async fn add(
    tx: &mut Tx,
    user: UserId,
    path: &str,
    view: &SavedView,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO saved_view (id, user_id, path, name, query, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![view.id.to_string(), user, path, view.name.as_str(), view.query.as_str(), now],
    )
    .await?;
    Ok(())
}

/// Takes away a view of one's own; false when there is none.
pub async fn remove(tx: &mut Tx, user: UserId, id: Uuid) -> Result<bool, StoreError> {
    let touched =
        tx.run("DELETE FROM saved_view WHERE id = $1 AND user_id = $2", args![id.to_string(), user]).await?;
    Ok(touched > 0)
}
