//! Inspection teams: forming them, their seats, delegation, conflicts of
//! interest, dissolving. The folder beside this file holds the seats, what
//! members declare, and the decision as a paper.
//!
//! Not here: which visits a team makes (`schedule`), accounts (`people`).

mod decision;
mod declaration;
mod seat;

pub use decision::{Decision, decision, draft as decision_draft};
pub use declaration::{OwnSeat, declare, own_seats};
pub use seat::{Seating, remove, seat};

use crate::clock::new_id;
use crate::{Act, Actor, App, Refusal};
use domain::identifier::{CampaignId, MemberId, TeamId};
use domain::policy::Action;
use domain::team::{Delegation, TeamRole};
use jiff::civil::Date;
use store::team;
pub use store::team::Team;
pub use store::team::board::{Conflict, Seat, Standing};
use store::visit::calendar;
use store::{Scope, campaign, people};

/// What the audit calls a team.
pub const KIND: &str = "team";
/// The longest name or number kept, in characters.
const LONGEST: usize = 300;

/// The teams of a campaign, for those who inspect or oversee; units see who
/// comes on their visits.
#[derive(Debug, Clone)]
pub struct Board {
    pub campaign: campaign::Kept,
    pub teams: Vec<Standing>,
    /// The teams this person may change.
    pub managed: Vec<TeamId>,
}

pub async fn board(app: &App, who: &Actor, id: CampaignId) -> Result<Board, Refusal> {
    let (mut tx, scope) = app.look(who, Action::CampaignRead).await?;
    let kept = campaign::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let teams = team::board::of_campaign(&mut tx, id).await?;
    let own = who.teams();
    if !scope.everything && !teams.iter().any(|standing| own.contains(&standing.team.id)) {
        return Err(Refusal::NotFound);
    }
    let manages = who.scope(Action::TeamManage);
    let managed = teams
        .iter()
        .map(|standing| standing.team.id)
        .filter(|id| {
            let leads = who.grants.iter().any(|grant| {
                grant.team == Some(*id) && domain::policy::reach(grant.role, Action::TeamManage).is_some()
            });
            manages.as_ref().is_some_and(|scope| scope.everything || leads)
        })
        .collect();
    Ok(Board { campaign: kept, teams, managed })
}

/// A team within the scope of `TeamManage`, still standing.
async fn managed(act: &mut Act<'_>, id: TeamId) -> Result<Team, Refusal> {
    let scope = act.allow(Action::TeamManage)?;
    let found = team::get(&mut act.tx, id).await?.ok_or(Refusal::NotFound)?;
    if !calendar::reaches_team(&mut act.tx, &scope, id).await? {
        return Err(Refusal::NotFound);
    }
    if found.dissolved_at.is_some() {
        return Err(Refusal::not_now("dissolved", "change_team"));
    }
    Ok(found)
}

fn short(field: &'static str, given: &str) -> Result<String, Refusal> {
    let text = domain::text::tidy(given);
    if text.chars().count() > LONGEST { Err(Refusal::invalid(field, "schedule-too-long")) } else { Ok(text) }
}

/// Forms one more team in a campaign.
pub async fn form(app: &App, who: &Actor, id: CampaignId, name: &str) -> Result<TeamId, Refusal> {
    let name = short("name", name)?;
    if name.is_empty() {
        return Err(Refusal::invalid("name", "field-required"));
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::CampaignManage)?;
    let kept = campaign::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    if kept.closed_at.is_some() {
        return Err(Refusal::not_now("closed", "form_team"));
    }
    let new = Team {
        id: new_id(),
        campaign: id,
        name,
        decision_number: None,
        decision_on: None,
        dissolved_at: None,
    };
    let position = team::next_team_position(&mut act.tx, id).await?;
    team::add(&mut act.tx, &new, position).await?;
    act.tell("team.form", KIND, new.id, serde_json::json!({ "name": new.name })).await?;
    act.done().await?;
    Ok(new.id)
}

