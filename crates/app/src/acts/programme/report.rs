//! What a unit owes on the programme as a whole: its own implementing plan, and
//! its report of each year, drafted from what it said of its shares.
//!
//! A report goes the way of every report: written, handed to the head, sent,
//! accepted or sent back. Late is marked, never refused.

use super::standing::Reckoning;
use crate::acts::file::{self, About, Upload};
use crate::clock::new_id;
use crate::{Act, Actor, App, Refusal};
use domain::deadline::{Event, Facts, Standing, due};
use domain::identifier::{FileId, ProgrammeId, UnitId};
use domain::policy::Action;
use domain::programme::{Part, Work};
use domain::report::{CannotSubmit, Remark, Report, ReportStep};
use domain::state::NotNow;
use domain::text::tidy;
use jiff::civil::Date;
use papers::account::{AccountLine, AccountPart, AccountStanding, account};
use serde::{Deserialize, Serialize};
use store::file::{Attached, File};
use store::programme::{self, Obligation, Programme, Report as Kept};

/// A unit's own implementing plan, once.
pub const OWN_PLAN: &str = "own_plan";
/// A unit's report of a period.
pub const YEARLY: &str = "yearly";
/// Under which object the papers of a report hang.
pub const PAPERS: &str = "programme_report";
/// The longest text, in characters.
const LONGEST: usize = 40_000;

/// Which report of which unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    pub programme: ProgrammeId,
    pub unit: UnitId,
    pub kind: String,
    pub period: String,
}

/// What the writers fill in.
#[derive(Debug, Clone, Default)]
pub struct Written {
    pub text: String,
    pub proposals: String,
    /// Number and date of the unit's own paper.
    pub paper_number: String,
    pub paper_on: Option<Date>,
}

/// One report with what it rests on.
#[derive(Debug, Clone)]
pub struct Opened {
    pub programme: Programme,
    pub report: Kept,
    pub obligations: Vec<Obligation>,
    pub papers: Vec<Attached>,
    /// The figures as sent; while it is being written, as they are now.
    pub snapshot: Snapshot,
}

/// A unit's figures at one time. Kept with the report when it is sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// Of this shape.
    pub version: u8,
    pub total: usize,
    pub done: usize,
    pub done_late: usize,
    pub underway: usize,
    pub not_started: usize,
    pub not_applicable: usize,
    pub overdue: usize,
    pub shares: Vec<SnapshotShare>,
}

/// One share in a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotShare {
    pub code: String,
    pub part: String,
    pub work: String,
    pub percent: u8,
    pub due_on: Option<Date>,
    pub done_on: Option<Date>,
}

impl Key {
    fn about(&self) -> About {
        About::new(PAPERS, format!("{}:{}:{}:{}", self.programme, self.unit, self.kind, self.period))
    }

    fn detail(&self) -> serde_json::Value {
        serde_json::json!({ "unit": self.unit, "kind": self.kind, "period": self.period })
    }
}

impl Snapshot {
    /// Of a unit's shares as they stand on a day.
    pub fn of(obligations: &[Obligation], today: Date) -> Self {
        let mut snapshot = Snapshot { version: 1, total: obligations.len(), ..Snapshot::default() };
        for o in obligations {
            match o.work {
                Work::Done => snapshot.done += 1,
                Work::Underway => snapshot.underway += 1,
                Work::NotStarted => snapshot.not_started += 1,
                Work::NotApplicable => snapshot.not_applicable += 1,
            }
            let standing = o.due_on.filter(|_| o.work != Work::NotApplicable);
            match standing.map(|due| Standing::of(due, today, o.done_on)) {
                Some(Standing::Late { .. }) => snapshot.overdue += 1,
                Some(Standing::DoneLate { .. }) => snapshot.done_late += 1,
                _ => {}
            }
            snapshot.shares.push(SnapshotShare {
                code: o.task_code.clone(),
                part: o.part.code().to_owned(),
                work: o.work.code().to_owned(),
                percent: o.percent,
                due_on: o.due_on,
                done_on: o.done_on,
            });
        }
        snapshot
    }
}

