//! Biên bản kiểm tra: the minutes of an inspection at one unit, by mẫu 1.9 of
//! NĐ 30/2020 Phụ lục III, with what NĐ 217/2025 Điều 15 asks of them (team,
//! content, verification, opinions, refusal before a witness).

mod annexes;
mod sample;
mod wording;
mod writing;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::closing::{Recipients, Signature};
use crate::fact::Fact;
use crate::finding::{Finding, RemediationReport};
use crate::letterhead::Letterhead;

pub use wording::{
    chair_signature, minutes_recipients, report_fact, seat_words, secretary_signature, unit_signature,
};
pub use writing::minutes;

/// All that minutes say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Minutes {
    /// The team's header; its place stands in the text.
    pub letterhead: Letterhead,
    /// What was inspected: "công tác bảo đảm an ninh mạng năm 2026".
    pub subject: String,
    /// The inspected unit.
    pub unit: String,
    /// The inspecting team, as its decision names it.
    pub team_name: String,
    /// Decision, plan and laws: "Luật An ninh mạng số 116/2025/QH15".
    pub bases: Vec<String>,
    /// When the session opened.
    pub started: DateTime,
    /// When it ended.
    pub ended: DateTime,
    /// Where.
    pub place: String,
    /// The team's side.
    pub team: Vec<Attendee>,
    /// The unit's side.
    pub unit_side: Vec<Attendee>,
    /// Others who took part.
    pub guests: Vec<Attendee>,
    /// Who chaired.
    pub chair: String,
    /// Who kept the minutes.
    pub secretary: String,
    /// The inspected period: "từ ngày 01/7/2025 đến thời điểm kiểm tra".
    pub period: String,
    /// General data of the unit.
    pub facts: Vec<Fact>,
    /// What was checked, by theme.
    pub themes: Vec<Theme>,
    /// Findings of earlier inspections and their state today.
    pub earlier: Vec<EarlierFinding>,
    /// Findings of this inspection.
    pub findings: Vec<Finding>,
    /// Where members or sides did not agree.
    pub disagreements: Vec<Disagreement>,
    /// The team's other remarks and requests to the unit.
    pub recommendations: Vec<String>,
    /// The unit's opinion, if it gave one.
    pub unit_opinion: Option<String>,
    /// What the unit proposes to higher levels.
    pub unit_proposals: Vec<String>,
    /// How the unit reports on what it put right.
    pub remediation: Option<RemediationReport>,
    /// Set when the unit would not sign.
    pub refusal: Option<Refusal>,
    /// Not signed yet: the paper says so at its head.
    #[serde(default)]
    pub is_draft: bool,
    /// Who keeps a copy, one entry per copy.
    pub copies: Vec<String>,
    /// Which member recorded which part.
    pub recorded: Vec<RecordedPart>,
    /// Papers that the unit supplied.
    pub papers: Vec<SuppliedPaper>,
    /// The secretary's signature.
    pub secretary_signature: Signature,
    /// The chair's signature.
    pub chair_signature: Signature,
    /// The signature of the unit's head.
    pub unit_signature: Signature,
    /// Who receives the minutes.
    pub recipients: Recipients,
}

/// Someone who took part, or should have.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    /// Rank or form of address, and full name.
    pub name: String,
    /// Position and agency.
    pub position: String,
    /// Role in the team: "Trưởng đoàn".
    pub role: Option<String>,
    /// Why absent; `None` when present.
    pub absent: Option<String>,
}

/// A theme of the checklist with its items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theme {
    /// The theme's title.
    pub title: String,
    /// The items checked.
    pub items: Vec<CheckedItem>,
    /// The members' remark on the theme as a whole.
    pub remark: Option<String>,
}

/// One item: what is asked, what was found, what follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedItem {
    /// What was looked at.
    pub content: String,
    /// What the rules ask, with the article.
    pub rule: String,
    /// What the team saw.
    pub observed: String,
    /// Where within the unit.
    #[serde(default)]
    pub place: Option<String>,
    /// The figure counted on site.
    #[serde(default)]
    pub counted: Option<i64>,
    /// What the unit was told to do about it.
    #[serde(default)]
    pub guidance: Option<String>,
    /// The result.
    pub verdict: Verdict,
}

/// The result of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// Đạt.
    Met,
    /// Chưa đạt.
    NotMet,
    /// Không xuất trình.
    NotShown,
    /// Không áp dụng.
    NotApplicable,
}

impl Verdict {
    /// All results, in the order of the tables.
    pub const ALL: [Self; 4] = [Self::Met, Self::NotMet, Self::NotShown, Self::NotApplicable];

    /// The word on paper.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Met => "ĐẠT",
            Self::NotMet => "CHƯA ĐẠT",
            Self::NotShown => "KHÔNG XUẤT TRÌNH",
            Self::NotApplicable => "KHÔNG ÁP DỤNG",
        }
    }
}

/// A finding of an earlier inspection, checked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarlierFinding {
    /// The paper that stated it: "Biên bản số 05/BB-ĐKT ngày 12/9/2025".
    pub source: String,
    /// The finding.
    pub text: String,
    /// What the re-check saw.
    pub recheck: String,
    /// Its state today.
    pub outcome: Outcome,
}

/// How far an earlier finding has been put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// Đã khắc phục.
    Fixed,
    /// Khắc phục một phần.
    Partly,
    /// Chưa khắc phục.
    NotFixed,
    /// Tái diễn.
    Recurred,
}

impl Outcome {
    /// The words on paper.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Fixed => "Đã khắc phục",
            Self::Partly => "Khắc phục một phần",
            Self::NotFixed => "Chưa khắc phục",
            Self::Recurred => "Đã khắc phục nhưng tái diễn",
        }
    }
}

/// A matter left open, with each side's view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreement {
    /// What it is about.
    pub matter: String,
    /// Who holds what.
    pub views: Vec<Fact>,
}

/// A refusal to sign, before witnesses (NĐ 217/2025 Điều 15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Who would not sign.
    pub who: String,
    /// The reason given.
    pub reason: Option<String>,
    /// Who saw it: the commune's representative or at least one witness.
    pub witnesses: Vec<Attendee>,
}

/// Which member recorded which part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedPart {
    /// The part.
    pub part: String,
    /// The member.
    pub recorder: String,
    /// When the part was handed to the secretary.
    pub handed_over: Option<DateTime>,
}

/// A paper that the unit supplied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuppliedPaper {
    /// Kind, number, date and summary.
    pub title: String,
    /// Original, certified copy, file.
    pub form: String,
    /// How many sheets or files.
    pub quantity: u32,
    /// A remark.
    pub note: Option<String>,
}
