//! `report.docx` and `report.html`: what an audit found, for people. Both are the one
//! paper that `papers` words; only its data is gathered here.

mod bars;
mod page;

use super::read::{self, Flag};
use crate::audit::Audited;
use crate::input::Reason;
use crate::local::{self, Day};
use crate::mapping::Table;
use crate::rule::{self, Of};
use anyhow::{Context as _, Result};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use papers::{
    AuditedRule, Flagged, LookupAudit, RankedAccount, RejectedLines, Step, TimeCount, UnitCount, lookup_audit,
};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

/// Flags told of each rule.
const FIRST_FLAGS: usize = 20;
/// Accounts told.
const FIRST_ACCOUNTS: usize = 50;
/// A longer period is told by month.
const MOST_DAYS_BY_WEEK: usize = 26 * 7;

/// Writes both reports; the flags in `folder` are written.
///
/// # Errors
/// When flags cannot be read or a report cannot be written.
pub fn write(folder: &Path, audited: &Audited, made_at: Timestamp) -> Result<()> {
    let paper = lookup_audit(&gathered(folder, audited, made_at)?);
    let docx = paper.docx().context(super::REPORT_DOCX)?;
    super::whole(&folder.join(super::REPORT_DOCX), |file| Ok(file.write_all(&docx)?))?;
    let html = page::html(&paper).context(super::REPORT_HTML)?;
    super::whole(&folder.join(super::REPORT_HTML), |file| Ok(file.write_all(html.as_bytes())?))
}

fn gathered(folder: &Path, audited: &Audited, made_at: Timestamp) -> Result<LookupAudit> {
    let (span, found, parameters) = (&audited.span, &audited.found, &audited.parameters);
    let (step, over_time) = over_time(audited);
    let rules =
        (1..=rule::COUNT).map(|number| audited_rule(folder, audited, number)).collect::<Result<_>>()?;
    let accounts: Vec<RankedAccount> = audited
        .ranked
        .iter()
        .filter(|one| !one.reasons.is_empty() || one.unexplained() > 0)
        .take(FIRST_ACCOUNTS)
        .map(|one| RankedAccount {
            account: one.account.clone(),
            holder: one.holder.clone(),
            unit: one.unit.clone(),
            lookups: one.lookups,
            unexplained: one.unexplained(),
            why: one.told(),
        })
        .collect();
    Ok(LookupAudit {
        drawn_up: local::civil_time(made_at.as_microsecond()).date(),
        from: found.period.from.date(),
        to: found.period.to.date(),
        log: audited.log.name.clone(),
        sha256: audited.log.sha256.clone(),
        calendar: audited.summary.calendar.clone(),
        rows: span.rows,
        lookups: span.lookups,
        explained: span.explained,
        before_opened_hours: parameters.before_opened_hours,
        after_closed_days: parameters.after_closed_days,
        step,
        over_time,
        hours: span.hours.iter().map(|hour| hour.1).collect(),
        units: units(audited),
        rules,
        accounts,
        all_accounts: audited.ranked.len() as u64,
        rejected: rejected(audited),
    })
}

fn audited_rule(folder: &Path, audited: &Audited, number: usize) -> Result<AuditedRule> {
    let of = audited.summary.rules.0[number - 1];
    let not_asked = match number {
        12 => "không có danh sách cần bảo vệ (--watch)",
        _ => "không có sổ máy tra cứu (--terminals)",
    };
    let flags = if of.run { read::first(folder, number, FIRST_FLAGS)? } else { Vec::new() };
    let flagged = flags.iter().map(|flag| flagged(number, flag)).collect::<Option<_>>();
    Ok(AuditedRule {
        code: format!("L{number}"),
        name: rule::name(number).to_owned(),
        definition: rule::definition(number, &audited.parameters),
        not_asked: (!of.run).then(|| not_asked.to_owned()),
        count: of.flagged,
        counted: rule::counted(number).to_owned(),
        flagged: flagged.with_context(|| format!("L{number}.parquet"))?,
    })
}

