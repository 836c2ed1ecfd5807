//! The embedded files as browsers get them.

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode};
use rasoat_web::gate::rehearsal::Rehearsal;
use rasoat_web::{Settings, Site, assets, router};
use tower::ServiceExt as _;

async fn get(address: &str, headers: &[(&str, &str)]) -> Response<Body> {
    let mut request = Request::get(address);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).expect("a request");
    router(Site::new(Settings::default(), Rehearsal)).oneshot(request).await.expect("an answer")
}

fn header<'a>(response: &'a Response<Body>, name: &str) -> &'a str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
}

#[tokio::test]
async fn a_file_may_be_kept_for_ever_under_its_hash() {
    let response = get(assets::url("app.css"), &[]).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(header(&response, "content-type"), "text/css; charset=utf-8");
    assert_eq!(header(&response, "cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(header(&response, "x-content-type-options"), "nosniff");
    assert_eq!(get("/assets/000000000000/app.css", &[]).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_browser_that_has_it_is_told_so() {
    let first = get(assets::url("app.js"), &[]).await;
    let tag = header(&first, "etag").to_owned();
    let second = get(assets::url("app.js"), &[("if-none-match", &tag)]).await;
    assert_eq!(second.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(get(assets::url("app.js"), &[("if-none-match", "\"x\"")]).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn gzip_is_given_to_those_who_take_it_under_its_own_tag() {
    let plain = get(assets::url("tabler.css"), &[("accept-encoding", "gzip;q=0")]).await;
    let gzip = get(assets::url("tabler.css"), &[("accept-encoding", "br, gzip")]).await;
    assert_eq!((header(&plain, "content-encoding"), header(&gzip, "content-encoding")), ("", "gzip"));
    assert_ne!(header(&plain, "etag"), header(&gzip, "etag"));
    let sizes = [plain, gzip]
        .map(|response| async { to_bytes(response.into_body(), 10_000_000).await.expect("a body").len() });
    let [plain, gzip] = sizes;
    assert!(gzip.await * 4 < plain.await);
}

#[tokio::test]
async fn fonts_are_served_as_they_are() {
    let name = "be-vietnam-pro-vietnamese-400-normal.woff2";
    let response = get(assets::url(name), &[("accept-encoding", "gzip")]).await;
    assert_eq!(header(&response, "content-type"), "font/woff2");
    assert_eq!(header(&response, "content-encoding"), "");
}

#[test]
fn styles_and_scripts_reach_for_nothing_outside() {
    for asset in assets::ASSETS {
        if !asset.media.starts_with("text/css") {
            continue;
        }
        let text = std::str::from_utf8(asset.plain).expect("text");
        for (place, _) in text.match_indices("url(") {
            let target = text[place + 4..].trim_start_matches(['"', '\'']);
            let inside = target.starts_with("/assets/") || target.starts_with("data:");
            assert!(inside, "{}: {}", asset.name, &target[..target.len().min(60)]);
        }
        assert!(!text.contains("@import"), "{}", asset.name);
    }
}
