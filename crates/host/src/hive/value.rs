//! Values of a key ("Key value", "Big data").

use super::text::{is_named, name, utf16};
use super::{Damage, Hive};
use crate::little::{u16_at, u32_at};
use std::borrow::Cow;

/// Bytes of one segment of big data.
const SEGMENT: usize = 16_344;
/// The bit of a length that says the data stands in the offset's place.
const RESIDENT: u32 = 1 << 31;
const HEAD: usize = 20;
const COMPRESSED: u16 = 1;
const TOMBSTONE: u16 = 2;
/// Texts of a list, at most.
const MOST_TEXTS: usize = 100_000;

/// What a value says its data is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    None,
    Text,
    ExpandText,
    Binary,
    Whole,
    WholeBigEndian,
    Link,
    Several,
    ResourceList,
    ResourceDescriptor,
    ResourceRequirements,
    Long,
    /// Not one of the predefined; device properties have such.
    Other(u32),
}

impl From<u32> for Type {
    fn from(number: u32) -> Self {
        match number {
            0 => Type::None,
            1 => Type::Text,
            2 => Type::ExpandText,
            3 => Type::Binary,
            4 => Type::Whole,
            5 => Type::WholeBigEndian,
            6 => Type::Link,
            7 => Type::Several,
            8 => Type::ResourceList,
            9 => Type::ResourceDescriptor,
            10 => Type::ResourceRequirements,
            11 => Type::Long,
            other => Type::Other(other),
        }
    }
}

#[derive(Debug, Clone)]
pub struct Value<'h> {
    hive: &'h Hive<'h>,
    cell: &'h [u8],
}

impl<'h> Value<'h> {
    /// `None` for the mark of a deleted value of a layered key.
    pub(super) fn read(hive: &'h Hive<'h>, at: u32) -> Result<Option<Self>, Damage> {
        let cell = hive.cell(at)?;
        if !cell.starts_with(b"vk") || cell.len() < HEAD {
            return Err(Damage::Signature);
        }
        let value = Value { hive, cell };
        value.stored_name()?;
        Ok((value.flags() & TOMBSTONE == 0).then_some(value))
    }

    /// Empty for the key's default value.
    pub fn name(&self) -> String {
        self.stored_name().map(|stored| name(stored, self.flags() & COMPRESSED != 0)).unwrap_or_default()
    }

    pub(super) fn is_named(&self, wanted: &str) -> bool {
        self.stored_name().is_ok_and(|stored| is_named(stored, self.flags() & COMPRESSED != 0, wanted))
    }

    pub fn kind(&self) -> Type {
        Type::from(self.number(12))
    }

    /// How long the data is said to be.
    pub fn length(&self) -> usize {
        (self.number(4) & !RESIDENT) as usize
    }

    /// The data as it lies there.
    ///
    /// # Errors
    /// When not all of it is there.
    pub fn bytes(&self) -> Result<Cow<'h, [u8]>, Damage> {
        let length = self.length();
        if self.number(4) & RESIDENT != 0 {
            return self
                .cell
                .get(8..8 + length.min(5))
                .filter(|data| data.len() == length && length <= 4)
                .map(Cow::Borrowed)
                .ok_or(Damage::Data);
        }
        if length == 0 {
            return Ok(Cow::Borrowed(&[]));
        }
        let cell = self.hive.cell(self.number(8))?;
        if length > SEGMENT && self.hive.base.splits_data() && cell.starts_with(b"db") {
            return self.gathered(cell, length).map(Cow::Owned);
        }
        let data = cell.get(..length).ok_or(Damage::Data)?;
        self.hive.spend(length)?;
        Ok(Cow::Borrowed(data))
    }

    /// A text; `None` when the value is of another type.
    ///
    /// # Errors
    /// When its data is damaged.
    pub fn text(&self) -> Result<Option<String>, Damage> {
        match self.kind() {
            Type::Text | Type::ExpandText | Type::Link => Ok(Some(utf16(&self.bytes()?))),
            _ => Ok(None),
        }
    }

    /// A number; `None` when the value is of another type.
    ///
    /// # Errors
    /// When its data is damaged or not as long as its type is.
    pub fn whole(&self) -> Result<Option<u64>, Damage> {
        let data = match self.kind() {
            Type::Whole | Type::WholeBigEndian | Type::Long => self.bytes()?,
            _ => return Ok(None),
        };
        let data = data.as_ref();
        let number = match self.kind() {
            Type::Whole => data.try_into().ok().map(|word| u64::from(u32::from_le_bytes(word))),
            Type::WholeBigEndian => data.try_into().ok().map(|word| u64::from(u32::from_be_bytes(word))),
            _ => data.try_into().ok().map(u64::from_le_bytes),
        };
        number.map(Some).ok_or(Damage::Data)
    }

    /// A list of texts; `None` when the value is of another type.
    ///
    /// # Errors
    /// When its data is damaged.
    pub fn several(&self) -> Result<Option<Vec<String>>, Damage> {
        if self.kind() != Type::Several {
            return Ok(None);
        }
        let data = self.bytes()?;
        let units: Vec<u16> =
            data.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        let texts = units.split(|unit| *unit == 0).take_while(|text| !text.is_empty());
        Ok(Some(texts.take(MOST_TEXTS).map(String::from_utf16_lossy).collect()))
    }

    fn gathered(&self, head: &[u8], length: usize) -> Result<Vec<u8>, Damage> {
        let count = u16_at(head, 2).ok_or(Damage::Data)?;
        if usize::from(count) != length.div_ceil(SEGMENT) {
            return Err(Damage::Data);
        }
        let list = self.hive.cell(u32_at(head, 4).ok_or(Damage::Data)?)?;
        let mut data = Vec::with_capacity(length.min(self.hive.bytes.len()));
        for number in 0..usize::from(count) {
            let segment = self.hive.cell(u32_at(list, number * 4).ok_or(Damage::List)?)?;
            let wanted = (length - data.len()).min(SEGMENT);
            self.hive.spend(wanted)?;
            data.extend_from_slice(segment.get(..wanted).ok_or(Damage::Data)?);
        }
        Ok(data)
    }

    fn stored_name(&self) -> Result<&'h [u8], Damage> {
        let length = usize::from(u16_at(self.cell, 2).ok_or(Damage::Name)?);
        self.cell.get(HEAD..HEAD + length).ok_or(Damage::Name)
    }

    fn flags(&self) -> u16 {
        u16_at(self.cell, 16).unwrap_or_default()
    }

    fn number(&self, at: usize) -> u32 {
        u32_at(self.cell, at).unwrap_or_default()
    }
}
