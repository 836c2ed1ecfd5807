//! The morning's round over open programmes: reports of a period that begins are
//! opened, shares of recurring tasks pass to their next period.
//!
//! Safe to run again: what was done is not done twice. Not here: telling people
//! (`reminder`).

use super::report;
use super::standing::Reckoning;
use crate::{Actor, App, Refusal};
use domain::identifier::ObligationId;
use domain::programme::ProgressEntry;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use store::programme;

/// Shares brought up to date in one act.
const AT_ONCE: u32 = 200;

/// What a round did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Done {
    pub programmes: usize,
    /// Shares that passed to another period.
    pub moved: usize,
}

/// Makes the round of the day.
pub async fn run(app: &App, who: &Actor) -> Result<Done, Refusal> {
    let mut done = Done::default();
    let open = programme::open(&mut app.store.read().await?).await?;
    for programme in &open {
        let mut act = app.act(who).await?;
        report::open_due(&mut act, programme).await?;
        act.tell("programme.round", "programme", programme.id, ()).await?;
        act.done().await?;
        done.programmes += 1;
    }
    let mut after = None;
    loop {
        let (moved, last) = some(app, who, &open, after).await?;
        done.moved += moved;
        match last {
            Some(last) => after = Some(last),
            None => return Ok(done),
        }
    }
}

/// One act's worth; the last share looked at, until there are no more.
async fn some(
    app: &App,
    who: &Actor,
    open: &[programme::Programme],
    after: Option<ObligationId>,
) -> Result<(usize, Option<ObligationId>), Refusal> {
    let mut act = app.act(who).await?;
    let (today, now) = (act.today(), act.now);
    let shares = programme::recurring(&mut act.tx, today, after, AT_ONCE).await?;
    let Some(last) = shares.last().map(|share| share.id) else { return Ok((0, None)) };
    let (mut moved, mut tasks) = (0, HashMap::new());
    for mut share in shares {
        let Some(programme) = open.iter().find(|programme| programme.id == share.programme) else { continue };
        let task = match tasks.entry(share.task) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(space) => {
                let Some((_, task)) = programme::get_task(&mut act.tx, share.task).await? else { continue };
                space.insert(task)
            }
        };
        let entries: Vec<ProgressEntry> = programme::entries(&mut act.tx, share.id)
            .await?
            .iter()
            .rev()
            .map(|entry| entry.of(share.id))
            .collect();
        let before = share.period;
        Reckoning::in_act(&act, programme).settle(&mut share, task, &entries);
        if share.period != before {
            share.said.clear();
            // Someone writing at this moment settles it themselves.
            moved += usize::from(programme::change_obligation(&mut act.tx, &share, now).await?);
        }
    }
    act.tell("programme.periods", "programme", "", serde_json::json!({ "moved": moved })).await?;
    act.done().await?;
    Ok((moved, Some(last)))
}
