//! A file's results, each once.

use crate::{Format, ImportError, Limits, tools};
use evidence::{Observation, Reported, Sight, Source, Subject, Value, hex};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeSet, HashMap};

/// One result, and what it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub subject: Subject,
    pub reported: Reported,
}

/// What a file held.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    pub format: Format,
    /// The file's name, without its folder.
    pub file: String,
    /// The tool that made the file, as it names itself, in lower case.
    pub tool: String,
    /// As the file says it; may be empty.
    pub version: String,
    pub made_at: Option<Timestamp>,
    pub outcomes: Vec<Outcome>,
    /// All it looked at, with results or without.
    pub subjects: BTreeSet<Subject>,
    /// Of the whole file, in hexadecimal.
    pub sha256: String,
}

impl Import {
    /// What was seen, ready to be kept or sealed; of what was looked at without a
    /// result, that there is none.
    pub fn observations(&self) -> Vec<Observation> {
        let results = self.outcomes.iter().map(|outcome| {
            let reported = outcome.reported.clone();
            let place = reported.place.clone();
            self.observation(&outcome.subject, Sight::Seen(Value::Reported(reported)), place)
        });
        let named: BTreeSet<&Subject> = self.outcomes.iter().map(|outcome| &outcome.subject).collect();
        let clean = self.subjects.iter().filter(|subject| !named.contains(subject));
        results.chain(clean.map(|subject| self.observation(subject, Sight::Absent, String::new()))).collect()
    }

    fn observation(&self, subject: &Subject, sight: Sight, place: String) -> Observation {
        Observation {
            subject: subject.clone(),
            attribute: "scanner.result".into(),
            sight,
            source: Source {
                tool: self.tool.clone(),
                version: self.version.clone(),
                file: self.file.clone(),
                sha256: self.sha256.clone(),
                place,
            },
            seen_at: self.made_at,
            valid_at: None,
        }
    }
}

/// Reads a scanner's file. Its name says nothing of its format; it names the
/// machine where the file itself does not.
pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Import, ImportError> {
    if bytes.len() > limits.bytes {
        return Err(ImportError::TooLarge { limit: limits.bytes });
    }
    let text = text(bytes)?;
    let format = Format::of(&text)?;
    let mut found = Found::new(name, limits);
    tools::read(format, &text, &mut found)?;
    let sha256 = hex(&Sha256::digest(bytes));
    if found.tool.is_empty() {
        format.tool().clone_into(&mut found.tool);
    }
    Ok(Import {
        format,
        file: found.file,
        tool: found.tool,
        version: found.version,
        made_at: found.made_at,
        outcomes: found.outcomes,
        subjects: found.subjects,
        sha256,
    })
}

fn text(bytes: &[u8]) -> Result<String, ImportError> {
    let wide = |bytes: &[u8], pair: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|two| pair([two[0], two[1]])).collect();
        String::from_utf16(&units).map_err(|_| ImportError::Encoding)
    };
    match bytes {
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => decoded(rest),
        _ => decoded(bytes),
    }
}

fn decoded(bytes: &[u8]) -> Result<String, ImportError> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| ImportError::Encoding)
}

/// What has been found so far.
#[derive(Debug)]
pub struct Found<'a> {
    pub limits: &'a Limits,
    /// The file's name.
    pub file: String,
    pub tool: String,
    pub version: String,
    pub made_at: Option<Timestamp>,
    outcomes: Vec<Outcome>,
    subjects: BTreeSet<Subject>,
    places: HashMap<String, usize>,
}

impl<'a> Found<'a> {
    fn new(name: &str, limits: &'a Limits) -> Self {
        Found {
            limits,
            file: name.to_owned(),
            tool: String::new(),
            version: String::new(),
            made_at: None,
            outcomes: Vec::new(),
            subjects: BTreeSet::new(),
            places: HashMap::new(),
        }
    }

    /// Notes that the tool looked at a subject, whether or not it found anything.
    pub fn looked_at(&mut self, subject: &Subject) {
        if !self.subjects.contains(subject) {
            self.subjects.insert(subject.clone());
        }
    }

    /// Adds a result; one that is there already gains what this one knows more.
    pub fn add(&mut self, subject: Subject, reported: Reported) -> Result<(), ImportError> {
        let identity = reported.identity("", &subject);
        self.looked_at(&subject);
        if let Some(at) = self.places.get(&identity) {
            let kept = &mut self.outcomes[*at].reported;
            kept.severity = kept.severity.max(reported.severity);
            kept.score = match (kept.score, reported.score) {
                (Some(one), Some(other)) => Some(one.max(other)),
                (one, other) => one.or(other),
            };
            extend(&mut kept.identifiers, reported.identifiers);
            extend(&mut kept.weaknesses, reported.weaknesses);
            extend(&mut kept.also, reported.also);
            return Ok(());
        }
        if self.outcomes.len() >= self.limits.results {
            return Err(ImportError::TooMany { limit: self.limits.results });
        }
        self.places.insert(identity, self.outcomes.len());
        self.outcomes.push(Outcome { subject, reported });
        Ok(())
    }
}

fn extend<T: PartialEq>(known: &mut Vec<T>, more: Vec<T>) {
    for one in more {
        if !known.contains(&one) {
            known.push(one);
        }
    }
}
