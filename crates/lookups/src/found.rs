//! What an audit finds: the rules over the whole period, from its span.

use crate::calendar::Calendar;
use crate::day::Pair;
use crate::local::{DAY, Day, Month, SECOND};
use crate::parameters::{Parameters, micros};
use crate::rule;
use crate::span::{AccountSpan, Lengths, Span};
use crate::tables::People;
use std::collections::BTreeMap;

/// The days an audit is of, both inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: Day,
    pub to: Day,
}

impl Period {
    pub fn contains(&self, day: Day) -> bool {
        day >= self.from && day <= self.to
    }

    pub fn days(&self) -> impl Iterator<Item = Day> + use<> {
        (self.from.0..=self.to.0).map(Day)
    }

    /// The moment it has ended.
    pub fn end(&self) -> i64 {
        self.to.next().begins()
    }
}

impl Lengths {
    pub fn of(parameters: &Parameters) -> Lengths {
        Lengths {
            step: micros(parameters.step_back_seconds, SECOND),
            apart: micros(parameters.shared_seconds, SECOND),
            dormant: micros(parameters.dormant_days, DAY),
        }
    }
}

/// L3: what is wrong with the numbers of a system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sequence {
    pub system: String,
    pub gaps: u64,
    pub missing: u64,
    pub repeats: u64,
    pub back: u64,
}

/// L10, L18: an account's day, and how many; for L10 the middle of its days and the
/// threshold too.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountDayFlag {
    pub account: u32,
    pub day: Day,
    pub count: u64,
    pub median: f64,
    pub limit: f64,
}

/// L11: a citizen, and who looked them up within the first window that flags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreadthFlag {
    pub citizen: u32,
    pub accounts: u64,
    pub units: u64,
    pub from: i64,
    pub to: i64,
}

/// All that is flagged but lookups, which go by day into files of their own. Accounts
/// are numbers in `span.accounts`; all stands in the order of its key columns.
#[derive(Debug)]
pub struct Found {
    pub period: Period,
    pub months: Vec<(String, Month)>,
    pub silent: Vec<(String, Day)>,
    pub sequences: Vec<Sequence>,
    pub pairs: Vec<Pair>,
    pub volume: Vec<AccountDayFlag>,
    pub breadth: Vec<BreadthFlag>,
    pub dormant: Vec<u32>,
    pub unsigned: Vec<u32>,
    pub denied: Vec<AccountDayFlag>,
    /// System and its last record.
    pub ended: Vec<(String, i64)>,
    /// Accounts in the order of their names.
    pub by_name: Vec<u32>,
    /// Lookups flagged, by rule.
    pub lookups: [u64; rule::COUNT + 1],
    pub has_watch: bool,
    pub has_terminals: bool,
}

