//! Campaigns: made from a draft, opened by a job that can be resumed, changed
//! while they run, closed.
//!
//! Not here: teams and delegations (`team`), visits (`schedule`), reports.

mod glance;
mod listing;
mod open;
mod wording;

pub use glance::{Glance, glance};
pub use listing::{Form, Printed, print};
pub use open::{JOB, run};
pub(crate) use wording::{numbered, subject};

use crate::acts::plan::{Draft, DraftTeam};
use crate::clock::new_id;
use crate::{Act, Actor, App, Refusal};
use domain::campaign::{Campaign, CampaignState, Cohort, Purpose};
use domain::identifier::{CampaignId, CohortId, PlanId, TargetId, UnitId};
use domain::law::holding;
use domain::policy::Action;
use domain::team::Member;
use jiff::civil::Date;
use store::campaign::{self, Item};
pub use store::campaign::{Content, Kept};
pub use store::job::Job;
use store::job::{self, Ask};
use store::target;
pub use store::target::{Figures, Filter, Order, Target};
use store::team::{self, Team};

/// Makes a campaign of a draft, in preparation; units see nothing of it yet.
pub async fn create(
    app: &App,
    who: &Actor,
    plan: Option<PlanId>,
    draft: Draft,
) -> Result<CampaignId, Refusal> {
    if draft.title.trim().is_empty() {
        return Err(Refusal::invalid("title", "field-required"));
    }
    if draft.cohorts.iter().all(|cohort| cohort.units.is_empty()) {
        return Err(Refusal::invalid("cohorts", "campaign-without-units"));
    }
    if !draft.unmatched().is_empty() {
        return Err(Refusal::invalid("units", "campaign-unmatched-units"));
    }
    let mut act = app.act(who).await?;
    act.allow(Action::CampaignManage)?;
    if let Some(plan) = plan {
        let kept = store::plan::get(&mut act.tx, plan).await?.ok_or(Refusal::NotFound)?;
        if kept.listed.state != "reviewing" {
            return Err(Refusal::not_now(kept.listed.state, "create_campaign"));
        }
        store::plan::set_state(&mut act.tx, plan, "used").await?;
    }
    let id: CampaignId = new_id();
    let kept = Kept {
        campaign: Campaign {
            id,
            plan,
            title: draft.title,
            number: draft.number,
            year: draft.year,
            issuer: draft.issuer,
            state: CampaignState::Draft,
            scope_from: draft.scope_from,
            scope_to: draft.scope_to,
            window_from: draft.window_from,
            window_to: draft.window_to,
            checklist: draft.checklist.clone(),
            remediation: draft.remediation,
            notice: draft.notice,
        },
        previous: None,
        place: draft.place,
        issued_on: draft.issued_on,
        version: 1,
        created_at: act.now,
        opened_at: None,
        closed_at: None,
    };
    campaign::add(&mut act.tx, &kept, who.user.id).await?;
    for (position, cohort) in (0_u32..).zip(&draft.cohorts) {
        let kept = Cohort {
            id: new_id(),
            campaign: id,
            name: cohort.name.clone(),
            purpose: cohort.purpose,
            outline: cohort.outline.clone(),
            report_due: cohort.report_due.clone(),
        };
        campaign::add_cohort(&mut act.tx, &kept, position).await?;
        for unit in cohort.units.iter().filter_map(|unit| unit.unit) {
            target::add(&mut act.tx, new_id(), id, kept.id, unit, act.now).await?;
        }
    }
    keep_contents(&mut act, id, &draft.contents, draft.checklist.as_deref(), draft.issued_on).await?;
    for (position, drafted) in (0_u32..).zip(draft.teams) {
        keep_team(&mut act, id, drafted, position).await?;
    }
    let detail = serde_json::json!({ "plan": plan.map(|p| p.to_string()), "title": kept.campaign.title });
    act.tell("campaign.create", "campaign", id, detail).await?;
    act.done().await?;
    Ok(id)
}

