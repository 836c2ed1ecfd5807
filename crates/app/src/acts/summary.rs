//! The consolidated report of a campaign: every figure out of the record, the
//! team's own words beside.
//!
//! The folder beside this file holds what the record itself suggests (`points`)
//! and the printed report (`paper`). Not here: its form (`papers`).

mod paper;
mod points;

pub use paper::print;
pub use points::{Proposal, lines, proposals};

use crate::acts::overview::{Theme, theme_title};
use crate::{Actor, App, Refusal};
use domain::bilingual::Bilingual;
use domain::campaign::CampaignState;
use domain::finding::{CaseState, Outcome};
use domain::identifier::{CampaignId, TargetId, UnitId};
use domain::policy::Action;
use jiff::civil::Date;
use std::collections::BTreeMap;
use store::campaign::{self, Kept};
pub use store::finding::Listed;
use store::finding::{self, Filter as FindingFilter, Order};
pub use store::summary::{Summary, Verdicts};
use store::target::{self, Figures, Filter, Target};
use store::team::{self, Team};
use store::{Scope, Tx, summary};

/// Rows of each kind, at most.
const MOST: u32 = 5_000;
/// The longest text, in characters.
const LONGEST: usize = 40_000;
/// Campaigns listed.
const CAMPAIGNS: u32 = 200;

/// One visited unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitResult {
    pub target: Target,
    pub verdicts: Verdicts,
}

/// One theme over all visits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeResult {
    pub code: String,
    pub title: Bilingual,
    pub verdicts: Verdicts,
}

/// How far a finding's remedy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Remedied {
    Yes,
    Reported,
    Open,
    Overdue,
}

/// How far one unit's remedies are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remediation {
    pub unit: UnitId,
    pub unit_name: String,
    pub total: usize,
    pub remedied: usize,
    pub reported: usize,
    pub open: usize,
    pub overdue: usize,
}

/// Everything the report says.
#[derive(Debug, Clone)]
pub struct Consolidated {
    pub campaign: Kept,
    pub teams: Vec<Team>,
    /// Rank and name of the head, when one team carried it out.
    pub lead: Option<String>,
    pub figures: Figures,
    pub before: Option<(Kept, Figures)>,
    pub units: Vec<UnitResult>,
    pub late: Vec<Target>,
    pub missing: Vec<Target>,
    pub themes: Vec<ThemeResult>,
    /// Findings by their own themes, most first.
    pub found: Vec<Theme>,
    /// Without those that were withdrawn.
    pub findings: Vec<Listed>,
    pub remediation: Vec<Remediation>,
    pub written: Summary,
    pub today: Date,
    pub may_write: bool,
}

/// Whoever reads all summaries, or writes those of their own teams' campaigns.
fn sight(who: &Actor) -> Result<Scope, Refusal> {
    let scope = who.scope(Action::SummaryRead).or_else(|| who.scope(Action::SummaryWrite));
    scope.ok_or(Refusal::NotAllowed(Action::SummaryRead.code()))
}

/// The campaigns that can be summed up, newest first.
pub async fn list(app: &App, who: &Actor) -> Result<Vec<Kept>, Refusal> {
    let scope = sight(who)?;
    let mut tx = app.store.read().await?;
    let mut all = campaign::list(&mut tx, &scope, CAMPAIGNS, 0).await?;
    all.retain(|kept| kept.campaign.state != CampaignState::Draft);
    Ok(all)
}

/// The report as the record stands now, in a fixed number of queries.
pub async fn get(app: &App, who: &Actor, id: CampaignId) -> Result<Consolidated, Refusal> {
    let scope = sight(who)?;
    let mut tx = app.store.read().await?;
    let kept = campaign::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    if kept.campaign.state == CampaignState::Draft {
        return Err(Refusal::NotFound);
    }
    let today = app.today();
    let all = Filter { limit: MOST, ..Filter::default() };
    let targets = target::list(&mut tx, &scope, id, &all, today).await?;
    let findings = findings(&mut tx, &scope, id, today).await?;
    let teams = team::of_campaign(&mut tx, id).await?;
    let lead = lead(&mut tx, &teams).await?;
    let before = before(&mut tx, &scope, &kept, today).await?;
    let themes = themes(app, &mut tx, &kept).await?;
    let units = units(&mut tx, id, &targets).await?;
    let may_write = match who.scope(Action::SummaryWrite) {
        Some(scope) => campaign::get(&mut tx, &scope, id).await?.is_some(),
        None => false,
    };
    let sent = |target: &&Target| ["submitted", "accepted"].contains(&target.report_state.as_str());
    Ok(Consolidated {
        figures: target::figures(&mut tx, &scope, id, today).await?,
        written: summary::get(&mut tx, id).await?,
        late: targets.iter().filter(|target| target.report_late).cloned().collect(),
        missing: targets
            .iter()
            .filter(|target| target.report_state != "none" && !sent(target))
            .cloned()
            .collect(),
        remediation: remediation(&findings, today),
        found: found(app, &kept, &findings),
        campaign: kept,
        teams,
        lead,
        before,
        units,
        themes,
        findings,
        today,
        may_write,
    })
}

/// Findings in their order, without those that turned out to be none.
async fn findings(tx: &mut Tx, scope: &Scope, id: CampaignId, today: Date) -> Result<Vec<Listed>, Refusal> {
    let filter = FindingFilter {
        campaign: Some(id),
        today: Some(today),
        order: Order::Unit,
        limit: MOST,
        ..FindingFilter::default()
    };
    let mut found = finding::list(tx, scope, &filter).await?;
    found.retain(|listed| {
        let withdrawn = matches!(
            &listed.finding.case.state,
            CaseState::Closed { outcome: Outcome::Withdrawn { .. }, .. }
        );
        !withdrawn
    });
    // Unit by unit, as they were recorded.
    for of_unit in found.chunk_by_mut(|a, b| a.unit_name == b.unit_name) {
        of_unit.sort_by_key(|listed| listed.finding.number);
    }
    Ok(found)
}

