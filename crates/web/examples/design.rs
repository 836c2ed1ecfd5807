//! Serves the design page, signing in and the refusals without a record behind
//! them: `cargo run -p rasoat-web --example design [port]`, then `/design`.
//! The person is `an.nguyen`, the password `mật khẩu thử`.

use axum::Router;
use axum::extract::{OriginalUri, State};
use axum::response::Html;
use axum::routing::{get, post};
use rasoat_web::gate::rehearsal::{self, Rehearsal};
use rasoat_web::refusal::{Refusal, Trouble};
use rasoat_web::saved::{Change, Saved};
use rasoat_web::{Settings, Site, Visit, csrf, pages, site};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(8070);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let site = Site::new(Settings::default(), Rehearsal);
    let routes: Router<Site> = pages::routes()
        .route("/design", get(sample).post(refuse))
        .route("/sample/{page}/{state}", get(sample))
        .route("/design/save", post(save))
        .route("/search", get(part))
        .route("/jobs/{job}", get(part));
    axum::serve(listener, site::around(site, routes)).await?;
    Ok(())
}

/// A sample by its name, as `/sample/sign_in/locked`.
async fn sample(
    State(site): State<Site>,
    OriginalUri(address): OriginalUri,
    visit: Visit,
) -> Result<Html<String>, Refusal> {
    let mut frame = rehearsal::frame(visit.lang, visit.theme);
    frame.csrf = visit.frame().csrf;
    frame.path.clone_from(&visit.path);
    let _ = site;
    let path = address.path().replace("%20", " ");
    let wanted = path.strip_prefix("/sample/").unwrap_or("design/all");
    let found = pages::samples(&frame).into_iter().find(|sample| sample.name == wanted);
    found.map(|sample| Html(sample.html)).ok_or_else(Refusal::not_found)
}

/// The part of the design page that a script asks for alone.
async fn part(OriginalUri(address): OriginalUri, visit: Visit) -> Result<Html<String>, Refusal> {
    let frame = rehearsal::frame(visit.lang, visit.theme);
    let part = pages::design::part(&frame, address.path());
    part.map(Html).ok_or_else(Refusal::not_found)
}

async fn refuse() -> Refusal {
    Refusal::of(Trouble::Conflict)
}

/// Keeps nothing; a value of "409", "422" or "500" tries that answer.
async fn save(visit: Visit, pairs: csrf::Pairs) -> Result<Saved, Refusal> {
    let change = Change::read(pairs)?;
    match change.value.as_str() {
        "409" => Ok(Saved::Conflict {
            theirs: "Đã lắp khóa từ ngày 12/11/2026.".to_owned(),
            by: "Trần Thị Bình".to_owned(),
            version: "8".to_owned(),
        }),
        "422" => Ok(Saved::Refused { reason: "Nội dung quá dài.".to_owned() }),
        "500" => Err(Refusal::internal("asked for")),
        _ => Ok(Saved::Kept { time: visit.lang.second(visit.now), version: "8".to_owned() }),
    }
}
