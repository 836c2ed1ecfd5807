//! Seats of a team: who sits in them, nominated where the roster named only an
//! organisation, and the account through which they work.

use super::{KIND, managed, short};
use crate::clock::new_id;
use crate::{Act, Actor, App, Refusal};
use domain::identifier::{MemberId, TeamId, UnitId, UserId};
use domain::team::{Member, TeamRole};
use store::{people, team, unit};

/// What a seat holds, as typed; empty texts are none.
#[derive(Debug, Clone)]
pub struct Seating {
    pub name: String,
    pub rank: String,
    pub position: String,
    pub organisation: String,
    pub unit: Option<UnitId>,
    pub role: TeamRole,
    pub duty: String,
    /// The log-in of the member's account; empty takes the link away.
    pub login: String,
}

/// Adds a seat, or changes the one given: nominates its person, links their
/// account. The account holds the seat's role through the team from now on.
pub async fn seat(
    app: &App,
    who: &Actor,
    team: TeamId,
    id: Option<MemberId>,
    seating: &Seating,
) -> Result<MemberId, Refusal> {
    let organisation = short("organisation", &seating.organisation)?;
    if organisation.is_empty() {
        return Err(Refusal::invalid("organisation", "field-required"));
    }
    let maybe = |field, text: &str| short(field, text).map(|text| (!text.is_empty()).then_some(text));
    let mut act = app.act(who).await?;
    managed(&mut act, team).await?;
    let before = match id {
        Some(id) => {
            let found = team::get_member(&mut act.tx, id).await?.filter(|member| member.team == team);
            Some(found.ok_or(Refusal::NotFound)?)
        }
        None => None,
    };
    if let Some(unit) = seating.unit {
        unit::name(&mut act.tx, unit).await?.ok_or_else(|| Refusal::invalid("unit", "team-no-such-unit"))?;
    }
    let roster = team::members(&mut act.tx, team).await?;
    let others = || roster.iter().filter(|member| Some(member.id) != id);
    // A plan may give a team two leads, of different bodies: they may be named.
    let is_lead = before.as_ref().is_some_and(|member| member.role == TeamRole::Lead);
    if seating.role == TeamRole::Lead && !is_lead && others().any(|member| member.role == TeamRole::Lead) {
        return Err(Refusal::invalid("role", "team-has-lead"));
    }
    let user = account(&mut act, &seating.login).await?;
    if user.is_some() && others().any(|member| member.user == user) {
        return Err(Refusal::invalid("login", "team-login-seated"));
    }
    let member = Member {
        id: id.unwrap_or_else(new_id),
        team,
        name: maybe("name", &seating.name)?,
        rank: maybe("rank", &seating.rank)?,
        position: maybe("position", &seating.position)?,
        organisation,
        unit: match (seating.unit, user) {
            (None, Some(user)) => own_unit(&mut act, user).await?,
            (chosen, _) => chosen,
        },
        user,
        role: seating.role,
        duty: maybe("duty", &seating.duty)?,
    };
    if user.is_some() && member.name.is_none() {
        return Err(Refusal::invalid("name", "team-name-first"));
    }
    if before.is_some() {
        team::update_member(&mut act.tx, &member).await?;
    } else {
        let position = team::next_position(&mut act.tx, team).await?;
        team::add_member(&mut act.tx, &member, position).await?;
    }
    grant(&mut act, before.as_ref(), &member).await?;
    let detail = serde_json::json!({
        "member": member.id.to_string(), "name": member.name, "role": member.role.code(),
        "user": member.user.map(|user| user.to_string()),
    });
    act.tell(if before.is_some() { "team.change_seat" } else { "team.add_seat" }, KIND, team, detail).await?;
    act.done().await?;
    Ok(member.id)
}

async fn account(act: &mut Act<'_>, login: &str) -> Result<Option<UserId>, Refusal> {
    let login = login.trim().to_lowercase();
    if login.is_empty() {
        return Ok(None);
    }
    let found = people::by_login(&mut act.tx, &login).await?.map(|known| known.user);
    let found = found.filter(|user| user.disabled_at.is_none());
    Ok(Some(found.ok_or_else(|| Refusal::invalid("login", "team-no-such-login"))?.id))
}

/// The unit an account acts for: its holder may not inspect it.
async fn own_unit(act: &mut Act<'_>, user: UserId) -> Result<Option<UnitId>, Refusal> {
    let grants = people::grants_of(&mut act.tx, user).await?;
    Ok(grants.into_iter().find_map(|grant| grant.unit))
}

/// Keeps the rights that come through the team in step with the seat.
async fn grant(act: &mut Act<'_>, before: Option<&Member>, now: &Member) -> Result<(), Refusal> {
    let held = before.and_then(|member| Some((member.user?, member.role.policy_role())));
    let holds = now.user.map(|user| (user, now.role.policy_role()));
    if held == holds {
        return Ok(());
    }
    if let Some((user, _)) = held {
        people::end_team_grant(&mut act.tx, user, now.team, act.now).await?;
    }
    if let Some((user, role)) = holds {
        people::grant(&mut act.tx, new_id(), user, role, None, Some(now.team), act.now).await?;
    }
    Ok(())
}

/// Takes a member out of the team; their access through it ends.
pub async fn remove(app: &App, who: &Actor, team: TeamId, id: MemberId) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    managed(&mut act, team).await?;
    let member = team::get_member(&mut act.tx, id).await?.filter(|member| member.team == team);
    let member = member.ok_or(Refusal::NotFound)?;
    if let Some(user) = member.user {
        people::end_team_grant(&mut act.tx, user, team, act.now).await?;
    }
    team::leave(&mut act.tx, id, act.now).await?;
    let detail = serde_json::json!({ "member": id.to_string(), "name": member.name });
    act.tell("team.remove_seat", KIND, team, detail).await?;
    act.done().await
}
