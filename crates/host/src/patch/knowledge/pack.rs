//! Numbers, texts and blocks as they stand in a file of knowledge.
//!
//! Not here: what they mean.

use super::KnowledgeError;
use flate2::Compression;
use flate2::bufread::ZlibDecoder;
use flate2::write::ZlibEncoder;
use std::io::{self, Read as _, Write as _};

/// Bytes, read from the front. Nothing is allocated that the bytes left could
/// not hold.
#[derive(Debug)]
pub struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Cursor { bytes, at: 0 }
    }

    pub fn at(&self) -> usize {
        self.at
    }

    pub fn take(&mut self, count: usize) -> Result<&'a [u8], KnowledgeError> {
        let end = self.at.checked_add(count).ok_or(KnowledgeError::Damaged)?;
        let taken = self.bytes.get(self.at..end).ok_or(KnowledgeError::Damaged)?;
        self.at = end;
        Ok(taken)
    }

    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], KnowledgeError> {
        self.take(N)?.try_into().map_err(|_| KnowledgeError::Damaged)
    }

    /// A number of four bytes.
    pub fn long(&mut self) -> Result<usize, KnowledgeError> {
        Ok(u32::from_le_bytes(self.array()?) as usize)
    }

    /// A number in LEB128, of at most five bytes.
    pub fn number(&mut self) -> Result<u32, KnowledgeError> {
        let mut number = 0_u32;
        for place in 0..5 {
            let byte = *self.bytes.get(self.at).ok_or(KnowledgeError::Damaged)?;
            self.at += 1;
            number |= u32::from(byte & 0x7F) << (7 * place);
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(KnowledgeError::Damaged)
    }

    pub fn text(&mut self) -> Result<&'a str, KnowledgeError> {
        let length = self.number()? as usize;
        std::str::from_utf8(self.take(length)?).map_err(|_| KnowledgeError::Damaged)
    }

    /// A table: how many members, and each.
    pub fn table<T>(
        &mut self,
        limit: usize,
        member: impl Fn(&mut Self) -> Result<T, KnowledgeError>,
    ) -> Result<Vec<T>, KnowledgeError> {
        let count = self.number()? as usize;
        if count > limit {
            return Err(KnowledgeError::TooLarge { limit });
        }
        // A member has at least a byte.
        let mut members = Vec::with_capacity(count.min(self.bytes.len() - self.at));
        for _ in 0..count {
            members.push(member(self)?);
        }
        Ok(members)
    }

    pub fn numbers(&mut self, limit: usize) -> Result<Vec<u32>, KnowledgeError> {
        self.table(limit, Self::number)
    }

    pub fn names(&mut self, limit: usize) -> Result<Names, KnowledgeError> {
        let mut names = Names::default();
        for text in self.table(limit, Self::text)? {
            names.push(text);
        }
        Ok(names)
    }

    /// So many numbers, each below a bound.
    pub fn column(&mut self, count: usize, bound: usize) -> Result<Vec<u32>, KnowledgeError> {
        let mut column = Vec::with_capacity(count.min(self.bytes.len() - self.at));
        for _ in 0..count {
            let number = self.number()?;
            if number as usize >= bound {
                return Err(KnowledgeError::Damaged);
            }
            column.push(number);
        }
        Ok(column)
    }

    /// A packed block, unpacked.
    pub fn block(&mut self, limit: usize) -> Result<Vec<u8>, KnowledgeError> {
        let (packed, plain) = (self.long()?, self.long()?);
        if plain > limit {
            return Err(KnowledgeError::TooLarge { limit });
        }
        let mut bytes = Vec::new();
        let stream = ZlibDecoder::new(self.take(packed)?);
        let most = plain as u64 + 1;
        stream.take(most).read_to_end(&mut bytes).map_err(|_| KnowledgeError::Damaged)?;
        (bytes.len() == plain).then_some(bytes).ok_or(KnowledgeError::Damaged)
    }

    pub fn skip_block(&mut self) -> Result<(), KnowledgeError> {
        let (packed, _) = (self.long()?, self.long()?);
        self.take(packed).map(|_| ())
    }
}

