//! Lists of findings: what they are narrowed by, their order, their counts.

use super::{Finding, finding, visible};
use crate::value::Value;
use crate::{Row, Scope, StoreError, Tx, args};
use domain::finding::Severity;
use domain::identifier::{CampaignId, UnitId};
use domain::text::fold;
use domain::unit::UnitKind;
use jiff::civil::Date;

/// What a list of findings is narrowed by; empty texts match all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Words of the finding or of its unit, with or without accents; or a number.
    pub words: String,
    pub campaign: Option<CampaignId>,
    pub unit: Option<UnitId>,
    /// A state's code, or `unclosed`.
    pub state: String,
    pub severity: Option<Severity>,
    pub theme: String,
    /// `overdue`, `soon` (within seven days), or empty.
    pub due: String,
    /// Who owes the next step: any of `unit`, `team`, `office`.
    pub owed_by: Vec<&'static str>,
    /// Waiting for the office to name who goes on.
    pub unassigned: bool,
    /// The kind of the unit it was found at.
    pub kind: Option<UnitKind>,
    /// `recorded` or `closed` within the last seven days, or empty.
    pub lately: String,
    pub today: Option<Date>,
    pub order: Order,
    /// Turns the order round.
    pub down: bool,
    pub limit: u32,
    pub offset: u32,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Order {
    /// Nearest due day first; those without one last.
    #[default]
    Due,
    Number,
    Unit,
    /// Gravest first.
    Severity,
    Latest,
}

impl Order {
    pub const ALL: [Order; 5] = [Order::Due, Order::Number, Order::Unit, Order::Severity, Order::Latest];

    pub fn code(self) -> &'static str {
        match self {
            Order::Due => "due",
            Order::Number => "number",
            Order::Unit => "unit",
            Order::Severity => "severity",
            Order::Latest => "latest",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.code() == code)
    }
}

/// A finding with the names around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub finding: Finding,
    pub unit_name: String,
    pub recorded_unit_name: String,
    pub campaign_title: String,
    pub campaign_number: String,
    pub year: i64,
    pub team_name: Option<String>,
}

/// How many findings are in one state with one severity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub state: String,
    pub severity: Severity,
    pub count: i64,
    pub overdue: i64,
}

pub(super) fn listed(row: &Row) -> Result<Listed, StoreError> {
    Ok(Listed {
        finding: finding(row)?,
        unit_name: row.text("unit_name")?,
        recorded_unit_name: row.text("recorded_unit_name")?,
        campaign_title: row.text("campaign_title")?,
        campaign_number: row.text("campaign_number")?,
        year: row.int("year")?,
        team_name: row.maybe_text("team_name")?,
    })
}

macro_rules! columns {
    () => {
        "f.*, u.name AS unit_name, r.name AS recorded_unit_name, c.title AS campaign_title, c.number AS campaign_number, c.year, m.name AS team_name"
    };
}
pub(super) use columns;

macro_rules! select {
    ($what:expr) => {
        concat!(
            "SELECT ",
            $what,
            " FROM finding f JOIN unit u ON u.id = f.unit_id JOIN unit r ON r.id = f.recorded_unit_id
              JOIN campaign c ON c.id = f.campaign_id LEFT JOIN team m ON m.id = f.team_id"
        )
    };
}
pub(super) use select;

/// Everything but state and severity, which the counts are told by.
macro_rules! narrowed {
    () => {
        concat!(
            " WHERE ",
            visible!(),
            " AND ($4 = '' OR f.folded LIKE '%' || $4 || '%' OR CAST(f.number AS TEXT) = $4
                  OR EXISTS (SELECT 1 FROM unit_name n WHERE n.unit_id IN (f.unit_id, f.recorded_unit_id) AND n.folded LIKE '%' || $4 || '%'))
              AND ($5 = '' OR f.campaign_id = $5)
              AND ($6 = '' OR f.unit_id = $6 OR f.recorded_unit_id = $6)
              AND ($7 = '' OR f.theme = $7)
              AND ($8 = '' OR ($8 = 'overdue' AND f.state <> 'closed' AND f.due_on < $9)
                           OR ($8 = 'soon' AND f.state <> 'closed' AND f.due_on >= $9 AND f.due_on <= $10))
              AND ($11 = '' OR f.owed_by LIKE $11 OR f.owed_by LIKE $12)
              AND ($13 = 0 OR f.unassigned = 1)
              AND ($14 = '' OR r.kind = $14)
              AND ($15 = '' OR ($15 = 'recorded' AND f.recorded_at >= $16) OR ($15 = 'closed' AND f.closed_at >= $16))"
        )
    };
}

