//! Nuclei's results: JSON lines, or a list (`-json-export`). Requests and
//! answers in them are not taken over.

use super::{cwe, documents, host, host_of, instant, list, parsed, reported, short, word};
use crate::ImportError;
use crate::import::Found;
use evidence::Severity;
use serde_json::Value;

pub fn json(text: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
    let text = text.trim();
    if text.starts_with('[') {
        let all: Vec<Value> = parsed(text)?;
        return all.iter().try_for_each(|item| one(item, found));
    }
    documents(text).try_for_each(|item| one(&item?, found))
}

fn one(item: &Value, found: &mut Found<'_>) -> Result<(), ImportError> {
    let either = |names: [&str; 2]| {
        let first = word(item, names[0]);
        if first.is_empty() { word(item, names[1]).to_owned() } else { first.to_owned() }
    };
    let template = either(["template-id", "templateID"]);
    if template.is_empty() {
        return Err(ImportError::Lacks { what: "template-id" });
    }
    let (info, matcher) = (&item["info"], either(["matcher-name", "matcher_name"]));
    let severity = Severity::from_word(word(info, "severity")).unwrap_or(Severity::Low);
    let matched = either(["matched-at", "matched"]);
    let address = if matched.is_empty() { word(item, "host").to_owned() } else { matched };
    let rule = if matcher.is_empty() { template } else { format!("{template}/{matcher}") };
    let mut result = reported(&rule, word(info, "name"), severity, word(item, "type"));
    let class = &info["classification"];
    result.identifiers = texts(class, "cve-id").iter().map(|id| id.to_uppercase()).collect();
    result.weaknesses = texts(class, "cwe-id").iter().filter_map(|id| cwe(id)).collect();
    result.score = class["cvss-score"].as_f64();
    result.also = vec![short(&address)];
    found.made_at = found.made_at.max(instant(word(item, "timestamp")));
    found.add(host(host_of(&address)), result)
}

/// A list of texts, or one text alone.
fn texts(value: &Value, key: &str) -> Vec<String> {
    match &value[key] {
        Value::String(one) => vec![one.clone()],
        _ => list(value, key).iter().filter_map(|one| one.as_str().map(str::to_owned)).collect(),
    }
}
