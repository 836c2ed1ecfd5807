//! Who sat at the table: the team's members, the unit's side, guests.

use super::{KIND, held};
use crate::clock::new_id;
use crate::{Actor, App, Refusal};
use domain::identifier::{MemberId, VisitId};
use domain::policy::Action;
use domain::text::tidy;
use store::visit::steps::{self, Attendee};
use store::visit::{self as record};
use uuid::Uuid;

/// People outside the teams, at most.
const MOST_PERSONS: i64 = 100;
/// The longest name, position or reason, in characters.
const LONGEST: usize = 300;

/// Whether a member came, and why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    pub member: MemberId,
    pub attended: bool,
    pub absent: String,
}

/// Someone at the table who is not of a team.
#[derive(Debug, Clone, Copy)]
pub struct Person<'a> {
    /// unit or guest.
    pub side: &'a str,
    pub name: &'a str,
    pub job_title: &'a str,
    /// Why they did not come; empty for those who did.
    pub absent: &'a str,
}

fn short(field: &str, text: &str) -> Result<String, Refusal> {
    let text = tidy(text);
    if text.chars().count() > LONGEST { Err(Refusal::invalid(field, "visit-too-long")) } else { Ok(text) }
}

/// Writes down which members came; those of teams out of reach stay as they are.
pub async fn attend(app: &App, who: &Actor, id: VisitId, list: &[Presence]) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitRun)?;
    held(&mut act, &scope, id).await?;
    let parts = record::parts(&mut act.tx, &scope, id).await?;
    let seats = record::members(&mut act.tx, id).await?;
    let mut absent = 0;
    for presence in list {
        let seat = seats.iter().find(|seat| seat.member == presence.member).ok_or(Refusal::NotFound)?;
        if !parts.iter().any(|part| part.team == seat.team) {
            return Err(Refusal::NotFound);
        }
        let field = format!("absent-{}", presence.member);
        let why = short(&field, &presence.absent)?;
        if !presence.attended && why.is_empty() {
            return Err(Refusal::invalid(field, "visit-absent-why"));
        }
        absent += usize::from(!presence.attended);
        let why = (!presence.attended).then_some(why.as_str());
        record::set_attended(&mut act.tx, id, presence.member, presence.attended, why).await?;
    }
    let detail = serde_json::json!({ "members": list.len(), "absent": absent });
    act.tell("visit.attend", KIND, id, detail).await?;
    act.done().await
}

/// Writes down someone of the unit, or a guest.
pub async fn add_person(app: &App, who: &Actor, id: VisitId, person: Person<'_>) -> Result<(), Refusal> {
    if !["unit", "guest"].contains(&person.side) {
        return Err(Refusal::invalid("side", "form-not-a-choice"));
    }
    let name = short("name", person.name)?;
    if name.is_empty() {
        return Err(Refusal::invalid("name", "field-required"));
    }
    let (job_title, absent) = (short("job_title", person.job_title)?, short("absent", person.absent)?);
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitRun)?;
    held(&mut act, &scope, id).await?;
    if steps::count_attendees(&mut act.tx, id).await? >= MOST_PERSONS {
        return Err(Refusal::invalid("name", "visit-too-many-persons"));
    }
    let kept = Attendee {
        id: new_id::<Uuid>().to_string(),
        side: person.side.to_owned(),
        name,
        job_title: Some(job_title).filter(|title| !title.is_empty()),
        absent: Some(absent).filter(|why| !why.is_empty()),
    };
    steps::add_attendee(&mut act.tx, id, &kept).await?;
    act.tell("visit.add_person", KIND, id, serde_json::json!({ "side": person.side })).await?;
    act.done().await
}

pub async fn remove_person(app: &App, who: &Actor, id: VisitId, person: &str) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitRun)?;
    held(&mut act, &scope, id).await?;
    if !steps::remove_attendee(&mut act.tx, id, person).await? {
        return Err(Refusal::NotFound);
    }
    act.tell("visit.remove_person", KIND, id, ()).await?;
    act.done().await
}
