//! The words of notices: told in the product and, word for word, by mail.
//!
//! Results of an inspection are confidential (Luật An ninh mạng 24/2018/QH14,
//! Đ24(6)) and mail is not: a message gives names, numbers and days and leads
//! into the product; it never repeats what was found. Not here: papers with a
//! number and a signature.

mod finding;
mod minutes;
mod overdue;
mod programme;
mod report;
mod urging;
mod visit;

pub use finding::{
    ExtensionAnswer, FindingDue, FindingRequest, FindingStep, finding_due, finding_extension_answered,
    finding_request, finding_requested, finding_returned, finding_verified, finding_waits_for_team,
    findings_to_assign,
};
pub use minutes::{minutes_concluded, minutes_read_out, visit_request};
pub use overdue::{OverdueUnit, Owed, overdue_units};
pub use programme::{ProgrammeDue, TasksDue, programme_due, tasks_due};
pub use report::{
    ReportDue, ReportStep, report_accepted, report_due, report_given_back, report_reopened, report_returned,
    report_submitted, report_with_head,
};
pub use urging::{Urged, Urging, urging};
pub use visit::{VisitNotice, visit_cancelled, visit_scheduled, visit_tomorrow};

use crate::dates;
use jiff::civil::Date;

/// A subject line and the text under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub subject: String,
    pub body: String,
}

/// Who hears a reminder: what is asked of them differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hearer {
    /// The unit's focal persons.
    Unit,
    /// The head of the unit.
    Head,
}

/// Days left until a last valid day; negative when it has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left(pub i64);

impl Left {
    /// "còn 3 ngày", "hôm nay là ngày cuối", "quá hạn 7 ngày".
    pub fn words(self) -> String {
        match self.0 {
            0 => "hôm nay là ngày cuối cùng".to_owned(),
            1.. => format!("còn {} ngày", self.0),
            _ => format!("quá hạn {} ngày", self.0.unsigned_abs()),
        }
    }

    pub fn is_overdue(self) -> bool {
        self.0 < 0
    }
}

/// The text of the mail: the message, and where to read on.
pub fn mail(body: &str, address: Option<&str>) -> String {
    let mut text = body.trim_end().to_owned();
    if let Some(address) = address {
        text += &format!("\n\nXem chi tiết và thực hiện tại: {address}");
    }
    text += "\n\nThư này do Hệ thống Rà Soát gửi tự động; đề nghị không trả lời thư này.\n";
    text
}

fn message(subject: String, paragraphs: &[String]) -> Message {
    let body: Vec<_> = paragraphs.iter().map(|p| p.trim()).filter(|p| !p.is_empty()).collect();
    Message { subject, body: body.join("\n\n") }
}

/// "Kính gửi: Sở Tài chính,"
fn dear(addressee: &str) -> String {
    format!("Kính gửi: {addressee},")
}

fn day(date: Date) -> String {
    dates::short(date)
}
