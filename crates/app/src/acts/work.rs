//! What waits for a person: by due day, each with its next step, why it is
//! theirs and the clause it comes from; and what they did today.
//!
//! The folder beside this file holds the kinds of work and how each is found.
//! Not here: doing any of it (each noun's own acts).

mod finding;
mod kind;
mod unit;

pub use kind::{WaitingKind, Why};

use crate::{Actor, App, Refusal};
use domain::moment;
use domain::policy::Action;
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use store::work::{self, Item};
use store::{Scope, Tx};

/// Something a person owes a next step on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub kind: WaitingKind,
    /// The unit, campaign or task it is about.
    pub about: String,
    /// The campaign or programme it belongs to; may be empty.
    pub within: String,
    pub why: Why,
    /// The plan's words the due day comes from; may be empty.
    pub clause: String,
    pub due_on: Option<Date>,
    /// How many stand behind this row.
    pub count: i64,
    /// Where it is done.
    pub href: String,
}

/// Something a person did today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    pub action: String,
    pub count: i64,
    pub at: Timestamp,
    pub href: Option<String>,
}

/// A person's work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Work {
    /// Nearest day first, undated last.
    pub waiting: Vec<Waiting>,
    /// What comes after that, when nothing waits.
    pub next: Option<Waiting>,
    pub done: Vec<Done>,
}

/// Tasks and visits farther away than this do not wait yet.
const HORIZON: i32 = 30;
/// Unread notices shown one by one; more of them are one row.
const FEW: usize = 3;
/// Things done today shown at most.
const DONE: u32 = 12;

/// Everything that waits for `who`: one query a kind, however much there is.
pub async fn mine(app: &App, who: &Actor) -> Result<Work, Refusal> {
    let today = app.today();
    let mut tx = app.store.read().await?;
    let mut all = unit::owed(&mut tx, who).await?;
    all.extend(finding::owed(&mut tx, who, today).await?);
    all.extend(of_teams(&mut tx, who).await?);
    all.extend(of_office(&mut tx, who).await?);
    all.extend(unread(work::notices(&mut tx, who.user.id, FEW as u32 + 1).await?));
    let morning = moment::instant(today.at(0, 0, 0, 0)).unwrap_or_else(|| app.now());
    let done = work::done(&mut tx, who.user.id, morning, DONE).await?;
    let horizon = today.checked_add(Span::new().days(HORIZON)).unwrap_or(Date::MAX);
    let (mut later, mut waiting): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|item| item.kind.may_wait() && item.due_on.is_some_and(|due| due > horizon));
    waiting.sort_by_key(|item| (item.due_on.is_none(), item.due_on, item.kind));
    later.sort_by_key(|item| item.due_on);
    Ok(Work { waiting, next: later.into_iter().next(), done: done.into_iter().map(Done::of).collect() })
}

/// Reports sent to one's teams or to the office, visits, minutes, declarations.
async fn of_teams(tx: &mut Tx, who: &Actor) -> Result<Vec<Waiting>, Refusal> {
    let mut all = Vec::new();
    if let Some(scope) = who.scope(Action::ReportReview) {
        let why = if scope.everything { Why::Office } else { Why::Team };
        for item in work::to_review(tx, &scope).await? {
            all.push(review(item, why));
        }
    }
    if let Some(scope) = within_teams(who, Action::VisitRead) {
        for item in work::visits(tx, &scope).await? {
            let kind =
                if item.state == "underway" { WaitingKind::VisitUnderway } else { WaitingKind::VisitComing };
            let href = format!("/visits/{}", item.id);
            all.push(Waiting::of(kind, Why::Team, item, href));
        }
    }
    if let Some(scope) = within_teams(who, Action::MinutesEdit) {
        for item in work::minutes(tx, &scope).await? {
            let kind = if item.state == "read_out" {
                WaitingKind::MinutesToSign
            } else {
                WaitingKind::MinutesToWrite
            };
            let href = format!("/visits/{}/minutes?part={}", item.id, item.part);
            all.push(Waiting::of(kind, Why::Team, item, href));
        }
    }
    if who.may(Action::ConflictDeclare) {
        for item in work::undeclared(tx, who.user.id).await? {
            let href = format!("/campaigns/{}/teams/declare", item.id);
            all.push(Waiting::of(WaitingKind::Declaration, Why::Team, item, href));
        }
    }
    Ok(all)
}

/// Drafts of campaigns and plans half looked through.
async fn of_office(tx: &mut Tx, who: &Actor) -> Result<Vec<Waiting>, Refusal> {
    let mut all = Vec::new();
    if let Some(scope) = who.scope(Action::CampaignManage) {
        for item in work::drafts(tx, &scope).await? {
            let href = format!("/campaigns/{}", item.id);
            all.push(Waiting::of(WaitingKind::CampaignToOpen, Why::Office, item, href));
        }
    }
    if who.may(Action::PlanManage) {
        for item in work::plans(tx).await? {
            let href = format!("/plans/{}", item.id);
            all.push(Waiting::of(WaitingKind::PlanToReview, Why::Office, item, href));
        }
    }
    Ok(all)
}

/// The reach of an action through the person's teams alone: what an office may
/// see of everything does not wait for each of its people.
fn within_teams(who: &Actor, action: Action) -> Option<Scope> {
    let roles: Vec<_> = who.roles().into_iter().filter(|role| role.is_of_team()).collect();
    Scope::of(who.user.id, &roles, action).filter(|scope| !scope.everything)
}

/// Each notice leads to itself; many together to their list, the newest named.
fn unread(mut items: Vec<Item>) -> Vec<Waiting> {
    let many = items.len() > FEW;
    items.truncate(if many { 1 } else { FEW });
    let row = |item: Item| {
        let href = if many { "/notices".into() } else { format!("/notices/{}", item.id) };
        let count = if many { item.count } else { 1 };
        Waiting::of(WaitingKind::NoticeToConfirm, Why::Addressee, Item { count, ..item }, href)
    };
    items.into_iter().map(row).collect()
}

fn review(item: Item, why: Why) -> Waiting {
    // The day is the one the first was sent on, not one to keep.
    let item = Item { due_on: None, ..item };
    if item.count == 1 {
        let href = format!("/self-reports/{}", item.part);
        return Waiting::of(WaitingKind::ReportToReview, why, item, href);
    }
    let href = format!("/self-reports?campaign={}&status=submitted", item.id);
    let item = Item { about: item.within.clone(), within: String::new(), ..item };
    Waiting::of(WaitingKind::ReportToReview, why, item, href)
}

impl Waiting {
    fn of(kind: WaitingKind, why: Why, item: Item, href: String) -> Self {
        Waiting {
            kind,
            why,
            about: item.about,
            within: item.within,
            clause: item.rule.map(|rule| rule.clause).unwrap_or_default(),
            due_on: item.due_on,
            count: item.count,
            href,
        }
    }
}

impl Done {
    fn of(done: work::Done) -> Self {
        let root = match done.object_kind.as_str() {
            "report" => Some("self-reports"),
            "campaign" => Some("campaigns"),
            "plan" => Some("plans"),
            "programme" => Some("programmes"),
            "visit" => Some("visits"),
            "finding" => Some("findings"),
            "unit" => Some("units"),
            _ => None,
        };
        let href = root.map(|root| format!("/{root}/{}", done.object_id));
        Done { action: done.action, count: done.count, at: done.at, href }
    }
}
