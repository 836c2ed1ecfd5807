//! Notices: one's own, unread first, answered in place; the bell of the top bar.
//! The folder beside this file holds the register of every notice sent (`log`).
//!
//! Not here: whom something is told (`app`), what it says (`papers::message`).

mod log;

pub use log::{LoggedPage, NoticeLog};

use app::acts::notice::{self, Attached, Notice};
use askama::Template;
use axum::Router;
use axum::extract::{OriginalUri, Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{get, post};
use domain::identifier::{FileId, NoticeId};
use domain::policy::Action;

use crate::flash::{self, Tell};
use crate::frame::{FlashKind, Frame};
use crate::list::{ListState, Table};
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples, download};
use crate::parts::badge::Tone;
use crate::parts::files::{FileLine, Files};
use crate::parts::notices::{Notice as Line, Notices};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

pub const PATH: &str = "/notices";
const PER_PAGE: u64 = 30;

/// One's own notices.
#[derive(Debug, Template)]
#[template(path = "pages/notice_list.html")]
pub struct NoticeList {
    f: Frame,
    table: Table,
    notices: Notices,
    unread: u32,
    may_see_log: bool,
}

/// What opens under the bell.
#[derive(Debug, Template)]
#[template(path = "pages/notice_bell.html")]
pub struct NoticeBell {
    f: Frame,
    notices: Notices,
}

/// One of one's own notices, whole.
#[derive(Debug, Template)]
#[template(path = "pages/notice.html")]
pub struct NoticePage {
    f: Frame,
    href: String,
    sent: String,
    paragraphs: Vec<String>,
    link: String,
    files: Files,
    acknowledged: String,
}

pub fn routes() -> Router<Site> {
    Router::new()
        .route(PATH, get(list))
        .route("/notices/bell", get(bell))
        .route("/notices/read", post(read_all))
        .route("/notices/log", get(log::list))
        .route("/notices/log/send", post(log::send_many))
        .route("/notices/log/{id}", get(log::show).post(log::decide))
        .route("/notices/log/{id}/again", post(log::again))
        .route("/notices/log/{id}/files/{file}", get(log::file))
        .route("/notices/{id}", get(show))
        .route("/notices/{id}/acknowledge", post(acknowledge))
        .route("/notices/{id}/files/{file}", get(file))
}

async fn list(
    State(site): State<Site>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let state = ListState::read(PATH, uri.query(), PER_PAGE);
    let offset = u32::try_from(state.offset()).unwrap_or(u32::MAX);
    let (notices, count) = notice::mine(app, who, PER_PAGE as u32, offset).await?;
    let may_see_log = who.may(Action::NoticeSend);
    pages::show(&NoticeList::new(visit.frame(), state, &notices, count, may_see_log))
}

/// The list under the bell, for the page that asks for it.
async fn bell(State(site): State<Site>, visit: Visit, headers: HeaderMap) -> Result<Response, Refusal> {
    let bell = notice::bell(site.app()?, visit.actor()?).await?;
    let page = headers.get("hx-current-url").and_then(|value| value.to_str().ok()).unwrap_or_default();
    pages::show(&NoticeBell::new(visit.frame(), &bell.latest, inside(page)))
}

/// The path of a whole address, for coming back.
fn inside(address: &str) -> &str {
    let after = address.split_once("://").map_or(address, |(_, rest)| rest);
    after.find('/').map_or("/", |at| flash::local(&after[at..]))
}

async fn read_all(State(site): State<Site>, visit: Visit) -> Result<Response, Refusal> {
    let count = notice::mark_all_read(site.app()?, visit.actor()?).await?;
    Ok(Tell::new(FlashKind::Done, "notice-all-read")
        .with("count", count)
        .on(PATH, site.settings().behind_tls))
}

async fn show(State(site): State<Site>, visit: Visit, Path(text): Path<String>) -> Result<Response, Refusal> {
    let (own, files) = notice::get(site.app()?, visit.actor()?, id(&text)?).await?;
    pages::show(&NoticePage::new(visit.frame(), &own, &files))
}

async fn acknowledge(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    notice::acknowledge(site.app()?, visit.actor()?, id::<NoticeId>(&text)?).await?;
    let state = ListState::read(PATH, uri.query(), 1);
    let back = flash::local(state.value("back").unwrap_or(PATH)).to_owned();
    Ok(Tell::new(FlashKind::Done, "notice-acknowledged").on(&back, site.settings().behind_tls))
}

