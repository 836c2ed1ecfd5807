//! Tổng quan: one page for leaders, made to be printed. Every figure opens the
//! rows it counts.
//!
//! Not here: counting (`app::acts::overview`), lists (their own pages).

use app::acts::overview::{self, Changes, Late, OnDay, Overview, Theme};
use askama::Template;
use axum::Router;
use axum::extract::{OriginalUri, State};
use axum::response::Response;
use axum::routing::get;
use domain::identifier::CampaignId;

use crate::frame::Frame;
use crate::list::ListState;
use crate::nav::Nav;
use crate::pages::{self, Page, Samples};
use crate::parts::badge::Tone;
use crate::parts::chart::{Bar, Bars};
use crate::parts::figures::{FigureCard, Figures};
use crate::parts::heat::{Heat, HeatCell, HeatRow};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

pub const PATH: &str = "/overview";

/// Themes across the heat map: more do not fit a printed page.
const COLUMNS: usize = 8;

/// Nothing to look at yet.
#[derive(Debug, Template)]
#[template(path = "pages/overview_none.html")]
pub struct NoOverview {
    f: Frame,
}

#[derive(Debug, Template)]
#[template(path = "pages/overview.html")]
pub struct OverviewPage {
    f: Frame,
    campaign: String,
    campaign_href: String,
    /// The campaign compared with; empty when there is none.
    before: String,
    choices: Vec<Choice>,
    figures: Figures,
    heat: Heat,
    themes: Bars,
    late: Vec<LateRow>,
    week: Vec<WeekRow>,
    days: Vec<DayRow>,
}

#[derive(Debug)]
struct Choice {
    name: String,
    href: String,
    current: bool,
}

/// One figure that opens its rows; empty where there is nothing.
#[derive(Debug)]
struct Linked {
    figure: String,
    href: String,
}

#[derive(Debug)]
struct LateRow {
    unit: String,
    href: String,
    reports: Linked,
    findings: Linked,
    tasks: Linked,
    total: String,
}

#[derive(Debug)]
struct WeekRow {
    what: String,
    href: String,
    now: String,
    before: String,
}

#[derive(Debug)]
struct DayRow {
    day: jiff::civil::Date,
    lines: Vec<(String, String)>,
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
    let asked = state.value("campaign").or(visit.campaign.as_deref());
    let asked = asked.and_then(|id| id.parse::<CampaignId>().ok());
    match overview::overview(app, who, asked).await? {
        Some(whole) => pages::show(&OverviewPage::new(visit.frame(), &whole)),
        None => pages::show(&NoOverview::new(visit.frame())),
    }
}

impl NoOverview {
    fn new(f: Frame) -> Self {
        let title = f.t("nav-overview");
        NoOverview { f: f.titled(title, Some(Nav::Overview)) }
    }
}

impl OverviewPage {
    fn new(f: Frame, whole: &Overview) -> Self {
        let id = whole.campaign.campaign.id.to_string();
        let title = f.t("nav-overview");
        OverviewPage {
            campaign: whole.campaign.campaign.title.clone(),
            campaign_href: format!("/campaigns/{id}"),
            before: whole.before.as_ref().map(|kept| kept.campaign.title.clone()).unwrap_or_default(),
            choices: choices(whole),
            figures: figures(&f, whole, &id),
            heat: heat(&f, whole, &id),
            themes: themes(&f, &whole.themes, whole.before.as_ref().map(|kept| kept.campaign.year), &id),
            late: whole.late.iter().map(|late| LateRow::new(&f, late, &id)).collect(),
            week: week(&f, whole, &id),
            days: days(&f, &whole.days, &id),
            f: f.titled(title, Some(Nav::Overview)),
        }
    }
}

fn choices(whole: &Overview) -> Vec<Choice> {
    let current = whole.campaign.campaign.id;
    let choice = |(id, name): &(CampaignId, String)| Choice {
        name: name.clone(),
        href: format!("{PATH}?campaign={id}"),
        current: *id == current,
    };
    whole.choices.iter().map(choice).collect()
}

