//! Texts that stand again and again, each kept once and called by a number.

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

/// Accounts, systems or terminals of one reader, in the order they were met.
#[derive(Debug, Default)]
pub struct Names {
    texts: Vec<Box<str>>,
    table: HashTable<u32>,
}

impl Names {
    /// The number of a text; a new one when it was not met before.
    pub fn number(&mut self, text: &str) -> u32 {
        let hash = xxh3_64(text.as_bytes());
        let texts = &self.texts;
        if let Some(number) = self.table.find(hash, |number| &*texts[*number as usize] == text) {
            return *number;
        }
        let number = self.texts.len() as u32;
        self.texts.push(text.into());
        let texts = &self.texts;
        self.table.insert_unique(hash, number, |number| xxh3_64(texts[*number as usize].as_bytes()));
        number
    }

    pub fn find(&self, text: &str) -> Option<u32> {
        self.table.find(xxh3_64(text.as_bytes()), |number| &*self.texts[*number as usize] == text).copied()
    }

    pub fn text(&self, number: u32) -> &str {
        &self.texts[number as usize]
    }

    pub fn texts(&self) -> &[Box<str>] {
        &self.texts
    }

    pub fn len(&self) -> usize {
        self.texts.len()
    }

    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }
}

/// The names of several readers in one order, that of their bytes: a rank compares as
/// its text does.
#[derive(Debug, Default)]
pub struct Ranked {
    pub texts: Vec<Box<str>>,
    /// For each reader, from its number to the rank.
    pub ranks: Vec<Vec<u32>>,
}

impl Ranked {
    pub fn of<'a>(readers: impl Iterator<Item = &'a Names> + Clone) -> Ranked {
        let mut texts: Vec<Box<str>> =
            readers.clone().flat_map(|names| names.texts.iter().cloned()).collect();
        texts.sort_unstable();
        texts.dedup();
        let ranks = readers
            .map(|names| {
                names.texts.iter().map(|text| texts.binary_search(text).unwrap_or_default() as u32).collect()
            })
            .collect();
        Ranked { texts, ranks }
    }
}
