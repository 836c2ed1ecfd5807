//! Accounts and what becomes of them: most work through the period, some come, go, or
//! rest for months.

use super::Recipe;
use super::days::Days;
use super::random::Random;
use super::table::{Kind, Table};
use super::world::World;
use crate::local::{Day, HOUR, MINUTE, SECOND, rfc3339};
use anyhow::Result;
use std::path::Path;

#[derive(Default)]
pub struct Account {
    pub name: String,
    pub unit: u32,
    pub desk: u32,
    /// Another terminal used on some half-days.
    pub spare: Option<u32>,
    /// How much this account looks up beside others.
    pub volume: f64,
    /// The system used most.
    pub mainly: u8,
    /// First and last day of ordinary work.
    pub works: (i32, i32),
    /// Days of rest, the one of coming back included.
    pub away: Option<(i32, i32)>,
    holder: String,
    enabled: String,
    disabled: String,
    left: String,
    signed: String,
}

impl Account {
    pub fn is_there(&self, day: i32) -> bool {
        let rests = self.away.is_some_and(|(from, to)| (from..=to).contains(&day));
        (self.works.0..=self.works.1).contains(&day) && !rests
    }
}

/// How an account comes back after its rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Back {
    Later,
    /// To the second after sixty days.
    Exactly,
    /// A second before.
    JustBefore,
}

/// A lookup at the very moment an account begins or ends.
#[derive(Debug, Clone, Copy)]
pub struct Edge {
    pub account: u32,
    pub at: i64,
    /// Whether that is too early or too late.
    pub wrong: bool,
}

#[derive(Default)]
pub struct Staff {
    pub accounts: Vec<Account>,
    /// Names of accounts nobody knows, numbered after those of the known.
    pub strangers: Vec<String>,
    /// Who works all the period.
    pub steady: Vec<u32>,
    /// Accounts used on after the day on which they end.
    pub reused: Vec<(u32, i32)>,
    /// Who comes back on which day.
    pub back: Vec<(u32, i32, Back)>,
    pub edges: Vec<Edge>,
    /// Other accounts of the same person.
    pub sibling: Vec<Option<u32>>,
    /// How many work on without having signed.
    pub unsigned: u64,
    pub by_unit: Vec<Vec<u32>>,
}

/// Makes the accounts, and the terminals they work at.
pub fn staff(world: &mut World, count: u32, days: &Days, random: &mut Random) -> Staff {
    let mut staff = Staff { by_unit: vec![Vec::new(); world.units.len()], ..Staff::default() };
    let units = world.units.len() as u32;
    let mut in_unit = vec![0; units as usize];
    for at in 0..count {
        // In order of units, so that a unit's terminals stand together.
        let unit = (u64::from(at) * u64::from(units) / u64::from(count)) as u32;
        in_unit[unit as usize] += 1;
        let number = in_unit[unit as usize];
        let started = days.from - 260 - random.below(900) as i32;
        let installed = Day(started - random.below(400) as i32).to_string();
        let desk = world.desk(unit, installed.clone());
        let spare = number == 1 || random.chance(250);
        staff.by_unit[unit as usize].push(at);
        staff.accounts.push(Account {
            name: format!("{}.cb{number:02}", world.units[unit as usize].to_lowercase()),
            unit,
            desk,
            spare: spare.then(|| world.desk(unit, installed)),
            volume: 0.35 + random.share() + random.share() * random.share(),
            mainly: u8::from(!random.chance(660)),
            works: (days.from, days.to),
            holder: format!("CB-{:06}", at + 1),
            enabled: Day(started).to_string(),
            signed: Day(started + random.below(3) as i32).to_string(),
            ..Account::default()
        });
    }
    staff.roles(count, days, random);
    let named = |unit: u32, rest: &str| format!("{}.{rest}", world.units[unit as usize].to_lowercase());
    staff.strangers =
        vec!["admin".to_owned(), "test01".to_owned(), named(0, "cb0l"), named(units - 1, "tam")];
    staff.strangers.extend((0..count / 500).map(|at| named(at % units, &format!("ctv{at}"))));
    staff
}

