//! Replaying transaction logs into a dirty hive ("Format of transaction log files",
//! "Multiple transaction log files").
//!
//! What Windows would replay is replayed, and no more: entries are verified, follow
//! one another without a gap, and belong to this state of the hive.

use super::base::{self, Base, COPIED, LENGTH};
use super::{LARGEST, marvin};
use crate::little::{u32_at, u64_at};
use std::borrow::Cow;

/// Bytes of a sector, to which everything in a log is aligned; and of a page of the
/// old format.
const SECTOR: usize = 512;
/// Bytes of a log entry before its page references.
const HEAD: usize = 40;
/// Bytes the size of all hive bins is a multiple of.
const BIN: usize = 4096;
/// Logs that are looked at: Windows keeps two, and may leave an older third.
const MOST_LOGS: usize = 3;

/// What replaying logs did to a hive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Replay {
    /// Entries that were replayed; a log of the old format is one.
    pub entries: u32,
    /// Pages that were written.
    pub pages: u32,
    /// Whether the base block was damaged and came from a log.
    pub base_recovered: bool,
    pub stop: Stop,
}

/// Why no more was replayed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The hive is clean: nothing was to be replayed.
    Clean,
    /// Every whole entry that belongs to this hive was replayed.
    Done,
    /// No log has a whole base block and a whole entry.
    NoLog,
    /// Entries are there, but of another state of the hive.
    OtherState,
}

/// Pages that bring a hive to a state.
struct Entry<'l> {
    sequence: u32,
    bins_size: u32,
    /// Where in the hive bins each belongs.
    pages: Vec<(usize, &'l [u8])>,
}

struct Log<'l> {
    base: Base,
    block: &'l [u8],
    entries: Vec<Entry<'l>>,
    /// Of the format before Windows 8.1: one entry, told to belong by its time.
    old: bool,
}

impl Log<'_> {
    fn first(&self) -> u32 {
        self.entries.first().map_or(0, |entry| entry.sequence)
    }

    fn last(&self) -> u32 {
        self.entries.last().map_or(0, |entry| entry.sequence)
    }
}

pub(super) fn replay(bytes: &mut Cow<'_, [u8]>, hive: &mut Base, logs: &[&[u8]]) -> Replay {
    let mut done = Replay { entries: 0, pages: 0, base_recovered: false, stop: Stop::Done };
    if !hive.is_dirty() {
        return Replay { stop: Stop::Clean, ..done };
    }
    let logs = &logs[..logs.len().min(MOST_LOGS)];
    // A hive grows by what its logs bring, and by no more.
    let room = bytes.len() + logs.iter().map(|log| log.len()).sum::<usize>();
    let mut logs: Vec<Log<'_>> = logs.iter().filter_map(|log| read(log, room.min(LARGEST))).collect();
    if logs.is_empty() {
        return Replay { stop: Stop::NoLog, ..done };
    }
    belonging(&mut logs, hive, bytes);
    let Some(first) = logs.first() else { return Replay { stop: Stop::OtherState, ..done } };
    if !hive.whole
        && let Some(block) = bytes.to_mut().get_mut(..COPIED)
    {
        block.copy_from_slice(first.block);
        done.base_recovered = true;
    }
    let mut before: Option<u32> = None;
    for entry in logs.iter().flat_map(|log| &log.entries) {
        if before.is_some_and(|before| entry.sequence != before.wrapping_add(1)) {
            continue;
        }
        write(bytes.to_mut(), entry);
        done.entries += 1;
        done.pages += entry.pages.len() as u32;
        before = Some(entry.sequence);
    }
    if let Some(base) = Base::read(bytes) {
        *hive = base;
    }
    done
}

/// Leaves the logs that belong to the hive's state, in the order of their entries.
fn belonging(logs: &mut Vec<Log<'_>>, hive: &Base, bytes: &[u8]) {
    if logs.iter().any(|log| !log.old) {
        logs.retain(|log| !log.old);
        if hive.whole {
            logs.retain(|log| log.first() >= hive.secondary);
            logs.sort_by_key(Log::first);
        } else {
            // Only the one with the latest entries: its base block takes the place.
            logs.sort_by_key(|log| std::cmp::Reverse(log.last()));
            logs.truncate(1);
        }
        return;
    }
    // The first bin keeps a copy of the time, for when the base block is damaged; the
    // damage need not be where the block's own stands.
    let copy = u64_at(bytes, LENGTH + 20).filter(|_| !hive.whole);
    logs.retain(|log| log.base.written == hive.written || Some(log.base.written) == copy);
    logs.truncate(1);
}

