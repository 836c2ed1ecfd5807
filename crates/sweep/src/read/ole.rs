//! What a compound file is, its property sets ([MS-OLEPS]) and the objects
//! embedded in it ([MS-OLEDS]).

use super::compound::{Compound, long, short, wide};
use super::{code_page, doc, message, ppt, xls};
use crate::text::{Carrier, Gather, Unread};
use encoding_rs::{Encoding, WINDOWS_1252};

/// Properties of one set, and values of one vector.
const PROPERTIES: u32 = 4_096;

pub(super) fn read(bytes: &[u8], gather: &mut Gather) {
    let compound = match Compound::open(bytes) {
        Ok(compound) => compound,
        Err(reason) => return gather.fail(reason),
    };
    for name in ["\u{5}SummaryInformation", "\u{5}DocumentSummaryInformation"] {
        if let Some(set) = compound.stream(name) {
            properties(&set, gather);
        }
    }
    if compound.has("EncryptedPackage") || compound.has("EncryptedSummary") {
        return gather.fail(Unread::Encrypted);
    }
    if compound.has("WordDocument") {
        doc::read(&compound, gather);
    } else if let Some(book) = compound.stream("Workbook").or_else(|| compound.stream("Book")) {
        xls::read(&book, gather);
    } else if compound.has("PowerPoint Document") {
        ppt::read(&compound, gather);
    } else if compound.has("__properties_version1.0") {
        message::outlook(&compound, gather);
    } else if !packed(&compound, gather) {
        gather.fail(Unread::Unsupported);
    }
    objects(&compound, gather);
}

/// A file packed in an object; whether the object is known.
fn packed(compound: &Compound, gather: &mut Gather) -> bool {
    let mut known = false;
    if let Some(native) = compound.stream("\u{1}Ole10Native") {
        known = true;
        if let Some((name, inner)) = package(native.get(4..).unwrap_or_default()) {
            gather.member(&name, Ok(inner), true);
        }
    }
    for name in ["Package", "CONTENTS"] {
        if let Some(inner) = compound.stream(name) {
            known = true;
            gather.member(name, Ok(&inner), true);
        }
    }
    // Formulas, controls and the like hold no document.
    known || compound.has("Equation Native") || compound.has("\u{1}CompObj") || compound.has("\u{1}Ole")
}

