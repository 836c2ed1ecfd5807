//! What is posted to a report: answers, steps, remarks, files.

use app::acts::file::Upload as Taken;
use app::acts::report::{self, Change, Form, Outcome};
use axum::extract::{Multipart, Path, State};
use axum::response::{IntoResponse as _, Response};
use domain::identifier::{FileId, RemarkId, ReportId};
use domain::outline::Cell;

use super::PATH;
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::frame::FlashKind;
use crate::pages::download;
use crate::pages::plan::id;
use crate::refusal::{Refusal, Trouble};
use crate::saved::{self, Saved};
use crate::site::Site;
use crate::upload::{self, Limits};
use crate::visit::Visit;

/// The beginning of the names under which a form carries the versions it shows.
pub const SEEN: &str = "seen:";

pub async fn save(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    pairs: Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let change = saved::Change::read(pairs)?;
    let cell: Cell = change.name.parse().map_err(|_| Refusal::of(Trouble::BadRequest))?;
    let seen = change.version.parse().unwrap_or(0);
    let done =
        report::save(app, who, id::<ReportId>(&text)?, vec![Change { cell, typed: change.value, seen }])
            .await?;
    let time = visit.lang.second(done.at);
    let answer = match done.only()? {
        Outcome::Kept { version, .. } | Outcome::Same { version } => {
            Saved::Kept { time, version: version.to_string() }
        }
        Outcome::Stale { theirs } => Saved::Conflict {
            theirs: theirs.value,
            by: theirs.saved_by_name,
            version: theirs.version.to_string(),
        },
        Outcome::Faulty(fault) => Saved::Refused { reason: visit.lang.t_with(fault.key, &fault.args) },
    };
    Ok(answer.into_response())
}

/// A whole section, for browsers without scripts.
pub async fn section(
    State(site): State<Site>,
    visit: Visit,
    Path((text, code)): Path<(String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let seen = |cell: &str| {
        let name = format!("{SEEN}{cell}");
        pairs.iter().find(|(known, _)| *known == name).and_then(|(_, value)| value.parse().ok()).unwrap_or(0)
    };
    let changes: Vec<Change> = pairs
        .iter()
        .filter_map(|(name, value)| {
            let cell = name.parse().ok()?;
            pairs.iter().any(|(known, _)| *known == format!("{SEEN}{name}")).then(|| Change {
                cell,
                typed: value.clone(),
                seen: seen(name),
            })
        })
        .collect();
    let done = report::save(app, who, id::<ReportId>(&text)?, changes).await?;
    let left = done.outcomes.iter().filter(|(_, o)| matches!(o, Outcome::Stale { .. } | Outcome::Faulty(_)));
    let left = left.count();
    let tell = if left == 0 {
        Tell::new(FlashKind::Done, "report-saved").with("time", visit.lang.second(done.at))
    } else {
        Tell::new(FlashKind::Warning, "report-saved-in-part").with("count", left)
    };
    Ok(tell.on(&format!("{PATH}/{text}/sections/{code}"), site.settings().behind_tls))
}

/// Hands over, sends, returns, accepts: the button's name says which.
pub async fn step(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<ReportId>(&text)?);
    let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map_or("", |(_, v)| v.as_str());
    let version = value("version").parse().unwrap_or(0);
    let (outcome, told) = match value("step") {
        "hand" => (report::hand_to_head(app, who, id, version).await, "report-handed"),
        "back" => (report::give_back(app, who, id, version, value("note")).await, "report-given-back"),
        "submit" => {
            let declared = !value("declared").is_empty();
            (report::submit(app, who, id, version, declared).await.map(|_| ()), "report-submitted")
        }
        "return" => {
            let day = value("due");
            let due = match crate::form::read::date(day) {
                None if !day.trim().is_empty() => {
                    return Ok(back(&site, &text, "report-not-a-date"));
                }
                due => due,
            };
            (report::send_back(app, who, id, version, due).await, "report-returned")
        }
        "accept" => (report::accept(app, who, id, version).await, "report-accepted"),
        "resume" => (report::resume(app, who, id, version).await, "report-resumed"),
        _ => return Err(Refusal::of(Trouble::BadRequest)),
    };
    finish(&site, &text, outcome, told)
}

