//! What a reader yields of a document: pieces of text, each with where it stands.
//!
//! Not here: reading formats (`read`), what the text means (`grammar`).

use crate::limits::Limits;

/// What a piece of text stands in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    #[default]
    Body,
    Header,
    Footer,
    TextBox,
    VmlBox,
    #[serde(rename = "wordart")]
    WordArt,
    Comment,
    Footnote,
    DeletedText,
    HiddenText,
    Property,
    SheetName,
    Cell,
    Slide,
    SlideNotes,
    Attachment,
    FileName,
    Annotation,
}

/// What a font's name says of the code its text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Face {
    /// `.VnTime`: ABC fonts.
    Tcvn,
    /// `.VnTimeH`: ABC fonts whose small letters look like capitals.
    TcvnCapitals,
    /// `VNI-Times`.
    Vni,
    /// `VPS Times`.
    Vps,
    /// `VI Times`.
    Viscii,
}

impl Face {
    pub fn of(name: &str) -> Option<Face> {
        let name = name.trim().trim_matches(['"', '\'']).to_lowercase();
        // Subset fonts of PDF have a tag of six letters before their name.
        let name = name.split_once('+').map_or(name.as_str(), |(_, name)| name);
        if let Some(rest) = name.strip_prefix(".vn").or_else(|| name.strip_prefix("vntime")) {
            let family = rest.split([' ', ',', '-']).next().unwrap_or_default();
            return Some(if family.ends_with('h') { Face::TcvnCapitals } else { Face::Tcvn });
        }
        if name.starts_with("vni") {
            return Some(Face::Vni);
        }
        if name.starts_with("vps") {
            return Some(Face::Vps);
        }
        (name.starts_with("vi ") || name.starts_with("viscii")).then_some(Face::Viscii)
    }
}

/// A cell of a table: which table of the document, and where in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct CellAt {
    pub table: u32,
    pub row: u32,
    pub column: u32,
}

/// A piece of text: a paragraph, a cell, a note. Its lines are parted by `\n`,
/// what stands apart in a line by `\t`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Piece {
    pub carrier: Carrier,
    pub text: String,
    pub face: Option<Face>,
    /// It stands in a box, a frame, a watermark: as a stamp is drawn.
    pub framed: bool,
    /// It is shown in capitals however it is written.
    pub capitals: bool,
    /// Letters of it were written as character references (`&#7852;`).
    pub escaped: bool,
    /// The file is written in UTF-16.
    pub wide: bool,
    pub cell: Option<CellAt>,
    /// The slide or sheet it is part of; 0 for none.
    pub group: u32,
}

impl Piece {
    pub fn new(carrier: Carrier, text: impl Into<String>) -> Self {
        Piece { carrier, text: text.into(), ..Piece::default() }
    }

    pub fn framed(mut self) -> Self {
        self.framed = true;
        self
    }
}

/// Why a file, or a part of it, could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unread {
    Encrypted,
    ImageOnly,
    Corrupt,
    Timeout,
    TooLarge,
    TooDeep,
    Unsupported,
    Permission,
}

/// What was read of one document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    pub pieces: Vec<Piece>,
    /// Why it, or a part of it, could not be read.
    pub unread: Option<Unread>,
    /// It has pages that are pictures beside its text.
    pub partial: bool,
    /// It holds pictures.
    pub pictures: bool,
}

/// A document inside another.
#[derive(Debug, Clone, Copy)]
pub struct Member<'a> {
    pub name: &'a str,
    pub content: Result<&'a [u8], Unread>,
    /// Attached to a mail or embedded in a document, rather than packed.
    pub attached: bool,
}

/// Where members are given to: with the bytes that may still be unpacked.
pub(crate) type Give<'a> = &'a mut dyn FnMut(Member<'_>, &mut u64);

/// What readers write to: text up to its limit, members as they come.
pub(crate) struct Gather<'a> {
    pub limits: &'a Limits,
    pub reading: Reading,
    /// Bytes that may still be unpacked out of the file.
    pub left: u64,
    pub group: u32,
    tables: u32,
    chars: usize,
    /// Whether it has members.
    pub has_members: bool,
    give: Give<'a>,
}

impl<'a> Gather<'a> {
    pub fn new(limits: &'a Limits, left: u64, give: Give<'a>) -> Self {
        Gather {
            limits,
            reading: Reading::default(),
            left,
            group: 0,
            tables: 0,
            chars: 0,
            has_members: false,
            give,
        }
    }

    /// Keeps a piece, unless it is blank.
    pub fn push(&mut self, mut piece: Piece) {
        if piece.text.trim().is_empty() {
            return;
        }
        self.chars += piece.text.len();
        if self.chars > self.limits.text_chars || self.reading.pieces.len() >= self.limits.pieces {
            self.reading.unread.get_or_insert(Unread::TooLarge);
            return;
        }
        if piece.group == 0 {
            piece.group = self.group;
        }
        self.reading.pieces.push(piece);
    }

    pub fn text(&mut self, carrier: Carrier, text: impl Into<String>) {
        self.push(Piece::new(carrier, text));
    }

    pub fn member(&mut self, name: &str, content: Result<&[u8], Unread>, attached: bool) {
        self.has_members = true;
        (self.give)(Member { name, content, attached }, &mut self.left);
    }

    /// Notes why something could not be read; the first reason stays.
    pub fn fail(&mut self, reason: Unread) {
        self.reading.unread.get_or_insert(reason);
    }

    /// A number for the next table of the document.
    pub fn table(&mut self) -> u32 {
        self.tables += 1;
        self.tables
    }

    /// What stands in a table of one cell stands in a box.
    pub fn close_table(&mut self, table: u32, cells: usize) {
        if cells == 1 {
            let of_it = |piece: &&mut Piece| piece.cell.is_some_and(|cell| cell.table == table);
            for piece in self.reading.pieces.iter_mut().rev().take(64).filter(of_it) {
                piece.framed = true;
                piece.cell = None;
            }
        }
    }
}
