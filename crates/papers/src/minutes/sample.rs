//! Sample minutes from the invented province An Sơn. Names are invented.

use jiff::civil::date;

use super::{
    Attendee, CheckedItem, Disagreement, EarlierFinding, Minutes, Outcome, RecordedPart, Refusal,
    SuppliedPaper, Theme, Verdict,
};
use crate::closing::{Recipients, Signature};
use crate::dates::PaperDate;
use crate::fact::Fact;
use crate::finding::{Finding, RemediationReport, Severity};
use crate::letterhead::{HeaderForm, Letterhead};

impl Minutes {
    /// Minutes of a day at Sở Y tế tỉnh An Sơn.
    pub fn sample() -> Self {
        Self {
            letterhead: Letterhead {
                form: HeaderForm::State,
                parent: Some("Tiểu ban An ninh mạng tỉnh An Sơn".to_owned()),
                issuer: "Đoàn kiểm tra số 02".to_owned(),
                number: Some(7),
                series: "BB-ĐKT".to_owned(),
                place: "An Sơn".to_owned(),
                date: PaperDate::On(date(2026, 9, 14)),
            },
            subject: "công tác bảo đảm an ninh mạng, an toàn thông tin và bảo vệ bí mật nhà nước \
                      trên không gian mạng năm 2026"
                .to_owned(),
            unit: "Sở Y tế".to_owned(),
            team_name: "Đoàn kiểm tra số 02".to_owned(),
            bases: [
                "Luật An ninh mạng số 116/2025/QH15",
                "Nghị định số 217/2025/NĐ-CP ngày 05/8/2025 của Chính phủ về hoạt động kiểm tra \
                 chuyên ngành",
                "Quyết định số 41/QĐ-TBANM ngày 20/8/2026 của Tiểu ban An ninh mạng tỉnh An Sơn \
                 về việc thành lập Đoàn kiểm tra số 02",
            ]
            .map(str::to_owned)
            .to_vec(),
            started: date(2026, 9, 14).at(8, 0, 0, 0),
            ended: date(2026, 9, 14).at(16, 45, 0, 0),
            place: "Phòng họp tầng 3, trụ sở Sở Y tế, số 12 đường Hòa Bình, phường An Trung, tỉnh An Sơn"
                .to_owned(),
            team: vec![
                person("Thượng tá Trịnh Minh Khang", "Phó Giám đốc Công an tỉnh", Some("Trưởng đoàn")),
                person(
                    "Bà Lưu Thị Thanh Hà",
                    "Phó Giám đốc Sở Khoa học và Công nghệ",
                    Some("Phó Trưởng đoàn"),
                ),
                person(
                    "Thiếu tá Phan Quốc Việt",
                    "cán bộ Phòng An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao",
                    Some("Thành viên"),
                ),
                Attendee {
                    absent: Some("đi công tác theo lệnh điều động".to_owned()),
                    ..person("Ông Đoàn Gia Bảo", "chuyên viên Văn phòng Tỉnh ủy", Some("Thành viên"))
                },
                person("Đại úy Ngô Thùy Dương", "cán bộ Công an tỉnh", Some("Thư ký")),
            ],
            unit_side: vec![
                person("Ông Mai Xuân Phúc", "Giám đốc Sở Y tế", None),
                person("Bà Vương Ngọc Ánh", "Chánh Văn phòng Sở", None),
                person("Ông Tạ Đình Lâm", "chuyên viên phụ trách công nghệ thông tin", None),
                person("Bà Chu Hải Yến", "văn thư, người làm công tác bảo vệ bí mật nhà nước", None),
            ],
            guests: Vec::new(),
            chair: "Thượng tá Trịnh Minh Khang, Trưởng đoàn".to_owned(),
            secretary: "Đại úy Ngô Thùy Dương".to_owned(),
            period: "từ ngày 01/7/2025 đến thời điểm kiểm tra".to_owned(),
            facts: vec![
                fact("Biên chế", "86 công chức, người lao động; 09 phòng, đơn vị thuộc Sở"),
                fact(
                    "Trang thiết bị",
                    "112 máy tính, trong đó 97 máy nối Internet, 12 máy chỉ nối mạng nội bộ, 03 máy độc lập",
                ),
                fact("Hệ thống thông tin", "04 hệ thống; 01 hệ thống cấp độ 3, 03 hệ thống cấp độ 2"),
                fact("Báo cáo tự kiểm tra", "số 215/BC-SYT ngày 09/9/2026, gửi chậm 02 ngày"),
            ],
            themes: themes(),
            earlier: vec![
                EarlierFinding {
                    source: "Biên bản số 05/BB-ĐKT ngày 12/9/2025".to_owned(),
                    text: "Chưa ban hành quy chế bảo đảm an toàn thông tin mạng".to_owned(),
                    recheck: "Đã ban hành Quyết định số 88/QĐ-SYT ngày 05/11/2025; quy chế còn hiệu lực, \
                              đã phổ biến đến các phòng"
                        .to_owned(),
                    outcome: Outcome::Fixed,
                },
                EarlierFinding {
                    source: "Biên bản số 05/BB-ĐKT ngày 12/9/2025".to_owned(),
                    text: "23 máy tính chưa cài phần mềm phòng, chống mã độc có bản quyền".to_owned(),
                    recheck: "Đã cài 17 máy; còn 06 máy tại Phòng Nghiệp vụ Y chờ thay thế".to_owned(),
                    outcome: Outcome::Partly,
                },
            ],
            findings: findings(),
            disagreements: vec![Disagreement {
                matter: "Cấp độ của Hệ thống quản lý hồ sơ hành nghề".to_owned(),
                views: vec![
                    fact(
                        "Đoàn kiểm tra",
                        "hệ thống tiếp nhận và giải quyết thủ tục hành chính nên thuộc cấp độ 3",
                    ),
                    fact(
                        "Sở Y tế",
                        "hệ thống chỉ phục vụ nội bộ, đề nghị giữ cấp độ 2 cho đến khi có kết quả thẩm định",
                    ),
                ],
            }],
            recommendations: vec![
                "Phân công lãnh đạo Sở trực tiếp theo dõi việc khắc phục, không giao toàn bộ cho bộ phận \
                 công nghệ thông tin."
                    .to_owned(),
            ],
            unit_opinion: Some(
                "Sở Y tế thống nhất với kết quả kiểm tra, tiếp thu các yêu cầu của Đoàn kiểm tra; riêng nội \
                 dung tại mục VI đề nghị tiếp tục trao đổi khi thẩm định hồ sơ cấp độ."
                    .to_owned(),
            ),
            unit_proposals: vec![
                "Đề nghị cấp có thẩm quyền bố trí kinh phí thay thế 06 máy tính hết khấu hao trong năm 2027."
                    .to_owned(),
            ],
            remediation: Some(RemediationReport {
                to: "Đoàn kiểm tra (qua Công an tỉnh)".to_owned(),
                days: 20,
                deadline: date(2026, 10, 4),
            }),
            refusal: None,
            is_draft: false,
            copies: ["Đoàn kiểm tra", "Sở Y tế", "Cơ quan Thường trực Tiểu ban"].map(str::to_owned).to_vec(),
            recorded: vec![
                RecordedPart {
                    part: "Mục III.1 - Lãnh đạo, chỉ đạo và quy chế".to_owned(),
                    recorder: "Bà Lưu Thị Thanh Hà".to_owned(),
                    handed_over: Some(date(2026, 9, 14).at(14, 10, 0, 0)),
                },
                RecordedPart {
                    part: "Mục III.2 - Bảo vệ bí mật nhà nước".to_owned(),
                    recorder: "Thiếu tá Phan Quốc Việt".to_owned(),
                    handed_over: Some(date(2026, 9, 14).at(14, 35, 0, 0)),
                },
                RecordedPart {
                    part: "Mục III.3 - An toàn hệ thống thông tin".to_owned(),
                    recorder: "Thiếu tá Phan Quốc Việt".to_owned(),
                    handed_over: None,
                },
            ],
            papers: papers(),
            secretary_signature: Signature::head("Thư ký", "Đại úy Ngô Thùy Dương"),
            chair_signature: Signature {
                office_title: Some("Phó Giám đốc Công an tỉnh".to_owned()),
                ..Signature::head("Trưởng đoàn", "Thượng tá Trịnh Minh Khang")
            },
            unit_signature: Signature::head("Giám đốc Sở Y tế", "Mai Xuân Phúc"),
            recipients: Recipients {
                lines: [
                    "Cơ quan Thường trực Tiểu ban (để báo cáo)",
                    "Sở Y tế (để thực hiện)",
                    "Thành viên Đoàn kiểm tra",
                ]
                .map(str::to_owned)
                .to_vec(),
                filing: "Hồ sơ kiểm tra".to_owned(),
            },
        }
    }

