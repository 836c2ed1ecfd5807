//! ZIP packages: entries by their place, within limits.
//!
//! A package whose directory is gone (cut off, damaged) is read by the headers of
//! its entries instead (APPNOTE.TXT 4.3.7). Not here: what the entries are.

use crate::text::Unread;
use flate2::read::DeflateDecoder;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::limits::PARTS;

/// A local file header: its signature, and its length without names.
const LOCAL: &[u8] = b"PK\x03\x04";
const LOCAL_LENGTH: usize = 30;

#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub name: String,
    pub folder: bool,
    place: Place,
}

#[derive(Debug, Clone, Copy)]
enum Place {
    /// By the directory.
    Listed(usize),
    /// By its own header: where its data begins and ends, how it is packed.
    Found { start: usize, end: usize, method: u16, encrypted: bool },
}

pub(crate) struct Package<'a> {
    bytes: &'a [u8],
    archive: Option<ZipArchive<Cursor<&'a [u8]>>>,
    pub entries: Vec<Entry>,
    /// Its directory is gone, or it has more entries than are followed.
    pub damaged: bool,
}

impl<'a> Package<'a> {
    /// # Errors
    /// When not one entry can be told.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Unread> {
        let mut package = Package { bytes, archive: None, entries: Vec::new(), damaged: false };
        if let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) {
            package.damaged = archive.len() > PARTS;
            for at in 0..archive.len().min(PARTS) {
                let Ok(file) = archive.by_index_raw(at) else {
                    package.damaged = true;
                    continue;
                };
                let name = name_of(file.name_raw());
                package.entries.push(Entry { name, folder: file.is_dir(), place: Place::Listed(at) });
            }
            package.archive = Some(archive);
        } else {
            package.damaged = true;
            package.entries = found(bytes);
            if package.entries.is_empty() {
                return Err(Unread::Corrupt);
            }
        }
        Ok(package)
    }

    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == name)
    }

    /// An entry's bytes. What was promised of its size is not believed: reading
    /// stops at `most`, and takes what it read from `left`.
    ///
    /// # Errors
    /// Why it cannot be read whole.
    pub fn read(&mut self, entry: &Entry, most: u64, left: &mut u64) -> Result<Vec<u8>, Unread> {
        self.read_part(entry, most, left)
            .and_then(|(bytes, whole)| if whole { Ok(bytes) } else { Err(Unread::Corrupt) })
    }

    /// An entry's bytes as far as they can be unpacked, and whether that is all.
    ///
    /// # Errors
    /// Why nothing of it can be read.
    pub fn read_part(&mut self, entry: &Entry, most: u64, left: &mut u64) -> Result<(Vec<u8>, bool), Unread> {
        let room = most.min(*left);
        let (bytes, whole) = match entry.place {
            Place::Listed(at) => {
                let archive = self.archive.as_mut().ok_or(Unread::Corrupt)?;
                let file = archive.by_index(at).map_err(|error| match error {
                    ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Unread::Encrypted,
                    ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
                        Unread::Unsupported
                    }
                    _ => Unread::Corrupt,
                })?;
                bounded(file, room)?
            }
            Place::Found { encrypted: true, .. } => return Err(Unread::Encrypted),
            Place::Found { start, end, method: 0, .. } => {
                bounded(self.bytes.get(start..end).unwrap_or_default(), room)?
            }
            Place::Found { start, end, method: 8, .. } => {
                bounded(DeflateDecoder::new(self.bytes.get(start..end).unwrap_or_default()), room)?
            }
            Place::Found { .. } => return Err(Unread::Unsupported),
        };
        *left = left.saturating_sub(bytes.len() as u64);
        Ok((bytes, whole))
    }
}

/// Reads up to `room` bytes; what was read before an error counts.
pub(crate) fn bounded(from: impl Read, room: u64) -> Result<(Vec<u8>, bool), Unread> {
    let mut bytes = Vec::new();
    let whole = from.take(room.saturating_add(1)).read_to_end(&mut bytes).is_ok();
    if bytes.len() as u64 > room {
        return Err(Unread::TooLarge);
    }
    if !whole && bytes.is_empty() {
        return Err(Unread::Corrupt);
    }
    Ok((bytes, whole))
}

/// A name, which is UTF-8 or in a code of its maker's.
fn name_of(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.replace('\\', "/"),
        Err(_) => raw.iter().map(|byte| char::from(*byte)).collect::<String>().replace('\\', "/"),
    }
}

/// Entries by their own headers.
fn found(bytes: &[u8]) -> Vec<Entry> {
    let starts: Vec<usize> = memchr::memmem::find_iter(bytes, LOCAL).take(PARTS).collect();
    let mut entries = Vec::new();
    for (nth, start) in starts.iter().enumerate() {
        let Some(header) = bytes.get(*start..start + LOCAL_LENGTH) else { break };
        let short = |at: usize| usize::from(u16::from_le_bytes([header[at], header[at + 1]]));
        let packed = u32::from_le_bytes([header[18], header[19], header[20], header[21]]) as usize;
        let data = start + LOCAL_LENGTH + short(26) + short(28);
        let Some(raw) = bytes.get(start + LOCAL_LENGTH..start + LOCAL_LENGTH + short(26)) else { break };
        let name = name_of(raw);
        // A size of nought is told after the data: then the next header ends it.
        let next = starts.get(nth + 1).copied().unwrap_or(bytes.len());
        let end = if packed == 0 { next } else { data.saturating_add(packed).min(bytes.len()) };
        let folder = name.ends_with('/');
        let encrypted = short(6) & 1 == 1;
        let place = Place::Found { start: data.min(end), end, method: short(8) as u16, encrypted };
        entries.push(Entry { name, folder, place });
    }
    entries
}
