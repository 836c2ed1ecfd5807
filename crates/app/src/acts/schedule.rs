//! The schedule of visits: planning, moving and cancelling them, one visit shared
//! by two campaigns, and what stands against each wish.
//!
//! The folder beside this file holds the checks, the changes of a planned visit,
//! proposals for many units, the notice to units and personal calendars. Not
//! here: what happens on a visit, the rules of clashes (`domain::schedule`).

mod announce;
mod calendar;
mod change;
mod check;
mod paper;
mod propose;

pub use announce::{Agreement, Letter, Waiting, agree, announce, letter, waiting};
pub use calendar::{
    Around, Board, Entry, Standing, Unscheduled, Window, around, board, calendar, close_feed, feed,
    feed_since, open_feed, standing, targets,
};
pub use change::{Move, cancel, move_visit, share};
pub use propose::{Ask, Offer, Offered, accept, propose};
pub use store::notice::Receipts;
pub use store::visit::calendar::Share as EntryPart;
pub use store::visit::{Part as VisitPart, Visit as Scheduled};

pub(crate) use paper::{period, plan_line, printed};

use crate::clock::new_id;
use crate::{Act, Actor, App, Refusal};
use check::Stand;
use domain::campaign::CampaignState;
use domain::identifier::{CampaignId, MemberId, TargetId, TeamId, VisitId};
use domain::moment;
use domain::policy::Action;
use domain::schedule::Slot;
use domain::visit::{Days, Route, Trigger, Visit, VisitFault};
use store::visit::calendar as record;
use store::{Scope, campaign, target, visit};

/// What the audit calls a visit.
pub const KIND: &str = "visit";
/// The longest reason or place kept, in characters.
const LONGEST: usize = 1_000;

/// A visit somebody wants.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub share: Share,
    pub slot: Slot,
    pub place: String,
    /// Why the schedule may depart from its rules, when it does.
    pub exception: Option<String>,
    pub ad_hoc: Option<AdHoc>,
}

/// One campaign's share in a visit: which target, which team, who of it goes.
#[derive(Debug, Clone)]
pub struct Share {
    pub target: TargetId,
    pub team: TeamId,
    pub members: Vec<MemberId>,
}

/// A visit that is not of the plan's schedule (S0 II.2.b).
#[derive(Debug, Clone)]
pub struct AdHoc {
    pub trigger: Trigger,
    pub grounds: String,
}

/// Puts a visit into the schedule when nothing stands against it. The report
/// that is due some days before it gets its day.
pub async fn plan_visit(app: &App, who: &Actor, wanted: &Wanted) -> Result<VisitId, Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ScheduleManage)?;
    let id = plan(&mut act, &scope, wanted).await?;
    act.done().await?;
    Ok(id)
}

