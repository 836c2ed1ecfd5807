//! The worker: runs queued jobs and sends queued notices, and starts each day's
//! reminders.
//!
//! A notice is claimed on disk before it is handed to the mail server, so that a
//! crash between the two leaves it `uncertain` and never sent twice.

use crate::mail::Sent;
use crate::{Actor, App, Refusal};
use jiff::SignedDuration;
use std::time::Duration;
use store::job::{self, Job};
use store::notice;

/// How long a job may be silent before another worker takes it over.
pub const LEASE: SignedDuration = SignedDuration::from_mins(2);
/// How often a failing job is tried before it is given up.
const ATTEMPTS: i64 = 5;
/// How often a notice that certainly did not go out is tried.
const SENDINGS: i64 = 5;
/// How long the worker sleeps when nothing wakes it.
const NAP: Duration = Duration::from_secs(20);
/// How many jobs and notices one round takes at most.
const ROUND: usize = 200;

/// Starts the worker; it lives as long as the program.
pub fn start(app: App) -> tokio::task::JoinHandle<()> {
    tokio::spawn(async move {
        if let Err(error) = settle_interrupted(&app).await {
            tracing::warn!(%error, "interrupted notices could not be settled");
        }
        loop {
            if let Err(error) = round(&app).await {
                tracing::warn!(%error, "the worker's round failed; it goes on");
            }
            let _ = tokio::time::timeout(NAP, app.bell.notified()).await;
        }
    })
}

/// Runs until nothing is due; returns how much was done. Tests call it directly.
pub async fn round(app: &App) -> Result<usize, Refusal> {
    crate::acts::reminder::start_day(app).await?;
    let mut done = 0;
    while done < ROUND {
        let worked = run_job(app).await? | send_notice(app).await?;
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
        crate::acts::reminder::JOB => crate::acts::reminder::run(app, &who, job).await,
        other => Err(Refusal::Broken(format!("no worker knows jobs of kind {other}"))),
    }
}

async fn send_notice(app: &App) -> Result<bool, Refusal> {
    let mut tx = app.store.change().await?;
    let Some(notice) = notice::claim(&mut tx).await? else { return Ok(false) };
    tx.keep().await?;
    let (state, outcome) = match app.mailer.send(&notice).await {
        Sent::Done(outcome) => ("sent", outcome),
        Sent::NotSent(why) if notice.attempts < SENDINGS => ("queued", why),
        Sent::NotSent(why) => ("failed", why),
        Sent::Unknown(why) => ("uncertain", why),
    };
    let now = app.now();
    let mut tx = app.store.change().await?;
    notice::settle(&mut tx, notice.id, state, &outcome, (state == "sent").then_some(now)).await?;
    tx.keep().await?;
    // One that failed goes to the end of this round's patience, not into a loop.
    Ok(state != "queued")
}

/// What was being sent when the program stopped: a message kept as a file is
/// there or not; one handed to a server may have gone out.
async fn settle_interrupted(app: &App) -> Result<(), Refusal> {
    let mut tx = app.store.change().await?;
    for notice in notice::interrupted(&mut tx).await? {
        let (state, outcome) = match &app.mailer {
            crate::mail::Mailer::Folder(folder) if !folder.join(format!("{}.eml", notice.id)).exists() => {
                ("queued", "interrupted before it was written")
            }
            crate::mail::Mailer::Folder(_) => ("sent", "file written before the interruption"),
            crate::mail::Mailer::Off => ("sent", "in the product"),
            crate::mail::Mailer::Smtp { .. } => ("uncertain", "the program stopped while it was being sent"),
        };
        notice::settle(&mut tx, notice.id, state, outcome, (state == "sent").then(|| app.now())).await?;
    }
    tx.keep().await?;
    Ok(())
}
