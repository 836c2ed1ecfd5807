//! Changes of a visit that is in the schedule: moved, cancelled, shared by a
//! second campaign. Whoever was told of it is told of the change.

use super::check::{self, Stand};
use super::{KIND, Share, after_change, days, fault, reached, state_of, text, times};
use crate::acts::notice::{self, Telling};
use crate::{Act, Actor, App, Refusal};
use domain::identifier::{MemberId, TeamId, VisitId};
use domain::moment;
use domain::policy::Action;
use domain::schedule::Slot;
use papers::message::{self, VisitNotice};
use store::visit::{self, Part, Visit};
use store::{Scope, visit::calendar};

/// Where a visit is moved to.
#[derive(Debug, Clone)]
pub struct Move {
    /// The version the mover saw.
    pub version: i64,
    pub slot: Slot,
    pub place: String,
    /// Who goes of each team whose members change; other teams keep theirs.
    pub members: Vec<(TeamId, Vec<MemberId>)>,
    pub reason: String,
    /// Why the new time may depart from the schedule's rules, when it does.
    pub exception: Option<String>,
}

/// Moves a visit that has not begun, with the reason. A unit that knows of it is
/// told of the new time at once.
pub async fn move_visit(app: &App, who: &Actor, id: VisitId, to: &Move) -> Result<(), Refusal> {
    let reason = text("reason", &to.reason)?;
    if reason.is_empty() {
        return Err(Refusal::invalid("reason", "field-required"));
    }
    let place = text("place", &to.place)?;
    let exception = to.exception.as_deref().map(|why| text("exception", why)).transpose()?;
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ScheduleManage)?;
    let kept = held(&mut act, &scope, id, to.version).await?;
    let state = state_of(&kept)?.schedule(days(to.slot)).map_err(fault)?;
    let parts = visit::all_parts(&mut act.tx, id).await?;
    let seats = visit::members(&mut act.tx, id).await?;
    let mut shares = Vec::new();
    for part in &parts {
        let named = to.members.iter().find(|(team, _)| *team == part.team);
        let reaches = calendar::reaches_team(&mut act.tx, &scope, part.team).await?;
        let chosen = match named {
            Some((_, members)) if reaches => members.clone(),
            Some(_) => return Err(Refusal::NotFound),
            None => seats.iter().filter(|s| s.team == part.team).map(|s| s.member).collect(),
        };
        shares.push((part.campaign, part.team, chosen));
    }
    let ad_hoc = kept.kind == "ad_hoc";
    let moved = kept.starts_at.map(moment::local) != Some(to.slot.starts);
    let known = kept.announced_at.filter(|_| !moved).map(moment::day);
    let stand = Stand {
        unit: kept.unit,
        slot: to.slot,
        shares: shares.clone(),
        ad_hoc,
        except: Some(id),
        announced: known,
    };
    let why = exception.filter(|why| !why.is_empty()).or(kept.reason.clone().filter(|_| ad_hoc));
    let departs = check::admit(&mut act, &stand, why.as_deref()).await?;
    let told = why.as_deref().filter(|_| departs);
    if !visit::set_times(&mut act.tx, id, kept.version, times(to.slot)?, &place, told, act.now).await? {
        return Err(Refusal::Conflict);
    }
    // A unit that was told hears of the new time in the same act.
    let state = match kept.announced_at {
        Some(_) => state.notify(act.today(), "product".to_owned(), None).map_err(fault)?,
        None => state,
    };
    let data = serde_json::to_string(&state)?;
    visit::set_state(&mut act.tx, id, kept.version + 1, state.code(), &data, act.now).await?;
    for (_, team, members) in &shares {
        visit::set_members(&mut act.tx, id, *team, members).await?;
    }
    for part in &parts {
        after_change(&mut act, part.target).await?;
    }
    if moved {
        tell_moved(&mut act, &kept, &parts, to.slot, &place).await?;
    }
    let detail = serde_json::json!({
        "from": kept.starts_at, "starts": to.slot.starts, "ends": to.slot.ends, "place": place,
        "reason": reason, "exception": told,
    });
    act.tell("schedule.move", KIND, id, detail).await?;
    act.done().await
}

async fn held(act: &mut Act<'_>, scope: &Scope, id: VisitId, version: i64) -> Result<Visit, Refusal> {
    let kept = visit::get(&mut act.tx, scope, id).await?.ok_or(Refusal::NotFound)?;
    if kept.cancelled_at.is_some() {
        return Err(Refusal::not_now("cancelled", "schedule"));
    }
    if kept.version == version { Ok(kept) } else { Err(Refusal::Conflict) }
}

