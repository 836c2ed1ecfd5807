//! The part of an outline that one answer can touch: saving a cell must not
//! load the whole report.

use domain::outline::{CrossCheck, Field, Outline, Requirement, Section};
use std::collections::BTreeSet;

/// The outline cut down to the named fields, the fields whose need hangs on
/// them, the checks that look at them, and whatever those look at in turn. What
/// it counts and finds differs from the whole only by what the change cannot
/// alter.
pub fn around(outline: &Outline, fields: &BTreeSet<&str>) -> Outline {
    let mut near: BTreeSet<String> = fields.iter().map(|id| (*id).to_owned()).collect();
    for (_, field) in outline.fields() {
        let decided_by = deciding(field);
        if decided_by.iter().any(|id| fields.contains(id)) {
            near.insert(field.id.clone());
            near.extend(decided_by.into_iter().map(str::to_owned));
        }
        if fields.contains(field.id.as_str()) {
            near.extend(deciding(field).into_iter().map(str::to_owned));
        }
    }
    let mut checks = Vec::new();
    for check in &outline.checks {
        let looks_at = looked_at(check);
        if looks_at.iter().any(|id| fields.contains(id)) {
            near.extend(looks_at.into_iter().map(str::to_owned));
            checks.push(check.clone());
        }
    }
    let cut = |section: &Section| Section {
        fields: section.fields.iter().filter(|field| near.contains(&field.id)).cloned().collect(),
        ..section.clone()
    };
    Outline { sections: outline.sections.iter().map(cut).collect(), checks, ..outline.clone() }
}

fn deciding(field: &Field) -> Vec<&str> {
    match &field.required {
        Requirement::When { condition } => condition.fields(),
        Requirement::Always | Requirement::Optional => Vec::new(),
    }
}

fn looked_at(check: &CrossCheck) -> Vec<&str> {
    let mut fields = check.rule.fields();
    fields.extend(check.unless.iter().flat_map(domain::outline::Condition::fields));
    fields
}
