//! Text of WordprocessingML parts (ECMA-376 part 1, 17), with boxes, notes,
//! deletions and hidden text told apart.

use super::markup::{self, Tag, Token};
use crate::limits::{NESTED, TOKENS};
use crate::text::{Carrier, CellAt, Face, Gather, Piece};
use std::collections::HashMap;

/// How a style shows its text, as far as it matters here.
#[derive(Debug, Clone, Copy, Default)]
struct Look {
    capitals: bool,
    hidden: bool,
    face: Option<Face>,
}

impl Look {
    /// What a run property says (17.3.2).
    fn take(&mut self, tag: &Tag) {
        let on = || {
            tag.attribute("val").is_none_or(|value| !matches!(value.as_str(), "0" | "false" | "off" | "none"))
        };
        match tag.name {
            "caps" | "smallCaps" => self.capitals = on(),
            "vanish" => self.hidden = on(),
            "rFonts" => {
                let names = ["ascii", "hAnsi", "cs"];
                let face =
                    names.iter().filter_map(|name| tag.attribute(name)).find_map(|name| Face::of(&name));
                self.face = face.or(self.face);
            }
            _ => {}
        }
    }
}

/// Styles by their identifier, with what they take from those they are based on.
#[derive(Debug, Default)]
pub(super) struct Styles {
    looks: HashMap<String, Look>,
    default: Look,
}

impl Styles {
    pub fn read(text: &str) -> Self {
        let mut styles = Styles::default();
        let mut based: HashMap<String, String> = HashMap::new();
        let mut open: Option<String> = None;
        let mut defaults = false;
        for token in markup::tokens(text, false).take(TOKENS) {
            match token {
                Token::Open(tag) if tag.name == "style" => {
                    open = tag.attribute("styleId");
                    if let Some(id) = &open {
                        styles.looks.entry(id.clone()).or_default();
                    }
                }
                Token::Open(tag) if tag.name == "docDefaults" => defaults = true,
                Token::Close("docDefaults") => defaults = false,
                Token::Close("style") => open = None,
                Token::Open(tag) if tag.name == "basedOn" => {
                    if let (Some(id), Some(base)) = (&open, tag.attribute("val")) {
                        based.insert(id.clone(), base);
                    }
                }
                Token::Open(tag) => {
                    if let Some(look) = open.as_ref().and_then(|id| styles.looks.get_mut(id)) {
                        look.take(&tag);
                    } else if defaults {
                        styles.default.take(&tag);
                    }
                }
                _ => {}
            }
        }
        let ids: Vec<String> = styles.looks.keys().cloned().collect();
        for id in ids {
            let mut look = styles.looks.get(&id).copied().unwrap_or_default();
            let mut base = based.get(&id);
            for _ in 0..16 {
                let Some(name) = base else { break };
                let above = styles.looks.get(name).copied().unwrap_or_default();
                look.capitals |= above.capitals;
                look.hidden |= above.hidden;
                look.face = look.face.or(above.face);
                base = based.get(name);
            }
            styles.looks.insert(id, look);
        }
        styles
    }

    fn of(&self, id: Option<String>) -> Look {
        id.and_then(|id| self.looks.get(&id).copied()).unwrap_or_default()
    }
}

/// One kind of text of a paragraph: shown, deleted or hidden.
#[derive(Debug, Default)]
struct Strand {
    text: String,
    face: Option<Face>,
    escaped: bool,
    letters: bool,
    /// All its letters are shown in capitals.
    small: bool,
}

impl Strand {
    fn add(&mut self, text: &str, look: Look) {
        let (text, escaped) = markup::unescape(text);
        self.escaped |= escaped;
        self.face = self.face.or(look.face);
        if text.chars().any(char::is_alphabetic) {
            self.letters = true;
            self.small |= !look.capitals;
        }
        self.text.push_str(&text);
    }
}

#[derive(Debug, Default)]
struct Paragraph {
    shown: Strand,
    deleted: Strand,
    hidden: Strand,
    style: Look,
    framed: bool,
    borders: u8,
}

#[derive(Debug)]
struct Table {
    number: u32,
    row: u32,
    column: u32,
    cells: usize,
}

