//! What units report, and all of it together, as papers in legal form.
//!
//! Not here: how a paper looks (`papers`).

use super::report::{self, Key, Opened, Snapshot};
use super::summary::{self, Consolidated};
use super::view::TaskRow;
use crate::acts::campaign::{Form, Printed, numbered};
use crate::{Actor, App, Refusal};
use domain::deadline::Standing;
use domain::identifier::ProgrammeId;
use domain::programme::Work;
use jiff::civil::Date;
use papers::{
    Cell, Column, Issuer, Listing, Orientation, ProgrammeReport, ProgrammeScope, Table, TaskGroup,
    TaskProgress, TaskState, UnitProgress, listing_workbook, programme_report, usual_frame,
};
use store::programme::{Obligation, Programme, UnitFigures};

/// Prints a unit's report as it stands, or as it was sent.
pub async fn print_report(app: &App, who: &Actor, key: &Key, form: Form) -> Result<Printed, Refusal> {
    let opened = report::get(app, who, key).await?;
    if key.kind != report::YEARLY || form == Form::Xlsx {
        return Err(Refusal::NotFound);
    }
    let mut tx = app.store.read().await?;
    // Whoever sees the report sees its unit's name on it.
    let all = store::Scope::everything(who.user.id);
    let head = store::unit::get(&mut tx, &all, key.unit).await?.and_then(|kept| kept.unit.head_name);
    drop(tx);
    let name = format!("Báo cáo năm {} - {}", key.period, opened.report.unit_name);
    printed(name, of_unit(&opened, head, app.today()), form).await
}

/// Prints the consolidated report of a period as the record stands now.
pub async fn print_summary(
    app: &App,
    who: &Actor,
    id: ProgrammeId,
    period: &str,
    form: Form,
) -> Result<Printed, Refusal> {
    let whole = summary::get(app, who, id, period).await?;
    let name = format!("Báo cáo tổng hợp chương trình năm {period}");
    if form == Form::Xlsx {
        let listing = units_sheet(&whole, domain::moment::local(app.now()), &who.user.name);
        let bytes = off_thread(move || listing_workbook(&listing).xlsx()).await?;
        return Ok(named(name, form, bytes));
    }
    printed(name, of_all(&whole, app.today()), form).await
}

async fn printed(name: String, report: ProgrammeReport, form: Form) -> Result<Printed, Refusal> {
    let bytes = off_thread(move || match form {
        Form::Docx => programme_report(&report).docx(),
        Form::Pdf | Form::Xlsx => programme_report(&report).pdf(),
    })
    .await?;
    Ok(named(name, form, bytes))
}

async fn off_thread(
    draw: impl FnOnce() -> Result<Vec<u8>, papers::PaperError> + Send + 'static,
) -> Result<Vec<u8>, Refusal> {
    tokio::task::spawn_blocking(draw)
        .await
        .map_err(|error| Refusal::Broken(format!("a paper's thread stopped: {error}")))?
        .map_err(|error| Refusal::Broken(error.to_string()))
}

