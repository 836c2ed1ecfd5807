//! Việc của tôi: what waits for the person, nearest day first; what they did
//! today below.
//!
//! Not here: what is owed by whom (`app::acts::work`).

use app::acts::work::{self, Done, Waiting, WaitingKind, Why, Work};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use jiff::civil::Date;

use crate::frame::Frame;
use crate::list::{Column, ListState, Table};
use crate::nav::Nav;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::{Lang, Value};

pub const PATH: &str = "/";

/// More rows than anyone has; the table needs a number.
const PER_PAGE: u64 = 1_000;

#[derive(Debug, Template)]
#[template(path = "pages/home.html")]
pub struct Home {
    f: Frame,
    table: Table,
    rows: Vec<Row>,
    /// What comes next, in words, when nothing waits.
    next: String,
    next_href: String,
    next_act: String,
    done: Vec<DoneRow>,
}

#[derive(Debug)]
struct Row {
    what: String,
    about: String,
    within: String,
    why: String,
    clause: String,
    due: Option<Date>,
    /// The day is when it is, not until when it must be done.
    is_appointment: bool,
    act: String,
    href: String,
}

#[derive(Debug)]
struct DoneRow {
    words: String,
    when: String,
    href: String,
}

pub fn routes() -> Router<Site> {
    Router::new().route(PATH, get(show))
}

async fn show(State(site): State<Site>, visit: Visit) -> Result<Response, Refusal> {
    let work = work::mine(site.app()?, visit.actor()?).await?;
    pages::show(&Home::new(visit.frame(), work))
}

impl Home {
    fn new(f: Frame, work: Work) -> Self {
        let columns = ["home-what", "home-why", "home-due", "home-act"];
        let columns = columns.into_iter().map(|key| Column::new(f.t(key))).collect();
        let title = f.t("nav-my-work");
        let state = ListState::read(PATH, None, PER_PAGE);
        let table = Table::new(state, title.clone(), columns).counting(work.waiting.len() as u64);
        let (next, next_href, next_act) = match &work.next {
            Some(next) => (coming(&f, next), next.href.clone(), f.t("home-next-act")),
            // Who only looks on has the whole province to look at.
            None if f.nav.contains(&Nav::Overview) => {
                (f.t("home-none-next"), Nav::Overview.path().into(), f.t("home-overview-act"))
            }
            None => (f.t("home-none-next"), String::new(), String::new()),
        };
        let rows = work.waiting.into_iter().map(|waiting| Row::new(f.lang, waiting)).collect();
        let done = work.done.into_iter().filter_map(|done| DoneRow::new(f.lang, done)).collect();
        Home { f: f.titled(title, Some(Nav::MyWork)), table, rows, next, next_href, next_act, done }
    }
}

fn coming(f: &Frame, next: &Waiting) -> String {
    let what = f.t(&format!("home-{}", next.kind.code()));
    let when = next.due_on.map(|day| f.lang.date(day)).unwrap_or_default();
    f.t_with("home-next", &[("what", what.as_str()), ("about", next.about.as_str()), ("when", when.as_str())])
}

impl Row {
    fn new(lang: Lang, waiting: Waiting) -> Self {
        let code = waiting.kind.code();
        let what = lang.t(&format!("home-{code}"));
        Row {
            what: if waiting.count > 1 {
                lang.t_with(
                    "home-many",
                    &[("what", Value::words(&what)), ("count", Value::from(waiting.count))],
                )
            } else {
                what
            },
            act: lang.t(&format!("home-act-{code}")),
            why: lang.t(&format!("home-why-{}", waiting.why.code())),
            about: waiting.about,
            within: waiting.within,
            clause: waiting.clause,
            due: waiting.due_on,
            is_appointment: waiting.kind == WaitingKind::VisitComing,
            href: waiting.href,
        }
    }
}

impl DoneRow {
    /// Acts without words of their own here are small steps of larger ones.
    fn new(lang: Lang, done: Done) -> Option<Self> {
        let key = format!("home-did-{}", done.action.replace(['.', '_'], "-"));
        if !lang.knows(&key) {
            return None;
        }
        let words = lang.t(&key);
        Some(DoneRow {
            words: if done.count > 1 {
                lang.t_with(
                    "home-times",
                    &[("what", Value::words(&words)), ("count", Value::from(done.count))],
                )
            } else {
                words
            },
            when: lang.second(done.at),
            href: done.href.unwrap_or_default(),
        })
    }
}

impl Page for Home {
    const NAME: &'static str = "home";

    fn samples(frame: &Frame) -> Samples<Self> {
        let waiting = |kind, why, due_on: Option<Date>, count| Waiting {
            kind,
            about: "Sở Y tế".into(),
            within: "Kiểm tra công tác bảo đảm an ninh mạng năm 2026".into(),
            why,
            clause: if due_on.is_some() {
                "trước ngày kiểm tra 05 ngày".into()
            } else {
                String::new()
            },
            due_on,
            count,
            href: "/campaigns/1".into(),
        };
        let day = |day: i8| (day < 28).then(|| jiff::civil::date(2026, 11, day));
        let whys = [Why::Focal, Why::Head, Why::Team, Why::Office, Why::Named, Why::Addressee];
        let rows = WaitingKind::ALL
            .into_iter()
            .zip(whys.into_iter().cycle())
            .zip(12_i8..)
            .map(|((kind, why), at)| waiting(kind, why, day(at), i64::from(at % 2) * 3 + 1))
            .collect();
        let done = |action: &str, count| Done {
            action: action.into(),
            count,
            at: frame.now,
            href: Some("/self-reports/1".into()),
        };
        let next = waiting(WaitingKind::VisitComing, Why::Focal, Some(jiff::civil::date(2027, 3, 8)), 1);
        let full =
            Work { waiting: rows, next: None, done: vec![done("report.save", 12), done("report.submit", 1)] };
        vec![
            ("nothing", Home::new(frame.clone(), Work::default())),
            ("later", Home::new(frame.clone(), Work { next: Some(next), ..Work::default() })),
            ("full", Home::new(frame.clone(), full)),
        ]
    }
}
