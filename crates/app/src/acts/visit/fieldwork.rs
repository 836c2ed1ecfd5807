//! Fieldwork: the checklist items of one campaign at a visit, who has them, what
//! was answered, and where that parts from the unit's own report.
//!
//! Each field of an answer is saved by itself over the text its writer saw; a
//! save that comes too late is refused and set aside. Not here: findings drawn
//! from answers (`finding`), earlier findings (`recheck`).

use super::claims::{Said, reported};
use super::seen::mark;
use super::{KIND, being_written, insider, paragraphs, share};
use crate::clock::new_id;
use crate::{Act, Actor, App, Refusal};
use domain::bilingual::Bilingual;
use domain::identifier::{CampaignId, MemberId, VisitId, VisitItemId};
use domain::policy::Action;
use domain::visit::{Discrepancy, Verdict, discrepancy};
use jiff::Timestamp;
use std::collections::BTreeMap;
pub use store::visit::fieldwork::Past;
use store::visit::fieldwork::{self as record, Answer, Item, Saving};
use store::visit::recheck::{self, Recheck};
use store::visit::{self, Part, Seat, Visit};
use store::{Scope, campaign, minutes, team};

/// One item with everything beside it.
#[derive(Debug, Clone)]
pub struct Line {
    pub item: Item,
    /// What the unit reported, where the item is held against a report.
    pub said: Option<Said>,
    pub differs: Option<Discrepancy>,
    pub evidence: i64,
    /// Whether this person may answer it.
    pub open_to_me: bool,
}

/// The fieldwork of one campaign at a visit.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub visit: Visit,
    /// Every share this person sees; the one shown is among them.
    pub parts: Vec<Part>,
    pub part: Part,
    pub lines: Vec<Line>,
    pub earlier: Vec<Recheck>,
    pub seats: Vec<Seat>,
    /// This person's own seat in the team.
    pub mine: Option<MemberId>,
    pub may_answer: bool,
    pub may_assign: bool,
    pub may_record: bool,
    /// The findings recorded here so far, with the item each came from.
    pub findings: Vec<minutes::Stated>,
    pub themes: BTreeMap<String, Bilingual>,
}

/// One field of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    Verdict,
    Note,
    Location,
    Told,
    Counted,
}

/// One field as typed, and the mark of the text it was typed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub field: Field,
    pub typed: String,
    pub seen: String,
}

/// A field that someone else wrote meanwhile: theirs stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    pub field: Field,
    pub theirs: String,
    pub by: String,
}

/// What came of a save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    pub at: Timestamp,
    pub stale: Vec<Stale>,
    /// The answer as it stands now.
    pub answer: Answer,
    /// Whether anything was kept or set aside.
    pub touched: bool,
}

impl Field {
    pub const ALL: [Field; 5] = [Field::Verdict, Field::Note, Field::Location, Field::Told, Field::Counted];

    pub fn code(self) -> &'static str {
        match self {
            Field::Verdict => "verdict",
            Field::Note => "note",
            Field::Location => "location",
            Field::Told => "told",
            Field::Counted => "counted",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }

    /// The field's text in an answer.
    pub fn of(self, answer: &Answer) -> String {
        match self {
            Field::Verdict => answer.verdict.clone().unwrap_or_default(),
            Field::Note => answer.note.clone(),
            Field::Location => answer.location.clone(),
            Field::Told => answer.told.clone(),
            Field::Counted => answer.counted.map(|figure| figure.to_string()).unwrap_or_default(),
        }
    }

    /// The typed text as it is kept.
    pub(crate) fn read(self, typed: &str) -> Result<String, Refusal> {
        let text = paragraphs(self.code(), typed)?;
        match self {
            Field::Verdict if !text.is_empty() && Verdict::from_code(&text).is_none() => {
                Err(Refusal::invalid("verdict", "form-not-a-choice"))
            }
            Field::Counted if !text.is_empty() => {
                let digits: String = text.chars().filter(|c| !matches!(c, '.' | ',' | ' ')).collect();
                match digits.parse::<i64>() {
                    Ok(figure) if figure >= 0 => Ok(figure.to_string()),
                    _ => Err(Refusal::invalid("counted", "form-not-number")),
                }
            }
            _ => Ok(text),
        }
    }

    fn put(self, answer: &mut Answer, text: String) {
        match self {
            Field::Verdict => answer.verdict = Some(text).filter(|code| !code.is_empty()),
            Field::Note => answer.note = text,
            Field::Location => answer.location = text,
            Field::Told => answer.told = text,
            Field::Counted => answer.counted = text.parse().ok(),
        }
    }
}

