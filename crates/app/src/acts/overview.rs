//! Tổng quan: one campaign with the one before beside it, on one page.
//!
//! Not here: how the page shows it (`web`), the campaign's list of targets
//! (`campaign`).

use crate::{Actor, App, Refusal};
use domain::bilingual::Bilingual;
use domain::identifier::CampaignId;
use domain::moment;
use domain::policy::Action;
use domain::unit::UnitKind;
use jiff::civil::Date;
use jiff::{Span, Timestamp};
use std::collections::BTreeMap;
use store::campaign::{self, Kept};
use store::overview;
pub use store::overview::{Changes, Late, OnDay};
use store::target::{self, Figures};
use store::{Scope, Tx};

/// Campaigns that can be chosen.
const CHOICES: u32 = 12;
/// Units shown as late.
const LATE: u32 = 10;
/// How far "this week" and "the next days" reach.
const WEEK: i32 = 7;

/// A theme with its name, and its findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    pub code: String,
    pub title: Bilingual,
    pub total: i64,
    pub open: i64,
    /// In the campaign before, if there is one.
    pub before: Option<i64>,
}

/// The heat map: findings by kind of unit and theme.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heat {
    /// In the order of the page; the themes are those of `Overview::themes`.
    pub kinds: Vec<(UnitKind, Bilingual)>,
    pub cells: BTreeMap<(UnitKind, String), i64>,
}

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct Overview {
    pub campaign: Kept,
    pub before: Option<Kept>,
    /// Others to choose from, newest first, this one among them.
    pub choices: Vec<(CampaignId, String)>,
    pub figures: Figures,
    pub figures_before: Option<Figures>,
    pub themes: Vec<Theme>,
    pub heat: Heat,
    pub late: Vec<Late>,
    pub week: Changes,
    pub week_before: Changes,
    pub days: Vec<OnDay>,
}

/// The campaign asked for, or the newest that is not a draft; nothing when there
/// is none in sight. At most twelve queries, whatever the size of the campaign.
pub async fn overview(
    app: &App,
    who: &Actor,
    asked: Option<CampaignId>,
) -> Result<Option<Overview>, Refusal> {
    let (mut tx, scope) = app.look(who, Action::SummaryRead).await?;
    let mut listed = campaign::list(&mut tx, &scope, CHOICES, 0).await?;
    listed.retain(|kept| kept.campaign.state != domain::campaign::CampaignState::Draft);
    let chosen = asked.and_then(|id| listed.iter().find(|kept| kept.campaign.id == id));
    let Some(campaign) = chosen.or(listed.first()).cloned() else { return Ok(None) };
    let id = campaign.campaign.id;
    let before = before(&listed, &campaign);
    let today = app.today();
    let figures_before = match &before {
        Some(kept) => Some(target::figures(&mut tx, &scope, kept.campaign.id, today).await?),
        None => None,
    };
    let cells = overview::heat(&mut tx, &scope, id).await?;
    let themes = themes(app, &mut tx, &scope, &campaign, &cells, before.as_ref()).await?;
    let mut days = overview::days(&mut tx, &scope, id, (today, after(today, WEEK)), true).await?;
    days.extend(overview::task_days(&mut tx, &scope, (today, after(today, WEEK))).await?);
    days.sort_by(|a, b| (a.day, &a.kind).cmp(&(b.day, &b.kind)));
    Ok(Some(Overview {
        choices: listed.into_iter().map(|kept| (kept.campaign.id, kept.campaign.title)).collect(),
        figures: target::figures(&mut tx, &scope, id, today).await?,
        figures_before,
        heat: heat(app, &cells),
        themes,
        late: overview::late(&mut tx, &scope, id, today, LATE).await?,
        week: changes(&mut tx, &scope, id, after(today, 1 - WEEK), today, app.now()).await?,
        week_before: changes(&mut tx, &scope, id, after(today, 1 - 2 * WEEK), after(today, -WEEK), app.now())
            .await?,
        days,
        before,
        campaign,
    }))
}

