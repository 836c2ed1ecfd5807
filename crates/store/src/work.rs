//! What waits for one person, kind by kind, each within the person's scope, and
//! what the person did today.
//!
//! Not here: whose turn it is by a finding's state (`domain::finding`), the
//! order they are shown in (`app`).

use crate::{Row, Scope, StoreError, Tx, args, in_scope};
use domain::campaign::DatedRule;
use domain::identifier::UserId;
use jiff::Timestamp;
use jiff::civil::Date;

/// Rows of one kind, at most: nobody works through more in a day.
const MOST: u32 = 100;

/// Something that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub id: String,
    /// The section, the campaign of a visit, the unit and period of a report:
    /// what besides the id leads there; may be empty.
    pub part: String,
    /// The unit, or what else it is about.
    pub about: String,
    /// The campaign or the programme.
    pub within: String,
    pub state: String,
    pub due_on: Option<Date>,
    /// The rule the due day comes from.
    pub rule: Option<DatedRule>,
    /// How many stand behind this row.
    pub count: i64,
}

/// Something a person did, however often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    pub action: String,
    pub object_kind: String,
    pub object_id: String,
    pub count: i64,
    pub at: Timestamp,
}

fn item(row: &Row) -> Result<Item, StoreError> {
    Ok(Item {
        id: row.text("id")?,
        part: row.text("part")?,
        about: row.text("about")?,
        within: row.text("within")?,
        state: row.text("state")?,
        due_on: row.maybe_date("due_on")?,
        rule: row.maybe_json("rule")?,
        count: row.int("n")?,
    })
}

fn items(rows: &[Row]) -> Result<Vec<Item>, StoreError> {
    rows.iter().map(item).collect()
}

/// Reports of one's own units that are not sent.
pub async fn reports(tx: &mut Tx, scope: &Scope) -> Result<Vec<Item>, StoreError> {
    let rows = tx
        .rows(
            concat!(
                "SELECT r.id, '' AS part, u.name AS about, c.title AS within, r.state, r.due_on, h.report_rule AS rule, CAST(1 AS BIGINT) AS n
                 FROM report r JOIN target t ON t.id = r.target_id JOIN cohort h ON h.id = t.cohort_id
                 JOIN unit u ON u.id = r.unit_id JOIN campaign c ON c.id = r.campaign_id
                 WHERE ",
                in_scope!("r.unit_id"),
                " AND t.removed_at IS NULL AND c.state = 'open' AND r.state IN ('draft', 'returned', 'with_head')
                  ORDER BY r.due_on IS NULL, r.due_on, r.id LIMIT $4"
            ),
            scope.args_and(args![MOST]),
        )
        .await?;
    items(&rows)
}

/// Sections of unsent reports that were given to this person.
pub async fn sections(tx: &mut Tx, user: UserId) -> Result<Vec<Item>, StoreError> {
    let rows = tx
        .rows(
            "SELECT r.id, s.section AS part, u.name AS about, c.title AS within, r.state, r.due_on, h.report_rule AS rule, CAST(1 AS BIGINT) AS n
             FROM report_section s JOIN report r ON r.id = s.report_id JOIN target t ON t.id = r.target_id
             JOIN cohort h ON h.id = t.cohort_id JOIN unit u ON u.id = r.unit_id JOIN campaign c ON c.id = r.campaign_id
             WHERE s.assigned_to = $1 AND s.done_at IS NULL AND t.removed_at IS NULL AND c.state = 'open' AND r.state IN ('draft', 'returned')
             ORDER BY r.due_on IS NULL, r.due_on, r.id, s.section LIMIT $2",
            args![user, MOST],
        )
        .await?;
    items(&rows)
}

