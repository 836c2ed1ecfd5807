//! The consolidated report of a period: every number out of the record, with the
//! office's own words beside.
//!
//! Not here: its paper form (`papers`).

use super::view::{TaskCounts, TaskRow, tree};
use crate::{Actor, App, Refusal};
use domain::identifier::ProgrammeId;
use domain::policy::Action;
use store::programme::{self, Programme, Report, ReportFilter, Standing, Summary, Totals, UnitFigures};

/// How many units and reports a consolidated report lists at most.
const MOST: u32 = 5_000;
/// The longest text, in characters.
const LONGEST: usize = 40_000;

/// Everything the consolidated report says.
#[derive(Debug, Clone)]
pub struct Consolidated {
    pub programme: Programme,
    pub period: String,
    pub tasks: Vec<TaskRow>,
    /// Tasks, once each.
    pub counts: TaskCounts,
    /// Shares.
    pub totals: Totals,
    pub units: Vec<UnitFigures>,
    /// How the units' reports of the period stand, and their own plans.
    pub yearly: Standing,
    pub own_plans: Standing,
    /// The units' reports of the period, those missing first.
    pub reports: Vec<Report>,
    pub written: Summary,
}

/// The consolidated report of a period, as the record stands now.
pub async fn get(app: &App, who: &Actor, id: ProgrammeId, period: &str) -> Result<Consolidated, Refusal> {
    let (mut tx, scope) = app.look(who, Action::SummaryRead).await?;
    let today = app.today();
    let programme = programme::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let tasks = programme::tasks(&mut tx, id).await?;
    let figures = programme::task_figures(&mut tx, &scope, id, today).await?;
    let (tasks, counts) = tree(tasks, figures);
    let totals = programme::totals(&mut tx, &scope, &[id], today).await?;
    let units = programme::unit_figures(&mut tx, &scope, id, today, "", (MOST, 0)).await?;
    let standing = programme::report_standing(&mut tx, &scope, id, today).await?;
    let of = |wanted: &str, in_period: &str| {
        let found = standing
            .iter()
            .find(|(kind, at, ..)| kind == wanted && (in_period.is_empty() || at == in_period));
        found.map(|(.., standing)| *standing).unwrap_or_default()
    };
    let (yearly, own_plans) = (of(super::report::YEARLY, period), of(super::report::OWN_PLAN, ""));
    let filter = ReportFilter {
        kind: super::report::YEARLY.into(),
        period: period.into(),
        limit: MOST,
        ..ReportFilter::default()
    };
    let (reports, _) = programme::reports(&mut tx, &scope, id, &filter, today).await?;
    let written = programme::summary(&mut tx, id, period).await?;
    Ok(Consolidated {
        programme,
        period: period.to_owned(),
        tasks,
        counts,
        totals: totals.into_iter().next().map(|(_, totals)| totals).unwrap_or_default(),
        units,
        yearly,
        own_plans,
        reports,
        written,
    })
}

/// The units' reports, missing and late first.
pub async fn reports(
    app: &App,
    who: &Actor,
    id: ProgrammeId,
    filter: &ReportFilter,
) -> Result<(Programme, Vec<Report>, i64), Refusal> {
    let (mut tx, scope) = app.look(who, Action::ProgrammeRead).await?;
    let programme = programme::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let (reports, count) = programme::reports(&mut tx, &scope, id, filter, app.today()).await?;
    Ok((programme, reports, count))
}

/// Keeps the office's words; refused with `Conflict` when someone wrote since.
pub async fn write(
    app: &App,
    who: &Actor,
    id: ProgrammeId,
    period: &str,
    mut said: Summary,
) -> Result<(), Refusal> {
    let fields = [
        ("assessment", &mut said.assessment),
        ("difficulties", &mut said.difficulties),
        ("proposals", &mut said.proposals),
    ];
    for (field, text) in fields {
        if text.chars().count() > LONGEST {
            return Err(Refusal::invalid(field, "field-too-long"));
        }
        *text = text.trim().to_owned();
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ProgrammeManage)?;
    programme::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let now = act.now;
    if !programme::write_summary(&mut act.tx, id, period, &said, now).await? {
        return Err(Refusal::Conflict);
    }
    act.tell("programme.summary.write", "programme", id, serde_json::json!({ "period": period })).await?;
    act.done().await
}
