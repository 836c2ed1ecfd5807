//! What a unit itself keeps right: who heads it, where mail reaches it.
//!
//! Not here: name, kind and place in the order (the office's, `unit::update`),
//! focal persons (`unit::add_person`).

use crate::{Actor, App, Refusal};
use domain::identifier::UnitId;
use domain::policy::Action;
use domain::text::tidy;
use store::unit;

/// How a unit is reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    pub head_name: Option<String>,
    pub head_title: Option<String>,
    pub email: Option<String>,
}

/// Corrects it; refused with `Conflict` when someone changed the entry since
/// `version`.
pub async fn correct_contact(
    app: &App,
    who: &Actor,
    id: UnitId,
    contact: Contact,
    version: i64,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::UnitContactEdit)?;
    let mut kept = unit::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let clean = |text: Option<String>| text.map(|text| tidy(&text)).filter(|text| !text.is_empty());
    kept.unit.head_name = clean(contact.head_name);
    kept.unit.head_title = clean(contact.head_title);
    kept.unit.email = clean(contact.email);
    if kept.unit.email.as_deref().is_some_and(|email| !is_address(email)) {
        return Err(Refusal::invalid("email", "email-malformed"));
    }
    if !unit::update(&mut act.tx, &kept.unit, version).await? {
        return Err(Refusal::Conflict);
    }
    act.tell("unit.contact", "unit", id, serde_json::json!({ "name": kept.unit.name })).await?;
    act.done().await
}

/// Whether mail could be sent there, as far as its shape says.
pub fn is_address(text: &str) -> bool {
    let Some((before, behind)) = text.split_once('@') else { return false };
    !before.is_empty() && behind.contains('.') && !text.contains(char::is_whitespace) && text.len() <= 254
}
