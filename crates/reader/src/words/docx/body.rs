//! The flow of a WordprocessingML part: paragraphs, cells, text boxes, breaks.
//! ECMA-376 part 1, 17.3–17.4.

use super::numbering::Numbering;
use crate::envelope::{Element, Step};
use crate::words::{CellAt, Gather, Paragraph, Region};

/// Elements whose text is no part of the paper as it reads now.
const SKIPPED: &[&str] = &[
    "del",
    "moveFrom",
    "Fallback",
    "instrText",
    "delText",
    "pPrChange",
    "rPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
    "sectPrChange",
];

/// A table being read; only the outermost one counts as cells.
#[derive(Debug)]
struct Table {
    id: u32,
    row: u32,
    column: u32,
    span: u32,
    merged: bool,
}

/// A paragraph being read; text boxes stand inside other paragraphs.
#[derive(Debug, Default)]
struct Open {
    text: String,
    style: Option<String>,
    list: Option<i64>,
    level: Option<usize>,
    page: u32,
}

/// Reads one part step by step.
pub(super) struct Body<'a, 'b> {
    region: Region,
    gather: &'a mut Gather<'b>,
    numbering: &'a mut Numbering,
    tables: Vec<Table>,
    open: Vec<Open>,
    done: Vec<Paragraph>,
    /// Depth inside an element that is skipped.
    skipped: usize,
    boxes: usize,
    page: u32,
    paged: bool,
}

impl<'a, 'b> Body<'a, 'b> {
    pub fn new(region: Region, gather: &'a mut Gather<'b>, numbering: &'a mut Numbering) -> Self {
        Self {
            region,
            gather,
            numbering,
            tables: Vec::new(),
            open: Vec::new(),
            done: Vec::new(),
            skipped: 0,
            boxes: 0,
            page: 1,
            paged: false,
        }
    }

    pub fn step(&mut self, step: &Step) {
        match step {
            Step::Open(element) => {
                if self.skipped > 0 || SKIPPED.contains(&element.name) {
                    self.skipped += 1;
                } else {
                    self.opened(element);
                }
            }
            Step::Close(name) => {
                if self.skipped > 0 {
                    self.skipped -= 1;
                } else {
                    self.closed(name);
                }
            }
            Step::Text(text) => {
                if self.skipped == 0
                    && let Some(open) = self.open.last_mut()
                    && open.text.ends_with(TEXT)
                {
                    open.text.pop();
                    open.text.push_str(text);
                    open.text.push(TEXT);
                }
            }
        }
    }

    fn opened(&mut self, element: &Element) {
        match element.name {
            "tbl" => {
                let id = if self.tables.is_empty() { self.gather.next_table() } else { 0 };
                self.tables.push(Table { id, row: 0, column: 0, span: 1, merged: false });
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.column = 0;
                }
            }
            "gridBefore" => {
                if let Some(table) = self.tables.last_mut() {
                    table.column = element.number("val").unwrap_or(0).clamp(0, 200) as u32;
                }
            }
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.span = 1;
                    table.merged = false;
                }
            }
            "gridSpan" => {
                if let Some(table) = self.tables.last_mut() {
                    table.span = element.number("val").unwrap_or(1).clamp(1, 200) as u32;
                }
            }
            "vMerge" => {
                if let Some(table) = self.tables.last_mut() {
                    table.merged = element.val().is_none_or(|value| value == "continue");
                }
            }
            "txbxContent" => self.boxes += 1,
            "p" => self.open.push(Open { page: self.page, ..Open::default() }),
            "br" => {
                if element.attribute("type").is_some_and(|kind| kind == "page") {
                    self.turn();
                } else {
                    self.write("\n");
                }
            }
            "cr" => self.write("\n"),
            "lastRenderedPageBreak" => self.turn(),
            "tab" if self.open.last().is_some_and(|open| !open.text.ends_with(TABS)) => self.write("\t"),
            "noBreakHyphen" => self.write("-"),
            "sym" => self.write("•"),
            "t" => {
                if let Some(open) = self.open.last_mut() {
                    open.text.push(TEXT);
                }
            }
            // Tab stops are settings, not tabs.
            "tabs" => {
                if let Some(open) = self.open.last_mut() {
                    open.text.push(TABS);
                }
            }
            "pageBreakBefore" if element.val().is_none_or(|value| value != "0" && value != "false") => {
                self.turn();
                if let Some(open) = self.open.last_mut() {
                    open.page = self.page;
                }
            }
            "pStyle" => {
                if let Some(open) = self.open.last_mut() {
                    open.style = element.val();
                }
            }
            "ilvl" => {
                if let Some(open) = self.open.last_mut() {
                    open.level = element.number("val").map(|level| level.clamp(0, 8) as usize);
                }
            }
            "numId" => {
                if let Some(open) = self.open.last_mut() {
                    open.list = element.number("val");
                }
            }
            _ => {}
        }
    }

    fn closed(&mut self, name: &str) {
        match name {
            "t" => {
                if let Some(open) = self.open.last_mut()
                    && open.text.ends_with(TEXT)
                {
                    open.text.pop();
                }
            }
            "tabs" => {
                if let Some(open) = self.open.last_mut()
                    && open.text.ends_with(TABS)
                {
                    open.text.pop();
                }
            }
            "p" => self.paragraph(),
            "txbxContent" => self.boxes = self.boxes.saturating_sub(1),
            "tc" => {
                if let Some(table) = self.tables.last() {
                    let cell =
                        CellAt { table: table.id, row: table.row, column: table.column, span: table.span };
                    if table.merged && self.tables.len() == 1 {
                        self.gather.merged(cell);
                    }
                }
                if let Some(table) = self.tables.last_mut() {
                    table.column += table.span;
                }
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.row += 1;
                }
            }
            "tbl" => {
                self.tables.pop();
            }
            _ => {}
        }
    }

    fn write(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut() {
            open.text.push_str(text);
        }
    }

    fn turn(&mut self) {
        self.page += 1;
        self.paged = true;
    }

    fn paragraph(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let label = self.numbering.label(open.style.as_deref(), open.list, open.level);
        let text = open.text.replace([TEXT, TABS], "");
        if text.trim().is_empty() {
            return;
        }
        // A typed label beside the automatic one would say it twice.
        let text = match label {
            Some(label) if !text.trim_start().starts_with(&label) => format!("{label} {}", text.trim_start()),
            _ => text,
        };
        // A text box inside a table cell is not of the cell.
        let outer = if self.boxes > 0 { None } else { self.tables.first() };
        let cell = outer.map(|table| CellAt {
            table: table.id,
            row: table.row,
            column: table.column,
            span: table.span,
        });
        let region =
            if self.boxes > 0 && self.region == Region::Body { Region::TextBox } else { self.region };
        for (nth, line) in text.split('\n').enumerate() {
            self.done.push(Paragraph {
                text: line.to_owned(),
                page: Some(open.page),
                region,
                cell,
                apart: nth == 0,
                ..Paragraph::default()
            });
        }
    }

    /// Hands the paragraphs over; pages are told only when the file knows them.
    pub fn finish(self) {
        let paged = self.paged && self.region == Region::Body;
        if paged {
            self.gather.pages(self.page);
        }
        for paragraph in self.done {
            let page = paragraph.page.filter(|_| paged);
            self.gather.push(Paragraph { page, ..paragraph });
        }
    }
}

/// Stands at the end of a paragraph's text while a run of text is open.
const TEXT: char = '\u{E000}';
/// The same for a list of tab stops.
const TABS: char = '\u{E001}';
