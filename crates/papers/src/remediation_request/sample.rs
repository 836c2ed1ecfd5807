//! A sample request from the invented province An Sơn. Names are invented.

use jiff::civil::date;

use super::RemediationRequest;
use crate::closing::{Capacity, Recipients, Signature};
use crate::dates::PaperDate;
use crate::fact::Contact;
use crate::letterhead::{HeaderForm, Letterhead};
use crate::minutes::Minutes;

impl RemediationRequest {
    /// The letter to Sở Y tế after the sample minutes.
    pub fn sample() -> Self {
        let minutes = Minutes::sample();
        Self {
            letterhead: Letterhead {
                form: HeaderForm::State,
                parent: Some("Ủy ban nhân dân tỉnh An Sơn".to_owned()),
                issuer: "Công an tỉnh An Sơn".to_owned(),
                number: Some(926),
                series: "CAT-PA05".to_owned(),
                place: "An Sơn".to_owned(),
                date: PaperDate::On(date(2026, 9, 18)),
            },
            unit: minutes.unit,
            subject: "công tác bảo đảm an ninh mạng năm 2026".to_owned(),
            minutes: "Biên bản số 07/BB-ĐKT ngày 14/9/2026".to_owned(),
            findings: minutes.findings,
            report: crate::finding::RemediationReport {
                to: "Công an tỉnh".to_owned(),
                days: 20,
                deadline: date(2026, 10, 4),
            },
            requests: vec!["Kiểm điểm trách nhiệm cá nhân để xảy ra vi phạm tại mã D2".to_owned()],
            contact: Some(Contact {
                name: "Thiếu tá Phan Quốc Việt".to_owned(),
                position: "cán bộ Công an tỉnh".to_owned(),
                phone: Some("0900 000 012".to_owned()),
                email: None,
            }),
            signature: Signature {
                capacities: vec![Capacity::InPlaceOf("Giám đốc".to_owned())],
                ..Signature::head("Phó Giám đốc", "Thượng tá Trịnh Minh Khang")
            },
            recipients: Recipients {
                lines: vec!["Như trên".to_owned(), "Trưởng Tiểu ban (để báo cáo)".to_owned()],
                filing: "VT, PA05".to_owned(),
            },
        }
    }
}
