//! What units owe on a programme as a whole: the list of their plans and yearly
//! reports, and one of them with its steps.
//!
//! Not here: all units together (`summary`).

use app::acts::campaign::Form as PaperForm;
use app::acts::file::Upload;
use app::acts::programme::report::{self, Key, Opened, Written};
use app::acts::programme::{self, Obligation, Programme, Report, ReportFilter};
use askama::Template;
use axum::extract::{Multipart, OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::{FileId, ProgrammeId, RemarkId};
use domain::policy::Action;
use jiff::civil::Date;

use super::share::turned_away;
use super::{PATH, framed, tabs};
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Field, Form, Kind};
use crate::frame::{FlashKind, Frame};
use crate::list::{Column, ListState, Table};
use crate::pages::plan::id;
use crate::pages::report::badge as state_badge;
use crate::pages::unit::put_faults;
use crate::pages::{self, Page, Samples};
use crate::parts::badge::{Badge, Tone};
use crate::parts::figures::{FigureCard, Figures};
use crate::parts::files::{FileLine, Files};
use crate::parts::tabs::Tabs;
use crate::refusal::{Refusal, Trouble};
use crate::site::Site;
use crate::upload::{self, Limits};
use crate::visit::Visit;
use crate::words::Lang;

const PER_PAGE: u64 = 50;
const LONGEST: usize = 40_000;
const FILES: usize = 10;

/// The plans and reports of all units.
#[derive(Debug, Template)]
#[template(path = "pages/programme_reports.html")]
pub struct ReportsPage {
    f: Frame,
    tabs: Tabs,
    table: Table,
    rows: Vec<OwedRow>,
    /// The consolidated report of the period shown, for those who may see it.
    summary: String,
}

/// One plan or report that a unit owes.
#[derive(Debug)]
pub(super) struct OwedRow {
    pub href: String,
    pub unit: String,
    pub kind: String,
    pub due: Option<Date>,
    pub sent: String,
    pub late: bool,
    pub state: Badge,
    pub number: String,
}

/// One plan or report.
#[derive(Debug, Template)]
#[template(path = "pages/programme_report.html")]
pub struct ReportPage {
    f: Frame,
    href: String,
    version: i64,
    unit: String,
    unit_href: String,
    yearly: bool,
    state: Badge,
    due: Option<Date>,
    sent: String,
    late: bool,
    figures: Option<Figures>,
    text: Vec<String>,
    proposals: Vec<String>,
    number: String,
    files: Option<Files>,
    remarks: Vec<RemarkLine>,
    form: Option<Form>,
    may: May,
}

/// The steps this person may take now.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one button each")]
struct May {
    write: bool,
    hand: bool,
    approve: bool,
    judge: bool,
    resume: bool,
}

#[derive(Debug)]
struct RemarkLine {
    id: String,
    text: String,
    answer: String,
}

fn key(text: &str, kind: &str, period: &str, unit: &str) -> Result<Key, Refusal> {
    if ![report::YEARLY, report::OWN_PLAN].contains(&kind) {
        return Err(Refusal::not_found());
    }
    Ok(Key { programme: id(text)?, unit: id(unit)?, kind: kind.to_owned(), period: period.to_owned() })
}

fn address(kept: &Report) -> String {
    format!("{PATH}/{}/reports/{}/{}/{}", kept.programme, kept.kind, kept.period, kept.unit)
}

fn kind_words(lang: Lang, kind: &str, period: &str) -> String {
    let key = if kind == report::OWN_PLAN { "programme-own-plan" } else { "programme-yearly" };
    lang.t_with(key, &[("period", period)])
}

pub(super) fn owed_row(f: &Frame, kept: &Report) -> OwedRow {
    OwedRow {
        href: address(kept),
        unit: kept.unit_name.clone(),
        kind: kind_words(f.lang, &kept.kind, &kept.period),
        due: kept.due_on,
        sent: kept.sent_at.map(|at| f.lang.moment(at)).unwrap_or_default(),
        late: kept.late,
        state: state_badge(f.lang, kept.state.code()),
        number: kept.paper_number.clone(),
    }
}