impl Found {
    pub fn of(
        span: &Span,
        period: Period,
        people: &People,
        parameters: &Parameters,
        calendar: &Calendar,
    ) -> Found {
        let mut by_name: Vec<u32> = (0..span.accounts.len() as u32).collect();
        by_name
            .sort_unstable_by(|a, b| span.accounts[*a as usize].name.cmp(&span.accounts[*b as usize].name));
        let mut systems: Vec<&crate::span::SystemSpan> = span.systems.iter().collect();
        systems.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        let working: Vec<Day> = period.days().filter(|day| calendar.is_working(*day)).collect();
        let mut found = Found {
            period,
            months: Vec::new(),
            silent: Vec::new(),
            sequences: Vec::new(),
            pairs: span.pairs.clone(),
            volume: Vec::new(),
            breadth: breadth(span, people, parameters),
            dormant: Vec::new(),
            unsigned: Vec::new(),
            denied: Vec::new(),
            ended: Vec::new(),
            lookups: [0; rule::COUNT + 1],
            has_watch: people.watch.is_some(),
            has_terminals: people.terminals.is_some(),
            by_name: Vec::new(),
        };
        let until = period.end() - micros(parameters.ended_days, DAY);
        for system in systems {
            let name = || system.name.to_string();
            if let Some(last) = system.months.last() {
                let missing =
                    (period.from.month().0..last.0).map(Month).filter(|month| !system.months.contains(month));
                found.months.extend(missing.map(|month| (name(), month)));
            }
            let counts: BTreeMap<Day, u64> = system.office.iter().copied().collect();
            let office: Vec<u64> = working.iter().map(|day| counts.get(day).copied().unwrap_or(0)).collect();
            if median(&office) >= parameters.silence_median && !office.is_empty() {
                let silent = working.iter().zip(&office).filter(|(_, count)| **count == 0);
                found.silent.extend(silent.map(|(day, _)| (name(), *day)));
            }
            let (gaps, missing, repeats) = system.runs.faults();
            if gaps + repeats + system.runs.back > 0 {
                found.sequences.push(Sequence {
                    system: name(),
                    gaps,
                    missing,
                    repeats,
                    back: system.runs.back,
                });
            }
            if let Some(last) = system.last_lookup
                && last < until
            {
                found.ended.push((name(), last));
            }
        }
        for number in &by_name {
            let account = &span.accounts[*number as usize];
            volume(*number, account, parameters, &mut found.volume);
            if !account.dormant.is_empty() {
                found.dormant.push(*number);
            }
            let known = people.accounts.find(&account.name);
            if account.lookups > 0 && known.is_some_and(|known| !known.signed) {
                found.unsigned.push(*number);
            }
            for day in account.days.iter().filter(|day| day.refused >= parameters.denied) {
                found.denied.push(AccountDayFlag {
                    account: *number,
                    day: day.day,
                    count: day.refused,
                    median: 0.0,
                    limit: parameters.denied as f64,
                });
            }
            for tally in &account.tallies {
                found.lookups[usize::from(tally.rule)] += tally.count;
            }
        }
        let mut order = vec![0; by_name.len()];
        for (place, number) in by_name.iter().enumerate() {
            order[*number as usize] = place;
        }
        found.pairs.sort_unstable_by(|a, b| {
            let key = |pair: &Pair| (order[pair.account as usize], pair.first.at, pair.second.at);
            key(a).cmp(&key(b)).then_with(|| {
                let terminals =
                    |pair: &Pair| (span.terminal(pair.first.terminal), span.terminal(pair.second.terminal));
                terminals(a).cmp(&terminals(b))
            })
        });
        found.by_name = by_name;
        found
    }

    /// Whether rule `number` was asked: L12 and L16 need tables that may be missing.
    pub fn asked(&self, number: usize) -> bool {
        match number {
            12 => self.has_watch,
            16 => self.has_terminals,
            _ => true,
        }
    }

    /// How many flags rule `number` has.
    pub fn flagged(&self, number: usize) -> u64 {
        let count = match number {
            1 => self.months.len(),
            2 => self.silent.len(),
            3 => self.sequences.len(),
            9 => self.pairs.len(),
            10 => self.volume.len(),
            11 => self.breadth.len(),
            13 => self.dormant.len(),
            15 => self.unsigned.len(),
            18 => self.denied.len(),
            19 => self.ended.len(),
            _ => return self.lookups[number],
        };
        count as u64
    }
}

/// The middle of numbers; of an even count, between the two.
fn median(numbers: &[u64]) -> f64 {
    let mut numbers = numbers.to_vec();
    numbers.sort_unstable();
    match (numbers.len() / 2, numbers.len() % 2) {
        (0, 0) => 0.0,
        (middle, 1) => numbers[middle] as f64,
        (middle, _) => (numbers[middle - 1] + numbers[middle]) as f64 / 2.0,
    }
}

