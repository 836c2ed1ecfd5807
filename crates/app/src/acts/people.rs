//! Accounts and the roles they hold.

use crate::clock::new_id;
use crate::{Act, Actor, App, Refusal, password};
use domain::identifier::{GrantId, UnitId, UserId};
use domain::policy::{Action, Role};
use std::collections::BTreeMap;
use store::people::{self, Grant, User};

/// A role to be held, everywhere or for one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    pub role: Role,
    pub unit: Option<UnitId>,
}

/// What a new account is made from.
#[derive(Debug, Clone)]
pub struct NewUser {
    pub login: String,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub position: Option<String>,
    pub password: String,
    pub must_change: bool,
    pub seats: Vec<Seat>,
}

fn is_login(login: &str) -> bool {
    (3..=64).contains(&login.len())
        && login.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-@".contains(c))
}

/// Makes an account with its first roles.
pub async fn add(app: &App, who: &Actor, new: NewUser) -> Result<UserId, Refusal> {
    let login = new.login.trim().to_lowercase();
    if !is_login(&login) {
        return Err(Refusal::invalid("login", "login-malformed"));
    }
    if new.name.trim().is_empty() {
        return Err(Refusal::invalid("name", "field-required"));
    }
    if !password::is_acceptable(&new.password) {
        return Err(Refusal::invalid("password", "password-weak"));
    }
    let hash = password::hash(app, new.password).await?;
    let mut act = app.act(who).await?;
    act.allow(Action::UserManage)?;
    let user = User {
        id: new_id(),
        login,
        name: domain::text::tidy(&new.name),
        email: new.email,
        phone: new.phone,
        position: new.position,
        must_change: new.must_change,
        locked_until: None,
        disabled_at: None,
    };
    match people::add(&mut act.tx, &user, &hash, act.now).await {
        Err(error) if error.is_duplicate() => return Err(Refusal::invalid("login", "login-taken")),
        other => other?,
    }
    for seat in &new.seats {
        seat_in(&mut act, user.id, *seat).await?;
    }
    act.tell("user.add", "user", user.id, serde_json::json!({ "login": user.login })).await?;
    act.done().await?;
    Ok(user.id)
}

async fn seat_in(act: &mut Act<'_>, user: UserId, seat: Seat) -> Result<(), Refusal> {
    if seat.role.is_of_team() || seat.role.is_of_unit() != seat.unit.is_some() {
        return Err(Refusal::invalid("role", "role-needs-its-scope"));
    }
    people::grant(&mut act.tx, new_id(), user, seat.role, seat.unit, None, act.now).await?;
    Ok(())
}

/// Gives a role to an account.
pub async fn grant(app: &App, who: &Actor, user: UserId, seat: Seat) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    act.allow(Action::UserManage)?;
    people::get(&mut act.tx, user).await?.ok_or(Refusal::NotFound)?;
    seat_in(&mut act, user, seat).await?;
    let detail = serde_json::json!({ "role": seat.role.code(), "unit": seat.unit.map(|u| u.to_string()) });
    act.tell("user.grant", "user", user, detail).await?;
    act.done().await
}

/// Takes a role back. The last administrator cannot take their own.
pub async fn end_grant(app: &App, who: &Actor, user: UserId, grant: GrantId) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    act.allow(Action::UserManage)?;
    let held = people::grants_of(&mut act.tx, user).await?;
    let Some(ending) = held.iter().find(|g| g.id == grant) else { return Err(Refusal::NotFound) };
    if ending.role == Role::Administrator
        && people::office(&mut act.tx, Role::Administrator).await?.len() <= 1
    {
        return Err(Refusal::invalid("role", "last-administrator"));
    }
    people::end_grant(&mut act.tx, grant, act.now).await?;
    act.tell("user.end_grant", "user", user, serde_json::json!({ "role": ending.role.code() })).await?;
    act.done().await
}

/// Sets someone's password (a forgotten one); they must choose their own next.
pub async fn reset_password(app: &App, who: &Actor, user: UserId, new: String) -> Result<(), Refusal> {
    if !password::is_acceptable(&new) {
        return Err(Refusal::invalid("password", "password-weak"));
    }
    let hash = password::hash(app, new).await?;
    let mut act = app.act(who).await?;
    act.allow(Action::UserManage)?;
    people::get(&mut act.tx, user).await?.ok_or(Refusal::NotFound)?;
    people::set_password(&mut act.tx, user, &hash, true).await?;
    people::revoke_sessions(&mut act.tx, user, act.now).await?;
    act.tell("user.reset_password", "user", user, ()).await?;
    act.done().await
}

/// Closes or reopens an account; closing ends its sessions at once.
pub async fn set_disabled(app: &App, who: &Actor, user: UserId, disabled: bool) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    act.allow(Action::UserManage)?;
    if user == who.user.id {
        return Err(Refusal::invalid("user", "not-yourself"));
    }
    let mut account = people::get(&mut act.tx, user).await?.ok_or(Refusal::NotFound)?;
    account.disabled_at = disabled.then_some(act.now);
    people::update(&mut act.tx, &account).await?;
    if disabled {
        people::revoke_sessions(&mut act.tx, user, act.now).await?;
    }
    act.tell(if disabled { "user.disable" } else { "user.enable" }, "user", user, ()).await?;
    act.done().await
}

/// Accounts with what they hold.
pub async fn list(
    app: &App,
    who: &Actor,
    words: &str,
    limit: u32,
    offset: u32,
) -> Result<Vec<(User, Vec<Grant>)>, Refusal> {
    let (mut tx, _) = app.look(who, Action::UserManage).await?;
    let folded = domain::text::fold(words);
    let users = people::list(&mut tx, &folded, limit, offset).await?;
    let mut held: BTreeMap<UserId, Vec<Grant>> = BTreeMap::new();
    for (user, grant) in people::grants_of_list(&mut tx, &folded, limit, offset).await? {
        held.entry(user).or_default().push(grant);
    }
    let with_grants = |user: User| {
        let grants = held.remove(&user.id).unwrap_or_default();
        (user, grants)
    };
    Ok(users.into_iter().map(with_grants).collect())
}
