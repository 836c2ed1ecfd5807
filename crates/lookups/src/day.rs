//! The state of one day: all that rules over longer times need of it, and its flags.
//!
//! Names are those of the day, in the order of their bytes, so that the same rows give
//! the same state whoever read them.

use crate::judge::Order;
use crate::local::{self, Day, HOUR};
use crate::names::Ranked;
use crate::parameters::{Parameters, micros};
use crate::part::{NO_SEQ, Part};
use crate::rule::{self, EXPLAINED, LOOKUP, ROW_RULES};
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::ops::{Range, RangeInclusive};

/// Changes when the state of the same day would be another.
pub const VERSION: u32 = 1;

/// No day has as many rows.
const MOST: u64 = 1 << 40;

/// Texts one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    ends: Packed<u32>,
    bytes: Bytes,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Bytes(Vec<u8>);

/// Numbers that are written as they lie in memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Packed<T>(pub Vec<T>);

impl<T: bytemuck::NoUninit> Serialize for Packed<T> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(bytemuck::cast_slice(&self.0))
    }
}

impl<'de, T: bytemuck::AnyBitPattern + bytemuck::NoUninit> Deserialize<'de> for Packed<T> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let bytes: &[u8] = Deserialize::deserialize(from)?;
        if !bytes.len().is_multiple_of(size_of::<T>()) {
            return Err(serde::de::Error::custom("a column cut short"));
        }
        Ok(Packed(bytemuck::pod_collect_to_vec(bytes)))
    }
}

impl Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let bytes: &[u8] = Deserialize::deserialize(from)?;
        Ok(Bytes(bytes.to_vec()))
    }
}

impl Texts {
    pub fn push(&mut self, text: &[u8]) {
        self.bytes.0.extend_from_slice(text);
        self.ends.0.push(self.bytes.0.len() as u32);
    }

    pub fn len(&self) -> usize {
        self.ends.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.0.is_empty()
    }

    /// Whether each is whole: its end after that of the one before, within the bytes.
    fn is_sound(&self) -> bool {
        self.ends.0.is_sorted() && self.ends.0.last().map_or(0, |last| *last as usize) == self.bytes.0.len()
    }

    pub fn get(&self, at: usize) -> &str {
        let from = if at == 0 { 0 } else { self.ends.0[at - 1] as usize };
        std::str::from_utf8(&self.bytes.0[from..self.ends.0[at] as usize]).unwrap_or_default()
    }
}

/// What a system did that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SystemDay {
    pub name: Box<str>,
    /// Rows of any result.
    pub rows: u64,
    pub lookups: u64,
    /// Lookups in office hours (L2).
    pub office: u64,
    pub last_lookup: Option<i64>,
    pub runs: Runs,
}

impl SystemDay {
    fn is_sound(&self, times: &RangeInclusive<i64>) -> bool {
        self.rows < MOST
            && self.lookups <= self.rows
            && self.office <= self.lookups
            && self.last_lookup.is_none_or(|last| times.contains(&last))
            && self.runs.is_sound(times)
    }
}

/// Numbers of a log that follow each other without a gap, and the moments of the first
/// and the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub low: i64,
    pub high: i64,
    pub low_at: i64,
    pub high_at: i64,
}

/// The numbers of a system's rows, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Runs {
    pub runs: Vec<Run>,
    /// Rows with a number.
    pub rows: u64,
    /// How often time stepped back.
    pub back: u64,
}

impl Runs {
    /// Of rows in the order of their numbers, then moments.
    fn of(rows: &[(i64, i64)], step: i64) -> Runs {
        let mut runs = Runs { rows: rows.len() as u64, ..Runs::default() };
        for (seq, at) in rows {
            runs.add(Run { low: *seq, high: *seq, low_at: *at, high_at: *at }, step);
        }
        runs
    }

