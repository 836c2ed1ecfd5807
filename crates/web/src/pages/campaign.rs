//! Campaigns: the list, and one campaign with its figures and targets.
//!
//! The folder beside this file holds what stands around the list (`glance`),
//! its files (`listing`) and the samples (`sample`). Not here: visits, reports
//! and findings of a target (their own pages).

mod correct;
mod glance;
mod listing;
mod sample;

pub use correct::CorrectPage;

pub(crate) use sample::{sample_kept, sample_targets, sample_whole};

use app::acts::campaign::{self, Filter, Job, Kept, Order, Target, Whole};
use app::acts::saved_view;
use askama::Template;
use axum::Router;
use axum::extract::{OriginalUri, Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use domain::campaign::{CampaignState, Purpose};
use domain::identifier::{CampaignId, CohortId};
use domain::policy::Action;
use jiff::civil::Date;

use crate::flash::Tell;
use crate::frame::{FlashKind, Frame};
use crate::list::{Column, Direction, ListState, Table};
use crate::nav::Nav;
use crate::pages;
use crate::pages::campaign::glance::Around;
use crate::pages::plan::id;
use crate::parts::badge::{Badge, Tone};
use crate::parts::figures::{FigureCard, Figures};
use crate::parts::job::{Job as JobPart, JobState};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

pub const PATH: &str = "/campaigns";

/// Campaigns on one page of the list, and targets on one page of a campaign.
const PER_PAGE: u64 = 50;

/// The list of campaigns.
#[derive(Debug, Template)]
#[template(path = "pages/campaign_list.html")]
pub struct CampaignList {
    f: Frame,
    table: Table,
    rows: Vec<CampaignRow>,
    may_add: bool,
}

#[derive(Debug)]
struct CampaignRow {
    href: String,
    title: String,
    number: String,
    year: i16,
    state: Badge,
}

/// One campaign.
#[derive(Debug, Template)]
#[template(path = "pages/campaign.html")]
pub struct CampaignPage {
    f: Frame,
    id: String,
    number: String,
    state: Badge,
    is_draft: bool,
    may_manage: bool,
    /// Inspects or oversees: sees the teams.
    oversees: bool,
    may_close: bool,
    may_urge: bool,
    may_summary: bool,
    cohorts: Vec<CohortLine>,
    figures: Figures,
    job: Option<JobPart>,
    table: Table,
    rows: Vec<TargetRow>,
    around: Option<Around>,
}

#[derive(Debug)]
struct CohortLine {
    name: String,
    purpose: String,
    due: String,
}

/// One target: its five cells are statuses with their dates.
#[derive(Debug)]
struct TargetRow {
    unit: String,
    unit_href: String,
    cohort: String,
    report: Badge,
    report_href: String,
    report_due: Option<Date>,
    report_open: bool,
    visit: Badge,
    visit_on: String,
    visit_href: String,
    minutes: Badge,
    findings: Badge,
    /// Empty where nothing was found.
    findings_href: String,
    findings_due: Option<Date>,
    /// Where the unit is taken out; empty once it is visited.
    remove: String,
}

/// Before a campaign is opened: units will see it.
#[derive(Debug, Template)]
#[template(path = "pages/campaign_open.html")]
pub struct CampaignOpen {
    f: Frame,
    id: String,
    units: i64,
    closing: bool,
}

pub fn routes() -> Router<Site> {
    Router::new()
        .route(PATH, get(list))
        .route("/campaigns/{id}", get(show))
        .route("/campaigns/{id}/correct", get(correct::ask).post(correct::correct))
        .route("/campaigns/{id}/open", get(ask_open).post(open))
        .route("/campaigns/{id}/close", get(ask_close).post(close))
        .route("/campaigns/{id}/opening", get(opening))
        .route("/campaigns/{id}/list/{form}", get(listing::export))
        .route("/campaigns/{id}/views", post(listing::keep_view))
        .route("/campaigns/{id}/views/{view}/drop", post(listing::drop_view))
}

async fn list(
    State(site): State<Site>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let state = ListState::read(PATH, uri.query(), PER_PAGE);
    let offset = u32::try_from(state.offset()).unwrap_or(u32::MAX);
    let campaigns = campaign::list(app, who, PER_PAGE as u32, offset).await?;
    let rows: Vec<_> = campaigns.iter().map(|kept| row(visit.lang, kept)).collect();
    let count = state.offset() + rows.len() as u64;
    pages::show(&CampaignList::new(visit.frame(), state, rows, count, who.may(Action::PlanManage)))
}

fn row(lang: Lang, kept: &Kept) -> CampaignRow {
    CampaignRow {
        href: format!("{PATH}/{}", kept.campaign.id),
        title: kept.campaign.title.clone(),
        number: kept.campaign.number.clone(),
        year: kept.campaign.year,
        state: state_badge(lang, kept.campaign.state),
    }
}

pub(crate) fn state_badge(lang: Lang, state: CampaignState) -> Badge {
    let tone = match state {
        CampaignState::Draft => Tone::Idle,
        CampaignState::Opening => Tone::Waiting,
        CampaignState::Open => Tone::Going,
        CampaignState::Closed => Tone::Done,
    };
    Badge::new(tone, lang.t(&format!("campaign-state-{}", state.code())))
}

/// The filters of the target list: (value in the address, word).
const STATUSES: [(&str, &str); 15] = [
    ("missing", "campaign-filter-missing"),
    ("overdue", "campaign-filter-overdue"),
    ("late", "campaign-filter-late"),
    ("sent", "campaign-filter-sent"),
    ("returned", "campaign-filter-returned"),
    ("unscheduled", "campaign-filter-unscheduled"),
    ("scheduled", "campaign-filter-scheduled"),
    ("visited", "campaign-filter-visited"),
    ("open_findings", "campaign-filter-open-findings"),
    ("overdue_findings", "campaign-filter-overdue-findings"),
    ("unsigned", "campaign-filter-unsigned"),
    ("signed", "campaign-filter-signed"),
    ("sent_week", "campaign-filter-sent-week"),
    ("visited_week", "campaign-filter-visited-week"),
    ("signed_week", "campaign-filter-signed-week"),
];

/// How many of them always stand as chips; the others only when they are on.
const CHIPS: usize = 12;

/// The names of the orders a column can sort by.
const ORDERS: [&str; 4] = ["unit", "report", "visit", "findings"];

/// What the address asks for.
fn filter(state: &ListState) -> Filter {
    let order = state.sort(&ORDERS);
    let day = |name: &str| state.value(name).and_then(|day| day.parse::<Date>().ok());
    Filter {
        words: state.search().to_owned(),
        cohort: state.value("cohort").and_then(|c| c.parse::<CohortId>().ok()),
        status: state.value("status").unwrap_or_default().to_owned(),
        visit_on: day("visit_on"),
        report_due: day("report_due"),
        order: order.and_then(|(name, _)| Order::from_code(name)).unwrap_or_default(),
        down: order.is_some_and(|(_, direction)| direction == Direction::Down),
        limit: PER_PAGE as u32,
        offset: u32::try_from(state.offset()).unwrap_or(u32::MAX),
    }
}

async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let id: CampaignId = id(&text)?;
    let state = ListState::read(&format!("{PATH}/{id}"), uri.query(), PER_PAGE);
    let filter = filter(&state);
    let whole = campaign::get(app, who, id).await?;
    let (targets, count) = campaign::targets(app, who, id, &filter).await?;
    let job = campaign::opening(app, who, id).await?;
    let may_manage = who.may(Action::CampaignManage);
    let oversees = !who.teams().is_empty() || who.scope(Action::CampaignRead).is_some_and(|s| s.everything);
    let glance = campaign::glance(app, who, id).await?;
    let views = saved_view::of(app, who, state.path()).await?;
    let around = Around::new(&visit.frame(), &state, &whole.kept, &glance, &views);
    let mut page = CampaignPage::new(
        visit.frame(),
        state,
        &whole,
        (&targets, count.unsigned_abs()),
        job.as_ref(),
        may_manage,
        oversees,
    );
    page.may_urge = who.may(Action::NoticeSend) && whole.kept.campaign.state == CampaignState::Open;
    page.around = Some(around);
    pages::show(&page)
}

