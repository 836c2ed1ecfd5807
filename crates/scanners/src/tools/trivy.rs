//! Trivy's JSON: scheme 2, the list of older versions, and a cluster's report.
//! Weaknesses of packages, misconfigurations, secrets left in files (where, not
//! what), licences.

use super::{cves, cwe, highest, instant, list, parsed, reported, short, word};
use crate::ImportError;
use crate::import::Found;
use evidence::{Kind, Reported, Severity, Subject};
use serde_json::Value;

pub fn json(text: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
    let whole: Value = parsed(text)?;
    found.made_at = instant(word(&whole, "CreatedAt"));
    word(&whole["Trivy"], "Version").clone_into(&mut found.version);
    if let Some(results) = whole.as_array() {
        return results.iter().try_for_each(|result| one(result, "", found));
    }
    let artifact = word(&whole, "ArtifactName");
    list(&whole, "Results").iter().try_for_each(|result| one(result, artifact, found))?;
    for part in ["Resources", "Vulnerabilities", "Misconfigurations", "Findings"] {
        for resource in list(&whole, part) {
            let name = [word(resource, "Namespace"), word(resource, "Kind"), word(resource, "Name")];
            let name = name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
            list(resource, "Results").iter().try_for_each(|result| one(result, &name, found))?;
        }
    }
    Ok(())
}

fn one(result: &Value, artifact: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
    let target = word(result, "Target");
    let within = if artifact.is_empty() { target } else { artifact };
    let subject = Subject::new(Kind::Component, short(within));
    for weakness in list(result, "Vulnerabilities") {
        let (id, package) = (word(weakness, "VulnerabilityID"), word(weakness, "PkgName"));
        let version = word(weakness, "InstalledVersion");
        let file = [word(weakness, "PkgPath"), target].into_iter().find(|file| !file.is_empty());
        let place = format!("{package}@{version} {}", file.unwrap_or_default());
        let title = format!("{id} {package}@{version}: {}", word(weakness, "Title"));
        let mut line = reported(id, &title, severity(weakness), &place);
        line.identifiers = vec![id.to_owned()];
        line.weaknesses = list(weakness, "CweIDs").iter().filter_map(|id| cwe(id.as_str()?)).collect();
        line.score = base(&weakness["CVSS"]);
        found.add(subject.clone(), line)?;
    }
    for wrong in list(result, "Misconfigurations") {
        // What was looked at and is in order.
        if word(wrong, "Status") == "PASS" {
            continue;
        }
        let line = wrong["CauseMetadata"]["StartLine"].as_u64();
        let place = line.map_or(target.to_owned(), |line| format!("{target}:{line}"));
        let ids = [word(wrong, "AVDID"), word(wrong, "ID")];
        let id = ids.into_iter().find(|id| !id.is_empty()).unwrap_or_default();
        found.add(subject.clone(), reported(id, word(wrong, "Title"), severity(wrong), &place))?;
    }
    for secret in list(result, "Secrets") {
        let place = format!("{target}:{}", secret["StartLine"].as_u64().unwrap_or_default());
        found.add(subject.clone(), titled(secret, "RuleID", "Title", &place))?;
    }
    for licence in list(result, "Licenses") {
        let files = [word(licence, "FilePath"), target];
        let file = files.into_iter().find(|file| !file.is_empty()).unwrap_or_default();
        let place = format!("{} {file}", word(licence, "PkgName"));
        found.add(subject.clone(), titled(licence, "Name", "Name", &place))?;
    }
    Ok(())
}

fn titled(value: &Value, rule: &str, title: &str, place: &str) -> Reported {
    let mut one = reported(word(value, rule), word(value, title), severity(value), place);
    one.identifiers = cves(word(value, rule));
    one
}

fn severity(value: &Value) -> Severity {
    Severity::from_word(word(value, "Severity")).unwrap_or(Severity::Info)
}

/// The highest base score any source gives; of version 3 where there is one.
fn base(scores: &Value) -> Option<f64> {
    let all = scores.as_object()?.values();
    let each = all.filter_map(|one| one["V3Score"].as_f64().or_else(|| one["V2Score"].as_f64()));
    highest(each)
}
