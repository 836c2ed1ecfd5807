//! Looking at one visit: its steps, attendance and requests, as far as the person
//! may see and do.

use super::{insider, read, requests};
use crate::{Actor, App, Refusal};
use domain::identifier::VisitId;
use domain::policy::Action;
use domain::visit as rules;
use store::visit::steps::{self, Attendee, Paper, Request, Step};
use store::visit::{self as record, Part, Seat, Visit};

/// One visit for its page.
#[derive(Debug, Clone)]
pub struct View {
    pub kept: Visit,
    pub visit: rules::Visit,
    pub parts: Vec<Part>,
    pub seats: Vec<Seat>,
    pub steps: Vec<Step>,
    pub attendees: Vec<Attendee>,
    pub requests: Vec<Request>,
    pub papers: Vec<Paper>,
    /// Whether this person sees the team's work, not only the unit's side.
    pub inside: bool,
    pub may_run: bool,
    pub may_ask: bool,
    pub may_respond: bool,
    /// Whether this person may move or cancel it.
    pub may_plan: bool,
}

/// In a fixed number of queries, however long the visit.
pub async fn view(app: &App, who: &Actor, id: VisitId) -> Result<View, Refusal> {
    let (mut tx, scope) = app.look(who, Action::VisitRead).await?;
    let kept = record::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let parts = record::parts(&mut tx, &scope, id).await?;
    let inside = match insider(who, Action::VisitRead) {
        Some(scope) => record::get(&mut tx, &scope, id).await?.is_some(),
        None => false,
    };
    let goes_on = kept.cancelled_at.is_none();
    let may_plan = match who.scope(Action::ScheduleManage) {
        Some(scope) => goes_on && record::get(&mut tx, &scope, id).await?.is_some(),
        None => false,
    };
    let in_team = who.is_program() || parts.iter().any(|part| who.teams().contains(&part.team));
    let requests = steps::requests(&mut tx, &scope, id).await?;
    let may_respond = goes_on && requests::may_respond(&mut tx, who, id).await?;
    let mut papers = steps::papers(&mut tx, id).await?;
    papers.retain(|paper| requests.iter().any(|request| request.id == paper.request));
    let mut seats = record::members(&mut tx, id).await?;
    if !inside {
        // When a member handed their part over is the team's own affair.
        for seat in &mut seats {
            (seat.handed_at, seat.remark) = (None, None);
        }
    }
    Ok(View {
        visit: read(&kept),
        seats,
        steps: steps::recorded(&mut tx, id).await?,
        attendees: steps::attendees(&mut tx, id).await?,
        papers,
        inside,
        may_run: goes_on && in_team && who.may(Action::VisitRun),
        may_ask: goes_on && in_team && who.may(Action::VisitAnswer),
        may_respond,
        may_plan,
        requests,
        parts,
        kept,
    })
}
