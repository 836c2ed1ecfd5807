//! The rows of one visit as they travel: table by table, each after those it
//! points to. What only the office needs stays there.

use crate::value::{Value, places};
use crate::visit::recheck;
use crate::{StoreError, Tx, args};
use domain::identifier::{CampaignId, UserId, VisitId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use sqlx::AssertSqlSafe;
use std::collections::BTreeSet;

/// Rows of one table, each a map from column to value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rows {
    pub table: String,
    pub rows: Vec<Map<String, Json>>,
}

/// Rows of one package, at most.
const MOST: usize = 200_000;

/// The tables that travel, in the order they can be put in, with the rows that
/// do: `$1` is the visit, `$2` whoever takes it along.
const TABLES: [(&str, &str); 25] = [
    ("unit", "t.id = (SELECT unit_id FROM visit WHERE id = $1)"),
    (
        "user_account",
        "t.id = $2 OR t.id IN (SELECT answered_by FROM visit_item WHERE visit_id = $1)
         OR t.id IN (SELECT m.user_id FROM team_member m JOIN visit_part p ON p.team_id = m.team_id WHERE p.visit_id = $1)",
    ),
    (
        "role_grant",
        "t.user_id = $2 AND t.ended_at IS NULL AND t.team_id IN (SELECT team_id FROM visit_part WHERE visit_id = $1)",
    ),
    ("campaign", "t.id IN (SELECT campaign_id FROM visit_part WHERE visit_id = $1)"),
    ("cohort", "t.campaign_id IN (SELECT campaign_id FROM visit_part WHERE visit_id = $1)"),
    ("target", "t.id IN (SELECT target_id FROM visit_part WHERE visit_id = $1)"),
    ("campaign_content", "t.campaign_id IN (SELECT campaign_id FROM visit_part WHERE visit_id = $1)"),
    ("checklist_item", "t.campaign_id IN (SELECT campaign_id FROM visit_part WHERE visit_id = $1)"),
    ("team", "t.id IN (SELECT team_id FROM visit_part WHERE visit_id = $1)"),
    ("team_member", "t.team_id IN (SELECT team_id FROM visit_part WHERE visit_id = $1)"),
    ("visit", "t.id = $1"),
    ("visit_part", "t.visit_id = $1"),
    ("visit_member", "t.visit_id = $1"),
    ("visit_step", "t.visit_id = $1"),
    ("visit_attendee", "t.visit_id = $1"),
    ("visit_request", "t.visit_id = $1"),
    ("visit_item", "t.visit_id = $1"),
    ("visit_handover", "t.visit_id = $1"),
    ("disagreement", "t.visit_id = $1"),
    ("report", "t.target_id IN (SELECT target_id FROM visit_part WHERE visit_id = $1)"),
    (
        "report_answer",
        "t.report_id IN (SELECT r.id FROM report r JOIN visit_part p ON p.target_id = r.target_id WHERE p.visit_id = $1)",
    ),
    (
        "report_version",
        "t.report_id IN (SELECT r.id FROM report r JOIN visit_part p ON p.target_id = r.target_id WHERE p.visit_id = $1)",
    ),
    ("finding", "t.visit_id = $1"),
    ("finding_event", "t.finding_id IN (SELECT id FROM finding WHERE visit_id = $1)"),
    ("visit_recheck", "t.visit_id = $1"),
];

/// Columns that point to what stays in the office, or are nobody's business on
/// the way.
const LEFT_BEHIND: [(&str, &[&str]); 7] = [
    ("unit", &["parent_id"]),
    ("user_account", &["email", "phone", "locked_until"]),
    ("campaign", &["plan_id", "previous_id"]),
    ("team_member", &["unit_id"]),
    ("finding", &["repeats_id"]),
    ("visit_part", &["frozen"]),
    ("role_grant", &["unit_id"]),
];

/// Everything that travels with a visit for one person: the visit, its
/// checklist and answers so far, what the unit reported, its earlier findings.
pub async fn gather(
    tx: &mut Tx,
    visit: VisitId,
    campaigns: &[CampaignId],
    user: UserId,
) -> Result<Vec<Rows>, StoreError> {
    let mut all = Vec::with_capacity(TABLES.len());
    for (table, condition) in TABLES {
        let sql = format!("SELECT t.* FROM {table} t WHERE {condition}");
        let args = if condition.contains("$2") { args![visit, user] } else { args![visit] };
        all.push(Rows { table: table.to_owned(), rows: select(tx, sql, args).await? });
    }
    earlier(tx, visit, campaigns, &mut all).await?;
    for (table, columns) in LEFT_BEHIND {
        for row in of(&mut all, table) {
            for column in columns {
                row.insert((*column).to_owned(), Json::Null);
            }
        }
    }
    // Nobody else's password travels.
    for row in of(&mut all, "user_account") {
        if row.get("id").and_then(Json::as_str) != Some(user.to_string().as_str()) {
            row.insert("password_hash".to_owned(), Json::String(String::new()));
        }
    }
    Ok(all)
}

