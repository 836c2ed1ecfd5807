//! Plain text, tables of separated values, Markdown and XML data, in whatever
//! code: by its mark, by its shape, else byte by byte.
//!
//! Bytes of an unknown code stay as they are, each a letter of Latin-1: the
//! grammar reads them in every code there is.

use super::html;
use super::markup::{self, Token};
use crate::limits::TOKENS;
use crate::text::{Carrier, CellAt, Gather, Piece};
use encoding_rs::{UTF_16BE, UTF_16LE};

/// Bytes by which a file is told to be text.
const SAMPLE: usize = 1 << 16;

/// A gap between columns, and columns of a table of lines.
const GAP: &str = "    ";
const COLUMNS: usize = 256;

/// A text and what is known of how it was written.
pub(super) struct Text {
    pub text: String,
    pub wide: bool,
}

/// The text of bytes; none when they are no text.
pub(super) fn decode(bytes: &[u8]) -> Option<Text> {
    let known = |text: String, wide| Some(Text { text, wide });
    if bytes.starts_with(&[0xFF, 0xFE, 0, 0]) || bytes.starts_with(&[0, 0, 0xFE, 0xFF]) {
        return known(utf32(bytes), true);
    }
    if let Some((encoding, skip)) = encoding_rs::Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling(&bytes[skip..]).0.into_owned();
        return known(text, encoding != encoding_rs::UTF_8);
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if let Some(encoding) = unmarked(sample) {
        return known(encoding.decode_without_bom_handling(bytes).0.into_owned(), true);
    }
    // Signs below the space are letters in VPS and VISCII; a nought never is.
    let odd = sample
        .iter()
        .filter(|byte| **byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A | 0x1B))
        .count();
    if sample.contains(&0) || odd * 10 > sample.len() {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => known(text.to_owned(), false),
        Err(_) if is_mostly_utf8(bytes) => known(String::from_utf8_lossy(bytes).into_owned(), false),
        Err(_) => {
            let text = bytes.iter().map(|byte| char::from(*byte)).collect();
            Some(Text { text, wide: false })
        }
    }
}

/// UTF-16 without a mark: every second byte is nought or one of few.
fn unmarked(sample: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let pairs = sample.len() / 2;
    if pairs < 2 || sample.len() % 2 == 1 && sample.len() < SAMPLE {
        return None;
    }
    let count = |from: usize, is: fn(u8) -> bool| {
        sample.iter().skip(from).step_by(2).filter(|byte| is(**byte)).count()
    };
    let high = |byte: u8| matches!(byte, 0 | 1 | 3 | 0x1E | 0x20 | 0x22 | 0x25);
    for (at, encoding) in [(1, UTF_16LE), (0, UTF_16BE)] {
        let nought = count(at, |byte| byte == 0);
        if count(at, high) * 10 >= pairs * 9
            && nought * 10 >= pairs * 3
            && count(1 - at, |byte| byte == 0) * 10 <= pairs
        {
            return Some(encoding);
        }
    }
    None
}

fn utf32(bytes: &[u8]) -> String {
    let little = bytes[0] == 0xFF;
    let letters = bytes[4..].chunks_exact(4).filter_map(|four| {
        let four = [four[0], four[1], four[2], four[3]];
        char::from_u32(if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) })
    });
    letters.collect()
}

/// Text in UTF-8 with a few broken bytes.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * 4
}

pub(super) fn read(name: &str, text: Text, gather: &mut Gather) {
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    let wide = text.wide;
    let from = gather.reading.pieces.len();
    match ending.as_str() {
        "csv" | "tsv" | "tab" => separated(&text.text, gather),
        _ => lines(&text.text, gather),
    }
    for piece in &mut gather.reading.pieces[from..] {
        piece.wide = wide;
    }
}

/// Lines of text; those of a drawn table ("| a | b |") and those with wide gaps
/// are cells.
fn lines(text: &str, gather: &mut Gather) {
    let mut plain = String::new();
    let mut table: Option<Table> = None;
    for line in text.split_inclusive('\n') {
        let cells = parts(line);
        if cells.len() < 2 {
            let rule = line.trim().starts_with(['|', '+']);
            table = table.filter(|_| rule);
            plain.push_str(line);
            continue;
        }
        gather.text(Carrier::Body, std::mem::take(&mut plain));
        let open = table.get_or_insert_with(|| Table { number: gather.table(), row: 0, columns: Vec::new() });
        open.row += 1;
        for part in cells {
            let cell = Some(CellAt { table: open.number, row: open.row, column: open.column(&part) });
            gather.push(Piece { cell, ..Piece::new(Carrier::Body, part.text) });
        }
    }
    gather.text(Carrier::Body, plain);
}

