//! Looking at the schedule: the calendar, a campaign's schedule, what a form
//! needs to plan one visit; and the secret address of a personal calendar.

use crate::{Actor, App, Refusal};
use domain::campaign::Purpose;
use domain::identifier::{CampaignId, MemberId, TargetId, TeamId, UnitId, VisitId};
use domain::policy::Action;
use domain::schedule::Going;
use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::notice::Receipts;
pub use store::visit::calendar::{Entry, Unscheduled, Window};
use store::visit::{self, calendar};
use store::{Scope, campaign, notice, people, target, team};

/// Visits of one look at most.
const MOST: u32 = 1_000;
/// A personal calendar shows this many days back and ahead.
const FEED_BACK: i64 = 90;
const FEED_AHEAD: i64 = 400;

/// The visits of some days, as far as the person sees them.
pub async fn calendar(app: &App, who: &Actor, window: &Window) -> Result<Vec<Entry>, Refusal> {
    let (mut tx, scope) = app.look(who, Action::VisitRead).await?;
    Ok(calendar::list(&mut tx, &scope, window).await?)
}

/// A campaign's schedule: its visits, the units without one, its teams.
#[derive(Debug, Clone)]
pub struct Board {
    pub campaign: campaign::Kept,
    pub visits: Vec<Entry>,
    pub unscheduled: Vec<Unscheduled>,
    pub teams: Vec<(TeamId, String)>,
    /// Who confirmed the notice of a visit.
    pub receipts: BTreeMap<VisitId, Receipts>,
}

pub async fn board(app: &App, who: &Actor, id: CampaignId) -> Result<Board, Refusal> {
    let (mut tx, scope) = app.look(who, Action::VisitRead).await?;
    let reads = who.scope(Action::CampaignRead).ok_or(Refusal::NotFound)?;
    let kept = campaign::get(&mut tx, &reads, id).await?.ok_or(Refusal::NotFound)?;
    let window = Window {
        from: Date::constant(2000, 1, 1),
        to: Date::constant(2999, 12, 31),
        campaign: Some(id),
        team: None,
        cancelled: true,
        limit: MOST,
    };
    let visits = calendar::list(&mut tx, &scope, &window).await?;
    let unscheduled = calendar::unscheduled(&mut tx, &scope, id, MOST).await?;
    let teams = team::of_campaign(&mut tx, id).await?;
    let receipts = notice::receipts(&mut tx, id, super::KIND)
        .await?
        .into_iter()
        .filter_map(|(id, receipts)| Some((id.parse().ok()?, receipts)))
        .collect();
    Ok(Board {
        campaign: kept,
        visits,
        unscheduled,
        teams: teams.into_iter().filter(|t| t.dissolved_at.is_none()).map(|t| (t.id, t.name)).collect(),
        receipts,
    })
}

/// What a person needs to plan a visit to a target.
#[derive(Debug, Clone)]
pub struct Around {
    pub campaign: campaign::Kept,
    pub target: target::Target,
    /// The unit and the bodies above it, nearest first.
    pub line: Vec<UnitId>,
    pub teams: Vec<(TeamId, String, Vec<Going>)>,
    /// Visits of other campaigns to the unit that this campaign might share:
    /// when and where.
    pub shareable: Vec<(VisitId, Timestamp, String)>,
}

pub async fn around(app: &App, who: &Actor, id: TargetId) -> Result<Around, Refusal> {
    let (mut tx, scope) = app.look(who, Action::ScheduleManage).await?;
    let target = target::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let all = Scope::everything(who.user.id);
    let kept = campaign::get(&mut tx, &all, target.campaign).await?.ok_or(Refusal::NotFound)?;
    let names = team::of_campaign(&mut tx, target.campaign).await?;
    let mut teams = Vec::new();
    for (team, roster) in calendar::rosters(&mut tx, target.campaign).await? {
        if calendar::reaches_team(&mut tx, &scope, team).await? {
            let name = names.iter().find(|known| known.id == team).map(|known| known.name.clone());
            teams.push((team, name.unwrap_or_default(), roster));
        }
    }
    let shareable = calendar::shareable(&mut tx, target.unit, target.campaign, app.today(), 10).await?;
    let line = calendar::line(&mut tx, target.unit).await?;
    Ok(Around { campaign: kept, target, line, teams, shareable })
}

