//! Accounts and the roles they hold.
//!
//! Not here: signing in and what people change about themselves (`sign_in`).

use crate::acts::unit::is_address;
use crate::clock::new_id;
use crate::{Act, Actor, App, Refusal, password};
use domain::identifier::{GrantId, SessionId, UnitId, UserId};
use domain::policy::{Action, Role};
use domain::text::tidy;
use store::people;
pub use store::people::{Filter, Grant, Held, Session, User};

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
        name: tidy(&new.name),
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

/// Takes a role back. The last administrator keeps theirs.
pub async fn end_grant(app: &App, who: &Actor, user: UserId, grant: GrantId) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    act.allow(Action::UserManage)?;
    let held = people::grants_of(&mut act.tx, user).await?;
    let Some(ending) = held.iter().find(|g| g.id == grant) else { return Err(Refusal::NotFound) };
    if ending.role.is_of_team() {
        return Err(Refusal::invalid("role", "role-ends-with-team"));
    }
    if ending.role == Role::Administrator {
        not_the_last(&mut act, user, "role").await?;
    }
    people::end_grant(&mut act.tx, grant, act.now).await?;
    act.tell("user.end_grant", "user", user, serde_json::json!({ "role": ending.role.code() })).await?;
    act.done().await
}

/// Someone else must be left who can look after accounts.
async fn not_the_last(act: &mut Act<'_>, user: UserId, field: &str) -> Result<(), Refusal> {
    let left = people::office(&mut act.tx, Role::Administrator).await?;
    if left.iter().any(|other| other.id != user) {
        return Ok(());
    }
    Err(Refusal::invalid(field, "last-administrator"))
}

/// Who a person is and how they are reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub position: Option<String>,
}

impl Details {
    /// Puts them on an account; what is wrong is said by field.
    pub(super) fn put(self, account: &mut User) -> Result<(), Refusal> {
        let clean = |text: Option<String>| text.map(|text| tidy(&text)).filter(|text| !text.is_empty());
        account.name = tidy(&self.name);
        if account.name.is_empty() {
            return Err(Refusal::invalid("name", "field-required"));
        }
        account.email = clean(self.email);
        if account.email.as_deref().is_some_and(|email| !is_address(email)) {
            return Err(Refusal::invalid("email", "email-malformed"));
        }
        account.phone = clean(self.phone);
        account.position = clean(self.position);
        Ok(())
    }
}

/// Corrects an account's details.
pub async fn update(app: &App, who: &Actor, user: UserId, details: Details) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    act.allow(Action::UserManage)?;
    let mut account = people::get(&mut act.tx, user).await?.ok_or(Refusal::NotFound)?;
    details.put(&mut account)?;
    people::update(&mut act.tx, &account).await?;
    act.tell("user.update", "user", user, serde_json::json!({ "login": account.login })).await?;
    act.done().await
}

/// Sets someone's password (a forgotten one); they must choose their own next.
pub async fn reset_password(app: &App, who: &Actor, user: UserId, new: String) -> Result<(), Refusal> {
    if !password::is_acceptable(&new) {
        return Err(Refusal::invalid("password", "password-weak"));
    }
    who.scope(Action::UserManage).ok_or(Refusal::NotAllowed(Action::UserManage.code()))?;
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
    if disabled {
        not_the_last(&mut act, user, "user").await?;
    }
    account.disabled_at = disabled.then_some(act.now);
    people::update(&mut act.tx, &account).await?;
    if disabled {
        people::revoke_sessions(&mut act.tx, user, act.now).await?;
    }
    act.tell(if disabled { "user.disable" } else { "user.enable" }, "user", user, ()).await?;
    act.done().await
}

/// Lets someone try again at once who is locked out after wrong passwords.
pub async fn unlock(app: &App, who: &Actor, user: UserId) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    act.allow(Action::UserManage)?;
    people::get(&mut act.tx, user).await?.ok_or(Refusal::NotFound)?;
    people::set_failures(&mut act.tx, user, 0, None).await?;
    act.tell("user.unlock", "user", user, ()).await?;
    act.done().await
}

/// Ends one of someone's sessions.
pub async fn revoke(app: &App, who: &Actor, user: UserId, session: SessionId) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    act.allow(Action::UserManage)?;
    if !people::revoke_session(&mut act.tx, user, session, act.now).await? {
        return Err(Refusal::NotFound);
    }
    act.tell("user.revoke_session", "user", user, serde_json::json!({ "session": session.to_string() }))
        .await?;
    act.done().await
}

/// One page of accounts, each with what it holds.
#[derive(Debug, Clone)]
pub struct Accounts {
    pub accounts: Vec<(User, Vec<Held>)>,
    pub count: i64,
}

/// One account with everything around it.
#[derive(Debug, Clone)]
pub struct Account {
    pub user: User,
    pub held: Vec<Held>,
    pub sessions: Vec<Session>,
}

/// One page of the accounts, in a fixed number of queries.
pub async fn list(app: &App, who: &Actor, filter: &Filter) -> Result<Accounts, Refusal> {
    let (mut tx, _) = app.look(who, Action::UserManage).await?;
    let users = people::list(&mut tx, filter).await?;
    let count = people::count_of(&mut tx, filter).await?;
    let held = people::held_by_listed(&mut tx, filter).await?;
    let accounts = users
        .into_iter()
        .map(|user| {
            let held = held.iter().filter(|held| held.user == user.id).cloned().collect();
            (user, held)
        })
        .collect();
    Ok(Accounts { accounts, count })
}

/// One account.
pub async fn get(app: &App, who: &Actor, id: UserId) -> Result<Account, Refusal> {
    let (mut tx, _) = app.look(who, Action::UserManage).await?;
    let user = people::get(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let held = people::held_by(&mut tx, id).await?;
    let sessions = people::sessions_of(&mut tx, id, app.now()).await?;
    Ok(Account { user, held, sessions })
}
