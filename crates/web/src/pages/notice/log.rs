//! The register of every notice: what was told to whom, with what outcome, and
//! what is done about those that did not arrive.
//!
//! Not here: sending (`app::worker`).

use app::acts::campaign;
use app::acts::notice::{self, Attached, Decision, Filter, Log, Logged, STATES};
use askama::Template;
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::{FileId, NoticeId};
use domain::policy::Action;

use super::{PATH, file_lines, paragraphs};
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Choice, Field, Form, Kind};
use crate::frame::{FlashKind, Frame};
use crate::list::{Column, ListState, Table};
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples, download};
use crate::parts::badge::{Badge, Tone};
use crate::parts::files::Files;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

const LOG: &str = "/notices/log";
const PER_PAGE: u64 = 50;
const CAMPAIGNS: u32 = 50;

/// The register.
#[derive(Debug, Template)]
#[template(path = "pages/notice_log.html")]
pub struct NoticeLog {
    f: Frame,
    table: Table,
    rows: Vec<Row>,
    campaigns: Vec<Narrow>,
    kinds: Vec<Narrow>,
    some_failed: bool,
}

#[derive(Debug)]
struct Row {
    id: String,
    href: String,
    subject: String,
    kind: String,
    to: String,
    state: Badge,
    outcome: String,
    when: String,
    received: String,
    may_send: bool,
}

#[derive(Debug)]
struct Narrow {
    value: String,
    label: String,
    on: bool,
}

/// One line of the register, whole.
#[derive(Debug, Template)]
#[template(path = "pages/notice_logged.html")]
pub struct LoggedPage {
    f: Frame,
    href: String,
    state: Badge,
    facts: Vec<(String, String)>,
    paragraphs: Vec<String>,
    link: String,
    files: Files,
    form: Form,
    undecided: bool,
    may_send_again: bool,
    asked: String,
}

fn filter(state: &ListState) -> Filter {
    Filter {
        campaign: state.value("campaign").and_then(|id| id.parse().ok()),
        state: state.value("state").unwrap_or_default().to_owned(),
        kind: state.value("kind").unwrap_or_default().to_owned(),
        words: state.search().to_owned(),
        limit: PER_PAGE as u32,
        offset: u32::try_from(state.offset()).unwrap_or(u32::MAX),
    }
}

pub async fn list(
    State(site): State<Site>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let state = ListState::read(LOG, uri.query(), PER_PAGE);
    let log = notice::log(app, who, &filter(&state)).await?;
    let chosen = state.value("campaign").unwrap_or_default().to_owned();
    let campaigns = campaign::list(app, who, CAMPAIGNS, 0)
        .await?
        .into_iter()
        .map(|kept| {
            let value = kept.campaign.id.to_string();
            Narrow { on: value == chosen, value, label: kept.campaign.title }
        })
        .collect();
    pages::show(&NoticeLog::new(visit.frame(), state, &log, campaigns))
}

/// Sends the chosen ones that failed once more.
pub async fn send_many(
    State(site): State<Site>,
    visit: Visit,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    who.scope(Action::NoticeSend).ok_or(app::Refusal::NotAllowed(Action::NoticeSend.code()))?;
    let words = visit.lang.t("notice-sent-again-by-hand");
    let (mut sent, mut left) = (0, 0);
    for (_, value) in pairs.iter().filter(|(name, _)| name == "pick").take(PER_PAGE as usize) {
        match notice::decide(app, who, id::<NoticeId>(value)?, Decision::Send, &words).await {
            Ok(()) => sent += 1,
            // Decided meanwhile, or nobody to write to: the others still go.
            Err(app::Refusal::NotNow { .. } | app::Refusal::Conflict | app::Refusal::Invalid(_)) => left += 1,
            Err(other) => return Err(other.into()),
        }
    }
    let kind = if sent == 0 { FlashKind::Warning } else { FlashKind::Done };
    Ok(Tell::new(kind, "notice-queued-again")
        .with("count", sent)
        .with("left", left)
        .on(&format!("{LOG}?state=undecided"), site.settings().behind_tls))
}

pub async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    let (line, files) = notice::one_of_log(site.app()?, visit.actor()?, id(&text)?).await?;
    let asked = uuid(&visit);
    pages::show(&LoggedPage::new(visit.frame(), &line, &files, Form::blank(visit.lang, fields()), asked))
}

/// What makes a second press of the same button the same wish.
fn uuid(visit: &Visit) -> String {
    visit.now.as_millisecond().to_string()
}

