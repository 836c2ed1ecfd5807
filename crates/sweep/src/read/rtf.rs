//! Text of RTF (Rich Text Format Specification 1.9.1): groups, code pages of
//! fonts, Unicode, headers, notes, boxes, hidden and deleted text, information,
//! embedded objects.

mod words;

use crate::limits::NESTED;
use crate::text::{Carrier, CellAt, Face, Gather, Piece};
use encoding_rs::{Encoding, WINDOWS_1252};
use std::collections::HashMap;

/// Control words of one file that are followed.
const WORDS: usize = 20_000_000;
/// Bytes of one embedded object.
const OBJECT: usize = 64 << 20;

/// What a group's text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Text(Carrier, bool),
    Fonts,
    /// `{\sn name}` and `{\sv value}` of a shape.
    ShapeName,
    ShapeValue,
    Object,
    Skipped,
}

#[derive(Debug, Clone, Copy)]
struct State {
    purpose: Purpose,
    encoding: &'static Encoding,
    font: i32,
    hidden: bool,
    deleted: bool,
    capitals: bool,
    /// How many signs stand for a Unicode letter in old readers.
    after_unicode: usize,
    /// The group has a paragraph of its own.
    own: bool,
}

#[derive(Debug, Default)]
struct Paragraph {
    shown: String,
    hidden: String,
    deleted: String,
    face: Option<Face>,
    letters: bool,
    small: bool,
    framed: bool,
    borders: u8,
}

struct Reader<'a, 'b> {
    gather: &'a mut Gather<'b>,
    states: Vec<State>,
    now: State,
    paragraphs: Vec<Paragraph>,
    fonts: HashMap<i32, (Option<Face>, Option<&'static Encoding>)>,
    page: &'static Encoding,
    font_name: String,
    shape_name: String,
    shape_value: String,
    object: Vec<u8>,
    half: Option<u8>,
    bytes: Vec<u8>,
    surrogate: u16,
    skip: usize,
    star: bool,
    in_table: bool,
    table: Option<(CellAt, usize)>,
}

pub(super) fn read(source: &[u8], gather: &mut Gather) {
    let first = State {
        purpose: Purpose::Text(Carrier::Body, false),
        encoding: WINDOWS_1252,
        font: 0,
        hidden: false,
        deleted: false,
        capitals: false,
        after_unicode: 1,
        own: false,
    };
    let mut reader = Reader {
        gather,
        states: Vec::new(),
        now: first,
        paragraphs: vec![Paragraph::default()],
        fonts: HashMap::new(),
        page: WINDOWS_1252,
        font_name: String::new(),
        shape_name: String::new(),
        shape_value: String::new(),
        object: Vec::new(),
        half: None,
        bytes: Vec::new(),
        surrogate: 0,
        skip: 0,
        star: false,
        in_table: false,
        table: None,
    };
    reader.run(source);
    while !reader.states.is_empty() {
        reader.close();
    }
    reader.end_paragraph();
    reader.leave_table();
}

impl Reader<'_, '_> {
    fn run(&mut self, source: &[u8]) {
        let mut at = 0;
        for _ in 0..WORDS {
            let Some(byte) = source.get(at) else { break };
            at += 1;
            match byte {
                b'{' => self.open(),
                b'}' => self.close(),
                b'\\' => at = self.control(source, at),
                b'\r' | b'\n' => {}
                byte => self.byte(*byte),
            }
        }
    }

    fn open(&mut self) {
        self.flush();
        self.star = false;
        self.skip = 0;
        if self.states.len() < NESTED * 4 {
            self.states.push(self.now);
        }
        self.now.own = false;
    }

    fn close(&mut self) {
        self.flush();
        self.skip = 0;
        let before = self.now;
        let Some(back) = self.states.pop() else { return };
        if before.own {
            self.end_paragraph();
            if self.paragraphs.len() > 1 {
                self.paragraphs.pop();
            }
        }
        if before.purpose == Purpose::Object && back.purpose != Purpose::Object {
            self.end_object();
        }
        if before.purpose == Purpose::ShapeValue && back.purpose != Purpose::ShapeValue {
            self.end_shape_value();
        }
        self.now = back;
    }

    /// A control word or sign; gives where to go on.
    fn control(&mut self, source: &[u8], start: usize) -> usize {
        let Some(first) = source.get(start) else { return start };
        if !first.is_ascii_alphabetic() {
            return self.sign(source, start, *first);
        }
        let mut at = start;
        while source.get(at).is_some_and(u8::is_ascii_alphabetic) && at - start < 32 {
            at += 1;
        }
        let word = std::str::from_utf8(&source[start..at]).unwrap_or_default();
        let number_start = at;
        if source.get(at) == Some(&b'-') {
            at += 1;
        }
        while source.get(at).is_some_and(u8::is_ascii_digit) && at - number_start < 11 {
            at += 1;
        }
        let number =
            std::str::from_utf8(&source[number_start..at]).ok().and_then(|digits| digits.parse::<i64>().ok());
        if source.get(at) == Some(&b' ') {
            at += 1;
        }
        if word == "bin" {
            self.flush();
            let length = number.unwrap_or(0).clamp(0, OBJECT as i64) as usize;
            let end = at.saturating_add(length).min(source.len());
            if self.now.purpose == Purpose::Object {
                self.object.extend_from_slice(&source[at..end]);
            }
            return end;
        }
        if word == "u" {
            self.unicode(number.unwrap_or(0));
            return at;
        }
        self.flush();
        self.word(word, number);
        self.star = false;
        at
    }