    fn add(&mut self, next: Run, step: i64) {
        let Some(last) = self.runs.last_mut() else {
            self.runs.push(next);
            return;
        };
        let follows = last.high.checked_add(1) == Some(next.low);
        if next.low > last.high && !follows {
            self.runs.push(next);
            return;
        }
        if next.low_at < last.high_at.saturating_sub(step) {
            self.back += 1;
        }
        if (next.high, next.high_at) > (last.high, last.high_at) {
            last.high = next.high;
            last.high_at = next.high_at;
        }
    }

    /// Whether no more numbers stand in them than there are rows.
    fn is_sound(&self, times: &RangeInclusive<i64>) -> bool {
        let distinct = self.runs.iter().try_fold(0u64, |all, run| {
            let numbers = if run.low <= run.high { run.high.abs_diff(run.low) } else { MOST };
            all.checked_add(numbers)?.checked_add(1)
        });
        self.runs.iter().all(|run| times.contains(&run.low_at) && times.contains(&run.high_at))
            && self.back <= self.rows
            && distinct.is_some_and(|distinct| distinct <= self.rows)
    }

    /// Joins the numbers of two times. Without repeats, in any grouping the same; with
    /// some, they are counted all the same, and only the steps back may differ.
    pub fn merge(&mut self, other: Runs, step: i64) {
        let Some(first) = other.runs.first() else { return };
        // A later time mostly has higher numbers: only what lies beyond its first is
        // looked at again.
        let mut all = self.runs.split_off(self.runs.partition_point(|run| run.high < first.low));
        all.extend(other.runs);
        all.sort_by_key(|run| (run.low, run.low_at));
        self.rows += other.rows;
        self.back += other.back;
        for run in all {
            self.add(run, step);
        }
    }

    /// Gaps, numbers missing in them, and numbers that stand again.
    pub fn faults(&self) -> (u64, u64, u64) {
        let gaps = self.runs.len().saturating_sub(1) as u64;
        let missing = self.runs.windows(2).map(|pair| pair[1].low.abs_diff(pair[0].high) - 1).sum();
        let distinct: u64 = self.runs.iter().map(|run| run.high.abs_diff(run.low) + 1).sum();
        (gaps, missing, self.rows.saturating_sub(distinct))
    }
}

/// A lookup's moment and terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    pub at: i64,
    pub terminal: u32,
}

/// How often a rule flagged an account's lookups, from when to when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub rule: u8,
    pub count: u64,
    pub first: i64,
    pub last: i64,
}

/// What an account did that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountDay {
    pub name: Box<str>,
    pub lookups: u64,
    pub explained: u64,
    /// Denied or failed, and the first and last moment of these.
    pub refused: u64,
    pub refused_at: Option<(i64, i64)>,
    /// The first and the last lookup.
    pub ends: Option<(Seen, Seen)>,
    pub tallies: Vec<Tally>,
}

/// Two lookups of an account from two terminals, too close to each other (L9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    pub account: u32,
    pub first: Seen,
    pub second: Seen,
}

/// A citizen's lookups by one account that nothing explains: the first and the last
/// stand for all of the day, for the window of L11 is longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breadth {
    pub citizen: u32,
    pub account: u32,
    pub first: i64,
    pub last: i64,
}

/// Lookups that a rule flags, in the order of `ts, system, account, terminal, citizen,
/// dossier`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flagged {
    pub at: Packed<i64>,
    pub system: Packed<u32>,
    pub account: Packed<u32>,
    pub terminal: Packed<u32>,
    pub mark: Packed<u32>,
    pub citizens: Texts,
    pub dossiers: Texts,
}

/// The state of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayState {
    pub day: Day,
    /// By name, as are the accounts and terminals.
    pub systems: Vec<SystemDay>,
    pub accounts: Vec<AccountDay>,
    pub terminals: Vec<Box<str>>,
    /// By account and moment.
    pub pairs: Vec<Pair>,
    pub citizens: Texts,
    pub breadth: Vec<Breadth>,
    pub flagged: Flagged,
    /// Lookups, and those nothing explains, by hour of the day.
    pub hours: Vec<(u64, u64)>,
}

/// From ranks over all readers to the places of names of this day.
struct Local {
    places: Vec<u32>,
    names: Vec<Box<str>>,
}