/// Opens what units owe by now: their own plans, and the report of the period
/// that runs. What is open already stays as it is.
pub(super) async fn open_due(act: &mut Act<'_>, programme: &Programme) -> Result<(), Refusal> {
    let reckoning = Reckoning::in_act(act, programme);
    let (today, now) = (act.today(), act.now);
    let calendar = &act.app.packs.calendar;
    let facts = Facts::new().with(Event::PlanIssued, reckoning.from()).as_of(today);
    if let Some(rule) = &programme.own_plan_due {
        let last = due(&rule.rule, &facts, calendar).ok().map(|due| due.last_valid_day);
        let period = programme.year.to_string();
        programme::add_reports(&mut act.tx, programme.id, (OWN_PLAN, &period), last, &Report::new(), now)
            .await?;
    }
    if let Some(rule) = &programme.report_due
        && let Ok(next) = due(&rule.rule, &facts, calendar)
        && let Some(period) = next.period.filter(|period| period.first_day() <= today)
    {
        let last = Some(next.last_valid_day);
        let period = period.to_string();
        programme::add_reports(&mut act.tx, programme.id, (YEARLY, &period), last, &Report::new(), now)
            .await?;
    }
    Ok(())
}

/// A report, looked at.
pub async fn get(app: &App, who: &Actor, key: &Key) -> Result<Opened, Refusal> {
    let (mut tx, scope) = app.look(who, Action::ProgrammeRead).await?;
    let at = (key.programme, key.unit);
    let report =
        programme::report(&mut tx, &scope, at, (&key.kind, &key.period)).await?.ok_or(Refusal::NotFound)?;
    let programme = programme::get(&mut tx, &scope, key.programme).await?.ok_or(Refusal::NotFound)?;
    let obligations = programme::obligations_of_unit(&mut tx, &scope, key.programme, key.unit).await?;
    let about = key.about();
    let papers = store::file::attached(&mut tx, about.kind, &about.id).await?;
    let snapshot = match serde_json::from_str(&report.snapshot) {
        Ok(sent) if report.sent_at.is_some() => sent,
        _ => Snapshot::of(&obligations, app.today()),
    };
    Ok(Opened { programme, report, obligations, papers, snapshot })
}

/// The text a report begins with: the account of the unit's shares.
pub fn drafted(obligations: &[Obligation]) -> String {
    let lines: Vec<AccountLine<'_>> = obligations
        .iter()
        .map(|o| AccountLine {
            code: &o.task_code,
            task: &o.task_title,
            part: match o.part {
                Part::Lead => AccountPart::Lead,
                Part::Executing => AccountPart::Executing,
                Part::Coordinating => AccountPart::Coordinating,
            },
            standing: match o.work {
                Work::Done => AccountStanding::Done {
                    on: o.done_on,
                    late: o.done_on.zip(o.due_on).is_some_and(|(done, due)| done > due),
                },
                Work::Underway => AccountStanding::Underway { percent: o.percent },
                Work::NotStarted => AccountStanding::NotStarted,
                Work::NotApplicable => AccountStanding::NotApplicable,
            },
            said: &o.said,
        })
        .collect();
    account(&lines)
}

/// A paper of the report, with its bytes.
pub async fn paper(app: &App, who: &Actor, key: &Key, file: FileId) -> Result<(File, Vec<u8>), Refusal> {
    let (mut tx, scope) = app.look(who, Action::ProgrammeRead).await?;
    let at = (key.programme, key.unit);
    programme::report(&mut tx, &scope, at, (&key.kind, &key.period)).await?.ok_or(Refusal::NotFound)?;
    file::content(&mut tx, &key.about(), file).await
}

/// The report within the actor's reach, still at `version`, of an open programme.
async fn held(
    act: &mut Act<'_>,
    action: Action,
    key: &Key,
    version: i64,
    step: ReportStep,
) -> Result<Kept, Refusal> {
    let scope = act.allow(action)?;
    let at = (key.programme, key.unit);
    let report = programme::report(&mut act.tx, &scope, at, (&key.kind, &key.period))
        .await?
        .ok_or(Refusal::NotFound)?;
    super::open(act, &scope, key.programme, step.code()).await?;
    if report.version == version { Ok(report) } else { Err(Refusal::Conflict) }
}

