//! A schedule proposed for all units of a campaign that have no visit yet; a
//! person looks at it and takes what they want.

use super::{LONGEST, Share, Wanted, plan};
use crate::{Act, Actor, App, Refusal};
use domain::identifier::{CampaignId, MemberId, TargetId, TeamId};
use domain::policy::Action;
use domain::schedule::{self, Going, Proposal, Slot, Taken, TeamPlan, Unplaced, Wish};
use jiff::civil::Date;
use std::collections::BTreeMap;
use store::visit::calendar::{self, Unscheduled};
use store::{Scope, Tx, campaign, team};

/// Units proposed for at once.
const MOST: u32 = 400;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Ask {
    pub first: Date,
    pub last: Date,
    pub per_day: u8,
    /// The teams that go; empty is all of the campaign's.
    pub teams: Vec<TeamId>,
}

/// A proposed visit with the names a person reads.
#[derive(Debug, Clone)]
pub struct Offered {
    pub target: TargetId,
    pub unit_name: String,
    pub team: TeamId,
    pub team_name: String,
    pub slot: Slot,
    pub members: Vec<(MemberId, String)>,
}

#[derive(Debug, Clone, Default)]
pub struct Offer {
    pub placed: Vec<Offered>,
    /// Units without a place, and why.
    pub left: Vec<(String, Unplaced)>,
}

/// Proposes; nothing is kept.
pub async fn propose(app: &App, who: &Actor, id: CampaignId, ask: &Ask) -> Result<Offer, Refusal> {
    let (mut tx, scope) = app.look(who, Action::ScheduleManage).await?;
    campaign::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    offer(&mut tx, app, &scope, id, ask).await
}

async fn offer(tx: &mut Tx, app: &App, scope: &Scope, id: CampaignId, ask: &Ask) -> Result<Offer, Refusal> {
    if ask.last < ask.first {
        return Err(Refusal::invalid("last", "team-days-reversed"));
    }
    let open = calendar::unscheduled(tx, scope, id, MOST).await?;
    let mut teams = Vec::new();
    for (team, mut roster) in calendar::rosters(tx, id).await? {
        // A place for which nobody is named yet cannot go.
        roster.retain(|going| going.member.name.is_some());
        let wanted = ask.teams.is_empty() || ask.teams.contains(&team);
        if wanted && calendar::reaches_team(tx, scope, team).await? {
            teams.push(TeamPlan { team, roster });
        }
    }
    if teams.is_empty() {
        return Err(Refusal::invalid("teams", "schedule-no-team"));
    }
    let taken = calendar::others(tx, ask.first, ask.last, None)
        .await?
        .into_iter()
        .map(|other| Taken { slot: other.slot, unit: other.unit, members: other.members, users: other.users })
        .collect();
    let wish = Wish {
        first: ask.first,
        last: ask.last,
        per_day: ask.per_day.clamp(1, schedule::MAX_PER_DAY),
        wanted: open
            .iter()
            .map(|one| schedule::Wanted { target: one.target, line: one.line.clone() })
            .collect(),
        teams,
        taken,
    };
    let proposal = schedule::propose(&wish, &app.packs.calendar);
    let names: BTreeMap<TeamId, String> =
        team::of_campaign(tx, id).await?.into_iter().map(|team| (team.id, team.name)).collect();
    Ok(named(proposal, &open, &wish.teams, &names))
}

fn named(
    proposal: Proposal,
    open: &[Unscheduled],
    teams: &[TeamPlan],
    names: &BTreeMap<TeamId, String>,
) -> Offer {
    let unit = |target: TargetId| {
        open.iter().find(|one| one.target == target).map(|one| one.unit_name.clone()).unwrap_or_default()
    };
    let people: BTreeMap<MemberId, &Going> =
        teams.iter().flat_map(|team| &team.roster).map(|going| (going.member.id, going)).collect();
    let placed = proposal.placed.into_iter().map(|placed| Offered {
        target: placed.target,
        unit_name: unit(placed.target),
        team: placed.team,
        team_name: names.get(&placed.team).cloned().unwrap_or_default(),
        slot: placed.slot,
        members: placed
            .members
            .into_iter()
            .map(|id| (id, people.get(&id).map(|going| super::check::name(going)).unwrap_or_default()))
            .collect(),
    });
    let left = proposal.left.into_iter().map(|(target, why)| (unit(target), why)).collect();
    Offer { placed: placed.collect(), left }
}

/// Puts the chosen visits of the same proposal into the schedule, all or none;
/// answers how many.
pub async fn accept(
    app: &App,
    who: &Actor,
    id: CampaignId,
    ask: &Ask,
    chosen: &[TargetId],
    place: &str,
) -> Result<usize, Refusal> {
    if place.chars().count() > LONGEST {
        return Err(Refusal::invalid("place", "schedule-too-long"));
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ScheduleManage)?;
    campaign::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let offer = offer(&mut act.tx, app, &scope, id, ask).await?;
    let wanted: Vec<_> = offer.placed.iter().filter(|one| chosen.contains(&one.target)).collect();
    if wanted.is_empty() {
        return Err(Refusal::invalid("chosen", "schedule-choose-visits"));
    }
    // Someone else scheduled one of them meanwhile: look again.
    if wanted.len() != chosen.len() {
        return Err(Refusal::Conflict);
    }
    let count = wanted.len();
    for one in wanted {
        keep(&mut act, &scope, one, place).await?;
    }
    act.done().await?;
    Ok(count)
}

async fn keep(act: &mut Act<'_>, scope: &Scope, one: &Offered, place: &str) -> Result<(), Refusal> {
    let wanted = Wanted {
        share: Share {
            target: one.target,
            team: one.team,
            members: one.members.iter().map(|(id, _)| *id).collect(),
        },
        slot: one.slot,
        place: place.to_owned(),
        exception: None,
        ad_hoc: None,
    };
    plan(act, scope, &wanted).await?;
    Ok(())
}
