//! Accounts, sessions and role grants.

use crate::{Row, StoreError, Tx, args};
use domain::identifier::{GrantId, SessionId, TeamId, UnitId, UserId};
use domain::policy::Role;
use domain::text::{fold, sort_key};
use jiff::Timestamp;

/// An account, without its password hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub id: UserId,
    pub login: String,
    pub name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub position: Option<String>,
    pub must_change: bool,
    pub locked_until: Option<Timestamp>,
    pub disabled_at: Option<Timestamp>,
}

/// What log-in needs to know.
#[derive(Debug, Clone)]
pub struct Credentials {
    pub user: User,
    pub password_hash: String,
    pub failed_count: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub id: GrantId,
    pub role: Role,
    pub unit: Option<UnitId>,
    pub team: Option<TeamId>,
}

#[derive(Debug, Clone)]
pub struct Session {
    pub id: SessionId,
    pub user: UserId,
    pub created_at: Timestamp,
    pub seen_at: Timestamp,
    pub expires_at: Timestamp,
    pub address: Option<String>,
    pub agent: Option<String>,
}

fn user(row: &Row) -> Result<User, StoreError> {
    Ok(User {
        id: row.parse("id")?,
        login: row.text("login")?,
        name: row.text("name")?,
        email: row.maybe_text("email")?,
        phone: row.maybe_text("phone")?,
        position: row.maybe_text("position")?,
        must_change: row.flag("must_change")?,
        locked_until: row.maybe_instant("locked_until")?,
        disabled_at: row.maybe_instant("disabled_at")?,
    })
}

pub async fn add(tx: &mut Tx, user: &User, password_hash: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO user_account (id, login, name, folded, sort_key, email, phone, position, password_hash, must_change, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            user.id,
            user.login.as_str(),
            user.name.as_str(),
            fold(&user.name),
            given_name_key(&user.name),
            user.email.as_deref(),
            user.phone.as_deref(),
            user.position.as_deref(),
            password_hash,
            user.must_change,
            now
        ],
    )
    .await?;
    Ok(())
}

/// Vietnamese people are listed by given name, which stands last.
fn given_name_key(name: &str) -> String {
    let given = name.split_whitespace().next_back().unwrap_or_default();
    sort_key(&format!("{given} {name}"))
}

pub async fn update(tx: &mut Tx, user: &User) -> Result<(), StoreError> {
    tx.run(
        "UPDATE user_account SET name = $2, folded = $3, sort_key = $4, email = $5, phone = $6, position = $7, disabled_at = $8 WHERE id = $1",
        args![
            user.id,
            user.name.as_str(),
            fold(&user.name),
            given_name_key(&user.name),
            user.email.as_deref(),
            user.phone.as_deref(),
            user.position.as_deref(),
            user.disabled_at
        ],
    )
    .await?;
    Ok(())
}

pub async fn get(tx: &mut Tx, id: UserId) -> Result<Option<User>, StoreError> {
    tx.row("SELECT * FROM user_account WHERE id = $1", args![id]).await?.map(|row| user(&row)).transpose()
}

pub async fn by_login(tx: &mut Tx, login: &str) -> Result<Option<Credentials>, StoreError> {
    tx.row("SELECT * FROM user_account WHERE login = $1", args![login])
        .await?
        .map(|row| {
            Ok(Credentials {
                user: user(&row)?,
                password_hash: row.text("password_hash")?,
                failed_count: row.int("failed_count")?,
            })
        })
        .transpose()
}

/// What a list of accounts is narrowed by; nothing matches all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Words the name or the log-in contains, accents aside.
    pub words: String,
    pub role: Option<Role>,
    /// Only accounts that are open, or only those that are closed.
    pub closed: Option<bool>,
    pub limit: u32,
    pub offset: u32,
}

/// A role as it is held, with the name of the unit or team it is held for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub user: UserId,
    pub grant: Grant,
    pub unit_name: Option<String>,
    pub campaign_title: Option<String>,
}