/// Texts in one piece of memory.
#[derive(Debug, Clone, Default)]
pub struct Names {
    text: String,
    ends: Vec<usize>,
}

impl Names {
    pub fn push(&mut self, name: &str) {
        self.text.push_str(name);
        self.ends.push(self.text.len());
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn get(&self, number: u32) -> &str {
        let at = number as usize;
        let start = if at == 0 { 0 } else { self.ends.get(at - 1).copied().unwrap_or_default() };
        self.ends.get(at).map_or("", |end| &self.text[start..*end])
    }

    /// The number of a name, of names that stand in their order.
    pub fn find(&self, name: &str) -> Option<u32> {
        let (mut low, mut high) = (0, u32::try_from(self.len()).ok()?);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.get(middle).cmp(name) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

pub fn put_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

pub fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_number(bytes, text.len() as u32);
    bytes.extend_from_slice(text.as_bytes());
}

pub fn put_names<'a>(bytes: &mut Vec<u8>, names: impl ExactSizeIterator<Item = &'a str>) {
    put_number(bytes, names.len() as u32);
    names.for_each(|name| put_text(bytes, name));
}

pub fn put_numbers(bytes: &mut Vec<u8>, numbers: impl ExactSizeIterator<Item = u32>) {
    put_number(bytes, numbers.len() as u32);
    numbers.for_each(|number| put_number(bytes, number));
}

/// Packs a block as tightly as zlib does.
pub fn put_block(out: &mut impl io::Write, plain: &[u8]) -> io::Result<()> {
    let mut packing = ZlibEncoder::new(Vec::new(), Compression::best());
    packing.write_all(plain)?;
    let packed = packing.finish()?;
    out.write_all(&(packed.len() as u32).to_le_bytes())?;
    out.write_all(&(plain.len() as u32).to_le_bytes())?;
    out.write_all(&packed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_put_is_read_again(numbers in proptest::collection::vec(any::<u32>(), 0..50), text in ".{0,40}") {
            let mut plain = Vec::new();
            put_numbers(&mut plain, numbers.iter().copied());
            put_text(&mut plain, &text);
            let mut out = Vec::new();
            put_block(&mut out, &plain).expect("memory takes it");
            let block = Cursor::new(&out).block(1 << 20).expect("a block");
            let mut read = Cursor::new(&block);
            prop_assert_eq!(read.numbers(50).expect("numbers"), numbers);
            prop_assert_eq!(read.text().expect("a text"), text);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Cursor::new(&bytes).names(1000);
            let _ = Cursor::new(&bytes).table(1000, |row| row.numbers(1000));
            let _ = Cursor::new(&bytes).block(1 << 16);
        }

        #[test]
        fn names_in_their_order_are_found(names in proptest::collection::btree_set("[a-z0-9]{0,6}", 0..30), other in "[a-z0-9]{0,6}") {
            let mut kept = Names::default();
            for name in &names {
                kept.push(name);
            }
            for (at, name) in (0_u32..).zip(&names) {
                prop_assert_eq!(kept.find(name), Some(at));
                prop_assert_eq!(kept.get(at), name);
            }
            prop_assert_eq!(kept.find(&other).is_some(), names.contains(&other));
        }
    }

    #[test]
    fn a_block_that_unpacks_to_more_than_it_says_is_refused() {
        let mut out = Vec::new();
        put_block(&mut out, &vec![0; 100_000]).expect("memory takes it");
        out[4..8].copy_from_slice(&10_u32.to_le_bytes());
        assert_eq!(Cursor::new(&out).block(1 << 20), Err(KnowledgeError::Damaged));
        assert_eq!(Cursor::new(&out).block(5), Err(KnowledgeError::TooLarge { limit: 5 }));
    }
}
