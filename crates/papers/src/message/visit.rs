//! Notices about visits: the schedule, its changes, the day before.

use super::{Message, day, dear, message};
use crate::dates;
use jiff::civil::{Date, DateTime};

/// A visit as the unit is told of it.
#[derive(Debug, Clone, Copy)]
pub struct VisitNotice<'a> {
    pub unit: &'a str,
    /// "Kế hoạch số 47/KH-BCĐANM về …", one per inspection that shares the visit.
    pub campaigns: &'a [String],
    pub teams: &'a [String],
    pub starts: DateTime,
    pub ends: Option<DateTime>,
    pub place: &'a str,
    /// Why notice is shorter than the plan lays down, or comes at all: ad hoc.
    pub reason: Option<&'a str>,
    /// An earlier time was announced before.
    pub moved_from: Option<DateTime>,
    pub has_outline: bool,
}

pub fn visit_scheduled(v: &VisitNotice<'_>) -> Message {
    let subject = match (v.moved_from, v.reason) {
        (Some(_), _) => format!("Điều chỉnh lịch kiểm tra: {}", when(v.starts)),
        (None, Some(_)) => format!("Thông báo kiểm tra đột xuất: {}", when(v.starts)),
        (None, None) => format!("Thông báo lịch kiểm tra: {}", when(v.starts)),
    };
    let until = match v.ends {
        Some(ends) if ends.date() == v.starts.date() => format!(" đến {}", dates::hour(ends)),
        Some(ends) => format!(" đến {}", when(ends)),
        None => String::new(),
    };
    let at = if v.place.is_empty() { String::new() } else { format!("\nĐịa điểm: {}.", v.place) };
    let teams = if v.teams.is_empty() {
        String::new()
    } else {
        format!("\nĐoàn kiểm tra: {}.", v.teams.join("; "))
    };
    message(
        subject,
        &[
            dear(v.unit),
            format!(
                "Thực hiện {}, đề nghị quý đơn vị chuẩn bị làm việc với đoàn kiểm tra.",
                v.campaigns.join("; ")
            ),
            format!("Thời gian: {}{until}.{at}{teams}", when(v.starts)),
            v.moved_from
                .map(|old| format!("Lịch này thay lịch đã thông báo ({}).", when(old)))
                .unwrap_or_default(),
            v.reason
                .map(|why| format!("Lý do thông báo ngoài thời hạn của kế hoạch: {why}."))
                .unwrap_or_default(),
            if v.has_outline {
                "Đề cương báo cáo và nội dung kiểm tra được gửi kèm; đề nghị quý đơn vị chuẩn bị hồ sơ, tài liệu và cử thành phần làm việc.".to_owned()
            } else {
                "Đề nghị quý đơn vị chuẩn bị hồ sơ, tài liệu và cử thành phần làm việc.".to_owned()
            },
            "Đề nghị quý đơn vị xác nhận đã nhận thông báo này.".to_owned(),
        ],
    )
}

/// A scheduled visit does not take place.
pub fn visit_cancelled(unit: &str, starts: DateTime, reason: &str) -> Message {
    message(
        format!("Hủy lịch kiểm tra {}", when(starts)),
        &[
            dear(unit),
            format!("Lịch kiểm tra đã thông báo ({}) không thực hiện. Lý do: {reason}.", when(starts)),
            "Lịch mới (nếu có) sẽ được thông báo sau.".to_owned(),
        ],
    )
}

/// The day before, to the unit and the team.
pub fn visit_tomorrow(unit: &str, starts: DateTime, place: &str) -> Message {
    let at = if place.is_empty() { String::new() } else { format!(", tại {place}") };
    message(
        format!("Ngày mai kiểm tra tại {unit}: {}", when(starts)),
        &[
            format!("Lịch kiểm tra tại {unit} bắt đầu lúc {}{at}.", when(starts)),
            "Đề nghị các đồng chí có liên quan chuẩn bị tài liệu và tham dự đúng thành phần, thời gian."
                .to_owned(),
        ],
    )
}

fn when(at: DateTime) -> String {
    let date: Date = at.date();
    format!("{} ngày {}", dates::hour(at), day(date))
}
