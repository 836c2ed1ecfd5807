//! How what topics tell of one log becomes observations.

use super::event::LONGEST;
use super::tally::Tally;
use crate::artefact::Artefact;
use evidence::{Observation, Sight, Unread, Value};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Records of one attribute told of one log, at most: the most frequent.
const MOST_TOLD: usize = 200;
/// Texts of a list, at most.
const MOST_TEXTS: usize = 50;

/// The observations of one log.
#[derive(Debug)]
pub(super) struct Out {
    file: Artefact,
    /// In which log of the system it stood.
    channel: String,
    told: BTreeMap<&'static str, usize>,
    observations: Vec<Observation>,
}

/// Fields of a record in the making.
#[derive(Debug, Default, Clone)]
pub(super) struct Fields(pub BTreeMap<String, Value>);

impl Fields {
    pub fn of(tally: &Tally) -> Self {
        Fields::default()
            .whole("count", tally.count)
            .instant("first", tally.first)
            .instant("last", tally.last)
    }

    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.0.insert(name.to_owned(), value);
        self
    }

    pub fn text(self, name: &str, text: &str) -> Self {
        if text.is_empty() {
            self
        } else {
            self.with(name, Value::Text(text.chars().take(LONGEST).collect()))
        }
    }

    pub fn maybe(self, name: &str, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.text(name, text),
            None => self,
        }
    }

    pub fn whole(self, name: &str, number: u64) -> Self {
        self.with(name, Value::Whole(i64::try_from(number).unwrap_or(i64::MAX)))
    }

    pub fn flag(self, name: &str, flag: bool) -> Self {
        self.with(name, Value::Flag(flag))
    }

    pub fn instant(self, name: &str, at: Timestamp) -> Self {
        self.with(name, Value::Instant(at))
    }

    pub fn texts<T: AsRef<str>>(self, name: &str, texts: &BTreeSet<T>) -> Self {
        if texts.is_empty() {
            return self;
        }
        let some = texts.iter().take(MOST_TEXTS).map(|text| text.as_ref().chars().take(LONGEST).collect());
        self.with(name, Value::Several(some.collect()))
    }
}

impl Out {
    pub fn of(file: Artefact, channel: &str) -> Self {
        Out { file, channel: channel.to_owned(), told: BTreeMap::new(), observations: Vec::new() }
    }

    /// Says a record. What it is of stands in its place, below the log's name.
    pub fn record(&mut self, attribute: &'static str, of: &str, fields: Fields, valid_at: Timestamp) {
        let told = self.told.entry(attribute).or_default();
        *told += 1;
        if *told > MOST_TOLD {
            return;
        }
        let place = self.place(of);
        self.say(attribute, &place, Sight::Seen(Value::Record(fields.0)), Some(valid_at));
    }

    /// Says one value.
    pub fn value(&mut self, attribute: &'static str, value: Value, valid_at: Option<Timestamp>) {
        *self.told.entry(attribute).or_default() += 1;
        let place = self.place("");
        self.say(attribute, &place, Sight::Seen(value), valid_at);
    }

    /// Says of the log itself what became of its parts.
    pub fn log(&mut self, fields: Fields, valid_at: Option<Timestamp>) {
        let place = self.place("");
        self.say("event.log", &place, Sight::Seen(Value::Record(fields.0)), valid_at);
    }

    /// Says of the log itself that parts of it could not be read.
    pub fn damaged(&mut self, unread: Unread) {
        let place = self.place("damaged");
        self.say("event.log", &place, Sight::Unreadable(unread), None);
    }

    /// What follows from the log for an attribute that was looked for in it: that it
    /// is not there, and that what is damaged might have said otherwise.
    pub fn settle(&mut self, attribute: &'static str, damaged: Option<Unread>) {
        if let Some(unread) = damaged {
            let place = self.place("damaged");
            self.say(attribute, &place, Sight::Unreadable(unread), None);
        } else if self.told.get(attribute).copied().unwrap_or_default() == 0 {
            let place = self.place("");
            self.say(attribute, &place, Sight::Absent, None);
        }
    }

    /// More kinds of something were there than are told apart.
    pub fn left_out(&mut self, attribute: &'static str, left_out: u64) {
        if left_out > 0 {
            let place = self.place("more");
            self.say(attribute, &place, Sight::Unreadable(Unread::TooLarge), None);
        }
    }

    fn place(&self, of: &str) -> String {
        let channel = &self.channel;
        if of.is_empty() {
            channel.clone()
        } else {
            format!(r"{channel}\{of}").chars().take(LONGEST * 2).collect()
        }
    }

    fn say(&mut self, attribute: &str, place: &str, sight: Sight, valid_at: Option<Timestamp>) {
        self.observations.push(self.file.say(attribute, place, sight, valid_at));
    }

    pub fn done(mut self) -> Vec<Observation> {
        let over: Vec<&'static str> = self
            .told
            .iter()
            .filter(|(_, told)| **told > MOST_TOLD)
            .map(|(attribute, _)| *attribute)
            .collect();
        for attribute in over {
            self.left_out(attribute, 1);
        }
        self.observations
    }
}
