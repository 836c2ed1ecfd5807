//! The words of a document: paragraphs in reading order, with their page, their
//! table cell and their region. What the review page shows on its left side.
//!
//! Not here: joining broken lines (`repair`), meaning (`nouns`).

mod docx;
mod legacy;
mod pdf;
mod text;

use serde::Serialize;

use crate::envelope::{EnvelopeError, Format, sniff};
use crate::letters::clean;
use crate::limits::Limits;

/// Where on the sheet a paragraph stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Region {
    #[default]
    Body,
    Header,
    Footer,
    TextBox,
    Footnote,
}

/// The cell a paragraph stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CellAt {
    pub table: u32,
    pub row: u32,
    pub column: u32,
    /// How many columns the cell spans.
    pub span: u32,
}

/// One paragraph, or one line where the file knows no paragraphs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Paragraph {
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    pub region: Region,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<CellAt>,
    /// It is set apart from what precedes it (a new paragraph, a blank line);
    /// otherwise only a line break lies between.
    pub apart: bool,
    /// A page number or another line that is no part of the text.
    pub noise: bool,
    /// Look-alike letters of other scripts were read as Latin ones.
    #[serde(skip)]
    pub look_alikes: bool,
}

/// All words of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    pub format: Format,
    pub paragraphs: Vec<Paragraph>,
    pub pages: Option<u32>,
    /// A limit cut the text short.
    pub truncated: bool,
    /// Cells that go on with the cell above them.
    #[serde(skip)]
    pub merged: Vec<CellAt>,
}

impl Source {
    /// The whole text, one paragraph per line.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for paragraph in &self.paragraphs {
            text.push_str(&paragraph.text);
            text.push('\n');
        }
        text
    }
}

/// Opens the envelope and takes the words out.
pub(crate) fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Source, EnvelopeError> {
    let format = sniff(bytes, limits)?;
    let mut gather = Gather::new(format, limits);
    match format {
        Format::Text => text::read(bytes, &mut gather),
        Format::Docx => docx::read(bytes, limits, &mut gather)?,
        Format::Pdf => pdf::read(bytes, limits, &mut gather)?,
        Format::Doc => {
            let converted = legacy::convert(name, bytes, limits)?;
            docx::read(&converted, limits, &mut gather)?;
        }
    }
    Ok(gather.finish())
}

/// Collects paragraphs within the limits.
pub(crate) struct Gather<'a> {
    limits: &'a Limits,
    source: Source,
    chars: usize,
    tables: u32,
}

impl<'a> Gather<'a> {
    fn new(format: Format, limits: &'a Limits) -> Self {
        let source =
            Source { format, paragraphs: Vec::new(), pages: None, truncated: false, merged: Vec::new() };
        Self { limits, source, chars: 0, tables: 0 }
    }

    /// A number for a table not yet met.
    pub fn next_table(&mut self) -> u32 {
        self.tables += 1;
        self.tables
    }

    pub fn pages(&mut self, pages: u32) {
        self.source.pages = Some(pages);
    }

    /// A cell that goes on with the one above it.
    pub fn merged(&mut self, cell: CellAt) {
        if self.source.merged.len() < self.limits.paragraphs {
            self.source.merged.push(cell);
        }
    }

    /// Takes a paragraph in; its raw text is cleaned here. Blank ones vanish.
    pub fn push(&mut self, paragraph: Paragraph) {
        if self.source.truncated {
            return;
        }
        // Stars of Markdown stay in files made from it.
        let cleaned = clean(&text::unmarked(&paragraph.text));
        let trimmed = cleaned.text.trim_end();
        if trimmed.trim().is_empty() {
            return;
        }
        let mut rest = trimmed;
        let mut apart = paragraph.apart;
        while !rest.is_empty() {
            if self.source.paragraphs.len() >= self.limits.paragraphs || self.chars >= self.limits.chars {
                self.source.truncated = true;
                return;
            }
            let cut = rest.char_indices().nth(self.limits.paragraph_chars).map_or(rest.len(), |(at, _)| at);
            let (piece, after) = rest.split_at(cut);
            self.chars += piece.chars().count();
            self.source.paragraphs.push(Paragraph {
                text: piece.to_owned(),
                apart,
                look_alikes: paragraph.look_alikes || cleaned.look_alikes,
                ..paragraph.clone()
            });
            rest = after;
            apart = false;
        }
    }

    fn finish(self) -> Source {
        self.source
    }
}