macro_rules! filtered {
    () => {
        concat!(
            narrowed!(),
            " AND ($17 = '' OR f.state = $17 OR ($17 = 'unclosed' AND f.state <> 'closed')) AND ($18 = '' OR f.severity = $18)"
        )
    };
}

fn narrowed_args(scope: &Scope, filter: &Filter) -> Vec<Value> {
    let today = filter.today.map(|day| day.to_string()).unwrap_or_default();
    let soon = filter
        .today
        .and_then(|day| day.checked_add(jiff::Span::new().days(7)).ok())
        .map(|day| day.to_string())
        .unwrap_or_default();
    // Today and the six days before it.
    let week = filter.today.and_then(|day| day.checked_sub(jiff::Span::new().days(6)).ok());
    let since = week
        .and_then(|day| domain::moment::instant(day.at(0, 0, 0, 0)))
        .map(crate::value::instant)
        .unwrap_or_default();
    let owed = |place: usize| filter.owed_by.get(place).map(|by| format!("%,{by},%")).unwrap_or_default();
    let first = owed(0);
    let second = if filter.owed_by.len() > 1 { owed(1) } else { first.clone() };
    scope.args_and(args![
        fold(&filter.words),
        filter.campaign.map(|id| id.to_string()).unwrap_or_default(),
        filter.unit.map(|id| id.to_string()).unwrap_or_default(),
        filter.theme.as_str(),
        filter.due.as_str(),
        today,
        soon,
        first,
        second,
        filter.unassigned,
        filter.kind.map_or("", UnitKind::code),
        filter.lately.as_str(),
        since
    ])
}

fn filtered_args(scope: &Scope, filter: &Filter) -> Vec<Value> {
    let mut args = narrowed_args(scope, filter);
    args.extend(args![filter.state.as_str(), filter.severity.map_or("", Severity::code)]);
    args
}

macro_rules! ordered {
    ($order:literal) => {
        concat!(select!(columns!()), filtered!(), " ORDER BY ", $order, ", f.id LIMIT $19 OFFSET $20")
    };
}

pub async fn list(tx: &mut Tx, scope: &Scope, filter: &Filter) -> Result<Vec<Listed>, StoreError> {
    let sql = match (filter.order, filter.down) {
        (Order::Due, false) => ordered!("f.due_on IS NULL, f.due_on, c.year, f.number"),
        (Order::Due, true) => ordered!("f.due_on IS NULL, f.due_on DESC, c.year DESC, f.number DESC"),
        (Order::Number, false) => ordered!("c.year DESC, f.campaign_id, f.number"),
        (Order::Number, true) => ordered!("c.year DESC, f.campaign_id, f.number DESC"),
        (Order::Unit, false) => ordered!("u.sort_key, f.due_on IS NULL, f.due_on, f.number"),
        (Order::Unit, true) => ordered!("u.sort_key DESC, f.due_on IS NULL, f.due_on, f.number"),
        (Order::Severity, false) => ordered!(
            "CASE f.severity WHEN 'violation' THEN 0 WHEN 'remedy' THEN 1 ELSE 2 END, f.due_on IS NULL, f.due_on, f.number"
        ),
        (Order::Severity, true) => ordered!(
            "CASE f.severity WHEN 'violation' THEN 2 WHEN 'remedy' THEN 1 ELSE 0 END, f.due_on IS NULL, f.due_on, f.number"
        ),
        (Order::Latest, false) => ordered!("f.recorded_at DESC"),
        (Order::Latest, true) => ordered!("f.recorded_at"),
    };
    let mut args = filtered_args(scope, filter);
    args.extend(args![filter.limit, filter.offset]);
    tx.rows(sql, args).await?.iter().map(listed).collect()
}

pub async fn count(tx: &mut Tx, scope: &Scope, filter: &Filter) -> Result<i64, StoreError> {
    tx.count(concat!(select!("COUNT(*) AS n"), filtered!()), filtered_args(scope, filter)).await
}

/// How many there are by state and severity, whichever of these the filter
/// names.
pub async fn facets(tx: &mut Tx, scope: &Scope, filter: &Filter) -> Result<Vec<Count>, StoreError> {
    tx.rows(
        concat!(
            select!(
                "f.state, f.severity, COUNT(*) AS n,
                 SUM(CASE WHEN f.state <> 'closed' AND f.due_on < $9 THEN 1 ELSE 0 END) AS overdue"
            ),
            narrowed!(),
            " GROUP BY f.state, f.severity ORDER BY f.state, f.severity"
        ),
        narrowed_args(scope, filter),
    )
    .await?
    .iter()
    .map(|row| {
        Ok(Count {
            state: row.text("state")?,
            severity: row.code("severity", Severity::from_code)?,
            count: row.int("n")?,
            overdue: row.int("overdue")?,
        })
    })
    .collect()
}
