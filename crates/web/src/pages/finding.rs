//! Findings: the list with its filters and exports. The folder beside this file
//! holds one finding as its story (`story`), its steps (`step`), recording
//! (`recording`), and a unit's answers to many at once (`batch`).
//!
//! Not here: what may follow what (`domain::finding`), papers (`app`).

mod batch;
mod recording;
mod revising;
mod sample;
mod step;
mod story;
mod words;

pub use batch::BatchPage;
pub use recording::{PlacePage, RecordPage};
pub use step::StepPage;
pub use story::FindingPage;

use app::acts::campaign;
use app::acts::finding::{self, Count, Filter, Format, List, ListForm, Listed, Order};
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, OriginalUri, Path, State};
use axum::response::Response;
use axum::routing::get;
use domain::finding::{Case, Severity};
use domain::identifier::{CampaignId, UnitId};
use domain::policy::{Action, Role};
use domain::unit::UnitKind;
use jiff::civil::Date;

use crate::frame::Frame;
use crate::list::{Chip, Column, Direction, FilterGroup, ListState, Table};
use crate::nav::Nav;
use crate::pages::{self, Page, Samples, download};
use crate::parts::badge::Badge;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

pub const PATH: &str = "/findings";
const PER_PAGE: u64 = 50;
/// The largest form with evidence, in bytes.
const LARGEST_FORM: usize = 110 * 1024 * 1024;
/// Campaigns offered as a filter.
const CAMPAIGNS: u32 = 50;

/// The list of findings.
#[derive(Debug, Template)]
#[template(path = "pages/finding_list.html")]
pub struct FindingList {
    f: Frame,
    table: Table,
    rows: Vec<FindingRow>,
    campaigns: Vec<Choice>,
    themes: Vec<Choice>,
    may_record: bool,
    /// Where a unit answers many at once; empty when it cannot.
    batch: String,
    /// The request to remedy, for the unit the list is narrowed to.
    request: String,
    /// The letter that urges those past their day, for the campaign.
    urge: String,
}

#[derive(Debug)]
struct FindingRow {
    href: String,
    number: String,
    text: String,
    code: String,
    unit: String,
    campaign: String,
    severity: Badge,
    state: Badge,
    owed_by: String,
    due: Option<Date>,
    is_closed: bool,
}

/// One choice of a box that narrows the list.
#[derive(Debug)]
struct Choice {
    value: String,
    label: String,
    on: bool,
}

/// What the person may do around the list.
#[derive(Debug, Default, Clone, Copy)]
struct May {
    record: bool,
    judge: bool,
    answer: bool,
    assign: bool,
    urge: bool,
}

pub fn routes() -> Router<Site> {
    Router::new()
        .route(PATH, get(list))
        .route("/findings/export/{form}", get(export))
        .route("/findings/request/{form}", get(request))
        .route(
            "/findings/new",
            get(recording::ask).post(recording::record).layer(DefaultBodyLimit::max(LARGEST_FORM)),
        )
        .route(
            "/findings/batch",
            get(batch::ask).post(batch::send).layer(DefaultBodyLimit::max(LARGEST_FORM)),
        )
        .route("/findings/{id}", get(story::show))
        .route("/findings/{id}/edit", get(revising::ask_edit).post(revising::edit))
        .route("/findings/{id}/assign", get(step::ask_assign).post(step::assign))
        .route(
            "/findings/{id}/steps/{step}",
            get(step::ask).post(step::take).layer(DefaultBodyLimit::max(LARGEST_FORM)),
        )
        .route("/findings/{id}/files/{file}", get(story::file))
}

/// What the address asks for.
pub(crate) fn filter(state: &ListState) -> Filter {
    let owed = state.value("owed").unwrap_or_default();
    let (order, down) = match state.sort(&["due", "number", "unit", "severity", "latest"]) {
        Some((name, direction)) => (Order::from_code(name).unwrap_or_default(), direction == Direction::Down),
        None => (Order::Due, false),
    };
    Filter {
        words: state.search().to_owned(),
        campaign: state.value("campaign").and_then(|id| id.parse().ok()),
        unit: state.value("unit").and_then(|id| id.parse().ok()),
        state: state.value("state").unwrap_or_default().to_owned(),
        severity: state.value("severity").and_then(Severity::from_code),
        theme: state.value("theme").unwrap_or_default().to_owned(),
        due: state.value("due").unwrap_or_default().to_owned(),
        owed_by: ["unit", "team", "office"].into_iter().filter(|party| *party == owed).collect(),
        unassigned: state.value("unassigned").is_some(),
        kind: state.value("kind").and_then(UnitKind::from_code),
        lately: state.value("lately").unwrap_or_default().to_owned(),
        today: None,
        order,
        down,
        limit: PER_PAGE as u32,
        offset: u32::try_from(state.offset()).unwrap_or(u32::MAX),
    }
}

