//! The schedule of visits: the calendar with its list. The folder beside this
//! file holds a campaign's schedule, the forms of one visit, the notice to units
//! and personal calendar addresses.
//!
//! Not here: what happens on a visit.

mod board;
mod change;
mod feed;
mod form;
mod notice;
mod plan;
mod samples;

pub use board::{BoardPage, ProposalPage};
pub use change::ChangePage;
pub use feed::FeedPage;
pub use notice::NoticePage;
pub use plan::{ChoosePage, PlanPage};

use app::acts::campaign;
use app::acts::schedule::{self, Entry, Window};
use askama::Template;
use axum::Router;
use axum::extract::{OriginalUri, State};
use axum::response::Response;
use axum::routing::{get, post};
use domain::calendar::Calendar;
use domain::identifier::CampaignId;
use domain::policy::Action;
use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::frame::Frame;
use crate::list::{Chip, Column, FilterGroup, ListState, Table};
use crate::nav::Nav;
use crate::pages::{self, Page, Samples};
use crate::parts::badge::{Badge, Tone};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;
use crate::words::date::local;

pub const PATH: &str = "/visits";
/// Visits of one month at most.
const MOST: u32 = 1_000;
/// Campaigns offered as filters.
const CAMPAIGNS: u32 = 12;

/// A month of visits: a sheet of days, and the list by day.
#[derive(Debug, Template)]
#[template(path = "pages/schedule.html")]
pub struct CalendarPage {
    f: Frame,
    month: String,
    previous: String,
    next: String,
    today: String,
    heads: Vec<String>,
    weeks: Vec<Vec<DayCell>>,
    table: Table,
    rows: Vec<VisitRow>,
    may_plan: bool,
}

/// One day of the sheet.
#[derive(Debug)]
struct DayCell {
    day: i8,
    iso: String,
    outside: bool,
    is_today: bool,
    /// The name of a day off.
    off: String,
    is_off: bool,
    visits: Vec<DayVisit>,
}

#[derive(Debug)]
struct DayVisit {
    href: String,
    hour: String,
    unit: String,
    state: String,
    cancelled: bool,
}

/// One visit of a list.
#[derive(Debug)]
pub struct VisitRow {
    pub id: String,
    pub href: String,
    pub unit: String,
    pub when: String,
    pub place: String,
    pub campaigns: String,
    pub team: String,
    pub members: String,
    pub state: Badge,
    pub ad_hoc: bool,
    pub shared: bool,
    pub open: bool,
    pub cancelled: bool,
    /// Who confirmed the notice, in words.
    pub receipts: String,
}

pub fn routes() -> Router<Site> {
    Router::new()
        .route(PATH, get(show))
        .route("/visits/new", get(plan::new).post(plan::create))
        .route("/visits/{id}/move", get(change::ask_move).post(change::move_visit))
        .route("/visits/{id}/cancel", get(change::ask_cancel).post(change::cancel))
        .route("/visits/{id}/agreement", get(change::ask_agreement).post(change::agree))
        .route("/visits/{id}/share", post(plan::share))
        .route("/campaigns/{id}/schedule", get(board::show))
        .route("/campaigns/{id}/schedule/proposal", get(board::propose).post(board::accept))
        .route("/campaigns/{id}/schedule/notice", get(notice::ask).post(notice::send))
        .route("/calendar", get(feed::show))
        .route("/calendar/open", post(feed::open))
        .route("/calendar/close", post(feed::close))
        .route("/calendar/{file}", get(feed::file))
}

pub(crate) use form::said;
pub(crate) use notice::paper_form;

/// The campaign that samples of other pages stand in.
pub(crate) fn sample_campaign() -> campaign::Kept {
    samples::kept()
}

/// Where a campaign's schedule is.
pub fn board_path(id: CampaignId) -> String {
    format!("/campaigns/{id}/schedule")
}

pub(crate) fn state_badge(lang: Lang, state: &str) -> Badge {
    let tone = match state {
        "scheduled" => Tone::Idle,
        "notified" => Tone::Waiting,
        "underway" => Tone::Going,
        "finished" => Tone::Done,
        _ => Tone::Outside,
    };
    Badge::new(tone, lang.t(&format!("visit-state-{state}")))
}

