//! The document model every paper becomes and every renderer reads: parts (the
//! paper and its annexes, each numbering its own pages) made of paragraphs,
//! two-sided rows, tables and charts. No wording here, and nothing about file formats.

use jiff::civil::Date;
use serde::Serialize;

use crate::chart::Chart;
use crate::error::PaperError;
use crate::fonts;
use crate::grid::Grid;
use crate::lines;
use crate::plain::Plain;
use crate::style::{Align, Style};
use crate::words::Words;

/// More text than this in one paper is a mistake, not a paper.
pub const MAX_TEXT_BYTES: usize = 16 * 1024 * 1024;
/// More table cells than this in one paper is a mistake, not a paper.
pub const MAX_TABLE_CELLS: usize = 500_000;

/// A word with more letters may be broken; in a cell, one with more than
/// [`MAX_WHOLE_WORD_IN_CELL`].
const MAX_WHOLE_WORD: usize = 29;
/// As wide as a day in full ("14/09/2026").
pub(crate) const MAX_WHOLE_WORD_IN_CELL: usize = 11;

/// The file formats of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Office Open XML, to go on working with.
    Docx,
    /// PDF, to read and print.
    #[cfg(feature = "pdf")]
    Pdf,
}

impl Format {
    /// The file name's ending, without the point.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            #[cfg(feature = "pdf")]
            Self::Pdf => "pdf",
        }
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            #[cfg(feature = "pdf")]
            Self::Pdf => "application/pdf",
        }
    }
}

/// A paper ready to be written in any [`Format`].
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub(crate) title: Words,
    pub(crate) issuer: Words,
    pub(crate) dated: Date,
    pub(crate) parts: Vec<Part>,
}

impl Document {
    /// Writes the paper as `format`.
    pub fn render(&self, format: Format) -> Result<Vec<u8>, PaperError> {
        match format {
            Format::Docx => self.docx(),
            #[cfg(feature = "pdf")]
            Format::Pdf => self.pdf(),
        }
    }

    /// Writes the paper as DOCX. The same paper gives the same bytes.
    pub fn docx(&self) -> Result<Vec<u8>, PaperError> {
        self.check_size()?;
        crate::docx::write(self)
    }

    /// Writes the paper as PDF. The same paper gives the same bytes.
    #[cfg(feature = "pdf")]
    pub fn pdf(&self) -> Result<Vec<u8>, PaperError> {
        self.check_size()?;
        crate::pdf::write(self)
    }

    /// The paper's title, as in the file's properties.
    pub fn title(&self) -> &str {
        self.title.as_str()
    }

    /// The paper's own words in their order, for showing it elsewhere than on
    /// paper.
    pub fn plain(&self) -> Vec<Plain> {
        crate::plain::of(self)
    }

    fn check_size(&self) -> Result<(), PaperError> {
        let blocks = || self.parts.iter().flat_map(|part| &part.blocks);
        let cells = blocks().map(Block::cell_count).sum();
        within("table cells", cells, MAX_TABLE_CELLS)?;
        let bytes = blocks().map(Block::text_bytes).sum();
        within("bytes of text", bytes, MAX_TEXT_BYTES)
    }
}

/// The paper itself or one annex.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Part {
    pub(crate) landscape: bool,
    pub(crate) blocks: Vec<Block>,
}

/// What a part is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Block {
    Paragraph(Paragraph),
    Sides(Sides),
    Grid(Grid),
    Chart(Chart),
}

impl Block {
    fn paragraphs(&self) -> Box<dyn Iterator<Item = &Paragraph> + '_> {
        match self {
            Self::Paragraph(paragraph) => Box::new(std::iter::once(paragraph)),
            Self::Sides(sides) => {
                Box::new(sides.rows.iter().flat_map(|row| row.left.iter().chain(&row.right)))
            }
            Self::Grid(grid) => {
                Box::new(grid.head.iter().chain(grid.rows.iter().flat_map(|row| row.cells.iter())))
            }
            Self::Chart(_) => Box::new(std::iter::empty()),
        }
    }

    fn text_bytes(&self) -> usize {
        match self {
            Self::Chart(chart) => chart.text_bytes(),
            _ => self.paragraphs().map(Paragraph::text_bytes).sum(),
        }
    }

    fn cell_count(&self) -> usize {
        match self {
            Self::Grid(_) => self.paragraphs().count(),
            Self::Chart(chart) => chart.bars.len(),
            Self::Paragraph(_) | Self::Sides(_) => 0,
        }
    }
}

