//! Results of tools: the files taken in, and each result from the examination
//! that first showed it to the one that no longer does.
//!
//! The folder beside this file holds the lists and the keys of visits. Not here: reading the files
//! (`scanners`), comparing (`evidence`), findings drawn from results (`finding`).

mod key;
mod list;

pub use key::{VisitKey, add_key, key};
pub use list::{By, Count, Filter, Group, Listed, MOST_GROUPS, State, chosen, counts, groups, list};

use crate::value::{BATCH, Value, places};
use crate::{Row, StoreError, Tx, args};
use domain::identifier::{ExaminationId, FindingId, OutcomeId, UnitId, UserId, VisitId};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

/// One file of results, as it was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examination {
    pub id: ExaminationId,
    pub visit: VisitId,
    pub unit: UnitId,
    pub tool: String,
    pub tool_version: String,
    pub file_name: String,
    pub size: i64,
    pub sha256: String,
    pub made_at: Timestamp,
    pub results: i64,
    pub fresh: i64,
    pub changed: i64,
    pub gone: i64,
    /// Rules of ours that were kept.
    pub passed: i64,
    /// Of an audit of lookups, how many there were; zero of other tools.
    pub lookups: i64,
    /// How many of them a dossier explains.
    pub explained: i64,
    /// The key a bundle was sealed with, in hexadecimal; empty for another file.
    pub sealed_with: String,
    pub taken_by: UserId,
    pub taken_at: Timestamp,
}

/// A result as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub id: OutcomeId,
    pub identity: String,
    pub tool: String,
    pub rule: String,
    pub kind: String,
    pub subject: String,
    pub place: String,
    pub title: String,
    /// The code of the verdict: fails, unreadable, `not_collected`.
    pub verdict: String,
    /// 0 to 4, slightest first.
    pub severity: i64,
    pub names: String,
    pub folded: String,
    pub detail: String,
}

/// A result that still stands, as far as comparing needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub id: OutcomeId,
    pub identity: String,
    pub kind: String,
    pub subject: String,
    pub title: String,
    pub verdict: String,
    pub severity: i64,
    pub detail: String,
}

fn examination(row: &Row) -> Result<Examination, StoreError> {
    Ok(Examination {
        id: row.parse("id")?,
        visit: row.parse("visit_id")?,
        unit: row.parse("unit_id")?,
        tool: row.text("tool")?,
        tool_version: row.text("tool_version")?,
        file_name: row.text("file_name")?,
        size: row.int("size")?,
        sha256: row.text("sha256")?,
        made_at: row.instant("made_at")?,
        results: row.int("results")?,
        fresh: row.int("fresh")?,
        changed: row.int("changed")?,
        gone: row.int("gone")?,
        passed: row.int("passed")?,
        lookups: row.int("lookups")?,
        explained: row.int("explained")?,
        sealed_with: row.text("sealed_with")?,
        taken_by: row.parse("taken_by")?,
        taken_at: row.instant("taken_at")?,
    })
}

pub async fn add(tx: &mut Tx, new: &Examination) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO examination (id, visit_id, unit_id, tool, tool_version, file_name, size, sha256, made_at,
                results, fresh, changed, gone, passed, lookups, explained, sealed_with, taken_by, taken_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
        args![
            new.id,
            new.visit,
            new.unit,
            new.tool.as_str(),
            new.tool_version.as_str(),
            new.file_name.as_str(),
            new.size,
            new.sha256.as_str(),
            new.made_at,
            new.results,
            new.fresh,
            new.changed,
            new.gone,
            new.passed,
            new.lookups,
            new.explained,
            new.sealed_with.as_str(),
            new.taken_by,
            new.taken_at
        ],
    )
    .await?;
    Ok(())
}

/// The examinations of a visit that took these very bytes in: one a tool.
pub async fn of_hash(tx: &mut Tx, visit: VisitId, sha256: &str) -> Result<Vec<Examination>, StoreError> {
    tx.rows(
        "SELECT * FROM examination WHERE visit_id = $1 AND sha256 = $2 ORDER BY tool",
        args![visit, sha256],
    )
    .await?
    .iter()
    .map(examination)
    .collect()
}

/// Those of a visit, the latest first, each with who took it in.
pub async fn of_visit(tx: &mut Tx, visit: VisitId) -> Result<Vec<(Examination, String)>, StoreError> {
    tx.rows(
        "SELECT e.*, COALESCE(a.name, '') AS taker FROM examination e
         LEFT JOIN user_account a ON a.id = e.taken_by WHERE e.visit_id = $1 ORDER BY e.taken_at DESC, e.id DESC",
        args![visit],
    )
    .await?
    .iter()
    .map(|row| Ok((examination(row)?, row.text("taker")?)))
    .collect()
}

/// When a tool last looked at each subject of a unit.
pub async fn looked_at(
    tx: &mut Tx,
    unit: UnitId,
    tool: &str,
) -> Result<Vec<(String, String, Timestamp)>, StoreError> {
    tx.rows(
        "SELECT s.kind, s.subject, MAX(e.made_at) AS made_at FROM examination e
         JOIN examination_subject s ON s.examination_id = e.id
         WHERE e.unit_id = $1 AND e.tool = $2 GROUP BY s.kind, s.subject",
        args![unit, tool],
    )
    .await?
    .iter()
    .map(|row| Ok((row.text("kind")?, row.text("subject")?, row.instant("made_at")?)))
    .collect()
}