/// A log with a whole base block and a whole entry; `None` for any other.
fn read(bytes: &[u8], room: usize) -> Option<Log<'_>> {
    let base = Base::read(bytes).filter(|base| base.whole)?;
    let block = bytes.get(..COPIED)?;
    let old = bytes.get(SECTOR..)?.starts_with(b"DIRT");
    let entries = if old { old_entry(bytes, &base, room) } else { new_entries(bytes, &base, room) };
    (!entries.is_empty()).then_some(Log { base, block, entries, old })
}

/// Entries that follow each other from the number the log's base block names.
fn new_entries<'l>(bytes: &'l [u8], base: &Base, room: usize) -> Vec<Entry<'l>> {
    let mut entries = Vec::new();
    let mut at = SECTOR;
    let mut expected = base.primary;
    while let Some((entry, length)) = bytes.get(at..).and_then(|rest| new_entry(rest, room)) {
        // What follows with another number is left from an earlier round.
        if entry.sequence != expected {
            break;
        }
        expected = expected.wrapping_add(1);
        at += length;
        entries.push(entry);
    }
    entries
}

/// The entry these bytes begin with, and its length.
fn new_entry(bytes: &[u8], room: usize) -> Option<(Entry<'_>, usize)> {
    if !bytes.starts_with(b"HvLE") {
        return None;
    }
    let length = u32_at(bytes, 4)? as usize;
    if length < SECTOR || !length.is_multiple_of(SECTOR) {
        return None;
    }
    let entry = bytes.get(..length)?;
    let verified = u64_at(entry, 24)? == marvin::hash(&entry[HEAD..])
        && u64_at(entry, 32)? == marvin::hash(&entry[..HEAD - 8]);
    let bins_size = u32_at(entry, 16)?;
    if !verified || !fits(bins_size, room) {
        return None;
    }
    let count = u32_at(entry, 20)? as usize;
    let mut data = HEAD.checked_add(count.checked_mul(8)?)?;
    let mut pages = Vec::new();
    for reference in entry.get(HEAD..data)?.chunks_exact(8) {
        let (to, size) = (u32_at(reference, 0)? as usize, u32_at(reference, 4)? as usize);
        let page = entry.get(data..data.checked_add(size)?)?;
        if to.checked_add(size)? > bins_size as usize {
            return None;
        }
        pages.push((to, page));
        data += size;
    }
    Some((Entry { sequence: u32_at(entry, 12)?, bins_size, pages }, length))
}

/// The one entry of a log of the old format: a bitmap of sectors, and these.
fn old_entry<'l>(bytes: &'l [u8], base: &Base, room: usize) -> Vec<Entry<'l>> {
    let bins_size = base.bins_size;
    if base.primary != base.secondary || !fits(bins_size, room) {
        return Vec::new();
    }
    let bitmap = SECTOR + 4;
    let end = bitmap + bins_size as usize / BIN;
    let Some(bits) = bytes.get(bitmap..end) else { return Vec::new() };
    let dirty = (0..bits.len() * 8).filter(|bit| bits[bit / 8] >> (bit % 8) & 1 == 1);
    let mut pages = Vec::new();
    for (number, bit) in dirty.enumerate() {
        let at = end.next_multiple_of(SECTOR) + number * SECTOR;
        // A log that lacks a page was itself cut short while it was written.
        let Some(page) = bytes.get(at..at + SECTOR) else { return Vec::new() };
        pages.push((bit * SECTOR, page));
    }
    if pages.is_empty() { Vec::new() } else { vec![Entry { sequence: base.primary, bins_size, pages }] }
}

fn fits(bins_size: u32, room: usize) -> bool {
    let bins_size = bins_size as usize;
    bins_size > 0 && bins_size.is_multiple_of(BIN) && LENGTH + bins_size <= room
}

fn write(hive: &mut Vec<u8>, entry: &Entry<'_>) {
    let end = LENGTH + entry.bins_size as usize;
    if hive.len() < end {
        hive.resize(end, 0);
    }
    for (to, page) in &entry.pages {
        let at = LENGTH + to;
        if let Some(place) = hive.get_mut(at..at + page.len()) {
            place.copy_from_slice(page);
        }
    }
    base::settle(hive, entry.sequence, entry.bins_size);
}
