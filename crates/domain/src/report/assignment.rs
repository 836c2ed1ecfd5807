//! Who answers which section of a report.
//!
//! Not here: whether they may (`policy`).

use crate::identifier::UserId;
use crate::outline::Outline;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Writers by section code. A section without writers of its own is answered by
/// those of the section above it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Assignments(BTreeMap<String, BTreeSet<UserId>>);

impl Assignments {
    pub fn assign(&mut self, section: &str, writer: UserId) {
        self.0.entry(section.to_owned()).or_default().insert(writer);
    }

    pub fn withdraw(&mut self, section: &str, writer: UserId) {
        if let Some(writers) = self.0.get_mut(section) {
            writers.remove(&writer);
            if writers.is_empty() {
                self.0.remove(section);
            }
        }
    }

    /// Who answers a section, looking upwards where it has nobody of its own.
    pub fn writers(&self, section: &str) -> Vec<UserId> {
        let mut code = section;
        loop {
            if let Some(writers) = self.0.get(code) {
                return writers.iter().copied().collect();
            }
            match code.rsplit_once('.') {
                Some((above, _)) => code = above,
                None => return vec![],
            }
        }
    }

    /// Sections with fields that nobody answers.
    pub fn unassigned<'a>(&self, outline: &'a Outline) -> Vec<&'a str> {
        outline
            .sections
            .iter()
            .filter(|section| !section.fields.is_empty() && self.writers(&section.code).is_empty())
            .map(|section| section.code.as_str())
            .collect()
    }
}
