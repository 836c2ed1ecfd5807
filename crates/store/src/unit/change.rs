//! Reorganisations: which units became which, and what an ending unit leaves to
//! its successor.
//!
//! Not here: whether a reorganisation makes sense (`app`, `domain`).

use super::Named;
use crate::{Row, StoreError, Tx, args};
use domain::identifier::{ChangeId, UnitId};
use domain::unit::{ChangeEvent, ChangeKind};
use jiff::civil::Date;

/// A reorganisation with the names of the units on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub event: ChangeEvent,
    pub originals: Vec<Named>,
    pub resulting: Vec<Named>,
}

/// What hangs on a unit and is not finished.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Burden {
    pub findings: i64,
    pub reports: i64,
    pub visits: i64,
    pub obligations: i64,
    /// Accounts that hold a role for it.
    pub people: i64,
}

pub async fn add_change(tx: &mut Tx, event: &ChangeEvent) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO unit_change (id, day, kind, basis) VALUES ($1, $2, $3, $4)",
        args![event.id, event.date, event.kind.code(), event.basis.as_deref()],
    )
    .await?;
    let sides = event.originals.iter().map(|u| (u, "original"));
    for (unit, side) in sides.chain(event.resulting.iter().map(|u| (u, "resulting"))) {
        tx.run(
            "INSERT INTO unit_change_part (change_id, unit_id, side) VALUES ($1, $2, $3) ON CONFLICT (change_id, unit_id, side) DO NOTHING",
            args![event.id, *unit, side],
        )
        .await?;
    }
    Ok(())
}

/// Every change event, oldest first.
pub async fn changes(tx: &mut Tx) -> Result<Vec<ChangeEvent>, StoreError> {
    Ok(history(tx).await?.into_iter().map(|change| change.event).collect())
}

/// Every change with names, oldest first.
pub async fn history(tx: &mut Tx) -> Result<Vec<Change>, StoreError> {
    let rows = tx
        .rows(
            "SELECT c.id, c.day, c.kind, c.basis, p.unit_id, p.side, u.name FROM unit_change c
             JOIN unit_change_part p ON p.change_id = c.id JOIN unit u ON u.id = p.unit_id
             ORDER BY c.day, c.id, u.sort_key, u.id",
            args![],
        )
        .await?;
    let mut changes: Vec<Change> = Vec::new();
    for row in rows {
        let id: ChangeId = row.parse("id")?;
        if changes.last().is_none_or(|change| change.event.id != id) {
            changes.push(begun(id, &row)?);
        }
        let Some(change) = changes.last_mut() else { continue };
        let named = Named { id: row.parse("unit_id")?, name: row.text("name")? };
        let (ids, names) = match row.text("side")?.as_str() {
            "original" => (&mut change.event.originals, &mut change.originals),
            _ => (&mut change.event.resulting, &mut change.resulting),
        };
        ids.push(named.id);
        names.push(named);
    }
    Ok(changes)
}

fn begun(id: ChangeId, row: &Row) -> Result<Change, StoreError> {
    Ok(Change {
        event: ChangeEvent {
            id,
            date: row.date("day")?,
            kind: row.code("kind", ChangeKind::from_code)?,
            basis: row.maybe_text("basis")?,
            originals: Vec::new(),
            resulting: Vec::new(),
        },
        originals: Vec::new(),
        resulting: Vec::new(),
    })
}

/// What is not finished of a unit.
pub async fn burden(tx: &mut Tx, unit: UnitId, today: Date) -> Result<Burden, StoreError> {
    let row = tx
        .row(
            "SELECT (SELECT COUNT(*) FROM finding f WHERE f.unit_id = $1 AND f.state <> 'closed') AS findings,
                    (SELECT COUNT(*) FROM report r JOIN campaign c ON c.id = r.campaign_id
                      WHERE r.unit_id = $1 AND r.state NOT IN ('submitted', 'accepted') AND c.state = 'open') AS reports,
                    (SELECT COUNT(*) FROM visit v WHERE v.unit_id = $1 AND v.cancelled_at IS NULL AND v.starts_at >= $2) AS visits,
                    (SELECT COUNT(*) FROM obligation o WHERE o.unit_id = $1 AND o.work NOT IN ('done', 'not_applicable') AND o.removed_at IS NULL) AS obligations,
                    (SELECT COUNT(DISTINCT g.user_id) FROM role_grant g WHERE g.unit_id = $1 AND g.ended_at IS NULL) AS people",
            args![unit, today],
        )
        .await?;
    let Some(row) = row else { return Ok(Burden::default()) };
    Ok(Burden {
        findings: row.int("findings")?,
        reports: row.int("reports")?,
        visits: row.int("visits")?,
        obligations: row.int("obligations")?,
        people: row.int("people")?,
    })
}

/// Hands the programme obligations of an ended unit to the one that follows it,
/// those aside which it bears already. Findings follow with a step of their own.
pub async fn follow(tx: &mut Tx, from: UnitId, to: UnitId) -> Result<u64, StoreError> {
    tx.run(
        "UPDATE obligation SET unit_id = $2, version = version + 1
         WHERE unit_id = $1 AND work NOT IN ('done', 'not_applicable') AND removed_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM obligation b WHERE b.task_id = obligation.task_id AND b.unit_id = $2)",
        args![from, to],
    )
    .await
}