macro_rules! narrowed {
    () => {
        "($1 = '' OR u.folded LIKE '%' || $1 || '%' OR u.login LIKE '%' || $1 || '%')
         AND ($2 = '' OR EXISTS (SELECT 1 FROM role_grant r WHERE r.user_id = u.id AND r.role = $2 AND r.ended_at IS NULL))
         AND ($3 = '' OR ($3 = 'open' AND u.disabled_at IS NULL) OR ($3 = 'closed' AND u.disabled_at IS NOT NULL))"
    };
}

fn narrowing(filter: &Filter) -> Vec<crate::value::Value> {
    let closed = filter.closed.map_or("", |closed| if closed { "closed" } else { "open" });
    args![fold(&filter.words), filter.role.map_or("", Role::code), closed]
}

/// Accounts by given name.
pub async fn list(tx: &mut Tx, filter: &Filter) -> Result<Vec<User>, StoreError> {
    let mut args = narrowing(filter);
    args.extend(args![filter.limit, filter.offset]);
    tx.rows(
        concat!(
            "SELECT u.* FROM user_account u WHERE ",
            narrowed!(),
            " ORDER BY u.sort_key, u.id LIMIT $4 OFFSET $5"
        ),
        args,
    )
    .await?
    .iter()
    .map(user)
    .collect()
}

pub async fn count_of(tx: &mut Tx, filter: &Filter) -> Result<i64, StoreError> {
    tx.count(concat!("SELECT COUNT(*) AS n FROM user_account u WHERE ", narrowed!()), narrowing(filter)).await
}

macro_rules! held {
    ($rest:expr) => {
        concat!(
            "SELECT g.id, g.role, g.unit_id, g.team_id, g.user_id,
                    (SELECT n.name FROM unit n WHERE n.id = g.unit_id) AS unit_name,
                    (SELECT c.title FROM team t JOIN campaign c ON c.id = t.campaign_id WHERE t.id = g.team_id) AS campaign_title
             FROM role_grant g WHERE g.ended_at IS NULL AND ",
            $rest,
            " ORDER BY g.granted_at, g.id"
        )
    };
}

fn held(row: &Row) -> Result<Held, StoreError> {
    Ok(Held {
        user: row.parse("user_id")?,
        grant: grant_held(row)?,
        unit_name: row.maybe_text("unit_name")?,
        campaign_title: row.maybe_text("campaign_title")?,
    })
}

/// What the accounts of one page of the list hold.
pub async fn held_by_listed(tx: &mut Tx, filter: &Filter) -> Result<Vec<Held>, StoreError> {
    let mut args = narrowing(filter);
    args.extend(args![filter.limit, filter.offset]);
    tx.rows(
        held!(concat!(
            "g.user_id IN (SELECT u.id FROM user_account u WHERE ",
            narrowed!(),
            " ORDER BY u.sort_key, u.id LIMIT $4 OFFSET $5)"
        )),
        args,
    )
    .await?
    .iter()
    .map(held)
    .collect()
}

/// What one account holds.
pub async fn held_by(tx: &mut Tx, id: UserId) -> Result<Vec<Held>, StoreError> {
    tx.rows(held!("g.user_id = $1"), args![id]).await?.iter().map(held).collect()
}

pub async fn count(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.count("SELECT COUNT(*) AS n FROM user_account", args![]).await
}

pub async fn set_password(tx: &mut Tx, id: UserId, hash: &str, must_change: bool) -> Result<(), StoreError> {
    tx.run(
        "UPDATE user_account SET password_hash = $2, must_change = $3, failed_count = 0, locked_until = NULL WHERE id = $1",
        args![id, hash, must_change],
    )
    .await?;
    Ok(())
}

