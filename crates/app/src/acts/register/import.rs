//! Taking a sheet into a unit's register: first a preview of what would change, then
//! all of it in one act, if the register is still as it was seen. With bad rows nothing
//! is taken in unless the person says that they are to be left out.

use super::sheet::{Foreseen, Register, foresee};
use super::{KIND, revise, written};
use crate::acts::file::{self, About, Upload};
use crate::clock::{hex, new_id};
use crate::{Actor, App, Refusal};
use domain::identifier::{FileId, UnitId};
use domain::policy::Action;
use domain::register::Book;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use store::register::{self as record, Filter};
use store::{Scope, Tx, unit};

/// Under which object an uploaded sheet hangs.
const SHEETS: &str = "register_import";

/// What a sheet would change, shown before it does.
#[derive(Debug, Clone)]
pub struct Preview {
    pub unit: UnitId,
    pub unit_name: String,
    pub book: Book,
    pub file: FileId,
    pub file_name: String,
    pub foreseen: Foreseen,
    /// Of what was shown; the act is refused when it would do something else.
    pub fingerprint: String,
}

/// Whose sheet for which register: one person's sheets stay apart by unit and book.
fn about(who: &Actor, of: UnitId, book: Book) -> About {
    About::new(SHEETS, format!("{}:{of}:{}", who.user.id, book.code()))
}

/// Takes a sheet in and shows what it would change. Nothing of the register is
/// touched.
pub async fn preview(
    app: &App,
    who: &Actor,
    of: UnitId,
    book: Book,
    upload: Upload,
) -> Result<Preview, Refusal> {
    super::unit_name(app, who, of).await?;
    let about = about(who, of, book);
    let accepted = file::take_in(app, who, Action::RegisterKeep, &about, upload).await?;
    let (name, bytes) = (accepted.name().to_owned(), accepted.bytes().to_vec());
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::RegisterKeep)?;
    let (unit_name, foreseen, fingerprint) = foreseen(&mut act.tx, &scope, of, book, &name, &bytes).await?;
    let kept = file::keep(&mut act, accepted, &about, "", None).await?;
    let detail = serde_json::json!({ "unit": of.to_string(), "book": book.code(), "rows": foreseen.added.len() + foreseen.changed.len() });
    act.tell("register.import.preview", SHEETS, kept.id, detail).await?;
    act.done().await?;
    Ok(Preview { unit: of, unit_name, book, file: kept.id, file_name: kept.name, foreseen, fingerprint })
}

/// The preview of a sheet taken in before, as things stand now.
pub async fn again(app: &App, who: &Actor, of: UnitId, book: Book, id: FileId) -> Result<Preview, Refusal> {
    let (mut tx, scope) = app.look(who, Action::RegisterKeep).await?;
    let (kept, bytes) = file::content(&mut tx, &about(who, of, book), id).await?;
    let (unit_name, foreseen, fingerprint) = foreseen(&mut tx, &scope, of, book, &kept.name, &bytes).await?;
    Ok(Preview { unit: of, unit_name, book, file: id, file_name: kept.name, foreseen, fingerprint })
}

/// Does what was shown, as one act; with `without_faulty` the bad rows are left out.
/// Returns how many entries were added and corrected.
pub async fn apply(
    app: &App,
    who: &Actor,
    of: UnitId,
    book: Book,
    id: FileId,
    fingerprint: &str,
    without_faulty: bool,
) -> Result<(usize, usize), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::RegisterKeep)?;
    let (kept, bytes) = file::content(&mut act.tx, &about(who, of, book), id).await?;
    let (_, foreseen, now) = foreseen(&mut act.tx, &scope, of, book, &kept.name, &bytes).await?;
    if now != fingerprint {
        return Err(Refusal::Conflict);
    }
    let left_out = foreseen.faulty();
    if left_out > 0 && !without_faulty {
        return Err(Refusal::Invalid(foreseen.faults.into_iter().map(|found| found.fault).collect()));
    }
    let counts = (foreseen.added.len(), foreseen.changed.len());
    for added in foreseen.added {
        let mut entry = added.entry;
        entry.id = new_id();
        record::add(&mut act.tx, &entry, act.who.user.id, act.now).await?;
        act.tell("register.add", KIND, entry.id, written(&entry)).await?;
    }
    for changed in foreseen.changed {
        revise(&mut act, &changed.before.entry, &changed.entry, changed.before.version).await?;
    }
    let detail = serde_json::json!({
        "unit": of.to_string(), "book": book.code(), "added": counts.0, "corrected": counts.1,
        "left_out": left_out, "sha256": kept.sha256,
    });
    act.tell("register.import", SHEETS, id, detail).await?;
    act.done().await?;
    Ok(counts)
}

async fn foreseen(
    tx: &mut Tx,
    scope: &Scope,
    of: UnitId,
    book: Book,
    name: &str,
    bytes: &[u8],
) -> Result<(String, Foreseen, String), Refusal> {
    let unit = unit::get(tx, scope, of).await?.ok_or(Refusal::NotFound)?.unit;
    let sheets =
        reader::sheet::read_sheet(name, bytes).map_err(|error| Refusal::Unreadable(error.to_string()))?;
    let entries = record::list(tx, scope, &Filter::entered(book, Some(of))).await?;
    let names: HashMap<String, UnitId> = record::names(tx, book).await?.into_iter().collect();
    let register = Register { book, unit: &unit, entries: &entries, names: &names };
    let foreseen = sheets
        .iter()
        .find_map(|sheet| {
            let mut foreseen = foresee(&sheet.rows, &register)?;
            foreseen.cut |= sheet.truncated;
            Some(foreseen)
        })
        .ok_or_else(|| Refusal::invalid("file", "register-no-headings"))?;
    let fingerprint = hex(&Sha256::digest(serde_json::to_string(&foreseen.outline())?.as_bytes()));
    Ok((unit.name, foreseen, fingerprint))
}