    fn sign(&mut self, source: &[u8], at: usize, sign: u8) -> usize {
        match sign {
            b'\'' => {
                let digits = source.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
                if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    self.byte(byte);
                    return at + 3;
                }
            }
            b'*' => {
                self.star = true;
                return at + 1;
            }
            b'~' => self.text(" "),
            b'_' => self.text("-"),
            b'\n' | b'\r' => self.end_paragraph(),
            b'\\' | b'{' | b'}' => self.byte(sign),
            _ => {}
        }
        at + 1
    }

    /// A byte of text in the code page of its font.
    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        match self.now.purpose {
            Purpose::Object => {
                if let Some(digit) = char::from(byte).to_digit(16) {
                    match self.half.take() {
                        Some(high) if self.object.len() < OBJECT => self.object.push(high << 4 | digit as u8),
                        Some(_) => {}
                        None => self.half = Some(digit as u8),
                    }
                }
            }
            Purpose::Skipped => {}
            Purpose::Fonts if byte == b';' => self.end_font(),
            _ => self.bytes.push(byte),
        }
    }

    fn unicode(&mut self, number: i64) {
        self.flush();
        let unit = (number.rem_euclid(0x1_0000)) as u16;
        self.skip = self.now.after_unicode;
        if (0xD800..0xDC00).contains(&unit) {
            self.surrogate = unit;
            return;
        }
        let text = if (0xDC00..0xE000).contains(&unit) {
            String::from_utf16_lossy(&[self.surrogate, unit])
        } else {
            String::from_utf16_lossy(&[unit])
        };
        let skip = std::mem::take(&mut self.skip);
        self.text(&text);
        self.skip = skip;
    }

    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let text = self.now.encoding.decode_without_bom_handling(&bytes).0.into_owned();
        self.text(&text);
    }

    fn text(&mut self, text: &str) {
        if !self.bytes.is_empty() {
            self.flush();
        }
        match self.now.purpose {
            Purpose::Text(..) => {}
            Purpose::Fonts => return self.font_name.push_str(text),
            Purpose::ShapeName => return self.shape_name.push_str(text),
            Purpose::ShapeValue => return self.shape_value.push_str(text),
            Purpose::Object | Purpose::Skipped => return,
        }
        let face = self.fonts.get(&self.now.font).and_then(|(face, _)| *face);
        let now = self.now;
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        if now.deleted {
            return paragraph.deleted.push_str(text);
        }
        if now.hidden {
            return paragraph.hidden.push_str(text);
        }
        paragraph.face = paragraph.face.or(face);
        if text.chars().any(char::is_alphabetic) {
            paragraph.letters = true;
            paragraph.small |= !now.capitals;
        }
        paragraph.shown.push_str(text);
    }

    fn begin(&mut self, purpose: Purpose) {
        self.now.purpose = purpose;
        if matches!(purpose, Purpose::Text(..)) {
            self.now.own = true;
            self.now.hidden = false;
            self.now.deleted = false;
            if self.paragraphs.len() < NESTED * 4 {
                self.paragraphs.push(Paragraph::default());
            }
        }
    }

    fn end_font(&mut self) {
        self.flush();
        let name = std::mem::take(&mut self.font_name);
        self.fonts.entry(self.now.font).or_default().0 = Face::of(&name);
    }

    fn end_shape_value(&mut self) {
        let value = std::mem::take(&mut self.shape_value);
        match self.shape_name.trim() {
            "gtextUNICODE" => self.gather.push(Piece::new(Carrier::WordArt, value).framed()),
            "wzDescription" => self.gather.text(Carrier::TextBox, value),
            _ => {}
        }
    }

    fn end_object(&mut self) {
        let object = std::mem::take(&mut self.object);
        if let Some((name, inner)) = super::ole::old_object(&object) {
            self.gather.member(&name, Ok(inner), true);
        }
    }

    fn end_paragraph(&mut self) {
        let cell = self.table.filter(|_| self.in_table).map(|(at, _)| at);
        self.emit(cell);
        if !self.in_table && self.paragraphs.len() == 1 {
            self.leave_table();
        }
    }

    fn emit(&mut self, cell: Option<CellAt>) {
        self.flush();
        let Purpose::Text(carrier, boxed) = self.now.purpose else { return };
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let (framed, borders) = (paragraph.framed, paragraph.borders);
        let ended = std::mem::replace(paragraph, Paragraph { framed, borders, ..Paragraph::default() });
        let strands = [
            (ended.shown, carrier),
            (ended.hidden, Carrier::HiddenText),
            (ended.deleted, Carrier::DeletedText),
        ];
        for (text, carrier) in strands {
            self.gather.push(Piece {
                framed: framed || boxed,
                face: ended.face,
                capitals: ended.letters && !ended.small,
                cell,
                ..Piece::new(carrier, text)
            });
        }
    }

    fn end_cell(&mut self) {
        if self.table.is_none() {
            let table = self.gather.table();
            self.table = Some((CellAt { table, row: 1, column: 1 }, 0));
        }
        self.emit(self.table.map(|(at, _)| at));
        if let Some((at, cells)) = self.table.as_mut() {
            at.column += 1;
            *cells += 1;
        }
    }

    fn end_row(&mut self) {
        if let Some((at, _)) = self.table.as_mut() {
            at.row += 1;
            at.column = 1;
        }
    }

    fn leave_table(&mut self) {
        if let Some((at, cells)) = self.table.take() {
            self.gather.close_table(at.table, cells);
        }
    }
}
