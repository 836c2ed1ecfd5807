//! Drawing findings up: proposed from a checklist answer, or written by hand;
//! corrected until the unit is asked to remedy.

use super::{KIND, Telling, keep, tell};
use crate::acts::file::{self, About, Accepted};
use crate::clock::new_id;
use crate::{Act, Actor, App, Refusal};
use ::papers::citation;
use domain::finding::{Case, CaseState, CatalogueEntry, Severity};
use domain::identifier::{CampaignId, FindingId, TeamId, UnitId, VisitId, VisitItemId};
use domain::law::{Basis, holding, holding_during};
use domain::policy::Action;
use domain::text::{fold, tidy};
use domain::visit::Verdict;
use jiff::civil::Date;
use store::finding::{self, Finding, Listed, Words};
use store::{Scope, Tx, campaign, target, team, unit, visit};

/// The longest text of one field, in characters.
const LONGEST: usize = 8_000;
/// Minutes codes after which nothing more can be drawn up on a visit.
const CONCLUDED: [&str; 3] = ["signed", "refused", "filed"];

/// Where a finding comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Visit {
        visit: VisitId,
        item: Option<VisitItemId>,
    },
    /// Written by hand: a tip, a report, an evidence file.
    Hand,
}

/// A finding to be recorded.
#[derive(Debug, Clone)]
pub struct New {
    pub campaign: CampaignId,
    pub unit: UnitId,
    pub source: Source,
    pub words: Words,
    pub severity: Severity,
    pub fixed_on_the_spot: bool,
    /// The day of the fact: law is chosen by it.
    pub observed_on: Date,
    /// The earlier finding that came back.
    pub repeats: Option<FindingId>,
}

/// What may still be corrected before the unit is asked to remedy.
#[derive(Debug, Clone)]
pub struct Change {
    pub words: Words,
    pub severity: Severity,
    pub fixed_on_the_spot: bool,
}

/// A finding as the catalogue would word it.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub words: Words,
    pub severity: Severity,
    pub observed_on: Date,
    /// Grounds that held at some time of the inspected period, not on the day.
    pub others: Vec<Basis>,
    /// Earlier findings of the unit with the same code, latest first.
    pub alike: Vec<Listed>,
}

/// What may be drawn up from a checklist answer that is wanting: one proposal
/// per catalogue code of the item, or one with the item's own words. What was
/// drawn up from it already is not proposed again.
pub async fn propose(
    app: &App,
    who: &Actor,
    visit: VisitId,
    id: CampaignId,
    item: VisitItemId,
) -> Result<Vec<Proposal>, Refusal> {
    let (mut tx, scope) = app.look(who, Action::FindingRecord).await?;
    let part = part_of(&mut tx, &scope, visit, id).await?;
    let kept = visit::get(&mut tx, &Scope::everything(who.user.id), visit).await?.ok_or(Refusal::NotFound)?;
    let found = visit::fieldwork::get_item(&mut tx, visit, id, item).await?.ok_or(Refusal::NotFound)?;
    let wanting =
        found.answer.verdict.as_deref().and_then(Verdict::from_code).is_some_and(Verdict::is_wanting);
    if !wanting {
        return Err(Refusal::not_now(found.answer.verdict.as_deref().unwrap_or("open"), "propose"));
    }
    let period = campaign::get(&mut tx, &Scope::everything(who.user.id), part.campaign)
        .await?
        .map(|kept| (kept.campaign.scope_from, kept.campaign.scope_to));
    let day = kept.day.unwrap_or_else(|| app.today());
    let drawn = finding::of_item(&mut tx, visit, item).await?;
    let mut evidence = found.answer.note.clone();
    if !found.answer.location.is_empty() {
        evidence = format!("{evidence} ({})", found.answer.location);
    }
    let mut proposals = Vec::new();
    for code in found.catalogue.split_whitespace() {
        if drawn.iter().any(|one| one.words.code.as_deref() == Some(code)) {
            continue;
        }
        let Some(mut proposal) = from_catalogue(app, code, day, period.unwrap_or_default()) else { continue };
        proposal.words.evidence.clone_from(&evidence);
        proposal.words.request.clone_from(&found.answer.told);
        proposal.alike = finding::alike(&mut tx, kept.unit, code, id).await?;
        proposals.push(proposal);
    }
    if proposals.is_empty() && drawn.is_empty() {
        let words = Words {
            theme: found.theme,
            text: found.question,
            evidence,
            basis: found.basis,
            request: found.answer.told,
            ..Words::default()
        };
        proposals.push(Proposal {
            words,
            severity: Severity::Remedy,
            observed_on: day,
            others: vec![],
            alike: vec![],
        });
    }
    Ok(proposals)
}

