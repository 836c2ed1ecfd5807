//! Results of tools: the files taken in, and each result from the examination
//! that first showed it to the one that no longer does.
//!
//! Not here: reading the files (`scanners`), comparing (`evidence`), findings
//! drawn from results (`finding`).

use crate::value::Value;
use crate::{Row, StoreError, Tx, args};
use domain::identifier::{ExaminationId, FindingId, OutcomeId, UnitId, UserId, VisitId};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

/// One file of results, as it was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examination {
    pub id: ExaminationId,
    pub visit: VisitId,
    pub unit: UnitId,
    pub tool: String,
    pub tool_version: String,
    pub file_name: String,
    pub size: i64,
    pub sha256: String,
    pub made_at: Timestamp,
    pub results: i64,
    pub fresh: i64,
    pub changed: i64,
    pub gone: i64,
    pub taken_by: UserId,
    pub taken_at: Timestamp,
}

/// A result as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub id: OutcomeId,
    pub identity: String,
    pub tool: String,
    pub rule: String,
    pub kind: String,
    pub subject: String,
    pub place: String,
    pub title: String,
    /// 0 to 4, slightest first.
    pub severity: i64,
    pub names: String,
    pub folded: String,
    pub detail: String,
}

/// A result that still stands, as far as comparing needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub id: OutcomeId,
    pub identity: String,
    pub kind: String,
    pub subject: String,
    pub title: String,
    pub severity: i64,
    pub detail: String,
}

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
    pub subject: Option<String>,
    pub rule: Option<String>,
    /// Only those that became findings.
    pub promoted: bool,
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

/// How many results there are of each state, severity and tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub state: State,
    pub severity: i64,
    pub tool: String,
    pub promoted: bool,
    pub count: i64,
}

fn examination(row: &Row) -> Result<Examination, StoreError> {
    Ok(Examination {
        id: row.parse("id")?,
        visit: row.parse("visit_id")?,
        unit: row.parse("unit_id")?,
        tool: row.text("tool")?,
        tool_version: row.text("tool_version")?,
        file_name: row.text("file_name")?,
        size: row.int("size")?,
        sha256: row.text("sha256")?,
        made_at: row.instant("made_at")?,
        results: row.int("results")?,
        fresh: row.int("fresh")?,
        changed: row.int("changed")?,
        gone: row.int("gone")?,
        taken_by: row.parse("taken_by")?,
        taken_at: row.instant("taken_at")?,
    })
}

pub async fn add(tx: &mut Tx, new: &Examination) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO examination (id, visit_id, unit_id, tool, tool_version, file_name, size, sha256, made_at,
                results, fresh, changed, gone, taken_by, taken_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        args![
            new.id,
            new.visit,
            new.unit,
            new.tool.as_str(),
            new.tool_version.as_str(),
            new.file_name.as_str(),
            new.size,
            new.sha256.as_str(),
            new.made_at,
            new.results,
            new.fresh,
            new.changed,
            new.gone,
            new.taken_by,
            new.taken_at
        ],
    )
    .await?;
    Ok(())
}

/// The examination of a visit that took these very bytes in.
pub async fn of_hash(tx: &mut Tx, visit: VisitId, sha256: &str) -> Result<Option<Examination>, StoreError> {
    tx.row("SELECT * FROM examination WHERE visit_id = $1 AND sha256 = $2", args![visit, sha256])
        .await?
        .map(|row| examination(&row))
        .transpose()
}

/// Those of a visit, the latest first, each with who took it in.
pub async fn of_visit(tx: &mut Tx, visit: VisitId) -> Result<Vec<(Examination, String)>, StoreError> {
    tx.rows(
        "SELECT e.*, COALESCE(a.name, '') AS taker FROM examination e
         LEFT JOIN user_account a ON a.id = e.taken_by WHERE e.visit_id = $1 ORDER BY e.taken_at DESC, e.id DESC",
        args![visit],
    )
    .await?
    .iter()
    .map(|row| Ok((examination(row)?, row.text("taker")?)))
    .collect()
}

/// When a tool last looked at each subject of a unit.
pub async fn looked_at(
    tx: &mut Tx,
    unit: UnitId,
    tool: &str,
) -> Result<Vec<(String, String, Timestamp)>, StoreError> {
    tx.rows(
        "SELECT s.kind, s.subject, MAX(e.made_at) AS made_at FROM examination e
         JOIN examination_subject s ON s.examination_id = e.id
         WHERE e.unit_id = $1 AND e.tool = $2 GROUP BY s.kind, s.subject",
        args![unit, tool],
    )
    .await?
    .iter()
    .map(|row| Ok((row.text("kind")?, row.text("subject")?, row.instant("made_at")?)))
    .collect()
}

/// What of a tool's results still stands at a unit.
pub async fn standing(tx: &mut Tx, unit: UnitId, tool: &str) -> Result<Vec<Standing>, StoreError> {
    tx.rows(
        "SELECT id, identity, kind, subject, title, severity, detail FROM outcome
         WHERE unit_id = $1 AND tool = $2 AND gone_id IS NULL",
        args![unit, tool],
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Standing {
            id: row.parse("id")?,
            identity: row.text("identity")?,
            kind: row.text("kind")?,
            subject: row.text("subject")?,
            title: row.text("title")?,
            severity: row.int("severity")?,
            detail: row.text("detail")?,
        })
    })
    .collect()
}

/// Rows of one statement. More save journeys to the server, but `SQLite` looks every
/// argument's name up among those before it.
const BATCH: usize = 50;