async fn lead(tx: &mut Tx, teams: &[Team]) -> Result<Option<String>, Refusal> {
    let [only] = teams else { return Ok(None) };
    let members = team::members(tx, only.id).await?;
    let lead = members.into_iter().find(|member| member.role.code() == "lead");
    Ok(lead.and_then(|member| {
        let name = member.name?;
        Some(member.rank.map_or(name.clone(), |rank| format!("{rank} {name}")))
    }))
}

async fn before(
    tx: &mut Tx,
    scope: &Scope,
    kept: &Kept,
    today: Date,
) -> Result<Option<(Kept, Figures)>, Refusal> {
    let earlier = match kept.previous {
        Some(id) => campaign::get(tx, scope, id).await?,
        None => campaign::list(tx, scope, CAMPAIGNS, 0).await?.into_iter().find(|other| {
            other.campaign.year < kept.campaign.year && other.campaign.state != CampaignState::Draft
        }),
    };
    match earlier {
        Some(other) => {
            let figures = target::figures(tx, scope, other.campaign.id, today).await?;
            Ok(Some((other, figures)))
        }
        None => Ok(None),
    }
}

async fn units(tx: &mut Tx, id: CampaignId, targets: &[Target]) -> Result<Vec<UnitResult>, Refusal> {
    let counted: BTreeMap<TargetId, Verdicts> = summary::by_target(tx, id).await?.into_iter().collect();
    let visited = targets.iter().filter(|target| target.visit_state == "finished");
    Ok(visited
        .map(|target| UnitResult {
            verdicts: counted.get(&target.id).copied().unwrap_or_default(),
            target: target.clone(),
        })
        .collect())
}

async fn themes(app: &App, tx: &mut Tx, kept: &Kept) -> Result<Vec<ThemeResult>, Refusal> {
    let checklist = kept.campaign.checklist.as_deref();
    let counted = summary::by_theme(tx, kept.campaign.id).await?.into_iter();
    Ok(counted
        .map(|(code, verdicts)| ThemeResult { title: theme_title(app, checklist, &code), verdicts, code })
        .collect())
}

fn found(app: &App, kept: &Kept, findings: &[Listed]) -> Vec<Theme> {
    let mut counted: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for listed in findings {
        let count = counted.entry(&listed.finding.words.theme).or_default();
        count.0 += 1;
        count.1 += i64::from(!listed.finding.case.is_closed());
    }
    let checklist = kept.campaign.checklist.as_deref();
    let mut themes: Vec<Theme> = counted
        .into_iter()
        .map(|(code, (total, open))| Theme {
            title: theme_title(app, checklist, code),
            code: code.to_owned(),
            total,
            open,
            before: None,
        })
        .collect();
    themes.sort_by(|a, b| b.total.cmp(&a.total).then(a.code.cmp(&b.code)));
    themes
}

/// How far a finding's remedy is.
pub fn remedied(listed: &Listed, today: Date) -> Remedied {
    match &listed.finding.case.state {
        CaseState::Closed { .. } => Remedied::Yes,
        CaseState::Verified { verification, .. }
            if verification.verdict == domain::visit::RecheckVerdict::Fixed =>
        {
            Remedied::Yes
        }
        CaseState::DoneReported { .. } => Remedied::Reported,
        _ if listed.finding.case.due().is_some_and(|due| due < today) => Remedied::Overdue,
        _ => Remedied::Open,
    }
}

fn remediation(findings: &[Listed], today: Date) -> Vec<Remediation> {
    let mut rows: Vec<Remediation> = Vec::new();
    for listed in findings {
        let unit = listed.finding.case.unit;
        let at = if let Some(at) = rows.iter().position(|row| row.unit == unit) {
            at
        } else {
            rows.push(Remediation {
                unit,
                unit_name: listed.unit_name.clone(),
                total: 0,
                remedied: 0,
                reported: 0,
                open: 0,
                overdue: 0,
            });
            rows.len() - 1
        };
        let Some(row) = rows.get_mut(at) else { continue };
        row.total += 1;
        match remedied(listed, today) {
            Remedied::Yes => row.remedied += 1,
            Remedied::Reported => row.reported += 1,
            Remedied::Open => row.open += 1,
            Remedied::Overdue => row.overdue += 1,
        }
    }
    rows
}

/// Keeps the team's words; refused with `Conflict` when someone wrote since.
pub async fn write(app: &App, who: &Actor, id: CampaignId, mut said: Summary) -> Result<(), Refusal> {
    let texts = [
        ("opening", &mut said.opening),
        ("strengths", &mut said.strengths),
        ("shortcomings", &mut said.shortcomings),
        ("causes", &mut said.causes),
        ("proposals", &mut said.proposals),
    ];
    for (field, text) in texts {
        if text.chars().count() > LONGEST {
            return Err(Refusal::invalid(field, "field-too-long"));
        }
        *text = text.trim().to_owned();
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::SummaryWrite)?;
    let kept = campaign::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    if kept.campaign.state == CampaignState::Draft {
        return Err(Refusal::not_now("draft", "write"));
    }
    let now = act.now;
    if !summary::write(&mut act.tx, id, &said, who.user.id, now).await? {
        return Err(Refusal::Conflict);
    }
    act.tell("summary.write", "campaign", id, serde_json::json!({ "version": said.version + 1 })).await?;
    act.done().await
}
