//! The document model every paper becomes and every renderer reads: parts (the
//! paper and its annexes, each numbering its own pages) made of paragraphs,
//! two-sided rows and tables. No wording here, and nothing about file formats.

use jiff::civil::Date;
use serde::Serialize;

use crate::error::PaperError;
use crate::fonts;
use crate::style::{Align, Style};
use crate::table::{Cell, Row, Table, fitted};
use crate::words::Words;

/// More text than this in one paper is a mistake, not a paper.
pub const MAX_TEXT_BYTES: usize = 16 * 1024 * 1024;
/// More table cells than this in one paper is a mistake, not a paper.
pub const MAX_TABLE_CELLS: usize = 500_000;
/// A row with a longer cell may be broken over two pages.
const MAX_WHOLE_CELL_BYTES: usize = 600;

/// The file formats of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Office Open XML, to go on working with.
    Docx,
    /// PDF, to read and print.
    Pdf,
}

impl Format {
    /// The file name's ending, without the point.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
        }
    }

    /// The media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pdf => "application/pdf",
        }
    }
}

/// A paper ready to be written in any [`Format`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    pub(crate) title: Words,
    pub(crate) issuer: Words,
    #[serde(skip)]
    pub(crate) dated: Date,
    pub(crate) parts: Vec<Part>,
}

impl Document {
    /// Writes the paper as `format`.
    pub fn render(&self, format: Format) -> Result<Vec<u8>, PaperError> {
        match format {
            Format::Docx => self.docx(),
            Format::Pdf => self.pdf(),
        }
    }

    /// Writes the paper as DOCX. The same paper gives the same bytes.
    pub fn docx(&self) -> Result<Vec<u8>, PaperError> {
        self.check_size()?;
        crate::docx::write(self)
    }

    /// Writes the paper as PDF. The same paper gives the same bytes.
    pub fn pdf(&self) -> Result<Vec<u8>, PaperError> {
        self.check_size()?;
        crate::pdf::write(self)
    }

    /// The paper's title, as in the file's properties.
    pub fn title(&self) -> &str {
        self.title.as_str()
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
}

impl Block {
    fn paragraphs(&self) -> Box<dyn Iterator<Item = &Paragraph> + '_> {
        match self {
            Self::Paragraph(paragraph) => Box::new(std::iter::once(paragraph)),
            Self::Sides(sides) => Box::new(
                sides
                    .rows
                    .iter()
                    .flat_map(|row| row.left.iter().chain(&row.right)),
            ),
            Self::Grid(grid) => Box::new(
                grid.head
                    .iter()
                    .chain(grid.rows.iter().flat_map(|row| row.cells.iter())),
            ),
        }
    }

    fn text_bytes(&self) -> usize {
        self.paragraphs().map(Paragraph::text_bytes).sum()
    }

    fn cell_count(&self) -> usize {
        match self {
            Self::Grid(_) => self.paragraphs().count(),
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
}

impl Paragraph {
    pub(crate) fn new(style: Style, text: impl Into<Words>) -> Self {
        Self::of(style, vec![Run::plain(text)])
    }

    pub(crate) fn of(style: Style, runs: Vec<Run>) -> Self {
        Self {
            style,
            runs,
            align: None,
            rule: None,
            keep_next: false,
        }
    }

    /// Text on lines of about the same width, none wider than `room` points.
    pub(crate) fn balanced(style: Style, text: &str, room: f64) -> Self {
        let look = style.look();
        let text = Words::new(text);
        Self::new(
            style,
            fonts::balanced(text.as_str(), look.size, look.weight(), room),
        )
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

    fn text_bytes(&self) -> usize {
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

    fn with(text: impl Into<Words>, emphasis: Emphasis) -> Self {
        Self {
            text: text.into(),
            emphasis,
        }
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
    pub(crate) rows: Vec<SidesRow>,
}

/// One row of [`Sides`]; never broken over pages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct SidesRow {
    pub(crate) left: Vec<Paragraph>,
    pub(crate) right: Vec<Paragraph>,
}

/// A table with thin borders and repeated headings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Grid {
    pub(crate) weights: Vec<u16>,
    pub(crate) head: Vec<Paragraph>,
    pub(crate) rows: Vec<GridRow>,
}

/// A row of a [`Grid`]: one cell per column, or a single one across all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct GridRow {
    pub(crate) across: bool,
    /// Short enough to stay on one page.
    pub(crate) whole: bool,
    pub(crate) cells: Vec<Paragraph>,
}

impl GridRow {
    fn of(cells: Vec<Paragraph>, across: bool) -> Self {
        let longest = cells.iter().map(Paragraph::text_bytes).max().unwrap_or(0);
        Self {
            across,
            whole: longest <= MAX_WHOLE_CELL_BYTES,
            cells,
        }
    }
}

impl From<&Table> for Grid {
    fn from(table: &Table) -> Self {
        let head = table
            .columns
            .iter()
            .map(|column| Paragraph::new(Style::CellHead, &column.head))
            .collect();
        let cells = |cells: &[Cell], bold: bool| {
            let cells = fitted(cells, table.columns.len())
                .iter()
                .zip(&table.columns)
                .map(|(cell, column)| cell_paragraph(cell, column.align(), bold))
                .collect();
            GridRow::of(cells, false)
        };
        let rows = table
            .rows
            .iter()
            .map(|row| match row {
                Row::Cells(given) => cells(given, false),
                Row::Total(given) => cells(given, true),
                Row::Group(text) => GridRow::of(
                    vec![Paragraph::of(Style::Cell, vec![Run::bold(text)])],
                    true,
                ),
            })
            .collect();
        Self {
            weights: table
                .columns
                .iter()
                .map(|column| column.weight.max(1))
                .collect(),
            head,
            rows,
        }
    }
}

fn cell_paragraph(cell: &Cell, align: Align, bold: bool) -> Paragraph {
    let words = cell.words();
    let run = if bold || matches!(cell, Cell::Strong(_)) {
        Run::bold(words)
    } else {
        Run::plain(words)
    };
    let mut paragraph = Paragraph::of(Style::Cell, vec![run]);
    paragraph.align = Some(align);
    paragraph
}

fn within(what: &'static str, found: usize, limit: usize) -> Result<(), PaperError> {
    if found > limit {
        return Err(PaperError::TooLarge { what, found, limit });
    }
    Ok(())
}
