//! A sample report from the invented province An Sơn. Names and figures are invented.

use jiff::civil::date;

use super::{
    ConsolidatedReport, LabelledFigure, Proposal, RemediationResult, RemediationState, ReportedFinding,
    ResultCounts, ThemeResult, UnitResult,
};
use crate::closing::{Recipients, Signature};
use crate::dates::PaperDate;
use crate::figure::Figure;
use crate::finding::Severity;
use crate::letterhead::{HeaderForm, Letterhead};
use crate::table::Cell;

impl ConsolidatedReport {
    /// Team 02's report on three units.
    pub fn sample() -> Self {
        Self {
            letterhead: Letterhead {
                form: HeaderForm::State,
                parent: Some("Tiểu ban An ninh mạng tỉnh An Sơn".to_owned()),
                issuer: "Đoàn kiểm tra số 02".to_owned(),
                number: Some(3),
                series: "BC-ĐKT".to_owned(),
                place: "An Sơn".to_owned(),
                date: PaperDate::On(date(2026, 10, 16)),
            },
            subject: "công tác bảo đảm an ninh mạng và bảo vệ bí mật nhà nước năm 2026".to_owned(),
            team_name: "Đoàn kiểm tra số 02".to_owned(),
            addressees: vec!["Trưởng Tiểu ban An ninh mạng tỉnh An Sơn".to_owned()],
            bases: vec![
                "Quyết định số 41/QĐ-TBANM ngày 20/8/2026 của Tiểu ban An ninh mạng tỉnh An Sơn".to_owned(),
            ],
            period: "từ ngày 01/7/2025 đến thời điểm kiểm tra".to_owned(),
            from: date(2026, 9, 14),
            to: date(2026, 9, 30),
            overview: vec![
                "Các đơn vị đã gửi báo cáo tự kiểm tra, bố trí đúng thành phần làm việc; không có đơn vị từ \
                 chối ký biên bản."
                    .to_owned(),
            ],
            figures: figures(),
            units: units(),
            themes: themes(),
            strengths: vec![
                "Các đơn vị đã ban hành quy chế, phân công người phụ trách bằng văn bản".to_owned(),
                "Sổ quản lý tài liệu được ghi đầy đủ, đúng mẫu".to_owned(),
            ],
            shortcomings: vec![
                "Máy tính dùng hệ điều hành hết hỗ trợ còn ở cả ba đơn vị".to_owned(),
                "Chưa duy trì việc tự kiểm tra hằng năm".to_owned(),
            ],
            causes: vec!["Kinh phí thay thế thiết bị bố trí chậm".to_owned()],
            findings: findings(),
            remediation: remediation(),
            proposals: vec![
                Proposal {
                    to: "Ủy ban nhân dân tỉnh".to_owned(),
                    points: vec![
                        "Giao Sở Tài chính bố trí kinh phí thay thế máy tính hết hỗ trợ trong năm 2027"
                            .to_owned(),
                    ],
                },
                Proposal {
                    to: "các đơn vị được kiểm tra".to_owned(),
                    points: vec![
                        "Hoàn thành khắc phục trước thời hạn ghi trong biên bản".to_owned(),
                        "Tổ chức tự kiểm tra trước ngày 15/12/2026".to_owned(),
                    ],
                },
            ],
            signature: Signature {
                office_title: Some("Phó Giám đốc Công an tỉnh".to_owned()),
                ..Signature::head("Trưởng đoàn", "Thượng tá Trịnh Minh Khang")
            },
            recipients: Recipients {
                lines: vec!["Như trên".to_owned(), "Thành viên Đoàn kiểm tra".to_owned()],
                filing: "Hồ sơ kiểm tra".to_owned(),
            },
        }
    }
}

fn figures() -> Vec<LabelledFigure> {
    let figure = |label: &str, value: Cell, source: &str, before: Option<usize>| LabelledFigure {
        label: label.to_owned(),
        figure: Figure { value, source: Some(source.to_owned()) },
        before: before.map(Figure::count),
    };
    vec![
        figure("Đơn vị được kiểm tra", Cell::Whole(3), "Quyết định số 41/QĐ-TBANM, Điều 2", Some(5)),
        figure("Máy tính đang sử dụng", Cell::Whole(1248), "Báo cáo tự kiểm tra của các đơn vị", Some(1190)),
        figure(
            "Tỷ lệ máy tính có phần mềm phòng, chống mã độc",
            Cell::Share(0.937),
            "Báo cáo tự kiểm tra của các đơn vị",
            None,
        ),
    ]
}

