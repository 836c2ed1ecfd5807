//! Reminders of self-inspection reports.

use super::{Hearer, Left, Message, day, dear, message};
use jiff::civil::Date;

/// A self-inspection report that is owed.
#[derive(Debug, Clone, Copy)]
pub struct ReportDue<'a> {
    pub unit: &'a str,
    pub campaign: &'a str,
    pub due: Date,
    pub left: Left,
    /// Returned for completion rather than never sent.
    pub returned: bool,
    pub hearer: Hearer,
}

pub fn report_due(r: &ReportDue<'_>) -> Message {
    let what = if r.returned {
        "báo cáo tự kiểm tra (phần yêu cầu bổ sung)"
    } else {
        "báo cáo tự kiểm tra"
    };
    let left = r.left.words();
    let asked = match (r.hearer, r.left.is_overdue()) {
        (Hearer::Head, _) => {
            format!("Đề nghị đồng chí Thủ trưởng đơn vị chỉ đạo hoàn thành và gửi {what}.")
        }
        (Hearer::Unit, false) => format!(
            "Đề nghị quý đơn vị hoàn thành, trình Thủ trưởng đơn vị duyệt và gửi {what} đúng thời hạn."
        ),
        (Hearer::Unit, true) => format!(
            "Đề nghị quý đơn vị gửi {what} ngay; trường hợp có khó khăn, vướng mắc, đề nghị liên hệ bộ phận thường trực."
        ),
    };
    message(
        format!("Nhắc thời hạn gửi {what}: {left}"),
        &[
            dear(r.unit),
            format!(
                "Theo {}, thời hạn {} gửi {what} là hết ngày {} ({left}).",
                r.campaign,
                r.unit,
                day(r.due)
            ),
            asked,
        ],
    )
}

/// A step a self-inspection report took, told to whoever goes on with it.
#[derive(Debug, Clone, Copy)]
pub struct ReportStep<'a> {
    pub unit: &'a str,
    pub campaign: &'a str,
}

/// The writers handed the report to the head.
pub fn report_with_head(r: &ReportStep<'_>) -> Message {
    message(
        format!("Báo cáo tự kiểm tra của {} chờ duyệt", r.unit),
        &[
            format!("Kính gửi: Thủ trưởng {},", r.unit),
            format!("Báo cáo tự kiểm tra theo {} đã được hoàn thiện và trình Thủ trưởng đơn vị.", r.campaign),
            "Đề nghị đồng chí xem xét, duyệt và gửi báo cáo, hoặc chuyển lại để bổ sung.".to_owned(),
        ],
    )
}

/// The head gave the report back to the writers.
pub fn report_given_back(r: &ReportStep<'_>) -> Message {
    message(
        "Báo cáo tự kiểm tra được chuyển lại để bổ sung".to_owned(),
        &[
            dear(r.unit),
            format!(
                "Thủ trưởng đơn vị đã chuyển lại báo cáo tự kiểm tra theo {} để bổ sung trước khi gửi.",
                r.campaign
            ),
        ],
    )
}

/// A report came in; `late` by the number of days.
pub fn report_submitted(r: &ReportStep<'_>, round: u16, late: Option<u32>) -> Message {
    let again = if round > 1 { format!(" (lần {round})") } else { String::new() };
    let standing = match late {
        Some(days) => format!("Báo cáo gửi chậm {days} ngày so với thời hạn."),
        None => String::new(),
    };
    message(
        format!("{} đã gửi báo cáo tự kiểm tra{again}", r.unit),
        &[
            dear("Bộ phận thường trực"),
            format!("{} đã gửi báo cáo tự kiểm tra{again} theo {}.", r.unit, r.campaign),
            standing,
            "Đề nghị xem xét, tiếp nhận hoặc trả lại kèm ý kiến.".to_owned(),
        ],
    )
}

/// The report was returned with remarks, perhaps with a new last day.
pub fn report_returned(r: &ReportStep<'_>, remarks: usize, due: Option<Date>) -> Message {
    let until = match due {
        Some(due) => format!(" trước hết ngày {}", day(due)),
        None => String::new(),
    };
    message(
        "Báo cáo tự kiểm tra được trả lại để bổ sung".to_owned(),
        &[
            dear(r.unit),
            format!(
                "Báo cáo tự kiểm tra của {} theo {} được trả lại với {remarks} ý kiến.",
                r.unit, r.campaign
            ),
            format!("Đề nghị quý đơn vị bổ sung, giải trình từng ý kiến và gửi lại báo cáo{until}."),
        ],
    )
}

pub fn report_accepted(r: &ReportStep<'_>) -> Message {
    message(
        "Báo cáo tự kiểm tra đã được tiếp nhận".to_owned(),
        &[dear(r.unit), format!("Báo cáo tự kiểm tra của {} theo {} đã được tiếp nhận.", r.unit, r.campaign)],
    )
}

/// An accepted report was opened again because it must be amended.
pub fn report_reopened(r: &ReportStep<'_>) -> Message {
    message(
        "Đề nghị bổ sung báo cáo tự kiểm tra đã tiếp nhận".to_owned(),
        &[
            dear(r.unit),
            format!(
                "Báo cáo tự kiểm tra của {} theo {} được mở lại để đính chính, bổ sung.",
                r.unit, r.campaign
            ),
        ],
    )
}
