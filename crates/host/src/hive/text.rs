//! Names, texts and times as hives write them.

use jiff::Timestamp;

/// Hundreds of nanoseconds from 1601-01-01, where FILETIME begins, to 1970-01-01.
const BEFORE_1970: i128 = 116_444_736_000_000_000;

/// A FILETIME; `None` for zero ("never") and for times no calendar holds.
pub fn filetime(ticks: u64) -> Option<Timestamp> {
    if ticks == 0 {
        return None;
    }
    Timestamp::from_nanosecond((i128::from(ticks) - BEFORE_1970) * 100).ok()
}

/// UTF-16LE up to its first null; what is no character becomes U+FFFD, an odd last
/// byte is left out.
pub(crate) fn utf16(bytes: &[u8]) -> String {
    char::decode_utf16(units(bytes).take_while(|unit| *unit != 0))
        .map(|read| read.unwrap_or('\u{FFFD}'))
        .collect()
}

/// A name: "extended ASCII", which is the first 256 characters of Unicode, or
/// UTF-16LE. A null in it is part of it: programs hide keys that way.
pub(super) fn name(bytes: &[u8], compressed: bool) -> String {
    if compressed {
        bytes.iter().copied().map(char::from).collect()
    } else {
        char::decode_utf16(units(bytes)).map(|read| read.unwrap_or('\u{FFFD}')).collect()
    }
}

/// Whether a stored name is the one wanted, in any case.
pub(super) fn is_named(bytes: &[u8], compressed: bool, wanted: &str) -> bool {
    if compressed {
        alike(bytes.iter().copied().map(char::from), wanted)
    } else {
        alike(char::decode_utf16(units(bytes)).map(|read| read.unwrap_or('\u{FFFD}')), wanted)
    }
}

fn units(bytes: &[u8]) -> impl Iterator<Item = u16> {
    bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
}

/// Letter by letter, as the registry compares: upper-case forms of one character.
fn alike(one: impl Iterator<Item = char>, other: &str) -> bool {
    let upper = |letter: char| {
        let mut forms = letter.to_uppercase();
        match (forms.next(), forms.next()) {
            (Some(form), None) => form,
            _ => letter,
        }
    };
    one.map(upper).eq(other.chars().map(upper))
}
