//! The files that pages name: styles, scripts, fonts, pictures. They are part
//! of the program (`build.rs` gathered them) and their addresses carry their
//! hash, so that a browser may keep them for ever.
//!
//! Not here: files of the record (evidence, papers), which are never public.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};

/// One embedded file.
#[derive(Debug)]
pub struct Asset {
    pub name: &'static str,
    pub hash: &'static str,
    /// `/assets/<hash>/<name>`.
    pub address: &'static str,
    pub media: &'static str,
    pub plain: &'static [u8],
    pub gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The route under which [`get`] serves.
pub const PATH: &str = "/assets/{hash}/{name}";

const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// The address of a file, for templates. A name that no file has gives an
/// address that answers 404; a test holds every name templates use.
pub fn url(name: &str) -> &'static str {
    find(name).map_or("/assets/none/missing", |asset| asset.address)
}

pub fn find(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

/// Answers with the file, if its hash is the one we have.
pub async fn get(Path((hash, name)): Path<(String, String)>, headers: HeaderMap) -> Response<Body> {
    match find(&name) {
        Some(asset) if asset.hash == hash => answer(asset, &headers),
        _ => plain(StatusCode::NOT_FOUND),
    }
}

fn answer(asset: &'static Asset, headers: &HeaderMap) -> Response<Body> {
    let gzip = asset.gzip.filter(|_| names(headers, header::ACCEPT_ENCODING, "gzip"));
    // Two encodings are two representations: each has its own tag.
    let tag = format!("\"{}{}\"", asset.hash, if gzip.is_some() { "-gz" } else { "" });
    let fresh = names(headers, header::IF_NONE_MATCH, &tag);
    let mut response = if fresh {
        plain(StatusCode::NOT_MODIFIED)
    } else {
        Response::new(Body::from(gzip.unwrap_or(asset.plain)))
    };
    let answered = response.headers_mut();
    answered.insert(header::CACHE_CONTROL, HeaderValue::from_static(FOR_EVER));
    answered.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answered.insert(header::ETAG, tag);
    }
    if !fresh {
        answered.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.media));
        if gzip.is_some() {
            answered.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
    }
    response
}

/// Whether one of the comma-separated values of a header is the wanted one,
/// whatever its weight; `gzip;q=0` is a refusal.
fn names(headers: &HeaderMap, name: header::HeaderName, wanted: &str) -> bool {
    headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).any(|value| {
        value.split(',').take(32).any(|entry| {
            let (value, weight) = entry.split_once(';').unwrap_or((entry, ""));
            let refused = weight
                .trim()
                .strip_prefix("q=")
                .is_some_and(|weight| weight.parse::<f32>().is_ok_and(|weight| weight <= 0.0));
            value.trim().trim_start_matches("W/") == wanted && !refused
        })
    })
}

fn plain(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
