//! Rules that judge observations. A rule is data: what it looks at, what must
//! hold of it, of whom it is asked, since when, on what ground, in which words.
//! To judge is a pure function; it reads no file and asks no clock.
//!
//! Not here: the rules themselves (`packs/rules`), seeing (each tool's room),
//! what becomes a finding (people).

mod judge;
mod look;
mod test;

pub use judge::{Because, Outcome, Sights, Verdict, judge};
pub use look::{Look, Pattern, Quantity};
pub use test::{Absence, Literal, Test};

use crate::{Kind, Severity};
use domain::bilingual::Bilingual;
use domain::law::Basis;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Something a rule asks: what is looked at, and what must hold of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub look: Look,
    pub test: Test,
    /// What it means that nothing is there: what the system does by default.
    #[serde(default, skip_serializing_if = "Absence::is_failing")]
    pub absence: Absence,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Stable, unique among all rules: results are compared by it over years.
    pub code: String,
    pub title: Bilingual,
    /// What to do where it does not hold.
    pub remedy: Bilingual,
    pub severity: Severity,
    /// Of which kind of subject it is asked; of any, when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// What is counted where a record says how often it does not hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<Bilingual>,
    /// All of these must hold for the rule to be asked of a machine at all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applies: Vec<Question>,
    /// All of these must hold for it to be kept.
    pub ask: Vec<Question>,
    /// What a failure is called in the catalogue of findings.
    pub finding: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bases: Vec<Basis>,
    /// First and last day it is asked of; open ends are open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Date>,
}

impl Rule {
    pub fn is_asked_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// The tool whose observations rules are asked of, when their pack names none.
const HOST: &str = "rasoat-host";

fn host() -> String {
    HOST.to_owned()
}

/// Rules of one origin, for what one tool saw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulePack {
    pub code: String,
    pub title: Bilingual,
    /// Where its content comes from.
    pub source: Bilingual,
    /// Whose it is and how it may be used.
    pub licence: String,
    /// Of the source.
    pub date: Date,
    /// Whose observations they are asked of: what another tool saw is none of theirs.
    #[serde(default = "host")]
    pub tool: String,
    /// Of every rule besides its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applies: Vec<Question>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bases: Vec<Basis>,
    pub rules: Vec<Rule>,
}

/// What does not fit within one pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RuleFault {
    #[error("{code}: given twice")]
    Twice { code: String },
    #[error("{code}: a text is missing in one of the languages")]
    Wordless { code: String },
    #[error("{code}: a code is made of letters, digits, dots and hyphens")]
    Code { code: String },
    #[error("{code}: asks nothing")]
    AsksNothing { code: String },
    #[error("{code}: no basis, neither its own nor the pack's")]
    Baseless { code: String },
    #[error("{code}: {what}")]
    Question { code: String, what: &'static str },
    #[error("{code}: ends before it begins")]
    EndsBeforeItBegins { code: String },
}

impl RuleFault {
    /// The code of the rule, or of the pack.
    pub fn code(&self) -> &str {
        match self {
            RuleFault::Twice { code }
            | RuleFault::Wordless { code }
            | RuleFault::Code { code }
            | RuleFault::AsksNothing { code }
            | RuleFault::Baseless { code }
            | RuleFault::Question { code, .. }
            | RuleFault::EndsBeforeItBegins { code } => code,
        }
    }
}

impl RulePack {
    /// The pack with what it says of every rule said by each.
    #[must_use]
    pub fn spread(mut self) -> Self {
        for rule in &mut self.rules {
            rule.applies.splice(0..0, self.applies.iter().cloned());
            rule.bases.extend(self.bases.iter().cloned());
        }
        self.applies.clear();
        self.bases.clear();
        self
    }

    pub fn check_shape(&self) -> Result<(), RuleFault> {
        let named = || self.code.clone();
        if self.title.is_incomplete()
            || self.source.is_incomplete()
            || self.licence.trim().is_empty()
            || self.tool.is_empty()
        {
            return Err(RuleFault::Wordless { code: named() });
        }
        for question in &self.applies {
            question.check().map_err(|what| RuleFault::Question { code: named(), what })?;
        }
        let mut seen = BTreeSet::new();
        self.rules.iter().try_for_each(|rule| {
            if !seen.insert(&rule.code) {
                return Err(RuleFault::Twice { code: rule.code.clone() });
            }
            rule.check(!self.bases.is_empty())
        })
    }
}

/// Whether a rule's pack has a basis for all of its rules.
type PackHasBasis = bool;

impl Rule {
    fn check(&self, grounded: PackHasBasis) -> Result<(), RuleFault> {
        let code = || self.code.clone();
        let part = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
        if self.code.is_empty() || !self.code.chars().all(part) {
            return Err(RuleFault::Code { code: code() });
        }
        let counts = self.counts.as_ref().is_some_and(Bilingual::is_incomplete);
        if self.title.is_incomplete() || self.remedy.is_incomplete() || counts {
            return Err(RuleFault::Wordless { code: code() });
        }
        if self.ask.is_empty() {
            return Err(RuleFault::AsksNothing { code: code() });
        }
        if self.bases.is_empty() && !grounded {
            return Err(RuleFault::Baseless { code: code() });
        }
        if self.valid_from.zip(self.valid_to).is_some_and(|(from, to)| to < from) {
            return Err(RuleFault::EndsBeforeItBegins { code: code() });
        }
        self.applies
            .iter()
            .chain(&self.ask)
            .try_for_each(Question::check)
            .map_err(|what| RuleFault::Question { code: code(), what })
    }
}

impl Question {
    fn check(&self) -> Result<(), &'static str> {
        if self.look.attribute.trim().is_empty() {
            return Err("looks at no attribute");
        }
        self.test.check()?;
        let by_itself = matches!(self.test, Test::Present | Test::Absent);
        if by_itself && self.absence != Absence::Fails {
            return Err("presence and absence are judged by themselves");
        }
        Ok(())
    }
}