    /// The same day, when the unit's head would not sign.
    pub fn refused_sample() -> Self {
        Self {
            refusal: Some(Refusal {
                who: "đại diện Sở Y tế".to_owned(),
                reason: Some("đề nghị chờ ý kiến của cơ quan cấp trên".to_owned()),
                witnesses: vec![person(
                    "Ông Lạc Văn Hiếu",
                    "Phó Chủ tịch Ủy ban nhân dân phường An Trung",
                    None,
                )],
            }),
            findings: Vec::new(),
            earlier: Vec::new(),
            disagreements: Vec::new(),
            recommendations: Vec::new(),
            remediation: None,
            recorded: Vec::new(),
            ..Self::sample()
        }
    }
}

fn themes() -> Vec<Theme> {
    vec![
        Theme {
            title: "Lãnh đạo, chỉ đạo và quy chế".to_owned(),
            items: vec![
                item(
                    "Quy chế bảo đảm an toàn thông tin mạng",
                    "Cơ quan phải có quy chế trước khi phê duyệt hồ sơ cấp độ (Thông tư 12/2022/TT-BTTTT, Điều 9)",
                    "Có quy chế ban hành theo Quyết định số 88/QĐ-SYT ngày 05/11/2025",
                    Verdict::Met,
                ),
                item(
                    "Tự kiểm tra hằng năm",
                    "Chủ quản kiểm tra việc tuân thủ định kỳ (Nghị định 331/2026/NĐ-CP, Điều 28)",
                    "Không xuất trình được biên bản tự kiểm tra năm 2025",
                    Verdict::NotShown,
                ),
            ],
            remark: Some("Lãnh đạo Sở đã quan tâm chỉ đạo; việc tự kiểm tra chưa thành nền nếp.".to_owned()),
        },
        Theme {
            title: "Bảo vệ bí mật nhà nước".to_owned(),
            items: vec![
                item(
                    "Máy tính soạn thảo tài liệu mật",
                    "Chỉ soạn thảo trên máy không kết nối mạng (Luật Bảo vệ bí mật nhà nước số 117/2025/QH15)",
                    "Có 03 máy độc lập; 01 máy còn lịch sử kết nối mạng không dây",
                    Verdict::NotMet,
                ),
                item(
                    "Sổ quản lý",
                    "Có đủ bốn loại sổ theo mẫu, ghi đủ các cột",
                    "Đủ bốn loại sổ; ghi liên tục, đúng cột",
                    Verdict::Met,
                ),
                item(
                    "Mang tài liệu ra nước ngoài",
                    "Phải được người có thẩm quyền cho phép",
                    "Trong thời kỳ kiểm tra không phát sinh",
                    Verdict::NotApplicable,
                ),
            ],
            remark: None,
        },
        Theme {
            title: "An toàn hệ thống thông tin".to_owned(),
            items: vec![
                item(
                    "Cập nhật bản vá",
                    "Cập nhật bản vá cho máy tính hằng tháng (TCVN 14423:2026)",
                    "06/112 máy tính dùng hệ điều hành đã hết hỗ trợ",
                    Verdict::NotMet,
                ),
                item(
                    "Tài khoản quản trị Cổng thông tin điện tử",
                    "Đăng nhập quản trị từ bên ngoài phải xác thực hai bước",
                    "02 tài khoản quản trị đều đã bật xác thực hai bước",
                    Verdict::Met,
                ),
            ],
            remark: None,
        },
    ]
}

