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
        (Hearer::Office, _) => {
            "Đề nghị bộ phận thường trực xem xét, đôn đốc đơn vị và báo cáo Trưởng đoàn khi cần thiết."
                .to_owned()
        }
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
    let subject = match r.hearer {
        Hearer::Office => format!("{}: {what} {left}", r.unit),
        Hearer::Unit | Hearer::Head => format!("Nhắc thời hạn gửi {what}: {left}"),
    };
    let addressee = if r.hearer == Hearer::Office { "Bộ phận thường trực" } else { r.unit };
    message(
        subject,
        &[
            dear(addressee),
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