fn window_words(f: &Frame, from: Option<Date>, to: Option<Date>) -> String {
    let day = |day: Option<Date>| day.map_or_else(|| "…".to_owned(), |day| f.lang.date(day));
    match (from, to) {
        (None, None) => String::new(),
        (from, to) => f.t_with("schedule-window", &[("from", day(from)), ("to", day(to))]),
    }
}

async fn show(
    State(site): State<Site>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let state = ListState::read(PATH, uri.query(), u64::from(MOST));
    let f = visit.frame();
    let first = state.value("month").and_then(form::month).unwrap_or(f.today()).first_of_month();
    let chosen = state.value("campaign").and_then(|id| id.parse().ok());
    let window = Window {
        from: first,
        to: first.last_of_month(),
        campaign: chosen,
        team: state.value("team").and_then(|id| id.parse().ok()),
        cancelled: state.value("cancelled").is_some(),
        limit: MOST,
    };
    let entries = schedule::calendar(app, who, &window).await?;
    let campaigns: Vec<_> = campaign::list(app, who, CAMPAIGNS, 0)
        .await?
        .into_iter()
        .map(|kept| (kept.campaign.id.to_string(), kept.campaign.title))
        .collect();
    let may_plan = who.may(Action::ScheduleManage);
    pages::show(&CalendarPage::new(f, state, first, &entries, &campaigns, &app.packs.calendar, may_plan))
}

impl VisitRow {
    pub fn new(lang: Lang, entry: &Entry) -> Self {
        let (starts, ends) = (local(entry.starts_at), local(entry.ends_at));
        let hour = |at: jiff::civil::DateTime| form::hour(at.time());
        let when = if entry.last_day > entry.day {
            format!(
                "{} {} – {} {}",
                hour(starts),
                lang.date(entry.day),
                hour(ends),
                lang.date(entry.last_day)
            )
        } else {
            format!("{}–{} {}", hour(starts), hour(ends), lang.date(entry.day))
        };
        let join = |texts: Vec<&str>| texts.join("; ");
        let state = if entry.cancelled { "cancelled" } else { entry.state.as_str() };
        VisitRow {
            id: entry.visit.to_string(),
            href: format!("{PATH}/{}", entry.visit),
            unit: entry.unit_name.clone(),
            when,
            place: entry.place.clone(),
            campaigns: join(entry.parts.iter().map(|part| part.campaign_title.as_str()).collect()),
            team: join(entry.parts.iter().map(|part| part.team_name.as_str()).collect()),
            members: entry.parts.iter().flat_map(|part| part.members.clone()).collect::<Vec<_>>().join(", "),
            state: state_badge(lang, state),
            ad_hoc: entry.kind == "ad_hoc",
            shared: entry.parts.len() > 1,
            open: matches!(state, "scheduled" | "notified"),
            cancelled: entry.cancelled,
            receipts: String::new(),
        }
    }
}

impl CalendarPage {
    fn new(
        f: Frame,
        state: ListState,
        first: Date,
        entries: &[Entry],
        campaigns: &[(String, String)],
        calendar: &Calendar,
        may_plan: bool,
    ) -> Self {
        let lang = f.lang;
        let month = |day: Date| format!("{:04}-{:02}", day.year(), day.month());
        let to = |day: Option<Date>| state.href("month", day.map(month).as_deref());
        let filters = filters(&f, &state, campaigns, entries);
        let columns = ["schedule-when", "schedule-unit", "schedule-team", "schedule-place", "schedule-state"];
        let columns = columns.into_iter().map(|key| Column::new(f.t(key))).collect();
        let title = f.t_with(
            "schedule-month",
            &[("month", first.month().to_string()), ("year", first.year().to_string())],
        );
        let heads = (1..=7).map(|day| f.t(&format!("schedule-weekday-{day}"))).collect();
        CalendarPage {
            month: title.clone(),
            previous: to(first.yesterday().ok()),
            next: to(first.last_of_month().tomorrow().ok()),
            today: to(None),
            heads,
            weeks: weeks(lang, first, f.today(), entries, calendar),
            rows: entries.iter().map(|entry| VisitRow::new(lang, entry)).collect(),
            table: Table::new(state, title, columns).counting(entries.len() as u64).filtered(filters),
            may_plan,
            f: {
                let title = f.t("nav-visits");
                f.titled(title, Some(Nav::Visits))
            },
        }
    }
}

