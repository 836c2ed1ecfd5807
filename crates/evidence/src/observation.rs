//! One thing a tool saw, with where and when it saw it.

use crate::Reported;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What kind of thing was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A computer that was examined itself.
    Machine,
    /// A host seen over the network, by address or name.
    Host,
    /// A web site or service address.
    Site,
    /// A piece of software: a package, a component, an image.
    Component,
    /// A file or a line in one.
    File,
    /// An account that looks citizens up.
    Account,
    /// An information system.
    System,
    /// A citizen, by a keyed hash and never by name or number.
    Citizen,
    /// A log as a whole.
    Log,
}

impl Kind {
    pub fn code(self) -> &'static str {
        match self {
            Kind::Machine => "machine",
            Kind::Host => "host",
            Kind::Site => "site",
            Kind::Component => "component",
            Kind::File => "file",
            Kind::Account => "account",
            Kind::System => "system",
            Kind::Citizen => "citizen",
            Kind::Log => "log",
        }
    }
}

/// What was looked at: its kind, and a name that is the same every time it is
/// looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Subject {
    pub kind: Kind,
    pub name: String,
}

impl Subject {
    pub fn new(kind: Kind, name: impl Into<String>) -> Self {
        Subject { kind, name: name.into() }
    }
}

/// What was seen of an attribute. That nothing is there, that it could not be
/// read, and that nobody looked are three different things.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sight {
    Seen(Value),
    Absent,
    Unreadable(Unread),
    NotCollected,
}

/// Why something that is there could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unread {
    Corrupt,
    Encrypted,
    Permission,
    TooLarge,
    Timeout,
    Unsupported,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    Flag(bool),
    Whole(i64),
    Text(String),
    Several(Vec<String>),
    Day(Date),
    /// An instant; its offset is known.
    Instant(Timestamp),
    /// A clock's reading without its offset: the machine's own local time.
    LocalTime(DateTime),
    /// Several things said of one: an account, a device, a network. A field that is
    /// not there is absent; one that could not be read is an observation of its own.
    Record(BTreeMap<String, Value>),
    /// A result another tool reported.
    Reported(Reported),
}

/// Which tool saw it, in which file, and where in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Source {
    pub tool: String,
    pub version: String,
    /// The file's name, without its folder.
    pub file: String,
    /// Of the file, in hexadecimal.
    pub sha256: String,
    /// Where in the file: a key, a record number, a path within a document.
    pub place: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    pub subject: Subject,
    /// What was looked at of the subject: `os.version`, `scanner.result` …
    pub attribute: String,
    pub sight: Sight,
    pub source: Source,
    /// When the tool looked.
    pub seen_at: Option<Timestamp>,
    /// When what it saw was so, where the trace itself says it.
    pub valid_at: Option<Timestamp>,
}
