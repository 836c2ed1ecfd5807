//! Language, theme and campaign, chosen in the top bar and kept in cookies.
//!
//! Not here: what they change (`visit` reads them).

use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::Response;
use axum::routing::post;

use crate::cookies::{self, Cookie, Life, YEAR};
use crate::csrf::Pairs;
use crate::flash;
use crate::refusal::{Refusal, Trouble};
use crate::site::Site;
use crate::theme::Theme;
use crate::words::Lang;

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/preferences/language", post(language))
        .route("/preferences/theme", post(theme))
        .route("/preferences/campaign", post(campaign))
}

async fn language(State(site): State<Site>, pairs: Pairs) -> Result<Response, Refusal> {
    let chosen = Lang::from_code(value(&pairs, "language")).ok_or_else(unknown)?;
    Ok(keep(&site, &pairs, cookies::LANGUAGE, chosen.code()))
}

async fn theme(State(site): State<Site>, pairs: Pairs) -> Result<Response, Refusal> {
    let chosen = Theme::from_code(value(&pairs, "theme")).ok_or_else(unknown)?;
    Ok(keep(&site, &pairs, cookies::THEME, chosen.code()))
}

/// Only keeps the choice; whether the person may see that campaign is asked by
/// every page that shows it.
async fn campaign(State(site): State<Site>, pairs: Pairs) -> Result<Response, Refusal> {
    let chosen = value(&pairs, "campaign");
    let plain = chosen.len() <= 64 && chosen.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !plain {
        return Err(unknown());
    }
    Ok(keep(&site, &pairs, cookies::CAMPAIGN, chosen))
}

fn keep(site: &Site, pairs: &Pairs, cookie: Cookie, chosen: &str) -> Response {
    let mut response = flash::go(value(pairs, "back"));
    let line = cookie.write(chosen, Life::Seconds(YEAR), site.settings().behind_tls);
    response.headers_mut().append(header::SET_COOKIE, line);
    response
}

fn value<'a>(pairs: &'a Pairs, name: &str) -> &'a str {
    pairs.0.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
}

fn unknown() -> Refusal {
    Refusal::of(Trouble::BadRequest)
}
