//! LZXPRESS Huffman, as Windows 10 packs what it keeps of programs ("[MS-XCA] Xpress
//! Compression Algorithm", 2.2: LZ77+Huffman).
//!
//! Not here: packing, and the head that says how long the plain bytes are (`layout`).

use crate::little::{u16_at, u32_at};

/// Plain bytes of one block; each has code lengths of its own.
const BLOCK: usize = 65_536;
/// Bytes of 512 code lengths, four bits each.
const TABLE: usize = 256;
const SYMBOLS: usize = 512;
/// Bits of the longest code.
const LONGEST: u32 = 15;
/// The first symbol that copies what was there before.
const COPY: u16 = 256;
/// Words of sixteen bits the reader may look ahead past the end of the packed bytes.
const AHEAD: u32 = 2;

/// Why packed bytes cannot be unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum XpressError {
    #[error("the packed bytes end before all is unpacked")]
    CutShort,
    #[error("the lengths of its codes make no code")]
    Code,
    #[error("it copies from before its beginning")]
    Copy,
}

/// Unpacks to exactly so many bytes. The caller limits them.
pub(super) fn unpack(packed: &[u8], length: usize) -> Result<Vec<u8>, XpressError> {
    // Room beyond what is likely is asked for only as it is needed.
    let mut plain = Vec::with_capacity(length.min(packed.len().saturating_mul(8)));
    let mut at = 0;
    while plain.len() < length {
        let table = Table::read(packed.get(at..at + TABLE).ok_or(XpressError::CutShort)?)?;
        let mut bits = Bits::at(packed, at + TABLE)?;
        let end = (plain.len() + BLOCK).min(length);
        while plain.len() < end {
            match table.next(&mut bits)? {
                byte if byte < COPY => plain.push(byte as u8),
                symbol => copy(&mut plain, &mut bits, symbol - COPY, length)?,
            }
        }
        at = bits.at;
    }
    Ok(plain)
}

fn copy(plain: &mut Vec<u8>, bits: &mut Bits<'_>, symbol: u16, most: usize) -> Result<(), XpressError> {
    let mut count = usize::from(symbol & 15);
    let wide = u32::from(symbol >> 4);
    if count == 15 {
        count = bits.long_count()?;
    }
    let back = (1 << wide) + bits.take(wide)? as usize;
    let count = (count + 3).min(most - plain.len());
    let from = plain.len().checked_sub(back).ok_or(XpressError::Copy)?;
    // What is copied may reach into itself: then it repeats.
    for at in from..from + count {
        plain.push(plain[at]);
    }
    Ok(())
}

/// Which symbol the next fifteen bits begin with, and how many of them are its code.
struct Table(Vec<(u16, u8)>);

impl Table {
    /// Canonical codes: shorter ones first, of one length in the order of symbols.
    fn read(lengths: &[u8]) -> Result<Self, XpressError> {
        let length = |symbol: usize| {
            let pair = lengths.get(symbol / 2).copied().unwrap_or_default();
            if symbol.is_multiple_of(2) { pair & 15 } else { pair >> 4 }
        };
        let mut entries = Vec::with_capacity(1 << LONGEST);
        for wanted in 1..=LONGEST as u8 {
            for symbol in (0..SYMBOLS).filter(|symbol| length(*symbol) == wanted) {
                let count = 1_usize << (LONGEST - u32::from(wanted));
                if entries.len() + count > 1 << LONGEST {
                    return Err(XpressError::Code);
                }
                entries.resize(entries.len() + count, (symbol as u16, wanted));
            }
        }
        if entries.len() == 1 << LONGEST { Ok(Table(entries)) } else { Err(XpressError::Code) }
    }

    fn next(&self, bits: &mut Bits<'_>) -> Result<u16, XpressError> {
        let (symbol, length) = self.0[(bits.next >> (32 - LONGEST)) as usize];
        bits.drop(u32::from(length))?;
        Ok(symbol)
    }
}

/// Bits in words of sixteen, the highest first; lengths stand as whole bytes between
/// the words.
struct Bits<'p> {
    packed: &'p [u8],
    at: usize,
    next: u32,
    /// Bits of the second word that are left.
    spare: u32,
    missing: u32,
}

impl<'p> Bits<'p> {
    fn at(packed: &'p [u8], at: usize) -> Result<Self, XpressError> {
        let mut bits = Bits { packed, at, next: 0, spare: 16, missing: 0 };
        bits.next = u32::from(bits.word()?) << 16;
        bits.next |= u32::from(bits.word()?);
        Ok(bits)
    }

    fn word(&mut self) -> Result<u16, XpressError> {
        let word = u16_at(self.packed, self.at);
        self.at += 2;
        if word.is_none() {
            self.missing += 1;
            if self.missing > AHEAD {
                return Err(XpressError::CutShort);
            }
        }
        Ok(word.unwrap_or_default())
    }

    fn drop(&mut self, count: u32) -> Result<(), XpressError> {
        self.next = self.next.checked_shl(count).unwrap_or_default();
        if let Some(spare) = self.spare.checked_sub(count) {
            self.spare = spare;
        } else {
            let short = count - self.spare;
            self.next |= u32::from(self.word()?) << short;
            self.spare = 16 - short;
        }
        Ok(())
    }

    fn take(&mut self, count: u32) -> Result<u32, XpressError> {
        let taken = if count == 0 { 0 } else { self.next >> (32 - count) };
        self.drop(count)?;
        Ok(taken)
    }

    /// A count of fifteen and more: a byte, where that is too small a word, where that
    /// is too small two.
    fn long_count(&mut self) -> Result<usize, XpressError> {
        let byte = *self.packed.get(self.at).ok_or(XpressError::CutShort)?;
        self.at += 1;
        if byte < 255 {
            return Ok(usize::from(byte) + 15);
        }
        let word = u16_at(self.packed, self.at).ok_or(XpressError::CutShort)?;
        self.at += 2;
        match word {
            0 => {}
            1..15 => return Err(XpressError::Copy),
            word => return Ok(usize::from(word)),
        }
        let long = u32_at(self.packed, self.at).ok_or(XpressError::CutShort)?;
        self.at += 4;
        Ok(long as usize)
    }
}
