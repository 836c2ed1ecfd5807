//! The journal: who did what and when, whether its chain is whole.
//!
//! Not here: the program's own log of requests.

use app::acts::journal::{self, Filter, Line, Verdict};
use askama::Template;
use axum::Router;
use axum::extract::{OriginalUri, Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use jiff::Timestamp;
use jiff::civil::{Date, Time};

use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::read;
use crate::frame::{FlashKind, Frame};
use crate::list::{Column, ListState, Table};
use crate::nav::Nav;
use crate::pages::{self, Page, Samples, download};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

pub const PATH: &str = "/journal";
const PER_PAGE: u64 = 100;
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The list of lines.
#[derive(Debug, Template)]
#[template(path = "pages/journal.html")]
pub struct Journal {
    f: Frame,
    table: Table,
    rows: Vec<Row>,
    kinds: Vec<(String, String, bool)>,
    acts: Vec<(String, String, bool)>,
    /// What the filter form shows, by field.
    who: String,
    from: String,
    to: String,
    carried: Vec<(String, String)>,
}

#[derive(Debug)]
struct Row {
    seq: i64,
    at: String,
    who: String,
    act: String,
    object: String,
}

/// One line, whole.
#[derive(Debug, Template)]
#[template(path = "pages/journal_line.html")]
pub struct JournalLine {
    f: Frame,
    pairs: Vec<(String, String)>,
    detail: String,
    same: String,
}

pub fn routes() -> Router<Site> {
    Router::new()
        .route(PATH, get(list))
        .route("/journal/verify", post(verify))
        .route("/journal/export", post(export))
        .route("/journal/{seq}", get(line))
}

fn filter(state: &ListState) -> Filter {
    let value = |name: &str| state.value(name).unwrap_or_default().to_owned();
    let day = |name: &str| state.value(name).and_then(read::date);
    Filter {
        who: value("who"),
        action: value("action"),
        object_kind: value("kind"),
        object_id: value("object"),
        from: day("from").and_then(midnight),
        before: day("to").and_then(|day| day.tomorrow().ok()).and_then(midnight),
        limit: PER_PAGE as u32,
        offset: u32::try_from(state.offset()).unwrap_or(u32::MAX),
    }
}

fn midnight(day: Date) -> Option<Timestamp> {
    domain::moment::instant(day.to_datetime(Time::midnight()))
}

async fn list(
    State(site): State<Site>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let state = ListState::read(PATH, uri.query(), PER_PAGE);
    let found = journal::list(site.app()?, visit.actor()?, &filter(&state)).await?;
    pages::show(&Journal::new(visit.frame(), state, &found))
}

async fn line(State(site): State<Site>, visit: Visit, Path(text): Path<String>) -> Result<Response, Refusal> {
    let seq = text.parse().map_err(|_| Refusal::not_found())?;
    let line = journal::get(site.app()?, visit.actor()?, seq).await?;
    pages::show(&JournalLine::new(visit.frame(), &line))
}

async fn verify(State(site): State<Site>, visit: Visit) -> Result<Response, Refusal> {
    let tell = match journal::verify(site.app()?, visit.actor()?).await? {
        Verdict::Whole { lines, head } => {
            Tell::new(FlashKind::Done, "journal-whole").with("lines", lines).with("head", head)
        }
        Verdict::Broken { seq, .. } => Tell::new(FlashKind::Failed, "journal-broken").with("seq", seq),
    };
    Ok(tell.on(PATH, site.settings().behind_tls))
}

async fn export(State(site): State<Site>, visit: Visit, Pairs(pairs): Pairs) -> Result<Response, Refusal> {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs.iter()).finish();
    let state = ListState::read(PATH, Some(&query), PER_PAGE);
    let word = |action: &str| act_words(Lang::Vi, action);
    let book = journal::export(site.app()?, visit.actor()?, &filter(&state), word).await?;
    Ok(download(&book.name, XLSX, book.bytes))
}

/// An act in words; one that has none yet under its own name.
fn act_words(lang: Lang, action: &str) -> String {
    known(lang, &format!("act-{}", action.replace(['.', '_'], "-")), action)
}

fn object_words(lang: Lang, kind: &str) -> String {
    known(lang, &format!("object-{}", kind.replace('_', "-")), kind)
}

/// Who acted; a part of the program is written `[part]` and told as the program.
fn who_words(lang: Lang, who: &str) -> String {
    match who.strip_prefix('[').and_then(|who| who.strip_suffix(']')) {
        Some("queue" | "reminder") => lang.t("journal-program"),
        Some(part) => lang.t_with("journal-program-part", &[("part", part)]),
        None => who.to_owned(),
    }
}

fn known(lang: Lang, key: &str, otherwise: &str) -> String {
    if lang.knows(key) { lang.t(key) } else { otherwise.to_owned() }
}

