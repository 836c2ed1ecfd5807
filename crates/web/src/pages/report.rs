//! Self-inspection reports: the list, one report with its sections and steps.
//! The folder beside this file holds a section's answers and the posts.
//!
//! Not here: the rules of completeness (`domain::report`), printing (`app`).

mod posts;
mod section;

pub use section::SectionPage;

use app::acts::report::{self, Board, Sight, View};
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, OriginalUri, Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use domain::bilingual::Language;
use domain::identifier::ReportId;
use domain::outline::Severity;
use domain::policy::Action;
use domain::report::{ProblemCode, ReportStep};
use jiff::civil::Date;

use crate::frame::Frame;
use crate::list::{Column, ListState, Table};
use crate::nav::Nav;
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples};
use crate::parts::badge::{Badge, Tone};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

pub const PATH: &str = "/self-reports";
const PER_PAGE: u64 = 50;
/// The largest form with a file, in bytes.
const LARGEST_FORM: usize = 26 * 1024 * 1024;

/// The list of reports.
#[derive(Debug, Template)]
#[template(path = "pages/report_list.html")]
pub struct ReportList {
    f: Frame,
    table: Table,
    rows: Vec<ReportRow>,
}

#[derive(Debug)]
struct ReportRow {
    href: String,
    unit: String,
    campaign: String,
    state: Badge,
    late: bool,
    due: Option<Date>,
    is_sent: bool,
    progress: String,
    sent: String,
}

/// One report: its sections, what is wrong, its steps.
#[derive(Debug, Template)]
#[template(path = "pages/report.html")]
pub struct ReportPage {
    f: Frame,
    href: String,
    version: i64,
    state: Badge,
    late: bool,
    due: Option<Date>,
    is_sent: bool,
    clause: String,
    progress: String,
    hidden: bool,
    shown_as: String,
    sections: Vec<SectionLine>,
    problems: Vec<ProblemLine>,
    missing: Vec<ProblemLine>,
    remarks: Vec<RemarkLine>,
    review: Vec<RemarkLine>,
    words: Vec<RemarkLine>,
    receipts: Vec<ReceiptLine>,
    may: May,
}

/// The steps this person may take now.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "one button each")]
struct May {
    write: bool,
    hand: bool,
    back: bool,
    submit: bool,
    review: bool,
    resume: bool,
}

#[derive(Debug)]
struct SectionLine {
    href: String,
    code: String,
    title: String,
    fields: usize,
    filled: usize,
    required: usize,
    who: String,
}

#[derive(Debug)]
struct ProblemLine {
    href: String,
    words: String,
    refuses: bool,
    missing: bool,
}

#[derive(Debug)]
struct RemarkLine {
    id: String,
    about: String,
    text: String,
    who: String,
    answer: String,
}

#[derive(Debug)]
struct ReceiptLine {
    round: String,
    who: String,
    when: String,
    sha256: String,
    late: bool,
}

pub fn routes() -> Router<Site> {
    Router::new()
        .route(PATH, get(list))
        .route("/self-reports/{id}", get(show))
        .route("/self-reports/{id}/sections/{section}", get(section::show).post(posts::section))
        .route("/self-reports/{id}/save", post(posts::save))
        .route("/self-reports/{id}/step", post(posts::step))
        .route("/self-reports/{id}/remarks", post(posts::remark))
        .route("/self-reports/{id}/attach", post(posts::attach).layer(DefaultBodyLimit::max(LARGEST_FORM)))
        .route(
            "/self-reports/{id}/workbook",
            get(posts::workbook).post(posts::take_workbook).layer(DefaultBodyLimit::max(LARGEST_FORM)),
        )
        .route("/self-reports/{id}/paper/{form}", get(posts::paper))
        .route("/self-reports/{id}/files/{file}", get(posts::file))
}

/// The filters: (value in the address, word).
const STATUSES: [(&str, &str); 7] = [
    ("missing", "report-filter-missing"),
    ("overdue", "report-filter-overdue"),
    ("late", "report-filter-late"),
    ("with_head", "report-filter-with-head"),
    ("submitted", "report-filter-submitted"),
    ("returned", "report-filter-returned"),
    ("accepted", "report-filter-accepted"),
];