/// Reports that were sent and wait to be looked at: one row a campaign.
pub async fn to_review(tx: &mut Tx, scope: &Scope) -> Result<Vec<Item>, StoreError> {
    let rows = tx
        .rows(
            concat!(
                "SELECT c.id, MIN(r.id) AS part, MIN(u.name) AS about, c.title AS within, 'submitted' AS state, MIN(r.sent_on) AS due_on,
                    CAST(NULL AS TEXT) AS rule, COUNT(*) AS n
                 FROM report r JOIN unit u ON u.id = r.unit_id JOIN campaign c ON c.id = r.campaign_id WHERE ",
                crate::report::visible!(),
                " AND r.state = 'submitted' AND c.state = 'open' GROUP BY c.id, c.title ORDER BY c.id LIMIT $4"
            ),
            scope.args_and(args![MOST]),
        )
        .await?;
    items(&rows)
}

/// Visits of one's own teams or units that are not over; the day is the due day.
pub async fn visits(tx: &mut Tx, scope: &Scope) -> Result<Vec<Item>, StoreError> {
    let rows = tx
        .rows(
            concat!(
                "SELECT v.id, '' AS part, u.name AS about, v.place AS within, v.state, v.day AS due_on, CAST(NULL AS TEXT) AS rule, CAST(1 AS BIGINT) AS n
                 FROM visit v JOIN unit u ON u.id = v.unit_id WHERE ",
                crate::visit::visible!(),
                " AND v.cancelled_at IS NULL AND v.day IS NOT NULL AND v.state IN ('scheduled', 'notified', 'underway')
                  ORDER BY v.day, v.id LIMIT $4"
            ),
            scope.args_and(args![MOST]),
        )
        .await?;
    items(&rows)
}

/// Minutes of visits that have begun and that are not signed yet.
pub async fn minutes(tx: &mut Tx, scope: &Scope) -> Result<Vec<Item>, StoreError> {
    let rows = tx
        .rows(
            concat!(
                "SELECT v.id, p.campaign_id AS part, u.name AS about, c.title AS within, p.minutes_state AS state, v.last_day AS due_on,
                    CAST(NULL AS TEXT) AS rule, CAST(1 AS BIGINT) AS n
                 FROM visit_part p JOIN visit v ON v.id = p.visit_id JOIN unit u ON u.id = v.unit_id JOIN campaign c ON c.id = p.campaign_id
                 WHERE ",
                in_scope!("v.unit_id", "p.team_id"),
                " AND v.cancelled_at IS NULL AND v.state IN ('underway', 'finished') AND p.minutes_state IN ('none', 'draft', 'agreed', 'read_out')
                  ORDER BY v.last_day, v.id LIMIT $4"
            ),
            scope.args_and(args![MOST]),
        )
        .await?;
    items(&rows)
}

/// Shares of tasks that one's own units have not done, by due day.
pub async fn tasks(tx: &mut Tx, scope: &Scope) -> Result<Vec<Item>, StoreError> {
    let rows = tx
        .rows(
            concat!(
                "SELECT o.id, o.programme_id AS part, k.title AS about, p.title AS within, o.work AS state, o.due_on, k.due_rule AS rule, CAST(1 AS BIGINT) AS n
                 FROM obligation o JOIN task k ON k.id = o.task_id JOIN programme p ON p.id = o.programme_id WHERE ",
                in_scope!("o.unit_id"),
                " AND o.removed_at IS NULL AND p.state = 'open' AND o.work NOT IN ('done', 'not_applicable') AND o.due_on IS NOT NULL
                  ORDER BY o.due_on, o.id LIMIT $4"
            ),
            scope.args_and(args![MOST]),
        )
        .await?;
    items(&rows)
}

/// Own plans and yearly reports of programmes that are not sent.
pub async fn programme_reports(tx: &mut Tx, scope: &Scope) -> Result<Vec<Item>, StoreError> {
    let rows = tx
        .rows(
            concat!(
                "SELECT r.programme_id AS id, r.kind AS part, u.name AS about, p.title AS within, r.state, r.due_on,
                    CASE WHEN r.kind = 'own_plan' THEN p.own_plan_rule ELSE p.report_rule END AS rule, CAST(1 AS BIGINT) AS n
                 FROM programme_report r JOIN programme p ON p.id = r.programme_id JOIN unit u ON u.id = r.unit_id WHERE ",
                in_scope!("r.unit_id"),
                " AND p.state = 'open' AND r.sent_at IS NULL ORDER BY r.due_on IS NULL, r.due_on, r.programme_id, r.kind, r.period LIMIT $4"
            ),
            scope.args_and(args![MOST]),
        )
        .await?;
    items(&rows)
}

