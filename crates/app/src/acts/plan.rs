//! Issued plans: taken in, read, corrected by a person, and turned into a
//! campaign.
//!
//! Not here: the reading itself (`reader`); making the campaign (`campaign`);
//! programmes of tasks (`programme`).

mod draft;

pub use draft::{Draft, DraftCohort, DraftMember, DraftTeam, DraftUnit, propose};

use crate::acts::file::{self, About, Upload};
use crate::clock::new_id;
use crate::{Actor, App, Refusal};
use domain::identifier::{FileId, PlanId};
use domain::plan::{Doubt, Plan};
use domain::policy::Action;
use reader::{Limits, Reading, read_plan};
use store::plan::{self, New};
pub use store::plan::{Answer, Kept, Listed};

/// What a person may decide about a doubt.
pub const DECISIONS: [&str; 3] = ["accepted", "corrected", "left"];

/// The stable name of a doubt, by which its answer is kept.
pub fn doubt_key(doubt: &Doubt) -> String {
    let code = serde_json::to_value(doubt.code).ok();
    let code = code.as_ref().and_then(|c| c.as_str()).unwrap_or("doubt");
    format!("doubt:{code}:{}:{}:{}", doubt.place.paragraph, doubt.place.from, doubt.place.to)
}

/// Takes a plan's file in: guarded, read, kept with its reading.
pub async fn upload(app: &App, who: &Actor, upload: Upload) -> Result<PlanId, Refusal> {
    let id: PlanId = new_id();
    let about = About::new("plan", id);
    let accepted = file::take_in(app, who, Action::PlanManage, &about, upload).await?;
    let (name, bytes) = (accepted.name().to_owned(), accepted.bytes().to_vec());
    let reading = read(name, bytes).await?;
    let mut act = app.act(who).await?;
    act.allow(Action::PlanManage)?;
    let kept = file::keep(&mut act, accepted, &about, "source", None).await?;
    let new = New {
        id,
        file: kept.id,
        source: serde_json::to_string(&reading.source)?,
        reading: &reading.plan,
        by: who.user.id,
        now: act.now,
    };
    plan::add(&mut act.tx, new).await?;
    let detail =
        serde_json::json!({ "file": kept.name, "sha256": kept.sha256, "doubts": reading.plan.doubts.len() });
    act.tell("plan.upload", "plan", id, detail).await?;
    act.done().await?;
    Ok(id)
}

async fn read(name: String, bytes: Vec<u8>) -> Result<Reading, Refusal> {
    tokio::task::spawn_blocking(move || read_plan(&name, &bytes, &Limits::default()))
        .await
        .map_err(|error| Refusal::Broken(format!("reading stopped: {error}")))?
        .map_err(|error| Refusal::Unreadable(error.to_string()))
}

pub async fn list(app: &App, who: &Actor, limit: u32, offset: u32) -> Result<Vec<Listed>, Refusal> {
    let (mut tx, _) = app.look(who, Action::PlanRead).await?;
    Ok(plan::list(&mut tx, limit, offset).await?)
}

/// A plan with the answers given so far.
pub async fn get(app: &App, who: &Actor, id: PlanId) -> Result<(Kept, Vec<Answer>), Refusal> {
    let (mut tx, _) = app.look(who, Action::PlanRead).await?;
    let kept = plan::get(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let answers = plan::answers(&mut tx, id).await?;
    Ok((kept, answers))
}

/// The file as it was uploaded.
pub async fn source(
    app: &App,
    who: &Actor,
    id: PlanId,
    file: FileId,
) -> Result<(store::file::File, Vec<u8>), Refusal> {
    let (mut tx, _) = app.look(who, Action::PlanRead).await?;
    file::content(&mut tx, &About::new("plan", id), file).await
}

/// Keeps a corrected reading; refused when someone corrected it since `version`,
/// or when the plan is already in use.
pub async fn correct(
    app: &App,
    who: &Actor,
    id: PlanId,
    version: i64,
    corrected: &Plan,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    act.allow(Action::PlanManage)?;
    let kept = plan::get(&mut act.tx, id).await?.ok_or(Refusal::NotFound)?;
    if kept.listed.state != "reviewing" {
        return Err(Refusal::not_now(kept.listed.state, "correct"));
    }
    if !plan::correct(&mut act.tx, id, corrected, version).await? {
        return Err(Refusal::Conflict);
    }
    act.tell("plan.correct", "plan", id, serde_json::json!({ "from_version": version })).await?;
    act.done().await
}

/// Answers a doubt, or a question about a unit's name; `None` takes the answer
/// back.
pub async fn answer(
    app: &App,
    who: &Actor,
    id: PlanId,
    about: &str,
    given: Option<Answer>,
) -> Result<(), Refusal> {
    if given.as_ref().is_some_and(|answer| !DECISIONS.contains(&answer.decision.as_str())) {
        return Err(Refusal::invalid("decision", "choice-unknown"));
    }
    let mut act = app.act(who).await?;
    act.allow(Action::PlanManage)?;
    let kept = plan::get(&mut act.tx, id).await?.ok_or(Refusal::NotFound)?;
    if kept.listed.state != "reviewing" {
        return Err(Refusal::not_now(kept.listed.state, "answer"));
    }
    match &given {
        Some(answer) => plan::answer(&mut act.tx, id, answer, who.user.id, act.now).await?,
        None => plan::unanswer(&mut act.tx, id, about).await?,
    }
    let decision = given.map(|answer| answer.decision);
    act.tell("plan.answer", "plan", id, serde_json::json!({ "about": about, "decision": decision })).await?;
    act.done().await
}

/// The doubts nobody has answered yet.
pub fn unanswered<'a>(plan: &'a Plan, answers: &[Answer]) -> Vec<&'a Doubt> {
    plan.doubts.iter().filter(|doubt| !answers.iter().any(|a| a.about == doubt_key(doubt))).collect()
}

/// What a campaign made of this plan would hold.
pub async fn draft(app: &App, who: &Actor, id: PlanId) -> Result<Draft, Refusal> {
    let (mut tx, _) = app.look(who, Action::PlanManage).await?;
    let kept = plan::get(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let answers = plan::answers(&mut tx, id).await?;
    let units = store::unit::all(&mut tx).await?;
    Ok(propose(&kept.corrected, &units, &answers, &app.packs, app.today()))
}
