//! Evidence of an item: files with their hash, who gave them and when.
//!
//! Not here: the guard every file passes (`file`).

use super::fieldwork::to_answer;
use super::{KIND, insider, share};
use crate::acts::file::{self, About, Accepted, Upload};
use crate::{Act, Actor, App, Refusal};
use domain::identifier::{CampaignId, FileId, VisitId, VisitItemId};
use domain::policy::Action;
use store::file::{Attached, File};
use store::visit::fieldwork::{EVIDENCE, evidence_of};
use store::visit::{self, Part};

/// Files of one item, at most.
const MOST: usize = 30;

pub(crate) fn about(id: VisitId, item: VisitItemId) -> About {
    About::new(EVIDENCE, evidence_of(id, item))
}

/// Takes a file in as evidence of an item.
pub async fn attach(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    item: VisitItemId,
    upload: Upload,
    note: &str,
) -> Result<FileId, Refusal> {
    let about = about(id, item);
    let note = domain::text::tidy(note);
    let accepted = file::take_in(app, who, Action::VisitAnswer, &about, upload).await?;
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitAnswer)?;
    let (_, part) = share(&mut act, &scope, id, of).await?;
    let kept = attach_in(&mut act, who, &part, item, accepted, &note).await?;
    act.done().await?;
    Ok(kept)
}

/// The same for a file the guard let pass, as a part of an act.
pub(crate) async fn attach_in(
    act: &mut Act<'_>,
    who: &Actor,
    part: &Part,
    item: VisitItemId,
    accepted: Accepted,
    note: &str,
) -> Result<FileId, Refusal> {
    let about = about(part.visit, item);
    let known = to_answer(act, who, part, item).await?;
    if store::file::attached(&mut act.tx, EVIDENCE, &about.id).await?.len() >= MOST {
        return Err(Refusal::invalid("file", "visit-too-many-files"));
    }
    let kept = file::keep(act, accepted, &about, "", Some(note).filter(|note| !note.is_empty())).await?;
    let detail =
        serde_json::json!({ "item": known.code, "file": kept.id.to_string(), "sha256": kept.sha256 });
    act.tell("visit.attach", KIND, part.visit, detail).await?;
    Ok(kept.id)
}

/// Takes a file off an item; the file itself stays in the record.
pub async fn detach(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    item: VisitItemId,
    off: FileId,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitAnswer)?;
    let (_, part) = share(&mut act, &scope, id, of).await?;
    to_answer(&mut act, who, &part, item).await?;
    let now = act.now;
    if !store::file::detach(&mut act.tx, off, EVIDENCE, &evidence_of(id, item), "", now).await? {
        return Err(Refusal::NotFound);
    }
    act.tell("visit.detach", KIND, id, serde_json::json!({ "file": off.to_string() })).await?;
    act.done().await
}

/// The evidence of an item, for those who see the team's work.
pub async fn list(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    item: VisitItemId,
) -> Result<Vec<Attached>, Refusal> {
    let scope = insider(who, Action::VisitRead).ok_or(Refusal::NotAllowed(Action::VisitRead.code()))?;
    let mut tx = app.store.read().await?;
    let parts = visit::parts(&mut tx, &scope, id).await?;
    parts.iter().find(|part| part.campaign == of).ok_or(Refusal::NotFound)?;
    visit::fieldwork::get_item(&mut tx, id, of, item).await?.ok_or(Refusal::NotFound)?;
    Ok(store::file::attached(&mut tx, EVIDENCE, &evidence_of(id, item)).await?)
}

/// One of these files with its bytes.
pub async fn file(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    item: VisitItemId,
    wanted: FileId,
) -> Result<(File, Vec<u8>), Refusal> {
    let scope = insider(who, Action::VisitRead).ok_or(Refusal::NotAllowed(Action::VisitRead.code()))?;
    let mut tx = app.store.read().await?;
    let parts = visit::parts(&mut tx, &scope, id).await?;
    parts.iter().find(|part| part.campaign == of).ok_or(Refusal::NotFound)?;
    visit::fieldwork::get_item(&mut tx, id, of, item).await?.ok_or(Refusal::NotFound)?;
    file::content(&mut tx, &about(id, item), wanted).await
}
