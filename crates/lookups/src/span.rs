//! The state of a time of any length: what days leave behind when they are joined.
//!
//! `merge(left, right)` of two times, the left before the right, is associative: days
//! may be joined one by one, in halves or on several machines.

use crate::day::{Breadth, DayState, Pair, Runs, Seen, Tally};
use crate::local::{Day, Month};
use crate::names::Names;
use std::collections::BTreeSet;
use std::mem::take;

/// Lengths at which lookups of an account are flagged, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lengths {
    /// L3: how far time may step back.
    pub step: i64,
    /// L9: how far apart two terminals are too close.
    pub apart: i64,
    /// L13: without use.
    pub dormant: i64,
}

/// What a system did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SystemSpan {
    pub name: Box<str>,
    pub rows: u64,
    pub lookups: u64,
    pub months: BTreeSet<Month>,
    /// Days with lookups in office hours, and how many.
    pub office: Vec<(Day, u64)>,
    pub days: u64,
    pub last_lookup: Option<i64>,
    pub runs: Runs,
}

/// A day of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Active {
    pub day: Day,
    pub lookups: u64,
    pub unexplained: u64,
    pub refused: u64,
}

/// What an account did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountSpan {
    pub name: Box<str>,
    pub lookups: u64,
    pub explained: u64,
    pub refused: u64,
    pub ends: Option<(Seen, Seen)>,
    pub days: Vec<Active>,
    /// Two lookups with nothing between them for long.
    pub dormant: Vec<(i64, i64)>,
    pub tallies: Vec<Tally>,
}

/// The state of a time.
#[derive(Debug, Default)]
pub struct Span {
    pub rows: u64,
    pub lookups: u64,
    pub explained: u64,
    systems_named: Names,
    pub systems: Vec<SystemSpan>,
    accounts_named: Names,
    pub accounts: Vec<AccountSpan>,
    terminals: Names,
    pub pairs: Vec<Pair>,
    citizens: Names,
    /// By citizen and account, days in order.
    pub breadth: Vec<Breadth>,
    pub hours: Vec<(u64, u64)>,
    /// Days there are rows of, in order.
    pub days: Vec<Day>,
}

impl Span {
    /// Of one day.
    pub fn of(state: &DayState, lengths: Lengths) -> Span {
        let mut span = Span::default();
        span.join(state, lengths);
        span
    }

    pub fn terminal(&self, number: u32) -> &str {
        self.terminals.text(number)
    }

    pub fn citizen(&self, number: u32) -> &str {
        self.citizens.text(number)
    }

    fn system(&mut self, name: &str) -> usize {
        let number = self.systems_named.number(name) as usize;
        if number == self.systems.len() {
            self.systems.push(SystemSpan { name: name.into(), ..SystemSpan::default() });
        }
        number
    }

    fn account(&mut self, name: &str) -> usize {
        let number = self.accounts_named.number(name) as usize;
        if number == self.accounts.len() {
            self.accounts.push(AccountSpan { name: name.into(), ..AccountSpan::default() });
        }
        number
    }

    /// Joins the next day.
    pub fn join(&mut self, state: &DayState, lengths: Lengths) {
        self.go_on(Later::of_day(state), lengths);
    }

    /// Joins a later time.
    pub fn merge(mut self, mut right: Span, lengths: Lengths) -> Span {
        let (systems, accounts) = (take(&mut right.systems), take(&mut right.accounts));
        let later = Later {
            systems,
            accounts,
            terminals: right.terminals.texts().iter().map(|name| &**name).collect(),
            pairs: &right.pairs,
            citizens: right.citizens.texts().iter().map(|text| &**text).collect(),
            breadth: &right.breadth,
            hours: &right.hours,
            days: &right.days,
        };
        self.go_on(later, lengths);
        self
    }

