//! Text of SpreadsheetML parts (ECMA-376 part 1, 18): cells with their places,
//! names of sheets, notes, headers, drawings.

use super::markup::{self, Tag, Token};
use super::slide;
use crate::limits::TOKENS;
use crate::text::{Carrier, CellAt, Face, Gather, Piece};

/// A string that cells share.
#[derive(Debug, Clone, Default)]
pub(super) struct Shared {
    text: String,
    face: Option<Face>,
}

/// The table of shared strings (18.4).
pub(super) fn strings(source: &str) -> Vec<Shared> {
    let mut found = Vec::new();
    let mut open: Option<Shared> = None;
    let (mut text, mut phonetic) = (false, false);
    for token in markup::tokens(source, false).take(TOKENS) {
        match token {
            Token::Open(tag) => match tag.name {
                "si" if tag.empty => found.push(Shared::default()),
                "si" => open = Some(Shared::default()),
                "t" => text = !tag.empty,
                "rPh" => phonetic = !tag.empty,
                "rFont" => {
                    let face = tag.attribute("val").and_then(|name| Face::of(&name));
                    if let Some(shared) = open.as_mut() {
                        shared.face = shared.face.or(face);
                    }
                }
                _ => {}
            },
            Token::Close("t") => text = false,
            Token::Close("rPh") => phonetic = false,
            Token::Close("si") => found.extend(open.take()),
            Token::Text(words) if text && !phonetic => {
                if let Some(shared) = open.as_mut() {
                    shared.text.push_str(&unfold(words));
                }
            }
            _ => {}
        }
    }
    // A table cut off still has its last string.
    found.extend(open);
    found
}

/// A part below `xl/`.
pub(super) fn part(name: &str, text: &str, strings: &[Shared], gather: &mut Gather) {
    if name.contains("worksheets/") || name.contains("chartsheets/") || name.contains("dialogsheets/") {
        cells(text, strings, gather);
    } else if name.contains("workbook") {
        for token in markup::tokens(text, false).take(TOKENS) {
            if let Token::Open(tag) = token
                && tag.name == "sheet"
                && let Some(name) = tag.attribute("name")
            {
                gather.text(Carrier::SheetName, name);
            }
        }
    } else if name.contains("comment") {
        notes(text, gather);
    } else if name.contains("drawing") && name.ends_with(".vml") {
        slide::shapes(text, Carrier::VmlBox, gather);
    } else if name.contains("drawings/") {
        slide::shapes(text, Carrier::TextBox, gather);
    } else if name.contains("charts/") || name.contains("diagrams/") {
        slide::shapes(text, Carrier::Cell, gather);
    } else if name.contains("tables/") {
        for token in markup::tokens(text, false).take(TOKENS) {
            if let Token::Open(tag) = token
                && tag.name == "table"
                && let Some(name) = tag.attribute("displayName")
            {
                gather.text(Carrier::Property, name);
            }
        }
    }
}

#[derive(Default)]
struct Cell {
    at: Option<(u32, u32)>,
    kind: String,
    text: String,
}

fn cells(source: &str, strings: &[Shared], gather: &mut Gather) {
    let table = gather.table();
    let (mut row, mut column) = (0_u32, 0_u32);
    let mut cell = Cell::default();
    let (mut value, mut header, mut formula) = (false, None::<Carrier>, false);
    for token in markup::tokens(source, false).take(TOKENS) {
        match token {
            Token::Open(tag) => match tag.name {
                "row" => {
                    row = tag.attribute("r").and_then(|at| at.parse().ok()).unwrap_or(row + 1);
                    column = 0;
                }
                "c" if !tag.empty => {
                    column += 1;
                    cell = begin(&tag, row, column);
                    column = cell.at.map_or(column, |(_, column)| column);
                }
                "c" => column += 1,
                "v" | "t" => value = !tag.empty,
                "f" => formula = !tag.empty,
                name => header = side(name).or(header),
            },
            Token::Close("v" | "t") => value = false,
            Token::Close("f") => formula = false,
            Token::Close("c") => end(&mut cell, strings, table, gather),
            Token::Close(name) if side(name).is_some() => header = None,
            Token::Text(text) => match header {
                Some(carrier) => {
                    for part in plain(&unfold(text)) {
                        gather.text(carrier, part);
                    }
                }
                None if value && !formula => cell.text.push_str(&unfold(text)),
                None => {}
            },
            _ => {}
        }
    }
}

