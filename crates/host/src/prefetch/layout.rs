//! Where things stand in a prefetch file, by its version ("Windows Prefetch File (PF)
//! format", libscca): the head, the part whose layout changed, names and volumes.
//!
//! Not here: unpacking (`xpress`), what is said of it (`observe`).

use super::{Doubt, Prefetch, PrefetchError, Volume};
use crate::hive::{filetime, utf16};
use crate::little::{u16_at, u32_at, u64_at};
use jiff::Timestamp;

const HEAD: usize = 84;
/// Bytes of the program's name in the head, in UTF-16.
const NAME: usize = 60;
/// Volumes that are read, at most; real files name up to eight.
const MOST_VOLUMES: usize = 64;
/// Names of files that are read, at most; the system follows some thousands.
const MOST_NAMES: usize = 20_000;
/// Where the metrics begin tells the two layouts of version 30 apart.
const METRICS_OF_SHORT: u32 = 296;

/// Where this version keeps what changed its place.
struct Layout {
    last_runs: usize,
    /// How many times of the last runs it keeps.
    times: usize,
    runs: usize,
    volume: usize,
}

impl Layout {
    fn of(bytes: &[u8], version: u32) -> Option<Self> {
        let short = u32_at(bytes, HEAD)? == METRICS_OF_SHORT;
        Some(match version {
            17 => Layout { last_runs: 120, times: 1, runs: 144, volume: 40 },
            23 => Layout { last_runs: 128, times: 1, runs: 152, volume: 104 },
            26 => Layout { last_runs: 128, times: 8, runs: 208, volume: 104 },
            30 | 31 if short => Layout { last_runs: 128, times: 8, runs: 200, volume: 96 },
            30 | 31 => Layout { last_runs: 128, times: 8, runs: 208, volume: 96 },
            _ => return None,
        })
    }
}

/// A file that is unpacked.
pub(super) fn read(bytes: &[u8]) -> Result<Prefetch, PrefetchError> {
    if bytes.get(4..8) != Some(b"SCCA") {
        return Err(PrefetchError::NotPrefetch);
    }
    let number = |at: usize| u32_at(bytes, at).ok_or(PrefetchError::CutShort);
    let version = number(0)?;
    let name = bytes.get(16..16 + NAME).map(utf16).ok_or(PrefetchError::CutShort)?;
    let hash = number(76)?;
    let layout = Layout::of(bytes, version).ok_or(PrefetchError::Version(version))?;
    let runs = number(layout.runs)?;
    let mut doubts = Vec::new();
    if u32_at(bytes, 12).is_some_and(|length| length as usize > bytes.len()) {
        doubts.push(Doubt::CutShort);
    }
    let last_runs = last_runs(bytes, &layout);
    let names = names(bytes, &mut doubts);
    let volumes = volumes(bytes, &layout, &mut doubts);
    Ok(Prefetch { version, name, hash, runs, last_runs, names, volumes, doubts })
}

fn last_runs(bytes: &[u8], layout: &Layout) -> Vec<Timestamp> {
    let times = (0..layout.times).filter_map(|number| u64_at(bytes, layout.last_runs + number * 8));
    times.filter_map(filetime).collect()
}

/// The files the program opened as it began: one text after the other, each ended by
/// a null.
fn names(bytes: &[u8], doubts: &mut Vec<Doubt>) -> Vec<String> {
    let place = u32_at(bytes, 100).zip(u32_at(bytes, 104));
    let Some(block) = place.and_then(|(at, length)| part(bytes, at, length)) else {
        doubts.push(Doubt::Names);
        return Vec::new();
    };
    let mut names = Vec::new();
    let mut units = block.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    while names.len() < MOST_NAMES {
        let name: Vec<u16> = units.by_ref().take_while(|unit| *unit != 0).collect();
        if name.is_empty() {
            return names;
        }
        names.push(String::from_utf16_lossy(&name));
    }
    doubts.push(Doubt::Names);
    names
}

fn volumes(bytes: &[u8], layout: &Layout, doubts: &mut Vec<Doubt>) -> Vec<Volume> {
    let number = |at: usize| u32_at(bytes, at).unwrap_or_default();
    let count = number(112) as usize;
    let Some(block) = part(bytes, number(108), number(116)) else {
        doubts.push(Doubt::Volumes);
        return Vec::new();
    };
    let read: Vec<Volume> =
        (0..count.min(MOST_VOLUMES)).map_while(|number| volume(block, number * layout.volume)).collect();
    if read.len() < count {
        doubts.push(Doubt::Volumes);
    }
    read
}

fn volume(block: &[u8], at: usize) -> Option<Volume> {
    let (name_at, characters) = (u32_at(block, at)?, u32_at(block, at + 4)?);
    let created = u64_at(block, at + 8)?;
    let serial = u32_at(block, at + 16)?;
    let device = part(block, name_at, characters.checked_mul(2)?).map(utf16)?;
    Some(Volume { device, serial, created: filetime(created) })
}

fn part(bytes: &[u8], at: u32, length: u32) -> Option<&[u8]> {
    let at = at as usize;
    bytes.get(at..at.checked_add(length as usize)?)
}

/// The plain length of a packed file, and the packed bytes, by the head Windows 10
/// puts before them: `MAM`, 4 for this way of packing, a high bit for a checksum.
pub(super) fn packed(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (head, rest) = (bytes.get(..3)?, bytes.get(8..)?);
    let kind = *bytes.get(3)?;
    if head != b"MAM" || kind & 0x0F != 4 {
        return None;
    }
    let rest = if kind & 0xF0 == 0 { rest } else { rest.get(4..)? };
    Some((u32_at(bytes, 4)? as usize, rest))
}

/// Whether bytes begin as a prefetch file does, packed or not.
pub(super) fn begins(bytes: &[u8]) -> bool {
    packed(bytes).is_some() || (bytes.get(4..8) == Some(b"SCCA") && u16_at(bytes, 2) == Some(0))
}
