//! Shares of a programme: the list, late ones first, and one share with what
//! its unit says of it.
//!
//! Not here: correcting and removing a share (`change`).

use app::acts::file::Upload;
use app::acts::programme::{self, Entry, Filter, Obligation, Said, Sheet};
use askama::Template;
use axum::extract::{Multipart, OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::{FileId, ObligationId, ProgrammeId, TaskId, UnitId};
use domain::policy::Action;
use domain::programme::{Part, Work};
use jiff::civil::Date;

use super::{PATH, framed, part_key, standing, tabs, when};
use crate::flash::Tell;
use crate::form::{Choice, Field, Form, Kind, Label};
use crate::frame::{FlashKind, Frame};
use crate::list::{Column, ListState, Table};
use crate::pages::plan::id;
use crate::pages::unit::put_faults;
use crate::pages::{self, Page, Samples};
use crate::parts::badge::Badge;
use crate::parts::files::{FileLine, Files};
use crate::parts::progress::Progress;
use crate::parts::tabs::Tabs;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::upload::{self, Limits};
use crate::visit::Visit;
use crate::words::Lang;

const PER_PAGE: u64 = 50;
/// How many files one account of progress may bring.
const FILES: usize = 10;
const LONGEST: usize = 4_000;

/// The shares of a programme.
#[derive(Debug, Template)]
#[template(path = "pages/programme_shares.html")]
pub struct SharesPage {
    f: Frame,
    tabs: Tabs,
    table: Table,
    rows: Vec<ShareRow>,
}

/// A share as a row of a list.
#[derive(Debug)]
pub(super) struct ShareRow {
    pub href: String,
    pub code: String,
    pub task: String,
    pub unit: String,
    pub unit_href: String,
    pub part: String,
    pub due: Option<Date>,
    /// Whether the date is still to be met.
    pub open: bool,
    pub progress: Progress,
    pub state: Badge,
    pub said: String,
}

/// One share.
#[derive(Debug, Template)]
#[template(path = "pages/programme_share.html")]
pub struct SharePage {
    f: Frame,
    href: String,
    task_href: String,
    task: String,
    unit: String,
    unit_href: String,
    part: String,
    topic: String,
    product: String,
    clause: String,
    due: Option<Date>,
    open: bool,
    state: Badge,
    periods: Vec<PeriodRow>,
    entries: Vec<EntryView>,
    form: Option<Form>,
    may_manage: bool,
    removed: String,
}

#[derive(Debug)]
struct PeriodRow {
    period: String,
    due: Option<Date>,
    open: bool,
    times: String,
    done_on: String,
    state: Badge,
}

#[derive(Debug)]
struct EntryView {
    when: String,
    who: String,
    state: Badge,
    percent: String,
    text: String,
    files: Option<Files>,
}

/// A list's filter as its address gives it.
pub(super) fn filter(state: &ListState) -> Filter {
    Filter {
        task: state.value("task").and_then(|task| task.parse::<TaskId>().ok()),
        unit: state.value("unit").and_then(|unit| unit.parse::<UnitId>().ok()),
        part: state.value("part").and_then(Part::from_code),
        standing: state.value("standing").unwrap_or_default().to_owned(),
        words: state.search().to_owned(),
        limit: u32::try_from(state.per_page).unwrap_or(u32::MAX),
        offset: u32::try_from(state.offset()).unwrap_or(u32::MAX),
    }
}

pub(super) fn row(f: &Frame, share: &Obligation) -> ShareRow {
    let programme = share.programme;
    ShareRow {
        href: format!("{PATH}/{programme}/shares/{}", share.id),
        code: share.task_code.clone(),
        task: share.task_title.clone(),
        unit: share.unit_name.clone(),
        unit_href: format!("{PATH}/{programme}/units/{}", share.unit),
        part: f.t(part_key(share.part)),
        due: share.due_on,
        open: !matches!(share.work, Work::Done | Work::NotApplicable),
        progress: Progress::hundredths(f.lang, f.t("programme-progress"), share.percent),
        state: standing(f.lang, share.work, share.due_on, share.done_on, f.today()),
        said: share.said.clone(),
    }
}

/// The columns of a list of shares.
pub(super) fn columns(f: &Frame, task: bool, unit: bool) -> Vec<Column> {
    let mut keys = Vec::new();
    if task {
        keys.push("programme-task");
    }
    if unit {
        keys.push("campaign-unit");
    }
    keys.extend(["programme-part", "home-due", "programme-progress", "campaign-state", "programme-said"]);
    keys.into_iter().map(|key| Column::new(f.t(key))).collect()
}

/// Filters of a list of shares.
pub(super) fn filters(f: &Frame, state: &ListState) -> Vec<crate::list::FilterGroup> {
    let standings = [
        ("overdue", "programme-overdue"),
        ("soon", "programme-soon"),
        ("open", "programme-still-open"),
        ("done", "programme-done"),
        ("done_late", "programme-done-late"),
        ("not_applicable", "programme-not-applicable"),
    ];
    let parts = Part::ALL.map(|part| (part.code(), f.t(part_key(part)), None));
    vec![
        state.filter(
            "standing",
            f.t("campaign-state"),
            standings.map(|(value, key)| (value, f.t(key), None)),
        ),
        state.filter("part", f.t("programme-part"), parts),
    ]
}

pub async fn list(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let state = ListState::read(uri.path(), uri.query(), PER_PAGE);
    let (of, list, count) =
        programme::obligations(app, who, id::<ProgrammeId>(&text)?, &filter(&state)).await?;
    pages::show(&SharesPage::new(visit.frame(), &of, state, &list, count))
}

pub async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path((text, share)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let sheet = sheet(&site, &visit, &text, &share).await?;
    let form = may_respond(&visit, &sheet)?.then(|| blank(visit.lang, visit.frame().today(), &sheet));
    pages::show(&SharePage::new(visit.frame(), &sheet, form, may_manage(&visit, &sheet)?))
}

/// The share, if it belongs to the programme the address names.
pub(super) async fn sheet(site: &Site, visit: &Visit, text: &str, share: &str) -> Result<Sheet, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let programme: ProgrammeId = id(text)?;
    let sheet = programme::obligation(app, who, id::<ObligationId>(share)?).await?;
    if sheet.programme.id == programme { Ok(sheet) } else { Err(Refusal::not_found()) }
}

