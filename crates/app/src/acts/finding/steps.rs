//! The steps of a finding: the unit answers, the team judges, more time is asked
//! for and decided.

use super::{KIND, Telling, keep, link, refused};
use crate::acts::file::{self, About, Accepted};
use crate::acts::notice;
use crate::{Act, Actor, App, Refusal};
use ::papers::message::{self, ExtensionAnswer, FindingStep as Waits, Message};
use domain::finding::{Case, CaseFault, DoneReport, FindingStep, Party, Plan, Verification};
use domain::identifier::FindingId;
use domain::policy::Action;
use domain::visit::RecheckVerdict;
use jiff::civil::Date;
use store::finding::{self, Finding};
use store::unit;

/// What is done with a finding, with the words that go with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    // of the unit
    SubmitPlan { text: String, finishes_on: Date },
    ReportDone { text: String },
    AskExtension { until: Date, reason: String },
    // of the team and the office
    Request { due: Date },
    CorrectOnTheSpot { note: String },
    ApprovePlan { note: String },
    RejectPlan { reason: String },
    Verify { verdict: RecheckVerdict, note: String, after: After },
    Close { note: String },
    Reopen { due: Date, reason: String },
    GrantExtension { note: String },
    RefuseExtension { note: String },
    Withdraw { reason: String },
    Lapse { reason: String },
}

/// What follows a verification at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// Someone decides later.
    Wait,
    Close,
    Reopen {
        due: Date,
    },
}

impl Step {
    pub fn domain(&self) -> FindingStep {
        match self {
            Step::SubmitPlan { .. } => FindingStep::SubmitPlan,
            Step::ReportDone { .. } => FindingStep::ReportDone,
            Step::AskExtension { .. } => FindingStep::AskExtension,
            Step::Request { .. } => FindingStep::Request,
            Step::CorrectOnTheSpot { .. } => FindingStep::CorrectOnTheSpot,
            Step::ApprovePlan { .. } => FindingStep::ApprovePlan,
            Step::RejectPlan { .. } => FindingStep::RejectPlan,
            Step::Verify { .. } => FindingStep::Verify,
            Step::Close { .. } => FindingStep::Close,
            Step::Reopen { .. } => FindingStep::Reopen,
            Step::GrantExtension { .. } | Step::RefuseExtension { .. } => FindingStep::DecideExtension,
            Step::Withdraw { .. } => FindingStep::Withdraw,
            Step::Lapse { .. } => FindingStep::Lapse,
        }
    }

    fn words(&self) -> &str {
        match self {
            Step::SubmitPlan { text, .. } | Step::ReportDone { text } => text,
            Step::AskExtension { reason, .. }
            | Step::RejectPlan { reason }
            | Step::Reopen { reason, .. }
            | Step::Withdraw { reason }
            | Step::Lapse { reason } => reason,
            Step::CorrectOnTheSpot { note }
            | Step::ApprovePlan { note }
            | Step::Verify { note, .. }
            | Step::Close { note }
            | Step::GrantExtension { note }
            | Step::RefuseExtension { note } => note,
            Step::Request { .. } => "",
        }
    }

    fn data(&self) -> serde_json::Value {
        match self {
            Step::SubmitPlan { finishes_on, .. } => serde_json::json!({ "finishes_on": finishes_on }),
            Step::AskExtension { until, .. } => serde_json::json!({ "until": until }),
            Step::Request { due } | Step::Reopen { due, .. } => serde_json::json!({ "due": due }),
            Step::Verify { verdict, .. } => serde_json::json!({ "verdict": verdict.code() }),
            Step::GrantExtension { .. } => serde_json::json!({ "granted": true }),
            Step::RefuseExtension { .. } => serde_json::json!({ "granted": false }),
            _ => serde_json::json!({}),
        }
    }

    fn decide(&self, case: Case, today: Date, evidence: &Evidence) -> Result<Case, CaseFault> {
        match self.clone() {
            Step::SubmitPlan { text, finishes_on } => case.submit_plan(Plan { on: today, text, finishes_on }),
            Step::ReportDone { text } => {
                case.report_done(DoneReport { on: today, text, evidence: evidence.0.clone() })
            }
            Step::AskExtension { until, reason } => case.ask_extension(today, until, reason),
            Step::Request { due } => case.ask(today, due, None),
            Step::CorrectOnTheSpot { note } => case.correct_on_the_spot(today, note),
            Step::ApprovePlan { .. } => case.approve_plan(today),
            Step::RejectPlan { reason } => case.reject_plan(today, reason),
            Step::Verify { verdict, note, .. } => case.verify(Verification { on: today, verdict, note }),
            Step::Close { .. } => case.close(today),
            Step::Reopen { due, reason } => case.reopen(today, due, reason),
            Step::GrantExtension { .. } => case.grant_extension(today),
            Step::RefuseExtension { note } if note.trim().is_empty() => Err(CaseFault::Wordless),
            Step::RefuseExtension { .. } => case.refuse_extension(today),
            Step::Withdraw { reason } => case.withdraw(today, reason),
            Step::Lapse { reason } => case.lapse(today, reason),
        }
    }
}

struct Evidence(Vec<domain::identifier::FileId>);

/// Who may take a step.
pub(super) fn right(step: FindingStep) -> Action {
    match step {
        FindingStep::SubmitPlan | FindingStep::ReportDone | FindingStep::AskExtension => {
            Action::FindingRespond
        }
        _ => Action::FindingJudge,
    }
}

/// Takes a step on a finding that is still at `version`, with the files that
/// belong to it.
pub async fn take(
    app: &App,
    who: &Actor,
    id: FindingId,
    version: i64,
    step: Step,
    files: Vec<Accepted>,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    take_in(&mut act, Taken { id, version, step, files }).await?;
    act.done().await
}

