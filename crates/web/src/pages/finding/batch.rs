//! A unit answers many of its findings at once: all answers in one act.
//!
//! Not here: the steps one by one (`step`).

use app::acts::file::Upload as Taken;
use app::acts::finding::{self, Filter, List, Step};
use askama::Template;
use axum::extract::{Multipart, OriginalUri, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::finding::FindingStep;
use domain::policy::Action;
use jiff::civil::Date;

use super::step::{EVIDENCE, read, take_in};
use super::{PATH, whose, words};
use crate::flash::Tell;
use crate::form::{Field, Form, Kind};
use crate::frame::{FlashKind, Frame};
use crate::list::ListState;
use crate::nav::Nav;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

/// Findings answered at once, at most.
const MOST: u32 = 100;
const FILES: usize = 100;

/// The findings of one unit that wait for its answer.
#[derive(Debug, Template)]
#[template(path = "pages/finding_batch.html")]
pub struct BatchPage {
    f: Frame,
    action: String,
    cancel: String,
    form: Form,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    href: String,
    title: String,
    text: String,
    request: String,
    due: Option<Date>,
    names: [String; 3],
}

async fn waiting(site: &Site, visit: &Visit, state: &ListState) -> Result<List, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    who.scope(Action::FindingRespond).ok_or(app::Refusal::NotAllowed(Action::FindingRespond.code()))?;
    let (campaign, unit) = whose(state).ok_or_else(Refusal::not_found)?;
    let filter = Filter {
        campaign: Some(campaign),
        unit: Some(unit),
        state: "unclosed".into(),
        owed_by: vec!["unit"],
        limit: MOST,
        ..Filter::default()
    };
    let mut found = finding::list(app, who, &filter).await?;
    found.lines.retain(|line| {
        line.finding.case.unit == unit && line.finding.case.steps().contains(&FindingStep::ReportDone)
    });
    Ok(found)
}

fn fields(found: &List) -> Vec<Field> {
    found
        .lines
        .iter()
        .flat_map(|line| {
            let [text, file, version] = names(&line.finding.id.to_string());
            [
                Field::new(text, "finding-field-done", Kind::LongText { max: 8_000, rows: 3 }),
                Field::new(file, "finding-field-evidence", Kind::File { accept: EVIDENCE, many: true }),
                Field::new(version, "finding-field-note", Kind::Hidden { max: 20 }),
            ]
        })
        .collect()
}

fn names(id: &str) -> [String; 3] {
    [format!("text-{id}"), format!("file-{id}"), format!("version-{id}")]
}

pub async fn ask(
    State(site): State<Site>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let state = ListState::read("/findings/batch", uri.query(), u64::from(MOST));
    let found = waiting(&site, &visit, &state).await?;
    let versions = found.lines.iter().map(|line| {
        let [_, _, version] = names(&line.finding.id.to_string());
        (version, line.finding.version.to_string())
    });
    let form = Form::filled(visit.lang, fields(&found), versions);
    pages::show(&BatchPage::new(visit.frame(), &state, &found, form))
}

pub async fn send(
    State(site): State<Site>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
    parts: Multipart,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let state = ListState::read("/findings/batch", uri.query(), u64::from(MOST));
    let found = waiting(&site, &visit, &state).await?;
    let (pairs, uploads) = read(parts, FILES).await?;
    let mut form = Form::posted(visit.lang, fields(&found), pairs);
    let mut steps = Vec::new();
    for line in &found.lines {
        let id = line.finding.id;
        let [text, file, version] = names(&id.to_string());
        let own: Vec<Taken> =
            uploads.iter().filter(|(field, _)| *field == file).map(|(_, upload)| upload.clone()).collect();
        let text = form.text(&text).unwrap_or_default().to_owned();
        if text.is_empty() && own.is_empty() {
            continue;
        }
        let version = form.text(&version).and_then(|version| version.parse().ok()).unwrap_or(0);
        let files = take_in(app, who, Action::FindingRespond, id, own, &mut form).await?;
        steps.push(finding::Taken { id, version, step: Step::ReportDone { text }, files });
    }
    let count = steps.len();
    if count == 0 {
        form.fail("", "finding-batch-nothing");
    }
    if form.is_good() {
        match finding::take_many(app, who, steps).await {
            Ok(()) => {
                return Ok(Tell::new(FlashKind::Done, "finding-batch-sent")
                    .with("count", count)
                    .on(&back(&state), site.settings().behind_tls));
            }
            Err((id, app::Refusal::Invalid(faults))) => {
                for fault in faults {
                    form.fail(&names(&id.to_string())[0], words::fault(fault.key));
                }
            }
            Err((_, app::Refusal::Conflict | app::Refusal::NotNow { .. })) => {
                form.fail("", "finding-conflict");
            }
            Err((_, other)) => return Err(other.into()),
        }
    }
    let page = BatchPage::new(visit.frame(), &state, &found, form);
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The list the batch came from.
fn back(state: &ListState) -> String {
    whose(state)
        .map_or_else(|| PATH.to_owned(), |(campaign, unit)| format!("{PATH}?campaign={campaign}&unit={unit}"))
}

impl BatchPage {
    fn new(f: Frame, state: &ListState, found: &List, form: Form) -> Self {
        let rows = found
            .lines
            .iter()
            .map(|line| {
                let one = &line.finding;
                Row {
                    href: format!("{PATH}/{}", one.id),
                    title: f.t_with("finding-title", &[("number", one.number)]),
                    text: one.words.text.clone(),
                    request: one.words.request.clone(),
                    due: one.case.due(),
                    names: names(&one.id.to_string()),
                }
            })
            .collect();
        let (title, list) = (f.t("finding-batch-act"), f.t("nav-findings"));
        BatchPage {
            action: state.href("page", None),
            cancel: back(state),
            form,
            rows,
            f: f.titled(title, Some(Nav::Findings)).under(list, PATH),
        }
    }
}

impl Page for BatchPage {
    const NAME: &'static str = "finding_batch";

    fn samples(frame: &Frame) -> Samples<Self> {
        let state = || ListState::read("/findings/batch", None, u64::from(MOST));
        let nothing = List { lines: Vec::new(), count: 0, counts: Vec::new() };
        let one = List { lines: vec![super::sample::view("requested").listed], count: 1, counts: Vec::new() };
        let page = |found: &List, wrong: bool| {
            let mut form = Form::blank(frame.lang, fields(found));
            if wrong {
                form.fail("", "finding-batch-nothing");
            }
            BatchPage::new(frame.clone(), &state(), found, form)
        };
        vec![("nothing", page(&nothing, false)), ("full", page(&one, false)), ("wrong", page(&one, true))]
    }
}
