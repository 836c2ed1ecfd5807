//! Which updates a machine is missing, by what it has and what is known. A pure
//! function; how the knowledge is walked is wesng's, whose results people compare
//! with.
//!
//! Not here: what follows from a missing update.

use super::knowledge::{Entry, Impact, Knowledge, KnowledgeError};
use super::product::Product;
use super::stated::Kb;
use evidence::Severity;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A weakness that an update not installed would end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// `CVE-2019-0708`; empty where the bulletin names none.
    pub weakness: String,
    /// The update's number without KB, or what is there to be had instead.
    pub update: String,
    /// The gravest that any of its entries says.
    pub severity: Option<Severity>,
    /// The gravest likewise.
    pub impact: Impact,
    /// When the newest of its entries was published.
    pub published: Option<Date>,
    pub exploit_known: bool,
    /// Parts of the system it is about.
    pub components: BTreeSet<String>,
}

/// What is missing, in the order of updates and weaknesses.
///
/// An update is not missing when it is installed, or when *any* update for the
/// product takes its place, installed or not: then the later one is missing in
/// its stead. On a server, a weakness that has entries for its installation
/// without a desktop ("Server Core") keeps only the updates of these, for they
/// repeat those of the full one.
pub fn missing(
    product: &Product,
    installed: &BTreeSet<Kb>,
    knowledge: &Knowledge,
) -> Result<Vec<Missing>, KnowledgeError> {
    let wanted = knowledge.products(|name| product.is_affected(name));
    let entries = knowledge.entries(&wanted)?;
    let settled = settled(&entries, installed, knowledge);
    let mut left: Vec<Entry> = entries.into_iter().filter(|entry| !settled[entry.update as usize]).collect();
    if product.is_server() {
        let core = server_core(&left, knowledge);
        let doubled =
            |entry: &Entry| core.get(&entry.weakness).is_some_and(|updates| !updates.contains(&entry.update));
        left.retain(|entry| !doubled(entry));
    }
    Ok(merged(&left, knowledge))
}

/// Which updates are there, or have another in their place; by number.
fn settled(entries: &[Entry], installed: &BTreeSet<Kb>, knowledge: &Knowledge) -> Vec<bool> {
    let mut settled = vec![false; knowledge.updates()];
    let there = installed.iter().filter_map(|kb| knowledge.update_named(&kb.0.to_string()));
    let mut lists: Vec<u32> = entries.iter().map(|entry| entry.superseded).collect();
    lists.sort_unstable();
    lists.dedup();
    let replaced = lists.into_iter().flat_map(|list| knowledge.superseded(list).iter().copied());
    for update in there.chain(replaced) {
        if let Some(settled) = settled.get_mut(update as usize) {
            *settled = true;
        }
    }
    settled
}

/// Weaknesses with entries for a server's installation without a desktop, and
/// the updates these name.
fn server_core(entries: &[Entry], knowledge: &Knowledge) -> BTreeMap<u32, BTreeSet<u32>> {
    let mut core: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| knowledge.product(entry.product).contains("Server Core")) {
        core.entry(entry.weakness).or_default().insert(entry.update);
    }
    core
}

fn merged(entries: &[Entry], knowledge: &Knowledge) -> Vec<Missing> {
    let mut found: BTreeMap<(u32, u32), Missing> = BTreeMap::new();
    for entry in entries {
        let missing = found.entry((entry.update, entry.weakness)).or_insert_with(|| Missing {
            weakness: knowledge.weakness(entry.weakness).to_owned(),
            update: knowledge.update(entry.update).to_owned(),
            severity: None,
            impact: Impact::Unstated,
            published: None,
            exploit_known: false,
            components: BTreeSet::new(),
        });
        missing.severity = missing.severity.max(entry.severity());
        missing.impact = missing.impact.min(entry.impact());
        missing.published = missing.published.max(knowledge.day(entry.day));
        missing.exploit_known |= entry.exploit_known();
        let component = knowledge.component(entry.component);
        if !component.is_empty() && !missing.components.contains(component) {
            missing.components.insert(component.to_owned());
        }
    }
    found.into_values().collect()
}