fn may_respond(visit: &Visit, sheet: &Sheet) -> Result<bool, Refusal> {
    let on = !sheet.programme.is_closed && sheet.obligation.removed_reason.is_none();
    Ok(on && visit.actor()?.may(Action::ProgrammeRespond))
}

pub(super) fn may_manage(visit: &Visit, sheet: &Sheet) -> Result<bool, Refusal> {
    let on = !sheet.programme.is_closed && sheet.obligation.removed_reason.is_none();
    Ok(on && visit.actor()?.may(Action::ProgrammeManage))
}

fn fields(sheet: &Sheet) -> Vec<Field> {
    let works = [Work::NotStarted, Work::Underway, Work::Done, Work::NotApplicable];
    let works = works.map(|work| Choice::new(work.code(), Label::Key(work_key(work))));
    let mut fields = vec![
        Field::new("version", "programme-share", Kind::Number { min: 0, max: i64::MAX }),
        Field::new("work", "campaign-state", Kind::Radio).required().choices(works),
        Field::new("percent", "programme-percent", Kind::Number { min: 0, max: 100 })
            .help("programme-percent-help")
            .unit(Label::Words("%".into())),
        Field::new("day", "programme-day", Kind::Date).required().help("programme-day-help"),
    ];
    let periods: Vec<Choice> = sheet
        .shares
        .iter()
        .rev()
        .filter_map(|share| share.period)
        .map(|period| Choice::new(period.to_string(), Label::Words(period.to_string())))
        .collect();
    if !periods.is_empty() {
        fields.push(Field::new("period", "programme-period", Kind::Select).choices(periods));
    }
    fields.push(
        Field::new("text", "programme-said", Kind::LongText { max: LONGEST, rows: 5 })
            .help("programme-said-help"),
    );
    fields.push(
        Field::new("file", "programme-evidence", Kind::File { accept: "", many: true })
            .help("programme-evidence-help"),
    );
    fields
}

fn work_key(work: Work) -> &'static str {
    match work {
        Work::NotStarted => "programme-not-started",
        Work::Underway => "programme-underway",
        Work::Done => "programme-done",
        Work::NotApplicable => "programme-not-applicable",
    }
}

fn blank(lang: Lang, today: Date, sheet: &Sheet) -> Form {
    let share = &sheet.obligation;
    let values = [
        ("version", share.version.to_string()),
        ("work", share.work.code().to_owned()),
        ("percent", share.percent.to_string()),
        ("day", lang.date(today)),
        ("period", share.period.map(|period| period.to_string()).unwrap_or_default()),
    ];
    Form::filled(lang, fields(sheet), values)
}

