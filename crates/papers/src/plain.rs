//! A paper as plain lines, tables and charts: its words in their order, with how they
//! stand, for a page that shows it before it is printed.
//!
//! Not here: pages, breaks and faces (the renderers).

use crate::chart::Chart;
use crate::document::{Block, Document, Emphasis, Paragraph};
use crate::style::Align;

/// One block of a paper.
#[derive(Debug, Clone, PartialEq)]
pub enum Plain {
    /// A paragraph.
    Line(Line),
    /// Two columns side by side: header, signatures.
    Sides(Vec<Line>, Vec<Line>),
    /// A table: its heading, then its rows; a row of one cell stands across all.
    Table(Vec<Line>, Vec<Vec<Line>>),
    /// Bars; their title stands above as a line.
    Chart(Chart),
}

/// A paragraph's words and how they stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The words; a line feed is a line break.
    pub text: String,
    /// Where they stand between the margins.
    pub align: Align,
    /// All of it in bold.
    pub bold: bool,
    /// All of it in italics.
    pub italic: bool,
    /// Its level in the paper's outline, from 1; 0 is no heading.
    pub level: u8,
}

pub(crate) fn of(document: &Document) -> Vec<Plain> {
    document.parts.iter().flat_map(|part| &part.blocks).map(block).collect()
}

fn block(block: &Block) -> Plain {
    match block {
        Block::Paragraph(paragraph) => Plain::Line(line(paragraph)),
        Block::Sides(sides) => {
            let of = |pick: fn(&crate::document::SidesRow) -> &Vec<Paragraph>| {
                sides.rows.iter().flat_map(pick).map(line).collect()
            };
            Plain::Sides(of(|row| &row.left), of(|row| &row.right))
        }
        Block::Grid(grid) => Plain::Table(
            grid.head.iter().map(line).collect(),
            grid.rows.iter().map(|row| row.cells.iter().map(line).collect()).collect(),
        ),
        Block::Chart(chart) => Plain::Chart(chart.clone()),
    }
}

fn line(paragraph: &Paragraph) -> Line {
    let look = paragraph.style.look();
    let all =
        |emphasis| !paragraph.runs.is_empty() && paragraph.runs.iter().all(|run| run.emphasis == emphasis);
    Line {
        text: paragraph.runs.iter().map(|run| run.text.as_str()).collect(),
        align: paragraph.align.unwrap_or(look.align),
        bold: look.bold || all(Emphasis::Bold),
        italic: look.italic || all(Emphasis::Italic),
        level: look.outline,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Minutes, minutes};

    #[test]
    fn the_plain_paper_has_every_word_of_the_minutes_and_says_that_it_is_a_draft() {
        let mut sample = Minutes::sample();
        sample.is_draft = true;
        let plain = minutes(&sample).plain();
        let mut words = String::new();
        for block in &plain {
            let lines: Vec<&Line> = match block {
                Plain::Line(line) => vec![line],
                Plain::Sides(left, right) => left.iter().chain(right).collect(),
                Plain::Table(head, rows) => head.iter().chain(rows.iter().flatten()).collect(),
                Plain::Chart(_) => Vec::new(),
            };
            for line in lines {
                words += &line.text;
                words.push('\n');
            }
        }
        assert!(words.contains("(Dự thảo, chưa ký)"));
        for finding in &sample.findings {
            assert!(words.contains(&finding.text), "{}", finding.text);
        }
        for theme in &sample.themes {
            assert!(words.contains(&theme.title), "{}", theme.title);
        }
        let title = plain.iter().find_map(|block| match block {
            Plain::Line(line) if line.text.to_uppercase() == "BIÊN BẢN" => Some(line),
            _ => None,
        });
        assert!(title.is_some_and(|line| line.bold && line.align == Align::Center));
    }
}
