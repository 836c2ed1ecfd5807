//! Packs of rules: read, checked and tied to the law and the catalogue.
//!
//! Apart from the other packs, for they are many and few acts need them. Not
//! here: judging by them (`evidence`).

use crate::fault::PackFault;
use crate::packs::{Packs, parse, under};
use crate::source::{self, Texts};
use crate::ties;
use evidence::{Kind, Rule, RulePack};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// All packs of rules, by their codes; what a pack says of all of its rules is
/// said by each of them.
#[derive(Debug, Clone)]
pub struct Rules {
    pub packs: BTreeMap<String, RulePack>,
}

impl Rules {
    /// The rules built into the program.
    ///
    /// # Errors
    /// Never for a released program: a test reads them all.
    pub fn embedded(packs: &Packs) -> Result<Self, PackFault> {
        Self::read(&source::embedded(), packs)
    }

    /// The built-in rules with a folder laid over them, as other packs are.
    ///
    /// # Errors
    /// The first fault, with file, line and key.
    pub fn with_folder(packs: &Packs, folder: &Path) -> Result<Self, PackFault> {
        Self::read(&source::with_folder(folder)?, packs)
    }

    fn read(texts: &Texts, packs: &Packs) -> Result<Self, PackFault> {
        let mut found = BTreeMap::new();
        let mut codes = BTreeSet::new();
        for (file, text) in under(texts, "rules/") {
            let pack: RulePack = parse(file, text)?;
            pack.check_shape().map_err(|fault| PackFault::of_entry(file, text, fault.code(), &fault))?;
            let pack = pack.spread();
            for rule in &pack.rules {
                ties::rule(file, text, rule, &packs.library, &packs.catalogue)?;
                if !codes.insert(rule.code.clone()) {
                    return Err(PackFault::of_entry(file, text, &rule.code, "another file has this code"));
                }
            }
            if found.contains_key(&pack.code) {
                return Err(PackFault::of_entry(file, text, &pack.code, "another file has this code"));
            }
            found.insert(pack.code.clone(), pack);
        }
        Ok(Rules { packs: found })
    }

    /// The rules asked on a day of what a tool saw of a subject of a kind, each with
    /// the code of its pack.
    pub fn asked_of(&self, tool: &str, kind: Kind, day: Date) -> impl Iterator<Item = (&str, &Rule)> {
        let packs = self.packs.values().filter(move |pack| pack.tool == tool);
        packs.flat_map(move |pack| {
            let asked = move |rule: &&Rule| rule.is_asked_on(day) && rule.kind.is_none_or(|of| of == kind);
            pack.rules.iter().filter(asked).map(|rule| (pack.code.as_str(), rule))
        })
    }

    /// Whether any rules are asked of what a tool saw.
    pub fn ask(&self, tool: &str) -> bool {
        self.packs.values().any(|pack| pack.tool == tool)
    }

    /// A rule by its code, whenever it is asked.
    pub fn get(&self, code: &str) -> Option<&Rule> {
        self.packs.values().flat_map(|pack| &pack.rules).find(|rule| rule.code == code)
    }

    /// The values of the registry that rules ask for, as key and value, each once:
    /// what an examination has to look up. Of a person's hive it is `HKCU`, of the
    /// set of controls in use `CurrentControlSet`; other patterns name no one value.
    pub fn registry_values(&self) -> BTreeSet<(String, String)> {
        let rules = self.packs.values().flat_map(|pack| &pack.rules);
        let questions = rules.flat_map(|rule| rule.applies.iter().chain(&rule.ask));
        let looks =
            questions.map(|question| &question.look).filter(|look| look.attribute == "registry.value");
        looks.filter_map(|look| key_and_value(&look.place.as_ref()?.0)).collect()
    }
}

/// Keys have no empty parts, so a value whose name begins with a backslash is told
/// from its key by two in a row.
fn key_and_value(place: &str) -> Option<(String, String)> {
    let place = place.replace("*ControlSet*", "CurrentControlSet").replace(r"HKU\*\", r"HKCU\");
    let at = place.find(r"\\").or_else(|| place.rfind('\\'))?;
    let (key, value) = (&place[..at], &place[at + 1..]);
    (!key.contains('*') && value != "*").then(|| (key.to_owned(), value.to_owned()))
}
