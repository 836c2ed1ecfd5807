//! The consolidated report of a programme for a period: every figure leads to
//! what it counts, with the office's words beside.
//!
//! Not here: its paper form (`app`, `papers`).

use app::acts::campaign::Form as PaperForm;
use app::acts::programme::summary::{self, Consolidated};
use app::acts::programme::{self, Summary};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::ProgrammeId;
use domain::policy::Action;

use super::report::{OwedRow, owed_row, paragraphs};
use super::{PATH, TreeRow, framed, tree_row};
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Field, Form, Kind};
use crate::frame::{FlashKind, Frame};
use crate::pages::plan::id;
use crate::pages::unit::put_faults;
use crate::pages::{self, Page, Samples};
use crate::parts::badge::Tone;
use crate::parts::figures::{FigureCard, Figures};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::{Lang, Value};

const LONGEST: usize = 40_000;

#[derive(Debug, Template)]
#[template(path = "pages/programme_summary.html")]
pub struct SummaryPage {
    f: Frame,
    href: String,
    figures: Figures,
    headings: Vec<TreeRow>,
    units: Vec<UnitRow>,
    missing: Vec<OwedRow>,
    assessment: Vec<String>,
    difficulties: Vec<String>,
    proposals: Vec<String>,
    form: Option<Form>,
}

#[derive(Debug)]
struct UnitRow {
    href: String,
    unit: String,
    /// Shares, done, done late, overdue: what it is, the figure, where it leads.
    figures: Vec<(String, String, String)>,
    sent: String,
    late: bool,
}

fn fields() -> Vec<Field> {
    let text = |name: &'static str, label: &'static str| {
        Field::new(name, label, Kind::LongText { max: LONGEST, rows: 6 }).help("summary-lines-help")
    };
    vec![
        Field::new("version", "programme-summary", Kind::Number { min: 0, max: i64::MAX }),
        text("assessment", "programme-assessment"),
        text("difficulties", "programme-difficulties"),
        text("proposals", "programme-proposals"),
    ]
}

fn filled(lang: Lang, said: &Summary) -> Form {
    let values = [
        ("version", said.version.to_string()),
        ("assessment", said.assessment.clone()),
        ("difficulties", said.difficulties.clone()),
        ("proposals", said.proposals.clone()),
    ];
    Form::filled(lang, fields(), values)
}

fn may_write(visit: &Visit) -> Result<bool, Refusal> {
    Ok(visit.actor()?.may(Action::ProgrammeManage))
}

/// A year, or a part of one; anything else is no period.
fn period(text: &str) -> Result<String, Refusal> {
    let period: domain::deadline::Period = text.parse().map_err(|_| Refusal::not_found())?;
    Ok(period.to_string())
}

pub async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path((text, at)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let whole = summary::get(app, who, id::<ProgrammeId>(&text)?, &period(&at)?).await?;
    let form = may_write(&visit)?.then(|| filled(visit.lang, &whole.written));
    pages::show(&SummaryPage::new(visit.frame(), &whole, form))
}