struct Reader<'a, 'b, 'c> {
    gather: &'a mut Gather<'b>,
    styles: &'c Styles,
    part: Carrier,
    paragraphs: Vec<Paragraph>,
    /// Boxes that are open, each with what it is.
    frames: Vec<Carrier>,
    tables: Vec<Table>,
    run: Look,
    in_run: bool,
    in_paragraph_mark: bool,
    deleted: usize,
    vml: usize,
    text: bool,
    deleted_text: bool,
    field_code: bool,
}

/// Reads a part; its own text stands in `part`.
pub(super) fn read(source: &str, part: Carrier, styles: &Styles, gather: &mut Gather) {
    let mut reader = Reader {
        gather,
        styles,
        part,
        paragraphs: Vec::new(),
        frames: Vec::new(),
        tables: Vec::new(),
        run: Look::default(),
        in_run: false,
        in_paragraph_mark: false,
        deleted: 0,
        vml: 0,
        text: false,
        deleted_text: false,
        field_code: false,
    };
    // What a fallback repeats of a choice that was read is left out (part 3, 10.2).
    let mut choices: Vec<usize> = Vec::new();
    let mut skipped = 0_usize;
    for token in markup::tokens(source, false).take(TOKENS) {
        match &token {
            Token::Open(tag) if tag.name == "AlternateContent" && !tag.empty => {
                choices.push(reader.gather.reading.pieces.len());
            }
            Token::Close("AlternateContent") => {
                choices.pop();
            }
            Token::Open(tag) if tag.name == "Fallback" && !tag.empty => {
                let before = choices.last().copied().unwrap_or(usize::MAX);
                if skipped > 0 || reader.gather.reading.pieces.len() > before {
                    skipped += 1;
                }
            }
            Token::Close("Fallback") => skipped = skipped.saturating_sub(1),
            _ => {}
        }
        if skipped > 0 {
            continue;
        }
        match token {
            Token::Open(tag) => {
                reader.open(&tag);
                if tag.empty && !matches!(tag.name, "del" | "moveFrom") {
                    reader.close(tag.name);
                }
            }
            Token::Close(name) => reader.close(name),
            Token::Text(text) => reader.words(text),
            Token::Comment(_) => {}
        }
    }
    while !reader.paragraphs.is_empty() {
        reader.end_paragraph();
    }
}

