//! The acts the reader knows, from the legal pack: for checking citations and
//! for finding where a law's name ends. Data, not judgement.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::letters::fold;

/// The pack's file as it is.
pub(crate) const SOURCE: &str = include_str!("../../../../packs/legal/known-acts.yaml");
const MISSPELLINGS: &str = include_str!("../../../../packs/legal/misspellings.yaml");

/// What an article deals with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct ArticleTopic {
    pub article: u16,
    pub about: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Act {
    pub number: String,
    pub r#type: String,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub date: Option<Date>,
    #[serde(default)]
    pub issuer: Option<String>,
    /// First day it governs.
    #[serde(default)]
    pub from: Option<Date>,
    /// First day it no longer governs.
    #[serde(default)]
    pub until: Option<Date>,
    #[serde(default)]
    pub replaced_by: Option<String>,
    /// Numbers it is often miscited under.
    #[serde(default)]
    pub wrong: Vec<String>,
    #[serde(default)]
    pub articles: Vec<ArticleTopic>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Misspelling {
    pub wrong: String,
    pub right: String,
    #[serde(default)]
    pub unless: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Pack {
    acts: Vec<Act>,
    law_names: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
struct MisspellingPack {
    misspellings: Vec<Misspelling>,
}

/// The acts, and the names of laws.
#[derive(Debug, Default)]
pub(crate) struct KnownActs {
    pub acts: Vec<Act>,
    pub law_names: Vec<String>,
    pub misspellings: Vec<Misspelling>,
}

static KNOWN: LazyLock<KnownActs> = LazyLock::new(|| {
    let pack: Pack = serde_norway::from_str(SOURCE).unwrap_or_default();
    let words: MisspellingPack = serde_norway::from_str(MISSPELLINGS).unwrap_or_default();
    KnownActs { acts: pack.acts, law_names: pack.law_names, misspellings: words.misspellings }
});

pub(crate) fn known() -> &'static KnownActs {
    &KNOWN
}

/// A document code in the form in which codes are compared.
pub(crate) fn code_key(code: &str) -> String {
    fold(code).chars().filter(|c| !c.is_whitespace()).collect()
}

impl KnownActs {
    /// Acts under a number; a number without a year may come back every year.
    pub fn numbered(&self, number: &str) -> Vec<&Act> {
        let key = code_key(number);
        self.acts.iter().filter(|act| code_key(&act.number) == key).collect()
    }

    /// The law of a name that governs on a day.
    pub fn law_on(&self, name: &str, day: Date) -> Option<&Act> {
        let key = fold(name);
        let named = self
            .acts
            .iter()
            .filter(|act| act.r#type == "Luật" && act.name.as_deref().is_some_and(|name| fold(name) == key));
        named
            .filter(|act| {
                act.from.is_none_or(|from| from <= day) && act.until.is_none_or(|until| day < until)
            })
            .max_by_key(|act| act.from.or(act.date))
    }
}
