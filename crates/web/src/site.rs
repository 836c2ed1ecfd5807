//! The site: what all handlers share, and the order of layers around them.
//!
//! Not here: the routes of one noun (its page file gives them), the sockets
//! (the program).

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use app::App;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;

use crate::gate::Gate;
use crate::rate::{Limiter, Rate};
use crate::refusal::{Refusal, Trouble};
use crate::{assets, csrf, pages, reference, refusal, security, upload, visit};

/// What every handler is given as `State<Site>`.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

/// How the site is set up; read once by the program.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Whether people reach us over HTTPS: cookies and headers follow.
    pub behind_tls: bool,
    /// Our origin as browsers see it, such as `https://rasoat.example`; needed
    /// when a proxy changes the `Host` header.
    pub origin: Option<String>,
    /// What form tokens are made with.
    pub secret: [u8; 32],
    /// The largest request, files included, in bytes.
    pub body_limit: usize,
    /// After how long a request is given up.
    pub timeout: Duration,
    /// The same for a form with files, which may come over a slow line.
    pub upload_timeout: Duration,
}

struct Inner {
    settings: Settings,
    csrf: csrf::Key,
    gate: Box<dyn Gate>,
    sign_in_tries: Limiter<String>,
    sign_in_callers: Limiter<IpAddr>,
    calendar_reads: Limiter<String>,
}

/// Tries to sign in, per name as typed: enough for a person who mistypes.
const SIGN_IN_RATE: Rate = Rate { burst: 10, every_seconds: 15 };
const SIGN_IN_KEYS: usize = 10_000;
/// The same per address: a whole office may come from one.
const CALLER_RATE: Rate = Rate { burst: 100, every_seconds: 3 };
/// Reads of one calendar address: programs ask every quarter of an hour or so.
const CALENDAR_RATE: Rate = Rate { burst: 20, every_seconds: 30 };
const CALENDAR_KEYS: usize = 10_000;

impl Default for Settings {
    fn default() -> Self {
        Self {
            behind_tls: false,
            origin: None,
            secret: reference::random(),
            body_limit: 64 * 1024 * 1024,
            timeout: Duration::from_mins(1),
            upload_timeout: Duration::from_mins(30),
        }
    }
}

impl Site {
    pub fn new(settings: Settings, gate: impl Gate) -> Self {
        Self(Arc::new(Inner {
            csrf: csrf::Key::new(settings.secret),
            settings,
            gate: Box::new(gate),
            sign_in_tries: Limiter::new(SIGN_IN_RATE, SIGN_IN_KEYS),
            sign_in_callers: Limiter::new(CALLER_RATE, SIGN_IN_KEYS),
            calendar_reads: Limiter::new(CALENDAR_RATE, CALENDAR_KEYS),
        }))
    }

    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub fn csrf(&self) -> &csrf::Key {
        &self.0.csrf
    }

    /// The work behind the pages.
    pub fn app(&self) -> Result<&App, refusal::Refusal> {
        self.0.gate.app().ok_or_else(|| refusal::Refusal::internal("a site without a record"))
    }

    pub fn gate(&self) -> &dyn Gate {
        self.0.gate.as_ref()
    }

    pub fn calendar_reads(&self) -> &Limiter<String> {
        &self.0.calendar_reads
    }

    pub fn sign_in_callers(&self) -> &Limiter<IpAddr> {
        &self.0.sign_in_callers
    }

    pub fn sign_in_tries(&self) -> &Limiter<String> {
        &self.0.sign_in_tries
    }
}

/// The whole site as one router.
pub fn router(site: Site) -> Router {
    around(site, pages::routes())
}

/// Routes with all layers around them. Outermost first: reference, security
/// headers, compression, words for refusals, panics, time, size, the visit's
/// cookies, forged posts.
pub fn around(site: Site, routes: Router<Site>) -> Router {
    let settings = site.settings().clone();
    routes
        .fallback(pages::no_such_page)
        .layer(from_fn_with_state(site.clone(), csrf::guard))
        .layer(from_fn(upload::layer))
        .layer(from_fn_with_state(site.clone(), visit::layer))
        .layer(RequestBodyLimitLayer::new(settings.body_limit))
        .layer(from_fn_with_state(site.clone(), in_time))
        .layer(CatchPanicLayer::custom(pages::after_panic))
        .layer(from_fn_with_state(site.clone(), refusal::paint))
        .layer(CompressionLayer::new())
        .route(assets::PATH, get(assets::get))
        .layer(from_fn_with_state(site.clone(), security::layer))
        .layer(from_fn(reference::layer))
        .with_state(site)
}

/// The layer that gives up a request after its time.
async fn in_time(State(site): State<Site>, request: Request, next: Next) -> Response {
    let media = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let files = media.is_some_and(|media| media.starts_with("multipart/form-data"));
    let settings = site.settings();
    let limit = if files { settings.upload_timeout } else { settings.timeout };
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refusal::of(Trouble::TimedOut).into_response(),
    }
}
