//! One request as the pages see it: its language and theme, who is asking, and
//! the token for the forms of the answer.
//!
//! Not here: rights (the `app` room), the cookies' form (`cookies`).

use app::Actor;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderValue, header, request::Parts};
use axum::middleware::Next;
use axum::response::Response;
use jiff::Timestamp;

use crate::cookies::{self, Life};
use crate::csrf::Binding;
use crate::flash;
use crate::frame::{Flash, Frame};
use crate::gate::Person;
use crate::pages;
use crate::reference::{hex, random};
use crate::refusal::{Refusal, Trouble};
use crate::site::Site;
use crate::theme::Theme;
use crate::words::Lang;

/// The extractor every handler takes first.
#[derive(Debug, Clone)]
pub struct Visit {
    pub lang: Lang,
    pub theme: Theme,
    pub now: Timestamp,
    /// Path and query of this page.
    pub path: String,
    pub session: Option<String>,
    pub person: Option<Person>,
    /// The campaign chosen in the top bar.
    pub campaign: Option<String>,
    /// Whether htmx asks for a fragment.
    pub fragment: bool,
    flash: Vec<Flash>,
    csrf: String,
}

/// Language and theme, which even a page about an error needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manner {
    pub lang: Lang,
    pub theme: Theme,
}

impl Manner {
    /// The cookie decides; without one the browser's own wish; else Vietnamese
    /// and light.
    pub fn of(headers: &HeaderMap, secure: bool) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let lang = cookies::LANGUAGE
            .read(headers, secure)
            .and_then(|code| Lang::from_code(&code))
            .or_else(|| Lang::accepted(text("accept-language")?))
            .unwrap_or_default();
        let theme = cookies::THEME
            .read(headers, secure)
            .and_then(|code| Theme::from_code(&code))
            .or_else(|| Theme::from_code(text("sec-ch-prefers-color-scheme")?.trim_matches('"')))
            .unwrap_or_default();
        Self { lang, theme }
    }
}

impl Visit {
    /// Who acts; without a session the reader is sent to the log-in page first,
    /// with a password someone else set to the form that changes it.
    pub fn actor(&self) -> Result<&Actor, Refusal> {
        let person = self.person.as_ref().ok_or_else(|| Refusal::of(Trouble::SignInFirst))?;
        let actor = person.actor.as_ref().ok_or_else(|| Refusal::internal("a person without an actor"))?;
        if actor.user.must_change && self.path != pages::account::PASSWORD {
            return Err(Refusal::of(Trouble::PasswordFirst));
        }
        Ok(actor)
    }

    /// The frame for a page of this visit; title it with [`Frame::titled`].
    pub fn frame(&self) -> Frame {
        let mut frame = Frame::new(self.lang, self.theme, self.now);
        frame.path.clone_from(&self.path);
        frame.csrf.clone_from(&self.csrf);
        frame.flash.clone_from(&self.flash);
        if let Some(person) = &self.person {
            frame.who = Some(person.who.clone());
            frame.nav.clone_from(&person.nav);
            frame.bell = person.bell;
            frame.outside.clone_from(&person.outside);
            frame.campaigns.clone_from(&person.campaigns);
            if let Some(chosen) = &self.campaign {
                for campaign in &mut frame.campaigns {
                    campaign.current = campaign.id == *chosen;
                }
            }
        }
        frame
    }
}

impl FromRequestParts<Site> for Visit {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Refusal> {
        let secure = site.settings().behind_tls;
        let manner = Manner::of(&parts.headers, secure);
        let session = cookies::SESSION.read(&parts.headers, secure);
        let person = match &session {
            Some(session) => site.gate().person(session, manner.lang).await?,
            None => None,
        };
        let binding = parts.extensions.get::<Binding>();
        Ok(Self {
            lang: manner.lang,
            theme: manner.theme,
            now: site.gate().now(),
            path: parts.uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            campaign: cookies::CAMPAIGN.read(&parts.headers, secure),
            fragment: parts.headers.contains_key("hx-request"),
            flash: cookies::FLASH
                .read(&parts.headers, secure)
                .and_then(|value| flash::read(&value, manner.lang))
                .into_iter()
                .collect(),
            csrf: binding.map(|binding| site.csrf().token(binding)).unwrap_or_default(),
            session,
            person,
        })
    }
}

/// The layer that gives a browser its mark before signing in, tells the other
/// layers what tokens are bound to, and takes a message back once it was shown.
pub async fn layer(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let secure = site.settings().behind_tls;
    let known = binding(request.headers(), secure);
    let fresh = known.is_none().then(|| hex(&random::<16>()));
    if let Some(binding) = known.or_else(|| fresh.clone().map(Binding)) {
        request.extensions_mut().insert(binding);
    }
    let told = cookies::FLASH.read(request.headers(), secure).is_some();
    let mut response = next.run(request).await;
    if is_page(response.headers()) {
        let headers = response.headers_mut();
        if let Some(value) = fresh {
            headers.append(header::SET_COOKIE, cookies::VISIT.write(&value, Life::Session, secure));
        }
        if told {
            headers.append(header::SET_COOKIE, cookies::FLASH.write("", Life::Over, secure));
        }
        // A page holds what one person may see.
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

/// What the tokens of this browser's forms are bound to, once it has a cookie.
pub(crate) fn binding(headers: &HeaderMap, secure: bool) -> Option<Binding> {
    cookies::SESSION
        .read(headers, secure)
        .or_else(|| cookies::VISIT.read(headers, secure))
        .filter(|value| !value.is_empty())
        .map(Binding)
}

fn is_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|media| media.starts_with("text/html"))
}
