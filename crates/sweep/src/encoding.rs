//! The codes Vietnamese was written in before Unicode, and those beside it.
//!
//! One-byte codes (TCVN, VISCII, VPS) are tables; VNI, CP1258 and VIQR write a
//! mark after its letter. Documents that used such fonts hold the bytes as if they
//! were Western letters; `of_western` takes them back. Not here: guessing which
//! code a text is in.

use encoding_rs::{WINDOWS_1252, WINDOWS_1258};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization as _;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// TCVN 5712:1993, VN1; its part VN3 is what the ABC fonts (`.VnTime`) show,
    /// whose capitals with a tone come from the font (`.VnTimeH`).
    Tcvn,
    Vni,
    Viscii,
    Vps,
    /// Windows 1258: letters, and tones after them.
    Cp1258,
    /// RFC 1456, 7 bits: `Ma^.t`.
    Viqr,
}

/// A one-byte code: its letters below 0x80 and, row by row, those from 0x80 on;
/// a point where there is no Vietnamese letter.
struct Table {
    low: &'static [(u8, char)],
    high: [&'static str; 8],
}

/// TCVN 5712:1993, VN1.
const TCVN: Table = Table {
    low: &[
        (0x01, 'Ú'),
        (0x02, 'Ụ'),
        (0x04, 'Ừ'),
        (0x05, 'Ử'),
        (0x06, 'Ữ'),
        (0x11, 'Ứ'),
        (0x12, 'Ự'),
        (0x13, 'Ỳ'),
        (0x14, 'Ỷ'),
        (0x15, 'Ỹ'),
        (0x16, 'Ý'),
        (0x17, 'Ỵ'),
    ],
    high: [
        "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨ",
        "ÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ",
        "·ĂÂÊÔƠƯĐăâêôơưđẰ",
        "·····àảãáạẲằẳẵắẴ",
        "ẮẦẨẪẤỀặầẩẫấậèỂẻẽ",
        "éẹềểễếệìỉỄẾỒĩíịò",
        "Ổỏõóọồổỗốộờởỡớợù",
        "ỖủũúụừửữứựỳỷỹýỵỐ",
    ],
};

/// RFC 1456.
const VISCII: Table = Table {
    low: &[(0x02, 'Ẳ'), (0x05, 'Ẵ'), (0x06, 'Ẫ'), (0x14, 'Ỷ'), (0x19, 'Ỹ'), (0x1E, 'Ỵ')],
    high: [
        "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ",
        "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ",
        "Õắằặấầẩậẽẹếềểễệố",
        "ồổỗỠƠộờởịỰỨỪỬơớƯ",
        "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ",
        "ĐứÒÓÔạỷừửÙÚỹỵÝỡư",
        "àáâãảăữẫèéêẻìíĩỉ",
        "đựòóôõỏọụùúũủýợỮ",
    ],
};

/// The code of the Vietnamese Professionals Society.
const VPS: Table = Table {
    low: &[
        (0x02, 'Ạ'),
        (0x03, 'Ậ'),
        (0x04, 'Ặ'),
        (0x05, 'Ẹ'),
        (0x06, 'Ệ'),
        (0x10, 'Ị'),
        (0x11, 'Ọ'),
        (0x12, 'Ộ'),
        (0x13, 'Ợ'),
        (0x14, 'Ụ'),
        (0x15, 'Ự'),
        (0x19, 'Ỵ'),
        (0x1C, 'Ẫ'),
        (0x1D, 'Ữ'),
    ],
    high: [
        "ÀẢÃẤẦẨọỗĂếềểệẮẰẲ",
        "Ế··ỀỂỄỐỒỔỖýỷỵỚỜỞ",
        "·ắằẳẵặỠớÙờởỡŨỨợỪ",
        "ổỬỲỸÍÌộỈĨÓửữÒỎÕự",
        "ầÁÂấẩẫậđẻÉÊẹỉễịỹ",
        "ƯỦồốÔỏơÈừứÚũưÝẺ·",
        "àáâãảạă·èéêẽìí·ĩ",
        "ẴĐòóôõ·Ơụùúủ·ỶẼỳ",
    ],
};

/// The marks of VNI after a small letter; 0x20 less after a capital.
const VNI_MARKS: [(u8, &str); 17] = [
    (0xF9, "\u{301}"),
    (0xF8, "\u{300}"),
    (0xFB, "\u{309}"),
    (0xF5, "\u{303}"),
    (0xEF, "\u{323}"),
    (0xEA, "\u{306}"),
    (0xE9, "\u{306}\u{301}"),
    (0xE8, "\u{306}\u{300}"),
    (0xFA, "\u{306}\u{309}"),
    (0xFC, "\u{306}\u{303}"),
    (0xEB, "\u{306}\u{323}"),
    (0xE2, "\u{302}"),
    (0xE1, "\u{302}\u{301}"),
    (0xE0, "\u{302}\u{300}"),
    (0xE5, "\u{302}\u{309}"),
    (0xE3, "\u{302}\u{303}"),
    (0xE4, "\u{302}\u{323}"),
];

/// The letters of VNI that are one byte; 0x20 less for the capital.
const VNI_LETTERS: [(u8, char); 9] = [
    (0xF4, 'ơ'),
    (0xF6, 'ư'),
    (0xED, 'í'),
    (0xEC, 'ì'),
    (0xE6, 'ỉ'),
    (0xF3, 'ĩ'),
    (0xF2, 'ị'),
    (0xEE, 'ỵ'),
    (0xF1, 'đ'),
];

impl Encoding {
    pub const ALL: [Encoding; 6] =
        [Encoding::Tcvn, Encoding::Vni, Encoding::Viscii, Encoding::Vps, Encoding::Cp1258, Encoding::Viqr];

