//! Text of Excel's binary workbooks ([MS-XLS]; BIFF 2 to 8): cells, names of
//! sheets, headers, notes, drawings.

use super::compound::{long, short};
use super::{code_page, ole, sheet};
use crate::text::{Carrier, CellAt, Gather, Piece, Unread};
use encoding_rs::{Encoding, WINDOWS_1252};

/// Records of a workbook, strings of its table.
const RECORDS: usize = 10_000_000;
const STRINGS: usize = 4_000_000;

pub(super) fn is_plain(bytes: &[u8]) -> bool {
    matches!(bytes, [9, 0 | 2 | 4, 4 | 6 | 8, 0, ..])
}

struct Book<'a, 'b> {
    gather: &'a mut Gather<'b>,
    strings: Vec<String>,
    encoding: &'static Encoding,
    new: bool,
    table: u32,
    formula: Option<CellAt>,
    /// What the next text of a drawing is for.
    object: Carrier,
    text_left: usize,
    text: String,
}

pub(super) fn read(bytes: &[u8], gather: &mut Gather) {
    let mut book = Book {
        gather,
        strings: Vec::new(),
        encoding: WINDOWS_1252,
        new: false,
        table: 0,
        formula: None,
        object: Carrier::TextBox,
        text_left: 0,
        text: String::new(),
    };
    let mut at = 0;
    for _ in 0..RECORDS {
        let Some(head) = bytes.get(at..at + 4) else { break };
        let (kind, length) = (short(head, 0), usize::from(short(head, 2)));
        let Some(body) = bytes.get(at + 4..(at + 4 + length).min(bytes.len())) else { break };
        at += 4 + length;
        if body.len() < length {
            book.gather.fail(Unread::Corrupt);
        }
        match kind {
            0x2F => return book.gather.fail(Unread::Encrypted),
            0xFC => {
                let mut parts = vec![body];
                while bytes.get(at..at + 2) == Some(&[0x3C, 0]) {
                    let length = usize::from(short(bytes, at + 2));
                    parts.push(bytes.get(at + 4..(at + 4 + length).min(bytes.len())).unwrap_or_default());
                    at += 4 + length;
                }
                book.strings = shared(&parts);
            }
            0xEB | 0xEC => ole::art(body, book.gather),
            _ => book.record(kind, body),
        }
    }
    book.end_text();
    // Strings no cell shows are still in the file.
    if book.table == 0 {
        for text in std::mem::take(&mut book.strings) {
            gather.text(Carrier::Cell, text);
        }
    }
}

impl Book<'_, '_> {
    fn record(&mut self, kind: u16, body: &[u8]) {
        if kind == 0x3C {
            return self.more_text(body);
        }
        match kind {
            0x009 | 0x209 | 0x409 | 0x809 => {
                self.new = kind == 0x809 && short(body, 0) >= 0x0600;
                self.table = self.gather.table();
            }
            0x42 => self.encoding = code_page::of(i64::from(short(body, 0))),
            0x85 => {
                let text = self.string(body.get(6..).unwrap_or_default(), 1);
                self.gather.text(Carrier::SheetName, text);
            }
            0xFD => {
                let text = self.strings.get(long(body, 6) as usize).cloned().unwrap_or_default();
                self.cell(body, text);
            }
            0x204 | 0xD6 => {
                let text = self.string(body.get(6..).unwrap_or_default(), 2);
                self.cell(body, text);
            }
            0x04 => {
                let text = self.string(body.get(7..).unwrap_or_default(), 1);
                self.cell(body, text);
            }
            0x06 | 0x206 | 0x406 => self.formula = Some(self.place(body)),
            0x207 | 0x07 => {
                let text = self.string(body, if kind == 0x207 { 2 } else { 1 });
                if let Some(cell) = self.formula.take() {
                    self.gather.push(Piece { cell: Some(cell), ..Piece::new(Carrier::Cell, text) });
                }
            }
            0x14 | 0x15 => {
                let text = self.string(body, if self.new { 2 } else { 1 });
                let carrier = if kind == 0x14 { Carrier::Header } else { Carrier::Footer };
                for part in sheet::plain(&text) {
                    self.gather.text(carrier, part);
                }
            }
            0x89C => self.more_headers(body),
            0x1C if !self.new => {
                let text = body.get(6..).unwrap_or_default();
                let text = self.encoding.decode_without_bom_handling(text).0.into_owned();
                self.gather.text(Carrier::Comment, text);
            }
            // Of a common object: what it is (2.5.143).
            0x5D => {
                self.end_text();
                self.object = if short(body, 4) == 0x19 { Carrier::Comment } else { Carrier::TextBox };
            }
            0x1B6 => {
                self.end_text();
                self.text_left = usize::from(short(body, 10));
            }
            _ => {}
        }
    }

    fn place(&self, body: &[u8]) -> CellAt {
        CellAt {
            table: self.table,
            row: u32::from(short(body, 0)) + 1,
            column: u32::from(short(body, 2)) + 1,
        }
    }

