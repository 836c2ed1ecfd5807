//! What a confirmed plan would become: the tree of tasks, whom each binds, what
//! units owe on the whole. Nothing here is kept.
//!
//! Not here: whom a name means (`actor`), keeping it (`create`).

use super::actor::{Bodies, Name};
use domain::campaign::DatedRule;
use domain::deadline::Rule;
use domain::identifier::UnitId;
use domain::plan::{ActorRole, DeadlineReading, Plan, Recurrence, Section, Task};
use domain::programme::Part;
use domain::text::{fold, tidy};
use domain::unit::matching::Index;
use domain::unit::{ChangeEvent, Unit};
use jiff::civil::Date;
use packs::Packs;
use std::collections::{BTreeMap, BTreeSet};
use store::plan::Answer;

/// The longest heading kept, in characters.
const LONGEST_HEADING: usize = 400;

/// A programme as proposed.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    pub title: String,
    pub number: String,
    pub issuer: String,
    pub place: String,
    pub year: i16,
    pub year_to: Option<i16>,
    pub issued_on: Option<Date>,
    /// The first day it can have been issued on, where the paper leaves it open.
    pub from: Option<Date>,
    /// Units are those that exist on this day.
    pub day: Option<Date>,
    /// Every name that stands for lead, executing or coordinating bodies.
    pub names: Vec<Name>,
    /// Headings and tasks, in the plan's order.
    pub tasks: Vec<DraftTask>,
    pub own_plan_due: Option<DatedRule>,
    pub report_due: Option<DatedRule>,
}

/// A heading or a task of the tree.
#[derive(Debug, Clone)]
pub struct DraftTask {
    pub code: String,
    pub parent: Option<String>,
    pub title: String,
    pub is_task: bool,
    pub product: String,
    pub due: Option<DatedRule>,
    pub recurrence: Option<Recurrence>,
    pub actors: Vec<DraftActor>,
}

/// One name in one task.
#[derive(Debug, Clone)]
pub struct DraftActor {
    pub part: Part,
    /// As the task words it, with the limit in brackets.
    pub words: String,
    pub topic: Option<String>,
    /// Which of the draft's names.
    pub name: usize,
}

impl Draft {
    /// Names of which a person must still say whom they mean.
    pub fn open_names(&self) -> impl Iterator<Item = &Name> {
        self.names.iter().filter(|name| name.is_open())
    }

    /// Each unit's share of a task: its strongest part, with the topics it is
    /// limited to (none when any mention is unlimited).
    pub fn shares(&self, task: &DraftTask) -> BTreeMap<UnitId, (Part, Option<String>)> {
        let mut shares: BTreeMap<UnitId, (Part, Vec<Option<&str>>)> = BTreeMap::new();
        for actor in &task.actors {
            let units = self.names.get(actor.name).and_then(|name| name.units.as_deref()).unwrap_or_default();
            for unit in units {
                let known = shares.entry(*unit).or_insert((actor.part, Vec::new()));
                if actor.part < known.0 {
                    *known = (actor.part, Vec::new());
                }
                if actor.part == known.0 {
                    known.1.push(actor.topic.as_deref());
                }
            }
        }
        shares.into_iter().map(|(unit, (part, topics))| (unit, (part, joined(&topics)))).collect()
    }

    /// How many shares the whole would have.
    pub fn size(&self) -> usize {
        self.tasks.iter().map(|task| self.shares(task).len()).sum()
    }
}

fn joined(topics: &[Option<&str>]) -> Option<String> {
    let limited: Option<BTreeSet<&str>> = topics.iter().copied().collect();
    limited
        .filter(|topics| !topics.is_empty())
        .map(|topics| topics.into_iter().collect::<Vec<_>>().join("; "))
}

/// Proposes a programme from a plan's confirmed reading.
pub fn propose(
    plan: &Plan,
    units: &[Unit],
    events: &[ChangeEvent],
    answers: &[Answer],
    packs: &Packs,
    day: Date,
) -> Draft {
    let bodies = Bodies { units, events, kinds: &packs.unit_kinds, answers, day, index: Index::new(units) };
    let mut names = Names { bodies, names: Vec::new(), at: BTreeMap::new() };
    let headings = headings(plan);
    let tasks = tree(plan, &headings, &mut names);
    Draft {
        title: plan.title.clone().unwrap_or_default(),
        number: number(plan),
        issuer: plan.issuer.clone().unwrap_or_default(),
        place: plan.place.clone().unwrap_or_default(),
        year: plan.year.or(plan.date.map(|span| span.from.year())).unwrap_or_else(|| day.year()),
        year_to: plan.year_to,
        issued_on: plan.date.filter(|span| span.from == span.to).map(|span| span.from),
        from: plan.date.map(|span| span.from),
        day: Some(day),
        names: names.names,
        tasks,
        own_plan_due: own_plan(plan),
        report_due: report(plan),
    }
}

fn number(plan: &Plan) -> String {
    match (&plan.number, &plan.series) {
        (Some(number), Some(series)) => format!("{number}/{series}"),
        (None, Some(series)) => format!("/{series}"),
        (number, None) => number.clone().unwrap_or_default(),
    }
}

/// Names met so far, each read once.
struct Names<'a> {
    bodies: Bodies<'a>,
    names: Vec<Name>,
    at: BTreeMap<String, usize>,
}

impl Names<'_> {
    fn at(&mut self, words: &str) -> usize {
        let words = tidy(words);
        let key = fold(&words);
        if let Some(at) = self.at.get(&key) {
            return *at;
        }
        let at = self.names.len();
        self.names.push(self.bodies.name(&words));
        self.at.insert(key, at);
        at
    }
}

