//! The durable queue: work that survives a restart, is done by one worker at a
//! time, and shows how far it is.

use crate::{Row, StoreError, Tx, args};
use domain::identifier::{JobId, UserId};
use jiff::Timestamp;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    pub id: JobId,
    pub kind: String,
    /// A second request with the same key is the same job.
    pub once_key: String,
    /// JSON of the kind's own versioned type.
    pub payload: String,
    pub payload_version: i64,
    /// ready, running, done or failed.
    pub state: String,
    pub attempts: i64,
    pub done: i64,
    pub total: i64,
    pub last_error: Option<String>,
    pub run_at: Timestamp,
}

/// Work to be queued.
#[derive(Debug, Clone)]
pub struct Ask<'a> {
    pub id: JobId,
    pub kind: &'a str,
    pub once_key: &'a str,
    pub payload: String,
    pub payload_version: i64,
    pub run_at: Timestamp,
    pub asked_by: Option<UserId>,
    pub now: Timestamp,
}

fn job(row: &Row) -> Result<Job, StoreError> {
    Ok(Job {
        id: row.parse("id")?,
        kind: row.text("kind")?,
        once_key: row.text("once_key")?,
        payload: row.text("payload")?,
        payload_version: row.int("payload_version")?,
        state: row.text("state")?,
        attempts: row.int("attempts")?,
        done: row.int("done")?,
        total: row.int("total")?,
        last_error: row.maybe_text("last_error")?,
        run_at: row.instant("run_at")?,
    })
}

/// Queues work unless work with the same key is already there; returns whether
/// it was queued.
pub async fn ask(tx: &mut Tx, ask: Ask<'_>) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "INSERT INTO job (id, kind, once_key, payload, payload_version, state, run_at, asked_by, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, 'ready', $6, $7, $8, $8) ON CONFLICT (once_key) DO NOTHING",
            args![ask.id, ask.kind, ask.once_key, ask.payload, ask.payload_version, ask.run_at, ask.asked_by, ask.now],
        )
        .await?;
    Ok(touched > 0)
}

/// Takes the next due job, or one whose worker let its lease run out.
pub async fn take(tx: &mut Tx, now: Timestamp, lease_until: Timestamp) -> Result<Option<Job>, StoreError> {
    tx.row(
        "UPDATE job SET state = 'running', leased_until = $2, attempts = attempts + 1, updated_at = $1
         WHERE id = (SELECT id FROM job WHERE (state = 'ready' AND run_at <= $1) OR (state = 'running' AND leased_until < $1)
                     ORDER BY run_at, id LIMIT 1)
           AND ((state = 'ready' AND run_at <= $1) OR (state = 'running' AND leased_until < $1))
         RETURNING *",
        args![now, lease_until],
    )
    .await?
    .map(|row| job(&row))
    .transpose()
}

/// Records progress and extends the lease.
pub async fn advance(
    tx: &mut Tx,
    id: JobId,
    done: i64,
    total: i64,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE job SET done = $2, total = $3, updated_at = $4, leased_until = $5 WHERE id = $1",
        args![id, done, total, now, lease_until],
    )
    .await?;
    Ok(())
}

pub async fn finish(tx: &mut Tx, id: JobId, now: Timestamp) -> Result<(), StoreError> {
    tx.run(
        "UPDATE job SET state = 'done', done = total, leased_until = NULL, last_error = NULL, updated_at = $2 WHERE id = $1",
        args![id, now],
    )
    .await?;
    Ok(())
}

/// Puts a job back to be tried again at `run_at`, or gives it up (`None`).
pub async fn put_back(
    tx: &mut Tx,
    id: JobId,
    error: &str,
    run_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let state = if run_at.is_some() { "ready" } else { "failed" };
    tx.run(
        "UPDATE job SET state = $2, last_error = $3, run_at = COALESCE($4, run_at), leased_until = NULL, updated_at = $5 WHERE id = $1",
        args![id, state, error, run_at, now],
    )
    .await?;
    Ok(())
}

/// After a restart of a program that owns its record alone: what was running
/// runs again now.
pub async fn release_all(tx: &mut Tx, now: Timestamp) -> Result<u64, StoreError> {
    tx.run(
        "UPDATE job SET state = 'ready', leased_until = NULL, updated_at = $1 WHERE state = 'running'",
        args![now],
    )
    .await
}

pub async fn get(tx: &mut Tx, id: JobId) -> Result<Option<Job>, StoreError> {
    tx.row("SELECT * FROM job WHERE id = $1", args![id]).await?.map(|row| job(&row)).transpose()
}

pub async fn by_key(tx: &mut Tx, once_key: &str) -> Result<Option<Job>, StoreError> {
    tx.row("SELECT * FROM job WHERE once_key = $1", args![once_key]).await?.map(|row| job(&row)).transpose()
}

/// How many jobs wait or run.
pub async fn pending(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.count("SELECT COUNT(*) AS n FROM job WHERE state IN ('ready', 'running')", args![]).await
}

/// The latest jobs, newest first.
pub async fn latest(tx: &mut Tx, limit: u32) -> Result<Vec<Job>, StoreError> {
    tx.rows("SELECT * FROM job ORDER BY updated_at DESC, id LIMIT $1", args![limit])
        .await?
        .iter()
        .map(job)
        .collect()
}
