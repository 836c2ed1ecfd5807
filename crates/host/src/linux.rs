//! What the files of a Linux server say, as observations: what it is and how old,
//! who may use it, how it is reached, what runs on it, what its logs tell.
//!
//! One file per topic; every attribute stands in `docs/observations.md`. What was
//! not taken is not collected, what is not there is absent, what could not be read
//! is unreadable. Not here: taking the files (`rasoat-field`), what to think of an
//! answer (rules), and anything secret: no password, no hash of one, no key is ever
//! passed on (`strip`).

mod accounts;
mod clock;
mod firewall;
mod keys;
mod look;
mod manifest;
mod packages;
mod policy;
mod programs;
mod records;
mod release;
mod schedule;
mod sessions;
mod settings;
mod sockets;
mod sshd;
mod strip;
mod support;
mod update;
mod wanted;

use evidence::{Observation, Unread, hex};
use jiff::Timestamp;
use look::Look;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

pub use manifest::{Entry, FORMAT, MANIFEST, Manifest, State, VERSION};
pub use strip::stripped;
pub use wanted::{COMMANDS, Command, FILES, Kind, PRIVILEGED, Strip, Wanted};

/// A file or an output of a command, as it was taken.
#[derive(Debug, Clone)]
pub struct Part {
    /// Where it stood: `/etc/passwd`; of a command, what it is called here.
    pub path: String,
    /// Without what is secret; or why it could not be read.
    pub content: Result<Vec<u8>, Unread>,
    /// Only its end was taken, or its beginning.
    pub cut: bool,
    /// Of what is passed on, in hexadecimal.
    sha256: String,
}

impl Part {
    pub fn new(path: impl Into<String>, content: Result<Vec<u8>, Unread>, cut: bool) -> Self {
        Part { path: path.into(), content, cut, sha256: String::new() }
    }
}

/// What was taken of a server: for each thing that is wanted, what was found.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// By the wanted pattern. One with no parts was looked for and is not there; one
    /// that is not among these was not collected.
    taken: BTreeMap<String, Vec<Part>>,
    /// When it was taken, as far as that is known.
    taken_at: Option<Timestamp>,
    /// Hours and minutes the server's clock is ahead of UTC, in seconds, if known.
    offset: Option<i32>,
}

impl Given {
    /// Nothing yet; when it was taken, and how far ahead of UTC the clock was.
    pub fn new(taken_at: Option<Timestamp>, offset: Option<i32>) -> Self {
        Given { taken: BTreeMap::new(), taken_at, offset }
    }

    /// Adds what was found of something wanted; secrets are taken out here.
    pub fn add(&mut self, wanted: &str, part: Part) {
        let strip = wanted::strip_of(wanted);
        let content = part.content.map(|bytes| stripped(strip, bytes));
        let sha256 = content.as_ref().map(|bytes| hex(&Sha256::digest(bytes))).unwrap_or_default();
        self.taken.entry(wanted.to_owned()).or_default().push(Part { content, sha256, ..part });
    }

    /// Notes that something was looked for and is not there.
    pub fn note_absent(&mut self, wanted: &str) {
        self.taken.entry(wanted.to_owned()).or_default();
    }

    /// Whether these are the files of a Linux system at all.
    pub fn is_linux(&self) -> bool {
        let has = |wanted: &str| self.taken.get(wanted).is_some_and(|parts| !parts.is_empty());
        (has(wanted::OS_RELEASE) || has(wanted::OS_RELEASE_LIB) || has(wanted::REDHAT_RELEASE))
            || (has(wanted::PASSWD) && has(wanted::GROUP))
    }
}

/// What the files of one server say. `name` is what it is called if they do not say
/// it; `seen_at` is when they are looked at.
pub fn examine(given: &Given, name: &str, seen_at: Option<Timestamp>) -> Vec<Observation> {
    let mut look = Look::new(given, name, seen_at);
    release::see(&mut look);
    packages::see(&mut look);
    update::see(&mut look);
    sshd::see(&mut look);
    accounts::see(&mut look);
    policy::see(&mut look);
    keys::see(&mut look);
    sessions::see(&mut look);
    records::see(&mut look);
    sockets::see(&mut look);
    firewall::see(&mut look);
    schedule::see(&mut look);
    settings::see(&mut look);
    clock::see(&mut look);
    programs::see(&mut look);
    look.done()
}