async fn opening(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let id: CampaignId = id(&text)?;
    let job = campaign::opening(app, who, id).await?.ok_or_else(Refusal::not_found)?;
    pages::show(&job_part(visit.lang, &id.to_string(), &job))
}

fn job_part(lang: Lang, id: &str, job: &Job) -> JobPart {
    let state = match job.state.as_str() {
        "done" => JobState::Done { words: lang.t("campaign-opened"), href: format!("{PATH}/{id}") },
        "failed" => JobState::Failed { why: lang.t("campaign-opening-failed") },
        "running" if job.total > 0 => JobState::Going { seconds_left: None },
        _ => JobState::Waiting,
    };
    JobPart {
        lang,
        id: "opening".into(),
        title: lang.t("campaign-opening"),
        done: job.done.unsigned_abs(),
        total: job.total.unsigned_abs(),
        state,
        href: format!("{PATH}/{id}/opening"),
        page: format!("{PATH}/{id}"),
    }
}

async fn ask_open(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    ask(&site, visit, &text, false).await
}

async fn ask_close(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    ask(&site, visit, &text, true).await
}

async fn ask(site: &Site, visit: Visit, text: &str, closing: bool) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    who.scope(Action::CampaignManage).ok_or(app::Refusal::NotAllowed(Action::CampaignManage.code()))?;
    let whole = campaign::get(app, who, id(text)?).await?;
    pages::show(&CampaignOpen::new(
        visit.frame(),
        text,
        &whole.kept.campaign.title,
        whole.figures.targets,
        closing,
    ))
}