/// Names a team, and the decision that set it up.
pub async fn rename(
    app: &App,
    who: &Actor,
    id: TeamId,
    name: &str,
    number: &str,
    on: Option<Date>,
) -> Result<(), Refusal> {
    let (name, number) = (short("name", name)?, short("decision_number", number)?);
    if name.is_empty() {
        return Err(Refusal::invalid("name", "field-required"));
    }
    let mut act = app.act(who).await?;
    let kept = managed(&mut act, id).await?;
    let changed =
        Team { name, decision_number: (!number.is_empty()).then_some(number), decision_on: on, ..kept };
    team::update(&mut act.tx, &changed).await?;
    let detail = serde_json::json!({ "name": changed.name, "decision": changed.decision_number });
    act.tell("team.rename", KIND, id, detail).await?;
    act.done().await
}

/// Dissolves a team that has done its visits: what its members held through it
/// ends at once.
pub async fn dissolve(app: &App, who: &Actor, id: TeamId) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let mut kept = managed(&mut act, id).await?;
    if team::open_visits(&mut act.tx, id).await? > 0 {
        return Err(Refusal::invalid("", "team-has-open-visits"));
    }
    kept.dissolved_at = Some(act.now);
    team::update(&mut act.tx, &kept).await?;
    let ended = people::end_team_grants(&mut act.tx, id, act.now).await?;
    act.tell("team.dissolve", KIND, id, serde_json::json!({ "grants_ended": ended })).await?;
    act.done().await
}

/// The lead hands the conduct to a deputy for some days (S0 II.3.b).
pub async fn delegate(
    app: &App,
    who: &Actor,
    team: TeamId,
    to: MemberId,
    days: (Date, Date),
    note: &str,
) -> Result<(), Refusal> {
    let note = short("note", note)?;
    let mut act = app.act(who).await?;
    managed(&mut act, team).await?;
    if days.1 < days.0 {
        return Err(Refusal::invalid("last_day", "team-days-reversed"));
    }
    if days.1 < act.today() {
        return Err(Refusal::invalid("last_day", "team-days-past"));
    }
    let members = team::members(&mut act.tx, team).await?;
    let lead = members.iter().find(|member| member.role == TeamRole::Lead);
    let lead = lead.ok_or_else(|| Refusal::invalid("to", "team-without-lead"))?;
    let deputy = members.iter().find(|member| member.id == to && member.role == TeamRole::Deputy);
    let deputy = deputy.ok_or_else(|| Refusal::invalid("to", "team-not-a-deputy"))?;
    let standing = team::delegations(&mut act.tx, team).await?;
    if standing.iter().any(|(_, other)| other.first_day <= days.1 && days.0 <= other.last_day) {
        return Err(Refusal::invalid("first_day", "team-delegated-already"));
    }
    let delegation = Delegation {
        team,
        from: lead.id,
        to: deputy.id,
        first_day: days.0,
        last_day: days.1,
        note: (!note.is_empty()).then_some(note),
    };
    let key = new_id::<MemberId>().to_string();
    team::delegate(&mut act.tx, &key, &delegation).await?;
    let detail = serde_json::json!({ "to": deputy.name, "first_day": days.0, "last_day": days.1 });
    act.tell("team.delegate", KIND, team, detail).await?;
    act.done().await
}

/// Takes a delegation back.
pub async fn take_back(app: &App, who: &Actor, team: TeamId, key: &str) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    managed(&mut act, team).await?;
    if !team::revoke_delegation(&mut act.tx, team, key, act.now).await? {
        return Err(Refusal::NotFound);
    }
    act.tell("team.take_back_delegation", KIND, team, ()).await?;
    act.done().await
}

/// Everything, for what a team's own papers name.
fn everything(who: &Actor) -> Scope {
    Scope::everything(who.user.id)
}
