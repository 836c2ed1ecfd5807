//! The opening job: makes every target's report, some at a time, so that a
//! stopped program goes on where it was and nothing is made twice.

use crate::acts::report;
use crate::{Actor, App, Refusal, worker};
use domain::campaign::{CampaignState, Cohort};
use domain::identifier::CampaignId;
use serde::{Deserialize, Serialize};
use store::job::{self, Job};
use store::{Scope, campaign, target};

/// The job's kind.
pub const JOB: &str = "open_campaign";
pub const PAYLOAD_VERSION: i64 = 1;

/// What the job is about; version 1.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Payload {
    pub campaign: CampaignId,
}

/// Targets opened in one change: small enough to let other acts in between.
const BATCH: u32 = 100;

/// Runs the job to its end, or until stopped.
pub async fn run(app: &App, who: &Actor, job: &Job) -> Result<(), Refusal> {
    let payload: Payload = serde_json::from_str(&job.payload)?;
    let id = payload.campaign;
    let everything = Scope::everything(who.user.id);
    let (kept, cohorts, total) = {
        let mut tx = app.store.read().await?;
        let kept = campaign::get(&mut tx, &everything, id).await?.ok_or(Refusal::NotFound)?;
        (kept, campaign::cohorts(&mut tx, id).await?, target::total(&mut tx, id).await?)
    };
    let facts = report::facts(kept.issued_on, app.today());
    let years = report::years(&kept.campaign);
    loop {
        let mut act = app.act(who).await?;
        let batch = target::without_report(&mut act.tx, id, BATCH).await?;
        if batch.is_empty() {
            break;
        }
        for (target, cohort, _) in &batch {
            // A cohort added since the job began: the next try of the job knows it.
            let cohort = find(&cohorts, *cohort).ok_or(Refusal::Conflict)?;
            report::open(&mut act, *target, cohort, &years, &facts).await?;
        }
        let left = target::left_to_open(&mut act.tx, id).await?;
        job::advance(&mut act.tx, job.id, total - left, total, act.now, act.now + worker::LEASE).await?;
        act.tell("campaign.open_batch", "campaign", id, serde_json::json!({ "opened": batch.len() })).await?;
        act.done().await?;
    }
    let mut act = app.act(who).await?;
    job::advance(&mut act.tx, job.id, total, total, act.now, act.now + worker::LEASE).await?;
    campaign::set_state(&mut act.tx, id, CampaignState::Opening, CampaignState::Open, act.now).await?;
    act.tell("campaign.opened", "campaign", id, serde_json::json!({ "targets": total })).await?;
    act.done().await
}

fn find(cohorts: &[Cohort], id: domain::identifier::CohortId) -> Option<&Cohort> {
    cohorts.iter().find(|cohort| cohort.id == id)
}
