//! The registry of units: adding, correcting, contacts, reorganisations.

use crate::clock::new_id;
use crate::{Actor, App, Refusal};
use domain::identifier::{ChangeId, PersonId, UnitId};
use domain::policy::Action;
use domain::text::tidy;
use domain::unit::{ChangeEvent, ChangeKind, FocalPerson, Unit};
use jiff::civil::Date;
use store::unit::{self, Filter, Kept};

/// Units the person may see.
pub async fn list(app: &App, who: &Actor, filter: &Filter) -> Result<(Vec<Kept>, i64), Refusal> {
    let (mut tx, scope) = app.look(who, Action::UnitRead).await?;
    let units = unit::list(&mut tx, &scope, filter).await?;
    let count = unit::count(&mut tx, &scope, filter).await?;
    Ok((units, count))
}

pub async fn get(app: &App, who: &Actor, id: UnitId) -> Result<Kept, Refusal> {
    let (mut tx, scope) = app.look(who, Action::UnitRead).await?;
    unit::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)
}

/// A unit's focal persons, present ones first.
pub async fn persons(app: &App, who: &Actor, id: UnitId) -> Result<Vec<(PersonId, FocalPerson)>, Refusal> {
    let (mut tx, scope) = app.look(who, Action::UnitRead).await?;
    unit::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    Ok(unit::persons(&mut tx, id).await?)
}

fn checked(mut unit: Unit) -> Result<Unit, Refusal> {
    unit.name = tidy(&unit.name);
    if unit.name.is_empty() {
        return Err(Refusal::invalid("name", "field-required"));
    }
    if unit.valid_from.zip(unit.valid_to).is_some_and(|(from, to)| to < from) {
        return Err(Refusal::invalid("valid_to", "date-before-start"));
    }
    if unit.parent == Some(unit.id) {
        return Err(Refusal::invalid("parent", "own-parent"));
    }
    unit.short_name = unit.short_name.map(|name| tidy(&name)).filter(|name| !name.is_empty());
    unit.aliases = unit.aliases.iter().map(|name| tidy(name)).filter(|name| !name.is_empty()).collect();
    Ok(unit)
}

pub async fn add(app: &App, who: &Actor, unit: Unit) -> Result<UnitId, Refusal> {
    let unit = checked(unit)?;
    let mut act = app.act(who).await?;
    act.allow(Action::UnitManage)?;
    unit::add(&mut act.tx, &unit).await?;
    act.tell("unit.add", "unit", unit.id, serde_json::json!({ "name": unit.name })).await?;
    act.done().await?;
    Ok(unit.id)
}

/// Corrects a unit's entry; refused with `Conflict` when someone changed it
/// since `version`.
pub async fn update(app: &App, who: &Actor, unit: Unit, version: i64) -> Result<(), Refusal> {
    let unit = checked(unit)?;
    let mut act = app.act(who).await?;
    act.allow(Action::UnitManage)?;
    if !unit::update(&mut act.tx, &unit, version).await? {
        return Err(Refusal::Conflict);
    }
    act.tell("unit.update", "unit", unit.id, serde_json::json!({ "name": unit.name })).await?;
    act.done().await
}

/// Names a focal person; the unit itself may do so.
pub async fn add_person(app: &App, who: &Actor, mut person: FocalPerson) -> Result<PersonId, Refusal> {
    person.name = tidy(&person.name);
    if person.name.is_empty() {
        return Err(Refusal::invalid("name", "field-required"));
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::UnitContactEdit)?;
    unit::get(&mut act.tx, &scope, person.unit).await?.ok_or(Refusal::NotFound)?;
    let id = new_id();
    unit::add_person(&mut act.tx, id, &person).await?;
    act.tell("unit.person.add", "unit", person.unit, serde_json::json!({ "name": person.name })).await?;
    act.done().await?;
    Ok(id)
}

pub async fn end_person(
    app: &App,
    who: &Actor,
    unit: UnitId,
    id: PersonId,
    last: Date,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::UnitContactEdit)?;
    unit::get(&mut act.tx, &scope, unit).await?.ok_or(Refusal::NotFound)?;
    if !unit::end_person(&mut act.tx, unit, id, last).await? {
        return Err(Refusal::NotFound);
    }
    act.tell("unit.person.end", "unit", unit, serde_json::json!({ "person": id.to_string() })).await?;
    act.done().await
}

/// A reorganisation as recorded by the office.
#[derive(Debug, Clone)]
pub struct Reorganisation {
    pub date: Date,
    pub kind: ChangeKind,
    pub basis: Option<String>,
    pub originals: Vec<UnitId>,
    pub resulting: Vec<UnitId>,
}

/// Records a reorganisation: originals end the day before, resulting units
/// begin; open findings follow to a sole successor, or wait to be assigned.
pub async fn reorganise(app: &App, who: &Actor, change: Reorganisation) -> Result<ChangeId, Refusal> {
    if change.originals.is_empty() {
        return Err(Refusal::invalid("originals", "field-required"));
    }
    if change.kind != ChangeKind::Dissolve && change.resulting.is_empty() {
        return Err(Refusal::invalid("resulting", "field-required"));
    }
    let eve = change.date.yesterday().map_err(|_| Refusal::invalid("date", "date-impossible"))?;
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::UnitManage)?;
    for id in &change.originals {
        if change.kind == ChangeKind::Transfer || change.resulting.contains(id) {
            continue;
        }
        let mut kept = unit::get(&mut act.tx, &scope, *id).await?.ok_or(Refusal::NotFound)?;
        if kept.unit.valid_from.is_some_and(|from| from > eve) {
            return Err(Refusal::invalid("date", "date-before-start"));
        }
        kept.unit.valid_to = Some(eve);
        unit::update(&mut act.tx, &kept.unit, kept.version).await?;
    }
    for id in &change.resulting {
        let mut kept = unit::get(&mut act.tx, &scope, *id).await?.ok_or(Refusal::NotFound)?;
        if kept.unit.valid_from.is_none() && !change.originals.contains(id) {
            kept.unit.valid_from = Some(change.date);
            unit::update(&mut act.tx, &kept.unit, kept.version).await?;
        }
    }
    let event = ChangeEvent {
        id: new_id(),
        date: change.date,
        kind: change.kind,
        basis: change.basis,
        originals: change.originals,
        resulting: change.resulting,
    };
    unit::add_change(&mut act.tx, &event).await?;
    act.tell("unit.reorganise", "unit_change", event.id, &event).await?;
    act.done().await?;
    Ok(event.id)
}

/// Every reorganisation, oldest first.
pub async fn changes(app: &App, who: &Actor) -> Result<Vec<ChangeEvent>, Refusal> {
    let (mut tx, _) = app.look(who, Action::UnitRead).await?;
    Ok(unit::changes(&mut tx).await?)
}
