//! Telling people: a notice is a row with its outcome before it is a message.
//!
//! `tell_*` are called inside the act the notice is about, so that what happened
//! and what was told about it are kept together. Not here: the words
//! (`papers::message`), sending (`worker`), what falls due when (`reminder`).

mod deciding;
mod reading;

pub use deciding::{Decision, decide, send_again};
pub use reading::{
    Bell, Log, acknowledge, acknowledge_all, bell, file, file_of_log, get, log, mark_all_read, mark_read,
    mine, one_of_log,
};

use crate::clock::new_id;
use crate::{Act, Refusal};
use domain::identifier::{CampaignId, FileId, NoticeId, TeamId, UnitId, UserId};
use domain::policy::Role;
use papers::message::Message;
use store::notice;
use store::people::{self, User};
use store::unit;

pub use store::file::Attached;
pub use store::notice::{Filter, Logged, Notice, STATES};

/// The object kind under which files hang on a notice.
pub const FILES: &str = "notice";
/// Focal persons without an account that are written to, at most.
const PERSONS: usize = 5;

/// What is to be told, whoever hears it.
#[derive(Debug, Clone)]
pub struct Telling<'a> {
    /// Stable snake_case code, `finding_due`.
    pub kind: &'static str,
    /// The same key is never told twice to the same addressee.
    pub once_key: String,
    pub message: Message,
    /// Where in the product it leads: a path that begins with `/`.
    pub link: Option<String>,
    pub campaign: Option<CampaignId>,
    /// Kind and identifier of what it is about.
    pub object: (&'static str, String),
    pub files: &'a [FileId],
}

impl Telling<'_> {
    fn row(&self, act: &Act<'_>, to: &str) -> Notice {
        Notice {
            id: new_id(),
            once_key: format!("{}:{to}", self.once_key),
            kind: self.kind.to_owned(),
            campaign: self.campaign,
            object_kind: self.object.0.to_owned(),
            object_id: self.object.1.clone(),
            unit: None,
            user: None,
            email: None,
            subject: self.message.subject.clone(),
            body: self.message.body.clone(),
            link: self.link.clone(),
            state: "queued".into(),
            attempts: 0,
            outcome: None,
            created_at: act.now,
            sent_at: None,
            read_at: None,
            acknowledged_at: None,
            acknowledged_by: None,
        }
    }
}

/// Tells one person. Without an address, or without mail, the product is where
/// it is told, and so it is sent at once. Returns whether it is new.
pub async fn tell_user(
    act: &mut Act<'_>,
    user: &User,
    unit: Option<UnitId>,
    telling: &Telling<'_>,
) -> Result<bool, Refusal> {
    let mut row = telling.row(act, &user.id.to_string());
    row.user = Some(user.id);
    row.unit = unit;
    row.email = if act.app.mailer.is_off() { None } else { user.email.clone() };
    if row.email.is_none() {
        row.state = "sent".into();
        row.outcome = Some("in the product".into());
        row.sent_at = Some(act.now);
    }
    keep(act, &row, telling.files).await
}

/// Tells a unit: each of its focal persons and its head; where none has an
/// account, the addresses the registry knows. A unit nobody can be reached at
/// leaves a failed row for the office. Returns how many rows are new.
pub async fn tell_unit(act: &mut Act<'_>, id: UnitId, telling: &Telling<'_>) -> Result<usize, Refusal> {
    let mut people = people::holders(&mut act.tx, Role::UnitFocal, id).await?;
    people.extend(people::holders(&mut act.tx, Role::UnitHead, id).await?);
    if let Some(new) = tell_each(act, people, Some(id), telling).await? {
        return Ok(new);
    }
    let mut new = 0;
    let addresses = addresses(act, id).await?;
    for address in &addresses {
        let mut row = telling.row(act, &format!("{id}:{address}"));
        row.unit = Some(id);
        if act.app.mailer.is_off() {
            row.state = "failed".into();
            row.outcome = Some("no account, and mail is off".into());
        }
        row.email = Some(address.clone());
        new += usize::from(keep(act, &row, telling.files).await?);
    }
    if addresses.is_empty() {
        let mut row = telling.row(act, &id.to_string());
        row.unit = Some(id);
        row.state = "failed".into();
        row.outcome = Some("no account and no address".into());
        new += usize::from(keep(act, &row, telling.files).await?);
    }
    Ok(new)
}

