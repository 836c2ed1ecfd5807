//! Programmes of tasks: from a confirmed plan to every unit's share, and how far
//! each is.
//!
//! In the folder beside: whom the plan's words mean (`actor`), the proposal and
//! its making (`draft`, `create`), shares and what units say of them
//! (`obligation`, `assign`), what units report (`report`), all together
//! (`summary`), both on paper (`paper`), the morning's round (`round`).

mod actor;
mod assign;
mod create;
mod draft;
mod obligation;
mod paper;
pub mod report;
pub mod round;
mod standing;
pub mod summary;
mod view;

pub use actor::{Choice, Name, Reading, Why, name_key};
pub use assign::{Assignment, Correction, assign, correct, remove};
pub use create::{Input, create};
pub use draft::{Draft, DraftActor, DraftTask, propose};
pub use obligation::{EVIDENCE, Said, Sheet, evidence, obligation, respond};
pub use paper::{print_report, print_summary};
pub use view::{
    Matrix, OfTask, OfUnit, Overview, TaskCounts, TaskRow, list, matrix, obligations, of_task, of_unit,
    overview,
};

use crate::{Act, Actor, App, Refusal};
use domain::identifier::{PlanId, ProgrammeId};
use domain::policy::Action;
use domain::text::tidy;
use store::Scope;
use store::programme;
pub use store::programme::{
    Cell, Entry, Filter, Obligation, Programme, Report, ReportFilter, Standing, Summary, Task, TaskFigures,
    Totals, UnitFigures,
};
pub use store::unit::Named;

/// What a programme made of this plan would hold, as things are answered now.
pub async fn draft(
    app: &App,
    who: &Actor,
    plan: PlanId,
    day: Option<jiff::civil::Date>,
) -> Result<Draft, Refusal> {
    let (mut tx, _) = app.look(who, Action::ProgrammeManage).await?;
    let kept = store::plan::get(&mut tx, plan).await?.ok_or(Refusal::NotFound)?;
    let answers = store::plan::answers(&mut tx, plan).await?;
    let units = store::unit::all(&mut tx).await?;
    let events = store::unit::changes(&mut tx).await?;
    Ok(propose(&kept.corrected, &units, &events, &answers, &app.packs, day.unwrap_or_else(|| app.today())))
}

/// The programme made of a plan, if one was.
pub async fn of_plan(app: &App, who: &Actor, plan: PlanId) -> Result<Option<ProgrammeId>, Refusal> {
    let (mut tx, _) = app.look(who, Action::ProgrammeRead).await?;
    Ok(programme::by_plan(&mut tx, plan).await?)
}

/// Corrects the programme's own particulars.
pub async fn update(app: &App, who: &Actor, mut changed: Programme) -> Result<(), Refusal> {
    changed.title = tidy(&changed.title);
    if changed.title.is_empty() {
        return Err(Refusal::invalid("title", "field-required"));
    }
    if changed.year_to.is_some_and(|to| to < changed.year) {
        return Err(Refusal::invalid("year_to", "date-before-start"));
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ProgrammeManage)?;
    let kept = programme::get(&mut act.tx, &scope, changed.id).await?.ok_or(Refusal::NotFound)?;
    changed.is_closed = kept.is_closed;
    changed.plan = kept.plan;
    if !programme::update(&mut act.tx, &changed).await? {
        return Err(Refusal::Conflict);
    }
    report::open_due(&mut act, &changed).await?;
    act.tell("programme.update", "programme", changed.id, serde_json::json!({ "title": changed.title }))
        .await?;
    act.done().await
}

/// Ends a programme, or takes it up again.
pub async fn set_closed(
    app: &App,
    who: &Actor,
    id: ProgrammeId,
    version: i64,
    closed: bool,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ProgrammeManage)?;
    let mut kept = programme::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let step = if closed { "close" } else { "reopen" };
    if kept.is_closed == closed {
        return Err(Refusal::not_now(state(&kept), step));
    }
    kept.is_closed = closed;
    kept.version = version;
    if !programme::update(&mut act.tx, &kept).await? {
        return Err(Refusal::Conflict);
    }
    act.tell(&format!("programme.{step}"), "programme", id, ()).await?;
    act.done().await
}

fn state(programme: &Programme) -> &'static str {
    if programme.is_closed { "closed" } else { "open" }
}

/// The programme, when it is in sight and work on it may go on.
async fn open(act: &mut Act<'_>, scope: &Scope, id: ProgrammeId, step: &str) -> Result<Programme, Refusal> {
    let programme = programme::get(&mut act.tx, scope, id).await?.ok_or(Refusal::NotFound)?;
    if programme.is_closed { Err(Refusal::not_now("closed", step)) } else { Ok(programme) }
}
