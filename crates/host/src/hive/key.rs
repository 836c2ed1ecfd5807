//! Keys and the lists of their subkeys and values ("Key node", "Index leaf",
//! "Fast leaf", "Hash leaf", "Index root", "Key values list").

use super::cell::NOWHERE;
use super::text::{filetime, is_named, name, utf16};
use super::value::Value;
use super::{DEEPEST, Damage, Hive, Listing};
use crate::little::{u16_at, u32_at, u64_at};
use jiff::Timestamp;

const HEAD: usize = 76;
const COMPRESSED: u16 = 0x20;
/// Its count of values is a handle instead.
const PREDEFINED: u16 = 0x40;
/// Bytes of a key's name, at most: 255 characters, as Windows allows them, and one.
const LONGEST_NAME: usize = 512;

#[derive(Debug, Clone)]
pub struct Key<'h> {
    hive: &'h Hive<'h>,
    at: u32,
    cell: &'h [u8],
}

impl<'h> Key<'h> {
    pub(super) fn read(hive: &'h Hive<'h>, at: u32) -> Result<Self, Damage> {
        let cell = hive.cell(at)?;
        if !cell.starts_with(b"nk") || cell.len() < HEAD {
            return Err(Damage::Signature);
        }
        let key = Key { hive, at, cell };
        let name = key.stored_name()?;
        hive.spend(HEAD + name.len())?;
        Ok(key)
    }

    pub fn name(&self) -> String {
        self.stored_name().map(|stored| name(stored, self.is_compressed())).unwrap_or_default()
    }

    /// When the key, its values or its list of subkeys last changed.
    pub fn written(&self) -> Option<Timestamp> {
        filetime(u64_at(self.cell, 4)?)
    }

    /// The class name, where something is hidden in it or the system keeps parts of
    /// its boot key.
    ///
    /// # Errors
    /// When it is said to be there and is not.
    pub fn class(&self) -> Result<Option<String>, Damage> {
        let length = usize::from(u16_at(self.cell, 74).ok_or(Damage::Name)?);
        let at = self.number(48);
        if at == NOWHERE || length == 0 {
            return Ok(None);
        }
        let cell = self.hive.cell(at)?;
        self.hive.spend(length)?;
        cell.get(..length).map(utf16).map(Some).ok_or(Damage::Name)
    }

