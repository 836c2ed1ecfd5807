//! A chunk: its records one after another, and what each says of itself before
//! anything else of it is looked at (EVTX format, 3 and 4).
//!
//! Past a record that cannot be read the walk goes on at the next that can. Not here:
//! the binary XML of a record (`binxml`), which events matter (`channels`).

use super::binxml::{Binxml, Piece, System};
use super::channels::{Provider, matters};
use super::event::Event;
use crate::hive::filetime;
use crate::little::{u32_at, u64_at};
use std::collections::HashMap;
use std::ops::RangeInclusive;

const MAGIC: &[u8; 8] = b"ElfChnk\0";
/// Bytes of a chunk's header, its tables of names and templates included.
const HEADER: usize = 512;
const RECORD: &[u8; 4] = b"**\0\0";
/// Bytes of a record before its binary XML.
const RECORD_HEADER: usize = 24;
/// The least a record is long: its header and its size once more.
const SHORTEST: usize = RECORD_HEADER + 4;
/// The flag that says there are no checksums.
const NO_CHECKSUM: u32 = 4;

/// What became of a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Health {
    /// Nothing was ever written there.
    Unused,
    NoChunk,
    Read {
        records: u64,
        damaged: u64,
        /// Its checksums are not those of what stands in it.
        altered: bool,
    },
}

/// Reads a chunk and shows each of its events that matter.
pub(super) fn read(bytes: &[u8], see: &mut dyn FnMut(&Event<'_>)) -> Health {
    if !bytes.starts_with(MAGIC) {
        let blank = bytes.iter().take(HEADER).all(|byte| *byte == 0);
        return if blank { Health::Unused } else { Health::NoChunk };
    }
    let mut walk = Walk {
        xml: Binxml::new(bytes),
        templates: HashMap::new(),
        values: Vec::new(),
        records: 0,
        damaged: 0,
    };
    walk.records(see);
    Health::Read { records: walk.records, damaged: walk.damaged, altered: is_altered(bytes) }
}

/// Whether what stands in a chunk is not what its checksums are of.
fn is_altered(bytes: &[u8]) -> bool {
    if has_no_checksum(bytes) {
        return false;
    }
    let end = u32_at(bytes, 48).unwrap_or_default() as usize;
    let Some(records) = bytes.get(HEADER..end) else { return true };
    Some(checksum(&[records])) != u32_at(bytes, 52) || !is_header_sound(bytes)
}

fn is_header_sound(bytes: &[u8]) -> bool {
    let own = checksum(&[&bytes[..120], &bytes[128..HEADER]]);
    has_no_checksum(bytes) || Some(own) == u32_at(bytes, 124)
}

fn has_no_checksum(bytes: &[u8]) -> bool {
    u32_at(bytes, 120).is_some_and(|flags| flags & NO_CHECKSUM != 0)
}

fn checksum(parts: &[&[u8]]) -> u32 {
    let mut crc = flate2::Crc::new();
    for part in parts {
        crc.update(part);
    }
    crc.sum()
}

struct Walk<'a> {
    xml: Binxml<'a>,
    /// What each template says of the system's part of an event; none for one that
    /// cannot be read.
    templates: HashMap<usize, Option<System<'a>>>,
    values: Vec<super::value::Scalar<'a>>,
    records: u64,
    damaged: u64,
}

/// A record by its header.
#[derive(Clone, Copy)]
struct Found {
    at: usize,
    size: usize,
    id: u64,
    written: u64,
}

impl<'a> Walk<'a> {
    fn records(&mut self, see: &mut dyn FnMut(&Event<'_>)) {
        let bytes = self.xml.bytes();
        // Where the free space begins; a header that was not written back says too little
        // or too much, and the records say themselves where they end.
        let end = u32_at(bytes, 48).map_or(bytes.len(), |end| end as usize);
        let end = if end < HEADER { bytes.len() } else { end.min(bytes.len()) };
        let last = u64_at(bytes, 32).unwrap_or(u64::MAX);
        let mut at = HEADER;
        while at + SHORTEST <= end {
            let Some(found) = record(bytes, at) else {
                let blank = bytes[at..at + 4] == [0; 4];
                match next(bytes, at + 1, end, &own(bytes)) {
                    Some(next) => at = next,
                    // Free space, whatever the header says.
                    None if blank => break,
                    None => {
                        self.damaged += 1;
                        break;
                    }
                }
                self.damaged += 1;
                continue;
            };
            if self.record(found, see).is_none() {
                self.damaged += 1;
            } else {
                self.records += 1;
            }
            if found.id == last {
                break;
            }
            at += found.size;
        }
    }

    /// Shows a record if it matters; none when it cannot be told whether it does.
    fn record(&mut self, found: Found, see: &mut dyn FnMut(&Event<'_>)) -> Option<()> {
        let (from, to) = (found.at + RECORD_HEADER, found.at + found.size - 4);
        let system = if let Some(template) = self.xml.instance(from, to, &mut self.values) {
            let xml = &self.xml;
            (*self.templates.entry(template).or_insert_with(|| xml.system_of(template)))?
        } else {
            self.values.clear();
            self.xml.system_in(from, to)?
        };
        let scalar = |piece: Piece<'a>| piece.of(&self.values);
        let id = u16::try_from(scalar(system.event_id)?.whole()?).ok()?;
        let provider = scalar(system.provider);
        let provider = provider.and_then(|name| Provider::of(&name));
        let mut event = Event {
            id,
            provider,
            at: filetime(found.written)?,
            record: found.id,
            channel: scalar(system.channel),
            computer: scalar(system.computer),
            parts: Vec::new(),
            matters: provider.is_some_and(|provider| matters(provider, id)),
        };
        let read = !event.matters || self.xml.parts(from, to, &mut event.parts).is_some();
        see(&event);
        read.then_some(())
    }
}

/// The record at a place, if one stands there whole.
fn record(bytes: &[u8], at: usize) -> Option<Found> {
    if bytes.get(at..at + 4)? != RECORD {
        return None;
    }
    let size = u32_at(bytes, at + 4)? as usize;
    let whole = (SHORTEST..=bytes.len() - at).contains(&size);
    let found = Found { at, size, id: u64_at(bytes, at + 8)?, written: u64_at(bytes, at + 16)? };
    whole.then_some(found)
}

/// The numbers of a chunk's own records. One that was caught while it was written anew
/// holds records of its former use too, which are told elsewhere or long gone.
fn own(bytes: &[u8]) -> RangeInclusive<u64> {
    match (u64_at(bytes, 24), u64_at(bytes, 32)) {
        (Some(first), Some(last)) if is_header_sound(bytes) => first..=last,
        _ => 0..=u64::MAX,
    }
}

/// The next place where a record of these stands whole, its size repeated at its end.
fn next(bytes: &[u8], from: usize, end: usize, own: &RangeInclusive<u64>) -> Option<usize> {
    let places = bytes.get(from..end)?.windows(4).enumerate().filter(|(_, four)| four == RECORD);
    places.map(|(at, _)| from + at).find(|at| {
        record(bytes, *at).is_some_and(|found| {
            own.contains(&found.id) && u32_at(bytes, at + found.size - 4) == u32::try_from(found.size).ok()
        })
    })
}
