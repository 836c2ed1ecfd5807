//! Saving answers, each by itself. A cell has its own version: a save based on
//! an older one is refused with the other's text, and both texts are kept.

use super::around::around;
use super::text::{gather, written};
use super::{KIND, outline, writer};
use crate::acts::file::{self, About, Upload};
use crate::clock::new_id;
use crate::refusal::Fault;
use crate::{Act, Actor, App, Refusal};
use domain::identifier::{FileId, ReportId};
use domain::outline::{
    Answers, Cell, Kind, MAX_ROWS, MAX_TEXT, NotAValue, Outline, Scalar, Section, Value, read_value,
};
use domain::policy::Action;
use domain::report::{Problem, ProblemCode, check, progress};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use store::report::{self as record, Answer, Kept, Past, REFUSED, REPLACED};
use uuid::Uuid;

/// Cells one act changes at most (a whole workbook brought in).
pub const MOST_CHANGES: usize = 20_000;
/// From this many fields on, the whole report is loaded at once.
const MANY_FIELDS: usize = 12;
/// Cells named in one audit line.
const CELLS_TOLD: usize = 60;

/// One cell as typed, and the version it was typed on (0 where nothing stood).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub cell: Cell,
    pub typed: String,
    pub seen: i64,
}

/// How one change went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is on disk, as this text.
    Kept { version: i64, value: String },
    /// The same text stood there already.
    Same { version: i64 },
    /// Someone else saved meanwhile: theirs stands, the one typed is set aside.
    Stale { theirs: Answer },
    /// It cannot be read as the cell's kind; nothing changed.
    Faulty(Fault),
}

/// What came of a save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    pub at: Timestamp,
    pub outcomes: Vec<(Cell, Outcome)>,
    pub answered: i64,
    pub required: i64,
    /// What is wrong now with the fields saved and with the checks that look at
    /// them; comparisons with last year stand on the section's page.
    pub problems: Vec<Problem>,
}

impl Saved {
    /// The outcome, where one cell was saved.
    pub fn only(self) -> Result<Outcome, Refusal> {
        self.outcomes.into_iter().next().map(|(_, outcome)| outcome).ok_or(Refusal::NotFound)
    }

    pub fn all_kept(&self) -> bool {
        self.outcomes
            .iter()
            .all(|(_, outcome)| matches!(outcome, Outcome::Kept { .. } | Outcome::Same { .. }))
    }
}

/// Whether a change may name a file: only the upload itself does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Files {
    Refused,
    Taken,
}

/// Saves cells; answers the instant after everything kept is on disk.
pub async fn save(app: &App, who: &Actor, id: ReportId, changes: Vec<Change>) -> Result<Saved, Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ReportEdit)?;
    let now = act.now;
    let kept = record::take(&mut act.tx, &scope, id, now).await?.ok_or(Refusal::NotFound)?;
    let saved = apply(&mut act, &kept, changes, Files::Refused, "report.save").await?;
    finish(act, saved).await
}

/// Saves what a workbook proposed, told as such.
pub(super) async fn apply_workbook(
    app: &App,
    who: &Actor,
    id: ReportId,
    changes: Vec<Change>,
) -> Result<Saved, Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ReportEdit)?;
    let now = act.now;
    let kept = record::take(&mut act.tx, &scope, id, now).await?.ok_or(Refusal::NotFound)?;
    let saved = apply(&mut act, &kept, changes, Files::Refused, "report.apply_workbook").await?;
    finish(act, saved).await
}

/// Ends the act where something was written; else leaves no trace.
async fn finish(act: Act<'_>, mut saved: Saved) -> Result<Saved, Refusal> {
    let wrote = saved
        .outcomes
        .iter()
        .any(|(_, outcome)| matches!(outcome, Outcome::Kept { .. } | Outcome::Stale { .. }));
    if wrote {
        let app = act.app;
        act.done().await?;
        saved.at = app.now();
    }
    Ok(saved)
}