pub async fn write(
    State(site): State<Site>,
    visit: Visit,
    Path((text, at)): Path<(String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let (programme, period) = (id::<ProgrammeId>(&text)?, period(&at)?);
    let whole = summary::get(app, who, programme, &period).await?;
    let mut form = Form::posted(visit.lang, fields(), pairs);
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if form.is_good() {
        let words = |name: &str| form.text(name).unwrap_or_default().to_owned();
        let said = Summary {
            assessment: words("assessment"),
            difficulties: words("difficulties"),
            proposals: words("proposals"),
            version: form.number("version").unwrap_or(0),
        };
        match summary::write(app, who, programme, &period, said).await {
            Ok(()) => {
                return Ok(Tell::new(FlashKind::Done, "summary-kept")
                    .on(&format!("{PATH}/{programme}/summaries/{period}"), site.settings().behind_tls));
            }
            Err(app::Refusal::Invalid(faults)) => put_faults(&mut form, faults),
            Err(app::Refusal::Conflict) => {
                form.fail("", "summary-conflict");
                form.put("version", whole.written.version.to_string());
                status = StatusCode::CONFLICT;
            }
            Err(other) => return Err(other.into()),
        }
    }
    pages::show_with(status, &SummaryPage::new(visit.frame(), &whole, Some(form)))
}

pub async fn paper(
    State(site): State<Site>,
    visit: Visit,
    Path((text, at, form)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let form = PaperForm::from_code(&form).ok_or_else(Refusal::not_found)?;
    let printed = programme::print_summary(app, who, id(&text)?, &period(&at)?, form).await?;
    Ok(pages::download(&printed.name, printed.media, printed.bytes))
}

impl SummaryPage {
    fn new(f: Frame, whole: &Consolidated, form: Option<Form>) -> Self {
        let id = whole.programme.id.to_string();
        let href = format!("{PATH}/{id}/summaries/{}", whole.period);
        let title = f.t_with("programme-summary-of", &[("period", whole.period.as_str())]);
        let top = whole.tasks.iter().filter(|row| row.below.total > 0);
        SummaryPage {
            figures: figures(&f, whole, &id),
            headings: top.map(|row| tree_row(&f, &id, row)).collect(),
            units: whole.units.iter().map(|unit| unit_row(&f, whole, unit, &id)).collect(),
            missing: whole
                .reports
                .iter()
                .filter(|report| report.sent_at.is_none())
                .map(|report| owed_row(&f, report))
                .collect(),
            assessment: paragraphs(&whole.written.assessment),
            difficulties: paragraphs(&whole.written.difficulties),
            proposals: paragraphs(&whole.written.proposals),
            form,
            f: framed(f, &whole.programme, title),
            href,
        }
    }
}

fn figures(f: &Frame, whole: &Consolidated, id: &str) -> Figures {
    let base = format!("{PATH}/{id}");
    let card = |key: &str, figure: i64, of: i64, rest: String, tone: Tone| {
        FigureCard::new(f.lang, f.t(key), figure.unsigned_abs(), format!("{base}{rest}"))
            .note(f.t_with("programme-of-owed", &[("count", Value::Figure(of))]))
            .tone(tone)
    };
    let (tasks, totals) = (whole.counts, whole.totals);
    let reports = |standing: &str| format!("/reports?kind=yearly&period={}{standing}", whole.period);
    Figures::new(
        f.t("programme-figures"),
        vec![
            card(
                "programme-tasks-are-done",
                tasks.done as i64,
                tasks.total as i64,
                String::new(),
                Tone::Done,
            ),
            card(
                "programme-shares-done",
                totals.done,
                totals.obligations,
                "/shares?standing=done".into(),
                Tone::Done,
            ),
            card(
                "programme-overdue",
                totals.overdue,
                totals.obligations,
                "/shares?standing=overdue".into(),
                Tone::Late,
            ),
            card(
                "programme-reports-sent",
                whole.yearly.sent,
                whole.yearly.owed,
                reports("&standing=sent"),
                Tone::Done,
            ),
            card(
                "programme-sent-late",
                whole.yearly.sent_late,
                whole.yearly.owed,
                reports("&standing=sent_late"),
                Tone::Warning,
            ),
            card(
                "programme-own-plans-there",
                whole.own_plans.sent,
                whole.own_plans.owed,
                "/reports?kind=own_plan".into(),
                Tone::Done,
            ),
        ],
    )
}

fn unit_row(f: &Frame, whole: &Consolidated, unit: &programme::UnitFigures, id: &str) -> UnitRow {
    let base = format!("{PATH}/{id}/shares?unit={}", unit.unit);
    let figure = |key: &str, count: i64, rest: &str| {
        let href = if count == 0 { String::new() } else { format!("{base}{rest}") };
        (f.t(key), f.lang.number(count), href)
    };
    let report = whole.reports.iter().find(|report| report.unit == unit.unit);
    UnitRow {
        href: format!("{PATH}/{id}/units/{}", unit.unit),
        unit: unit.unit_name.clone(),
        figures: vec![
            figure("programme-shares", unit.obligations, ""),
            figure("programme-done", unit.done, "&standing=done"),
            figure("programme-done-late", unit.done_late, "&standing=done_late"),
            figure("programme-overdue", unit.overdue, "&standing=overdue"),
        ],
        sent: report.and_then(|report| report.sent_at).map(|at| f.lang.moment(at)).unwrap_or_default(),
        late: report.is_some_and(|report| report.late),
    }
}

impl Page for SummaryPage {
    const NAME: &'static str = "programme_summary";

    fn samples(frame: &Frame) -> Samples<Self> {
        let all = super::sample::overview();
        let mut whole = Consolidated {
            programme: all.programme,
            period: "2025".into(),
            tasks: all.tasks,
            counts: all.counts,
            totals: all.totals,
            units: Vec::new(),
            yearly: all.reports[1].3,
            own_plans: all.reports[0].3,
            reports: Vec::new(),
            written: Summary::default(),
        };
        let blank = SummaryPage::new(frame.clone(), &whole, Some(filled(frame.lang, &whole.written)));
        whole.reports = super::report::samples();
        let share = super::sample::obligation(domain::programme::Work::Underway);
        whole.units = vec![programme::UnitFigures {
            unit: share.unit,
            unit_name: share.unit_name,
            obligations: 12,
            done: 4,
            done_late: 1,
            overdue: 0,
            not_applicable: 1,
            percent: 400,
            next_due: share.due_on,
        }];
        whole.written.assessment = "Các cơ quan, đơn vị đã triển khai nghiêm túc.".into();
        whole.written.difficulties = "Kinh phí bố trí chậm.".into();
        whole.written.proposals = "Bố trí kinh phí thay thế máy tính.".into();
        let mut late = filled(frame.lang, &whole.written);
        late.fail("", "summary-conflict");
        vec![
            ("blank", blank),
            ("conflict", SummaryPage::new(frame.clone(), &whole, Some(late))),
            ("read", SummaryPage::new(frame.clone(), &whole, None)),
        ]
    }
}
