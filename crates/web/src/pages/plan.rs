//! Issued plans: the list, taking one in, reviewing what was read, and making a
//! campaign of it.
//!
//! Not here: the reading (`reader`), the act of making (`app`).

mod count;
mod draft;
mod edit;
mod review;

use app::acts::file::Upload as Taken;
use app::acts::plan;
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, OriginalUri, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use domain::identifier::PlanId;
use domain::policy::Action;
use jiff::Timestamp;

pub use draft::DraftPage;
pub use edit::EditPage;
pub use review::ReviewPage;

use crate::flash::Tell;
use crate::form::{Field, Form, Kind};
use crate::frame::{FlashKind, Frame};
use crate::list::{Column, ListState, Table};
use crate::nav::Nav;
use crate::pages::{self, Page, Samples};
use crate::parts::badge::{Badge, Tone};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::upload::{Limits, Part, Upload};
use crate::visit::Visit;

pub const PATH: &str = "/plans";
pub const NEW: &str = "/plans/new";

/// Plans on one page of the list.
const PER_PAGE: u64 = 50;
/// The largest plan file, in bytes.
const LARGEST: u64 = 25 * 1024 * 1024;

/// The list of plans.
#[derive(Debug, Template)]
#[template(path = "pages/plan_list.html")]
pub struct PlanList {
    f: Frame,
    table: Table,
    rows: Vec<PlanRow>,
    may_add: bool,
}

#[derive(Debug)]
struct PlanRow {
    href: String,
    title: String,
    kind: String,
    file: String,
    state: Badge,
    uploaded: String,
}

/// The form that takes a file in.
#[derive(Debug, Template)]
#[template(path = "pages/plan_new.html")]
pub struct PlanNew {
    f: Frame,
    form: Form,
}

pub fn routes() -> Router<Site> {
    Router::new()
        .route(PATH, get(list))
        .route(NEW, get(blank).post(take).layer(DefaultBodyLimit::disable()))
        .route("/plans/{id}", get(review::show))
        .route("/plans/{id}/answer", post(review::answer))
        .route("/plans/{id}/edit/{part}/{at}", get(edit::show).post(edit::save))
        .route("/plans/{id}/campaign", get(draft::show).post(draft::create))
}

/// The identifier in an address; one that is none is no such page.
pub(crate) fn id<T: std::str::FromStr>(text: &str) -> Result<T, Refusal> {
    T::from_str(text).map_err(|_| Refusal::not_found())
}

async fn list(
    State(site): State<Site>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let state = ListState::read(PATH, uri.query(), PER_PAGE);
    let offset = u32::try_from(state.offset()).unwrap_or(u32::MAX);
    let plans = plan::list(app, who, PER_PAGE as u32, offset).await?;
    let rows: Vec<_> = plans
        .into_iter()
        .map(|plan| PlanRow {
            href: format!("{PATH}/{}", plan.id),
            title: plan.title,
            kind: plan.kind,
            file: plan.file_name,
            state: state_badge(visit.lang, &plan.state),
            uploaded: visit.lang.moment(plan.uploaded_at),
        })
        .collect();
    let count = rows.len() as u64 + state.offset();
    pages::show(&PlanList::new(visit.frame(), state, rows, count, who.may(Action::PlanManage)))
}

fn state_badge(lang: crate::words::Lang, state: &str) -> Badge {
    let (tone, key) = match state {
        "used" => (Tone::Done, "plan-state-used"),
        "withdrawn" => (Tone::Outside, "plan-state-withdrawn"),
        _ => (Tone::Going, "plan-state-reviewing"),
    };
    Badge::new(tone, lang.t(key))
}

fn fields() -> Vec<Field> {
    vec![
        Field::new("file", "plan-file", Kind::File { accept: ".docx,.pdf,.txt,.md", many: false })
            .required()
            .help("plan-file-help"),
    ]
}