async fn kept(act: &mut Act<'_>, report: &Kept) -> Result<(), Refusal> {
    let now = act.now;
    if programme::write_report(&mut act.tx, report, now).await? { Ok(()) } else { Err(Refusal::Conflict) }
}

fn not_now(error: NotNow) -> Refusal {
    Refusal::not_now(error.state, error.step)
}

fn refused(error: CannotSubmit) -> Refusal {
    match error {
        CannotSubmit::NotNow(error) => not_now(error),
        CannotSubmit::Problems(_) => Refusal::invalid("text", "field-required"),
        CannotSubmit::Remarks(_) => Refusal::invalid("answer", "programme-remark-open"),
    }
}

fn fill(report: &mut Kept, written: &Written) -> Result<(), Refusal> {
    for (field, text) in [("text", &written.text), ("proposals", &written.proposals)] {
        if text.chars().count() > LONGEST {
            return Err(Refusal::invalid(field, "field-too-long"));
        }
    }
    written.text.trim().clone_into(&mut report.text);
    written.proposals.trim().clone_into(&mut report.proposals);
    report.paper_number = tidy(&written.paper_number);
    report.paper_on = written.paper_on;
    Ok(())
}

/// The writers keep what they have.
pub async fn save(
    app: &App,
    who: &Actor,
    key: &Key,
    version: i64,
    written: Written,
    uploads: Vec<Upload>,
) -> Result<(), Refusal> {
    let mut accepted = Vec::with_capacity(uploads.len());
    for upload in uploads {
        accepted.push(file::take_in(app, who, Action::ProgrammeRespond, &key.about(), upload).await?);
    }
    let mut act = app.act(who).await?;
    let mut report = held(&mut act, Action::ProgrammeRespond, key, version, ReportStep::Write).await?;
    report.state.write().map_err(not_now)?;
    fill(&mut report, &written)?;
    kept(&mut act, &report).await?;
    for one in accepted {
        file::keep(&mut act, one, &key.about(), "", None).await?;
    }
    act.tell("programme.report.save", PAPERS, key.programme, key.detail()).await?;
    act.done().await
}

/// The writers answer a remark of the office.
pub async fn answer(
    app: &App,
    who: &Actor,
    key: &Key,
    version: i64,
    remark: domain::identifier::RemarkId,
    text: &str,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let mut report = held(&mut act, Action::ProgrammeRespond, key, version, ReportStep::Write).await?;
    report.state = report.state.answer(remark, text.trim().to_owned()).map_err(not_now)?;
    kept(&mut act, &report).await?;
    act.tell("programme.report.answer", PAPERS, key.programme, key.detail()).await?;
    act.done().await
}

/// The writers are done; the head looks at it.
pub async fn hand_to_head(app: &App, who: &Actor, key: &Key, version: i64) -> Result<(), Refusal> {
    step(app, who, Action::ProgrammeRespond, key, version, ReportStep::HandToHead).await
}

/// The head gives it back to the writers.
pub async fn give_back(app: &App, who: &Actor, key: &Key, version: i64) -> Result<(), Refusal> {
    step(app, who, Action::ProgrammeApprove, key, version, ReportStep::GiveBack).await
}

/// Work resumes on a report that came back.
pub async fn resume(app: &App, who: &Actor, key: &Key, version: i64) -> Result<(), Refusal> {
    step(app, who, Action::ProgrammeRespond, key, version, ReportStep::Resume).await
}

/// The office has read it and is content.
pub async fn accept(app: &App, who: &Actor, key: &Key, version: i64) -> Result<(), Refusal> {
    step(app, who, Action::ProgrammeManage, key, version, ReportStep::Accept).await
}

async fn step(
    app: &App,
    who: &Actor,
    action: Action,
    key: &Key,
    version: i64,
    step: ReportStep,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let mut report = held(&mut act, action, key, version, step).await?;
    let today = act.today();
    report.state = match step {
        ReportStep::HandToHead => report.state.hand_to_head(today),
        ReportStep::GiveBack => report.state.give_back(),
        ReportStep::Resume => report.state.resume(),
        ReportStep::Accept => report.state.accept(today),
        ReportStep::Write | ReportStep::Submit | ReportStep::Return => {
            Err(NotNow { state: report.state.code(), step: step.code() })
        }
    }
    .map_err(not_now)?;
    kept(&mut act, &report).await?;
    act.tell(&format!("programme.report.{}", step.code()), PAPERS, key.programme, key.detail()).await?;
    act.done().await
}

