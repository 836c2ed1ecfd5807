//! The receiving body: remarks on sections and fields while it reads, then
//! returned with them, or accepted. Work resumes as a new round.

use super::notices::{self, Hearers};
use super::{KIND, held};
use crate::clock::new_id;
use crate::refusal::Fault;
use crate::{Act, Actor, App, Refusal};
use domain::identifier::{RemarkId, ReportId};
use domain::policy::Action;
use domain::report::{self, Report};
use jiff::civil::Date;
use store::remark::{self, Remark};
use store::report as record;
use store::target;

/// What remarks of a review hang on until the report is returned.
pub(super) const REVIEW: &str = "report.review";
/// What the head's words to the writers hang on until the report is sent.
pub(super) const WORD: &str = "report.word";
/// The longest remark, in characters.
const LONGEST: usize = 4_000;
/// Remarks on one report at once.
const MOST: usize = 300;

/// Notes a remark on a section, a field, or the whole (empty `about`).
pub async fn add_remark(
    app: &App,
    who: &Actor,
    id: ReportId,
    about: &str,
    text: &str,
) -> Result<RemarkId, Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ReportReview)?;
    let listed = record::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    under_review(&listed.kept.report)?;
    let outline = super::outline(app, &listed.kept.outline)?;
    if !about.is_empty() && outline.section(about).is_none() && outline.field(about).is_none() {
        return Err(Refusal::NotFound);
    }
    if remark::open(&mut act.tx, REVIEW, &id.to_string()).await?.len() >= MOST {
        return Err(Refusal::invalid("text", "report-too-many-remarks"));
    }
    let remark = note(&mut act, REVIEW, id, about, text)
        .await?
        .ok_or_else(|| Refusal::invalid("text", "field-required"))?;
    act.tell("report.remark", KIND, id, serde_json::json!({ "about": about })).await?;
    act.done().await?;
    Ok(remark)
}

/// Takes back a remark that has not gone out.
pub async fn drop_remark(app: &App, who: &Actor, id: ReportId, remark: RemarkId) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ReportReview)?;
    let listed = record::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    under_review(&listed.kept.report)?;
    if !remark::settle(&mut act.tx, REVIEW, &id.to_string(), remark, act.now).await? {
        return Err(Refusal::NotFound);
    }
    act.tell("report.drop_remark", KIND, id, serde_json::json!({ "remark": remark.to_string() })).await?;
    act.done().await
}

fn under_review(report: &Report) -> Result<(), Refusal> {
    if report.steps().contains(&report::ReportStep::Return) {
        return Ok(());
    }
    Err(Refusal::not_now(report.code(), report::ReportStep::Return.code()))
}

/// Returns the report with the remarks noted, perhaps with a new due day.
pub async fn send_back(
    app: &App,
    who: &Actor,
    id: ReportId,
    version: i64,
    due: Option<Date>,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let (now, today) = (act.now, act.today());
    if due.is_some_and(|day| day < today) {
        return Err(Refusal::invalid("due", "date-in-the-past"));
    }
    let scope = act.allow(Action::ReportReview)?;
    let listed = record::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let kept = listed.kept.clone();
    let object = id.to_string();
    let remarks: Vec<report::Remark> = remark::open(&mut act.tx, REVIEW, &object)
        .await?
        .into_iter()
        .map(|noted| report::Remark {
            id: noted.id,
            about: Some(noted.part).filter(|part| !part.is_empty()),
            text: noted.text,
            answer: None,
        })
        .collect();
    under_review(&kept.report)?;
    if remarks.is_empty() {
        return Err(Refusal::invalid("remarks", "report-say-why"));
    }
    let count = remarks.len();
    let report = kept.report.send_back(today, remarks)?;
    if !record::step(&mut act.tx, id, version, &report, now).await? {
        return Err(Refusal::Conflict);
    }
    if due.is_some() {
        record::set_due(&mut act.tx, id, due, None).await?;
    }
    remark::settle_all(&mut act.tx, REVIEW, &object, now).await?;
    target::refresh(&mut act.tx, kept.target).await?;
    let word = |step: &papers::message::ReportStep<'_>| notices::report_returned(step, count, due);
    notices::tell(&mut act, &listed, Hearers::Unit, "report_returned", word).await?;
    let detail = serde_json::json!({ "remarks": count, "due": due.map(|day| day.to_string()) });
    act.tell("report.return", KIND, id, detail).await?;
    act.done().await
}

pub async fn accept(app: &App, who: &Actor, id: ReportId, version: i64) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let (now, today) = (act.now, act.today());
    let scope = act.allow(Action::ReportReview)?;
    let listed = record::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let kept = listed.kept.clone();
    let report = kept.report.accept(today)?;
    if !record::step(&mut act.tx, id, version, &report, now).await? {
        return Err(Refusal::Conflict);
    }
    remark::settle_all(&mut act.tx, REVIEW, &id.to_string(), now).await?;
    target::refresh(&mut act.tx, kept.target).await?;
    notices::tell(&mut act, &listed, Hearers::Unit, "report_accepted", notices::report_accepted).await?;
    act.tell("report.accept", KIND, id, ()).await?;
    act.done().await
}

/// Work resumes: by the unit on a returned report, by the receiving body on an
/// accepted one that must be amended.
pub async fn resume(app: &App, who: &Actor, id: ReportId, version: i64) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let now = act.now;
    let action = if who.may(Action::ReportEdit) { Action::ReportEdit } else { Action::ReportReview };
    let scope = act.allow(action)?;
    let listed = match action {
        Action::ReportEdit => held(&mut act, &scope, id, version).await?,
        _ => record::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?,
    };
    let kept = listed.kept.clone();
    let fits = matches!(
        (&kept.report, action),
        (Report::Returned { .. }, Action::ReportEdit) | (Report::Accepted { .. }, Action::ReportReview)
    );
    if !fits {
        return Err(Refusal::not_now(kept.report.code(), report::ReportStep::Resume.code()));
    }
    let report = kept.report.resume()?;
    if !record::step(&mut act.tx, id, version, &report, now).await? {
        return Err(Refusal::Conflict);
    }
    target::refresh(&mut act.tx, kept.target).await?;
    if action == Action::ReportReview {
        notices::tell(&mut act, &listed, Hearers::Unit, "report_reopened", notices::report_reopened).await?;
    }
    act.tell("report.resume", KIND, id, serde_json::json!({ "round": report.version() })).await?;
    act.done().await
}

/// Writes a remark row; none for a blank text.
pub(super) async fn note(
    act: &mut Act<'_>,
    kind: &str,
    id: ReportId,
    about: &str,
    text: &str,
) -> Result<Option<RemarkId>, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.chars().count() > LONGEST {
        return Err(Refusal::Invalid(vec![Fault::new("text", "report-too-long").with("max", LONGEST)]));
    }
    let noted = Remark {
        id: new_id(),
        part: about.to_owned(),
        user: act.user(),
        who: act.who.label(),
        text: text.to_owned(),
        at: act.now,
        settled_at: None,
    };
    remark::add(&mut act.tx, kind, &id.to_string(), &noted).await?;
    Ok(Some(noted.id))
}
