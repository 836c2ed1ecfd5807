//! Answers, one row per cell, and what was typed before or refused.
//!
//! Values are kept as their plain text: a number's digits, `yes` and `no`, an
//! option's code, an ISO date, a file's id. Not here: what kind a cell is.

use crate::{Row, StoreError, Tx, args};
use domain::identifier::{ReportId, UserId};
use domain::outline::Cell;
use jiff::Timestamp;
use uuid::Uuid;

/// A past value that a save replaced.
pub const REPLACED: &str = "replaced";
/// A text that was not saved, because someone else had saved meanwhile.
pub const REFUSED: &str = "refused";

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub cell: Cell,
    /// Empty when it was cleared.
    pub value: String,
    pub version: i64,
    pub saved_by: UserId,
    pub saved_by_name: String,
    pub saved_at: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    pub id: Uuid,
    pub cell: Cell,
    pub version: i64,
    /// `REPLACED` or `REFUSED`.
    pub fate: String,
    pub value: String,
    pub saved_by: UserId,
    pub saved_by_name: String,
    pub saved_at: Timestamp,
}

/// Most past values of one cell that are listed.
const PAST_SHOWN: i64 = 100;

/// The part of a cell's text form beyond its field.
fn beyond(cell: &Cell) -> String {
    let text = cell.to_string();
    text.strip_prefix(cell.field.as_str()).map(str::to_owned).unwrap_or(text)
}

fn cell(row: &Row) -> Result<Cell, StoreError> {
    let text = row.text("field")? + &row.text("cell")?;
    text.parse().map_err(|_| StoreError::Unreadable { column: "cell", value: text })
}

fn answer(row: &Row) -> Result<Answer, StoreError> {
    Ok(Answer {
        cell: cell(row)?,
        value: row.text("value")?,
        version: row.int("version")?,
        saved_by: row.parse("saved_by")?,
        saved_by_name: row.maybe_text("saved_by_name")?.unwrap_or_default(),
        saved_at: row.instant("saved_at")?,
    })
}

fn one_past(row: &Row) -> Result<Past, StoreError> {
    Ok(Past {
        id: row.parse("id")?,
        cell: cell(row)?,
        version: row.int("version")?,
        fate: row.text("fate")?,
        value: row.text("value")?,
        saved_by: row.parse("saved_by")?,
        saved_by_name: row.maybe_text("saved_by_name")?.unwrap_or_default(),
        saved_at: row.instant("saved_at")?,
    })
}

/// Every answer of a report, cleared ones too.
pub async fn answers(tx: &mut Tx, id: ReportId) -> Result<Vec<Answer>, StoreError> {
    tx.rows(
        "SELECT a.*, u.name AS saved_by_name FROM report_answer a LEFT JOIN user_account u ON u.id = a.saved_by WHERE a.report_id = $1",
        args![id],
    )
    .await?
    .iter()
    .map(answer)
    .collect()
}

/// The answers of some fields.
pub async fn answers_of(tx: &mut Tx, id: ReportId, fields: &[&str]) -> Result<Vec<Answer>, StoreError> {
    tx.rows(
        "SELECT a.*, u.name AS saved_by_name FROM report_answer a LEFT JOIN user_account u ON u.id = a.saved_by
         WHERE a.report_id = $1 AND $2 LIKE '%,' || a.field || ',%'",
        args![id, format!(",{},", fields.join(","))],
    )
    .await?
    .iter()
    .map(answer)
    .collect()
}

/// Writes a value; the caller holds the report and has compared versions.
pub async fn put_answer(
    tx: &mut Tx,
    id: ReportId,
    cell: &Cell,
    value: &str,
    version: i64,
    by: UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO report_answer (report_id, field, cell, value, version, saved_by, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (report_id, field, cell) DO UPDATE SET value = excluded.value, version = excluded.version,
             saved_by = excluded.saved_by, saved_at = excluded.saved_at",
        args![id, cell.field.as_str(), beyond(cell), value, version, by, now],
    )
    .await?;
    Ok(())
}

/// Keeps a value that does not stand in the report: replaced, or refused.
pub async fn set_aside(tx: &mut Tx, id: ReportId, past: &Past) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO report_answer_past (id, report_id, field, cell, version, fate, value, saved_by, saved_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            past.id.to_string(),
            id,
            past.cell.field.as_str(),
            beyond(&past.cell),
            past.version,
            past.fate.as_str(),
            past.value.as_str(),
            past.saved_by,
            past.saved_at
        ],
    )
    .await?;
    Ok(())
}

/// What stood, or was to stand, in a field's cells before, newest first.
pub async fn past(tx: &mut Tx, id: ReportId, field: &str) -> Result<Vec<Past>, StoreError> {
    tx.rows(
        "SELECT p.*, u.name AS saved_by_name FROM report_answer_past p LEFT JOIN user_account u ON u.id = p.saved_by
         WHERE p.report_id = $1 AND p.field = $2 ORDER BY p.saved_at DESC, p.id DESC LIMIT $3",
        args![id, field, PAST_SHOWN],
    )
    .await?
    .iter()
    .map(one_past)
    .collect()
}

pub async fn past_one(tx: &mut Tx, id: ReportId, past: Uuid) -> Result<Option<Past>, StoreError> {
    tx.row(
        "SELECT p.*, u.name AS saved_by_name FROM report_answer_past p LEFT JOIN user_account u ON u.id = p.saved_by
         WHERE p.report_id = $1 AND p.id = $2",
        args![id, past.to_string()],
    )
    .await?
    .map(|row| one_past(&row))
    .transpose()
}
