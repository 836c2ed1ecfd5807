//! The unit's own answers beside the checklist: what it said in the report it
//! sent, and where that parts from what was seen.
//!
//! Not here: the rule that tells them apart (`domain::visit::discrepancy`).

use crate::acts::report::{Snapshot, written};
use crate::{App, Refusal};
use domain::bilingual::Bilingual;
use domain::checklist::{Claim, Comparison};
use domain::identifier::TargetId;
use domain::outline::{Answers, Cell, Choice, Field, Kind, Outline, Rows, Scalar, Value};
use std::collections::BTreeSet;
use store::{Scope, Tx, report};

/// Values shown of one field, at most: a table may have hundreds.
const SHOWN: usize = 6;

/// A report as the unit sent it, if it sent one.
pub(super) struct Reported<'a>(Option<(&'a Outline, Answers)>);

/// What the unit said on one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub claim: Claim,
    /// What the fields hold that the item is held against.
    pub fields: Vec<Held>,
    /// Whether the item counts again a figure the unit reported.
    pub counts: bool,
}

/// One value of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub label: Bilingual,
    pub value: Value,
    /// What the option is called, where the value is one of a list.
    pub option: Option<Bilingual>,
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
        let (mut seen, mut fields) = (BTreeSet::new(), Vec::new());
        for id in comparison.fields() {
            let Some(field) = outline.field(id).filter(|_| seen.insert(id)) else { continue };
            let held = answers.of_field(id).take(SHOWN).map(|(cell, value)| Held::new(field, cell, value));
            fields.extend(held);
        }
        Some(Said { claim: comparison.claim(answers), fields, counts })
    }
}

impl Held {
    fn new(field: &Field, cell: &Cell, value: &Value) -> Self {
        let column = match (&field.kind, &cell.column) {
            (Kind::Table { columns, .. }, Some(id)) => columns.iter().find(|column| column.id == *id),
            _ => None,
        };
        let options: &[Choice] = match (column.map(|column| &column.kind), &field.kind) {
            (Some(Scalar::Choice { options }), _) | (None, Kind::Choice { options, .. }) => options,
            _ => &[],
        };
        let chosen = match value {
            Value::Choice(code) => options.iter().find(|option| option.code == *code),
            _ => None,
        };
        let label = match column {
            Some(column) => joined(row_label(field, cell.row).unwrap_or(&field.label), &column.label),
            None => field.label.clone(),
        };
        Held { label, value: value.clone(), option: chosen.map(|option| option.label.clone()) }
    }
}

/// A row's own name, where it has one.
fn row_label(field: &Field, row: u16) -> Option<&Bilingual> {
    match &field.kind {
        Kind::Table { rows: Rows::Fixed { list }, .. } => {
            list.iter().find(|fixed| fixed.row == row).map(|fixed| &fixed.label)
        }
        _ => None,
    }
}

fn joined(row: &Bilingual, column: &Bilingual) -> Bilingual {
    Bilingual::new(format!("{} – {}", row.vi, column.vi), format!("{} – {}", row.en, column.en))
}
