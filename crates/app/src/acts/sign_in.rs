//! Logging in and out: argon2id, lockout after failed attempts, sessions that
//! can be seen and revoked.

use crate::acts::people::Details;
use crate::clock::{hex, new_id, secret};
use crate::{Actor, App, Refusal, password};
use domain::campaign::CampaignState;
use domain::identifier::{CampaignId, SessionId, UserId};
use domain::policy::Action;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use store::people::{self, User};

pub use store::people::Session;

/// Failed attempts in a row before an account rests.
pub const ATTEMPTS: i64 = 5;
/// How long it rests.
pub const LOCKOUT: SignedDuration = SignedDuration::from_mins(15);
/// A session ends this long after its last use …
const IDLE: SignedDuration = SignedDuration::from_hours(8);
/// … and this long after log-in at the latest.
const LONGEST: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How stale `seen_at` may get before it is written again.
const TOUCH: SignedDuration = SignedDuration::from_mins(5);

/// Why a log-in failed, as far as the person may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInFailure {
    /// Name or password wrong; which one is not told.
    Wrong,
    LockedUntil(Timestamp),
}

/// Where a request comes from, as the session list shows it.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    pub address: Option<String>,
    pub agent: Option<String>,
}

/// A new session's secret, to be put in the cookie and nowhere else.
#[derive(Clone)]
pub struct Token(pub String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// Checks name and password and opens a session.
pub async fn sign_in(
    app: &App,
    login: &str,
    given: String,
    origin: Origin,
) -> Result<Result<Token, SignInFailure>, Refusal> {
    let login = login.trim().to_lowercase();
    let found = people::by_login(&mut app.store.read().await?, &login).await?;
    let now = app.now();
    if let Some(until) = found.as_ref().and_then(|c| c.user.locked_until).filter(|until| *until > now) {
        return Ok(Err(SignInFailure::LockedUntil(until)));
    }
    let active = found.as_ref().filter(|c| c.user.disabled_at.is_none());
    let right = password::verify(app, given, active.map(|c| c.password_hash.clone())).await?;
    let Some(credentials) = found else { return Ok(Err(SignInFailure::Wrong)) };
    let user = credentials.user;
    let who = Actor::person(user.clone(), Vec::new(), None);
    let mut act = app.act(&who).await?;
    if !right {
        // Counted on the row as it is now, so that parallel guesses all count.
        let failed = people::by_login(&mut act.tx, &login).await?.map_or(0, |c| c.failed_count) + 1;
        let locked = (failed >= ATTEMPTS).then(|| now + LOCKOUT);
        let kept = if locked.is_some() { 0 } else { failed };
        people::set_failures(&mut act.tx, user.id, kept, locked).await?;
        act.tell(
            "sign_in.failed",
            "user",
            user.id,
            serde_json::json!({ "address": origin.address, "locked": locked.is_some() }),
        )
        .await?;
        act.done().await?;
        return Ok(Err(locked.map_or(SignInFailure::Wrong, SignInFailure::LockedUntil)));
    }
    let token = secret::<32>()?;
    let session = Session {
        id: new_id(),
        user: user.id,
        created_at: now,
        seen_at: now,
        expires_at: now + IDLE,
        address: origin.address.clone(),
        agent: origin.agent.map(|agent| agent.chars().take(200).collect()),
    };
    people::set_failures(&mut act.tx, user.id, 0, None).await?;
    people::open_session(&mut act.tx, &token_hash(&token), &session).await?;
    act.tell("sign_in", "user", user.id, serde_json::json!({ "address": origin.address })).await?;
    act.done().await?;
    Ok(Ok(Token(token)))
}

/// Who a session's token belongs to; none when it ended.
pub async fn who_is(app: &App, token: &str) -> Result<Option<Actor>, Refusal> {
    let now = app.now();
    let mut tx = app.store.read().await?;
    let Some((session, user)) = people::session_by_token(&mut tx, &token_hash(token)).await? else {
        return Ok(None);
    };
    if session.expires_at <= now || session.created_at + LONGEST <= now {
        return Ok(None);
    }
    let grants = people::grants_of(&mut tx, user.id).await?;
    drop(tx);
    if session.seen_at + TOUCH <= now
        && let Err(error) = touch(app, session.id, now).await
    {
        // On a full disk people can still read.
        tracing::warn!(%error, "a session's last use could not be written");
    }
    Ok(Some(Actor::person(user, grants, Some(session.id))))
}

async fn touch(app: &App, session: SessionId, now: Timestamp) -> Result<(), Refusal> {
    let mut tx = app.store.change().await?;
    people::touch_session(&mut tx, session, now, now + IDLE).await?;
    Ok(tx.keep().await?)
}

/// Ends the person's present session.
pub async fn sign_out(app: &App, who: &Actor) -> Result<(), Refusal> {
    let Some(session) = who.session else { return Ok(()) };
    revoke(app, who, session).await
}

/// Ends one of the person's own sessions.
pub async fn revoke(app: &App, who: &Actor, session: SessionId) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    if !people::revoke_session(&mut act.tx, who.user.id, session, act.now).await? {
        return Err(Refusal::NotFound);
    }
    act.tell("session.revoke", "session", session, ()).await?;
    act.done().await
}

