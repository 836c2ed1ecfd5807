//! Reminders of what a programme of tasks asks of units.

use super::{Hearer, Left, Message, day, dear, message};
use crate::dates;
use jiff::civil::Date;

/// A report on a programme, or a unit's own plan for it, that is owed.
#[derive(Debug, Clone, Copy)]
pub struct ProgrammeDue<'a> {
    pub unit: &'a str,
    pub programme: &'a str,
    /// "2026"; empty for a plan.
    pub period: &'a str,
    pub own_plan: bool,
    pub due: Date,
    pub left: Left,
    pub hearer: Hearer,
}

pub fn programme_due(r: &ProgrammeDue<'_>) -> Message {
    let left = r.left.words();
    let what = match (r.own_plan, r.period) {
        (true, _) => "kế hoạch triển khai thực hiện".to_owned(),
        (false, "") => "báo cáo kết quả thực hiện".to_owned(),
        (false, period) => format!("báo cáo kết quả thực hiện kỳ {period}"),
    };
    let asked = match r.hearer {
        Hearer::Head => format!("Đề nghị đồng chí Thủ trưởng đơn vị chỉ đạo hoàn thành và gửi {what}."),
        Hearer::Unit => format!("Đề nghị quý đơn vị hoàn thành và gửi {what}."),
    };
    message(
        format!("Nhắc thời hạn gửi {what}: {left}"),
        &[
            dear(r.unit),
            format!("Thời hạn {} gửi {what} {} là hết ngày {} ({left}).", r.unit, r.programme, day(r.due)),
            asked,
        ],
    )
}

/// Tasks of a programme that fall due on one day.
#[derive(Debug, Clone, Copy)]
pub struct TasksDue<'a> {
    pub unit: &'a str,
    pub programme: &'a str,
    pub count: usize,
    pub due: Date,
    pub left: Left,
    pub hearer: Hearer,
}

pub fn tasks_due(r: &TasksDue<'_>) -> Message {
    let left = r.left.words();
    let count = dates::count(r.count);
    let asked = match r.hearer {
        Hearer::Head => "Đề nghị đồng chí Thủ trưởng đơn vị chỉ đạo thực hiện và cập nhật kết quả.",
        Hearer::Unit => "Đề nghị quý đơn vị thực hiện và cập nhật kết quả.",
    };
    message(
        format!("Nhắc thời hạn {count} nhiệm vụ: {left}"),
        &[
            dear(r.unit),
            format!(
                "Thời hạn {} hoàn thành {count} nhiệm vụ được giao tại {} là hết ngày {} ({left}).",
                r.unit,
                r.programme,
                day(r.due)
            ),
            asked.to_owned(),
        ],
    )
}
