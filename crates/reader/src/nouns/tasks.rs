//! The tasks of a programme plan: who leads, who helps, by when, how often.
//!
//! A task is a clause with its actor lines; actor lines behind several clauses
//! hold for all of them.

mod actors;
mod recurrence;
mod table;

pub(crate) use recurrence::{per_of, recurrence};

use domain::deadline::Rule;
use domain::plan::{Actor, ActorRole, Doubt, DoubtCode, PlanKind, SectionRole, Task};

use super::deadlines::{dated_in, due_in};
use super::{Paper, clause, doubt};
use crate::letters::fold;
use crate::line::Line;
use crate::topic::Topic;
use actors::{Attribute, attributes};

/// What the attribute lines of a task say.
#[derive(Debug, Clone, Default)]
pub(super) struct Attributes {
    pub actors: Vec<Actor>,
    pub time: Vec<Line>,
    pub product: Option<String>,
}

impl Attributes {
    fn is_empty(&self) -> bool {
        self.actors.is_empty() && self.time.is_empty() && self.product.is_none()
    }

    fn take(&mut self, line: &Line, paper: &Paper) {
        for attribute in attributes(line, paper) {
            match attribute {
                Attribute::Actors(actors) => self.actors.extend(actors),
                Attribute::Time(line) => self.time.push(line),
                Attribute::Product(text) => self.product = Some(text),
            }
        }
    }
}

pub(crate) fn read(paper: &Paper, doubts: &mut Vec<Doubt>) -> Vec<Task> {
    let mut found = Vec::new();
    for at in paper.work.all() {
        for inner in paper.work.nodes[at].tables() {
            table::read(paper, at, inner, &mut found);
        }
    }
    if paper.kind != PlanKind::ProgrammePlan {
        return found;
    }
    let tabled = !found.is_empty();
    for at in task_roots(paper) {
        walk(paper, at, None, &mut found);
    }
    found.sort_by_key(|task| task.place);
    for task in &found {
        if task.actors.is_empty() && !tabled {
            let message = format!("Nhiệm vụ {} chưa ghi cơ quan, đơn vị thực hiện.", task.id);
            doubts.push(doubt(DoubtCode::MissingActors, task.place, message));
        }
    }
    found
}

/// Sections of tasks; in a programme the contents are tasks as well.
fn task_roots(paper: &Paper) -> Vec<usize> {
    let is_task = |at: usize| {
        let topics = &paper.work.nodes[at].topics;
        topics.contains(&Topic::Tasks) || topics.contains(&Topic::Content)
    };
    paper
        .work
        .body_nodes()
        .into_iter()
        .filter(|at| is_task(*at) && !paper.work.nodes[*at].parent.is_some_and(is_task))
        .collect()
}

pub(super) fn is_attribute(line: &Line) -> bool {
    actors::is_attribute(line)
}

/// A node that only says who or when.
fn is_attribute_node(paper: &Paper, at: usize) -> bool {
    paper.work.nodes[at].first_line().is_some_and(is_attribute)
}

fn holds_attributes(paper: &Paper, at: usize) -> bool {
    paper.work.under(at).into_iter().any(|under| paper.work.nodes[under].lines().any(is_attribute))
}

/// Walks a node; `shared` are the attributes given behind its siblings.
fn walk(paper: &Paper, at: usize, shared: Option<&Attributes>, found: &mut Vec<Task>) {
    let node = &paper.work.nodes[at];
    if node.role == SectionRole::Noise {
        return;
    }
    let mut own = Attributes::default();
    for line in node.lines().filter(|line| is_attribute(line)) {
        own.take(line, paper);
    }
    let mut clauses: Vec<usize> = Vec::new();
    for child in &node.children {
        if is_attribute_node(paper, *child) {
            for under in paper.work.under(*child) {
                for line in paper.work.nodes[under].lines() {
                    own.take(line, paper);
                }
            }
        } else if paper.work.nodes[*child].role != SectionRole::Noise {
            clauses.push(*child);
        }
    }
    let labelled: Vec<usize> =
        clauses.iter().copied().filter(|child| paper.work.nodes[*child].label.is_some()).collect();
    let bullets = labelled
        .iter()
        .all(|child| paper.work.nodes[*child].kind().is_some_and(crate::label::LabelKind::is_bullet));
    let inner = labelled.iter().any(|child| holds_attributes(paper, *child));
    let details = bullets && !inner && !own.is_empty() && has_text(paper, at);
    let chain = if own.is_empty() { shared } else { Some(&own) };
    if labelled.is_empty() || details {
        leaf(paper, at, &clauses, chain, found);
        return;
    }
    for (nth, child) in labelled.iter().enumerate() {
        let before = found.len();
        walk(paper, *child, chain, found);
        // Bullets are counted among the tasks, not among their actor lines.
        if paper.work.nodes[*child].kind().is_some_and(crate::label::LabelKind::is_bullet)
            && !node.id.is_empty()
        {
            let old = paper.work.nodes[*child].id.clone();
            let new = format!("{}.{}", node_id(paper, at, found, before), nth + 1);
            for task in &mut found[before..] {
                if let Some(rest) = task.id.strip_prefix(&old) {
                    task.id = format!("{new}{rest}");
                }
            }
        }
    }
}

