//! What stands against a visit, from the record: rosters, other visits, the
//! campaign's days; each clash becomes a fault beside its field.
//!
//! Not here: the rules (`domain::schedule`).

use crate::refusal::Fault;
use crate::{Act, Refusal};
use domain::identifier::{CampaignId, MemberId, TeamId, UnitId, VisitId};
use domain::schedule::{self, Asked, Clash, Going, Notice, Other, Slot, Weight, admits};
use domain::team::Bar;
use jiff::civil::Date;
use std::collections::BTreeMap;
use store::visit::calendar;
use store::{Scope, Tx, campaign, unit};

/// A visit as it is to stand in the schedule.
#[derive(Debug, Clone)]
pub(super) struct Stand {
    pub unit: UnitId,
    pub slot: Slot,
    pub shares: Vec<(CampaignId, TeamId, Vec<MemberId>)>,
    pub ad_hoc: bool,
    /// The visit itself, when it is there already.
    pub except: Option<VisitId>,
    /// Since when the unit knows of these very times.
    pub announced: Option<Date>,
}

/// Refuses what may not be; true when the visit departs from a rule, with its
/// reason.
pub(super) async fn admit(act: &mut Act<'_>, stand: &Stand, reason: Option<&str>) -> Result<bool, Refusal> {
    let found = clashes(act, stand).await?;
    if admits(&found.clashes, stand.ad_hoc, reason) {
        return Ok(!found.clashes.is_empty());
    }
    let reasoned = reason.is_some_and(|why| !why.trim().is_empty());
    let standing =
        found.clashes.iter().filter(|clash| !(reasoned && clash.weight(stand.ad_hoc) == Weight::NeedsReason));
    let faults = standing.map(|clash| found.fault(clash, stand.ad_hoc)).collect();
    Err(Refusal::Invalid(faults))
}

/// Clashes with the names they are told by.
pub(super) struct Found {
    pub clashes: Vec<Clash>,
    members: BTreeMap<MemberId, String>,
    visits: BTreeMap<VisitId, (String, Slot)>,
}

async fn clashes(act: &mut Act<'_>, stand: &Stand) -> Result<Found, Refusal> {
    let today = act.today();
    let line = calendar::line(&mut act.tx, stand.unit).await?;
    let (from, to) = (stand.slot.starts.date(), stand.slot.ends.date());
    let others = calendar::others(&mut act.tx, from, to, stand.except).await?;
    let all = Scope::everything(act.who.user.id);
    let (mut clashes, mut members) = (Vec::new(), BTreeMap::new());
    for (id, team, chosen) in &stand.shares {
        let kept = campaign::get(&mut act.tx, &all, *id).await?.ok_or(Refusal::NotFound)?;
        let going = going(&mut act.tx, *id, *team, chosen).await?;
        for one in &going {
            members.insert(one.member.id, name(one));
        }
        let asked = Asked {
            slot: stand.slot,
            line: &line,
            going: &going,
            window: (kept.campaign.window_from, kept.campaign.window_to),
            notice: Notice::of(kept.campaign.notice.as_ref().map(|rule| &rule.rule)),
            today: stand.announced.unwrap_or(today),
            ad_hoc: stand.ad_hoc,
            others: &others,
        };
        for clash in schedule::clashes(&asked, &act.app.packs.calendar) {
            if !clashes.contains(&clash) {
                clashes.push(clash);
            }
        }
    }
    clashes.sort_by_key(|clash| std::cmp::Reverse(clash.weight(stand.ad_hoc)));
    let visits = named(&mut act.tx, &clashes, &others).await?;
    Ok(Found { clashes, members, visits })
}

