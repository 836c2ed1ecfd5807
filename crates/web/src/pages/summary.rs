//! Báo cáo tổng hợp: campaigns to sum up, the report of one on the page with
//! every figure leading to what it counts, and as a paper.
//!
//! The folder beside this file holds writing the team's words (`writing`). Not
//! here: what it says (`app::acts::summary`), its paper form (`papers`).

mod writing;

pub use writing::SummaryForm;

use app::acts::campaign::{Form as PaperForm, Kept};
use app::acts::summary::{self, Consolidated, Remedied, Verdicts};
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::response::Response;
use axum::routing::get;
use domain::finding::Severity;
use domain::identifier::CampaignId;
use jiff::civil::Date;

use crate::frame::Frame;
use crate::list::{Column, ListState, Table};
use crate::nav::Nav;
use crate::pages::campaign::{self as campaign_page, state_badge};
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples};
use crate::parts::badge::{Badge, Tone};
use crate::parts::chart::Bars;
use crate::parts::figures::{FigureCard, Figures};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

pub const PATH: &str = "/summaries";

/// More campaigns than a province has in sight.
const PER_PAGE: u64 = 200;

/// The campaigns that can be summed up.
#[derive(Debug, Template)]
#[template(path = "pages/summary_list.html")]
pub struct SummaryList {
    f: Frame,
    table: Table,
    rows: Vec<ListRow>,
}

#[derive(Debug)]
struct ListRow {
    href: String,
    title: String,
    number: String,
    year: i16,
    state: Badge,
}

/// One campaign's report.
#[derive(Debug, Template)]
#[template(path = "pages/summary.html")]
pub struct SummaryPage {
    f: Frame,
    id: String,
    campaign_href: String,
    title: String,
    may_write: bool,
    unwritten: bool,
    figures: Figures,
    opening: Vec<String>,
    late: Vec<Link>,
    missing: Vec<Link>,
    units: Vec<UnitRow>,
    themes: Vec<ThemeRow>,
    found: Bars,
    strengths: Vec<String>,
    shortcomings: Vec<String>,
    causes: Vec<String>,
    remediation: Vec<RemediationRow>,
    findings: Vec<FindingRow>,
    proposals: Vec<(String, Vec<String>)>,
}

/// Words, or a figure, that lead somewhere.
#[derive(Debug)]
struct Link {
    words: String,
    href: String,
}

#[derive(Debug)]
struct UnitRow {
    unit: Link,
    visited: String,
    verdicts: Vec<Link>,
    findings: Link,
}

#[derive(Debug)]
struct ThemeRow {
    theme: String,
    verdicts: Vec<String>,
}

#[derive(Debug)]
struct RemediationRow {
    unit: Link,
    figures: Vec<Link>,
}

#[derive(Debug)]
struct FindingRow {
    href: String,
    number: String,
    unit: String,
    text: String,
    basis: String,
    severity: Badge,
    due: Option<Date>,
    state: Badge,
}

pub fn routes() -> Router<Site> {
    Router::new()
        .route(PATH, get(list))
        .route("/summaries/{id}", get(show))
        .route("/summaries/{id}/words", get(writing::ask).post(writing::write))
        .route("/summaries/{id}/paper/{form}", get(paper))
}

async fn list(State(site): State<Site>, visit: Visit) -> Result<Response, Refusal> {
    let all = summary::list(site.app()?, visit.actor()?).await?;
    pages::show(&SummaryList::new(visit.frame(), &all))
}

async fn show(State(site): State<Site>, visit: Visit, Path(text): Path<String>) -> Result<Response, Refusal> {
    let whole = summary::get(site.app()?, visit.actor()?, id::<CampaignId>(&text)?).await?;
    pages::show(&SummaryPage::new(visit.frame(), &whole))
}

