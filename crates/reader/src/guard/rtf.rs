//! The text of RTF files, line by line: body, headers, notes, text boxes.

use super::line;
use crate::envelope::EnvelopeError;
use crate::limits::Limits;
use crate::words::Paragraph;

/// Groups that hold no text.
const SKIPPED: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "pict",
    "themedata",
    "datastore",
    "listtable",
    "rsidtbl",
    "xmlnstbl",
    "generator",
];
/// Words that end a line.
const BREAKS: &[&str] = &["par", "line", "cell", "row", "sect", "page", "nestcell", "nestrow", "tab"];

#[derive(Clone, Copy)]
struct Group {
    skipped: bool,
    /// Characters that stand in for each `\u`.
    stand_ins: usize,
}

pub(super) fn lines(bytes: &[u8], limits: &Limits) -> Result<Vec<Paragraph>, EnvelopeError> {
    let mut out: Vec<Paragraph> = Vec::new();
    let mut open = String::new();
    let mut stack: Vec<Group> = Vec::new();
    let mut here = Group { skipped: false, stand_ins: 1 };
    let mut pass = 0_usize;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' => {
                if stack.len() >= limits.xml_depth {
                    return Err(EnvelopeError::XmlDepth { limit: limits.xml_depth });
                }
                stack.push(here);
                at += 1;
            }
            b'}' => {
                here = stack.pop().unwrap_or(here);
                at += 1;
            }
            b'\\' => {
                let next = bytes.get(at + 1).copied().unwrap_or(b' ');
                if next == b'\'' {
                    let code = bytes.get(at + 2..at + 4).and_then(|hex| std::str::from_utf8(hex).ok());
                    let byte = code.and_then(|hex| u8::from_str_radix(hex, 16).ok());
                    at += 4;
                    if pass > 0 {
                        pass -= 1;
                    } else if let Some(byte) = byte
                        && !here.skipped
                    {
                        open.push(from_1258(byte));
                    }
                    continue;
                }
                if !next.is_ascii_alphabetic() {
                    if next == b'~' && !here.skipped {
                        open.push(' ');
                    } else if matches!(next, b'\\' | b'{' | b'}') && !here.skipped {
                        open.push(char::from(next));
                    }
                    at += 2;
                    continue;
                }
                let word_end = (at + 1..bytes.len())
                    .find(|end| !bytes[*end].is_ascii_alphabetic())
                    .unwrap_or(bytes.len());
                let number_end = (word_end..bytes.len())
                    .find(|end| !(bytes[*end].is_ascii_digit() || *end == word_end && bytes[*end] == b'-'))
                    .unwrap_or(bytes.len());
                let word = std::str::from_utf8(&bytes[at + 1..word_end]).unwrap_or_default();
                let number: Option<i32> =
                    std::str::from_utf8(&bytes[word_end..number_end]).ok().and_then(|text| text.parse().ok());
                at = number_end + usize::from(bytes.get(number_end) == Some(&b' '));
                match (word, number) {
                    ("objdata" | "bin", _) => {
                        return Err(EnvelopeError::Broken(
                            "đối tượng nhúng trong tệp RTF không xem xét được".to_owned(),
                        ));
                    }
                    ("u", Some(code)) if !here.skipped => {
                        let unit =
                            u32::try_from(if code < 0 { code + 0x1_0000 } else { code }).unwrap_or(0x20);
                        open.push(char::from_u32(unit).unwrap_or(' '));
                        pass = here.stand_ins;
                    }
                    ("uc", Some(count)) => here.stand_ins = usize::try_from(count).unwrap_or(1).min(4),
                    (word, _) if SKIPPED.contains(&word) => here.skipped = true,
                    (word, _) if BREAKS.contains(&word) => flush(&mut open, &mut out, limits)?,
                    _ => {}
                }
            }
            b'\r' | b'\n' => at += 1,
            byte => {
                if pass > 0 {
                    pass -= 1;
                } else if !here.skipped {
                    open.push(from_1258(byte));
                }
                at += 1;
            }
        }
        if open.len() > limits.paragraph_chars {
            flush(&mut open, &mut out, limits)?;
        }
    }
    flush(&mut open, &mut out, limits)?;
    Ok(out)
}

fn flush(open: &mut String, out: &mut Vec<Paragraph>, limits: &Limits) -> Result<(), EnvelopeError> {
    if out.len() >= limits.paragraphs {
        return Err(EnvelopeError::Unpacked { limit: limits.paragraphs });
    }
    if !open.trim().is_empty() {
        out.push(line(open, None));
    }
    open.clear();
    Ok(())
}

/// A byte of Windows' Vietnamese code page; marks are letters of their own.
fn from_1258(byte: u8) -> char {
    match byte {
        0xC3 => 'Ă',
        0xE3 => 'ă',
        0xCC => '\u{300}',
        0xD0 => 'Đ',
        0xF0 => 'đ',
        0xD2 => '\u{309}',
        0xD5 => 'Ơ',
        0xF5 => 'ơ',
        0xDD => 'Ư',
        0xFD => 'ư',
        0xDE => '\u{303}',
        0xEC => '\u{301}',
        0xF2 => '\u{323}',
        other => char::from(other),
    }
}
