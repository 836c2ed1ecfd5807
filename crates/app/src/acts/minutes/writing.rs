//! Writing minutes: members hand in what they recorded, disagree and settle; the
//! secretary writes what is the minutes' own.

use super::{Held, held, keep, refused, tell};
use crate::acts::visit::{mark, paragraphs, wording};
use crate::clock::new_id;
use crate::refusal::Fault;
use crate::{Act, Actor, App, Refusal};
use domain::identifier::{CampaignId, MemberId, VisitId, VisitItemId};
use domain::moment;
use domain::policy::Action;
use domain::visit::{Disagreement, ItemResult, Minutes, MinutesFault, MinutesStep, Verdict};
use jiff::Timestamp;
use store::minutes::{self as record, Dissent, Minutes as Kept};
use store::visit::{self, fieldwork};
use store::{Scope, team};
use uuid::Uuid;

/// Copies of one paper, at most.
const MOST_COPIES: i64 = 20;
/// Disagreements of one share, at most.
const MOST_DISAGREEMENTS: usize = 100;

/// A text of the minutes themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    LeadRemarks,
    Recommendations,
    Copies,
    CopiesFor,
}

/// Someone else wrote meanwhile: their text stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    pub theirs: String,
}

impl Text {
    pub const ALL: [Text; 4] = [Text::LeadRemarks, Text::Recommendations, Text::Copies, Text::CopiesFor];

    pub fn code(self) -> &'static str {
        match self {
            Text::LeadRemarks => "lead_remarks",
            Text::Recommendations => "recommendations",
            Text::Copies => "copies",
            Text::CopiesFor => "copies_for",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|text| text.code() == code)
    }

    /// What stands in it.
    pub fn of(self, kept: &Kept) -> String {
        match self {
            Text::LeadRemarks => kept.text.lead_remarks.clone(),
            Text::Recommendations => kept.text.recommendations.clone(),
            Text::Copies => kept.text.copies.to_string(),
            Text::CopiesFor => kept.text.copies_for.clone(),
        }
    }

    fn put(self, kept: &mut Kept, text: String) -> Result<(), Refusal> {
        match self {
            Text::LeadRemarks => kept.text.lead_remarks = text,
            Text::Recommendations => kept.text.recommendations = text,
            Text::CopiesFor => kept.text.copies_for = text,
            Text::Copies => {
                let copies = text.parse::<i64>().ok().filter(|copies| (2..=MOST_COPIES).contains(copies));
                kept.text.copies =
                    copies.ok_or_else(|| Refusal::invalid("copies", "minutes-too-few-copies"))?;
            }
        }
        Ok(())
    }
}

/// Writes one text over the one whose mark was seen. Answers when it is on disk,
/// or the text someone else put there first.
pub async fn write(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    text: Text,
    typed: &str,
    seen: &str,
) -> Result<Result<Timestamp, Stale>, Refusal> {
    let typed = paragraphs(text.code(), typed)?;
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::MinutesEdit)?;
    let mut held = held(&mut act, &scope, id, of).await?;
    if !held.minutes.steps().contains(&MinutesStep::Write) {
        return Err(Refusal::not_now(held.minutes.code(), "write"));
    }
    let stands = text.of(&held.kept);
    if stands == typed {
        return Ok(Ok(act.now));
    }
    if mark(&stands) != seen {
        return Ok(Err(Stale { theirs: stands }));
    }
    text.put(&mut held.kept, typed)?;
    if !record::save(&mut act.tx, &held.kept).await? {
        return Err(Refusal::Conflict);
    }
    tell(&mut act, &held, "minutes.write", serde_json::json!({ "text": text.code() })).await?;
    act.done().await?;
    Ok(Ok(app.now()))
}

/// A member hands the part they recorded to the secretary; who runs the visit may
/// take in the part of someone else. Every result of theirs that is not "đạt"
/// must say why.
pub async fn hand_over(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    member: MemberId,
    remark: &str,
) -> Result<(), Refusal> {
    let remark = paragraphs("remark", remark)?;
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitAnswer)?;
    let held = held(&mut act, &scope, id, of).await?;
    own_or_running(&mut act, &held, member).await?;
    let without = unexplained(&mut act, id, of, Some(member)).await?;
    if !without.is_empty() {
        return Err(Refusal::Invalid(without));
    }
    let now = moment::local(act.now);
    let next = held.minutes.clone().hand_in(member, now).map_err(refused)?;
    visit::hand_over(&mut act.tx, id, member, &remark, act.now).await?;
    keep(&mut act, &held, &next).await?;
    tell(&mut act, &held, "minutes.hand_over", serde_json::json!({ "member": member.to_string() })).await?;
    act.done().await
}

