//! SARIF 2.1.0 (OASIS): results of any analyser, each at each of its places. A
//! result that is no failure (`kind`) is none here; snippets are not taken over.

use super::{cves, cwe, instant, list, parsed, reported, score, short, word};
use crate::ImportError;
use crate::import::Found;
use evidence::{Kind, Severity, Subject};
use serde_json::Value;

pub fn json(text: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
    let whole: Value = parsed(text)?;
    let runs = whole["runs"].as_array().ok_or(ImportError::Lacks { what: "runs" })?;
    for run in runs {
        let driver = &run["tool"]["driver"];
        if found.tool.is_empty() {
            found.tool = short(word(driver, "name")).to_lowercase();
            found.version = short(word(driver, "version"));
        }
        let ended = list(run, "invocations").iter().filter_map(|one| instant(word(one, "endTimeUtc"))).max();
        found.made_at = found.made_at.max(ended);
        for result in list(run, "results") {
            one(run, driver, result, found)?;
        }
    }
    Ok(())
}

fn one(run: &Value, driver: &Value, result: &Value, found: &mut Found<'_>) -> Result<(), ImportError> {
    if !matches!(word(result, "kind"), "" | "fail") {
        return Ok(());
    }
    let rule = rule_of(run, driver, result);
    let message = message(rule, result);
    let mut id = word(result, "ruleId");
    if id.is_empty() {
        id = rule.map_or("", |rule| word(rule, "id"));
    }
    let id = if id.is_empty() { message.as_str() } else { id };
    let name =
        rule.map_or("", |rule| rule["shortDescription"]["text"].as_str().unwrap_or(word(rule, "name")));
    let title = if name.is_empty() { message.as_str() } else { name };
    let graded = rule.and_then(|rule| {
        let grade = &rule["properties"]["security-severity"];
        grade.as_f64().or_else(|| score(grade.as_str()?))
    });
    let level = word(result, "level");
    let level = if level.is_empty() {
        rule.and_then(|rule| rule["defaultConfiguration"]["level"].as_str()).unwrap_or("warning")
    } else {
        level
    };
    let mut proto = reported(id, title, graded.map_or_else(|| severity(level), Severity::from_score), "");
    proto.score = graded;
    proto.identifiers = cves(id);
    proto.weaknesses = weaknesses(rule, result);
    let places = list(result, "locations");
    if places.is_empty() {
        let subject = Subject::new(Kind::Component, short(word(driver, "name")));
        proto.place = short(&message);
        return found.add(subject, proto);
    }
    for place in places {
        let mut here = proto.clone();
        let physical = &place["physicalLocation"];
        let file = artifact(run, &physical["artifactLocation"]);
        let logical = list(place, "logicalLocations").first();
        let logical =
            logical.map_or("", |one| one["fullyQualifiedName"].as_str().unwrap_or(word(one, "name")));
        here.place = spot(&physical["region"]);
        if here.place.is_empty() {
            here.place = short(logical);
        }
        let subject = if file.is_empty() {
            Subject::new(Kind::Component, short(word(driver, "name")))
        } else {
            Subject::new(Kind::File, short(file))
        };
        found.add(subject, here)?;
    }
    Ok(())
}

fn severity(level: &str) -> Severity {
    match level {
        "error" => Severity::High,
        "note" => Severity::Low,
        "none" => Severity::Info,
        _ => Severity::Medium,
    }
}

/// `line:column-line:column`, as far as it is told.
fn spot(region: &Value) -> String {
    let number = |key: &str| region[key].as_u64();
    let at = |line: Option<u64>, column: Option<u64>| match (line, column) {
        (Some(line), Some(column)) => format!("{line}:{column}"),
        (Some(line), None) => line.to_string(),
        _ => String::new(),
    };
    let from = at(number("startLine"), number("startColumn"));
    if from.is_empty() {
        return number("byteOffset").map(|offset| format!("byte {offset}")).unwrap_or_default();
    }
    let to = at(number("endLine").or(number("startLine")), number("endColumn"));
    if to.is_empty() || to == from { from } else { format!("{from}-{to}") }
}

/// A file's address, given where it stands or in the run's list of artifacts.
fn artifact<'a>(run: &'a Value, location: &'a Value) -> &'a str {
    let own = word(location, "uri");
    if !own.is_empty() {
        return own;
    }
    let index = location["index"].as_u64().and_then(|index| usize::try_from(index).ok());
    let listed = index.and_then(|index| list(run, "artifacts").get(index));
    listed.map_or("", |listed| word(&listed["location"], "uri"))
}

fn rule_of<'a>(run: &'a Value, driver: &'a Value, result: &'a Value) -> Option<&'a Value> {
    let id = [word(result, "ruleId"), word(&result["rule"], "id")].into_iter().find(|id| !id.is_empty());
    let extensions = list(&run["tool"], "extensions");
    let mut all = [driver].into_iter().chain(extensions).flat_map(|part| list(part, "rules"));
    if let Some(id) = id
        && let Some(rule) = all.find(|rule| word(rule, "id") == id)
    {
        return Some(rule);
    }
    let index = result["ruleIndex"].as_u64().or_else(|| result["rule"]["index"].as_u64())?;
    list(driver, "rules").get(usize::try_from(index).ok()?)
}

fn message(rule: Option<&Value>, result: &Value) -> String {
    let message = &result["message"];
    let text = word(message, "text");
    if !text.is_empty() {
        return short(text);
    }
    let id = word(message, "id");
    short(rule.and_then(|rule| rule["messageStrings"][id]["text"].as_str()).unwrap_or(id))
}

/// Kinds of weakness, wherever a tool writes them: tags, properties, taxa.
fn weaknesses(rule: Option<&Value>, result: &Value) -> Vec<u32> {
    let mut all = Vec::new();
    let mut put = |text: &str| {
        if text.to_ascii_uppercase().contains("CWE")
            && let Some(number) = cwe(text)
            && !all.contains(&number)
        {
            all.push(number);
        }
    };
    for part in rule.into_iter().chain([result]) {
        for tag in list(&part["properties"], "tags").iter().filter_map(Value::as_str) {
            put(tag);
        }
        if let Some(own) = part["properties"]["cwe"].as_str() {
            put(&format!("CWE {own}"));
        }
    }
    for taxon in list(result, "taxa") {
        if word(&taxon["toolComponent"], "name").eq_ignore_ascii_case("CWE") {
            put(&format!("CWE-{}", word(taxon, "id")));
        }
    }
    all
}
