//! The steps of a visit, in the order of its route, with their times.

use super::{KIND, held, paragraphs, read, refused, wording};
use crate::{Act, Actor, App, Refusal};
use domain::identifier::VisitId;
use domain::moment;
use domain::policy::Action;
use domain::visit::{self as rules, Agenda, Attendee, Side};
use jiff::civil::DateTime;
use store::target;
use store::visit::{self as record, Notice, Visit, steps};

/// Begins a step; the one before it ends. Without a time it begins now.
pub async fn begin(
    app: &App,
    who: &Actor,
    id: VisitId,
    version: i64,
    step: Agenda,
    at: Option<DateTime>,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitRun)?;
    let kept = held(&mut act, &scope, id).await?;
    if kept.version != version {
        return Err(Refusal::Conflict);
    }
    let at = time(&act, at)?;
    begin_in(&mut act, &kept, step, at).await?;
    tell(&mut act, id, "visit.begin", step).await?;
    act.done().await
}

/// The same inside another act: minutes that are agreed or read out carry the
/// visit to the step of that name.
pub(crate) async fn begin_in(
    act: &mut Act<'_>,
    kept: &Visit,
    step: Agenda,
    at: DateTime,
) -> Result<(), Refusal> {
    let present = present(act, kept.id).await?;
    let before = read(kept);
    let next = before.clone().begin(step, at, present).map_err(refused)?;
    let started = moment::instant(at);
    if let Some(open) = before.log().iter().rfind(|entry| entry.began.is_some() && entry.ended.is_none()) {
        steps::record(&mut act.tx, kept.id, open.step.code(), None, started, None, act.who.user.id).await?;
    }
    steps::record(&mut act.tx, kept.id, step.code(), started, None, None, act.who.user.id).await?;
    keep(act, kept, &next).await
}

/// Passes over a step that need not happen, with the reason.
pub async fn skip(
    app: &App,
    who: &Actor,
    id: VisitId,
    version: i64,
    step: Agenda,
    reason: &str,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitRun)?;
    let kept = held(&mut act, &scope, id).await?;
    if kept.version != version {
        return Err(Refusal::Conflict);
    }
    let reason = paragraphs("reason", reason)?;
    let next = read(&kept).skip(step, reason.clone()).map_err(refused)?;
    steps::record(&mut act.tx, id, step.code(), None, None, Some(&reason), act.who.user.id).await?;
    keep(&mut act, &kept, &next).await?;
    tell(&mut act, id, "visit.skip", step).await?;
    act.done().await
}

/// Ends the last step and with it the visit.
pub async fn finish(
    app: &App,
    who: &Actor,
    id: VisitId,
    version: i64,
    at: Option<DateTime>,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitRun)?;
    let kept = held(&mut act, &scope, id).await?;
    if kept.version != version {
        return Err(Refusal::Conflict);
    }
    let at = time(&act, at)?;
    let before = read(&kept);
    let next = before.clone().finish(at).map_err(refused)?;
    if let Some(open) = before.log().iter().rfind(|entry| entry.began.is_some() && entry.ended.is_none()) {
        let ended = moment::instant(at);
        steps::record(&mut act.tx, id, open.step.code(), None, ended, None, act.who.user.id).await?;
    }
    keep(&mut act, &kept, &next).await?;
    act.tell("visit.finish", KIND, id, serde_json::json!({ "at": at.to_string() })).await?;
    act.done().await
}

/// What happened at a step that has begun.
pub async fn note(app: &App, who: &Actor, id: VisitId, step: Agenda, text: &str) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitRun)?;
    let kept = held(&mut act, &scope, id).await?;
    if !read(&kept).log().iter().any(|entry| entry.step == step) {
        return Err(Refusal::not_now(kept.state, "note"));
    }
    let text = paragraphs("note", text)?;
    steps::record(&mut act.tx, id, step.code(), None, None, Some(&text), act.who.user.id).await?;
    tell(&mut act, id, "visit.note", step).await?;
    act.done().await
}

/// Writes down whom of the unit an ad-hoc visit was told, when and how, and the
/// method agreed with them (S0 II.2b).
pub async fn agree_method(
    app: &App,
    who: &Actor,
    id: VisitId,
    version: i64,
    told: Told<'_>,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitRun)?;
    let kept = held(&mut act, &scope, id).await?;
    if kept.kind != "ad_hoc" {
        return Err(Refusal::not_now(kept.kind, "agree_method"));
    }
    let (to, means) = (wording("to", told.to)?, wording("means", told.means)?);
    let method = wording("method", told.method)?;
    let at = time(&act, told.at)?;
    let notice = Notice { to, at: moment::instant(at).unwrap_or(act.now), means };
    if !record::set_agreement(&mut act.tx, id, version, &notice, &method, act.now).await? {
        return Err(Refusal::Conflict);
    }
    act.tell("visit.agree_method", KIND, id, ()).await?;
    act.done().await
}

/// Whom of the unit an ad-hoc visit was told, and what was agreed.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    pub to: &'a str,
    pub at: Option<DateTime>,
    pub means: &'a str,
    pub method: &'a str,
}

/// The time given, or now to the minute; nothing happens in the future.
fn time(act: &Act<'_>, at: Option<DateTime>) -> Result<DateTime, Refusal> {
    let now = moment::local(act.now);
    let at = at.unwrap_or(now);
    if at > now { Err(Refusal::invalid("at", "visit-time-in-future")) } else { Ok(at) }
}

async fn present(act: &mut Act<'_>, id: VisitId) -> Result<Vec<Attendee>, Refusal> {
    let mut present = Vec::new();
    for seat in record::members(&mut act.tx, id).await? {
        if seat.attended != Some(false) {
            present.push(Attendee {
                side: Side::Team,
                member: Some(seat.member),
                name: seat.name.unwrap_or(seat.organisation),
                position: seat.job_title.unwrap_or_default(),
            });
        }
    }
    for person in steps::attendees(&mut act.tx, id).await? {
        if person.absent.is_none() {
            present.push(Attendee {
                side: if person.side == "unit" { Side::Unit } else { Side::Other },
                member: None,
                name: person.name,
                position: person.job_title.unwrap_or_default(),
            });
        }
    }
    Ok(present)
}

/// Keeps the visit's next state; every campaign that shares it sees it.
async fn keep(act: &mut Act<'_>, kept: &Visit, next: &rules::Visit) -> Result<(), Refusal> {
    let data = serde_json::to_string(next)?;
    if !record::set_state(&mut act.tx, kept.id, kept.version, next.code(), &data, act.now).await? {
        return Err(Refusal::Conflict);
    }
    for part in record::all_parts(&mut act.tx, kept.id).await? {
        target::refresh(&mut act.tx, part.target).await?;
    }
    Ok(())
}

async fn tell(act: &mut Act<'_>, id: VisitId, action: &str, step: Agenda) -> Result<(), Refusal> {
    act.tell(action, KIND, id, serde_json::json!({ "step": step.code() })).await
}
