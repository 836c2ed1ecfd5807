//! The unit's own answers beside the checklist: what it said in the report it
//! sent, and where that parts from what was seen.
//!
//! Not here: the rule that tells them apart (`domain::visit::discrepancy`).

use crate::acts::report::{Snapshot, written};
use crate::{App, Refusal};
use domain::bilingual::Bilingual;
use domain::checklist::{Claim, Comparison};
use domain::identifier::TargetId;
use domain::outline::{Answers, Outline, Value};
use store::{Scope, Tx, report};

/// Values shown of one field, at most: a table may have hundreds.
const SHOWN: usize = 6;

/// A report as the unit sent it, if it sent one.
pub(super) struct Reported<'a>(Option<(&'a Outline, Answers)>);

/// What the unit said on one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub claim: Claim,
    /// Label and value of the fields the item is held against.
    pub fields: Vec<(Bilingual, Value)>,
    /// Whether the item counts again a figure the unit reported.
    pub counts: bool,
}

impl Said {
    /// A value as plain text.
    pub fn text(value: &Value) -> String {
        written(value)
    }
}

/// The last round the unit sent for a target: a draft is its own.
pub(super) async fn reported<'a>(
    app: &'a App,
    tx: &mut Tx,
    everything: &Scope,
    target: TargetId,
) -> Result<Reported<'a>, Refusal> {
    let Some(listed) = report::of_target(tx, everything, target).await? else { return Ok(Reported(None)) };
    let Some(outline) = app.packs.outlines.get(listed.kept.outline.as_str()) else {
        return Ok(Reported(None));
    };
    let sent = report::round(tx, listed.kept.id, None).await?;
    let answers = sent.map(|round| Snapshot::read(&round.answers)).transpose()?;
    Ok(Reported(answers.map(|snapshot| (outline, snapshot.answers(outline)))))
}

impl Reported<'_> {
    /// What it says on an item; `None` where the item is not held against it.
    pub(super) fn on(&self, comparison: Option<&str>) -> Option<Said> {
        let comparison: Comparison = serde_json::from_str(comparison?).ok()?;
        let counts = comparison.counted.is_some();
        let Some((outline, answers)) = &self.0 else {
            return Some(Said { claim: Claim::Silent, fields: vec![], counts });
        };
        let mut fields = Vec::new();
        for id in comparison.fields() {
            let Some(field) = outline.field(id) else { continue };
            if fields.iter().any(|(label, _)| *label == field.label) {
                continue;
            }
            for (_, value) in answers.of_field(id).take(SHOWN) {
                fields.push((field.label.clone(), value.clone()));
            }
        }
        Some(Said { claim: comparison.claim(answers), fields, counts })
    }
}
