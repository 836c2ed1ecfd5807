//! What is said between team and unit on a visit: clarifications and papers asked
//! for, with the unit's answers; guidance given; difficulties the unit raises
//! (S0 II.2a, steps 3 and 7).

use super::{KIND, held, of_unit, paragraphs, share, wording};
use crate::acts::file::{self, About, Upload};
use crate::acts::notice;
use crate::clock::new_id;
use crate::{Act, Actor, App, Refusal};
use ::papers::message;
use domain::identifier::{CampaignId, FileId, VisitId};
use domain::policy::Action;
use store::Scope;
use store::file::File;
use store::visit::steps::{self, FILES, Request};
use store::visit::{self as record, Part, Visit};
use uuid::Uuid;

/// Requests of one visit, at most.
const MOST: i64 = 500;

/// What kind of thing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Giải trình.
    Clarification,
    /// Hồ sơ, tài liệu cần xuất trình.
    Document,
    /// Hướng dẫn của đoàn cho một bộ phận của đơn vị.
    Guidance,
    /// Khó khăn, vướng mắc, kiến nghị của đơn vị.
    Question,
}

impl Kind {
    pub const ALL: [Kind; 4] = [Kind::Clarification, Kind::Document, Kind::Guidance, Kind::Question];

    pub fn code(self) -> &'static str {
        match self {
            Kind::Clarification => "clarification",
            Kind::Document => "document",
            Kind::Guidance => "guidance",
            Kind::Question => "question",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What the team writes down.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub kind: Kind,
    pub text: &'a str,
    /// Of guidance: whom it was given to.
    pub to: &'a str,
}

/// The unit's answer, with papers.
#[derive(Debug, Clone)]
pub struct Answered {
    pub text: String,
    pub files: Vec<Upload>,
}

/// How the team closes a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tick {
    /// The clarification or question is answered.
    Answered,
    /// The paper was shown.
    Shown,
    /// It was not (không xuất trình).
    NotShown,
    /// The unit's proposal goes to a higher level.
    Referred,
    Reopened,
}

impl Tick {
    pub const ALL: [Tick; 5] = [Tick::Answered, Tick::Shown, Tick::NotShown, Tick::Referred, Tick::Reopened];

    pub fn code(self) -> &'static str {
        match self {
            Tick::Answered => "answered",
            Tick::Shown => "shown",
            Tick::NotShown => "not_shown",
            Tick::Referred => "referred",
            Tick::Reopened => "open",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tick| tick.code() == code)
    }

    /// The ticks a kind can bear.
    pub fn of(kind: Kind) -> &'static [Tick] {
        match kind {
            Kind::Clarification => &[Tick::Answered, Tick::Reopened],
            Kind::Document => &[Tick::Shown, Tick::NotShown, Tick::Reopened],
            Kind::Guidance => &[],
            Kind::Question => &[Tick::Answered, Tick::Referred, Tick::Reopened],
        }
    }
}

fn about(request: &str) -> About {
    About::new(FILES, request)
}

/// The team asks, guides, or writes down what the unit raised.
pub async fn ask(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    asked: Asked<'_>,
) -> Result<String, Refusal> {
    let text = wording("text", asked.text)?;
    let to = paragraphs("to", asked.to)?;
    if asked.kind == Kind::Guidance && to.is_empty() {
        return Err(Refusal::invalid("to", "field-required"));
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitAnswer)?;
    let (kept, part) = share(&mut act, &scope, id, of).await?;
    let request = add(&mut act, &scope, &part, asked.kind, &text).await?;
    if asked.kind == Kind::Guidance {
        let (by, now) = (act.who.user.id, act.now);
        steps::answer(&mut act.tx, id, &request, "given", Some(&to), by, now).await?;
    }
    if matches!(asked.kind, Kind::Clarification | Kind::Document) {
        tell_unit(&mut act, &kept, &part).await?;
    }
    let detail = serde_json::json!({ "kind": asked.kind.code(), "campaign": of.to_string() });
    act.tell("visit.ask", KIND, id, detail).await?;
    act.done().await?;
    Ok(request)
}

/// The unit raises a difficulty or a proposal.
pub async fn raise(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    text: &str,
) -> Result<String, Refusal> {
    let text = wording("text", text)?;
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitRespond)?;
    let (_, part) = share(&mut act, &scope, id, of).await?;
    let request = add(&mut act, &scope, &part, Kind::Question, &text).await?;
    act.tell("visit.raise", KIND, id, serde_json::json!({ "campaign": of.to_string() })).await?;
    act.done().await?;
    Ok(request)
}

