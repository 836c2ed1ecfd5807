//! Text of OpenDocument files (ISO/IEC 26300): texts, sheets, slides, with their
//! frames, notes, annotations, deletions, headers and metadata.

use super::markup::{self, Tag, Token};
use super::office;
use super::package::{Entry, Package};
use crate::limits::{NESTED, PART_BYTES, TOKENS};
use crate::text::{Carrier, CellAt, Face, Gather, Piece, Unread};
use std::collections::HashMap;

pub(super) fn is_open(package: &Package) -> bool {
    package.has("content.xml")
        && (package.has("META-INF/manifest.xml") || package.has("mimetype") || package.damaged)
}

pub(super) fn read(package: &mut Package, gather: &mut Gather) {
    if package.damaged {
        gather.fail(Unread::Corrupt);
    }
    let entries = package.entries.clone();
    let mut styles = Styles::default();
    let mut parts: Vec<(String, String)> = Vec::new();
    for entry in &entries {
        let name = entry.name.as_str();
        if name.starts_with("Pictures/") || name.starts_with("media/") {
            gather.reading.pictures = true;
        }
        let wanted =
            name.ends_with("content.xml") || name.ends_with("styles.xml") || name.ends_with("meta.xml");
        if name == "META-INF/manifest.xml" {
            if part(package, entry, gather).is_some_and(|text| text.contains("encryption-data")) {
                gather.fail(Unread::Encrypted);
                return;
            }
        } else if wanted {
            if let Some(text) = part(package, entry, gather) {
                styles.read(&text);
                parts.push((name.to_owned(), text));
            }
        } else if name.starts_with("Object ") && !name.contains('/') && !entry.folder {
            embedded(package, entry, gather);
        }
    }
    for (name, text) in parts {
        if name.ends_with("meta.xml") {
            office::properties(&text, gather);
        } else {
            body(&text, &styles, gather);
        }
    }
}

fn part(package: &mut Package, entry: &Entry, gather: &mut Gather) -> Option<String> {
    match package.read_part(entry, PART_BYTES, &mut gather.left) {
        Ok((bytes, whole)) => {
            if !whole {
                gather.fail(Unread::Corrupt);
            }
            Some(markup::decode(&bytes).into_owned())
        }
        Err(reason) => {
            gather.fail(reason);
            None
        }
    }
}

fn embedded(package: &mut Package, entry: &Entry, gather: &mut Gather) {
    match package.read(entry, gather.limits.file_bytes, &mut gather.left) {
        Ok(bytes) => gather.member(&entry.name, Ok(&bytes), true),
        Err(reason) => gather.member(&entry.name, Err(reason), true),
    }
}

/// A file of one XML part (`.fodt`).
pub(super) fn flat(text: &str, gather: &mut Gather) {
    let mut styles = Styles::default();
    styles.read(text);
    body(text, &styles, gather);
}

#[derive(Debug, Clone, Copy, Default)]
struct Look {
    capitals: bool,
    hidden: bool,
    face: Option<Face>,
    framed: bool,
}

/// Styles by name, with what they take from their parents.
#[derive(Debug, Default)]
struct Styles {
    looks: HashMap<String, (Look, Option<String>)>,
}