impl Local {
    fn of(ranks: &[u32], ranked: &Ranked) -> Local {
        let mut used = vec![false; ranked.texts.len()];
        for rank in ranks {
            used[*rank as usize] = true;
        }
        let mut names = Vec::new();
        let places = used
            .iter()
            .zip(&ranked.texts)
            .map(|(used, text)| {
                if !used {
                    return 0;
                }
                names.push(text.clone());
                names.len() as u32 - 1
            })
            .collect();
        Local { places, names }
    }
}

/// All rows of a day as columns, names as places among the day's.
struct Rows {
    part: Part,
    texts: Vec<[Range<usize>; 2]>,
}

impl Rows {
    fn citizen(&self, row: usize) -> &[u8] {
        &self.part.texts[self.texts[row][0].clone()]
    }

    fn dossier(&self, row: usize) -> &[u8] {
        &self.part.texts[self.texts[row][1].clone()]
    }
}

impl DayState {
    /// Of the blocks readers set aside.
    ///
    /// # Errors
    /// When a block is damaged.
    pub fn of(day: Day, blocks: &[Vec<u8>], order: &Order, parameters: &Parameters) -> Result<DayState> {
        let mut all = Part::default();
        for block in blocks {
            let (reader, mut part) = Part::of_bytes(block)?;
            let reader = reader as usize;
            let ranked = |numbers: &mut Vec<u32>, names: &Ranked| {
                for number in numbers {
                    *number = names.ranks[reader][*number as usize];
                }
            };
            ranked(&mut part.system, &order.systems);
            ranked(&mut part.account, &order.accounts);
            ranked(&mut part.terminal, &order.terminals);
            all.append(&mut part);
        }
        let placed = |numbers: &mut Vec<u32>, names: &Ranked| {
            let local = Local::of(numbers, names);
            for number in numbers {
                *number = local.places[*number as usize];
            }
            local.names
        };
        let systems = placed(&mut all.system, &order.systems);
        let accounts = placed(&mut all.account, &order.accounts);
        let terminals = placed(&mut all.terminal, &order.terminals);
        let texts = all.places();
        let rows = Rows { part: all, texts };
        let mut state = DayState {
            day,
            systems: system_days(&rows, systems, parameters),
            accounts: accounts.into_iter().map(AccountDay::new).collect(),
            terminals,
            pairs: Vec::new(),
            citizens: Texts::default(),
            breadth: Vec::new(),
            flagged: Flagged::default(),
            hours: vec![(0, 0); 24],
        };
        state.count(&rows);
        state.in_order(&rows, micros(parameters.shared_seconds, local::SECOND));
        state.unexplained(&rows);
        state.flag(&rows);
        Ok(state)
    }

    fn count(&mut self, rows: &Rows) {
        let part = &rows.part;
        for row in 0..part.len() {
            let (mark, at) = (part.mark[row], part.at[row]);
            let account = &mut self.accounts[part.account[row] as usize];
            if mark & LOOKUP == 0 {
                account.refused += 1;
                let (first, last) = account.refused_at.unwrap_or((at, at));
                account.refused_at = Some((first.min(at), last.max(at)));
                continue;
            }
            account.lookups += 1;
            let hour = &mut self.hours[(local::time_of_day(at) / HOUR) as usize];
            hour.0 += 1;
            if mark & EXPLAINED == 0 {
                hour.1 += 1;
            } else {
                account.explained += 1;
            }
            let mut marks = mark & ROW_RULES;
            while marks != 0 {
                let number = marks.trailing_zeros() as u8;
                marks &= marks - 1;
                account.tally(number, at);
            }
        }
        for account in &mut self.accounts {
            account.tallies.sort_unstable_by_key(|tally| tally.rule);
        }
    }

