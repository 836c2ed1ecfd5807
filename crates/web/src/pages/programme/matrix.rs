//! Units against tasks: who stands where, at one look.

use app::acts::programme::{self, Cell, Matrix, Task};
use askama::Template;
use axum::extract::{OriginalUri, Path, State};
use axum::response::Response;
use domain::identifier::{ProgrammeId, UnitId};
use domain::programme::Work;
use jiff::civil::Date;

use super::{PATH, framed, tabs};
use crate::frame::Frame;
use crate::list::{Column, ListState, Table};
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples};
use crate::parts::badge::Tone;
use crate::parts::tabs::Tabs;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

const PER_PAGE: u64 = 40;

#[derive(Debug, Template)]
#[template(path = "pages/programme_matrix.html")]
pub struct MatrixPage {
    f: Frame,
    tabs: Tabs,
    table: Table,
    tasks: Vec<Head>,
    rows: Vec<Row>,
    legend: Vec<Mark>,
}

#[derive(Debug)]
struct Head {
    href: String,
    code: String,
    title: String,
}

#[derive(Debug)]
struct Row {
    href: String,
    unit: String,
    figures: String,
    overdue: i64,
    cells: Vec<Option<Mark>>,
}

/// How one share stands, as a mark with its words.
#[derive(Debug)]
struct Mark {
    href: String,
    tone: Tone,
    sign: String,
    words: String,
}

pub async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let state = ListState::read(uri.path(), uri.query(), PER_PAGE);
    let page = (PER_PAGE as u32, u32::try_from(state.offset()).unwrap_or(u32::MAX));
    let matrix = programme::matrix(app, who, id::<ProgrammeId>(&text)?, state.search(), page).await?;
    pages::show(&MatrixPage::new(visit.frame(), state, &matrix))
}

impl MatrixPage {
    fn new(f: Frame, state: ListState, matrix: &Matrix) -> Self {
        let programme = &matrix.programme;
        let id = programme.id.to_string();
        let title = f.t("programme-tab-matrix");
        let table = Table::new(state, title.clone(), vec![Column::new(f.t("campaign-unit"))])
            .counting(matrix.unit_count.unsigned_abs());
        let tasks = matrix.tasks.iter().map(|task| head(&id, task)).collect();
        let today = f.today();
        let cell = |unit: UnitId, task: &Task| {
            matrix.cells.get(&(unit, task.id)).map(|cell| mark(&f, &id, cell, task, today))
        };
        let rows = matrix
            .units
            .iter()
            .map(|unit| Row {
                href: format!("{PATH}/{id}/units/{}", unit.unit),
                unit: unit.unit_name.clone(),
                figures: format!("{}/{}", unit.done, unit.obligations - unit.not_applicable),
                overdue: unit.overdue,
                cells: matrix.tasks.iter().map(|task| cell(unit.unit, task)).collect(),
            })
            .collect();
        let legend = [
            (Tone::Done, "✓", "programme-done"),
            (Tone::Warning, "✓", "programme-done-late"),
            (Tone::Going, "40", "programme-underway-percent"),
            (Tone::Idle, "0", "programme-not-started"),
            (Tone::Late, "!", "programme-overdue"),
            (Tone::Outside, "–", "programme-not-applicable"),
        ]
        .map(|(tone, sign, key)| Mark {
            href: String::new(),
            tone,
            sign: sign.into(),
            words: f.t(key),
        });
        let tabs = tabs(f.lang, &id, "matrix");
        MatrixPage { tabs, table, tasks, rows, legend: legend.into(), f: framed(f, programme, title) }
    }
}

fn head(id: &str, task: &Task) -> Head {
    Head {
        href: format!("{PATH}/{id}/tasks/{}", task.id),
        code: task.code.clone(),
        title: task.title.clone(),
    }
}

fn mark(f: &Frame, id: &str, cell: &Cell, task: &Task, today: Date) -> Mark {
    let late = cell.due_on.is_some_and(|due| cell.done_on.unwrap_or(today) > due);
    let (tone, sign, key) = match cell.work {
        Work::NotApplicable => (Tone::Outside, "–".to_owned(), "programme-not-applicable"),
        Work::Done if late => (Tone::Warning, "✓".to_owned(), "programme-done-late"),
        Work::Done => (Tone::Done, "✓".to_owned(), "programme-done"),
        Work::Underway | Work::NotStarted if late => (Tone::Late, "!".to_owned(), "programme-overdue"),
        Work::Underway => (Tone::Going, cell.percent.to_string(), "programme-underway"),
        Work::NotStarted => (Tone::Idle, "0".to_owned(), "programme-not-started"),
    };
    Mark {
        href: format!("{PATH}/{id}/shares/{}", cell.obligation),
        tone,
        sign,
        words: format!("{}: {}", task.code, f.t(key)),
    }
}

impl Page for MatrixPage {
    const NAME: &'static str = "programme_matrix";

    fn samples(frame: &Frame) -> Samples<Self> {
        let state = || ListState::read(&format!("{PATH}/1/matrix"), None, PER_PAGE);
        let mut matrix = Matrix {
            programme: super::sample::programme(),
            tasks: vec![super::sample::task("II.3", "Ban hành quy chế", true)],
            units: Vec::new(),
            unit_count: 0,
            cells: std::collections::HashMap::new(),
        };
        let empty = MatrixPage::new(frame.clone(), state(), &matrix);
        let share = super::sample::obligation(Work::Underway);
        matrix.units = vec![programme::UnitFigures {
            unit: share.unit,
            unit_name: share.unit_name.clone(),
            obligations: 12,
            done: 4,
            done_late: 1,
            overdue: 2,
            not_applicable: 1,
            percent: 400,
            next_due: share.due_on,
        }];
        matrix.unit_count = 1;
        let cell = Cell {
            unit: share.unit,
            task: share.task,
            obligation: share.id,
            part: share.part,
            work: share.work,
            percent: 40,
            due_on: share.due_on,
            done_on: None,
        };
        matrix.cells.insert((share.unit, share.task), cell);
        vec![("empty", empty), ("full", MatrixPage::new(frame.clone(), state(), &matrix))]
    }
}
