//! A campaign: one issued plan carried out on many units, in cohorts that differ
//! by purpose and deadline.
//!
//! Not here: the visit itself (`visit`), the report (`report`).

use crate::deadline::Rule;
use crate::identifier::{CampaignId, CohortId, PlanId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CampaignState {
    /// Being prepared; units see nothing of it.
    Draft,
    /// The opening job runs; it can be resumed.
    Opening,
    Open,
    Closed,
}

impl CampaignState {
    pub const ALL: [CampaignState; 4] =
        [CampaignState::Draft, CampaignState::Opening, CampaignState::Open, CampaignState::Closed];

    pub fn code(self) -> &'static str {
        match self {
            CampaignState::Draft => "draft",
            CampaignState::Opening => "opening",
            CampaignState::Open => "open",
            CampaignState::Closed => "closed",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Why a cohort's units are in the campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Visited and inspected.
    Inspection,
    /// Visited to check that earlier findings were remedied.
    RemediationCheck,
    /// Inspects itself and reports; not visited.
    SelfInspection,
}

impl Purpose {
    pub const ALL: [Purpose; 3] = [Purpose::Inspection, Purpose::RemediationCheck, Purpose::SelfInspection];

    pub fn code(self) -> &'static str {
        match self {
            Purpose::Inspection => "inspection",
            Purpose::RemediationCheck => "remediation_check",
            Purpose::SelfInspection => "self_inspection",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }

    pub fn is_visited(self) -> bool {
        !matches!(self, Purpose::SelfInspection)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    pub id: CampaignId,
    pub plan: Option<PlanId>,
    pub title: String,
    /// Number and series as issued, "47/KH-BCĐANM"; empty until numbered.
    pub number: String,
    pub year: i16,
    pub issuer: String,
    pub state: CampaignState,
    /// The period inspected; an open end is "until the visit".
    pub scope_from: Option<Date>,
    pub scope_to: Option<Date>,
    pub window_from: Option<Date>,
    pub window_to: Option<Date>,
    /// The checklist pack used on visits.
    pub checklist: Option<String>,
    /// When the unit must have remedied, from the plan's clause.
    pub remediation: Option<DatedRule>,
    /// How long before a visit the unit must know of it.
    pub notice: Option<DatedRule>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cohort {
    pub id: CohortId,
    pub campaign: CampaignId,
    pub name: String,
    pub purpose: Purpose,
    /// The report outline pack its units answer.
    pub outline: Option<String>,
    /// When their reports are due.
    pub report_due: Option<DatedRule>,
}

/// A deadline rule with the clause of the plan it stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedRule {
    pub rule: Rule,
    /// The source's own words.
    pub clause: String,
}
