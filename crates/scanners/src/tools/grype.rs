//! Grype's JSON: each weakness of each package at each place it was found.

use super::{cwe, highest, instant, list, parsed, reported, short, word};
use crate::ImportError;
use crate::import::Found;
use evidence::{Kind, Severity, Subject};
use serde_json::Value;

pub fn json(text: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
    let whole: Value = parsed(text)?;
    let driver = &whole["descriptor"];
    word(driver, "version").clone_into(&mut found.version);
    found.made_at = instant(word(driver, "timestamp"));
    for hit in whole["matches"].as_array().ok_or(ImportError::Lacks { what: "matches" })? {
        let (weakness, package) = (&hit["vulnerability"], &hit["artifact"]);
        let (id, name) = (word(weakness, "id"), word(package, "name"));
        let subject = Subject::new(Kind::Component, short(&format!("{name}@{}", word(package, "version"))));
        let related = list(hit, "relatedVulnerabilities");
        let scores = [weakness].into_iter().chain(related).flat_map(|one| list(one, "cvss"));
        let score = highest(scores.filter_map(|one| one["metrics"]["baseScore"].as_f64()));
        let severity = Severity::from_word(word(weakness, "severity"))
            .unwrap_or_else(|| score.map_or(Severity::Info, Severity::from_score));
        let place = list(package, "locations").first().map_or("", |one| word(one, "path"));
        let mut one = reported(id, &format!("{id} {name}"), severity, place);
        one.score = score;
        one.identifiers = [id]
            .into_iter()
            .chain(related.iter().map(|one| word(one, "id")))
            .filter(|id| !id.is_empty())
            .map(str::to_owned)
            .collect();
        one.identifiers.dedup();
        one.weaknesses = list(weakness, "cwes").iter().filter_map(|one| cwe(word(one, "cwe"))).collect();
        found.add(subject, one)?;
    }
    Ok(())
}
