//! What machines have in common: traces of one device, network or account on
//! several, and what each machine is used for.
//!
//! Not here: which observations are traces (`evidence`), what to think of them.

use crate::value::{BATCH, Value, places};
use crate::{Scope, StoreError, Tx, args, in_scope};
use domain::identifier::{ExaminationId, UnitId, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::AssertSqlSafe;

/// A trace on one machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    pub subject: String,
    pub kind: String,
    /// The same wherever the same thing left its trace.
    pub identity: String,
    pub label: String,
    pub first_on: Option<Date>,
    pub last_on: Option<Date>,
}

/// A trace that several machines share, seen from one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    pub trace: Trace,
    pub unit: UnitId,
    pub unit_name: String,
    /// The code of what the machine is used for; empty when nobody said.
    pub used_for: String,
}

/// Rows of shared traces at most.
pub const MOST: u32 = 2_000;

/// Replaces the traces of machines by those an examination saw.
pub async fn replace(
    tx: &mut Tx,
    unit: UnitId,
    of: ExaminationId,
    machines: &[String],
    traces: &[Trace],
) -> Result<(), StoreError> {
    for machine in machines {
        tx.run("DELETE FROM trace WHERE unit_id = $1 AND subject = $2", args![unit, machine.as_str()])
            .await?;
    }
    for batch in traces.chunks(BATCH) {
        let sql = format!(
            "INSERT INTO trace (unit_id, subject, kind, identity, label, first_on, last_on, examination_id)
             VALUES {} ON CONFLICT (unit_id, subject, kind, identity) DO NOTHING",
            places(batch.len(), 8)
        );
        let mut args: Vec<Value> = Vec::with_capacity(batch.len() * 8);
        for one in batch {
            args.extend(args![
                unit,
                one.subject.as_str(),
                one.kind.as_str(),
                one.identity.as_str(),
                one.label.as_str(),
                one.first_on,
                one.last_on,
                of
            ]);
        }
        tx.run(AssertSqlSafe(sql), args).await?;
    }
    Ok(())
}

/// The traces of a unit's machines that another machine has too, whichever unit
/// of those within the scope it is of.
pub async fn shared(tx: &mut Tx, scope: &Scope, unit: UnitId) -> Result<Vec<Shared>, StoreError> {
    tx.rows(
        concat!(
            "SELECT t.*, u.name AS unit_name, COALESCE(m.used_for, '') AS used_for FROM trace t
             JOIN unit u ON u.id = t.unit_id
             LEFT JOIN machine m ON m.unit_id = t.unit_id AND m.subject = t.subject
             WHERE (t.unit_id = $4 OR EXISTS (SELECT 1 FROM visit v JOIN visit_part p ON p.visit_id = v.id
                    WHERE v.unit_id = t.unit_id AND ",
            in_scope!("v.unit_id", "p.team_id"),
            ")) AND EXISTS (SELECT 1 FROM trace o WHERE o.unit_id = $4 AND o.kind = t.kind AND o.identity = t.identity)
               AND EXISTS (SELECT 1 FROM trace o WHERE o.kind = t.kind AND o.identity = t.identity
                           AND (o.unit_id <> t.unit_id OR o.subject <> t.subject))
             ORDER BY t.kind, t.identity, u.sort_key, t.subject LIMIT $5"
        ),
        scope.args_and(args![unit, MOST]),
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Shared {
            trace: Trace {
                subject: row.text("subject")?,
                kind: row.text("kind")?,
                identity: row.text("identity")?,
                label: row.text("label")?,
                first_on: row.maybe_date("first_on")?,
                last_on: row.maybe_date("last_on")?,
            },
            unit: row.parse("unit_id")?,
            unit_name: row.text("unit_name")?,
            used_for: row.text("used_for")?,
        })
    })
    .collect()
}

/// What a unit's machines are used for, by their names.
pub async fn machines(tx: &mut Tx, unit: UnitId) -> Result<Vec<(String, String)>, StoreError> {
    tx.rows(
        "SELECT DISTINCT s.subject, COALESCE(m.used_for, '') AS used_for FROM examination_subject s
         JOIN examination e ON e.id = s.examination_id
         LEFT JOIN machine m ON m.unit_id = e.unit_id AND m.subject = s.subject
         WHERE e.unit_id = $1 AND s.kind = 'machine' ORDER BY s.subject",
        args![unit],
    )
    .await?
    .iter()
    .map(|row| Ok((row.text("subject")?, row.text("used_for")?)))
    .collect()
}

/// Notes what a machine is used for; an empty code takes the note back.
pub async fn use_for(
    tx: &mut Tx,
    unit: UnitId,
    subject: &str,
    code: &str,
    by: UserId,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO machine (unit_id, subject, used_for, set_by, set_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (unit_id, subject) DO UPDATE SET used_for = excluded.used_for, set_by = excluded.set_by, set_at = excluded.set_at",
        args![unit, subject, code, by, now],
    )
    .await?;
    Ok(())
}
