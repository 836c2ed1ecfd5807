//! What a sweep saw of documents: each that bears a marking, and each that could
//! not be read, is a result of its own. Mentions are counted by the sweep, they
//! are none.
//!
//! Not here: what a marking is (`sweep`); words (`web`).

use crate::clock::new_id;
use domain::text::fold;
use evidence::{Observation, Severity, Sight, Subject, Value, Verdict};
use std::collections::BTreeMap;
use store::examination::Outcome;

/// What the sweep says of a document.
const LEVEL: &str = "marking.level";
const CONFIDENCE: &str = "marking.confidence";
const UNREAD: &str = "marking.unread";
/// What the sweep calls a document that only talks of secrets.
const MENTION: &str = "mention";

#[derive(Debug, Default)]
struct Document {
    level: Option<String>,
    confidence: String,
    unread: Option<String>,
    file: String,
    sha256: String,
    said: BTreeMap<String, Vec<String>>,
}

/// The results of one machine's documents, in the order of their places.
pub(super) fn documents(subject: &Subject, seen: &[&Observation]) -> Vec<Outcome> {
    let mut documents: BTreeMap<&str, Document> = BTreeMap::new();
    for one in seen {
        let document = documents.entry(&one.source.place).or_default();
        document.file.clone_from(&one.source.file);
        document.sha256.clone_from(&one.source.sha256);
        match (one.attribute.as_str(), &one.sight) {
            (LEVEL, Sight::Seen(Value::Text(level))) => document.level = Some(level.clone()),
            (CONFIDENCE, Sight::Seen(Value::Text(code))) => document.confidence.clone_from(code),
            (UNREAD, Sight::Seen(Value::Text(reason))) => document.unread = Some(reason.clone()),
            (attribute, Sight::Seen(Value::Several(codes))) => {
                document.said.insert(attribute.to_owned(), codes.clone());
            }
            _ => {}
        }
    }
    documents.into_iter().filter_map(|(place, document)| outcome(subject, place, &document)).collect()
}

fn outcome(subject: &Subject, place: &str, document: &Document) -> Option<Outcome> {
    let (rule, verdict, severity) = match (&document.level, &document.unread) {
        (Some(_), _) if document.confidence == MENTION => return None,
        (Some(level), _) => {
            let sure = document.confidence == "confirmed";
            let severity = if sure { Severity::Critical } else { Severity::Medium };
            (format!("marking.{level}.{}", document.confidence), Verdict::Fails, severity)
        }
        (None, Some(reason)) => (format!("marking.unread.{reason}"), Verdict::Unreadable, Severity::Info),
        (None, None) => return None,
    };
    let title = papers::evidence::marked(document.level.as_deref(), &document.confidence);
    Some(Outcome {
        id: new_id(),
        identity: evidence::identity("sweep", &rule, subject, place),
        tool: "sweep".to_owned(),
        folded: fold(&format!("{title} {rule} {} {place}", subject.name)),
        rule,
        kind: subject.kind.code().to_owned(),
        subject: subject.name.clone(),
        place: place.to_owned(),
        title,
        verdict: verdict.code().to_owned(),
        severity: severity.rank(),
        names: String::new(),
        detail:
            serde_json::json!({ "file": document.file, "sha256": document.sha256, "said": document.said })
                .to_string(),
    })
}