/// Earlier findings still open, with the campaigns and units they are told by.
async fn earlier(
    tx: &mut Tx,
    visit: VisitId,
    campaigns: &[CampaignId],
    all: &mut [Rows],
) -> Result<(), StoreError> {
    let unit = of(all, "visit").first().and_then(|row| row.get("unit_id").cloned()).unwrap_or(Json::Null);
    let mut known: BTreeSet<String> = BTreeSet::new();
    for campaign in campaigns {
        for one in recheck::list(tx, visit, *campaign).await? {
            if !known.insert(one.finding.to_string()) {
                continue;
            }
            let mut found =
                select(tx, "SELECT * FROM finding WHERE id = $1".into(), args![one.finding]).await?;
            for row in &mut found {
                let text = |row: &Map<String, Json>, column: &str| {
                    row.get(column).and_then(Json::as_str).unwrap_or_default().to_owned()
                };
                let (of_campaign, recorded) = (text(row, "campaign_id"), text(row, "recorded_unit_id"));
                add(tx, all, "campaign", &of_campaign).await?;
                add(tx, all, "unit", &recorded).await?;
                row.insert("unit_id".to_owned(), unit.clone());
                for column in ["target_id", "visit_id", "item_id", "team_id"] {
                    row.insert(column.to_owned(), Json::Null);
                }
            }
            of(all, "finding").extend(found);
            let events = "SELECT * FROM finding_event WHERE finding_id = $1".into();
            let events = select(tx, events, args![one.finding]).await?;
            of(all, "finding_event").extend(events);
        }
    }
    Ok(())
}

/// Adds a row by its identifier unless it travels already.
async fn add(tx: &mut Tx, all: &mut [Rows], table: &str, id: &str) -> Result<(), StoreError> {
    if of(all, table).iter().any(|row| row.get("id").and_then(Json::as_str) == Some(id)) {
        return Ok(());
    }
    let found = select(tx, format!("SELECT * FROM {table} WHERE id = $1"), args![id]).await?;
    of(all, table).extend(found);
    Ok(())
}

fn of<'a>(all: &'a mut [Rows], table: &str) -> &'a mut Vec<Map<String, Json>> {
    let at = TABLES.iter().position(|(name, _)| *name == table).expect("a table that travels");
    &mut all[at].rows
}

async fn select(tx: &mut Tx, sql: String, args: Vec<Value>) -> Result<Vec<Map<String, Json>>, StoreError> {
    tx.rows(AssertSqlSafe(sql), args).await?.iter().map(crate::Row::cells).collect()
}

/// Puts what travelled into an empty record.
///
/// # Errors
/// `Travelled` for a table or a column that does not travel: such a file was not
/// made by `gather`.
pub async fn put(tx: &mut Tx, all: &[Rows]) -> Result<(), StoreError> {
    if all.iter().map(|rows| rows.rows.len()).sum::<usize>() > MOST {
        return Err(StoreError::Travelled);
    }
    for (at, rows) in all.iter().enumerate() {
        if TABLES.get(at).map(|(name, _)| *name) != Some(rows.table.as_str()) {
            return Err(StoreError::Travelled);
        }
        for row in &rows.rows {
            insert(tx, &rows.table, row).await?;
        }
    }
    Ok(())
}

async fn insert(tx: &mut Tx, table: &str, row: &Map<String, Json>) -> Result<(), StoreError> {
    let is_name = |name: &str| {
        name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit())
    };
    if row.is_empty() || !row.keys().all(|name| is_name(name)) {
        return Err(StoreError::Travelled);
    }
    let columns: Vec<&str> = row.keys().map(String::as_str).collect();
    let sql = format!("INSERT INTO {table} ({}) VALUES {}", columns.join(", "), places(1, columns.len()));
    let mut args = Vec::with_capacity(columns.len());
    for value in row.values() {
        args.push(match value {
            Json::Null => Value::Text(None),
            Json::String(text) => Value::from(text.as_str()),
            Json::Number(number) => Value::from(number.as_i64().ok_or(StoreError::Travelled)?),
            _ => return Err(StoreError::Travelled),
        });
    }
    tx.run(AssertSqlSafe(sql), args).await?;
    Ok(())
}
