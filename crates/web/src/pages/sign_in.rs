//! Signing in and out. Also the pattern of a page file: paths, fields, view
//! with samples, `get`, `post`.
//!
//! Not here: passwords and lockout (the `app` room).

use app::acts::sign_in::Origin;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use serde::Deserialize;

use crate::cookies::{self, Life};
use crate::csrf::Pairs;
use crate::flash::{self, Tell};
use crate::form::{Field, Form, Kind};
use crate::frame::{Flash, FlashKind, Frame};
use crate::gate::SignedIn;
use crate::pages::{self, Page, Samples};
use crate::peer::Peer;
use crate::rate::Wait;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::{Lang, Value};

pub const PATH: &str = "/sign-in";
pub const OUT: &str = "/sign-out";

/// The page of the log-in form.
#[derive(Debug, Template)]
#[template(path = "pages/sign_in.html")]
pub struct SignIn {
    f: Frame,
    form: Form,
}

/// Where to go after signing in.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    next: String,
}

pub fn routes() -> Router<Site> {
    Router::new().route(PATH, get(show).post(enter)).route(OUT, post(leave))
}

/// The log-in page that leads on to `path` afterwards.
pub fn leading_to(path: &str) -> String {
    let mut next = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => {
                next.push(char::from(byte));
            }
            _ => next.push_str(&format!("%{byte:02X}")),
        }
    }
    if next == "/" { PATH.to_owned() } else { format!("{PATH}?next={next}") }
}

fn fields() -> Vec<Field> {
    vec![
        Field::new("name", "sign-in-name", Kind::Text { max: 120 }).required().autocomplete("username"),
        Field::new("password", "sign-in-password", Kind::Password { max: 400 })
            .required()
            .autocomplete("current-password"),
        Field::new("next", "sign-in-next", Kind::Hidden { max: 1_000 }),
    ]
}

async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Refusal> {
    if visit.person.is_some() {
        return Ok(flash::go(&asked.next));
    }
    let form = Form::filled(visit.lang, fields(), [("next", asked.next)]);
    pages::show(&SignIn::new(visit.frame(), form))
}

async fn enter(
    State(site): State<Site>,
    visit: Visit,
    Peer(address): Peer,
    headers: HeaderMap,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let mut form = Form::posted(visit.lang, fields(), pairs);
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let origin = Origin { address: address.map(|address| address.to_string()), agent };
    let (Some(name), Some(password)) = (form.text("name"), form.text("password")) else {
        return again(&visit, form);
    };
    // Many names tried from one address wait as well as one name tried often.
    let caller = address.map_or(Ok(()), |address| site.sign_in_callers().take(address, visit.now));
    let tried = caller.and_then(|()| site.sign_in_tries().take(name.to_lowercase(), visit.now));
    if let Err(Wait(seconds)) = tried {
        return Err(Refusal::too_many(seconds));
    }
    match site.gate().sign_in(name, password, origin).await? {
        SignedIn::Yes { session } => {
            let mut response = flash::go(form.text("next").unwrap_or("/"));
            let secure = site.settings().behind_tls;
            let cookie = cookies::SESSION.write(&session, Life::Session, secure);
            response.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(response)
        }
        SignedIn::No => {
            form.fail("", "sign-in-refused");
            again(&visit, form)
        }
        SignedIn::Locked { until } => {
            let time = Value::from(visit.lang.time(until));
            form.fail_with("", "sign-in-locked", vec![("time", time)]);
            again(&visit, form)
        }
    }
}

async fn leave(State(site): State<Site>, visit: Visit) -> Result<Response, Refusal> {
    if let Some(session) = &visit.session {
        site.gate().sign_out(session).await;
    }
    let secure = site.settings().behind_tls;
    let mut response = Tell::new(FlashKind::Done, "sign-in-left").on(PATH, secure);
    let cookie = cookies::SESSION.write("", Life::Over, secure);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// The form once more, with what was typed and what is wrong.
fn again(visit: &Visit, form: Form) -> Result<Response, Refusal> {
    let page = SignIn::new(visit.frame(), form);
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

impl SignIn {
    fn new(frame: Frame, form: Form) -> Self {
        let title = frame.t("sign-in-title");
        Self { f: frame.titled(title, None), form }
    }
}

impl Page for SignIn {
    const NAME: &'static str = "sign_in";

    fn samples(frame: &Frame) -> Samples<Self> {
        let lang = frame.lang;
        let mut nobody = frame.clone();
        nobody.who = None;
        nobody.flash.clear();
        let mut left = nobody.clone();
        left.flash.push(Flash::new(FlashKind::Done, lang.t("sign-in-left")));
        vec![
            ("blank", Self::new(nobody.clone(), Form::blank(lang, fields()))),
            ("after leaving", Self::new(left, Form::blank(lang, fields()))),
            ("nothing typed", Self::new(nobody.clone(), Form::posted(lang, fields(), Vec::new()))),
            ("refused", Self::new(nobody.clone(), refused(lang, "sign-in-refused", Vec::new()))),
            (
                "locked",
                Self::new(
                    nobody,
                    refused(lang, "sign-in-locked", vec![("time", Value::words("14:30 (GMT+7)"))]),
                ),
            ),
        ]
    }
}

fn refused(lang: Lang, key: &'static str, values: Vec<(&'static str, Value<'static>)>) -> Form {
    let pairs = [("name", "an.nguyen"), ("password", "không đúng")];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let mut form = Form::posted(lang, fields(), pairs);
    form.fail_with("", key, values);
    form
}