/// Keeps the contents, and the items of the checklist as it stands now: all of
/// them, each under the first content that calls for its theme.
async fn keep_contents(
    act: &mut Act<'_>,
    id: CampaignId,
    contents: &[Content],
    checklist: Option<&str>,
    issued_on: Option<Date>,
) -> Result<(), Refusal> {
    for (position, content) in (0_u32..).zip(contents) {
        campaign::add_content(&mut act.tx, id, content, position).await?;
    }
    let Some(list) = checklist.and_then(|code| act.app.packs.checklists.get(code)) else { return Ok(()) };
    let day = issued_on.unwrap_or_else(|| act.today());
    let library = &act.app.packs.library;
    for (position, item) in (0_u32..).zip(&list.items) {
        let basis: Vec<_> = holding(&item.bases, day, library).into_iter().cloned().collect();
        let kept = Item {
            id: new_id(),
            code: item.code.clone(),
            content: contents.iter().find(|c| c.themes.contains(&item.theme)).map(|c| c.code.clone()),
            theme: item.theme.clone(),
            method: item.method.code().to_owned(),
            question: item.question.vi.clone(),
            question_en: item.question.en.clone(),
            guidance: item.look_at.vi.clone(),
            guidance_en: item.look_at.en.clone(),
            basis: papers::citation(&basis, library),
            catalogue: item.findings.join(" "),
            outline_field: item.compared_with.as_ref().map(serde_json::to_string).transpose()?,
        };
        campaign::add_item(&mut act.tx, id, &kept, position).await?;
    }
    Ok(())
}

async fn keep_team(
    act: &mut Act<'_>,
    campaign: CampaignId,
    drafted: DraftTeam,
    position: u32,
) -> Result<(), Refusal> {
    let kept = Team {
        id: new_id(),
        campaign,
        name: drafted.name,
        decision_number: None,
        decision_on: None,
        dissolved_at: None,
    };
    team::add(&mut act.tx, &kept, position).await?;
    for (position, member) in (0_u32..).zip(drafted.members) {
        let member = Member {
            id: new_id(),
            team: kept.id,
            name: member.name,
            rank: member.rank,
            position: member.position,
            organisation: member.organisation,
            unit: member.unit,
            user: None,
            role: member.role,
            duty: None,
        };
        team::add_member(&mut act.tx, &member, position).await?;
    }
    Ok(())
}

/// Starts opening: reports are made by a job that can be stopped and resumed.
/// Asking twice is asking once.
pub async fn open(app: &App, who: &Actor, id: CampaignId) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::CampaignManage)?;
    let kept = campaign::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    match kept.campaign.state {
        CampaignState::Draft => {}
        CampaignState::Opening => return Ok(()),
        state => return Err(Refusal::not_now(state.code(), "open")),
    }
    campaign::set_state(&mut act.tx, id, CampaignState::Draft, CampaignState::Opening, act.now).await?;
    ask_to_open(&mut act, id, "open").await?;
    act.tell("campaign.open", "campaign", id, ()).await?;
    act.done().await
}

/// Queues the opening job under a key of its own per occasion.
async fn ask_to_open(act: &mut Act<'_>, id: CampaignId, occasion: &str) -> Result<(), Refusal> {
    let once_key = format!("{JOB}:{id}:{occasion}");
    let ask = Ask {
        id: new_id(),
        kind: JOB,
        once_key: &once_key,
        payload: serde_json::to_string(&open::Payload { campaign: id })?,
        payload_version: open::PAYLOAD_VERSION,
        run_at: act.now,
        asked_by: act.user(),
        now: act.now,
    };
    job::ask(&mut act.tx, ask).await?;
    act.ring();
    Ok(())
}

/// How far the opening is.
pub async fn opening(app: &App, who: &Actor, id: CampaignId) -> Result<Option<Job>, Refusal> {
    let (mut tx, scope) = app.look(who, Action::CampaignRead).await?;
    campaign::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    Ok(job::by_key(&mut tx, &format!("{JOB}:{id}:open")).await?)
}

/// Brings more units into a campaign, also one that is open: their reports are
/// made at once by the same job.
pub async fn add_targets(
    app: &App,
    who: &Actor,
    id: CampaignId,
    cohort: CohortId,
    units: &[UnitId],
) -> Result<usize, Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::CampaignManage)?;
    let kept = campaign::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let known = campaign::get_cohort(&mut act.tx, cohort).await?.filter(|c| c.campaign == id);
    known.ok_or(Refusal::NotFound)?;
    if kept.campaign.state == CampaignState::Closed {
        return Err(Refusal::not_now("closed", "add_targets"));
    }
    let mut added = 0;
    for unit in units {
        added += usize::from(target::add(&mut act.tx, new_id(), id, cohort, *unit, act.now).await?);
    }
    if kept.campaign.state != CampaignState::Draft && added > 0 {
        let occasion = format!("add:{}", act.now);
        ask_to_open(&mut act, id, &occasion).await?;
    }
    let detail = serde_json::json!({ "cohort": cohort.to_string(), "added": added });
    act.tell("campaign.add_targets", "campaign", id, detail).await?;
    act.done().await?;
    Ok(added)
}