pub async fn respond(
    State(site): State<Site>,
    visit: Visit,
    Path((text, share)): Path<(String, String)>,
    parts: Multipart,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let sheet = sheet(&site, &visit, &text, &share).await?;
    if !may_respond(&visit, &sheet)? {
        return Err(app::Refusal::NotAllowed(Action::ProgrammeRespond.code()).into());
    }
    let (pairs, files) = upload::read_all(parts, Limits { files: FILES, ..Limits::default() }).await?;
    let files = files.into_iter().map(|file| Upload { name: file.name, bytes: file.bytes }).collect();
    let mut form = Form::posted(visit.lang, fields(&sheet), pairs);
    let status = match said(&form) {
        Some(said) if form.is_good() => {
            let version = form.number("version").unwrap_or(0);
            match programme::respond(app, who, sheet.obligation.id, version, said, files).await {
                Ok(_) => {
                    return Ok(Tell::new(FlashKind::Done, "programme-responded")
                        .on(&format!("{PATH}/{text}/shares/{share}"), site.settings().behind_tls));
                }
                Err(app::Refusal::Invalid(faults)) => {
                    put_faults(&mut form, faults);
                    StatusCode::UNPROCESSABLE_ENTITY
                }
                Err(refused @ (app::Refusal::Marked | app::Refusal::Unreadable(_))) => {
                    form.fail("file", turned_away(&refused));
                    StatusCode::UNPROCESSABLE_ENTITY
                }
                Err(app::Refusal::Conflict) => {
                    form.fail("", "programme-conflict");
                    form.put("version", sheet.obligation.version.to_string());
                    StatusCode::CONFLICT
                }
                Err(other) => return Err(other.into()),
            }
        }
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = SharePage::new(visit.frame(), &sheet, Some(form), may_manage(&visit, &sheet)?);
    pages::show_with(status, &page)
}

/// Why a file was turned away.
pub(super) fn turned_away(refused: &app::Refusal) -> &'static str {
    match refused {
        app::Refusal::Marked => "file-marked",
        _ => "file-broken",
    }
}

fn said(form: &Form) -> Option<Said> {
    Some(Said {
        work: form.text("work").and_then(Work::from_code)?,
        percent: form.number("percent").and_then(|percent| u8::try_from(percent).ok()).unwrap_or(0),
        day: form.date("day")?,
        period: form.text("period").and_then(|period| period.parse().ok()),
        text: form.text("text").unwrap_or_default().to_owned(),
    })
}