/// The campaign it follows: as it says itself, else the newest of an earlier
/// year.
fn before(listed: &[Kept], campaign: &Kept) -> Option<Kept> {
    let named = campaign.previous.and_then(|id| listed.iter().find(|kept| kept.campaign.id == id));
    named.or_else(|| listed.iter().find(|kept| kept.campaign.year < campaign.campaign.year)).cloned()
}

async fn changes(
    tx: &mut Tx,
    scope: &Scope,
    id: CampaignId,
    from: Date,
    to: Date,
    now: Timestamp,
) -> Result<Changes, Refusal> {
    let begins = |day: Date| moment::instant(day.at(0, 0, 0, 0)).unwrap_or(now);
    Ok(overview::changes(tx, scope, id, (from, to), (begins(from), begins(after(to, 1)))).await?)
}

fn after(day: Date, days: i32) -> Date {
    day.checked_add(Span::new().days(days)).unwrap_or(day)
}

/// The themes of this campaign's findings, gravest first, with those of the one
/// before.
async fn themes(
    app: &App,
    tx: &mut Tx,
    scope: &Scope,
    campaign: &Kept,
    cells: &[overview::Cell],
    before: Option<&Kept>,
) -> Result<Vec<Theme>, Refusal> {
    let earlier: Option<BTreeMap<String, i64>> = match before {
        Some(kept) => {
            let counted = overview::themes(tx, scope, kept.campaign.id).await?;
            Some(counted.into_iter().map(|(theme, total, _)| (theme, total)).collect())
        }
        None => None,
    };
    let mut sums: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for cell in cells {
        let sum = sums.entry(&cell.theme).or_default();
        sum.0 += cell.total;
        sum.1 += cell.open;
    }
    for theme in earlier.iter().flatten().map(|(theme, _)| theme.as_str()) {
        sums.entry(theme).or_default();
    }
    let checklist = campaign.campaign.checklist.as_deref();
    let mut themes: Vec<Theme> = sums
        .into_iter()
        .map(|(code, (total, open))| Theme {
            title: theme_title(app, checklist, code),
            before: earlier.as_ref().map(|counted| counted.get(code).copied().unwrap_or(0)),
            code: code.to_owned(),
            total,
            open,
        })
        .collect();
    themes.sort_by(|a, b| (b.total, b.before, &a.code).cmp(&(a.total, a.before, &b.code)));
    Ok(themes)
}

/// A theme's name: of the campaign's checklist, of any other, of the catalogue;
/// else its code.
pub fn theme_title(app: &App, checklist: Option<&str>, code: &str) -> Bilingual {
    let lists = &app.packs.checklists;
    let own = checklist.and_then(|list| lists.get(list)).and_then(|list| list.theme(code));
    let any = || lists.values().find_map(|list| list.theme(code));
    let known = own.or_else(any).map(|theme| theme.title.clone());
    known
        .or_else(|| app.packs.catalogue.theme(code).map(|theme| theme.title.clone()))
        .unwrap_or_else(|| Bilingual { vi: code.to_owned(), en: code.to_owned() })
}

fn heat(app: &App, cells: &[overview::Cell]) -> Heat {
    let mut heat = Heat::default();
    for cell in cells {
        *heat.cells.entry((cell.kind, cell.theme.clone())).or_default() += cell.total;
    }
    heat.kinds = UnitKind::ALL
        .into_iter()
        .filter(|kind| heat.cells.keys().any(|(found, _)| found == kind))
        .map(|kind| (kind, kind_label(app, kind)))
        .collect();
    heat
}

fn kind_label(app: &App, kind: UnitKind) -> Bilingual {
    let named = app.packs.unit_kinds.entry(kind).map(|entry| entry.label.clone());
    named.unwrap_or_else(|| Bilingual { vi: kind.code().to_owned(), en: kind.code().to_owned() })
}
