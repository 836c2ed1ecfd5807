//! `document.xml` and the running header: sections, paragraphs, rules, two-sided
//! rows, tables and the places of charts. Property elements stand in the order of the schema.

use super::chart;
use super::package::{self, HEADER_ID, R, W};
use super::pen::Pen;
use super::styles::{TABLE_STYLE, cell_margins};
use crate::document::{Block, Document, Emphasis, Paragraph, Part, Run, Sides};
use crate::grid::Grid;
use crate::page;
use crate::style::{Align, Style};

/// The space below a rule that stands over running text, in points.
const BELOW_RULE: f64 = 12.0;

pub fn document(document: &Document) -> String {
    let mut pen = Pen::new();
    pen.open("w:document", &[("xmlns:w", &W), ("xmlns:r", &R)]);
    pen.open("w:body", &[]);
    let (last, earlier) = match document.parts.split_last() {
        Some((last, earlier)) => (Some(last), earlier),
        None => (None, [].as_slice()),
    };
    let mut charts = 0;
    for part in earlier {
        part_body(&mut pen, part, &mut charts);
        hairline(&mut pen, &Hairline::EndOf(part));
    }
    if let Some(part) = last {
        part_body(&mut pen, part, &mut charts);
        hairline(&mut pen, &Hairline::Plain);
        section(&mut pen, part);
    }
    pen.close("w:body");
    pen.close("w:document");
    pen.finish()
}

pub fn page_number_header() -> String {
    let mut pen = Pen::new();
    pen.open("w:hdr", &[("xmlns:w", &W), ("xmlns:r", &R)]);
    pen.open("w:p", &[]);
    pen.open("w:pPr", &[]);
    pen.empty("w:pStyle", &[("w:val", &Style::PageNumber.look().id)]);
    pen.close("w:pPr");
    pen.open("w:fldSimple", &[("w:instr", &" PAGE ")]);
    pen.open("w:r", &[]);
    pen.leaf("w:t", &[], "2");
    pen.close("w:r");
    pen.close("w:fldSimple");
    pen.close("w:p");
    pen.close("w:hdr");
    pen.finish()
}

/// Points in twentieths.
pub fn twips(points: f64) -> i64 {
    (points * 20.0).round() as i64
}

/// The alignment's name in WordprocessingML.
pub fn word_align(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
        Align::Justify => "both",
    }
}

fn part_body(pen: &mut Pen, part: &Part, charts: &mut usize) {
    let width = text_width(part);
    for block in &part.blocks {
        match block {
            Block::Paragraph(one) => {
                paragraph(pen, one);
                if one.rule.is_some() {
                    rule(pen, one, width, BELOW_RULE);
                }
            }
            Block::Sides(sides) => {
                if sides.before > 0.0 {
                    hairline(pen, &Hairline::KeptBelow(sides.before));
                }
                sides_table(pen, sides, width);
                hairline(pen, &Hairline::Below(sides.after));
            }
            Block::Grid(grid) => grid_table(pen, grid, width),
            Block::Chart(one) => {
                *charts += 1;
                chart::place(pen, one, &package::chart_id(*charts), *charts, width);
            }
        }
    }
}

fn text_width(part: &Part) -> f64 {
    let sheet = if part.landscape { page::LONG } else { page::SHORT };
    sheet - page::LEFT - page::RIGHT
}

/// A paragraph one point high: it parts tables and carries section ends.
enum Hairline<'a> {
    Plain,
    /// With room above.
    Below(f64),
    /// With room above, on the page of what stands above and below it.
    KeptBelow(f64),
    /// The end of a part, which is a section.
    EndOf(&'a Part),
}

