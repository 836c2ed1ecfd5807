//! What notices of this kind usually ask for.

use super::ScheduleNotice;
use crate::outline::{Outline, OutlineSection};

impl ScheduleNotice {
    /// Whom the unit calls in.
    pub fn usual_unit_side() -> Vec<String> {
        [
            "Người đứng đầu hoặc cấp phó được giao phụ trách",
            "Người làm công tác bảo vệ bí mật nhà nước, văn thư, người phụ trách công nghệ thông tin",
        ]
        .map(str::to_owned)
        .to_vec()
    }

    /// What the unit prepares.
    pub fn usual_preparations() -> Vec<String> {
        [
            "Hồ sơ, sổ sách, văn bản triển khai trong thời kỳ kiểm tra",
            "Danh sách máy tính, thiết bị ngoại vi, hệ thống thông tin đang sử dụng",
            "Phòng làm việc và người dẫn Đoàn kiểm tra thực tế tại các bộ phận",
        ]
        .map(str::to_owned)
        .to_vec()
    }
}

impl Outline {
    /// A report outline as a unit is sent it: its sections with what is asked
    /// under each.
    pub fn of(outline: &domain::outline::Outline) -> Self {
        Outline {
            title: outline.title.vi.clone(),
            introduction: vec![
                "Báo cáo nêu số liệu trong thời kỳ kiểm tra; không nêu nội dung bí mật nhà nước.".to_owned(),
            ],
            sections: below(&outline.sections, None),
        }
    }
}

/// The flat list of sections as the tree their codes make.
fn below(all: &[domain::outline::Section], parent: Option<&str>) -> Vec<OutlineSection> {
    all.iter()
        .filter(|section| section.code.rsplit_once('.').map(|(above, _)| above) == parent)
        .map(|section| OutlineSection {
            number: section.code.clone(),
            title: section.title.vi.clone(),
            guidance: section.fields.iter().map(|field| field.label.vi.clone()).collect(),
            forms: Vec::new(),
            sections: below(all, Some(&section.code)),
        })
        .collect()
}
