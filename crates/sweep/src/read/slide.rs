//! Text of PresentationML and DrawingML parts (ECMA-376 part 1, 19 and 21):
//! slides, their notes and comments, shapes wherever they stand.

use super::markup::{self, Token};
use crate::limits::TOKENS;
use crate::text::{Carrier, CellAt, Face, Gather, Piece};

/// A part below `ppt/`.
pub(super) fn part(name: &str, text: &str, gather: &mut Gather) {
    if name.contains("slidemasters/") || name.contains("notesmasters/") || name.contains("handoutmasters/") {
        shapes(text, Carrier::Header, gather);
    } else if name.contains("notesslides/") {
        shapes(text, Carrier::SlideNotes, gather);
    } else if name.contains("comments/") || name.contains("comment") {
        shapes(text, Carrier::Comment, gather);
    } else if name.contains("slides/") || name.contains("charts/") || name.contains("diagrams/") {
        gather.group += 1;
        shapes(text, Carrier::Slide, gather);
        gather.group = 0;
    } else if name.ends_with(".vml") {
        shapes(text, Carrier::VmlBox, gather);
    }
}

/// What a shape is, as far as it matters.
#[derive(Debug, Clone, Copy)]
struct Shape {
    carrier: Carrier,
    framed: bool,
    placeholder: bool,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    face: Option<Face>,
    letters: bool,
    small: bool,
}

/// The paragraphs of all shapes of a part.
pub(super) fn shapes(source: &str, carrier: Carrier, gather: &mut Gather) {
    let boxes = matches!(carrier, Carrier::TextBox | Carrier::VmlBox);
    let outer = Shape { carrier, framed: boxes, placeholder: false };
    let mut shape = outer;
    let mut open = Paragraph::default();
    let (mut text, mut capitals, mut line) = (false, false, false);
    let mut table: Option<CellAt> = None;
    let mut cells = 0;
    for token in markup::tokens(source, false).take(TOKENS) {
        match token {
            Token::Open(tag) => match tag.name {
                "sp" | "shape" | "wsp" | "cxnSp" => shape = outer,
                "ph" => {
                    shape.placeholder = true;
                    match tag.attribute("type").as_deref() {
                        Some("ftr") => shape.carrier = Carrier::Footer,
                        Some("hdr") => shape.carrier = Carrier::Header,
                        _ => {}
                    }
                }
                "ln" if !tag.empty => line = true,
                "solidFill" | "prstClr" if line && !shape.placeholder => shape.framed = true,
                "prstTxWarp" if tag.attribute("prst").is_none_or(|shape| shape != "textNoShape") => {
                    shape.carrier = Carrier::WordArt;
                    shape.framed = true;
                }
                "textpath" => {
                    if let Some(text) = tag.attribute("string") {
                        gather.push(Piece::new(Carrier::WordArt, text).framed());
                    }
                }
                "cNvPr" => {
                    for name in ["descr", "title"] {
                        if let Some(text) = tag.attribute(name) {
                            gather.text(carrier, text);
                        }
                    }
                }
                "tbl" => {
                    cells = 0;
                    table = Some(CellAt { table: gather.table(), row: 0, column: 0 });
                }
                "tr" => table = table.map(|at| CellAt { row: at.row + 1, column: 0, ..at }),
                "tc" => {
                    cells += 1;
                    table = table.map(|at| CellAt { column: at.column + 1, ..at });
                }
                "rPr" | "defRPr" => capitals = tag.attribute("cap").is_some_and(|cap| cap != "none"),
                "r" => capitals = false,
                "latin" | "cs" | "ea" => {
                    open.face = open.face.or(tag.attribute("typeface").and_then(|name| Face::of(&name)));
                }
                "font" => open.face = open.face.or(tag.attribute("face").and_then(|name| Face::of(&name))),
                "t" | "text" | "div" | "v" => text = !tag.empty,
                "br" => open.text.push('\n'),
                "tab" => open.text.push('\t'),
                _ => {}
            },
            Token::Close(name) => match name {
                "ln" => line = false,
                "t" => text = false,
                "p" | "text" | "div" | "cm" | "v" => {
                    text &= !matches!(name, "text" | "div" | "v");
                    end(&mut open, shape, table, gather);
                }
                "tbl" => {
                    if let Some(at) = table.take() {
                        gather.close_table(at.table, cells);
                    }
                }
                "sp" | "shape" | "wsp" => {
                    end(&mut open, shape, table, gather);
                    shape = outer;
                }
                _ => {}
            },
            Token::Text(words) if text => {
                let words = super::sheet::unfold(words);
                if words.chars().any(char::is_alphabetic) {
                    open.letters = true;
                    open.small |= !capitals;
                }
                open.text.push_str(&words);
            }
            _ => {}
        }
    }
    end(&mut open, shape, table, gather);
}

fn end(open: &mut Paragraph, shape: Shape, cell: Option<CellAt>, gather: &mut Gather) {
    let paragraph = std::mem::take(open);
    gather.push(Piece {
        capitals: paragraph.letters && !paragraph.small,
        face: paragraph.face,
        framed: shape.framed,
        cell,
        ..Piece::new(shape.carrier, paragraph.text)
    });
}