fn begin(tag: &Tag, row: u32, column: u32) -> Cell {
    let at = tag.attribute("r").and_then(|name| place(&name)).unwrap_or((row, column));
    Cell { at: Some(at), kind: tag.attribute("t").unwrap_or_default(), text: String::new() }
}

fn end(cell: &mut Cell, strings: &[Shared], table: u32, gather: &mut Gather) {
    let cell = std::mem::take(cell);
    let at = cell.at.map(|(row, column)| CellAt { table, row, column });
    let (text, face) = match cell.kind.as_str() {
        "s" => {
            let shared = cell.text.trim().parse::<usize>().ok().and_then(|at| strings.get(at));
            shared.map(|shared| (shared.text.clone(), shared.face)).unwrap_or_default()
        }
        "str" | "inlineStr" | "d" => (cell.text, None),
        // A number: it matters only that something stands there.
        _ => (cell.text.chars().take(32).collect(), None),
    };
    gather.push(Piece { cell: at, face, ..Piece::new(Carrier::Cell, text) });
}

/// `B12` → row 12, column 2.
fn place(name: &str) -> Option<(u32, u32)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = name.split_at(digits);
    let column = letters.bytes().take(4).fold(0_u32, |column, letter| {
        column * 26 + u32::from(letter.to_ascii_uppercase().saturating_sub(b'A' - 1).min(26))
    });
    Some((digits.parse().ok()?, column))
}

fn side(name: &str) -> Option<Carrier> {
    match name {
        "oddHeader" | "evenHeader" | "firstHeader" => Some(Carrier::Header),
        "oddFooter" | "evenFooter" | "firstFooter" => Some(Carrier::Footer),
        _ => None,
    }
}

/// The parts of a sheet's header without its codes (18.3.1.46).
pub(super) fn plain(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter != '&' {
            parts.last_mut().into_iter().for_each(|part| part.push(letter));
            continue;
        }
        match letters.next() {
            Some('L' | 'C' | 'R') => parts.push(String::new()),
            Some('&') => parts.last_mut().into_iter().for_each(|part| part.push('&')),
            Some('"') => while letters.next().is_some_and(|letter| letter != '"') {},
            Some('K') => {
                for _ in 0..6 {
                    letters.next_if(char::is_ascii_hexdigit);
                }
            }
            Some(digit) if digit.is_ascii_digit() => while letters.next_if(char::is_ascii_digit).is_some() {},
            _ => {}
        }
    }
    parts
}

/// `_x000D_` stands for a sign XML may not hold (22.9.2.19).
pub(super) fn unfold(text: &str) -> String {
    let (mut rest, _) = markup::unescape(text);
    let mut from = 0;
    while let Some(start) = rest[from..].find("_x").map(|at| at + from) {
        let code = rest.get(start + 2..start + 6).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        match code.and_then(char::from_u32) {
            Some(letter) if rest[start + 6..].starts_with('_') => {
                rest.replace_range(start..start + 7, letter.encode_utf8(&mut [0; 4]));
                from = start + letter.len_utf8();
            }
            _ => from = start + 2,
        }
    }
    rest
}

fn notes(source: &str, gather: &mut Gather) {
    let mut text = String::new();
    let mut open = false;
    for token in markup::tokens(source, false).take(TOKENS) {
        match token {
            Token::Open(tag) if matches!(tag.name, "t" | "text") => open = !tag.empty,
            Token::Close("t") => open = false,
            Token::Close("comment" | "text" | "threadedComment") => {
                open = false;
                gather.text(Carrier::Comment, std::mem::take(&mut text));
            }
            Token::Text(words) if open => text.push_str(&unfold(words)),
            _ => {}
        }
    }
    gather.text(Carrier::Comment, text);
}
