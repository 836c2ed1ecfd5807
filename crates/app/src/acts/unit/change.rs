//! Reorganisations: units end, others begin, and what was open follows.
//!
//! Nothing is renamed or deleted: a changed name is a new unit that follows the
//! old one. What each unit did stays told under the unit that did it.

use super::{checked, put};
use crate::acts::finding;
use crate::clock::new_id;
use crate::{Act, Actor, App, Refusal};
use domain::identifier::{ChangeId, UnitId};
use domain::policy::Action;
use domain::unit::{ChangeEvent, ChangeFault, ChangeKind, Unit, UnitKind};
use jiff::civil::Date;
use store::unit::{self, Burden, Kept, Named};
use store::{Scope, Tx};

/// A reorganisation as described by the office.
#[derive(Debug, Clone)]
pub struct Reorganisation {
    /// The first day of the new order.
    pub date: Date,
    pub kind: ChangeKind,
    /// The act it rests on, as cited.
    pub basis: Option<String>,
    pub originals: Vec<UnitId>,
    pub resulting: Vec<Resulting>,
    /// Under which unit the originals come, when they are transferred.
    pub parent: Option<UnitId>,
}

/// A unit on the resulting side.
#[derive(Debug, Clone)]
pub enum Resulting {
    /// One the registry has; also an original that goes on.
    Known(UnitId),
    /// One that begins with the reorganisation.
    New { name: String, kind: UnitKind, parent: Option<UnitId> },
}

/// What a reorganisation will do.
#[derive(Debug, Clone)]
pub struct Consequences {
    pub ending: Vec<Ending>,
    pub beginning: Vec<(String, UnitKind)>,
    /// Units on the resulting side that were there already.
    pub staying: Vec<Named>,
    /// To whom what is open goes; `None`: it stays where it is until someone
    /// assigns it.
    pub successor: Option<String>,
}

/// A unit that ends, and what is open on it.
#[derive(Debug, Clone)]
pub struct Ending {
    pub unit: Named,
    pub last_day: Date,
    pub burden: Burden,
}

/// The units a described reorganisation touches, looked up and checked.
struct Looked {
    eve: Date,
    ending: Vec<Kept>,
    transferred: Vec<Kept>,
    staying: Vec<Kept>,
}

async fn look_up(tx: &mut Tx, scope: &Scope, change: &Reorganisation) -> Result<Looked, Refusal> {
    let eve = change.date.yesterday().map_err(|_| Refusal::invalid("date", "date-impossible"))?;
    let known: Vec<UnitId> = change
        .resulting
        .iter()
        .filter_map(|resulting| match resulting {
            Resulting::Known(id) => Some(*id),
            Resulting::New { .. } => None,
        })
        .collect();
    let shared = change.originals.iter().filter(|id| known.contains(id)).count();
    change.kind.check(change.originals.len(), change.resulting.len(), shared).map_err(refused)?;
    if change.kind == ChangeKind::Transfer && change.parent.is_none() {
        return Err(Refusal::invalid("parent", "field-required"));
    }
    let mut looked = Looked { eve, ending: Vec::new(), transferred: Vec::new(), staying: Vec::new() };
    for id in &change.originals {
        let kept = unit::get(tx, scope, *id).await?.ok_or(Refusal::NotFound)?;
        if !kept.unit.exists_on(eve) {
            return Err(Refusal::invalid("originals", "unit-not-there-then"));
        }
        if change.kind == ChangeKind::Transfer {
            looked.transferred.push(kept);
        } else if !known.contains(id) {
            if kept.unit.valid_to.is_some() {
                return Err(Refusal::invalid("originals", "unit-ended-already"));
            }
            looked.ending.push(kept);
        }
    }
    for id in &known {
        let kept = unit::get(tx, scope, *id).await?.ok_or(Refusal::NotFound)?;
        if !kept.unit.exists_on(change.date) {
            return Err(Refusal::invalid("resulting", "unit-not-there-then"));
        }
        looked.staying.push(kept);
    }
    Ok(looked)
}

fn refused(fault: ChangeFault) -> Refusal {
    match fault {
        ChangeFault::NoOriginal => Refusal::invalid("originals", "field-required"),
        ChangeFault::NoResulting => Refusal::invalid("resulting", "field-required"),
        ChangeFault::OneResulting => Refusal::invalid("resulting", "change-one-resulting"),
        ChangeFault::NotOneToOne => Refusal::invalid("resulting", "change-not-one-to-one"),
        ChangeFault::Successor => Refusal::invalid("resulting", "change-has-successor"),
        ChangeFault::Same => Refusal::invalid("resulting", "change-nothing"),
    }
}