/// The head sends it, with the figures as they stand.
pub async fn submit(app: &App, who: &Actor, key: &Key, version: i64) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let mut report = held(&mut act, Action::ProgrammeApprove, key, version, ReportStep::Submit).await?;
    sent(&mut act, key, &mut report).await?;
    kept(&mut act, &report).await?;
    act.tell("programme.report.submit", PAPERS, key.programme, key.detail()).await?;
    act.done().await
}

/// The unit's own plan was issued: its number, date and paper are recorded in
/// one step; it is signed already.
pub async fn record_own_plan(
    app: &App,
    who: &Actor,
    key: &Key,
    version: i64,
    written: Written,
    upload: Option<Upload>,
) -> Result<(), Refusal> {
    if key.kind != OWN_PLAN {
        return Err(Refusal::NotFound);
    }
    if tidy(&written.paper_number).is_empty() {
        return Err(Refusal::invalid("paper_number", "field-required"));
    }
    match written.paper_on {
        None => return Err(Refusal::invalid("paper_on", "field-required")),
        Some(day) if day > app.today() => return Err(Refusal::invalid("paper_on", "date-in-future")),
        Some(_) => {}
    }
    let accepted = match upload {
        Some(upload) => Some(file::take_in(app, who, Action::ProgrammeRespond, &key.about(), upload).await?),
        None => None,
    };
    let mut act = app.act(who).await?;
    let mut report = held(&mut act, Action::ProgrammeRespond, key, version, ReportStep::Submit).await?;
    let today = act.today();
    fill(&mut report, &written)?;
    report.state = report.state.hand_to_head(today).map_err(not_now)?;
    sent(&mut act, key, &mut report).await?;
    kept(&mut act, &report).await?;
    if let Some(accepted) = accepted {
        file::keep(&mut act, accepted, &key.about(), "", None).await?;
    }
    act.tell("programme.report.submit", PAPERS, key.programme, key.detail()).await?;
    act.done().await
}

/// Sends a report in the head's hands. A plan is in time by the day it was
/// issued, a report by the day it is sent.
async fn sent(act: &mut Act<'_>, key: &Key, report: &mut Kept) -> Result<(), Refusal> {
    let (today, by) = (act.today(), act.user().ok_or(Refusal::NotAllowed("programme.approve"))?);
    if key.kind == YEARLY && report.text.is_empty() {
        return Err(Refusal::invalid("text", "field-required"));
    }
    let on = if key.kind == OWN_PLAN { report.paper_on.unwrap_or(today) } else { today };
    report.state = report.state.clone().submit(on, by, report.due_on, &[]).map_err(refused)?;
    report.late = report.state.sent().and_then(|sent| sent.standing).is_some_and(Standing::is_late);
    let scope = act.allow(Action::ProgrammeRead)?;
    let obligations = programme::obligations_of_unit(&mut act.tx, &scope, key.programme, key.unit).await?;
    report.snapshot = serde_json::to_string(&Snapshot::of(&obligations, today))?;
    report.sent_at = Some(act.now);
    report.sent_by = Some(act.who.user.name.clone());
    Ok(())
}

/// The office sends it back with what must be put right.
pub async fn send_back(app: &App, who: &Actor, key: &Key, version: i64, text: &str) -> Result<(), Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Refusal::invalid("text", "field-required"));
    }
    let mut act = app.act(who).await?;
    let mut report = held(&mut act, Action::ProgrammeManage, key, version, ReportStep::Return).await?;
    let remark = Remark { id: new_id(), about: None, text: text.to_owned(), answer: None };
    report.state = report.state.send_back(act.today(), vec![remark]).map_err(not_now)?;
    // What was sent stays told in the state; the unit owes it again.
    report.sent_at = None;
    kept(&mut act, &report).await?;
    act.tell("programme.report.return", PAPERS, key.programme, key.detail()).await?;
    act.done().await
}
