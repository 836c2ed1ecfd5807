//! Views of a list that a person keeps for themselves.
//!
//! Not here: the lists (each noun's own acts).

use crate::clock::new_id;
use crate::{Actor, App, Refusal};
use domain::policy::Action;
use domain::text::tidy;
use store::saved_view;
pub use store::saved_view::SavedView;
use uuid::Uuid;

/// Views one person keeps of one list.
const MOST: usize = 20;
const LONGEST_NAME: usize = 80;
const LONGEST_QUERY: usize = 1_000;

/// The person's views of the list at `path`.
pub async fn of(app: &App, who: &Actor, path: &str) -> Result<Vec<SavedView>, Refusal> {
    Ok(saved_view::of(&mut app.store.read().await?, who.user.id, path).await?)
}

/// Keeps a view of a list that whoever holds `right` may see.
pub async fn save(
    app: &App,
    who: &Actor,
    right: Action,
    path: &str,
    name: &str,
    query: &str,
) -> Result<(), Refusal> {
    let name = tidy(name);
    if name.is_empty() {
        return Err(Refusal::invalid("name", "field-required"));
    }
    if name.chars().count() > LONGEST_NAME || query.len() > LONGEST_QUERY {
        return Err(Refusal::invalid("name", "field-too-long"));
    }
    let mut act = app.act(who).await?;
    act.allow(right)?;
    let user = act.user().ok_or(Refusal::NotAllowed(right.code()))?;
    if saved_view::of(&mut act.tx, user, path).await?.len() >= MOST {
        return Err(Refusal::invalid("name", "view-too-many"));
    }
    let view = SavedView { id: new_id(), name, query: query.to_owned() };
    let now = act.now;
    saved_view::add(&mut act.tx, user, path, &view, now).await?;
    act.tell("view.save", "view", view.id, serde_json::json!({ "path": path, "name": view.name })).await?;
    act.done().await
}

pub async fn remove(app: &App, who: &Actor, right: Action, id: Uuid) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    act.allow(right)?;
    let user = act.user().ok_or(Refusal::NotAllowed(right.code()))?;
    if !saved_view::remove(&mut act.tx, user, id).await? {
        return Err(Refusal::NotFound);
    }
    act.tell("view.remove", "view", id, ()).await?;
    act.done().await
}
