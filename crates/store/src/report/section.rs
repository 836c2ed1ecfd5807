//! Who answers which section, and which sections their writers call done.

use crate::{StoreError, Tx, args};
use domain::identifier::{ReportId, UserId};
use jiff::Timestamp;

/// One section's writer and mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub section: String,
    pub assigned_to: Option<UserId>,
    pub name: Option<String>,
    pub done_at: Option<Timestamp>,
}

pub async fn sections(tx: &mut Tx, id: ReportId) -> Result<Vec<Seat>, StoreError> {
    tx.rows(
        "SELECT s.section, s.assigned_to, s.done_at, u.name FROM report_section s
         LEFT JOIN user_account u ON u.id = s.assigned_to WHERE s.report_id = $1 ORDER BY s.section",
        args![id],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Seat {
            section: row.text("section")?,
            assigned_to: row.maybe_parse("assigned_to")?,
            name: row.maybe_text("name")?,
            done_at: row.maybe_instant("done_at")?,
        })
    })
    .collect()
}

/// Gives a section to someone, or to nobody.
pub async fn assign(tx: &mut Tx, id: ReportId, section: &str, to: Option<UserId>) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO report_section (report_id, section, assigned_to) VALUES ($1, $2, $3)
         ON CONFLICT (report_id, section) DO UPDATE SET assigned_to = excluded.assigned_to",
        args![id, section, to],
    )
    .await?;
    Ok(())
}

/// Marks a section as done by its writer, or takes the mark away.
pub async fn mark_done(
    tx: &mut Tx,
    id: ReportId,
    section: &str,
    at: Option<Timestamp>,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO report_section (report_id, section, done_at) VALUES ($1, $2, $3)
         ON CONFLICT (report_id, section) DO UPDATE SET done_at = excluded.done_at",
        args![id, section, at],
    )
    .await?;
    Ok(())
}
