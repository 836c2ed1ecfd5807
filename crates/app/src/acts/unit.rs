//! The registry of units: looking them up, adding, correcting, contacts.
//!
//! In the folder beside: reorganisations (`change`), what a unit says of itself
//! (`contact`), sheets (`sheet`, `import`, `export`).

pub mod change;
mod contact;
mod export;
pub mod import;
pub mod sheet;

pub(crate) use contact::is_address;
pub use contact::{Contact, correct_contact};
pub use export::{Book, export, template};
pub use store::unit::{Burden, Change, Filter, Kept, Listed, Named};

pub use change::{Consequences, Ending, Reorganisation, Resulting, changes, consequences, reorganise};

use crate::clock::new_id;
use crate::{Act, Actor, App, Refusal};
use domain::identifier::{PersonId, UnitId};
use domain::policy::Action;
use domain::text::tidy;
use domain::unit::{FocalPerson, Unit, UnitKind, lineage, successors};
use jiff::civil::Date;
use store::Tx;
use store::unit;

/// A page of the registry.
#[derive(Debug, Clone)]
pub struct Registry {
    pub units: Vec<Listed>,
    pub count: i64,
    /// How many of each kind the filter leaves, whichever kind was chosen.
    pub kinds: Vec<(UnitKind, i64)>,
}

/// Everything the registry knows of one unit.
#[derive(Debug, Clone)]
pub struct View {
    pub kept: Kept,
    pub parent: Option<Named>,
    pub children: Vec<Unit>,
    /// Present ones first.
    pub persons: Vec<(PersonId, FocalPerson)>,
    /// The reorganisations it came from and went into, oldest first.
    pub changes: Vec<Change>,
    /// Who stands in its place today, once it has ended.
    pub successors: Vec<Named>,
    pub burden: Burden,
}

/// Units the person may see.
pub async fn list(app: &App, who: &Actor, filter: &Filter) -> Result<(Vec<Kept>, i64), Refusal> {
    let (mut tx, scope) = app.look(who, Action::UnitRead).await?;
    let units = unit::list(&mut tx, &scope, filter).await?;
    let count = unit::count(&mut tx, &scope, filter).await?;
    Ok((units, count))
}

/// One page of the registry with its counts, in a fixed number of queries.
pub async fn registry(app: &App, who: &Actor, filter: &Filter) -> Result<Registry, Refusal> {
    let (mut tx, scope) = app.look(who, Action::UnitRead).await?;
    Ok(Registry {
        units: unit::registry(&mut tx, &scope, filter, app.today()).await?,
        count: unit::count(&mut tx, &scope, filter).await?,
        kinds: unit::count_by_kind(&mut tx, &scope, filter).await?,
    })
}

/// One unit with everything around it.
pub async fn view(app: &App, who: &Actor, id: UnitId) -> Result<View, Refusal> {
    let (mut tx, scope) = app.look(who, Action::UnitRead).await?;
    let kept = unit::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let parent = match kept.unit.parent {
        Some(parent) => unit::name(&mut tx, parent).await?,
        None => None,
    };
    let history = unit::history(&mut tx).await?;
    let events: Vec<_> = history.iter().map(|change| change.event.clone()).collect();
    let mut followers = Vec::new();
    if !kept.unit.exists_on(app.today()) {
        let all = unit::all(&mut tx).await?;
        let ids = successors(id, app.today(), &all, &events);
        let bear = all.iter().filter(|other| other.id != id && ids.contains(&other.id));
        followers.extend(bear.map(|other| Named { id: other.id, name: other.name.clone() }));
    }
    Ok(View {
        parent,
        children: unit::children(&mut tx, id).await?,
        persons: unit::persons(&mut tx, id).await?,
        changes: lineage(id, &events).into_iter().filter_map(|at| history.get(at).cloned()).collect(),
        successors: followers,
        burden: unit::burden(&mut tx, id, app.today()).await?,
        kept,
    })
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

/// A unit may not bear the name another bears on the same days.
async fn no_namesake(tx: &mut Tx, unit: &Unit) -> Result<(), Refusal> {
    let meets = |other: &Unit| {
        other.id != unit.id
            && other.valid_to.zip(unit.valid_from).is_none_or(|(to, from)| from <= to)
            && unit.valid_to.zip(other.valid_from).is_none_or(|(to, from)| from <= to)
    };
    if unit::bearing(tx, &unit.name).await?.iter().any(meets) {
        return Err(Refusal::invalid("name", "unit-name-taken"));
    }
    Ok(())
}

/// A parent must be there, and not be under the unit itself.
async fn above(tx: &mut Tx, unit: &Unit) -> Result<(), Refusal> {
    if unit.parent.is_none() { Ok(()) } else { no_circle(&unit::all(tx).await?, unit) }
}

fn no_circle(all: &[Unit], unit: &Unit) -> Result<(), Refusal> {
    let (mut at, mut steps) = (unit.parent, 0);
    while let Some(id) = at {
        let Some(entry) = all.iter().find(|entry| entry.id == id) else {
            return Err(Refusal::invalid("parent", "unit-unknown"));
        };
        if id == unit.id || steps > DEEPEST {
            return Err(Refusal::invalid("parent", "own-parent"));
        }
        (at, steps) = (entry.parent, steps + 1);
    }
    Ok(())
}

/// How many levels of units under units there may be.
const DEEPEST: usize = 20;

/// Puts a checked unit into the registry, inside another act.
async fn put(act: &mut Act<'_>, unit: &Unit) -> Result<(), Refusal> {
    no_namesake(&mut act.tx, unit).await?;
    above(&mut act.tx, unit).await?;
    unit::add(&mut act.tx, unit).await?;
    Ok(())
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
    put(&mut act, &unit).await?;
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
    no_namesake(&mut act.tx, &unit).await?;
    above(&mut act.tx, &unit).await?;
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

/// Every unit's identifier and name by the alphabet, for choosing one by hand.
pub async fn names(app: &App) -> Result<Vec<(UnitId, String)>, Refusal> {
    let units = unit::all(&mut app.store.read().await?).await?;
    Ok(units.into_iter().map(|unit| (unit.id, unit.name)).collect())
}
