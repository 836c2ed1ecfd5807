//! What signed minutes set going: the request to remedy with its due day, what
//! was put right on the spot, and what the visit saw of earlier findings.

use super::{KIND, Telling, keep, refused};
use crate::acts::notice;
use crate::{Act, App, Refusal};
use ::papers::message::{self, FindingRequest};
use domain::campaign::DatedRule;
use domain::deadline::{Due, Event, Facts, due};
use domain::finding::{CaseState, Verification};
use domain::identifier::{CampaignId, FindingId, VisitId};
use domain::visit::RecheckVerdict;
use jiff::civil::Date;
use store::finding::{self, Finding};
use store::{Scope, campaign, unit, visit};

/// When findings of a campaign fall due whose minutes are signed on `day`, by
/// the plan's clause; none without a clause or where it names another event.
pub fn due_for(app: &App, rule: Option<&DatedRule>, day: Date) -> Option<Due> {
    let facts = Facts::new()
        .with(Event::Minutes, day)
        .with(Event::Conclusion, day)
        .with(Event::Request, day)
        .with(Event::VisitEnd, day)
        .as_of(day);
    let worked = due(&rule?.rule, &facts, &app.packs.calendar).ok()?;
    (worked.last_valid_day >= day).then_some(worked)
}

/// Called by the act that signs the minutes of one campaign's part of a visit,
/// inside its change. Signed again after a correction, new findings are
/// requested and the others keep their way.
pub async fn on_minutes_signed(
    act: &mut Act<'_>,
    visit: VisitId,
    id: CampaignId,
    day: Date,
) -> Result<(), Refusal> {
    let everything = Scope::everything(act.who.user.id);
    let kept = campaign::get(&mut act.tx, &everything, id).await?.ok_or(Refusal::NotFound)?;
    let worked = due_for(act.app, kept.campaign.remediation.as_ref(), day);
    let mut requested: Vec<Finding> = Vec::new();
    for mut one in finding::of_visit(&mut act.tx, visit, id).await? {
        let first = one.minutes_on.is_none();
        one.minutes_on = Some(day);
        if !matches!(one.case.state, CaseState::Open) {
            continue;
        }
        if request_or_close(act, &mut one, day, worked.as_ref(), first).await? {
            requested.push(one);
        }
    }
    recheck(act, visit, id, day, worked.as_ref()).await?;
    tell_unit(act, &requested, &kept.campaign.title, day).await
}

/// Whether the unit was asked to remedy.
async fn request_or_close(
    act: &mut Act<'_>,
    one: &mut Finding,
    day: Date,
    worked: Option<&Due>,
    first: bool,
) -> Result<bool, Refusal> {
    if one.fixed_on_the_spot {
        let note = if one.words.request.is_empty() { &one.words.text } else { &one.words.request };
        let next = one.case.clone().correct_on_the_spot(day, note.clone());
        one.case = next.map_err(|fault| refused(fault, "request", "due"))?;
        let data = serde_json::json!({ "minutes": day });
        keep(act, one, Telling { step: "correct_on_the_spot", text: "", data }).await?;
        return Ok(false);
    }
    let Some(worked) = worked else {
        // No clause says until when: the team sets the day by hand.
        if first {
            let data = serde_json::json!({ "minutes": day });
            keep(act, one, Telling { step: "signed", text: "", data }).await?;
        }
        return Ok(false);
    };
    let next = one.case.clone().ask(day, worked.last_valid_day, None);
    one.case = next.map_err(|fault| refused(fault, "request", "due"))?;
    one.due = Some(worked.clone());
    let data = serde_json::json!({ "minutes": day, "due": worked.last_valid_day });
    keep(act, one, Telling { step: "request", text: "", data }).await?;
    Ok(true)
}

async fn tell_unit(
    act: &mut Act<'_>,
    requested: &[Finding],
    campaign: &str,
    minutes_on: Date,
) -> Result<(), Refusal> {
    let Some(first) = requested.first() else { return Ok(()) };
    let everything = Scope::everything(act.who.user.id);
    let unit = unit::get(&mut act.tx, &everything, first.case.unit).await?.ok_or(Refusal::NotFound)?.unit;
    let request = FindingRequest {
        unit: &unit.name,
        campaign,
        minutes_on,
        count: requested.len(),
        due: first.case.due(),
    };
    let telling = notice::Telling {
        kind: "finding_request",
        once_key: format!("finding_request:{}:{}:{}", first.campaign, unit.id, requested[0].id),
        message: message::finding_request(&request),
        link: Some(format!("/findings?unit={}", unit.id)),
        campaign: Some(first.campaign),
        object: (KIND, first.id.to_string()),
        files: &[],
    };
    notice::tell_unit(act, unit.id, &telling).await?;
    Ok(())
}

/// What the visit saw of earlier findings becomes part of their story.
async fn recheck(
    act: &mut Act<'_>,
    visit: VisitId,
    id: CampaignId,
    day: Date,
    worked: Option<&Due>,
) -> Result<(), Refusal> {
    let everything = Scope::everything(act.who.user.id);
    for seen in visit::recheck::list(&mut act.tx, visit, id).await? {
        let Some(verdict) = seen.verdict.as_deref().and_then(RecheckVerdict::from_code) else { continue };
        let Some(mut earlier) = finding::get(&mut act.tx, &everything, seen.finding).await? else { continue };
        let again = serde_json::json!({ "visit": visit.to_string(), "verdict": verdict.code() });
        if was_told(act, earlier.id, &visit.to_string()).await? {
            continue;
        }
        if let Ok(next) =
            earlier.case.clone().verify(Verification { on: day, verdict, note: worded(&seen.note, verdict) })
        {
            earlier.case = next;
            keep(act, &mut earlier, Telling { step: "verify", text: &seen.note, data: again }).await?;
        } else {
            super::tell(act, &earlier, Telling { step: "seen_again", text: &seen.note, data: again }).await?;
        }
        follow_verdict(act, &mut earlier, verdict, &seen.note, day, worked).await?;
    }
    Ok(())
}

/// A signature repeated after a correction must not tell the same visit twice.
async fn was_told(act: &mut Act<'_>, id: FindingId, visit: &str) -> Result<bool, Refusal> {
    let events = finding::events(&mut act.tx, id).await?;
    Ok(events
        .iter()
        .any(|event| matches!(event.step.as_str(), "verify" | "seen_again") && event.data.contains(visit)))
}

fn worded(note: &str, verdict: RecheckVerdict) -> String {
    // The verdict stands for itself where the minutes say no more.
    if note.trim().is_empty() { verdict.code().to_owned() } else { note.to_owned() }
}

async fn follow_verdict(
    act: &mut Act<'_>,
    earlier: &mut Finding,
    verdict: RecheckVerdict,
    note: &str,
    day: Date,
    worked: Option<&Due>,
) -> Result<(), Refusal> {
    if verdict == RecheckVerdict::Fixed {
        if let Ok(next) = earlier.case.clone().close(day) {
            earlier.case = next;
            keep(act, earlier, Telling { step: "close", text: "", data: serde_json::json!({}) }).await?;
        }
        return Ok(());
    }
    let Some(worked) = worked else { return Ok(()) };
    let until = worked.last_valid_day;
    if let Ok(next) = earlier.case.clone().reopen(day, until, worded(note, verdict)) {
        earlier.case = next;
        earlier.due = Some(worked.clone());
        let data = serde_json::json!({ "due": until });
        keep(act, earlier, Telling { step: "reopen", text: note, data }).await?;
    }
    Ok(())
}
