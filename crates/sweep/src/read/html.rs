//! Text of HTML: blocks as lines, cells, titles, hidden and struck text, boxes.

use super::markup::{self, Tag, Token};
use crate::limits::{NESTED, TOKENS};
use crate::text::{Carrier, CellAt, Face, Gather, Piece};

/// Elements that have no end.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];
/// Elements that stand within a line.
const INLINE: [&str; 31] = [
    "a", "abbr", "acronym", "b", "bdo", "big", "cite", "code", "dfn", "em", "font", "i", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "del",
    "ins", "nobr", "wbr",
];

/// What an open element does to its text.
#[derive(Debug, Clone, Copy, Default)]
struct Style {
    carrier: Option<Carrier>,
    hidden: bool,
    capitals: bool,
    framed: bool,
    face: Option<Face>,
}

#[derive(Default)]
struct Line {
    text: String,
    style: Style,
    letters: bool,
    small: bool,
    escaped: bool,
}

pub(super) fn read(source: &str, wide: bool, gather: &mut Gather) {
    let mut page = Page { gather, wide, open: Vec::new(), line: Line::default(), tables: Vec::new() };
    for token in markup::tokens(source, true).take(TOKENS) {
        match token {
            Token::Open(tag) => page.open(&tag),
            Token::Close(name) => page.close(&name.to_ascii_lowercase()),
            Token::Text(text) => page.text(text),
            // Conditional comments of Office hold machinery.
            Token::Comment(text) if !text.trim_start().starts_with("[if") => {
                page.gather.push(Piece { wide, ..Piece::new(Carrier::Comment, text) });
            }
            Token::Comment(_) => {}
        }
    }
    page.end_line();
}

struct Page<'a, 'b> {
    gather: &'a mut Gather<'b>,
    wide: bool,
    open: Vec<(String, Style)>,
    line: Line,
    tables: Vec<(CellAt, usize)>,
}

impl Page<'_, '_> {
    fn style(&self) -> Style {
        self.open.last().map(|(_, style)| *style).unwrap_or_default()
    }

    fn open(&mut self, tag: &Tag) {
        let name = tag.name.to_ascii_lowercase();
        if !INLINE.contains(&name.as_str()) && name != "br" {
            self.end_line();
        }
        match name.as_str() {
            "br" => self.line.text.push('\n'),
            "img" | "svg" | "object" => self.gather.reading.pictures = true,
            "table" if self.tables.len() < NESTED => {
                let at = CellAt { table: self.gather.table(), row: 0, column: 0 };
                self.tables.push((at, 0));
            }
            "tr" => {
                if let Some((at, _)) = self.tables.last_mut() {
                    at.row += 1;
                    at.column = 0;
                }
            }
            "td" | "th" => {
                if let Some((at, cells)) = self.tables.last_mut() {
                    at.column += 1;
                    *cells += 1;
                }
            }
            _ => {}
        }
        let shown = match name.as_str() {
            "meta" => Some(("content", Carrier::Property)),
            "img" | "area" => Some(("alt", Carrier::Body)),
            "input" => Some(("value", Carrier::Body)),
            _ => None,
        };
        if let Some((attribute, carrier)) = shown
            && let Some(text) = tag.attribute(attribute)
        {
            self.gather.push(Piece { wide: self.wide, ..Piece::new(carrier, text) });
        }
        if tag.empty || VOID.contains(&name.as_str()) || self.open.len() >= NESTED * 8 {
            return;
        }
        let style = self.styled(&name, tag);
        self.open.push((name, style));
    }

    /// The element's style: what it inherits, and what it says itself.
    fn styled(&self, name: &str, tag: &Tag) -> Style {
        let mut style = self.style();
        match name {
            "title" => style.carrier = Some(Carrier::Property),
            "header" => style.carrier = Some(Carrier::Header),
            "footer" => style.carrier = Some(Carrier::Footer),
            "del" | "s" | "strike" => style.carrier = Some(Carrier::DeletedText),
            "font" => style.face = tag.attribute("face").and_then(|face| Face::of(&face)).or(style.face),
            "table" => style.framed = false,
            "fieldset" | "button" => style.framed = true,
            _ => {}
        }
        style.hidden |= tag.all().any(|(name, _)| name.eq_ignore_ascii_case("hidden"));
        let css = tag.attribute("style").unwrap_or_default().to_ascii_lowercase();
        for rule in css.split(';') {
            let Some((property, value)) = rule.split_once(':') else { continue };
            let value = value.trim();
            match property.trim() {
                "display" => style.hidden |= value.starts_with("none"),
                "visibility" => style.hidden |= value.starts_with("hidden"),
                "text-transform" => style.capitals = value.starts_with("uppercase"),
                "font-family" | "font" => {
                    style.face = value.split(',').find_map(Face::of).or(style.face);
                }
                "border" => {
                    style.framed |= !value.starts_with("none")
                        && !value.starts_with('0')
                        && !matches!(name, "table" | "tr" | "td" | "th" | "body");
                }
                _ => {}
            }
        }
        style
    }

    fn close(&mut self, name: &str) {
        if !INLINE.contains(&name) {
            self.end_line();
        }
        if let Some(at) = self.open.iter().rposition(|(open, _)| open == name) {
            self.open.truncate(at);
        }
        if name == "table"
            && let Some((at, cells)) = self.tables.pop()
        {
            self.gather.close_table(at.table, cells);
        }
    }

    fn text(&mut self, text: &str) {
        let style = self.style();
        let (text, escaped) = markup::unescape(text);
        if style.carrier != self.line.style.carrier || style.hidden != self.line.style.hidden {
            self.end_line();
            self.line.style = style;
        }
        self.line.escaped |= escaped;
        self.line.style.framed |= style.framed;
        self.line.style.face = self.line.style.face.or(style.face);
        if text.chars().any(char::is_alphabetic) {
            self.line.letters = true;
            self.line.small |= !style.capitals;
        }
        // However much white there is in the source, the page shows one space.
        let kept = self.open.iter().any(|(name, _)| matches!(name.as_str(), "pre" | "textarea" | "xmp"));
        for letter in text.chars() {
            let blank = letter.is_ascii_whitespace();
            if kept || !blank {
                self.line.text.push(letter);
            } else if !self.line.text.ends_with([' ', '\n']) {
                self.line.text.push(' ');
            }
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        if line.text.trim().is_empty() {
            return;
        }
        let carrier =
            if line.style.hidden { Carrier::HiddenText } else { line.style.carrier.unwrap_or(Carrier::Body) };
        self.gather.push(Piece {
            face: line.style.face,
            framed: line.style.framed,
            capitals: line.letters && !line.small,
            escaped: line.escaped,
            wide: self.wide,
            cell: self.tables.last().map(|(at, _)| *at).filter(|at| at.column > 0),
            ..Piece::new(carrier, line.text)
        });
    }
}