async fn tell_moved(
    act: &mut Act<'_>,
    kept: &Visit,
    parts: &[Part],
    slot: Slot,
    place: &str,
) -> Result<(), Refusal> {
    let campaigns: Vec<_> = parts.iter().map(|part| part.campaign_title.clone()).collect();
    let teams: Vec<_> = parts.iter().map(|part| part.team_name.clone()).collect();
    let words = message::visit_scheduled(&VisitNotice {
        unit: &kept.unit_name,
        campaigns: &campaigns,
        teams: &teams,
        starts: slot.starts,
        ends: Some(slot.ends),
        place,
        reason: None,
        moved_from: kept.starts_at.map(moment::local),
        has_outline: false,
    });
    let telling = telling(kept, parts, "visit_moved", &format!("{}", slot.starts), words);
    tell(act, kept, parts, &telling).await
}

/// What is told of a visit; `occasion` makes a change of its own.
fn telling(
    kept: &Visit,
    parts: &[Part],
    kind: &'static str,
    occasion: &str,
    message: message::Message,
) -> Telling<'static> {
    Telling {
        kind,
        once_key: format!("{kind}:{}:{}:{occasion}", kept.id, kept.version),
        message,
        link: Some(format!("/visits/{}", kept.id)),
        campaign: parts.first().map(|part| part.campaign),
        object: (KIND, kept.id.to_string()),
        files: &[],
    }
}

/// The teams always hear of a change; the unit when it knows of the visit.
async fn tell(act: &mut Act<'_>, kept: &Visit, parts: &[Part], telling: &Telling<'_>) -> Result<(), Refusal> {
    if kept.announced_at.is_some() {
        notice::tell_unit(act, kept.unit, telling).await?;
    }
    for part in parts {
        notice::tell_team(act, part.team, telling).await?;
    }
    Ok(())
}

/// Takes a visit that has not begun out of the schedule, with the reason.
pub async fn cancel(app: &App, who: &Actor, id: VisitId, version: i64, reason: &str) -> Result<(), Refusal> {
    let reason = text("reason", reason)?;
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ScheduleManage)?;
    let kept = held(&mut act, &scope, id, version).await?;
    let state = state_of(&kept)?.cancel(act.today(), reason.clone()).map_err(fault)?;
    if !visit::cancel(&mut act.tx, id, version, &reason, act.now).await? {
        return Err(Refusal::Conflict);
    }
    let data = serde_json::to_string(&state)?;
    visit::set_state(&mut act.tx, id, version + 1, state.code(), &data, act.now).await?;
    let parts = visit::all_parts(&mut act.tx, id).await?;
    for part in &parts {
        after_change(&mut act, part.target).await?;
    }
    if let Some(starts) = kept.starts_at.map(moment::local) {
        let words = message::visit_cancelled(&kept.unit_name, starts, &reason);
        tell(&mut act, &kept, &parts, &telling(&kept, &parts, "visit_cancelled", "", words)).await?;
    }
    act.tell("schedule.cancel", KIND, id, serde_json::json!({ "reason": reason })).await?;
    act.done().await
}

/// A second campaign takes part in a visit to the same unit: with its own team,
/// content, minutes and visibility (S0 III.3.b).
pub async fn share(app: &App, who: &Actor, id: VisitId, share: &Share) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ScheduleManage)?;
    let (target, campaign) = reached(&mut act, &scope, share).await?;
    let all = Scope::everything(who.user.id);
    let kept = visit::get(&mut act.tx, &all, id).await?.ok_or(Refusal::NotFound)?;
    let parts = visit::all_parts(&mut act.tx, id).await?;
    if kept.unit != target.unit || parts.iter().any(|part| part.campaign == campaign) {
        return Err(Refusal::NotFound);
    }
    if target.visit.is_some() {
        return Err(Refusal::invalid("target", "schedule-has-visit"));
    }
    if !["scheduled", "notified"].contains(&kept.state.as_str()) {
        return Err(Refusal::not_now(&kept.state, "share"));
    }
    let (Some(starts), Some(ends)) = (kept.starts_at, kept.ends_at) else {
        return Err(Refusal::not_now(&kept.state, "share"));
    };
    let stand = Stand {
        unit: kept.unit,
        slot: Slot { starts: moment::local(starts), ends: moment::local(ends) },
        shares: vec![(campaign, share.team, share.members.clone())],
        ad_hoc: kept.kind == "ad_hoc",
        except: Some(id),
        announced: kept.announced_at.map(moment::day),
    };
    let reason = kept.exception.as_deref().or(kept.reason.as_deref());
    check::admit(&mut act, &stand, reason).await?;
    visit::add_part(&mut act.tx, id, campaign, target.id, share.team).await?;
    visit::set_members(&mut act.tx, id, share.team, &share.members).await?;
    after_change(&mut act, target.id).await?;
    let detail = serde_json::json!({ "campaign": campaign.to_string(), "team": share.team.to_string() });
    act.tell("schedule.share", KIND, id, detail).await?;
    act.done().await
}
