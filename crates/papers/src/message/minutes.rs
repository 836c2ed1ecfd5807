//! Notices about a visit under way and its minutes.

use super::{Message, day, dear, message};
use jiff::civil::Date;

/// The team asks the unit to explain something or to show papers.
pub fn visit_request(unit: &str, campaign: &str) -> Message {
    message(
        "Đoàn kiểm tra đề nghị giải trình, cung cấp tài liệu".to_owned(),
        &[
            dear(unit),
            format!(
                "Trong quá trình thực hiện {campaign}, đoàn kiểm tra có nội dung đề nghị quý đơn vị giải trình hoặc cung cấp hồ sơ, tài liệu."
            ),
            "Đề nghị quý đơn vị xem danh mục và trả lời trực tiếp trên hệ thống.".to_owned(),
        ],
    )
}

/// The minutes were read out: the unit may say what it thinks of them.
pub fn minutes_read_out(unit: &str, campaign: &str) -> Message {
    message(
        "Biên bản kiểm tra đã được thông qua tại buổi làm việc".to_owned(),
        &[
            dear(unit),
            format!("Đoàn kiểm tra thực hiện {campaign} đã công bố dự thảo biên bản kiểm tra."),
            "Đề nghị đồng chí Thủ trưởng đơn vị xem nội dung, ghi ý kiến và kiến nghị (nếu có) trước khi ký."
                .to_owned(),
        ],
    )
}

/// The minutes were signed, or the refusal to sign was put on record.
pub fn minutes_concluded(unit: &str, campaign: &str, on: Date) -> Message {
    message(
        format!("Biên bản kiểm tra ngày {}", day(on)),
        &[
            dear(unit),
            format!("Biên bản kiểm tra thực hiện {campaign} lập ngày {} đã hoàn thành.", day(on)),
            "Biên bản được lưu trên hệ thống để quý đơn vị xem, tải về và thực hiện.".to_owned(),
        ],
    )
}