async fn file(
    State(site): State<Site>,
    visit: Visit,
    Path((text, file)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let file: FileId = id(&file)?;
    let (kept, bytes) = notice::file(site.app()?, visit.actor()?, id(&text)?, file).await?;
    Ok(download(&kept.name, &kept.media_type, bytes))
}

/// Notices as lines; those not confirmed can be, in place, and lead back.
fn lines(f: &Frame, notices: &[Notice], back: &str) -> Notices {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("back", back).finish();
    let lines = notices
        .iter()
        .map(|one| {
            let read = one.read_at.is_some() || one.acknowledged_at.is_some();
            Line {
                tone: tone(&one.kind),
                words: one.subject.clone(),
                why: one
                    .acknowledged_at
                    .map(|at| f.t_with("notice-acknowledged-at", &[("moment", f.lang.moment(at))]))
                    .unwrap_or_default(),
                when: f.lang.moment(one.created_at),
                href: format!("{PATH}/{}", one.id),
                act: one.acknowledged_at.is_none().then(|| {
                    (f.t("notice-acknowledge-act"), format!("{PATH}/{}/acknowledge?{query}", one.id))
                }),
                read,
            }
        })
        .collect();
    Notices { f: f.clone(), label: f.t("notice-list"), notices: lines }
}

fn tone(kind: &str) -> Tone {
    match kind {
        "urging" | "overdue_units" => Tone::Late,
        "finding_due" | "report_due" | "programme_report_due" | "programme_tasks_due" => Tone::Warning,
        "finding_step" | "report_accepted" => Tone::Going,
        _ => Tone::Waiting,
    }
}

fn file_lines(lang: Lang, label: String, href: &str, files: &[Attached]) -> Files {
    let files = files
        .iter()
        .map(|at| FileLine {
            name: at.file.name.clone(),
            href: format!("{href}/files/{}", at.file.id),
            bytes: at.file.size.unsigned_abs(),
            sha256: at.file.sha256.clone(),
            when: lang.moment(at.file.uploaded_at),
            who: String::new(),
            note: String::new(),
        })
        .collect();
    Files { lang, label, files }
}

fn paragraphs(body: &str) -> Vec<String> {
    body.split("\n\n").map(str::to_owned).collect()
}

impl NoticeList {
    fn new(f: Frame, state: ListState, notices: &[Notice], count: i64, may_see_log: bool) -> Self {
        let title = f.t("notice-list");
        let table = Table::new(state, title.clone(), Vec::new()).counting(count.unsigned_abs());
        NoticeList {
            notices: lines(&f, notices, PATH),
            unread: f.bell,
            f: f.titled(title, None),
            table,
            may_see_log,
        }
    }
}

impl NoticeBell {
    fn new(f: Frame, notices: &[Notice], back: &str) -> Self {
        NoticeBell { notices: lines(&f, notices, back), f }
    }
}

impl NoticePage {
    fn new(f: Frame, own: &Notice, files: &[Attached]) -> Self {
        let href = format!("{PATH}/{}", own.id);
        let list = f.t("notice-list");
        NoticePage {
            sent: f.lang.moment(own.created_at),
            paragraphs: paragraphs(&own.body),
            link: own.link.clone().unwrap_or_default(),
            files: file_lines(f.lang, f.t("notice-files"), &href, files),
            acknowledged: own
                .acknowledged_at
                .map(|at| f.t_with("notice-acknowledged-at", &[("moment", f.lang.moment(at))]))
                .unwrap_or_default(),
            href,
            f: f.titled(own.subject.clone(), None).under(list, PATH),
        }
    }
}

/// A notice of the invented province An Sơn.
fn sample() -> Notice {
    let at = jiff::Timestamp::constant(1_795_000_000, 0);
    Notice {
        id: NoticeId(uuid::Uuid::nil()),
        once_key: String::new(),
        kind: "finding_request".into(),
        campaign: None,
        object_kind: "finding".into(),
        object_id: String::new(),
        unit: None,
        user: None,
        email: Some("daumoi.yte@anson.example".into()),
        subject: "Yêu cầu khắc phục 03 tồn tại, hạn chế sau kiểm tra".into(),
        body: "Kính gửi: Sở Y tế,\n\nĐề nghị quý đơn vị khắc phục và gửi báo cáo kết quả chậm nhất hết ngày 16/11/2026.".into(),
        link: Some("/findings".into()),
        state: "sent".into(),
        attempts: 1,
        outcome: Some("250 OK".into()),
        created_at: at,
        sent_at: Some(at),
        read_at: None,
        acknowledged_at: None,
        acknowledged_by: None,
    }
}

impl Page for NoticeList {
    const NAME: &'static str = "notice_list";

    fn samples(frame: &Frame) -> Samples<Self> {
        let state = || ListState::read(PATH, None, PER_PAGE);
        let mut confirmed = sample();
        confirmed.id = NoticeId(uuid::Uuid::max());
        confirmed.acknowledged_at = confirmed.sent_at;
        let mut none = frame.clone();
        none.bell = 0;
        vec![
            ("empty", NoticeList::new(none, state(), &[], 0, false)),
            ("full", NoticeList::new(frame.clone(), state(), &[sample(), confirmed], 62, true)),
        ]
    }
}

impl Page for NoticePage {
    const NAME: &'static str = "notice";

    fn samples(frame: &Frame) -> Samples<Self> {
        let mut confirmed = sample();
        confirmed.acknowledged_at = confirmed.sent_at;
        vec![
            ("new", NoticePage::new(frame.clone(), &sample(), &[])),
            ("confirmed", NoticePage::new(frame.clone(), &confirmed, &[])),
        ]
    }
}
