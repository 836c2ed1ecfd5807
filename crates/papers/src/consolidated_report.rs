//! Báo cáo tổng hợp kết quả kiểm tra: what a team found at all its units, with every
//! figure traced to its source; also as a workbook with one sheet per table.

mod sample;
mod tables;
mod usual;
mod workbook;
mod writing;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::closing::{Recipients, Signature};
use crate::figure::Figure;
use crate::finding::Severity;
use crate::letterhead::Letterhead;

pub use usual::{CampaignCounts, Issuer, ReportsHeld, frequent, usual_frame};
pub use workbook::consolidated_workbook;
pub use writing::consolidated_report;

/// All that the report says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConsolidatedReport {
    /// The team's header.
    pub letterhead: Letterhead,
    /// What was inspected.
    pub subject: String,
    /// The team, as its decision names it.
    pub team_name: String,
    /// To whom it reports.
    pub addressees: Vec<String>,
    /// Plan and decision carried out.
    pub bases: Vec<String>,
    /// The inspected period.
    pub period: String,
    /// The first day of the inspection.
    pub from: Date,
    /// The last day of the inspection.
    pub to: Date,
    /// How the inspection went, paragraph by paragraph.
    pub overview: Vec<String>,
    /// The main figures.
    pub figures: Vec<LabelledFigure>,
    /// Results by unit.
    pub units: Vec<UnitResult>,
    /// Results by theme.
    pub themes: Vec<ThemeResult>,
    /// What was done well.
    pub strengths: Vec<String>,
    /// What was not.
    pub shortcomings: Vec<String>,
    /// Why.
    pub causes: Vec<String>,
    /// The findings, unit by unit.
    pub findings: Vec<ReportedFinding>,
    /// How far units have put right what was found.
    pub remediation: Vec<RemediationResult>,
    /// What is proposed to whom.
    pub proposals: Vec<Proposal>,
    /// Who signs.
    pub signature: Signature,
    /// Who receives it.
    pub recipients: Recipients,
}

/// A figure with what it counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelledFigure {
    /// What it counts.
    pub label: String,
    /// The figure.
    pub figure: Figure,
    /// Last year's figure, to compare with.
    pub before: Option<Figure>,
}

/// Counts of results.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ResultCounts {
    /// Đạt.
    pub met: Figure,
    /// Chưa đạt.
    pub not_met: Figure,
    /// Không xuất trình.
    pub not_shown: Figure,
    /// Không áp dụng.
    pub not_applicable: Figure,
}

/// The result at one unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnitResult {
    /// The unit.
    pub unit: String,
    /// The day of the minutes.
    pub visited: Date,
    /// The counts.
    pub counts: ResultCounts,
    /// How many findings.
    pub findings: Figure,
    /// A word on the unit as a whole.
    pub remark: Option<String>,
}

/// The result in one theme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThemeResult {
    /// The theme.
    pub theme: String,
    /// The counts.
    pub counts: ResultCounts,
    /// What stands out.
    pub remark: Option<String>,
}

/// A finding in the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedFinding {
    /// The unit.
    pub unit: String,
    /// The code in the catalogue.
    pub code: String,
    /// What is wrong.
    pub text: String,
    /// The rule that it offends.
    pub basis: String,
    /// How grave it is.
    pub severity: Severity,
    /// The last day; none before the unit was asked.
    pub deadline: Option<Date>,
    /// How far it has come.
    pub state: RemediationState,
}

/// How far the remediation of a finding has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RemediationState {
    /// Asked for, not yet reported.
    Open,
    /// Reported by the unit, not yet verified.
    Reported,
    /// Verified by the team.
    Verified,
    /// Past its last day.
    Overdue,
}

impl RemediationState {
    /// The words on paper.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Open => "Đang khắc phục",
            Self::Reported => "Đã báo cáo, chờ phúc tra",
            Self::Verified => "Đã khắc phục",
            Self::Overdue => "Quá hạn",
        }
    }
}

/// How far one unit has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RemediationResult {
    /// The unit.
    pub unit: String,
    /// All findings.
    pub total: Figure,
    /// Verified.
    pub verified: Figure,
    /// Reported, to be verified.
    pub reported: Figure,
    /// Open, in time.
    pub open: Figure,
    /// Past the last day.
    pub overdue: Figure,
}

/// What is proposed to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// To whom.
    pub to: String,
    /// What, point by point.
    pub points: Vec<String>,
}