pub async fn file(
    State(site): State<Site>,
    visit: Visit,
    Path((text, share, file)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    id::<ProgrammeId>(&text)?;
    let file: FileId = id(&file)?;
    let (kept, bytes) = programme::evidence(app, who, id(&share)?, file).await?;
    Ok(pages::download(&kept.name, &kept.media_type, bytes))
}

impl SharesPage {
    fn new(f: Frame, of: &programme::Programme, state: ListState, list: &[Obligation], count: i64) -> Self {
        let title = f.t("programme-tab-shares");
        let rows = list.iter().map(|share| row(&f, share)).collect();
        let groups = filters(&f, &state);
        let table = Table::new(state, title.clone(), columns(&f, true, true))
            .counting(count.unsigned_abs())
            .filtered(groups);
        let tabs = tabs(f.lang, &of.id.to_string(), "shares");
        SharesPage { tabs, table, rows, f: framed(f, of, title) }
    }
}

impl SharePage {
    fn new(f: Frame, sheet: &Sheet, form: Option<Form>, may_manage: bool) -> Self {
        let (share, task) = (&sheet.obligation, &sheet.task);
        let (today, programme) = (f.today(), share.programme);
        let href = format!("{PATH}/{programme}/shares/{}", share.id);
        let periods = sheet
            .shares
            .iter()
            .rev()
            .filter(|one| one.period.is_some())
            .map(|one| PeriodRow {
                period: one.period.map(|period| period.to_string()).unwrap_or_default(),
                due: one.due,
                open: !matches!(one.work, Work::Done | Work::NotApplicable),
                times: format!("{}/{}", one.times_done, one.times),
                done_on: one.done_on.map(|day| f.lang.date(day)).unwrap_or_default(),
                state: standing(f.lang, one.work, one.due, one.done_on, today),
            })
            .collect();
        let entries = sheet.entries.iter().map(|entry| entry_view(&f, sheet, entry, &href)).collect();
        let title = format!("{} {}", task.code, task.title);
        SharePage {
            task_href: format!("{PATH}/{programme}/tasks/{}", task.id),
            task: title.clone(),
            unit: share.unit_name.clone(),
            unit_href: format!("{PATH}/{programme}/units/{}", share.unit),
            part: f.t(part_key(share.part)),
            topic: share.topic.clone().unwrap_or_default(),
            product: task.product.clone(),
            clause: when(f.lang, task),
            due: share.due_on,
            open: !matches!(share.work, Work::Done | Work::NotApplicable),
            state: standing(f.lang, share.work, share.due_on, share.done_on, today),
            periods,
            entries,
            form,
            may_manage,
            removed: share.removed_reason.clone().unwrap_or_default(),
            f: framed(f, &sheet.programme, title),
            href,
        }
    }
}

fn entry_view(f: &Frame, sheet: &Sheet, entry: &Entry, href: &str) -> EntryView {
    let seq = entry.seq.to_string();
    let files: Vec<FileLine> = sheet
        .evidence
        .iter()
        .filter(|attached| attached.part == seq)
        .map(|attached| FileLine {
            name: attached.file.name.clone(),
            href: format!("{href}/files/{}", attached.file.id),
            bytes: attached.file.size.unsigned_abs(),
            sha256: attached.file.sha256.clone(),
            when: f.lang.moment(attached.file.uploaded_at),
            who: entry.who.clone(),
            note: attached.note.clone().unwrap_or_default(),
        })
        .collect();
    EntryView {
        when: f.lang.date(entry.day),
        who: entry.who.clone(),
        state: standing(f.lang, entry.work, None, None, f.today()),
        percent: format!("{}%", entry.percent),
        text: entry.text.clone(),
        files: (!files.is_empty()).then(|| Files { lang: f.lang, label: f.t("programme-evidence"), files }),
    }
}

impl Page for SharesPage {
    const NAME: &'static str = "programme_shares";

    fn samples(frame: &Frame) -> Samples<Self> {
        let of = super::sample::programme();
        let state = || ListState::read(&format!("{PATH}/1/shares"), None, PER_PAGE);
        let some = [Work::Underway, Work::Done].map(super::sample::obligation);
        vec![
            ("empty", SharesPage::new(frame.clone(), &of, state(), &[], 0)),
            ("full", SharesPage::new(frame.clone(), &of, state(), &some, 2)),
        ]
    }
}

impl Page for SharePage {
    const NAME: &'static str = "programme_share";

    fn samples(frame: &Frame) -> Samples<Self> {
        let sheet = sample_sheet();
        let mut wrong = blank(frame.lang, frame.today(), &sheet);
        wrong.fail("text", "progress-say-what");
        let mut removed = sample_sheet();
        removed.obligation.removed_reason = Some("Đơn vị không quản lý hệ thống thông tin".into());
        let form = blank(frame.lang, frame.today(), &sheet);
        vec![
            ("unit", SharePage::new(frame.clone(), &sheet, Some(form), false)),
            ("wrong", SharePage::new(frame.clone(), &sheet, Some(wrong), false)),
            ("office", SharePage::new(frame.clone(), &sheet, None, true)),
            ("removed", SharePage::new(frame.clone(), &removed, None, false)),
        ]
    }
}

pub(super) fn sample_sheet() -> Sheet {
    use jiff::civil::date;
    let entry = Entry {
        seq: 1,
        period: None,
        day: date(2025, 9, 1),
        work: Work::Underway,
        percent: 40,
        text: "Đã trình lãnh đạo dự thảo quy chế".into(),
        user: None,
        who: "Trần Thị Đầu Mối".into(),
        at: jiff::Timestamp::UNIX_EPOCH,
    };
    Sheet {
        programme: super::sample::programme(),
        task: super::sample::task("II.3", "Ban hành quy chế bảo đảm an ninh mạng", true),
        obligation: super::sample::obligation(Work::Underway),
        entries: vec![entry],
        evidence: Vec::new(),
        shares: vec![domain::programme::Share {
            period: Some("2025".parse().expect("a year")),
            due: Some(date(2025, 12, 31)),
            work: Work::Underway,
            percent: 40,
            done_on: None,
            standing: None,
            times_done: 1,
            times: 2,
        }],
    }
}
