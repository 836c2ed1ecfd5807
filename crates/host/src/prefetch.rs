//! What Windows keeps of programs that ran, to start them faster (`*.pf`): which, how
//! often, when last, from which volume.
//!
//! Read in memory, bounded; a part that is damaged is doubted and the rest is read.
//! The names of files a program opened are never passed on: documents are among
//! them. Not here: what to think of a program (rules).

mod layout;
mod observe;
mod xpress;

use jiff::Timestamp;

pub use observe::{ATTRIBUTES, absent, not_collected, observations, unreadable};
pub use xpress::XpressError;

/// Bytes of a prefetch file, packed or not, at most; real ones stay below 2 MB.
pub const LARGEST: usize = 16 << 20;

/// Why bytes are no prefetch file, or none that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PrefetchError {
    #[error("it is no prefetch file")]
    NotPrefetch,
    #[error("it is larger than {LARGEST} bytes")]
    TooLarge,
    #[error("it cannot be unpacked: {0}")]
    Packed(#[from] XpressError),
    #[error("version {0} is not known")]
    Version(u32),
    #[error("it ends within its head")]
    CutShort,
}

/// A part of it that could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// The file is shorter than it says.
    CutShort,
    Names,
    Volumes,
}

/// A program that ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefetch {
    pub version: u32,
    /// In capitals, its first 29 characters.
    pub name: String,
    /// Of the path it was started from, and for some of how.
    pub hash: u32,
    pub runs: u32,
    /// The last eight, newest first; one before Windows 8.
    pub last_runs: Vec<Timestamp>,
    /// Files it opened as it began, itself among them.
    pub names: Vec<String>,
    pub volumes: Vec<Volume>,
    pub doubts: Vec<Doubt>,
}

/// A volume files of the program came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volume {
    /// `\VOLUME{01d1217a9c4c6779-8c9f49ec}`, before Windows 10 `\DEVICE\HARDDISKVOLUME2`.
    pub device: String,
    pub serial: u32,
    /// FAT and exFAT, which sticks and cards have, keep none.
    pub created: Option<Timestamp>,
}

/// # Errors
/// When it is no prefetch file, or one of an unknown kind.
pub fn read(bytes: &[u8]) -> Result<Prefetch, PrefetchError> {
    if bytes.len() > LARGEST {
        return Err(PrefetchError::TooLarge);
    }
    let Some((length, packed)) = layout::packed(bytes) else { return layout::read(bytes) };
    if length > LARGEST {
        return Err(PrefetchError::TooLarge);
    }
    layout::read(&xpress::unpack(packed, length)?)
}

/// Whether bytes begin as a prefetch file does.
pub fn begins(bytes: &[u8]) -> bool {
    layout::begins(bytes)
}

impl Prefetch {
    /// The program's own file among those it opened.
    pub fn path(&self) -> Option<&str> {
        let own = |name: &&String| {
            let last = name.rsplit('\\').next().unwrap_or_default();
            // A longer name is cut in the head.
            last.eq_ignore_ascii_case(&self.name)
                || (self.name.chars().count() >= 29 && starts_with(last, &self.name))
        };
        self.names.iter().find(own).map(String::as_str)
    }

    /// The volume a file stands on.
    pub fn volume_of(&self, path: &str) -> Option<&Volume> {
        self.volumes
            .iter()
            .find(|volume| starts_with(path, &volume.device) && path[volume.device.len()..].starts_with('\\'))
    }

    /// The volume Windows itself is on: every program opens this file first.
    pub fn system_volume(&self) -> Option<&Volume> {
        let system = |name: &&String| name.to_ascii_uppercase().ends_with(r"\WINDOWS\SYSTEM32\NTDLL.DLL");
        self.names.iter().find(system).and_then(|name| self.volume_of(name))
    }
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
}
