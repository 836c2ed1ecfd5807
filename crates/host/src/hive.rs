//! Windows registry hives (`regf`), read in memory as they lie on a disk.
//!
//! The format is that of "Windows registry file format specification" by Maxim
//! Suhanov; section names in these files are its own. A hive is hostile input: what
//! is damaged is skipped with a reason, every read is counted against a limit, and
//! only bytes that are no hive at all are an error. Not here: what keys and values
//! mean (`windows`), security descriptors, and deleted cells.

mod base;
mod cell;
mod census;
mod key;
mod log;
mod marvin;
mod text;
mod value;

use base::Base;
use jiff::Timestamp;
use std::borrow::Cow;

pub use census::Census;
pub use key::Key;
pub use log::{Replay, Stop};
pub use text::filetime;
pub(crate) use text::utf16;
pub use value::{Type, Value};

/// Bytes of a hive, at most: its offsets are 32 bits, and the largest real ones
/// (SOFTWARE of a long-used server) stay below a quarter of this.
pub const LARGEST: usize = 1 << 30;
/// How often a hive may be read over, in bytes per byte of it. What is wanted of a
/// real one reads it a few times; keys that list each other would be read for ever.
const READ_OVER: u64 = 16;
/// Bytes that may be read of a hive however small it is.
const READ_LEAST: u64 = 64 << 20;
/// Levels of keys within one another, as Windows allows them.
const DEEPEST: usize = 512;

/// Why bytes are no hive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HiveError {
    #[error("it has no base block of a registry hive")]
    NotAHive,
    #[error("it is larger than {LARGEST} bytes")]
    TooLarge,
}

/// What is wrong with a part of a hive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    #[error("the file ends before its hive bins do")]
    CutShort,
    #[error("a hive bin has no header or a wrong one")]
    Bin,
    #[error("a cell lies outside the file or has an impossible size")]
    Cell,
    #[error("a cell that is used is marked as free")]
    Free,
    #[error("a cell holds something else than what is said to be there")]
    Signature,
    #[error("a list is shorter than its count or is missing")]
    List,
    #[error("a name does not fit its cell")]
    Name,
    #[error("the data of a value is shorter than its length, or not of its type")]
    Data,
    #[error("a key stands within itself or in two places")]
    Cycle,
    #[error("more was to be read than allowed")]
    Limit,
}

/// What was found of a list, and what of it was damaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing<T> {
    pub found: Vec<T>,
    pub damaged: Vec<Damage>,
}

/// A hive, as it lies or with its transaction logs replayed.
#[derive(Debug)]
pub struct Hive<'a> {
    bytes: Cow<'a, [u8]>,
    base: Base,
    budget: cell::Budget,
    replay: Option<Replay>,
}

impl<'a> Hive<'a> {
    /// # Errors
    /// When the bytes are no hive at all, or too many.
    pub fn open(bytes: &'a [u8]) -> Result<Self, HiveError> {
        if bytes.len() > LARGEST {
            return Err(HiveError::TooLarge);
        }
        let base = Base::read(bytes).ok_or(HiveError::NotAHive)?;
        Ok(Hive { budget: cell::Budget::of(bytes.len()), bytes: Cow::Borrowed(bytes), base, replay: None })
    }

    /// Replays transaction logs (`.LOG`, `.LOG1`, `.LOG2`) into a dirty hive, as
    /// Windows does when it loads it; a clean one is left as it is.
    pub fn replay(&mut self, logs: &[&[u8]]) -> &Replay {
        let replay = log::replay(&mut self.bytes, &mut self.base, logs);
        self.budget = cell::Budget::of(self.bytes.len());
        self.replay.insert(replay)
    }

    /// What replaying did, when it was done.
    pub fn replayed(&self) -> Option<&Replay> {
        self.replay.as_ref()
    }

    /// Whether the file was written half: newer changes stand in its logs, or are
    /// lost. A hive stays so until logs were replayed.
    pub fn is_dirty(&self) -> bool {
        self.base.is_dirty()
    }

    /// When the file was last written, as its base block says. Windows 8.1 and newer
    /// no longer keep this.
    pub fn written(&self) -> Option<Timestamp> {
        self.base.written()
    }

    /// The end of the file's path on its computer.
    pub fn file_name(&self) -> &str {
        &self.base.file_name
    }

    /// # Errors
    /// When the root key is damaged, and so nothing below it can be reached.
    pub fn root(&self) -> Result<Key<'_>, Damage> {
        match Key::read(self, self.base.root) {
            // Writers put it first, right after the first bin's header.
            Err(_) if !self.base.whole => Key::read(self, 32),
            root => root,
        }
    }

    /// The key of a path below the root, parts separated by `\`, in any case. `None`
    /// when it is not there.
    ///
    /// # Errors
    /// When a key on the way is damaged, so that nobody can say whether it is there.
    pub fn key(&self, path: &str) -> Result<Option<Key<'_>>, Damage> {
        self.root()?.key(path)
    }

    /// Reads every key and value once: what is there, and how much of it is damaged.
    pub fn census(&self) -> Census {
        census::take(self)
    }

    fn bins(&self) -> &[u8] {
        let end = base::LENGTH.saturating_add(self.base.bins_size as usize).min(self.bytes.len());
        self.bytes.get(base::LENGTH..end).unwrap_or_default()
    }
}
