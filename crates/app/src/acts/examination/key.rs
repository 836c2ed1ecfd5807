//! The address evidence is closed to on its way home, so that a lost stick tells
//! nothing: one for each visit, its key kept in the record.
//!
//! Not here: closing and opening files (`evidence`).

use crate::{Actor, App, Refusal};
use domain::identifier::VisitId;
use domain::policy::Action;
use store::examination::{self as record, VisitKey};
use store::visit;

/// Makes the address of a visit; the same one when it has one already.
pub async fn make_address(app: &App, who: &Actor, id: VisitId) -> Result<String, Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitAnswer)?;
    let kept = visit::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    if let Some(key) = record::key(&mut act.tx, id).await? {
        return Ok(key.address);
    }
    if kept.cancelled_at.is_some() {
        return Err(Refusal::not_now("cancelled", "write"));
    }
    let (opens_with, address) = evidence::new_key();
    let key = VisitKey {
        visit: id,
        address: address.clone(),
        opens_with,
        made_by: act.who.user.id,
        made_at: act.now,
    };
    record::add_key(&mut act.tx, &key).await?;
    let detail = serde_json::json!({ "address": address });
    act.tell("examination.make_address", crate::acts::visit::KIND, id, detail).await?;
    act.done().await?;
    Ok(address)
}
