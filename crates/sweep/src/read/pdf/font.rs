//! Fonts of PDF: from the bytes of a string to letters and their widths
//! (ISO 32000-1, 9.6 to 9.10).

use crate::text::Face;
use lopdf::{Dictionary, Document, Encoding, Object};
use std::collections::HashMap;

/// Letters a font may name, bytes of its tables.
const LETTERS: usize = 70_000;
const TABLE: usize = 8 << 20;
/// Width of a letter the font says nothing of, in thousandths.
const UNKNOWN: f64 = 500.0;

/// One letter of a string: its text, its width for a font of size one, and
/// whether word spacing widens it.
pub(super) struct Letter {
    pub text: String,
    pub width: f64,
    pub space: bool,
}

pub(super) struct Font<'a> {
    composite: bool,
    map: HashMap<u32, String>,
    /// Bytes of a code, as the map tells it; 0 for not.
    code_bytes: usize,
    encoding: Option<Encoding<'a>>,
    widths: HashMap<u32, f64>,
    default_width: f64,
    pub face: Option<Face>,
}

impl<'a> Font<'a> {
    pub fn read(document: &'a Document, dictionary: &'a Dictionary) -> Self {
        let name =
            |key: &[u8]| dictionary.get_deref(key, document).and_then(Object::as_name).unwrap_or_default();
        let composite = name(b"Subtype") == b"Type0";
        let (map, code_bytes) = dictionary
            .get_deref(b"ToUnicode", document)
            .and_then(Object::as_stream)
            .and_then(|stream| stream.get_plain_content_with_limit(TABLE))
            .map(|source| to_unicode(&source))
            .unwrap_or_default();
        let encoding =
            if map.is_empty() { dictionary.get_font_encoding_with_limit(document, TABLE).ok() } else { None };
        let (widths, default_width) = if composite {
            composite_widths(document, dictionary)
        } else {
            simple_widths(document, dictionary)
        };
        let face = Face::of(&String::from_utf8_lossy(name(b"BaseFont")));
        Font { composite, map, code_bytes, encoding, widths, default_width, face }
    }

    pub fn letters(&self, bytes: &[u8]) -> Vec<Letter> {
        let step = match (self.composite, self.code_bytes) {
            (false, _) => 1,
            (true, 1) => 1,
            (true, _) => 2,
        };
        bytes
            .chunks(step)
            .map(|code| {
                let number = code.iter().fold(0_u32, |value, byte| value << 8 | u32::from(*byte));
                let width = self.widths.get(&number).copied().unwrap_or(self.default_width) / 1000.0;
                Letter { text: self.text(number, code), width, space: step == 1 && code == b" " }
            })
            .collect()
    }

    fn text(&self, number: u32, code: &[u8]) -> String {
        if let Some(text) = self.map.get(&number) {
            return text.clone();
        }
        let known = self.encoding.as_ref().and_then(|encoding| encoding.bytes_to_string(code).ok());
        match known {
            Some(text) if !text.is_empty() => text,
            _ if self.composite => String::new(),
            _ => code.iter().map(|byte| char::from(*byte)).filter(|letter| !letter.is_control()).collect(),
        }
    }
}

fn float(document: &Document, object: &Object) -> Option<f64> {
    document.dereference(object).ok().and_then(|(_, object)| object.as_float().ok()).map(f64::from)
}

fn simple_widths(document: &Document, dictionary: &Dictionary) -> (HashMap<u32, f64>, f64) {
    let first = dictionary.get_deref(b"FirstChar", document).and_then(Object::as_i64).unwrap_or(0);
    let mut widths = HashMap::new();
    if let Ok(list) = dictionary.get_deref(b"Widths", document).and_then(Object::as_array) {
        for (nth, width) in list.iter().take(LETTERS).enumerate() {
            if let (Some(width), Ok(code)) =
                (float(document, width), u32::try_from(first.saturating_add(nth as i64)))
            {
                widths.insert(code, width);
            }
        }
    }
    (widths, UNKNOWN)
}