    /// Lookups account by account, in the order of moment and terminal.
    fn in_order(&mut self, rows: &Rows, apart: i64) {
        let part = &rows.part;
        let mut order: Vec<(u32, i64, u32)> = (0..part.len())
            .filter(|row| part.mark[*row] & LOOKUP != 0)
            .map(|row| (part.account[row], part.at[row], part.terminal[row]))
            .collect();
        order.sort_unstable();
        let mut before: Option<(u32, Seen)> = None;
        for (account, at, terminal) in order {
            let seen = Seen { at, terminal };
            let known = &mut self.accounts[account as usize].ends;
            *known = Some((known.map_or(seen, |ends| ends.0), seen));
            if let Some((same, first)) = before
                && same == account
                && first.terminal != terminal
                && at - first.at <= apart
            {
                self.pairs.push(Pair { account, first, second: seen });
            }
            before = Some((account, seen));
        }
    }

    fn unexplained(&mut self, rows: &Rows) {
        let part = &rows.part;
        let mut order: Vec<usize> =
            (0..part.len()).filter(|row| part.mark[*row] & (LOOKUP | EXPLAINED) == LOOKUP).collect();
        order.sort_unstable_by(|a, b| {
            (rows.citizen(*a), part.account[*a]).cmp(&(rows.citizen(*b), part.account[*b]))
        });
        let mut before: Option<usize> = None;
        for row in order {
            let (at, account) = (part.at[row], part.account[row]);
            let same_citizen = before.is_some_and(|before| rows.citizen(before) == rows.citizen(row));
            if !same_citizen {
                self.citizens.push(rows.citizen(row));
            }
            match self.breadth.last_mut() {
                Some(last) if same_citizen && last.account == account => {
                    last.first = last.first.min(at);
                    last.last = last.last.max(at);
                }
                _ => {
                    let citizen = self.citizens.len() as u32 - 1;
                    self.breadth.push(Breadth { citizen, account, first: at, last: at });
                }
            }
            before = Some(row);
        }
    }

    fn flag(&mut self, rows: &Rows) {
        let part = &rows.part;
        let mut order: Vec<usize> = (0..part.len()).filter(|row| part.mark[*row] & ROW_RULES != 0).collect();
        let key = |row: usize| {
            (
                part.at[row],
                part.system[row],
                part.account[row],
                part.terminal[row],
                rows.citizen(row),
                rows.dossier(row),
            )
        };
        order.sort_unstable_by(|a, b| key(*a).cmp(&key(*b)).then(part.mark[*a].cmp(&part.mark[*b])));
        for row in order {
            self.flagged.at.0.push(part.at[row]);
            self.flagged.system.0.push(part.system[row]);
            self.flagged.account.0.push(part.account[row]);
            self.flagged.terminal.0.push(part.terminal[row]);
            self.flagged.mark.0.push(part.mark[row]);
            self.flagged.citizens.push(rows.citizen(row));
            self.flagged.dossiers.push(rows.dossier(row));
        }
    }

