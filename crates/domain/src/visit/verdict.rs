//! Verdicts on checklist items, and on earlier findings looked at again.
//!
//! Not here: what follows from them (`finding`).

use crate::identifier::{FileId, MemberId};
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// The result of one checklist item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Đạt.
    Met,
    /// Chưa đạt.
    NotMet,
    /// Không xuất trình.
    NotPresented,
    /// Không áp dụng.
    NotApplicable,
}

/// What became of an earlier finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecheckVerdict {
    Fixed,
    Partly,
    NotFixed,
    /// It had been remedied and came back.
    Recurred,
}

/// What an inspector recorded on an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemResult {
    pub verdict: Verdict,
    pub note: String,
    /// The figure counted on site, where the item counts.
    pub counted: Option<i64>,
    pub evidence: Vec<FileId>,
    pub by: MemberId,
    pub at: DateTime,
}

/// What a result still lacks before the minutes are agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingPart {
    /// "Chưa đạt", "không xuất trình", "không áp dụng" say why.
    Note,
}

/// How many items stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    pub met: usize,
    pub not_met: usize,
    pub not_presented: usize,
    pub not_applicable: usize,
    /// Not looked at yet.
    pub open: usize,
}

impl Verdict {
    pub const ALL: [Verdict; 4] =
        [Verdict::Met, Verdict::NotMet, Verdict::NotPresented, Verdict::NotApplicable];

    pub fn code(self) -> &'static str {
        match self {
            Verdict::Met => "met",
            Verdict::NotMet => "not_met",
            Verdict::NotPresented => "not_presented",
            Verdict::NotApplicable => "not_applicable",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == code)
    }

    /// Whether a finding may be drawn up from it.
    pub fn is_wanting(self) -> bool {
        matches!(self, Verdict::NotMet | Verdict::NotPresented)
    }
}

impl RecheckVerdict {
    pub const ALL: [RecheckVerdict; 4] =
        [RecheckVerdict::Fixed, RecheckVerdict::Partly, RecheckVerdict::NotFixed, RecheckVerdict::Recurred];

    pub fn code(self) -> &'static str {
        match self {
            RecheckVerdict::Fixed => "fixed",
            RecheckVerdict::Partly => "partly",
            RecheckVerdict::NotFixed => "not_fixed",
            RecheckVerdict::Recurred => "recurred",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == code)
    }
}

impl ItemResult {
    pub fn missing(&self) -> Vec<MissingPart> {
        if self.verdict != Verdict::Met && self.note.trim().is_empty() {
            vec![MissingPart::Note]
        } else {
            vec![]
        }
    }
}

impl Tally {
    pub fn all(&self) -> usize {
        self.met + self.not_met + self.not_presented + self.not_applicable + self.open
    }
}

pub fn tally(verdicts: impl IntoIterator<Item = Option<Verdict>>) -> Tally {
    let mut tally = Tally::default();
    for verdict in verdicts {
        match verdict {
            Some(Verdict::Met) => tally.met += 1,
            Some(Verdict::NotMet) => tally.not_met += 1,
            Some(Verdict::NotPresented) => tally.not_presented += 1,
            Some(Verdict::NotApplicable) => tally.not_applicable += 1,
            None => tally.open += 1,
        }
    }
    tally
}