/// The title of a theme, from the campaign's checklist pack.
pub fn theme_title(sheet: &Sheet, theme: &str) -> Bilingual {
    sheet.themes.get(theme).cloned().unwrap_or_else(|| Bilingual::new(theme, theme))
}

/// The titles of a campaign's themes.
pub(crate) fn themes(app: &App, checklist: Option<&str>) -> BTreeMap<String, Bilingual> {
    checklist
        .and_then(|code| app.packs.checklists.get(code))
        .map(|list| list.themes.iter().map(|theme| (theme.code.clone(), theme.title.clone())).collect())
        .unwrap_or_default()
}

/// The fieldwork as its page shows it, in a fixed number of queries. Drafts are
/// the team's: who only acts for the unit is told there is nothing.
pub async fn sheet(app: &App, who: &Actor, id: VisitId, of: Option<CampaignId>) -> Result<Sheet, Refusal> {
    let scope = insider(who, Action::VisitRead).ok_or(Refusal::NotAllowed(Action::VisitRead.code()))?;
    let mut tx = app.store.read().await?;
    let kept = visit::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let parts = visit::parts(&mut tx, &scope, id).await?;
    let part = match of {
        Some(of) => parts.iter().find(|part| part.campaign == of),
        None => parts.first(),
    };
    let part = part.cloned().ok_or(Refusal::NotFound)?;
    let everything = Scope::everything(who.user.id);
    let plan = campaign::get(&mut tx, &everything, part.campaign).await?.ok_or(Refusal::NotFound)?;
    let own = team::seat(&mut tx, part.team, who.user.id).await?.map(|seat| seat.id);
    let writing = super::WRITING.contains(&part.minutes_state.as_str()) && kept.cancelled_at.is_none();
    let may = |action| who.is_program() || who.teams().contains(&part.team) && who.may(action);
    let runs = may(Action::VisitRun);
    let seats: Vec<Seat> =
        visit::members(&mut tx, id).await?.into_iter().filter(|seat| seat.team == part.team).collect();
    let handed = own.is_some_and(|own| seats.iter().any(|s| s.member == own && s.handed_at.is_some()));
    let said = reported(app, &mut tx, &everything, part.target).await?;
    let evidence = record::evidence_counts(&mut tx, id).await?;
    let lines = record::items(&mut tx, id, part.campaign)
        .await?
        .into_iter()
        .map(|item| {
            let said = said.on(item.outline_field.as_deref());
            let verdict = item.answer.verdict.as_deref().and_then(Verdict::from_code);
            let differs =
                said.as_ref().and_then(|said| discrepancy(said.claim, verdict, item.answer.counted));
            Line {
                evidence: evidence.get(&item.id).copied().unwrap_or(0),
                open_to_me: writing
                    && may(Action::VisitAnswer)
                    && (runs || !handed && item.member.is_none_or(|member| Some(member) == own)),
                said,
                differs,
                item,
            }
        })
        .collect();
    Ok(Sheet {
        lines,
        earlier: recheck::list(&mut tx, id, part.campaign).await?,
        findings: minutes::findings(&mut tx, id, part.campaign).await?,
        mine: own,
        may_answer: writing && may(Action::VisitAnswer) && (runs || !handed),
        may_assign: writing && runs,
        may_record: writing && may(Action::FindingRecord),
        themes: themes(app, plan.campaign.checklist.as_deref()),
        visit: kept,
        seats,
        parts,
        part,
    })
}

/// What stood in an item before, and what came too late.
pub async fn past(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    item: VisitItemId,
) -> Result<Vec<Past>, Refusal> {
    let scope = insider(who, Action::VisitRead).ok_or(Refusal::NotAllowed(Action::VisitRead.code()))?;
    let mut tx = app.store.read().await?;
    let parts = visit::parts(&mut tx, &scope, id).await?;
    parts.iter().find(|part| part.campaign == of).ok_or(Refusal::NotFound)?;
    record::get_item(&mut tx, id, of, item).await?.ok_or(Refusal::NotFound)?;
    Ok(record::past(&mut tx, id, item).await?)
}

/// Saves fields of an answer; answers the instant after they are on disk.
pub async fn save(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    item: VisitItemId,
    changes: &[Change],
) -> Result<Saved, Refusal> {
    let mut written = Vec::with_capacity(changes.len());
    for change in changes {
        let text = change.field.read(&change.typed)?;
        written.push(Written { field: change.field, text, over: std::slice::from_ref(&change.seen) });
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitAnswer)?;
    let (_, part) = share(&mut act, &scope, id, of).await?;
    let at = act.now;
    let saved = save_in(&mut act, who, &part, item, at, &written).await?;
    if saved.touched {
        act.done().await?;
    }
    Ok(Saved { at: app.now(), ..saved })
}

