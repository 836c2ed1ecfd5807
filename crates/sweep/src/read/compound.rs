//! Compound files ([MS-CFB]): streams by their paths.
//!
//! Reads what is damaged as far as it goes: a chain that breaks is taken to go on
//! in the next sector, entries no tree leads to stand by their names
//! (docs/decisions/0011-own-readers-for-the-sweep.md).

use crate::text::Unread;

pub(crate) const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// Entries of a directory.
const ENTRIES: usize = 100_000;
/// Sectors of the table of tables.
const TABLES: usize = 1 << 16;
/// Marks in the table: no next sector.
const LAST: u32 = 0xFFFF_FFFA;
const NO_ENTRY: u32 = u32::MAX;

#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Names from the root on, parted by `/`.
    pub path: String,
    pub is_stream: bool,
    start: u32,
    size: u64,
}

pub(crate) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small: Vec<u8>,
    small_sector: usize,
    small_below: u64,
    pub entries: Vec<Entry>,
}

/// A directory entry as it is stored.
struct Raw {
    name: String,
    kind: u8,
    left: u32,
    right: u32,
    child: u32,
    start: u32,
    size: u64,
}

impl<'a> Compound<'a> {
    /// # Errors
    /// When it has no directory.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Unread> {
        if !bytes.starts_with(SIGNATURE) || bytes.len() < 512 {
            return Err(Unread::Corrupt);
        }
        let shift = |at: usize, most: u16| u32::from(short(bytes, at).min(most));
        let sector = 1_usize << shift(30, 12).max(7);
        let mut compound = Compound {
            bytes,
            sector,
            table: Vec::new(),
            small_table: Vec::new(),
            small: Vec::new(),
            small_sector: 1 << shift(32, 10).max(4),
            small_below: u64::from(long(bytes, 56)),
            entries: Vec::new(),
        };
        compound.read_table();
        let directory = compound.chain(long(bytes, 48), u64::MAX);
        let raw: Vec<Raw> = directory.chunks_exact(128).take(ENTRIES).map(raw_entry).collect();
        let root = raw.iter().position(|entry| entry.kind == 5).ok_or(Unread::Corrupt)?;
        compound.small = compound.chain(raw[root].start, raw[root].size);
        let small_table = compound.chain(long(bytes, 60), u64::MAX);
        compound.small_table = small_table.chunks_exact(4).map(|four| long(four, 0)).collect();
        compound.entries = paths(&raw, root);
        if compound.entries.is_empty() {
            return Err(Unread::Corrupt);
        }
        Ok(compound)
    }

    /// The sector allocation table, by the header and the tables it names.
    fn read_table(&mut self) {
        let mut places: Vec<u32> = (0..109).map(|at| long(self.bytes, 76 + at * 4)).collect();
        let mut next = long(self.bytes, 68);
        for _ in 0..TABLES {
            let Some(sector) = self.at(next) else { break };
            let listed: Vec<u32> = sector.chunks_exact(4).map(|four| long(four, 0)).collect();
            let Some((last, listed)) = listed.split_last() else { break };
            places.extend(listed);
            next = *last;
        }
        let most = self.bytes.len() / self.sector + 1;
        for place in places.into_iter().filter(|place| *place < LAST) {
            if self.table.len() > most {
                break;
            }
            match self.at(place) {
                Some(sector) => self.table.extend(sector.chunks_exact(4).map(|four| long(four, 0))),
                None => self.table.extend(std::iter::repeat_n(u32::MAX, self.sector / 4)),
            }
        }
    }

    fn at(&self, sector: u32) -> Option<&'a [u8]> {
        if sector >= LAST {
            return None;
        }
        let start = (sector as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|bytes| !bytes.is_empty())
    }

    /// The bytes of a chain of sectors, as many as are there.
    fn chain(&self, start: u32, size: u64) -> Vec<u8> {
        let most = size.min(self.bytes.len() as u64) as usize;
        let known = size != u64::MAX;
        let mut found = Vec::new();
        let mut sector = start;
        while found.len() < most {
            let Some(bytes) = self.at(sector) else { break };
            found.extend_from_slice(bytes);
            let next = self.table.get(sector as usize).copied();
            sector = match next {
                Some(next) if next < LAST => next,
                // The chain breaks before its promised end.
                _ if known && next != Some(0xFFFF_FFFE) => sector + 1,
                _ => break,
            };
        }
        found.truncate(most);
        found
    }

    fn small_chain(&self, start: u32, size: u64) -> Vec<u8> {
        let most = size.min(self.small.len() as u64) as usize;
        let mut found = Vec::new();
        let mut sector = start;
        while found.len() < most {
            let from = (sector as usize).saturating_mul(self.small_sector);
            let end = from.saturating_add(self.small_sector).min(self.small.len());
            let Some(bytes) = self.small.get(from..end).filter(|bytes| !bytes.is_empty()) else { break };
            found.extend_from_slice(bytes);
            sector = match self.small_table.get(sector as usize).copied() {
                Some(next) if next < LAST => next,
                _ => break,
            };
        }
        found.truncate(most);
        found
    }

    pub fn stream_of(&self, entry: &Entry) -> Vec<u8> {
        if entry.size < self.small_below {
            self.small_chain(entry.start, entry.size)
        } else {
            self.chain(entry.start, entry.size)
        }
    }

    /// A stream by its path, whatever its case.
    pub fn stream(&self, path: &str) -> Option<Vec<u8>> {
        let entry =
            self.entries.iter().find(|entry| entry.is_stream && entry.path.eq_ignore_ascii_case(path))?;
        Some(self.stream_of(entry))
    }

    pub fn has(&self, path: &str) -> bool {
        self.entries.iter().any(|entry| entry.path.eq_ignore_ascii_case(path))
    }

    /// A storage as a compound file of its own; none when it would be larger
    /// than `most`.
    pub fn storage(&self, path: &str, most: u64) -> Option<Vec<u8>> {
        let prefix = format!("{path}/");
        let inner = self.entries.iter().filter_map(|entry| Some((entry.path.strip_prefix(&prefix)?, entry)));
        let mut streams = Vec::new();
        let mut total = 0;
        for (name, entry) in inner.filter(|(_, entry)| entry.is_stream) {
            total += entry.size.min(self.bytes.len() as u64);
            if total > most {
                return None;
            }
            streams.push((name.to_owned(), self.stream_of(entry)));
        }
        (!streams.is_empty()).then(|| write(&streams))
    }
}

