//! Text of Word's binary files ([MS-DOC]): pieces, subdocuments, hidden and
//! deleted text, boxes, WordArt; of Word 6 and 95 what can be had.

use super::compound::{Compound, long, short, wide};
use super::ole;
use crate::text::{Carrier, CellAt, Face, Gather, Piece, Unread};
use encoding_rs::WINDOWS_1252;

/// Letters of one document.
const LETTERS: usize = 32 << 20;
/// Pieces of a document, pages of formatting.
const PIECES: usize = 500_000;
const PAGE: usize = 512;

/// How a stretch of the file's bytes is shown.
#[derive(Debug, Clone, Copy, Default)]
struct Look {
    deleted: bool,
    hidden: bool,
    capitals: bool,
    font: Option<u16>,
    row_end: bool,
    in_table: bool,
    framed: bool,
}

/// Stretches of bytes with their looks, in order.
#[derive(Default)]
struct Looks(Vec<(u32, u32, Look)>);

impl Looks {
    fn at(&self, place: u32) -> Look {
        let next = self.0.partition_point(|(start, ..)| *start <= place);
        match next.checked_sub(1).and_then(|at| self.0.get(at)) {
            Some((_, end, look)) if place < *end => *look,
            _ => Look::default(),
        }
    }
}

/// A letter of the document and where its bytes stand.
type Letter = (u16, u32);

pub(super) fn read(compound: &Compound, gather: &mut Gather) {
    let main = compound.stream("WordDocument").unwrap_or_default();
    if main.len() < 0x60 {
        return gather.fail(Unread::Corrupt);
    }
    let flags = short(&main, 0x0A);
    if flags & 0x0100 != 0 {
        return gather.fail(Unread::Encrypted);
    }
    if short(&main, 2) < 105 || !matches!(short(&main, 0), 0xA5EC | 0xA5DC) {
        return old(&main, gather);
    }
    let name = if flags & 0x0200 != 0 { "1Table" } else { "0Table" };
    let other = if flags & 0x0200 != 0 { "0Table" } else { "1Table" };
    let table = compound.stream(name).or_else(|| compound.stream(other)).unwrap_or_default();
    let part = |index: usize| {
        let (start, length) =
            (long(&main, 0x9A + index * 8) as usize, long(&main, 0x9E + index * 8) as usize);
        table.get(start..start.saturating_add(length).min(table.len())).unwrap_or_default()
    };
    let letters = pieces(&main, part(33));
    if letters.is_empty() {
        gather.fail(Unread::Corrupt);
        runs(&main, gather);
        return;
    }
    let characters = looks(&main, part(12), true);
    let paragraphs = looks(&main, part(13), false);
    let faces = fonts(part(15));
    let mut stories = Stories { gather, characters, paragraphs, faces };
    let mut start = 0;
    for (nth, carrier) in [
        (0x4C, Carrier::Body),
        (0x50, Carrier::Footnote),
        (0x54, Carrier::Header),
        (0x58, Carrier::Body),
        (0x5C, Carrier::Comment),
        (0x60, Carrier::Footnote),
        (0x64, Carrier::TextBox),
        (0x68, Carrier::TextBox),
    ] {
        let length = long(&main, nth) as usize;
        let end = start.min(letters.len()).saturating_add(length).min(letters.len());
        let story = &letters[start.min(letters.len())..end];
        if nth == 0x54 {
            headers(story, part(11), &mut stories);
        } else {
            stories.story(story, carrier, carrier == Carrier::TextBox);
        }
        start = end;
    }
    // What the counts of letters leave out.
    if start < letters.len() {
        stories.story(&letters[start..], Carrier::Body, false);
    }
    ole::art(part(50), gather);
    let drawn = letters.iter().any(|(unit, _)| matches!(unit, 1 | 8));
    gather.reading.pictures |= drawn && (compound.has("Data") || !part(50).is_empty());
}