/// Campaigns, the teams of those seen, and whether cancelled visits show.
fn filters(
    f: &Frame,
    state: &ListState,
    campaigns: &[(String, String)],
    entries: &[Entry],
) -> Vec<FilterGroup> {
    let chip = |name: &str, value: &str, label: String| {
        let on = state.value(name) == Some(value);
        Chip { label, href: state.href(name, (!on).then_some(value)), on, count: None }
    };
    let mut groups = Vec::new();
    if campaigns.len() > 1 {
        let chips = campaigns.iter().map(|(id, title)| chip("campaign", id, shorten(title))).collect();
        groups.push(FilterGroup { label: f.t("schedule-campaign"), chips });
    }
    let mut teams: Vec<(String, String)> = Vec::new();
    for part in entries.iter().flat_map(|entry| &entry.parts) {
        let id = part.team.to_string();
        if teams.iter().all(|(known, _)| *known != id) {
            teams.push((id, part.team_name.clone()));
        }
    }
    if teams.len() > 1 || state.value("team").is_some() {
        let chips = teams.into_iter().map(|(id, name)| chip("team", &id, shorten(&name))).collect();
        groups.push(FilterGroup { label: f.t("schedule-team"), chips });
    }
    let cancelled = chip("cancelled", "on", f.t("schedule-with-cancelled"));
    groups.push(FilterGroup { label: f.t("schedule-show"), chips: vec![cancelled] });
    groups
}

/// The beginning of a long title, for a chip.
fn shorten(title: &str) -> String {
    const LONGEST: usize = 48;
    if title.chars().count() <= LONGEST {
        return title.to_owned();
    }
    let start: String = title.chars().take(LONGEST).collect();
    format!("{}…", start.rsplit_once(' ').map_or(start.as_str(), |(words, _)| words))
}

/// The weeks of a month, Monday first, with the days around it that fill them.
fn weeks(lang: Lang, first: Date, today: Date, entries: &[Entry], calendar: &Calendar) -> Vec<Vec<DayCell>> {
    let before = i64::from(first.weekday().to_monday_zero_offset());
    let mut day = first.saturating_sub(before.days());
    let mut weeks = Vec::new();
    while day <= first.last_of_month() {
        let mut week = Vec::new();
        for _ in 0..7 {
            week.push(cell(lang, day, first, today, entries, calendar));
            day = day.saturating_add(1.day());
        }
        weeks.push(week);
    }
    weeks
}

fn cell(lang: Lang, day: Date, first: Date, today: Date, entries: &[Entry], calendar: &Calendar) -> DayCell {
    let off = calendar.day_off(day).map(|off| match lang {
        Lang::Vi => off.name.vi.clone(),
        Lang::En => off.name.en.clone(),
    });
    let visits = entries.iter().filter(|entry| entry.day <= day && day <= entry.last_day);
    DayCell {
        day: day.day(),
        iso: day.to_string(),
        outside: day.month() != first.month(),
        is_today: day == today,
        off: off.unwrap_or_default(),
        is_off: !calendar.is_working(day),
        visits: visits
            .map(|entry| DayVisit {
                href: format!("{PATH}/{}", entry.visit),
                hour: if entry.day == day {
                    form::hour(local(entry.starts_at).time())
                } else {
                    String::new()
                },
                unit: entry.unit_name.clone(),
                state: state_badge(lang, if entry.cancelled { "cancelled" } else { &entry.state })
                    .words
                    .into_owned(),
                cancelled: entry.cancelled,
            })
            .collect(),
    }
}

impl Page for CalendarPage {
    const NAME: &'static str = "schedule";

    fn samples(frame: &Frame) -> Samples<Self> {
        let page = |query: Option<&str>, entries: &[Entry], may_plan| {
            let campaigns = vec![
                ("1".to_owned(), "Kiểm tra công tác bảo đảm an ninh mạng năm 2026".to_owned()),
                ("2".to_owned(), "Kiểm tra công tác bảo vệ bí mật nhà nước năm 2026".to_owned()),
            ];
            let state = ListState::read(PATH, query, u64::from(MOST));
            let first = jiff::civil::date(2026, 6, 1);
            Self::new(frame.clone(), state, first, entries, &campaigns, &Calendar::default(), may_plan)
        };
        vec![
            ("empty", page(None, &[], true)),
            ("full", page(None, &samples::entries(), true)),
            ("of a unit", page(Some("cancelled=on"), &samples::entries()[..1], false)),
        ]
    }
}
