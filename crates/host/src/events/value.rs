//! A value of binary XML, read as what somebody asks for (MS-EVEN6 2.2.16).

use super::binxml::Name;
use crate::hive::filetime;
use crate::little::{u16_at, u32_at, u64_at};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Subordinate authorities of a security identifier, at most (MS-DTYP 2.4.2).
const MOST_AUTHORITIES: usize = 15;
/// Bit of a list of values.
const LIST: u8 = 0x80;

#[derive(Debug, Clone, Copy)]
pub(super) struct Scalar<'a> {
    pub kind: u8,
    /// Where it stands in its chunk.
    pub at: usize,
    pub bytes: &'a [u8],
}

impl<'a> Scalar<'a> {
    /// As one text of at most so many characters; nothing for what is no text and for
    /// an empty one.
    pub fn text(&self, most: usize) -> Option<String> {
        let text = match self.kind {
            0x01 => wide(self.bytes, most),
            // Of a list of texts all of them, a space between.
            kind if kind == 0x01 | LIST => wide(self.bytes, most).replace('\0', " ").trim().to_owned(),
            0x02 => {
                let bytes = self.bytes.split(|byte| *byte == 0).next().unwrap_or_default();
                String::from_utf8_lossy(bytes).chars().take(most).collect()
            }
            0x0D => (!self.bytes.iter().all(|byte| *byte == 0)).to_string(),
            0x0F => guid(self.bytes)?,
            0x11 | 0x12 => self.instant()?.to_string(),
            0x13 => sid(self.bytes)?,
            0x14 | 0x15 => format!("{:#x}", self.whole()?),
            0x03 | 0x05 | 0x07 | 0x09 => self.signed()?.to_string(),
            _ => self.whole()?.to_string(),
        };
        (!text.is_empty()).then_some(text)
    }

    /// As a number: one that is one, or a text that says one.
    pub fn whole(&self) -> Option<u64> {
        match (self.kind, self.bytes.len()) {
            (0x03 | 0x04, 1) => self.bytes.first().map(|byte| u64::from(*byte)),
            (0x05 | 0x06, 2) => u16_at(self.bytes, 0).map(u64::from),
            (0x07 | 0x08 | 0x0D | 0x10 | 0x14, 4) => u32_at(self.bytes, 0).map(u64::from),
            (0x09 | 0x0A | 0x10 | 0x15, 8) => u64_at(self.bytes, 0),
            (0x01 | 0x02, _) => {
                let text = self.text(20)?;
                match text.strip_prefix("0x") {
                    Some(digits) => u64::from_str_radix(digits, 16).ok(),
                    None => text.parse().ok(),
                }
            }
            _ => None,
        }
    }

    fn signed(&self) -> Option<i64> {
        match self.bytes {
            [byte] => Some(i64::from(byte.cast_signed())),
            [low, high] => Some(i64::from(i16::from_le_bytes([*low, *high]))),
            bytes if bytes.len() == 4 => u32_at(bytes, 0).map(|number| i64::from(number.cast_signed())),
            bytes => u64_at(bytes, 0).map(u64::cast_signed),
        }
    }

    pub fn instant(&self) -> Option<Timestamp> {
        match self.kind {
            0x11 => filetime(u64_at(self.bytes, 0)?),
            // SYSTEMTIME, in UTC here.
            0x12 => {
                let part = |at: usize| u16_at(self.bytes, at * 2).map(u16::cast_signed);
                let small = |at: usize| part(at).and_then(|number| i8::try_from(number).ok());
                let time = DateTime::new(part(0)?, small(1)?, small(3)?, small(4)?, small(5)?, small(6)?, 0);
                Offset::UTC.to_timestamp(time.ok()?).ok()
            }
            0x01 => self.text(40)?.parse().ok(),
            _ => None,
        }
    }

    /// As a name to look others up by.
    pub fn name(&self) -> Option<Name<'a>> {
        (self.kind == 0x01).then(|| match self.bytes {
            [name @ .., 0, 0] if name.len().is_multiple_of(2) => Name(name),
            name => Name(name),
        })
    }
}

fn wide(bytes: &[u8], most: usize) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair));
    let text = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).take(most);
    let mut text: String = text.collect();
    text.truncate(text.trim_end_matches('\0').len());
    text
}

fn guid(bytes: &[u8]) -> Option<String> {
    let bytes: &[u8; 16] = bytes.try_into().ok()?;
    let (first, second, third) = (u32_at(bytes, 0)?, u16_at(bytes, 4)?, u16_at(bytes, 6)?);
    let rest: Vec<String> = bytes[8..].iter().map(|byte| format!("{byte:02X}")).collect();
    Some(format!("{{{first:08X}-{second:04X}-{third:04X}-{}-{}}}", rest[..2].concat(), rest[2..].concat()))
}

/// A security identifier (MS-DTYP 2.4.2).
fn sid(bytes: &[u8]) -> Option<String> {
    let (revision, count) = (*bytes.first()?, usize::from(*bytes.get(1)?));
    let authority = bytes.get(2..8)?.iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    if count > MOST_AUTHORITIES {
        return None;
    }
    let mut text = format!("S-{revision}-{authority}");
    for at in 0..count {
        text.push_str(&format!("-{}", u32_at(bytes, 8 + at * 4)?));
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(kind: u8, bytes: &[u8]) -> Option<String> {
        Scalar { kind, at: 0, bytes }.text(100)
    }

    #[test]
    fn values_are_written_as_windows_writes_them() {
        assert_eq!(text(0x01, b"a\0b\0\0\0").as_deref(), Some("ab"));
        assert_eq!(text(0x81, b"a\0\0\0b\0\0\0").as_deref(), Some("a b"));
        assert_eq!(text(0x07, &(-3i32).to_le_bytes()).as_deref(), Some("-3"));
        assert_eq!(text(0x14, &0xC000_006Au32.to_le_bytes()).as_deref(), Some("0xc000006a"));
        let sid = [1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0];
        assert_eq!(text(0x13, &sid).as_deref(), Some("S-1-5-32-544"));
        assert_eq!(
            text(0x0F, &(0..16).collect::<Vec<u8>>()).as_deref(),
            Some("{03020100-0504-0706-0809-0A0B0C0D0E0F}")
        );
        assert_eq!(text(0x00, &[]), None);
        assert_eq!(text(0x13, &sid[..10]), None);
    }
}
