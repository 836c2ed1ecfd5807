//! Answers other than the wanted page: each says what happened, what was kept
//! and what to do, in the reader's language, with the request's reference.
//!
//! Handlers return `Result<Response, Refusal>`; the layer [`paint`] turns the
//! refusal into a page, a fragment or JSON, and does the same for bare answers
//! of the layers below (no such route, body too large, time over).
//!
//! Not here: problems of a form's fields, which the form's own page shows (422).

use std::fmt;

use askama::Template;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;

use crate::flash;
use crate::frame::Frame;
use crate::pages::{Page, Samples};
use crate::reference::Reference;
use crate::site::Site;
use crate::visit::{self, Manner};

/// A request that did not get its page.
#[derive(Debug, Clone)]
pub struct Refusal {
    pub trouble: Trouble,
    /// For the program's journal, never for the page.
    because: Option<String>,
    /// After how many seconds it may be tried again.
    again_after: Option<u64>,
}

/// What kind of trouble, as far as the reader can do something about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trouble {
    BadRequest,
    /// Nobody is signed in (any more). A page answers by leading to the log-in
    /// form and back; a post is told.
    SignInFirst,
    Forbidden,
    /// Not in a record that was taken along.
    Outside,
    /// Someone else set the password: their own must be chosen before anything
    /// else. A page answers by leading to that form.
    PasswordFirst,
    /// The form's token does not fit (any more).
    FormExpired,
    NotFound,
    WrongMethod,
    /// Someone else changed the thing first.
    Conflict,
    TooLarge,
    WrongMedia,
    Unprocessable,
    TooMany,
    Internal,
    Unavailable,
    TimedOut,
}

/// The page of a refusal.
#[derive(Debug, Template)]
#[template(path = "pages/refusal.html")]
pub struct RefusalPage {
    f: Frame,
    trouble: Trouble,
    reference: String,
    again_after: Option<u64>,
}

/// The same for a script.
#[derive(Debug, Serialize)]
struct Told {
    error: String,
    reference: String,
}

impl Trouble {
    pub const ALL: [Self; 16] = [
        Self::BadRequest,
        Self::SignInFirst,
        Self::Forbidden,
        Self::Outside,
        Self::PasswordFirst,
        Self::FormExpired,
        Self::NotFound,
        Self::WrongMethod,
        Self::Conflict,
        Self::TooLarge,
        Self::WrongMedia,
        Self::Unprocessable,
        Self::TooMany,
        Self::Internal,
        Self::Unavailable,
        Self::TimedOut,
    ];

    pub fn status(self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::SignInFirst => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::Outside | Self::PasswordFirst | Self::FormExpired => {
                StatusCode::FORBIDDEN
            }
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::WrongMedia => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unprocessable => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::TimedOut => StatusCode::GATEWAY_TIMEOUT,
        }
    }

    /// The middle of its Fluent keys: `refusal-<code>-{title,what,kept,next}`.
    pub fn code(self) -> &'static str {
        match self {
            Self::BadRequest => "bad-request",
            Self::SignInFirst => "sign-in-first",
            Self::Forbidden => "forbidden",
            Self::Outside => "outside",
            Self::PasswordFirst => "password-first",
            Self::FormExpired => "form-expired",
            Self::NotFound => "not-found",
            Self::WrongMethod => "wrong-method",
            Self::Conflict => "conflict",
            Self::TooLarge => "too-large",
            Self::WrongMedia => "wrong-media",
            Self::Unprocessable => "unprocessable",
            Self::TooMany => "too-many",
            Self::Internal => "internal",
            Self::Unavailable => "unavailable",
            Self::TimedOut => "timed-out",
        }
    }

    /// The trouble behind a bare answer of a layer; none for a good answer.
    fn of_status(status: StatusCode) -> Option<Self> {
        if !status.is_client_error() && !status.is_server_error() {
            return None;
        }
        let known = Self::ALL.into_iter().find(|trouble| trouble.status() == status);
        Some(known.unwrap_or(match status {
            StatusCode::REQUEST_TIMEOUT => Self::TimedOut,
            status if status.is_client_error() => Self::BadRequest,
            _ => Self::Internal,
        }))
    }

    /// The key of one part of what is said.
    fn key(self, part: &str) -> String {
        format!("refusal-{}-{part}", self.code())
    }
}

impl Refusal {
    pub fn of(trouble: Trouble) -> Self {
        Self { trouble, because: None, again_after: None }
    }

    /// Something broke; the cause goes to the journal.
    pub fn internal(cause: impl fmt::Display) -> Self {
        Self::of(Trouble::Internal).because(cause)
    }

    pub fn not_found() -> Self {
        Self::of(Trouble::NotFound)
    }

