//! What tools saw, as a finding states it.

use crate::dates;
use jiff::civil::Date;

/// One result of a tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// The machine, address or component.
    pub subject: &'a str,
    /// Where on it; may be empty.
    pub place: &'a str,
    pub title: &'a str,
    /// CVE and the like; may be empty.
    pub names: &'a str,
    pub tool: &'a str,
    pub seen_on: Date,
}

/// Results as the evidence of a finding: one line each, and how many more there
/// are in all.
pub fn results(lines: &[Line<'_>], count: usize) -> String {
    let mut text: Vec<String> = lines.iter().map(one).collect();
    if count > lines.len() {
        text.push(format!("và {} kết quả khác.", count - lines.len()));
    }
    text.join("\n")
}

/// A rule that was not found kept, by the code of the verdict; the rule says what
/// should be so.
pub fn judged(verdict: &str, rule: &str) -> String {
    let verdict = match verdict {
        "unreadable" => "Không đọc được",
        "not_collected" => "Chưa thu thập",
        _ => "Không đạt",
    };
    format!("{verdict}: {rule}")
}

/// A result with how often it was so, from which day to which, and why the first
/// of them counts.
pub fn counted(
    title: &str,
    what: Option<(&str, i64)>,
    days: (Option<Date>, Option<Date>),
    why: &str,
) -> String {
    let mut text = title.to_owned();
    if let Some((what, count)) = what {
        text += &format!("; {}: {}", what.to_lowercase(), dates::whole(count));
    }
    text += &match days {
        (Some(first), Some(last)) if first != last => {
            format!(", từ {} đến {}", dates::short(first), dates::short(last))
        }
        (Some(day), _) | (None, Some(day)) => format!(", ngày {}", dates::short(day)),
        (None, None) => String::new(),
    };
    if !why.is_empty() {
        text += &format!(" ({why})");
    }
    text
}

/// What was looked at, by the code of its kind and its name. A citizen has no
/// name here, only the beginning of a keyed hash.
pub fn subject(kind: &str, name: &str) -> String {
    match kind {
        "account" => format!("Tài khoản {name}"),
        "system" => format!("Hệ thống {name}"),
        "log" => format!("Nhật ký {name}"),
        "citizen" => format!("Công dân (mã băm {})", name.chars().take(HASH_SHOWN).collect::<String>()),
        _ => name.to_owned(),
    }
}

/// Letters of a citizen's hash that are written out.
const HASH_SHOWN: usize = 8;

/// A document that was found to bear a marking, by the codes of its level and of
/// how sure that is; one without a level could not be read.
pub fn marked(level: Option<&str>, confidence: &str) -> String {
    let level = match level {
        Some("tuyet_mat") => "Tuyệt mật",
        Some("toi_mat") => "Tối mật",
        Some(_) => "Mật",
        None => return "Tệp chưa đọc được khi rà soát dấu độ mật".to_owned(),
    };
    let sure = if confidence == "confirmed" { "" } else { "nghi " };
    format!("Tài liệu {sure}mang dấu độ {level}")
}

fn one(line: &Line<'_>) -> String {
    let mut text = line.subject.to_owned();
    if !line.place.is_empty() && line.place != line.subject {
        text += &format!(" ({})", line.place);
    }
    text += &format!(": {}", line.title);
    if !line.names.is_empty() && !line.title.contains(line.names) {
        text += &format!(" [{}]", line.names.replace(' ', ", "));
    }
    text + &format!("; theo {}, {}.", line.tool, dates::short(line.seen_on))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn results_are_told_with_where_and_by_whom_and_the_rest_counted() {
        let line = Line {
            subject: "10.1.2.3",
            place: "443/tcp",
            title: "Outdated TLS",
            names: "CVE-2014-0160",
            tool: "nmap",
            seen_on: date(2026, 11, 5),
        };
        assert_eq!(
            results(&[line], 3),
            "10.1.2.3 (443/tcp): Outdated TLS [CVE-2014-0160]; theo nmap, 05/11/2026.\nvà 2 kết quả khác."
        );
        let days = |first, last| (Some(date(2026, 10, first)), Some(date(2026, 10, last)));
        assert_eq!(
            counted("Không đạt: Ghi số hồ sơ", Some(("Lượt tra cứu", 1_204)), days(2, 30), "08:01 máy A"),
            "Không đạt: Ghi số hồ sơ; lượt tra cứu: 1.204, từ 02/10/2026 đến 30/10/2026 (08:01 máy A)"
        );
        assert_eq!(counted("Đã ký", None, days(2, 2), ""), "Đã ký, ngày 02/10/2026");
        assert_eq!(subject("citizen", &"0f".repeat(16)), "Công dân (mã băm 0f0f0f0f)");
        assert_eq!(subject("machine", "MAY-01"), "MAY-01");
        let bare = Line { place: "", names: "", ..line };
        assert_eq!(results(&[bare], 1), "10.1.2.3: Outdated TLS; theo nmap, 05/11/2026.");
    }
}