async fn blank(visit: Visit) -> Result<Response, Refusal> {
    let who = visit.actor()?;
    who.scope(Action::PlanManage).ok_or_else(|| app::Refusal::NotAllowed(Action::PlanManage.code()))?;
    pages::show(&PlanNew::new(visit.frame(), Form::blank(visit.lang, fields())))
}

async fn take(State(site): State<Site>, visit: Visit, parts: Multipart) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let mut form = Form::blank(visit.lang, fields());
    let mut upload = Upload::new(parts, Limits { file: LARGEST, files: 1, ..Limits::default() });
    let mut taken = None;
    while let Some(part) = upload.next().await? {
        if let Part::File(file) = part {
            let received = file.whole().await?;
            taken = Some(Taken { name: received.name, bytes: received.bytes });
        }
    }
    let Some(taken) = taken else {
        form.fail("file", "form-required");
        return again(&visit, form);
    };
    match plan::upload(app, who, taken).await {
        Ok(id) => {
            Ok(Tell::new(FlashKind::Done, "plan-taken")
                .on(&format!("{PATH}/{id}"), site.settings().behind_tls))
        }
        Err(app::Refusal::Marked) => {
            form.fail("file", "file-marked");
            again(&visit, form)
        }
        Err(app::Refusal::Unreadable(why)) => {
            form.fail_with("file", "plan-unreadable", vec![("why", why.into())]);
            again(&visit, form)
        }
        Err(app::Refusal::Invalid(faults)) => {
            for fault in faults {
                form.fail("file", fault.key);
            }
            again(&visit, form)
        }
        Err(other) => Err(other.into()),
    }
}

fn again(visit: &Visit, form: Form) -> Result<Response, Refusal> {
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &PlanNew::new(visit.frame(), form))
}

impl PlanList {
    fn new(f: Frame, state: ListState, rows: Vec<PlanRow>, count: u64, may_add: bool) -> Self {
        let columns = ["plan-title", "plan-kind", "plan-file-name", "plan-state", "plan-uploaded"];
        let columns = columns.into_iter().map(|key| Column::new(f.t(key))).collect();
        let caption = f.t("plan-list");
        let table = Table::new(state, caption.clone(), columns).counting(count);
        let campaigns = f.t("nav-campaigns");
        let f = f.titled(caption, Some(Nav::Campaigns)).under(campaigns, "/campaigns");
        PlanList { f, table, rows, may_add }
    }
}

impl Page for PlanList {
    const NAME: &'static str = "plan_list";

    fn samples(frame: &Frame) -> Samples<Self> {
        let state = || ListState::read(PATH, None, PER_PAGE);
        let row = PlanRow {
            href: "/plans/1".into(),
            title: "Kiểm tra công tác bảo đảm an ninh mạng năm 2026".into(),
            kind: "inspection_plan".into(),
            file: "ke-hoach-2026.docx".into(),
            state: state_badge(frame.lang, "reviewing"),
            uploaded: frame.lang.moment(Timestamp::UNIX_EPOCH),
        };
        vec![
            ("empty", PlanList::new(frame.clone(), state(), Vec::new(), 0, true)),
            ("full", PlanList::new(frame.clone(), state(), vec![row], 1, false)),
        ]
    }
}

impl PlanNew {
    fn new(f: Frame, form: Form) -> Self {
        let title = f.t("plan-new");
        let list = f.t("plan-list");
        PlanNew { f: f.titled(title, Some(Nav::Campaigns)).under(list, PATH), form }
    }
}

impl Page for PlanNew {
    const NAME: &'static str = "plan_new";

    fn samples(frame: &Frame) -> Samples<Self> {
        let mut wrong = Form::blank(frame.lang, fields());
        wrong.fail("file", "file-marked");
        vec![
            ("blank", PlanNew::new(frame.clone(), Form::blank(frame.lang, fields()))),
            ("wrong", PlanNew::new(frame.clone(), wrong)),
        ]
    }
}

/// The plan a page's address names.
pub(crate) fn plan_id(text: &str) -> Result<PlanId, Refusal> {
    id(text)
}
