//! Composes a part of a paper block by block: the writer's side of the document
//! model. Knows the styles, knows no paper.

use crate::chart::Chart;
use crate::document::{Block, Paragraph, Part, Run, Sides, SidesRow};
use crate::grid::Grid;
use crate::page::{self, TEXT_WIDTH};
use crate::style::{Align, Style};
use crate::table::Table;
use crate::words::Words;

/// The rule below the summary is a third to a half of the line (Phụ lục I).
const SUMMARY_RULE: f64 = 0.35;
/// Opens a legal basis.
const BASIS: &str = "Căn cứ ";
/// The left column's share before several addressees.
const ADDRESSEE_SHARE: u16 = 300;
/// Above and below several addressees.
const ADDRESSEE_ROOM: f64 = 12.0;

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
        Self { blocks: Vec::new(), landscape: true }
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
            Paragraph::balanced(Style::Summary, summary, TEXT_WIDTH).ruled(SUMMARY_RULE, TEXT_WIDTH),
        ))
    }

    /// Label, title and reference of an annex.
    fn annex_title(&mut self, label: &str, title: &str, reference: &str) -> &mut Self {
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

    /// The legal bases: "Căn cứ …", italic, ";" between and "." at the end. A
    /// decision names last on whose proposal it is taken.
    pub(crate) fn bases(&mut self, bases: &[String], proposal: Option<&str>) -> &mut Self {
        let mut lines: Vec<String> = bases
            .iter()
            .map(|basis| {
                let basis = trimmed(basis);
                let opening = if basis.starts_with(BASIS) { "" } else { BASIS };
                format!("{opening}{basis}")
            })
            .collect();
        lines.extend(proposal.map(|by| format!("Theo đề nghị của {}", trimmed(by))));
        let last = lines.len().saturating_sub(1);
        for (place, line) in lines.into_iter().enumerate() {
            let end = if place == last { "." } else { ";" };
            self.line(Style::Basis, format!("{line}{end}"));
        }
        self
    }

    /// "Kính gửi: …"; several addressees stand below each other behind dashes.
    pub(crate) fn addressees(&mut self, addressees: &[String]) -> &mut Self {
        match addressees {
            [] => self,
            [only] => self.line(Style::Addressee, format!("Kính gửi: {}.", trimmed(only))),
            several => {
                let mut opening = Paragraph::new(Style::AddresseeLine, "Kính gửi:\u{A0}");
                opening.align = Some(Align::Right);
                let last = several.len() - 1;
                let lines = several
                    .iter()
                    .enumerate()
                    .map(|(place, name)| {
                        let end = if place == last { "." } else { ";" };
                        Paragraph::new(Style::AddresseeLine, format!("- {}{end}", trimmed(name)))
                    })
                    .collect();
                self.block(Block::Sides(Sides {
                    left_share: ADDRESSEE_SHARE,
                    before: ADDRESSEE_ROOM,
                    after: ADDRESSEE_ROOM,
                    rows: vec![SidesRow { left: vec![opening], right: lines }],
                }))
            }
        }
    }

    /// "Điều 1. …", the number in bold.
    pub(crate) fn article(&mut self, number: usize, text: &str) -> &mut Self {
        let mut paragraph =
            Paragraph::of(Style::Body, vec![Run::bold(format!("Điều {number}. ")), Run::plain(text)]);
        paragraph.keep_next = text.ends_with(':');
        self.block(Block::Paragraph(paragraph))
    }

    pub(crate) fn heading_one(&mut self, text: impl Into<Words>) -> &mut Self {
        self.line(Style::HeadingOne, text)
    }

    pub(crate) fn heading_two(&mut self, text: impl Into<Words>) -> &mut Self {
        self.line(Style::HeadingTwo, text)
    }

    /// A body paragraph. One that announces what follows stays with it.
    pub(crate) fn body(&mut self, text: impl Into<Words>) -> &mut Self {
        let mut paragraph = Paragraph::new(Style::Body, text);
        paragraph.keep_next = paragraph.runs.iter().any(|run| run.text.as_str().ends_with(':'));
        self.block(Block::Paragraph(paragraph))
    }

    /// Dashed paragraphs, ";" between and "." at the end.
    pub(crate) fn items(&mut self, texts: impl IntoIterator<Item = String>) -> &mut Self {
        self.marked("-", texts)
    }

    /// Paragraphs below a dashed one, behind plus signs.
    pub(crate) fn sub_items(&mut self, texts: impl IntoIterator<Item = String>) -> &mut Self {
        self.marked("+", texts)
    }

    fn marked(&mut self, mark: &str, texts: impl IntoIterator<Item = String>) -> &mut Self {
        let mut texts = texts.into_iter().peekable();
        while let Some(text) = texts.next() {
            let text = trimmed(&text);
            let end = if texts.peek().is_some() { ";" } else { "." };
            self.body(format!("{mark} {text}{end}"));
        }
        self
    }

    /// A body paragraph behind a dash.
    pub(crate) fn item(&mut self, text: &str) -> &mut Self {
        self.line(Style::Body, format!("- {text}"))
    }

    /// "Địa điểm: …", the label in bold.
    pub(crate) fn labelled(&mut self, label: &str, text: &str) -> &mut Self {
        self.runs(Style::Body, vec![Run::bold(format!("{label}: ")), Run::plain(text)])
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
        let room = self.room();
        self.block(Block::Grid(Grid::of(table, room))).line(Style::AfterTable, "")
    }

    /// The chart below its title.
    pub(crate) fn chart(&mut self, chart: Chart) -> &mut Self {
        let chart = chart.clean();
        self.caption(&chart.title).block(Block::Chart(chart)).line(Style::AfterTable, "")
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
        if let Some(Block::Paragraph(last)) =
            self.blocks.iter_mut().rev().find(|block| is_running_text(block))
        {
            end_with_mark(last);
        }
        self
    }

    /// The width of the text.
    fn room(&self) -> f64 {
        if self.landscape { page::LONG - page::LEFT - page::RIGHT } else { TEXT_WIDTH }
    }

    pub(crate) fn part(self) -> Part {
        Part { landscape: self.landscape, blocks: self.blocks }
    }
}

