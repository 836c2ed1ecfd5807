//! The wording of the report on a programme, its tables and its workbook.

use super::{ProgrammeReport, ProgrammeScope, TaskGroup, TaskProgress, TaskState, UnitProgress};
use crate::closing::recipients_and_signature;
use crate::dates;
use crate::document::Document;
use crate::flow::{Annex, Flow, annex_parts, carrying_out};
use crate::table::{Cell, Column, Row, Table};
use crate::words::Words;
use crate::workbook::{Sheet, Workbook};

/// Composes the report.
pub fn programme_report(report: &ProgrammeReport) -> Document {
    let mut flow = Flow::new();
    flow.block(report.letterhead.block());
    flow.title("Báo cáo", &summary(report));
    flow.addressees(&report.addressees);
    opening(&mut flow, report);
    points(&mut flow, "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO", &report.leadership);
    progress(&mut flow, report);
    points(&mut flow, "III. KHÓ KHĂN, VƯỚNG MẮC", &report.difficulties);
    points(&mut flow, "IV. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI", &report.next_steps);
    points(&mut flow, "V. KIẾN NGHỊ, ĐỀ XUẤT", &report.proposals);
    flow.body(format!(
        "Trên đây là kết quả thực hiện {} {}; {} kính báo cáo.",
        report.programme,
        report.period,
        reporter(report)
    ));
    flow.end_mark();
    flow.closing(recipients_and_signature(&report.recipients, &report.signature, report.letterhead.form));
    let mut parts = vec![flow.part()];
    let mut annex = Flow::landscape();
    annex.table(&task_table(&report.groups));
    parts.extend(annex_parts(
        [Some(Annex::new("Tiến độ thực hiện nhiệm vụ", annex))],
        &report.letterhead.reference("Báo cáo"),
    ));
    Document {
        title: Words::from(format!("Báo cáo {}", summary(report))),
        issuer: Words::from(&report.letterhead.issuer),
        dated: report.letterhead.date.earliest(),
        parts,
    }
}

/// The report's tables, ready to be written as XLSX.
pub fn programme_workbook(report: &ProgrammeReport) -> Workbook {
    let title = summary(report);
    let subtitle = reporter(report);
    let mut sheets = vec![Sheet::new("Nhiệm vụ", &title, subtitle, task_table(&report.groups))];
    if let ProgrammeScope::Consolidated(units) = &report.scope {
        sheets.push(Sheet::new("Theo đơn vị", &title, subtitle, unit_table(units)));
    }
    Workbook {
        title: Words::new(&title),
        issuer: Words::from(&report.letterhead.issuer),
        dated: report.letterhead.date.earliest(),
        sheets,
    }
}

fn summary(report: &ProgrammeReport) -> String {
    format!("Kết quả thực hiện {} {}", report.programme, report.period)
}

fn reporter(report: &ProgrammeReport) -> &str {
    match &report.scope {
        ProgrammeScope::Unit(unit) => unit,
        ProgrammeScope::Consolidated(_) => &report.letterhead.issuer,
    }
}

fn opening(flow: &mut Flow, report: &ProgrammeReport) {
    let opening =
        if report.bases.is_empty() { String::new() } else { format!("{}, ", carrying_out(&report.bases)) };
    let verb = match &report.scope {
        ProgrammeScope::Unit(_) => "báo cáo",
        ProgrammeScope::Consolidated(_) => "tổng hợp, báo cáo",
    };
    flow.body(format!(
        "{opening}{} {verb} kết quả thực hiện {} {} như sau:",
        reporter(report),
        report.programme,
        report.period
    ));
}

fn points(flow: &mut Flow, heading: &str, points: &[String]) {
    flow.heading_one(heading);
    if points.is_empty() {
        flow.body("Không có.");
    } else {
        flow.items(points.iter().cloned());
    }
}

fn progress(flow: &mut Flow, report: &ProgrammeReport) {
    flow.heading_one("II. KẾT QUẢ THỰC HIỆN NHIỆM VỤ");
    let tasks: Vec<&TaskProgress> = report.groups.iter().flat_map(|group| &group.tasks).collect();
    let counts: Vec<String> = TaskState::ALL
        .into_iter()
        .filter_map(|state| {
            let count = tasks.iter().filter(|task| task.state == state).count();
            (count > 0).then(|| format!("{} nhiệm vụ {}", dates::count(count), state.words().to_lowercase()))
        })
        .collect();
    flow.body(format!(
        "Tổng số {} nhiệm vụ{} (chi tiết tại Phụ lục kèm theo).",
        dates::count(tasks.len()),
        if counts.is_empty() { String::new() } else { format!(", gồm: {}", counts.join("; ")) }
    ));
    let overdue: Vec<&&TaskProgress> = tasks.iter().filter(|task| task.state == TaskState::Overdue).collect();
    if !overdue.is_empty() {
        flow.body("Nhiệm vụ quá hạn:");
        flow.items(overdue.iter().map(|task| {
            let due =
                task.due.map_or_else(String::new, |due| format!(", thời hạn ngày {}", dates::in_text(due)));
            format!("Nhiệm vụ {}: {} ({}{due})", task.number, task.text, task.lead)
        }));
    }
    if let ProgrammeScope::Consolidated(units) = &report.scope {
        flow.caption("Bảng 1. Kết quả theo đơn vị").table(&unit_table(units));
    }
}

fn unit_table(units: &[UnitProgress]) -> Table {
    let mut table = Table::new([
        Column::ordinal(),
        Column::text("Cơ quan, đơn vị", 48),
        Column::number("Được giao", 16),
        Column::number("Hoàn thành", 18),
        Column::number("Hoàn thành chậm", 20),
        Column::number("Đang thực hiện", 18),
        Column::number("Quá hạn", 14),
        Column::mark("Ngày báo cáo", 24),
    ]);
    let mut sums = [0_i64; 5];
    for (place, unit) in units.iter().enumerate() {
        let counts = [unit.assigned, unit.done, unit.done_late, unit.under_way, unit.overdue].map(i64::from);
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum += count;
        }
        let mut cells = vec![Cell::count(place + 1), Cell::from(&unit.unit)];
        cells.extend(counts.map(Cell::Whole));
        cells.push(unit.reported.map_or_else(|| Cell::from("Chưa báo cáo"), Cell::Day));
        table.push(cells);
    }
    let mut total = vec![Cell::Blank, Cell::from("Tổng cộng")];
    total.extend(sums.map(Cell::Whole));
    table.rows.push(Row::Total(total));
    table
}

fn task_table(groups: &[TaskGroup]) -> Table {
    let mut table = Table::new([
        Column::mark("Mục", 14),
        Column::text("Nhiệm vụ", 70),
        Column::text("Chủ trì", 32),
        Column::text("Phối hợp", 36),
        Column::mark("Thời hạn", 24),
        Column::mark("Tiến độ", 16),
        Column::mark("Tình trạng", 26),
        Column::text("Kết quả", 52),
    ]);
    for group in groups {
        table.rows.push(Row::Group(group.title.clone()));
        for task in &group.tasks {
            table.push([
                Cell::from(&task.number),
                Cell::from(&task.text),
                Cell::from(&task.lead),
                Cell::text(task.with.join("; ")),
                task.due.map_or_else(|| Cell::from("Thường xuyên"), Cell::Day),
                Cell::Text(format!("{}%", task.percent)),
                Cell::from(task.state.words()),
                Cell::from(&task.result),
            ]);
        }
    }
    table
}
