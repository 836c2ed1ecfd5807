//! Who may do what: one table of role × action, each cell the reach of the
//! right. What the table does not grant is denied.
//!
//! `docs/policy.md` is this table, printed; a test keeps the two the same. Not
//! here: how a reach becomes SQL (`store`), or who holds a role.

use serde::{Deserialize, Serialize};

/// A part a person plays. Team roles are held through a team's roster and end
/// with it; unit roles are held for one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Administrator,
    StandingOffice,
    Leader,
    TeamLead,
    TeamDeputy,
    TeamMember,
    TeamSecretary,
    UnitFocal,
    UnitHead,
    Observer,
}

impl Role {
    pub const ALL: [Role; 10] = [
        Role::Administrator,
        Role::StandingOffice,
        Role::Leader,
        Role::TeamLead,
        Role::TeamDeputy,
        Role::TeamMember,
        Role::TeamSecretary,
        Role::UnitFocal,
        Role::UnitHead,
        Role::Observer,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Role::Administrator => "administrator",
            Role::StandingOffice => "standing_office",
            Role::Leader => "leader",
            Role::TeamLead => "team_lead",
            Role::TeamDeputy => "team_deputy",
            Role::TeamMember => "team_member",
            Role::TeamSecretary => "team_secretary",
            Role::UnitFocal => "unit_focal",
            Role::UnitHead => "unit_head",
            Role::Observer => "observer",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    pub fn is_of_team(self) -> bool {
        matches!(self, Role::TeamLead | Role::TeamDeputy | Role::TeamMember | Role::TeamSecretary)
    }

    pub fn is_of_unit(self) -> bool {
        matches!(self, Role::UnitFocal | Role::UnitHead)
    }
}

/// How far a right reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Only what belongs to the units or teams the role is held for.
    Own,
    Everything,
}

macro_rules! actions {
    ($($name:ident = $code:literal : $($role:ident $reach:ident),* ;)+) => {
        /// Something people do, or look at, on the record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($name),+ }

        impl Action {
            pub const ALL: &[Action] = &[$(Action::$name),+];

            /// Stable name, as the audit and the printed policy write it.
            pub fn code(self) -> &'static str {
                match self { $(Action::$name => $code),+ }
            }
        }

        /// How far `role` reaches with `action`; `None` is no.
        pub fn reach(role: Role, action: Action) -> Option<Reach> {
            match action {
                $(Action::$name => match role {
                    $(Role::$role => Some(Reach::$reach),)*
                    #[allow(unreachable_patterns, reason = "a row may name every role")]
                    _ => None,
                }),+
            }
        }
    };
}