async fn list(
    State(site): State<Site>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let state = ListState::read(PATH, uri.query(), PER_PAGE);
    let filter = store_filter(&state);
    let board = report::board(app, who, &filter).await?;
    pages::show(&ReportList::new(visit.frame(), state, &board))
}

fn store_filter(state: &ListState) -> report::Filter {
    report::Filter {
        campaign: state.value("campaign").and_then(|id| id.parse().ok()),
        words: state.search().to_owned(),
        status: state.value("status").unwrap_or_default().to_owned(),
        limit: PER_PAGE as u32,
        offset: u32::try_from(state.offset()).unwrap_or(u32::MAX),
    }
}

async fn show(State(site): State<Site>, visit: Visit, Path(text): Path<String>) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let view = report::view(app, who, id::<ReportId>(&text)?).await?;
    let may = May {
        write: view.own && who.may(Action::ReportEdit) && has(&view, ReportStep::Write),
        hand: view.own && who.may(Action::ReportEdit) && has(&view, ReportStep::HandToHead),
        back: view.own && who.may(Action::ReportEdit) && has(&view, ReportStep::GiveBack),
        submit: view.own && who.may(Action::ReportApprove) && has(&view, ReportStep::Submit),
        review: !view.own && who.may(Action::ReportReview) && has(&view, ReportStep::Return),
        resume: has(&view, ReportStep::Resume)
            && (view.own == (view.listed.kept.report.code() == "returned"))
            && (who.may(Action::ReportEdit) || who.may(Action::ReportReview)),
    };
    pages::show(&ReportPage::new(visit.frame(), &view, may))
}

fn has(view: &View<'_>, step: ReportStep) -> bool {
    view.listed.kept.report.steps().contains(&step)
}

pub(crate) fn badge(lang: Lang, code: &str) -> Badge {
    let tone = match code {
        "draft" => Tone::Idle,
        "with_head" => Tone::Waiting,
        "returned" => Tone::Warning,
        "submitted" => Tone::Going,
        _ => Tone::Done,
    };
    Badge::new(tone, lang.t(&format!("report-state-{}", code.replace('_', "-"))))
}

/// Whether the unit has done its part: its day is then a date, no longer a debt.
fn is_sent(code: &str) -> bool {
    matches!(code, "submitted" | "accepted")
}

pub(crate) fn language(lang: Lang) -> Language {
    match lang {
        Lang::Vi => Language::Vi,
        Lang::En => Language::En,
    }
}

impl ReportList {
    fn new(f: Frame, state: ListState, board: &Board) -> Self {
        let lang = f.lang;
        let n = board.figures;
        let counts = [n.missing, n.overdue, n.late, n.with_head, n.submitted, n.returned, n.accepted];
        let chips: Vec<_> = STATUSES
            .into_iter()
            .zip(counts)
            .map(|((value, key), count)| (value, f.t(key), Some(count.unsigned_abs())))
            .collect();
        let filters = vec![state.filter("status", f.t("report-filter"), chips)];
        let columns = [
            "report-unit",
            "report-campaign",
            "report-state",
            "report-due",
            "report-progress",
            "report-sent",
        ];
        let columns = columns.into_iter().map(|key| Column::new(f.t(key))).collect();
        let caption = f.t("nav-self-reports");
        let mut table = Table::new(state, caption.clone(), columns).counting(board.count.unsigned_abs());
        table.filters = filters;
        let rows = board
            .reports
            .iter()
            .map(|listed| {
                let kept = &listed.kept;
                ReportRow {
                    href: format!("{PATH}/{}", kept.id),
                    unit: listed.unit_name.clone(),
                    campaign: listed.campaign_title.clone(),
                    state: badge(lang, kept.report.code()),
                    late: kept.late,
                    due: kept.due_on,
                    is_sent: is_sent(kept.report.code()),
                    progress: format!("{}/{}", kept.answered, kept.required),
                    sent: kept.sent_at.map(|at| lang.moment(at)).unwrap_or_default(),
                }
            })
            .collect();
        ReportList { f: f.titled(caption, Some(Nav::SelfReports)), table, rows }
    }
}

