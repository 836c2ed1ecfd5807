//! Requests as the whole site answers them, without a record behind it: addresses,
//! query strings, headers, cookies, forms, forms with files.
//!
//! The first line is method and address, the next lines headers, then a blank line
//! and the body. A form gets a token that fits, so that it is read. A site without a
//! record answers 500 where it would ask it, so the answer's number says nothing; a panic
//! of ours ends the target though the site catches it.

#![no_main]

use axum::body::{Body, to_bytes};
use axum::http::Request;
use rasoat_fuzz::{fuzz, seed};
use std::sync::LazyLock;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;
use web::gate::rehearsal::{Rehearsal, SESSION};
use web::{Settings, Site, csrf, router};

const SECRET: [u8; 32] = [7; 32];
/// Bytes of an answer.
const ANSWER: usize = 16 << 20;

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().enable_time().build().expect("a runtime"));
static SITE: LazyLock<axum::Router> = LazyLock::new(|| {
    router(Site::new(Settings { secret: SECRET, body_limit: 300_000, ..Settings::default() }, Rehearsal))
});

fuzz!(seed::requests, |data| {
    let Some(request) = request(data) else { return };
    RUNTIME.block_on(async {
        let Ok(answer) = SITE.clone().oneshot(request).await;
        let _ = to_bytes(answer.into_body(), ANSWER).await;
    });
});

fn request(data: &[u8]) -> Option<Request<Body>> {
    let (head, body) = match data.windows(2).position(|two| two == b"\n\n") {
        Some(at) => (&data[..at], &data[at + 2..]),
        None => (data, &b""[..]),
    };
    let mut lines = head.split(|byte| *byte == b'\n');
    let mut first = lines.next()?.splitn(2, |byte| *byte == b' ');
    let (method, path) = (first.next()?, std::str::from_utf8(first.next()?).ok()?);
    let mut request = Request::builder().method(method).uri(path).header("host", "a");
    for line in lines.take(16) {
        let at = line.iter().position(|byte| *byte == b':')?;
        request = request.header(&line[..at], line[at + 1..].trim_ascii());
    }
    let token = csrf::Key::new(SECRET).token(&csrf::Binding(SESSION.to_owned()));
    request
        .header("cookie", format!("rasoat-session={SESSION}"))
        .header(csrf::HEADER, token)
        .body(Body::from(body.to_vec()))
        .ok()
}
