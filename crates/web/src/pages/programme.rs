//! Programmes of tasks: the list, one programme as a tree with figures. The
//! folder beside this file holds the draft made of a plan (`draft`), units
//! against tasks (`matrix`), one task (`task`), shares (`share`, `change`), one
//! unit (`unit`), what units report (`report`) and all together (`summary`).
//!
//! Not here: when a share is done or late (`domain::programme`).

mod change;
mod draft;
mod matrix;
mod naming;
mod report;
mod sample;
mod share;
mod summary;
mod task;
mod unit;

pub use change::ChangePage;
pub use draft::DraftPage;
pub use matrix::MatrixPage;
pub use naming::NamingPage;
pub use report::{ReportPage, ReportsPage};
pub use share::{SharePage, SharesPage};
pub use summary::SummaryPage;
pub use task::TaskPage;
pub use unit::UnitPage;

use app::acts::programme::{self, Overview, Programme, Task, TaskRow, Totals};
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, OriginalUri, Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use domain::identifier::ProgrammeId;
use domain::plan::Recurrence;
use domain::policy::Action;
use domain::programme::{Part, Together, Work};
use jiff::civil::Date;

use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::frame::{FlashKind, Frame};
use crate::list::{Column, ListState, Table};
use crate::nav::Nav;
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples};
use crate::parts::badge::{Badge, Tone};
use crate::parts::figures::{FigureCard, Figures};
use crate::parts::progress::Progress;
use crate::parts::tabs::{Tab, Tabs};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::{Lang, Value};

pub const PATH: &str = "/programmes";
const PER_PAGE: u64 = 50;
/// The largest form with files, in bytes.
const LARGEST_FORM: usize = 110 * 1024 * 1024;

/// The list of programmes.
#[derive(Debug, Template)]
#[template(path = "pages/programme_list.html")]
pub struct ProgrammeList {
    f: Frame,
    table: Table,
    rows: Vec<ListRow>,
    may_make: bool,
}

#[derive(Debug)]
struct ListRow {
    href: String,
    title: String,
    number: String,
    years: String,
    units: String,
    done: Progress,
    overdue: i64,
    state: Badge,
}

/// One programme: its tree of tasks.
#[derive(Debug, Template)]
#[template(path = "pages/programme.html")]
pub struct ProgrammePage {
    f: Frame,
    id: String,
    version: i64,
    under: String,
    state: Badge,
    tabs: Tabs,
    figures: Figures,
    rows: Vec<TreeRow>,
    period: String,
    may_manage: bool,
    may_sum_up: bool,
    is_closed: bool,
}

/// A heading or a task of the tree.
#[derive(Debug)]
struct TreeRow {
    href: String,
    code: String,
    title: String,
    /// 0 at the top, 4 at most.
    depth: usize,
    is_task: bool,
    lead: String,
    due: Option<Date>,
    when: String,
    units: String,
    percent: Option<Progress>,
    state: Option<Badge>,
    /// Under a heading: how the tasks below it stand.
    below: String,
}

pub fn routes() -> Router<Site> {
    let with_files = || DefaultBodyLimit::max(LARGEST_FORM);
    Router::new()
        .route(PATH, get(list))
        .route("/plans/{id}/programme", get(draft::show).post(draft::create))
        .route("/plans/{id}/programme/name", get(naming::show).post(naming::keep))
        .route("/programmes/{id}", get(show))
        .route("/programmes/{id}/state", post(set_state))
        .route("/programmes/{id}/matrix", get(matrix::show))
        .route("/programmes/{id}/shares", get(share::list))
        .route(
            "/programmes/{id}/shares/{share}",
            get(share::show).merge(post(share::respond).layer(with_files())),
        )
        .route("/programmes/{id}/shares/{share}/files/{file}", get(share::file))
        .route("/programmes/{id}/shares/{share}/correct", get(change::ask_correct).post(change::correct))
        .route("/programmes/{id}/shares/{share}/remove", get(change::ask_remove).post(change::remove))
        .route("/programmes/{id}/tasks/{task}", get(task::show))
        .route("/programmes/{id}/tasks/{task}/assign", get(change::ask_assign).post(change::assign))
        .route("/programmes/{id}/units/{unit}", get(unit::show))
        .route("/programmes/{id}/reports", get(report::list))
        .route(
            "/programmes/{id}/reports/{kind}/{period}/{unit}",
            get(report::show).merge(post(report::save).layer(with_files())),
        )
        .route("/programmes/{id}/reports/{kind}/{period}/{unit}/step", post(report::step))
        .route("/programmes/{id}/reports/{kind}/{period}/{unit}/files/{file}", get(report::file))
        .route("/programmes/{id}/reports/{kind}/{period}/{unit}/paper/{form}", get(report::paper))
        .route("/programmes/{id}/summaries/{period}", get(summary::show).post(summary::write))
        .route("/programmes/{id}/summaries/{period}/paper/{form}", get(summary::paper))
}

