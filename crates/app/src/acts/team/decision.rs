//! The decision that sets a team up, as a paper: drafted from the campaign and
//! its plan, corrected by a person, printed.

use super::everything;
use crate::acts::report::{Form, Printed};
use crate::{Actor, App, Refusal};
use domain::campaign::Purpose;
use domain::identifier::TeamId;
use domain::policy::Action;
use jiff::civil::Date;
use papers::{
    HeaderForm, Letterhead, PaperDate, Recipients, Signature, TeamDecision, TeamMember, base_line,
    team_decision,
};
use store::team::Team;
use store::visit::calendar;
use store::{Scope, Tx, campaign, plan, target, team};

/// Targets named in the decision, at most.
const TARGETS: u32 = 500;

/// What a person says about the decision; lists hold one entry a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decision {
    pub parent: String,
    pub series: String,
    pub authority: String,
    pub proposed_by: String,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub days_per_unit: String,
    pub duties: Vec<String>,
    pub seal: String,
    pub funding: String,
    pub executors: Vec<String>,
    pub signer_title: String,
    pub signer_name: String,
    pub recipients: Vec<String>,
}

/// What the decision would say.
pub async fn draft(app: &App, who: &Actor, id: TeamId) -> Result<(Team, campaign::Kept, Decision), Refusal> {
    let (mut tx, scope) = app.look(who, Action::TeamManage).await?;
    let (team, kept) = reached(&mut tx, &scope, who, id).await?;
    let issuer = kept.campaign.issuer.clone();
    let decision = Decision {
        series: "QĐ".to_owned(),
        authority: issuer,
        from: kept.campaign.window_from,
        to: kept.campaign.window_to,
        duties: TeamDecision::usual_duties(),
        ..Decision::default()
    };
    Ok((team, kept, decision))
}

async fn reached(
    tx: &mut Tx,
    scope: &Scope,
    who: &Actor,
    id: TeamId,
) -> Result<(Team, campaign::Kept), Refusal> {
    let found = team::get(tx, id).await?.ok_or(Refusal::NotFound)?;
    if !calendar::reaches_team(tx, scope, id).await? {
        return Err(Refusal::NotFound);
    }
    let kept = campaign::get(tx, &everything(who), found.campaign).await?.ok_or(Refusal::NotFound)?;
    Ok((found, kept))
}

/// Prints the decision.
pub async fn decision(
    app: &App,
    who: &Actor,
    id: TeamId,
    said: &Decision,
    form: Form,
) -> Result<Printed, Refusal> {
    let (from, to) = match (said.from, said.to) {
        (Some(from), Some(to)) if from <= to => (from, to),
        (Some(_), Some(_)) => return Err(Refusal::invalid("to", "team-days-reversed")),
        (None, _) => return Err(Refusal::invalid("from", "field-required")),
        (_, None) => return Err(Refusal::invalid("to", "field-required")),
    };
    let (mut tx, scope) = app.look(who, Action::TeamManage).await?;
    let (team, kept) = reached(&mut tx, &scope, who, id).await?;
    let all = everything(who);
    let members = team::members(&mut tx, id).await?;
    let filter = target::Filter { limit: TARGETS, ..target::Filter::default() };
    let targets = target::list(&mut tx, &all, kept.campaign.id, &filter, app.today()).await?;
    let contents = campaign::contents(&mut tx, kept.campaign.id).await?;
    let plan = match kept.campaign.plan {
        Some(plan) => plan::get(&mut tx, plan).await?,
        None => None,
    };
    drop(tx);
    let maybe = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let mut bases: Vec<String> =
        plan.map(|plan| plan.corrected.bases.iter().map(base_line).collect()).unwrap_or_default();
    bases.push(super::super::schedule::plan_line(&kept));
    let (number, series) = number_of(&team, &said.series);
    let paper = TeamDecision {
        letterhead: Letterhead {
            form: HeaderForm::State,
            parent: maybe(&said.parent),
            issuer: kept.campaign.issuer.clone(),
            number,
            series,
            place: kept.place.clone(),
            date: team.decision_on.map_or_else(|| month(app.today()), PaperDate::On),
        },
        authority: said.authority.clone(),
        team_name: team.name.clone(),
        subject: crate::acts::campaign::subject(&kept.campaign.title),
        bases,
        proposed_by: maybe(&said.proposed_by),
        targets: targets
            .into_iter()
            .filter(|target| target.purpose != Purpose::SelfInspection)
            .map(|target| target.unit_name)
            .collect(),
        contents: contents.into_iter().map(|content| content.text).collect(),
        period: super::super::schedule::period(&kept.campaign),
        from,
        to,
        days_per_unit: maybe(&said.days_per_unit),
        members: members
            .into_iter()
            .map(|member| TeamMember {
                name: member.name.map(|name| match member.rank {
                    Some(rank) => format!("{rank} {name}"),
                    None => name,
                }),
                position: match member.position {
                    Some(position) => format!("{position}, {}", member.organisation),
                    None => member.organisation,
                },
                role: TeamDecision::role_words(member.role).to_owned(),
                task: member.duty,
            })
            .collect(),
        duties: said.duties.clone(),
        seal: maybe(&said.seal),
        funding: maybe(&said.funding),
        executors: said.executors.clone(),
        signature: Signature {
            title: said.signer_title.clone(),
            name: maybe(&said.signer_name),
            ..Signature::default()
        },
        recipients: Recipients { lines: said.recipients.clone(), filing: "VT".to_owned() },
    };
    let name = format!("Quyết định thành lập đoàn - {}", team.name);
    super::super::schedule::printed(move || team_decision(&paper), name, form).await
}

fn month(day: Date) -> PaperDate {
    PaperDate::InMonth { year: day.year(), month: day.month() }
}

/// "41/QĐ-BCĐ" as its number and series; a team without a number leaves room.
fn number_of(team: &Team, series: &str) -> (Option<u32>, String) {
    let Some(text) = &team.decision_number else { return (None, series.to_owned()) };
    match text.split_once('/') {
        Some((number, series)) => (number.trim().parse().ok(), series.trim().to_owned()),
        None => (text.trim().parse().ok(), series.to_owned()),
    }
}
