//! Making a programme of a draft whose every name is settled, as one act.

use super::draft::{Draft, DraftTask};
use super::report;
use super::standing::Reckoning;
use crate::clock::new_id;
use crate::refusal::Fault;
use crate::{Act, Actor, App, Refusal};
use domain::campaign::DatedRule;
use domain::identifier::{PlanId, ProgrammeId};
use domain::policy::Action;
use domain::programme::{Part, TreeFault, Work, check_tree};
use domain::text::tidy;
use jiff::civil::Date;
use std::collections::BTreeMap;
use store::programme::{self, Obligation, Programme, Task};

/// How many shares one programme may have.
const MOST_SHARES: usize = 200_000;

/// What the office may still change of a draft when it makes the programme.
#[derive(Debug, Clone)]
pub struct Input {
    pub title: String,
    pub number: String,
    pub year: i16,
    pub year_to: Option<i16>,
    pub issued_on: Option<Date>,
    pub own_plan_due: Option<DatedRule>,
    pub report_due: Option<DatedRule>,
    /// Units are those that exist on this day.
    pub day: Date,
}

impl Input {
    /// The draft as it is.
    pub fn of(draft: &Draft, day: Date) -> Self {
        Input {
            title: draft.title.clone(),
            number: draft.number.clone(),
            year: draft.year,
            year_to: draft.year_to,
            issued_on: draft.issued_on,
            own_plan_due: draft.own_plan_due.clone(),
            report_due: draft.report_due.clone(),
            day,
        }
    }
}

/// Makes the programme of a plan: the tree, every unit's share, what each owes
/// on the whole. Refused while a name is open, and when the plan was used.
pub async fn create(app: &App, who: &Actor, plan: PlanId, input: Input) -> Result<ProgrammeId, Refusal> {
    let title = tidy(&input.title);
    if title.is_empty() {
        return Err(Refusal::invalid("title", "field-required"));
    }
    let mut act = app.act(who).await?;
    act.allow(Action::ProgrammeManage)?;
    let kept = store::plan::get(&mut act.tx, plan).await?.ok_or(Refusal::NotFound)?;
    if kept.listed.state != "reviewing" || programme::by_plan(&mut act.tx, plan).await?.is_some() {
        return Err(Refusal::not_now(kept.listed.state, "create"));
    }
    let answers = store::plan::answers(&mut act.tx, plan).await?;
    let units = store::unit::all(&mut act.tx).await?;
    let events = store::unit::changes(&mut act.tx).await?;
    let draft = super::propose(&kept.corrected, &units, &events, &answers, &app.packs, input.day);
    let open: Vec<Fault> = draft
        .open_names()
        .map(|name| Fault::new(name.key.clone(), "actor-open").with("name", &name.words))
        .collect();
    if !open.is_empty() {
        return Err(Refusal::Invalid(open));
    }
    if draft.tasks.is_empty() {
        return Err(Refusal::invalid("tasks", "programme-without-tasks"));
    }
    if draft.size() > MOST_SHARES {
        return Err(Refusal::invalid("tasks", "programme-too-large"));
    }
    let programme = Programme {
        id: new_id(),
        plan: Some(plan),
        title,
        number: tidy(&input.number),
        year: input.year,
        year_to: input.year_to.filter(|to| *to >= input.year),
        issuer: draft.issuer.clone(),
        place: draft.place.clone(),
        issued_on: input.issued_on.or(draft.from),
        is_closed: false,
        report_due: input.report_due,
        own_plan_due: input.own_plan_due,
        version: 1,
        created_at: act.now,
    };
    programme::add(&mut act.tx, &programme, who.user.id).await?;
    let size = plant(&mut act, &programme, &draft).await?;
    report::open_due(&mut act, &programme).await?;
    store::plan::set_state(&mut act.tx, plan, "used").await?;
    let detail = serde_json::json!({ "plan": plan, "tasks": draft.tasks.len(), "shares": size });
    act.tell("programme.create", "programme", programme.id, detail).await?;
    act.done().await?;
    Ok(programme.id)
}

/// Keeps the tree and every share of it.
async fn plant(act: &mut Act<'_>, programme: &Programme, draft: &Draft) -> Result<usize, Refusal> {
    let tasks: Vec<Task> = draft.tasks.iter().map(kept).collect();
    fits(&tasks)?;
    let reckoning = Reckoning::in_act(act, programme);
    let (mut size, now) = (0, act.now);
    for (position, (task, drafted)) in tasks.iter().zip(&draft.tasks).enumerate() {
        programme::add_task(&mut act.tx, programme.id, task, position as u32).await?;
        let fresh = |unit, part, topic| {
            let mut obligation = blank(programme, task, unit, part, topic, now);
            reckoning.settle(&mut obligation, task, &[]);
            obligation
        };
        let shares: Vec<Obligation> =
            draft.shares(drafted).into_iter().map(|(unit, (part, topic))| fresh(unit, part, topic)).collect();
        size += shares.len();
        programme::add_obligations(&mut act.tx, &shares).await?;
    }
    Ok(size)
}

fn fits(tasks: &[Task]) -> Result<(), Refusal> {
    let ids: BTreeMap<&str, _> = tasks.iter().map(|task| (task.code.as_str(), task.id)).collect();
    let tree: Vec<domain::programme::Task> = tasks
        .iter()
        .map(|task| domain::programme::Task {
            id: task.id,
            parent: task.parent.as_deref().and_then(|code| ids.get(code).copied()),
            code: task.code.clone(),
            text: String::new(),
            due: None,
        })
        .collect();
    check_tree(&tree).map_err(|fault: TreeFault| Refusal::Broken(fault.to_string()))
}

fn kept(task: &DraftTask) -> Task {
    let words = |part: Part| {
        let mut said: Vec<&str> = Vec::new();
        for actor in task.actors.iter().filter(|actor| actor.part == part) {
            if !said.contains(&actor.words.as_str()) {
                said.push(&actor.words);
            }
        }
        said.join("; ")
    };
    Task {
        id: new_id(),
        code: task.code.clone(),
        parent: task.parent.clone(),
        title: task.title.clone(),
        lead_words: words(Part::Lead),
        coordinating_words: words(Part::Coordinating),
        executing_words: words(Part::Executing),
        product: task.product.clone(),
        due: task.due.clone(),
        recurrence: task.recurrence,
        is_task: task.is_task,
    }
}

/// A share nobody has said anything of.
pub(super) fn blank(
    programme: &Programme,
    task: &Task,
    unit: domain::identifier::UnitId,
    part: Part,
    topic: Option<String>,
    now: jiff::Timestamp,
) -> Obligation {
    Obligation {
        id: new_id(),
        task: task.id,
        task_code: task.code.clone(),
        task_title: task.title.clone(),
        programme: programme.id,
        unit,
        unit_name: String::new(),
        part,
        topic,
        due_set: None,
        period: None,
        work: Work::NotStarted,
        percent: 0,
        due_on: None,
        done_on: None,
        said: String::new(),
        removed_reason: None,
        version: 1,
        updated_at: now,
    }
}
