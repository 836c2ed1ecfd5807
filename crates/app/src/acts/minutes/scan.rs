//! The scan of the signed paper, kept with its hash.

use super::{KIND, held, keep, refused, tell};
use crate::acts::file::{self, About, Upload};
use crate::{Actor, App, Refusal};
use domain::identifier::{CampaignId, FileId, VisitId};
use domain::policy::Action;
use store::file::File;
use store::minutes::{self as record, object_of};
use store::visit;

/// Takes the scan in. The paper it shows is concluded.
pub async fn file_scan(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    upload: Upload,
) -> Result<FileId, Refusal> {
    let about = About::new(KIND, object_of(id, of));
    let accepted = file::take_in(app, who, Action::MinutesSign, &about, upload).await?;
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::MinutesSign)?;
    let held = held(&mut act, &scope, id, of).await?;
    let kept = file::keep(&mut act, accepted, &about, "scan", None).await?;
    let today = act.today();
    let next = held.minutes.clone().file_scan(kept.id, today).map_err(refused)?;
    keep(&mut act, &held, &next).await?;
    let detail = serde_json::json!({ "file": kept.id.to_string(), "sha256": kept.sha256 });
    tell(&mut act, &held, "minutes.file_scan", detail).await?;
    act.done().await?;
    Ok(kept.id)
}

/// The scan, for whoever sees these minutes.
pub async fn file(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    wanted: FileId,
) -> Result<(File, Vec<u8>), Refusal> {
    let (mut tx, scope) = app.look(who, Action::VisitRead).await?;
    visit::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    record::get(&mut tx, &scope, id, of).await?.ok_or(Refusal::NotFound)?;
    file::content(&mut tx, &About::new(KIND, object_of(id, of)), wanted).await
}