/// A step to be taken on a finding that is still at `version`.
#[derive(Debug)]
pub struct Taken {
    pub id: FindingId,
    pub version: i64,
    pub step: Step,
    pub files: Vec<Accepted>,
}

/// Takes steps on several findings in one change: all or none. What stands in
/// the way comes with the finding it belongs to.
pub async fn take_many(app: &App, who: &Actor, steps: Vec<Taken>) -> Result<(), (FindingId, Refusal)> {
    let Some(first) = steps.first().map(|taken| taken.id) else { return Ok(()) };
    let mut act = app.act(who).await.map_err(|refused| (first, refused))?;
    for taken in steps {
        let id = taken.id;
        take_in(&mut act, taken).await.map_err(|refused| (id, refused))?;
    }
    act.done().await.map_err(|refused| (first, refused))
}

async fn take_in(act: &mut Act<'_>, taken: Taken) -> Result<(), Refusal> {
    let Taken { id, version, step, files } = taken;
    let scope = act.allow(right(step.domain()))?;
    let mut kept = finding::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    if kept.version != version {
        return Err(Refusal::Conflict);
    }
    let mut evidence = Evidence(Vec::with_capacity(files.len()));
    let part = format!("step-{}", finding::next_seq(&mut act.tx, id).await?);
    for accepted in files {
        evidence.0.push(file::keep(act, accepted, &About::new(KIND, id), &part, None).await?.id);
    }
    go(act, &mut kept, &step, &evidence).await?;
    if let Step::Verify { note, after, .. } = &step {
        let next = match after {
            After::Wait => None,
            After::Close => Some(Step::Close { note: String::new() }),
            After::Reopen { due } => Some(Step::Reopen { due: *due, reason: note.clone() }),
        };
        if let Some(next) = next {
            go(act, &mut kept, &next, &Evidence(Vec::new())).await?;
        }
    }
    tell_others(act, &kept, &step).await
}

async fn go(act: &mut Act<'_>, kept: &mut Finding, step: &Step, evidence: &Evidence) -> Result<(), Refusal> {
    let fields = match step {
        Step::SubmitPlan { .. } => ("text", "finishes_on"),
        Step::ReportDone { .. } => ("text", "due"),
        Step::AskExtension { .. } => ("reason", "until"),
        Step::Request { .. }
        | Step::Reopen { .. }
        | Step::RejectPlan { .. }
        | Step::Withdraw { .. }
        | Step::Lapse { .. } => ("reason", "due"),
        _ => ("note", "due"),
    };
    let was = kept.case.due();
    let next = step.decide(kept.case.clone(), act.today(), evidence);
    kept.case = next.map_err(|fault| refused(fault, fields.0, fields.1))?;
    if kept.case.due() != was {
        // Set by hand: the arithmetic of the clause no longer explains the day.
        kept.due = None;
    }
    let telling = Telling { step: step.domain().code(), text: step.words().trim(), data: step.data() };
    keep(act, kept, telling).await?;
    Ok(())
}

/// Who owes next hears of it; the unit hears what was decided.
async fn tell_others(act: &mut Act<'_>, kept: &Finding, step: &Step) -> Result<(), Refusal> {
    let everything = store::Scope::everything(act.who.user.id);
    let unit = unit::get(&mut act.tx, &everything, kept.case.unit).await?.ok_or(Refusal::NotFound)?.unit;
    let (name, number) = (unit.name.as_str(), kept.number);
    let to_team = |waits| (false, message::finding_waits_for_team(name, number, waits));
    let to_unit = |message: Message| (true, message);
    let (is_for_unit, message) = match step {
        Step::SubmitPlan { .. } => to_team(Waits::Planned),
        Step::ReportDone { .. } => to_team(Waits::Reported),
        Step::AskExtension { .. } => to_team(Waits::ExtensionAsked),
        Step::GrantExtension { .. } => match kept.case.due() {
            Some(due) => {
                to_unit(message::finding_extension_answered(name, number, ExtensionAnswer::Granted(due)))
            }
            None => return Ok(()),
        },
        Step::RefuseExtension { .. } => {
            to_unit(message::finding_extension_answered(name, number, ExtensionAnswer::Refused))
        }
        Step::RejectPlan { .. } | Step::Reopen { .. } | Step::Verify { after: After::Reopen { .. }, .. } => {
            to_unit(message::finding_returned(name, number, kept.case.due()))
        }
        Step::Verify { verdict: RecheckVerdict::Fixed, .. } | Step::Close { .. } => {
            to_unit(message::finding_verified(name, number))
        }
        Step::Request { due } => to_unit(message::finding_requested(name, number, *due)),
        Step::Verify { .. }
        | Step::ApprovePlan { .. }
        | Step::CorrectOnTheSpot { .. }
        | Step::Withdraw { .. }
        | Step::Lapse { .. } => return Ok(()),
    };
    let telling = notice::Telling {
        kind: "finding_step",
        once_key: format!("finding_step:{}:{}", kept.id, kept.version),
        message,
        link: Some(link(kept.id)),
        campaign: Some(kept.campaign),
        object: (KIND, kept.id.to_string()),
        files: &[],
    };
    if is_for_unit {
        notice::tell_unit(act, kept.case.unit, &telling).await?;
        return Ok(());
    }
    let told = match kept.team {
        Some(team) => notice::tell_team(act, team, &telling).await?,
        None => 0,
    };
    // A plan and an extension are the office's to decide; so is a finding whose
    // team has dissolved.
    let waits_for_office = kept.case.owes().0.iter().any(|owed| owed.by == Party::Office);
    if told == 0 || waits_for_office {
        notice::tell_office(act, &telling).await?;
    }
    Ok(())
}