/// Uploads a file into a field of attachments, or a table's file cell.
pub async fn attach(
    app: &App,
    who: &Actor,
    id: ReportId,
    cell: Cell,
    upload: Upload,
) -> Result<Saved, Refusal> {
    super::in_reach(app, who, id).await?;
    let about = About::new(KIND, id);
    let accepted = file::take_in(app, who, Action::ReportEdit, &about, upload).await?;
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ReportEdit)?;
    let now = act.now;
    let kept = record::take(&mut act.tx, &scope, id, now).await?.ok_or(Refusal::NotFound)?;
    kept.report.write()?;
    let outline = outline(app, &kept.outline)?;
    let field = outline.field(&cell.field).ok_or(Refusal::NotFound)?;
    if field.kind.scalar(cell.column.as_deref()) != Some(Scalar::File) {
        return Err(Refusal::invalid(cell.to_string(), "report-no-file-here"));
    }
    let standing = record::answers_of(&mut act.tx, id, &[&cell.field]).await?;
    let cell = match &field.kind {
        Kind::Attachment { max } => free_row(&standing, &cell, *max).ok_or_else(|| {
            Refusal::Invalid(vec![Fault::new("file", "report-too-many-files").with("max", max)])
        })?,
        _ => cell,
    };
    let stored = file::keep(&mut act, accepted, &about, &cell.field, None).await?;
    let seen = standing.iter().find(|answer| answer.cell == cell).map_or(0, |answer| answer.version);
    let change = Change { cell, typed: stored.id.to_string(), seen };
    let saved = apply(&mut act, &kept, vec![change], Files::Taken, "report.attach").await?;
    finish(act, saved).await
}

/// The first row of a field of attachments that holds nothing.
fn free_row(standing: &[Answer], cell: &Cell, max: u16) -> Option<Cell> {
    let taken: BTreeSet<u16> =
        standing.iter().filter(|answer| !answer.value.is_empty()).map(|answer| answer.cell.row).collect();
    (taken.len() < usize::from(max))
        .then(|| (0..MAX_ROWS).find(|row| !taken.contains(row)).map(|row| Cell::of(&cell.field).row(row)))
        .flatten()
}

/// What stood in a field before, and what was set aside.
pub async fn past(app: &App, who: &Actor, id: ReportId, field: &str) -> Result<Vec<Past>, Refusal> {
    let (mut tx, scope) = app.look(who, Action::ReportEdit).await?;
    record::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    Ok(record::past(&mut tx, id, field).await?)
}

/// Puts an earlier text back, on the version the person saw.
pub async fn restore(app: &App, who: &Actor, id: ReportId, past: Uuid, seen: i64) -> Result<Saved, Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ReportEdit)?;
    let now = act.now;
    let kept = record::take(&mut act.tx, &scope, id, now).await?.ok_or(Refusal::NotFound)?;
    let past = record::past_one(&mut act.tx, id, past).await?.ok_or(Refusal::NotFound)?;
    // A file named by an earlier answer of this report hangs on this report.
    let change = Change { cell: past.cell, typed: past.value, seen };
    let saved = apply(&mut act, &kept, vec![change], Files::Taken, "report.restore").await?;
    finish(act, saved).await
}