/// Takes a unit out, with the reason; what it has sent stays in the record.
pub async fn remove_target(app: &App, who: &Actor, id: TargetId, reason: &str) -> Result<(), Refusal> {
    let reason = domain::text::tidy(reason);
    if reason.is_empty() {
        return Err(Refusal::invalid("reason", "field-required"));
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::CampaignManage)?;
    let target = target::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    if ["underway", "finished"].contains(&target.visit_state.as_str()) {
        return Err(Refusal::not_now("visited", "remove"));
    }
    target::remove(&mut act.tx, id, &reason, act.now).await?;
    let detail = serde_json::json!({ "unit": target.unit_name, "reason": reason });
    act.tell("campaign.remove_target", "campaign", target.campaign, detail).await?;
    act.done().await
}

/// Numbers the campaign and corrects what the office may correct.
pub async fn update(app: &App, who: &Actor, kept: &Kept) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::CampaignManage)?;
    let of = &kept.campaign;
    if domain::text::tidy(&of.title).is_empty() {
        return Err(Refusal::invalid("title", "field-required"));
    }
    for (field, from, to) in
        [("scope_to", of.scope_from, of.scope_to), ("window_to", of.window_from, of.window_to)]
    {
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            return Err(Refusal::invalid(field, "date-before-start"));
        }
    }
    campaign::get(&mut act.tx, &scope, of.id).await?.ok_or(Refusal::NotFound)?;
    if !campaign::update(&mut act.tx, kept).await? {
        return Err(Refusal::Conflict);
    }
    act.tell(
        "campaign.update",
        "campaign",
        kept.campaign.id,
        serde_json::json!({ "number": kept.campaign.number }),
    )
    .await?;
    act.done().await
}

/// Closes a campaign: its teams dissolve and their access ends (S0: "Đoàn kiểm
/// tra tự giải thể sau khi hoàn thành nhiệm vụ"). Findings go on.
pub async fn close(app: &App, who: &Actor, id: CampaignId) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::CampaignManage)?;
    let kept = campaign::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    if !campaign::set_state(&mut act.tx, id, CampaignState::Open, CampaignState::Closed, act.now).await? {
        return Err(Refusal::not_now(kept.campaign.state.code(), "close"));
    }
    for mut dissolving in team::of_campaign(&mut act.tx, id).await? {
        if dissolving.dissolved_at.is_none() {
            dissolving.dissolved_at = Some(act.now);
            team::update(&mut act.tx, &dissolving).await?;
            store::people::end_team_grants(&mut act.tx, dissolving.id, act.now).await?;
        }
    }
    act.tell("campaign.close", "campaign", id, ()).await?;
    act.done().await
}

pub async fn list(app: &App, who: &Actor, limit: u32, offset: u32) -> Result<Vec<Kept>, Refusal> {
    let (mut tx, scope) = app.look(who, Action::CampaignRead).await?;
    Ok(campaign::list(&mut tx, &scope, limit, offset).await?)
}

/// A campaign with its cohorts, contents and figures.
#[derive(Debug, Clone)]
pub struct Whole {
    pub kept: Kept,
    pub cohorts: Vec<Cohort>,
    pub contents: Vec<Content>,
    pub figures: Figures,
}

pub async fn get(app: &App, who: &Actor, id: CampaignId) -> Result<Whole, Refusal> {
    let (mut tx, scope) = app.look(who, Action::CampaignRead).await?;
    let kept = campaign::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    Ok(Whole {
        cohorts: campaign::cohorts(&mut tx, id).await?,
        contents: campaign::contents(&mut tx, id).await?,
        figures: target::figures(&mut tx, &scope, id, app.today()).await?,
        kept,
    })
}

/// Targets in sight, and how many there are in all.
pub async fn targets(
    app: &App,
    who: &Actor,
    id: CampaignId,
    filter: &Filter,
) -> Result<(Vec<Target>, i64), Refusal> {
    let (mut tx, scope) = app.look(who, Action::CampaignRead).await?;
    let today = app.today();
    let listed = target::list(&mut tx, &scope, id, filter, today).await?;
    let count = target::count(&mut tx, &scope, id, filter, today).await?;
    Ok((listed, count))
}

/// One target in sight.
pub async fn target(app: &App, who: &Actor, id: TargetId) -> Result<Target, Refusal> {
    let (mut tx, scope) = app.look(who, Action::CampaignRead).await?;
    target::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)
}

/// Whether a cohort's units are visited.
pub fn is_visited(cohorts: &[Cohort], id: CohortId) -> bool {
    cohorts.iter().any(|cohort| cohort.id == id && cohort.purpose != Purpose::SelfInspection)
}