pub async fn remark(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<ReportId>(&text)?);
    let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map_or("", |(_, v)| v.as_str());
    let remark = value("remark").parse::<RemarkId>();
    let outcome = match (value("act"), remark) {
        ("answer", Ok(remark)) => report::answer_remark(app, who, id, remark, value("text")).await,
        ("drop", Ok(remark)) => report::drop_remark(app, who, id, remark).await,
        _ => report::add_remark(app, who, id, value("about"), value("text")).await.map(|_| ()),
    };
    finish(&site, &text, outcome, "report-remark-kept")
}

pub async fn attach(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    parts: Multipart,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let (fields, taken) = read(parts).await?;
    let value = |name: &str| fields.iter().find(|(known, _)| known == name).map_or("", |(_, v)| v.as_str());
    let cell: Cell = value("field").parse().map_err(|_| Refusal::of(Trouble::BadRequest))?;
    let Some(taken) = taken else { return Ok(back(&site, &text, "report-no-file")) };
    let outcome = report::attach(app, who, id::<ReportId>(&text)?, cell, taken).await.map(|_| ());
    finish(&site, &text, outcome, "report-attached")
}

/// Takes a filled-in workbook and saves what it changes; what it cannot save is
/// counted.
pub async fn take_workbook(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    parts: Multipart,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<ReportId>(&text)?);
    let (_, taken) = read(parts).await?;
    let Some(taken) = taken else { return Ok(back(&site, &text, "report-no-file")) };
    let outcome = async {
        let file = report::take_workbook(app, who, id, taken).await?;
        let proposal = report::proposal(app, who, id, file).await?;
        let left = proposal.faults.len() + proposal.proposed.iter().filter(|p| p.conflict).count();
        let saved = report::apply_proposal(app, who, id, file).await?;
        Ok::<_, app::Refusal>((saved.outcomes.len(), left))
    };
    match outcome.await {
        Ok((saved, left)) => Ok(Tell::new(FlashKind::Done, "report-workbook-applied")
            .with("saved", saved)
            .with("left", left)
            .on(&format!("{PATH}/{text}"), site.settings().behind_tls)),
        Err(refused) => finish(&site, &text, Err(refused), "report-attached"),
    }
}

pub async fn workbook(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    let book = report::workbook(site.app()?, visit.actor()?, id(&text)?).await?;
    let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(download(&book.name, media, book.bytes))
}

pub async fn paper(
    State(site): State<Site>,
    visit: Visit,
    Path((text, form)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let form = match form.as_str() {
        "docx" => Form::Docx,
        "pdf" => Form::Pdf,
        _ => return Err(Refusal::not_found()),
    };
    let printed = report::print(site.app()?, visit.actor()?, id(&text)?, form).await?;
    Ok(download(&printed.name, printed.media, printed.bytes))
}

pub async fn file(
    State(site): State<Site>,
    visit: Visit,
    Path((text, file)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let file: FileId = id(&file)?;
    let (kept, bytes) = report::attachment(site.app()?, visit.actor()?, id(&text)?, file).await?;
    Ok(download(&kept.name, &kept.media_type, bytes))
}

async fn read(parts: Multipart) -> Result<(Vec<(String, String)>, Option<Taken>), Refusal> {
    let (fields, mut files) = upload::read_all(parts, Limits { files: 1, ..Limits::default() }).await?;
    Ok((fields, files.pop().map(|file| Taken { name: file.name, bytes: file.bytes })))
}

fn back(site: &Site, text: &str, key: &'static str) -> Response {
    Tell::new(FlashKind::Failed, key).on(&format!("{PATH}/{text}"), site.settings().behind_tls)
}

/// Back to the report, with what was done or what stands in the way.
fn finish(
    site: &Site,
    text: &str,
    outcome: Result<(), app::Refusal>,
    told: &'static str,
) -> Result<Response, Refusal> {
    match outcome {
        Ok(()) => {
            Ok(Tell::new(FlashKind::Done, told).on(&format!("{PATH}/{text}"), site.settings().behind_tls))
        }
        Err(app::Refusal::Invalid(faults)) => {
            Ok(back(site, text, faults.first().map_or("report-problem-stands", |fault| fault.key)))
        }
        Err(app::Refusal::Marked) => Ok(back(site, text, "file-marked")),
        Err(app::Refusal::Conflict) => Ok(back(site, text, "report-step-conflict")),
        Err(other) => Err(other.into()),
    }
}
