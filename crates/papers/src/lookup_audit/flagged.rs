//! What the rules flagged, rule by rule: the annex that the inspectors work through.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use super::masked::{self, masked_citizen};
use super::{AuditedRule, LookupAudit, count, whole};
use crate::dates;
use crate::flow::{Annex, Flow};
use crate::table::{Cell, Column, Table};

/// Stands where the log says nothing.
const NOTHING: &str = "(trống)";

/// One thing that a rule flagged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Flagged {
    /// A lookup.
    Lookup {
        at: DateTime,
        account: String,
        citizen: String,
        system: String,
        terminal: String,
        dossier: String,
    },
    /// Two lookups of an account from two terminals.
    Pair {
        account: String,
        first: DateTime,
        first_terminal: String,
        second: DateTime,
        second_terminal: String,
    },
    /// Numbers of a system's rows: gaps, numbers that are missing, repeats, steps back.
    Sequence { system: String, gaps: u64, missing: u64, repeats: u64, back: u64 },
    /// A citizen whom many looked up.
    Breadth { citizen: String, accounts: u64, units: u64, from: DateTime, to: DateTime },
    /// A day with more lookups of an account than it usually has.
    Volume { account: String, day: Date, count: u64, median: f64, limit: f64 },
    /// A day with many refused lookups of an account.
    Denied { account: String, day: Date, count: u64 },
    /// An account that was used again after a long time: how often, and the longest.
    Dormant { account: String, times: u64, before: DateTime, after: DateTime },
    /// An account whose holder signed no commitment.
    Unsigned { account: String, lookups: u64 },
    /// A day on which a system was silent.
    Day { system: String, day: Date },
    /// A month without records of a system; its first day.
    Month { system: String, month: Date },
    /// A system whose records end before the period does.
    Ended { system: String, last: DateTime },
}

/// The annex; none when nothing was flagged.
pub(super) fn annex(audit: &LookupAudit) -> Option<Annex> {
    let mut flow = Flow::landscape();
    let mut any = false;
    for rule in audit.rules.iter().filter(|rule| !rule.flagged.is_empty()) {
        any = true;
        put(&mut flow, rule);
    }
    any.then(|| Annex::new("Những gì từng quy tắc đã nêu", flow))
}

fn put(flow: &mut Flow, rule: &AuditedRule) {
    flow.heading_two(format!(
        "{}. {} ({} {})",
        rule.code,
        super::capital(&rule.name),
        whole(rule.count),
        rule.counted
    ));
    let Some(first) = rule.flagged.first() else { return };
    let mut table = Table::new(std::iter::once(Column::ordinal()).chain(first.columns()));
    for (place, one) in rule.flagged.iter().enumerate() {
        table.push(std::iter::once(Cell::count(place + 1)).chain(one.cells()));
    }
    flow.table(&table);
    let shown = u64::try_from(rule.flagged.len()).unwrap_or(u64::MAX);
    if rule.count > shown {
        flow.body(format!(
            "… và {} {} nữa, trong tệp flags/{}.parquet.",
            whole(rule.count - shown),
            rule.counted,
            rule.code
        ));
    }
}

impl Flagged {
    fn columns(&self) -> Vec<Column> {
        let account = || Column::text("Tài khoản", 40);
        let system = || Column::text("Hệ thống", 40);
        let citizen = || Column::mark("Công dân", 24);
        let at = |head: &str| Column::mark(head, 44);
        let number = |head: &str| Column::number(head, 26);
        match self {
            Self::Lookup { .. } => vec![
                at("Lúc"),
                account(),
                citizen(),
                Column::text("Hồ sơ", 44),
                Column::text("Máy", 34),
                system(),
            ],
            Self::Pair { .. } => {
                let terminal = |head: &str| Column::text(head, 40);
                vec![account(), at("Lúc trước"), terminal("Máy trước"), at("Lúc sau"), terminal("Máy sau")]
            }
            Self::Sequence { .. } => vec![
                system(),
                number("Chỗ đứt quãng"),
                number("Số thứ tự bị thiếu"),
                number("Số thứ tự bị lặp"),
                number("Lần thời gian lùi"),
            ],
            Self::Breadth { .. } => {
                vec![citizen(), number("Tài khoản"), number("Đơn vị"), at("Từ"), at("Đến")]
            }
            Self::Volume { .. } => {
                vec![account(), at("Ngày"), number("Lượt trong ngày"), number("Trung vị"), number("Ngưỡng")]
            }
            Self::Denied { .. } => vec![account(), at("Ngày"), number("Lượt bị từ chối, báo lỗi")],
            Self::Dormant { .. } => {
                vec![account(), number("Số lần"), at("Lần lâu nhất, từ"), at("Đến")]
            }
            Self::Unsigned { .. } => vec![account(), number("Lượt tra cứu")],
            Self::Day { .. } => vec![system(), at("Ngày")],
            Self::Month { .. } => vec![system(), at("Tháng")],
            Self::Ended { .. } => vec![system(), at("Bản ghi cuối cùng")],
        }
    }

    fn cells(&self) -> Vec<Cell> {
        match self {
            Self::Lookup { at, account, citizen, system, terminal, dossier } => {
                let told = |text: &str| said(&masked::within(text, citizen));
                vec![
                    moment(*at),
                    told(account),
                    Cell::Text(masked_citizen(citizen)),
                    told(dossier),
                    told(terminal),
                    told(system),
                ]
            }
            Self::Pair { account, first, first_terminal, second, second_terminal } => vec![
                said(account),
                moment(*first),
                said(first_terminal),
                moment(*second),
                said(second_terminal),
            ],
            Self::Sequence { system, gaps, missing, repeats, back } => {
                vec![said(system), count(*gaps), count(*missing), count(*repeats), count(*back)]
            }
            Self::Breadth { citizen, accounts, units, from, to } => vec![
                Cell::Text(masked_citizen(citizen)),
                count(*accounts),
                count(*units),
                moment(*from),
                moment(*to),
            ],
            Self::Volume { account, day, count: lookups, median, limit } => vec![
                said(account),
                Cell::Day(*day),
                count(*lookups),
                Cell::Text(super::number(*median)),
                Cell::Text(super::number(*limit)),
            ],
            Self::Denied { account, day, count: refused } => {
                vec![said(account), Cell::Day(*day), count(*refused)]
            }
            Self::Dormant { account, times, before, after } => {
                vec![said(account), count(*times), moment(*before), moment(*after)]
            }
            Self::Unsigned { account, lookups } => vec![said(account), count(*lookups)],
            Self::Day { system, day } => vec![said(system), Cell::Day(*day)],
            Self::Month { system, month } => {
                vec![said(system), Cell::Text(format!("{:02}/{}", month.month(), month.year()))]
            }
            Self::Ended { system, last } => vec![said(system), moment(*last)],
        }
    }
}

fn said(text: &str) -> Cell {
    Cell::Text(if text.is_empty() { NOTHING.to_owned() } else { text.to_owned() })
}

/// "08:30:05 05/03/2024".
fn moment(at: DateTime) -> Cell {
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    Cell::Text(format!("{hour:02}:{minute:02}:{second:02} {}", dates::short(at.date())))
}