/// What the reorganisation would do; changes nothing.
pub async fn consequences(app: &App, who: &Actor, change: &Reorganisation) -> Result<Consequences, Refusal> {
    let (mut tx, scope) = app.look(who, Action::UnitManage).await?;
    let looked = look_up(&mut tx, &scope, change).await?;
    let mut ending = Vec::with_capacity(looked.ending.len());
    for kept in &looked.ending {
        let burden = unit::burden(&mut tx, kept.unit.id, app.today()).await?;
        ending.push(Ending { unit: named(&kept.unit), last_day: looked.eve, burden });
    }
    let mut beginning = Vec::new();
    for resulting in &change.resulting {
        if let Resulting::New { name, kind, .. } = resulting {
            beginning.push((checked(new_unit(name, *kind, None, change.date))?.name, *kind));
        }
    }
    let successor = match (looked.staying.as_slice(), beginning.as_slice()) {
        ([one], []) => Some(one.unit.name.clone()),
        ([], [(one, _)]) => Some(one.clone()),
        _ => None,
    };
    let staying = looked.staying.iter().chain(&looked.transferred).map(|kept| named(&kept.unit)).collect();
    Ok(Consequences { ending, beginning, staying, successor })
}

fn named(unit: &Unit) -> Named {
    Named { id: unit.id, name: unit.name.clone() }
}

fn new_unit(name: &str, kind: UnitKind, parent: Option<UnitId>, from: Date) -> Unit {
    Unit {
        id: new_id(),
        name: name.to_owned(),
        short_name: None,
        kind,
        parent,
        aliases: Vec::new(),
        head_name: None,
        head_title: None,
        email: None,
        valid_from: Some(from),
        valid_to: None,
    }
}

/// Records a reorganisation: originals end the day before, resulting units
/// begin; what is open follows to a sole successor, or waits to be assigned.
pub async fn reorganise(app: &App, who: &Actor, change: Reorganisation) -> Result<ChangeId, Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::UnitManage)?;
    let looked = look_up(&mut act.tx, &scope, &change).await?;
    for mut kept in looked.ending.iter().cloned() {
        kept.unit.valid_to = Some(looked.eve);
        update(&mut act, &kept).await?;
    }
    for mut kept in looked.transferred.iter().cloned() {
        kept.unit.parent = change.parent;
        super::above(&mut act.tx, &kept.unit).await?;
        update(&mut act, &kept).await?;
    }
    let resulting = begin(&mut act, &change).await?;
    if let [sole] = resulting.as_slice() {
        for kept in &looked.ending {
            unit::follow(&mut act.tx, kept.unit.id, *sole).await?;
        }
    }
    let event = ChangeEvent {
        id: new_id(),
        date: change.date,
        kind: change.kind,
        basis: change.basis,
        resulting: if change.kind == ChangeKind::Transfer { change.originals.clone() } else { resulting },
        originals: change.originals,
    };
    unit::add_change(&mut act.tx, &event).await?;
    finding::follow_reorganisation(&mut act, &event).await?;
    act.tell("unit.reorganise", "unit_change", event.id, &event).await?;
    act.done().await?;
    Ok(event.id)
}

async fn update(act: &mut Act<'_>, kept: &Kept) -> Result<(), Refusal> {
    if unit::update(&mut act.tx, &kept.unit, kept.version).await? { Ok(()) } else { Err(Refusal::Conflict) }
}

async fn begin(act: &mut Act<'_>, change: &Reorganisation) -> Result<Vec<UnitId>, Refusal> {
    let mut resulting = Vec::with_capacity(change.resulting.len());
    for one in &change.resulting {
        let id = match one {
            Resulting::Known(id) => *id,
            Resulting::New { name, kind, parent } => {
                let unit = checked(new_unit(name, *kind, *parent, change.date))?;
                put(act, &unit).await?;
                unit.id
            }
        };
        resulting.push(id);
    }
    Ok(resulting)
}

/// Every reorganisation, oldest first.
pub async fn changes(app: &App, who: &Actor) -> Result<Vec<unit::Change>, Refusal> {
    let (mut tx, _) = app.look(who, Action::UnitRead).await?;
    Ok(unit::history(&mut tx).await?)
}
