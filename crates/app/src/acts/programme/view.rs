//! Looking at a programme: the tree with figures, the matrix, one task, one
//! unit. Each in a fixed number of queries.

use crate::{Actor, App, Refusal};
use domain::identifier::{ProgrammeId, TaskId, UnitId};
use domain::policy::Action;
use domain::programme::{Together, Work, together};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::HashMap;
use store::programme::{
    self, Cell, Filter, Obligation, Programme, Report, Standing, Task, TaskFigures, Totals, UnitFigures,
};
use store::unit::Named;

/// Within how many days a share is "soon".
const SOON: i64 = 7;

/// A task of the tree with how it stands.
#[derive(Debug, Clone)]
pub struct TaskRow {
    pub task: Task,
    /// 0 at the top.
    pub depth: usize,
    /// None for headings, and for tasks nobody within sight bears.
    pub figures: Option<TaskFigures>,
    pub together: Option<Together>,
    /// Under a heading, the tasks below it.
    pub below: TaskCounts,
}

/// Tasks, each counted once however many units share it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TaskCounts {
    pub total: usize,
    pub done: usize,
    pub underway: usize,
    pub not_started: usize,
    pub not_applicable: usize,
    pub overdue: usize,
}

impl TaskCounts {
    fn add(&mut self, standing: Together) {
        self.total += 1;
        match standing.work {
            Work::Done => self.done += 1,
            Work::Underway => self.underway += 1,
            Work::NotStarted => self.not_started += 1,
            Work::NotApplicable => self.not_applicable += 1,
        }
        self.overdue += usize::from(standing.overdue);
    }
}

/// The programme as its first page shows it.
#[derive(Debug, Clone)]
pub struct Overview {
    pub programme: Programme,
    pub tasks: Vec<TaskRow>,
    pub counts: TaskCounts,
    pub totals: Totals,
    /// Kind, period, due day and standing of what units owe on the whole.
    pub reports: Vec<(String, String, Option<Date>, Standing)>,
}

/// Units across, tasks down.
#[derive(Debug, Clone)]
pub struct Matrix {
    pub programme: Programme,
    pub tasks: Vec<Task>,
    pub units: Vec<UnitFigures>,
    pub unit_count: i64,
    pub cells: HashMap<(UnitId, TaskId), Cell>,
}

/// One task with the shares of one page.
#[derive(Debug, Clone)]
pub struct OfTask {
    pub programme: Programme,
    pub task: Task,
    pub figures: Option<TaskFigures>,
    pub together: Option<Together>,
    pub obligations: Vec<Obligation>,
    pub count: i64,
}

/// One unit in one programme.
#[derive(Debug, Clone)]
pub struct OfUnit {
    pub programme: Programme,
    pub unit: Named,
    pub obligations: Vec<Obligation>,
    pub reports: Vec<Report>,
}

/// Programmes in sight with their sums, open ones first.
pub async fn list(
    app: &App,
    who: &Actor,
    limit: u32,
    offset: u32,
) -> Result<(Vec<(Programme, Totals)>, i64), Refusal> {
    let (mut tx, scope) = app.look(who, Action::ProgrammeRead).await?;
    let programmes = programme::list(&mut tx, &scope, limit, offset).await?;
    let count = programme::count(&mut tx, &scope).await?;
    let ids: Vec<ProgrammeId> = programmes.iter().map(|programme| programme.id).collect();
    let totals: HashMap<_, _> =
        programme::totals(&mut tx, &scope, &ids, app.today()).await?.into_iter().collect();
    let with = |programme: Programme| {
        let totals = totals.get(&programme.id).copied().unwrap_or_default();
        (programme, totals)
    };
    Ok((programmes.into_iter().map(with).collect(), count))
}

/// The tree with figures, within what the person may see.
pub async fn overview(app: &App, who: &Actor, id: ProgrammeId) -> Result<Overview, Refusal> {
    let (mut tx, scope) = app.look(who, Action::ProgrammeRead).await?;
    let programme = programme::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let tasks = programme::tasks(&mut tx, id).await?;
    let figures = programme::task_figures(&mut tx, &scope, id, app.today()).await?;
    let totals = programme::totals(&mut tx, &scope, &[id], app.today()).await?;
    let reports = programme::report_standing(&mut tx, &scope, id, app.today()).await?;
    let (tasks, counts) = tree(tasks, figures);
    let totals = totals.into_iter().next().map(|(_, totals)| totals).unwrap_or_default();
    Ok(Overview { programme, tasks, counts, totals, reports })
}

