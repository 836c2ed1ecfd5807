//! Results in lists: narrowed, counted, under headings.

use super::{Outcome, marks};
use crate::value::{BATCH, Value};
use crate::{Row, StoreError, Tx, args};
use domain::identifier::{FindingId, OutcomeId, UnitId};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

/// How a result of a unit stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The last look at its subject showed it for the first time.
    Fresh,
    /// More than one look showed it.
    Still,
    /// The last look at its subject no longer showed it.
    Gone,
}

impl State {
    pub const ALL: [State; 3] = [State::Fresh, State::Still, State::Gone];

    pub fn code(self) -> &'static str {
        match self {
            State::Fresh => "fresh",
            State::Still => "still",
            State::Gone => "gone",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A result in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub outcome: Outcome,
    pub state: State,
    /// The file that showed it last, or no longer.
    pub file_name: String,
    pub seen_at: Timestamp,
    pub finding: Option<FindingId>,
    pub finding_number: Option<i64>,
}

/// What a list of results is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Folded words, all of which must be there.
    pub words: String,
    pub state: Option<State>,
    pub severity: Option<i64>,
    pub tool: Option<String>,
    /// The kind of subject.
    pub kind: Option<String>,
    pub subject: Option<String>,
    pub rule: Option<String>,
    /// Only those that became findings.
    pub promoted: bool,
    pub verdict: Option<String>,
    pub limit: u32,
    pub offset: u32,
}

/// How many results stand under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub tool: String,
    pub kind: String,
    /// The subject, or the rule.
    pub name: String,
    pub title: String,
    /// Of results that stand.
    pub standing: i64,
    /// Of those, how many are high or critical.
    pub grave: i64,
    pub gone: i64,
    /// How many subjects (of a rule) or rules (of a subject).
    pub spread: i64,
}

/// How many results there are of each state, severity, tool and kind of subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub state: State,
    pub severity: i64,
    pub tool: String,
    pub kind: String,
    pub promoted: bool,
    pub verdict: String,
    pub count: i64,
}

const STATE: &str =
    "CASE WHEN o.gone_id IS NOT NULL THEN 'gone' WHEN o.since_id = o.last_id THEN 'fresh' ELSE 'still' END";

/// The condition of a filter, its arguments from `$2` on; `$1` is the unit.
fn narrowed(filter: &Filter) -> (String, Vec<Value>) {
    let (mut sql, mut args) = (String::from("o.unit_id = $1"), Vec::new());
    let mut and = |condition: &str, value: Value| {
        args.push(value);
        let place = format!("${}", args.len() + 1);
        sql.push_str(" AND ");
        sql.push_str(&condition.replace("$?", &place));
    };
    for word in filter.words.split_whitespace() {
        let like = format!("%{}%", word.replace(['%', '_', '\\'], " "));
        and("o.folded LIKE $?", Value::from(like));
    }
    if let Some(state) = filter.state {
        and(&format!("{STATE} = $?"), Value::from(state.code()));
    }
    if let Some(severity) = filter.severity {
        and("o.severity = $?", Value::from(severity));
    }
    for (column, value) in [
        ("tool", &filter.tool),
        ("kind", &filter.kind),
        ("subject", &filter.subject),
        ("rule", &filter.rule),
        ("verdict", &filter.verdict),
    ] {
        if let Some(value) = value {
            and(&format!("o.{column} = $?"), Value::from(value.as_str()));
        }
    }
    if filter.promoted {
        sql.push_str(" AND o.finding_id IS NOT NULL");
    }
    (sql, args)
}

fn outcome(row: &Row) -> Result<Outcome, StoreError> {
    Ok(Outcome {
        id: row.parse("id")?,
        identity: row.text("identity")?,
        tool: row.text("tool")?,
        rule: row.text("rule")?,
        kind: row.text("kind")?,
        subject: row.text("subject")?,
        place: row.text("place")?,
        title: row.text("title")?,
        verdict: row.text("verdict")?,
        severity: row.int("severity")?,
        names: row.text("names")?,
        folded: row.text("folded")?,
        detail: row.text("detail")?,
    })
}

fn listed(row: &Row) -> Result<Listed, StoreError> {
    Ok(Listed {
        outcome: outcome(row)?,
        state: row.code("state", State::from_code)?,
        file_name: row.text("file_name")?,
        seen_at: row.instant("seen_at")?,
        finding: row.maybe_parse("finding_id")?,
        finding_number: row.maybe_int("finding_number")?,
    })
}