async fn apply(
    act: &mut Act<'_>,
    kept: &Kept,
    changes: Vec<Change>,
    files: Files,
    action: &str,
) -> Result<Saved, Refusal> {
    kept.report.write()?;
    if changes.len() > MOST_CHANGES {
        return Err(Refusal::invalid("changes", "report-too-many-changes"));
    }
    // Of several texts for one cell the last one counts.
    let changes: BTreeMap<Cell, Change> =
        changes.into_iter().map(|change| (change.cell.clone(), change)).collect();
    let by = writer(act)?;
    let whole = outline(act.app, &kept.outline)?;
    let fields: BTreeSet<&str> = changes.keys().map(|cell| cell.field.as_str()).collect();
    let (near, standing) = load(act, kept, whole, &fields).await?;
    let stand: BTreeMap<&Cell, &Answer> = standing.iter().map(|answer| (&answer.cell, answer)).collect();
    let mut answers =
        gather(&near, &kept.years, standing.iter().map(|answer| (&answer.cell, answer.value.as_str())));
    let before = progress(&near, &answers);
    let mut outcomes = Vec::with_capacity(changes.len());
    for change in changes.values() {
        let stands = stand.get(&change.cell).copied();
        let outcome = match judge(&near, &kept.years, change, files) {
            Err(fault) => Outcome::Faulty(fault),
            Ok(value) => put(act, kept, change, value.as_ref(), stands, by).await?,
        };
        if let Outcome::Kept { value, .. } = &outcome {
            let pair = gather(&near, &kept.years, [(&change.cell, value.as_str())]);
            match pair.get(&change.cell) {
                Some(value) => answers.set(change.cell.clone(), value.clone()),
                None => answers.clear(&change.cell),
            }
        }
        outcomes.push((change.cell.clone(), outcome));
    }
    let after = progress(&near, &answers);
    let moved = |now: usize, then: usize| now as i64 - then as i64;
    let required = (kept.required + moved(after.required, before.required)).max(0);
    let answered = (kept.answered + moved(after.filled, before.filled)).clamp(0, required);
    tell(act, kept, &outcomes, (answered, required), action).await?;
    Ok(Saved { at: act.now, outcomes, answered, required, problems: problems(&near, &answers, &fields) })
}

/// The outline and answers that the changes can touch.
async fn load(
    act: &mut Act<'_>,
    kept: &Kept,
    whole: &Outline,
    fields: &BTreeSet<&str>,
) -> Result<(Outline, Vec<Answer>), Refusal> {
    if fields.len() > MANY_FIELDS {
        return Ok((whole.clone(), record::answers(&mut act.tx, kept.id).await?));
    }
    let near = around(whole, fields);
    let ids: Vec<&str> = near.fields().map(|(_, field)| field.id.as_str()).collect();
    let standing = record::answers_of(&mut act.tx, kept.id, &ids).await?;
    Ok((near, standing))
}

/// The value typed, if the cell exists and the text is of its kind. What is
/// merely wrong (out of range, too much) is kept and shown as a problem.
fn judge(outline: &Outline, years: &[i16], change: &Change, files: Files) -> Result<Option<Value>, Fault> {
    let fault = |key| Fault::new(change.cell.to_string(), key);
    let kind = outline.field(&change.cell.field).map(|field| &field.kind);
    let scalar = kind.and_then(|kind| kind.scalar(change.cell.column.as_deref()));
    let scalar = scalar.ok_or_else(|| fault("report-no-such-cell"))?;
    if change.typed.chars().count() > MAX_TEXT as usize {
        return Err(fault("report-too-long").with("max", MAX_TEXT));
    }
    let value = read_value(&scalar, &change.typed).map_err(|error| {
        fault(match error {
            NotAValue::Number => "report-not-a-number",
            NotAValue::YesNo => "report-not-yes-no",
            NotAValue::Option => "report-not-an-option",
            NotAValue::Date => "report-not-a-date",
            NotAValue::File => "report-not-a-file",
        })
    })?;
    let Some(value) = value else { return Ok(None) };
    if matches!(value, Value::File(_)) && files == Files::Refused {
        return Err(fault("report-attach-instead"));
    }
    if is_strange(outline, years, &change.cell, &value) {
        return Err(fault("report-no-such-cell"));
    }
    Ok(Some(value))
}

/// Whether the outline has no such year or row; judged by the rules themselves,
/// over an outline of the one field.
fn is_strange(outline: &Outline, years: &[i16], cell: &Cell, value: &Value) -> bool {
    let Some((section, field)) = outline.fields().find(|(_, field)| field.id == cell.field) else {
        return true;
    };
    let alone = Outline {
        code: outline.code.clone(),
        title: outline.title.clone(),
        valid_from: None,
        valid_to: None,
        source: outline.source.clone(),
        sections: vec![Section {
            code: section.code.clone(),
            title: section.title.clone(),
            help: None,
            fields: vec![field.clone()],
        }],
        checks: Vec::new(),
    };
    let tried = Answers::new(years.iter().copied()).with(cell.clone(), value.clone());
    check(&alone, &tried, None).iter().any(|problem| problem.code == ProblemCode::UnknownCell)
}

