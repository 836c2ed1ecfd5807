//! A unit's share: what it says of it, with evidence.

use super::standing::Reckoning;
use crate::acts::file::{self, About, Accepted, Upload};
use crate::{Actor, App, Refusal};
use domain::deadline::Period;
use domain::identifier::{FileId, ObligationId};
use domain::policy::Action;
use domain::programme::{ProgressEntry, Share, Work};
use jiff::civil::Date;
use store::file::{Attached, File};
use store::programme::{self, Entry, Obligation, Programme, Task};

/// Under which object evidence hangs; its part is the entry's number.
pub const EVIDENCE: &str = "obligation";
/// The longest account, in characters.
const LONGEST: usize = 4_000;
/// How many files one entry may bring.
const MOST_FILES: usize = 10;

/// What a unit says of its share.
#[derive(Debug, Clone)]
pub struct Said {
    pub work: Work,
    pub percent: u8,
    /// The day it was so.
    pub day: Date,
    /// Which occurrence of a recurring task.
    pub period: Option<Period>,
    pub text: String,
}

/// One share with all that belongs to it.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub programme: Programme,
    pub task: Task,
    pub obligation: Obligation,
    /// Newest first.
    pub entries: Vec<Entry>,
    pub evidence: Vec<Attached>,
    /// Each time the task falls due, oldest first.
    pub shares: Vec<Share>,
}

/// One share, looked at.
pub async fn obligation(app: &App, who: &Actor, id: ObligationId) -> Result<Sheet, Refusal> {
    let (mut tx, scope) = app.look(who, Action::ProgrammeRead).await?;
    let obligation = programme::obligation(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let programme = programme::get(&mut tx, &scope, obligation.programme).await?.ok_or(Refusal::NotFound)?;
    let (_, task) = programme::get_task(&mut tx, obligation.task).await?.ok_or(Refusal::NotFound)?;
    let entries = programme::entries(&mut tx, id).await?;
    let evidence = store::file::attached(&mut tx, EVIDENCE, &id.to_string()).await?;
    let said: Vec<ProgressEntry> = entries.iter().map(|entry| entry.of(id)).collect();
    let reckoning = Reckoning::of(&programme, app.today(), &app.packs.calendar);
    let shares = reckoning.shares(&task, obligation.due_set, &said);
    Ok(Sheet { programme, task, obligation, entries, evidence, shares })
}

fn checked(mut said: Said, today: Date) -> Result<Said, Refusal> {
    said.text = said.text.trim().to_owned();
    if said.text.chars().count() > LONGEST {
        return Err(Refusal::invalid("text", "field-too-long"));
    }
    if said.text.is_empty() && matches!(said.work, Work::Done | Work::NotApplicable) {
        return Err(Refusal::invalid("text", "progress-say-what"));
    }
    if said.day > today {
        return Err(Refusal::invalid("day", "date-in-future"));
    }
    said.percent = match said.work {
        Work::Done => 100,
        Work::NotStarted | Work::NotApplicable => 0,
        Work::Underway if said.percent >= 100 => {
            return Err(Refusal::invalid("percent", "progress-hundred-is-done"));
        }
        Work::Underway => said.percent,
    };
    Ok(said)
}

/// The unit says how far it is; refused with `Conflict` when someone said
/// something since `version`. Files are judged before anything is kept. Returns
/// the entry's number.
pub async fn respond(
    app: &App,
    who: &Actor,
    id: ObligationId,
    version: i64,
    said: Said,
    uploads: Vec<Upload>,
) -> Result<i64, Refusal> {
    let said = checked(said, app.today())?;
    if uploads.len() > MOST_FILES {
        return Err(Refusal::invalid("file", "files-too-many"));
    }
    let about = About::new(EVIDENCE, id);
    let mut accepted: Vec<Accepted> = Vec::with_capacity(uploads.len());
    for upload in uploads {
        accepted.push(file::take_in(app, who, Action::ProgrammeRespond, &about, upload).await?);
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ProgrammeRespond)?;
    let mut obligation = programme::obligation(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let programme = super::open(&mut act, &scope, obligation.programme, "respond").await?;
    if obligation.version != version {
        return Err(Refusal::Conflict);
    }
    let (_, task) = programme::get_task(&mut act.tx, obligation.task).await?.ok_or(Refusal::NotFound)?;
    let now = act.now;
    let entry = Entry {
        seq: 0,
        period: said.period.or(obligation.period),
        day: said.day,
        work: said.work,
        percent: said.percent,
        text: said.text.clone(),
        user: act.user(),
        who: who.user.name.clone(),
        at: now,
    };
    let seq = programme::add_entry(&mut act.tx, id, &entry).await?;
    let entries: Vec<ProgressEntry> =
        programme::entries(&mut act.tx, id).await?.iter().rev().map(|entry| entry.of(id)).collect();
    Reckoning::in_act(&act, &programme).settle(&mut obligation, &task, &entries);
    obligation.said = said.text;
    if !programme::change_obligation(&mut act.tx, &obligation, now).await? {
        return Err(Refusal::Conflict);
    }
    let files = accepted.len();
    for one in accepted {
        file::keep(&mut act, one, &about, &seq.to_string(), None).await?;
    }
    let detail = serde_json::json!({ "task": task.code, "work": said.work.code(), "percent": said.percent, "files": files });
    act.tell("programme.respond", EVIDENCE, id, detail).await?;
    act.done().await?;
    Ok(seq)
}

/// A file of evidence, with its bytes.
pub async fn evidence(
    app: &App,
    who: &Actor,
    id: ObligationId,
    file: FileId,
) -> Result<(File, Vec<u8>), Refusal> {
    let (mut tx, scope) = app.look(who, Action::ProgrammeRead).await?;
    programme::obligation(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    file::content(&mut tx, &About::new(EVIDENCE, id), file).await
}
