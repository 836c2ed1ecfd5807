//! Looking into what was taken of a server: how what a topic finds, misses or cannot
//! read becomes an observation.

use super::{Given, Part};
use crate::artefact::{Kept, LONGEST, source};
use evidence::{Kind, Observation, Sight, Subject, Value};
use jiff::Timestamp;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Texts of a list that are passed on, at most.
const MOST_TEXTS: usize = 500;

/// A file that was read, as topics see it.
#[derive(Debug, Clone)]
pub(super) struct Text<'a> {
    pub path: &'a str,
    pub bytes: &'a [u8],
    pub text: Cow<'a, str>,
    /// Only its end, or its beginning, was taken.
    pub cut: bool,
    sha256: &'a str,
}

impl Text<'_> {
    /// Lines with their numbers, without comments that begin a line, and blanks.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
        lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
    }

    /// The file's name, without its folder.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }

    /// Where in it something stands.
    pub fn at(&self, line: usize) -> String {
        format!("{}:{line}", self.path)
    }
}

/// Several things said of one.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Record(pub BTreeMap<String, Value>);

impl Record {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn put(&mut self, field: &str, value: Value) -> &mut Self {
        self.0.insert(field.to_owned(), value);
        self
    }

    pub fn text(&mut self, field: &str, text: &str) -> &mut Self {
        if !text.is_empty() {
            self.put(field, Value::Text(cut(text)));
        }
        self
    }

    pub fn whole(&mut self, field: &str, number: Option<i64>) -> &mut Self {
        if let Some(number) = number {
            self.put(field, Value::Whole(number));
        }
        self
    }

    pub fn flag(&mut self, field: &str, flag: bool) -> &mut Self {
        self.put(field, Value::Flag(flag))
    }

    pub fn several<T: AsRef<str>>(&mut self, field: &str, texts: &[T]) -> &mut Self {
        if !texts.is_empty() {
            self.put(field, several(texts));
        }
        self
    }

    pub fn put_some(&mut self, field: &str, value: Option<Value>) -> &mut Self {
        if let Some(value) = value {
            self.put(field, value);
        }
        self
    }

    pub fn value(self) -> Value {
        Value::Record(self.0)
    }
}

pub(super) fn several<T: AsRef<str>>(texts: &[T]) -> Value {
    Value::Several(texts.iter().take(MOST_TEXTS).map(|text| cut(text.as_ref())).collect())
}

/// The first so many characters of a text, without what a terminal obeys.
pub(super) fn cut(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LONGEST).collect()
}

pub(super) struct Look<'a> {
    given: &'a Given,
    kept: Kept,
    /// What was asked, and of which file first.
    asked: BTreeMap<String, (String, String)>,
    answered: BTreeSet<String>,
}

impl<'a> Look<'a> {
    pub fn new(given: &'a Given, name: &str, seen_at: Option<Timestamp>) -> Self {
        let mut look = Look {
            given,
            kept: Kept::new(Subject::new(Kind::Machine, name), seen_at),
            asked: BTreeMap::new(),
            answered: BTreeSet::new(),
        };
        let own = look.texts("/etc/hostname").first().map(|file| file.text.trim().to_owned());
        if let Some(own) = own.filter(|own| !own.is_empty()) {
            look.kept.subject.name = cut(own.lines().next().unwrap_or_default());
        }
        look
    }

    /// All observations. What was looked for and not found is absent.
    pub fn done(mut self) -> Vec<Observation> {
        for (attribute, (path, sha256)) in std::mem::take(&mut self.asked) {
            if !self.answered.contains(&attribute) {
                self.add(&attribute, &path, &sha256, &path, Sight::Absent);
            }
        }
        self.kept.done()
    }

    /// When the files were taken; else when they are looked at.
    pub fn taken_at(&self) -> Option<Timestamp> {
        self.given.taken_at.or(self.kept.seen_at)
    }

    /// Seconds the server's clock is ahead of UTC.
    pub fn offset(&self) -> Option<i32> {
        self.given.offset
    }

    /// What was taken of something wanted and can be read; nothing is said.
    pub fn texts(&self, wanted: &str) -> Vec<Text<'a>> {
        let parts = self.given.taken.get(wanted).map(Vec::as_slice).unwrap_or_default();
        parts.iter().filter_map(text).collect()
    }

    /// As [`Look::texts`], of several, saying of each attribute what could not be
    /// read, or that none of it is there or was collected.
    pub fn open(&mut self, wanted: &[&str], attributes: &[&str]) -> Vec<Text<'a>> {
        let mut texts = Vec::new();
        let (mut missing, mut unread) = (None, false);
        for one in wanted {
            match self.given.taken.get(*one) {
                None => missing = missing.or(Some(*one)),
                Some(parts) => {
                    for part in parts {
                        match (&part.content, text(part)) {
                            (_, Some(text)) => texts.push(text),
                            (Err(reason), None) => {
                                unread = true;
                                for attribute in attributes {
                                    self.add(
                                        attribute,
                                        &part.path,
                                        "",
                                        &part.path,
                                        Sight::Unreadable(*reason),
                                    );
                                }
                            }
                            (Ok(_), None) => {}
                        }
                    }
                }
            }
        }
        if let Some(first) = texts.first() {
            for attribute in attributes {
                let from = (first.path.to_owned(), first.sha256.to_owned());
                self.asked.entry((*attribute).to_owned()).or_insert(from);
            }
        } else if !unread {
            let (place, sight) = match missing {
                Some(place) => (place, Sight::NotCollected),
                None => (wanted.first().copied().unwrap_or_default(), Sight::Absent),
            };
            for attribute in attributes {
                self.add(attribute, place, "", place, sight.clone());
            }
        }
        texts
    }

    pub fn seen(&mut self, attribute: &str, from: &Text<'_>, place: &str, value: Value) {
        self.add(attribute, from.path, from.sha256, place, Sight::Seen(value));
    }

    pub fn record(&mut self, attribute: &str, from: &Text<'_>, place: &str, record: Record) {
        self.seen(attribute, from, place, record.value());
    }

    pub fn say(&mut self, attribute: &str, from: &Text<'_>, place: &str, sight: Sight) {
        self.add(attribute, from.path, from.sha256, place, sight);
    }

    /// Says something of an attribute that no file says.
    pub fn say_without(&mut self, attribute: &str, place: &str, sight: Sight) {
        self.add(attribute, "", "", place, sight);
    }

    fn add(&mut self, attribute: &str, path: &str, sha256: &str, place: &str, sight: Sight) {
        self.answered.insert(attribute.to_owned());
        let file = path.rsplit('/').next().unwrap_or(path);
        self.kept.add(attribute, source(file, sha256, &cut(place)), sight, None);
    }
}

fn text(part: &Part) -> Option<Text<'_>> {
    let bytes = part.content.as_ref().ok()?;
    let text = String::from_utf8_lossy(bytes);
    Some(Text { path: &part.path, bytes, text, cut: part.cut, sha256: &part.sha256 })
}
