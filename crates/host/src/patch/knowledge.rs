//! What is known of updates, in one file: which weaknesses of which product an
//! update ends, and which updates it takes the place of. Read whole, little of it
//! unpacked: the tables, and then only the systems somebody asks for.
//!
//! Not here: making the file (`knowledge::convert`), what follows from it
//! (`verdict`), fetching anything.
//!
//! # The file, version 1
//! Numbers of fixed width have their lowest byte first; `n` is a number in LEB128.
//!
//! | what | how |
//! |---|---|
//! | magic | 8 bytes `RSPATCH\n` |
//! | version | u16 |
//! | length of the head | u32, at most [`MAX_HEAD`] |
//! | head | JSON: [`Head`] |
//! | block of tables | packed |
//! | blocks of systems | packed, in the order of the tables |
//!
//! A packed block is its packed and its plain length (u32 each) and a zlib stream
//! (RFC 1950, whose checksum tells damage). The tables: names of updates, of
//! weaknesses, of components; days as `yyyymmdd`; lists of superseded updates;
//! systems with the number of their entries; products, each with its system. A
//! table is its length `n` and its members; a text is its length `n` and its bytes.
//! A system's block has its entries column by column: product, update, weakness,
//! component, day, list of superseded updates, marks (bits 0 to 2 severity, 3 to 6
//! impact, 7 whether an exploit is known).

mod convert;
mod pack;

pub use convert::{ConvertError, Converted, convert};

use evidence::Severity;
use jiff::civil::Date;
use pack::{Cursor, Names};
use serde::{Deserialize, Serialize};

pub(super) const MAGIC: &[u8; 8] = b"RSPATCH\n";
pub(super) const VERSION: u16 = 1;

/// Longest head.
pub const MAX_HEAD: usize = 64 << 10;
/// Bytes of a file's beginning in which its head is whole.
pub const HEAD_WITHIN: usize = MAGIC.len() + 2 + 4 + MAX_HEAD;
/// Longest block, unpacked.
const MAX_BLOCK: usize = 128 << 20;
/// Most members of a table, and most entries of a system.
const MAX_MEMBERS: usize = 4_000_000;

/// Where the knowledge is from, and of which day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The day the definitions were made, by their own name.
    pub date: Date,
    pub source: String,
    pub licence: String,
    /// Of the file it was made from, in hexadecimal.
    pub sha256: String,
    /// Entries about Windows that were kept.
    pub entries: usize,
}

impl Head {
    /// The head of a file of which at least the first [`HEAD_WITHIN`] bytes are given,
    /// without unpacking anything of it.
    pub fn of(beginning: &[u8]) -> Result<Self, KnowledgeError> {
        Self::read(&mut Cursor::new(beginning))
    }

    fn read(file: &mut Cursor<'_>) -> Result<Self, KnowledgeError> {
        if file.take(MAGIC.len()).ok() != Some(MAGIC.as_slice()) {
            return Err(KnowledgeError::Unknown);
        }
        let found = u16::from_le_bytes(file.array()?);
        if found != VERSION {
            return Err(KnowledgeError::Version { found });
        }
        let length = file.long()?;
        if length > MAX_HEAD {
            return Err(KnowledgeError::TooLarge { limit: MAX_HEAD });
        }
        serde_json::from_slice(file.take(length)?).map_err(|_| KnowledgeError::Damaged)
    }

    /// How many days old the knowledge is. What was published since is not in it.
    pub fn age(&self, today: Date) -> i64 {
        i64::from((today - self.date).get_days())
    }
}

/// What an attacker gains, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Impact {
    RemoteCodeExecution,
    ElevationOfPrivilege,
    SecurityFeatureBypass,
    InformationDisclosure,
    DenialOfService,
    Spoofing,
    Tampering,
    DefenseInDepth,
    /// Support ended: a service pack or a newer version is missing.
    NoMoreUpdates,
    Unstated,
}

