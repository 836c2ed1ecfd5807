//! Đôn đốc: who has not reported or is past the day in one campaign; chosen,
//! looked at, sent.
//!
//! Not here: the reminders of the day, which go by themselves (`app`).

use app::acts::finding::Format;
use app::acts::reminder::urging::{self, Board, Matter, Owing, Words};
use askama::Template;
use axum::Router;
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use domain::identifier::{CampaignId, UnitId};
use jiff::civil::Date;

use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Field, Form, Kind};
use crate::frame::{FlashKind, Frame};
use crate::list::{Column, ListState, Table};
use crate::nav::Nav;
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples, download};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

/// More units than a province has; the table needs a number.
const PER_PAGE: u64 = 5_000;
/// How long units are given, unless the office says otherwise.
const DAYS: i64 = 5;

/// Who owes what.
#[derive(Debug, Template)]
#[template(path = "pages/reminder.html")]
pub struct ReminderPage {
    f: Frame,
    href: String,
    matter: &'static str,
    matters: Vec<(String, String, bool)>,
    table: Table,
    rows: Vec<Row>,
    form: Form,
    late: usize,
}

#[derive(Debug)]
struct Row {
    unit: String,
    name: String,
    what: String,
    due: Option<Date>,
    urged: String,
    picked: bool,
}

/// What will be sent to whom, before it is.
#[derive(Debug, Template)]
#[template(path = "pages/reminder_urging.html")]
pub struct UrgingPage {
    f: Frame,
    href: String,
    matter: &'static str,
    units: Vec<(String, String)>,
    subject: String,
    paragraphs: Vec<String>,
    until: String,
    note: String,
}

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/campaigns/{id}/reminders", get(show).post(preview))
        .route("/campaigns/{id}/reminders/send", post(send))
        .route("/campaigns/{id}/reminders/letter/{form}", get(letter))
}

fn address(id: CampaignId) -> String {
    format!("/campaigns/{id}/reminders")
}

fn fields() -> Vec<Field> {
    vec![
        Field::new("until", "urging-until", Kind::Date).required(),
        Field::new("note", "urging-note", Kind::LongText { max: 2_000, rows: 2 }).help("urging-note-help"),
        Field::new("matter", "urging-matter", Kind::Hidden { max: 20 }),
    ]
}

fn matter(value: Option<&str>) -> Matter {
    value.and_then(Matter::from_code).unwrap_or(Matter::Reports)
}

async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<CampaignId>(&text)?);
    let state = ListState::read(&address(id), uri.query(), PER_PAGE);
    let matter = matter(state.value("matter"));
    let board = urging::owing(app, who, id, matter).await?;
    let until = app.today().checked_add(jiff::Span::new().days(DAYS)).unwrap_or(app.today());
    let values = [("until", visit.lang.date(until)), ("matter", matter.code().to_owned())];
    let form = Form::filled(visit.lang, fields(), values);
    pages::show(&ReminderPage::new(visit.frame(), state, &board, matter, form, &[]))
}

/// Shows what would be sent; nothing is kept.
async fn preview(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<CampaignId>(&text)?);
    let (chosen, mut form) = asked(&visit, pairs);
    let matter = matter(form.text("matter"));
    if chosen.is_empty() {
        form.fail("", "urging-none-chosen");
    }
    if let (true, Some(words)) = (form.is_good(), words(&form)) {
        match urging::preview(app, who, id, matter, &chosen, &words).await {
            Ok(told) if !told.is_empty() => {
                let board = urging::owing(app, who, id, matter).await?;
                return pages::show(&UrgingPage::new(visit.frame(), id, &board, matter, &told, &words));
            }
            Ok(_) => form.fail("", "urging-none-owes"),
            Err(app::Refusal::Invalid(faults)) => {
                for fault in faults {
                    form.fail(&fault.field, fault.key);
                }
            }
            Err(other) => return Err(other.into()),
        }
    }
    again(&site, &visit, id, matter, form, &chosen).await
}