fn raw_entry(bytes: &[u8]) -> Raw {
    let length = usize::from(short(bytes, 64)).clamp(2, 64) - 2;
    let units: Vec<u16> = bytes[..length].chunks_exact(2).map(|two| short(two, 0)).collect();
    Raw {
        name: String::from_utf16_lossy(&units),
        kind: bytes[66],
        left: long(bytes, 68),
        right: long(bytes, 72),
        child: long(bytes, 76),
        start: long(bytes, 116),
        size: u64::from(long(bytes, 120)),
    }
}

/// Entries with their paths: first those the tree leads to.
fn paths(raw: &[Raw], root: usize) -> Vec<Entry> {
    let mut found = Vec::new();
    let mut seen = vec![false; raw.len()];
    seen[root] = true;
    let mut open = vec![(raw[root].child, String::new())];
    while let Some((at, folder)) = open.pop() {
        let Some(entry) = raw.get(at as usize).filter(|_| at != NO_ENTRY) else { continue };
        if std::mem::replace(&mut seen[at as usize], true) {
            continue;
        }
        open.push((entry.left, folder.clone()));
        open.push((entry.right, folder.clone()));
        let path = if folder.is_empty() { entry.name.clone() } else { format!("{folder}/{}", entry.name) };
        if entry.kind == 1 && path.len() < 4096 {
            open.push((entry.child, path.clone()));
        }
        found.push(Entry { path, is_stream: entry.kind == 2, start: entry.start, size: entry.size });
    }
    for (at, entry) in raw.iter().enumerate() {
        if !seen[at] && entry.kind == 2 {
            found.push(Entry {
                path: entry.name.clone(),
                is_stream: true,
                start: entry.start,
                size: entry.size,
            });
        }
    }
    found
}

/// A compound file of these streams, as simple as this reader needs it: no small
/// sectors, entries strung on each other.
fn write(streams: &[(String, Vec<u8>)]) -> Vec<u8> {
    const SECTOR: usize = 512;
    let mut raw: Vec<(String, u8, u32, u32, u32, u64)> =
        vec![("R".into(), 5, NO_ENTRY, NO_ENTRY, LAST + 4, 0)];
    let mut data: Vec<u8> = Vec::new();
    let mut table: Vec<u32> = Vec::new();
    let mut storages: Vec<(String, usize)> = vec![(String::new(), 0)];
    for (path, bytes) in streams {
        let mut folder = 0;
        let mut walked = String::new();
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        for part in folders.split('/').filter(|part| !part.is_empty()) {
            walked = format!("{walked}/{part}");
            folder = if let Some((_, at)) = storages.iter().find(|(known, _)| *known == walked) {
                *at
            } else {
                let before = raw[folder].3;
                raw.push((part.to_owned(), 1, before, NO_ENTRY, LAST + 4, 0));
                let at = raw.len() - 1;
                raw[folder].3 = at as u32;
                storages.push((walked.clone(), at));
                at
            };
        }
        let first = table.len() as u32;
        let sectors = bytes.len().div_ceil(SECTOR);
        for nth in 0..sectors {
            table.push(if nth + 1 == sectors { LAST + 4 } else { first + nth as u32 + 1 });
        }
        data.extend_from_slice(bytes);
        data.resize(table.len() * SECTOR, 0);
        let before = raw[folder].3;
        raw.push((name.to_owned(), 2, before, NO_ENTRY, first, bytes.len() as u64));
        raw[folder].3 = (raw.len() - 1) as u32;
    }
    let directory_start = table.len() as u32;
    let mut directory = vec![0_u8; (raw.len() * 128).next_multiple_of(SECTOR)];
    for (entry, slot) in raw.iter().zip(directory.chunks_exact_mut(128)) {
        let units: Vec<u8> = entry.0.encode_utf16().take(31).flat_map(u16::to_le_bytes).collect();
        slot[..units.len()].copy_from_slice(&units);
        slot[64..66].copy_from_slice(&((units.len() + 2) as u16).to_le_bytes());
        slot[66] = entry.1;
        slot[68..72].copy_from_slice(&entry.2.to_le_bytes());
        slot[72..76].copy_from_slice(&NO_ENTRY.to_le_bytes());
        slot[76..80].copy_from_slice(&entry.3.to_le_bytes());
        slot[116..120].copy_from_slice(&entry.4.to_le_bytes());
        slot[120..124].copy_from_slice(&(entry.5 as u32).to_le_bytes());
    }
    let sectors = directory.len() / SECTOR;
    for nth in 0..sectors {
        table.push(if nth + 1 == sectors { LAST + 4 } else { directory_start + nth as u32 + 1 });
    }
    data.extend_from_slice(&directory);
    finish(data, &table, directory_start)
}