    /// Too many tries; when the next one is heard.
    pub fn too_many(seconds: u64) -> Self {
        Self { again_after: Some(seconds), ..Self::of(Trouble::TooMany) }
    }

    pub fn because(mut self, cause: impl fmt::Display) -> Self {
        self.because = Some(cause.to_string());
        self
    }
}

impl From<app::Refusal> for Refusal {
    /// What the work refused, as far as a page can tell; problems of fields are
    /// for the form's own page, which takes them before this.
    fn from(refused: app::Refusal) -> Self {
        use app::Refusal as Refused;
        let trouble = match &refused {
            Refused::NotAllowed(_) => Trouble::Forbidden,
            Refused::Outside => Trouble::Outside,
            Refused::NotFound => Trouble::NotFound,
            Refused::Conflict | Refused::NotNow { .. } => Trouble::Conflict,
            Refused::Invalid(_) | Refused::Marked | Refused::Unreadable(_) => Trouble::Unprocessable,
            Refused::TooMany => Trouble::TooMany,
            Refused::Store(_) => Trouble::Unavailable,
            Refused::Broken(_) => Trouble::Internal,
        };
        Self::of(trouble).because(refused)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = self.trouble.status().into_response();
        if let Some(seconds) = self.again_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// The layer that words refusals.
pub async fn paint(State(site): State<Site>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let path = request.uri().path().to_owned();
    let is_get = request.method() == Method::GET;
    let wanted = request.uri().path_and_query().map_or_else(|| path.clone(), ToString::to_string);
    let reference = request.extensions().get::<Reference>().cloned();
    let mut response = next.run(request).await;
    let refusal = match response.extensions_mut().remove::<Refusal>() {
        Some(refusal) => refusal,
        None if is_worded(response.headers()) => return response,
        None => match Trouble::of_status(response.status()) {
            Some(trouble) => Refusal::of(trouble),
            None => return response,
        },
    };
    if refusal.trouble == Trouble::SignInFirst && is_get && !headers.contains_key("hx-request") {
        return flash::go(&crate::pages::sign_in::leading_to(&wanted));
    }
    if refusal.trouble == Trouble::PasswordFirst && is_get && !headers.contains_key("hx-request") {
        return flash::go(crate::pages::account::PASSWORD);
    }
    // Pictures, scripts and styles that are missing need no page.
    if path.starts_with("/assets/") {
        return response;
    }
    let reference = reference.map(|reference| reference.0).unwrap_or_default();
    if refusal.trouble.status().is_server_error() {
        tracing::error!(cause = refusal.because, path, reference, "a request failed");
    } else if let Some(cause) = &refusal.because {
        tracing::info!(cause, path, reference, "a request was refused");
    }
    let manner = Manner::of(&headers, site.settings().behind_tls);
    let mut frame = Frame::new(manner.lang, manner.theme, site.gate().now());
    if let Some(binding) = visit::binding(&headers, site.settings().behind_tls) {
        frame.csrf = site.csrf().token(&binding);
    }
    let mut painted = word(&refusal, frame, reference, &headers);
    *painted.status_mut() = refusal.trouble.status();
    for (name, value) in response.headers() {
        if name == header::RETRY_AFTER || name == header::ALLOW {
            painted.headers_mut().insert(name, value.clone());
        }
    }
    painted
}

fn word(refusal: &Refusal, frame: Frame, reference: String, headers: &HeaderMap) -> Response {
    let trouble = refusal.trouble;
    let title = frame.t(&trouble.key("title"));
    let wants = |name: header::HeaderName, part: &str| {
        headers.get(name).and_then(|value| value.to_str().ok()).is_some_and(|v| v.contains(part))
    };
    if wants(header::ACCEPT, "application/json") {
        return Json(Told { error: title, reference }).into_response();
    }
    let page =
        RefusalPage { f: frame.titled(title, None), trouble, reference, again_after: refusal.again_after };
    match page.render() {
        Ok(html) => {
            let mut response = Html(html).into_response();
            let headers = response.headers_mut();
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Err(error) => {
            tracing::error!(%error, "the page of a refusal does not render");
            Response::default()
        }
    }
}

/// Whether a handler has already said in HTML or JSON what is wrong.
fn is_worded(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|media| media.starts_with("text/html") || media.starts_with("application/json"))
}

impl Page for RefusalPage {
    const NAME: &'static str = "refusal";

    fn samples(f: &Frame) -> Samples<Self> {
        Trouble::ALL
            .into_iter()
            .map(|trouble| {
                let mut f = f.clone().titled(f.t(&trouble.key("title")), None);
                f.who = None;
                let again_after = (trouble == Trouble::TooMany).then_some(30);
                let reference = "K7M2-9QX4".to_owned();
                (trouble.code(), Self { f, trouble, reference, again_after })
            })
            .collect()
    }
}