impl Staff {
    /// Says who comes, who goes, who rests and who has two accounts.
    fn roles(&mut self, count: u32, days: &Days, random: &mut Random) {
        let mut order: Vec<u32> = (0..count).collect();
        random.shuffle(&mut order);
        let mut order = order.into_iter();
        let part =
            |least: u32, in_hundred: u32| (count * in_hundred / 100).max(least).min(count / 8) as usize;
        for account in order.by_ref().take(part(1, 2)) {
            let last = days.from - 20 - random.below(200) as i32;
            self.end(account, last, random);
        }
        for account in order.by_ref().take(part(2, 4)) {
            let last = days.from + days.count() * 3 / 10 + random.below(days.count() as u64 / 2) as i32;
            self.end(account, days.next_working(last), random);
        }
        for account in order.by_ref().take(part(1, 3)) {
            let first = days.next_working(days.from + random.below(days.count() as u64 * 6 / 10 + 1) as i32);
            self.begin(account, first, random);
        }
        for (turn, account) in order.by_ref().take(part(2, 2)).enumerate() {
            let back = [Back::Exactly, Back::Later, Back::JustBefore, Back::Later][turn % 4];
            self.rest(account, back, days, random);
        }
        for account in order.by_ref().take(part(1, 2)) {
            self.accounts[account as usize].signed.clear();
            self.unsigned += 1;
            self.steady.push(account);
        }
        self.sibling = vec![None; count as usize];
        let twins: Vec<u32> = order.by_ref().take(part(1, 2) * 2).collect();
        for pair in twins.chunks_exact(2) {
            self.accounts[pair[1] as usize].holder = self.accounts[pair[0] as usize].holder.clone();
            self.sibling[pair[0] as usize] = Some(pair[1]);
            self.sibling[pair[1] as usize] = Some(pair[0]);
        }
        self.steady.extend(twins);
        self.steady.extend(order);
        self.steady.sort_unstable();
    }

    fn end(&mut self, account: u32, last: i32, random: &mut Random) {
        let whole_day = random.chance(600);
        let at = Day(last).begins() + 8 * HOUR + random.between(0, 9 * 3600) * SECOND;
        let (text, ends) = if whole_day {
            (Day(last).to_string(), Day(last).next().begins() - SECOND)
        } else {
            (rfc3339(at), at)
        };
        let this = &mut self.accounts[account as usize];
        this.works.1 = if whole_day { last } else { last - 1 };
        match random.below(3) {
            0 => this.left = text,
            1 => this.disabled = text,
            _ => {
                this.left = text;
                this.disabled = Day(last + 3).to_string();
            }
        }
        if self.reused.is_empty() || random.chance(500) {
            self.reused.push((account, last));
            if self.edges.len() < 20 {
                self.edges.push(Edge { account, at: ends, wrong: false });
                self.edges.push(Edge { account, at: ends + SECOND, wrong: true });
            }
        }
    }

    fn begin(&mut self, account: u32, first: i32, random: &mut Random) {
        let at = if random.chance(600) { 0 } else { random.between(8 * 60, 16 * 60) * MINUTE };
        let begins = Day(first).begins() + at;
        let this = &mut self.accounts[account as usize];
        this.enabled = if at == 0 { Day(first).to_string() } else { rfc3339(begins) };
        this.signed = Day(first).to_string();
        this.works.0 = if at == 0 { first } else { first + 1 };
        if self.edges.len() < 30 {
            self.edges.push(Edge { account, at: begins, wrong: false });
            self.edges.push(Edge { account, at: begins - SECOND, wrong: true });
        }
    }

    fn rest(&mut self, account: u32, back: Back, days: &Days, random: &mut Random) {
        for _ in 0..200 {
            let span = if back == Back::Later { 61 + random.below(50) as i32 } else { 60 };
            let last = days.to - span;
            if last < days.from + 3 {
                continue;
            }
            let leaves = random.between(i64::from(days.from + 3), i64::from(last) + 1) as i32;
            if days.is_working(leaves) && days.is_working(leaves + span) {
                self.accounts[account as usize].away = Some((leaves + 1, leaves + span));
                self.back.push((account, leaves + span, back));
                return;
            }
        }
    }

    /// The name of an account, known or not.
    pub fn name(&self, account: u32) -> &str {
        let known = self.accounts.len();
        match self.accounts.get(account as usize) {
            Some(account) => &account.name,
            None => &self.strangers[account as usize - known],
        }
    }

    pub fn write(&self, units: &[String], recipe: &Recipe, out: &Path) -> Result<()> {
        const COLUMNS: [(&str, Kind); 7] = [
            ("account", Kind::Text),
            ("holder", Kind::Text),
            ("unit", Kind::Text),
            ("enabled_from", Kind::Text),
            ("disabled_at", Kind::Text),
            ("left_at", Kind::Text),
            ("commitment_signed", Kind::Text),
        ];
        let mut table = Table::create(out, "accounts", recipe.format, &COLUMNS)?;
        for account in &self.accounts {
            let unit = &units[account.unit as usize];
            let Account { name, holder, enabled, disabled, left, signed, .. } = account;
            table.texts(&[name, holder, unit, enabled, disabled, left, signed])?;
        }
        table.finish()
    }
}
