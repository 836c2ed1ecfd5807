//! The targets of an inspection with how far each has come.

use jiff::civil::{Date, DateTime, date};
use serde::{Deserialize, Serialize};

use super::{Listing, Orientation};
use crate::table::{Cell, Column, Table};

/// The targets of one campaign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetList {
    /// The campaign: "Đợt kiểm tra an ninh mạng năm 2026".
    pub campaign: String,
    /// When the list was drawn up.
    pub drawn_up: DateTime,
    /// Who drew it up.
    pub issuer: String,
    /// The targets.
    pub targets: Vec<TargetRow>,
}

/// One target.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetRow {
    /// The unit.
    pub unit: String,
    /// The group of targets: "Kiểm tra lại", "Kiểm tra mới".
    pub group: String,
    /// The team.
    pub team: Option<String>,
    /// The day of the visit.
    pub visit: Option<Date>,
    /// How the report stands.
    pub report: String,
    /// How the minutes stand.
    pub minutes: String,
    /// Findings open.
    pub open_findings: u32,
    /// Findings past their last day.
    pub overdue_findings: u32,
}

impl TargetList {
    /// Three targets of the invented province An Sơn.
    pub fn sample() -> Self {
        let target = |unit: &str, group: &str, day: Option<i8>, report: &str, open: u32| TargetRow {
            unit: unit.to_owned(),
            group: group.to_owned(),
            team: Some("Đoàn kiểm tra số 02".to_owned()),
            visit: day.map(|day| date(2026, 9, day)),
            report: report.to_owned(),
            minutes: if day.is_some() { "Đã ký" } else { "Chưa lập" }.to_owned(),
            open_findings: open,
            overdue_findings: open / 3,
        };
        Self {
            campaign: "Đợt kiểm tra công tác bảo đảm an ninh mạng năm 2026".to_owned(),
            drawn_up: date(2026, 10, 15).at(9, 30, 0, 0),
            issuer: "Công an tỉnh An Sơn".to_owned(),
            targets: vec![
                target("Sở Y tế", "Kiểm tra lại", Some(14), "Đã duyệt", 3),
                target("Ủy ban nhân dân phường An Trung", "Kiểm tra mới", Some(16), "Gửi chậm", 4),
                target("Sở Tư pháp", "Kiểm tra mới", None, "Chưa gửi", 0),
            ],
        }
    }
}

/// How a report stands, by the code of its state.
pub fn report_standing(state: &str, late: bool) -> &'static str {
    match state {
        "submitted" | "accepted" if late => "Gửi chậm",
        "submitted" => "Đã gửi",
        "accepted" => "Đã nhận",
        "returned" => "Bị trả lại",
        "none" => "Không yêu cầu",
        _ => "Chưa gửi",
    }
}

/// How the minutes stand, by the code of their state.
pub fn minutes_standing(state: &str) -> &'static str {
    match state {
        "signed" | "filed" => "Đã ký",
        "refused" => "Từ chối ký",
        "none" => "Chưa lập",
        _ => "Dự thảo",
    }
}

/// The targets as a list.
pub fn target_list(list: &TargetList) -> Listing {
    let mut table = Table::new([
        Column::ordinal(),
        Column::text("Đơn vị", 66),
        Column::text("Nhóm", 30),
        Column::text("Đoàn kiểm tra", 40),
        Column::mark("Ngày kiểm tra", 26),
        Column::mark("Báo cáo", 26),
        Column::mark("Biên bản", 26),
        Column::number("Tồn tại chưa xong", 22),
        Column::number("Quá hạn", 18),
    ]);
    for (place, target) in list.targets.iter().enumerate() {
        table.push([
            Cell::count(place + 1),
            Cell::from(&target.unit),
            Cell::from(&target.group),
            Cell::text(target.team.clone().unwrap_or_default()),
            target.visit.map_or(Cell::Blank, Cell::Day),
            Cell::from(&target.report),
            Cell::from(&target.minutes),
            Cell::Whole(i64::from(target.open_findings)),
            Cell::Whole(i64::from(target.overdue_findings)),
        ]);
    }
    Listing {
        title: "Danh sách đơn vị được kiểm tra".to_owned(),
        subtitle: Some(list.campaign.clone()),
        drawn_up: list.drawn_up,
        issuer: list.issuer.clone(),
        orientation: Orientation::Landscape,
        table,
        notes: Vec::new(),
        frame: None,
    }
}