impl ReportPage {
    fn new(f: Frame, view: &View<'_>, may: May) -> Self {
        let (lang, kept) = (f.lang, &view.listed.kept);
        let href = format!("{PATH}/{}", kept.id);
        let spoken = language(lang);
        let sections = view
            .progress
            .sections
            .iter()
            .filter_map(|part| {
                let section = view.outline.section(&part.section)?;
                let seat = view.seats.iter().find(|seat| seat.section == part.section);
                Some(SectionLine {
                    href: format!("{href}/sections/{}", part.section),
                    code: part.section.clone(),
                    title: section.title.text(spoken).to_owned(),
                    fields: part.fields,
                    filled: part.filled,
                    required: part.required,
                    who: seat.and_then(|seat| seat.name.clone()).unwrap_or_default(),
                })
            })
            .collect();
        // What is not answered yet is listed apart: at first it is nearly all.
        let (missing, problems) = view
            .problems
            .iter()
            .map(|problem| {
                let at = view.outline.fields().find(|(_, field)| field.id == problem.field);
                let code = at.map(|(section, _)| section.code.clone()).unwrap_or_default();
                let label = at.map(|(_, field)| field.label.text(spoken).to_owned()).unwrap_or_default();
                let said = problem.message(view.outline, spoken);
                let words = said.unwrap_or_else(|| f.t(problem_key(problem.code)));
                ProblemLine {
                    href: format!("{href}/sections/{code}#f-{}", problem.field.replace('_', "-")),
                    words: if problem.code == ProblemCode::Missing {
                        format!("{code}. {label}")
                    } else {
                        format!("{label}: {words}")
                    },
                    refuses: problem.severity == Severity::Refuse,
                    missing: problem.code == ProblemCode::Missing,
                }
            })
            .partition(|line: &ProblemLine| line.missing);
        let about = |code: &str| {
            let section = view.outline.section(code).map(|section| section.title.text(spoken));
            let field = view.outline.field(code).map(|field| field.label.text(spoken));
            section.or(field).unwrap_or_default().to_owned()
        };
        let noted = |remark: &app::acts::report::Noted| RemarkLine {
            id: remark.id.to_string(),
            about: about(&remark.part),
            text: remark.text.clone(),
            who: remark.who.clone(),
            answer: String::new(),
        };
        let title = view.listed.unit_name.clone();
        let list = f.t("nav-self-reports");
        ReportPage {
            version: kept.version,
            state: badge(lang, kept.report.code()),
            late: kept.late,
            due: kept.due_on,
            is_sent: is_sent(kept.report.code()),
            clause: view.listed.rule.as_ref().map(|rule| rule.clause.clone()).unwrap_or_default(),
            progress: format!("{}/{}", kept.answered, kept.required),
            hidden: view.sight == Sight::Nothing,
            shown_as: match view.sight {
                Sight::Sent(round) => f.t_with("report-shown-as-sent", &[("round", u64::from(round))]),
                _ => String::new(),
            },
            sections,
            problems,
            missing,
            remarks: kept
                .report
                .remarks()
                .iter()
                .map(|remark| RemarkLine {
                    id: remark.id.to_string(),
                    about: remark.about.as_deref().map(about).unwrap_or_default(),
                    text: remark.text.clone(),
                    who: String::new(),
                    answer: remark.answer.clone().unwrap_or_default(),
                })
                .collect(),
            review: view.review.iter().map(noted).collect(),
            words: view.words.iter().map(noted).collect(),
            receipts: view
                .receipts
                .iter()
                .map(|receipt| ReceiptLine {
                    round: f.t_with("report-round", &[("round", u64::from(receipt.round))]),
                    who: receipt.who.clone(),
                    when: lang.moment(receipt.sent_at),
                    sha256: receipt.sha256.clone(),
                    late: receipt.late,
                })
                .collect(),
            may,
            href,
            f: f.titled(title, Some(Nav::SelfReports)).under(list, PATH),
        }
    }
}

