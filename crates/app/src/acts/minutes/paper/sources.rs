//! Everything of the record that minutes are composed of, in a fixed number of
//! queries.

use crate::acts::visit::read;
use crate::{App, Refusal};
use domain::identifier::{CampaignId, VisitId};
use domain::unit::Unit;
use domain::visit as rules;
use std::collections::BTreeMap;
use store::campaign::Kept as Campaign;
use store::minutes::{Disagreement, Minutes, Signature, Stated};
use store::target::Target;
use store::team::Team;
use store::visit::fieldwork::Item;
use store::visit::recheck::Recheck;
use store::visit::steps::{Attendee, Request};
use store::visit::{Seat, Visit};
use store::{Scope, Tx, campaign, minutes, target, team, unit, visit};

/// The record of one share of a visit.
pub(super) struct Sources {
    pub visit: Visit,
    pub rules: rules::Visit,
    pub kept: Minutes,
    pub campaign: Campaign,
    pub target: Target,
    pub team: Team,
    pub unit: Unit,
    /// Of this team only.
    pub seats: Vec<Seat>,
    pub attendees: Vec<Attendee>,
    /// Of this campaign only.
    pub requests: Vec<Request>,
    pub items: Vec<Item>,
    pub earlier: Vec<Recheck>,
    pub findings: Vec<Stated>,
    pub disagreements: Vec<Disagreement>,
    pub signatures: Vec<Signature>,
    pub themes: BTreeMap<String, domain::bilingual::Bilingual>,
}

pub(super) async fn gather(
    app: &App,
    tx: &mut Tx,
    all: &Scope,
    id: VisitId,
    of: CampaignId,
) -> Result<Sources, Refusal> {
    let kept = minutes::get(tx, all, id, of).await?.ok_or(Refusal::NotFound)?;
    let of_visit = visit::get(tx, all, id).await?.ok_or(Refusal::NotFound)?;
    let plan = campaign::get(tx, all, of).await?.ok_or(Refusal::NotFound)?;
    let mut seats = visit::members(tx, id).await?;
    seats.retain(|seat| seat.team == kept.team);
    let mut requests = visit::steps::requests(tx, all, id).await?;
    requests.retain(|request| request.campaign == of);
    Ok(Sources {
        rules: read(&of_visit),
        target: target::get(tx, all, kept.target).await?.ok_or(Refusal::NotFound)?,
        team: team::get(tx, kept.team).await?.ok_or(Refusal::NotFound)?,
        unit: unit::get(tx, all, of_visit.unit).await?.ok_or(Refusal::NotFound)?.unit,
        attendees: visit::steps::attendees(tx, id).await?,
        items: visit::fieldwork::items(tx, id, of).await?,
        earlier: visit::recheck::list(tx, id, of).await?,
        findings: minutes::findings(tx, id, of).await?,
        disagreements: minutes::disagreements(tx, id, of).await?,
        signatures: minutes::signatures(tx, id, of).await?,
        themes: crate::acts::visit::themes(app, plan.campaign.checklist.as_deref()),
        campaign: plan,
        seats,
        requests,
        kept,
        visit: of_visit,
    })
}
