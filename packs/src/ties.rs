//! Ties between packs: acts that bases name, findings and fields that checklists
//! name. A name that leads nowhere is a fault of the pack that uses it.
//!
//! Not here: whether one pack fits within itself (the domain's own shape checks).

use crate::fault::PackFault;
use domain::checklist::Checklist;
use domain::finding::Catalogue;
use domain::law::{Basis, Library};
use domain::outline::Outline;
use evidence::Rule;
use std::collections::BTreeMap;

pub(crate) fn catalogue(
    file: &str,
    text: &str,
    catalogue: &Catalogue,
    library: &Library,
) -> Result<(), PackFault> {
    catalogue.findings.iter().try_for_each(|entry| acts(file, text, &entry.code, &entry.bases, library))
}

pub(crate) fn outline(file: &str, text: &str, outline: &Outline, library: &Library) -> Result<(), PackFault> {
    outline.fields().try_for_each(|(_, field)| acts(file, text, &field.id, &field.bases, library))
}

pub(crate) fn checklist(
    file: &str,
    text: &str,
    checklist: &Checklist,
    library: &Library,
    catalogue: &Catalogue,
    outlines: &BTreeMap<String, Outline>,
) -> Result<(), PackFault> {
    for item in &checklist.items {
        let fault = |message: String| PackFault::of_entry(file, text, &item.code, message);
        acts(file, text, &item.code, &item.bases, library)?;
        if let Some(code) = item.findings.iter().find(|code| catalogue.entry(code).is_none()) {
            return Err(fault(format!("finding {code} is not in the catalogue")));
        }
        if let Some(compared) = &item.compared_with {
            let outline = outlines
                .get(&compared.outline)
                .ok_or_else(|| fault(format!("outline {} is not there", compared.outline)))?;
            outline
                .knows(&item.code, compared.complies_when.as_ref(), compared.counted.as_ref())
                .map_err(|error| fault(error.to_string()))?;
        }
    }
    Ok(())
}

pub(crate) fn rule(
    file: &str,
    text: &str,
    rule: &Rule,
    library: &Library,
    catalogue: &Catalogue,
) -> Result<(), PackFault> {
    if catalogue.entry(&rule.finding).is_none() {
        let message = format!("finding {} is not in the catalogue", rule.finding);
        return Err(PackFault::of_entry(file, text, &rule.code, message));
    }
    acts(file, text, &rule.code, &rule.bases, library)
}

fn acts(file: &str, text: &str, at: &str, bases: &[Basis], library: &Library) -> Result<(), PackFault> {
    match bases.iter().find(|basis| library.get(&basis.act).is_none()) {
        Some(basis) => {
            Err(PackFault::of_entry(file, text, at, format!("act {} is not in the legal library", basis.act)))
        }
        None => Ok(()),
    }
}