fn fields() -> Vec<Field> {
    vec![
        Field::new("decision", "notice-decision", Kind::Radio).required().choices([
            Choice::new(Decision::Send.code(), "notice-decision-send"),
            Choice::new(Decision::Received.code(), "notice-decision-received"),
        ]),
        Field::new("words", "notice-decision-words", Kind::Text { max: 500 })
            .help("notice-decision-words-help"),
    ]
}

pub async fn decide(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<NoticeId>(&text)?);
    let mut form = Form::posted(visit.lang, fields(), pairs);
    let decision = form.text("decision").and_then(Decision::from_code);
    if let (true, Some(decision)) = (form.is_good(), decision) {
        let words = form.text("words").unwrap_or_default().to_owned();
        match notice::decide(app, who, id, decision, &words).await {
            Ok(()) => {
                return Ok(Tell::new(FlashKind::Done, "notice-decided")
                    .on(&format!("{LOG}/{id}"), site.settings().behind_tls));
            }
            Err(app::Refusal::Invalid(faults)) => {
                for fault in faults {
                    let key = if fault.key == "field-required" { "form-required" } else { fault.key };
                    form.fail(&fault.field, key);
                }
            }
            Err(other) => return Err(other.into()),
        }
    }
    let (line, files) = notice::one_of_log(app, who, id).await?;
    let page = LoggedPage::new(visit.frame(), &line, &files, form, uuid(&visit));
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Says a sent notice again.
pub async fn again(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let asked = pairs.iter().find(|(name, _)| name == "asked").map_or("", |(_, value)| value.as_str());
    let new = notice::send_again(site.app()?, visit.actor()?, id(&text)?, asked).await?;
    Ok(Tell::new(FlashKind::Done, "notice-said-again")
        .on(&format!("{LOG}/{new}"), site.settings().behind_tls))
}