    /// As bytes that [`DayState::of_bytes`] reads, their digest before them.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        let body = postcard::to_allocvec(self)?;
        let mut bytes = xxhash_rust::xxh3::xxh3_128(&body).to_le_bytes().to_vec();
        bytes.extend_from_slice(&body);
        Ok(bytes)
    }

    /// None of bytes that are damaged, or whose numbers no day has.
    pub fn of_bytes(bytes: &[u8]) -> Option<DayState> {
        let (digest, body) = bytes.split_first_chunk::<16>()?;
        if xxhash_rust::xxh3::xxh3_128(body) != u128::from_le_bytes(*digest) {
            return None;
        }
        postcard::from_bytes(body).ok().filter(DayState::is_sound)
    }

    /// Whether numbers of names are places in their lists, moments are of the day and
    /// counts can be added up: whoever joins states goes by that.
    fn is_sound(&self) -> bool {
        // Beyond the calendar a day is given as the last there is.
        if Day::from_date(self.day.date()) != self.day {
            return false;
        }
        let times = self.day.begins()..=self.day.ends();
        let account = |number: u32| (number as usize) < self.accounts.len();
        let seen = |seen: &Seen| times.contains(&seen.at) && (seen.terminal as usize) < self.terminals.len();
        let column = |numbers: &Packed<u32>, below: usize| {
            numbers.0.len() == self.flagged.at.0.len()
                && numbers.0.iter().all(|number| (*number as usize) < below)
        };
        let flagged = &self.flagged;
        self.systems.iter().all(|system| system.is_sound(&times))
            && self.accounts.iter().all(|one| {
                one.lookups < MOST
                    && one.refused < MOST
                    && one.explained <= one.lookups
                    && one.ends.iter().all(|(first, last)| seen(first) && seen(last))
                    && one.refused_at.iter().all(|(from, to)| times.contains(from) && times.contains(to))
                    && one.tallies.iter().all(|tally| {
                        tally.count < MOST
                            && (1..=rule::COUNT).contains(&usize::from(tally.rule))
                            && times.contains(&tally.first)
                            && times.contains(&tally.last)
                    })
            })
            && self.pairs.iter().all(|pair| account(pair.account) && seen(&pair.first) && seen(&pair.second))
            && self.citizens.is_sound()
            && self.breadth.iter().all(|one| {
                account(one.account)
                    && (one.citizen as usize) < self.citizens.len()
                    && times.contains(&one.first)
                    && times.contains(&one.last)
            })
            && flagged.at.0.iter().all(|at| times.contains(at))
            && column(&flagged.system, self.systems.len())
            && column(&flagged.account, self.accounts.len())
            && column(&flagged.terminal, self.terminals.len())
            && flagged.mark.0.len() == flagged.at.0.len()
            && [&flagged.citizens, &flagged.dossiers]
                .iter()
                .all(|texts| texts.len() == flagged.at.0.len() && texts.is_sound())
            && self.hours.len() == 24
            && self.hours.iter().all(|hour| hour.0 < MOST && hour.1 <= hour.0)
    }
}

impl AccountDay {
    fn new(name: Box<str>) -> Self {
        AccountDay {
            name,
            lookups: 0,
            explained: 0,
            refused: 0,
            refused_at: None,
            ends: None,
            tallies: Vec::new(),
        }
    }

    fn tally(&mut self, rule: u8, at: i64) {
        match self.tallies.iter_mut().find(|tally| tally.rule == rule) {
            Some(tally) => tally.add(1, at, at),
            None => self.tallies.push(Tally { rule, count: 1, first: at, last: at }),
        }
    }
}

impl Tally {
    pub fn add(&mut self, count: u64, first: i64, last: i64) {
        self.count += count;
        self.first = self.first.min(first);
        self.last = self.last.max(last);
    }
}

fn system_days(rows: &Rows, names: Vec<Box<str>>, parameters: &Parameters) -> Vec<SystemDay> {
    let office = micros(parameters.silence_from_hour, HOUR)..micros(parameters.silence_to_hour, HOUR);
    let step = micros(parameters.step_back_seconds, local::SECOND);
    let mut days: Vec<SystemDay> = names
        .into_iter()
        .map(|name| SystemDay {
            name,
            rows: 0,
            lookups: 0,
            office: 0,
            last_lookup: None,
            runs: Runs::default(),
        })
        .collect();
    let part = &rows.part;
    let mut numbers: Vec<Vec<(i64, i64)>> = vec![Vec::new(); days.len()];
    for row in 0..part.len() {
        let (system, at) = (part.system[row] as usize, part.at[row]);
        let day = &mut days[system];
        day.rows += 1;
        if part.mark[row] & LOOKUP != 0 {
            day.lookups += 1;
            day.last_lookup = Some(day.last_lookup.map_or(at, |last| last.max(at)));
            if office.contains(&local::time_of_day(at)) {
                day.office += 1;
            }
        }
        if part.seq[row] != NO_SEQ {
            numbers[system].push((part.seq[row], at));
        }
    }
    for (day, mut numbers) in days.iter_mut().zip(numbers) {
        numbers.sort_unstable();
        day.runs = Runs::of(&numbers, step);
    }
    days
}

/// Rules whose flags stand in a mark.
pub fn rules(mark: u32) -> impl Iterator<Item = usize> {
    rule::OF_LOOKUPS.into_iter().filter(move |number| mark & rule::bit(*number) != 0)
}