/// The targets of a campaign that a person may plan a visit to; a unit that only
/// inspects itself can be visited ad hoc.
pub async fn targets(
    app: &App,
    who: &Actor,
    id: CampaignId,
) -> Result<Vec<(TargetId, String, bool)>, Refusal> {
    let (mut tx, scope) = app.look(who, Action::ScheduleManage).await?;
    let filter = target::Filter { limit: MOST, ..target::Filter::default() };
    let listed = target::list(&mut tx, &scope, id, &filter, app.today()).await?;
    Ok(listed
        .into_iter()
        .map(|target| {
            let free = target.visit.is_none() && target.purpose != Purpose::SelfInspection;
            (target.id, target.unit_name, free)
        })
        .collect())
}

/// A visit as a form of changes needs it.
#[derive(Debug, Clone)]
pub struct Standing {
    pub visit: visit::Visit,
    pub parts: Vec<visit::Part>,
    pub line: Vec<UnitId>,
    /// Per team this person schedules for: its roster and who goes.
    pub teams: Vec<(TeamId, String, Vec<Going>, Vec<MemberId>)>,
}

pub async fn standing(app: &App, who: &Actor, id: VisitId) -> Result<Standing, Refusal> {
    let (mut tx, scope) = app.look(who, Action::ScheduleManage).await?;
    let kept = visit::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let parts = visit::parts(&mut tx, &scope, id).await?;
    let seats = visit::members(&mut tx, id).await?;
    let mut teams = Vec::new();
    for part in &parts {
        let rosters = calendar::rosters(&mut tx, part.campaign).await?;
        if let Some((team, roster)) = rosters.into_iter().find(|(team, _)| *team == part.team) {
            let goes = seats.iter().filter(|seat| seat.team == team).map(|seat| seat.member).collect();
            teams.push((team, part.team_name.clone(), roster, goes));
        }
    }
    let line = calendar::line(&mut tx, kept.unit).await?;
    Ok(Standing { visit: kept, parts, line, teams })
}

/// Opens a person's calendar address; an earlier one ends. The answer is the
/// only time the secret is known.
pub async fn open_feed(app: &App, who: &Actor) -> Result<String, Refusal> {
    let secret = crate::clock::secret::<24>()?;
    let mut act = app.act(who).await?;
    act.allow(Action::VisitRead)?;
    calendar::open_feed(&mut act.tx, who.user.id, &hash(&secret), act.now).await?;
    act.tell("calendar.open", "user", who.user.id, ()).await?;
    act.done().await?;
    Ok(secret)
}

/// Ends a person's calendar address at once.
pub async fn close_feed(app: &App, who: &Actor) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    act.allow(Action::VisitRead)?;
    if !calendar::close_feed(&mut act.tx, who.user.id, act.now).await? {
        return Err(Refusal::NotFound);
    }
    act.tell("calendar.close", "user", who.user.id, ()).await?;
    act.done().await
}

/// Since when a person has a calendar address.
pub async fn feed_since(app: &App, who: &Actor) -> Result<Option<Timestamp>, Refusal> {
    let (mut tx, _) = app.look(who, Action::VisitRead).await?;
    Ok(calendar::feed_since(&mut tx, who.user.id).await?)
}

/// The visits behind a calendar address, cancelled ones too; with the rights its
/// owner has now.
pub async fn feed(app: &App, secret: &str) -> Result<Vec<Entry>, Refusal> {
    let owner = {
        let mut tx = app.store.read().await?;
        let id = calendar::feed_owner(&mut tx, &hash(secret)).await?.ok_or(Refusal::NotFound)?;
        let user = people::get(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
        let grants = people::grants_of(&mut tx, id).await?;
        Actor::person(user, grants, None)
    };
    let today = app.today();
    let day = |days: i64| today.saturating_add(jiff::ToSpan::days(days));
    let window = Window {
        from: day(-FEED_BACK),
        to: day(FEED_AHEAD),
        campaign: None,
        team: None,
        cancelled: true,
        limit: MOST,
    };
    match calendar(app, &owner, &window).await {
        // Their last role ended: the calendar is empty, not gone.
        Err(Refusal::NotAllowed(_)) => Ok(Vec::new()),
        other => other,
    }
}

fn hash(secret: &str) -> String {
    crate::clock::hex(&Sha256::digest(secret.as_bytes()))
}