async fn add(
    act: &mut Act<'_>,
    scope: &Scope,
    part: &Part,
    kind: Kind,
    text: &str,
) -> Result<String, Refusal> {
    if ["signed", "refused", "filed"].contains(&part.minutes_state.as_str()) {
        return Err(Refusal::not_now(&part.minutes_state, "ask"));
    }
    if steps::count_requests(&mut act.tx, scope, part.visit).await? >= MOST {
        return Err(Refusal::invalid("text", "visit-too-many-requests"));
    }
    let request = Request {
        id: new_id::<Uuid>().to_string(),
        campaign: part.campaign,
        kind: kind.code().to_owned(),
        text: text.to_owned(),
        response: None,
        state: "open".to_owned(),
        asked_by: String::new(),
        asked_at: act.now,
        answered_by: None,
        answered_at: None,
    };
    steps::ask(&mut act.tx, part.visit, &request, act.who.user.id).await?;
    Ok(request.id)
}

/// The unit hears once a day that something is asked of it, not once per line.
async fn tell_unit(act: &mut Act<'_>, kept: &Visit, part: &Part) -> Result<(), Refusal> {
    let telling = notice::Telling {
        kind: "visit_request",
        once_key: format!("visit_request:{}:{}:{}", part.visit, part.campaign, act.today()),
        message: message::visit_request(&kept.unit_name, &part.campaign_title),
        link: Some(format!("/visits/{}", part.visit)),
        campaign: Some(part.campaign),
        object: (KIND, part.visit.to_string()),
        files: &[],
    };
    notice::tell_unit(act, kept.unit, &telling).await?;
    Ok(())
}

/// The unit answers, with papers; the team decides what the answer is worth.
pub async fn answer(
    app: &App,
    who: &Actor,
    id: VisitId,
    request: &str,
    answered: Answered,
) -> Result<(), Refusal> {
    let text = paragraphs("text", &answered.text)?;
    if text.is_empty() && answered.files.is_empty() {
        return Err(Refusal::invalid("text", "field-required"));
    }
    let mut accepted = Vec::with_capacity(answered.files.len());
    for upload in answered.files {
        accepted.push(file::take_in(app, who, Action::VisitRespond, &about(request), upload).await?);
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitRespond)?;
    held(&mut act, &scope, id).await?;
    let known = steps::get_request(&mut act.tx, &scope, id, request).await?.ok_or(Refusal::NotFound)?;
    if !["clarification", "document"].contains(&known.kind.as_str()) {
        return Err(Refusal::not_now(known.kind, "answer"));
    }
    if known.state != "open" {
        return Err(Refusal::not_now(known.state, "answer"));
    }
    for one in accepted {
        file::keep(&mut act, one, &about(request), "", None).await?;
    }
    let response = Some(text.as_str()).filter(|text| !text.is_empty());
    steps::answer(&mut act.tx, id, request, "open", response, act.who.user.id, act.now).await?;
    act.tell("visit.answer_request", KIND, id, serde_json::json!({ "request": request })).await?;
    act.done().await
}

/// The team closes a request, or opens it again; with what was said on the spot.
pub async fn tick(
    app: &App,
    who: &Actor,
    id: VisitId,
    request: &str,
    tick: Tick,
    said: &str,
) -> Result<(), Refusal> {
    let said = paragraphs("said", said)?;
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitAnswer)?;
    held(&mut act, &scope, id).await?;
    let known = steps::get_request(&mut act.tx, &scope, id, request).await?.ok_or(Refusal::NotFound)?;
    let kind = Kind::from_code(&known.kind).ok_or(Refusal::NotFound)?;
    if !Tick::of(kind).contains(&tick) {
        return Err(Refusal::not_now(known.kind, tick.code()));
    }
    let parts = record::parts(&mut act.tx, &scope, id).await?;
    let part = parts.iter().find(|part| part.campaign == known.campaign).ok_or(Refusal::NotFound)?;
    if ["signed", "refused", "filed"].contains(&part.minutes_state.as_str()) {
        return Err(Refusal::not_now(&part.minutes_state, "tick"));
    }
    let response = Some(said.as_str()).filter(|said| !said.is_empty());
    steps::answer(&mut act.tx, id, request, tick.code(), response, act.who.user.id, act.now).await?;
    let detail = serde_json::json!({ "request": request, "state": tick.code() });
    act.tell("visit.tick", KIND, id, detail).await?;
    act.done().await
}

/// One of these papers.
pub async fn request_file(
    app: &App,
    who: &Actor,
    id: VisitId,
    request: &str,
    of: FileId,
) -> Result<(File, Vec<u8>), Refusal> {
    let (mut tx, scope) = app.look(who, Action::VisitRead).await?;
    record::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    steps::get_request(&mut tx, &scope, id, request).await?.ok_or(Refusal::NotFound)?;
    file::content(&mut tx, &about(request), of).await
}

/// Whether this person may answer for the unit.
pub(super) async fn may_respond(tx: &mut store::Tx, who: &Actor, id: VisitId) -> Result<bool, Refusal> {
    match of_unit(who, Action::VisitRespond) {
        Some(scope) => Ok(record::get(tx, &scope, id).await?.is_some()),
        None => Ok(false),
    }
}