/// `/W [first [w w …] first last w …]` of the descendant font.
fn composite_widths(document: &Document, dictionary: &Dictionary) -> (HashMap<u32, f64>, f64) {
    let mut widths = HashMap::new();
    let descendant = dictionary
        .get_deref(b"DescendantFonts", document)
        .and_then(Object::as_array)
        .ok()
        .and_then(|list| list.first())
        .and_then(|object| document.dereference(object).ok())
        .and_then(|(_, object)| object.as_dict().ok());
    let Some(descendant) = descendant else { return (widths, 1000.0) };
    let default = descendant.get(b"DW").ok().and_then(|object| float(document, object)).unwrap_or(1000.0);
    let Ok(list) = descendant.get_deref(b"W", document).and_then(Object::as_array) else {
        return (widths, default);
    };
    let mut at = 0;
    while at + 1 < list.len() && widths.len() < LETTERS {
        let Some(first) = float(document, &list[at]).map(|first| first.max(0.0) as u32) else { break };
        if let Ok((_, Object::Array(inner))) = document.dereference(&list[at + 1]) {
            for (nth, width) in inner.iter().take(LETTERS).enumerate() {
                if let Some(width) = float(document, width) {
                    widths.insert(first.saturating_add(nth as u32), width);
                }
            }
            at += 2;
        } else {
            let last = float(document, &list[at + 1]).map(|last| last.max(0.0) as u32);
            let width = list.get(at + 2).and_then(|object| float(document, object));
            let (Some(last), Some(width)) = (last, width) else { break };
            for code in (first..=last).take(LETTERS) {
                widths.insert(code, width);
            }
            at += 3;
        }
    }
    (widths, default)
}

/// A map from codes to letters (9.10.3), and how many bytes its codes have.
fn to_unicode(source: &[u8]) -> (HashMap<u32, String>, usize) {
    let mut map = HashMap::new();
    let mut bytes = 0;
    let mut operands: Vec<Vec<u8>> = Vec::new();
    let mut list: Option<Vec<Vec<u8>>> = None;
    let mut section = "";
    let mut at = 0;
    while at < source.len() && map.len() < LETTERS {
        match source[at] {
            b'<' if source.get(at + 1) == Some(&b'<') => at += 2,
            b'<' => {
                let end =
                    source[at..].iter().position(|byte| *byte == b'>').map_or(source.len(), |end| at + end);
                let value = hex(&source[at + 1..end]);
                at = end + 1;
                match (&mut list, section) {
                    (Some(list), _) => list.push(value),
                    (None, "space") => bytes = bytes.max(value.len()),
                    (None, _) => operands.push(value),
                }
            }
            b'[' => {
                list = Some(Vec::new());
                at += 1;
            }
            b']' => {
                if let (Some(list), Some(first)) = (list.take(), operands.first()) {
                    for (code, text) in (number(first)..).zip(&list) {
                        map.insert(code, utf16(text));
                    }
                }
                operands.clear();
                at += 1;
            }
            byte if byte.is_ascii_alphabetic() => {
                let end = source[at..]
                    .iter()
                    .position(|byte| !byte.is_ascii_alphanumeric())
                    .map_or(source.len(), |end| at + end);
                section = match &source[at..end] {
                    b"begincodespacerange" => "space",
                    b"beginbfchar" => "char",
                    b"beginbfrange" => "range",
                    _ => "",
                };
                operands.clear();
                at = end;
            }
            _ => at += 1,
        }
        match (section, operands.as_slice()) {
            ("char", [code, text]) => {
                map.insert(number(code), utf16(text));
                operands.clear();
            }
            ("range", [first, last, text]) => {
                let (first, last) = (number(first), number(last));
                for (nth, code) in (first..=last).take(0x1_0000).enumerate() {
                    map.insert(code, shifted(text, nth as u32));
                }
                operands.clear();
            }
            ("", [..]) => operands.clear(),
            _ => {}
        }
    }
    (map, bytes)
}

/// The letters of a range: the last unit counts on.
fn shifted(text: &[u8], by: u32) -> String {
    let mut units: Vec<u16> = units(text);
    if let Some(last) = units.last_mut() {
        *last = last.wrapping_add(by as u16);
    }
    String::from_utf16_lossy(&units)
}

fn hex(digits: &[u8]) -> Vec<u8> {
    let values: Vec<u8> =
        digits.iter().filter_map(|digit| char::from(*digit).to_digit(16)).map(|value| value as u8).collect();
    values.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |value, byte| value << 8 | u32::from(*byte))
}

fn units(bytes: &[u8]) -> Vec<u16> {
    if let [one] = bytes {
        return vec![u16::from(*one)];
    }
    bytes.chunks_exact(2).map(|pair| u16::from(pair[0]) << 8 | u16::from(pair[1])).collect()
}

fn utf16(bytes: &[u8]) -> String {
    String::from_utf16_lossy(&units(bytes))
}