fn named(name: String, form: Form, bytes: Vec<u8>) -> Printed {
    Printed { name: format!("{name}.{}", form.ending()), media: form.media(), bytes }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// "Kế hoạch số 59/KH-UBND ngày 12/5/2023 của Ủy ban nhân dân tỉnh".
fn basis(programme: &Programme) -> String {
    let number = numbered(&programme.number);
    let day = programme.issued_on.map(|day| day.strftime(" ngày %d/%m/%Y").to_string()).unwrap_or_default();
    format!("Kế hoạch{number}{day} của {}", programme.issuer)
}

fn of_unit(opened: &Opened, head: Option<String>, today: Date) -> ProgrammeReport {
    let (programme, kept) = (&opened.programme, &opened.report);
    let sent = kept.sent_at.map(domain::moment::day);
    let (letterhead, _, signature, recipients) = usual_frame(&Issuer {
        body: kept.unit_name.clone(),
        team: None,
        lead: head,
        place: programme.place.clone(),
        number: None,
        dated: kept.paper_on.or(sent),
        today: Some(today),
    });
    ProgrammeReport {
        letterhead,
        programme: programme.title.clone(),
        period: format!("năm {}", kept.period),
        scope: ProgrammeScope::Unit(kept.unit_name.clone()),
        addressees: vec![programme.issuer.clone()],
        bases: vec![basis(programme)],
        leadership: lines(&kept.text),
        groups: vec![TaskGroup {
            title: "Các nhiệm vụ được giao".to_owned(),
            tasks: opened.obligations.iter().map(|o| share(o, &opened.snapshot, today)).collect(),
        }],
        difficulties: Vec::new(),
        next_steps: Vec::new(),
        proposals: lines(&kept.proposals),
        signature,
        recipients,
    }
}

/// A unit's share, by the figures that were sent.
fn share(o: &Obligation, snapshot: &Snapshot, today: Date) -> TaskProgress {
    let sent = snapshot.shares.iter().find(|share| share.code == o.task_code);
    let work = sent.and_then(|share| Work::from_code(&share.work)).unwrap_or(o.work);
    let due = sent.map_or(o.due_on, |share| share.due_on);
    let done_on = sent.map_or(o.done_on, |share| share.done_on);
    TaskProgress {
        number: o.task_code.clone(),
        text: o.task_title.clone(),
        lead: String::new(),
        with: Vec::new(),
        due,
        percent: sent.map_or(o.percent, |share| share.percent),
        state: state(work, due, done_on, today),
        result: o.said.clone(),
    }
}

fn state(work: Work, due: Option<Date>, done_on: Option<Date>, today: Date) -> TaskState {
    let standing = due.map(|due| Standing::of(due, today, done_on));
    match (work, standing) {
        (Work::Done, Some(Standing::DoneLate { .. })) => TaskState::DoneLate,
        (Work::Done | Work::NotApplicable, _) => TaskState::Done,
        (_, Some(Standing::Late { .. })) => TaskState::Overdue,
        (Work::Underway, _) => TaskState::UnderWay,
        (Work::NotStarted, None) => TaskState::Standing,
        (Work::NotStarted, Some(_)) => TaskState::NotStarted,
    }
}

fn of_all(whole: &Consolidated, today: Date) -> ProgrammeReport {
    let programme = &whole.programme;
    let (letterhead, _, signature, recipients) = usual_frame(&Issuer {
        body: programme.issuer.clone(),
        team: None,
        lead: None,
        place: programme.place.clone(),
        number: None,
        dated: None,
        today: Some(today),
    });
    ProgrammeReport {
        letterhead,
        programme: programme.title.clone(),
        period: format!("năm {}", whole.period),
        scope: ProgrammeScope::Consolidated(whole.units.iter().map(|unit| progress(whole, unit)).collect()),
        addressees: vec![programme.issuer.clone()],
        bases: vec![basis(programme)],
        leadership: lines(&whole.written.assessment),
        groups: groups(&whole.tasks),
        difficulties: lines(&whole.written.difficulties),
        next_steps: Vec::new(),
        proposals: lines(&whole.written.proposals),
        signature,
        recipients,
    }
}

fn figure(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(0)
}

fn progress(whole: &Consolidated, unit: &UnitFigures) -> UnitProgress {
    let report = whole.reports.iter().find(|report| report.unit == unit.unit);
    let open = unit.obligations - unit.done - unit.not_applicable - unit.overdue;
    UnitProgress {
        unit: unit.unit_name.clone(),
        assigned: figure(unit.obligations),
        done: figure(unit.done - unit.done_late),
        done_late: figure(unit.done_late),
        under_way: figure(open),
        overdue: figure(unit.overdue),
        reported: report.and_then(|report| report.sent_at).map(domain::moment::day),
    }
}

/// The tree as the paper lists it: the tasks below each highest heading.
fn groups(rows: &[TaskRow]) -> Vec<TaskGroup> {
    let mut groups: Vec<TaskGroup> = Vec::new();
    for row in rows {
        if !row.task.is_task {
            if row.depth == 0 || groups.is_empty() {
                let title = format!("{}. {}", row.task.code, row.task.title);
                groups.push(TaskGroup { title, tasks: Vec::new() });
            }
            continue;
        }
        if groups.is_empty() {
            groups.push(TaskGroup { title: "Nhiệm vụ".to_owned(), tasks: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.tasks.push(task(row));
        }
    }
    groups.retain(|group| !group.tasks.is_empty());
    groups
}

fn task(row: &TaskRow) -> TaskProgress {
    let due = row.figures.as_ref().and_then(|figures| figures.next_due);
    let together = row.together;
    let state = match together {
        Some(together) if together.overdue => TaskState::Overdue,
        Some(together) => match together.work {
            Work::Done if together.late => TaskState::DoneLate,
            Work::Done | Work::NotApplicable => TaskState::Done,
            Work::Underway => TaskState::UnderWay,
            Work::NotStarted if due.is_none() => TaskState::Standing,
            Work::NotStarted => TaskState::NotStarted,
        },
        None => TaskState::NotStarted,
    };
    TaskProgress {
        number: row.task.code.clone(),
        text: row.task.title.clone(),
        lead: row.task.lead_words.clone(),
        with: lines(&row.task.coordinating_words),
        due,
        percent: together.map_or(0, |together| together.percent),
        state,
        result: String::new(),
    }
}

/// Every unit's figures as a sheet.
fn units_sheet(whole: &Consolidated, drawn_up: jiff::civil::DateTime, issuer: &str) -> Listing {
    let mut table = Table::new([
        Column::ordinal(),
        Column::text("Cơ quan, đơn vị", 60),
        Column::number("Nhiệm vụ được giao", 16),
        Column::number("Hoàn thành", 14),
        Column::number("Hoàn thành chậm", 16),
        Column::number("Đang thực hiện", 16),
        Column::number("Quá hạn", 12),
        Column::text("Ngày gửi báo cáo", 18),
    ]);
    for (place, unit) in whole.units.iter().enumerate() {
        let progress = progress(whole, unit);
        let count = |figure: u32| Cell::count(figure as usize);
        let sent = progress.reported.map(|day| day.strftime("%d/%m/%Y").to_string()).unwrap_or_default();
        table.push([
            Cell::count(place + 1),
            Cell::from(&progress.unit),
            count(progress.assigned),
            count(progress.done),
            count(progress.done_late),
            count(progress.under_way),
            count(progress.overdue),
            Cell::from(&sent),
        ]);
    }
    Listing {
        title: format!("Tiến độ thực hiện chương trình năm {}", whole.period),
        subtitle: Some(whole.programme.title.clone()),
        drawn_up,
        issuer: issuer.to_owned(),
        orientation: Orientation::Landscape,
        table,
        notes: Vec::new(),
        frame: None,
    }
}