async fn put(
    act: &mut Act<'_>,
    kept: &Kept,
    change: &Change,
    value: Option<&Value>,
    stands: Option<&Answer>,
    by: domain::identifier::UserId,
) -> Result<Outcome, Refusal> {
    let text = value.map(written).unwrap_or_default();
    let (version, standing) = stands.map_or((0, ""), |answer| (answer.version, answer.value.as_str()));
    if standing == text {
        return Ok(Outcome::Same { version });
    }
    let aside = |fate: &str, version, value: &str, saved_by, saved_at| Past {
        id: new_id(),
        cell: change.cell.clone(),
        version,
        fate: fate.to_owned(),
        value: value.to_owned(),
        saved_by,
        saved_by_name: String::new(),
        saved_at,
    };
    if let Some(theirs) = stands.filter(|answer| answer.version != change.seen) {
        let past = aside(REFUSED, change.seen, &text, by, act.now);
        record::set_aside(&mut act.tx, kept.id, &past).await?;
        return Ok(Outcome::Stale { theirs: theirs.clone() });
    }
    if let Some(old) = stands.filter(|answer| !answer.value.is_empty()) {
        let past = aside(REPLACED, old.version, &old.value, old.saved_by, old.saved_at);
        record::set_aside(&mut act.tx, kept.id, &past).await?;
    }
    let now = act.now;
    record::put_answer(&mut act.tx, kept.id, &change.cell, &text, version + 1, by, now).await?;
    if let Some(file) = stands.and_then(|answer| answer.value.parse::<FileId>().ok()) {
        let (object, part) = (kept.id.to_string(), change.cell.field.as_str());
        store::file::detach(&mut act.tx, file, KIND, &object, part, now).await?;
    }
    if let Some(Value::File(file)) = value {
        let (object, part) = (kept.id.to_string(), change.cell.field.as_str());
        store::file::attach(&mut act.tx, *file, KIND, &object, part, None, now).await?;
    }
    Ok(Outcome::Kept { version: version + 1, value: text })
}

async fn tell(
    act: &mut Act<'_>,
    kept: &Kept,
    outcomes: &[(Cell, Outcome)],
    (answered, required): (i64, i64),
    action: &str,
) -> Result<(), Refusal> {
    let named = |wanted: fn(&Outcome) -> bool| {
        let cells = outcomes.iter().filter(|(_, outcome)| wanted(outcome)).map(|(cell, _)| cell.to_string());
        cells.collect::<Vec<_>>()
    };
    let saved = named(|outcome| matches!(outcome, Outcome::Kept { .. }));
    let stale = named(|outcome| matches!(outcome, Outcome::Stale { .. }));
    if saved.is_empty() && stale.is_empty() {
        return Ok(());
    }
    if (answered, required) != (kept.answered, kept.required) {
        record::count_progress(&mut act.tx, kept.id, answered, required).await?;
    }
    // Which cells, never what stands in them.
    let shown = |cells: &[String]| cells.iter().take(CELLS_TOLD).cloned().collect::<Vec<_>>().join(" ");
    let detail = serde_json::json!({
        "cells": shown(&saved), "count": saved.len(), "refused": shown(&stale), "refused_count": stale.len(),
    });
    act.tell(action, KIND, kept.id, detail).await
}

/// Problems of the fields saved, and of checks that look at them.
fn problems(near: &Outline, answers: &Answers, fields: &BTreeSet<&str>) -> Vec<Problem> {
    check(near, answers, None)
        .into_iter()
        .filter(|problem| problem.check.is_some() || fields.contains(problem.field.as_str()))
        .collect()
}
