//! Minutes as a paper, composed from the record: a draft at any time, the frozen
//! paper once they are concluded.
//!
//! Not here: its wording and layout (`papers`).

mod compose;
mod sources;

use super::view::reachable;
use super::writing::everything;
use crate::acts::report::{Form, Printed};
use crate::clock::hex;
use crate::{Act, Actor, App, Refusal};
use ::papers::{Format, Plain};
use domain::identifier::{CampaignId, VisitId};
use domain::visit::Minutes;
use sha2::{Digest, Sha256};
use store::Tx;
use store::minutes as record;

/// The paper as data, and its SHA-256, for keeping with the signatures.
pub(super) async fn freeze(
    act: &mut Act<'_>,
    id: VisitId,
    of: CampaignId,
    state: &Minutes,
) -> Result<(String, String), Refusal> {
    let all = everything(act.who);
    let (app, now) = (act.app, act.now);
    let sources = sources::gather(app, &mut act.tx, &all, id, of).await?;
    let data = serde_json::to_string(&compose::minutes(app, &sources, state, now))?;
    let sha256 = hex(&Sha256::digest(data.as_bytes()));
    Ok((data, sha256))
}

/// The paper, as far as this person may see it.
async fn paper(
    app: &App,
    who: &Actor,
    tx: &mut Tx,
    id: VisitId,
    of: CampaignId,
) -> Result<::papers::Minutes, Refusal> {
    reachable(who, tx, id, of).await?;
    let all = everything(who);
    let kept = record::get(tx, &all, id, of).await?.ok_or(Refusal::NotFound)?;
    if let Some(frozen) = &kept.frozen {
        return serde_json::from_str(frozen)
            .map_err(|error| Refusal::Broken(format!("frozen minutes cannot be read: {error}")));
    }
    let state = super::state(tx, &kept).await?;
    let sources = sources::gather(app, tx, &all, id, of).await?;
    Ok(compose::minutes(app, &sources, &state, app.now()))
}

/// The paper's words in their order, for a page.
pub async fn preview(app: &App, who: &Actor, id: VisitId, of: CampaignId) -> Result<Vec<Plain>, Refusal> {
    let mut tx = app.store.read().await?;
    Ok(::papers::minutes(&paper(app, who, &mut tx, id, of).await?).plain())
}

/// The paper as a file; a draft says that it is one.
pub async fn print(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    form: Form,
) -> Result<Printed, Refusal> {
    let mut tx = app.store.read().await?;
    let minutes = paper(app, who, &mut tx, id, of).await?;
    drop(tx);
    let format = match form {
        Form::Docx => Format::Docx,
        Form::Pdf => Format::Pdf,
    };
    let name = format!(
        "{}Biên bản kiểm tra - {}.{}",
        if minutes.is_draft { "Dự thảo " } else { "" },
        minutes.unit,
        format.extension()
    );
    let bytes = tokio::task::spawn_blocking(move || ::papers::minutes(&minutes).render(format))
        .await
        .map_err(|error| Refusal::Broken(format!("a paper's thread stopped: {error}")))?
        .map_err(|error| Refusal::Broken(error.to_string()))?;
    Ok(Printed { name, media: format.media_type(), bytes })
}

/// A paper for looking at the page that shows it; of an invented province.
pub fn sample() -> Vec<Plain> {
    ::papers::minutes(&::papers::Minutes::sample()).plain()
}
