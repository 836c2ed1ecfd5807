//! Inspection teams: who inspects, in which part, on whose behalf, and whom they
//! may not inspect.
//!
//! Not here: accounts and log-in (`app`), the roster read from a plan (`plan`).

use crate::identifier::{MemberId, TeamId, UnitId, UserId};
use crate::policy::Role;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A person's part in a team, as rosters write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TeamRole {
    Lead,
    Deputy,
    Member,
    /// Thành viên kiêm Thư ký.
    MemberSecretary,
    Secretary,
}

impl TeamRole {
    pub const ALL: [TeamRole; 5] =
        [TeamRole::Lead, TeamRole::Deputy, TeamRole::Member, TeamRole::MemberSecretary, TeamRole::Secretary];

    pub fn code(self) -> &'static str {
        match self {
            TeamRole::Lead => "lead",
            TeamRole::Deputy => "deputy",
            TeamRole::Member => "member",
            TeamRole::MemberSecretary => "member_secretary",
            TeamRole::Secretary => "secretary",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// The policy role that the seat brings.
    pub fn policy_role(self) -> Role {
        match self {
            TeamRole::Lead => Role::TeamLead,
            TeamRole::Deputy => Role::TeamDeputy,
            TeamRole::Member => Role::TeamMember,
            TeamRole::MemberSecretary | TeamRole::Secretary => Role::TeamSecretary,
        }
    }
}

/// A seat in a team. Without a name it is still to be nominated by its
/// organisation; without a user it cannot log in yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub id: MemberId,
    pub team: TeamId,
    pub name: Option<String>,
    pub rank: Option<String>,
    pub position: Option<String>,
    pub organisation: String,
    /// The registry unit of `organisation`, where it was recognised.
    pub unit: Option<UnitId>,
    pub user: Option<UserId>,
    pub role: TeamRole,
    pub duty: Option<String>,
}

/// The lead hands the team's conduct to a deputy for a time (S0 II.3b).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    pub team: TeamId,
    pub from: MemberId,
    pub to: MemberId,
    pub first_day: Date,
    pub last_day: Date,
    pub note: Option<String>,
}

impl Delegation {
    pub fn holds_on(&self, day: Date) -> bool {
        self.first_day <= day && day <= self.last_day
    }
}

/// Why a member may not inspect a unit (Nghị định 217/2025, Điều 12: no conflict
/// of interest).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bar {
    /// The member belongs to the unit, or to a body under or above it.
    OwnUnit,
    /// The member has declared a conflict with it.
    Declared,
}

/// Whether `member` is barred from inspecting `unit`. `line` holds the unit and
/// the bodies above it, nearest first; `declared` the units the member named.
pub fn bar(member: &Member, line: &[UnitId], declared: &[UnitId]) -> Option<Bar> {
    if member.unit.is_some_and(|own| line.contains(&own)) {
        return Some(Bar::OwnUnit);
    }
    line.first().filter(|unit| declared.contains(unit)).map(|_| Bar::Declared)
}
