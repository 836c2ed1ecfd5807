//! Self-inspection reports: opening them for targets, their due days, looking at
//! them. The folder beside this file holds writing, handing over, sending,
//! reviewing and comparing.
//!
//! Not here: the rules of completeness (`domain::report`), the outlines
//! (`packs`).

mod around;
mod compare;
mod facts;
mod notices;
mod paper;
mod review;
mod save;
mod section;
mod send;
mod snapshot;
mod text;
mod view;
pub mod workbook;

pub use compare::{Comparison, Difference, Side, compare};
pub use facts::{facts, years};
pub use paper::{Form, Printed, print};
pub use review::{accept, add_remark, drop_remark, resume, send_back};
pub use save::{Change, Outcome, Saved, attach, past, restore, save};
pub use section::{assign, mark_done, writers};
pub use send::{answer_remark, give_back, hand_to_head, submit};
pub use snapshot::Snapshot;
pub use text::{gather, written};
pub use view::{Previous, Sight, View, attachment, view};
pub use workbook::{Book, Proposal, Proposed, RowFault, apply_proposal, proposal, take_workbook, workbook};

use crate::clock::new_id;
use crate::{Act, Actor, App, Refusal};
use domain::campaign::Cohort;
use domain::deadline::{self, Due, Event, Facts};
use domain::identifier::{ReportId, TargetId};
use domain::outline::{Answers, Outline};
use domain::policy::Action;
use domain::report::progress;
use jiff::civil::Date;
use store::Scope;
pub use store::remark::Remark as Noted;
use store::report::{self as record, Opening};
pub use store::report::{Figures, Filter, Listed};
use store::target;

/// What the audit and files call a report.
pub const KIND: &str = "report";

/// The outline a report answers.
pub fn outline<'a>(app: &'a App, code: &str) -> Result<&'a Outline, Refusal> {
    app.packs.outlines.get(code).ok_or_else(|| Refusal::Broken(format!("no outline pack is called {code}")))
}

/// Opens the report of one target inside the caller's act: three queries. False
/// when it was open already, or when the cohort reports nothing. The due day is
/// worked out from the cohort's rule and the `facts` known so far; one that
/// waits for an event stays open until `reschedule`.
pub async fn open(
    act: &mut Act<'_>,
    target: TargetId,
    cohort: &Cohort,
    years: &[i16],
    facts: &Facts,
) -> Result<bool, Refusal> {
    let Some(code) = cohort.outline.as_deref() else { return Ok(false) };
    let required = progress(outline(act.app, code)?, &Answers::new(years.iter().copied())).required;
    let due = due(act.app, cohort, facts);
    let opening = Opening {
        id: new_id(),
        target,
        outline: code,
        years,
        required: required as i64,
        due: due.as_ref(),
        now: act.now,
    };
    let opened = record::open_for(&mut act.tx, &opening).await?;
    if opened {
        target::refresh(&mut act.tx, target).await?;
    }
    Ok(opened)
}

fn due(app: &App, cohort: &Cohort, facts: &Facts) -> Option<Due> {
    let rule = &cohort.report_due.as_ref()?.rule;
    deadline::due(rule, facts, &app.packs.calendar).ok()
}

/// Works a report's due day out again after its visit was set, moved or
/// cancelled, inside the caller's act. A report that was sent keeps the day it
/// was judged by. Answers the new day when it changed.
pub async fn reschedule(act: &mut Act<'_>, target: TargetId) -> Result<Option<Option<Date>>, Refusal> {
    let Some(known) = record::due_facts(&mut act.tx, target).await? else { return Ok(None) };
    let (Some(rule), 1) = (&known.rule, known.round) else { return Ok(None) };
    if !["draft", "with_head"].contains(&known.state.as_str()) {
        return Ok(None);
    }
    let mut facts = Facts::new().as_of(act.today());
    if let Some(day) = known.issued_on {
        facts = facts.with(Event::PlanIssued, day);
    }
    if let Some(start) = known.visit_starts {
        facts = facts.with_time(Event::VisitStart, domain::moment::local(start));
    }
    if let Some(end) = known.visit_ends {
        facts = facts.with_time(Event::VisitEnd, domain::moment::local(end));
    }
    let due = deadline::due(&rule.rule, &facts, &act.app.packs.calendar).ok();
    let day = due.as_ref().map(|due| due.last_valid_day);
    if day == known.due_on {
        return Ok(None);
    }
    record::set_due(&mut act.tx, known.report, day, due.as_ref()).await?;
    target::refresh(&mut act.tx, target).await?;
    Ok(Some(day))
}

/// Reports in sight with the figures beside the filter chips.
pub struct Board {
    pub reports: Vec<Listed>,
    /// How many match, beyond the page shown.
    pub count: i64,
    pub figures: Figures,
}

pub async fn board(app: &App, who: &Actor, filter: &Filter) -> Result<Board, Refusal> {
    let (mut tx, scope) = app.look(who, Action::ReportRead).await?;
    let today = app.today();
    Ok(Board {
        reports: record::list(&mut tx, &scope, filter, today).await?,
        count: record::count(&mut tx, &scope, filter, today).await?,
        figures: record::figures(&mut tx, &scope, filter, today).await?,
    })
}

/// The report of a target, if there is one in sight.
pub async fn of_target(app: &App, who: &Actor, target: TargetId) -> Result<Option<Listed>, Refusal> {
    let (mut tx, scope) = app.look(who, Action::ReportRead).await?;
    Ok(record::of_target(&mut tx, &scope, target).await?)
}

/// Fetches a report of the unit for a step, held until the act ends; refused
/// when someone else took a step since the page was made.
async fn held(act: &mut Act<'_>, scope: &Scope, id: ReportId, version: i64) -> Result<Listed, Refusal> {
    let now = act.now;
    record::take(&mut act.tx, scope, id, now).await?.ok_or(Refusal::NotFound)?;
    let listed = record::get(&mut act.tx, scope, id).await?.ok_or(Refusal::NotFound)?;
    if listed.kept.version == version { Ok(listed) } else { Err(Refusal::Conflict) }
}

/// Refuses whoever may not write this report, before a file of theirs is looked
/// into.
async fn in_reach(app: &App, who: &Actor, id: ReportId) -> Result<(), Refusal> {
    let (mut tx, scope) = app.look(who, Action::ReportEdit).await?;
    record::get(&mut tx, &scope, id).await?.map(|_| ()).ok_or(Refusal::NotFound)
}

/// The acting person's account; the program writes no reports.
fn writer(act: &Act<'_>) -> Result<domain::identifier::UserId, Refusal> {
    act.user().ok_or(Refusal::NotAllowed("report.edit"))
}

impl From<domain::state::NotNow> for Refusal {
    fn from(error: domain::state::NotNow) -> Self {
        Refusal::not_now(error.state, error.step)
    }
}

impl std::fmt::Debug for Board {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Board({} of {})", self.reports.len(), self.count)
    }
}