async fn list(
    State(site): State<Site>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let state = ListState::read(PATH, uri.query(), PER_PAGE);
    let (all, count) = programme::list(app, who, PER_PAGE as u32, state.offset() as u32).await?;
    let may_make = who.may(Action::ProgrammeManage);
    pages::show(&ProgrammeList::new(visit.frame(), state, &all, count, may_make))
}

async fn show(State(site): State<Site>, visit: Visit, Path(text): Path<String>) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let whole = programme::overview(app, who, id::<ProgrammeId>(&text)?).await?;
    let rights = Rights { manage: who.may(Action::ProgrammeManage), sum_up: who.may(Action::SummaryRead) };
    pages::show(&ProgrammePage::new(visit.frame(), &whole, rights))
}

/// Ends the programme or takes it up again.
async fn set_state(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map_or("", |(_, v)| v.as_str());
    let closes = value("state") == "closed";
    let version = value("version").parse().unwrap_or(0);
    programme::set_closed(app, who, id(&text)?, version, closes).await?;
    let told = if closes { "programme-now-closed" } else { "programme-now-open" };
    Ok(Tell::new(FlashKind::Done, told).on(&format!("{PATH}/{text}"), site.settings().behind_tls))
}

/// What someone may do with a whole programme.
#[derive(Debug, Clone, Copy, Default)]
struct Rights {
    manage: bool,
    sum_up: bool,
}

/// The pages of one programme, for those who may see them.
fn tabs(lang: Lang, id: &str, on: &str) -> Tabs {
    let tab = |code: &str, rest: &str| {
        Tab::new(lang.t(&format!("programme-tab-{code}")), format!("{PATH}/{id}{rest}")).on(code == on)
    };
    Tabs {
        lang,
        label: lang.t("programme-tabs"),
        tabs: vec![
            tab("tree", ""),
            tab("matrix", "/matrix"),
            tab("shares", "/shares"),
            tab("reports", "/reports"),
        ],
    }
}

/// The frame of a page under one programme.
fn framed(f: Frame, programme: &Programme, title: impl Into<String>) -> Frame {
    let programmes = f.t("nav-programmes");
    f.titled(title, Some(Nav::Programmes))
        .under(programmes, PATH)
        .under(programme.title.clone(), format!("{PATH}/{}", programme.id))
}

fn years(programme: &Programme) -> String {
    match programme.year_to.filter(|to| *to != programme.year) {
        Some(to) => format!("{}–{to}", programme.year),
        None => programme.year.to_string(),
    }
}

fn state_badge(lang: Lang, closed: bool) -> Badge {
    if closed {
        Badge::new(Tone::Outside, lang.t("programme-closed"))
    } else {
        Badge::new(Tone::Going, lang.t("programme-open"))
    }
}

/// How a share stands, in one badge.
fn standing(lang: Lang, work: Work, due: Option<Date>, done_on: Option<Date>, today: Date) -> Badge {
    let late = due.is_some_and(|due| done_on.unwrap_or(today) > due);
    let (tone, key) = match work {
        Work::NotApplicable => (Tone::Outside, "programme-not-applicable"),
        Work::Done if late => (Tone::Warning, "programme-done-late"),
        Work::Done => (Tone::Done, "programme-done"),
        Work::Underway | Work::NotStarted if late => (Tone::Late, "programme-overdue"),
        Work::Underway => (Tone::Going, "programme-underway"),
        Work::NotStarted => (Tone::Idle, "programme-not-started"),
    };
    Badge::new(tone, lang.t(key))
}