fn figures(f: &Frame, whole: &Overview, id: &str) -> Figures {
    let (now, before) = (whole.figures, whole.figures_before);
    let card = |key: &str, figure: i64, earlier: Option<i64>, href: String, tone: Tone| {
        let note = match earlier {
            Some(earlier) => f.t_with("overview-before", &[("count", earlier.unsigned_abs())]),
            None => f.t("overview-no-before"),
        };
        FigureCard::new(f.lang, f.t(key), figure.unsigned_abs(), href).note(note).tone(tone)
    };
    let list = |status: &str| format!("/campaigns/{id}?status={status}");
    let findings = |rest: &str| format!("/findings?campaign={id}{rest}");
    Figures::new(
        f.t("overview-figures"),
        vec![
            card(
                "overview-targets",
                now.targets,
                before.map(|b| b.targets),
                format!("/campaigns/{id}"),
                Tone::Outside,
            ),
            card(
                "campaign-reports-sent",
                now.reports_sent,
                before.map(|b| b.reports_sent),
                list("sent"),
                Tone::Done,
            ),
            card(
                "campaign-reports-overdue",
                now.reports_overdue,
                before.map(|b| b.reports_overdue),
                list("overdue"),
                if now.reports_overdue > 0 { Tone::Late } else { Tone::Done },
            ),
            card("campaign-visited", now.visited, before.map(|b| b.visited), list("visited"), Tone::Going),
            card(
                "overview-findings",
                now.findings_total,
                before.map(|b| b.findings_total),
                findings(""),
                Tone::Warning,
            ),
            card(
                "campaign-findings-open",
                now.findings_open,
                before.map(|b| b.findings_open),
                findings("&state=unclosed"),
                if now.findings_overdue_units > 0 { Tone::Late } else { Tone::Going },
            ),
        ],
    )
}

fn heat(f: &Frame, whole: &Overview, id: &str) -> Heat {
    let shown: Vec<&Theme> = whole.themes.iter().filter(|theme| theme.total > 0).take(COLUMNS).collect();
    let greatest = whole.heat.cells.values().copied().max().unwrap_or(0).unsigned_abs();
    let rows = whole.heat.kinds.iter().map(|(kind, label)| HeatRow {
        label: label.text(f.lang.of_packs()).to_owned(),
        href: format!("/findings?campaign={id}&kind={}", kind.code()),
        cells: shown
            .iter()
            .map(|theme| match whole.heat.cells.get(&(*kind, theme.code.clone())) {
                Some(count) => HeatCell::of(f.lang, count.unsigned_abs(), greatest).to(format!(
                    "/findings?campaign={id}&kind={}&theme={}",
                    kind.code(),
                    theme.code
                )),
                None => HeatCell::of(f.lang, 0, greatest),
            })
            .collect(),
    });
    Heat {
        lang: f.lang,
        caption: f.t("overview-heat"),
        corner: f.t("overview-kind"),
        columns: shown.iter().map(|theme| theme.title.text(f.lang.of_packs()).to_owned()).collect(),
        rows: rows.collect(),
    }
}

/// Findings by theme, with those of the year before; the campaign's page shows
/// the same.
pub fn themes(f: &Frame, themes: &[Theme], before: Option<i16>, id: &str) -> Bars {
    let rows = themes.iter().map(|theme| Bar {
        label: theme.title.text(f.lang.of_packs()).to_owned(),
        href: Some(format!("/findings?campaign={id}&theme={}", theme.code)),
        count: theme.total.unsigned_abs(),
        before: theme.before.map(i64::unsigned_abs),
    });
    Bars {
        lang: f.lang,
        caption: f.t("overview-themes"),
        corner: f.t("overview-theme"),
        counted: f.t("overview-findings"),
        before: before
            .map(|year| f.t_with("overview-in-year", &[("year", year.to_string())]))
            .unwrap_or_default(),
        rows: rows.collect(),
    }
}

fn linked(f: &Frame, count: i64, href: String) -> Linked {
    if count == 0 {
        return Linked { figure: String::new(), href: String::new() };
    }
    Linked { figure: f.lang.number(count), href }
}

impl LateRow {
    fn new(f: &Frame, late: &Late, id: &str) -> Self {
        let unit = late.unit;
        LateRow {
            unit: late.unit_name.clone(),
            href: format!("/units/{unit}"),
            reports: linked(f, late.reports, {
                let words = ListState::read("", None, 1).href("q", Some(&late.unit_name));
                format!("/campaigns/{id}{words}&status=overdue")
            }),
            findings: linked(f, late.findings, format!("/findings?campaign={id}&unit={unit}&due=overdue")),
            tasks: linked(f, late.tasks, format!("/units/{unit}")),
            total: f.lang.number(late.reports + late.findings + late.tasks),
        }
    }
}

fn week(f: &Frame, whole: &Overview, id: &str) -> Vec<WeekRow> {
    let (now, before) = (whole.week, whole.week_before);
    let row = |key: &str, of: fn(&Changes) -> i64, rows: &str| WeekRow {
        what: f.t(key),
        href: match rows {
            "recorded" | "closed" => format!("/findings?campaign={id}&lately={rows}"),
            status => format!("/campaigns/{id}?status={status}"),
        },
        now: f.lang.number(of(&now)),
        before: f.lang.number(of(&before)),
    };
    vec![
        row("overview-week-reports", |c| c.reports_sent, "sent_week"),
        row("overview-week-visits", |c| c.visited, "visited_week"),
        row("overview-week-minutes", |c| c.minutes_signed, "signed_week"),
        row("overview-week-found", |c| c.findings_recorded, "recorded"),
        row("overview-week-closed", |c| c.findings_closed, "closed"),
    ]
}