/// Titles of labelled sections, by their path.
fn headings(plan: &Plan) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut walk: Vec<&Section> = plan.sections.iter().collect();
    while let Some(section) = walk.pop() {
        if !section.id.is_empty() {
            let title =
                section.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(&section.text);
            let title: String = tidy(title).chars().take(LONGEST_HEADING).collect();
            found.entry(section.id.clone()).or_insert(title);
        }
        walk.extend(&section.children);
    }
    found
}

/// The paths above a path, outermost first: `II`, `II.5` above `II.5.k`.
fn above(code: &str) -> impl Iterator<Item = &str> {
    code.match_indices('.').map(|(at, _)| &code[..at])
}

fn tree(plan: &Plan, headings: &BTreeMap<String, String>, names: &mut Names<'_>) -> Vec<DraftTask> {
    let mut tree: Vec<DraftTask> = Vec::new();
    let mut there: BTreeSet<String> = BTreeSet::new();
    let own: BTreeSet<&str> = plan.tasks.iter().map(|task| task.id.as_str()).collect();
    for task in &plan.tasks {
        let mut parent = None;
        for code in above(&task.id) {
            let Some(title) = headings.get(code).filter(|title| !title.is_empty() || own.contains(code))
            else {
                continue;
            };
            if !own.contains(code) && there.insert(code.to_owned()) {
                tree.push(heading(code, parent.clone(), title));
            }
            parent = Some(code.to_owned());
        }
        // A path that two tasks share gets a number behind it.
        let mut code = task.id.clone();
        for n in 2.. {
            if there.insert(code.clone()) {
                break;
            }
            code = format!("{}#{n}", task.id);
        }
        tree.push(drafted(plan, task, code, parent, names));
    }
    tree
}

fn heading(code: &str, parent: Option<String>, title: &str) -> DraftTask {
    DraftTask {
        code: code.to_owned(),
        parent,
        title: title.to_owned(),
        is_task: false,
        product: String::new(),
        due: None,
        recurrence: None,
        actors: Vec::new(),
    }
}

fn drafted(
    plan: &Plan,
    task: &Task,
    code: String,
    parent: Option<String>,
    names: &mut Names<'_>,
) -> DraftTask {
    let mut actors = Vec::new();
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    for actor in &task.actors {
        let part = match actor.role {
            ActorRole::Lead => Part::Lead,
            ActorRole::Coordinating => Part::Coordinating,
            ActorRole::Executing => Part::Executing,
        };
        for name in &actor.names {
            let name = names.at(name);
            if seen.insert(name) {
                names.names[name].tasks += 1;
            }
            actors.push(DraftActor {
                part,
                words: actor.words.clone(),
                topic: topic(actor.about.as_deref()),
                name,
            });
        }
    }
    DraftTask {
        code,
        parent,
        title: tidy(&task.text),
        is_task: true,
        product: task.product.clone().unwrap_or_default(),
        due: due(plan, task),
        recurrence: task.recurrence,
        actors,
    }
}

/// "nội dung liên quan đến an ninh mạng" limits; "Cơ quan thường trực …" only
/// explains who the body is.
fn topic(about: Option<&str>) -> Option<String> {
    let about = tidy(about?);
    let folded = fold(&about);
    let limits = ["noi dung", "linh vuc", "doi voi", "phan ", "ve "];
    limits.iter().any(|word| folded.starts_with(word)).then_some(about)
}

/// When a task is due: its own line of time, what its recurrence says, or the
/// deadline that stands in its sentence.
fn due(plan: &Plan, task: &Task) -> Option<DatedRule> {
    let own = task.due.clone().or(match task.recurrence {
        None | Some(Recurrence::Continuous) => None,
        Some(Recurrence::Every { per }) => Some(Rule::AtLeast { times: 1, per }),
        Some(Recurrence::AtLeast { times, per }) => Some(Rule::AtLeast { times, per }),
    });
    let within = plan.deadlines.iter().find(|d| d.place.paragraph == task.place.paragraph);
    match own {
        Some(rule) => {
            let clause = within.filter(|d| d.rule == rule).map(|d| d.text.clone()).unwrap_or_default();
            Some(DatedRule { rule, clause })
        }
        None => within.map(dated),
    }
}

fn dated(reading: &DeadlineReading) -> DatedRule {
    DatedRule { rule: reading.rule.clone(), clause: reading.text.clone() }
}

/// The clause by which each unit makes its own implementing plan.
fn own_plan(plan: &Plan) -> Option<DatedRule> {
    let is_own = |d: &&DeadlineReading| {
        matches!(d.rule, Rule::Absolute { .. } | Rule::After { .. })
            && fold(&d.what).contains("xay dung ke hoach")
    };
    plan.deadlines.iter().find(is_own).map(dated)
}

/// The clause by which units report: recurring, with a date, binding many.
fn report(plan: &Plan) -> Option<DatedRule> {
    let recurs = |d: &&DeadlineReading| {
        matches!(d.rule, Rule::Yearly { .. } | Rule::Quarterly { .. } | Rule::Monthly { .. })
    };
    let binds_many = |d: &&DeadlineReading| d.who.as_deref().is_some_and(|who| fold(who).starts_with("cac "));
    let mut recurring = plan.deadlines.iter().filter(recurs);
    recurring.clone().find(binds_many).or_else(|| recurring.next()).map(dated)
}
