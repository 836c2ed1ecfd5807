//! The worker: runs queued jobs and sends queued notices, and starts each day's
//! reminders. Several programs on one record may each have one.

pub mod sending;

use crate::{Actor, App, Refusal};
use jiff::SignedDuration;
use std::time::Duration;
use store::job::{self, Job};

/// How long a job may be silent before another worker takes it over.
pub const LEASE: SignedDuration = SignedDuration::from_secs(45);
/// How often a failing job is tried before it is given up.
const ATTEMPTS: i64 = 5;
/// How long the worker sleeps when nothing wakes it.
const NAP: Duration = Duration::from_secs(20);
/// How many jobs and notices one round takes at most.
const ROUND: usize = 200;

/// Starts the worker; it lives as long as the program.
pub fn start(app: App) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        if let Err(error) = take_over(&app).await {
            tracing::warn!(%error, "what an earlier program left could not be taken over");
        }
        loop {
            if let Err(error) = round(&app).await {
                tracing::warn!(%error, "the worker's round failed; it goes on");
            }
            let _ = tokio::time::timeout(NAP, app.bell.notified()).await;
        }
    })
}

/// At the start: a record in a file has no other program on it, so whatever is
/// under way belonged to one that stopped. On a server, leases say it.
pub async fn take_over(app: &App) -> Result<(), Refusal> {
    if app.store.is_server() {
        return Ok(());
    }
    sending::settle_interrupted(app, sending::Lost::All).await?;
    let mut tx = app.store.change().await?;
    job::release_all(&mut tx, app.now()).await?;
    Ok(tx.keep().await?)
}

/// Runs until nothing is due; returns how much was done. Tests call it directly.
pub async fn round(app: &App) -> Result<usize, Refusal> {
    crate::acts::reminder::start_day(app).await?;
    sending::settle_interrupted(app, sending::Lost::Silent).await?;
    let mut done = 0;
    while done < ROUND {
        let worked = run_job(app).await? | sending::send_next(app).await?;
        if !worked {
            break;
        }
        done += 1;
    }
    Ok(done)
}

async fn run_job(app: &App) -> Result<bool, Refusal> {
    let now = app.now();
    let mut tx = app.store.change().await?;
    let Some(job) = job::take(&mut tx, now, now + LEASE).await? else { return Ok(false) };
    tx.keep().await?;
    let outcome = dispatch(app, &job).await;
    let mut tx = app.store.change().await?;
    match outcome {
        Ok(()) => job::finish(&mut tx, job.id, app.now()).await?,
        Err(error) => {
            tracing::warn!(job = %job.id, kind = job.kind, %error, "a job failed");
            let again =
                (job.attempts < ATTEMPTS).then(|| app.now() + SignedDuration::from_secs(1 << job.attempts));
            job::put_back(&mut tx, job.id, &error.to_string(), again, app.now()).await?;
        }
    }
    tx.keep().await?;
    Ok(true)
}

async fn dispatch(app: &App, job: &Job) -> Result<(), Refusal> {
    let who = Actor::program("queue");
    match job.kind.as_str() {
        crate::acts::campaign::JOB => crate::acts::campaign::run(app, &who, job).await,
        crate::acts::reminder::JOB => crate::acts::reminder::run(app, &who, job).await,
        other => Err(Refusal::Broken(format!("no worker knows jobs of kind {other}"))),
    }
}
