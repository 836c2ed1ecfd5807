//! The audit: one line per act, each hashed with the line before it, so that a
//! line cannot be changed, dropped or slipped in unseen.

use crate::value::instant;
use crate::{StoreError, Tx, args};
use domain::identifier::UserId;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub seq: i64,
    pub at: String,
    pub user: Option<UserId>,
    /// Name and log-in at the time, or the part of the program that acted.
    pub who: String,
    pub action: String,
    pub object_kind: String,
    pub object_id: String,
    /// JSON: what changed, never content that must not be kept.
    pub detail: String,
    pub prev: String,
    pub hash: String,
}

/// What an act tells the audit.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    pub at: Timestamp,
    pub user: Option<UserId>,
    pub who: &'a str,
    pub action: &'a str,
    pub object_kind: &'a str,
    pub object_id: &'a str,
    pub detail: &'a str,
}

/// SHA-256 over the line's fields, each preceded by its length in bytes, so that
/// no two different lines have the same text to hash.
pub fn hash(line: &Line) -> String {
    let mut digest = Sha256::new();
    let (seq, user) = (line.seq.to_string(), line.user.map(|u| u.to_string()).unwrap_or_default());
    for part in [
        "rasoat-audit-1",
        &seq,
        &line.at,
        &user,
        &line.who,
        &line.action,
        &line.object_kind,
        &line.object_id,
        &line.detail,
        &line.prev,
    ] {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part.as_bytes());
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Appends one line. On PostgreSQL the head row's lock orders several programs.
pub async fn append(tx: &mut Tx, entry: Entry<'_>) -> Result<i64, StoreError> {
    let head = tx
        .row("UPDATE audit_head SET seq = seq + 1 WHERE id = 1 RETURNING seq, hash", args![])
        .await?
        .ok_or(StoreError::Unreadable { column: "audit_head", value: String::new() })?;
    let mut line = Line {
        seq: head.int("seq")?,
        at: instant(entry.at),
        user: entry.user,
        who: entry.who.to_owned(),
        action: entry.action.to_owned(),
        object_kind: entry.object_kind.to_owned(),
        object_id: entry.object_id.to_owned(),
        detail: entry.detail.to_owned(),
        prev: head.text("hash")?,
        hash: String::new(),
    };
    line.hash = hash(&line);
    tx.run(
        "INSERT INTO audit (seq, at, user_id, who, action, object_kind, object_id, detail, prev, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            line.seq,
            line.at.as_str(),
            line.user,
            line.who.as_str(),
            line.action.as_str(),
            line.object_kind.as_str(),
            line.object_id.as_str(),
            line.detail.as_str(),
            line.prev.as_str(),
            line.hash.as_str()
        ],
    )
    .await?;
    tx.run("UPDATE audit_head SET hash = $1 WHERE id = 1", args![line.hash.as_str()]).await?;
    Ok(line.seq)
}

fn line(row: &crate::Row) -> Result<Line, StoreError> {
    Ok(Line {
        seq: row.int("seq")?,
        at: row.text("at")?,
        user: row.maybe_parse("user_id")?,
        who: row.text("who")?,
        action: row.text("action")?,
        object_kind: row.text("object_kind")?,
        object_id: row.text("object_id")?,
        detail: row.text("detail")?,
        prev: row.text("prev")?,
        hash: row.text("hash")?,
    })
}

/// Lines after `after`, oldest first.
pub async fn after(tx: &mut Tx, after: i64, limit: u32) -> Result<Vec<Line>, StoreError> {
    tx.rows("SELECT * FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2", args![after, limit])
        .await?
        .iter()
        .map(line)
        .collect()
}

/// Lines before `before`, newest first; empty filters match all.
pub async fn newest(
    tx: &mut Tx,
    before: i64,
    who: &str,
    action: &str,
    limit: u32,
) -> Result<Vec<Line>, StoreError> {
    tx.rows(
        "SELECT * FROM audit WHERE seq < $1 AND ($2 = '' OR who LIKE '%' || $2 || '%') AND ($3 = '' OR action LIKE $3 || '%')
         ORDER BY seq DESC LIMIT $4",
        args![before, who, action, limit],
    )
    .await?
    .iter()
    .map(line)
    .collect()
}

/// What a list of lines is narrowed by; nothing matches all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Words in the name or log-in of who acted, accents aside.
    pub who: String,
    /// The beginning of an act's name.
    pub action: String,
    pub object_kind: String,
    pub object_id: String,
    /// From this instant …
    pub from: Option<Timestamp>,
    /// … to before this one.
    pub before: Option<Timestamp>,
    pub limit: u32,
    pub offset: u32,
}