/// The chosen members of a team that stands; someone else's are not found.
async fn going(
    tx: &mut Tx,
    campaign: CampaignId,
    team: TeamId,
    chosen: &[MemberId],
) -> Result<Vec<Going>, Refusal> {
    let rosters = calendar::rosters(tx, campaign).await?;
    let roster = rosters.into_iter().find(|(id, _)| *id == team).map(|(_, roster)| roster);
    let roster = roster.ok_or_else(|| Refusal::invalid("team", "schedule-no-team"))?;
    let found: Vec<_> = roster.into_iter().filter(|one| chosen.contains(&one.member.id)).collect();
    if found.len() == chosen.len() {
        Ok(found)
    } else {
        Err(Refusal::invalid("members", "schedule-not-of-team"))
    }
}

pub(super) fn name(going: &Going) -> String {
    going.member.name.clone().unwrap_or_else(|| going.member.organisation.clone())
}

async fn named(
    tx: &mut Tx,
    clashes: &[Clash],
    others: &[Other],
) -> Result<BTreeMap<VisitId, (String, Slot)>, Refusal> {
    let mut visits = BTreeMap::new();
    for clash in clashes {
        let (Clash::MemberBusy { other, .. } | Clash::UnitBusy { other }) = clash else { continue };
        let Some(known) = others.iter().find(|known| known.visit == *other) else { continue };
        if !visits.contains_key(other) {
            let unit = unit::name(tx, known.unit).await?.map(|named| named.name).unwrap_or_default();
            visits.insert(*other, (unit, known.slot));
        }
    }
    Ok(visits)
}

impl Found {
    fn fault(&self, clash: &Clash, ad_hoc: bool) -> Fault {
        let fault = Fault::new(field(clash, ad_hoc), key(clash));
        let member = |id: &MemberId| self.members.get(id).cloned().unwrap_or_default();
        let day = |day: Date| day.strftime("%d/%m/%Y").to_string();
        match clash {
            Clash::EndsBeforeStart | Clash::TooLong | Clash::NobodyGoes => fault,
            Clash::MemberBusy { member: who, other } => {
                let (unit, slot) = self.visit(*other);
                fault.with("member", member(who)).with("unit", unit).with("when", slot)
            }
            Clash::UnitBusy { other } => fault.with("when", self.visit(*other).1),
            Clash::Barred { member: who, .. } => fault.with("member", member(who)),
            Clash::OutsideWindow { first, last } => fault
                .with("first", first.map_or_else(|| "…".to_owned(), day))
                .with("last", last.map_or_else(|| "…".to_owned(), day)),
            Clash::NotWorking { day: off, .. } => fault.with("day", day(*off)),
            Clash::ShortNotice { given, needed } => fault.with("given", given.max(&0)).with("needed", needed),
        }
    }

    fn visit(&self, id: VisitId) -> (String, String) {
        let (unit, slot) = self.visits.get(&id).cloned().unzip();
        let when = slot.map(|slot| slot.starts.strftime("%H:%M %d/%m/%Y").to_string());
        (unit.unwrap_or_default(), when.unwrap_or_default())
    }
}

/// Beside which field of the form a clash is told.
fn field(clash: &Clash, ad_hoc: bool) -> &'static str {
    match clash {
        _ if clash.weight(ad_hoc) == Weight::NeedsReason => "exception",
        Clash::NobodyGoes | Clash::MemberBusy { .. } | Clash::Barred { .. } => "members",
        _ => "day",
    }
}

fn key(clash: &Clash) -> &'static str {
    match clash {
        Clash::EndsBeforeStart => "schedule-clash-ends-before-start",
        Clash::TooLong => "schedule-clash-too-long",
        Clash::NobodyGoes => "schedule-clash-nobody-goes",
        Clash::MemberBusy { .. } => "schedule-clash-member-busy",
        Clash::UnitBusy { .. } => "schedule-clash-unit-busy",
        Clash::Barred { bar: Bar::OwnUnit, .. } => "schedule-clash-own-unit",
        Clash::Barred { bar: Bar::Declared, .. } => "schedule-clash-declared",
        Clash::OutsideWindow { .. } => "schedule-clash-outside-window",
        Clash::NotWorking { .. } => "schedule-clash-not-working",
        Clash::ShortNotice { .. } => "schedule-clash-short-notice",
    }
}