fn findings() -> Vec<Finding> {
    vec![
        Finding {
            code: "D2".to_owned(),
            text: "Máy tính dùng soạn thảo tài liệu mật còn dấu vết kết nối mạng không dây".to_owned(),
            evidence: "máy mã số SYT-MT-03, ảnh chụp màn hình số 04".to_owned(),
            basis: "Luật Bảo vệ bí mật nhà nước số 117/2025/QH15".to_owned(),
            severity: Severity::Violation,
            cause: Some("máy được chuyển mục đích sử dụng, chưa tháo thiết bị thu phát không dây".to_owned()),
            request: "Dừng sử dụng ngay; tháo thiết bị thu phát, kiểm tra lại trước khi dùng".to_owned(),
            responsible: "Giám đốc Sở; bà Chu Hải Yến".to_owned(),
            deadline: Some(date(2026, 9, 16)),
        },
        Finding {
            code: "F5".to_owned(),
            text: "06 máy tính dùng hệ điều hành đã hết hỗ trợ".to_owned(),
            evidence: "danh sách thiết bị kèm biên bản".to_owned(),
            basis: "TCVN 14423:2026".to_owned(),
            severity: Severity::Remedy,
            cause: None,
            request: "Thay thế hoặc ngắt khỏi mạng".to_owned(),
            responsible: "Văn phòng Sở".to_owned(),
            deadline: Some(date(2026, 10, 4)),
        },
        Finding {
            code: "A3".to_owned(),
            text: "Không có hồ sơ tự kiểm tra năm 2025".to_owned(),
            evidence: String::new(),
            basis: "Nghị định 331/2026/NĐ-CP, Điều 28".to_owned(),
            severity: Severity::Remind,
            cause: None,
            request: "Tổ chức tự kiểm tra, lập biên bản".to_owned(),
            responsible: "Văn phòng Sở".to_owned(),
            deadline: Some(date(2026, 10, 4)),
        },
    ]
}