/// The entries of the catalogue that hold every word, with or without accents,
/// in either language; all of them for no words.
pub fn catalogue<'a>(app: &'a App, words: &str) -> Vec<&'a CatalogueEntry> {
    let wanted = fold(words);
    let wanted: Vec<&str> = wanted.split_whitespace().collect();
    app.packs
        .catalogue
        .findings
        .iter()
        .filter(|entry| {
            let text = fold(&format!("{} {} {}", entry.code, entry.text.vi, entry.text.en));
            wanted.iter().all(|word| text.contains(word))
        })
        .collect()
}

/// What the catalogue proposes for a unit under one code, with the grounds that
/// held on the day of the fact and what was found there before.
pub async fn from_code(
    app: &App,
    who: &Actor,
    id: CampaignId,
    unit: Option<UnitId>,
    code: &str,
    day: Date,
) -> Result<Option<Proposal>, Refusal> {
    let (mut tx, scope) = app.look(who, Action::FindingRecord).await?;
    let kept = campaign::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?.campaign;
    let Some(mut proposal) = from_catalogue(app, code, day, (kept.scope_from, kept.scope_to)) else {
        return Ok(None);
    };
    if let Some(unit) = unit {
        proposal.alike = finding::alike(&mut tx, unit, code, id).await?;
    }
    Ok(Some(proposal))
}

/// An entry of the catalogue with the grounds that held on the day of the fact.
pub(crate) fn from_catalogue(
    app: &App,
    code: &str,
    day: Date,
    period: (Option<Date>, Option<Date>),
) -> Option<Proposal> {
    let entry = app.packs.catalogue.entry(code)?;
    let library = &app.packs.library;
    let acts: Vec<Basis> = holding(&entry.bases, day, library).into_iter().cloned().collect();
    let from = period.0.unwrap_or(day).min(day);
    let to = period.1.unwrap_or(day).min(day).max(from);
    let others = holding_during(&entry.bases, from, to, library)
        .into_iter()
        .filter(|basis| !acts.contains(basis))
        .cloned()
        .collect();
    let words = Words {
        code: Some(entry.code.clone()),
        theme: entry.theme.clone(),
        text: entry.text.vi.clone(),
        basis: citation(&acts, library),
        acts,
        ..Words::default()
    };
    Some(Proposal { words, severity: entry.severity, observed_on: day, others, alike: vec![] })
}

async fn part_of(tx: &mut Tx, scope: &Scope, id: VisitId, of: CampaignId) -> Result<visit::Part, Refusal> {
    let parts = visit::parts(tx, scope, id).await?;
    parts.into_iter().find(|part| part.campaign == of).ok_or(Refusal::NotFound)
}

/// Records a finding with the files that show it.
pub async fn record(app: &App, who: &Actor, new: New, shown: Vec<Accepted>) -> Result<FindingId, Refusal> {
    let mut act = app.act(who).await?;
    let id = record_in(&mut act, new).await?;
    for accepted in shown {
        file::keep(&mut act, accepted, &About::new(KIND, id), "before", None).await?;
    }
    act.done().await?;
    Ok(id)
}

/// The same, inside another act.
pub async fn record_in(act: &mut Act<'_>, new: New) -> Result<FindingId, Refusal> {
    let scope = act.allow(Action::FindingRecord)?;
    let words = checked(act.app, new.words)?;
    if new.observed_on > act.today() {
        return Err(Refusal::invalid("observed_on", "date-in-future"));
    }
    let (team, visit, item, unit) = place(act, &scope, new.source, new.campaign, new.unit).await?;
    let mut case = Case::new(unit, new.severity, new.observed_on);
    if let Some(earlier) = new.repeats {
        let everything = Scope::everything(act.who.user.id);
        finding::get(&mut act.tx, &everything, earlier).await?.ok_or(Refusal::NotFound)?;
        case = case.recurring(earlier);
    }
    let target = target::of_unit(&mut act.tx, new.campaign, unit).await?.map(|target| target.id);
    let recorded = Finding {
        id: new_id(),
        campaign: new.campaign,
        target,
        visit,
        item,
        recorded_unit: unit,
        unassigned: false,
        team,
        number: finding::next_number(&mut act.tx, new.campaign).await?,
        words,
        fixed_on_the_spot: new.fixed_on_the_spot,
        minutes_on: None,
        due: None,
        case,
        version: 1,
        recorded_by: act.who.user.id,
        recorded_at: act.now,
        closed_at: None,
    };
    match finding::add(&mut act.tx, &recorded).await {
        Err(error) if error.is_duplicate() => return Err(Refusal::Conflict),
        other => other?,
    }
    let data = serde_json::json!({ "severity": new.severity.code(), "code": recorded.words.code });
    tell(act, &recorded, Telling { step: "recorded", text: "", data }).await?;
    if let Some(target) = target {
        target::refresh(&mut act.tx, target).await?;
    }
    Ok(recorded.id)
}