fn node_id(paper: &Paper, at: usize, _found: &[Task], _before: usize) -> String {
    paper.work.nodes[at].id.clone()
}

fn has_text(paper: &Paper, at: usize) -> bool {
    let node = &paper.work.nodes[at];
    let top = node.kind().is_some_and(crate::label::LabelKind::is_heading);
    !top && node.lines().any(|line| !is_attribute(line))
}

/// A clause without clauses under it.
fn leaf(paper: &Paper, at: usize, details: &[usize], shared: Option<&Attributes>, found: &mut Vec<Task>) {
    let node = &paper.work.nodes[at];
    let mut texts: Vec<String> = node.paragraphs().filter(|line| !is_attribute(line)).map(clause).collect();
    let titled = node.title.as_ref().filter(|title| !is_attribute(title));
    if texts.is_empty()
        && let Some(title) = titled
    {
        let heading = node.kind().is_some_and(crate::label::LabelKind::is_heading);
        if heading && details.is_empty() {
            return;
        }
        texts.push(title.text());
    }
    for detail in details {
        for under in paper.work.under(*detail) {
            let inner = &paper.work.nodes[under];
            texts.extend(inner.lines().filter(|line| !is_attribute(line)).map(clause));
        }
    }
    if texts.is_empty() || node.id.is_empty() && node.label.is_none() && shared.is_none() {
        return;
    }
    let place = node.place();
    let text = texts.join("\n");
    let mut task = build(paper, node.id.clone(), text, shared.cloned().unwrap_or_default(), place);
    if task.actors.is_empty() {
        let said: Vec<&Line> = node.paragraphs().collect();
        task.actors = said.iter().flat_map(|line| actors::inline(line, paper)).collect();
        sort_actors(&mut task);
    }
    if task.due.is_none() {
        let said: Vec<&Line> = node.paragraphs().filter(|line| !is_attribute(line)).collect();
        let times: Vec<Line> = said.iter().flat_map(|line| actors::inline_times(line, paper)).collect();
        let timed = times.iter().find_map(|line| Some((due_in(line, paper.year)?, line.text())));
        let dated = timed.or_else(|| said.iter().find_map(|line| dated_in(line, paper.year)));
        if let Some((rule, text)) = dated {
            task.due = Some(rule);
            task.due_text = Some(text.trim_matches([' ', '.', ';', ')', '(']).to_owned());
        }
    }
    found.push(task);
}

/// A task from its parts; also used for rows of tables.
pub(super) fn build(
    paper: &Paper,
    id: String,
    text: String,
    given: Attributes,
    place: domain::plan::Place,
) -> Task {
    let folded = fold(&text);
    let mut due: Option<Rule> = None;
    let mut due_text = None;
    let mut back = None;
    for line in &given.time {
        if due.is_none() {
            due = due_in(line, paper.year);
            due_text = due.is_some().then(|| line.text().trim_end_matches(['.', ';', ' ']).to_owned());
        }
        back = back.or_else(|| recurrence(line.folded()));
    }
    if given.time.is_empty() {
        back = recurrence(&folded);
    }
    let mut task = Task {
        id,
        text,
        lead: Vec::new(),
        coordinating: Vec::new(),
        executing: Vec::new(),
        due,
        due_text,
        recurrence: back,
        product: given.product,
        actors: given.actors,
        place,
    };
    sort_actors(&mut task);
    task
}

fn sort_actors(task: &mut Task) {
    let names = |role: ActorRole| -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for actor in task.actors.iter().filter(|actor| actor.role == role) {
            for name in &actor.names {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
        }
        names
    };
    let (lead, coordinating, executing) =
        (names(ActorRole::Lead), names(ActorRole::Coordinating), names(ActorRole::Executing));
    task.lead = lead;
    task.coordinating = coordinating;
    task.executing = executing;
}