/// The results of a unit, the gravest first, and how many there are in all.
pub async fn list(tx: &mut Tx, unit: UnitId, filter: &Filter) -> Result<(Vec<Listed>, i64), StoreError> {
    let (condition, more) = narrowed(filter);
    let mut args = args![unit];
    args.extend(more);
    let count = tx
        .row(AssertSqlSafe(format!("SELECT COUNT(*) AS n FROM outcome o WHERE {condition}")), args.clone())
        .await?
        .map_or(Ok(0), |row| row.int("n"))?;
    let (limit, offset) = (args.len() + 1, args.len() + 2);
    let sql = format!(
        "SELECT o.*, {STATE} AS state, e.file_name, e.made_at AS seen_at, f.number AS finding_number
         FROM outcome o JOIN examination e ON e.id = COALESCE(o.gone_id, o.last_id)
         LEFT JOIN finding f ON f.id = o.finding_id
         WHERE {condition} ORDER BY o.severity DESC, o.subject, o.place, o.id LIMIT ${limit} OFFSET ${offset}"
    );
    args.extend(args![filter.limit, filter.offset]);
    let rows = tx.rows(AssertSqlSafe(sql), args).await?;
    Ok((rows.iter().map(listed).collect::<Result<_, _>>()?, count))
}

/// Results counted by state, severity and tool, whatever the list is narrowed to.
pub async fn counts(tx: &mut Tx, unit: UnitId) -> Result<Vec<Count>, StoreError> {
    let sql = format!(
        "SELECT state, severity, tool, kind, promoted, verdict, COUNT(*) AS n FROM
           (SELECT {STATE} AS state, o.severity, o.tool, o.kind, o.verdict,
                   CAST(CASE WHEN o.finding_id IS NULL THEN 0 ELSE 1 END AS BIGINT) AS promoted
            FROM outcome o WHERE o.unit_id = $1) AS each_one
         GROUP BY state, severity, tool, kind, promoted, verdict"
    );
    tx.rows(AssertSqlSafe(sql), args![unit])
        .await?
        .iter()
        .map(|row| {
            Ok(Count {
                state: row.code("state", State::from_code)?,
                severity: row.int("severity")?,
                tool: row.text("tool")?,
                kind: row.text("kind")?,
                promoted: row.flag("promoted")?,
                verdict: row.text("verdict")?,
                count: row.int("n")?,
            })
        })
        .collect()
}

/// The heading results are put under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Subject,
    Rule,
}

/// Headings at most; the list itself has pages.
pub const MOST_GROUPS: u32 = 1_000;

/// The results that fit a filter under headings, those with the gravest first.
pub async fn groups(tx: &mut Tx, unit: UnitId, filter: &Filter, by: By) -> Result<Vec<Group>, StoreError> {
    let (condition, more) = narrowed(filter);
    let mut args = args![unit];
    args.extend(more);
    let (tool, kind, name, title, spread, heading) = match by {
        By::Subject => ("''", "o.kind", "o.subject", "''", "o.rule", "o.kind, o.subject"),
        By::Rule => ("o.tool", "''", "o.rule", "MIN(o.title)", "o.subject", "o.tool, o.rule"),
    };
    let sql = format!(
        "SELECT {tool} AS tool, {kind} AS kind, {name} AS name, {title} AS title,
                SUM(CASE WHEN o.gone_id IS NULL THEN 1 ELSE 0 END) AS standing,
                SUM(CASE WHEN o.gone_id IS NULL AND o.severity >= 3 AND o.verdict = 'fails' THEN 1 ELSE 0 END) AS grave,
                SUM(CASE WHEN o.gone_id IS NULL THEN 0 ELSE 1 END) AS gone,
                COUNT(DISTINCT {spread}) AS spread, MAX(o.severity) AS worst
         FROM outcome o WHERE {condition} GROUP BY {heading}
         ORDER BY worst DESC, grave DESC, standing DESC, name LIMIT {MOST_GROUPS}"
    );
    tx.rows(AssertSqlSafe(sql), args)
        .await?
        .iter()
        .map(|row| {
            Ok(Group {
                tool: row.text("tool")?,
                kind: row.text("kind")?,
                name: row.text("name")?,
                title: row.text("title")?,
                standing: row.int("standing")?,
                grave: row.int("grave")?,
                gone: row.int("gone")?,
                spread: row.int("spread")?,
            })
        })
        .collect()
}

/// Results by their identifiers, as far as they are of the unit and still stand.
pub async fn chosen(tx: &mut Tx, unit: UnitId, ids: &[OutcomeId]) -> Result<Vec<Listed>, StoreError> {
    let mut found = Vec::new();
    for batch in ids.chunks(BATCH) {
        let list = marks(2, batch.len());
        let sql = format!(
            "SELECT o.*, {STATE} AS state, e.file_name, e.made_at AS seen_at, f.number AS finding_number
             FROM outcome o JOIN examination e ON e.id = o.last_id LEFT JOIN finding f ON f.id = o.finding_id
             WHERE o.unit_id = $1 AND o.gone_id IS NULL AND o.id IN ({list})
             ORDER BY o.severity DESC, o.subject, o.place, o.id"
        );
        let mut args = args![unit];
        args.extend(batch.iter().map(|id| Value::from(*id)));
        for row in tx.rows(AssertSqlSafe(sql), args).await? {
            found.push(listed(&row)?);
        }
    }
    Ok(found)
}
