//! Looking at minutes: the team's workbench, or what the unit may see once they
//! were read out.

use crate::acts::file::About;
use crate::acts::visit::{insider, of_unit};
use crate::{Actor, App, Refusal};
use domain::identifier::{CampaignId, MemberId, VisitId};
use domain::policy::Action;
use domain::unit::Unit;
use domain::visit::{Minutes, MinutesStep};
use store::file::Attached;
use store::minutes::{self as record, Disagreement, Minutes as Kept, Signature, Stated};
use store::visit::fieldwork::{self, Item};
use store::visit::{self, Part, Seat, Visit};
use store::{Scope, Tx, team, unit};

/// Minutes codes under which the unit sees them.
const SHOWN_TO_UNIT: [&str; 4] = ["read_out", "signed", "refused", "filed"];

/// What one member recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    pub seat: Seat,
    /// Items given to them, and those of them that are answered.
    pub given: usize,
    pub answered: usize,
    /// Answered as not "đạt" without saying why.
    pub unexplained: usize,
    /// Whether this person may hand it in or take it back.
    pub mine: bool,
}

/// The minutes of one share for their page.
#[derive(Debug, Clone)]
pub struct View {
    pub visit: Visit,
    pub parts: Vec<Part>,
    pub part: Part,
    pub kept: Kept,
    pub minutes: Minutes,
    pub unit: Unit,
    /// The team's own affairs; empty for the unit.
    pub shares: Vec<Share>,
    pub unassigned: usize,
    pub unanswered: usize,
    pub items: Vec<Item>,
    pub disagreements: Vec<Disagreement>,
    pub findings: Vec<Stated>,
    pub signatures: Vec<Signature>,
    pub scans: Vec<Attached>,
    /// Whether this person sees the team's work.
    pub inside: bool,
    /// This person's own seat in the team.
    pub mine: Option<MemberId>,
    pub may_edit: bool,
    pub may_sign: bool,
    pub may_opine: bool,
    pub may_disagree: bool,
}

/// Whether this person sees the minutes of one share: the team's reach at any
/// time, the unit's once they were read out.
pub(super) async fn reachable(
    who: &Actor,
    tx: &mut Tx,
    id: VisitId,
    of: CampaignId,
) -> Result<bool, Refusal> {
    if let Some(scope) = insider(who, Action::VisitRead)
        && visit::get(tx, &scope, id).await?.is_some()
        && record::get(tx, &scope, id, of).await?.is_some()
    {
        return Ok(true);
    }
    let scope = of_unit(who, Action::VisitRead).ok_or(Refusal::NotFound)?;
    visit::get(tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let kept = record::get(tx, &scope, id, of).await?.ok_or(Refusal::NotFound)?;
    if SHOWN_TO_UNIT.contains(&kept.state.as_str()) { Ok(false) } else { Err(Refusal::NotFound) }
}

/// In a fixed number of queries. Without a campaign, the first share in sight.
pub async fn view(app: &App, who: &Actor, id: VisitId, of: Option<CampaignId>) -> Result<View, Refusal> {
    let (mut tx, scope) = app.look(who, Action::VisitRead).await?;
    let kept_visit = visit::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let parts = visit::parts(&mut tx, &scope, id).await?;
    let shown = |part: &&Part| SHOWN_TO_UNIT.contains(&part.minutes_state.as_str());
    let part = match of {
        Some(of) => parts.iter().find(|part| part.campaign == of),
        None if insider(who, Action::VisitRead).is_some() => parts.first(),
        None => parts.iter().find(shown).or(parts.first()),
    };
    let part = part.cloned().ok_or(Refusal::NotFound)?;
    let inside = reachable(who, &mut tx, id, part.campaign).await?;
    let all = Scope::everything(who.user.id);
    let kept = record::get(&mut tx, &all, id, part.campaign).await?.ok_or(Refusal::NotFound)?;
    let minutes = super::state(&mut tx, &kept).await?;
    let steps = minutes.steps();
    let in_team = who.is_program() || who.teams().contains(&part.team);
    let goes_on = kept_visit.cancelled_at.is_none();
    let team_may = |action| goes_on && in_team && who.may(action);
    let own_unit = of_unit(who, Action::MinutesOpinion).is_some() && who.units().contains(&kept_visit.unit);
    let mine = team::seat(&mut tx, part.team, who.user.id).await?.map(|seat| seat.id);
    let items = if inside { fieldwork::items(&mut tx, id, part.campaign).await? } else { vec![] };
    let seats = if inside { visit::members(&mut tx, id).await? } else { vec![] };
    let may_edit = team_may(Action::MinutesEdit);
    let shares = seats
        .into_iter()
        .filter(|seat| seat.team == part.team)
        .map(|seat| share(&items, seat, mine, may_edit))
        .collect();
    let disagreements =
        if inside { record::disagreements(&mut tx, id, part.campaign).await? } else { vec![] };
    let object = About::new(super::KIND, record::object_of(id, part.campaign));
    let mut scans = store::file::attached(&mut tx, object.kind, &object.id).await?;
    scans.retain(|file| file.part == "scan");
    Ok(View {
        unit: unit::get(&mut tx, &all, kept_visit.unit).await?.ok_or(Refusal::NotFound)?.unit,
        findings: record::findings(&mut tx, id, part.campaign).await?,
        signatures: record::signatures(&mut tx, id, part.campaign).await?,
        unassigned: items.iter().filter(|item| item.member.is_none()).count(),
        unanswered: items.iter().filter(|item| item.answer.verdict.is_none()).count(),
        may_sign: team_may(Action::MinutesSign),
        may_opine: steps.contains(&MinutesStep::Opine) && (own_unit || team_may(Action::MinutesOpinion)),
        may_disagree: mine.is_some() && goes_on && matches!(minutes, Minutes::Draft { .. }),
        may_edit,
        visit: kept_visit,
        parts,
        part,
        kept,
        minutes,
        shares,
        items,
        disagreements,
        scans,
        inside,
        mine,
    })
}

fn share(items: &[Item], seat: Seat, mine: Option<MemberId>, may_edit: bool) -> Share {
    let theirs: Vec<&Item> = items.iter().filter(|item| item.member == Some(seat.member)).collect();
    let verdict = |item: &&&Item| item.answer.verdict.is_some();
    Share {
        given: theirs.len(),
        answered: theirs.iter().filter(verdict).count(),
        unexplained: theirs
            .iter()
            .filter(|item| {
                item.answer.verdict.as_deref().is_some_and(|code| code != "met")
                    && item.answer.note.is_empty()
            })
            .count(),
        mine: may_edit || mine == Some(seat.member),
        seat,
    }
}
