//! A file that was taken of a computer: whose it is, and how what was read in it
//! becomes an observation.
//!
//! Not here: what such files say (each kind's own file).

use evidence::{Observation, Sight, Source, Subject, Unread, hex};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;

/// What examinations of computers are called in what they say.
pub(crate) const TOOL: &str = "rasoat-host";
/// Observations of one attribute, at most; a real computer has some hundreds.
const MOST: usize = 20_000;
/// Characters of a text that are passed on, at most.
pub(crate) const LONGEST: usize = 2_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artefact {
    pub subject: Subject,
    /// The file's name, without its folder.
    pub file: String,
    /// Of the file, in hexadecimal.
    pub sha256: String,
    /// When it is looked at.
    pub seen_at: Option<Timestamp>,
}

impl Artefact {
    pub fn of(subject: &Subject, file: &str, bytes: &[u8], seen_at: Option<Timestamp>) -> Self {
        Self::hashed(subject, file, hex(&Sha256::digest(bytes)), seen_at)
    }

    /// Of a file that was hashed while it was read.
    pub fn hashed(subject: &Subject, file: &str, sha256: String, seen_at: Option<Timestamp>) -> Self {
        Artefact { subject: subject.clone(), file: file.to_owned(), sha256, seen_at }
    }

    /// In place of a file that was not taken.
    pub fn none(subject: &Subject, seen_at: Option<Timestamp>) -> Self {
        Self::hashed(subject, "", String::new(), seen_at)
    }

    pub(crate) fn say(
        &self,
        attribute: &str,
        place: &str,
        sight: Sight,
        valid_at: Option<Timestamp>,
    ) -> Observation {
        Observation {
            subject: self.subject.clone(),
            attribute: attribute.to_owned(),
            sight,
            source: source(&self.file, &self.sha256, place),
            seen_at: self.seen_at,
            valid_at,
        }
    }

    /// That nobody took a file of this kind, said of each attribute it would answer.
    pub(crate) fn not_collected(&self, attributes: &[&str], place: &str) -> Vec<Observation> {
        attributes.iter().map(|attribute| self.say(attribute, place, Sight::NotCollected, None)).collect()
    }
}

/// What was observed of one computer, so much of each attribute at most.
#[derive(Debug)]
pub(crate) struct Kept {
    pub subject: Subject,
    pub seen_at: Option<Timestamp>,
    observations: Vec<Observation>,
    counts: HashMap<String, usize>,
}

impl Kept {
    pub fn new(subject: Subject, seen_at: Option<Timestamp>) -> Self {
        Kept { subject, seen_at, observations: Vec::new(), counts: HashMap::new() }
    }

    /// Keeps an observation. The last one that is kept of an attribute says that there
    /// would be more.
    pub fn add(&mut self, attribute: &str, source: Source, sight: Sight, valid_at: Option<Timestamp>) {
        let count = self.counts.entry(attribute.to_owned()).or_default();
        *count += 1;
        if *count > MOST {
            return;
        }
        self.observations.push(Observation {
            subject: self.subject.clone(),
            attribute: attribute.to_owned(),
            sight: if *count == MOST { Sight::Unreadable(Unread::TooLarge) } else { sight },
            source,
            seen_at: self.seen_at,
            valid_at,
        });
    }

    pub fn done(self) -> Vec<Observation> {
        self.observations
    }
}

/// A place in a file of a computer; file and hash are empty when there is none.
pub(crate) fn source(file: &str, sha256: &str, place: &str) -> Source {
    Source {
        tool: TOOL.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        file: file.to_owned(),
        sha256: sha256.to_owned(),
        place: cut(place),
    }
}

/// The first so many characters of a text.
pub(crate) fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => text[..end].to_owned(),
        None => text.to_owned(),
    }
}
