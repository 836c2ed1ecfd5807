//! Findings as a list: what was found where, how far its remedy has come.

use jiff::civil::{Date, DateTime, date};
use serde::{Deserialize, Serialize};

use super::{Listing, Orientation};
use crate::finding::Severity;
use crate::table::{Cell, Column, Table};

/// Findings under one title.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FindingList {
    /// What narrows it down: "Đợt kiểm tra an ninh mạng năm 2026".
    pub narrowed: Option<String>,
    /// When the list was drawn up.
    pub drawn_up: DateTime,
    /// Who drew it up.
    pub issuer: String,
    /// The findings.
    pub findings: Vec<FindingRow>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingRow {
    /// Its number in the campaign.
    pub number: i64,
    /// The unit that answers for it.
    pub unit: String,
    /// The code in the catalogue.
    pub code: String,
    /// What is wrong.
    pub text: String,
    /// The rule that it offends.
    pub basis: String,
    /// How grave it is.
    pub severity: Severity,
    /// How far it has come, as a code of the domain's states.
    pub state: String,
    /// The last day to remedy.
    pub due: Option<Date>,
    /// Days over, when it is.
    pub days_late: u32,
    /// Who answers for it.
    pub responsible: String,
}

impl FindingList {
    /// Three findings of the invented province An Sơn.
    pub fn sample() -> Self {
        let row = |number, unit: &str, code: &str, text: &str, state: &str, days_late| FindingRow {
            number,
            unit: unit.to_owned(),
            code: code.to_owned(),
            text: text.to_owned(),
            basis: "Khoản 5 Điều 5 Luật Bảo vệ bí mật nhà nước".to_owned(),
            severity: Severity::Remedy,
            state: state.to_owned(),
            due: Some(date(2026, 10, 4)),
            days_late,
            responsible: "Trưởng phòng Hành chính".to_owned(),
        };
        Self {
            narrowed: Some("Đợt kiểm tra công tác bảo đảm an ninh mạng năm 2026".to_owned()),
            drawn_up: date(2026, 10, 15).at(9, 30, 0, 0),
            issuer: "Công an tỉnh An Sơn".to_owned(),
            findings: vec![
                row(1, "Sở Y tế", "A1", "Nội quy chưa được sửa đổi theo quy định hiện hành", "requested", 11),
                row(2, "Sở Y tế", "F2", "Nhiều người dùng chung một tài khoản", "done_reported", 0),
                row(3, "Sở Tư pháp", "C2", "Sổ đăng ký chưa đúng mẫu", "closed", 0),
            ],
        }
    }
}

/// The words for a state on paper.
fn state(code: &str) -> &'static str {
    match code {
        "open" => "Đã ghi nhận",
        "requested" => "Đã yêu cầu khắc phục",
        "plan_submitted" => "Kế hoạch chờ duyệt",
        "plan_rejected" => "Kế hoạch phải làm lại",
        "plan_approved" => "Đang khắc phục theo kế hoạch",
        "done_reported" => "Đã báo cáo, chờ xác nhận",
        "verified" => "Đã kiểm tra lại",
        "reopened" => "Yêu cầu khắc phục lại",
        _ => "Đã kết thúc",
    }
}

/// The findings as a list.
pub fn finding_list(list: &FindingList) -> Listing {
    let mut table = Table::new([
        Column::ordinal(),
        Column::number("Số", 12),
        Column::text("Đơn vị", 44),
        Column::mark("Mã", 12),
        Column::text("Tồn tại, hạn chế", 66),
        Column::text("Căn cứ", 44),
        Column::mark("Mức độ", 24),
        Column::text("Trách nhiệm", 30),
        Column::mark("Trạng thái", 30),
        Column::mark("Thời hạn", 24),
        Column::number("Số ngày quá hạn", 18),
    ]);
    for (place, finding) in list.findings.iter().enumerate() {
        table.push([
            Cell::count(place + 1),
            Cell::Whole(finding.number),
            Cell::from(&finding.unit),
            Cell::from(&finding.code),
            Cell::from(&finding.text),
            Cell::from(&finding.basis),
            Cell::text(finding.severity.words()),
            Cell::from(&finding.responsible),
            Cell::text(state(&finding.state)),
            finding.due.map_or(Cell::Blank, Cell::Day),
            if finding.days_late == 0 { Cell::Blank } else { Cell::Whole(i64::from(finding.days_late)) },
        ]);
    }
    Listing {
        title: "Danh sách tồn tại, hạn chế".to_owned(),
        subtitle: list.narrowed.clone(),
        drawn_up: list.drawn_up,
        issuer: list.issuer.clone(),
        orientation: Orientation::Landscape,
        table,
        notes: Vec::new(),
        frame: None,
    }
}
