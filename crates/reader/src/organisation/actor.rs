//! Where an actor's name ends and its duty begins.

use std::ops::Range;

use crate::line::Line;

/// Verbs with which a duty begins.
const VERBS: &[&str] = &[
    "chủ trì",
    "phối hợp",
    "có trách nhiệm",
    "chịu trách nhiệm",
    "căn cứ",
    "giúp",
    "tham mưu",
    "thực hiện",
    "xây dựng",
    "chuẩn bị",
    "làm đầu mối",
    "là đầu mối",
    "tổ chức",
    "bố trí",
    "cử",
    "báo cáo",
    "theo dõi",
    "hướng dẫn",
    "đôn đốc",
    "gửi",
    "nghiên cứu",
    "chủ động",
    "tiếp tục",
    "triển khai",
    "tiến hành",
    "rà soát",
    "bảo đảm",
    "đảm bảo",
    "tăng cường",
    "chỉ đạo",
    "thông báo",
    "tổng hợp",
    "kịp thời",
    "cung cấp",
    "quán triệt",
    "phổ biến",
    "ban hành",
    "thành lập",
    "tự kiểm tra",
    "được giao",
    "có nhiệm vụ",
    "phải",
    "hoàn thành",
    "khắc phục",
    "phân công",
    "lập",
    "đề xuất",
    "trình",
    "xem xét",
    "quyết định",
    "nghiêm túc",
    "khẩn trương",
    "thường xuyên",
    "cần",
    "sẽ",
    "nêu",
    "nghe",
    "lựa chọn",
    "sắp xếp",
    "định kỳ",
    "sử dụng",
    "tham gia",
    "ưu tiên",
    "đăng ký",
    "kiểm tra",
    "nhận xét",
    "phê duyệt",
    "thẩm định",
    "chấp hành",
    "trao đổi",
    "liên hệ",
    "quản lý",
    "vận hành",
    "xử lý",
    "tuyên truyền",
    "theo chức năng",
    "trong phạm vi",
    "là cơ quan",
    "là đơn vị",
    "đưa tin",
    "thẩm tra",
    "cập nhật",
    "kết nối",
    "lãnh đạo, chỉ đạo",
    "nộp",
    "tự rà soát",
    "chấm",
];

/// Words before an actor that charge it.
const CHARGES: &[&str] = &[
    "giao cho",
    "giao",
    "đề nghị",
    "yêu cầu",
    "đối với",
    "riêng",
    "mời",
    "phân công",
    "ủy quyền cho",
    "riêng đối với",
];

/// Whether words open with a verb of duty.
pub(crate) fn starts_verb(text: &str) -> bool {
    let lower = crate::letters::lower(text.trim_start());
    VERBS.iter().any(|verb| {
        lower.strip_prefix(verb).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',', ':', ';']))
    })
}

/// The range without "Giao", "Đề nghị", "Đối với" in front.
pub(crate) fn strip_charge(line: &Line, range: Range<usize>) -> Range<usize> {
    let mut range = line.trimmed(range);
    for _ in 0..2 {
        let lower = crate::letters::lower(&line.slice(range.start..range.end.min(range.start + 24)));
        let charge = CHARGES
            .iter()
            .filter(|charge| lower.strip_prefix(**charge).is_some_and(|rest| rest.starts_with([' ', ':'])));
        let Some(charge) = charge.max_by_key(|charge| charge.len()) else {
            break;
        };
        range = line.trimmed(range.start + charge.chars().count() + 1..range.end);
    }
    range
}

/// The end of the actor's name: before the first verb outside brackets.
pub(crate) fn actor_end(line: &Line, range: Range<usize>) -> Option<usize> {
    let mut depth = 0_i32;
    for at in range.clone() {
        match line.chars()[at] {
            '(' => depth += 1,
            ')' => depth -= 1,
            ' ' if depth <= 0 => {
                let tail = line.slice(at + 1..range.end.min(at + 24));
                let lower = crate::letters::lower(&tail);
                let found = VERBS.iter().any(|verb| {
                    lower
                        .strip_prefix(verb)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',', ':', ';']))
                });
                // "Ban Tổ chức", "Trung tâm Thông báo": a capital is a name.
                if found
                    && tail.chars().next().is_some_and(char::is_lowercase)
                    && !is_attribute(line, range.start, at)
                {
                    return Some(at);
                }
            }
            ':' if depth <= 0 => return Some(at),
            _ => {}
        }
    }
    None
}

/// "được kiểm tra", "có liên quan", "thuộc diện kiểm tra": the verb belongs to
/// the name ("các đơn vị được kiểm tra").
fn is_attribute(line: &Line, from: usize, at: usize) -> bool {
    let before = crate::letters::lower(&line.slice(from.max(at.saturating_sub(22))..at));
    let after = crate::letters::lower(&line.slice(at + 1..(at + 40).min(line.len())));
    let verb_of_name = [
        "được",
        "đoàn",
        "tổ",
        "diện",
        "tượng",
        "lịch",
        "ban",
        "của",
        "và",
        "quan",
        "bộ phận",
        "công tác",
        "cán bộ",
        "phục vụ",
        "cơ quan",
        "đã được",
        "ủy ban",
        "tham gia",
    ];
    let kiem_tra = after.starts_with("kiểm tra") || after.starts_with("thanh tra");
    if kiem_tra {
        return verb_of_name.iter().any(|word| before.ends_with(word));
    }
    // "các tổ chức chính trị - xã hội" are bodies, not a deed.
    if let Some(rest) = after.strip_prefix("tổ chức") {
        let bodies = [
            " chính trị",
            " đoàn thể",
            " xã hội",
            ", cá nhân",
            " đảng",
            " hội",
            " liên quan",
            " tôn giáo",
            " kinh tế",
            ",",
            " và cá nhân",
            " tín dụng",
        ];
        let plural = ["các", "những", "quan", "và", "một số"];
        if bodies.iter().any(|word| rest.starts_with(word))
            || plural.iter().any(|word| before.ends_with(word))
        {
            return true;
        }
    }
    // "đơn vị chủ trì thực hiện", "cán bộ phụ trách", "cơ quan tham mưu".
    let nominal = [
        "bộ phận",
        "chịu sự",
        "thuộc đối tượng",
        "cơ quan được giao",
        "đơn vị được giao",
        "đã",
        "được",
        "đang",
        "cán bộ",
        "và",
    ];
    nominal.iter().any(|word| before.ends_with(*word))
        && !after.starts_with("có trách nhiệm")
        && !after.starts_with("chủ trì")
}
