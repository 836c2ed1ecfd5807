//! The text of a unit's yearly report on a programme, drafted from what it said
//! of its shares. The unit's writers go on from it.
//!
//! Not here: the figures' tables and the consolidated report.

use crate::dates;
use jiff::civil::Date;

/// One share as the account tells it.
#[derive(Debug, Clone)]
pub struct AccountLine<'a> {
    /// "II.5.k".
    pub code: &'a str,
    pub task: &'a str,
    /// "chủ trì", "phối hợp", "thực hiện".
    pub part: AccountPart,
    pub standing: AccountStanding,
    /// What the unit said last.
    pub said: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountPart {
    Lead,
    Executing,
    Coordinating,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountStanding {
    Done { on: Option<Date>, late: bool },
    Underway { percent: u8 },
    NotStarted,
    NotApplicable,
}

/// The account in the order of the plan: what was done, what goes on, what has
/// not begun.
pub fn account(lines: &[AccountLine<'_>]) -> String {
    let of = |number: usize| lines.iter().filter(move |line| line.standing.chapter() == Some(number));
    let titles = ["Nhiệm vụ đã hoàn thành", "Nhiệm vụ đang triển khai", "Nhiệm vụ chưa triển khai"];
    let mut text = String::new();
    for (number, title) in (1..).zip(titles) {
        if !text.is_empty() {
            text.push('\n');
        }
        match of(number).count() {
            0 => text += &format!("{number}. {title}: không.\n"),
            many => text += &format!("{number}. {title}: {many} nhiệm vụ.\n"),
        }
        of(number).for_each(|line| text += &told(line));
    }
    text.trim_end().to_owned()
}

impl AccountStanding {
    /// Under which title it is told; what does not concern the unit is not.
    fn chapter(self) -> Option<usize> {
        match self {
            AccountStanding::Done { .. } => Some(1),
            AccountStanding::Underway { .. } => Some(2),
            AccountStanding::NotStarted => Some(3),
            AccountStanding::NotApplicable => None,
        }
    }
}

fn told(line: &AccountLine<'_>) -> String {
    let part = match line.part {
        AccountPart::Lead => "chủ trì",
        AccountPart::Executing => "thực hiện",
        AccountPart::Coordinating => "phối hợp",
    };
    let standing = match line.standing {
        AccountStanding::Done { on, late } => {
            let on = on.map(|day| format!(" ngày {}", dates::in_text(day))).unwrap_or_default();
            format!("hoàn thành{on}{}", if late { ", chậm so với thời hạn" } else { "" })
        }
        AccountStanding::Underway { percent } => format!("đạt khoảng {percent}%"),
        AccountStanding::NotStarted => "chưa triển khai".to_owned(),
        AccountStanding::NotApplicable => "không thuộc phạm vi của đơn vị".to_owned(),
    };
    let said = line.said.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = if said.is_empty() { String::new() } else { format!(" {}", ended(&said)) };
    format!("- {} {} ({part}): {standing}.{said}\n", line.code, line.task.trim_end_matches(['.', ';']))
}

fn ended(text: &str) -> String {
    if text.ends_with(['.', '!', '?', ';']) { text.to_owned() } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_account_tells_what_was_done_what_goes_on_and_what_has_not_begun() {
        let line = |code, task, part, standing, said| AccountLine { code, task, part, standing, said };
        let lines = [
            line(
                "II.5.k",
                "Tổ chức diễn tập ứng cứu sự cố.",
                AccountPart::Lead,
                AccountStanding::Done { on: Some(date(2026, 9, 12)), late: false },
                "Đã tổ chức 01 cuộc,\n35 đơn vị tham gia",
            ),
            line(
                "II.7.a",
                "Bố trí nhân lực chuyên trách",
                AccountPart::Executing,
                AccountStanding::Underway { percent: 60 },
                "",
            ),
        ];
        assert_eq!(
            account(&lines),
            "1. Nhiệm vụ đã hoàn thành: 1 nhiệm vụ.\n\
             - II.5.k Tổ chức diễn tập ứng cứu sự cố (chủ trì): hoàn thành ngày 12/9/2026. Đã tổ chức 01 cuộc, 35 đơn vị tham gia.\n\
             \n2. Nhiệm vụ đang triển khai: 1 nhiệm vụ.\n\
             - II.7.a Bố trí nhân lực chuyên trách (thực hiện): đạt khoảng 60%.\n\
             \n3. Nhiệm vụ chưa triển khai: không."
        );
    }
}