fn together_badge(lang: Lang, together: Together) -> Badge {
    let (tone, key) = match together.work {
        Work::NotApplicable => (Tone::Outside, "programme-not-applicable"),
        _ if together.overdue => (Tone::Late, "programme-overdue"),
        Work::Done if together.late => (Tone::Warning, "programme-done-late"),
        Work::Done => (Tone::Done, "programme-done"),
        Work::Underway => (Tone::Going, "programme-underway"),
        Work::NotStarted => (Tone::Idle, "programme-not-started"),
    };
    Badge::new(tone, lang.t(key))
}

fn part_key(part: Part) -> &'static str {
    match part {
        Part::Lead => "programme-part-lead",
        Part::Executing => "programme-part-executing",
        Part::Coordinating => "programme-part-coordinating",
    }
}

/// When a task is due, as the plan says it.
fn when(lang: Lang, task: &Task) -> String {
    match (&task.due, task.recurrence) {
        (Some(due), _) if !due.clause.is_empty() => due.clause.clone(),
        (_, Some(Recurrence::Continuous)) => lang.t("programme-continuous"),
        (_, Some(Recurrence::Every { per } | Recurrence::AtLeast { per, .. })) => {
            let times = match task.recurrence {
                Some(Recurrence::AtLeast { times, .. }) => times,
                _ => 1,
            };
            let key = match per {
                domain::deadline::Per::Year => "programme-per-year",
                domain::deadline::Per::Quarter => "programme-per-quarter",
                domain::deadline::Per::Month => "programme-per-month",
                domain::deadline::Per::Week => "programme-per-week",
            };
            lang.t_with(key, &[("count", Value::Figure(i64::from(times)))])
        }
        _ => String::new(),
    }
}

impl ProgrammeList {
    fn new(f: Frame, state: ListState, all: &[(Programme, Totals)], count: i64, may_make: bool) -> Self {
        let columns = [
            "campaign-title",
            "campaign-number",
            "campaign-year",
            "programme-units",
            "programme-shares-done",
            "programme-overdue",
            "campaign-state",
        ];
        let columns = columns.into_iter().map(|key| Column::new(f.t(key))).collect();
        let title = f.t("nav-programmes");
        let table = Table::new(state, title.clone(), columns).counting(count.unsigned_abs());
        let rows = all.iter().map(|(programme, totals)| ListRow {
            href: format!("{PATH}/{}", programme.id),
            title: programme.title.clone(),
            number: programme.number.clone(),
            years: years(programme),
            units: f.lang.number(totals.units),
            done: Progress::new(
                f.lang,
                f.t("programme-shares-done"),
                totals.done.unsigned_abs(),
                totals.obligations.unsigned_abs(),
            )
            .small(),
            overdue: totals.overdue,
            state: state_badge(f.lang, programme.is_closed),
        });
        let rows = rows.collect();
        ProgrammeList { f: f.titled(title, Some(Nav::Programmes)), table, rows, may_make }
    }
}

impl ProgrammePage {
    fn new(f: Frame, whole: &Overview, rights: Rights) -> Self {
        let programme = &whole.programme;
        let id = programme.id.to_string();
        let mut rows: Vec<TreeRow> = whole.tasks.iter().map(|row| tree_row(&f, &id, row)).collect();
        // Whoever sees all shares is told of a task that nobody bears.
        for row in rows.iter_mut().filter(|row| rights.manage && row.is_task && row.state.is_none()) {
            row.state = Some(Badge::new(Tone::Warning, f.t("programme-unassigned")));
        }
        let programmes = f.t("nav-programmes");
        let number =
            if programme.number.is_empty() { String::new() } else { format!("{} · ", programme.number) };
        ProgrammePage {
            version: programme.version,
            under: format!("{number}{} · {}", years(programme), programme.issuer),
            state: state_badge(f.lang, programme.is_closed),
            tabs: tabs(f.lang, &id, "tree"),
            figures: figures(&f, whole, &id),
            rows,
            period: f.today().year().to_string(),
            may_manage: rights.manage,
            may_sum_up: rights.sum_up,
            is_closed: programme.is_closed,
            f: f.titled(programme.title.clone(), Some(Nav::Programmes)).under(programmes, PATH),
            id,
        }
    }
}

