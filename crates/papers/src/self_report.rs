//! Báo cáo kết quả tự kiểm tra: a unit's answers in the order of its outline (mẫu 1.4
//! of NĐ 30/2020 Phụ lục III, or the Party form when a committee reports). Sections
//! and fields come from the outline; only what frames them is worded here.

mod sample;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::closing::{Recipients, Signature, recipients_and_signature};
use crate::dates;
use crate::document::{Document, Run};
use crate::flow::{Flow, carrying_out};
use crate::letterhead::Letterhead;
use crate::outline::{MAX_DEPTH, heading, heading_style};
use crate::style::Style;
use crate::table::{Cell, Column, Table};
use crate::words::Words;

/// All that the report says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SelfReport {
    /// The unit's header; the Party form for a committee.
    pub letterhead: Letterhead,
    /// What was looked at: "công tác bảo đảm an ninh mạng năm 2026".
    pub subject: String,
    /// The reporting unit.
    pub unit: String,
    /// Plan and letters carried out.
    pub bases: Vec<String>,
    /// To whom it reports.
    pub addressees: Vec<String>,
    /// The period reported on.
    pub period: String,
    /// Set when the report comes after its last day.
    pub late: Option<Lateness>,
    /// The answers.
    pub sections: Vec<ReportSection>,
    /// What goes along with the report.
    pub attachments: Vec<String>,
    /// The head's signature.
    pub signature: Signature,
    /// Who receives it.
    pub recipients: Recipients,
}

/// How late a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lateness {
    /// The last day.
    pub due: Date,
    /// The day it was sent.
    pub sent: Date,
    /// Days over.
    pub days: u32,
}

/// A section of the report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ReportSection {
    /// The number in the outline: "I", "2.1".
    pub number: String,
    /// The title.
    pub title: String,
    /// The answers, in the outline's order.
    pub answers: Vec<Answer>,
    /// Sections below.
    pub sections: Vec<ReportSection>,
}

/// An answer to one field of the outline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// What was asked.
    pub label: String,
    /// What was answered.
    pub content: AnswerContent,
    /// A remark of the unit.
    pub note: Option<String>,
}

/// The kinds of answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum AnswerContent {
    /// Running text; line feeds part paragraphs.
    Text(String),
    /// One number with its unit of measure.
    Number {
        /// The number.
        value: f64,
        /// "máy", "văn bản".
        unit: String,
    },
    /// Numbers year by year.
    Years(YearTable),
    /// A table.
    Table(Table),
    /// Yes or no.
    YesNo(bool),
    /// Papers, each with number and date.
    Papers(Vec<ListedPaper>),
    /// Not answered.
    Open,
}

/// Numbers by year.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct YearTable {
    /// The years, oldest first; the last may be a part of a year.
    pub years: Vec<String>,
    /// One row per item counted.
    pub rows: Vec<YearRow>,
}

/// A row of a [`YearTable`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct YearRow {
    /// What is counted.
    pub label: String,
    /// One number per year; open where the unit gave none.
    pub values: Vec<Option<f64>>,
}

/// A paper in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedPaper {
    /// Kind and summary.
    pub title: String,
    /// Number and series.
    pub number: Option<String>,
    /// Its day.
    pub date: Option<Date>,
}

/// Stands where a unit gave no answer.
const OPEN: &str = "Đơn vị chưa có số liệu, nội dung báo cáo.";

/// Composes the report.
pub fn self_report(report: &SelfReport) -> Document {
    let mut flow = Flow::new();
    flow.block(report.letterhead.block());
    flow.title("Báo cáo", &format!("Kết quả tự kiểm tra {}", report.subject));
    if let Some(late) = &report.late {
        flow.line(
            Style::Note,
            format!(
                "(Báo cáo gửi ngày {}, chậm {} ngày so với thời hạn ngày {})",
                dates::in_text(late.sent),
                dates::count(late.days as usize),
                dates::in_text(late.due)
            ),
        );
    }
    flow.addressees(&report.addressees);
    let opening =
        if report.bases.is_empty() { String::new() } else { format!("{}, ", carrying_out(&report.bases)) };
    flow.body(format!(
        "{opening}{} báo cáo kết quả tự kiểm tra {} ({}) như sau:",
        report.unit, report.subject, report.period
    ));
    for section in &report.sections {
        write_section(&mut flow, section, 0);
    }
    if !report.attachments.is_empty() {
        flow.body("Tài liệu gửi kèm theo Báo cáo:");
        flow.items(report.attachments.iter().cloned());
    }
    flow.body(format!(
        "{} chịu trách nhiệm về tính chính xác, trung thực, đầy đủ của nội dung, số liệu trong Báo cáo này.",
        report.unit
    ));
    flow.end_mark();
    flow.closing(recipients_and_signature(&report.recipients, &report.signature, report.letterhead.form));
    Document {
        title: Words::from(format!("Báo cáo kết quả tự kiểm tra {} - {}", report.subject, report.unit)),
        issuer: Words::from(&report.letterhead.issuer),
        dated: report.letterhead.date.earliest(),
        parts: vec![flow.part()],
    }
}

