//! CycloneDX bills of material (ECMA-424), JSON and XML: each weakness at each
//! component it affects. A bill without weaknesses has no results.

use super::{cwe, instant, list, parsed, reported, short, word};
use crate::ImportError;
use crate::import::Found;
use crate::xml::{Element, records};
use evidence::{Kind, Reported, Severity, Subject};
use serde_json::Value;
use std::collections::HashMap;

/// Components by their reference: name and version.
type Components = HashMap<String, String>;

pub fn json(text: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
    let whole: Value = parsed(text)?;
    let meta = &whole["metadata"];
    found.made_at = instant(word(meta, "timestamp"));
    let mut components = Components::new();
    let limits = found.limits;
    gather(
        [&meta["component"]].into_iter().chain(list(&whole, "components")),
        &mut components,
        limits.depth,
    )?;
    for weakness in list(&whole, "vulnerabilities") {
        let mut one = reported(word(weakness, "id"), word(weakness, "id"), Severity::Medium, "");
        let ratings = list(weakness, "ratings");
        let word_of = |rating: &Value| Severity::from_word(word(rating, "severity"));
        one.score = ratings.iter().find_map(|rating| rating["score"].as_f64());
        one.severity = rated(ratings.iter().find_map(word_of), one.score);
        one.identifiers = [word(weakness, "id")]
            .into_iter()
            .chain(list(weakness, "references").iter().map(|reference| word(reference, "id")))
            .filter(|id| !id.is_empty())
            .map(str::to_owned)
            .collect();
        one.weaknesses =
            list(weakness, "cwes").iter().filter_map(|cwe| cwe.as_u64()?.try_into().ok()).collect();
        for affected in list(weakness, "affects") {
            put(&one, word(affected, "ref"), &components, found)?;
        }
    }
    Ok(())
}

fn rated(word: Option<Severity>, score: Option<f64>) -> Severity {
    word.or(score.map(Severity::from_score)).unwrap_or(Severity::Medium)
}

fn gather<'a>(
    all: impl Iterator<Item = &'a Value>,
    components: &mut Components,
    depth: usize,
) -> Result<(), ImportError> {
    let depth = depth.checked_sub(1).ok_or(ImportError::Depth { limit: 0 })?;
    for component in all {
        let reference = word(component, "bom-ref");
        if !reference.is_empty() {
            components
                .insert(reference.to_owned(), named(word(component, "name"), word(component, "version")));
        }
        gather(list(component, "components").iter(), components, depth)?;
    }
    Ok(())
}

fn named(name: &str, version: &str) -> String {
    if version.is_empty() { short(name) } else { short(&format!("{name}@{version}")) }
}

fn put(
    one: &Reported,
    reference: &str,
    known: &Components,
    found: &mut Found<'_>,
) -> Result<(), ImportError> {
    let name = known.get(reference).cloned().unwrap_or_else(|| short(reference));
    let mut one = one.clone();
    one.title = short(&format!("{} ({name})", one.rule));
    found.add(Subject::new(Kind::Component, name), one)
}

pub fn xml(text: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
    let limits = found.limits;
    let mut components = Components::new();
    let mut loose = Vec::new();
    records(text, &["component", "vulnerability", "timestamp"], limits, |above, element| {
        let under = above.last().map_or("", |parent| parent.name.as_str());
        match element.name.as_str() {
            "timestamp" if under == "metadata" => found.made_at = instant(&element.text),
            "component" => component(&element, &mut components, found)?,
            "vulnerability" => loose.push(element),
            _ => {}
        }
        Ok(())
    })?;
    // Weaknesses may stand before the components they name.
    for weakness in &loose {
        let one = weakness_of(weakness);
        let targets = weakness.child("affects").into_iter().flat_map(|affects| affects.all("target"));
        let references = targets.map(|target| target.word("ref").to_owned());
        for reference in weakness.attribute("ref").map(str::to_owned).into_iter().chain(references) {
            put(&one, &reference, &components, found)?;
        }
    }
    Ok(())
}

/// A component, those within it, and the weaknesses that stand in it (the
/// extension of versions 1.2 and 1.3).
fn component(
    element: &Element,
    components: &mut Components,
    found: &mut Found<'_>,
) -> Result<(), ImportError> {
    let name = named(element.word("name"), element.word("version"));
    if let Some(reference) = element.attribute("bom-ref") {
        components.insert(reference.to_owned(), name.clone());
    }
    for weakness in element.child("vulnerabilities").into_iter().flat_map(|all| all.all("vulnerability")) {
        let mut one = weakness_of(weakness);
        one.title = short(&format!("{} ({name})", one.rule));
        found.add(Subject::new(Kind::Component, name.clone()), one)?;
    }
    for inner in element.child("components").into_iter().flat_map(|all| all.all("component")) {
        component(inner, components, found)?;
    }
    Ok(())
}

fn weakness_of(element: &Element) -> Reported {
    let id = element.word("id");
    let mut one = reported(id, id, Severity::Medium, "");
    let ratings: Vec<&Element> =
        element.child("ratings").into_iter().flat_map(|ratings| ratings.all("rating")).collect();
    let base = |rating: &&Element| {
        let score = rating.child("score")?;
        let base = score.child("base").map_or(score.text.as_str(), |base| base.text.as_str());
        super::score(base)
    };
    one.score = ratings.iter().find_map(base);
    one.severity =
        rated(ratings.iter().find_map(|rating| Severity::from_word(rating.word("severity"))), one.score);
    let others = element.child("references").into_iter().flat_map(|all| all.all("reference"));
    one.identifiers = [id]
        .into_iter()
        .chain(others.map(|reference| reference.word("id")))
        .filter(|id| !id.is_empty())
        .map(str::to_owned)
        .collect();
    one.weaknesses = element
        .child("cwes")
        .into_iter()
        .flat_map(|cwes| cwes.all("cwe"))
        .filter_map(|one| cwe(&one.text))
        .collect();
    one
}
