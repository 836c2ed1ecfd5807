//! The kinds of work that wait, and why one's own.

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WaitingKind {
    ReportReturned,
    ReportToApprove,
    ReportToWrite,
    SectionToWrite,
    ReportToReview,
    VisitUnderway,
    VisitComing,
    MinutesToSign,
    MinutesToWrite,
    MinutesOpinion,
    FindingToRequest,
    FindingPlan,
    FindingDone,
    FindingJudgePlan,
    FindingVerify,
    FindingClose,
    FindingReopen,
    FindingExtension,
    TaskDue,
    ProgrammePlan,
    ProgrammeReport,
    ProgrammeApprove,
    Declaration,
    PlanToReview,
    CampaignToOpen,
    NoticeToConfirm,
}

/// Why it waits for this person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// Focal person of the unit that owes it.
    Focal,
    /// Head of that unit.
    Head,
    /// Of the inspecting team.
    Team,
    /// Of the standing office.
    Office,
    /// Given to this person by name.
    Named,
    /// Told to this person.
    Addressee,
}

impl WaitingKind {
    pub const ALL: [WaitingKind; 26] = [
        WaitingKind::ReportReturned,
        WaitingKind::ReportToApprove,
        WaitingKind::ReportToWrite,
        WaitingKind::SectionToWrite,
        WaitingKind::ReportToReview,
        WaitingKind::VisitUnderway,
        WaitingKind::VisitComing,
        WaitingKind::MinutesToSign,
        WaitingKind::MinutesToWrite,
        WaitingKind::MinutesOpinion,
        WaitingKind::FindingToRequest,
        WaitingKind::FindingPlan,
        WaitingKind::FindingDone,
        WaitingKind::FindingJudgePlan,
        WaitingKind::FindingVerify,
        WaitingKind::FindingClose,
        WaitingKind::FindingReopen,
        WaitingKind::FindingExtension,
        WaitingKind::TaskDue,
        WaitingKind::ProgrammePlan,
        WaitingKind::ProgrammeReport,
        WaitingKind::ProgrammeApprove,
        WaitingKind::Declaration,
        WaitingKind::PlanToReview,
        WaitingKind::CampaignToOpen,
        WaitingKind::NoticeToConfirm,
    ];

    pub fn code(self) -> &'static str {
        match self {
            WaitingKind::ReportReturned => "report-returned",
            WaitingKind::ReportToApprove => "report-to-approve",
            WaitingKind::ReportToWrite => "report-to-write",
            WaitingKind::SectionToWrite => "section-to-write",
            WaitingKind::ReportToReview => "report-to-review",
            WaitingKind::VisitUnderway => "visit-underway",
            WaitingKind::VisitComing => "visit-coming",
            WaitingKind::MinutesToSign => "minutes-to-sign",
            WaitingKind::MinutesToWrite => "minutes-to-write",
            WaitingKind::MinutesOpinion => "minutes-opinion",
            WaitingKind::FindingToRequest => "finding-to-request",
            WaitingKind::FindingPlan => "finding-plan",
            WaitingKind::FindingDone => "finding-done",
            WaitingKind::FindingJudgePlan => "finding-judge-plan",
            WaitingKind::FindingVerify => "finding-verify",
            WaitingKind::FindingClose => "finding-close",
            WaitingKind::FindingReopen => "finding-reopen",
            WaitingKind::FindingExtension => "finding-extension",
            WaitingKind::TaskDue => "task-due",
            WaitingKind::ProgrammePlan => "programme-plan",
            WaitingKind::ProgrammeReport => "programme-report",
            WaitingKind::ProgrammeApprove => "programme-approve",
            WaitingKind::Declaration => "declaration",
            WaitingKind::PlanToReview => "plan-to-review",
            WaitingKind::CampaignToOpen => "campaign-to-open",
            WaitingKind::NoticeToConfirm => "notice-to-confirm",
        }
    }

    /// Work of which a far day is only announced, not asked for yet.
    pub fn may_wait(self) -> bool {
        matches!(
            self,
            WaitingKind::TaskDue
                | WaitingKind::VisitComing
                | WaitingKind::ProgrammePlan
                | WaitingKind::ProgrammeReport
        )
    }
}

impl Why {
    pub fn code(self) -> &'static str {
        match self {
            Why::Focal => "focal",
            Why::Head => "head",
            Why::Team => "team",
            Why::Office => "office",
            Why::Named => "named",
            Why::Addressee => "addressee",
        }
    }
}