fn write_section(flow: &mut Flow, section: &ReportSection, depth: usize) {
    flow.line(heading_style(depth), heading(&section.number, &section.title));
    for answer in &section.answers {
        write_answer(flow, answer);
    }
    if depth < MAX_DEPTH {
        for below in &section.sections {
            write_section(flow, below, depth + 1);
        }
    }
}

fn write_answer(flow: &mut Flow, answer: &Answer) {
    match &answer.content {
        AnswerContent::Text(text) => texts(flow, &answer.label, text),
        AnswerContent::Number { value, unit } => {
            one_line(flow, &answer.label, &format!("{} {unit}", number(*value)));
        }
        AnswerContent::YesNo(yes) => {
            one_line(flow, &answer.label, if *yes { "Có" } else { "Không" });
        }
        AnswerContent::Open => one_line(flow, &answer.label, OPEN),
        AnswerContent::Years(years) => {
            flow.body(format!("- {}:", answer.label)).table(&year_table(years));
        }
        AnswerContent::Table(table) => {
            flow.body(format!("- {}:", answer.label)).table(table);
        }
        AnswerContent::Papers(papers) => listed(flow, &answer.label, papers),
    }
    if let Some(note) = &answer.note {
        flow.runs(Style::Body, vec![Run::italic(format!("Ghi chú: {note}"))]);
    }
}

/// "- Nhãn: nội dung.", with a full stop unless the text ends in one of its own.
fn one_line(flow: &mut Flow, label: &str, text: &str) {
    let text = text.trim_end();
    let end = if text.ends_with(['.', ';', ':', '!', '?']) { "" } else { "." };
    flow.item(&format!("{label}: {text}{end}"));
}

fn texts(flow: &mut Flow, label: &str, text: &str) {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    one_line(flow, label, lines.next().unwrap_or(OPEN));
    for line in lines {
        flow.body(line);
    }
}

fn listed(flow: &mut Flow, label: &str, papers: &[ListedPaper]) {
    if papers.is_empty() {
        one_line(flow, label, "Không có.");
        return;
    }
    flow.body(format!("- {label}:"));
    flow.sub_items(papers.iter().map(|paper| {
        let mut line = paper.title.clone();
        if let Some(number) = &paper.number {
            line.push_str(&format!(", số {number}"));
        }
        if let Some(date) = paper.date {
            line.push_str(&format!(", ngày {}", dates::in_text(date)));
        }
        line
    }));
}

fn year_table(years: &YearTable) -> Table {
    let mut columns = vec![Column::ordinal(), Column::text("Nội dung", 70)];
    columns.extend(years.years.iter().map(|year| Column::number(year, 22)));
    let mut table = Table::new(columns);
    for (place, row) in years.rows.iter().enumerate() {
        let mut cells = vec![Cell::count(place + 1), Cell::from(&row.label)];
        cells.extend(row.values.iter().map(|value| value.map_or(Cell::Blank, cell)));
        table.push(cells);
    }
    table
}

fn cell(value: f64) -> Cell {
    if value.fract() == 0.0 && value.abs() < MAX_WHOLE {
        Cell::Whole(value as i64)
    } else {
        Cell::Decimal { value, places: 2 }
    }
}

fn number(value: f64) -> String {
    cell(value).words().as_str().to_owned()
}

/// Whole numbers up to here are exact as floating point.
const MAX_WHOLE: f64 = 9_007_199_254_740_992.0;
