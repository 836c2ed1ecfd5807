//! Reminders: once a day, what is about to fall due or is overdue is told to
//! those who owe it, and what stays overdue to those above them. The folder
//! beside this file holds the duties of the day, and urging by hand (`urging`).

mod coming;
mod duty;
mod stage;
pub mod urging;

use crate::acts::{finding, programme};
use crate::clock::new_id;
use crate::worker::LEASE;
use crate::{Actor, App, Refusal};
use jiff::civil::Date;
use store::job::{self, Ask, Job};

/// The daily sweep's job kind.
pub const JOB: &str = "reminders";
/// Duties told in one change: others wait at the desk meanwhile.
const AT_ONCE: usize = 40;

/// Queues the sweep of the day, once per day however often it is called.
pub async fn start_day(app: &App) -> Result<(), Refusal> {
    let (today, now) = (app.today(), app.now());
    let once_key = format!("{JOB}:{today}");
    let mut tx = app.store.read().await?;
    if job::by_key(&mut tx, &once_key).await?.is_some() {
        return Ok(());
    }
    drop(tx);
    let mut tx = app.store.change().await?;
    let ask = Ask {
        id: new_id(),
        kind: JOB,
        once_key: &once_key,
        payload: serde_json::to_string(&today)?,
        payload_version: 1,
        run_at: now,
        asked_by: None,
        now,
    };
    job::ask(&mut tx, ask).await?;
    tx.keep().await?;
    Ok(())
}

/// Runs one day's sweep: begun again after a crash, it tells only what was not
/// told before.
pub async fn run(app: &App, who: &Actor, job: &Job) -> Result<(), Refusal> {
    let day: Date = serde_json::from_str(&job.payload)?;
    let today = app.today();
    if day < today {
        // A sweep left over from before: today's own says what is still true.
        return Ok(());
    }
    follow(app, who).await?;
    // Before anything is told: what a new period brings is owed from today on.
    programme::round::run(app, who).await?;
    let duties = duty::owed(app, today).await?;
    let visits = coming::visits(app, today).await?;
    let total = duties.len() + visits.len();
    let mut done = 0;
    for chunk in duties.chunks(AT_ONCE) {
        duty::tell(app, who, chunk).await?;
        done += chunk.len();
        advance(app, job, done, total).await?;
    }
    for chunk in visits.chunks(AT_ONCE) {
        coming::tell(app, who, chunk).await?;
        done += chunk.len();
        advance(app, job, done, total).await?;
    }
    Ok(())
}

/// Reorganisations that take effect today.
async fn follow(app: &App, who: &Actor) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    if finding::follow_ended(&mut act).await? > 0 {
        act.done().await?;
    }
    Ok(())
}

async fn advance(app: &App, job: &Job, done: usize, total: usize) -> Result<(), Refusal> {
    let now = app.now();
    let mut tx = app.store.change().await?;
    job::advance(&mut tx, job.id, done as i64, total as i64, now, now + LEASE).await?;
    Ok(tx.keep().await?)
}
