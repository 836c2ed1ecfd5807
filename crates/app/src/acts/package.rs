//! Visits taken along: a sealed package for someone who works where there is no
//! network, and the answers they bring back.
//!
//! The folder beside this file holds what travels, the record outside, and the
//! merging. Nothing of a package is believed for having come: whoever answered
//! needs today's right to answer, a text that met another does not replace it,
//! and files pass the guard. Not here: closing and signing (`evidence`), rows
//! (`store::package`), rules of answering (`visit`).

mod merge;
mod outside;
mod travel;

pub use merge::{Brought, bring_back, decide};
pub use outside::{Carried, OpenError, carried, open, seal};
pub use store::package::{Listed, On, Package, Return};
pub use travel::{Homeward, NotTravelled, Outward};

use super::visit::{Field, insider};
use crate::clock::{new_id, secret};
use crate::{Actor, App, Refusal};
use domain::identifier::{CampaignId, ConflictId, PackageId, VisitId};
use domain::policy::Action;
use jiff::Timestamp;
use store::package as record;
use store::visit::{self, fieldwork, recheck};

/// The object kind of packages, in the audit.
pub const KIND: &str = "package";
/// The largest file that comes back, in bytes.
pub const LARGEST: usize = 150 << 20;
/// The shortest code a package is closed under, in characters.
pub const SHORTEST_CODE: usize = 12;
/// The longest.
const LONGEST_CODE: usize = 200;

/// The packages of a visit, and what waits for a decision.
#[derive(Debug, Clone)]
pub struct View {
    pub visit: VisitId,
    pub unit_name: String,
    pub packages: Vec<Listed>,
    pub conflicts: Vec<Conflict>,
    /// Whether this person may take the visit along themselves.
    pub may_take: bool,
    /// Whether this person may bring anyone's answers back and decide.
    pub may_merge: bool,
    /// The record is one that was taken along itself.
    pub outside: bool,
}

/// A text that was brought back over another, both beside each other.
#[derive(Debug, Clone)]
pub struct Conflict {
    pub id: ConflictId,
    pub campaign: CampaignId,
    pub on: On,
    /// The item's question or the finding's text, and its number.
    pub number: String,
    pub about: String,
    pub about_en: String,
    pub field: String,
    pub stands: String,
    pub stands_by: String,
    pub brought: String,
    pub brought_by: String,
    pub brought_at: Timestamp,
}

/// A code nobody guesses, in groups people can read to each other: letters and
/// digits that are not taken for one another.
pub fn proposed_code() -> Result<String, Refusal> {
    const SIGNS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let digits = secret::<20>()?;
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap_or("0"), 16).unwrap_or(0);
    let signs: Vec<char> = digits
        .as_bytes()
        .chunks(2)
        .map(|pair| char::from(SIGNS[usize::from(byte(pair)) % SIGNS.len()]))
        .collect();
    Ok(signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}

/// The packages of a visit, for those who see the team's work.
pub async fn view(app: &App, who: &Actor, id: VisitId) -> Result<View, Refusal> {
    let scope = insider(who, Action::VisitRead).ok_or(Refusal::NotAllowed(Action::VisitRead.code()))?;
    let mut tx = app.store.read().await?;
    let kept = visit::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let parts = visit::parts(&mut tx, &scope, id).await?;
    let in_team = parts.iter().any(|part| who.teams().contains(&part.team));
    let goes_on = kept.cancelled_at.is_none();
    let mut conflicts = Vec::new();
    for waiting in record::waiting(&mut tx, id).await? {
        if let Some(conflict) = beside(&mut tx, waiting, &parts).await? {
            conflicts.push(conflict);
        }
    }
    Ok(View {
        visit: id,
        unit_name: kept.unit_name,
        packages: record::of_visit(&mut tx, id).await?,
        conflicts,
        may_take: in_team && goes_on && who.may(Action::VisitAnswer),
        may_merge: in_team && goes_on && who.may(Action::VisitRun),
        outside: app.carried.is_some(),
    })
}

