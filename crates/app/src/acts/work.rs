//! What waits for a person: by due day, each with why it is theirs.
//!
//! Not here: doing any of it (each noun's own acts).

use crate::{Actor, App, Refusal};
use domain::policy::Action;
use jiff::civil::Date;
use store::{notice, target};

/// Something a person owes a next step on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub kind: WaitingKind,
    /// The unit or campaign it is about.
    pub about: String,
    pub due_on: Option<Date>,
    /// Where it is done.
    pub href: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WaitingKind {
    ReportToWrite,
    ReportReturned,
    FindingsOpen,
    CampaignToOpen,
    NoticeToConfirm,
}

impl WaitingKind {
    pub fn code(self) -> &'static str {
        match self {
            WaitingKind::ReportToWrite => "report-to-write",
            WaitingKind::ReportReturned => "report-returned",
            WaitingKind::FindingsOpen => "findings-open",
            WaitingKind::CampaignToOpen => "campaign-to-open",
            WaitingKind::NoticeToConfirm => "notice-to-confirm",
        }
    }
}

/// Notices shown at most.
const NOTICES: u32 = 20;
/// Campaigns looked through at most.
const CAMPAIGNS: u32 = 50;

/// Everything that waits for `who`, nearest day first, undated last.
pub async fn mine(app: &App, who: &Actor) -> Result<Vec<Waiting>, Refusal> {
    let mut waiting = Vec::new();
    if !who.units().is_empty()
        && let Some(scope) = who.scope(Action::ReportEdit).or_else(|| who.scope(Action::ReportApprove))
    {
        let mut tx = app.store.read().await?;
        for target in target::of_scope(&mut tx, &scope).await? {
            let kind = match target.report_state.as_str() {
                "draft" | "with_head" => Some(WaitingKind::ReportToWrite),
                "returned" => Some(WaitingKind::ReportReturned),
                _ => None,
            };
            if let Some(kind) = kind {
                let href = format!("/campaigns/{}", target.campaign);
                waiting.push(Waiting {
                    kind,
                    about: target.unit_name.clone(),
                    due_on: target.report_due_on,
                    href,
                });
            }
            if target.findings_open > 0 {
                let href =
                    format!("/findings?campaign={}&unit={}&state=unclosed", target.campaign, target.unit);
                let kind = WaitingKind::FindingsOpen;
                waiting.push(Waiting { kind, about: target.unit_name, due_on: target.findings_due_on, href });
            }
        }
    }
    if who.may(Action::CampaignManage) {
        for kept in super::campaign::list(app, who, CAMPAIGNS, 0).await? {
            if kept.campaign.state == domain::campaign::CampaignState::Draft {
                let href = format!("/campaigns/{}", kept.campaign.id);
                let kind = WaitingKind::CampaignToOpen;
                waiting.push(Waiting { kind, about: kept.campaign.title, due_on: None, href });
            }
        }
    }
    let mut tx = app.store.read().await?;
    for told in notice::of_user(&mut tx, who.user.id, NOTICES, 0).await? {
        if told.acknowledged_at.is_none() && told.read_at.is_none() {
            let href = format!("/notices/{}", told.id);
            waiting.push(Waiting {
                kind: WaitingKind::NoticeToConfirm,
                about: told.subject,
                due_on: None,
                href,
            });
        }
    }
    waiting.sort_by_key(|item| (item.due_on.is_none(), item.due_on, item.kind));
    Ok(waiting)
}
