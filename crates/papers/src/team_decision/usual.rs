//! What decisions of this kind usually say, offered before a person corrects it.

use super::TeamDecision;
use crate::dates;
use domain::plan::Basis;
use domain::team::TeamRole;

impl TeamDecision {
    /// The duties and powers that NĐ 217/2025 gives an inspection team.
    pub fn usual_duties() -> Vec<String> {
        [
            "Kiểm tra đúng đối tượng, phạm vi, nội dung và thời gian ghi tại Điều 2; lập biên bản kiểm tra tại từng đơn vị",
            "Yêu cầu đơn vị được kiểm tra báo cáo, cung cấp hồ sơ, tài liệu và giải trình những vấn đề liên quan đến nội dung kiểm tra",
            "Hướng dẫn đơn vị khắc phục tồn tại, hạn chế; kiến nghị xử lý vi phạm theo thẩm quyền",
            "Giữ bí mật thông tin, tài liệu trong quá trình kiểm tra; không tham gia kiểm tra tại đơn vị mà thành viên có xung đột lợi ích",
            "Báo cáo kết quả kiểm tra bằng văn bản với người ra quyết định sau khi kết thúc kiểm tra",
        ]
        .map(str::to_owned)
        .to_vec()
    }

    /// The seat's name in a roster.
    pub fn role_words(role: TeamRole) -> &'static str {
        match role {
            TeamRole::Lead => "Trưởng đoàn",
            TeamRole::Deputy => "Phó Trưởng đoàn",
            TeamRole::Member => "Thành viên",
            TeamRole::MemberSecretary => "Thành viên kiêm Thư ký",
            TeamRole::Secretary => "Thư ký",
        }
    }
}

/// A base of a plan as a line of the paper that carries it out: "Luật An ninh
/// mạng số 116/2025/QH15", "Kế hoạch số 47/KH-BCĐ ngày 04/5/2026 của …".
pub fn base_line(base: &Basis) -> String {
    let mut line = base.r#type.clone();
    let subject = base.subject.as_deref().unwrap_or_default();
    // A law is called by its subject; other papers by their number.
    let is_law = line == "Luật" || line == "Bộ luật" || line == "Pháp lệnh";
    if is_law && !subject.is_empty() {
        line.push_str(&format!(" {subject}"));
    }
    if let Some(number) = &base.number {
        line.push_str(&format!(" số {number}"));
    }
    if let Some(date) = base.date {
        line.push_str(&format!(" ngày {}", dates::short(date)));
    }
    if let Some(issuer) = &base.issuer {
        line.push_str(&format!(" của {issuer}"));
    }
    if !is_law && !subject.is_empty() {
        line.push_str(&format!(" {subject}"));
    }
    line
}