fn papers() -> Vec<SuppliedPaper> {
    vec![
        SuppliedPaper {
            title: "Quyết định số 88/QĐ-SYT ngày 05/11/2025 ban hành Quy chế bảo đảm an toàn thông tin mạng"
                .to_owned(),
            form: "Bản sao".to_owned(),
            quantity: 1,
            note: None,
        },
        SuppliedPaper {
            title: "Danh sách máy tính, thiết bị ngoại vi tính đến ngày 31/8/2026".to_owned(),
            form: "Tệp dữ liệu".to_owned(),
            quantity: 2,
            note: Some("Gửi qua cổng của Đoàn kiểm tra".to_owned()),
        },
    ]
}

fn person(name: &str, position: &str, role: Option<&str>) -> Attendee {
    Attendee {
        name: name.to_owned(),
        position: position.to_owned(),
        role: role.map(str::to_owned),
        absent: None,
    }
}

fn fact(label: &str, text: &str) -> Fact {
    Fact { label: label.to_owned(), text: text.to_owned() }
}

fn item(content: &str, rule: &str, observed: &str, verdict: Verdict) -> CheckedItem {
    CheckedItem {
        content: content.to_owned(),
        rule: rule.to_owned(),
        observed: observed.to_owned(),
        place: None,
        counted: None,
        guidance: None,
        verdict,
    }
}
