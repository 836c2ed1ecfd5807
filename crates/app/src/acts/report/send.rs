//! From the writers to the head, and from the head to the office.

use super::notices::{self, Hearers};
use super::view::{answers, previous_answers};
use super::{KIND, Snapshot, held, outline, writer};
use crate::refusal::Fault;
use crate::{Actor, App, Refusal};
use domain::deadline::Standing;
use domain::identifier::{RemarkId, ReportId};
use domain::policy::Action;
use domain::report::{CannotSubmit, check, progress};
use store::report::{self as record, Receipt, Round};
use store::target;

/// The longest answer to a remark, in characters.
const LONGEST_ANSWER: usize = 4_000;

/// The writers hand the report to the head; what is missing is shown to the
/// head, and refused on sending.
pub async fn hand_to_head(app: &App, who: &Actor, id: ReportId, version: i64) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ReportEdit)?;
    let listed = held(&mut act, &scope, id, version).await?;
    let kept = listed.kept.clone();
    let outline = outline(app, &kept.outline)?;
    let (now, today) = (act.now, act.today());
    let answers = answers(&mut act.tx, outline, &kept).await?;
    let progress = progress(outline, &answers);
    record::count_progress(&mut act.tx, id, progress.filled as i64, progress.required as i64).await?;
    let report = kept.report.hand_to_head(today)?;
    record::step(&mut act.tx, id, version, &report, now).await?;
    target::refresh(&mut act.tx, kept.target).await?;
    let detail = serde_json::json!({ "answered": progress.filled, "required": progress.required });
    notices::tell(&mut act, &listed, Hearers::Head, "report_with_head", notices::report_with_head).await?;
    act.tell("report.hand_to_head", KIND, id, detail).await?;
    act.done().await
}

/// The report goes back to the writers, with a word why.
pub async fn give_back(
    app: &App,
    who: &Actor,
    id: ReportId,
    version: i64,
    note: &str,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ReportEdit)?;
    let listed = held(&mut act, &scope, id, version).await?;
    let kept = listed.kept.clone();
    let now = act.now;
    let report = kept.report.give_back()?;
    record::step(&mut act.tx, id, version, &report, now).await?;
    target::refresh(&mut act.tx, kept.target).await?;
    super::review::note(&mut act, super::review::WORD, id, "", note).await?;
    notices::tell(&mut act, &listed, Hearers::Unit, "report_given_back", notices::report_given_back).await?;
    act.tell("report.give_back", KIND, id, ()).await?;
    act.done().await
}

/// The head declares the report true and sends it. Late is marked, not refused.
pub async fn submit(
    app: &App,
    who: &Actor,
    id: ReportId,
    version: i64,
    declared: bool,
) -> Result<Receipt, Refusal> {
    if !declared {
        return Err(Refusal::invalid("declared", "report-declare-first"));
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ReportApprove)?;
    let by = writer(&act)?;
    let listed = held(&mut act, &scope, id, version).await?;
    let kept = listed.kept.clone();
    let outline = outline(app, &kept.outline)?;
    let (now, today) = (act.now, act.today());
    let standing = record::answers(&mut act.tx, id).await?;
    let pairs = standing.iter().map(|answer| (&answer.cell, answer.value.as_str()));
    let answers = super::gather(outline, &kept.years, pairs);
    let previous = previous_answers(&mut act.tx, app, id, outline).await?;
    let problems = check(outline, &answers, previous.as_ref());
    let report = kept.report.submit(today, by, kept.due_on, &problems).map_err(refusal)?;
    let late = report.sent().and_then(|sent| sent.standing).is_some_and(Standing::is_late);

    let cells = standing
        .iter()
        .filter(|answer| !answer.value.is_empty())
        .map(|answer| (answer.cell.to_string(), answer.value.clone()))
        .collect();
    let snapshot = Snapshot::new(id, &outline.code, report.version(), &kept.years, cells);
    let (text, sha256) = snapshot.seal()?;
    let receipt = Receipt {
        round: report.version(),
        sent_by: by,
        who: who.label(),
        sent_at: now,
        late,
        sha256: sha256.clone(),
    };
    let round = Round { receipt, answers: text };
    record::add_round(&mut act.tx, id, &round).await?;
    record::step(&mut act.tx, id, version, &report, now).await?;
    record::mark_sent(&mut act.tx, id, now, today, late).await?;
    store::remark::settle_all(&mut act.tx, super::review::WORD, &id.to_string(), now).await?;
    target::refresh(&mut act.tx, kept.target).await?;
    let days = match report.sent().and_then(|sent| sent.standing) {
        Some(Standing::DoneLate { days }) => Some(days),
        _ => None,
    };
    let sent =
        |step: &papers::message::ReportStep<'_>| notices::report_submitted(step, report.version(), days);
    notices::tell(&mut act, &listed, Hearers::Office, "report_submitted", sent).await?;
    let detail = serde_json::json!({ "round": report.version(), "late": late, "sha256": sha256 });
    act.tell("report.submit", KIND, id, detail).await?;
    act.done().await?;
    Ok(round.receipt)
}

fn refusal(error: CannotSubmit) -> Refusal {
    match error {
        CannotSubmit::NotNow(error) => error.into(),
        CannotSubmit::Problems(problems) => Refusal::Invalid(
            problems
                .iter()
                .map(|problem| {
                    let place = problem.cell.as_ref().map_or(problem.field.clone(), ToString::to_string);
                    Fault::new(place, "report-problem-stands")
                })
                .collect(),
        ),
        CannotSubmit::Remarks(open) => Refusal::Invalid(
            open.iter().map(|id| Fault::new(format!("remark-{id}"), "report-remark-unanswered")).collect(),
        ),
    }
}

/// The unit says what it did about a remark of the returned round.
pub async fn answer_remark(
    app: &App,
    who: &Actor,
    id: ReportId,
    remark: RemarkId,
    text: &str,
) -> Result<(), Refusal> {
    let text = text.trim();
    if text.chars().count() > LONGEST_ANSWER {
        return Err(Refusal::Invalid(vec![
            Fault::new(format!("remark-{remark}"), "report-too-long").with("max", LONGEST_ANSWER),
        ]));
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ReportEdit)?;
    let now = act.now;
    let kept = record::take(&mut act.tx, &scope, id, now).await?.ok_or(Refusal::NotFound)?;
    if kept.report.remarks().iter().all(|known| known.id != remark) {
        return Err(Refusal::NotFound);
    }
    let report = kept.report.answer(remark, text.to_owned())?;
    record::step(&mut act.tx, id, kept.version, &report, now).await?;
    act.tell("report.answer_remark", KIND, id, serde_json::json!({ "remark": remark.to_string() })).await?;
    act.done().await
}