    pub fn subkeys(&self) -> Listing<Key<'h>> {
        let mut listing = Listing { found: Vec::new(), damaged: Vec::new() };
        // No more keys than the file has room for; a list of more repeats some.
        let most = self.hive.bins().len() / HEAD;
        self.each_subkey(&mut |read| {
            match read {
                Ok(_) if listing.found.len() >= most => listing.damaged.push(Damage::Cycle),
                Ok(key) => listing.found.push(key),
                Err(damage) => listing.damaged.push(damage),
            }
            listing.damaged.len() < most.max(1)
        });
        listing
    }

    /// The subkey of a name, in any case. `None` when it is not there.
    ///
    /// # Errors
    /// When it was not found, and part of the list could not be read.
    pub fn subkey(&self, wanted: &str) -> Result<Option<Key<'h>>, Damage> {
        let mut found = None;
        let mut damaged = None;
        self.each_subkey(&mut |read| {
            match read {
                Ok(key) if key.is_named(wanted) => found = Some(key),
                Ok(_) => {}
                Err(damage) => damaged = Some(damage),
            }
            found.is_none()
        });
        match (found, damaged) {
            (None, Some(damage)) => Err(damage),
            (found, _) => Ok(found),
        }
    }

    /// The key of a path below this one, parts separated by `\`, in any case.
    ///
    /// # Errors
    /// As [`Key::subkey`], for any key on the way.
    pub fn key(&self, path: &str) -> Result<Option<Key<'h>>, Damage> {
        let mut key = self.clone();
        for part in path.split('\\').filter(|part| !part.is_empty()).take(DEEPEST) {
            match key.subkey(part)? {
                Some(next) => key = next,
                None => return Ok(None),
            }
        }
        Ok(Some(key))
    }

    pub fn values(&self) -> Listing<Value<'h>> {
        let mut listing = Listing { found: Vec::new(), damaged: Vec::new() };
        let (count, at) = (self.number(36), self.number(40));
        if count == 0 || self.flags() & PREDEFINED != 0 {
            return listing;
        }
        let list = match self.hive.cell(at) {
            Ok(list) => list,
            Err(damage) => {
                listing.damaged.push(damage);
                return listing;
            }
        };
        for number in 0..count as usize {
            let Some(at) = u32_at(list, number * 4) else {
                listing.damaged.push(Damage::List);
                break;
            };
            match Value::read(self.hive, at) {
                Ok(value) => listing.found.extend(value),
                Err(damage) => listing.damaged.push(damage),
            }
            if listing.damaged.last() == Some(&Damage::Limit) {
                break;
            }
        }
        listing
    }

    /// The value of a name, in any case; the default value's is empty. `None` when it
    /// is not there.
    ///
    /// # Errors
    /// When it was not found, and part of the list could not be read.
    pub fn value(&self, wanted: &str) -> Result<Option<Value<'h>>, Damage> {
        let listing = self.values();
        let found = listing.found.into_iter().find(|value| value.is_named(wanted));
        match (found, listing.damaged.first()) {
            (None, Some(damage)) => Err(*damage),
            (found, _) => Ok(found),
        }
    }

    /// How many subkeys it is said to have.
    pub(super) fn count(&self) -> u32 {
        self.number(20)
    }

    /// Where it stands, which no two keys share.
    pub(super) fn at(&self) -> u32 {
        self.at
    }

    fn is_named(&self, wanted: &str) -> bool {
        self.stored_name().is_ok_and(|stored| is_named(stored, self.is_compressed(), wanted))
    }

    /// Gives each subkey, or what is wrong in its place, until told to stop.
    fn each_subkey(&self, give: &mut impl FnMut(Result<Key<'h>, Damage>) -> bool) {
        if self.count() == 0 {
            return;
        }
        match self.hive.cell(self.number(28)) {
            Err(damage) => {
                give(Err(damage));
            }
            Ok(list) if list.starts_with(b"ri") => {
                for at in Offsets::of(list, 4) {
                    // A root lists leaves; one that lists roots could go on for ever.
                    let goes_on = match at.and_then(|at| self.hive.cell(at)) {
                        Ok(leaf) => self.each_of_leaf(leaf, give),
                        Err(damage) => give(Err(damage)) && damage != Damage::Limit,
                    };
                    if !goes_on {
                        return;
                    }
                }
            }
            Ok(leaf) => {
                self.each_of_leaf(leaf, give);
            }
        }
    }

    fn each_of_leaf(&self, leaf: &[u8], give: &mut impl FnMut(Result<Key<'h>, Damage>) -> bool) -> bool {
        let step = match leaf.get(..2) {
            Some(b"lf" | b"lh") => 8,
            Some(b"li") => 4,
            _ => return give(Err(Damage::Signature)),
        };
        for at in Offsets::of(leaf, step) {
            let read = at.and_then(|at| Key::read(self.hive, at));
            let over = matches!(read, Err(Damage::Limit));
            if !give(read) || over {
                return false;
            }
        }
        true
    }

    fn stored_name(&self) -> Result<&'h [u8], Damage> {
        let length = usize::from(u16_at(self.cell, 72).ok_or(Damage::Name)?);
        if length > LONGEST_NAME {
            return Err(Damage::Name);
        }
        self.cell.get(HEAD..HEAD + length).ok_or(Damage::Name)
    }

    fn is_compressed(&self) -> bool {
        self.flags() & COMPRESSED != 0
    }

    fn flags(&self) -> u16 {
        u16_at(self.cell, 2).unwrap_or_default()
    }

    fn number(&self, at: usize) -> u32 {
        u32_at(self.cell, at).unwrap_or_default()
    }
}

/// The offsets a list holds; one that is shorter than its count ends with what is
/// wrong with it.
struct Offsets<'l> {
    list: &'l [u8],
    step: usize,
    next: usize,
    count: usize,
}

impl<'l> Offsets<'l> {
    fn of(list: &'l [u8], step: usize) -> Self {
        let count = usize::from(u16_at(list, 2).unwrap_or_default());
        Offsets { list, step, next: 0, count }
    }
}

impl Iterator for Offsets<'_> {
    type Item = Result<u32, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.count {
            return None;
        }
        let at = u32_at(self.list, 4 + self.next * self.step);
        self.next = if at.is_some() { self.next + 1 } else { self.count };
        Some(at.ok_or(Damage::List))
    }
}