pub async fn set_failures(
    tx: &mut Tx,
    id: UserId,
    failed_count: i64,
    locked_until: Option<Timestamp>,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE user_account SET failed_count = $2, locked_until = $3 WHERE id = $1",
        args![id, failed_count, locked_until],
    )
    .await?;
    Ok(())
}

pub async fn open_session(tx: &mut Tx, token_hash: &str, session: &Session) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO session (token_hash, id, user_id, created_at, seen_at, expires_at, address, agent)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            token_hash,
            session.id,
            session.user,
            session.created_at,
            session.seen_at,
            session.expires_at,
            session.address.as_deref(),
            session.agent.as_deref()
        ],
    )
    .await?;
    Ok(())
}

fn session(row: &Row) -> Result<Session, StoreError> {
    Ok(Session {
        id: row.parse("session_id")?,
        user: row.parse("user_id")?,
        created_at: row.instant("session_created_at")?,
        seen_at: row.instant("seen_at")?,
        expires_at: row.instant("expires_at")?,
        address: row.maybe_text("address")?,
        agent: row.maybe_text("agent")?,
    })
}

/// The living session behind a token, with its user, if the account is not
/// disabled. Expiry is the caller's to check.
pub async fn session_by_token(tx: &mut Tx, token_hash: &str) -> Result<Option<(Session, User)>, StoreError> {
    tx.row(
        "SELECT s.id AS session_id, s.user_id, s.created_at AS session_created_at, s.seen_at, s.expires_at, s.address, s.agent,
                u.id, u.login, u.name, u.email, u.phone, u.position, u.must_change, u.locked_until, u.disabled_at
         FROM session s JOIN user_account u ON u.id = s.user_id
         WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND u.disabled_at IS NULL",
        args![token_hash],
    )
    .await?
    .map(|row| Ok((session(&row)?, user(&row)?)))
    .transpose()
}

pub async fn sessions_of(tx: &mut Tx, id: UserId, now: Timestamp) -> Result<Vec<Session>, StoreError> {
    tx.rows(
        "SELECT id AS session_id, user_id, created_at AS session_created_at, seen_at, expires_at, address, agent
         FROM session WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY seen_at DESC",
        args![id, now],
    )
    .await?
    .iter()
    .map(session)
    .collect()
}

pub async fn touch_session(
    tx: &mut Tx,
    id: SessionId,
    now: Timestamp,
    expires: Timestamp,
) -> Result<(), StoreError> {
    tx.run("UPDATE session SET seen_at = $2, expires_at = $3 WHERE id = $1", args![id, now, expires]).await?;
    Ok(())
}

/// Ends one session of `user`; returns whether there was one.
pub async fn revoke_session(
    tx: &mut Tx,
    user: UserId,
    id: SessionId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let touched = tx
        .run(
            "UPDATE session SET revoked_at = $3 WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL",
            args![id, user, now],
        )
        .await?;
    Ok(touched > 0)
}

pub async fn revoke_sessions(tx: &mut Tx, user: UserId, now: Timestamp) -> Result<u64, StoreError> {
    tx.run("UPDATE session SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL", args![user, now])
        .await
}

pub async fn grant(
    tx: &mut Tx,
    id: GrantId,
    user: UserId,
    role: Role,
    unit: Option<UnitId>,
    team: Option<TeamId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO role_grant (id, user_id, role, unit_id, team_id, granted_at) VALUES ($1, $2, $3, $4, $5, $6)",
        args![id, user, role.code(), unit, team, now],
    )
    .await?;
    Ok(())
}