    fn cell(&mut self, body: &[u8], text: String) {
        let cell = Some(self.place(body));
        self.gather.push(Piece { cell, ..Piece::new(Carrier::Cell, text) });
    }

    /// A string after a length of one or two bytes.
    fn string(&self, bytes: &[u8], width: usize) -> String {
        let length = if width == 2 {
            usize::from(short(bytes, 0))
        } else {
            usize::from(bytes.first().copied().unwrap_or(0))
        };
        let rest = bytes.get(width..).unwrap_or_default();
        if !self.new {
            let raw = &rest[..length.min(rest.len())];
            return self.encoding.decode_without_bom_handling(raw).0.into_owned();
        }
        let flags = rest.first().copied().unwrap_or(0);
        letters(rest.get(1..).unwrap_or_default(), length, flags & 1 == 1).0
    }

    /// Text of a drawing, which stands in the records after it.
    fn more_text(&mut self, body: &[u8]) {
        if self.text_left == 0 {
            return;
        }
        let flags = body.first().copied().unwrap_or(0);
        let (text, count) = letters(body.get(1..).unwrap_or_default(), self.text_left, flags & 1 == 1);
        self.text_left = self.text_left.saturating_sub(count.max(1));
        self.text.push_str(&text);
        if self.text_left == 0 {
            self.end_text();
        }
    }

    fn end_text(&mut self) {
        self.text_left = 0;
        let text = std::mem::take(&mut self.text);
        let piece = Piece::new(self.object, text);
        self.gather.push(if self.object == Carrier::TextBox { piece.framed() } else { piece });
    }

    /// Headers of even and first pages (2.4.137).
    fn more_headers(&mut self, body: &[u8]) {
        let mut at = 38;
        for nth in 0..4 {
            let length = usize::from(short(body, 30 + nth * 2));
            if length == 0 {
                continue;
            }
            let rest = body.get(at..).unwrap_or_default();
            let is_wide = rest.get(2).is_some_and(|flags| flags & 1 == 1);
            let (text, count) = letters(rest.get(3..).unwrap_or_default(), length, is_wide);
            at += 3 + count * if is_wide { 2 } else { 1 };
            let carrier = if nth % 2 == 0 { Carrier::Header } else { Carrier::Footer };
            for part in sheet::plain(&text) {
                self.gather.text(carrier, part);
            }
        }
    }
}

/// So many letters, of one byte or two; and how many there were.
fn letters(bytes: &[u8], count: usize, is_wide: bool) -> (String, usize) {
    if is_wide {
        let units: Vec<u16> = bytes.chunks_exact(2).take(count).map(|two| short(two, 0)).collect();
        (String::from_utf16_lossy(&units), units.len())
    } else {
        let letters: Vec<char> = bytes.iter().take(count).map(|byte| char::from(*byte)).collect();
        (letters.iter().collect(), letters.len())
    }
}

/// The table of shared strings, over all its records (2.4.265).
fn shared(parts: &[&[u8]]) -> Vec<String> {
    let mut cursor = Cursor { parts, part: 0, at: 8 };
    let count = (long(parts.first().copied().unwrap_or_default(), 4) as usize).min(STRINGS);
    let mut found = Vec::new();
    for _ in 0..count {
        let Some(text) = cursor.string() else { break };
        found.push(text);
    }
    found
}

struct Cursor<'a> {
    parts: &'a [&'a [u8]],
    part: usize,
    at: usize,
}

impl Cursor<'_> {
    fn byte(&mut self) -> Option<u8> {
        while self.at >= self.parts.get(self.part)?.len() {
            self.part += 1;
            self.at = 0;
        }
        self.at += 1;
        Some(self.parts[self.part][self.at - 1])
    }

    fn short(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    /// A string with its formatting (2.5.293); letters that go on in the next
    /// record say anew how wide they are.
    fn string(&mut self) -> Option<String> {
        let count = usize::from(self.short()?);
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { usize::from(self.short()?) } else { 0 };
        let extra =
            if flags & 4 != 0 { u32::from(self.short()?) | u32::from(self.short()?) << 16 } else { 0 };
        let mut is_wide = flags & 1 == 1;
        let mut units = Vec::with_capacity(count);
        while units.len() < count {
            let rest = self.parts.get(self.part)?.len().saturating_sub(self.at);
            if rest == 0 {
                self.part += 1;
                self.at = 0;
                is_wide = self.byte()? & 1 == 1;
                continue;
            }
            units.push(if is_wide { self.short()? } else { u16::from(self.byte()?) });
        }
        self.skip(runs * 4 + extra as usize);
        Some(String::from_utf16_lossy(&units))
    }

    fn skip(&mut self, mut count: usize) {
        while let Some(part) = self.parts.get(self.part) {
            let here = (part.len() - self.at.min(part.len())).min(count);
            self.at += here;
            count -= here;
            if count == 0 {
                return;
            }
            self.part += 1;
            self.at = 0;
        }
    }
}