fn volume(number: u32, account: &AccountSpan, parameters: &Parameters, flags: &mut Vec<AccountDayFlag>) {
    let counts: Vec<u64> = account.days.iter().map(|day| day.lookups).filter(|count| *count > 0).collect();
    if counts.is_empty() || (counts.len() as u64) < parameters.volume_active_days {
        return;
    }
    let middle = median(&counts);
    let mut apart: Vec<f64> = counts.iter().map(|count| (*count as f64 - middle).abs()).collect();
    apart.sort_unstable_by(f64::total_cmp);
    let half = apart.len() / 2;
    let deviation =
        if apart.len() % 2 == 1 { apart[half] } else { f64::midpoint(apart[half - 1], apart[half]) };
    let limit = middle + parameters.volume_factor * deviation.max(parameters.volume_least_deviation);
    for day in &account.days {
        if day.lookups >= parameters.volume_lookups && day.lookups as f64 > limit {
            flags.push(AccountDayFlag {
                account: number,
                day: day.day,
                count: day.lookups,
                median: middle,
                limit,
            });
        }
    }
}

fn breadth(span: &Span, people: &People, parameters: &Parameters) -> Vec<BreadthFlag> {
    // Units of accounts; an account without one counts for none.
    let units: Vec<Option<u32>> = span
        .accounts
        .iter()
        .map(|account| {
            people
                .accounts
                .find(&account.name)
                .filter(|known| !known.unit.is_empty())
                .map(|known| known.unit_number)
        })
        .collect();
    let mut order: Vec<(u32, i64, i64, u32)> =
        span.breadth.iter().map(|one| (one.citizen, one.first, one.last, one.account)).collect();
    order.sort_unstable();
    let window = micros(parameters.breadth_days, DAY);
    let mut flags = Vec::new();
    for all in order.chunk_by(|a, b| a.0 == b.0) {
        if all.len() >= parameters.breadth_accounts {
            flags.extend(first_window(all, &units, window, parameters));
        }
    }
    flags.sort_unstable_by(|a, b| span.citizen(a.citizen).cmp(span.citizen(b.citizen)));
    flags
}

/// How often each of some things is inside a window.
#[derive(Default)]
struct Inside(BTreeMap<u32, u32>);

impl Inside {
    fn add(&mut self, one: u32) {
        *self.0.entry(one).or_default() += 1;
    }

    fn remove(&mut self, one: u32) {
        if let Some(count) = self.0.get_mut(&one) {
            *count -= 1;
            if *count == 0 {
                self.0.remove(&one);
            }
        }
    }
}

/// The first window of a citizen's lookups with enough accounts and units. Days come as
/// (citizen, first, last, account), in order. A window that flags can be moved until it
/// begins at the first or the last lookup of some account's day.
fn first_window(
    days: &[(u32, i64, i64, u32)],
    units: &[Option<u32>],
    window: i64,
    parameters: &Parameters,
) -> Option<BreadthFlag> {
    let mut starts: Vec<i64> = days.iter().flat_map(|day| [day.1, day.2]).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut by_last: Vec<&(u32, i64, i64, u32)> = days.iter().collect();
    by_last.sort_unstable_by_key(|day| day.2);
    let (mut accounts, mut of) = (Inside::default(), Inside::default());
    let (mut entered, mut left) = (0, 0);
    for start in starts {
        let end = start.saturating_add(window);
        while days.get(entered).is_some_and(|day| day.1 <= end) {
            accounts.add(days[entered].3);
            if let Some(unit) = units[days[entered].3 as usize] {
                of.add(unit);
            }
            entered += 1;
        }
        while by_last.get(left).is_some_and(|day| day.2 < start) {
            accounts.remove(by_last[left].3);
            if let Some(unit) = units[by_last[left].3 as usize] {
                of.remove(unit);
            }
            left += 1;
        }
        if accounts.0.len() >= parameters.breadth_accounts && of.0.len() >= parameters.breadth_units {
            let inside = days[..entered].iter().map(|day| if day.2 <= end { day.2 } else { day.1 });
            return Some(BreadthFlag {
                citizen: days[0].0,
                accounts: accounts.0.len() as u64,
                units: of.0.len() as u64,
                from: start,
                to: inside.max().unwrap_or(end),
            });
        }
    }
    None
}