/// Campaigns that are still drafts.
pub async fn drafts(tx: &mut Tx, scope: &Scope) -> Result<Vec<Item>, StoreError> {
    let rows = tx
        .rows(
            concat!(
                "SELECT c.id, '' AS part, c.title AS about, c.number AS within, c.state, c.window_from AS due_on, CAST(NULL AS TEXT) AS rule, CAST(1 AS BIGINT) AS n
                 FROM campaign c WHERE ",
                crate::campaign::visible!(),
                " AND c.state = 'draft' ORDER BY c.created_at, c.id LIMIT $4"
            ),
            scope.args_and(args![MOST]),
        )
        .await?;
    items(&rows)
}

/// Uploaded plans that nobody has finished looking through.
pub async fn plans(tx: &mut Tx) -> Result<Vec<Item>, StoreError> {
    let rows = tx
        .rows(
            "SELECT p.id, '' AS part, CASE WHEN p.title = '' THEN f.name ELSE p.title END AS about, f.name AS within, p.state,
                CAST(NULL AS TEXT) AS due_on, CAST(NULL AS TEXT) AS rule, CAST(1 AS BIGINT) AS n
             FROM plan p JOIN file f ON f.id = p.file_id WHERE p.state = 'reviewing' ORDER BY p.uploaded_at, p.id LIMIT $1",
            args![MOST],
        )
        .await?;
    items(&rows)
}

/// Teams in which the person has not yet said with whom they have a conflict of
/// interest.
pub async fn undeclared(tx: &mut Tx, user: UserId) -> Result<Vec<Item>, StoreError> {
    let rows = tx
        .rows(
            "SELECT c.id, t.id AS part, t.name AS about, c.title AS within, c.state, c.window_from AS due_on, CAST(NULL AS TEXT) AS rule, CAST(1 AS BIGINT) AS n
             FROM team_member m JOIN team t ON t.id = m.team_id JOIN campaign c ON c.id = t.campaign_id
             WHERE m.user_id = $1 AND m.left_at IS NULL AND t.dissolved_at IS NULL AND c.state IN ('opening', 'open')
               AND NOT EXISTS (SELECT 1 FROM declaration d WHERE d.member_id = m.id)
             ORDER BY c.window_from, t.position, t.id LIMIT $2",
            args![user, MOST],
        )
        .await?;
    items(&rows)
}

/// Notices the person has neither read nor confirmed, newest first.
pub async fn notices(tx: &mut Tx, user: UserId, limit: u32) -> Result<Vec<Item>, StoreError> {
    let rows = tx
        .rows(
            "SELECT n.id, COALESCE(n.link, '') AS part, n.subject AS about, '' AS within, n.kind AS state,
                CAST(NULL AS TEXT) AS due_on, CAST(NULL AS TEXT) AS rule, COUNT(*) OVER () AS n
             FROM notice n WHERE n.user_id = $1 AND n.acknowledged_at IS NULL AND n.read_at IS NULL
             ORDER BY n.created_at DESC, n.id DESC LIMIT $2",
            args![user, limit],
        )
        .await?;
    items(&rows)
}

/// What the person has done since `since`, latest first; the same act on the
/// same thing is one row.
pub async fn done(tx: &mut Tx, user: UserId, since: Timestamp, limit: u32) -> Result<Vec<Done>, StoreError> {
    tx.rows(
        "SELECT action, object_kind, object_id, COUNT(*) AS n, MAX(at) AS last FROM audit
         WHERE user_id = $1 AND at >= $2 GROUP BY action, object_kind, object_id ORDER BY last DESC, action LIMIT $3",
        args![user, since, limit],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Done {
            action: row.text("action")?,
            object_kind: row.text("object_kind")?,
            object_id: row.text("object_id")?,
            count: row.int("n")?,
            at: row.instant("last")?,
        })
    })
    .collect()
}
