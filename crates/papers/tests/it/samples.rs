//! Every sample paper, with the data it was made from.

use rasoat_papers::{
    ConsolidatedReport, Document, LookupAudit, Minutes, ProgrammeReport, RemediationRequest, Reminder,
    ScheduleNotice, SelfReport, TargetList, TeamDecision, consolidated_report, listing, lookup_audit,
    minutes, programme_report, remediation_request, reminder, schedule_notice, self_report, target_list,
    team_decision,
};
use serde::Serialize;
use serde_json::Value;

pub struct Sample {
    pub name: &'static str,
    pub paper: Document,
    pub data: Value,
    /// Pages of the DOCX as an office program sets it.
    pub pages: usize,
}

pub fn all() -> Vec<Sample> {
    vec![
        sample("schedule_notice", &ScheduleNotice::sample(), schedule_notice, 3),
        sample("team_decision", &TeamDecision::sample(), team_decision, 3),
        sample("self_report", &SelfReport::sample(), self_report, 2),
        sample("party_self_report", &SelfReport::party_sample(), self_report, 1),
        sample("minutes", &Minutes::sample(), minutes, 7),
        sample("refused_minutes", &Minutes::refused_sample(), minutes, 5),
        sample("consolidated_report", &ConsolidatedReport::sample(), consolidated_report, 5),
        sample("remediation_request", &RemediationRequest::sample(), remediation_request, 2),
        sample("reminder", &Reminder::sample(), reminder, 1),
        sample("programme_report", &ProgrammeReport::sample(), programme_report, 3),
        sample("consolidated_programme", &ProgrammeReport::consolidated_sample(), programme_report, 3),
        sample("target_list", &TargetList::sample(), |list| listing(&target_list(list)), 1),
        sample("lookup_audit", &LookupAudit::sample(), lookup_audit, 7),
    ]
}

/// The paper of that name.
pub fn of(name: &str) -> Document {
    all().into_iter().find(|sample| sample.name == name).expect("a sample of that name").paper
}

fn sample<T: Serialize>(name: &'static str, data: &T, write: fn(&T) -> Document, pages: usize) -> Sample {
    Sample { name, paper: write(data), data: serde_json::to_value(data).expect("plain data"), pages }
}