fn problem_key(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::Missing => "report-problem-missing",
        ProblemCode::WrongKind => "report-problem-wrong-kind",
        ProblemCode::OutOfRange => "report-problem-out-of-range",
        ProblemCode::TooLong => "report-problem-too-long",
        ProblemCode::UnknownOption => "report-problem-unknown-option",
        ProblemCode::UnknownCell => "report-problem-unknown-cell",
        ProblemCode::TooManyRows => "report-problem-too-many-rows",
        ProblemCode::Check => "report-problem-check",
    }
}

impl Page for ReportList {
    const NAME: &'static str = "report_list";

    fn samples(frame: &Frame) -> Samples<Self> {
        let state = || ListState::read(PATH, None, PER_PAGE);
        let empty = Board { reports: Vec::new(), count: 0, figures: report::Figures::default() };
        let mut full = Self::new(frame.clone(), state(), &empty);
        full.rows.push(ReportRow {
            href: "/self-reports/1".into(),
            unit: "Sở Tài chính".into(),
            campaign: "Kiểm tra công tác bảo đảm an ninh mạng năm 2026".into(),
            state: badge(frame.lang, "draft"),
            late: true,
            due: None,
            is_sent: false,
            progress: "12/40".into(),
            sent: String::new(),
        });
        vec![("empty", Self::new(frame.clone(), state(), &empty)), ("full", full)]
    }
}

impl Page for ReportPage {
    const NAME: &'static str = "report";

    fn samples(frame: &Frame) -> Samples<Self> {
        let page = |may: May| ReportPage {
            f: frame
                .clone()
                .titled("Sở Tài chính", Some(Nav::SelfReports))
                .under(frame.t("nav-self-reports"), PATH),
            href: "/self-reports/1".into(),
            version: 3,
            state: badge(frame.lang, "draft"),
            late: true,
            due: None,
            is_sent: false,
            clause: "trước ngày kiểm tra 05 ngày".into(),
            progress: "12/40".into(),
            hidden: false,
            shown_as: String::new(),
            sections: vec![SectionLine {
                href: "/self-reports/1/sections/1.1".into(),
                code: "1.1".into(),
                title: "Triển khai công tác bảo vệ bí mật nhà nước".into(),
                fields: 8,
                filled: 3,
                required: 9,
                who: "Nguyễn Văn An".into(),
            }],
            problems: vec![ProblemLine {
                href: "/self-reports/1/sections/2.2#f-pc-total".into(),
                words: "Tổng số máy tính: số máy theo từng loại lớn hơn tổng số máy".into(),
                refuses: true,
                missing: false,
            }],
            missing: vec![ProblemLine {
                href: "/self-reports/1/sections/2.2#f-antivirus".into(),
                words: "2.2. Số máy tính cài phần mềm phòng, chống mã độc".into(),
                refuses: true,
                missing: true,
            }],
            remarks: vec![RemarkLine {
                id: "r1".into(),
                about: "Kinh phí".into(),
                text: "Nêu rõ nguồn.".into(),
                who: String::new(),
                answer: String::new(),
            }],
            review: Vec::new(),
            words: Vec::new(),
            receipts: vec![ReceiptLine {
                round: "Lần 1".into(),
                who: "Trần Thị Bình (binh)".into(),
                when: "20/5/2026 08:00".into(),
                sha256: "ab".repeat(32),
                late: true,
            }],
            may,
        };
        let mut nothing = page(May::default());
        (nothing.hidden, nothing.receipts, nothing.remarks, nothing.problems) =
            (true, vec![], vec![], vec![]);
        vec![
            ("writing", page(May { write: true, hand: true, ..May::default() })),
            ("with the head", page(May { back: true, submit: true, ..May::default() })),
            ("under review", page(May { review: true, ..May::default() })),
            ("returned", page(May { resume: true, ..May::default() })),
            ("not sent", nothing),
        ]
    }
}