/// The roles a person holds, those given first first. One row a role: someone
/// may act for very many units, and this is read with every request.
pub async fn grants_of(tx: &mut Tx, user: UserId) -> Result<Vec<Grant>, StoreError> {
    let rows = tx
        .rows(
            "SELECT role, STRING_AGG(id || ' ' || COALESCE(unit_id, '') || ' ' || COALESCE(team_id, ''), ','
                 ORDER BY granted_at, id) AS held
             FROM role_grant WHERE user_id = $1 AND ended_at IS NULL GROUP BY role ORDER BY MIN(granted_at), role",
            args![user],
        )
        .await?;
    let mut grants = Vec::new();
    for row in &rows {
        let role = row.code("role", Role::from_code)?;
        let held = row.text("held")?;
        for one in held.split(',') {
            let one = grant_of(role, one);
            grants.push(one.ok_or_else(|| StoreError::Unreadable { column: "held", value: held.clone() })?);
        }
    }
    Ok(grants)
}

/// `id unit team`, the last two perhaps empty.
fn grant_of(role: Role, text: &str) -> Option<Grant> {
    let mut parts = text.split(' ');
    let id = parts.next()?.parse().ok()?;
    let unit = parts.next().filter(|unit| !unit.is_empty()).map(str::parse).transpose().ok()?;
    let team = parts.next().filter(|team| !team.is_empty()).map(str::parse).transpose().ok()?;
    Some(Grant { id, role, unit, team })
}

fn grant_held(row: &Row) -> Result<Grant, StoreError> {
    Ok(Grant {
        id: row.parse("id")?,
        role: row.code("role", Role::from_code)?,
        unit: row.maybe_parse("unit_id")?,
        team: row.maybe_parse("team_id")?,
    })
}

pub async fn end_grant(tx: &mut Tx, id: GrantId, now: Timestamp) -> Result<bool, StoreError> {
    let touched = tx
        .run("UPDATE role_grant SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL", args![id, now])
        .await?;
    Ok(touched > 0)
}

/// Ends what a person held through a team (they left it).
pub async fn end_team_grant(
    tx: &mut Tx,
    user: UserId,
    team: TeamId,
    now: Timestamp,
) -> Result<u64, StoreError> {
    tx.run(
        "UPDATE role_grant SET ended_at = $3 WHERE user_id = $1 AND team_id = $2 AND ended_at IS NULL",
        args![user, team, now],
    )
    .await
}

/// Ends every right held through a team: it has dissolved.
pub async fn end_team_grants(tx: &mut Tx, team: TeamId, now: Timestamp) -> Result<u64, StoreError> {
    tx.run("UPDATE role_grant SET ended_at = $2 WHERE team_id = $1 AND ended_at IS NULL", args![team, now])
        .await
}

/// The people who hold `role` for a unit (focal persons, the head).
pub async fn holders(tx: &mut Tx, role: Role, unit: UnitId) -> Result<Vec<User>, StoreError> {
    tx.rows(
        "SELECT u.* FROM user_account u JOIN role_grant g ON g.user_id = u.id
         WHERE g.role = $1 AND g.unit_id = $2 AND g.ended_at IS NULL AND u.disabled_at IS NULL ORDER BY u.sort_key",
        args![role.code(), unit],
    )
    .await?
    .iter()
    .map(user)
    .collect()
}

/// The people who hold some role through a team, each once.
pub async fn team_holders(tx: &mut Tx, team: TeamId) -> Result<Vec<User>, StoreError> {
    tx.rows(
        "SELECT u.* FROM user_account u WHERE u.disabled_at IS NULL
           AND EXISTS (SELECT 1 FROM role_grant g WHERE g.user_id = u.id AND g.team_id = $1 AND g.ended_at IS NULL)
         ORDER BY u.sort_key",
        args![team],
    )
    .await?
    .iter()
    .map(user)
    .collect()
}

/// The people who hold a role that reaches over everything (the standing office).
pub async fn office(tx: &mut Tx, role: Role) -> Result<Vec<User>, StoreError> {
    tx.rows(
        "SELECT u.* FROM user_account u JOIN role_grant g ON g.user_id = u.id
         WHERE g.role = $1 AND g.ended_at IS NULL AND u.disabled_at IS NULL ORDER BY u.sort_key",
        args![role.code()],
    )
    .await?
    .iter()
    .map(user)
    .collect()
}
