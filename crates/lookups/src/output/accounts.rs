//! `accounts.csv`: accounts in the order in which people look at them, with why.

use crate::found::Found;
use crate::local;
use crate::rule;
use crate::span::Span;
use crate::tables::People;
use anyhow::Result;
use std::io::Write;

/// A rule that flagged an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    pub rule: usize,
    pub count: u64,
    pub first: i64,
    pub last: i64,
}

/// An account with all that stands out of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Its number in the span.
    pub number: u32,
    pub account: String,
    pub known: bool,
    pub holder: String,
    pub unit: String,
    pub lookups: u64,
    pub explained: u64,
    /// By rule.
    pub reasons: Vec<Reason>,
    pub points: f64,
}

impl Ranked {
    pub fn unexplained(&self) -> u64 {
        self.lookups - self.explained
    }

    /// Its reasons in words, the weightiest first.
    pub fn told(&self) -> Vec<String> {
        let mut reasons: Vec<&Reason> = self.reasons.iter().collect();
        reasons.sort_by(|a, b| points(b).total_cmp(&points(a)).then(a.rule.cmp(&b.rule)));
        reasons.iter().map(|reason| reason.told()).collect()
    }

    /// These in one text.
    pub fn why(&self) -> String {
        self.told().join("; ")
    }
}

impl Reason {
    /// `không ghi số hồ sơ: 37 lượt, từ 02/04/2026 đến 30/04/2026`.
    pub fn told(&self) -> String {
        let what = rule::name(self.rule);
        let days = |at: i64| local::Day::of(at).date().strftime("%d/%m/%Y").to_string();
        let unit = match self.rule {
            9 | 13 => "lần",
            10 | 18 => "ngày",
            15 => return what.to_owned(),
            _ => "lượt",
        };
        let (first, last) = (days(self.first), days(self.last));
        if first == last {
            format!("{what}: {} {unit}, ngày {first}", self.count)
        } else {
            format!("{what}: {} {unit}, từ {first} đến {last}", self.count)
        }
    }
}

/// How heavy a rule weighs: as grave as what it is evidence of.
fn weight(number: usize) -> f64 {
    match number {
        4 | 5 | 6 | 9 | 12 | 14 | 17 => 3.0,
        8 => 1.0,
        _ => 2.0,
    }
}

/// Much of a thing weighs more than little, but not as many times more.
fn points(reason: &Reason) -> f64 {
    weight(reason.rule) * (1.0 + reason.count as f64).log2()
}

/// All accounts, the most noticeable first: by points, then lookups nothing explains,
/// then name.
pub fn ranked(span: &Span, found: &Found, people: &People) -> Vec<Ranked> {
    let mut reasons: Vec<Vec<Reason>> = span
        .accounts
        .iter()
        .map(|account| {
            let of = |tally: &crate::day::Tally| Reason {
                rule: usize::from(tally.rule),
                count: tally.count,
                first: tally.first,
                last: tally.last,
            };
            let mut all: Vec<Reason> =
                account.tallies.iter().map(of).filter(|reason| found.asked(reason.rule)).collect();
            for (before, after) in &account.dormant {
                add(&mut all, 13, *before, *after);
            }
            all
        })
        .collect();
    for pair in &found.pairs {
        add(&mut reasons[pair.account as usize], 9, pair.first.at, pair.second.at);
    }
    for (number, flags) in [(10, &found.volume), (18, &found.denied)] {
        for flag in flags {
            add(&mut reasons[flag.account as usize], number, flag.day.begins(), flag.day.begins());
        }
    }
    for number in &found.unsigned {
        let ends = span.accounts[*number as usize].ends;
        let (first, last) = ends.map_or((0, 0), |ends| (ends.0.at, ends.1.at));
        add(&mut reasons[*number as usize], 15, first, last);
    }
    let mut all: Vec<Ranked> = span
        .accounts
        .iter()
        .zip(reasons)
        .enumerate()
        .map(|(number, (account, mut reasons))| {
            reasons.sort_by_key(|reason| reason.rule);
            let known = people.accounts.find(&account.name);
            Ranked {
                number: number as u32,
                account: account.name.to_string(),
                known: known.is_some(),
                holder: known.map_or_else(String::new, |known| known.holder.clone()),
                unit: known.map_or_else(String::new, |known| known.unit.clone()),
                lookups: account.lookups,
                explained: account.explained,
                // A sum of nothing is −0.0.
                points: reasons.iter().map(points).fold(0.0, |all, one| all + one),
                reasons,
            }
        })
        .collect();
    all.sort_by(|a, b| {
        b.points
            .total_cmp(&a.points)
            .then(b.unexplained().cmp(&a.unexplained()))
            .then_with(|| a.account.cmp(&b.account))
    });
    all
}

fn add(reasons: &mut Vec<Reason>, rule: usize, first: i64, last: i64) {
    match reasons.iter_mut().find(|reason| reason.rule == rule) {
        Some(reason) => {
            reason.count += 1;
            reason.first = reason.first.min(first);
            reason.last = reason.last.max(last);
        }
        None => reasons.push(Reason { rule, count: 1, first, last }),
    }
}

/// Writes them as CSV with a mark by which Excel knows its encoding.
pub fn write(all: &[Ranked], mut out: impl Write) -> Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record([
        "rank",
        "account",
        "holder",
        "unit",
        "lookups",
        "explained",
        "unexplained",
        "unexplained_share",
        "rules",
        "points",
        "why",
    ])?;
    for (at, one) in all.iter().enumerate() {
        let share = if one.lookups == 0 { 0.0 } else { one.unexplained() as f64 / one.lookups as f64 };
        let rules: Vec<String> = one.reasons.iter().map(|reason| format!("L{}", reason.rule)).collect();
        writer.write_record([
            (at + 1).to_string().as_str(),
            &guarded(&one.account),
            &guarded(&one.holder),
            &guarded(&one.unit),
            &one.lookups.to_string(),
            &one.explained.to_string(),
            &one.unexplained().to_string(),
            &format!("{share:.4}"),
            &rules.join(" "),
            &format!("{:.1}", one.points),
            &one.why(),
        ])?;
    }
    writer.flush()?;
    Ok(())
}

/// A text that a spreadsheet would take for a formula, made one it does not.
fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
