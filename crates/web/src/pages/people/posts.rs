//! What is posted to accounts.

use app::acts::{people, unit};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::{GrantId, SessionId, UserId};
use domain::policy::Action;

use super::{Forms, PATH, PersonNew, new_fields, new_user, page, password_fields, seat_fields, seat_of};
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::Form;
use crate::frame::FlashKind;
use crate::pages;
use crate::pages::account;
use crate::pages::plan::id;
use crate::pages::unit::put_faults;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

const WRONG: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;

fn must(visit: &Visit) -> Result<(), Refusal> {
    visit.actor()?.scope(Action::UserManage).ok_or(app::Refusal::NotAllowed(Action::UserManage.code()))?;
    Ok(())
}

pub async fn add(State(site): State<Site>, visit: Visit, Pairs(pairs): Pairs) -> Result<Response, Refusal> {
    must(&visit)?;
    let (app, who) = (site.app()?, visit.actor()?);
    let units = unit::names(app).await?;
    let mut form = Form::posted(visit.lang, new_fields(visit.lang, &units), pairs);
    if form.is_good() {
        match people::add(app, who, new_user(&form)).await {
            Ok(id) => return Ok(done(&site, "person-added", &format!("{PATH}/{id}"))),
            Err(app::Refusal::Invalid(faults)) => put_faults(&mut form, faults),
            Err(other) => return Err(other.into()),
        }
    }
    pages::show_with(WRONG, &PersonNew::new(visit.frame(), form))
}

pub async fn correct(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    must(&visit)?;
    let user: UserId = id(&text)?;
    let mut form = Form::posted(visit.lang, account::fields(), pairs);
    if form.is_good() {
        match people::update(site.app()?, visit.actor()?, user, account::details(&form)).await {
            Ok(()) => return Ok(done(&site, "person-corrected", &format!("{PATH}/{text}"))),
            Err(app::Refusal::Invalid(faults)) => put_faults(&mut form, faults),
            Err(other) => return Err(other.into()),
        }
    }
    page(&site, &visit, user, Forms { details: Some(form), ..Forms::default() }, WRONG).await
}

pub async fn seat(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    must(&visit)?;
    let user: UserId = id(&text)?;
    let app = site.app()?;
    let units = unit::names(app).await?;
    let mut form = Form::posted(visit.lang, seat_fields(visit.lang, &units), pairs);
    if let (true, Some(seat)) = (form.is_good(), seat_of(&form)) {
        match people::grant(app, visit.actor()?, user, seat).await {
            Ok(()) => return Ok(done(&site, "person-seated", &format!("{PATH}/{text}"))),
            Err(app::Refusal::Invalid(faults)) => put_faults(&mut form, faults),
            Err(other) => return Err(other.into()),
        }
    }
    page(&site, &visit, user, Forms { seat: Some(form), ..Forms::default() }, WRONG).await
}

pub async fn password(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    must(&visit)?;
    let user: UserId = id(&text)?;
    let mut form = Form::posted(visit.lang, password_fields(), pairs);
    if let Some(password) = form.text("password").map(str::to_owned)
        && form.is_good()
    {
        match people::reset_password(site.app()?, visit.actor()?, user, password).await {
            Ok(()) => return Ok(done(&site, "person-password-set", &format!("{PATH}/{text}"))),
            Err(app::Refusal::Invalid(faults)) => put_faults(&mut form, faults),
            Err(other) => return Err(other.into()),
        }
    }
    page(&site, &visit, user, Forms { password: Some(form), ..Forms::default() }, WRONG).await
}

pub async fn end_seat(
    State(site): State<Site>,
    visit: Visit,
    Path((text, grant)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let grant: GrantId = id(&grant)?;
    let ended = people::end_grant(site.app()?, visit.actor()?, id(&text)?, grant).await;
    finish(&site, &text, ended, "person-unseated")
}

pub async fn disable(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    let done = people::set_disabled(site.app()?, visit.actor()?, id(&text)?, true).await;
    finish(&site, &text, done, "person-now-closed")
}

pub async fn enable(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    let done = people::set_disabled(site.app()?, visit.actor()?, id(&text)?, false).await;
    finish(&site, &text, done, "person-now-open")
}

pub async fn unlock(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    let done = people::unlock(site.app()?, visit.actor()?, id(&text)?).await;
    finish(&site, &text, done, "person-unlocked")
}

pub async fn end_session(
    State(site): State<Site>,
    visit: Visit,
    Path((text, session)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let session: SessionId = id(&session)?;
    let ended = people::revoke(app, who, id(&text)?, session).await;
    finish(&site, &text, ended, "account-session-ended")
}

fn done(site: &Site, key: &'static str, path: &str) -> Response {
    Tell::new(FlashKind::Done, key).on(path, site.settings().behind_tls)
}

/// Back to the account, with what was done or what stands in the way.
fn finish(
    site: &Site,
    text: &str,
    outcome: Result<(), app::Refusal>,
    told: &'static str,
) -> Result<Response, Refusal> {
    let path = format!("{PATH}/{text}");
    match outcome {
        Ok(()) => Ok(done(site, told, &path)),
        Err(app::Refusal::Invalid(faults)) => {
            let key = faults.first().map_or("field-required", |fault| fault.key);
            Ok(Tell::new(FlashKind::Failed, key).on(&path, site.settings().behind_tls))
        }
        Err(other) => Err(other.into()),
    }
}
