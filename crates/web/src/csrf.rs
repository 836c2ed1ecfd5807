//! Against forged posts: a request that may change something must come from our
//! own page, by what the browser says of its origin and by a token that only
//! our page could have. The token is a random number with its HMAC over the
//! session, so that nothing is stored and no two pages bear the same one.
//!
//! `GET` never changes anything; this layer is why that suffices.
//!
//! Not here: who may do what (the `app` room).

use std::fmt;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, Method, header, request::Parts};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use futures_util::StreamExt as _;
use futures_util::stream;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::reference::{hex, random};
use crate::refusal::{Refusal, Trouble};
use crate::site::Site;

/// The hidden field of every form.
pub const FIELD: &str = "_csrf";
/// The header of every request our scripts make.
pub const HEADER: &str = "x-csrf-token";

/// The largest form without files that is read, in bytes.
pub const FORM_LIMIT: usize = 2 * 1024 * 1024;
/// The most fields of a form that are read.
const FIELD_LIMIT: usize = 5_000;
/// Within how many bytes the token of a form with files must have come.
const TOKEN_WITHIN: usize = 4 * 1024;

/// The secret that tokens are made with; one for all copies of the program.
#[derive(Clone)]
pub struct Key([u8; 32]);

/// What tokens are bound to: the session, or before signing in the browser's
/// own mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding(pub String);

/// The fields of a posted form, read and checked by [`guard`].
#[derive(Debug, Clone, Default)]
pub struct Pairs(pub Vec<(String, String)>);

impl Key {
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// A token for one page.
    pub fn token(&self, binding: &Binding) -> String {
        let number = hex(&random::<16>());
        let seal = hex(&self.seal(&number, binding).finalize().into_bytes());
        format!("{number}.{seal}")
    }

    /// Whether a token was made by this key for this session.
    pub fn verify(&self, binding: &Binding, token: &str) -> bool {
        let Some((number, seal)) = token.split_once('.') else {
            return false;
        };
        let Some(seal) = unhex(seal) else {
            return false;
        };
        number.len() == 32 && self.seal(number, binding).verify_slice(&seal).is_ok()
    }