    /// The text of bytes in this code, in NFC. Every byte yields something: what
    /// is no Vietnamese letter is taken as Western.
    pub fn decode(self, bytes: &[u8]) -> String {
        match self {
            Encoding::Tcvn => by_table(&TCVN_LETTERS, bytes),
            Encoding::Viscii => by_table(&VISCII_LETTERS, bytes),
            Encoding::Vps => by_table(&VPS_LETTERS, bytes),
            Encoding::Vni => vni(bytes),
            Encoding::Cp1258 => WINDOWS_1258.decode_without_bom_handling(bytes).0.nfc().collect(),
            Encoding::Viqr => viqr(bytes),
        }
    }

    /// The text of letters that a document holds as if they were Western, because
    /// its font showed them as Vietnamese.
    pub fn of_western(self, text: &str) -> String {
        let mut bytes = Vec::with_capacity(text.len());
        let mut decoded = String::with_capacity(text.len());
        for letter in text.chars() {
            if let Some(byte) = western(letter) {
                bytes.push(byte);
            } else {
                decoded.push_str(&self.decode(&bytes));
                bytes.clear();
                decoded.push(letter);
            }
        }
        decoded + &self.decode(&bytes)
    }
}

/// The byte of a letter in Latin-1 or Windows 1252.
fn western(letter: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(u32::from(letter)) {
        return Some(byte);
    }
    let mut space = [0; 4];
    let (bytes, _, missing) = WINDOWS_1252.encode(letter.encode_utf8(&mut space));
    match bytes.as_ref() {
        [byte] if !missing => Some(*byte),
        _ => None,
    }
}

static TCVN_LETTERS: LazyLock<[char; 256]> = LazyLock::new(|| laid_out(&TCVN));
static VISCII_LETTERS: LazyLock<[char; 256]> = LazyLock::new(|| laid_out(&VISCII));
static VPS_LETTERS: LazyLock<[char; 256]> = LazyLock::new(|| laid_out(&VPS));

fn laid_out(table: &Table) -> [char; 256] {
    let mut letters: [char; 256] = std::array::from_fn(|byte| char::from(byte as u8));
    for (byte, letter) in table.low {
        letters[usize::from(*byte)] = *letter;
    }
    for (at, letter) in table.high.iter().flat_map(|row| row.chars()).enumerate() {
        if letter != '·' {
            letters[0x80 + at] = letter;
        }
    }
    letters
}

fn by_table(letters: &[char; 256], bytes: &[u8]) -> String {
    bytes.iter().map(|byte| letters[usize::from(*byte)]).collect()
}

fn vni(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut after_vowel = false;
    for byte in bytes {
        let small = byte | 0x20;
        let is_high = *byte >= 0xC0;
        let mark = VNI_MARKS.iter().find(|(known, _)| is_high && *known == small);
        let letter = VNI_LETTERS.iter().find(|(known, _)| is_high && *known == small);
        if let (true, Some((_, mark))) = (after_vowel, mark) {
            text.push_str(mark);
            after_vowel = false;
            continue;
        }
        if let Some((_, letter)) = letter {
            if small == *byte {
                text.push(*letter);
            } else {
                text.extend(letter.to_uppercase());
            }
            after_vowel = matches!(letter, 'ơ' | 'ư');
            continue;
        }
        text.push(char::from(*byte));
        after_vowel = b"aeouyAEOUY".contains(byte);
    }
    text.nfc().collect()
}

/// Letters, then `(`, `^` or `+`, then a tone: `'`, a grave accent, `?`, `~`, `.`
/// A backslash keeps the next sign as it is. As marks are ordinary signs too, only
/// what makes a Vietnamese letter is taken.
fn viqr(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let [first, more @ ..] = rest {
        rest = more;
        if *first == b'\\' && more.first().is_some_and(|next| b"(^+'`?~.dD\\".contains(next)) {
            text.push(char::from(more[0]));
            rest = &more[1..];
            continue;
        }
        if let (b'd' | b'D', Some(b'd' | b'D')) = (first, more.first()) {
            text.push(if *first == b'd' { 'đ' } else { 'Đ' });
            rest = &more[1..];
            continue;
        }
        text.push(char::from(*first));
        let shape = match (first.to_ascii_lowercase(), more.first()) {
            (b'a', Some(b'(')) => "\u{306}",
            (b'a' | b'e' | b'o', Some(b'^')) => "\u{302}",
            (b'o' | b'u', Some(b'+')) => "\u{31B}",
            _ => "",
        };
        if !shape.is_empty() {
            text.push_str(shape);
            rest = &rest[1..];
        }
        let tone = match (b"aeiouyAEIOUY".contains(first), rest.first()) {
            (true, Some(b'\'')) => "\u{301}",
            (true, Some(b'`')) => "\u{300}",
            (true, Some(b'?')) => "\u{309}",
            (true, Some(b'~')) => "\u{303}",
            (true, Some(b'.')) => "\u{323}",
            _ => "",
        };
        if !tone.is_empty() {
            text.push_str(tone);
            rest = &rest[1..];
        }
    }
    text.nfc().collect()
}
