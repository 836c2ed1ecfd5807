//! Structures of the SAM: binary values that no program but the system reads, and
//! nobody documents but those who looked (the layouts are those chntpw, RegRipper
//! and the Windows NT headers agree on). Hashes of passwords are stepped over.

use super::shape::NEVER;
use crate::hive::{filetime, utf16};
use crate::little::{u16_at, u32_at, u64_at};
use jiff::Timestamp;

/// Where the parts of an account's `V` begin that its head gives offsets from.
const V_PARTS: usize = 0xCC;
/// Where the parts of a group's `C` begin.
const C_PARTS: usize = 0x34;
/// Members of a group, at most.
const MOST_MEMBERS: usize = 10_000;
/// Ticks of a FILETIME in a second.
const TICKS: i64 = 10_000_000;

/// Flags of an account (`USER_ACCOUNT_CODES` of MS-SAMR, 2.2.1.12).
pub(super) const DISABLED: u32 = 0x0001;
pub(super) const NO_PASSWORD_REQUIRED: u32 = 0x0004;
pub(super) const NEVER_EXPIRES: u32 = 0x0200;
pub(super) const LOCKED: u32 = 0x0400;
pub(super) const SMARTCARD: u32 = 0x1000;

/// What an account's `F` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    pub last_logon: Option<Timestamp>,
    pub password_set: Option<Timestamp>,
    pub expires: Option<Timestamp>,
    pub last_failure: Option<Timestamp>,
    pub flags: u32,
    pub failures: u16,
    pub logons: u16,
}

impl State {
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let time = |at: usize| u64_at(bytes, at);
        Some(State {
            last_logon: known(time(0x08)?),
            password_set: known(time(0x18)?),
            expires: known(time(0x20)?),
            last_failure: known(time(0x28)?),
            flags: u32::from(u16_at(bytes, 0x38)?),
            failures: u16_at(bytes, 0x40)?,
            logons: u16_at(bytes, 0x42)?,
        })
    }
}

/// What an account's `V` says of its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Names {
    pub name: String,
    pub full: String,
    pub comment: String,
    /// Whether a password is set at all, told by the length of what is kept of it and
    /// without looking at that. `None` when no such length is known.
    pub has_password: Option<bool>,
}

impl Names {
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let text = |at: usize| part(bytes, at, V_PARTS).map(utf16);
        Some(Names {
            name: text(0x0C)?,
            full: text(0x18).unwrap_or_default(),
            comment: text(0x24).unwrap_or_default(),
            has_password: u32_at(bytes, 0xAC).and_then(has_password),
        })
    }
}

/// A hash of 16 bytes stands after 4 bytes of a head (until Windows 10 1511) or,
/// padded by its cipher to 32, after 24; without a password only the head does.
fn has_password(length: u32) -> Option<bool> {
    match length {
        0 | 4 | 24 => Some(false),
        20 | 56 => Some(true),
        _ => None,
    }
}

/// What `SAM\Domains\Account\F` says of passwords and of locking accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Policy {
    /// In seconds; `None` when it never passes.
    pub most_age: Option<i64>,
    pub least_age: Option<i64>,
    pub lock_lasts: Option<i64>,
    pub lock_window: Option<i64>,
    pub complex: bool,
    pub reversible: bool,
    pub least_length: u16,
    pub history: u16,
    pub lock_after: u16,
}

impl Policy {
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let span = |at: usize| u64_at(bytes, at).map(u64::cast_signed);
        let properties = u32_at(bytes, 0x4C)?;
        Some(Policy {
            most_age: lasting(span(0x18)?),
            least_age: lasting(span(0x20)?),
            lock_lasts: lasting(span(0x30)?),
            lock_window: lasting(span(0x38)?),
            complex: properties & 1 != 0,
            reversible: properties & 16 != 0,
            least_length: u16_at(bytes, 0x50)?,
            history: u16_at(bytes, 0x52)?,
            lock_after: u16_at(bytes, 0x54)?,
        })
    }
}

/// What a group's `C` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub name: String,
    /// Of its members, as security identifiers.
    pub members: Vec<String>,
}

impl Group {
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let name = part(bytes, 0x10, C_PARTS).map(utf16)?;
        let count = u32_at(bytes, 0x30)? as usize;
        let mut rest = bytes.get(C_PARTS + u32_at(bytes, 0x28)? as usize..)?;
        let mut members = Vec::new();
        for _ in 0..count.min(MOST_MEMBERS) {
            let (member, length) = sid(rest)?;
            members.push(member);
            rest = rest.get(length..)?;
        }
        Some(Group { name, members })
    }
}

/// The computer's own identifier, which ends the account domain's `V`.
pub(super) fn machine_sid(bytes: &[u8]) -> Option<String> {
    sid(bytes.get(bytes.len().checked_sub(24)?..)?).map(|(text, _)| text)
}

/// A security identifier (MS-DTYP, 2.4.2.2) and its length in bytes.
pub(super) fn sid(bytes: &[u8]) -> Option<(String, usize)> {
    let (&revision, &count) = (bytes.first()?, bytes.get(1)?);
    if revision != 1 || count > 15 {
        return None;
    }
    let authority = bytes.get(2..8)?.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let mut text = format!("S-1-{authority}");
    for part in 0..usize::from(count) {
        text.push_str(&format!("-{}", u32_at(bytes, 8 + part * 4)?));
    }
    Some((text, 8 + usize::from(count) * 4))
}

/// A part whose offset and length stand in the head.
fn part(bytes: &[u8], at: usize, base: usize) -> Option<&[u8]> {
    let start = base.checked_add(u32_at(bytes, at)? as usize)?;
    bytes.get(start..start.checked_add(u32_at(bytes, at + 4)? as usize)?)
}

/// A span of time, kept as negative ticks, in seconds.
fn lasting(ticks: i64) -> Option<i64> {
    (ticks != i64::MIN).then_some((ticks / TICKS).saturating_abs())
}

fn known(ticks: u64) -> Option<Timestamp> {
    if ticks == NEVER { None } else { filetime(ticks) }
}
