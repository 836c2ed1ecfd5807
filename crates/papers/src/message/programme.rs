//! Reminders of the reports a programme of tasks asks for.

use super::{Hearer, Left, Message, day, dear, message};
use jiff::civil::Date;

/// A programme report that is owed.
#[derive(Debug, Clone, Copy)]
pub struct ProgrammeDue<'a> {
    pub unit: &'a str,
    pub programme: &'a str,
    /// "quý II năm 2026".
    pub period: &'a str,
    pub due: Date,
    pub left: Left,
    pub hearer: Hearer,
}

pub fn programme_due(r: &ProgrammeDue<'_>) -> Message {
    let left = r.left.words();
    let asked = match r.hearer {
        Hearer::Office => "Đề nghị bộ phận thường trực xem xét, đôn đốc đơn vị.",
        Hearer::Head => "Đề nghị đồng chí Thủ trưởng đơn vị chỉ đạo hoàn thành và gửi báo cáo.",
        Hearer::Unit => "Đề nghị quý đơn vị cập nhật tiến độ nhiệm vụ và gửi báo cáo.",
    };
    let subject = match r.hearer {
        Hearer::Office => format!("{}: báo cáo {} {left}", r.unit, r.period),
        Hearer::Unit | Hearer::Head => format!("Nhắc thời hạn báo cáo {}: {left}", r.period),
    };
    let addressee = if r.hearer == Hearer::Office { "Bộ phận thường trực" } else { r.unit };
    message(
        subject,
        &[
            dear(addressee),
            format!(
                "Thời hạn {} báo cáo kết quả thực hiện {} ({}) là hết ngày {} ({left}).",
                r.unit,
                r.programme,
                r.period,
                day(r.due)
            ),
            asked.to_owned(),
        ],
    )
}