/// Header, sectors, then the table and the tables of it.
fn finish(data: Vec<u8>, table: &[u32], directory: u32) -> Vec<u8> {
    const SECTOR: usize = 512;
    let first_table = (data.len() / SECTOR) as u32;
    let tables = table.len().div_ceil(128) as u32;
    let mut out = vec![0_u8; SECTOR];
    out[..8].copy_from_slice(SIGNATURE);
    out[30] = 9;
    out[32] = 6;
    out[44..48].copy_from_slice(&tables.to_le_bytes());
    out[48..52].copy_from_slice(&directory.to_le_bytes());
    out[60..64].copy_from_slice(&(LAST + 4).to_le_bytes());
    let mut lists: Vec<u32> = (first_table..first_table + tables).collect();
    let more = lists.split_off(lists.len().min(109));
    let more_at = first_table + tables;
    let next = if more.is_empty() { LAST + 4 } else { more_at };
    out[68..72].copy_from_slice(&next.to_le_bytes());
    for at in 0..109 {
        let place = lists.get(at).copied().unwrap_or(u32::MAX);
        out[76 + at * 4..80 + at * 4].copy_from_slice(&place.to_le_bytes());
    }
    out.extend_from_slice(&data);
    let mut padded = table.to_vec();
    padded.resize(tables as usize * 128, u32::MAX);
    out.extend(padded.iter().flat_map(|next| next.to_le_bytes()));
    for (nth, part) in more.chunks(127).enumerate() {
        let mut sector = part.to_vec();
        sector.resize(127, u32::MAX);
        let last = (nth + 1) * 127 >= more.len();
        sector.push(if last { LAST + 4 } else { more_at + nth as u32 + 1 });
        out.extend(sector.iter().flat_map(|place| place.to_le_bytes()));
    }
    out
}

/// Little-endian numbers; nought beyond the end.
pub(crate) fn short(bytes: &[u8], at: usize) -> u16 {
    match bytes.get(at..at.saturating_add(2)) {
        Some([low, high]) => u16::from_le_bytes([*low, *high]),
        _ => 0,
    }
}

pub(crate) fn long(bytes: &[u8], at: usize) -> u32 {
    u32::from(short(bytes, at)) | u32::from(short(bytes, at.saturating_add(2))) << 16
}

/// UTF-16, low bytes first.
pub(crate) fn wide(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_storage_taken_out_is_a_file_of_its_own() {
        let large = vec![7_u8; 70_000];
        let file = write(&[
            ("a/b/one".into(), b"eins".to_vec()),
            ("a/two".into(), large.clone()),
            ("c".into(), vec![]),
        ]);
        let compound = Compound::open(&file).expect("what was written opens");
        assert_eq!(compound.stream("a/b/ONE").as_deref(), Some(&b"eins"[..]));
        let inner = compound.storage("a", 1 << 20).expect("the storage is there");
        let inner = Compound::open(&inner).expect("it opens");
        assert_eq!(inner.stream("b/one").as_deref(), Some(&b"eins"[..]));
        assert_eq!(inner.stream("two"), Some(large));
        assert!(compound.storage("a", 100).is_none());
    }

    proptest! {
        #[test]
        fn a_damaged_file_never_hangs(at in 0_usize..3000, byte in any::<u8>(), cut in 0_usize..3000) {
            let mut file = write(&[("a/b".into(), vec![1; 900]), ("c".into(), vec![2; 300])]);
            let length = file.len();
            file[at % length] = byte;
            file.truncate(length - cut % length);
            if let Ok(compound) = Compound::open(&file) {
                for entry in &compound.entries {
                    prop_assert!(compound.stream_of(entry).len() <= file.len());
                }
            }
        }
    }
}
