//! The list of targets as a file, and the views of it that people keep.
//!
//! Not here: making the file (`app`).

use app::acts::campaign::{self, Form};
use app::acts::saved_view;
use axum::extract::{OriginalUri, Path, State};
use axum::response::Response;
use domain::identifier::CampaignId;
use domain::policy::Action;
use uuid::Uuid;

use super::{PATH, PER_PAGE, filter};
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::frame::FlashKind;
use crate::list::ListState;
use crate::pages;
use crate::pages::plan::id;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

/// What is seen, as a file.
pub async fn export(
    State(site): State<Site>,
    visit: Visit,
    Path((text, form)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let id: CampaignId = id(&text)?;
    let form = Form::from_code(&form).ok_or_else(Refusal::not_found)?;
    let state = ListState::read(&format!("{PATH}/{id}"), uri.query(), PER_PAGE);
    let printed = campaign::print(app, who, id, &filter(&state), form).await?;
    Ok(pages::download(&printed.name, printed.media, printed.bytes))
}

pub async fn keep_view(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    pairs: Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let id: CampaignId = id(&text)?;
    let path = format!("{PATH}/{id}");
    let value = |name: &str| pairs.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str());
    let query = value("query");
    campaign::get(app, who, id).await?;
    let saved = saved_view::save(app, who, Action::CampaignRead, &path, value("name"), query).await;
    let tell = match saved {
        Ok(()) => Tell::new(FlashKind::Done, "campaign-view-kept"),
        Err(app::Refusal::Invalid(_)) => Tell::new(FlashKind::Failed, "campaign-view-not-kept"),
        Err(other) => return Err(other.into()),
    };
    // Read again, so that nothing but a list's own query stands in the address.
    let back = ListState::read(&path, Some(query), PER_PAGE).href("page", None);
    Ok(tell.on(&back, site.settings().behind_tls))
}

pub async fn drop_view(
    State(site): State<Site>,
    visit: Visit,
    Path((text, view)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let campaign: CampaignId = id(&text)?;
    let view: Uuid = view.parse().map_err(|_| Refusal::not_found())?;
    saved_view::remove(app, who, Action::CampaignRead, view).await?;
    Ok(Tell::new(FlashKind::Done, "campaign-view-dropped")
        .on(&format!("{PATH}/{campaign}"), site.settings().behind_tls))
}