/// Text under one style, with a rule below it where the form asks for one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Paragraph {
    pub(crate) style: Style,
    pub(crate) runs: Vec<Run>,
    /// Overrides the style's alignment.
    pub(crate) align: Option<Align>,
    /// The length of the rule below, in points.
    pub(crate) rule: Option<f64>,
    /// Stays on the page of what follows, whatever the style says.
    pub(crate) keep_next: bool,
    /// Holds a word so long that it may have to be broken inside.
    pub(crate) long_words: bool,
}

impl Paragraph {
    pub(crate) fn new(style: Style, text: impl Into<Words>) -> Self {
        Self::of(style, vec![Run::plain(text)])
    }

    pub(crate) fn of(style: Style, runs: Vec<Run>) -> Self {
        let most = match style {
            Style::Cell | Style::CellHead => MAX_WHOLE_WORD_IN_CELL,
            _ => MAX_WHOLE_WORD,
        };
        let long_words = runs.iter().any(|run| run.has_word_longer_than(most));
        Self { style, runs, align: None, rule: None, keep_next: false, long_words }
    }

    /// Text on lines of about the same width, none wider than `room` points.
    pub(crate) fn balanced(style: Style, text: &str, room: f64) -> Self {
        let text = Words::new(text);
        Self::new(style, lines::broken(text.as_str(), &style.look(), room))
    }

    /// A rule below, as long as `share` of the text, which has `room` points.
    pub(crate) fn ruled(mut self, share: f64, room: f64) -> Self {
        let look = self.style.look();
        let weight = look.weight();
        let longest = self
            .runs
            .iter()
            .flat_map(|run| run.text.as_str().lines())
            .map(|line| fonts::width(line, look.size, weight))
            .fold(0.0, f64::max);
        self.rule = Some((longest.min(room) * share).round());
        self
    }

    pub(crate) fn text_bytes(&self) -> usize {
        self.runs.iter().map(|run| run.text.as_str().len()).sum()
    }
}

/// A piece of text of one emphasis.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Run {
    pub(crate) text: Words,
    pub(crate) emphasis: Emphasis,
}

/// How a run differs from its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Emphasis {
    None,
    Bold,
    Italic,
    Superscript,
}

impl Run {
    pub(crate) fn plain(text: impl Into<Words>) -> Self {
        Self::with(text, Emphasis::None)
    }

    pub(crate) fn bold(text: impl Into<Words>) -> Self {
        Self::with(text, Emphasis::Bold)
    }

    pub(crate) fn italic(text: impl Into<Words>) -> Self {
        Self::with(text, Emphasis::Italic)
    }

    pub(crate) fn superscript(text: impl Into<Words>) -> Self {
        Self::with(text, Emphasis::Superscript)
    }

    fn has_word_longer_than(&self, most: usize) -> bool {
        let text = self.text.as_str();
        // Most texts are shorter than the limit, or hold a space within it.
        text.split([' ', '\n', '/', '-']).any(|word| word.len() > most && word.chars().count() > most)
    }

    pub(crate) fn is_bold(&self) -> bool {
        self.emphasis == Emphasis::Bold
    }

    fn with(text: impl Into<Words>, emphasis: Emphasis) -> Self {
        Self { text: text.into(), emphasis }
    }
}

/// Two columns without borders: the header of a paper and its end.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Sides {
    /// The left column's share of the width, in thousandths.
    pub(crate) left_share: u16,
    /// Room above, in points.
    pub(crate) before: f64,
    /// Room below, in points.
    pub(crate) after: f64,
    pub(crate) rows: Vec<SidesRow>,
}

/// One row of [`Sides`]; never broken over pages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct SidesRow {
    pub(crate) left: Vec<Paragraph>,
    pub(crate) right: Vec<Paragraph>,
}

fn within(what: &'static str, found: usize, limit: usize) -> Result<(), PaperError> {
    if found > limit {
        return Err(PaperError::TooLarge { what, found, limit });
    }
    Ok(())
}