/// The letters of all pieces (2.8.35, 2.9.177).
fn pieces(main: &[u8], clx: &[u8]) -> Vec<Letter> {
    let mut at = 0;
    for _ in 0..PIECES {
        match clx.get(at) {
            Some(1) => at += 3 + usize::from(short(clx, at + 1)),
            Some(2) => break,
            _ => return Vec::new(),
        }
    }
    let plc = clx.get(at + 5..).unwrap_or_default();
    let plc = &plc[..(long(clx, at + 1) as usize).min(plc.len())];
    let count = (plc.len().saturating_sub(4) / 12).min(PIECES);
    let mut letters = Vec::new();
    for nth in 0..count {
        let length = long(plc, nth * 4 + 4).saturating_sub(long(plc, nth * 4)) as usize;
        let place = long(plc, (count + 1) * 4 + nth * 8 + 2);
        let length = length.min(LETTERS.saturating_sub(letters.len()));
        if place & 0x4000_0000 != 0 {
            let start = (place & 0x3FFF_FFFF) / 2;
            let bytes = main.get(start as usize..).unwrap_or_default();
            letters.extend(bytes.iter().take(length).zip(start..).map(|(byte, at)| (western(*byte), at)));
        } else {
            let bytes = main.get(place as usize..).unwrap_or_default();
            let units = bytes.chunks_exact(2).take(length);
            letters.extend(units.zip((place..).step_by(2)).map(|(two, at)| (short(two, 0), at)));
        }
    }
    letters
}

/// A byte of Windows 1252 as a UTF-16 unit.
fn western(byte: u8) -> u16 {
    if !(0x80..0xA0).contains(&byte) {
        return u16::from(byte);
    }
    let one = [byte];
    WINDOWS_1252
        .decode_without_bom_handling(&one)
        .0
        .chars()
        .next()
        .map_or(0, |letter| u32::from(letter) as u16)
}

/// The looks of characters or paragraphs, page by page (2.8.5, 2.8.6).
fn looks(main: &[u8], plc: &[u8], of_characters: bool) -> Looks {
    let count = plc.len().saturating_sub(4) / 8;
    let mut found = Vec::new();
    for nth in 0..count.min(PIECES) {
        let number = long(plc, (count + 1) * 4 + nth * 4) & 0x003F_FFFF;
        let start = number as usize * PAGE;
        let Some(page) = main.get(start..start + PAGE) else { continue };
        let runs = usize::from(page[PAGE - 1]);
        for run in 0..runs {
            let (from, to) = (long(page, run * 4), long(page, run * 4 + 4));
            let entries = (runs + 1) * 4;
            let look = if of_characters {
                let at = usize::from(page.get(entries + run).copied().unwrap_or(0)) * 2;
                let length = usize::from(page.get(at).copied().unwrap_or(0));
                let changes = page.get(at + 1..at + 1 + length).unwrap_or_default();
                if at == 0 { Look::default() } else { look(changes) }
            } else {
                let at = usize::from(page.get(entries + run * 13).copied().unwrap_or(0)) * 2;
                let words = usize::from(page.get(at).copied().unwrap_or(0));
                let (at, length) = if words == 0 {
                    (at + 2, usize::from(page.get(at + 1).copied().unwrap_or(0)) * 2)
                } else {
                    (at + 1, words * 2 - 1)
                };
                look(page.get(at + 2..at + length).unwrap_or_default())
            };
            found.push((from, to, look));
        }
    }
    found.sort_by_key(|(start, ..)| *start);
    Looks(found)
}

