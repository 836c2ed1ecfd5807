//! Fonts: from the bytes of a string to letters and their widths
//! (ISO 32000-1, 9.6–9.7).

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Encoding, Object};

use super::cmap::CMap;

/// Width of a letter the font says nothing about, in thousandths.
const UNKNOWN_WIDTH: f64 = 500.0;
/// Most widths a font may list.
const WIDTHS: usize = 70_000;

/// One letter of a string.
#[derive(Debug, Clone)]
pub(super) struct Letter {
    pub text: String,
    /// In text space for a font of size one.
    pub width: f64,
    /// A single-byte space, which word spacing widens.
    pub space: bool,
}

/// A font as far as reading needs it.
pub(super) struct Font<'a> {
    composite: bool,
    map: CMap,
    encoding: Option<Encoding<'a>>,
    widths: HashMap<u32, f64>,
    default_width: f64,
    /// Type 3 fonts give widths in their own space.
    scale: f64,
    pub bold: bool,
}

impl<'a> Font<'a> {
    pub fn read(document: &'a Document, dictionary: &'a Dictionary, limit: usize) -> Self {
        let subtype = name(dictionary, b"Subtype");
        let composite = subtype == "Type0";
        let map = dictionary
            .get_deref(b"ToUnicode", document)
            .ok()
            .and_then(|object| object.as_stream().ok())
            .and_then(|stream| stream.get_plain_content_with_limit(limit).ok())
            .map(|source| CMap::parse(&source))
            .unwrap_or_default();
        let encoding =
            if map.is_empty() { dictionary.get_font_encoding_with_limit(document, limit).ok() } else { None };
        let (widths, default_width) = if composite {
            composite_widths(document, dictionary)
        } else {
            simple_widths(document, dictionary)
        };
        let scale = if subtype == "Type3" { matrix_scale(document, dictionary) } else { 0.001 };
        let bold = name(dictionary, b"BaseFont").to_lowercase().contains("bold");
        Self { composite, map, encoding, widths, default_width, scale, bold }
    }

    /// The letters of a shown string.
    pub fn letters(&self, bytes: &[u8]) -> Vec<Letter> {
        let step = if self.composite {
            self.map.code_bytes.clamp(1, 2).max(if self.map.is_empty() { 2 } else { 1 })
        } else {
            1
        };
        let step = if self.composite && self.map.code_bytes == 0 { 2 } else { step };
        bytes
            .chunks(step)
            .map(|code| {
                let number = code.iter().fold(0_u32, |value, byte| value << 8 | u32::from(*byte));
                let width = self.widths.get(&number).copied().unwrap_or(self.default_width) * self.scale;
                let text = self.text(number, code);
                Letter { text, width, space: step == 1 && code == b" " }
            })
            .collect()
    }

    fn text(&self, number: u32, code: &[u8]) -> String {
        if let Some(text) = self.map.get(number) {
            return text.to_owned();
        }
        if let Some(encoding) = &self.encoding {
            return encoding.bytes_to_string(code).unwrap_or_default();
        }
        if self.composite {
            return String::new();
        }
        code.iter().map(|byte| char::from(*byte)).filter(|c| !c.is_control()).collect()
    }
}

fn name(dictionary: &Dictionary, key: &[u8]) -> String {
    let found = dictionary.get(key).ok().and_then(|object| object.as_name().ok());
    found.map(|name| String::from_utf8_lossy(name).into_owned()).unwrap_or_default()
}

fn float(document: &Document, object: &Object) -> Option<f64> {
    let (_, object) = document.dereference(object).ok()?;
    object.as_float().ok().map(f64::from)
}

fn simple_widths(document: &Document, dictionary: &Dictionary) -> (HashMap<u32, f64>, f64) {
    let first = dictionary
        .get_deref(b"FirstChar", document)
        .ok()
        .and_then(|object| object.as_i64().ok())
        .unwrap_or(0);
    let mut widths = HashMap::new();
    if let Ok(list) = dictionary.get_deref(b"Widths", document).and_then(Object::as_array) {
        for (nth, width) in list.iter().take(WIDTHS).enumerate() {
            if let (Some(width), Ok(code)) = (float(document, width), u32::try_from(first + nth as i64)) {
                widths.insert(code, width);
            }
        }
    }
    (widths, UNKNOWN_WIDTH)
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
    let default = descendant
        .get_deref(b"DW", document)
        .ok()
        .and_then(|object| float(document, object))
        .unwrap_or(1000.0);
    let Ok(list) = descendant.get_deref(b"W", document).and_then(Object::as_array) else {
        return (widths, default);
    };
    let mut at = 0;
    while at + 1 < list.len() && widths.len() < WIDTHS {
        let Some(first) = float(document, &list[at]).map(|first| first.max(0.0) as u32) else { break };
        if let Ok((_, Object::Array(inner))) = document.dereference(&list[at + 1]) {
            for (nth, width) in inner.iter().take(WIDTHS).enumerate() {
                if let Some(width) = float(document, width) {
                    widths.insert(first.saturating_add(nth as u32), width);
                }
            }
            at += 2;
        } else {
            let last = float(document, &list[at + 1]).map(|last| last.max(0.0) as u32);
            let width = list.get(at + 2).and_then(|object| float(document, object));
            let (Some(last), Some(width)) = (last, width) else { break };
            for code in first..=last.min(first.saturating_add(WIDTHS as u32)) {
                widths.insert(code, width);
            }
            at += 3;
        }
    }
    (widths, default)
}

fn matrix_scale(document: &Document, dictionary: &Dictionary) -> f64 {
    dictionary
        .get_deref(b"FontMatrix", document)
        .and_then(Object::as_array)
        .ok()
        .and_then(|matrix| matrix.first())
        .and_then(|object| float(document, object))
        .map_or(0.001, f64::abs)
}
