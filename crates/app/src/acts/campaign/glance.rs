//! A campaign at a glance beside its list of targets: what falls on which day,
//! findings by theme.
//!
//! Not here: the leaders' page over a whole campaign (`overview`).

use crate::acts::overview::{Theme, theme_title};
use crate::{Actor, App, Refusal};
use domain::identifier::CampaignId;
use domain::policy::Action;
use jiff::civil::{Date, date};
use store::overview::{self, OnDay};
use store::{campaign, finding};

/// Every day a campaign could name.
const ALWAYS: (Date, Date) = (date(1990, 1, 1), date(2190, 12, 31));

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Glance {
    /// Reports due, visits and remedies due, by day.
    pub days: Vec<OnDay>,
    /// Most findings first.
    pub themes: Vec<Theme>,
    /// Findings past their due day.
    pub overdue: i64,
}

/// Four queries, whatever the campaign's size.
pub async fn glance(app: &App, who: &Actor, id: CampaignId) -> Result<Glance, Refusal> {
    let (mut tx, scope) = app.look(who, Action::CampaignRead).await?;
    let kept = campaign::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let mut days = overview::days(&mut tx, &scope, id, ALWAYS, false).await?;
    let (mut themes, mut overdue) = (Vec::new(), 0);
    match who.scope(Action::FindingRead) {
        Some(scope) => {
            let checklist = kept.campaign.checklist.as_deref();
            for (code, total, open) in overview::themes(&mut tx, &scope, id).await? {
                let title = theme_title(app, checklist, &code);
                themes.push(Theme { code, title, total, open, before: None });
            }
            let filter = finding::Filter {
                campaign: Some(id),
                due: "overdue".into(),
                today: Some(app.today()),
                ..finding::Filter::default()
            };
            overdue = finding::count(&mut tx, &scope, &filter).await?;
        }
        None => days.retain(|day| day.kind != "finding"),
    }
    Ok(Glance { days, themes, overdue })
}
