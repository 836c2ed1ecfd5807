//! What a page shall say once after a redirect: kept in a cookie as a Fluent
//! key with its values, never as words, so that no one can put words into it.
//!
//! Not here: painting it (`templates/layout/flash.html`).

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use form_urlencoded::Serializer;

use crate::cookies::{self, Life};
use crate::frame::{Flash, FlashKind};
use crate::words::{Lang, Value};

/// How long a message waits for its page, in seconds.
const WAITS: u32 = 60;
/// The longest value that is carried, in characters.
const LONGEST: usize = 120;

/// A message to tell on the next page.
#[derive(Debug, Clone)]
pub struct Tell {
    kind: FlashKind,
    key: &'static str,
    values: Vec<(&'static str, String)>,
    undo: Option<(&'static str, String)>,
}

impl Tell {
    pub fn new(kind: FlashKind, key: &'static str) -> Self {
        Self { kind, key, values: Vec::new(), undo: None }
    }

    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.values.push((name, value.to_string()));
        self
    }

    /// How to take the act back: the key of the button's word and where it posts.
    pub fn undo(mut self, key: &'static str, href: impl Into<String>) -> Self {
        self.undo = Some((key, href.into()));
        self
    }

    /// The redirect (303) to a page that tells it.
    pub fn on(self, href: &str, secure: bool) -> Response {
        let mut response = go(href);
        let cookie = cookies::FLASH.write(&self.encode(), Life::Seconds(WAITS), secure);
        response.headers_mut().append(header::SET_COOKIE, cookie);
        response
    }

    fn encode(&self) -> String {
        let mut line = Serializer::new(String::new());
        line.append_pair("kind", self.kind.code()).append_pair("key", self.key);
        if let Some((key, href)) = &self.undo {
            line.append_pair("undo", key).append_pair("href", href);
        }
        for (name, value) in &self.values {
            let value: String = value.chars().take(LONGEST).collect();
            line.append_pair(&format!("${name}"), &value);
        }
        line.finish()
    }
}

/// A redirect after a post: the next page is fetched with GET.
pub fn go(href: &str) -> Response {
    let place = local(href).to_owned();
    (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response()
}

/// A path within this site, or `/`: what comes from a request must not lead
/// people elsewhere.
pub fn local(href: &str) -> &str {
    let inside = href.starts_with('/')
        && !href.starts_with("//")
        && !href.contains(['\\', '\r', '\n'])
        && href.is_ascii();
    if inside { href } else { "/" }
}

/// Reads the cookie back into words. Keys we do not know are not told.
pub fn read(cookie: &str, lang: Lang) -> Option<Flash> {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(cookie.as_bytes())
        .take(16)
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
    let find = |wanted: &str| pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let key = find("key").filter(|key| lang.knows(key))?;
    let kind = [FlashKind::Done, FlashKind::Notice, FlashKind::Warning, FlashKind::Failed]
        .into_iter()
        .find(|kind| Some(kind.code()) == find("kind"))?;
    let values: Vec<(&str, Value<'_>)> = pairs
        .iter()
        .filter_map(|(name, value)| {
            let value = value.parse::<i64>().map_or_else(|_| Value::words(value), Value::Figure);
            Some((name.strip_prefix('$')?, value))
        })
        .collect();
    let mut flash = Flash::new(kind, lang.t_with(key, &values));
    if let (Some(undo), Some(href)) = (find("undo").filter(|key| lang.knows(key)), find("href")) {
        flash = flash.with_undo(lang.t(undo), local(href));
    }
    Some(flash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_survives_the_redirect_in_the_readers_language() {
        let tell = Tell::new(FlashKind::Done, "date-days-left")
            .with("days", 3)
            .undo("form-cancel", "/visits/7/undo");
        let flash = read(&tell.encode(), Lang::En).expect("a message");
        assert_eq!(flash.words, "3 days left");
        assert_eq!(flash.undo, Some(("Cancel".to_owned(), "/visits/7/undo".to_owned())));
    }

    #[test]
    fn nobody_can_put_words_or_ways_out_into_a_message() {
        assert_eq!(read("kind=done&key=Your+account+is+closed", Lang::Vi), None);
        let flash = read("kind=done&key=form-cancel&undo=form-cancel&href=//evil.example", Lang::Vi);
        assert_eq!(flash.and_then(|flash| flash.undo).map(|undo| undo.1).as_deref(), Some("/"));
        for href in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", "/a\r\nb"] {
            assert_eq!(local(href), "/", "{href}");
        }
        assert_eq!(local("/units/7?page=2"), "/units/7?page=2");
    }
}