/// A flag as papers know it; none when a column is missing.
fn flagged(number: usize, flag: &Flag) -> Option<Flagged> {
    let text = |name: &str| flag.text(name).to_owned();
    let count = |name: &str| flag.text(name).parse::<u64>().ok();
    let decimal = |name: &str| flag.text(name).parse::<f64>().ok();
    let at = |name: &str| flag.moment(name).map(local::civil_time);
    let day = |name: &str| local::date(flag.text(name)).map(Day::date);
    let (account, system) = (|| text("account"), || text("system"));
    Some(match rule::of(number) {
        Of::Lookup => Flagged::Lookup {
            at: at("ts")?,
            account: account(),
            citizen: text("citizen"),
            system: system(),
            terminal: text("terminal"),
            dossier: text("dossier"),
        },
        Of::Pair => Flagged::Pair {
            account: account(),
            first: at("first_ts")?,
            first_terminal: text("first_terminal"),
            second: at("second_ts")?,
            second_terminal: text("second_terminal"),
        },
        Of::System if number == 3 => Flagged::Sequence {
            system: system(),
            gaps: count("gaps")?,
            missing: count("missing")?,
            repeats: count("repeats")?,
            back: count("steps_back")?,
        },
        Of::System => Flagged::Ended { system: system(), last: moment(flag.text("last"))? },
        Of::SystemDay => Flagged::Day { system: system(), day: day("day")? },
        Of::SystemMonth => Flagged::Month { system: system(), month: first_of(flag.text("month"))? },
        Of::AccountDay if number == 10 => Flagged::Volume {
            account: account(),
            day: day("day")?,
            count: count("count")?,
            median: decimal("median")?,
            limit: decimal("limit")?,
        },
        Of::AccountDay => Flagged::Denied { account: account(), day: day("day")?, count: count("count")? },
        Of::Account if number == 13 => Flagged::Dormant {
            account: account(),
            times: count("times")?,
            before: at("before_ts")?,
            after: at("after_ts")?,
        },
        Of::Account => Flagged::Unsigned { account: account(), lookups: count("lookups")? },
        Of::Citizen => Flagged::Breadth {
            citizen: text("citizen"),
            accounts: count("accounts")?,
            units: count("units")?,
            from: at("first_ts")?,
            to: at("last_ts")?,
        },
    })
}

fn moment(rfc3339: &str) -> Option<DateTime> {
    local::instant(rfc3339).map(local::civil_time)
}

/// The first day of a month `YYYY-MM`.
fn first_of(month: &str) -> Option<Date> {
    local::date(&format!("{month}-01")).map(Day::date)
}

/// Lookups of each week or month of the period, those without any too.
fn over_time(audited: &Audited) -> (Step, Vec<TimeCount>) {
    let period = audited.found.period;
    let step = if period.days().count() <= MOST_DAYS_BY_WEEK { Step::Week } else { Step::Month };
    let begins = |day: Day| match step {
        Step::Week => Day(day.0 - i32::from(day.date().weekday().to_monday_zero_offset())),
        Step::Month => Day(day.0 - i32::from(day.date().day()) + 1),
    };
    let mut counts: BTreeMap<Day, (u64, u64)> = period.days().map(|day| (begins(day), (0, 0))).collect();
    for day in audited.span.accounts.iter().flat_map(|account| &account.days) {
        let (explained, unexplained) = counts.entry(begins(day.day)).or_default();
        *explained += day.lookups - day.unexplained;
        *unexplained += day.unexplained;
    }
    let counts = counts
        .into_iter()
        .map(|(from, (explained, unexplained))| TimeCount { from: from.date(), explained, unexplained })
        .collect();
    (step, counts)
}

fn units(audited: &Audited) -> Vec<UnitCount> {
    let mut units: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for account in &audited.ranked {
        let (lookups, unexplained) = units.entry(&account.unit).or_default();
        *lookups += account.lookups;
        *unexplained += account.unexplained();
    }
    units
        .into_iter()
        .map(|(unit, (lookups, unexplained))| UnitCount { unit: unit.to_owned(), lookups, unexplained })
        .collect()
}

fn rejected(audited: &Audited) -> Vec<RejectedLines> {
    let tables = &audited.summary.rejected.tables;
    Table::ALL
        .iter()
        .filter_map(|table| tables.get(table.code()).map(|of| (table, of)))
        .flat_map(|(table, of)| {
            Reason::ALL.iter().filter_map(|reason| {
                let count = *of.by_reason.get(reason.code())?;
                let (table, reason) = (table.words().to_owned(), reason.words().to_owned());
                Some(RejectedLines { table, reason, count })
            })
        })
        .collect()
}