/// The same inside the caller's act.
pub(crate) async fn plan(act: &mut Act<'_>, scope: &Scope, wanted: &Wanted) -> Result<VisitId, Refusal> {
    let place = text("place", &wanted.place)?;
    let ad_hoc = match &wanted.ad_hoc {
        Some(ad_hoc) if ad_hoc.grounds.trim().is_empty() => {
            return Err(Refusal::invalid("grounds", "field-required"));
        }
        Some(ad_hoc) => Some(AdHoc { trigger: ad_hoc.trigger, grounds: text("grounds", &ad_hoc.grounds)? }),
        None => None,
    };
    let (target, campaign) = reached(act, scope, &wanted.share).await?;
    let current = match target.visit {
        Some(visit) => visit::get(&mut act.tx, &Scope::everything(act.who.user.id), visit).await?,
        None => None,
    };
    if current.is_some_and(|kept| ad_hoc.is_none() || kept.state != "finished") {
        return Err(Refusal::invalid("target", "schedule-has-visit"));
    }
    let exception = wanted.exception.as_deref().map(|why| text("exception", why)).transpose()?;
    let reason =
        exception.clone().filter(|why| !why.is_empty()).or(ad_hoc.as_ref().map(|a| a.grounds.clone()));
    let stand = Stand {
        unit: target.unit,
        slot: wanted.slot,
        shares: vec![(campaign, wanted.share.team, wanted.share.members.clone())],
        ad_hoc: ad_hoc.is_some(),
        except: None,
        announced: None,
    };
    let departs = check::admit(act, &stand, reason.as_deref()).await?;
    let route = ad_hoc.as_ref().map_or(Route::Periodic, |ad_hoc| Route::AdHoc {
        trigger: ad_hoc.trigger,
        grounds: ad_hoc.grounds.clone(),
    });
    let state = Visit::planned(route).schedule(days(wanted.slot)).map_err(fault)?;
    let id: VisitId = new_id();
    let new = visit::New {
        id,
        unit: target.unit,
        kind: if ad_hoc.is_some() { "ad_hoc" } else { "planned" },
        occasion: ad_hoc.as_ref().map(|ad_hoc| ad_hoc.trigger.code()),
        reason: ad_hoc.as_ref().map(|ad_hoc| ad_hoc.grounds.as_str()),
        exception: reason.as_deref().filter(|_| departs),
        times: Some(times(wanted.slot)?),
        place: &place,
        state: state.code(),
        state_data: serde_json::to_string(&state)?,
        by: act.who.user.id,
        now: act.now,
    };
    visit::add(&mut act.tx, &new).await?;
    visit::add_part(&mut act.tx, id, target.campaign, target.id, wanted.share.team).await?;
    visit::set_members(&mut act.tx, id, wanted.share.team, &wanted.share.members).await?;
    after_change(act, target.id).await?;
    let detail = serde_json::json!({
        "unit": target.unit_name, "starts": wanted.slot.starts, "ends": wanted.slot.ends,
        "team": wanted.share.team.to_string(), "ad_hoc": wanted.ad_hoc.is_some(),
        "exception": reason.filter(|_| departs),
    });
    act.tell("schedule.plan", KIND, id, detail).await?;
    Ok(id)
}

/// The target and its campaign, when the person may schedule for that team.
async fn reached(
    act: &mut Act<'_>,
    scope: &Scope,
    share: &Share,
) -> Result<(target::Target, CampaignId), Refusal> {
    let target = target::get(&mut act.tx, scope, share.target).await?.ok_or(Refusal::NotFound)?;
    if !record::reaches_team(&mut act.tx, scope, share.team).await? {
        return Err(Refusal::NotFound);
    }
    let all = Scope::everything(act.who.user.id);
    let kept = campaign::get(&mut act.tx, &all, target.campaign).await?.ok_or(Refusal::NotFound)?;
    if kept.campaign.state == CampaignState::Closed {
        return Err(Refusal::not_now("closed", "schedule"));
    }
    let id = target.campaign;
    Ok((target, id))
}

/// What follows every change of a target's visit.
async fn after_change(act: &mut Act<'_>, id: TargetId) -> Result<(), Refusal> {
    crate::acts::report::reschedule(act, id).await?;
    target::refresh(&mut act.tx, id).await?;
    Ok(())
}

fn days(slot: Slot) -> Days {
    Days { from: slot.starts.date(), to: slot.ends.date() }
}

fn times(slot: Slot) -> Result<visit::Times, Refusal> {
    let instant =
        |time| moment::instant(time).ok_or_else(|| Refusal::invalid("day", "schedule-no-such-time"));
    Ok(visit::Times {
        starts_at: instant(slot.starts)?,
        ends_at: instant(slot.ends)?,
        day: slot.starts.date(),
        last_day: slot.ends.date(),
    })
}

fn text(field: &'static str, given: &str) -> Result<String, Refusal> {
    let text = domain::text::tidy(given);
    if text.chars().count() > LONGEST { Err(Refusal::invalid(field, "schedule-too-long")) } else { Ok(text) }
}

/// The domain's visit as it is kept.
fn state_of(kept: &visit::Visit) -> Result<Visit, Refusal> {
    Ok(serde_json::from_str(&kept.state_data)?)
}

fn fault(fault: VisitFault) -> Refusal {
    match fault {
        VisitFault::NotNow(now) => now.into(),
        VisitFault::DaysReversed => Refusal::invalid("day", "schedule-clash-ends-before-start"),
        VisitFault::TimeRunsBack => Refusal::invalid("day", "schedule-time-runs-back"),
        VisitFault::NoReason => Refusal::invalid("reason", "field-required"),
    }
}