async fn paper(
    State(site): State<Site>,
    visit: Visit,
    Path((text, form)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let form = PaperForm::from_code(&form).ok_or_else(Refusal::not_found)?;
    let printed = summary::print(app, who, id::<CampaignId>(&text)?, form).await?;
    Ok(pages::download(&printed.name, printed.media, printed.bytes))
}

impl SummaryList {
    fn new(f: Frame, all: &[Kept]) -> Self {
        let columns =
            ["campaign-title", "campaign-number", "campaign-year", "campaign-state", "summary-files"];
        let columns = columns.into_iter().map(|key| Column::new(f.t(key))).collect();
        let title = f.t("nav-summaries");
        let table = Table::new(ListState::read(PATH, None, PER_PAGE), title.clone(), columns)
            .counting(all.len() as u64);
        let rows = all.iter().map(|kept| ListRow {
            href: format!("{PATH}/{}", kept.campaign.id),
            title: kept.campaign.title.clone(),
            number: kept.campaign.number.clone(),
            year: kept.campaign.year,
            state: state_badge(f.lang, kept.campaign.state),
        });
        let rows = rows.collect();
        SummaryList { f: f.titled(title, Some(Nav::Summaries)), table, rows }
    }
}

impl SummaryPage {
    fn new(f: Frame, whole: &Consolidated) -> Self {
        let campaign = &whole.campaign.campaign;
        let id = campaign.id.to_string();
        let reports = |targets: &[app::acts::campaign::Target]| {
            targets
                .iter()
                .map(|target| Link {
                    words: target.unit_name.clone(),
                    href: target.report.map(|report| format!("/self-reports/{report}")).unwrap_or_default(),
                })
                .collect()
        };
        let written = &whole.written;
        let summaries = f.t("nav-summaries");
        let title = f.t("summary-title");
        SummaryPage {
            campaign_href: format!("/campaigns/{id}"),
            title: campaign.title.clone(),
            may_write: whole.may_write,
            unwritten: written.version == 0,
            figures: figures(&f, whole, &id),
            opening: summary::lines(&written.opening),
            late: reports(&whole.late),
            missing: reports(&whole.missing),
            units: whole.units.iter().map(|unit| unit_row(&f, unit, whole, &id)).collect(),
            themes: whole
                .themes
                .iter()
                .map(|theme| ThemeRow {
                    theme: theme.title.text(f.lang.of_packs()).to_owned(),
                    verdicts: four(theme.verdicts).map(|count| f.lang.number(count)).into(),
                })
                .collect(),
            found: pages::overview::themes(&f, &whole.found, None, &id),
            strengths: whole.strengths(),
            shortcomings: whole.shortcomings(),
            causes: whole.causes(),
            remediation: whole.remediation.iter().map(|row| remediation_row(&f, row, &id)).collect(),
            findings: whole.findings.iter().map(|listed| finding_row(&f, listed, whole.today)).collect(),
            proposals: whole.proposals().into_iter().map(|proposal| (proposal.to, proposal.points)).collect(),
            f: f.titled(title, Some(Nav::Summaries)).under(summaries, PATH),
            id,
        }
    }
}

fn linked(f: &Frame, count: i64, href: String) -> Link {
    Link { words: f.lang.number(count), href: if count == 0 { String::new() } else { href } }
}

fn four(verdicts: Verdicts) -> [i64; 4] {
    [verdicts.met, verdicts.not_met, verdicts.not_presented, verdicts.not_applicable]
}

fn figures(f: &Frame, whole: &Consolidated, id: &str) -> Figures {
    let (n, before) = (whole.figures, whole.before.as_ref().map(|(_, figures)| *figures));
    let card = |key: &str, figure: i64, earlier: Option<i64>, href: String, tone: Tone| {
        let note = earlier.map(|count| f.t_with("overview-before", &[("count", count.unsigned_abs())]));
        FigureCard::new(f.lang, f.t(key), figure.unsigned_abs(), href)
            .note(note.unwrap_or_default())
            .tone(tone)
    };
    let list = |status: &str| format!("/campaigns/{id}?status={status}");
    let open = format!("/findings?campaign={id}&state=unclosed");
    Figures::new(
        f.t("summary-figures"),
        vec![
            card(
                "campaign-reports-sent",
                n.reports_sent,
                before.map(|b| b.reports_sent),
                list("sent"),
                Tone::Done,
            ),
            card("summary-late", n.reports_late, before.map(|b| b.reports_late), list("late"), Tone::Late),
            card("campaign-visited", n.visited, before.map(|b| b.visited), list("visited"), Tone::Done),
            card(
                "summary-signed",
                n.minutes_signed,
                before.map(|b| b.minutes_signed),
                list("signed"),
                Tone::Done,
            ),
            card(
                "overview-findings",
                n.findings_total,
                before.map(|b| b.findings_total),
                format!("/findings?campaign={id}"),
                Tone::Warning,
            ),
            card(
                "campaign-findings-open",
                n.findings_open,
                before.map(|b| b.findings_open),
                open,
                Tone::Going,
            ),
        ],
    )
}

fn unit_row(f: &Frame, unit: &summary::UnitResult, whole: &Consolidated, id: &str) -> UnitRow {
    let target = &unit.target;
    let visit = target.visit.map(|visit| format!("/visits/{visit}")).unwrap_or_default();
    let found = whole.findings.iter().filter(|listed| listed.finding.target == Some(target.id)).count();
    UnitRow {
        unit: Link { words: target.unit_name.clone(), href: visit.clone() },
        visited: target.visit_on.map(|day| f.lang.date(day)).unwrap_or_default(),
        verdicts: four(unit.verdicts).map(|count| linked(f, count, visit.clone())).into(),
        findings: linked(f, found as i64, format!("/findings?campaign={id}&unit={}", target.unit)),
    }
}

fn remediation_row(f: &Frame, row: &summary::Remediation, id: &str) -> RemediationRow {
    let href = |rest: &str| format!("/findings?campaign={id}&unit={}{rest}", row.unit);
    RemediationRow {
        unit: Link { words: row.unit_name.clone(), href: format!("/units/{}", row.unit) },
        figures: vec![
            linked(f, row.total as i64, href("")),
            linked(f, row.remedied as i64, href("&state=closed")),
            linked(f, row.reported as i64, href("&state=done_reported")),
            linked(f, row.open as i64, href("&state=unclosed")),
            linked(f, row.overdue as i64, href("&due=overdue")),
        ],
    }
}

fn finding_row(f: &Frame, listed: &summary::Listed, today: Date) -> FindingRow {
    let finding = &listed.finding;
    let (tone, key) = match finding.case.severity {
        Severity::Violation => (Tone::Late, "summary-violation"),
        Severity::Remedy => (Tone::Warning, "summary-remedy"),
        Severity::Reminder => (Tone::Idle, "summary-reminder"),
    };
    let (state_tone, state) = match summary::remedied(listed, today) {
        Remedied::Yes => (Tone::Done, "summary-remedied"),
        Remedied::Reported => (Tone::Waiting, "summary-reported"),
        Remedied::Open => (Tone::Going, "summary-open"),
        Remedied::Overdue => (Tone::Late, "summary-overdue"),
    };
    FindingRow {
        href: format!("/findings/{}", finding.id),
        number: f.lang.number(finding.number),
        unit: listed.unit_name.clone(),
        text: finding.words.text.clone(),
        basis: finding.words.basis.clone(),
        severity: Badge::new(tone, f.t(key)),
        due: finding.case.due(),
        state: Badge::new(state_tone, f.t(state)),
    }
}

impl Page for SummaryList {
    const NAME: &'static str = "summary_list";

    fn samples(frame: &Frame) -> Samples<Self> {
        let kept = campaign_page::sample_whole(domain::campaign::CampaignState::Open).kept;
        vec![
            ("empty", SummaryList::new(frame.clone(), &[])),
            ("full", SummaryList::new(frame.clone(), &[kept])),
        ]
    }
}

impl Page for SummaryPage {
    const NAME: &'static str = "summary";

    fn samples(frame: &Frame) -> Samples<Self> {
        vec![
            ("unwritten", SummaryPage::new(frame.clone(), &sample(false))),
            ("written", SummaryPage::new(frame.clone(), &sample(true))),
        ]
    }
}

pub(super) fn sample(full: bool) -> Consolidated {
    use domain::bilingual::Bilingual;
    let kept = campaign_page::sample_whole(domain::campaign::CampaignState::Open).kept;
    let mut targets = campaign_page::sample_targets();
    if let Some(target) = targets.get_mut(1) {
        target.visit_on = Some(jiff::civil::date(2026, 6, 12));
    }
    let verdicts = Verdicts { met: 31, not_met: 4, not_presented: 2, not_applicable: 3 };
    let mut whole = Consolidated {
        campaign: kept,
        teams: Vec::new(),
        lead: None,
        figures: app::acts::campaign::Figures { targets: 31, reports_sent: 20, ..Default::default() },
        before: None,
        units: Vec::new(),
        late: Vec::new(),
        missing: targets[..1].to_vec(),
        themes: Vec::new(),
        found: Vec::new(),
        findings: Vec::new(),
        remediation: Vec::new(),
        written: summary::Summary::default(),
        today: jiff::civil::date(2026, 11, 20),
        may_write: true,
    };
    if !full {
        return whole;
    }
    whole.units = vec![summary::UnitResult { target: targets[1].clone(), verdicts }];
    whole.late = targets[2..].to_vec();
    whole.themes = vec![summary::ThemeResult {
        code: "ban_va".into(),
        title: Bilingual::new("Cập nhật bản vá", "Patches"),
        verdicts,
    }];
    whole.found = vec![app::acts::overview::Theme {
        code: "F".into(),
        title: Bilingual::new("An toàn hệ thống thông tin", "System security"),
        total: 4,
        open: 3,
        before: None,
    }];
    whole.remediation = vec![summary::Remediation {
        unit: domain::identifier::UnitId(uuid::Uuid::nil()),
        unit_name: "Sở Tư pháp".into(),
        total: 4,
        remedied: 1,
        reported: 1,
        open: 1,
        overdue: 1,
    }];
    whole.written = summary::Summary {
        number: Some(3),
        dated: Some(jiff::civil::date(2026, 11, 16)),
        opening: "Các đơn vị bố trí đúng thành phần làm việc.".into(),
        strengths: "Đã ban hành quy chế\nĐã phân công người phụ trách".into(),
        shortcomings: "Máy tính dùng hệ điều hành hết hỗ trợ".into(),
        causes: "Kinh phí bố trí chậm".into(),
        proposals: "Đối với Ủy ban nhân dân tỉnh:\nBố trí kinh phí thay thế máy tính".into(),
        version: 2,
    };
    whole
}