fn days(f: &Frame, on_days: &[OnDay], id: &str) -> Vec<DayRow> {
    let mut rows: Vec<DayRow> = Vec::new();
    for on_day in on_days {
        let words =
            f.t_with(&format!("overview-day-{}", on_day.kind), &[("count", on_day.count.unsigned_abs())]);
        let day = on_day.day;
        let href = match on_day.kind.as_str() {
            "visit" => format!("/campaigns/{id}?visit_on={day}"),
            "report" => format!("/campaigns/{id}?status=missing&report_due={day}"),
            "finding" => format!("/findings?campaign={id}&due=soon"),
            _ => "/programmes".to_owned(),
        };
        match rows.last_mut().filter(|row| row.day == day) {
            Some(row) => row.lines.push((words, href)),
            None => rows.push(DayRow { day, lines: vec![(words, href)] }),
        }
    }
    rows
}

impl Page for NoOverview {
    const NAME: &'static str = "overview_none";

    fn samples(frame: &Frame) -> Samples<Self> {
        vec![("empty", NoOverview::new(frame.clone()))]
    }
}

impl Page for OverviewPage {
    const NAME: &'static str = "overview";

    fn samples(frame: &Frame) -> Samples<Self> {
        let calm = sample(false);
        let full = sample(true);
        vec![
            ("first", OverviewPage::new(frame.clone(), &calm)),
            ("full", OverviewPage::new(frame.clone(), &full)),
        ]
    }
}

fn sample(full: bool) -> Overview {
    use domain::bilingual::Bilingual;
    use domain::unit::UnitKind;
    let kept = super::campaign::sample_whole(domain::campaign::CampaignState::Open).kept;
    let figures = app::acts::campaign::Figures {
        targets: 31,
        reports_due: 31,
        reports_sent: 20,
        reports_overdue: if full { 3 } else { 0 },
        visited: 12,
        findings_total: if full { 47 } else { 0 },
        findings_open: if full { 19 } else { 0 },
        findings_overdue_units: i64::from(full),
        ..app::acts::campaign::Figures::default()
    };
    let theme = |code: &str, vi: &str, total, before| Theme {
        code: code.into(),
        title: Bilingual::new(vi, vi),
        total,
        open: total / 2,
        before: Some(before),
    };
    let mut whole = Overview {
        choices: vec![(kept.campaign.id, kept.campaign.title.clone())],
        campaign: kept.clone(),
        before: None,
        figures,
        figures_before: None,
        themes: Vec::new(),
        heat: overview::Heat::default(),
        late: Vec::new(),
        week: Changes::default(),
        week_before: Changes::default(),
        days: Vec::new(),
    };
    if !full {
        return whole;
    }
    whole.before = Some(kept);
    whole.figures_before = Some(figures);
    whole.themes = vec![
        theme("ban_va", "Cập nhật bản vá, hệ điều hành", 21, 26),
        theme("tai_khoan", "Quản lý tài khoản, mật khẩu", 15, 9),
        theme("bmnn_mang", "Bảo vệ bí mật nhà nước trên không gian mạng", 11, 14),
    ];
    whole.heat.kinds = vec![
        (UnitKind::Department, Bilingual::new("Sở, ban, ngành", "Departments")),
        (UnitKind::Commune, Bilingual::new("Ủy ban nhân dân cấp xã", "Commune People's Committees")),
    ];
    for (kind, code, count) in [
        (UnitKind::Department, "ban_va", 6),
        (UnitKind::Department, "tai_khoan", 9),
        (UnitKind::Commune, "ban_va", 15),
        (UnitKind::Commune, "bmnn_mang", 11),
    ] {
        whole.heat.cells.insert((kind, code.to_owned()), count);
    }
    let late = |name: &str, reports, findings, tasks| Late {
        unit: domain::identifier::UnitId(uuid::Uuid::nil()),
        unit_name: name.into(),
        reports,
        findings,
        tasks,
    };
    whole.late = vec![late("Ủy ban nhân dân xã Đồng Tâm", 1, 4, 2), late("Sở Y tế", 0, 1, 0)];
    whole.week =
        Changes { reports_sent: 5, visited: 3, minutes_signed: 2, findings_recorded: 9, findings_closed: 4 };
    whole.days = vec![
        OnDay { kind: "report".into(), day: jiff::civil::date(2026, 11, 21), count: 4 },
        OnDay { kind: "visit".into(), day: jiff::civil::date(2026, 11, 21), count: 2 },
        OnDay { kind: "finding".into(), day: jiff::civil::date(2026, 11, 24), count: 3 },
        OnDay { kind: "task".into(), day: jiff::civil::date(2026, 11, 25), count: 7 },
    ];
    whole
}
