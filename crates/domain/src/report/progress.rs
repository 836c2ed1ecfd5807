//! How far a report is, section by section.
//!
//! Not here: whether what stands there is right (`check`).

use super::need::needs;
use crate::outline::{Answers, Outline};
use serde::Serialize;

/// Required cells filled, of those required by the answers so far.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Progress {
    pub filled: usize,
    pub required: usize,
    pub sections: Vec<SectionProgress>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SectionProgress {
    pub section: String,
    pub filled: usize,
    pub required: usize,
    /// Fields with any answer, of all the section's fields.
    pub answered_fields: usize,
    pub fields: usize,
}

impl Progress {
    /// Whole percent, 100 only when nothing is missing.
    pub fn percent(&self) -> u8 {
        percent(self.filled, self.required)
    }

    pub fn is_complete(&self) -> bool {
        self.filled == self.required
    }
}

impl SectionProgress {
    pub fn percent(&self) -> u8 {
        percent(self.filled, self.required)
    }
}

pub fn progress(outline: &Outline, answers: &Answers) -> Progress {
    let needs = needs(outline, answers);
    let sections = outline.sections.iter().map(|section| {
        let own = || needs.iter().filter(|need| need.section == section.code);
        SectionProgress {
            section: section.code.clone(),
            filled: own().filter(|need| need.filled).count(),
            required: own().count(),
            answered_fields: section
                .fields
                .iter()
                .filter(|field| answers.of_field(&field.id).next().is_some())
                .count(),
            fields: section.fields.len(),
        }
    });
    Progress {
        filled: needs.iter().filter(|need| need.filled).count(),
        required: needs.len(),
        sections: sections.collect(),
    }
}

fn percent(filled: usize, required: usize) -> u8 {
    if required == 0 {
        return 100;
    }
    u8::try_from(filled * 100 / required).unwrap_or(100)
}
