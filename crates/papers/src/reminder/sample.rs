//! A sample reminder from the invented province An Sơn. Names are invented.

use jiff::civil::date;

use super::{OwedItem, Reminder, ReminderMatter};
use crate::closing::{Capacity, Recipients, Signature};
use crate::dates::PaperDate;
use crate::letterhead::{HeaderForm, Letterhead};

impl Reminder {
    /// A reminder of two overdue reports.
    pub fn sample() -> Self {
        let owed = |unit: &str, what: &str, days_late: u32| OwedItem {
            unit: unit.to_owned(),
            what: what.to_owned(),
            due: date(2026, 9, 7),
            days_late,
        };
        Self {
            letterhead: Letterhead {
                form: HeaderForm::State,
                parent: Some("Ủy ban nhân dân tỉnh An Sơn".to_owned()),
                issuer: "Công an tỉnh An Sơn".to_owned(),
                number: None,
                series: "CAT-PA05".to_owned(),
                place: "An Sơn".to_owned(),
                date: PaperDate::InMonth { year: 2026, month: 9 },
            },
            matter: ReminderMatter::SelfReports,
            subject: "đợt kiểm tra công tác bảo đảm an ninh mạng năm 2026".to_owned(),
            addressees: vec!["Sở Tư pháp".to_owned(), "Ủy ban nhân dân xã Đồng Khê".to_owned()],
            bases: vec!["Kế hoạch số 12/KH-TBANM ngày 05/5/2026".to_owned()],
            as_of: date(2026, 9, 11),
            owed: vec![
                owed("Sở Tư pháp", "Báo cáo kết quả tự kiểm tra", 4),
                owed("Ủy ban nhân dân xã Đồng Khê", "Báo cáo kết quả tự kiểm tra; phụ lục thống kê", 4),
            ],
            new_deadline: date(2026, 9, 16),
            deliver_to: "Công an tỉnh (qua Phòng An ninh mạng)".to_owned(),
            contact: None,
            signature: Signature {
                capacities: vec![Capacity::ByOrderOf("Giám đốc".to_owned())],
                ..Signature::head("Trưởng phòng An ninh mạng", "Thượng tá Bạch Công Lý")
            },
            recipients: Recipients {
                lines: vec!["Như trên".to_owned(), "Giám đốc Công an tỉnh (để báo cáo)".to_owned()],
                filing: "VT, PA05".to_owned(),
            },
        }
    }
}
