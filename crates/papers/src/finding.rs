//! A shortcoming found at a unit, and how the unit answers for it: said in minutes,
//! in requests and in reports, in the same table.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::dates;
use crate::flow::Flow;
use crate::table::{Cell, Column, Table};

/// A shortcoming found, and what is asked of whom until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The code in the catalogue of findings.
    pub code: String,
    /// What is wrong.
    pub text: String,
    /// What shows it.
    pub evidence: String,
    /// The rule that it offends.
    pub basis: String,
    /// How grave it is.
    pub severity: Severity,
    /// Why it came about.
    pub cause: Option<String>,
    /// What is asked.
    pub request: String,
    /// Who answers for it.
    pub responsible: String,
    /// The last day; open where it was put right on the spot, or where no rule
    /// gives one.
    pub deadline: Option<Date>,
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Severity {
    /// Nhắc nhở.
    Remind,
    /// Yêu cầu khắc phục.
    Remedy,
    /// Vi phạm.
    Violation,
}

impl Severity {
    /// The words on paper.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Remind => "Nhắc nhở",
            Self::Remedy => "Yêu cầu khắc phục",
            Self::Violation => "Vi phạm",
        }
    }
}

/// How the unit reports on what it put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemediationReport {
    /// To whom, and through whom: "Đoàn kiểm tra (qua Công an tỉnh)".
    pub to: String,
    /// The days given, counted from the minutes.
    pub days: u16,
    /// The last day.
    pub deadline: Date,
}

/// The table of findings with what is asked of whom until when.
pub(crate) fn findings_table(findings: &[Finding]) -> Table {
    let mut table = Table::new([
        Column::ordinal(),
        Column::text("Tồn tại, hạn chế", 62),
        Column::text("Yêu cầu khắc phục", 36),
        Column::text("Trách nhiệm", 26),
        Column::mark("Thời hạn", 22),
    ]);
    for (place, finding) in findings.iter().enumerate() {
        table.push([
            Cell::count(place + 1),
            Cell::Text(finding_text(finding)),
            Cell::from(&finding.request),
            Cell::from(&finding.responsible),
            finding.deadline.map_or(Cell::Blank, Cell::from),
        ]);
    }
    table
}

/// How, to whom and until when the unit reports.
pub(crate) fn ask_for_report(flow: &mut Flow, unit: &str, report: &RemediationReport) {
    flow.body(format!(
        "Đề nghị {unit} khắc phục các tồn tại, hạn chế nêu trên theo đúng thời hạn; báo cáo kết quả \
         bằng văn bản, kèm tài liệu chứng minh, gửi {} chậm nhất ngày {} ({} ngày kể từ ngày lập biên \
         bản).",
        report.to,
        dates::in_text(report.deadline),
        dates::count(usize::from(report.days))
    ));
}

fn finding_text(finding: &Finding) -> String {
    let mut lines = vec![format!("{}: {}", finding.code, finding.text)];
    let mut say = |label: &str, text: &str| {
        if !text.is_empty() {
            lines.push(format!("{label}: {text}"));
        }
    };
    say("Chứng cứ", &finding.evidence);
    say("Căn cứ", &finding.basis);
    say("Nguyên nhân", finding.cause.as_deref().unwrap_or_default());
    say("Mức độ", finding.severity.words());
    lines.join("\n")
}
