//! A sample decision from the invented province An Sơn. Names are invented.

use jiff::civil::date;

use super::{TeamDecision, TeamMember};
use crate::closing::{Recipients, Signature};
use crate::dates::PaperDate;
use crate::letterhead::{HeaderForm, Letterhead};

impl TeamDecision {
    /// The decision that sets up team 02.
    pub fn sample() -> Self {
        Self {
            letterhead: Letterhead {
                form: HeaderForm::State,
                parent: Some("Ủy ban nhân dân tỉnh An Sơn".to_owned()),
                issuer: "Tiểu ban An ninh mạng tỉnh An Sơn".to_owned(),
                number: Some(41),
                series: "QĐ-TBANM".to_owned(),
                place: "An Sơn".to_owned(),
                date: PaperDate::On(date(2026, 8, 20)),
            },
            authority: "Trưởng Tiểu ban An ninh mạng tỉnh An Sơn".to_owned(),
            team_name: "Đoàn kiểm tra số 02".to_owned(),
            subject: "công tác bảo đảm an ninh mạng và bảo vệ bí mật nhà nước năm 2026".to_owned(),
            bases: [
                "Luật An ninh mạng số 116/2025/QH15",
                "Luật Bảo vệ bí mật nhà nước số 117/2025/QH15",
                "Nghị định số 217/2025/NĐ-CP ngày 05/8/2025 của Chính phủ về hoạt động kiểm tra chuyên ngành",
                "Kế hoạch số 12/KH-TBANM ngày 05/5/2026 của Tiểu ban An ninh mạng tỉnh An Sơn",
            ]
            .map(str::to_owned)
            .to_vec(),
            proposed_by: Some("Giám đốc Công an tỉnh".to_owned()),
            targets: ["Sở Y tế", "Đảng ủy phường An Trung", "Ủy ban nhân dân phường An Trung"]
                .map(str::to_owned)
                .to_vec(),
            contents: [
                "Việc ban hành và thực hiện quy chế, nội quy",
                "Việc bảo đảm an toàn hệ thống thông tin theo cấp độ",
                "Việc quản lý thiết bị, sổ sách phục vụ bảo vệ bí mật nhà nước",
            ]
            .map(str::to_owned)
            .to_vec(),
            period: "từ ngày 01/7/2025 đến thời điểm kiểm tra".to_owned(),
            from: date(2026, 9, 14),
            to: date(2026, 9, 30),
            days_per_unit: Some("10 ngày làm việc".to_owned()),
            members: vec![
                member("Thượng tá Trịnh Minh Khang", "Phó Giám đốc Công an tỉnh", "Trưởng đoàn", None),
                member(
                    "Bà Lưu Thị Thanh Hà",
                    "Phó Giám đốc Sở Khoa học và Công nghệ",
                    "Phó Trưởng đoàn",
                    Some("An toàn hệ thống thông tin"),
                ),
                member(
                    "Thiếu tá Phan Quốc Việt",
                    "Cán bộ Công an tỉnh",
                    "Thành viên",
                    Some("Bảo vệ bí mật nhà nước"),
                ),
                TeamMember {
                    name: None, ..member("", "Cán bộ Bộ Chỉ huy Quân sự tỉnh", "Thành viên", None)
                },
                member("Đại úy Ngô Thùy Dương", "Cán bộ Công an tỉnh", "Thư ký", None),
            ],
            duties: [
                "Kiểm tra đúng đối tượng, nội dung, thời gian ghi tại Điều 2; lập biên bản tại từng đơn vị",
                "Yêu cầu đơn vị được kiểm tra cung cấp hồ sơ, giải trình những vấn đề liên quan",
                "Báo cáo kết quả kiểm tra bằng văn bản với Trưởng Tiểu ban trước ngày 20/10/2026",
            ]
            .map(str::to_owned)
            .to_vec(),
            seal: Some("con dấu của Công an tỉnh".to_owned()),
            funding: Some("từ nguồn chi thường xuyên của các cơ quan cử người tham gia".to_owned()),
            executors: ["Giám đốc Công an tỉnh", "Thủ trưởng các cơ quan, đơn vị có liên quan"]
                .map(str::to_owned)
                .to_vec(),
            signature: Signature {
                office_title: Some("Chủ tịch Ủy ban nhân dân tỉnh".to_owned()),
                ..Signature::head("Trưởng Tiểu ban", "Hoàng Sơn Tùng")
            },
            recipients: Recipients {
                lines: ["Như Điều 4", "Thành viên Tiểu ban", "Các đơn vị được kiểm tra"]
                    .map(str::to_owned)
                    .to_vec(),
                filing: "VT, PA05".to_owned(),
            },
        }
    }
}

fn member(name: &str, position: &str, role: &str, task: Option<&str>) -> TeamMember {
    TeamMember {
        name: Some(name.to_owned()),
        position: position.to_owned(),
        role: role.to_owned(),
        task: task.map(str::to_owned),
    }
}