fn moment(lang: Lang, at: &str) -> String {
    at.parse::<Timestamp>().map_or_else(|_| at.to_owned(), |at| lang.moment(at))
}

impl Journal {
    fn new(f: Frame, state: ListState, found: &journal::Journal) -> Self {
        let lang = f.lang;
        let value = |name: &str| state.value(name).unwrap_or_default().to_owned();
        let columns = ["journal-seq", "journal-at", "journal-who", "journal-act", "journal-object"];
        let columns = columns.into_iter().map(|key| Column::new(f.t(key))).collect();
        let chosen = value("kind");
        let kinds = found
            .kinds
            .iter()
            .map(|kind| (kind.clone(), object_words(lang, kind), *kind == chosen))
            .collect();
        let chosen = value("action");
        let mut acts: Vec<_> = found
            .actions
            .iter()
            .map(|action| (action.clone(), act_words(lang, action), *action == chosen))
            .collect();
        acts.sort_by(|a, b| a.1.cmp(&b.1));
        let rows = found
            .lines
            .iter()
            .map(|line| Row {
                seq: line.seq,
                at: moment(lang, &line.at),
                who: who_words(lang, &line.who),
                act: act_words(lang, &line.action),
                object: object_words(lang, &line.object_kind),
            })
            .collect();
        let carried = ["who", "action", "kind", "object", "from", "to"];
        let carried = carried
            .into_iter()
            .map(|name| (name.to_owned(), value(name)))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let (who, from, to) = (value("who"), value("from"), value("to"));
        let title = f.t("nav-journal");
        let table = Table::new(state, title.clone(), columns).counting(found.count.unsigned_abs());
        Journal { f: f.titled(title, Some(Nav::Journal)), table, rows, kinds, acts, who, from, to, carried }
    }
}

impl JournalLine {
    fn new(f: Frame, line: &Line) -> Self {
        let lang = f.lang;
        let pairs = [
            ("journal-at", moment(lang, &line.at)),
            ("journal-who", who_words(lang, &line.who)),
            ("journal-act", format!("{} ({})", act_words(lang, &line.action), line.action)),
            ("journal-object", object_words(lang, &line.object_kind)),
            ("journal-object-id", line.object_id.clone()),
            ("journal-hash", line.hash.clone()),
            ("journal-prev", line.prev.clone()),
        ];
        let detail = serde_json::from_str::<serde_json::Value>(&line.detail)
            .and_then(|value| serde_json::to_string_pretty(&value))
            .unwrap_or_else(|_| line.detail.clone());
        let mut same = form_urlencoded::Serializer::new(String::new());
        same.append_pair("kind", &line.object_kind).append_pair("object", &line.object_id);
        let (title, journal) = (f.t_with("journal-line", &[("seq", line.seq)]), f.t("nav-journal"));
        JournalLine {
            pairs: pairs.into_iter().map(|(key, value)| (f.t(key), value)).collect(),
            detail: if detail == "null" { String::new() } else { detail },
            same: format!("{PATH}?{}", same.finish()),
            f: f.titled(title, Some(Nav::Journal)).under(journal, PATH),
        }
    }
}

fn sample_line() -> Line {
    Line {
        seq: 42,
        at: "2026-11-20T02:30:00.000000Z".into(),
        user: None,
        who: "Nguyễn Văn An (an.nguyen)".into(),
        action: "unit.update".into(),
        object_kind: "unit".into(),
        object_id: "0198c1de-0000-7000-8000-000000000001".into(),
        detail: "{\"name\":\"Sở Y tế\"}".into(),
        prev: "00".repeat(32),
        hash: "0f".repeat(32),
    }
}

impl Page for Journal {
    const NAME: &'static str = "journal";

    fn samples(frame: &Frame) -> Samples<Self> {
        let list = |query| ListState::read(PATH, query, PER_PAGE);
        let none = journal::Journal { lines: Vec::new(), count: 0, kinds: Vec::new(), actions: Vec::new() };
        let one = journal::Journal {
            lines: vec![sample_line()],
            count: 1,
            kinds: vec!["unit".into(), "user".into()],
            actions: vec!["unit.update".into(), "sign_in".into()],
        };
        vec![
            ("nothing found", Journal::new(frame.clone(), list(Some("who=x")), &none)),
            ("full", Journal::new(frame.clone(), list(None), &one)),
            ("filtered", Journal::new(frame.clone(), list(Some("kind=unit&from=01/11/2026")), &one)),
        ]
    }
}

impl Page for JournalLine {
    const NAME: &'static str = "journal_line";

    fn samples(frame: &Frame) -> Samples<Self> {
        let mut bare = sample_line();
        bare.detail = "null".into();
        vec![
            ("full", JournalLine::new(frame.clone(), &sample_line())),
            ("without detail", JournalLine::new(frame.clone(), &bare)),
        ]
    }
}