pub async fn file(
    State(site): State<Site>,
    visit: Visit,
    Path((text, file)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let file: FileId = id(&file)?;
    let (kept, bytes) = notice::file_of_log(site.app()?, visit.actor()?, id(&text)?, file).await?;
    Ok(download(&kept.name, &kept.media_type, bytes))
}

fn badge(lang: Lang, state: &str) -> Badge {
    let tone = match state {
        "queued" => Tone::Waiting,
        "sending" => Tone::Going,
        "sent" => Tone::Done,
        "uncertain" => Tone::Warning,
        _ => Tone::Late,
    };
    Badge::new(tone, lang.t(&format!("notice-state-{state}")))
}

/// Kinds this page has no words for show as their code.
fn kind(lang: Lang, code: &str) -> String {
    let key = format!("notice-kind-{}", code.replace('_', "-"));
    if lang.knows(&key) { lang.t(&key) } else { code.replace('_', " ") }
}

/// To whom: the person, else the unit, else the address.
fn to(line: &Logged) -> String {
    let parts = [line.user_name.clone(), line.unit_name.clone(), line.notice.email.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What the record says of an outcome, in words where it is a known one.
fn outcome(lang: Lang, outcome: Option<&str>) -> String {
    match outcome {
        Some("in the product") => lang.t("notice-outcome-product"),
        Some("no account and no address") => lang.t("notice-outcome-nobody"),
        Some("no account, and mail is off") => lang.t("notice-outcome-mail-off"),
        Some(file) if file.ends_with(".eml") => lang.t("notice-outcome-file"),
        other => other.unwrap_or_default().to_owned(),
    }
}

fn received(lang: Lang, line: &Logged) -> String {
    line.notice
        .acknowledged_at
        .map(|at| lang.t_with("notice-acknowledged-at", &[("moment", lang.moment(at))]))
        .or_else(|| {
            line.notice.read_at.map(|at| lang.t_with("notice-read-at", &[("moment", lang.moment(at))]))
        })
        .unwrap_or_default()
}

impl NoticeLog {
    fn new(f: Frame, state: ListState, log: &Log, campaigns: Vec<Narrow>) -> Self {
        let lang = f.lang;
        let count_of = |code: &str| {
            let found = log.states.iter().find(|(state, _)| state == code);
            found.map_or(0, |(_, count)| count.unsigned_abs())
        };
        let undecided = count_of("failed") + count_of("uncertain");
        let states = STATES
            .into_iter()
            .map(|code| (code, lang.t(&format!("notice-state-{code}")), Some(count_of(code))));
        let waiting = ("undecided", f.t("notice-undecided"), Some(undecided));
        let filters =
            vec![state.filter("state", f.t("notice-state"), std::iter::once(waiting).chain(states))];
        let count = match state.value("state") {
            None => log.states.iter().map(|(_, count)| count.unsigned_abs()).sum(),
            Some("undecided") => undecided,
            Some(code) => count_of(code),
        };
        let chosen = state.value("kind").unwrap_or_default().to_owned();
        let kinds = log
            .kinds
            .iter()
            .map(|code| Narrow { value: code.clone(), label: kind(lang, code), on: *code == chosen })
            .collect();
        let columns = ["notice-subject", "notice-to", "notice-state", "notice-outcome", "notice-when"];
        let columns = columns.into_iter().map(|key| Column::new(f.t(key))).collect();
        let title = f.t("notice-log");
        let rows: Vec<_> = log.lines.iter().map(|line| Row::new(lang, line)).collect();
        let some_failed = rows.iter().any(|row| row.may_send);
        let mut table = Table::new(state, title.clone(), columns).counting(count).filtered(filters);
        if some_failed {
            table = table.picked();
        }
        let list = f.t("notice-list");
        NoticeLog { f: f.titled(title, None).under(list, PATH), table, rows, campaigns, kinds, some_failed }
    }
}

impl Row {
    fn new(lang: Lang, line: &Logged) -> Self {
        let one = &line.notice;
        Row {
            id: one.id.to_string(),
            href: format!("{LOG}/{}", one.id),
            subject: one.subject.clone(),
            kind: kind(lang, &one.kind),
            to: to(line),
            state: badge(lang, &one.state),
            outcome: outcome(lang, one.outcome.as_deref()),
            when: lang.moment(one.sent_at.unwrap_or(one.created_at)),
            received: received(lang, line),
            may_send: matches!(one.state.as_str(), "failed" | "uncertain") && one.email.is_some(),
        }
    }
}

impl LoggedPage {
    fn new(f: Frame, line: &Logged, files: &[Attached], form: Form, asked: String) -> Self {
        let (lang, one) = (f.lang, &line.notice);
        let href = format!("{LOG}/{}", one.id);
        let facts = [
            ("notice-to", to(line)),
            ("notice-kind", kind(lang, &one.kind)),
            ("notice-created", lang.moment(one.created_at)),
            ("notice-when", one.sent_at.map(|at| lang.moment(at)).unwrap_or_default()),
            ("notice-attempts", one.attempts.to_string()),
            ("notice-outcome", outcome(lang, one.outcome.as_deref())),
            ("notice-received", received(lang, line)),
        ];
        let (list, log) = (f.t("notice-list"), f.t("notice-log"));
        LoggedPage {
            state: badge(lang, &one.state),
            facts: facts
                .into_iter()
                .filter(|(_, text)| !text.is_empty())
                .map(|(key, text)| (f.t(key), text))
                .collect(),
            paragraphs: paragraphs(&one.body),
            link: one.link.clone().unwrap_or_default(),
            files: file_lines(lang, f.t("notice-files"), &href, files),
            form,
            undecided: matches!(one.state.as_str(), "failed" | "uncertain"),
            may_send_again: one.state == "sent",
            asked,
            href,
            f: f.titled(one.subject.clone(), None).under(list, PATH).under(log, LOG),
        }
    }
}

fn sample_line(state: &str) -> Logged {
    let mut one = super::sample();
    one.state = state.into();
    if state == "failed" {
        one.sent_at = None;
        one.outcome = Some("550 mailbox unavailable".into());
    }
    Logged { notice: one, user_name: Some("Ngô Thị Đầu".into()), unit_name: Some("Sở Y tế".into()) }
}

impl Page for NoticeLog {
    const NAME: &'static str = "notice_log";

    fn samples(frame: &Frame) -> Samples<Self> {
        let state = |query| ListState::read(LOG, query, PER_PAGE);
        let empty = Log { lines: vec![], states: vec![], kinds: vec![] };
        let full = Log {
            lines: vec![sample_line("sent"), sample_line("failed")],
            states: vec![("failed".into(), 1), ("sent".into(), 1)],
            kinds: vec!["finding_request".into(), "urging".into()],
        };
        let only = Log { lines: vec![sample_line("sent")], ..full.clone() };
        vec![
            ("empty", NoticeLog::new(frame.clone(), state(None), &empty, vec![])),
            ("full", NoticeLog::new(frame.clone(), state(None), &full, vec![])),
            ("sent", NoticeLog::new(frame.clone(), state(Some("state=sent")), &only, vec![])),
        ]
    }
}

impl Page for LoggedPage {
    const NAME: &'static str = "notice_logged";

    fn samples(frame: &Frame) -> Samples<Self> {
        let page = |state: &str, form: Form| {
            LoggedPage::new(frame.clone(), &sample_line(state), &[], form, "1".into())
        };
        let blank = || Form::blank(frame.lang, fields());
        let wrong = Form::posted(frame.lang, fields(), vec![]);
        vec![
            ("sent", page("sent", blank())),
            ("failed", page("failed", blank())),
            ("wrong", page("failed", wrong)),
        ]
    }
}
