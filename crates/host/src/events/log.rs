//! A log file as it streams by: its header, its chunks, its hash (Joachim Metz,
//! "Windows XML Event Log (EVTX) format", 2 and 3).
//!
//! A file is taken as it is: chunks are found by their places, whatever the header
//! says of their number. Not here: what stands in a chunk (`chunk`).

use super::chunk::{self, Health};
use super::event::Event;
use crate::digest::Digest;
use crate::little::{u16_at, u32_at};
use std::io::{ErrorKind, Read};

/// Bytes before the first chunk.
pub(super) const HEADER: usize = 4096;
/// Bytes of a chunk.
pub(super) const CHUNK: usize = 65_536;
const MAGIC: &[u8; 8] = b"ElfFile\0";
/// The header's flag that says the log was not closed.
const DIRTY: u32 = 1;

/// How much of a log is read, at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub chunks: u64,
    pub records: u64,
}

impl Default for Limits {
    /// Four gigabytes, which is the most Windows lets a log grow to, and all their records.
    fn default() -> Self {
        Limits { chunks: 65_536, records: 50_000_000 }
    }
}

/// Why a file cannot be read as a log at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LogError {
    #[error("it could not be read: {0}")]
    Io(#[from] std::io::Error),
    #[error("it is no event log")]
    NotALog,
    #[error("it is of version {major}.{minor}, which is unknown")]
    Version { major: u16, minor: u16 },
}

/// What became of a log's parts: all that was there is either read or counted here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// Of the file, in hexadecimal.
    pub sha256: String,
    pub bytes: u64,
    /// The system had it open, or stopped without closing it.
    pub dirty: bool,
    /// Chunks with records in them.
    pub chunks: u64,
    /// Records that were read.
    pub records: u64,
    /// Chunks that are none where one should stand, or are not there.
    pub damaged_chunks: u64,
    /// Chunks whose checksum is not that of what stands in them.
    pub altered_chunks: u64,
    /// Places within chunks where a record should be and none can be read.
    pub damaged_records: u64,
    /// Bytes after the last whole chunk.
    pub cut_bytes: u64,
    /// More was there than is read of one log.
    pub too_large: bool,
}

impl Account {
    /// Whether something of the log could not be read.
    pub fn is_damaged(&self) -> bool {
        self.damaged_chunks > 0 || self.damaged_records > 0 || self.cut_bytes > 0 || self.too_large
    }
}

/// Reads a log to its end and shows each event that matters.
pub(super) fn read(
    from: &mut impl Read,
    limits: Limits,
    see: &mut dyn FnMut(&Event<'_>),
) -> Result<Account, LogError> {
    let mut account = Account::default();
    let mut digest = Digest::new();
    let mut header = vec![0; HEADER];
    let got = filled(from, &mut header)?;
    header.truncate(got);
    if !header.starts_with(MAGIC) {
        return Err(LogError::NotALog);
    }
    // 3.0 up to Windows 7 and 3.1 from Windows 8 differ in nothing that is read here.
    if let (Some(minor), Some(major)) = (u16_at(&header, 36), u16_at(&header, 38))
        && major != 3
    {
        return Err(LogError::Version { major, minor });
    }
    account.dirty = u32_at(&header, 120).is_some_and(|flags| flags & DIRTY != 0);
    digest.update(&header);
    account.bytes = header.len() as u64;
    account.cut_bytes = if header.len() < HEADER { header.len() as u64 } else { 0 };
    let mut bytes = vec![0; CHUNK];
    let mut number = 0;
    while account.cut_bytes == 0 {
        let got = filled(from, &mut bytes)?;
        if got == 0 {
            break;
        }
        if number == limits.chunks || account.records >= limits.records {
            account.too_large = true;
            break;
        }
        number += 1;
        digest.update(&bytes[..got]);
        account.bytes += got as u64;
        if got < CHUNK {
            // What is left of a chunk that was cut off is read as far as it goes.
            account.cut_bytes = got as u64;
            bytes[got..].fill(0);
        }
        take(&bytes, &mut account, see);
    }
    // The header counts chunks with 16 bits. One that was not written back says too few.
    let said = u64::from(u16_at(&header, 42).unwrap_or_default());
    if !account.too_large {
        account.damaged_chunks += said.saturating_sub(number + u64::from(account.cut_bytes > 0));
    }
    account.sha256 = digest.finish();
    Ok(account)
}

fn take(bytes: &[u8], account: &mut Account, see: &mut dyn FnMut(&Event<'_>)) {
    match chunk::read(bytes, see) {
        Health::Unused => {}
        Health::NoChunk => account.damaged_chunks += u64::from(account.cut_bytes == 0),
        Health::Read { records, damaged, altered } => {
            account.chunks += u64::from(records + damaged > 0);
            account.records += records;
            account.damaged_records += damaged;
            account.altered_chunks += u64::from(altered && account.cut_bytes == 0);
        }
    }
}

/// Reads until the buffer is full or nothing is left.
fn filled(from: &mut impl Read, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut at = 0;
    while at < buffer.len() {
        match from.read(&mut buffer[at..]) {
            Ok(0) => break,
            Ok(more) => at += more,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(at)
}
