//! Sample reports from the invented province An Sơn. Names and figures are invented.

use jiff::civil::{Date, date};

use super::{ProgrammeReport, ProgrammeScope, TaskGroup, TaskProgress, TaskState, UnitProgress};
use crate::closing::{Capacity, Recipients, Signature};
use crate::dates::PaperDate;
use crate::letterhead::{HeaderForm, Letterhead};

impl ProgrammeReport {
    /// A department's yearly report.
    pub fn sample() -> Self {
        Self {
            letterhead: Letterhead {
                form: HeaderForm::State,
                parent: Some("Ủy ban nhân dân tỉnh An Sơn".to_owned()),
                issuer: "Sở Khoa học và Công nghệ".to_owned(),
                number: Some(301),
                series: "BC-SKHCN".to_owned(),
                place: "An Sơn".to_owned(),
                date: PaperDate::On(date(2026, 10, 12)),
            },
            programme: "Kế hoạch triển khai Chiến lược An ninh mạng trên địa bàn tỉnh".to_owned(),
            period: "năm 2026".to_owned(),
            scope: ProgrammeScope::Unit("Sở Khoa học và Công nghệ".to_owned()),
            addressees: vec!["Ủy ban nhân dân tỉnh An Sơn (qua Công an tỉnh)".to_owned()],
            bases: vec!["Kế hoạch số 20/KH-UBND ngày 02/02/2026 của Ủy ban nhân dân tỉnh An Sơn".to_owned()],
            leadership: vec![
                "Ban hành Kế hoạch số 15/KH-SKHCN ngày 20/02/2026 để thực hiện tại Sở".to_owned(),
            ],
            groups: groups(),
            difficulties: vec!["Thiếu nhân lực giám sát ngoài giờ hành chính".to_owned()],
            next_steps: vec!["Hoàn thành diễn tập ứng cứu sự cố trong quý I năm 2027".to_owned()],
            proposals: Vec::new(),
            signature: Signature {
                capacities: vec![Capacity::InPlaceOf("Giám đốc".to_owned())],
                ..Signature::head("Phó Giám đốc", "Lưu Thị Thanh Hà")
            },
            recipients: Recipients {
                lines: vec!["Như trên".to_owned(), "Công an tỉnh".to_owned()],
                filing: "VT, CĐS".to_owned(),
            },
        }
    }

    /// The police's report on all units.
    pub fn consolidated_sample() -> Self {
        let unit = |unit: &str, counts: [u32; 5], reported: Option<Date>| {
            let [assigned, done, done_late, under_way, overdue] = counts;
            UnitProgress { unit: unit.to_owned(), assigned, done, done_late, under_way, overdue, reported }
        };
        Self {
            letterhead: Letterhead {
                issuer: "Công an tỉnh An Sơn".to_owned(),
                number: None,
                series: "BC-CAT".to_owned(),
                date: PaperDate::InYear(2026),
                ..Self::sample().letterhead
            },
            scope: ProgrammeScope::Consolidated(vec![
                unit("Sở Khoa học và Công nghệ", [12, 8, 1, 2, 1], Some(date(2026, 10, 12))),
                unit("Sở Tài chính", [4, 4, 0, 0, 0], Some(date(2026, 10, 9))),
                unit("Ủy ban nhân dân phường An Trung", [6, 2, 0, 3, 1], None),
            ]),
            signature: Signature::head("Giám đốc", "Đại tá Kiều Đức Thịnh"),
            ..Self::sample()
        }
    }
}

fn groups() -> Vec<TaskGroup> {
    vec![
        TaskGroup {
            title: "Hoàn thiện cơ chế, chính sách".to_owned(),
            tasks: vec![TaskProgress {
                number: "2.a".to_owned(),
                text: "Rà soát, ban hành quy chế bảo đảm an toàn thông tin mạng của tỉnh".to_owned(),
                lead: "Sở Khoa học và Công nghệ".to_owned(),
                with: vec!["Công an tỉnh".to_owned(), "Sở Tư pháp".to_owned()],
                due: Some(date(2026, 6, 30)),
                percent: 100,
                state: TaskState::Done,
                result: "Đã ban hành Quyết định số 27/2026/QĐ-UBND".to_owned(),
            }],
        },
        TaskGroup {
            title: "Bảo vệ hệ thống thông tin".to_owned(),
            tasks: vec![
                TaskProgress {
                    number: "5.k".to_owned(),
                    text: "Tổ chức diễn tập ứng cứu sự cố ít nhất 01 lần trong năm".to_owned(),
                    lead: "Sở Khoa học và Công nghệ".to_owned(),
                    with: vec!["Các cơ quan, đơn vị".to_owned()],
                    due: Some(date(2026, 9, 30)),
                    percent: 40,
                    state: TaskState::Overdue,
                    result: "Đã phê duyệt kịch bản, chưa tổ chức".to_owned(),
                },
                TaskProgress {
                    number: "5.n".to_owned(),
                    text: "Giám sát, phát hiện, xử lý điểm yếu, lỗ hổng bảo mật".to_owned(),
                    lead: "Công an tỉnh".to_owned(),
                    with: Vec::new(),
                    due: None,
                    percent: 75,
                    state: TaskState::Standing,
                    result: "Xử lý 38 cảnh báo".to_owned(),
                },
            ],
        },
    ]
}