/// What a list of changes says (2.6).
fn look(changes: &[u8]) -> Look {
    let mut look = Look::default();
    let mut borders = 0;
    let mut at = 0;
    while at + 2 < changes.len() {
        let code = short(changes, at);
        let operand = at + 2;
        let on = changes[operand] & 1 == 1;
        match code {
            0x0800 => look.deleted = on,
            0x083C => look.hidden = on,
            0x083A | 0x083B => look.capitals |= on,
            0x4A4F => look.font = Some(short(changes, operand)),
            0x2416 => look.in_table = on,
            0x2417 => look.row_end = on,
            0x8418 | 0x8419 => look.framed |= short(changes, operand) != 0,
            0x6424..=0x6427 => borders += i32::from(long(changes, operand) & 0xFF00 != 0),
            0xC64E..=0xC651 => borders += i32::from(changes.get(operand + 6).is_some_and(|kind| *kind != 0)),
            _ => {}
        }
        at = operand
            + match code >> 13 {
                0 | 1 => 1,
                2 | 4 | 5 => 2,
                3 => 4,
                7 => 3,
                _ if code == 0xD608 => usize::from(short(changes, operand)) + 1,
                _ => usize::from(changes[operand]) + 1,
            };
    }
    look.framed |= borders >= 4;
    look
}

/// The names of fonts (2.9.286).
fn fonts(table: &[u8]) -> Vec<Option<Face>> {
    let count = usize::from(short(table, 0));
    let mut faces = Vec::new();
    let mut at = 4;
    for _ in 0..count.min(4_096) {
        let Some(length) = table.get(at).map(|length| usize::from(*length)) else { break };
        let entry = table.get(at + 1..(at + 1 + length).min(table.len())).unwrap_or_default();
        let name = wide(entry.get(39..).unwrap_or_default());
        faces.push(Face::of(name.split('\0').next().unwrap_or_default()));
        at += 1 + length;
    }
    faces
}

/// Headers and footers by their places (2.8.22): after six parts for notes,
/// six for each section.
fn headers(story: &[Letter], plc: &[u8], stories: &mut Stories) {
    let places: Vec<usize> = plc.chunks_exact(4).map(|four| long(four, 0) as usize).collect();
    if places.len() < 2 {
        return stories.story(story, Carrier::Header, false);
    }
    for (nth, pair) in places.windows(2).enumerate() {
        let (start, end) = (pair[0].min(story.len()), pair[1].min(story.len()));
        let carrier = match (nth >= 6, nth % 6) {
            (false, _) => Carrier::Footnote,
            (true, 2 | 3 | 5) => Carrier::Footer,
            _ => Carrier::Header,
        };
        if start < end {
            stories.story(&story[start..end], carrier, false);
        }
    }
}

struct Stories<'a, 'b> {
    gather: &'a mut Gather<'b>,
    characters: Looks,
    paragraphs: Looks,
    faces: Vec<Option<Face>>,
}

#[derive(Default)]
struct Open {
    shown: Vec<u16>,
    hidden: Vec<u16>,
    deleted: Vec<u16>,
    face: Option<Face>,
    letters: bool,
    small: bool,
}

impl Stories<'_, '_> {
    fn story(&mut self, letters: &[Letter], carrier: Carrier, boxed: bool) {
        let mut open = Open::default();
        let mut table: Option<CellAt> = None;
        let (mut cells, mut field_code) = (0, false);
        for (unit, place) in letters {
            match unit {
                0x0D | 0x0C | 0x07 => {
                    let look = self.paragraphs.at(*place);
                    if *unit == 0x07 && !look.row_end {
                        cells += 1;
                        let at = *table.get_or_insert_with(|| CellAt {
                            table: self.gather.table(),
                            row: 1,
                            column: 1,
                        });
                        self.end(&mut open, carrier, boxed || look.framed, Some(at));
                        table = Some(CellAt { column: at.column + 1, ..at });
                    } else if *unit == 0x07 {
                        open = Open::default();
                        table = table.map(|at| CellAt { row: at.row + 1, column: 1, ..at });
                    } else if look.in_table {
                        self.end(&mut open, carrier, boxed || look.framed, table);
                    } else {
                        if let Some(at) = table.take() {
                            self.gather.close_table(at.table, std::mem::take(&mut cells));
                        }
                        self.end(&mut open, carrier, boxed || look.framed, None);
                    }
                }
                0x13 => field_code = true,
                0x14 | 0x15 => field_code = false,
                _ if field_code => {}
                0x0B => self.add(&mut open, u16::from(b'\n'), *place),
                0x1E => self.add(&mut open, u16::from(b'-'), *place),
                0x09 => self.add(&mut open, u16::from(b'\t'), *place),
                0..0x20 => {}
                unit => self.add(&mut open, *unit, *place),
            }
        }
        self.end(&mut open, carrier, boxed, table);
        if let Some(at) = table {
            self.gather.close_table(at.table, cells);
        }
    }

