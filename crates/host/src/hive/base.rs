//! The base block of a hive or of a transaction log ("Base block").

use super::text::{filetime, utf16};
use crate::little::{u32_at, u64_at};
use jiff::Timestamp;

/// Bytes of it in a primary file; hive bins follow.
pub(super) const LENGTH: usize = 4096;
/// Bytes of it that matter, and that a log keeps a copy of.
pub(super) const COPIED: usize = 512;
/// Where its checksum stands: over all before.
const CHECKSUM: usize = 508;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Base {
    pub primary: u32,
    pub secondary: u32,
    pub written: u64,
    pub minor: u32,
    pub root: u32,
    /// Of a block that is not whole, no less than what is there.
    pub bins_size: u32,
    pub file_name: String,
    /// Whether its checksum is right.
    pub whole: bool,
}

impl Base {
    /// `None` for anything that is no base block. One with a wrong checksum is read.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let block = bytes.get(..COPIED)?;
        if !block.starts_with(b"regf") {
            return None;
        }
        let whole = checksum(block) == u32_at(block, CHECKSUM);
        let said = u32_at(block, 40)?;
        Some(Base {
            primary: u32_at(block, 4)?,
            secondary: u32_at(block, 8)?,
            written: u64_at(block, 12)?,
            minor: u32_at(block, 24)?,
            root: u32_at(block, 36)?,
            bins_size: if whole { said } else { said.max(found(bytes)) },
            file_name: utf16(block.get(48..112)?),
            whole,
        })
    }

    /// As "Dirty state of a hive" defines it.
    pub fn is_dirty(&self) -> bool {
        !self.whole || self.primary != self.secondary
    }

    pub fn written(&self) -> Option<Timestamp> {
        filetime(self.written)
    }

    /// Data larger than a segment is kept in several (format 1.4 and newer).
    pub fn splits_data(&self) -> bool {
        self.minor > 3
    }
}

/// Writes the sequence number, the size and the checksum of a recovered hive.
pub(super) fn settle(block: &mut [u8], sequence: u32, bins_size: u32) {
    for (at, number) in [(4, sequence), (8, sequence), (28, 0), (40, bins_size)] {
        put(block, at, number);
    }
    if let Some(sum) = checksum(block) {
        put(block, CHECKSUM, sum);
    }
}

fn put(block: &mut [u8], at: usize, number: u32) {
    if let Some(place) = block.get_mut(at..at + 4) {
        place.copy_from_slice(&number.to_le_bytes());
    }
}

/// Bytes of the bins that follow each other without a gap, for when nobody can be
/// believed who says how many there are.
fn found(bytes: &[u8]) -> u32 {
    let mut at = LENGTH;
    while let Some(rest) = bytes.get(at..).filter(|rest| rest.starts_with(b"hbin")) {
        let size = u32_at(rest, 8).unwrap_or_default() as usize;
        let placed = u32_at(rest, 4).is_some_and(|said| said as usize == at - LENGTH);
        if !placed || size < LENGTH || !size.is_multiple_of(LENGTH) || size > rest.len() {
            break;
        }
        at += size;
    }
    u32::try_from(at - LENGTH).unwrap_or_default()
}

/// The XOR-32 of the block; its two reserved values are moved by one.
fn checksum(block: &[u8]) -> Option<u32> {
    let words = block.get(..CHECKSUM)?.chunks_exact(4);
    let sum = words.fold(0, |sum, word| sum ^ u32_at(word, 0).unwrap_or_default());
    Some(match sum {
        u32::MAX => u32::MAX - 1,
        0 => 1,
        sum => sum,
    })
}
