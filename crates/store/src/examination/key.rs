//! What evidence on its way home to a visit is closed to.
//!
//! Not here: closing and opening files (`evidence`).

use crate::{StoreError, Tx, args};
use domain::identifier::{UserId, VisitId};
use jiff::Timestamp;

/// An age key and the address that closes to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitKey {
    pub visit: VisitId,
    pub address: String,
    pub opens_with: String,
    pub made_by: UserId,
    pub made_at: Timestamp,
}

pub async fn key(tx: &mut Tx, visit: VisitId) -> Result<Option<VisitKey>, StoreError> {
    tx.row("SELECT * FROM visit_key WHERE visit_id = $1", args![visit])
        .await?
        .map(|row| {
            Ok(VisitKey {
                visit: row.parse("visit_id")?,
                address: row.text("address")?,
                opens_with: row.text("opens_with")?,
                made_by: row.parse("made_by")?,
                made_at: row.instant("made_at")?,
            })
        })
        .transpose()
}

pub async fn add_key(tx: &mut Tx, new: &VisitKey) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO visit_key (visit_id, address, opens_with, made_by, made_at) VALUES ($1, $2, $3, $4, $5)",
        args![new.visit, new.address.as_str(), new.opens_with.as_str(), new.made_by, new.made_at],
    )
    .await?;
    Ok(())
}