async fn open(State(site): State<Site>, visit: Visit, Path(text): Path<String>) -> Result<Response, Refusal> {
    campaign::open(site.app()?, visit.actor()?, id(&text)?).await?;
    Ok(Tell::new(FlashKind::Done, "campaign-opening-started")
        .on(&format!("{PATH}/{text}"), site.settings().behind_tls))
}

async fn close(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    campaign::close(site.app()?, visit.actor()?, id(&text)?).await?;
    Ok(Tell::new(FlashKind::Done, "campaign-closed")
        .on(&format!("{PATH}/{text}"), site.settings().behind_tls))
}

fn status(lang: Lang, family: &str, code: &str, late: bool) -> Badge {
    let tone = match code {
        _ if late => Tone::Late,
        "none" => Tone::Outside,
        "draft" | "planned" | "scheduled" => Tone::Idle,
        "with_head" | "agreed" | "read_out" => Tone::Waiting,
        "returned" => Tone::Warning,
        "refused" => Tone::Refused,
        "submitted" => Tone::Going,
        "accepted" | "finished" | "signed" | "filed" => Tone::Done,
        _ => Tone::Going,
    };
    Badge::new(tone, lang.t(&format!("{family}-{}", code.replace('_', "-"))))
}

impl CampaignList {
    fn new(f: Frame, state: ListState, rows: Vec<CampaignRow>, count: u64, may_add: bool) -> Self {
        let columns = ["campaign-title", "campaign-number", "campaign-year", "campaign-state"];
        let columns = columns.into_iter().map(|key| Column::new(f.t(key))).collect();
        let caption = f.t("nav-campaigns");
        let table = Table::new(state, caption.clone(), columns).counting(count);
        CampaignList { f: f.titled(caption, Some(Nav::Campaigns)), table, rows, may_add }
    }
}

impl CampaignPage {
    fn new(
        f: Frame,
        state: ListState,
        whole: &Whole,
        (targets, count): (&[Target], u64),
        job: Option<&Job>,
        may_manage: bool,
        oversees: bool,
    ) -> Self {
        let kept = &whole.kept;
        let id = kept.campaign.id.to_string();
        let n = whole.figures;
        let card = |key: &str, figure: i64, status: &str, tone: Tone| {
            FigureCard::new(f.lang, f.t(key), figure.unsigned_abs(), state.href("status", Some(status)))
                .tone(tone)
                .on(state.value("status") == Some(status))
        };
        let of = |total: i64| f.t_with("campaign-of", &[("total", total.unsigned_abs())]);
        let figures = Figures::new(
            f.t("campaign-figures"),
            vec![
                card("campaign-reports-sent", n.reports_sent, "sent", Tone::Done).note(of(n.reports_due)),
                card("campaign-reports-overdue", n.reports_overdue, "overdue", Tone::Late),
                card("campaign-scheduled", n.scheduled, "scheduled", Tone::Going).note(of(n.to_visit)),
                card("campaign-visited", n.visited, "visited", Tone::Done).note(of(n.to_visit)),
                card("campaign-findings-open", n.findings_open, "open_findings", Tone::Warning)
                    .note(of(n.findings_total)),
                card("campaign-findings-overdue", n.findings_overdue_units, "overdue_findings", Tone::Late),
            ],
        );
        let chosen = state.value("status");
        let shown =
            STATUSES.into_iter().enumerate().filter(|(at, (value, _))| *at < CHIPS || chosen == Some(*value));
        let statuses: Vec<_> = shown.map(|(_, (value, key))| (value, f.t(key), None)).collect();
        let filters = vec![state.filter("status", f.t("campaign-filter"), statuses)];
        let mut columns = vec![
            Column::new(f.t("campaign-unit")).sorted_by("unit"),
            Column::new(f.t("campaign-cohort")),
            Column::new(f.t("campaign-report")).sorted_by("report"),
            Column::new(f.t("campaign-visit")).sorted_by("visit"),
            Column::new(f.t("campaign-minutes")),
            Column::new(f.t("campaign-remediation")).sorted_by("findings"),
        ];
        if may_manage {
            columns.push(Column::new(f.t("campaign-acts")));
        }
        let file = |form: &str| format!("{PATH}/{id}/list/{form}");
        let table = Table::new(state, f.t("campaign-targets"), columns)
            .counting(count)
            .filtered(filters)
            .exported(f.t("campaign-export-xlsx"), &file("xlsx"), "file-spreadsheet")
            .exported(f.t("campaign-export-docx"), &file("docx"), "file-text")
            .exported(f.t("campaign-export-pdf"), &file("pdf"), "printer");
        let today = f.today();
        let rows = targets.iter().map(|target| TargetRow::new(f.lang, target, today)).collect();
        let cohorts = whole
            .cohorts
            .iter()
            .map(|cohort| CohortLine {
                name: cohort.name.clone(),
                purpose: f.t(&format!("purpose-{}", cohort.purpose.code())),
                due: cohort.report_due.as_ref().map(|due| due.clause.clone()).unwrap_or_default(),
            })
            .collect();
        let running = job.filter(|job| job.state != "done");
        let campaigns = f.t("nav-campaigns");
        let lang = f.lang;
        CampaignPage {
            number: kept.campaign.number.clone(),
            state: state_badge(lang, kept.campaign.state),
            is_draft: kept.campaign.state == CampaignState::Draft,
            may_close: may_manage && kept.campaign.state == CampaignState::Open,
            may_urge: false,
            may_summary: f.nav.contains(&Nav::Summaries),
            may_manage,
            oversees,
            cohorts,
            figures,
            job: running.map(|job| job_part(lang, &id, job)),
            table,
            rows,
            around: None,
            f: f.titled(kept.campaign.title.clone(), Some(Nav::Campaigns)).under(campaigns, PATH),
            id,
        }
    }
}

