//! The event logs of one computer, one after another, and what they say together:
//! which were read, how whole each is, and what nobody took.

use super::channels;
use super::event::{Event, LONGEST};
use super::log::{self, Account, Limits, LogError};
use super::out::{Fields, Out};
use super::topics::Topics;
use crate::artefact::Artefact;
use evidence::{Observation, Sight, Subject, Unread};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::io::Read;

const SECONDS_OF_A_DAY: i64 = 86_400;
/// Names a computer had while a log was written, at most.
const MOST_NAMES: usize = 10;

/// What is told of a log on the spot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glance {
    /// The log's name within the system; empty when nothing says it.
    pub channel: String,
    pub account: Account,
    pub first: Option<Timestamp>,
    pub last: Option<Timestamp>,
}

/// The logs of one computer as they are read.
#[derive(Debug)]
pub struct Examination {
    subject: Subject,
    seen_at: Option<Timestamp>,
    limits: Limits,
    read: BTreeSet<String>,
    /// Logs that were told of, by name and hash: those without records are all alike.
    told: BTreeSet<(String, String)>,
    observations: Vec<Observation>,
}

/// What every record says, whether it matters or not.
#[derive(Debug, Default)]
struct Course {
    channel: Option<String>,
    computer: Vec<u8>,
    computers: BTreeSet<String>,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    before: Option<u64>,
    /// Numbers of records that should stand between two and do not.
    missing: u64,
}

impl Course {
    fn see(&mut self, event: &Event<'_>) {
        if self.channel.is_none() {
            self.channel = event.channel.and_then(|channel| channel.text(LONGEST));
        }
        if let Some(computer) = event.computer
            && computer.bytes != self.computer
        {
            self.computer = computer.bytes.to_vec();
            if let Some(name) = computer.text(LONGEST).filter(|_| self.computers.len() < MOST_NAMES) {
                self.computers.insert(name);
            }
        }
        self.first = Some(self.first.map_or(event.at, |first| first.min(event.at)));
        self.last = Some(self.last.map_or(event.at, |last| last.max(event.at)));
        // Where a full log begins anew at its front, numbers go back.
        if let Some(before) = self.before.replace(event.record) {
            self.missing = self.missing.saturating_add(event.record.saturating_sub(before).saturating_sub(1));
        }
    }
}

impl Examination {
    /// Of a computer; `seen_at` is when it is looked at.
    pub fn new(subject: Subject, seen_at: Option<Timestamp>, limits: Limits) -> Self {
        Examination {
            subject,
            seen_at,
            limits,
            read: BTreeSet::new(),
            told: BTreeSet::new(),
            observations: Vec::new(),
        }
    }

    /// Reads one log to its end. A copy of one that was read before says nothing more.
    ///
    /// # Errors
    /// When it cannot be read at all; that too is then said of it.
    pub fn read(&mut self, file: &str, from: &mut impl Read) -> Result<Glance, LogError> {
        let mut topics = Topics::default();
        let mut course = Course::default();
        let read = log::read(from, self.limits, &mut |event| {
            course.see(event);
            if event.matters {
                topics.see(event);
            }
        });
        let account = match read {
            Ok(account) => account,
            Err(error) => {
                self.unread(file, &error);
                return Err(error);
            }
        };
        let channel = course.channel.clone().or_else(|| channels::by_file(file).map(str::to_owned));
        let glance =
            Glance { channel: channel.unwrap_or_default(), account, first: course.first, last: course.last };
        if self.told.insert((glance.channel.clone(), glance.account.sha256.clone())) {
            self.tell(file, &glance, &course, topics);
        }
        Ok(glance)
    }

    /// What the logs say. What of those that matter was not among them is not collected.
    pub fn done(mut self) -> Vec<Observation> {
        let is_read = |channel: &str| self.read.iter().any(|read| read.eq_ignore_ascii_case(channel));
        let mut missing = Vec::new();
        for channel in channels::channels().filter(|channel| !is_read(channel)) {
            missing.push(("event.log", channel));
        }
        for (attribute, told_by) in channels::ATTRIBUTES {
            if !told_by.iter().any(|channel| is_read(channel)) {
                missing.push((attribute, told_by[0]));
            }
        }
        let none = Artefact::none(&self.subject, self.seen_at);
        for (attribute, channel) in missing {
            self.observations.push(none.say(attribute, channel, Sight::NotCollected, None));
        }
        self.observations
    }

    /// Of a file that is there and is no log that can be read.
    fn unread(&mut self, file: &str, error: &LogError) {
        let why = match error {
            LogError::Version { .. } => Unread::Unsupported,
            LogError::Io(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Unread::Permission,
            _ => Unread::Corrupt,
        };
        let channel = channels::by_file(file).unwrap_or(file).to_owned();
        let artefact = Artefact::hashed(&self.subject, file, String::new(), self.seen_at);
        let mut say = |attribute: &str| {
            self.observations.push(artefact.say(attribute, &channel, Sight::Unreadable(why), None));
        };
        say("event.log");
        for (attribute, told_by) in channels::ATTRIBUTES {
            if told_by.contains(&channel.as_str()) {
                say(attribute);
            }
        }
        self.read.insert(channel);
    }

    fn tell(&mut self, file: &str, glance: &Glance, course: &Course, topics: Topics) {
        let account = &glance.account;
        let artefact = Artefact::hashed(&self.subject, file, account.sha256.clone(), self.seen_at);
        let mut out = Out::of(artefact, &glance.channel);
        let days = match (glance.first, glance.last) {
            (Some(first), Some(last)) => (last.as_second() - first.as_second()) / SECONDS_OF_A_DAY,
            _ => 0,
        };
        let mut fields = Fields::default()
            .text("channel", &glance.channel)
            .texts("computers", &course.computers)
            .whole("records", account.records)
            .whole("days", days.unsigned_abs())
            .whole("missing", course.missing)
            .whole("chunks", account.chunks)
            .whole("damaged_chunks", account.damaged_chunks)
            .whole("altered_chunks", account.altered_chunks)
            .whole("damaged_records", account.damaged_records)
            .whole("cut_bytes", account.cut_bytes)
            .flag("dirty", account.dirty);
        if let (Some(first), Some(last)) = (glance.first, glance.last) {
            fields = fields.instant("first", first).instant("last", last);
        }
        out.log(fields, glance.last);
        topics.tell(&mut out, glance);
        let damaged = match (account.too_large, account.is_damaged()) {
            (true, _) => Some(Unread::TooLarge),
            (_, true) => Some(Unread::Corrupt),
            _ => None,
        };
        for (attribute, told_by) in channels::ATTRIBUTES {
            if told_by.iter().any(|channel| channel.eq_ignore_ascii_case(&glance.channel)) {
                out.settle(attribute, damaged);
            }
        }
        if let Some(unread) = damaged {
            out.damaged(unread);
        }
        self.observations.extend(out.done());
        self.read.insert(glance.channel.clone());
    }
}
