//! What a unit owes: its reports, its visits, its tasks.
//!
//! Not here: findings (`finding`).

use super::{Waiting, WaitingKind, Why};
use crate::{Actor, Refusal};
use domain::policy::{Action, Role};
use store::{Scope, Tx, work};

pub(super) fn why(who: &Actor) -> Why {
    if who.holds(Role::UnitHead) { Why::Head } else { Why::Focal }
}

pub(super) async fn owed(tx: &mut Tx, who: &Actor) -> Result<Vec<Waiting>, Refusal> {
    let mut all = Vec::new();
    let why = why(who);
    if let Some(scope) = who.scope(Action::ReportEdit) {
        let head = who.may(Action::ReportApprove);
        for item in work::reports(tx, &scope).await? {
            let kind = match item.state.as_str() {
                "with_head" if head => WaitingKind::ReportToApprove,
                "returned" => WaitingKind::ReportReturned,
                "draft" => WaitingKind::ReportToWrite,
                _ => continue,
            };
            let href = format!("/self-reports/{}", item.id);
            all.push(Waiting::of(kind, why, item, href));
        }
        for item in work::sections(tx, who.user.id).await? {
            let href = format!("/self-reports/{}/sections/{}", item.id, item.part);
            all.push(Waiting::of(WaitingKind::SectionToWrite, Why::Named, item, href));
        }
    }
    if let Some(scope) = within_units(who, Action::VisitRead) {
        for item in work::visits(tx, &scope).await? {
            let href = format!("/visits/{}", item.id);
            all.push(Waiting::of(WaitingKind::VisitComing, why, item, href));
        }
    }
    if let Some(scope) = within_units(who, Action::MinutesOpinion) {
        for item in work::minutes(tx, &scope).await?.into_iter().filter(|item| item.state == "read_out") {
            let href = format!("/visits/{}/minutes?part={}", item.id, item.part);
            all.push(Waiting::of(WaitingKind::MinutesOpinion, why, item, href));
        }
    }
    if let Some(scope) = who.scope(Action::ProgrammeRespond) {
        for item in work::tasks(tx, &scope).await? {
            let href = format!("/programmes/{}", item.part);
            all.push(Waiting::of(WaitingKind::TaskDue, why, item, href));
        }
        let head = who.may(Action::ProgrammeApprove);
        for item in work::programme_reports(tx, &scope).await? {
            let kind = match (item.state.as_str(), item.part.as_str()) {
                ("with_head", _) if head => WaitingKind::ProgrammeApprove,
                ("with_head", _) => continue,
                (_, "own_plan") => WaitingKind::ProgrammePlan,
                _ => WaitingKind::ProgrammeReport,
            };
            let href = format!("/programmes/{}", item.id);
            all.push(Waiting::of(kind, why, item, href));
        }
    }
    Ok(all)
}

/// The reach of an action through the person's units alone.
fn within_units(who: &Actor, action: Action) -> Option<Scope> {
    let roles: Vec<_> = who.roles().into_iter().filter(|role| role.is_of_unit()).collect();
    Scope::of(who.user.id, &roles, action)
}
