//! Windows code pages, by their numbers and by the character sets of fonts.

use encoding_rs::{Encoding, WINDOWS_1252};

/// The code page of a font's character set (`\fcharset`).
pub(super) fn of_char_set(number: i64) -> Option<&'static Encoding> {
    Some(of(match number {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    }))
}

/// The encoding of a Windows code page.
pub(super) fn of(number: i64) -> &'static Encoding {
    let label: &[u8] = match number {
        932 => b"shift_jis",
        936 => b"gbk",
        949 => b"euc-kr",
        950 => b"big5",
        874 => b"windows-874",
        1250 => b"windows-1250",
        1251 => b"windows-1251",
        1253 => b"windows-1253",
        1254 => b"windows-1254",
        1255 => b"windows-1255",
        1256 => b"windows-1256",
        1257 => b"windows-1257",
        1258 => b"windows-1258",
        10000 => b"macintosh",
        65001 => b"utf-8",
        1200 => b"utf-16le",
        _ => b"windows-1252",
    };
    Encoding::for_label(label).unwrap_or(WINDOWS_1252)
}
