//! Finding things of every kind by words, with or without accents, each kind
//! within its own scope: the first few of each.
//!
//! Not here: units and findings, whose own lists find them.

use crate::value::Value;
use crate::{Row, Scope, StoreError, Tx, args};
use domain::identifier::UserId;
use domain::text::fold;

/// Something found: enough to tell it from its likes and to go there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub id: String,
    pub label: String,
    /// What tells it from its likes.
    pub beside: String,
}

fn hit(row: &Row) -> Result<Hit, StoreError> {
    Ok(Hit { id: row.text("id")?, label: row.text("label")?, beside: row.text("beside")? })
}

/// The pattern of words in their order, anything between them. Signs that mean
/// something to LIKE are folded away.
fn pattern(words: &str) -> String {
    format!("%{}%", fold(words).replace(' ', "%"))
}

fn scoped(scope: &Scope, words: &str, limit: u32) -> Vec<Value> {
    scope.args_and(args![pattern(words), limit])
}

async fn hits(tx: &mut Tx, sql: &'static str, args: Vec<Value>) -> Result<Vec<Hit>, StoreError> {
    tx.rows(sql, args).await?.iter().map(hit).collect()
}

/// By title or number.
pub async fn campaigns(tx: &mut Tx, scope: &Scope, words: &str, limit: u32) -> Result<Vec<Hit>, StoreError> {
    hits(
        tx,
        concat!(
            "SELECT c.id, c.title AS label, c.number AS beside FROM campaign c WHERE ",
            crate::campaign::visible!(),
            " AND (c.folded LIKE $4 OR LOWER(c.number) LIKE $6) ORDER BY c.year DESC, c.created_at DESC, c.id LIMIT $5"
        ),
        numbered(scope, words, limit),
    )
    .await
}

fn numbered(scope: &Scope, words: &str, limit: u32) -> Vec<Value> {
    let mut all = scoped(scope, words, limit);
    all.push(Value::from(number(words)));
    all
}

/// Numbers of papers keep their signs: "12/KH" is looked for as it is typed.
fn number(words: &str) -> String {
    let plain: String = words.trim().to_lowercase().chars().filter(|c| !"%_\\".contains(*c)).collect();
    format!("%{plain}%")
}

/// By the unit's name.
pub async fn reports(tx: &mut Tx, scope: &Scope, words: &str, limit: u32) -> Result<Vec<Hit>, StoreError> {
    hits(
        tx,
        concat!(
            "SELECT r.id, u.name AS label, c.title AS beside FROM report r JOIN unit u ON u.id = r.unit_id
             JOIN campaign c ON c.id = r.campaign_id WHERE ",
            crate::report::visible!(),
            " AND c.state <> 'draft' AND EXISTS (SELECT 1 FROM unit_name n WHERE n.unit_id = r.unit_id AND n.folded LIKE $4)
              ORDER BY c.year DESC, u.sort_key, r.id LIMIT $5"
        ),
        scoped(scope, words, limit),
    )
    .await
}

/// By the unit's name; newest first.
pub async fn visits(tx: &mut Tx, scope: &Scope, words: &str, limit: u32) -> Result<Vec<Hit>, StoreError> {
    hits(
        tx,
        concat!(
            "SELECT v.id, u.name AS label, COALESCE(v.day, '') AS beside FROM visit v JOIN unit u ON u.id = v.unit_id WHERE ",
            crate::visit::visible!(),
            " AND v.cancelled_at IS NULL AND EXISTS (SELECT 1 FROM unit_name n WHERE n.unit_id = v.unit_id AND n.folded LIKE $4)
              ORDER BY v.day DESC, u.sort_key, v.id LIMIT $5"
        ),
        scoped(scope, words, limit),
    )
    .await
}

/// By title or number.
pub async fn programmes(tx: &mut Tx, scope: &Scope, words: &str, limit: u32) -> Result<Vec<Hit>, StoreError> {
    hits(
        tx,
        concat!(
            "SELECT p.id, p.title AS label, p.number AS beside FROM programme p WHERE ",
            crate::programme::visible!(),
            " AND (p.folded LIKE $4 OR LOWER(p.number) LIKE $6) ORDER BY p.year DESC, p.created_at DESC, p.id LIMIT $5"
        ),
        numbered(scope, words, limit),
    )
    .await
}

/// Tasks of the programmes in sight, by their words; the identifier is the
/// programme's.
pub async fn tasks(tx: &mut Tx, scope: &Scope, words: &str, limit: u32) -> Result<Vec<Hit>, StoreError> {
    hits(
        tx,
        concat!(
            "SELECT p.id, k.title AS label, k.code AS beside FROM task k JOIN programme p ON p.id = k.programme_id WHERE ",
            crate::programme::visible!(),
            " AND k.is_task = 1 AND k.folded LIKE $4 ORDER BY p.year DESC, p.id, k.position LIMIT $5"
        ),
        scoped(scope, words, limit),
    )
    .await
}

/// Issued plans, which have no narrower scope than their role.
pub async fn plans(tx: &mut Tx, words: &str, limit: u32) -> Result<Vec<Hit>, StoreError> {
    hits(
        tx,
        "SELECT p.id, CASE WHEN p.title = '' THEN f.name ELSE p.title END AS label, f.name AS beside
         FROM plan p JOIN file f ON f.id = p.file_id
         WHERE p.folded LIKE $1 OR LOWER(f.name) LIKE $3 ORDER BY p.uploaded_at DESC, p.id LIMIT $2",
        args![pattern(words), limit, number(words)],
    )
    .await
}

/// A person's own notices.
pub async fn notices(tx: &mut Tx, user: UserId, words: &str, limit: u32) -> Result<Vec<Hit>, StoreError> {
    hits(
        tx,
        "SELECT n.id, n.subject AS label, SUBSTR(n.created_at, 1, 10) AS beside FROM notice n
         WHERE n.user_id = $1 AND n.folded LIKE $2 ORDER BY n.created_at DESC, n.id LIMIT $3",
        args![user, pattern(words), limit],
    )
    .await
}

/// Accounts, by name or log-in.
pub async fn people(tx: &mut Tx, words: &str, limit: u32) -> Result<Vec<Hit>, StoreError> {
    hits(
        tx,
        "SELECT a.id, a.name AS label, a.login AS beside FROM user_account a
         WHERE a.folded LIKE $1 OR a.login LIKE $3 ORDER BY a.sort_key, a.id LIMIT $2",
        args![pattern(words), limit, number(words)],
    )
    .await
}