pub(super) fn tree(tasks: Vec<Task>, figures: Vec<TaskFigures>) -> (Vec<TaskRow>, TaskCounts) {
    let mut figures: HashMap<TaskId, TaskFigures> =
        figures.into_iter().map(|figures| (figures.task, figures)).collect();
    let at: HashMap<String, usize> =
        tasks.iter().enumerate().map(|(at, task)| (task.code.clone(), at)).collect();
    let mut rows: Vec<TaskRow> = tasks
        .into_iter()
        .map(|task| {
            let figures = figures.remove(&task.id);
            // A task nobody bears has not begun; one out of sight is not told.
            let together = figures.as_ref().map(|figures| together(&figures.groups));
            TaskRow { task, depth: 0, figures, together, below: TaskCounts::default() }
        })
        .collect();
    let mut counts = TaskCounts::default();
    for row in 0..rows.len() {
        let mut above = Vec::new();
        let mut parent = rows[row].task.parent.clone();
        while let Some(found) = parent.as_deref().and_then(|code| at.get(code)).copied() {
            if above.len() > domain::programme::MAX_DEPTH {
                break;
            }
            above.push(found);
            parent.clone_from(&rows[found].task.parent);
        }
        rows[row].depth = above.len();
        let Some(standing) = rows[row].together else { continue };
        counts.add(standing);
        for heading in above {
            rows[heading].below.add(standing);
        }
    }
    (rows, counts)
}

/// A page of the matrix: some units, all tasks.
pub async fn matrix(
    app: &App,
    who: &Actor,
    id: ProgrammeId,
    words: &str,
    page: (u32, u32),
) -> Result<Matrix, Refusal> {
    let (mut tx, scope) = app.look(who, Action::ProgrammeRead).await?;
    let programme = programme::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let tasks = programme::tasks(&mut tx, id).await?.into_iter().filter(|task| task.is_task).collect();
    let units = programme::unit_figures(&mut tx, &scope, id, app.today(), words, page).await?;
    let unit_count = programme::count_units(&mut tx, &scope, id, words).await?;
    let ids: Vec<UnitId> = units.iter().map(|figures| figures.unit).collect();
    let cells = programme::cells(&mut tx, &scope, id, &ids).await?;
    let cells = cells.into_iter().map(|cell| ((cell.unit, cell.task), cell)).collect();
    Ok(Matrix { programme, tasks, units, unit_count, cells })
}

/// Shares of a programme, late ones first.
pub async fn obligations(
    app: &App,
    who: &Actor,
    id: ProgrammeId,
    filter: &Filter,
) -> Result<(Programme, Vec<Obligation>, i64), Refusal> {
    let (mut tx, scope) = app.look(who, Action::ProgrammeRead).await?;
    let programme = programme::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let days = days(app);
    let list = programme::obligations(&mut tx, &scope, id, filter, days).await?;
    let count = programme::count_obligations(&mut tx, &scope, id, filter, days).await?;
    Ok((programme, list, count))
}

fn days(app: &App) -> (Date, Date) {
    let today = app.today();
    (today, today.saturating_add(SOON.days()))
}

/// One task over its units.
pub async fn of_task(app: &App, who: &Actor, id: TaskId, filter: &Filter) -> Result<OfTask, Refusal> {
    let (mut tx, scope) = app.look(who, Action::ProgrammeRead).await?;
    let (programme, task) = programme::get_task(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let programme = programme::get(&mut tx, &scope, programme).await?.ok_or(Refusal::NotFound)?;
    let filter = Filter { task: Some(id), ..filter.clone() };
    let obligations = programme::obligations(&mut tx, &scope, programme.id, &filter, days(app)).await?;
    let count = programme::count_obligations(&mut tx, &scope, programme.id, &filter, days(app)).await?;
    let figures = programme::task_figures(&mut tx, &scope, programme.id, app.today()).await?;
    let figures = figures.into_iter().find(|figures| figures.task == id);
    let together = figures.as_ref().map(|figures| together(&figures.groups));
    Ok(OfTask { programme, task, figures, together, obligations, count })
}

/// One unit's list and what it owes on the whole.
pub async fn of_unit(app: &App, who: &Actor, id: ProgrammeId, unit: UnitId) -> Result<OfUnit, Refusal> {
    let (mut tx, scope) = app.look(who, Action::ProgrammeRead).await?;
    let programme = programme::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let obligations = programme::obligations_of_unit(&mut tx, &scope, id, unit).await?;
    let reports = programme::reports_of_unit(&mut tx, &scope, id, unit).await?;
    if obligations.is_empty() && reports.is_empty() {
        return Err(Refusal::NotFound);
    }
    let unit = store::unit::name(&mut tx, unit).await?.ok_or(Refusal::NotFound)?;
    Ok(OfUnit { programme, unit, obligations, reports })
}
