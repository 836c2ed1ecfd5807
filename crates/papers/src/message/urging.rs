//! Đôn đốc: the office urges a unit by hand, beside the reminders of the day.

use super::{Left, Message, day, dear, message};
use jiff::civil::Date;

/// What a unit is urged to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urged {
    Report,
    Remedies,
}

/// An urging that the office sends to one unit.
#[derive(Debug, Clone, Copy)]
pub struct Urging<'a> {
    pub unit: &'a str,
    pub campaign: &'a str,
    pub urged: Urged,
    /// The findings that are open; empty for reports.
    pub numbers: &'a [i64],
    /// The last valid day, where there is one.
    pub due: Option<(Date, Left)>,
    /// By when it is now expected.
    pub until: Date,
    /// The office's own words; may be blank.
    pub note: &'a str,
}

pub fn urging(u: &Urging<'_>) -> Message {
    let what = match u.urged {
        Urged::Report => "gửi báo cáo kết quả tự kiểm tra".to_owned(),
        Urged::Remedies => format!("khắc phục {}", super::finding::numbered(u.numbers)),
    };
    let standing = match u.due {
        Some((due, left)) => {
            format!("Thời hạn {} {what} là hết ngày {} ({}).", u.unit, day(due), left.words())
        }
        None => format!("Đến nay {} chưa {what}.", u.unit),
    };
    message(
        format!("Đôn đốc {what}: đề nghị hoàn thành chậm nhất hết ngày {}", day(u.until)),
        &[
            dear(u.unit),
            format!("Thực hiện {}. {standing}", u.campaign),
            format!(
                "Đề nghị quý đơn vị {what} chậm nhất hết ngày {}; trường hợp chưa thể hoàn thành, đề nghị nêu rõ lý do.",
                day(u.until)
            ),
            u.note.to_owned(),
        ],
    )
}
