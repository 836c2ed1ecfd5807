//! Kinds of bodies as plans name them: prefixes, abbreviations, group phrases.
//!
//! Not here: the registry of units (`domain::unit`, the record).

use domain::bilingual::Bilingual;
use domain::text::fold;
use domain::unit::UnitKind;
use domain::unit::matching::key;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The pack `unit/kinds.yaml`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitKinds {
    pub kinds: Vec<KindEntry>,
    pub bodies: Vec<KnownBody>,
    pub groups: Vec<Group>,
}

/// One kind of body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindEntry {
    pub code: UnitKind,
    pub label: Bilingual,
    /// How names of the kind begin.
    pub prefixes: Vec<String>,
    pub abbreviations: Vec<String>,
    /// Last day on which such bodies existed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
}

/// An abbreviation of a particular body or title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownBody {
    pub short: String,
    pub long: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<UnitKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

/// Phrases that name many bodies at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub phrases: Vec<String>,
    pub meaning: GroupMeaning,
    #[serde(default)]
    pub kinds: Vec<UnitKind>,
}

/// How a group becomes a list of units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupMeaning {
    /// Every unit of the kinds.
    Kinds,
    /// Every unit that owns a system in the register.
    SystemOwners,
    /// Every unit of the campaign's province that is not inspected.
    Remaining,
    /// Whatever the document itself means: a person must say.
    Document,
}

impl UnitKinds {
    pub fn entry(&self, kind: UnitKind) -> Option<&KindEntry> {
        self.kinds.iter().find(|entry| entry.code == kind)
    }

    /// The kind a full name suggests: the longest prefix wins, accents and case
    /// aside. `None` when no prefix fits.
    pub fn kind_of(&self, name: &str) -> Option<UnitKind> {
        let name = format!("{} ", fold(name));
        self.kinds
            .iter()
            .flat_map(|entry| entry.prefixes.iter().map(move |prefix| (fold(prefix), entry.code)))
            .filter(|(prefix, _)| name.starts_with(&format!("{prefix} ")))
            .max_by_key(|(prefix, _)| prefix.len())
            .map(|(_, kind)| kind)
    }

    /// The group a phrase names: accents, case, joining words and abbreviations
    /// ("UBND" for "Ủy ban nhân dân") aside, word for word.
    pub fn group(&self, phrase: &str) -> Option<&Group> {
        let wanted = key(phrase);
        self.groups.iter().find(|group| group.phrases.iter().any(|known| key(known) == wanted))
    }

    /// What an abbreviation stands for: "Sở TT&TT", "PA05".
    pub fn body(&self, short: &str) -> Option<&KnownBody> {
        let wanted = fold(short);
        self.bodies.iter().find(|body| fold(&body.short) == wanted)
    }
}
