//! A search over everything: a page of its own, and the rows the command
//! palette fetches from it.
//!
//! Not here: what is in whose sight (`app::acts::search`).

use app::acts::search::{self, Found as OfKind, Kind};
use askama::Template;
use axum::Router;
use axum::extract::{OriginalUri, State};
use axum::response::Response;
use axum::routing::get;

use crate::frame::Frame;
use crate::list::ListState;
use crate::nav::Nav;
use crate::pages::{self, Page, Samples};
use crate::parts::found::{Found, FoundGroup, FoundRow};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

pub const PATH: &str = "/search";

/// Rows of a kind on the page, and in the palette.
const ON_PAGE: u32 = 20;
const IN_PALETTE: u32 = 5;

#[derive(Debug, Template)]
#[template(path = "pages/search.html")]
pub struct SearchPage {
    f: Frame,
    words: String,
    too_short: bool,
    found: Found,
    /// Kinds of which more was found than is shown, with their lists.
    more: Vec<(String, String)>,
}

pub fn routes() -> Router<Site> {
    Router::new().route(PATH, get(show))
}

async fn show(
    State(site): State<Site>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let state = ListState::read(PATH, uri.query(), 1);
    let words = state.search().trim();
    let each = if visit.fragment { IN_PALETTE } else { ON_PAGE };
    let found = search::search(app, who, words, each).await?;
    if visit.fragment {
        return pages::show(&painted(visit.lang, &found));
    }
    pages::show(&SearchPage::new(visit.frame(), words, &found))
}

fn way(kind: Kind) -> Nav {
    match kind {
        Kind::Unit => Nav::Units,
        Kind::Campaign | Kind::Plan => Nav::Campaigns,
        Kind::Report => Nav::SelfReports,
        Kind::Visit => Nav::Visits,
        Kind::Finding => Nav::Findings,
        Kind::Programme | Kind::Task => Nav::Programmes,
        Kind::Notice => Nav::MyWork,
        Kind::Person => Nav::Admin,
    }
}

fn icon(kind: Kind) -> &'static str {
    match kind {
        Kind::Plan => "file-text",
        Kind::Notice => "bell",
        Kind::Person => "user",
        other => way(other).icon(),
    }
}

fn painted(lang: Lang, found: &[OfKind]) -> Found {
    let groups = found.iter().map(|of_kind| FoundGroup {
        label: lang.t(&format!("search-kind-{}", of_kind.kind.code())),
        icon: icon(of_kind.kind),
        rows: of_kind
            .hits
            .iter()
            .map(|hit| FoundRow {
                label: hit.label.clone(),
                beside: beside(lang, &hit.beside),
                href: of_kind.kind.href(&hit.id),
            })
            .collect(),
    });
    Found { groups: groups.collect() }
}

/// A day is said as people here write it.
fn beside(lang: Lang, text: &str) -> String {
    text.parse::<jiff::civil::Date>().map_or_else(|_| text.to_owned(), |day| lang.date(day))
}

impl SearchPage {
    fn new(f: Frame, words: &str, found: &[OfKind]) -> Self {
        let title = f.t("search-title");
        let f = f.titled(title, None);
        let with_lists = [Kind::Unit, Kind::Report, Kind::Finding];
        let more = found
            .iter()
            .filter(|of_kind| of_kind.more && with_lists.contains(&of_kind.kind))
            .map(|of_kind| {
                let kind = f.t(&format!("search-kind-{}", of_kind.kind.code()));
                let way = way(of_kind.kind);
                let href = ListState::read(way.path(), None, 1).href(crate::list::SEARCH, Some(words));
                (f.t_with("search-more", &[("kind", kind.as_str())]), href)
            })
            .collect();
        SearchPage {
            too_short: domain::text::fold(words).chars().count() < search::SHORTEST,
            found: painted(f.lang, found),
            more,
            words: words.to_owned(),
            f,
        }
    }
}

impl Page for SearchPage {
    const NAME: &'static str = "search";

    fn samples(frame: &Frame) -> Samples<Self> {
        let hit = |label: &str, beside: &str| search::Hit {
            id: "1".into(),
            label: label.into(),
            beside: beside.into(),
        };
        let found = vec![
            OfKind { kind: Kind::Unit, hits: vec![hit("Sở Y tế", "SYT")], more: true },
            OfKind { kind: Kind::Visit, hits: vec![hit("Sở Y tế", "2026-06-12")], more: false },
        ];
        vec![
            ("blank", SearchPage::new(frame.clone(), "", &[])),
            ("nothing", SearchPage::new(frame.clone(), "không có ở đây", &[])),
            ("full", SearchPage::new(frame.clone(), "so y te", &found)),
        ]
    }
}