/// Takes a part back for more work.
pub async fn take_back(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    member: MemberId,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitAnswer)?;
    let held = held(&mut act, &scope, id, of).await?;
    own_or_running(&mut act, &held, member).await?;
    if !matches!(held.minutes, Minutes::Draft { .. }) {
        return Err(Refusal::not_now(held.minutes.code(), "take_back"));
    }
    if !visit::take_back(&mut act.tx, id, member).await? {
        return Err(Refusal::not_now("not_handed_in", "take_back"));
    }
    let next = super::state(&mut act.tx, &held.kept).await?;
    keep(&mut act, &held, &next).await?;
    tell(&mut act, &held, "minutes.take_back", serde_json::json!({ "member": member.to_string() })).await?;
    act.done().await
}

async fn own_or_running(act: &mut Act<'_>, held: &Held, member: MemberId) -> Result<(), Refusal> {
    if act.who.scope(Action::MinutesEdit).is_some() {
        return Ok(());
    }
    let own = team::seat(&mut act.tx, held.part.team, act.who.user.id).await?.map(|seat| seat.id);
    if own == Some(member) { Ok(()) } else { Err(Refusal::NotAllowed("minutes.edit")) }
}

/// The results that lack their note: of one member, or of all.
pub(super) async fn unexplained(
    act: &mut Act<'_>,
    id: VisitId,
    of: CampaignId,
    member: Option<MemberId>,
) -> Result<Vec<Fault>, Refusal> {
    let items = fieldwork::items(&mut act.tx, id, of).await?;
    Ok(items
        .iter()
        .filter(|item| member.is_none() || item.member == member)
        .filter_map(|item| {
            let verdict = Verdict::from_code(item.answer.verdict.as_deref()?)?;
            let result = ItemResult {
                verdict,
                note: item.answer.note.clone(),
                counted: item.answer.counted,
                evidence: vec![],
                by: item.member.unwrap_or(MemberId(Uuid::nil())),
                at: moment::local(act.now),
            };
            let lacks = !result.missing().is_empty();
            lacks.then(|| {
                Fault::new(format!("item-{}", item.id), "minutes-note-missing").with("item", &item.code)
            })
        })
        .collect())
}

/// A member does not agree with an item, or with the minutes as a whole.
pub async fn disagree(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    item: Option<VisitItemId>,
    text: &str,
) -> Result<String, Refusal> {
    let text = wording("text", text)?;
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitAnswer)?;
    let held = held(&mut act, &scope, id, of).await?;
    let own = team::seat(&mut act.tx, held.part.team, act.who.user.id).await?;
    let member = own.ok_or(Refusal::NotAllowed("visit.answer"))?.id;
    let about = match item {
        Some(item) => {
            let item = fieldwork::get_item(&mut act.tx, id, of, item).await?.ok_or(Refusal::NotFound)?;
            item.question
        }
        None => String::new(),
    };
    let said = Disagreement { member, about, position: text.clone(), settled: None };
    let next = held.minutes.clone().disagree(said).map_err(|fault| match fault {
        // On the team, but not at this visit.
        MinutesFault::NotAMember => Refusal::NotAllowed("visit.answer"),
        other => refused(other),
    })?;
    if record::disagreements(&mut act.tx, id, of).await?.len() >= MOST_DISAGREEMENTS {
        return Err(Refusal::invalid("text", "minutes-too-many-disagreements"));
    }
    let new = new_id::<Uuid>().to_string();
    let dissent = Dissent { visit: id, campaign: of, id: &new, item, member, text: &text };
    record::disagree(&mut act.tx, dissent, act.now).await?;
    keep(&mut act, &held, &next).await?;
    tell(&mut act, &held, "minutes.disagree", serde_json::json!({ "member": member.to_string() })).await?;
    act.done().await?;
    Ok(new)
}

/// Writes down how a disagreement was settled: whoever raised it, or who runs
/// the minutes.
pub async fn settle(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    disagreement: &str,
    how: &str,
) -> Result<(), Refusal> {
    let how = wording("how", how)?;
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitAnswer)?;
    let held = held(&mut act, &scope, id, of).await?;
    if !matches!(held.minutes, Minutes::Draft { .. }) {
        return Err(Refusal::not_now(held.minutes.code(), "settle"));
    }
    let known = record::disagreements(&mut act.tx, id, of).await?;
    let known = known.iter().find(|row| row.id == disagreement).ok_or(Refusal::NotFound)?;
    own_or_running(&mut act, &held, known.member).await?;
    if !record::settle(&mut act.tx, id, of, disagreement, &how, act.now).await? {
        return Err(Refusal::not_now("settled", "settle"));
    }
    let next = super::state(&mut act.tx, &held.kept).await?;
    keep(&mut act, &held, &next).await?;
    tell(&mut act, &held, "minutes.settle", serde_json::json!({ "disagreement": disagreement })).await?;
    act.done().await
}

/// What everyone of the program may read.
pub(super) fn everything(who: &Actor) -> Scope {
    Scope::everything(who.user.id)
}