async fn list(
    State(site): State<Site>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let state = ListState::read(PATH, uri.query(), PER_PAGE);
    let found = finding::list(app, who, &filter(&state)).await?;
    let campaigns = campaign::list(app, who, CAMPAIGNS, 0).await?;
    let chosen = state.value("campaign").unwrap_or_default().to_owned();
    let campaigns = campaigns
        .into_iter()
        .map(|kept| {
            let value = kept.campaign.id.to_string();
            Choice { on: value == chosen, value, label: kept.campaign.title }
        })
        .collect();
    let theme = state.value("theme").unwrap_or_default().to_owned();
    let language = words::language(visit.lang);
    let themes = app
        .packs
        .catalogue
        .themes
        .iter()
        .map(|known| Choice {
            on: known.code == theme,
            value: known.code.clone(),
            label: format!("{}. {}", known.code, known.title.text(language)),
        })
        .collect();
    let may = May {
        record: who.may(Action::FindingRecord),
        judge: who.may(Action::FindingJudge),
        answer: who.may(Action::FindingRespond),
        assign: who.holds(Role::StandingOffice),
        urge: who.may(Action::NoticeSend),
    };
    let kind = state.value("kind").and_then(UnitKind::from_code);
    let kind = kind.and_then(|kind| app.packs.unit_kinds.entry(kind)).map(|entry| entry.label.clone());
    let mut page = FindingList::new(visit.frame(), state, &found, campaigns, themes, may);
    if let Some(label) = kind {
        let label = label.text(language).to_owned();
        let chip = Chip { label, href: page.table.state.href("kind", None), on: true, count: None };
        page.table.filters.push(FilterGroup { label: visit.lang.t("overview-kind"), chips: vec![chip] });
    }
    pages::show(&page)
}

async fn export(
    State(site): State<Site>,
    visit: Visit,
    Path(form): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let form = match form.as_str() {
        "xlsx" => ListForm::Xlsx,
        other => ListForm::Paper(format(other)?),
    };
    let state = ListState::read(PATH, uri.query(), PER_PAGE);
    let printed = finding::export(site.app()?, visit.actor()?, &filter(&state), form).await?;
    Ok(download(&printed.name, printed.media, printed.bytes))
}

/// The request to remedy of one unit in one campaign.
async fn request(
    State(site): State<Site>,
    visit: Visit,
    Path(form): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let state = ListState::read(PATH, uri.query(), PER_PAGE);
    let (campaign, unit) = whose(&state).ok_or_else(Refusal::not_found)?;
    let printed = finding::request(app, who, campaign, unit, format(&form)?).await?;
    Ok(download(&printed.name, printed.media, printed.bytes))
}

fn format(form: &str) -> Result<Format, Refusal> {
    [Format::Docx, Format::Pdf]
        .into_iter()
        .find(|format| format.extension() == form)
        .ok_or_else(Refusal::not_found)
}

/// The campaign and unit an address names.
fn whose(state: &ListState) -> Option<(CampaignId, UnitId)> {
    let campaign = state.value("campaign")?.parse().ok()?;
    Some((campaign, state.value("unit")?.parse().ok()?))
}

impl FindingList {
    fn new(
        f: Frame,
        state: ListState,
        found: &List,
        campaigns: Vec<Choice>,
        themes: Vec<Choice>,
        may: May,
    ) -> Self {
        let (lang, today) = (f.lang, f.today());
        let caption = f.t("nav-findings");
        let whose = whose(&state);
        let pair = whose.map(|(campaign, unit)| format!("campaign={campaign}&unit={unit}"));
        let columns = vec![
            Column::new(f.t("finding-what")).sorted_by("number"),
            Column::new(f.t("finding-unit")).sorted_by("unit"),
            Column::new(f.t("finding-severity")).sorted_by("severity"),
            Column::new(f.t("finding-state")),
            Column::new(f.t("finding-due")).sorted_by("due"),
        ];
        let filters = filters(&f, &state, found, may);
        let urge = state.value("campaign").and_then(|id| id.parse::<CampaignId>().ok());
        let mut table = Table::new(state, caption.clone(), columns)
            .counting(found.count.unsigned_abs())
            .filtered(filters);
        if found.count > 0 {
            for (form, icon) in [("xlsx", "file-spreadsheet"), ("docx", "file-text"), ("pdf", "file")] {
                table = table.exported(form.to_uppercase(), &format!("{PATH}/export/{form}"), icon);
            }
        }
        let rows: Vec<_> = found.lines.iter().map(|line| FindingRow::new(lang, line, today)).collect();
        let owing = found.lines.iter().filter(|line| line.finding.case.due().is_some()).count();
        FindingList {
            batch: pair.clone().filter(|_| may.answer && owing > 1).unwrap_or_default(),
            request: pair.filter(|_| may.judge && owing > 0).unwrap_or_default(),
            urge: urge.filter(|_| may.urge).map(|id| id.to_string()).unwrap_or_default(),
            f: f.titled(caption, Some(Nav::Findings)),
            may_record: may.record,
            table,
            rows,
            campaigns,
            themes,
        }
    }
}