/// The person's living sessions.
pub async fn sessions(app: &App, who: &Actor) -> Result<Vec<Session>, Refusal> {
    let mut tx = app.store.read().await?;
    Ok(people::sessions_of(&mut tx, who.user.id, app.now()).await?)
}

/// Corrects one's own details.
pub async fn correct_details(app: &App, who: &Actor, details: Details) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let mut account = people::get(&mut act.tx, who.user.id).await?.ok_or(Refusal::NotFound)?;
    details.put(&mut account)?;
    people::update(&mut act.tx, &account).await?;
    act.tell("account.update", "user", who.user.id, ()).await?;
    act.done().await
}

/// Changes one's own password; every other session ends.
pub async fn change_password(app: &App, who: &Actor, old: String, new: String) -> Result<(), Refusal> {
    if !password::is_acceptable(&new) {
        return Err(Refusal::invalid("new", "password-weak"));
    }
    let credentials =
        people::by_login(&mut app.store.read().await?, &who.user.login).await?.ok_or(Refusal::NotFound)?;
    if new == old {
        return Err(Refusal::invalid("new", "password-same"));
    }
    if !password::verify(app, old, Some(credentials.password_hash)).await? {
        return Err(Refusal::invalid("old", "password-wrong"));
    }
    let hash = password::hash(app, new).await?;
    let mut act = app.act(who).await?;
    people::set_password(&mut act.tx, who.user.id, &hash, false).await?;
    end_other_sessions(&mut act, who.user.id, who.session).await?;
    act.tell("password.change", "user", who.user.id, ()).await?;
    act.done().await
}

async fn end_other_sessions(
    act: &mut crate::Act<'_>,
    user: UserId,
    keep: Option<SessionId>,
) -> Result<(), Refusal> {
    for session in people::sessions_of(&mut act.tx, user, act.now).await? {
        if Some(session.id) != keep {
            people::revoke_session(&mut act.tx, user, session.id, act.now).await?;
        }
    }
    Ok(())
}

/// The account behind an id, for pages that name people.
pub async fn user(app: &App, id: UserId) -> Result<Option<User>, Refusal> {
    Ok(people::get(&mut app.store.read().await?, id).await?)
}

/// What the frame of every page says about the person.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The unit they act for, or nothing.
    pub unit: String,
    pub unread: i64,
    /// Campaigns under way within sight, newest first, for the switch.
    pub campaigns: Vec<(CampaignId, String)>,
}

/// Campaigns offered by the switch, at most.
const CAMPAIGNS: u32 = 12;

/// Reads it, in three queries at most.
pub async fn about(app: &App, who: &Actor) -> Result<About, Refusal> {
    let mut tx = app.store.read().await?;
    let unread = store::notice::unread(&mut tx, who.user.id).await?;
    let unit = match who.units().first() {
        Some(unit) => store::unit::name_of(&mut tx, *unit).await?.unwrap_or_default(),
        None => String::new(),
    };
    let campaigns = match who.scope(Action::CampaignRead) {
        Some(scope) => store::campaign::list(&mut tx, &scope, CAMPAIGNS, 0)
            .await?
            .into_iter()
            .filter(|kept| kept.campaign.state != CampaignState::Draft)
            .map(|kept| (kept.campaign.id, kept.campaign.title))
            .collect(),
        None => Vec::new(),
    };
    Ok(About { unit, unread, campaigns })
}