/// A table of lines, its columns by where they begin and end.
struct Table {
    number: u32,
    row: u32,
    columns: Vec<(usize, usize)>,
}

impl Table {
    fn column(&mut self, part: &Part) -> u32 {
        let overlaps = |(start, end): &(usize, usize)| part.start < *end && part.end > *start;
        let at = self.columns.iter().position(overlaps).unwrap_or_else(|| {
            if self.columns.len() < COLUMNS {
                self.columns.push((part.start, part.end));
            }
            self.columns.len() - 1
        });
        at as u32
    }
}

/// What stands apart in a line, and where.
struct Part<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

/// The parts of a line. Letters set apart one by one are one part.
fn parts(line: &str) -> Vec<Part<'_>> {
    let trimmed = line.trim_end();
    let inner = trimmed.trim_start();
    let drawn =
        inner.strip_prefix('|').and_then(|rest| rest.strip_suffix('|')).filter(|inner| inner.contains('|'));
    let numbered = |(at, text)| Part { text, start: at, end: at + 1 };
    if let Some(inner) = drawn {
        return (0..).zip(inner.split('|')).map(numbered).collect();
    }
    let parts: Vec<Part> = if trimmed.contains('\t') {
        (0..).zip(trimmed.split('\t').map(str::trim)).map(numbered).collect()
    } else if inner.contains(GAP) {
        between_gaps(trimmed)
    } else {
        return Vec::new();
    };
    let spaced = parts.iter().all(|part| part.text.chars().nth(3).is_none());
    if spaced { Vec::new() } else { parts }
}

/// Parts between gaps of many spaces, by their letters' places.
fn between_gaps(line: &str) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    let mut place = 0;
    for piece in line.split(GAP) {
        let text = piece.trim();
        let length = piece.chars().count();
        if !text.is_empty() {
            let start = place + piece.chars().take_while(|c| c.is_whitespace()).count();
            found.push(Part { text, start, end: start + text.chars().count() });
        }
        place += length + GAP.len();
    }
    found
}

/// Rows of values between commas, semicolons, tabs or bars.
fn separated(text: &str, gather: &mut Gather) {
    let head: String = text.lines().take(20).collect::<Vec<_>>().join("\n");
    let counts =
        [b',', b';', b'\t', b'|'].map(|sign| (head.bytes().filter(|byte| *byte == sign).count(), sign));
    let (_, delimiter) = counts.into_iter().max_by_key(|(count, _)| *count).unwrap_or((0, b','));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let table = gather.table();
    for (row, record) in (1..).zip(reader.byte_records().take(gather.limits.pieces)) {
        let Ok(record) = record else { continue };
        for (column, value) in (1..).zip(&record) {
            let cell = Some(CellAt { table, row, column });
            gather.push(Piece { cell, ..Piece::new(Carrier::Cell, String::from_utf8_lossy(value)) });
        }
    }
}

/// XML that is no document: the text of its elements and attributes.
pub(super) fn data(text: Text, gather: &mut Gather) {
    let wide = text.wide;
    for token in markup::tokens(&text.text, false).take(TOKENS) {
        match token {
            Token::Text(words) => {
                let (words, escaped) = markup::unescape(words);
                gather.push(Piece { escaped, wide, ..Piece::new(Carrier::Body, words) });
            }
            Token::Open(tag) => {
                for (name, value) in tag.all() {
                    if !name.starts_with("xmlns") && value.chars().any(char::is_alphabetic) {
                        let (value, escaped) = markup::unescape(value);
                        gather.push(Piece { escaped, wide, ..Piece::new(Carrier::Body, value) });
                    }
                }
            }
            Token::Comment(words) => gather.push(Piece { wide, ..Piece::new(Carrier::Comment, words) }),
            Token::Close(_) => {}
        }
    }
}

/// Text of a web page, in the code it names where bytes alone do not tell.
pub(super) fn page(text: Text, gather: &mut Gather) {
    html::read(&text.text, text.wide, gather);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_shapes_tell_the_code() {
        let wide = |big: bool, mark: bool| -> Vec<u8> {
            let text = if mark { "\u{FEFF}TỐI MẬT\nkế hoạch" } else { "TỐI MẬT\nkế hoạch" };
            text.encode_utf16()
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect()
        };
        for (big, mark) in [(false, false), (false, true), (true, false), (true, true)] {
            let found = decode(&wide(big, mark)).expect("it is text");
            assert_eq!(found.text, "TỐI MẬT\nkế hoạch", "{big} {mark}");
            assert!(found.wide);
        }
        assert!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").is_none());
        assert_eq!(decode(b"T\xe8I M\xcbT").expect("it is text").text, "TèI MËT");
        assert_eq!(decode("TỐI MẬT \u{1EAC}".as_bytes()).expect("it is text").text, "TỐI MẬT Ậ");
    }
}