pub async fn list(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let state = ListState::read(uri.path(), uri.query(), PER_PAGE);
    let filter = ReportFilter {
        kind: state.value("kind").unwrap_or_default().to_owned(),
        period: state.value("period").unwrap_or_default().to_owned(),
        standing: state.value("standing").unwrap_or_default().to_owned(),
        words: state.search().to_owned(),
        limit: PER_PAGE as u32,
        offset: u32::try_from(state.offset()).unwrap_or(u32::MAX),
    };
    let (of, reports, count) =
        programme::summary::reports(app, who, id::<ProgrammeId>(&text)?, &filter).await?;
    let may_sum_up = who.may(Action::SummaryRead);
    pages::show(&ReportsPage::new(visit.frame(), &of, state, &reports, count, may_sum_up))
}

pub async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path((text, kind, period, unit)): Path<(String, String, String, String)>,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let opened = report::get(app, who, &key(&text, &kind, &period, &unit)?).await?;
    let may = may(&visit, &opened)?;
    let form = may.write.then(|| filled(visit.lang, &opened));
    pages::show(&ReportPage::new(visit.frame(), &opened, form, may))
}

fn may(visit: &Visit, opened: &Opened) -> Result<May, Refusal> {
    let who = visit.actor()?;
    if opened.programme.is_closed {
        return Ok(May::default());
    }
    let (unit, head) = (who.may(Action::ProgrammeRespond), who.may(Action::ProgrammeApprove));
    let code = opened.report.state.code();
    let yearly = opened.report.kind == report::YEARLY;
    Ok(May {
        write: unit && code == "draft",
        hand: unit && yearly && code == "draft",
        approve: head && code == "with_head",
        judge: who.may(Action::ProgrammeManage) && code == "submitted",
        resume: unit && code == "returned",
    })
}

fn fields(yearly: bool) -> Vec<Field> {
    let text = |name: &'static str, label: &'static str, help: &'static str, rows| {
        Field::new(name, label, Kind::LongText { max: LONGEST, rows }).help(help)
    };
    let mut fields = vec![Field::new("version", "programme-yearly", Kind::Number { min: 0, max: i64::MAX })];
    if yearly {
        fields.push(text("text", "programme-report-text", "programme-report-text-help", 16));
        fields.push(text("proposals", "programme-proposals", "programme-proposals-help", 5));
    }
    fields.push(
        Field::new("paper_number", "programme-paper-number", Kind::Text { max: 60 })
            .help("programme-paper-number-help"),
    );
    fields.push(Field::new("paper_on", "programme-paper-on", Kind::Date));
    fields.push(
        Field::new("file", "programme-paper-file", Kind::File { accept: ".pdf,.docx", many: yearly })
            .help("programme-evidence-help"),
    );
    fields
}

fn filled(lang: Lang, opened: &Opened) -> Form {
    let kept = &opened.report;
    let drafted = || report::drafted(&opened.obligations);
    let values = [
        ("version", kept.version.to_string()),
        ("text", if kept.text.is_empty() { drafted() } else { kept.text.clone() }),
        ("proposals", kept.proposals.clone()),
        ("paper_number", kept.paper_number.clone()),
        ("paper_on", kept.paper_on.map(|day| lang.date(day)).unwrap_or_default()),
    ];
    Form::filled(lang, fields(kept.kind == report::YEARLY), values)
}

