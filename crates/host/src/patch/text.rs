//! Bytes of a command's output → text. Windows writes UTF-16 from PowerShell,
//! the OEM code page of the system's language from its console, and people save
//! either as UTF-8.
//!
//! Not here: what the text says. What is read of it (numbers, versions, "x64",
//! the word Windows) is ASCII in every OEM code page, so the page itself, which
//! no such file names, is never guessed at.

/// How a file's text was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    Utf8,
    Utf16,
    /// Some OEM code page: all that is not ASCII is U+FFFD.
    Oem,
}

/// How much of a file is looked at to tell UTF-16 without its mark.
const LOOKED_AT: usize = 4096;

/// The text of a file, with the blanks that are no ASCII blanks made so.
pub(super) fn decode(bytes: &[u8]) -> (String, Encoding) {
    let (text, encoding) = match bytes {
        [0xFF, 0xFE, rest @ ..] => (wide(rest, u16::from_le_bytes), Encoding::Utf16),
        [0xFE, 0xFF, rest @ ..] => (wide(rest, u16::from_be_bytes), Encoding::Utf16),
        [0xEF, 0xBB, 0xBF, rest @ ..] => narrow(rest),
        _ => match unmarked_pairs(bytes) {
            Some(pair) => (wide(bytes, pair), Encoding::Utf16),
            None => narrow(bytes),
        },
    };
    (text.replace('\u{A0}', " "), encoding)
}

fn wide(bytes: &[u8], pair: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|two| pair([two[0], two[1]]));
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn narrow(bytes: &[u8]) -> (String, Encoding) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), Encoding::Utf8),
        Err(_) => (bytes.iter().map(|byte| oem(*byte)).collect(), Encoding::Oem),
    }
}

fn oem(byte: u8) -> char {
    match byte {
        0..0x80 => char::from(byte),
        // The blank that does not break: of code pages 437 and 850 to 866, and of
        // the Windows pages.
        0xFF | 0xA0 => ' ',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// Which half of each pair is nothing, where nearly all pairs are such: ASCII
/// text in UTF-16 whose mark was lost.
fn unmarked_pairs(bytes: &[u8]) -> Option<fn([u8; 2]) -> u16> {
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    let pairs = head.len() / 2;
    let empty = |half: usize| head.chunks_exact(2).filter(|two| two[half] == 0 && two[1 - half] != 0).count();
    let nearly_all = |count: usize| pairs >= 8 && count * 10 >= pairs * 7;
    if nearly_all(empty(1)) {
        return Some(u16::from_le_bytes);
    }
    nearly_all(empty(0)).then_some(u16::from_be_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SAID: &str = "OS Name:   Microsoft Windows 7 Enterprise";

    #[test]
    fn one_text_is_read_alike_in_every_encoding() {
        let units = || SAID.encode_utf16();
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        let marked = |mark: &[u8], rest: &[u8]| [mark, rest].concat();
        let cases = [
            (SAID.as_bytes().to_vec(), Encoding::Utf8),
            (marked(&[0xEF, 0xBB, 0xBF], SAID.as_bytes()), Encoding::Utf8),
            (marked(&[0xFF, 0xFE], &little), Encoding::Utf16),
            (marked(&[0xFE, 0xFF], &big), Encoding::Utf16),
            (little, Encoding::Utf16),
            (big, Encoding::Utf16),
        ];
        for (bytes, encoding) in cases {
            assert_eq!(decode(&bytes), (SAID.to_owned(), encoding));
        }
    }

    #[test]
    fn an_unknown_code_page_keeps_its_ascii() {
        // French, code page 850: "Système", and a blank that does not break.
        let (text, encoding) = decode(b"Syst\x8Ame: Windows\xFF7");
        assert_eq!((text.as_str(), encoding), ("Syst\u{FFFD}me: Windows 7", Encoding::Oem));
    }

    proptest! {
        #[test]
        fn any_bytes_are_some_text(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let (text, _) = decode(&bytes);
            prop_assert!(text.chars().count() <= bytes.len());
        }
    }
}
