//! Sample reports from the invented province An Sơn. Names and figures are invented.

use jiff::civil::date;

use super::{Answer, AnswerContent, Lateness, ListedPaper, ReportSection, SelfReport, YearRow, YearTable};
use crate::closing::{Capacity, Recipients, Signature};
use crate::dates::PaperDate;
use crate::letterhead::{HeaderForm, Letterhead};
use crate::table::{Cell, Column, Table};

impl SelfReport {
    /// A department's report, two days late.
    pub fn sample() -> Self {
        Self {
            letterhead: Letterhead {
                form: HeaderForm::State,
                parent: Some("Ủy ban nhân dân tỉnh An Sơn".to_owned()),
                issuer: "Sở Y tế".to_owned(),
                number: Some(215),
                series: "BC-SYT".to_owned(),
                place: "An Sơn".to_owned(),
                date: PaperDate::On(date(2026, 9, 9)),
            },
            subject:
                "việc chấp hành quy định của pháp luật về bảo vệ bí mật nhà nước và bảo đảm an ninh mạng"
                    .to_owned(),
            unit: "Sở Y tế".to_owned(),
            bases: vec![
                "Công văn số 18/TBANM-CAT ngày 25/8/2026 của Tiểu ban An ninh mạng tỉnh An Sơn".to_owned(),
            ],
            addressees: vec!["Đoàn kiểm tra số 02 (qua Công an tỉnh)".to_owned()],
            period: "từ ngày 01/7/2025 đến ngày 31/8/2026".to_owned(),
            late: Some(Lateness { due: date(2026, 9, 7), sent: date(2026, 9, 9), days: 2 }),
            sections: sections(),
            attachments: vec![
                "Phụ lục thống kê máy tính, thiết bị ngoại vi".to_owned(),
                "Bản sao Quyết định số 88/QĐ-SYT".to_owned(),
            ],
            signature: Signature::head("Giám đốc", "Mai Xuân Phúc"),
            recipients: Recipients {
                lines: vec!["Như trên".to_owned(), "Lãnh đạo Sở".to_owned()],
                filing: "VT, VP".to_owned(),
            },
        }
    }

    /// A ward committee's report in the Party form.
    pub fn party_sample() -> Self {
        Self {
            letterhead: Letterhead {
                form: HeaderForm::Party,
                parent: Some("Đảng bộ tỉnh An Sơn".to_owned()),
                issuer: "Đảng ủy phường An Trung".to_owned(),
                number: Some(34),
                series: "BC/ĐU".to_owned(),
                place: "An Trung".to_owned(),
                date: PaperDate::On(date(2026, 9, 8)),
            },
            unit: "Đảng ủy phường An Trung".to_owned(),
            late: None,
            sections: vec![sections().swap_remove(0)],
            attachments: Vec::new(),
            signature: Signature {
                capacities: vec![Capacity::OnBehalfOf("Ban Thường vụ".to_owned())],
                ..Signature::head("Phó Bí thư", "Tống Thị Mai Lan")
            },
            recipients: Recipients {
                lines: vec!["Như trên".to_owned()],
                filing: "Văn phòng Đảng ủy".to_owned(),
            },
            ..Self::sample()
        }
    }
}

fn sections() -> Vec<ReportSection> {
    vec![
        ReportSection {
            number: "1".to_owned(),
            title: "Công tác quán triệt, triển khai các quy định".to_owned(),
            answers: Vec::new(),
            sections: vec![ReportSection {
                number: "1.1".to_owned(),
                title: "Tuyên truyền, phổ biến và ban hành văn bản".to_owned(),
                answers: vec![
                    answer(
                        "Hình thức phổ biến",
                        AnswerContent::Text(
                            "Tổ chức 02 hội nghị, lồng ghép 05 buổi sinh hoạt chuyên đề.\nSau phổ biến, 94% \
                             người dự trả lời đúng phiếu hỏi."
                                .to_owned(),
                        ),
                    ),
                    answer(
                        "Số người được phổ biến",
                        AnswerContent::Number { value: 1286.0, unit: "lượt người".to_owned() },
                    ),
                    answer(
                        "Văn bản đã ban hành",
                        AnswerContent::Papers(vec![
                            ListedPaper {
                                title: "Quyết định ban hành Quy chế bảo đảm an toàn thông tin mạng"
                                    .to_owned(),
                                number: Some("88/QĐ-SYT".to_owned()),
                                date: Some(date(2025, 11, 5)),
                            },
                            ListedPaper {
                                title: "Công văn chấn chỉnh việc dùng thư điện tử".to_owned(),
                                number: Some("1420/SYT-VP".to_owned()),
                                date: Some(date(2026, 2, 3)),
                            },
                        ]),
                    ),
                    answer("Đã ban hành nội quy bảo vệ bí mật nhà nước", AnswerContent::YesNo(true)),
                ],
                sections: Vec::new(),
            }],
        },
        ReportSection {
            number: "2".to_owned(),
            title: "Kết quả thực hiện".to_owned(),
            answers: Vec::new(),
            sections: vec![
                ReportSection {
                    number: "2.1".to_owned(),
                    title: "Bảo vệ bí mật nhà nước".to_owned(),
                    answers: vec![
                        answer("Số văn bản mật theo từng năm", AnswerContent::Years(by_year())),
                        answer("Kinh phí bảo vệ bí mật nhà nước", AnswerContent::Open),
                    ],
                    sections: Vec::new(),
                },
                ReportSection {
                    number: "2.2".to_owned(),
                    title: "Bảo đảm an ninh mạng".to_owned(),
                    answers: vec![Answer {
                        note: Some("06 máy hết khấu hao đang chờ thay thế".to_owned()),
                        ..answer("Máy tính theo loại kết nối", AnswerContent::Table(machines()))
                    }],
                    sections: Vec::new(),
                },
            ],
        },
        ReportSection {
            number: "3".to_owned(),
            title: "Nhận xét, kiến nghị".to_owned(),
            answers: vec![answer(
                "Khó khăn, vướng mắc",
                AnswerContent::Text("Thiếu người có chuyên môn về an toàn thông tin.".to_owned()),
            )],
            sections: Vec::new(),
        },
    ]
}

fn by_year() -> YearTable {
    let row =
        |label: &str, values: [Option<f64>; 3]| YearRow { label: label.to_owned(), values: values.to_vec() };
    YearTable {
        years: ["2024", "2025", "8 tháng 2026"].map(str::to_owned).to_vec(),
        rows: vec![
            row("Văn bản phát hành", [Some(31.0), Some(28.0), Some(17.0)]),
            row("Văn bản tiếp nhận", [Some(1204.0), Some(1187.0), Some(903.0)]),
            row("Bản sao, chụp", [Some(12.0), Some(9.0), None]),
        ],
    }
}

fn machines() -> Table {
    let mut table = Table::new([
        Column::ordinal(),
        Column::text("Loại máy", 90),
        Column::number("Số lượng", 30),
        Column::number("Tỷ lệ", 30),
    ]);
    for (place, (kind, count, share)) in
        [("Nối Internet", 97, 0.866), ("Chỉ nối mạng nội bộ", 12, 0.107), ("Máy độc lập", 3, 0.027)]
            .into_iter()
            .enumerate()
    {
        table.push([Cell::count(place + 1), Cell::from(kind), Cell::Whole(count), Cell::Share(share)]);
    }
    table
}

fn answer(label: &str, content: AnswerContent) -> Answer {
    Answer { label: label.to_owned(), content, note: None }
}
