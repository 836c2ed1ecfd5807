//! What the registry of a Windows computer says, as observations: who it is, who may
//! use it, what it was connected to, what runs on it, how it is set.
//!
//! One file per topic; every attribute stands in `docs/observations.md`. A hive that
//! was not taken is not collected, a key that is not there is absent, a damaged one
//! is unreadable: no answer is silently left out. Not here: reading the hive's format
//! (`hive`), what to think of an answer (rules), and anything secret: no password, no
//! hash of one, no key to them is ever read.

mod accounts;
mod amcache;
mod asked;
mod audit;
mod autoruns;
mod licence;
mod look;
pub(crate) mod names;
mod networks;
mod people;
mod record;
mod rights;
mod sam;
mod services;
mod settings;
mod shape;
mod software;
mod system;
mod usb;
mod whose;
mod wireless;

use crate::hive::{Hive, HiveError};
use evidence::{Observation, hex};
use jiff::Timestamp;
use look::Look;
use sha2::{Digest as _, Sha256};

pub use asked::{Asked, ask};

/// Which of a computer's hives a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    System,
    Software,
    Sam,
    Security,
    /// One person's, `NTUSER.DAT`.
    User,
    /// The inventory of programs and devices, `Amcache.hve`.
    Amcache,
}

impl Role {
    /// By what stands below its root: files are renamed, and taken under any name.
    pub fn of(hive: &Hive<'_>) -> Option<Role> {
        let has = |path: &str| matches!(hive.key(path), Ok(Some(_)));
        if has(r"Root\File") || has(r"Root\InventoryApplicationFile") || has(r"Root\Programs") {
            Some(Role::Amcache)
        } else if has("Select") || has("ControlSet001") {
            Some(Role::System)
        } else if has(r"SAM\Domains") {
            Some(Role::Sam)
        } else if has("Policy") && !has("Software") {
            Some(Role::Security)
        } else if has(r"Microsoft\Windows") || has(r"Microsoft\Windows NT") {
            Some(Role::Software)
        } else if has("Software")
            && (has("Control Panel") || has("Environment") || has(r"Software\Microsoft"))
        {
            Some(Role::User)
        } else {
            None
        }
    }

    /// How Windows calls its place in the registry.
    pub fn place(self) -> &'static str {
        match self {
            Role::System => r"HKLM\SYSTEM",
            Role::Software => r"HKLM\SOFTWARE",
            Role::Sam => r"HKLM\SAM",
            Role::Security => r"HKLM\SECURITY",
            Role::User => "HKU",
            // Nobody mounts it under a name.
            Role::Amcache => "Amcache.hve",
        }
    }
}

/// A hive that was taken of a computer.
#[derive(Debug)]
pub struct Given<'a> {
    pub role: Role,
    /// The file's name, without its folder.
    pub file: String,
    /// Of the file, in hexadecimal.
    pub sha256: String,
    pub hive: Hive<'a>,
}

/// Why a file cannot be examined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GivenError {
    #[error(transparent)]
    Hive(#[from] HiveError),
    #[error("it is a hive, but none of those a computer is examined by")]
    OtherHive,
}

impl<'a> Given<'a> {
    /// A hive by its bytes, with its transaction logs replayed if it needs them.
    ///
    /// # Errors
    /// When it is no hive, or one that nothing is read from.
    pub fn open(file: impl Into<String>, bytes: &'a [u8], logs: &[&[u8]]) -> Result<Self, GivenError> {
        // By what is in it once it is whole again: that, and no name, says what it is.
        let mut given = Self::of(Role::System, file, bytes, logs)?;
        given.role = Role::of(&given.hive).ok_or(GivenError::OtherHive)?;
        Ok(given)
    }

    /// A hive whose role is known otherwise, and may be too damaged to show it.
    ///
    /// # Errors
    /// When it is no hive.
    pub fn of(
        role: Role,
        file: impl Into<String>,
        bytes: &'a [u8],
        logs: &[&[u8]],
    ) -> Result<Self, HiveError> {
        let mut hive = Hive::open(bytes)?;
        if !logs.is_empty() {
            hive.replay(logs);
        }
        Ok(Given { role, file: file.into(), sha256: hex(&Sha256::digest(bytes)), hive })
    }
}

/// What the hives of one computer say. `name` is what it is called if they do not
/// say it; `seen_at` is when they are looked at.
pub fn examine(given: &[Given<'_>], name: &str, seen_at: Option<Timestamp>) -> Vec<Observation> {
    let mut look = Look::new(given, name, seen_at);
    system::see(&mut look);
    accounts::see(&mut look);
    networks::see(&mut look);
    wireless::see(&mut look);
    let plugged = usb::see(&mut look);
    software::see(&mut look);
    services::see(&mut look);
    autoruns::see(&mut look);
    settings::see(&mut look);
    licence::see(&mut look);
    audit::see(&mut look);
    rights::see(&mut look);
    people::see(&mut look);
    amcache::see(&mut look, &plugged);
    look.done()
}