/// Keeps what the writers have; of a unit's own plan, records that it was issued.
pub async fn save(
    State(site): State<Site>,
    visit: Visit,
    Path((text, kind, period, unit)): Path<(String, String, String, String)>,
    parts: Multipart,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let key = key(&text, &kind, &period, &unit)?;
    let opened = report::get(app, who, &key).await?;
    who.scope(Action::ProgrammeRespond).ok_or(app::Refusal::NotAllowed(Action::ProgrammeRespond.code()))?;
    let yearly = kind == report::YEARLY;
    let (pairs, files) = upload::read_all(parts, Limits { files: FILES, ..Limits::default() }).await?;
    let mut files: Vec<Upload> =
        files.into_iter().map(|file| Upload { name: file.name, bytes: file.bytes }).collect();
    let mut form = Form::posted(visit.lang, fields(yearly), pairs);
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if form.is_good() {
        let words = |name: &str| form.text(name).unwrap_or_default().to_owned();
        let written = Written {
            text: words("text"),
            proposals: words("proposals"),
            paper_number: words("paper_number"),
            paper_on: form.date("paper_on"),
        };
        let version = form.number("version").unwrap_or(0);
        let done = if yearly {
            report::save(app, who, &key, version, written, files).await
        } else {
            report::record_own_plan(app, who, &key, version, written, files.pop()).await
        };
        match done {
            Ok(()) => {
                let told = if yearly { "programme-report-kept" } else { "programme-own-plan-recorded" };
                return Ok(
                    Tell::new(FlashKind::Done, told).on(&address(&opened.report), site.settings().behind_tls)
                );
            }
            Err(app::Refusal::Invalid(faults)) => put_faults(&mut form, faults),
            Err(refused @ (app::Refusal::Marked | app::Refusal::Unreadable(_))) => {
                form.fail("file", turned_away(&refused));
            }
            Err(app::Refusal::Conflict) => {
                form.fail("", "programme-conflict");
                form.put("version", opened.report.version.to_string());
                status = StatusCode::CONFLICT;
            }
            Err(other) => return Err(other.into()),
        }
    }
    let may = may(&visit, &opened)?;
    pages::show_with(status, &ReportPage::new(visit.frame(), &opened, Some(form), may))
}