fn figures(f: &Frame, whole: &Overview, id: &str) -> Figures {
    let (tasks, totals) = (whole.counts, whole.totals);
    let all = whole.tasks.iter().filter(|row| row.task.is_task).count();
    let card = |key: &str, figure: usize, rest: &str, tone: Tone| {
        FigureCard::new(f.lang, f.t(key), figure as u64, format!("{PATH}/{id}{rest}")).tone(tone)
    };
    let count = |figure: i64| usize::try_from(figure).unwrap_or(0);
    let mut cards = vec![
        card("programme-tasks", all, "", Tone::Going)
            .note(f.t_with("programme-tasks-done", &[("count", Value::Figure(tasks.done as i64))])),
        card("programme-tasks-overdue", tasks.overdue, "/shares?standing=overdue", Tone::Late),
        card("programme-shares", count(totals.obligations), "/shares", Tone::Outside)
            .note(f.t_with("programme-tasks-done", &[("count", Value::Figure(totals.done))])),
        card("programme-units-late", count(totals.overdue_units), "/shares?standing=overdue", Tone::Late),
    ];
    for (kind, period, _, standing) in &whole.reports {
        let key =
            if kind == programme::report::OWN_PLAN { "programme-own-plans" } else { "programme-reports-of" };
        let label = f.t_with(key, &[("period", period.as_str())]);
        let href = format!("{PATH}/{id}/reports?kind={kind}&period={period}");
        let owed = [("count", Value::Figure(standing.owed))];
        cards.push(
            FigureCard::new(f.lang, label, standing.sent.unsigned_abs(), href)
                .note(f.t_with("programme-of-owed", &owed))
                .tone(if standing.overdue > 0 { Tone::Late } else { Tone::Done }),
        );
    }
    Figures::new(f.t("programme-figures"), cards)
}

fn tree_row(f: &Frame, id: &str, row: &TaskRow) -> TreeRow {
    let task = &row.task;
    let below = row.below;
    let below = if task.is_task || below.total == 0 {
        String::new()
    } else {
        let values = [
            ("done", Value::Figure(below.done as i64)),
            ("total", Value::Figure(below.total as i64)),
            ("overdue", Value::Figure(below.overdue as i64)),
        ];
        f.t_with("programme-below", &values)
    };
    let due = row.figures.as_ref().and_then(|figures| figures.next_due);
    TreeRow {
        href: format!("{PATH}/{id}/tasks/{}", task.id),
        code: task.code.clone(),
        title: task.title.clone(),
        depth: row.depth.min(4),
        is_task: task.is_task,
        lead: task.lead_words.clone(),
        due,
        when: if due.is_none() { when(f.lang, task) } else { String::new() },
        units: row.figures.as_ref().map(|figures| f.lang.number(figures.units)).unwrap_or_default(),
        percent: row
            .together
            .filter(|together| together.work != Work::NotApplicable)
            .map(|together| Progress::hundredths(f.lang, f.t("programme-progress"), together.percent)),
        state: row.together.map(|together| together_badge(f.lang, together)),
        below,
    }
}

impl Page for ProgrammeList {
    const NAME: &'static str = "programme_list";

    fn samples(frame: &Frame) -> Samples<Self> {
        let state = || ListState::read(PATH, None, PER_PAGE);
        let totals =
            Totals { units: 48, obligations: 300, done: 120, done_late: 4, overdue: 9, overdue_units: 5 };
        vec![
            ("empty", ProgrammeList::new(frame.clone(), state(), &[], 0, true)),
            ("full", ProgrammeList::new(frame.clone(), state(), &[(sample::programme(), totals)], 1, false)),
        ]
    }
}

impl Page for ProgrammePage {
    const NAME: &'static str = "programme";

    fn samples(frame: &Frame) -> Samples<Self> {
        let rights = Rights { manage: true, sum_up: true };
        let mut closed = sample::overview();
        closed.programme.is_closed = true;
        vec![
            ("office", ProgrammePage::new(frame.clone(), &sample::overview(), rights)),
            ("closed", ProgrammePage::new(frame.clone(), &closed, rights)),
            ("unit", ProgrammePage::new(frame.clone(), &sample::overview(), Rights::default())),
        ]
    }
}
