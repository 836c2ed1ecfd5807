//! The written guide to an outline, as data: what each field means, when it is
//! needed, which checks will look at it. Made from the same rules that judge the
//! report, so the two cannot disagree.
//!
//! Not here: its layout (`papers`, `web`).

use super::{CheckRule, Field, Kind, Outline, Requirement, Severity};
use crate::bilingual::Bilingual;
use crate::law::Basis;
use serde::Serialize;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Guide {
    pub outline: String,
    pub title: Bilingual,
    pub source: Bilingual,
    pub sections: Vec<GuideSection>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuideSection {
    pub code: String,
    pub level: usize,
    pub title: Bilingual,
    pub help: Option<Bilingual>,
    pub lines: Vec<GuideLine>,
}

/// One field of the guide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuideLine {
    pub field: String,
    pub label: Bilingual,
    pub help: Option<Bilingual>,
    pub kind: Kind,
    /// When it is needed, and the labels of the fields that decide.
    pub required: Requirement,
    pub decided_by: Vec<Bilingual>,
    pub bases: Vec<Basis>,
    pub checks: Vec<GuideCheck>,
}

/// A check that looks at the field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuideCheck {
    pub code: String,
    pub severity: Severity,
    pub message: Bilingual,
}

pub fn guide(outline: &Outline) -> Guide {
    let sections = outline.sections.iter().map(|section| GuideSection {
        code: section.code.clone(),
        level: section.level(),
        title: section.title.clone(),
        help: section.help.clone(),
        lines: section.fields.iter().map(|field| line(outline, field)).collect(),
    });
    Guide {
        outline: outline.code.clone(),
        title: outline.title.clone(),
        source: outline.source.clone(),
        sections: sections.collect(),
    }
}

fn line(outline: &Outline, field: &Field) -> GuideLine {
    let deciding = match &field.required {
        Requirement::When { condition } => condition.fields(),
        Requirement::Always | Requirement::Optional => vec![],
    };
    let looks_at = |rule: &CheckRule| rule.fields().contains(&field.id.as_str());
    GuideLine {
        field: field.id.clone(),
        label: field.label.clone(),
        help: field.help.clone(),
        kind: field.kind.clone(),
        required: field.required.clone(),
        decided_by: deciding
            .into_iter()
            .filter_map(|id| outline.field(id))
            .map(|other| other.label.clone())
            .collect(),
        bases: field.bases.clone(),
        checks: outline
            .checks
            .iter()
            .filter(|check| looks_at(&check.rule))
            .map(|check| GuideCheck {
                code: check.code.clone(),
                severity: check.severity,
                message: check.message.clone(),
            })
            .collect(),
    }
}

impl CheckRule {
    /// The fields the rule looks at.
    pub fn fields(&self) -> Vec<&str> {
        match self {
            CheckRule::SumEquals { parts, total, .. } | CheckRule::SumAtMost { parts, total, .. } => {
                parts.iter().chain([total]).map(|term| term.field.as_str()).collect()
            }
            CheckRule::Implies { when, then } => [when.fields(), then.fields()].concat(),
            CheckRule::Deviation { term, .. } | CheckRule::SameAsBefore { term } => vec![&term.field],
        }
    }
}