/// An annex being written, without its heading.
#[derive(Debug)]
pub(crate) struct Annex {
    title: String,
    flow: Flow,
}

impl Annex {
    pub(crate) fn new(title: impl Into<String>, flow: Flow) -> Self {
        Self { title: title.into(), flow }
    }
}

/// Heads the annexes: "Phụ lục" alone, or numbered when there are several
/// (NĐ 30/2020 Phụ lục I Mục III).
pub(crate) fn annex_parts(annexes: impl IntoIterator<Item = Option<Annex>>, reference: &str) -> Vec<Part> {
    let annexes: Vec<Annex> = annexes.into_iter().flatten().collect();
    let several = annexes.len() > 1;
    annexes
        .into_iter()
        .enumerate()
        .map(|(place, annex)| {
            let label =
                if several { format!("Phụ lục {}", roman(place + 1)) } else { "Phụ lục".to_owned() };
            let mut headed = Flow { blocks: Vec::new(), landscape: annex.flow.landscape };
            headed.annex_title(&label, &annex.title, reference);
            headed.blocks.extend(annex.flow.blocks);
            headed.part()
        })
        .collect()
}

/// "Thực hiện A; B", to open a letter or a report.
pub(crate) fn carrying_out(bases: &[String]) -> String {
    let bases: Vec<&str> = bases.iter().map(|basis| trimmed(basis)).collect();
    format!("Thực hiện {}", bases.join("; "))
}

/// Without the punctuation that a list puts itself.
fn trimmed(text: &str) -> &str {
    text.trim().trim_end_matches(['.', ';'])
}

/// Roman numerals, for annexes and headings.
pub(crate) fn roman(number: usize) -> String {
    const VALUES: [(usize, &str); 9] =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut rest = number;
    let mut numeral = String::new();
    for (value, sign) in VALUES {
        numeral.push_str(&sign.repeat(rest / value));
        rest %= value;
    }
    numeral
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annexes_are_numbered_only_when_there_are_several() {
        let annex = |title: &str| Some(Annex::new(title, Flow::new()));
        let label = |part: &Part| match part.blocks.first() {
            Some(Block::Paragraph(line)) => line.runs[0].text.as_str().to_owned(),
            other => panic!("a label, not {other:?}"),
        };
        assert_eq!(label(&annex_parts([annex("A"), None], "…")[0]), "Phụ lục");
        let two = annex_parts([annex("A"), None, annex("B")], "…");
        assert_eq!([label(&two[0]), label(&two[1])], ["Phụ lục I", "Phụ lục II"]);
    }

    #[test]
    fn roman_numerals_are_written_by_subtraction() {
        let numerals = [4, 9, 14, 40, 99].map(roman);
        assert_eq!(numerals, ["IV", "IX", "XIV", "XL", "XCIX"]);
    }
}
