//! Notices about findings and their remediation. They name a finding by its
//! number and never say what was found.

use super::{Hearer, Left, Message, day, dear, message};
use jiff::civil::Date;

/// The request to remedy that follows the signed minutes.
#[derive(Debug, Clone, Copy)]
pub struct FindingRequest<'a> {
    pub unit: &'a str,
    pub campaign: &'a str,
    pub minutes_on: Date,
    pub count: usize,
    pub due: Option<Date>,
}

pub fn finding_request(r: &FindingRequest<'_>) -> Message {
    let due = match r.due {
        Some(due) => format!(
            "Đề nghị quý đơn vị khắc phục và gửi báo cáo kết quả khắc phục kèm tài liệu chứng minh chậm nhất hết ngày {}.",
            day(due)
        ),
        None => "Đề nghị quý đơn vị khắc phục và gửi báo cáo kết quả khắc phục kèm tài liệu chứng minh."
            .to_owned(),
    };
    message(
        format!("Yêu cầu khắc phục {} tồn tại, hạn chế sau kiểm tra", crate::dates::count(r.count)),
        &[
            dear(r.unit),
            format!(
                "Theo biên bản kiểm tra lập ngày {} thực hiện {}, đơn vị có {} tồn tại, hạn chế phải khắc phục.",
                day(r.minutes_on),
                r.campaign,
                crate::dates::count(r.count)
            ),
            due,
        ],
    )
}

/// One finding asked to be remedied, or handed to the unit that goes on with it.
pub fn finding_requested(unit: &str, number: i64, due: Date) -> Message {
    message(
        format!("Yêu cầu khắc phục tồn tại số {number}: hạn đến hết ngày {}", day(due)),
        &[
            dear(unit),
            format!(
                "Đề nghị quý đơn vị khắc phục tồn tại số {number} và gửi báo cáo kết quả kèm tài liệu chứng minh chậm nhất hết ngày {}.",
                day(due)
            ),
        ],
    )
}

/// A finding whose remedy is owed.
#[derive(Debug, Clone, Copy)]
pub struct FindingDue<'a> {
    pub unit: &'a str,
    pub campaign: &'a str,
    pub numbers: &'a [i64],
    pub due: Date,
    pub left: Left,
    pub hearer: Hearer,
}

pub fn finding_due(r: &FindingDue<'_>) -> Message {
    let left = r.left.words();
    let which = numbered(r.numbers);
    let asked = match (r.hearer, r.left.is_overdue()) {
        (Hearer::Head, _) => {
            "Đề nghị đồng chí Thủ trưởng đơn vị chỉ đạo khắc phục dứt điểm và báo cáo kết quả."
        }
        (Hearer::Unit, false) => {
            "Đề nghị quý đơn vị hoàn thành việc khắc phục và gửi báo cáo kết quả đúng thời hạn."
        }
        (Hearer::Unit, true) => {
            "Đề nghị quý đơn vị khẩn trương khắc phục, gửi báo cáo kết quả; trường hợp chưa thể hoàn thành, đề nghị gia hạn và nêu rõ lý do."
        }
    };
    message(
        format!("Nhắc thời hạn khắc phục {which}: {left}"),
        &[
            dear(r.unit),
            format!(
                "Thời hạn {} khắc phục {which} nêu tại biên bản kiểm tra ({}) là hết ngày {} ({left}).",
                r.unit,
                r.campaign,
                day(r.due)
            ),
            asked.to_owned(),
        ],
    )
}

/// What the unit did, and the team must now look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingStep {
    Planned,
    Reported,
    ExtensionAsked,
}

/// To the team: the next step is theirs.
pub fn finding_waits_for_team(unit: &str, number: i64, step: FindingStep) -> Message {
    let did = match step {
        FindingStep::Planned => "gửi kế hoạch khắc phục",
        FindingStep::Reported => "báo cáo kết quả khắc phục",
        FindingStep::ExtensionAsked => "đề nghị gia hạn khắc phục",
    };
    message(
        format!("{unit} {did} tồn tại số {number}"),
        &[
            format!("{unit} đã {did} đối với tồn tại số {number}."),
            "Đề nghị đoàn kiểm tra xem xét và trả lời đơn vị.".to_owned(),
        ],
    )
}

/// To the unit: the plan or the remedy is not accepted, or it is open again.
pub fn finding_returned(unit: &str, number: i64, due: Option<Date>) -> Message {
    let by = due.map(|due| format!(" trước hết ngày {}", day(due))).unwrap_or_default();
    message(
        format!("Tồn tại số {number}: yêu cầu tiếp tục khắc phục"),
        &[
            dear(unit),
            format!(
                "Đoàn kiểm tra đã xem xét nội dung quý đơn vị gửi về tồn tại số {number} và yêu cầu tiếp tục thực hiện{by}."
            ),
            "Đề nghị quý đơn vị xem ý kiến của đoàn kiểm tra và gửi lại kết quả.".to_owned(),
        ],
    )
}

/// To the unit: it is done.
pub fn finding_verified(unit: &str, number: i64) -> Message {
    message(
        format!("Tồn tại số {number}: đã được xác nhận khắc phục"),
        &[
            dear(unit),
            format!("Đoàn kiểm tra đã xác nhận kết quả khắc phục tồn tại số {number} của quý đơn vị."),
        ],
    )
}

/// The answer to a wish for more time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExtensionAnswer {
    Granted(Date),
    Refused,
}

pub fn finding_extension_answered(unit: &str, number: i64, answer: ExtensionAnswer) -> Message {
    let (subject, text) = match answer {
        ExtensionAnswer::Granted(until) => (
            format!("Tồn tại số {number}: đồng ý gia hạn đến hết ngày {}", day(until)),
            format!("Thời hạn khắc phục tồn tại số {number} được gia hạn đến hết ngày {}.", day(until)),
        ),
        ExtensionAnswer::Refused => (
            format!("Tồn tại số {number}: không đồng ý gia hạn"),
            format!(
                "Đề nghị gia hạn khắc phục tồn tại số {number} không được chấp thuận; thời hạn giữ nguyên."
            ),
        ),
    };
    message(subject, &[dear(unit), text])
}

/// To the office: a reorganisation left findings without one successor.
pub fn findings_to_assign(units: &str, count: usize) -> Message {
    message(
        format!("{} tồn tại chờ phân công sau sắp xếp tổ chức", crate::dates::count(count)),
        &[
            format!(
                "Sau khi sắp xếp tổ chức, {} tồn tại chưa khắc phục xong của {units} có nhiều đơn vị kế thừa hoặc chưa có đơn vị kế thừa.",
                crate::dates::count(count)
            ),
            "Đề nghị bộ phận thường trực phân công đơn vị tiếp tục khắc phục.".to_owned(),
        ],
    )
}

/// "tồn tại số 3", "các tồn tại số 3, 5 và 8".
pub(super) fn numbered(numbers: &[i64]) -> String {
    match numbers {
        [] => "tồn tại, hạn chế".to_owned(),
        [one] => format!("tồn tại số {one}"),
        [rest @ .., last] => {
            let rest: Vec<_> = rest.iter().map(ToString::to_string).collect();
            format!("các tồn tại số {} và {last}", rest.join(", "))
        }
    }
}
