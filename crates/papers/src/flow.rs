//! Composes a part of a paper block by block: the writer's side of the document
//! model. Knows the styles, knows no paper.

use crate::document::{Block, Grid, Paragraph, Part, Run, Sides};
use crate::page::TEXT_WIDTH;
use crate::style::Style;
use crate::table::Table;
use crate::words::Words;

/// The rule below the summary is a third to a half of the line (Phụ lục I).
const SUMMARY_RULE: f64 = 0.35;

/// A part being written.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    blocks: Vec<Block>,
    landscape: bool,
}

impl Flow {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// A part on lying sheets, for wide tables.
    pub(crate) fn landscape() -> Self {
        Self {
            blocks: Vec::new(),
            landscape: true,
        }
    }

    pub(crate) fn block(&mut self, block: Block) -> &mut Self {
        self.blocks.push(block);
        self
    }

    pub(crate) fn line(&mut self, style: Style, text: impl Into<Words>) -> &mut Self {
        self.block(Block::Paragraph(Paragraph::new(style, text)))
    }

    pub(crate) fn runs(&mut self, style: Style, runs: Vec<Run>) -> &mut Self {
        self.block(Block::Paragraph(Paragraph::of(style, runs)))
    }

    /// Type name and summary, with the rule below.
    pub(crate) fn title(&mut self, type_name: &str, summary: &str) -> &mut Self {
        self.line(Style::TypeName, type_name.to_uppercase());
        self.block(Block::Paragraph(
            Paragraph::balanced(Style::Summary, summary, TEXT_WIDTH)
                .ruled(SUMMARY_RULE, TEXT_WIDTH),
        ))
    }

    /// Label, title and reference of an annex.
    pub(crate) fn annex_title(&mut self, label: &str, title: &str, reference: &str) -> &mut Self {
        self.line(Style::AnnexLabel, label)
            .block(Block::Paragraph(Paragraph::balanced(
                Style::AnnexTitle,
                &title.to_uppercase(),
                TEXT_WIDTH,
            )))
            .block(Block::Paragraph(Paragraph::balanced(
                Style::AnnexReference,
                &format!("(Kèm theo {reference})"),
                TEXT_WIDTH,
            )))
    }

    /// The legal bases: italic, ";" between and "." (or what `end` says) at the end.
    pub(crate) fn bases(&mut self, bases: &[String], end: &str) -> &mut Self {
        for (place, basis) in bases.iter().enumerate() {
            let end = if place + 1 == bases.len() { end } else { ";" };
            self.line(Style::Basis, format!("{}{end}", basis.trim_end()));
        }
        self
    }

    pub(crate) fn heading_one(&mut self, text: impl Into<Words>) -> &mut Self {
        self.line(Style::HeadingOne, text)
    }

    pub(crate) fn heading_two(&mut self, text: impl Into<Words>) -> &mut Self {
        self.line(Style::HeadingTwo, text)
    }

    pub(crate) fn heading_three(&mut self, text: impl Into<Words>) -> &mut Self {
        self.line(Style::HeadingThree, text)
    }

    /// A body paragraph. One that announces what follows stays with it.
    pub(crate) fn body(&mut self, text: impl Into<Words>) -> &mut Self {
        let mut paragraph = Paragraph::new(Style::Body, text);
        paragraph.keep_next = paragraph
            .runs
            .iter()
            .any(|run| run.text.as_str().ends_with(':'));
        self.block(Block::Paragraph(paragraph))
    }

    /// Dashed paragraphs, ";" between and "." at the end.
    pub(crate) fn items(&mut self, texts: impl IntoIterator<Item = String>) -> &mut Self {
        let mut texts = texts.into_iter().peekable();
        while let Some(text) = texts.next() {
            let text = text.trim_end().trim_end_matches(['.', ';']);
            let end = if texts.peek().is_some() { ";" } else { "." };
            self.item(&format!("{text}{end}"));
        }
        self
    }

    /// A body paragraph behind a dash.
    pub(crate) fn item(&mut self, text: &str) -> &mut Self {
        self.line(Style::Body, format!("- {text}"))
    }

    /// "Địa điểm: …", the label in bold.
    pub(crate) fn labelled(&mut self, label: &str, text: &str) -> &mut Self {
        self.runs(
            Style::Body,
            vec![Run::bold(format!("{label}: ")), Run::plain(text)],
        )
    }

    /// The text's paragraphs, one per line.
    pub(crate) fn bodies(&mut self, text: &str) -> &mut Self {
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            self.body(line);
        }
        self
    }

    pub(crate) fn table(&mut self, table: &Table) -> &mut Self {
        if table.columns.is_empty() {
            return self;
        }
        self.block(Block::Grid(Grid::from(table)))
            .line(Style::AfterTable, "")
    }

    pub(crate) fn caption(&mut self, text: &str) -> &mut Self {
        self.line(Style::Caption, text)
    }

    /// Sets the closing; the last line before it comes along to a new page, so
    /// that no signature stands alone.
    pub(crate) fn closing(&mut self, sides: Sides) -> &mut Self {
        if let Some(Block::Paragraph(last)) = self.blocks.last_mut() {
            last.keep_next = true;
        }
        self.block(Block::Sides(sides))
    }

    /// Ends the running text with "./.".
    pub(crate) fn end_mark(&mut self) -> &mut Self {
        if let Some(Block::Paragraph(last)) = self
            .blocks
            .iter_mut()
            .rev()
            .find(|block| is_running_text(block))
        {
            end_with_mark(last);
        }
        self
    }

    pub(crate) fn part(self) -> Part {
        Part {
            landscape: self.landscape,
            blocks: self.blocks,
        }
    }
}

fn is_running_text(block: &Block) -> bool {
    matches!(block, Block::Paragraph(paragraph) if paragraph.style == Style::Body)
}

fn end_with_mark(paragraph: &mut Paragraph) {
    if let Some(run) = paragraph.runs.last_mut() {
        let text = run.text.as_str().trim_end().trim_end_matches(['.', ';']);
        run.text = Words::from(format!("{text}./."));
    }
}
