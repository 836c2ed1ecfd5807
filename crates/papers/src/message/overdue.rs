//! To the standing office: units that are long overdue.

use super::{Left, Message, message};
use crate::dates;

/// More units than this are counted, not named.
const MOST_NAMED: usize = 30;

/// What units owe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owed {
    Reports,
    Remedies,
    ProgrammeReports,
    Tasks,
}

impl Owed {
    fn words(self) -> &'static str {
        match self {
            Owed::Reports => "gửi báo cáo tự kiểm tra",
            Owed::Remedies => "khắc phục tồn tại, hạn chế",
            Owed::ProgrammeReports => "báo cáo kết quả thực hiện chương trình",
            Owed::Tasks => "hoàn thành nhiệm vụ được giao",
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub struct OverdueUnit<'a> {
    pub name: &'a str,
    pub left: Left,
}

/// `within` is the title of the campaign or programme.
pub fn overdue_units(owed: Owed, within: &str, units: &[OverdueUnit<'_>]) -> Message {
    let what = owed.words();
    let mut lines: Vec<_> =
        units.iter().take(MOST_NAMED).map(|unit| format!("- {}: {}", unit.name, unit.left.words())).collect();
    if units.len() > MOST_NAMED {
        lines.push(format!("và {} đơn vị khác.", dates::count(units.len() - MOST_NAMED)));
    }
    let subject = match units {
        [one] => format!("{}: {} việc {what}", one.name, one.left.words()),
        _ => format!("{} đơn vị quá hạn {what}", dates::count(units.len())),
    };
    message(
        subject,
        &[
            "Kính gửi: Bộ phận thường trực,".to_owned(),
            format!("Trong {within}, các đơn vị sau quá thời hạn {what} từ 14 ngày trở lên:"),
            lines.join("\n"),
            "Đề nghị bộ phận thường trực xem xét, đôn đốc và báo cáo lãnh đạo khi cần thiết.".to_owned(),
        ],
    )
}