    fn seal(&self, number: &str, binding: &Binding) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes any key");
        for part in ["rasoat form token 1", number, &binding.0] {
            mac.update(part.as_bytes());
            mac.update(b"\0");
        }
        mac
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Key(…)")
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Pairs {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Refusal> {
        parts.extensions.remove::<Self>().ok_or_else(|| Refusal::of(Trouble::WrongMedia))
    }
}

/// The layer: lets a request that may change something through only with a
/// fitting origin and token, and hands its fields on as [`Pairs`].
pub async fn guard(State(site): State<Site>, request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    match checked(&site, request).await {
        Ok(request) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

async fn checked(site: &Site, request: Request) -> Result<Request, Refusal> {
    if !comes_from_us(request.headers(), site.settings().origin.as_deref()) {
        return Err(Refusal::of(Trouble::Forbidden).because("the request came from another site"));
    }
    let (mut parts, body) = request.into_parts();
    let binding = parts.extensions.get::<Binding>().cloned();
    let in_header = parts.headers.get(HEADER).and_then(|value| value.to_str().ok());
    let in_header = in_header.map(str::to_owned);
    let media = media(&parts.headers);
    let (token, body) = if media == "application/x-www-form-urlencoded" {
        let (pairs, bytes) = form(body).await?;
        let token = pairs.iter().find(|(name, _)| name == FIELD).map(|(_, value)| value.clone());
        parts.extensions.insert(Pairs(pairs));
        (in_header.or(token), Body::from(bytes))
    } else if let Some(token) = in_header {
        (Some(token), body)
    } else if media.starts_with("multipart/form-data") {
        first_part(body).await?
    } else {
        (None, body)
    };
    let fits = match (binding, token) {
        (Some(binding), Some(token)) => site.csrf().verify(&binding, &token),
        _ => false,
    };
    if !fits {
        return Err(Refusal::of(Trouble::FormExpired));
    }
    Ok(Request::from_parts(parts, body))
}

/// What the browser itself says: `Sec-Fetch-Site`, else the `Origin` against
/// our own. A browser too old to say either is left to the token.
fn comes_from_us(headers: &HeaderMap, ours: Option<&str>) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text("origin"), ours, text("host")) {
        (None, _, _) => true,
        (Some(origin), Some(ours), _) => origin == ours,
        (Some(origin), None, Some(host)) => {
            origin.split_once("://").is_some_and(|(_, authority)| authority == host)
        }
        (Some(_), None, None) => false,
    }
}

fn media(headers: &HeaderMap) -> String {
    let text = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let text = text.unwrap_or("");
    text.split(';').next().unwrap_or("").trim().to_ascii_lowercase()
}

async fn form(body: Body) -> Result<(Vec<(String, String)>, Bytes), Refusal> {
    let bytes = axum::body::to_bytes(body, FORM_LIMIT).await.map_err(|_| Refusal::of(Trouble::TooLarge))?;
    let pairs: Vec<(String, String)> =
        form_urlencoded::parse(&bytes).take(FIELD_LIMIT).map(|pair| (pair.0.into(), pair.1.into())).collect();
    Ok((pairs, bytes))
}

/// Reads just far enough into a form with files to see its first field, which
/// our forms make the token, and gives the body back whole.
async fn first_part(body: Body) -> Result<(Option<String>, Body), Refusal> {
    let mut rest = body.into_data_stream();
    let mut seen = Vec::new();
    let mut token = None;
    while token.is_none() && seen.len() < TOKEN_WITHIN {
        match rest.next().await {
            Some(Ok(bytes)) => seen.extend_from_slice(&bytes),
            Some(Err(_)) => return Err(Refusal::of(Trouble::BadRequest)),
            None => break,
        }
        token = token_of(&seen[..seen.len().min(TOKEN_WITHIN)]);
    }
    let seen = stream::once(async move { Ok::<_, axum::Error>(Bytes::from(seen)) });
    Ok((token, Body::from_stream(seen.chain(rest))))
}

/// The value of the first part, if that part is complete and is the token.
fn token_of(seen: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(seen);
    let (head, rest) = text.split_once("\r\n\r\n")?;
    let wanted = format!("name=\"{FIELD}\"");
    let (_boundary, head) = head.split_once("\r\n")?;
    head.contains(&wanted).then(|| rest.split_once("\r\n--").map(|(value, _)| value.to_owned()))?
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    (0..32).map(|place| u8::from_str_radix(&text[place * 2..place * 2 + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_fits_only_its_session_and_its_key() {
        let key = Key::new([1; 32]);
        let mine = Binding("session-a".to_owned());
        let token = key.token(&mine);
        assert!(key.verify(&mine, &token));
        assert!(!key.verify(&Binding("session-b".to_owned()), &token));
        assert!(!Key::new([2; 32]).verify(&mine, &token));
        assert_ne!(token, key.token(&mine), "no two pages bear the same token");
        let mut bent = token.clone();
        bent.replace_range(0..1, if token.starts_with('0') { "1" } else { "0" });
        for wrong in ["", ".", "x.y", &bent, &token[..token.len() - 1]] {
            assert!(!key.verify(&mine, wrong), "{wrong}");
        }
    }

    #[test]
    fn the_browser_tells_where_a_post_comes_from() {
        let headers = |pairs: &[(&'static str, &'static str)]| {
            pairs.iter().fold(HeaderMap::new(), |mut map, (name, value)| {
                map.insert(*name, value.parse().expect("a header value"));
                map
            })
        };
        let us = Some("https://rasoat.example");
        assert!(comes_from_us(&headers(&[("sec-fetch-site", "same-origin")]), us));
        assert!(!comes_from_us(&headers(&[("sec-fetch-site", "same-site")]), us));
        assert!(!comes_from_us(&headers(&[("sec-fetch-site", "cross-site")]), us));
        assert!(comes_from_us(&headers(&[("origin", "https://rasoat.example")]), us));
        assert!(!comes_from_us(&headers(&[("origin", "https://evil.example")]), us));
        assert!(comes_from_us(&headers(&[("origin", "http://a:8080"), ("host", "a:8080")]), None));
        assert!(!comes_from_us(&headers(&[("origin", "null"), ("host", "a:8080")]), None));
        assert!(comes_from_us(&headers(&[]), us), "an old browser is left to the token");
    }

    #[test]
    fn only_the_first_part_of_an_upload_can_be_its_token() {
        let first = b"--x\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\nabc.def\r\n--x\r\n";
        assert_eq!(token_of(first).as_deref(), Some("abc.def"));
        assert_eq!(token_of(&first[..first.len() - 6]), None, "not yet complete");
        let second =
            b"--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nname=\"_csrf\"\r\n\r\nabc\r\n--x";
        assert_eq!(token_of(second), None);
    }
}
