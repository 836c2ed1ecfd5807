//! The office corrects who bears what after the programme was made.

use super::create::blank;
use super::report;
use super::standing::Reckoning;
use crate::{Act, Actor, App, Refusal};
use domain::identifier::{ObligationId, TaskId, UnitId};
use domain::policy::Action;
use domain::programme::{Part, ProgressEntry};
use domain::text::tidy;
use jiff::civil::Date;
use store::programme::{self, Obligation, Programme, Task};

/// A share to be laid on a unit.
#[derive(Debug, Clone)]
pub struct Assignment {
    pub task: TaskId,
    pub unit: UnitId,
    pub part: Part,
    pub topic: Option<String>,
    pub due_set: Option<Date>,
}

/// What may be corrected of a share.
#[derive(Debug, Clone)]
pub struct Correction {
    pub part: Part,
    pub topic: Option<String>,
    /// A day for this unit alone; `None`: the plan's own rule.
    pub due_set: Option<Date>,
}

fn topic(topic: Option<&str>) -> Option<String> {
    topic.map(tidy).filter(|topic| !topic.is_empty())
}

/// Lays a task on a unit. One that bore it before and was relieved bears it
/// again, with what it said then.
pub async fn assign(app: &App, who: &Actor, assignment: Assignment) -> Result<ObligationId, Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ProgrammeManage)?;
    let (id, task) = programme::get_task(&mut act.tx, assignment.task).await?.ok_or(Refusal::NotFound)?;
    let programme = super::open(&mut act, &scope, id, "assign").await?;
    if !task.is_task {
        return Err(Refusal::invalid("task", "task-is-heading"));
    }
    let unit = store::unit::get(&mut act.tx, &scope, assignment.unit).await?.ok_or(Refusal::NotFound)?.unit;
    if !unit.exists_on(act.today()) {
        return Err(Refusal::invalid("unit", "unit-not-there-then"));
    }
    let now = act.now;
    let mut obligation = if let Some(back) = programme::put_back(&mut act.tx, task.id, unit.id, now).await? {
        programme::obligation(&mut act.tx, &scope, back).await?.ok_or(Refusal::NotFound)?
    } else {
        let new = blank(&programme, &task, unit.id, assignment.part, None, now);
        if programme::add_obligations(&mut act.tx, std::slice::from_ref(&new)).await? == 0 {
            return Err(Refusal::invalid("unit", "obligation-there"));
        }
        new
    };
    obligation.part = assignment.part;
    obligation.topic = topic(assignment.topic.as_deref());
    obligation.due_set = assignment.due_set;
    settled(&mut act, &programme, &task, &mut obligation).await?;
    report::open_due(&mut act, &programme).await?;
    let detail = serde_json::json!({ "task": task.code, "unit": unit.id, "part": obligation.part.code() });
    act.tell("programme.assign", "obligation", obligation.id, detail).await?;
    act.done().await?;
    Ok(obligation.id)
}

async fn settled(
    act: &mut Act<'_>,
    programme: &Programme,
    task: &Task,
    obligation: &mut Obligation,
) -> Result<(), Refusal> {
    let entries: Vec<ProgressEntry> = programme::entries(&mut act.tx, obligation.id)
        .await?
        .iter()
        .rev()
        .map(|entry| entry.of(obligation.id))
        .collect();
    Reckoning::in_act(act, programme).settle(obligation, task, &entries);
    let now = act.now;
    if programme::change_obligation(&mut act.tx, obligation, now).await? {
        Ok(())
    } else {
        Err(Refusal::Conflict)
    }
}

/// Corrects a unit's part, topic or day; refused with `Conflict` when the share
/// changed since `version`.
pub async fn correct(
    app: &App,
    who: &Actor,
    id: ObligationId,
    version: i64,
    correction: Correction,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ProgrammeManage)?;
    let mut obligation = programme::obligation(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let programme = super::open(&mut act, &scope, obligation.programme, "correct").await?;
    if obligation.version != version {
        return Err(Refusal::Conflict);
    }
    let (_, task) = programme::get_task(&mut act.tx, obligation.task).await?.ok_or(Refusal::NotFound)?;
    let before = serde_json::json!({ "part": obligation.part.code(), "topic": obligation.topic, "due": obligation.due_on });
    obligation.part = correction.part;
    obligation.topic = topic(correction.topic.as_deref());
    obligation.due_set = correction.due_set;
    settled(&mut act, &programme, &task, &mut obligation).await?;
    let detail = serde_json::json!({ "before": before, "part": obligation.part.code(), "topic": obligation.topic, "due": obligation.due_on });
    act.tell("programme.correct", "obligation", id, detail).await?;
    act.done().await
}

/// Takes a share off a unit, with the reason; what it said stays in the record.
pub async fn remove(
    app: &App,
    who: &Actor,
    id: ObligationId,
    version: i64,
    reason: &str,
) -> Result<(), Refusal> {
    let reason = tidy(reason);
    if reason.is_empty() {
        return Err(Refusal::invalid("reason", "field-required"));
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ProgrammeManage)?;
    let obligation = programme::obligation(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    super::open(&mut act, &scope, obligation.programme, "remove").await?;
    let now = act.now;
    if !programme::remove_obligation(&mut act.tx, id, version, &reason, now).await? {
        return Err(Refusal::Conflict);
    }
    let detail =
        serde_json::json!({ "task": obligation.task_code, "unit": obligation.unit, "reason": reason });
    act.tell("programme.remove", "obligation", id, detail).await?;
    act.done().await
}