type Place = (Option<TeamId>, Option<VisitId>, Option<VisitItemId>, UnitId);

/// Team, visit, item and unit of a new finding, checked against the scope.
async fn place(
    act: &mut Act<'_>,
    scope: &Scope,
    source: Source,
    of: CampaignId,
    at: UnitId,
) -> Result<Place, Refusal> {
    match source {
        Source::Visit { visit: id, item } => {
            let part = part_of(&mut act.tx, scope, id, of).await?;
            if CONCLUDED.contains(&part.minutes_state.as_str()) {
                return Err(Refusal::not_now(part.minutes_state, "record"));
            }
            let everything = Scope::everything(act.who.user.id);
            let kept = visit::get(&mut act.tx, &everything, id).await?.ok_or(Refusal::NotFound)?;
            if let Some(item) = item {
                visit::fieldwork::get_item(&mut act.tx, id, of, item).await?.ok_or(Refusal::NotFound)?;
            }
            Ok((Some(part.team), Some(id), item, kept.unit))
        }
        Source::Hand => {
            campaign::get(&mut act.tx, scope, of).await?.ok_or(Refusal::NotFound)?;
            unit::get(&mut act.tx, &Scope::everything(act.who.user.id), at)
                .await?
                .ok_or_else(|| Refusal::invalid("unit", "unit-unknown"))?;
            let own = act.who.teams();
            let teams = team::of_campaign(&mut act.tx, of).await?;
            let team = teams.into_iter().map(|team| team.id).find(|id| own.contains(id));
            Ok((team, None, None, at))
        }
    }
}

fn checked(app: &App, mut words: Words) -> Result<Words, Refusal> {
    let paragraphs = |text: &str| -> String {
        let lines: Vec<_> = text.lines().map(tidy).collect();
        lines.join("\n").trim().chars().take(LONGEST).collect()
    };
    words.text = paragraphs(&words.text);
    words.evidence = paragraphs(&words.evidence);
    words.cause = paragraphs(&words.cause);
    words.request = paragraphs(&words.request);
    words.basis = paragraphs(&words.basis);
    words.responsible = tidy(&words.responsible);
    words.theme = tidy(&words.theme);
    words.code = words.code.filter(|code| !code.is_empty());
    if words.text.is_empty() {
        return Err(Refusal::invalid("text", "field-required"));
    }
    if let Some(code) = &words.code {
        let entry = app
            .packs
            .catalogue
            .entry(code)
            .ok_or_else(|| Refusal::invalid("code", "finding-code-unknown"))?;
        words.theme.clone_from(&entry.theme);
    }
    if words.theme.is_empty() {
        return Err(Refusal::invalid("theme", "field-required"));
    }
    if words.basis.is_empty() {
        words.basis = citation(&words.acts, &app.packs.library);
    }
    if words.basis.is_empty() {
        return Err(Refusal::invalid("basis", "field-required"));
    }
    Ok(words)
}

/// Corrects a finding nobody was asked to remedy yet.
pub async fn revise(
    app: &App,
    who: &Actor,
    id: FindingId,
    version: i64,
    change: Change,
) -> Result<(), Refusal> {
    let words = checked(app, change.words)?;
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::FindingRecord)?;
    let mut kept = finding::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    if !matches!(kept.case.state, CaseState::Open) || kept.minutes_on.is_some() {
        return Err(Refusal::not_now(kept.case.code(), "revise"));
    }
    if kept.version != version {
        return Err(Refusal::Conflict);
    }
    let before = serde_json::json!({ "text": kept.words.text, "severity": kept.case.severity.code() });
    kept.words = words;
    kept.case.severity = change.severity;
    kept.fixed_on_the_spot = change.fixed_on_the_spot;
    keep(&mut act, &mut kept, Telling { step: "revised", text: "", data: before }).await?;
    act.done().await
}