    fn go_on(&mut self, later: Later<'_>, lengths: Lengths) {
        for system in later.systems {
            self.rows += system.rows;
            let number = self.system(&system.name);
            let known = &mut self.systems[number];
            known.rows += system.rows;
            known.lookups += system.lookups;
            known.months.extend(system.months);
            known.office.extend(system.office);
            known.days += system.days;
            known.last_lookup = known.last_lookup.max(system.last_lookup);
            known.runs.merge(system.runs, lengths.step);
        }
        let terminals: Vec<u32> = later.terminals.iter().map(|name| self.terminals.number(name)).collect();
        let here = |seen: Seen| Seen { terminal: terminals[seen.terminal as usize], ..seen };
        let mut accounts = Vec::with_capacity(later.accounts.len());
        for account in later.accounts {
            self.lookups += account.lookups;
            self.explained += account.explained;
            let number = self.account(&account.name);
            accounts.push(number as u32);
            let known = &mut self.accounts[number];
            known.lookups += account.lookups;
            known.explained += account.explained;
            known.refused += account.refused;
            known.days.extend(account.days);
            for tally in account.tallies {
                add(&mut known.tallies, tally);
            }
            let ends = account.ends.map(|(first, last)| (here(first), here(last)));
            follow(known, ends, number as u32, lengths, &mut self.pairs);
            known.dormant.extend(account.dormant);
        }
        self.pairs.extend(later.pairs.iter().map(|pair| Pair {
            account: accounts[pair.account as usize],
            first: here(pair.first),
            second: here(pair.second),
        }));
        let citizens: Vec<u32> = later.citizens.iter().map(|text| self.citizens.number(text)).collect();
        self.breadth.extend(later.breadth.iter().map(|one| Breadth {
            citizen: citizens[one.citizen as usize],
            account: accounts[one.account as usize],
            ..*one
        }));
        self.hours.resize(self.hours.len().max(later.hours.len()), (0, 0));
        for (all, here) in self.hours.iter_mut().zip(later.hours) {
            all.0 += here.0;
            all.1 += here.1;
        }
        self.days.extend(later.days);
    }
}

/// A later time as it is joined: of a day, or of a span; numbers are places in its own
/// lists.
struct Later<'a> {
    systems: Vec<SystemSpan>,
    accounts: Vec<AccountSpan>,
    terminals: Vec<&'a str>,
    pairs: &'a [Pair],
    citizens: Vec<&'a str>,
    breadth: &'a [Breadth],
    hours: &'a [(u64, u64)],
    days: &'a [Day],
}

impl<'a> Later<'a> {
    fn of_day(state: &'a DayState) -> Later<'a> {
        let day = state.day;
        let systems = state.systems.iter().map(|system| SystemSpan {
            name: system.name.clone(),
            rows: system.rows,
            lookups: system.lookups,
            months: BTreeSet::from([day.month()]),
            office: if system.office > 0 { vec![(day, system.office)] } else { Vec::new() },
            days: 1,
            last_lookup: system.last_lookup,
            runs: system.runs.clone(),
        });
        let accounts = state.accounts.iter().map(|account| AccountSpan {
            name: account.name.clone(),
            lookups: account.lookups,
            explained: account.explained,
            refused: account.refused,
            ends: account.ends,
            days: vec![Active {
                day,
                lookups: account.lookups,
                unexplained: account.lookups - account.explained,
                refused: account.refused,
            }],
            dormant: Vec::new(),
            tallies: account.tallies.clone(),
        });
        Later {
            systems: systems.collect(),
            accounts: accounts.collect(),
            terminals: state.terminals.iter().map(|name| &**name).collect(),
            pairs: &state.pairs,
            citizens: (0..state.citizens.len()).map(|at| state.citizens.get(at)).collect(),
            breadth: &state.breadth,
            hours: &state.hours,
            days: std::slice::from_ref(&state.day),
        }
    }
}

fn add(tallies: &mut Vec<Tally>, more: Tally) {
    if let Some(tally) = tallies.iter_mut().find(|tally| tally.rule == more.rule) {
        tally.add(more.count, more.first, more.last);
    } else {
        let at = tallies.partition_point(|tally| tally.rule < more.rule);
        tallies.insert(at, more);
    }
}

/// The lookups of an account go on: what lies between its last one and the next.
fn follow(
    known: &mut AccountSpan,
    ends: Option<(Seen, Seen)>,
    number: u32,
    lengths: Lengths,
    pairs: &mut Vec<Pair>,
) {
    let Some((first, last)) = ends else { return };
    if let Some((_, before)) = known.ends {
        let apart = first.at - before.at;
        if apart >= lengths.dormant {
            known.dormant.push((before.at, first.at));
        }
        if apart <= lengths.apart && before.terminal != first.terminal {
            pairs.push(Pair { account: number, first: before, second: first });
        }
    }
    known.ends = Some((known.ends.map_or(first, |ends| ends.0), last));
}
