//! Reminders: once a day, what is about to fall due or is overdue is told to
//! those who owe it, and what stays overdue to those above them.

use crate::clock::new_id;
use crate::{Actor, App, Refusal};
use store::job::{self, Ask, Job};

/// The daily sweep's job kind.
pub const JOB: &str = "reminders";

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

/// Runs one day's sweep.
pub async fn run(_app: &App, _who: &Actor, _job: &Job) -> Result<(), Refusal> {
    Ok(())
}