impl TargetRow {
    fn new(lang: Lang, target: &Target, today: Date) -> Self {
        let sent = matches!(target.report_state.as_str(), "submitted" | "accepted");
        let overdue = !sent && target.report_due_on.is_some_and(|due| due < today);
        let findings_late = target.findings_open > 0 && target.findings_due_on.is_some_and(|due| due < today);
        let findings = if target.findings_total == 0 {
            Badge::new(Tone::Outside, lang.t("campaign-no-findings"))
        } else {
            let tone = match (findings_late, target.findings_open) {
                (true, _) => Tone::Late,
                (false, 0) => Tone::Done,
                (false, _) => Tone::Going,
            };
            let open = target.findings_open.unsigned_abs();
            let total = target.findings_total.unsigned_abs();
            Badge::new(tone, lang.t_with("campaign-findings-of", &[("open", open), ("total", total)]))
        };
        TargetRow {
            unit: target.unit_name.clone(),
            unit_href: format!("/units/{}", target.unit),
            cohort: target.cohort_name.clone(),
            report_href: target.report.map(|id| format!("/self-reports/{id}")).unwrap_or_default(),
            report: status(
                lang,
                "report-state",
                &target.report_state,
                overdue || (sent && target.report_late),
            ),
            report_due: target.report_due_on,
            report_open: !sent,
            visit: if target.visit.is_none() && target.purpose == Purpose::SelfInspection {
                Badge::new(Tone::Outside, lang.t("campaign-not-visited"))
            } else {
                status(lang, "visit-state", &target.visit_state, false)
            },
            visit_on: target.visit_on.map(|day| lang.date(day)).unwrap_or_default(),
            visit_href: target.visit.map(|id| format!("/visits/{id}")).unwrap_or_default(),
            minutes: status(lang, "minutes-state", &target.minutes_state, false),
            findings,
            findings_href: if target.findings_total == 0 {
                String::new()
            } else {
                format!("/findings?campaign={}&unit={}", target.campaign, target.unit)
            },
            findings_due: target.findings_due_on.filter(|_| target.findings_open > 0),
            remove: if ["underway", "finished"].contains(&target.visit_state.as_str()) {
                String::new()
            } else {
                format!("{PATH}/{}/targets/{}/remove", target.campaign, target.id)
            },
        }
    }
}

impl CampaignOpen {
    fn new(f: Frame, id: &str, title: &str, units: i64, closing: bool) -> Self {
        let words = f.t(if closing { "campaign-close" } else { "campaign-open" });
        let campaigns = f.t("nav-campaigns");
        let f =
            f.titled(words, Some(Nav::Campaigns)).under(campaigns, PATH).under(title, format!("{PATH}/{id}"));
        CampaignOpen { f, id: id.to_owned(), units, closing }
    }
}
