//! The registers of accounts and terminals that look citizens up: kept by units for
//! themselves and by the office for all, handed out for the audit of lookups.
//!
//! Beside: sheets taken in (`import`), what their rows would change (`sheet`), the
//! files for the audit (`export`). Not here: what an entry must be (`domain`).

mod export;
pub mod import;
mod sheet;

pub use export::{File, export};
pub use sheet::{Added, Changed, Foreseen, MOST_ROWS, RowFault};
pub use store::register::{Filter, Kept, Standing};

use crate::clock::new_id;
use crate::refusal::Fault;
use crate::{Act, Actor, App, Refusal};
use domain::identifier::{EntryId, UnitId};
use domain::policy::Action;
use domain::register::{Book, Column, Entry, LONGEST, Wrong};
use domain::text::{fold, tidy};
use serde_json::{Value, json};
use store::register as record;
use store::unit;

/// The object kind of entries, in the audit.
pub const KIND: &str = "register";

/// A page of a register, and how many entries there are.
pub async fn list(app: &App, who: &Actor, filter: &Filter) -> Result<(Vec<Kept>, i64), Refusal> {
    let (mut tx, scope) = app.look(who, Action::RegisterRead).await?;
    let filter = Filter { words: fold(&filter.words), ..filter.clone() };
    Ok((record::list(&mut tx, &scope, &filter).await?, record::count(&mut tx, &scope, &filter).await?))
}

/// A unit's name, for whoever may keep its registers.
pub async fn unit_name(app: &App, who: &Actor, id: UnitId) -> Result<String, Refusal> {
    let (mut tx, scope) = app.look(who, Action::RegisterKeep).await?;
    Ok(unit::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?.unit.name)
}

/// An entry, for whoever may change it.
pub async fn get(app: &App, who: &Actor, id: EntryId) -> Result<Kept, Refusal> {
    let (mut tx, scope) = app.look(who, Action::RegisterKeep).await?;
    record::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)
}

/// Enters an account or a terminal; its identifier comes back.
pub async fn add(app: &App, who: &Actor, mut entry: Entry) -> Result<EntryId, Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::RegisterKeep)?;
    unit::get(&mut act.tx, &scope, entry.unit).await?.ok_or(Refusal::NotFound)?;
    entry.id = new_id();
    let entry = checked(&mut act, entry).await?;
    record::add(&mut act.tx, &entry, act.who.user.id, act.now).await?;
    act.tell("register.add", KIND, entry.id, written(&entry)).await?;
    act.done().await?;
    Ok(entry.id)
}

/// Changes an entry; refused with `Conflict` when someone changed or withdrew it since
/// `version`. What it said before stands in the audit.
pub async fn change(app: &App, who: &Actor, entry: Entry, version: i64) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::RegisterKeep)?;
    let before = record::get(&mut act.tx, &scope, entry.id).await?.ok_or(Refusal::NotFound)?;
    let entry = Entry { unit: before.entry.unit, book: before.entry.book, ..entry };
    let entry = checked(&mut act, entry).await?;
    revise(&mut act, &before.entry, &entry, version).await?;
    act.done().await
}

async fn revise(act: &mut Act<'_>, before: &Entry, after: &Entry, version: i64) -> Result<(), Refusal> {
    if !record::update(&mut act.tx, after, version, act.who.user.id, act.now).await? {
        return Err(Refusal::Conflict);
    }
    let detail = json!({ "before": written(before), "after": written(after) });
    act.tell("register.change", KIND, after.id, detail).await
}

/// Takes an entry that was made in error out of the register; it is kept, with why.
pub async fn withdraw(app: &App, who: &Actor, id: EntryId, version: i64, why: &str) -> Result<(), Refusal> {
    let why = tidy(why);
    if why.is_empty() {
        return Err(Refusal::invalid("why", "field-required"));
    }
    if why.chars().count() > LONGEST {
        return Err(Refusal::invalid("why", "field-too-long"));
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::RegisterKeep)?;
    let kept = record::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    if !record::withdraw(&mut act.tx, id, version, &why, act.who.user.id, act.now).await? {
        return Err(Refusal::Conflict);
    }
    act.tell("register.withdraw", KIND, id, json!({ "entry": written(&kept.entry), "why": why })).await?;
    act.done().await
}

/// An entry's faults by itself, as a form shows them.
fn faults(entry: &Entry) -> Vec<Fault> {
    let mut faults: Vec<Fault> = entry
        .faults()
        .into_iter()
        .map(|fault| {
            let key = match fault.what {
                Wrong::Missing => "field-required",
                Wrong::LikeAName => "register-like-a-name",
                Wrong::BeforeStart => "register-before-start",
            };
            Fault::new(fault.column.code(), key)
        })
        .collect();
    let too_long = |column: &&Column| entry.text(**column).chars().count() > LONGEST;
    let columns = entry.book.columns().iter().filter(too_long);
    faults.extend(columns.map(|column| Fault::new(column.code(), "field-too-long")));
    faults
}

fn tidied(mut entry: Entry) -> Entry {
    for column in entry.book.columns() {
        // What logs call it stands byte by byte.
        let text =
            if *column == Column::Name { entry.name.trim().to_owned() } else { tidy(entry.text(*column)) };
        entry.set_text(*column, text);
    }
    entry
}

async fn checked(act: &mut Act<'_>, entry: Entry) -> Result<Entry, Refusal> {
    let entry = tidied(entry);
    let mut faults = faults(&entry);
    let bearing = record::bearing(&mut act.tx, entry.book, &entry.name).await?;
    if bearing.is_some_and(|(id, _)| id != entry.id) {
        faults.push(Fault::new(Column::Name.code(), "register-name-taken"));
    }
    if faults.is_empty() { Ok(entry) } else { Err(Refusal::Invalid(faults)) }
}

/// An entry as the audit writes it.
fn written(entry: &Entry) -> Value {
    let cells = entry.book.columns().iter().map(|column| {
        let value = match entry.day(*column) {
            Some(day) => day.to_string(),
            None => entry.text(*column).to_owned(),
        };
        (column.code().to_owned(), Value::from(value))
    });
    let mut all: serde_json::Map<String, Value> = cells.collect();
    all.insert("book".to_owned(), Value::from(entry.book.code()));
    all.insert("unit".to_owned(), Value::from(entry.unit.to_string()));
    Value::Object(all)
}

/// The book of an address.
pub fn book(code: &str) -> Result<Book, Refusal> {
    Book::from_code(code).ok_or(Refusal::NotFound)
}