/// The chips above the list, with how many each would leave.
fn filters(f: &Frame, state: &ListState, found: &List, may: May) -> Vec<FilterGroup> {
    let sum = |matches: &dyn Fn(&Count) -> bool| {
        let counted =
            found.counts.iter().filter(|count| matches(count)).map(|count| count.count).sum::<i64>();
        Some(counted.unsigned_abs())
    };
    let unclosed = ("unclosed", f.t("finding-unclosed"), sum(&|count| count.state != "closed"));
    let states = Case::CODES
        .into_iter()
        .map(|code| (code, words::state(f.lang, code), sum(&|count| count.state == code)))
        .filter(|(code, _, count)| count.is_some_and(|n| n > 0) || state.value("state") == Some(*code));
    let severities =
        [Severity::Violation, Severity::Remedy, Severity::Reminder].into_iter().map(|severity| {
            let label = f.t(&format!("finding-severity-{}", severity.code()));
            (severity.code(), label, sum(&|count| count.severity == severity))
        });
    let overdue = found.counts.iter().map(|count| count.overdue).sum::<i64>().unsigned_abs();
    let dues = [("overdue", f.t("finding-overdue"), Some(overdue)), ("soon", f.t("finding-soon"), None)];
    let parties =
        ["unit", "team", "office"].map(|party| (party, f.t(&format!("finding-party-{party}")), None));
    let mut groups = vec![
        state.filter("state", f.t("finding-state"), std::iter::once(unclosed).chain(states)),
        state.filter("severity", f.t("finding-severity"), severities),
        state.filter("due", f.t("finding-due"), dues),
        state.filter("owed", f.t("finding-owed-by"), parties),
    ];
    if may.assign {
        let waiting = [("1", f.t("finding-unassigned"), None)];
        groups.push(state.filter("unassigned", f.t("finding-reorganised"), waiting));
    }
    if state.value("lately").is_some() {
        let lately = [
            ("recorded", f.t("finding-lately-recorded"), None),
            ("closed", f.t("finding-lately-closed"), None),
        ];
        groups.push(state.filter("lately", f.t("finding-lately"), lately));
    }
    if state.value("unit").is_some() {
        let label =
            found.lines.first().map_or_else(|| f.t("finding-one-unit"), |line| line.unit_name.clone());
        let chip = Chip { label, href: state.href("unit", None), on: true, count: None };
        groups.push(FilterGroup { label: f.t("finding-unit"), chips: vec![chip] });
    }
    groups
}

impl FindingRow {
    fn new(lang: crate::words::Lang, line: &Listed, today: Date) -> Self {
        let one = &line.finding;
        let mut owed: Vec<_> = one.case.owes().0.iter().map(|owed| words::party(lang, owed.by)).collect();
        owed.dedup();
        FindingRow {
            href: format!("{PATH}/{}", one.id),
            number: one.number.to_string(),
            text: one.words.text.clone(),
            code: one.words.code.clone().unwrap_or_default(),
            unit: line.unit_name.clone(),
            campaign: line.year.to_string(),
            severity: words::severity_badge(lang, one.case.severity),
            state: words::state_badge(lang, &one.case, today),
            owed_by: if one.unassigned { lang.t("finding-unassigned") } else { owed.join(", ") },
            due: one.case.due(),
            is_closed: one.case.is_closed() || one.case.code() == "done_reported",
        }
    }
}

impl Page for FindingList {
    const NAME: &'static str = "finding_list";

    fn samples(frame: &Frame) -> Samples<Self> {
        let nothing = || List { lines: Vec::new(), count: 0, counts: Vec::new() };
        let may = May { record: true, judge: true, answer: true, assign: true, urge: true };
        let choices = || {
            vec![Choice {
                value: "A".into(), label: "A. Lãnh đạo, quy chế, nhân sự".into(), on: true
            }]
        };
        let page = |query, found: &List, may| {
            let state = ListState::read(PATH, query, PER_PAGE);
            FindingList::new(frame.clone(), state, found, choices(), choices(), may)
        };
        let narrowed = format!("campaign={0}&unit={0}&state=unclosed&sort=due", uuid::Uuid::nil());
        vec![
            ("empty", page(None, &nothing(), May::default())),
            ("nothing-found", page(Some("q=khong+co"), &nothing(), may)),
            ("full", page(None, &sample::list(), may)),
            ("narrowed", page(Some(&narrowed), &sample::list(), may)),
        ]
    }
}