/// One field as it is to stand, and the marks of the texts it may replace.
#[derive(Debug)]
pub(crate) struct Written<'a> {
    pub field: Field,
    pub text: String,
    pub over: &'a [String],
}

/// Saves fields of an answer that `who` gave at an instant, as a part of an act:
/// a field whose text is none of those it was written over stays, and what was
/// written is set aside.
pub(crate) async fn save_in(
    act: &mut Act<'_>,
    who: &Actor,
    part: &Part,
    item: VisitItemId,
    at: Timestamp,
    written: &[Written<'_>],
) -> Result<Saved, Refusal> {
    let standing = to_answer(act, who, part, item).await?;
    let (mut answer, mut late) = (standing.answer.clone(), standing.answer.clone());
    let mut stale = Vec::new();
    for one in written {
        let stands = one.field.of(&standing.answer);
        // What stands there already, and what was not touched, is no save.
        if stands == one.text || one.over == [mark(&one.text)] {
            continue;
        }
        if one.over.contains(&mark(&stands)) {
            one.field.put(&mut answer, one.text.clone());
        } else {
            one.field.put(&mut late, one.text.clone());
            let by = standing.answered_by.clone().unwrap_or_default();
            stale.push(Stale { field: one.field, theirs: stands, by });
        }
    }
    let changed = answer != standing.answer;
    let touched = changed || !stale.is_empty();
    if !touched {
        return Ok(Saved { at, stale, answer, touched });
    }
    let saving = Saving {
        visit: part.visit,
        item,
        version: standing.version,
        answer: &answer,
        by: who.user.id,
        now: at,
        past: new_id(),
    };
    if changed && !record::save(&mut act.tx, saving).await? {
        return Err(Refusal::Conflict);
    }
    if !stale.is_empty() {
        record::set_aside(&mut act.tx, Saving { answer: &late, past: new_id(), ..saving }).await?;
    }
    // That it was answered and how, never what was written.
    let detail = serde_json::json!({
        "item": standing.code, "verdict": answer.verdict, "changed": changed, "refused": stale.len(),
    });
    act.tell("visit.answer", KIND, part.visit, detail).await?;
    Ok(Saved { at, stale, answer, touched })
}

/// An item a person may answer now.
pub(super) async fn to_answer(
    act: &mut Act<'_>,
    who: &Actor,
    part: &Part,
    item: VisitItemId,
) -> Result<Item, Refusal> {
    being_written(part, "answer")?;
    let item =
        record::get_item(&mut act.tx, part.visit, part.campaign, item).await?.ok_or(Refusal::NotFound)?;
    if who.scope(Action::VisitRun).is_some() {
        return Ok(item);
    }
    let own = team::seat(&mut act.tx, part.team, who.user.id).await?.map(|seat| seat.id);
    if item.member.is_some_and(|member| Some(member) != own) {
        return Err(Refusal::NotAllowed("visit.answer"));
    }
    let seats = visit::members(&mut act.tx, part.visit).await?;
    if seats.iter().any(|seat| Some(seat.member) == own && seat.handed_at.is_some()) {
        return Err(Refusal::not_now("handed_in", "answer"));
    }
    Ok(item)
}

/// Gives one item or a whole theme to a member, or to nobody.
pub async fn assign(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    what: Share<'_>,
    member: Option<MemberId>,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitRun)?;
    let (_, part) = share(&mut act, &scope, id, of).await?;
    being_written(&part, "assign")?;
    if let Some(member) = member {
        let seats = visit::members(&mut act.tx, id).await?;
        let known = seats.iter().any(|seat| seat.member == member && seat.team == part.team);
        if !known {
            return Err(Refusal::invalid("member", "visit-not-of-the-team"));
        }
    }
    let (theme, item) = match what {
        Share::Theme(theme) => (theme, None),
        Share::Item(item) => ("", Some(item)),
    };
    let given = record::assign(&mut act.tx, id, of, theme, item, member).await?;
    if given == 0 {
        return Err(Refusal::NotFound);
    }
    let detail = serde_json::json!({ "items": given, "member": member.map(|member| member.to_string()) });
    act.tell("visit.assign", KIND, id, detail).await?;
    act.done().await
}

/// What is given to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share<'a> {
    Theme(&'a str),
    Item(VisitItemId),
}