actions! {
    // people and trust
    UserManage = "user.manage": Administrator Everything;
    AuditRead = "audit.read": Administrator Everything, StandingOffice Everything;
    // units
    UnitRead = "unit.read": Administrator Everything, StandingOffice Everything, Leader Everything, TeamLead Everything, TeamDeputy Everything, TeamMember Everything, TeamSecretary Everything, UnitFocal Own, UnitHead Own, Observer Everything;
    UnitManage = "unit.manage": Administrator Everything, StandingOffice Everything;
    UnitContactEdit = "unit.contact.edit": Administrator Everything, StandingOffice Everything, UnitFocal Own, UnitHead Own;
    // registers of accounts and terminals that look citizens up
    RegisterRead = "register.read": StandingOffice Everything, Leader Everything, TeamLead Own, TeamDeputy Own, TeamMember Own, TeamSecretary Own, UnitFocal Own, UnitHead Own;
    RegisterKeep = "register.keep": StandingOffice Everything, UnitFocal Own, UnitHead Own;
    // plans
    PlanRead = "plan.read": StandingOffice Everything, Leader Everything, TeamLead Everything, TeamDeputy Everything, TeamSecretary Everything, TeamMember Everything, Observer Everything;
    PlanManage = "plan.manage": StandingOffice Everything;
    // campaigns
    CampaignRead = "campaign.read": StandingOffice Everything, Leader Everything, TeamLead Own, TeamDeputy Own, TeamMember Own, TeamSecretary Own, UnitFocal Own, UnitHead Own, Observer Everything;
    CampaignManage = "campaign.manage": StandingOffice Everything;
    TeamManage = "team.manage": StandingOffice Everything, TeamLead Own;
    ConflictDeclare = "team.conflict.declare": TeamLead Own, TeamDeputy Own, TeamMember Own, TeamSecretary Own;
    ScheduleManage = "schedule.manage": StandingOffice Everything, TeamLead Own, TeamDeputy Own, TeamSecretary Own;
    NoticeSend = "notice.send": StandingOffice Everything, TeamLead Own, TeamDeputy Own, TeamSecretary Own;
    NoticeAcknowledge = "notice.acknowledge": Administrator Own, StandingOffice Own, Leader Own, TeamLead Own, TeamDeputy Own, TeamMember Own, TeamSecretary Own, UnitFocal Own, UnitHead Own, Observer Own;
    // self-inspection reports
    ReportRead = "report.read": StandingOffice Everything, Leader Everything, TeamLead Own, TeamDeputy Own, TeamMember Own, TeamSecretary Own, UnitFocal Own, UnitHead Own, Observer Everything;
    ReportEdit = "report.edit": UnitFocal Own, UnitHead Own;
    ReportApprove = "report.approve": UnitHead Own;
    ReportReview = "report.review": StandingOffice Everything, TeamLead Own, TeamDeputy Own, TeamSecretary Own;
    // visits
    VisitRead = "visit.read": StandingOffice Everything, Leader Everything, TeamLead Own, TeamDeputy Own, TeamMember Own, TeamSecretary Own, UnitFocal Own, UnitHead Own, Observer Everything;
    VisitRun = "visit.run": TeamLead Own, TeamDeputy Own, TeamSecretary Own;
    VisitAnswer = "visit.answer": TeamLead Own, TeamDeputy Own, TeamMember Own, TeamSecretary Own;
    VisitRespond = "visit.respond": UnitFocal Own, UnitHead Own;
    MinutesEdit = "minutes.edit": TeamLead Own, TeamDeputy Own, TeamSecretary Own;
    MinutesSign = "minutes.sign": TeamLead Own, TeamDeputy Own, TeamSecretary Own;
    MinutesOpinion = "minutes.opinion": UnitHead Own, TeamSecretary Own, TeamLead Own;
    // findings
    FindingRead = "finding.read": StandingOffice Everything, Leader Everything, TeamLead Own, TeamDeputy Own, TeamMember Own, TeamSecretary Own, UnitFocal Own, UnitHead Own, Observer Everything;
    FindingRecord = "finding.record": StandingOffice Everything, TeamLead Own, TeamDeputy Own, TeamMember Own, TeamSecretary Own;
    FindingRespond = "finding.respond": UnitFocal Own, UnitHead Own;
    FindingJudge = "finding.judge": StandingOffice Everything, TeamLead Own, TeamDeputy Own, TeamSecretary Own;
    // programmes of tasks
    ProgrammeRead = "programme.read": StandingOffice Everything, Leader Everything, UnitFocal Own, UnitHead Own, Observer Everything;
    ProgrammeManage = "programme.manage": StandingOffice Everything;
    ProgrammeRespond = "programme.respond": UnitFocal Own, UnitHead Own;
    ProgrammeApprove = "programme.approve": UnitHead Own;
    // the whole
    SummaryRead = "summary.read": StandingOffice Everything, Leader Everything, Observer Everything;
    SummaryWrite = "summary.write": StandingOffice Everything, TeamLead Own, TeamDeputy Own, TeamSecretary Own;
}

/// The roles that may do `action` with at most their own reach, and whether any
/// of `held` reaches everything.
pub fn widest(held: impl IntoIterator<Item = Role>, action: Action) -> Option<Reach> {
    held.into_iter().filter_map(|role| reach(role, action)).max()
}

/// The printed policy: a Markdown table, roles across, actions down.
pub fn table() -> String {
    let mut text = String::from("| action |");
    for role in Role::ALL {
        text += &format!(" {} |", role.code());
    }
    text += "\n|---|";
    text += &"---|".repeat(Role::ALL.len());
    text.push('\n');
    for action in Action::ALL {
        text += &format!("| `{}` |", action.code());
        for role in Role::ALL {
            text += match reach(role, *action) {
                None => "  |",
                Some(Reach::Own) => " own |",
                Some(Reach::Everything) => " all |",
            };
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_granted_to_someone_and_codes_are_unique() {
        let mut codes: Vec<_> = Action::ALL.iter().map(|a| a.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Action::ALL.len());
        for action in Action::ALL {
            assert!(Role::ALL.iter().any(|r| reach(*r, *action).is_some()), "{}", action.code());
        }
    }

    #[test]
    fn units_reach_only_their_own() {
        for action in Action::ALL {
            for role in Role::ALL.into_iter().filter(|r| r.is_of_unit()) {
                assert_ne!(
                    reach(role, *action),
                    Some(Reach::Everything),
                    "{} {}",
                    role.code(),
                    action.code()
                );
            }
        }
    }

    #[test]
    fn the_administrator_reads_no_inspection_results() {
        for action in [Action::ReportRead, Action::VisitRead, Action::FindingRead, Action::SummaryRead] {
            assert_eq!(reach(Role::Administrator, action), None);
        }
    }
}
