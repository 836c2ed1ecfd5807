//! Fixed words of minutes that depend on who is who: titles under signatures,
//! parts played in the team, recipients.

use domain::team::TeamRole;
use jiff::civil::Date;

use crate::closing::{Recipients, Signature};
use crate::dates;
use crate::fact::Fact;

/// The part in the team, as rosters write it.
pub const fn seat_words(role: TeamRole) -> &'static str {
    match role {
        TeamRole::Lead => "Trưởng đoàn",
        TeamRole::Deputy => "Phó Trưởng đoàn",
        TeamRole::Member => "Thành viên",
        TeamRole::MemberSecretary => "Thành viên, kiêm Thư ký",
        TeamRole::Secretary => "Thư ký",
    }
}

/// Who chaired; the name is open until the paper is signed.
pub fn chair_signature(role: TeamRole, name: Option<String>, office: Option<String>) -> Signature {
    Signature { title: seat_words(role).to_owned(), name, office_title: office, ..Signature::default() }
}

/// Who kept the minutes.
pub fn secretary_signature(name: Option<String>) -> Signature {
    Signature { title: "Thư ký".to_owned(), name, ..Signature::default() }
}

/// The head of the unit, or whoever signs for it.
pub fn unit_signature(title: Option<String>, name: Option<String>) -> Signature {
    let title = title.unwrap_or_else(|| "Đại diện đơn vị được kiểm tra".to_owned());
    Signature { title, name, ..Signature::default() }
}

/// Who receives minutes.
pub fn minutes_recipients(issuer: &str, unit: &str) -> Recipients {
    Recipients {
        lines: vec![
            format!("{issuer} (để báo cáo)"),
            format!("{unit} (để thực hiện)"),
            "Thành viên Đoàn kiểm tra".to_owned(),
        ],
        filing: "Hồ sơ kiểm tra".to_owned(),
    }
}

/// That the unit reported on itself, and when.
pub fn report_fact(sent_on: Option<Date>, is_late: bool) -> Fact {
    let text = match (sent_on, is_late) {
        (Some(day), true) => format!("gửi ngày {}, chậm so với thời hạn", dates::short(day)),
        (Some(day), false) => format!("gửi ngày {}, đúng thời hạn", dates::short(day)),
        (None, _) => "chưa gửi".to_owned(),
    };
    Fact { label: "Báo cáo tự kiểm tra".to_owned(), text }
}
