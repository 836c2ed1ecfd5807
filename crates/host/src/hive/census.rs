//! Everything in a hive, counted: what was read, and what was damaged and why.

use super::{DEEPEST, Damage, Hive, Key};
use crate::little::u32_at;
use std::collections::{BTreeMap, HashSet};

/// Bytes a hive bin's size is a multiple of.
const PAGE: usize = 4096;
/// Keys that are visited or wait for it, at most.
const MOST_KEYS: usize = 8_000_000;

/// What a hive holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Census {
    pub keys: u64,
    pub values: u64,
    /// Parts that were skipped, by what is wrong with them.
    pub damaged: BTreeMap<Damage, u64>,
}

impl Census {
    pub fn damages(&self) -> u64 {
        self.damaged.values().sum()
    }

    fn note(&mut self, damage: Damage) {
        *self.damaged.entry(damage).or_default() += 1;
    }
}

pub(super) fn take(hive: &Hive<'_>) -> Census {
    let mut census = Census::default();
    look_at_bins(hive, &mut census);
    let mut seen = HashSet::new();
    let mut waiting: Vec<(Key<'_>, usize)> = Vec::new();
    match hive.root() {
        Ok(root) => waiting.push((root, 0)),
        Err(damage) => census.note(damage),
    }
    while let Some((key, depth)) = waiting.pop() {
        if !seen.insert(key.at()) {
            census.note(Damage::Cycle);
            continue;
        }
        if seen.len() + waiting.len() > MOST_KEYS {
            census.note(Damage::Limit);
            break;
        }
        if depth > DEEPEST {
            census.note(Damage::Limit);
            continue;
        }
        census.keys += 1;
        look_at_values(&key, &mut census);
        let listing = key.subkeys();
        if listing.damaged.is_empty() && listing.found.len() != key.count() as usize {
            census.note(Damage::List);
        }
        for damage in &listing.damaged {
            census.note(*damage);
        }
        waiting.extend(listing.found.into_iter().map(|key| (key, depth + 1)));
        if listing.damaged.contains(&Damage::Limit) {
            break;
        }
    }
    census
}

fn look_at_values(key: &Key<'_>, census: &mut Census) {
    if let Err(damage) = key.class() {
        census.note(damage);
    }
    let listing = key.values();
    for damage in listing.damaged {
        census.note(damage);
    }
    for value in listing.found {
        census.values += 1;
        if let Err(damage) = value.bytes() {
            census.note(damage);
        }
    }
}

/// Bins follow each other without gaps; each says where it stands and how long it is.
fn look_at_bins(hive: &Hive<'_>, census: &mut Census) {
    let bins = hive.bins();
    if bins.len() < hive.base.bins_size as usize {
        census.note(Damage::CutShort);
    }
    let mut at = 0;
    while at < bins.len() {
        let size = u32_at(bins, at + 8).unwrap_or_default() as usize;
        let signed = bins[at..].starts_with(b"hbin");
        let placed = u32_at(bins, at + 4).is_some_and(|said| said as usize == at);
        let sized = size >= PAGE && size.is_multiple_of(PAGE) && size <= bins.len() - at;
        if !(signed && placed && sized) {
            census.note(Damage::Bin);
        }
        at += if signed && sized { size } else { PAGE };
    }
}