async fn send(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<CampaignId>(&text)?);
    let (chosen, mut form) = asked(&visit, pairs);
    let matter = matter(form.text("matter"));
    if let (true, Some(words)) = (form.is_good(), words(&form)) {
        match urging::send(app, who, id, matter, &chosen, &words).await {
            Ok(sent) => {
                let kind = if sent.units == 0 { FlashKind::Warning } else { FlashKind::Done };
                return Ok(Tell::new(kind, "urging-sent")
                    .with("count", sent.units)
                    .with("left", chosen.len().saturating_sub(sent.units))
                    .on(&format!("{}?matter={}", address(id), matter.code()), site.settings().behind_tls));
            }
            Err(app::Refusal::Invalid(faults)) => {
                for fault in faults {
                    let field = if fault.field == "pick" { "" } else { fault.field.as_str() };
                    form.fail(field, fault.key);
                }
            }
            Err(other) => return Err(other.into()),
        }
    }
    again(&site, &visit, id, matter, form, &chosen).await
}

async fn again(
    site: &Site,
    visit: &Visit,
    id: CampaignId,
    matter: Matter,
    form: Form,
    chosen: &[UnitId],
) -> Result<Response, Refusal> {
    let board = urging::owing(site.app()?, visit.actor()?, id, matter).await?;
    let query = format!("matter={}", matter.code());
    let state = ListState::read(&address(id), Some(&query), PER_PAGE);
    let page = ReminderPage::new(visit.frame(), state, &board, matter, form, chosen);
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The letter to those past their day, for whoever signs it.
async fn letter(
    State(site): State<Site>,
    visit: Visit,
    Path((text, form)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<CampaignId>(&text)?);
    let format = [Format::Docx, Format::Pdf].into_iter().find(|format| format.extension() == form);
    let format = format.ok_or_else(Refusal::not_found)?;
    let state = ListState::read(&address(id), uri.query(), PER_PAGE);
    let until = state.value("until").and_then(crate::form::read::date);
    let until = until.or_else(|| app.today().checked_add(jiff::Span::new().days(DAYS)).ok());
    let until = until.ok_or_else(Refusal::not_found)?;
    let printed = urging::letter(app, who, id, matter(state.value("matter")), &[], until, format).await?;
    Ok(download(&printed.name, printed.media, printed.bytes))
}

/// The chosen units and the form beside them.
fn asked(visit: &Visit, pairs: Vec<(String, String)>) -> (Vec<UnitId>, Form) {
    let chosen = pairs
        .iter()
        .filter(|(name, _)| name == "pick")
        .filter_map(|(_, value)| value.parse().ok())
        .take(PER_PAGE as usize)
        .collect();
    (chosen, Form::posted(visit.lang, fields(), pairs))
}

fn words(form: &Form) -> Option<Words> {
    Some(Words { until: form.date("until")?, note: form.text("note").unwrap_or_default().to_owned() })
}

impl ReminderPage {
    fn new(f: Frame, state: ListState, board: &Board, matter: Matter, form: Form, chosen: &[UnitId]) -> Self {
        let (lang, today) = (f.lang, f.today());
        let campaign = &board.kept.campaign;
        let columns = ["urging-unit", "urging-what", "urging-due", "urging-urged"];
        let columns = columns.into_iter().map(|key| Column::new(f.t(key))).collect();
        let title = f.t("urging-title");
        let table = Table::new(state, title.clone(), columns).counting(board.owing.len() as u64).picked();
        let is_late = |one: &Owing| one.due.is_some_and(|due| due < today);
        let rows = board
            .owing
            .iter()
            .map(|one| Row {
                unit: one.unit.to_string(),
                name: one.unit_name.clone(),
                what: match (matter, one.returned) {
                    (Matter::Reports, false) => f.t("urging-report"),
                    (Matter::Reports, true) => f.t("urging-report-returned"),
                    (Matter::Remedies, _) => {
                        let numbers: Vec<_> = one.numbers.iter().map(ToString::to_string).collect();
                        f.t_with("urging-findings", &[("numbers", numbers.join(", "))])
                    }
                },
                due: one.due,
                urged: one
                    .last_urged
                    .map(|at| {
                        let times = one.urged.to_string();
                        let moment = lang.moment(at);
                        f.t_with("urging-times", &[("times", times.as_str()), ("moment", moment.as_str())])
                    })
                    .unwrap_or_default(),
                picked: chosen.contains(&one.unit),
            })
            .collect();
        let href = address(campaign.id);
        let matters = Matter::ALL
            .into_iter()
            .map(|known| {
                let words = f.t(match known {
                    Matter::Reports => "urging-matter-reports",
                    Matter::Remedies => "urging-matter-remedies",
                });
                (format!("{href}?matter={}", known.code()), words, known == matter)
            })
            .collect();
        let campaigns = f.t("nav-campaigns");
        ReminderPage {
            matter: matter.code(),
            matters,
            late: board.owing.iter().filter(|one| is_late(one)).count(),
            f: f.titled(title, Some(Nav::Campaigns))
                .under(campaigns, "/campaigns")
                .under(campaign.title.clone(), format!("/campaigns/{}", campaign.id)),
            href,
            table,
            rows,
            form,
        }
    }
}

impl UrgingPage {
    fn new(
        f: Frame,
        id: CampaignId,
        board: &Board,
        matter: Matter,
        told: &[(Owing, app::acts::reminder::urging::Message)],
        words: &Words,
    ) -> Self {
        let message = told.first().map(|(_, message)| message);
        let (title, list, campaigns) = (f.t("urging-preview"), f.t("urging-title"), f.t("nav-campaigns"));
        let href = address(id);
        UrgingPage {
            matter: matter.code(),
            units: told.iter().map(|(one, _)| (one.unit.to_string(), one.unit_name.clone())).collect(),
            subject: message.map(|message| message.subject.clone()).unwrap_or_default(),
            paragraphs: message
                .map(|message| message.body.split("\n\n").map(str::to_owned).collect())
                .unwrap_or_default(),
            until: f.lang.date(words.until),
            note: words.note.clone(),
            f: f.titled(title, Some(Nav::Campaigns))
                .under(campaigns, "/campaigns")
                .under(board.kept.campaign.title.clone(), format!("/campaigns/{id}"))
                .under(list, href.clone()),
            href,
        }
    }
}

impl Page for ReminderPage {
    const NAME: &'static str = "reminder";

    fn samples(frame: &Frame) -> Samples<Self> {
        let page = |matter: Matter, owing: Vec<Owing>, wrong: bool| {
            let state = ListState::read("/campaigns/1/reminders", None, PER_PAGE);
            let mut form = Form::filled(frame.lang, fields(), [("until", "25/11/2026")]);
            if wrong {
                form.fail("", "urging-none-chosen");
            }
            ReminderPage::new(frame.clone(), state, &sample_board(owing), matter, form, &[])
        };
        let some = || vec![urging::sample("Sở Y tế", &[]), urging::sample("Sở Tư pháp", &[])];
        vec![
            ("nothing", page(Matter::Reports, Vec::new(), false)),
            ("reports", page(Matter::Reports, some(), false)),
            ("remedies", page(Matter::Remedies, vec![urging::sample("Sở Y tế", &[1, 3])], false)),
            ("wrong", page(Matter::Reports, some(), true)),
        ]
    }
}

impl Page for UrgingPage {
    const NAME: &'static str = "reminder_urging";

    fn samples(frame: &Frame) -> Samples<Self> {
        let one = urging::sample("Sở Y tế", &[]);
        let board = sample_board(vec![one.clone()]);
        let words = Words { until: jiff::civil::date(2026, 11, 25), note: String::new() };
        let message = urging::Message {
            subject:
                "Đôn đốc gửi báo cáo kết quả tự kiểm tra: đề nghị hoàn thành chậm nhất hết ngày 25/11/2026"
                    .into(),
            body: "Kính gửi: Sở Y tế,\n\nĐề nghị quý đơn vị gửi báo cáo kết quả tự kiểm tra.".into(),
        };
        let told = [(one, message)];
        let id = board.kept.campaign.id;
        vec![("full", UrgingPage::new(frame.clone(), id, &board, Matter::Reports, &told, &words))]
    }
}

fn sample_board(owing: Vec<Owing>) -> Board {
    Board { kept: crate::pages::campaign::sample_kept(), owing }
}