impl Styles {
    fn read(&mut self, text: &str) {
        let mut open: Option<String> = None;
        for token in markup::tokens(text, false).take(TOKENS) {
            match token {
                Token::Open(tag) if tag.name == "style" => {
                    open = tag.attribute("name").filter(|_| !tag.empty);
                    if let Some(name) = &open {
                        self.looks
                            .insert(name.clone(), (Look::default(), tag.attribute("parent-style-name")));
                    }
                }
                Token::Close("style") => open = None,
                Token::Open(tag) => {
                    let Some((look, _)) = open.as_ref().and_then(|name| self.looks.get_mut(name)) else {
                        continue;
                    };
                    for (name, value) in tag.all() {
                        match name {
                            "text-transform" => look.capitals = value == "uppercase",
                            "font-variant" => look.capitals |= value == "small-caps",
                            "display" => look.hidden = value == "none",
                            "font-name" | "font-family" => look.face = Face::of(value).or(look.face),
                            "border" if tag.name == "paragraph-properties" => look.framed = value != "none",
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn of(&self, tag: &Tag) -> Look {
        let mut found = Look::default();
        let mut name = tag.attribute("style-name");
        for _ in 0..16 {
            let Some((look, parent)) = name.and_then(|name| self.looks.get(&name)) else { break };
            found.capitals |= look.capitals;
            found.hidden |= look.hidden;
            found.framed |= look.framed;
            found.face = found.face.or(look.face);
            name = parent.clone();
        }
        found
    }
}

/// An element that says where its text stands.
struct Place {
    element: &'static str,
    carrier: Carrier,
    framed: bool,
    from: usize,
}

/// The elements that place text.
fn placing(name: &str, slides: bool) -> Option<(&'static str, Carrier, bool)> {
    let shown = if slides { Carrier::Slide } else { Carrier::TextBox };
    Some(match name {
        "text-box" => ("text-box", shown, !slides),
        "custom-shape" => ("custom-shape", shown, true),
        "rect" => ("rect", shown, true),
        "caption" => ("caption", shown, true),
        "annotation" => ("annotation", Carrier::Comment, false),
        "note-body" => ("note-body", Carrier::Footnote, false),
        "deletion" => ("deletion", Carrier::DeletedText, false),
        "header" => ("header", Carrier::Header, false),
        "header-left" => ("header-left", Carrier::Header, false),
        "header-first" => ("header-first", Carrier::Header, false),
        "footer" => ("footer", Carrier::Footer, false),
        "footer-left" => ("footer-left", Carrier::Footer, false),
        "footer-first" => ("footer-first", Carrier::Footer, false),
        "header-decl" => ("header-decl", Carrier::Header, false),
        "footer-decl" => ("footer-decl", Carrier::Footer, false),
        "notes" => ("notes", Carrier::SlideNotes, false),
        "hidden-text" => ("hidden-text", Carrier::HiddenText, false),
        "hidden-paragraph" => ("hidden-paragraph", Carrier::HiddenText, false),
        _ => return None,
    })
}

#[derive(Default)]
struct Paragraph {
    text: String,
    hidden: String,
    style: Look,
    face: Option<Face>,
    letters: bool,
    small: bool,
}

struct Table {
    at: CellAt,
    cells: usize,
    repeated: u32,
}

struct Body<'a, 'b, 'c> {
    gather: &'a mut Gather<'b>,
    styles: &'c Styles,
    slides: bool,
    sheets: bool,
    places: Vec<Place>,
    paragraphs: Vec<Paragraph>,
    spans: Vec<Look>,
    tables: Vec<Table>,
    hidden_sections: usize,
    sections: Vec<bool>,
    said: bool,
}

fn body(source: &str, styles: &Styles, gather: &mut Gather) {
    let mut body = Body {
        gather,
        styles,
        slides: false,
        sheets: false,
        places: Vec::new(),
        paragraphs: Vec::new(),
        spans: Vec::new(),
        tables: Vec::new(),
        hidden_sections: 0,
        sections: Vec::new(),
        said: false,
    };
    for token in markup::tokens(source, false).take(TOKENS) {
        match token {
            Token::Open(tag) => {
                body.open(&tag);
                if tag.empty {
                    body.close(tag.name);
                }
            }
            Token::Close(name) => body.close(name),
            Token::Text(text) => body.words(text),
            Token::Comment(_) => {}
        }
    }
    while !body.paragraphs.is_empty() {
        body.end_paragraph();
    }
    body.gather.group = 0;
}

impl Body<'_, '_, '_> {
    fn open(&mut self, tag: &Tag) {
        if let Some((element, carrier, framed)) = placing(tag.name, self.slides)
            && self.places.len() < NESTED
        {
            let from = self.gather.reading.pieces.len();
            let in_notes = self.places.iter().any(|place| place.carrier == Carrier::SlideNotes);
            let carrier = if in_notes && carrier == Carrier::Slide { Carrier::SlideNotes } else { carrier };
            self.places.push(Place { element, carrier, framed, from });
        }
        match tag.name {
            "p" | "h" if self.paragraphs.len() < NESTED => {
                let style = self.styles.of(tag);
                self.paragraphs.push(Paragraph { style, face: style.face, ..Paragraph::default() });
            }
            "span" if self.spans.len() < NESTED => self.spans.push(self.styles.of(tag)),
            "tab" => self.add("\t"),
            "line-break" => self.add("\n"),
            "s" => {
                let count = tag.attribute("c").and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
                self.add(&" ".repeat(count.min(200)));
            }
            "presentation" => self.slides = true,
            "drawing" if tag.attributes.is_empty() => self.slides = true,
            "spreadsheet" => self.sheets = true,
            "page" => self.gather.group += 1,
            "section" => {
                let hidden =
                    tag.attribute("display").is_some_and(|value| value == "none" || value == "condition");
                self.sections.push(hidden);
                self.hidden_sections += usize::from(hidden);
            }
            "table" if self.tables.len() < NESTED => {
                if let Some(name) = tag.attribute("name").filter(|_| self.sheets) {
                    self.gather.text(Carrier::SheetName, name);
                }
                let at = CellAt { table: self.gather.table(), row: 0, column: 0 };
                self.tables.push(Table { at, cells: 0, repeated: 1 });
            }
            "table-row" => {
                if let Some(table) = self.tables.last_mut() {
                    table.at.row += 1;
                    table.at.column = 0;
                    table.repeated = 1;
                }
            }
            "table-cell" | "covered-table-cell" => {
                if let Some(table) = self.tables.last_mut() {
                    table.at.column = table.at.column.saturating_add(table.repeated);
                    table.cells += 1;
                    let repeated =
                        tag.attribute("number-columns-repeated").and_then(|times| times.parse().ok());
                    table.repeated = repeated.unwrap_or(1).clamp(1, 20_000);
                }
            }
            "hidden-text" => {
                if let Some(text) = tag.attribute("string-value") {
                    self.gather.text(Carrier::HiddenText, text);
                }
            }
            "user-field-decl" | "variable-set" => {
                if let Some(text) = tag.attribute("string-value") {
                    self.gather.text(Carrier::Property, text);
                }
            }
            // Fontwork: the shape's text follows a path (draw:text-path).
            "enhanced-geometry" if tag.attribute("text-path").is_some_and(|value| value == "true") => {
                let from = self.places.last().map_or(usize::MAX, |place| place.from);
                for piece in self.gather.reading.pieces.iter_mut().skip(from) {
                    piece.carrier = Carrier::WordArt;
                    piece.framed = true;
                }
            }
            "title" | "desc" => self.said = true,
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" | "h" => self.end_paragraph(),
            "span" => {
                self.spans.pop();
            }
            "section" => {
                let hidden = self.sections.pop() == Some(true);
                self.hidden_sections = self.hidden_sections.saturating_sub(usize::from(hidden));
            }
            "table" => {
                if let Some(table) = self.tables.pop() {
                    self.gather.close_table(table.at.table, if self.sheets { 0 } else { table.cells });
                }
            }
            "title" | "desc" => self.said = false,
            _ => {}
        }
        if self.places.last().is_some_and(|place| place.element == name) {
            self.places.pop();
        }
    }

    fn words(&mut self, text: &str) {
        let declared = self.places.last().is_some_and(|place| place.element.ends_with("-decl"));
        if self.paragraphs.is_empty() {
            if self.said || declared {
                let carrier = self.places.last().map_or(Carrier::Body, |place| place.carrier);
                self.gather.text(carrier, markup::unescape(text).0);
            }
            return;
        }
        self.add(text);
    }

    fn add(&mut self, text: &str) {
        let span = self.spans.iter().fold(Look::default(), |all, look| Look {
            capitals: all.capitals | look.capitals,
            hidden: all.hidden | look.hidden,
            face: look.face.or(all.face),
            framed: false,
        });
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let (text, _) = markup::unescape(text);
        if span.hidden || paragraph.style.hidden {
            paragraph.hidden.push_str(&text);
            return;
        }
        paragraph.face = span.face.or(paragraph.face);
        if text.chars().any(char::is_alphabetic) {
            paragraph.letters = true;
            paragraph.small |= !(span.capitals || paragraph.style.capitals);
        }
        paragraph.text.push_str(&text);
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        let place = self.places.last();
        let in_cell = self.tables.last().filter(|table| table.at.row > 0);
        let carrier = match place {
            Some(place) => place.carrier,
            None if self.hidden_sections > 0 => Carrier::HiddenText,
            None if self.sheets => Carrier::Cell,
            None if self.slides => Carrier::Slide,
            None => Carrier::Body,
        };
        let framed = place.is_some_and(|place| place.framed) || paragraph.style.framed;
        let cell = in_cell.map(|table| table.at).filter(|_| place.is_none() || self.slides);
        self.gather.push(Piece {
            framed,
            capitals: paragraph.letters && !paragraph.small,
            face: paragraph.face,
            cell,
            ..Piece::new(carrier, paragraph.text)
        });
        self.gather.push(Piece { framed, cell, ..Piece::new(Carrier::HiddenText, paragraph.hidden) });
    }
}
