//! The accounts as lines of JSON: one for whatever is not clean, then the sum.

use crate::examine::{Account, Outcome};
use crate::marking::{Confidence, Level, Sign, Writing};
use crate::text::{Carrier, Unread};
use jiff::Timestamp;
use serde::Serialize;
use std::path::Path;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Line<'a> {
    Marked {
        path: &'a str,
        inside: &'a [String],
        level: Level,
        confidence: Confidence,
        carriers: &'a [Carrier],
        encodings: &'a [Writing],
        signs: &'a [Sign],
        declassified: bool,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        partial: bool,
        sha256: &'a str,
        size: u64,
        modified: Option<Timestamp>,
    },
    Unread {
        path: &'a str,
        inside: &'a [String],
        reason: Unread,
    },
}

/// The line of an account; none for what is clean.
pub fn line(path: &str, modified: Option<Timestamp>, account: &Account) -> Option<String> {
    let line = match &account.outcome {
        Outcome::Clean => return None,
        Outcome::Unread(reason) => Line::Unread { path, inside: &account.inside, reason: *reason },
        Outcome::Marked(marking) => Line::Marked {
            path,
            inside: &account.inside,
            level: marking.level,
            confidence: marking.confidence,
            carriers: &marking.carriers,
            encodings: &marking.encodings,
            signs: &marking.signs,
            declassified: marking.declassified,
            partial: account.partial,
            sha256: &account.sha256,
            size: account.size,
            modified,
        },
    };
    serde_json::to_string(&line).ok()
}

/// A path as text: bytes that are no UTF-8 stand as `\xNN`.
pub fn path_text(path: &Path) -> String {
    let mut text = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02x}"));
        }
    }
    text
}

/// The sum of the accounts: `seen = clean + marked + mention + unread`.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
#[serde(tag = "type", rename = "summary")]
pub struct Summary {
    pub seen: u64,
    pub clean: u64,
    pub marked: u64,
    pub mention: u64,
    pub unread: u64,
    pub bytes: u64,
    pub seconds: f64,
}

impl Summary {
    pub fn add(&mut self, account: &Account) {
        self.seen += 1;
        match &account.outcome {
            Outcome::Clean => self.clean += 1,
            Outcome::Marked(marking) if marking.confidence > Confidence::Mention => self.marked += 1,
            Outcome::Marked(_) => self.mention += 1,
            Outcome::Unread(_) => self.unread += 1,
        }
        if account.inside.is_empty() {
            self.bytes += account.size;
        }
    }

    pub fn line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
