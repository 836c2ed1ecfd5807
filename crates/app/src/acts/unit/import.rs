//! Reading a sheet of units into the registry: first a preview of what would
//! change, then all of it in one act, if the registry is still as it was seen.

use super::sheet::{Foreseen, Parent, Registry, foresee, rows_of};
use super::{checked, no_circle};
use crate::acts::file::{self, About, Upload};
use crate::clock::{hex, new_id};
use crate::{Act, Actor, App, Refusal};
use domain::identifier::{FileId, UnitId};
use domain::policy::Action;
use domain::unit::FocalPerson;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use store::{Tx, unit};

/// Under which object an uploaded sheet hangs.
const SHEETS: &str = "unit_import";

/// What a sheet would change, shown before it does.
#[derive(Debug, Clone)]
pub struct Preview {
    pub file: FileId,
    pub file_name: String,
    pub foreseen: Foreseen,
    /// Of what was shown; the act is refused when it would do something else.
    pub fingerprint: String,
}

/// Takes a sheet in and shows what it would change. Nothing of the registry is
/// touched.
pub async fn preview(app: &App, who: &Actor, upload: Upload) -> Result<Preview, Refusal> {
    let about = About::new(SHEETS, who.user.id);
    let accepted = file::take_in(app, who, Action::UnitManage, &about, upload).await?;
    let (name, bytes) = (accepted.name().to_owned(), accepted.bytes().to_vec());
    let mut act = app.act(who).await?;
    act.allow(Action::UnitManage)?;
    let (foreseen, fingerprint) = foreseen(&mut act.tx, app, &name, &bytes).await?;
    let kept = file::keep(&mut act, accepted, &about, "", None).await?;
    let detail = serde_json::json!({ "rows": foreseen.additions.len() + foreseen.changes.len() });
    act.tell("unit.import.preview", SHEETS, kept.id, detail).await?;
    act.done().await?;
    Ok(Preview { file: kept.id, file_name: kept.name, foreseen, fingerprint })
}

/// The preview of a sheet taken in before, as things stand now.
pub async fn again(app: &App, who: &Actor, id: FileId) -> Result<Preview, Refusal> {
    let (mut tx, _) = app.look(who, Action::UnitManage).await?;
    let (kept, bytes) = file::content(&mut tx, &About::new(SHEETS, who.user.id), id).await?;
    let (foreseen, fingerprint) = foreseen(&mut tx, app, &kept.name, &bytes).await?;
    Ok(Preview { file: id, file_name: kept.name, foreseen, fingerprint })
}

/// Does what was shown, as one act. Returns how many units were added and
/// corrected.
pub async fn apply(app: &App, who: &Actor, id: FileId, fingerprint: &str) -> Result<(usize, usize), Refusal> {
    let mut act = app.act(who).await?;
    act.allow(Action::UnitManage)?;
    let (kept, bytes) = file::content(&mut act.tx, &About::new(SHEETS, who.user.id), id).await?;
    let (foreseen, now) = foreseen(&mut act.tx, app, &kept.name, &bytes).await?;
    if now != fingerprint {
        return Err(Refusal::Conflict);
    }
    if !foreseen.faults.is_empty() {
        return Err(Refusal::Invalid(foreseen.faults.into_iter().map(|found| found.fault).collect()));
    }
    let counts = (foreseen.additions.len(), foreseen.changes.len());
    carry_out(&mut act, foreseen).await?;
    let detail = serde_json::json!({ "added": counts.0, "corrected": counts.1, "sha256": kept.sha256 });
    act.tell("unit.import", SHEETS, id, detail).await?;
    act.done().await?;
    Ok(counts)
}

async fn foreseen(tx: &mut Tx, app: &App, name: &str, bytes: &[u8]) -> Result<(Foreseen, String), Refusal> {
    let sheets =
        reader::sheet::read_sheet(name, bytes).map_err(|error| Refusal::Unreadable(error.to_string()))?;
    let rows = sheets
        .iter()
        .find_map(|sheet| rows_of(&sheet.rows))
        .ok_or_else(|| Refusal::invalid("file", "sheet-no-headings"))?;
    let units = unit::all(tx).await?;
    let persons: Vec<FocalPerson> =
        unit::present_persons(tx, app.today()).await?.into_iter().map(|(_, person)| person).collect();
    let registry =
        Registry { units: &units, persons: &persons, kinds: &app.packs.unit_kinds, today: app.today() };
    let foreseen = foresee(&rows, &registry);
    let fingerprint = hex(&Sha256::digest(serde_json::to_string(&foreseen)?.as_bytes()));
    Ok((foreseen, fingerprint))
}

async fn carry_out(act: &mut Act<'_>, foreseen: Foreseen) -> Result<(), Refusal> {
    let ids: HashMap<usize, UnitId> = foreseen.additions.iter().map(|added| (added.row, new_id())).collect();
    let parent_of = |parent: Option<Parent>| match parent {
        Some(Parent::Known(id)) => Some(id),
        Some(Parent::Row(row)) => ids.get(&row).copied(),
        None => None,
    };
    // First without parents: a row may stand under one that comes later.
    let mut placed = Vec::new();
    for added in foreseen.additions {
        let Some(id) = ids.get(&added.row).copied() else { continue };
        let mut unit = checked(added.unit)?;
        unit.id = id;
        unit::add(&mut act.tx, &unit).await?;
        if let Some(parent) = parent_of(added.parent) {
            unit.parent = Some(parent);
            placed.push((unit, 1));
        }
        focal(act, id, added.focal).await?;
    }
    let scope = act.allow(Action::UnitManage)?;
    for changed in foreseen.changes {
        let mut unit = checked(changed.unit)?;
        let id = unit.id;
        unit.parent = parent_of(changed.parent).or(unit.parent);
        let seen = unit::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::Conflict)?;
        placed.push((unit, seen.version));
        focal(act, id, changed.focal).await?;
    }
    for (unit, version) in &placed {
        if !unit::update(&mut act.tx, unit, *version).await? {
            return Err(Refusal::Conflict);
        }
    }
    // Whether anything now stands under itself is known only once all is placed.
    let all = unit::all(&mut act.tx).await?;
    placed.iter().try_for_each(|(unit, _)| no_circle(&all, unit))
}

async fn focal(act: &mut Act<'_>, unit: UnitId, person: Option<FocalPerson>) -> Result<(), Refusal> {
    if let Some(mut person) = person {
        person.unit = unit;
        unit::add_person(&mut act.tx, new_id(), &person).await?;
    }
    Ok(())
}
