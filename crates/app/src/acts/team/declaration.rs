//! What a member declares of their conflicts of interest (NĐ 217/2025, Điều 12):
//! the units they may not inspect, or that there are none.

use super::KIND;
use crate::{Actor, App, Refusal};
use domain::identifier::{CampaignId, TeamId, UnitId};
use domain::policy::Action;
use domain::team::Member;
use jiff::Timestamp;
use store::{campaign, target, team, unit};

/// The seat a person declares for.
#[derive(Debug, Clone)]
pub struct OwnSeat {
    pub team_name: String,
    pub member: Member,
    pub declared_at: Option<Timestamp>,
    pub named: Vec<(UnitId, String)>,
}

/// The units a person may name, and their seats in the campaign's teams.
pub async fn own_seats(
    app: &App,
    who: &Actor,
    id: CampaignId,
) -> Result<(Vec<(UnitId, String)>, Vec<OwnSeat>), Refusal> {
    let (mut tx, _) = app.look(who, Action::ConflictDeclare).await?;
    let all = super::everything(who);
    let mut seats = Vec::new();
    for standing in team::of_campaign(&mut tx, id).await? {
        if standing.dissolved_at.is_some() {
            continue;
        }
        if let Some(member) = team::seat(&mut tx, standing.id, who.user.id).await? {
            let (declared_at, named) = team::declaration(&mut tx, member.id).await?;
            seats.push(OwnSeat { team_name: standing.name, member, declared_at, named });
        }
    }
    if seats.is_empty() {
        return Err(Refusal::NotFound);
    }
    campaign::get(&mut tx, &all, id).await?.ok_or(Refusal::NotFound)?;
    let filter = target::Filter { limit: 2_000, ..target::Filter::default() };
    let targets = target::list(&mut tx, &all, id, &filter, app.today()).await?;
    let units = targets.into_iter().map(|target| (target.unit, target.unit_name)).collect();
    Ok((units, seats))
}

/// A member declares for their own seat. Visits to the named units that have
/// not begun go on without them; answers how many.
pub async fn declare(
    app: &App,
    who: &Actor,
    team: TeamId,
    units: &[UnitId],
    reason: &str,
    note: &str,
) -> Result<u64, Refusal> {
    let (reason, note) = (super::short("reason", reason)?, super::short("note", note)?);
    if !units.is_empty() && reason.is_empty() {
        return Err(Refusal::invalid("reason", "field-required"));
    }
    let mut act = app.act(who).await?;
    act.allow(Action::ConflictDeclare)?;
    let member = team::seat(&mut act.tx, team, who.user.id).await?.ok_or(Refusal::NotFound)?;
    let kept = team::get(&mut act.tx, team).await?.ok_or(Refusal::NotFound)?;
    if kept.dissolved_at.is_some() {
        return Err(Refusal::not_now("dissolved", "declare"));
    }
    let mut named = Vec::new();
    let mut aside = 0;
    for id in units {
        unit::name(&mut act.tx, *id).await?.ok_or_else(|| Refusal::invalid("units", "team-no-such-unit"))?;
        if named.iter().all(|(known, _)| known != id) {
            aside += team::step_aside(&mut act.tx, member.id, *id).await?;
            named.push((*id, reason.clone()));
        }
    }
    let note = (!note.is_empty()).then_some(note);
    team::declare(&mut act.tx, member.id, &named, note.as_deref(), act.now).await?;
    let detail = serde_json::json!({
        "member": member.id.to_string(), "units": units.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "left_visits": aside,
    });
    act.tell("team.declare", KIND, team, detail).await?;
    act.done().await?;
    Ok(aside)
}
