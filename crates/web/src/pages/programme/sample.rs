//! The things the samples of the programme's pages show.

use app::acts::programme::{
    Obligation, Overview, Programme, Standing, Task, TaskCounts, TaskFigures, TaskRow, Totals,
};
use domain::campaign::DatedRule;
use domain::deadline::{Per, Rule};
use domain::identifier::{ObligationId, ProgrammeId, TaskId, UnitId};
use domain::plan::Recurrence;
use domain::programme::{Group, Part, Work, together};
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

pub(super) fn programme() -> Programme {
    Programme {
        id: ProgrammeId(Uuid::from_u128(1)),
        plan: None,
        title: "Thực hiện Chiến lược An ninh mạng trên địa bàn tỉnh".into(),
        number: "59/KH-UBND".into(),
        year: 2025,
        year_to: Some(2030),
        issuer: "Ủy ban nhân dân tỉnh An Sơn".into(),
        place: "An Sơn".into(),
        issued_on: Some(date(2025, 3, 4)),
        is_closed: false,
        report_due: None,
        own_plan_due: None,
        version: 3,
        created_at: Timestamp::UNIX_EPOCH,
    }
}

pub(super) fn task(code: &str, title: &str, is_task: bool) -> Task {
    Task {
        id: TaskId(Uuid::from_u128(2)),
        code: code.into(),
        parent: None,
        title: title.into(),
        lead_words: if is_task { "Công an tỉnh".into() } else { String::new() },
        coordinating_words: if is_task { "các sở, ban, ngành".into() } else { String::new() },
        executing_words: String::new(),
        product: if is_task { "Báo cáo kết quả".into() } else { String::new() },
        due: None,
        recurrence: is_task.then_some(Recurrence::Continuous),
        is_task,
    }
}

fn group(work: Work, overdue: u32, percent: u32) -> Group {
    Group { part: Part::Lead, work, shares: 1, percent, late: overdue, overdue }
}

pub(super) fn overview() -> Overview {
    let row = |task: Task, depth, groups: Vec<Group>| {
        let due = groups.iter().any(|group| group.overdue > 0).then(|| date(2025, 9, 30));
        let figures = TaskFigures { task: task.id, units: 31, next_due: due, groups };
        TaskRow {
            depth,
            together: task.is_task.then(|| together(&figures.groups)),
            figures: task.is_task.then_some(figures),
            below: TaskCounts { total: 12, done: 5, underway: 4, not_started: 3, ..TaskCounts::default() },
            task,
        }
    };
    let mut often = task("II.2", "Kiểm tra công tác bảo đảm an ninh mạng", true);
    often.recurrence = Some(Recurrence::AtLeast { times: 2, per: Per::Year });
    let mut dated = task("II.3", "Ban hành quy chế bảo đảm an ninh mạng", true);
    dated.due = Some(DatedRule {
        rule: Rule::Absolute { date: date(2025, 9, 30), inclusive: true },
        clause: "hoàn thành trước ngày 30/9/2025".into(),
    });
    Overview {
        programme: programme(),
        tasks: vec![
            row(task("II", "Nhiệm vụ và giải pháp", false), 0, vec![]),
            row(task("II.1", "Tuyên truyền, phổ biến pháp luật", true), 1, vec![group(Work::Done, 0, 100)]),
            row(often, 1, vec![group(Work::Underway, 0, 40)]),
            row(dated, 1, vec![group(Work::NotStarted, 1, 0)]),
        ],
        counts: TaskCounts { total: 3, done: 1, underway: 1, not_started: 1, overdue: 1, not_applicable: 0 },
        totals: Totals { units: 48, obligations: 300, done: 120, done_late: 4, overdue: 9, overdue_units: 5 },
        reports: vec![
            (
                "own_plan".into(),
                "2025".into(),
                Some(date(2025, 5, 15)),
                Standing { owed: 48, sent: 48, sent_late: 2, overdue: 0 },
            ),
            (
                "yearly".into(),
                "2025".into(),
                Some(date(2025, 12, 5)),
                Standing { owed: 48, sent: 40, sent_late: 1, overdue: 8 },
            ),
        ],
    }
}

pub(super) fn obligation(work: Work) -> Obligation {
    Obligation {
        id: ObligationId(Uuid::from_u128(4)),
        task: TaskId(Uuid::from_u128(2)),
        task_code: "II.3".into(),
        task_title: "Ban hành quy chế bảo đảm an ninh mạng".into(),
        programme: ProgrammeId(Uuid::from_u128(1)),
        unit: UnitId(Uuid::from_u128(3)),
        unit_name: "Sở Y tế".into(),
        part: Part::Executing,
        topic: Some("nội dung liên quan đến an ninh mạng".into()),
        due_set: None,
        period: None,
        work,
        percent: if work == Work::Done { 100 } else { 40 },
        due_on: Some(date(2025, 9, 30)),
        done_on: (work == Work::Done).then(|| date(2025, 10, 2)),
        said: "Đã trình lãnh đạo dự thảo quy chế".into(),
        removed_reason: None,
        version: 2,
        updated_at: Timestamp::UNIX_EPOCH,
    }
}
