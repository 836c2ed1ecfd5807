//! A list of a computer's files, as its own system prints it: `dir /s` in any language,
//! `dir /s /b`, PowerShell's `Get-ChildItem -Recurse`, `find`. What is there by name
//! alone: how much, and the files and folders whose names matter.
//!
//! Read as it streams: a million lines take no more memory than a thousand. Lists of
//! what is told are bounded, and what was left out is said. Not here: what a file
//! holds (`sweep`), what to think of a name (rules).

mod clock;
mod drives;
mod line;
mod marked;
mod names;
mod notice;
mod observe;
mod place;
mod stream;

use jiff::civil::DateTime;
use std::io::{self, Read};

pub use drives::Drive;
pub use observe::{ATTRIBUTES, not_collected, observations, partly_unreadable, unreadable};

/// Bytes of a list that are read, at most: some twenty million lines.
pub const LARGEST: u64 = 2 << 30;
/// Things told of one kind, at most.
pub const MOST_OF_KIND: usize = 500;
/// Drives told, at most: letters, and shares.
pub const MOST_DRIVES: usize = 64;
/// Numbers of lines that were not understood, of those that are told.
const MOST_UNKNOWN: usize = 20;

/// What a list says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// Of the file, in hexadecimal.
    pub sha256: String,
    pub lines: u64,
    pub files: u64,
    pub folders: u64,
    pub bytes: u64,
    pub form: Option<Form>,
    pub drives: Vec<Drive>,
    pub notable: Vec<Notable>,
    /// Lines that were not understood, and the first of them.
    pub unknown: u64,
    pub unknown_at: Vec<u64>,
    /// More was there than is read or told.
    pub limited: bool,
}

/// How it was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Dir,
    /// Paths alone, without sizes.
    Paths,
    PowerShell,
    Find,
}

impl Form {
    pub fn code(self) -> &'static str {
        match self {
            Form::Dir => "dir",
            Form::Paths => "paths",
            Form::PowerShell => "powershell",
            Form::Find => "find",
        }
    }
}

/// A file or folder whose name matters, or several alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notable {
    pub kind: &'static str,
    /// Which program, ending or level it is, where the kind has such.
    pub product: Option<String>,
    pub path: String,
    pub size: Option<u64>,
    /// The computer's local time; of `find` UTC.
    pub modified: Option<DateTime>,
    /// Below which of the system's folders: `windows`, `program_files`, `users`, `other`.
    pub under: &'static str,
    /// Files that are alike, this one among them.
    pub count: u64,
    /// Of all of them.
    pub bytes: u64,
}

/// Reads to the end, or as far as is allowed.
///
/// # Errors
/// Only those of the reader itself.
pub fn read(reader: impl Read) -> io::Result<Listing> {
    let mut lines = stream::Lines::of(reader);
    let mut drives = drives::Drives::default();
    let mut notice = notice::Notice::new();
    let mut listing = Listing::default();
    while let Some(line) = lines.next()? {
        listing.lines += 1;
        let understood = drives.line(line, &mut notice, &mut listing);
        if !understood {
            listing.unknown += 1;
            if listing.unknown_at.len() < MOST_UNKNOWN {
                listing.unknown_at.push(listing.lines);
            }
        }
    }
    listing.unknown += lines.too_long();
    listing.limited |= lines.was_limited();
    listing.sha256 = lines.finish()?;
    drives.finish(&mut notice, &mut listing);
    Ok(listing)
}
