//! Results of osquery's schedule (the filesystem logger's JSON lines): rows that
//! queries found on a machine. A row that went away (`removed`) is none.

use super::{documents, reported, short, word};
use crate::ImportError;
use crate::import::Found;
use evidence::{Kind, Severity, Subject};
use jiff::Timestamp;
use serde_json::Value;

pub fn lines(text: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
    for line in documents(text) {
        let line = line?;
        let at = &line["unixTime"];
        let second = at.as_i64().or_else(|| at.as_str()?.parse().ok());
        found.made_at = found.made_at.max(second.and_then(|second| Timestamp::from_second(second).ok()));
        let host = short(word(&line, "hostIdentifier")).to_lowercase();
        let (subject, query) = (Subject::new(Kind::Machine, host), word(&line, "name"));
        match word(&line, "action") {
            "removed" => {}
            "snapshot" => {
                for row in line["snapshot"].as_array().into_iter().flatten() {
                    found.add(subject.clone(), reported(query, query, Severity::Info, &told(row)))?;
                }
            }
            _ => found.add(subject, reported(query, query, Severity::Info, &told(&line["columns"])))?,
        }
    }
    Ok(())
}

/// A row as `column=value`, in the alphabet's order of its columns.
fn told(row: &Value) -> String {
    let Some(columns) = row.as_object() else { return String::new() };
    let mut all: Vec<String> = columns
        .iter()
        .map(|(name, value)| match value.as_str() {
            Some(text) => format!("{name}={text}"),
            None => format!("{name}={value}"),
        })
        .collect();
    all.sort();
    all.join("; ")
}