/// Hands over, sends, returns, accepts, answers: the button's name says which.
pub async fn step(
    State(site): State<Site>,
    visit: Visit,
    Path((text, kind, period, unit)): Path<(String, String, String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let key = key(&text, &kind, &period, &unit)?;
    let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map_or("", |(_, v)| v.as_str());
    let version = value("version").parse().unwrap_or(0);
    let (done, told) = match value("step") {
        "hand" => (report::hand_to_head(app, who, &key, version).await, "programme-report-handed"),
        "back" => (report::give_back(app, who, &key, version).await, "programme-report-given-back"),
        "submit" => (report::submit(app, who, &key, version).await, "programme-report-sent"),
        "accept" => (report::accept(app, who, &key, version).await, "programme-report-accepted"),
        "return" => {
            (report::send_back(app, who, &key, version, value("text")).await, "programme-report-returned")
        }
        "resume" => (report::resume(app, who, &key, version).await, "programme-report-resumed"),
        "answer" => {
            let remark: RemarkId = id(value("remark"))?;
            let done = report::answer(app, who, &key, version, remark, value("text")).await;
            (done, "programme-remark-answered")
        }
        _ => return Err(Refusal::of(Trouble::BadRequest)),
    };
    let back = format!("{PATH}/{text}/reports/{kind}/{period}/{unit}");
    let secure = site.settings().behind_tls;
    let tell = match done {
        Ok(()) => Tell::new(FlashKind::Done, told),
        Err(app::Refusal::Invalid(faults)) => {
            Tell::new(FlashKind::Failed, faults.first().map_or("programme-conflict", |fault| fault.key))
        }
        Err(app::Refusal::Conflict | app::Refusal::NotNow { .. }) => {
            Tell::new(FlashKind::Failed, "programme-step-late")
        }
        Err(other) => return Err(other.into()),
    };
    Ok(tell.on(&back, secure))
}

pub async fn file(
    State(site): State<Site>,
    visit: Visit,
    Path((text, kind, period, unit, file)): Path<(String, String, String, String, String)>,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let file: FileId = id(&file)?;
    let (kept, bytes) = report::paper(app, who, &key(&text, &kind, &period, &unit)?, file).await?;
    Ok(pages::download(&kept.name, &kept.media_type, bytes))
}

pub async fn paper(
    State(site): State<Site>,
    visit: Visit,
    Path((text, kind, period, unit, form)): Path<(String, String, String, String, String)>,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let form = PaperForm::from_code(&form).ok_or_else(Refusal::not_found)?;
    let printed = programme::print_report(app, who, &key(&text, &kind, &period, &unit)?, form).await?;
    Ok(pages::download(&printed.name, printed.media, printed.bytes))
}

impl ReportsPage {
    fn new(
        f: Frame,
        of: &Programme,
        state: ListState,
        reports: &[Report],
        count: i64,
        may_sum_up: bool,
    ) -> Self {
        let title = f.t("programme-tab-reports");
        let keys = ["campaign-unit", "programme-owed", "home-due", "programme-sent", "campaign-state"];
        let columns = keys.into_iter().map(|key| Column::new(f.t(key))).collect();
        let choices = |known: &[(&'static str, &str)]| {
            known.iter().map(|(value, key)| (*value, f.t(key), None)).collect::<Vec<_>>()
        };
        let kinds = [("own_plan", "programme-own-plan-short"), ("yearly", "programme-yearly-short")];
        let standings = [
            ("missing", "programme-missing"),
            ("overdue", "programme-overdue"),
            ("sent", "programme-sent"),
            ("sent_late", "programme-sent-late"),
        ];
        let groups = vec![
            state.filter("kind", f.t("programme-owed"), choices(&kinds)),
            state.filter("standing", f.t("campaign-state"), choices(&standings)),
        ];
        let period = state.value("period").map_or_else(|| f.today().year().to_string(), str::to_owned);
        let table = Table::new(state, title.clone(), columns).counting(count.unsigned_abs()).filtered(groups);
        let id = of.id.to_string();
        let summary = if may_sum_up { format!("{PATH}/{id}/summaries/{period}") } else { String::new() };
        ReportsPage {
            tabs: tabs(f.lang, &id, "reports"),
            table,
            rows: reports.iter().map(|kept| owed_row(&f, kept)).collect(),
            summary,
            f: framed(f, of, title),
        }
    }
}

/// The lines of a text that say something.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

impl ReportPage {
    fn new(f: Frame, opened: &Opened, form: Option<Form>, may: May) -> Self {
        let kept = &opened.report;
        let href = address(kept);
        let yearly = kept.kind == report::YEARLY;
        let files: Vec<FileLine> = opened
            .papers
            .iter()
            .map(|attached| FileLine {
                name: attached.file.name.clone(),
                href: format!("{href}/files/{}", attached.file.id),
                bytes: attached.file.size.unsigned_abs(),
                sha256: attached.file.sha256.clone(),
                when: f.lang.moment(attached.file.uploaded_at),
                who: kept.unit_name.clone(),
                note: attached.note.clone().unwrap_or_default(),
            })
            .collect();
        let number = match kept.paper_on {
            Some(day) if !kept.paper_number.is_empty() => {
                format!("{} ({})", kept.paper_number, f.lang.date(day))
            }
            _ => kept.paper_number.clone(),
        };
        let title = format!("{}: {}", kind_words(f.lang, &kept.kind, &kept.period), kept.unit_name);
        ReportPage {
            version: kept.version,
            unit: kept.unit_name.clone(),
            unit_href: format!("{PATH}/{}/units/{}", kept.programme, kept.unit),
            yearly,
            state: state_badge(f.lang, kept.state.code()),
            due: kept.due_on,
            sent: kept.sent_at.map(|at| f.lang.moment(at)).unwrap_or_default(),
            late: kept.late,
            figures: yearly.then(|| figures(&f, opened)),
            text: paragraphs(&kept.text),
            proposals: paragraphs(&kept.proposals),
            number,
            files: (!files.is_empty()).then(|| Files { lang: f.lang, label: f.t("programme-papers"), files }),
            remarks: kept
                .state
                .remarks()
                .iter()
                .map(|remark| RemarkLine {
                    id: remark.id.to_string(),
                    text: remark.text.clone(),
                    answer: remark.answer.clone().unwrap_or_default(),
                })
                .collect(),
            form,
            may,
            f: framed(f, &opened.programme, title),
            href,
        }
    }
}

/// The figures as they were sent; while it is being written, as they are.
fn figures(f: &Frame, opened: &Opened) -> Figures {
    let n = &opened.snapshot;
    let href = format!("{PATH}/{}/shares?unit={}", opened.programme.id, opened.report.unit);
    let card = |key: &str, figure: usize, rest: &str, tone: Tone| {
        FigureCard::new(f.lang, f.t(key), figure as u64, format!("{href}{rest}")).tone(tone)
    };
    Figures::new(
        f.t("programme-figures"),
        vec![
            card("programme-shares", n.total, "", Tone::Outside),
            card("programme-done", n.done, "&standing=done", Tone::Done),
            card("programme-underway", n.underway, "&standing=open", Tone::Going),
            card("programme-not-started", n.not_started, "&standing=open", Tone::Idle),
            card("programme-overdue", n.overdue, "&standing=overdue", Tone::Late),
        ],
    )
}

/// A plan that was recorded and a report that is being written.
pub(super) fn samples() -> Vec<Report> {
    let of = super::sample::obligation(domain::programme::Work::Underway);
    let kept = |kind: &str, number: &str| Report {
        programme: of.programme,
        unit: of.unit,
        unit_name: of.unit_name.clone(),
        kind: kind.into(),
        period: "2025".into(),
        due_on: Some(jiff::civil::date(2025, 12, 5)),
        state: domain::report::Report::new(),
        paper_number: number.into(),
        paper_on: None,
        text: "Đã triển khai các nhiệm vụ được giao.".into(),
        proposals: "Đề nghị bố trí kinh phí.".into(),
        snapshot: String::new(),
        sent_at: None,
        sent_by: None,
        late: false,
        version: 2,
    };
    vec![kept(report::OWN_PLAN, "12/KH-SYT"), kept(report::YEARLY, "")]
}

impl Page for ReportsPage {
    const NAME: &'static str = "programme_reports";

    fn samples(frame: &Frame) -> Samples<Self> {
        let of = super::sample::programme();
        let state = || ListState::read(&format!("{PATH}/1/reports"), None, PER_PAGE);
        vec![
            ("empty", ReportsPage::new(frame.clone(), &of, state(), &[], 0, false)),
            ("full", ReportsPage::new(frame.clone(), &of, state(), &samples(), 2, true)),
        ]
    }
}

impl Page for ReportPage {
    const NAME: &'static str = "programme_report";

    fn samples(frame: &Frame) -> Samples<Self> {
        let shares: Vec<Obligation> = vec![super::sample::obligation(domain::programme::Work::Underway)];
        let opened = |report: Report| Opened {
            programme: super::sample::programme(),
            snapshot: report::Snapshot::of(&shares, jiff::civil::date(2025, 11, 20)),
            report,
            obligations: shares.clone(),
            papers: Vec::new(),
        };
        let [plan, yearly] = samples().try_into().expect("two of them");
        let (plan, mut yearly) = (opened(plan), opened(yearly));
        let write = May { write: true, hand: true, ..May::default() };
        let mut wrong = filled(frame.lang, &plan);
        wrong.fail("paper_on", "field-required");
        let writing = ReportPage::new(frame.clone(), &yearly, Some(filled(frame.lang, &yearly)), write);
        let remark = domain::report::Remark {
            id: RemarkId(uuid::Uuid::from_u128(9)),
            about: None,
            text: "Nêu rõ kết quả tập huấn".into(),
            answer: None,
        };
        yearly.report.state = domain::report::Report::Draft { version: 2, remarks: vec![remark] };
        let judge = May { approve: true, judge: true, resume: true, ..May::default() };
        vec![
            ("plan", ReportPage::new(frame.clone(), &plan, Some(wrong), May { hand: false, ..write })),
            ("writing", writing),
            ("judging", ReportPage::new(frame.clone(), &yearly, None, judge)),
        ]
    }
}
