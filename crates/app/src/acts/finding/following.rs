//! Reorganisations: what a unit left open follows to its sole successor, or
//! waits for the office to name one.

use super::{KIND, Telling, keep, refused};
use crate::acts::notice;
use crate::{Act, Actor, App, Refusal};
use ::papers::message;
use domain::identifier::{FindingId, UnitId};
use domain::policy::Action;
use domain::text::tidy;
use domain::unit::{ChangeEvent, Unit, successors};
use jiff::civil::Date;
use std::collections::BTreeMap;
use store::finding::{self, Finding};
use store::{Scope, unit};

/// Called by the act that records a reorganisation, inside its change. One that
/// takes effect later is followed by the sweep of its day.
pub async fn follow_reorganisation(act: &mut Act<'_>, change: &ChangeEvent) -> Result<(), Refusal> {
    let today = act.today();
    if change.date > today {
        return Ok(());
    }
    for original in &change.originals {
        let open = finding::sweep::of_ended_units(&mut act.tx, today, Some(*original)).await?;
        follow(act, open, today).await?;
    }
    Ok(())
}

/// Follows every reorganisation that has taken effect; called by the daily
/// sweep. Returns how many findings moved or now wait.
pub async fn follow_ended(act: &mut Act<'_>) -> Result<usize, Refusal> {
    let today = act.today();
    let open = finding::sweep::of_ended_units(&mut act.tx, today, None).await?;
    follow(act, open, today).await
}

async fn follow(act: &mut Act<'_>, open: Vec<Finding>, today: Date) -> Result<usize, Refusal> {
    if open.is_empty() {
        return Ok(0);
    }
    let units = unit::all(&mut act.tx).await?;
    let changes = unit::changes(&mut act.tx).await?;
    let count = open.len();
    let mut waiting: BTreeMap<UnitId, Vec<FindingId>> = BTreeMap::new();
    for mut one in open {
        let from = one.case.unit;
        match successors(from, today, &units, &changes).as_slice() {
            [sole] if *sole != from => {
                let basis = basis(from, &changes, name(&units, *sole));
                transfer(act, &mut one, *sole, basis, today).await?;
            }
            several => {
                let data = serde_json::json!({ "successors": several.iter().map(ToString::to_string).collect::<Vec<_>>() });
                one.unassigned = true;
                keep(act, &mut one, Telling { step: "waits", text: "", data }).await?;
                waiting.entry(from).or_default().push(one.id);
            }
        }
    }
    for (from, ids) in waiting {
        let telling = notice::Telling {
            kind: "findings_to_assign",
            once_key: format!("findings_to_assign:{from}:{}", ids[0]),
            message: message::findings_to_assign(name(&units, from), ids.len()),
            link: Some("/findings?unassigned=1".into()),
            campaign: None,
            object: ("unit", from.to_string()),
            files: &[],
        };
        notice::tell_office(act, &telling).await?;
    }
    Ok(count)
}

fn name(units: &[Unit], id: UnitId) -> &str {
    units.iter().find(|unit| unit.id == id).map_or("", |unit| unit.name.as_str())
}

/// The act the reorganisation rests on, or, where none was recorded, who follows.
fn basis(from: UnitId, changes: &[ChangeEvent], successor: &str) -> String {
    let latest = changes.iter().rev().find(|change| change.originals.contains(&from));
    latest
        .and_then(|change| change.basis.clone())
        .filter(|basis| !basis.is_empty())
        .unwrap_or_else(|| successor.to_owned())
}

async fn transfer(
    act: &mut Act<'_>,
    one: &mut Finding,
    to: UnitId,
    basis: String,
    today: Date,
) -> Result<(), Refusal> {
    let from = one.case.unit;
    let next = one.case.clone().transfer(today, to, basis.clone());
    one.case = next.map_err(|fault| refused(fault, "basis", "due"))?;
    one.unassigned = false;
    let data = serde_json::json!({ "from": from.to_string(), "to": to.to_string() });
    keep(act, one, Telling { step: "transfer", text: &basis, data }).await?;
    Ok(())
}

/// A unit that may go on with a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heir {
    pub unit: UnitId,
    pub name: String,
    /// Reorganisation named it a successor of the unit that answered.
    pub succeeds: bool,
}

/// Who may go on with a finding: successors first, then every unit there is.
pub async fn heirs(app: &App, who: &Actor, id: FindingId) -> Result<Vec<Heir>, Refusal> {
    let (mut tx, scope) = app.look(who, Action::FindingJudge).await?;
    if !scope.everything {
        return Err(Refusal::NotAllowed(Action::FindingJudge.code()));
    }
    let from = finding::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?.case.unit;
    let today = app.today();
    let units = unit::all(&mut tx).await?;
    let changes = unit::changes(&mut tx).await?;
    let named = successors(from, today, &units, &changes);
    let mut heirs: Vec<Heir> = units
        .iter()
        .filter(|unit| unit.id != from && unit.exists_on(today))
        .map(|unit| Heir { unit: unit.id, name: unit.name.clone(), succeeds: named.contains(&unit.id) })
        .collect();
    heirs.sort_by_key(|heir| !heir.succeeds);
    Ok(heirs)
}

/// The office names who goes on with a finding.
pub async fn assign(
    app: &App,
    who: &Actor,
    id: FindingId,
    version: i64,
    to: UnitId,
    basis: &str,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::FindingJudge)?;
    if !scope.everything {
        return Err(Refusal::NotAllowed(Action::FindingJudge.code()));
    }
    let mut kept = finding::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    if kept.version != version {
        return Err(Refusal::Conflict);
    }
    let everything = Scope::everything(who.user.id);
    let next = unit::get(&mut act.tx, &everything, to)
        .await?
        .filter(|next| next.unit.exists_on(act.today()))
        .ok_or_else(|| Refusal::invalid("unit", "unit-unknown"))?;
    let today = act.today();
    transfer(&mut act, &mut kept, to, tidy(basis), today).await?;
    if let Some(due) = kept.case.due() {
        let telling = notice::Telling {
            kind: "finding_step",
            once_key: format!("finding_step:{}:{}", kept.id, kept.version),
            message: message::finding_requested(&next.unit.name, kept.number, due),
            link: Some(super::link(kept.id)),
            campaign: Some(kept.campaign),
            object: (KIND, kept.id.to_string()),
            files: &[],
        };
        notice::tell_unit(&mut act, to, &telling).await?;
    }
    act.done().await
}
