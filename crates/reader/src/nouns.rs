//! The nouns of a plan, one file each: what it is, what it rests on, whom it
//! inspects, who inspects, what is due when.
//!
//! Not here: the words and the tree they are read from (`words`, `sections`).

mod aliases;
mod bases;
mod contacts;
mod contents;
mod deadlines;
mod doubts;
mod duties;
mod header;
mod kind;
pub(crate) mod known_acts;
mod methods;
mod outline;
mod purposes;
mod recipients;
mod scope;
mod signatory;
mod targets;
mod tasks;
mod team;
mod windows;

use domain::plan::{Doubt, DoubtCode, Place, Plan, PlanKind};

use crate::block;
use crate::line::Line;
use crate::repair;
use crate::sections::{self, Paperwork};
use crate::topic::Topic;
use crate::words::Source;
use crate::zones;
use aliases::Aliases;

/// What every noun may look at.
pub(crate) struct Paper<'a> {
    pub work: &'a Paperwork,
    pub aliases: &'a Aliases,
    pub kind: PlanKind,
    /// The year a date without one is in.
    pub year: i16,
}

impl Paper<'_> {
    /// The topmost nodes about a topic; a heading over several topics whose
    /// children speak for themselves is looked through.
    pub fn roots_about(&self, topic: Topic) -> Vec<usize> {
        let mut found = Vec::new();
        let mut open: Vec<usize> = self.work.body.iter().rev().copied().collect();
        while let Some(at) = open.pop() {
            let node = &self.work.nodes[at];
            let speaks = node.topics.contains(&topic);
            let parts = node.topics.len() > 1
                && node.children.iter().any(|child| self.work.nodes[*child].topics != node.topics);
            if speaks && !parts {
                found.push(at);
            } else {
                open.extend(node.children.iter().rev());
            }
        }
        found
    }

    /// Nodes of the labelled body about a topic, each with its line of text.
    pub fn about(&self, topic: Topic) -> Vec<usize> {
        self.work.body_nodes().into_iter().filter(|at| self.work.nodes[*at].topics.contains(&topic)).collect()
    }
}

pub(crate) fn doubt(code: DoubtCode, place: Place, message: impl Into<String>) -> Doubt {
    Doubt { code, message: message.into(), place, suggestion: None }
}

/// Reads everything a plan says.
pub(crate) fn read(source: &Source) -> Plan {
    let blocks = block::blocks(source);
    let wrap = repair::wrap(&blocks);
    let work = sections::paperwork(zones::zones(blocks), wrap);
    let mut plan = Plan { sections: sections::shown(&work), ..Plan::default() };
    let mut found: Vec<Doubt> = Vec::new();

    let aliases = aliases::read(&work);
    header::read(&work, &aliases, &mut plan, &mut found);
    plan.kind = kind::read(&work, &plan);
    let year = plan.year.or_else(|| plan.date.map(|date| date.from.year())).unwrap_or(2000);
    let paper = Paper { work: &work, aliases: &aliases, kind: plan.kind, year };

    plan.bases = bases::read(&paper, &plan, &mut found);
    plan.purposes = purposes::read(&paper);
    plan.contents = contents::read(&paper);
    plan.methods = methods::read(&paper);
    plan.scope = scope::read(&paper);
    plan.windows = windows::read(&paper);
    plan.targets = targets::read(&paper, &plan, &mut found);
    plan.team = team::read(&paper, &plan, &mut found);
    plan.duties = duties::read(&paper);
    plan.tasks = tasks::read(&paper, &mut found);
    plan.deadlines = deadlines::read(&paper, &plan, &mut found);
    plan.contacts = contacts::read(&paper, &plan);
    plan.outline = outline::read(&paper);
    recipients::read(&paper, &mut plan);
    plan.signatory = signatory::read(&paper);
    plan.aliases = aliases.shown();
    doubts::read(&paper, source, &plan, &mut found);
    found.sort_by_key(|doubt| (doubt.place, doubt.code));
    found.dedup();
    plan.doubts = found;
    plan
}

/// A clause's text without a closing mark.
pub(crate) fn clause(line: &Line) -> String {
    line.text().trim_end_matches(['/', ' ']).trim_end_matches("./").trim().to_owned()
}
