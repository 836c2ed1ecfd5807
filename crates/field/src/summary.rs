//! What is told of a computer on the spot, in a few lines. The office judges.

use evidence::{Observation, Sight, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Names told of one kind of thing, at most.
const NAMED: usize = 8;

/// The lines so far.
pub(crate) struct Told<'a> {
    observations: &'a [Observation],
    text: String,
}

impl<'a> Told<'a> {
    /// Begins with what the computer is called.
    pub fn of(observations: &'a [Observation]) -> Self {
        let name = observations.first().map(|one| one.subject.name.as_str()).unwrap_or_default();
        Told { observations, text: format!("Máy: {name}\n") }
    }

    pub fn line(&mut self, words: String) {
        self.text.push_str(&words);
        self.text.push('\n');
    }

    /// How many of a kind there are, and the names of a few.
    pub fn listed(&mut self, attribute: &str, what: &str) {
        let named: BTreeSet<String> = seen(self.observations, attribute).filter_map(named).collect();
        let few: Vec<&str> = named.iter().take(NAMED).map(String::as_str).collect();
        let more = if named.len() > NAMED { ", …" } else { "" };
        let few = if few.is_empty() { String::new() } else { format!(" – {}", few.join(", ")) };
        self.line(format!("{what}: {}{few}{more}", named.len()));
    }

    /// Ends with how much was seen, and how much was not.
    pub fn counted(mut self) -> String {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for one in self.observations {
            let what = match one.sight {
                Sight::Seen(_) => "thấy",
                Sight::Absent => "không có",
                Sight::Unreadable(_) => "không đọc được",
                Sight::NotCollected => "chưa thu thập",
            };
            *counts.entry(what).or_default() += 1;
        }
        let counted: Vec<String> = counts.iter().map(|(what, count)| format!("{what} {count}")).collect();
        self.line(format!("Quan sát: {}", counted.join(", ")));
        self.text
    }
}

/// The first that was seen of an attribute, as a word.
pub(crate) fn first(observations: &[Observation], attribute: &str) -> String {
    seen(observations, attribute).find_map(word).unwrap_or_else(|| "không rõ".to_owned())
}

/// What was seen of an attribute.
pub(crate) fn seen<'a>(
    observations: &'a [Observation],
    attribute: &'a str,
) -> impl Iterator<Item = &'a Value> {
    observations.iter().filter(move |one| one.attribute == attribute).filter_map(|one| match &one.sight {
        Sight::Seen(value) => Some(value),
        _ => None,
    })
}

fn word(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Whole(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What a record calls its thing.
fn named(value: &Value) -> Option<String> {
    let Value::Record(fields) = value else { return word(value) };
    ["name", "product", "serial", "description", "id", "port", "user", "source"]
        .iter()
        .find_map(|name| fields.get(*name).and_then(word))
}
