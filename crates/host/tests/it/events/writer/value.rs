//! Values of events and their bytes (MS-EVEN6 2.2.16).

use jiff::Timestamp;

#[derive(Debug, Clone, PartialEq)]
pub enum Val {
    Text(String),
    Whole(u32),
    Long(u64),
    Hex(u64),
    Time(Timestamp),
    Sid(String),
    Guid([u8; 16]),
    Binary(Vec<u8>),
    Null,
    /// The template it is a value of, with itself as its value so many times over.
    Within(u8),
}

impl Val {
    pub fn room(&self) -> usize {
        match self {
            Val::Text(text) => text.len() * 2,
            Val::Binary(bytes) => bytes.len() * 4,
            _ => 100,
        }
    }

    /// Its kind and bytes.
    pub fn bytes(&self) -> (u8, Vec<u8>) {
        match self {
            Val::Text(text) => (0x01, text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            Val::Whole(number) => (0x08, number.to_le_bytes().to_vec()),
            Val::Long(number) => (0x0A, number.to_le_bytes().to_vec()),
            Val::Hex(number) => (0x15, number.to_le_bytes().to_vec()),
            Val::Time(at) => (0x11, filetime(*at).to_le_bytes().to_vec()),
            Val::Sid(text) => (0x13, sid(text)),
            Val::Guid(bytes) => (0x0F, bytes.to_vec()),
            Val::Binary(bytes) => (0x0E, bytes.clone()),
            Val::Null => (0x00, Vec::new()),
            Val::Within(levels) => (0x21, vec![*levels]),
        }
    }

    pub fn text(&self) -> String {
        match self {
            Val::Text(text) | Val::Sid(text) => text.clone(),
            Val::Whole(number) => number.to_string(),
            Val::Long(number) => number.to_string(),
            Val::Hex(number) => format!("{number:#x}"),
            Val::Time(at) => at.to_string(),
            Val::Guid(bytes) => format!("{bytes:02x?}"),
            Val::Binary(bytes) => bytes.iter().map(|byte| format!("{byte:02X}")).collect(),
            Val::Null | Val::Within(_) => String::new(),
        }
    }
}

fn sid(text: &str) -> Vec<u8> {
    let numbers: Vec<u64> = text.split('-').skip(1).map(|part| part.parse().expect("a number")).collect();
    let mut bytes = vec![numbers[0] as u8, numbers.len() as u8 - 2];
    bytes.extend(&numbers[1].to_be_bytes()[2..]);
    bytes.extend(numbers[2..].iter().flat_map(|number| (*number as u32).to_le_bytes()));
    bytes
}

pub fn filetime(at: Timestamp) -> u64 {
    (at.as_nanosecond() / 100 + 116_444_736_000_000_000) as u64
}
