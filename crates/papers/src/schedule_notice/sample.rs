//! A sample notice from the invented province An Sơn. Names are invented.

use jiff::civil::date;

use super::{NoticeForm, ScheduleNotice, ScheduledVisit};
use crate::closing::{Capacity, Recipients, Signature};
use crate::dates::PaperDate;
use crate::fact::Contact;
use crate::letterhead::{HeaderForm, Letterhead};
use crate::outline::{Form, Outline, OutlineSection};
use crate::table::{Cell, Column, Table};

impl ScheduleNotice {
    /// A letter to three units with the outline of their reports.
    pub fn sample() -> Self {
        Self {
            letterhead: Letterhead {
                form: HeaderForm::State,
                parent: Some("Ủy ban nhân dân tỉnh An Sơn".to_owned()),
                issuer: "Tiểu ban An ninh mạng tỉnh An Sơn".to_owned(),
                number: Some(18),
                series: "TBANM-CAT".to_owned(),
                place: "An Sơn".to_owned(),
                date: PaperDate::On(date(2026, 8, 25)),
            },
            form: NoticeForm::Letter,
            subject: "công tác bảo đảm an ninh mạng và bảo vệ bí mật nhà nước năm 2026".to_owned(),
            addressees: ["Sở Y tế", "Đảng ủy phường An Trung", "Ủy ban nhân dân phường An Trung"]
                .map(str::to_owned)
                .to_vec(),
            bases: [
                "Kế hoạch số 12/KH-TBANM ngày 05/5/2026 của Tiểu ban An ninh mạng tỉnh An Sơn",
                "Quyết định số 41/QĐ-TBANM ngày 20/8/2026 về việc thành lập Đoàn kiểm tra số 02",
            ]
            .map(str::to_owned)
            .to_vec(),
            team_name: "Đoàn kiểm tra số 02".to_owned(),
            period: "từ ngày 01/7/2025 đến thời điểm kiểm tra".to_owned(),
            visits: vec![
                ScheduledVisit {
                    unit: "Sở Y tế".to_owned(),
                    starts: date(2026, 9, 14).at(8, 0, 0, 0),
                    ends: None,
                    place: "Trụ sở Sở Y tế".to_owned(),
                    members: "Toàn Đoàn".to_owned(),
                    report_due: Some(date(2026, 9, 7)),
                },
                ScheduledVisit {
                    unit: "Đảng ủy phường An Trung".to_owned(),
                    starts: date(2026, 9, 16).at(8, 0, 0, 0),
                    ends: None,
                    place: "Trụ sở Đảng ủy phường".to_owned(),
                    members: "Trưởng đoàn, Tổ 1".to_owned(),
                    report_due: Some(date(2026, 9, 9)),
                },
                ScheduledVisit {
                    unit: "Ủy ban nhân dân phường An Trung".to_owned(),
                    starts: date(2026, 9, 16).at(13, 30, 0, 0),
                    ends: Some(date(2026, 9, 17)),
                    place: "Trụ sở phường; Trung tâm Phục vụ hành chính công".to_owned(),
                    members: "Phó Trưởng đoàn, Tổ 2".to_owned(),
                    report_due: Some(date(2026, 9, 9)),
                },
            ],
            unit_side: [
                "Người đứng đầu hoặc cấp phó được giao phụ trách",
                "Văn thư, người làm công tác bảo vệ bí mật nhà nước, người phụ trách công nghệ thông tin",
            ]
            .map(str::to_owned)
            .to_vec(),
            preparations: [
                "Hồ sơ, sổ sách, văn bản triển khai trong thời kỳ kiểm tra",
                "Danh sách máy tính, thiết bị ngoại vi, hệ thống thông tin đang sử dụng",
                "Phòng làm việc và người dẫn Đoàn kiểm tra thực tế tại các bộ phận",
            ]
            .map(str::to_owned)
            .to_vec(),
            report_to: Some("Đoàn kiểm tra (qua Phòng An ninh mạng, Công an tỉnh)".to_owned()),
            contact: Some(Contact {
                name: "Thiếu tá Phan Quốc Việt".to_owned(),
                position: "cán bộ Công an tỉnh".to_owned(),
                phone: Some("0900 000 012".to_owned()),
                email: Some("doankiemtra@anson.example".to_owned()),
            }),
            outline: Some(outline()),
            signature: Signature {
                capacities: vec![Capacity::InPlaceOf("Trưởng Tiểu ban".to_owned())],
                office_title: Some("Giám đốc Công an tỉnh".to_owned()),
                ..Signature::head("Phó Trưởng Tiểu ban", "Đại tá Kiều Đức Thịnh")
            },
            recipients: Recipients {
                lines: ["Như trên", "Trưởng Tiểu ban (để báo cáo)", "Thành viên Đoàn kiểm tra"]
                    .map(str::to_owned)
                    .to_vec(),
                filing: "VT, PA05".to_owned(),
            },
        }
    }
}

fn outline() -> Outline {
    let mut machines = Table::new([
        Column::ordinal(),
        Column::text("Loại máy", 80),
        Column::number("Số lượng", 30),
        Column::text("Ghi chú", 40),
    ]);
    for (place, kind) in
        ["Nối Internet", "Chỉ nối mạng nội bộ", "Độc lập, dùng cho tài liệu mật"].into_iter().enumerate()
    {
        machines.push([Cell::count(place + 1), Cell::from(kind), Cell::Blank, Cell::Blank]);
    }
    Outline {
        title: "Đề cương báo cáo kết quả tự kiểm tra".to_owned(),
        introduction: vec![
            "Báo cáo nêu rõ số liệu trong thời kỳ kiểm tra, không nêu nội dung bí mật nhà nước.".to_owned(),
        ],
        sections: vec![
            OutlineSection {
                number: "I".to_owned(),
                title: "TRIỂN KHAI CÁC QUY ĐỊNH".to_owned(),
                sections: vec![OutlineSection {
                    number: "1".to_owned(),
                    title: "Ban hành văn bản, quy chế, nội quy".to_owned(),
                    guidance: vec![
                        "Liệt kê văn bản đã ban hành: số, ngày, trích yếu".to_owned(),
                        "Nêu hình thức phổ biến, số người được phổ biến từng năm".to_owned(),
                    ],
                    ..OutlineSection::default()
                }],
                ..OutlineSection::default()
            },
            OutlineSection {
                number: "II".to_owned(),
                title: "TRANG THIẾT BỊ, HỆ THỐNG THÔNG TIN".to_owned(),
                guidance: vec!["Thống kê máy tính theo bảng dưới đây".to_owned()],
                forms: vec![Form {
                    title: "Bảng 1. Máy tính đang sử dụng".to_owned(), table: machines
                }],
                ..OutlineSection::default()
            },
        ],
    }
}