/// What of a tool's results still stands at a unit.
pub async fn standing(tx: &mut Tx, unit: UnitId, tool: &str) -> Result<Vec<Standing>, StoreError> {
    tx.rows(
        "SELECT id, identity, kind, subject, title, verdict, severity, detail FROM outcome
         WHERE unit_id = $1 AND tool = $2 AND gone_id IS NULL",
        args![unit, tool],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Standing {
            id: row.parse("id")?,
            identity: row.text("identity")?,
            kind: row.text("kind")?,
            subject: row.text("subject")?,
            title: row.text("title")?,
            verdict: row.text("verdict")?,
            severity: row.int("severity")?,
            detail: row.text("detail")?,
        })
    })
    .collect()
}

/// `$2, $3, $4 …`: so many arguments from one on.
fn marks(from: usize, count: usize) -> String {
    let marks: Vec<String> = (from..from + count).map(|at| format!("${at}")).collect();
    marks.join(", ")
}

pub async fn add_subjects(
    tx: &mut Tx,
    id: ExaminationId,
    subjects: &[(String, String)],
) -> Result<(), StoreError> {
    for batch in subjects.chunks(BATCH) {
        let sql = format!(
            "INSERT INTO examination_subject (examination_id, kind, subject) VALUES {}",
            places(batch.len(), 3)
        );
        let args = batch.iter().flat_map(|(kind, subject)| args![id, kind.as_str(), subject.as_str()]);
        tx.run(AssertSqlSafe(sql), args.collect()).await?;
    }
    Ok(())
}

/// Results an examination showed for the first time.
pub async fn add_outcomes(
    tx: &mut Tx,
    unit: UnitId,
    of: ExaminationId,
    outcomes: &[Outcome],
) -> Result<(), StoreError> {
    for batch in outcomes.chunks(BATCH) {
        let sql = format!(
            "INSERT INTO outcome (id, unit_id, identity, tool, rule, kind, subject, place, title, verdict, severity,
                    names, folded, detail, since_id, last_id) VALUES {}",
            places(batch.len(), 16)
        );
        let mut args: Vec<Value> = Vec::with_capacity(batch.len() * 16);
        for one in batch {
            args.extend(args![
                one.id,
                unit,
                one.identity.as_str(),
                one.tool.as_str(),
                one.rule.as_str(),
                one.kind.as_str(),
                one.subject.as_str(),
                one.place.as_str(),
                one.title.as_str(),
                one.verdict.as_str(),
                one.severity,
                one.names.as_str(),
                one.folded.as_str(),
                one.detail.as_str(),
                of,
                of
            ]);
        }
        tx.run(AssertSqlSafe(sql), args).await?;
    }
    Ok(())
}

/// What a known result says now.
pub async fn revise(tx: &mut Tx, id: OutcomeId, now: &Outcome) -> Result<(), StoreError> {
    tx.run(
        "UPDATE outcome SET title = $2, severity = $3, names = $4, folded = $5, detail = $6, verdict = $7, place = $8
         WHERE id = $1",
        args![
            id,
            now.title.as_str(),
            now.severity,
            now.names.as_str(),
            now.folded.as_str(),
            now.detail.as_str(),
            now.verdict.as_str(),
            now.place.as_str()
        ],
    )
    .await?;
    Ok(())
}

/// Results an examination no longer showed.
pub async fn end(tx: &mut Tx, of: ExaminationId, gone: &[OutcomeId]) -> Result<(), StoreError> {
    for batch in gone.chunks(BATCH) {
        let list = marks(2, batch.len());
        let sql = format!("UPDATE outcome SET gone_id = $1 WHERE id IN ({list})");
        let mut args = args![of];
        args.extend(batch.iter().map(|id| Value::from(*id)));
        tx.run(AssertSqlSafe(sql), args).await?;
    }
    Ok(())
}

/// Notes on results that stand that an examination saw them.
pub async fn seen_by(tx: &mut Tx, of: ExaminationId, stand: &[OutcomeId]) -> Result<(), StoreError> {
    for batch in stand.chunks(BATCH) {
        let list = marks(2, batch.len());
        let sql = format!("UPDATE outcome SET last_id = $1 WHERE id IN ({list})");
        let mut args = args![of];
        args.extend(batch.iter().map(|id| Value::from(*id)));
        tx.run(AssertSqlSafe(sql), args).await?;
    }
    Ok(())
}

/// Links results to the finding drawn from them; one that is linked stays so.
pub async fn promote(
    tx: &mut Tx,
    unit: UnitId,
    ids: &[OutcomeId],
    finding: FindingId,
) -> Result<u64, StoreError> {
    let mut touched = 0;
    for batch in ids.chunks(BATCH) {
        let list = marks(3, batch.len());
        let sql = format!(
            "UPDATE outcome SET finding_id = $1 WHERE unit_id = $2 AND finding_id IS NULL AND id IN ({list})"
        );
        let mut args = args![finding, unit];
        args.extend(batch.iter().map(|id| Value::from(*id)));
        touched += tx.run(AssertSqlSafe(sql), args).await?;
    }
    Ok(touched)
}