fn hairline(pen: &mut Pen, kind: &Hairline<'_>) {
    let before = match kind {
        Hairline::KeptBelow(room) | Hairline::Below(room) => *room,
        Hairline::Plain | Hairline::EndOf(_) => 0.0,
    };
    pen.open("w:p", &[]);
    pen.open("w:pPr", &[]);
    if matches!(kind, Hairline::KeptBelow(_)) {
        pen.empty("w:keepNext", &[]);
    }
    pen.empty(
        "w:spacing",
        &[("w:before", &twips(before)), ("w:after", &0), ("w:line", &20), ("w:lineRule", &"exact")],
    );
    pen.open("w:rPr", &[]);
    pen.empty("w:sz", &[("w:val", &2)]);
    pen.empty("w:szCs", &[("w:val", &2)]);
    pen.close("w:rPr");
    if let Hairline::EndOf(part) = kind {
        section(pen, part);
    }
    pen.close("w:pPr");
    pen.close("w:p");
}

fn section(pen: &mut Pen, part: &Part) {
    pen.open("w:sectPr", &[]);
    pen.empty("w:headerReference", &[("w:type", &"default"), ("r:id", &HEADER_ID)]);
    pen.empty("w:type", &[("w:val", &"nextPage")]);
    let (short, long) = (twips(page::SHORT), twips(page::LONG));
    if part.landscape {
        pen.empty("w:pgSz", &[("w:w", &long), ("w:h", &short), ("w:orient", &"landscape")]);
    } else {
        pen.empty("w:pgSz", &[("w:w", &short), ("w:h", &long)]);
    }
    pen.empty(
        "w:pgMar",
        &[
            ("w:top", &twips(page::TOP)),
            ("w:right", &twips(page::RIGHT)),
            ("w:bottom", &twips(page::BOTTOM)),
            ("w:left", &twips(page::LEFT)),
            ("w:header", &twips(page::HEADER)),
            ("w:footer", &twips(page::HEADER)),
            ("w:gutter", &0),
        ],
    );
    // Each annex numbers its own pages; page one bears no number (Phụ lục I Mục I).
    pen.empty("w:pgNumType", &[("w:start", &1)]);
    pen.empty("w:cols", &[("w:space", &720)]);
    pen.empty("w:titlePg", &[]);
    pen.close("w:sectPr");
}

fn paragraph(pen: &mut Pen, paragraph: &Paragraph) {
    pen.open("w:p", &[]);
    pen.open("w:pPr", &[]);
    pen.empty("w:pStyle", &[("w:val", &paragraph.style.look().id)]);
    if paragraph.keep_next {
        pen.empty("w:keepNext", &[]);
    }
    if let Some(align) = paragraph.align {
        pen.empty("w:jc", &[("w:val", &word_align(align))]);
    }
    pen.close("w:pPr");
    for one in &paragraph.runs {
        run(pen, one);
    }
    pen.close("w:p");
}

fn run(pen: &mut Pen, run: &Run) {
    if run.text.is_empty() {
        return;
    }
    pen.open("w:r", &[]);
    match run.emphasis {
        Emphasis::None => {}
        Emphasis::Bold => toggles(pen, &["w:b", "w:bCs"]),
        Emphasis::Italic => toggles(pen, &["w:i", "w:iCs"]),
        Emphasis::Superscript => {
            pen.open("w:rPr", &[]);
            pen.empty("w:vertAlign", &[("w:val", &"superscript")]);
            pen.close("w:rPr");
        }
    }
    for (place, line) in run.text.as_str().split('\n').enumerate() {
        if place > 0 {
            pen.empty("w:br", &[]);
        }
        if !line.is_empty() {
            pen.leaf("w:t", &[("xml:space", &"preserve")], line);
        }
    }
    pen.close("w:r");
}

fn toggles(pen: &mut Pen, properties: &[&str]) {
    pen.open("w:rPr", &[]);
    for property in properties {
        pen.empty(property, &[]);
    }
    pen.close("w:rPr");
}

