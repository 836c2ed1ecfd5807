//! Dossiers: which citizen's, and from when to when a lookup fits them.
//!
//! Millions of them, asked once a lookup: texts are kept as keyed hashes (XXH3, 128
//! bits of the number, 64 of the citizen, a new key each run), and many are asked at
//! once, step by step, so that memory answers many at a time.

use crate::input::{Cell, Place, Reason, Sink};
use crate::local::{DAY, HOUR};
use crate::mapping::Times;
use crate::parameters::{Parameters, micros};
use anyhow::{Result, ensure};
use xxhash_rust::xxh3::{xxh3_64_with_seed, xxh3_128_with_seed};

/// How a lookup fits the dossier it states; the better of several rows counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    Unknown,
    OtherCitizen,
    OtherTime,
    Explained,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    number: u128,
    citizen: u64,
    /// First and last moment at which it explains.
    from: i64,
    until: i64,
}

/// What is asked of the dossiers.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    pub number: u128,
    pub citizen: u64,
    pub at: i64,
}

/// Entries of one piece.
const CHUNK: usize = 1 << 16;
const NONE: u32 = u32::MAX;

/// All dossiers.
#[derive(Debug)]
pub struct Dossiers {
    seed: u64,
    chunks: Vec<Vec<Entry>>,
    /// Open addressing: the index of an entry, or none.
    slots: Vec<u32>,
    count: usize,
}

impl Dossiers {
    pub fn seed() -> Result<u64> {
        let mut bytes = [0; 8];
        getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("{error}"))?;
        Ok(u64::from_le_bytes(bytes))
    }

    pub fn of(readers: Vec<Reader<'_>>, seed: u64) -> Result<Dossiers> {
        // Chunks are full but for the last of each reader: those are filled up.
        let mut chunks = Vec::new();
        let mut rest: Vec<Entry> = Vec::new();
        for chunk in readers.into_iter().flat_map(|reader| reader.chunks) {
            if chunk.len() == CHUNK {
                chunks.push(chunk);
                continue;
            }
            rest.extend(chunk);
            while rest.len() >= CHUNK {
                let over = rest.split_off(CHUNK);
                chunks.push(std::mem::replace(&mut rest, over));
            }
        }
        let count = chunks.len() * CHUNK + rest.len();
        chunks.push(rest);
        ensure!(count < NONE as usize, "quá nhiều hồ sơ ({count})");
        let size = (count * 3 / 2).next_power_of_two().max(16);
        let mut slots = vec![NONE; size];
        let mask = size - 1;
        for (index, entry) in chunks.iter().flatten().enumerate() {
            let mut slot = entry.number as usize & mask;
            while slots[slot] != NONE {
                slot = (slot + 1) & mask;
            }
            slots[slot] = index as u32;
        }
        Ok(Dossiers { seed, chunks, slots, count })
    }

    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub fn number(&self, text: &str) -> u128 {
        xxh3_128_with_seed(text.as_bytes(), self.seed)
    }

    pub fn citizen(&self, text: &str) -> u64 {
        xxh3_64_with_seed(text.as_bytes(), self.seed)
    }

    /// How each fits.
    pub fn fits(&self, asked: &[Asked], fits: &mut Vec<Fit>) {
        let mask = self.slots.len() - 1;
        fits.clear();
        fits.resize(asked.len(), Fit::Unknown);
        // The slots of all, then the entries of all: none waits for the one before.
        let firsts: Vec<u32> = asked.iter().map(|one| self.slots[one.number as usize & mask]).collect();
        for ((one, fit), first) in asked.iter().zip(fits).zip(firsts) {
            let mut slot = one.number as usize & mask;
            let mut index = first;
            while index != NONE {
                let entry = &self.chunks[index as usize / CHUNK][index as usize % CHUNK];
                if entry.number == one.number {
                    *fit = (*fit).max(entry.fit(one));
                }
                slot = (slot + 1) & mask;
                index = self.slots[slot];
            }
        }
    }
}

impl Entry {
    fn fit(&self, asked: &Asked) -> Fit {
        if self.citizen != asked.citizen {
            Fit::OtherCitizen
        } else if asked.at < self.from || asked.at > self.until {
            Fit::OtherTime
        } else {
            Fit::Explained
        }
    }
}

/// Takes rows of dossiers.
#[derive(Debug)]
pub struct Reader<'a> {
    seed: u64,
    times: &'a Times,
    before: i64,
    after: i64,
    chunks: Vec<Vec<Entry>>,
}

impl<'a> Reader<'a> {
    pub fn new(seed: u64, times: &'a Times, parameters: &Parameters) -> Self {
        Reader {
            seed,
            times,
            before: micros(parameters.before_opened_hours, HOUR),
            after: micros(parameters.after_closed_days, DAY),
            chunks: Vec::new(),
        }
    }
}

/// The time in a cell; none where it is empty.
pub(super) fn stated(cell: &Cell<'_>, times: &Times) -> Result<Option<crate::mapping::Stated>, Reason> {
    use crate::mapping::Stated;
    match cell {
        cell if cell.is_empty() => Ok(None),
        Cell::Moment(at) => Ok(Some(Stated::At(*at))),
        cell => {
            let mut buffer = String::new();
            times.stated(cell.text(&mut buffer)).map(Some).ok_or(Reason::Time)
        }
    }
}

impl Sink for Reader<'_> {
    fn row(&mut self, _: Place, cells: &[Cell<'_>]) -> Result<Option<Reason>> {
        if cells[0].is_empty() || cells[1].is_empty() {
            return Ok(Some(Reason::Missing));
        }
        let (Ok(opened), Ok(closed)) = (stated(&cells[2], self.times), stated(&cells[3], self.times)) else {
            return Ok(Some(Reason::Time));
        };
        let (mut number, mut citizen) = (String::new(), String::new());
        let entry = Entry {
            number: xxh3_128_with_seed(cells[0].text(&mut number).as_bytes(), self.seed),
            citizen: xxh3_64_with_seed(cells[1].text(&mut citizen).as_bytes(), self.seed),
            // Never opened, it explains nothing; not closed, it has no end.
            from: opened.map_or(i64::MAX, |at| at.begins().saturating_sub(self.before)),
            until: match (opened, closed) {
                (None, _) => i64::MIN,
                (_, None) => i64::MAX,
                (_, Some(at)) => at.ends().saturating_add(self.after),
            },
        };
        match self.chunks.last_mut() {
            Some(chunk) if chunk.len() < CHUNK => chunk.push(entry),
            _ => {
                let mut chunk = Vec::with_capacity(CHUNK);
                chunk.push(entry);
                self.chunks.push(chunk);
            }
        }
        Ok(None)
    }
}