/// Tells the head of a unit; the whole unit where no head has an account.
pub async fn tell_head(act: &mut Act<'_>, id: UnitId, telling: &Telling<'_>) -> Result<usize, Refusal> {
    let heads = people::holders(&mut act.tx, Role::UnitHead, id).await?;
    match tell_each(act, heads, Some(id), telling).await? {
        Some(new) => Ok(new),
        None => tell_unit(act, id, telling).await,
    }
}

/// Tells a unit's head in words of their own, its other persons as usual.
pub async fn tell_with_head(
    act: &mut Act<'_>,
    id: UnitId,
    telling: &Telling<'_>,
    to_head: &Telling<'_>,
) -> Result<usize, Refusal> {
    let heads = people::holders(&mut act.tx, Role::UnitHead, id).await?;
    if heads.is_empty() {
        return tell_unit(act, id, telling).await;
    }
    let mut focal = people::holders(&mut act.tx, Role::UnitFocal, id).await?;
    focal.retain(|user| !heads.iter().any(|head| head.id == user.id));
    let new = tell_each(act, heads, Some(id), to_head).await?.unwrap_or(0);
    Ok(new + tell_each(act, focal, Some(id), telling).await?.unwrap_or(0))
}

/// Tells everyone of the standing office.
pub async fn tell_office(act: &mut Act<'_>, telling: &Telling<'_>) -> Result<usize, Refusal> {
    let people = people::office(&mut act.tx, Role::StandingOffice).await?;
    Ok(tell_each(act, people, None, telling).await?.unwrap_or(0))
}

/// Tells everyone who holds a seat in a team.
pub async fn tell_team(act: &mut Act<'_>, team: TeamId, telling: &Telling<'_>) -> Result<usize, Refusal> {
    let people = people::team_holders(&mut act.tx, team).await?;
    Ok(tell_each(act, people, None, telling).await?.unwrap_or(0))
}

/// `None` when there was nobody.
async fn tell_each(
    act: &mut Act<'_>,
    people: Vec<User>,
    unit: Option<UnitId>,
    telling: &Telling<'_>,
) -> Result<Option<usize>, Refusal> {
    let (mut told, mut new) = (Vec::<UserId>::new(), 0);
    for user in people {
        if !told.contains(&user.id) {
            new += usize::from(tell_user(act, &user, unit, telling).await?);
            told.push(user.id);
        }
    }
    Ok((!told.is_empty()).then_some(new))
}

async fn addresses(act: &mut Act<'_>, id: UnitId) -> Result<Vec<String>, Refusal> {
    let today = act.today();
    let scope = store::Scope::everything(act.who.user.id);
    let own = unit::get(&mut act.tx, &scope, id).await?.and_then(|kept| kept.unit.email);
    let persons = unit::persons(&mut act.tx, id).await?;
    let present = persons.into_iter().map(|(_, person)| person).filter(|person| {
        person.valid_from.is_none_or(|from| from <= today) && person.valid_to.is_none_or(|to| today <= to)
    });
    let mut found: Vec<String> = Vec::new();
    for address in own.into_iter().chain(present.filter_map(|person| person.email).take(PERSONS)) {
        let address = address.trim().to_lowercase();
        if !address.is_empty() && !found.contains(&address) {
            found.push(address);
        }
    }
    Ok(found)
}

async fn keep(act: &mut Act<'_>, row: &Notice, files: &[FileId]) -> Result<bool, Refusal> {
    let new = notice::add(&mut act.tx, row).await?;
    if new {
        attach(act, row.id, files).await?;
        if row.state == "queued" {
            act.ring();
        }
    }
    Ok(new)
}

async fn attach(act: &mut Act<'_>, id: NoticeId, files: &[FileId]) -> Result<(), Refusal> {
    for added in files {
        store::file::attach(&mut act.tx, *added, FILES, &id.to_string(), "", None, act.now).await?;
    }
    Ok(())
}