/// A waiting text with the one that stands; none for a share this person does
/// not see.
async fn beside(
    tx: &mut store::Tx,
    waiting: record::Waiting,
    parts: &[visit::Part],
) -> Result<Option<Conflict>, Refusal> {
    let record::Waiting { conflict, name, .. } = waiting;
    if !parts.iter().any(|part| part.campaign == conflict.campaign) {
        return Ok(None);
    }
    let (number, about, about_en, stands, stands_by) = match conflict.on {
        On::Item(item) => {
            let Some(item) = fieldwork::get_item(tx, conflict.visit, conflict.campaign, item).await? else {
                return Ok(None);
            };
            let Some(field) = Field::from_code(&conflict.field) else { return Ok(None) };
            let stands = field.of(&item.answer);
            let by = writer(tx, conflict.visit, &item, field).await?;
            // "soan_thao.2" is the second of its theme, as the checklist shows it.
            let number = item.code.rsplit('.').next().unwrap_or_default().to_owned();
            (number, item.question, item.question_en, stands, by)
        }
        On::Finding(finding) => {
            let Some(known) = recheck::get(tx, conflict.visit, conflict.campaign, finding).await? else {
                return Ok(None);
            };
            let stands = merge::stands(known.verdict.as_deref(), &known.note);
            (known.number.to_string(), known.text.clone(), known.text, stands, known.answered_by)
        }
    };
    Ok(Some(Conflict {
        id: conflict.id,
        campaign: conflict.campaign,
        on: conflict.on,
        number,
        about,
        about_en,
        field: conflict.field,
        stands,
        stands_by: stands_by.unwrap_or_default(),
        brought: conflict.brought,
        brought_by: name,
        brought_at: conflict.brought_at,
    }))
}

/// Who wrote the text that stands in a field: an answer's other fields may have
/// been written by others since.
async fn writer(
    tx: &mut store::Tx,
    visit: VisitId,
    item: &fieldwork::Item,
    field: Field,
) -> Result<Option<String>, Refusal> {
    let stands = field.of(&item.answer);
    let mut by = item.answered_by.clone();
    for past in fieldwork::past(tx, visit, item.id).await? {
        if past.fate != fieldwork::REPLACED {
            continue;
        }
        if field.of(&past.answer) != stands {
            break;
        }
        by = past.answered_by;
    }
    Ok(by)
}

/// Seals a visit for oneself, closed under a code: the file's name and bytes.
/// The code is kept nowhere.
pub async fn take_along(
    app: &App,
    who: &Actor,
    id: VisitId,
    code: &str,
) -> Result<(String, Vec<u8>), Refusal> {
    let code = code.trim();
    let length = code.chars().count();
    if length < SHORTEST_CODE {
        return Err(Refusal::invalid("code", "package-code-short"));
    }
    if length > LONGEST_CODE {
        return Err(Refusal::invalid("code", "package-code-long"));
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitAnswer)?;
    let kept = visit::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    if kept.cancelled_at.is_some() {
        return Err(Refusal::not_now("cancelled", "take_along"));
    }
    let parts = visit::parts(&mut act.tx, &scope, id).await?;
    let mine: Vec<_> = parts.iter().filter(|part| who.teams().contains(&part.team)).collect();
    if mine.is_empty() {
        return Err(Refusal::NotAllowed(Action::VisitAnswer.code()));
    }
    let (opens_with, address) = evidence::new_key();
    let signing = secret::<32>()?;
    let sealer = evidence::Sealer::from_hex(&signing)
        .ok_or_else(|| Refusal::Broken("a key could not be made".into()))?;
    let package = Package {
        id: new_id(),
        visit: id,
        user: who.user.id,
        opens_with,
        signed_with: sealer.key(),
        made_by: who.user.id,
        made_at: act.now,
        withdrawn_at: None,
    };
    let campaigns: Vec<CampaignId> = mine.iter().map(|part| part.campaign).collect();
    let rows = record::gather(&mut act.tx, id, &campaigns, who.user.id).await?;
    let outward = Outward::new(&package, &kept.unit_name, address, signing, rows);
    record::add(&mut act.tx, &package).await?;
    let detail = serde_json::json!({ "visit": id.to_string(), "signed_with": package.signed_with });
    act.tell("package.take_along", KIND, package.id, detail).await?;
    act.done().await?;
    let bytes = serde_json::to_vec(&outward)?;
    let code = code.to_owned();
    let locked = tokio::task::spawn_blocking(move || evidence::lock_with_code(&bytes, &code))
        .await
        .map_err(|error| Refusal::Broken(format!("closing a package stopped: {error}")))?
        .map_err(|error| Refusal::Broken(format!("a package could not be closed: {error}")))?;
    Ok((travel::name(&kept.unit_name, domain::moment::day(package.made_at), "rsv"), locked))
}

/// Takes no more answers of a package (a lost stick, a stolen laptop).
pub async fn withdraw(app: &App, who: &Actor, id: VisitId, package: PackageId) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitAnswer)?;
    visit::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let kept = record::get(&mut act.tx, id, package).await?.ok_or(Refusal::NotFound)?;
    if kept.user != who.user.id && who.scope(Action::VisitRun).is_none() {
        return Err(Refusal::NotAllowed(Action::VisitRun.code()));
    }
    if !record::withdraw(&mut act.tx, package, act.now).await? {
        return Err(Refusal::not_now("withdrawn", "withdraw"));
    }
    act.tell("package.withdraw", KIND, package, serde_json::json!({ "visit": id.to_string() })).await?;
    act.done().await
}