impl Impact {
    const ALL: [(Impact, &'static str); 10] = [
        (Impact::RemoteCodeExecution, "Remote Code Execution"),
        (Impact::ElevationOfPrivilege, "Elevation of Privilege"),
        (Impact::SecurityFeatureBypass, "Security Feature Bypass"),
        (Impact::InformationDisclosure, "Information Disclosure"),
        (Impact::DenialOfService, "Denial of Service"),
        (Impact::Spoofing, "Spoofing"),
        (Impact::Tampering, "Tampering"),
        (Impact::DefenseInDepth, "Defense in Depth"),
        (Impact::NoMoreUpdates, "No more updates"),
        (Impact::Unstated, ""),
    ];

    /// As Microsoft's bulletins word it.
    pub fn words(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    fn of(words: &str) -> Self {
        let known = Self::ALL.into_iter().find(|(_, known)| known.eq_ignore_ascii_case(words.trim()));
        known.map_or(Impact::Unstated, |(impact, _)| impact)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KnowledgeError {
    #[error("this is no file of patch knowledge")]
    Unknown,
    #[error("the file is of version {found}; this program reads version {VERSION}")]
    Version { found: u16 },
    #[error("the file breaks off or is damaged")]
    Damaged,
    #[error("a part of the file is larger than {limit}")]
    TooLarge { limit: usize },
}

/// The file, its tables unpacked.
#[derive(Debug, Clone)]
pub struct Knowledge {
    head: Head,
    updates: Names,
    weaknesses: Names,
    components: Names,
    days: Vec<u32>,
    superseded: Vec<Vec<u32>>,
    products: Vec<Affected>,
    systems: Vec<System>,
    bytes: Vec<u8>,
}

/// A product entries are about, and the system they stand under.
#[derive(Debug, Clone)]
struct Affected {
    name: String,
    system: usize,
}

/// Where a system's entries are in the file.
#[derive(Debug, Clone, Copy)]
struct System {
    at: usize,
    entries: usize,
}

/// One entry, its words still numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub product: u32,
    pub update: u32,
    pub weakness: u32,
    pub component: u32,
    pub day: u32,
    pub superseded: u32,
    pub marks: u8,
}

impl Entry {
    pub fn severity(self) -> Option<Severity> {
        Severity::from_rank(i64::from(self.marks & 0b111) - 1)
    }

    pub fn impact(self) -> Impact {
        let at = usize::from(self.marks >> 3 & 0b1111);
        Impact::ALL.get(at).map_or(Impact::Unstated, |(impact, _)| *impact)
    }

    pub fn exploit_known(self) -> bool {
        self.marks >> 7 == 1
    }
}

impl Knowledge {
    /// Takes a file's bytes and unpacks its tables.
    pub fn load(bytes: Vec<u8>) -> Result<Self, KnowledgeError> {
        let mut file = Cursor::new(&bytes);
        let head = Head::read(&mut file)?;
        let tables = file.block(MAX_BLOCK)?;
        let mut tables = Cursor::new(&tables);
        let updates = tables.names(MAX_MEMBERS)?;
        let weaknesses = tables.names(MAX_MEMBERS)?;
        let components = tables.names(MAX_MEMBERS)?;
        let days = tables.numbers(MAX_MEMBERS)?;
        let superseded = tables.table(MAX_MEMBERS, |row| row.numbers(MAX_MEMBERS))?;
        let counts = tables.numbers(MAX_MEMBERS)?;
        let products = tables.table(MAX_MEMBERS, |row| {
            let name = row.text()?.to_owned();
            Ok(Affected { name, system: row.number()? as usize })
        })?;
        let mut systems = Vec::with_capacity(counts.len());
        for entries in counts {
            systems.push(System { at: file.at(), entries: entries as usize });
            file.skip_block()?;
        }
        let whole = products.iter().all(|product| product.system < systems.len());
        let knowledge =
            Knowledge { head, updates, weaknesses, components, days, superseded, products, systems, bytes };
        whole.then_some(knowledge).ok_or(KnowledgeError::Damaged)
    }

    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Names of the products whose entries `wanted` wants, by number.
    pub(super) fn products(&self, wanted: impl Fn(&str) -> bool) -> Vec<bool> {
        self.products.iter().map(|product| wanted(&product.name)).collect()
    }

    pub(super) fn product(&self, number: u32) -> &str {
        self.products.get(number as usize).map_or("", |product| &product.name)
    }

    /// The entries of the wanted products.
    pub(super) fn entries(&self, wanted: &[bool]) -> Result<Vec<Entry>, KnowledgeError> {
        let mut asked = vec![false; self.systems.len()];
        for (product, _) in self.products.iter().zip(wanted).filter(|(_, wanted)| **wanted) {
            asked[product.system] = true;
        }
        let mut entries = Vec::new();
        for (system, _) in self.systems.iter().zip(asked).filter(|(_, asked)| *asked) {
            self.unpack(*system, wanted, &mut entries)?;
        }
        Ok(entries)
    }

    fn unpack(&self, system: System, wanted: &[bool], into: &mut Vec<Entry>) -> Result<(), KnowledgeError> {
        let mut file = Cursor::new(&self.bytes[system.at..]);
        let block = file.block(MAX_BLOCK)?;
        let mut columns = Cursor::new(&block);
        let count = system.entries;
        let bounds = [
            self.products.len(),
            self.updates.len(),
            self.weaknesses.len(),
            self.components.len(),
            self.days.len(),
            self.superseded.len(),
        ];
        let mut read = Vec::with_capacity(bounds.len());
        for bound in bounds {
            read.push(columns.column(count, bound)?);
        }
        let marks = columns.take(count)?;
        let whole = |at: usize| Entry {
            product: read[0][at],
            update: read[1][at],
            weakness: read[2][at],
            component: read[3][at],
            day: read[4][at],
            superseded: read[5][at],
            marks: marks[at],
        };
        let is_wanted = |entry: &Entry| wanted.get(entry.product as usize) == Some(&true);
        into.extend((0..count).map(whole).filter(is_wanted));
        Ok(())
    }

    pub(super) fn update(&self, number: u32) -> &str {
        self.updates.get(number)
    }

    /// The number of an update's name.
    pub(super) fn update_named(&self, name: &str) -> Option<u32> {
        self.updates.find(name)
    }

    pub(super) fn updates(&self) -> usize {
        self.updates.len()
    }

    pub(super) fn weakness(&self, number: u32) -> &str {
        self.weaknesses.get(number)
    }

    pub(super) fn component(&self, number: u32) -> &str {
        self.components.get(number)
    }

    pub(super) fn superseded(&self, list: u32) -> &[u32] {
        self.superseded.get(list as usize).map_or(&[], Vec::as_slice)
    }

    pub(super) fn day(&self, number: u32) -> Option<Date> {
        let day = *self.days.get(number as usize)?;
        let part = |divisor: u32, modulus: u32| i8::try_from(day / divisor % modulus).ok();
        Date::new(i16::try_from(day / 10_000).ok()?, part(100, 100)?, part(1, 100)?).ok()
    }
}
