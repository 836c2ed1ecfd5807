//! From agreed minutes to signed ones: read out, the unit's opinion, both
//! signatures or a refusal before a witness. What is signed does not change any
//! more.

use super::writing::unexplained;
use super::{Held, KIND, held, keep, link, paper, refused, tell};
use crate::acts::visit::{begin_in, paragraphs, read, wording};
use crate::acts::{finding, notice};
use crate::{Act, Actor, App, Refusal};
use ::papers::message::{self, Message};
use domain::identifier::{CampaignId, VisitId};
use domain::moment;
use domain::policy::Action;
use domain::visit::{Agenda, Minutes, Route, Signatory, Witness, WitnessKind};
use jiff::civil::Date;
use store::minutes::{self as record, Signature};
use store::visit;

/// Both sides' signatures, as they stand on the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conclusion {
    /// The day the minutes were drawn up; today without.
    pub on: Option<Date>,
    pub team: Signatory,
    pub secretary: String,
    pub unit: Signatory,
}

/// The refusal to sign, before a witness (NĐ 217/2025/NĐ-CP Đ15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub on: Option<Date>,
    pub team: Signatory,
    pub secretary: String,
    /// Who would not sign.
    pub who: String,
    pub reason: String,
    pub witness: Witness,
}

/// The members agree. Every part must be in; disagreements may stay open.
pub async fn agree(app: &App, who: &Actor, id: VisitId, of: CampaignId, version: i64) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::MinutesEdit)?;
    let held = held(&mut act, &scope, id, of).await?;
    same(&held, version)?;
    let without = unexplained(&mut act, id, of, None).await?;
    if !without.is_empty() {
        return Err(Refusal::Invalid(without));
    }
    let today = act.today();
    let next = held.minutes.clone().agree(today).map_err(refused)?;
    follow(&mut act, &held, Agenda::AgreeMinutes).await?;
    keep(&mut act, &held, &next).await?;
    let open = next.open_disagreements().len();
    tell(&mut act, &held, "minutes.agree", serde_json::json!({ "open_disagreements": open })).await?;
    act.done().await
}

/// Back to the members: something must be corrected.
pub async fn amend(app: &App, who: &Actor, id: VisitId, of: CampaignId, version: i64) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::MinutesEdit)?;
    let held = held(&mut act, &scope, id, of).await?;
    same(&held, version)?;
    let next = held.minutes.clone().amend().map_err(refused)?;
    keep(&mut act, &held, &next).await?;
    tell(&mut act, &held, "minutes.amend", serde_json::json!({})).await?;
    act.done().await
}

/// Read out to the unit, which sees them from now on and may say what it thinks.
pub async fn read_out(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    version: i64,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::MinutesEdit)?;
    let held = held(&mut act, &scope, id, of).await?;
    same(&held, version)?;
    let now = moment::local(act.now);
    let said = Some(held.kept.text.unit_opinion.clone());
    let next = held.minutes.clone().read_out(now, said).map_err(refused)?;
    follow(&mut act, &held, Agenda::ReadOut).await?;
    keep(&mut act, &held, &next).await?;
    let told = message::minutes_read_out(&held.visit.unit_name, &held.part.campaign_title);
    tell_unit(&mut act, &held, "minutes_read_out", told).await?;
    tell(&mut act, &held, "minutes.read_out", serde_json::json!({})).await?;
    act.done().await
}

/// The visit's own steps go along: agreeing and reading out are steps of the
/// route too, and nobody writes a time twice.
async fn follow(act: &mut Act<'_>, held: &Held, step: Agenda) -> Result<(), Refusal> {
    let current = visit::get(&mut act.tx, &super::writing::everything(act.who), held.visit.id)
        .await?
        .ok_or(Refusal::NotFound)?;
    let rules = read(&current);
    let step = match rules.route {
        Route::Periodic => step,
        Route::AdHoc { .. } => Agenda::AdoptMinutes,
    };
    if !rules.log().iter().any(|entry| entry.step == Agenda::Fieldwork) {
        return Err(Refusal::not_now(current.state, step.code()));
    }
    if rules.next() == Some(step) {
        begin_in(act, &current, step, moment::local(act.now)).await?;
    }
    Ok(())
}

/// The unit's opinion and proposals: written by its head, or by the team as they
/// were spoken.
pub async fn opine(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    opinion: &str,
    proposals: &str,
) -> Result<(), Refusal> {
    let opinion = paragraphs("opinion", opinion)?;
    let proposals = paragraphs("proposals", proposals)?;
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::MinutesOpinion)?;
    let mut held = held(&mut act, &scope, id, of).await?;
    let next = held.minutes.clone().opine(opinion.clone()).map_err(refused)?;
    held.kept.text.unit_opinion = opinion;
    held.kept.text.unit_proposals = proposals;
    if !record::save(&mut act.tx, &held.kept).await? {
        return Err(Refusal::Conflict);
    }
    held.kept.version += 1;
    keep(&mut act, &held, &next).await?;
    tell(&mut act, &held, "minutes.opine", serde_json::json!({})).await?;
    act.done().await
}