/// The rule below a line: a border over an otherwise empty paragraph, indented
/// from both sides to the rule's length.
fn rule(pen: &mut Pen, above: &Paragraph, width: f64, after: f64) {
    let Some(length) = above.rule else {
        return;
    };
    let indent = twips((width - length).max(0.0) / 2.0);
    pen.open("w:p", &[]);
    pen.open("w:pPr", &[]);
    if above.style.look().keep_next {
        pen.empty("w:keepNext", &[]);
    }
    pen.open("w:pBdr", &[]);
    pen.empty("w:top", &[("w:val", &"single"), ("w:sz", &6), ("w:space", &0), ("w:color", &"auto")]);
    pen.close("w:pBdr");
    pen.empty(
        "w:spacing",
        &[("w:before", &40), ("w:after", &twips(after)), ("w:line", &40), ("w:lineRule", &"exact")],
    );
    pen.empty("w:ind", &[("w:left", &indent), ("w:right", &indent)]);
    pen.open("w:rPr", &[]);
    pen.empty("w:sz", &[("w:val", &4)]);
    pen.empty("w:szCs", &[("w:val", &4)]);
    pen.close("w:rPr");
    pen.close("w:pPr");
    pen.close("w:p");
}

fn sides_table(pen: &mut Pen, sides: &Sides, width: f64) {
    let left = width * f64::from(sides.left_share) / 1000.0;
    let columns = [left, width - left];
    table_open(pen, None, &columns);
    for row in &sides.rows {
        pen.open("w:tr", &[]);
        pen.open("w:trPr", &[]);
        pen.empty("w:cantSplit", &[]);
        pen.close("w:trPr");
        for (column, lines) in columns.iter().zip([&row.left, &row.right]) {
            cell_open(pen, *column, 1, "top");
            for line in lines {
                paragraph(pen, line);
                rule(pen, line, *column, 0.0);
            }
            if lines.last().is_none_or(|line| line.rule.is_some()) {
                hairline(pen, &Hairline::Plain);
            }
            pen.close("w:tc");
        }
        pen.close("w:tr");
    }
    pen.close("w:tbl");
}

fn grid_table(pen: &mut Pen, grid: &Grid, width: f64) {
    let columns = &grid.columns;
    table_open(pen, Some(TABLE_STYLE), columns);
    pen.open("w:tr", &[]);
    pen.open("w:trPr", &[]);
    pen.empty("w:cantSplit", &[]);
    pen.empty("w:tblHeader", &[]);
    pen.close("w:trPr");
    for (column, head) in columns.iter().zip(&grid.head) {
        cell_open(pen, *column, 1, "center");
        paragraph(pen, head);
        pen.close("w:tc");
    }
    pen.close("w:tr");
    for row in &grid.rows {
        pen.open("w:tr", &[]);
        if row.whole {
            pen.open("w:trPr", &[]);
            pen.empty("w:cantSplit", &[]);
            pen.close("w:trPr");
        }
        for (column, text) in columns.iter().zip(&row.cells) {
            if row.across {
                cell_open(pen, width, columns.len(), "center");
            } else {
                cell_open(pen, *column, 1, "center");
            }
            paragraph(pen, text);
            pen.close("w:tc");
        }
        pen.close("w:tr");
    }
    pen.close("w:tbl");
}

fn table_open(pen: &mut Pen, style: Option<&str>, columns: &[f64]) {
    let width = twips(columns.iter().sum());
    pen.open("w:tbl", &[]);
    pen.open("w:tblPr", &[]);
    if let Some(style) = style {
        pen.empty("w:tblStyle", &[("w:val", &style)]);
    }
    pen.empty("w:tblW", &[("w:w", &width), ("w:type", &"dxa")]);
    if style.is_none() {
        pen.empty("w:tblInd", &[("w:w", &0), ("w:type", &"dxa")]);
    }
    pen.empty("w:tblLayout", &[("w:type", &"fixed")]);
    if style.is_none() {
        cell_margins(pen, 0, 0);
    }
    pen.close("w:tblPr");
    pen.open("w:tblGrid", &[]);
    for column in columns {
        pen.empty("w:gridCol", &[("w:w", &twips(*column))]);
    }
    pen.close("w:tblGrid");
}

fn cell_open(pen: &mut Pen, width: f64, span: usize, vertical: &str) {
    pen.open("w:tc", &[]);
    pen.open("w:tcPr", &[]);
    pen.empty("w:tcW", &[("w:w", &twips(width)), ("w:type", &"dxa")]);
    if span > 1 {
        pen.empty("w:gridSpan", &[("w:val", &span)]);
    }
    pen.empty("w:vAlign", &[("w:val", &vertical)]);
    pen.close("w:tcPr");
}