/// `($1, $2), ($3, $4) …` for so many rows of so many columns.
fn places(rows: usize, columns: usize) -> String {
    let mut text = String::with_capacity(rows * columns * 6);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            let comma = if column == 0 { "" } else { ", " };
            text.push_str(&format!("{comma}${}", row * columns + column + 1));
        }
        text.push(')');
    }
    text
}

/// `$2, $3, $4 …`: so many arguments from one on.
fn marks(from: usize, count: usize) -> String {
    let marks: Vec<String> = (from..from + count).map(|at| format!("${at}")).collect();
    marks.join(", ")
}

pub async fn add_subjects(
    tx: &mut Tx,
    id: ExaminationId,
    subjects: &[(String, String)],
) -> Result<(), StoreError> {
    for batch in subjects.chunks(BATCH) {
        let sql = format!(
            "INSERT INTO examination_subject (examination_id, kind, subject) VALUES {}",
            places(batch.len(), 3)
        );
        let args = batch.iter().flat_map(|(kind, subject)| args![id, kind.as_str(), subject.as_str()]);
        tx.run(AssertSqlSafe(sql), args.collect()).await?;
    }
    Ok(())
}

/// Results an examination showed for the first time.
pub async fn add_outcomes(
    tx: &mut Tx,
    unit: UnitId,
    of: ExaminationId,
    outcomes: &[Outcome],
) -> Result<(), StoreError> {
    for batch in outcomes.chunks(BATCH) {
        let sql = format!(
            "INSERT INTO outcome (id, unit_id, identity, tool, rule, kind, subject, place, title, severity, names,
                    folded, detail, since_id, last_id) VALUES {}",
            places(batch.len(), 15)
        );
        let mut args: Vec<Value> = Vec::with_capacity(batch.len() * 15);
        for one in batch {
            args.extend(args![
                one.id,
                unit,
                one.identity.as_str(),
                one.tool.as_str(),
                one.rule.as_str(),
                one.kind.as_str(),
                one.subject.as_str(),
                one.place.as_str(),
                one.title.as_str(),
                one.severity,
                one.names.as_str(),
                one.folded.as_str(),
                one.detail.as_str(),
                of,
                of
            ]);
        }
        tx.run(AssertSqlSafe(sql), args).await?;
    }
    Ok(())
}

/// What a known result says now.
pub async fn revise(tx: &mut Tx, id: OutcomeId, now: &Outcome) -> Result<(), StoreError> {
    tx.run(
        "UPDATE outcome SET title = $2, severity = $3, names = $4, folded = $5, detail = $6 WHERE id = $1",
        args![
            id,
            now.title.as_str(),
            now.severity,
            now.names.as_str(),
            now.folded.as_str(),
            now.detail.as_str()
        ],
    )
    .await?;
    Ok(())
}

/// Results an examination no longer showed.
pub async fn end(tx: &mut Tx, of: ExaminationId, gone: &[OutcomeId]) -> Result<(), StoreError> {
    for batch in gone.chunks(BATCH) {
        let list = marks(2, batch.len());
        let sql = format!("UPDATE outcome SET gone_id = $1 WHERE id IN ({list})");
        let mut args = args![of];
        args.extend(batch.iter().map(|id| Value::from(*id)));
        tx.run(AssertSqlSafe(sql), args).await?;
    }
    Ok(())
}

/// Notes on everything that stands of what an examination looked at that it was
/// seen by it.
pub async fn seen_by(tx: &mut Tx, unit: UnitId, tool: &str, of: ExaminationId) -> Result<(), StoreError> {
    tx.run(
        "UPDATE outcome SET last_id = $3 WHERE unit_id = $1 AND tool = $2 AND gone_id IS NULL AND last_id <> $3
         AND EXISTS (SELECT 1 FROM examination_subject s
                     WHERE s.examination_id = $3 AND s.kind = outcome.kind AND s.subject = outcome.subject)",
        args![unit, tool, of],
    )
    .await?;
    Ok(())
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
    for (column, value) in [("tool", &filter.tool), ("subject", &filter.subject), ("rule", &filter.rule)] {
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
        "SELECT state, severity, tool, promoted, COUNT(*) AS n FROM
           (SELECT {STATE} AS state, o.severity, o.tool,
                   CAST(CASE WHEN o.finding_id IS NULL THEN 0 ELSE 1 END AS BIGINT) AS promoted
            FROM outcome o WHERE o.unit_id = $1) AS each_one
         GROUP BY state, severity, tool, promoted"
    );
    tx.rows(AssertSqlSafe(sql), args![unit])
        .await?
        .iter()
        .map(|row| {
            Ok(Count {
                state: row.code("state", State::from_code)?,
                severity: row.int("severity")?,
                tool: row.text("tool")?,
                promoted: row.flag("promoted")?,
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
                SUM(CASE WHEN o.gone_id IS NULL AND o.severity >= 3 THEN 1 ELSE 0 END) AS grave,
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

/// Links results to the finding drawn from them; one that is linked stays so.
pub async fn promote(
    tx: &mut Tx,
    unit: UnitId,
    ids: &[OutcomeId],
    finding: FindingId,
) -> Result<u64, StoreError> {
    let mut touched = 0;
    for batch in ids.chunks(BATCH) {
        let list = marks(3, batch.len());
        let sql = format!(
            "UPDATE outcome SET finding_id = $1 WHERE unit_id = $2 AND finding_id IS NULL AND id IN ({list})"
        );
        let mut args = args![finding, unit];
        args.extend(batch.iter().map(|id| Value::from(*id)));
        touched += tx.run(AssertSqlSafe(sql), args).await?;
    }
    Ok(touched)
}