fn counts(met: usize, not_met: usize, not_shown: usize, not_applicable: usize, source: &str) -> ResultCounts {
    ResultCounts {
        met: Figure::count(met).from_source(source),
        not_met: Figure::count(not_met).from_source(source),
        not_shown: Figure::count(not_shown).from_source(source),
        not_applicable: Figure::count(not_applicable).from_source(source),
    }
}

fn units() -> Vec<UnitResult> {
    let unit =
        |unit: &str, day: i8, minutes: &str, [met, not_met, not_shown, none]: [usize; 4], findings: usize| {
            UnitResult {
                unit: unit.to_owned(),
                visited: date(2026, 9, day),
                counts: counts(met, not_met, not_shown, none, minutes),
                findings: Figure::count(findings).from_source(minutes),
                remark: None,
            }
        };
    let mut units = vec![
        unit("Sở Y tế", 14, "Biên bản số 07/BB-ĐKT", [31, 4, 2, 3], 3),
        unit("Đảng ủy phường An Trung", 16, "Biên bản số 08/BB-ĐKT", [28, 3, 0, 9], 2),
        unit("Ủy ban nhân dân phường An Trung", 17, "Biên bản số 09/BB-ĐKT", [27, 6, 1, 6], 4),
    ];
    units[0].remark = Some("Chuyển biến rõ so với năm trước".to_owned());
    units
}

fn themes() -> Vec<ThemeResult> {
    let theme =
        |theme: &str, [met, not_met, not_shown, none]: [usize; 4], remark: Option<&str>| ThemeResult {
            theme: theme.to_owned(),
            counts: counts(met, not_met, not_shown, none, "Biên bản kiểm tra tại các đơn vị"),
            remark: remark.map(str::to_owned),
        };
    vec![
        theme("Lãnh đạo, chỉ đạo và quy chế", [30, 2, 3, 1], None),
        theme("Bảo vệ bí mật nhà nước", [29, 3, 0, 12], None),
        theme("An toàn hệ thống thông tin", [27, 8, 0, 5], Some("Bản vá và tài khoản là điểm yếu chung")),
    ]
}

fn findings() -> Vec<ReportedFinding> {
    let finding =
        |unit: &str, code: &str, text: &str, basis: &str, severity, day: i8, state| ReportedFinding {
            unit: unit.to_owned(),
            code: code.to_owned(),
            text: text.to_owned(),
            basis: basis.to_owned(),
            severity,
            deadline: Some(date(2026, 10, day)),
            state,
        };
    vec![
        finding(
            "Sở Y tế",
            "D2",
            "Máy tính soạn thảo tài liệu mật còn dấu vết kết nối mạng không dây",
            "Luật Bảo vệ bí mật nhà nước số 117/2025/QH15",
            Severity::Violation,
            4,
            RemediationState::Verified,
        ),
        finding(
            "Sở Y tế",
            "F5",
            "06 máy tính dùng hệ điều hành hết hỗ trợ",
            "TCVN 14423:2026",
            Severity::Remedy,
            4,
            RemediationState::Overdue,
        ),
        finding(
            "Đảng ủy phường An Trung",
            "F10",
            "Máy tính dùng chung không khóa màn hình",
            "TCVN 14423:2026",
            Severity::Remind,
            6,
            RemediationState::Reported,
        ),
        finding(
            "Ủy ban nhân dân phường An Trung",
            "F2",
            "Dùng chung tài khoản giải quyết thủ tục hành chính",
            "Thông tư số 46/2022/TT-BCA",
            Severity::Violation,
            27,
            RemediationState::Open,
        ),
    ]
}

fn remediation() -> Vec<RemediationResult> {
    let result = |unit: &str, [total, verified, reported, open, overdue]: [usize; 5]| RemediationResult {
        unit: unit.to_owned(),
        total: Figure::count(total),
        verified: Figure::count(verified).from_source("Sổ theo dõi khắc phục đến ngày 15/10/2026"),
        reported: Figure::count(reported),
        open: Figure::count(open),
        overdue: Figure::count(overdue).from_source("Sổ theo dõi khắc phục đến ngày 15/10/2026"),
    };
    vec![
        result("Sở Y tế", [3, 1, 1, 0, 1]),
        result("Đảng ủy phường An Trung", [2, 0, 2, 0, 0]),
        result("Ủy ban nhân dân phường An Trung", [4, 1, 0, 3, 0]),
    ]
}
