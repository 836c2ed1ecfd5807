//! What can go wrong with the record.

/// A fault of the record. Whatever it says, nothing was kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database did not answer: {0}")]
    Database(#[from] sqlx::Error),
    #[error("the database could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A stored value is not what its column promises.
    #[error("column {column} holds something unreadable: {value:?}")]
    Unreadable { column: &'static str, value: String },
    /// The group this act was committed with failed; nothing of it is kept.
    #[error("the commit failed, nothing was kept: {0}")]
    NotCommitted(String),
    #[error("the database address is neither sqlite: nor postgres: {0}")]
    Address(String),
    /// Rows that came from elsewhere are not those of a visit.
    #[error("these are not the rows of a visit that was taken along")]
    Travelled,
    #[error("an object could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl StoreError {
    /// Whether a unique key refused the row (a double click, a second editor).
    pub fn is_duplicate(&self) -> bool {
        matches!(self, StoreError::Database(sqlx::Error::Database(e)) if e.is_unique_violation())
    }
}