    fn add(&self, open: &mut Open, unit: u16, place: u32) {
        let look = self.characters.at(place);
        if look.deleted {
            return open.deleted.push(unit);
        }
        if look.hidden {
            return open.hidden.push(unit);
        }
        if let Some(font) = look.font {
            open.face = open.face.or(self.faces.get(usize::from(font)).copied().flatten());
        }
        if char::from_u32(u32::from(unit)).is_some_and(char::is_alphabetic) {
            open.letters = true;
            open.small |= !look.capitals;
        }
        open.shown.push(unit);
    }

    fn end(&mut self, open: &mut Open, carrier: Carrier, framed: bool, cell: Option<CellAt>) {
        let ended = std::mem::take(open);
        for (units, carrier) in [
            (ended.shown, carrier),
            (ended.hidden, Carrier::HiddenText),
            (ended.deleted, Carrier::DeletedText),
        ] {
            if !units.is_empty() {
                self.gather.push(Piece {
                    framed,
                    cell,
                    face: ended.face,
                    capitals: ended.letters && !ended.small,
                    ..Piece::new(carrier, String::from_utf16_lossy(&units))
                });
            }
        }
    }
}

/// Word 2, 6 and 95: text of one-byte letters from a place the head names; a
/// file saved in pieces has them in their order of saving.
pub(super) fn old(main: &[u8], gather: &mut Gather) {
    if short(main, 0x0A) & 0x0100 != 0 {
        return gather.fail(Unread::Encrypted);
    }
    let start = long(main, 0x18) as usize;
    let end = long(main, 0x1C) as usize;
    let end = if end > start { end.min(main.len()) } else { main.len() };
    let Some(bytes) = main.get(start..end) else { return gather.fail(Unread::Corrupt) };
    let text: Vec<u16> = bytes.iter().map(|byte| western(*byte)).collect();
    let mut story = 0_usize;
    let mut counted = 0_usize;
    let ends: Vec<(usize, Carrier)> = [
        (0x34, Carrier::Body),
        (0x38, Carrier::Footnote),
        (0x3C, Carrier::Header),
        (0x40, Carrier::Body),
        (0x44, Carrier::Comment),
        (0x48, Carrier::Footnote),
        (0x4C, Carrier::TextBox),
        (0x50, Carrier::TextBox),
    ]
    .into_iter()
    .map(|(at, carrier)| {
        counted = counted.saturating_add(long(main, at) as usize);
        (counted, carrier)
    })
    .collect();
    let mut at = 0;
    for line in text.split_inclusive(|unit| matches!(unit, 0x0D | 0x07 | 0x0C)) {
        while ends.get(story).is_some_and(|(end, _)| at >= *end) && story + 1 < ends.len() {
            story += 1;
        }
        let carrier = ends[story].1;
        let said: String = String::from_utf16_lossy(line);
        let said: String =
            said.replace('\u{B}', "\n").chars().filter(|c| *c >= ' ' || *c == '\n' || *c == '\t').collect();
        let piece = Piece::new(carrier, said);
        gather.push(if carrier == Carrier::TextBox { piece.framed() } else { piece });
        at += line.len();
    }
}

/// The readable runs of bytes nobody can take apart.
pub(super) fn runs(bytes: &[u8], gather: &mut Gather) {
    const SHORTEST: usize = 4;
    let narrow: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    for text in [wide(bytes), wide(bytes.get(1..).unwrap_or_default()), narrow] {
        for run in text.split(|c: char| c.is_control() || c == '\u{FFFD}') {
            if run.chars().take(SHORTEST).count() == SHORTEST {
                gather.text(Carrier::Body, run);
            }
        }
    }
}