/// Both sides signed. Findings go to the unit with their due days; the paper is
/// frozen.
pub async fn sign(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    version: i64,
    conclusion: Conclusion,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::MinutesSign)?;
    let held = held(&mut act, &scope, id, of).await?;
    same(&held, version)?;
    let on = day(&act, conclusion.on)?;
    let copies = u8::try_from(held.kept.text.copies).unwrap_or(u8::MAX);
    named("team", &conclusion.team)?;
    named("unit", &conclusion.unit)?;
    let (team, unit) = (conclusion.team.clone(), conclusion.unit.clone());
    let next = held.minutes.clone().sign(on, team, unit, copies).map_err(refused)?;
    put(&mut act, &held, signed("team", &conclusion.team.name, &conclusion.team.position)).await?;
    if !conclusion.secretary.trim().is_empty() {
        put(&mut act, &held, signed("secretary", conclusion.secretary.trim(), "")).await?;
    }
    put(&mut act, &held, signed("unit", &conclusion.unit.name, &conclusion.unit.position)).await?;
    conclude(&mut act, held, &next, on, "minutes.sign").await?;
    act.done().await
}

/// The unit would not sign: the reason and the witness go on record, and the
/// minutes stand.
pub async fn refuse(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    version: i64,
    refusal: Refused,
) -> Result<(), Refusal> {
    let reason = wording("reason", &refusal.reason)?;
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::MinutesSign)?;
    let held = held(&mut act, &scope, id, of).await?;
    same(&held, version)?;
    let on = day(&act, refusal.on)?;
    named("team", &refusal.team)?;
    let witness = refusal.witness.clone();
    let next = held
        .minutes
        .clone()
        .refuse(on, refusal.team.clone(), reason.clone(), witness.clone())
        .map_err(refused)?;
    put(&mut act, &held, signed("team", &refusal.team.name, &refusal.team.position)).await?;
    if !refusal.secretary.trim().is_empty() {
        put(&mut act, &held, signed("secretary", refusal.secretary.trim(), "")).await?;
    }
    let kind = match witness.kind {
        WitnessKind::CommuneRepresentative => "commune_representative",
        WitnessKind::Person => "person",
    };
    let seen = [witness.name.trim(), witness.position.trim()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let unit = Signature {
        state: "refused".into(),
        reason: Some(reason),
        witness: Some(seen),
        ..signed("unit", refusal.who.trim(), "")
    };
    put(&mut act, &held, unit).await?;
    tell(&mut act, &held, "minutes.refusal", serde_json::json!({ "witness": kind })).await?;
    conclude(&mut act, held, &next, on, "minutes.refuse").await?;
    act.done().await
}

fn same(held: &Held, version: i64) -> Result<(), Refusal> {
    if held.kept.version == version { Ok(()) } else { Err(Refusal::Conflict) }
}

fn day(act: &Act<'_>, on: Option<Date>) -> Result<Date, Refusal> {
    let on = on.unwrap_or_else(|| act.today());
    if on > act.today() { Err(Refusal::invalid("on", "date-in-future")) } else { Ok(on) }
}

fn named(field: &str, who: &Signatory) -> Result<(), Refusal> {
    if who.name.trim().is_empty() { Err(Refusal::invalid(field, "field-required")) } else { Ok(()) }
}

fn signed(side: &str, name: &str, position: &str) -> Signature {
    Signature {
        side: side.into(),
        name: name.trim().into(),
        job_title: Some(position.trim().to_owned()).filter(|position| !position.is_empty()),
        state: "signed".into(),
        reason: None,
        witness: None,
        signed_at: jiff::Timestamp::UNIX_EPOCH,
    }
}

async fn put(act: &mut Act<'_>, held: &Held, signature: Signature) -> Result<(), Refusal> {
    let signature = Signature { signed_at: act.now, ..signature };
    let (id, of, by) = (held.kept.visit, held.kept.campaign, act.who.user.id);
    if record::sign(&mut act.tx, id, of, &signature, by).await? { Ok(()) } else { Err(Refusal::Conflict) }
}

/// Numbers the minutes, sets findings going, freezes the paper.
async fn conclude(
    act: &mut Act<'_>,
    mut held: Held,
    next: &Minutes,
    on: Date,
    action: &str,
) -> Result<(), Refusal> {
    let (id, of) = (held.kept.visit, held.kept.campaign);
    if held.kept.number.is_none() {
        held.kept.number = Some(record::last_number(&mut act.tx, of).await? + 1);
        if !record::save(&mut act.tx, &held.kept).await? {
            return Err(Refusal::Conflict);
        }
        held.kept.version += 1;
    }
    keep(act, &held, next).await?;
    finding::on_minutes_signed(act, id, of, on).await?;
    let (data, sha256) = paper::freeze(act, id, of, next).await?;
    record::freeze(&mut act.tx, id, of, &data, &sha256).await?;
    store::target::refresh(&mut act.tx, held.kept.target).await?;
    let told = message::minutes_concluded(&held.visit.unit_name, &held.part.campaign_title, on);
    tell_unit(act, &held, "minutes_concluded", told).await?;
    let detail = serde_json::json!({ "on": on, "number": held.kept.number, "sha256": sha256 });
    tell(act, &held, action, detail).await
}

async fn tell_unit(
    act: &mut Act<'_>,
    held: &Held,
    kind: &'static str,
    message: Message,
) -> Result<(), Refusal> {
    let (id, of) = (held.kept.visit, held.kept.campaign);
    let telling = notice::Telling {
        kind,
        once_key: format!("{kind}:{id}:{of}:{}", held.kept.version),
        message,
        link: Some(link(id, of)),
        campaign: Some(of),
        object: (KIND, record::object_of(id, of)),
        files: &[],
    };
    notice::tell_unit(act, held.visit.unit, &telling).await?;
    Ok(())
}
