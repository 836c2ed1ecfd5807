//! Rounds as sent, and the reports a report is compared with.

use crate::{StoreError, Tx, args};
use domain::identifier::{ReportId, UnitId, UserId};
use jiff::Timestamp;

/// One sending: who, when, and the hash of what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub round: u16,
    pub sent_by: UserId,
    /// Name and log-in at the time.
    pub who: String,
    pub sent_at: Timestamp,
    pub late: bool,
    /// Of the snapshot's text, lower-case hex.
    pub sha256: String,
}

/// A sending with the answers as they were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    pub receipt: Receipt,
    /// The snapshot's text.
    pub answers: String,
}

/// The last sending of an earlier year's report, of the unit or of one it came
/// from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    pub report: ReportId,
    pub unit: UnitId,
    pub unit_name: String,
    pub year: i16,
    pub outline: String,
    pub round: u16,
    pub answers: String,
    pub sent_at: Timestamp,
}

/// How many earlier reports are looked at.
const BEFORE_SHOWN: i64 = 12;

fn receipt(row: &crate::Row) -> Result<Receipt, StoreError> {
    Ok(Receipt {
        round: row.int("round")? as u16,
        sent_by: row.parse("sent_by")?,
        who: row.text("who")?,
        sent_at: row.instant("sent_at")?,
        late: row.flag("late")?,
        sha256: row.text("sha256")?,
    })
}

pub async fn add_round(tx: &mut Tx, id: ReportId, round: &Round) -> Result<(), StoreError> {
    let receipt = &round.receipt;
    tx.run(
        "INSERT INTO report_version (report_id, round, answers, sent_by, who, sent_at, late, sha256)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            id,
            receipt.round,
            round.answers.as_str(),
            receipt.sent_by,
            receipt.who.as_str(),
            receipt.sent_at,
            receipt.late,
            receipt.sha256.as_str()
        ],
    )
    .await?;
    Ok(())
}

/// Every sending, oldest first, without the answers.
pub async fn receipts(tx: &mut Tx, id: ReportId) -> Result<Vec<Receipt>, StoreError> {
    tx.rows(
        "SELECT round, sent_by, who, sent_at, late, sha256 FROM report_version WHERE report_id = $1 ORDER BY round",
        args![id],
    )
    .await?
    .iter()
    .map(receipt)
    .collect()
}

/// One round; the last one without a number.
pub async fn round(tx: &mut Tx, id: ReportId, number: Option<u16>) -> Result<Option<Round>, StoreError> {
    tx.row(
        "SELECT * FROM report_version WHERE report_id = $1 AND ($2 = 0 OR round = $2) ORDER BY round DESC LIMIT 1",
        args![id, number.unwrap_or(0)],
    )
    .await?
    .map(|row| Ok(Round { receipt: receipt(&row)?, answers: row.text("answers")? }))
    .transpose()
}

/// Reports sent in earlier years by the same unit or, after a reorganisation, by
/// the units it came from; newest first.
pub async fn before(tx: &mut Tx, id: ReportId) -> Result<Vec<Before>, StoreError> {
    tx.rows(
        "WITH RECURSIVE line (unit_id, depth) AS (
             SELECT r.unit_id, 0 FROM report r WHERE r.id = $1
             UNION
             SELECT o.unit_id, line.depth + 1 FROM line
             JOIN unit_change_part n ON n.unit_id = line.unit_id AND n.side = 'resulting'
             JOIN unit_change_part o ON o.change_id = n.change_id AND o.side = 'original' AND o.unit_id <> line.unit_id
             WHERE line.depth < 5
         )
         SELECT p.id, p.unit_id, u.name AS unit_name, c.year, p.outline, v.round, v.answers, v.sent_at
         FROM report p JOIN unit u ON u.id = p.unit_id JOIN campaign c ON c.id = p.campaign_id
         JOIN report_version v ON v.report_id = p.id AND v.round = (SELECT MAX(w.round) FROM report_version w WHERE w.report_id = p.id)
         WHERE p.unit_id IN (SELECT unit_id FROM line)
           AND c.year < (SELECT d.year FROM report s JOIN campaign d ON d.id = s.campaign_id WHERE s.id = $1)
         ORDER BY c.year DESC, v.sent_at DESC, p.id LIMIT $2",
        args![id, BEFORE_SHOWN],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Before {
            report: row.parse("id")?,
            unit: row.parse("unit_id")?,
            unit_name: row.text("unit_name")?,
            year: row.int("year")? as i16,
            outline: row.text("outline")?,
            round: row.int("round")? as u16,
            answers: row.text("answers")?,
            sent_at: row.instant("sent_at")?,
        })
    })
    .collect()
}