impl Reader<'_, '_, '_> {
    fn open(&mut self, tag: &Tag) {
        match tag.name {
            "p" if self.paragraphs.len() < NESTED => self.paragraphs.push(Paragraph::default()),
            "pPr" => self.in_paragraph_mark = true,
            "pStyle" => {
                let look = self.styles.of(tag.attribute("val"));
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.style = look;
                }
            }
            "framePr" => self.mark_framed(),
            // A border all around is a box (17.3.1.24).
            "top" | "bottom" | "left" | "right" | "start" | "end" if self.in_paragraph_mark => {
                let drawn =
                    tag.attribute("val").is_some_and(|value| !matches!(value.as_str(), "nil" | "none"));
                if let Some(paragraph) = self.paragraphs.last_mut().filter(|_| drawn) {
                    paragraph.borders += 1;
                    paragraph.framed |= paragraph.borders >= 4;
                }
            }
            "r" => {
                let style = self.paragraphs.last().map(|paragraph| paragraph.style).unwrap_or_default();
                self.run = Look {
                    capitals: style.capitals || self.styles.default.capitals,
                    hidden: style.hidden,
                    face: style.face.or(self.styles.default.face),
                };
                self.in_run = true;
            }
            "rStyle" if self.in_run => {
                let style = self.styles.of(tag.attribute("val"));
                self.run.capitals |= style.capitals;
                self.run.hidden |= style.hidden;
                self.run.face = style.face.or(self.run.face);
            }
            "rPr" if tag.attribute("cap").is_some_and(|cap| cap != "none") => self.run.capitals = true,
            "caps" | "smallCaps" | "vanish" | "rFonts" if self.in_run && !self.in_paragraph_mark => {
                self.run.take(tag);
            }
            "t" => self.text = true,
            "delText" => self.deleted_text = true,
            "instrText" | "delInstrText" => self.field_code = true,
            "del" | "moveFrom" if !tag.empty && !self.in_paragraph_mark => self.deleted += 1,
            "tab" | "ptab" if !self.in_paragraph_mark => self.strand("\t"),
            "br" | "cr" => self.strand("\n"),
            "noBreakHyphen" => self.strand("-"),
            "textbox" => self.vml += 1,
            "txbxContent" => {
                let carrier = if self.vml > 0 { Carrier::VmlBox } else { Carrier::TextBox };
                self.begin_frame(carrier);
            }
            "prstTxWarp" if tag.attribute("prst").is_none_or(|shape| shape != "textNoShape") => self.art(),
            "textpath" => {
                if let Some(text) = tag.attribute("string") {
                    self.gather.push(Piece::new(Carrier::WordArt, text).framed());
                }
            }
            "docPr" | "cNvPr" => {
                // What a drawing is said to show.
                for name in ["descr", "title"] {
                    if let Some(text) = tag.attribute(name) {
                        self.gather.text(Carrier::TextBox, text);
                    }
                }
            }
            "tbl" if self.tables.len() < NESTED => {
                let number = self.gather.table();
                self.tables.push(Table { number, row: 0, column: 0, cells: 0 });
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.row += 1;
                    table.column = 0;
                }
            }
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.column += 1;
                    table.cells += 1;
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.end_paragraph(),
            "pPr" => self.in_paragraph_mark = false,
            "r" => self.in_run = false,
            "t" => self.text = false,
            "delText" => self.deleted_text = false,
            "instrText" | "delInstrText" => self.field_code = false,
            "del" | "moveFrom" if !self.in_paragraph_mark => self.deleted = self.deleted.saturating_sub(1),
            "textbox" => self.vml = self.vml.saturating_sub(1),
            "txbxContent" => {
                self.frames.pop();
            }
            "tbl" => {
                if let Some(table) = self.tables.pop() {
                    self.gather.close_table(table.number, table.cells);
                }
            }
            _ => {}
        }
    }

    fn words(&mut self, text: &str) {
        if self.field_code {
            return;
        }
        if self.text || self.deleted_text {
            self.strand(text);
        }
    }

    /// Adds to the kind of text that is open.
    fn strand(&mut self, text: &str) {
        let (deleted, look) = (self.deleted > 0 || self.deleted_text, self.run);
        let Some(paragraph) = self.paragraphs.last_mut() else {
            if !text.trim().is_empty() {
                self.gather.text(self.part, markup::unescape(text).0);
            }
            return;
        };
        let strand = if deleted {
            &mut paragraph.deleted
        } else if look.hidden {
            &mut paragraph.hidden
        } else {
            &mut paragraph.shown
        };
        strand.add(text, look);
    }

    fn mark_framed(&mut self) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.framed = true;
        }
    }

    fn begin_frame(&mut self, carrier: Carrier) {
        if self.frames.len() < NESTED {
            self.frames.push(carrier);
        }
        self.deleted_text = false;
        self.text = false;
    }

    /// The box just closed is drawn as WordArt (20.1.9.19).
    fn art(&mut self) {
        for piece in self.gather.reading.pieces.iter_mut().rev().take(4) {
            if piece.carrier != Carrier::TextBox {
                break;
            }
            piece.carrier = Carrier::WordArt;
        }
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        let frame = self.frames.last().copied();
        let carrier = frame.unwrap_or(self.part);
        let cell = self.tables.last().map(|table| CellAt {
            table: table.number,
            row: table.row,
            column: table.column,
        });
        let framed = paragraph.framed || frame.is_some();
        let strands = [
            (paragraph.shown, carrier),
            (paragraph.deleted, Carrier::DeletedText),
            (paragraph.hidden, Carrier::HiddenText),
        ];
        for (strand, carrier) in strands {
            self.gather.push(Piece {
                capitals: strand.letters && !strand.small,
                face: strand.face,
                escaped: false,
                framed,
                cell: cell.filter(|_| frame.is_none()),
                ..Piece::new(carrier, strand.text)
            });
        }
    }
}
