//! Việc của tôi: what waits for the person, nearest day first.
//!
//! Not here: what is owed by whom (`app::acts::work`).

use app::acts::work::{self, Waiting, WaitingKind};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

use crate::frame::Frame;
use crate::list::{Column, ListState, Table};
use crate::nav::Nav;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

pub const PATH: &str = "/";

/// More rows than anyone has; the table needs a number.
const PER_PAGE: u64 = 500;

#[derive(Debug, Template)]
#[template(path = "pages/home.html")]
pub struct Home {
    f: Frame,
    table: Table,
    rows: Vec<Waiting>,
}

pub fn routes() -> Router<Site> {
    Router::new().route(PATH, get(show))
}

async fn show(State(site): State<Site>, visit: Visit) -> Result<Response, Refusal> {
    let waiting = work::mine(site.app()?, visit.actor()?).await?;
    pages::show(&Home::new(visit.frame(), waiting))
}

impl Home {
    fn new(f: Frame, rows: Vec<Waiting>) -> Self {
        let columns =
            ["home-what", "home-about", "home-due"].into_iter().map(|key| Column::new(f.t(key))).collect();
        let title = f.t("nav-my-work");
        let state = ListState::read(PATH, None, PER_PAGE);
        let table = Table::new(state, title.clone(), columns).counting(rows.len() as u64);
        Home { f: f.titled(title, Some(Nav::MyWork)), table, rows }
    }
}

impl Page for Home {
    const NAME: &'static str = "home";

    fn samples(frame: &Frame) -> Samples<Self> {
        let waiting = |kind, about: &str, due_on| Waiting {
            kind,
            about: about.into(),
            due_on,
            href: "/campaigns/1".into(),
        };
        let due = Some(jiff::civil::date(2026, 11, 23));
        let rows = vec![
            waiting(WaitingKind::ReportToWrite, "Sở Y tế", due),
            waiting(WaitingKind::ReportReturned, "Sở Y tế", due),
            waiting(WaitingKind::FindingsOpen, "Sở Y tế", None),
            waiting(WaitingKind::CampaignToOpen, "Kiểm tra năm 2026", None),
            waiting(WaitingKind::NoticeToConfirm, "Lịch kiểm tra ngày 23/11/2026", None),
        ];
        vec![("nothing", Home::new(frame.clone(), Vec::new())), ("full", Home::new(frame.clone(), rows))]
    }
}