macro_rules! narrowed {
    () => {
        "($1 = '' OR who LIKE '%' || $1 || '%' OR user_id IN (SELECT u.id FROM user_account u WHERE u.folded LIKE '%' || $2 || '%' OR u.login LIKE '%' || $2 || '%'))
         AND ($3 = '' OR action LIKE $3 || '%') AND ($4 = '' OR object_kind = $4) AND ($5 = '' OR object_id = $5)
         AND ($6 = '' OR at >= $6) AND ($7 = '' OR at < $7)"
    };
}

fn narrowing(filter: &Filter) -> Vec<crate::value::Value> {
    let at = |at: Option<Timestamp>| at.map(instant).unwrap_or_default();
    // Signs that mean something to LIKE are folded away from one pattern and
    // refused by the other.
    let typed = filter.who.replace(['%', '_', '\\'], " ");
    args![
        typed.trim(),
        domain::text::fold(&filter.who),
        filter.action.as_str(),
        filter.object_kind.as_str(),
        filter.object_id.as_str(),
        at(filter.from),
        at(filter.before)
    ]
}

/// One page of lines, newest first.
pub async fn list(tx: &mut Tx, filter: &Filter) -> Result<Vec<Line>, StoreError> {
    let mut args = narrowing(filter);
    args.extend(args![filter.limit, filter.offset]);
    tx.rows(concat!("SELECT * FROM audit WHERE ", narrowed!(), " ORDER BY seq DESC LIMIT $8 OFFSET $9"), args)
        .await?
        .iter()
        .map(line)
        .collect()
}

pub async fn count(tx: &mut Tx, filter: &Filter) -> Result<i64, StoreError> {
    tx.count(concat!("SELECT COUNT(*) AS n FROM audit WHERE ", narrowed!()), narrowing(filter)).await
}

/// The kinds of objects that stand in the journal.
pub async fn kinds(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    tx.rows("SELECT DISTINCT object_kind FROM audit ORDER BY object_kind", args![])
        .await?
        .iter()
        .map(|row| row.text("object_kind"))
        .collect()
}

/// Every act that was told.
pub async fn actions(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    tx.rows("SELECT DISTINCT action FROM audit ORDER BY action", args![])
        .await?
        .iter()
        .map(|row| row.text("action"))
        .collect()
}

/// One line.
pub async fn get(tx: &mut Tx, seq: i64) -> Result<Option<Line>, StoreError> {
    tx.row("SELECT * FROM audit WHERE seq = $1", args![seq]).await?.map(|row| line(&row)).transpose()
}

/// The lines about one object, oldest first.
pub async fn about(tx: &mut Tx, kind: &str, id: &str, limit: u32) -> Result<Vec<Line>, StoreError> {
    tx.rows(
        "SELECT * FROM audit WHERE object_kind = $1 AND object_id = $2 ORDER BY seq LIMIT $3",
        args![kind, id, limit],
    )
    .await?
    .iter()
    .map(line)
    .collect()
}

/// What `verify` found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The chain is whole: how many lines, and the last hash (to note down
    /// elsewhere: a chain cut at its end is only seen against a noted hash).
    Whole { lines: i64, head: String },
    /// The first line that does not follow from the one before.
    Broken { seq: i64, why: &'static str },
}

/// How many lines are read at once while verifying.
const BATCH: u32 = 2_000;

/// Recomputes the whole chain.
pub async fn verify(tx: &mut Tx) -> Result<Verdict, StoreError> {
    let (mut seq, mut prev) = (0, String::new());
    loop {
        let lines = after(tx, seq, BATCH).await?;
        if lines.is_empty() {
            break;
        }
        for line in lines {
            if line.seq != seq + 1 {
                return Ok(Verdict::Broken { seq: seq + 1, why: "the line is missing" });
            }
            if line.prev != prev {
                return Ok(Verdict::Broken { seq: line.seq, why: "it does not follow the line before" });
            }
            if hash(&line) != line.hash {
                return Ok(Verdict::Broken { seq: line.seq, why: "its content is not what was hashed" });
            }
            seq = line.seq;
            prev = line.hash;
        }
    }
    let head = tx.row("SELECT seq, hash FROM audit_head WHERE id = 1", args![]).await?;
    let whole = match &head {
        Some(row) => row.int("seq")? == seq && row.text("hash")? == prev,
        None => false,
    };
    if whole {
        Ok(Verdict::Whole { lines: seq, head: prev })
    } else {
        Ok(Verdict::Broken { seq: seq + 1, why: "lines are missing at the end" })
    }
}