/// Objects of a document: each stands in a storage of its own.
fn objects(compound: &Compound, gather: &mut Gather) {
    const KINDS: [&str; 8] = [
        "WordDocument",
        "Workbook",
        "Book",
        "PowerPoint Document",
        "\u{1}Ole10Native",
        "Package",
        "CONTENTS",
        "EncryptedPackage",
    ];
    let storages: Vec<&str> = compound
        .entries
        .iter()
        .filter(|entry| !entry.is_stream && !entry.path.starts_with("__"))
        .map(|entry| entry.path.as_str())
        .filter(|path| KINDS.iter().any(|kind| compound.has(&format!("{path}/{kind}"))))
        .collect();
    for path in &storages {
        // What stands in an object of an object is found there.
        let inside =
            storages.iter().any(|outer| path.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/')));
        if inside {
            continue;
        }
        let name: String = path.chars().filter(|c| !c.is_control()).collect();
        match compound.storage(path, gather.limits.file_bytes.min(gather.left)) {
            Some(bytes) => {
                gather.left = gather.left.saturating_sub(bytes.len() as u64);
                gather.member(&name, Ok(&bytes), true);
            }
            None => gather.member(&name, Err(Unread::TooLarge), true),
        }
    }
}

/// The strings of a property set. They stand one after another, so together they are no
/// longer than the set: thousands of properties that name one long string are no text.
pub(super) fn properties(set: &[u8], gather: &mut Gather) {
    let mut left = set.len();
    let sections = long(set, 24).min(4) as usize;
    for nth in 0..sections {
        let start = long(set, 28 + nth * 20 + 16) as usize;
        let Some(section) = set.get(start..) else { continue };
        let count = long(section, 4).min(PROPERTIES) as usize;
        let places: Vec<(u32, usize)> =
            (0..count).map(|at| (long(section, 8 + at * 8), long(section, 12 + at * 8) as usize)).collect();
        let page = places.iter().find(|(id, _)| *id == 1).map(|(_, at)| i64::from(short(section, at + 4)));
        let encoding = page.map_or(WINDOWS_1252, code_page::of);
        for (id, at) in places {
            if id > 1 {
                value(section, at, encoding, &mut left, gather);
            } else if id == 0 {
                names(section, at, encoding, &mut left, gather);
            }
        }
    }
}

fn value(section: &[u8], at: usize, encoding: &'static Encoding, left: &mut usize, gather: &mut Gather) {
    const STRING: u32 = 0x1E;
    const WIDE_STRING: u32 = 0x1F;
    const VECTOR: u32 = 0x1000;
    let kind = long(section, at) & 0xFFFF;
    let mut place = at + 4;
    match kind {
        STRING | WIDE_STRING => {
            text(section, &mut place, kind, encoding, left, gather);
        }
        kind if kind & VECTOR != 0 && matches!(kind & 0xFFF, STRING | WIDE_STRING) => {
            let count = long(section, place).min(PROPERTIES);
            place += 4;
            for _ in 0..count {
                if !text(section, &mut place, kind & 0xFFF, encoding, left, gather) {
                    break;
                }
            }
        }
        // Pairs of titles and numbers.
        0x100C => {
            let count = long(section, place).min(PROPERTIES);
            place += 4;
            for _ in 0..count {
                let kind = long(section, place) & 0xFFFF;
                place += 4;
                match kind {
                    STRING | WIDE_STRING => {
                        if !text(section, &mut place, kind, encoding, left, gather) {
                            break;
                        }
                    }
                    3 => place += 4,
                    _ => break,
                }
            }
        }
        _ => {}
    }
}

fn text(
    section: &[u8],
    place: &mut usize,
    kind: u32,
    encoding: &'static Encoding,
    left: &mut usize,
    gather: &mut Gather,
) -> bool {
    let length = long(section, *place) as usize;
    let is_wide = kind == 0x1F || encoding == encoding_rs::UTF_16LE;
    let bytes = if kind == 0x1F { length.saturating_mul(2) } else { length };
    let Some(raw) = section.get(*place + 4..(*place + 4).saturating_add(bytes)) else { return false };
    if !string(raw, is_wide, encoding, left, gather) {
        return false;
    }
    *place += 4 + bytes;
    if kind == 0x1F {
        *place = place.next_multiple_of(4);
    }
    true
}

/// A string, as far as its set has bytes left that none before it took.
fn string(
    raw: &[u8],
    is_wide: bool,
    encoding: &'static Encoding,
    left: &mut usize,
    gather: &mut Gather,
) -> bool {
    let Some(rest) = left.checked_sub(raw.len()) else {
        gather.fail(Unread::Corrupt);
        return false;
    };
    *left = rest;
    let text = if is_wide { wide(raw) } else { encoding.decode_without_bom_handling(raw).0.into_owned() };
    gather.text(Carrier::Property, text.trim_end_matches('\0'));
    true
}

/// The names of custom properties.
fn names(section: &[u8], at: usize, encoding: &'static Encoding, left: &mut usize, gather: &mut Gather) {
    let count = long(section, at).min(PROPERTIES);
    let mut place = at + 4;
    for _ in 0..count {
        let length = long(section, place + 4) as usize;
        let is_wide = encoding == encoding_rs::UTF_16LE;
        let bytes = if is_wide { length.saturating_mul(2).next_multiple_of(4) } else { length };
        let Some(raw) = section.get(place + 8..(place + 8).saturating_add(bytes)) else { return };
        if !string(raw, is_wide, encoding, left, gather) {
            return;
        }
        place += 8 + bytes;
    }
}

/// An object as RTF and old files embed it: class, topic, item, data.
pub(super) fn old_object(bytes: &[u8]) -> Option<(String, &[u8])> {
    let mut at = 8;
    let mut class = String::new();
    for nth in 0..3 {
        let length = long(bytes, at) as usize;
        let raw = bytes.get(at + 4..(at + 4).checked_add(length)?)?;
        if nth == 0 {
            class = raw.iter().take_while(|byte| **byte != 0).map(|byte| char::from(*byte)).collect();
        }
        at += 4 + length;
    }
    let length = long(bytes, at) as usize;
    let end = (at + 4).saturating_add(length).min(bytes.len());
    let data = bytes.get(at + 4..end)?;
    if class == "Package" {
        return package(data);
    }
    (!data.is_empty()).then_some((class, data))
}

/// A file wrapped by the Packager: names, then the data.
fn package(bytes: &[u8]) -> Option<(String, &[u8])> {
    let mut at = 2;
    let mut names = Vec::new();
    for _ in 0..2 {
        let end = bytes.get(at..)?.iter().take(2_048).position(|byte| *byte == 0)?;
        let raw = &bytes[at..at + end];
        names.push(
            String::from_utf8(raw.to_vec())
                .unwrap_or_else(|_| raw.iter().map(|byte| char::from(*byte)).collect()),
        );
        at += end + 1;
    }
    at += 4;
    let path = long(bytes, at) as usize;
    at = at.checked_add(4)?.checked_add(path)?;
    let length = long(bytes, at) as usize;
    let data = bytes.get(at + 4..(at + 4).checked_add(length)?.min(bytes.len()))?;
    let name = names.into_iter().find(|name| !name.is_empty()).unwrap_or_else(|| "package".to_owned());
    let name = name.rsplit(['\\', '/']).next().unwrap_or_default().to_owned();
    Some((name, data))
}

/// Text on a path in drawings of Office ([MS-ODRAW] 2.2.9, 2.3.22): WordArt.
pub(super) fn art(drawing: &[u8], gather: &mut Gather) {
    /// `gtextUNICODE`, `wzDescription`
    const TEXT: u16 = 0x00C0;
    const DESCRIPTION: u16 = 0x0381;
    for at in memchr::memmem::find_iter(drawing, b"\x0B\xF0").take(100_000) {
        let Some(start) = at.checked_sub(2) else { continue };
        let head = short(drawing, start);
        let count = usize::from(head >> 4);
        let length = long(drawing, start + 4) as usize;
        let Some(body) = drawing.get(start + 8..(start + 8).saturating_add(length).min(drawing.len())) else {
            continue;
        };
        if head & 15 != 3 || count * 6 > body.len() {
            continue;
        }
        let mut complex = count * 6;
        for nth in 0..count {
            let id = short(body, nth * 6);
            let size = long(body, nth * 6 + 2) as usize;
            if id & 0x8000 == 0 {
                continue;
            }
            let Some(data) = body.get(complex..complex.saturating_add(size)) else { break };
            complex += size;
            let carrier = match id & 0x3FFF {
                TEXT => Carrier::WordArt,
                DESCRIPTION => Carrier::TextBox,
                _ => continue,
            };
            let text = wide(data).trim_end_matches('\0').to_owned();
            let piece = crate::text::Piece::new(carrier, text);
            gather.push(if carrier == Carrier::WordArt { piece.framed() } else { piece });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;

    /// A set of one section, whose properties are all the same string.
    fn set(properties: u32, string: &[u8]) -> Vec<u8> {
        let mut section = vec![0; 4];
        section.extend(properties.to_le_bytes());
        let at = 8 + properties * 8;
        for id in 0..properties {
            section.extend((id + 2).to_le_bytes());
            section.extend(at.to_le_bytes());
        }
        section.extend(0x1E_u32.to_le_bytes());
        section.extend((string.len() as u32).to_le_bytes());
        section.extend(string);
        let mut set = vec![0; 24];
        set.extend(1_u32.to_le_bytes());
        set.extend([0; 16]);
        set.extend(48_u32.to_le_bytes());
        set.extend(section);
        set
    }

    #[test]
    fn properties_that_name_one_string_thousands_of_times_are_no_text() {
        let limits = Limits::default();
        let read = |set: &[u8]| {
            let mut give = |_: crate::text::Member<'_>, _: &mut u64| {};
            let mut gather = Gather::new(&limits, u64::MAX, &mut give);
            properties(set, &mut gather);
            gather.reading
        };
        let one = read(&set(1, b"Phong Tham muu"));
        assert_eq!((one.pieces.len(), one.unread), (1, None));
        let many = set(4_000, "A".repeat(20_000).as_bytes());
        let reading = read(&many);
        let chars: usize = reading.pieces.iter().map(|piece| piece.text.len()).sum();
        assert!((1..=many.len()).contains(&chars), "{chars}");
        assert_eq!(reading.unread, Some(Unread::Corrupt));
    }
}
