//! A day of lookups: the ordinary ones here, what goes wrong in `misuse`.

use super::days::Days;
use super::defects::Shares;
use super::dossiers::{Dossier, Flow, Number};
use super::plan::Event;
use super::purpose::vague;
use super::random::{Random, spread};
use super::row::{Outcome, Row};
use super::world::{World, citizen};
use crate::local::{DAY, Day, HOUR, MINUTE, SECOND};

/// How often misuse was planted, by the number of the rule; and rows just inside or
/// outside a limit.
#[derive(Debug, Default)]
pub struct Planted {
    pub rules: [u64; 20],
    pub edges: u64,
}

pub struct Work<'a> {
    pub world: &'a World,
    pub days: &'a Days,
    pub flow: &'a Flow<'a>,
    pub day: i32,
    pub shares: Shares,
    /// Accounts of today, whether offices work or not.
    pub present: &'a [u32],
    pub random: &'a mut Random,
    pub planted: &'a mut Planted,
    pub rows: Vec<Row>,
}

/// When in the day people look up, by ten minutes since 07:00: nobody at noon.
pub fn rhythm() -> Vec<u8> {
    let weight = |slot: u8| match slot {
        3..24 => 8,
        24..27 => 5,
        30..36 => 0,
        39..57 => 7,
        57..60 => 4,
        _ => 1,
    };
    (0..66).flat_map(|slot| std::iter::repeat_n(slot, weight(slot))).collect()
}

/// Before it mornings, after it afternoons: terminals change then.
const NOON: i64 = 12 * HOUR + 30 * MINUTE;

impl Work<'_> {
    /// Adds so many ordinary lookups, shared out among accounts by their volumes.
    pub fn ordinary(&mut self, count: u64, events: &[Event], rhythm: &[u8]) {
        let busy = |account: u32| {
            events.iter().any(|event| matches!(event, Event::Burst { account: of, .. } if *of == account))
        };
        let mut weights: Vec<f64> = Vec::with_capacity(self.present.len());
        for &account in self.present {
            let this = &self.world.staff.accounts[account as usize];
            // Before a long rest there is a last day, and bursts come on top of a day's work.
            let works = this.away.is_some_and(|away| away.0 == self.day + 1) || busy(account);
            let share = 0.75 + self.random.share() * 0.5;
            let rests = self.random.chance(70) && !works;
            weights.push(if rests { 0.0 } else { this.volume * share });
        }
        if weights.iter().all(|weight| *weight <= 0.0) {
            weights.fill(1.0);
        }
        let sum: f64 = weights.iter().sum();
        for weight in &mut weights {
            let expected = count as f64 * *weight / sum;
            *weight = (expected + self.random.bell() * expected.sqrt()).max(expected * 0.05);
        }
        let counts = spread(count, &weights, self.random.share());
        self.rows.reserve(count as usize);
        for (&account, count) in self.present.iter().zip(counts) {
            for _ in 0..count {
                let row = self.lookup(account, rhythm);
                self.rows.push(row);
            }
        }
    }

    /// An ordinary lookup of an account, for a dossier of its unit.
    pub fn lookup(&mut self, account: u32, rhythm: &[u8]) -> Row {
        let slot = rhythm[self.random.below(rhythm.len() as u64) as usize];
        let mut ts = Day(self.day).begins() + 7 * HOUR + i64::from(slot) * 10 * MINUTE;
        ts += self.random.between(0, 600_000) * (SECOND / 1000);
        let unit = self.unit(account);
        let pool = self.flow.pool(unit);
        let dossier = self.random.pick(pool).or_else(|| self.explaining(unit, ts));
        if let Some(dossier) = dossier.filter(|dossier| dossier.opened > ts) {
            ts = dossier.opened + self.random.between(0, 2400) * SECOND;
        }
        let result = match self.random.below(1000) {
            0..15 => Outcome::NotFound,
            15..18 => Outcome::Denied,
            18..20 => Outcome::Error,
            _ => Outcome::Ok,
        };
        Row { result, ..self.row(account, ts, dossier) }
    }

    /// A lookup at a moment, explained by a dossier where there is one.
    pub fn explained(&mut self, account: u32, ts: i64) -> Row {
        let unit = self.unit(account);
        let dossier = self.explaining(unit, ts);
        self.row(account, ts, dossier)
    }

    /// A dossier that explains a lookup at a moment, of the unit if possible.
    pub fn explaining(&mut self, unit: u32, ts: i64) -> Option<Dossier> {
        let pool = self.flow.pool(unit);
        let open = &self.flow.open;
        for turn in 0..24 {
            let dossier = self.random.pick(if turn < 8 { pool } else { open });
            if let Some(dossier) = dossier.filter(|dossier| explains(dossier, ts)) {
                return Some(dossier);
            }
        }
        let all = (0..self.world.units.len() as u32).flat_map(|unit| self.flow.pool(unit));
        open.iter().chain(all).find(|dossier| explains(dossier, ts)).copied()
    }

    pub fn row(&mut self, account: u32, ts: i64, dossier: Option<Dossier>) -> Row {
        let known = self.world.staff.accounts.get(account as usize);
        let mainly = known.map_or(0, |account| account.mainly);
        let system = self.shares.system(mainly, ts, self.random);
        // Only the national database logs parts of seconds.
        let ts = if system == 0 { ts } else { ts - ts.rem_euclid(SECOND) };
        let row = Row {
            ts,
            citizen: 0,
            seq: None,
            dossier: Number::NONE,
            account,
            terminal: self.terminal(account, ts),
            system,
            purpose: 0,
            result: Outcome::Ok,
            plain: true,
        };
        if let Some(dossier) = dossier {
            return Row {
                citizen: dossier.citizen,
                dossier: dossier.number,
                purpose: dossier.procedure,
                ..row
            };
        }
        let purpose = vague(self.random.next() >> 8);
        Row { citizen: self.anyone(), purpose, plain: false, ..row }
    }

    /// The terminal an account is at: for half a day the same.
    pub fn terminal(&self, account: u32, ts: i64) -> u32 {
        let Some(this) = self.world.staff.accounts.get(account as usize) else {
            return self.world.desks[account as usize % self.world.desks.len()][0];
        };
        let afternoon = ts - Day(self.day).begins() >= NOON;
        let half_day =
            u64::from(account) << 32 | u64::from(self.day.unsigned_abs()) << 1 | u64::from(afternoon);
        match this.spare {
            Some(spare) if Random::new(half_day).chance(200) => spare,
            _ => this.desk,
        }
    }

    pub fn unit(&mut self, account: u32) -> u32 {
        match self.world.staff.accounts.get(account as usize) {
            Some(account) => account.unit,
            None => self.random.below(self.world.units.len() as u64) as u32,
        }
    }

    pub fn anyone(&mut self) -> u64 {
        citizen(self.random.below(self.world.population))
    }

    /// Somebody who is there today.
    pub fn somebody(&mut self) -> u32 {
        let present = self.present;
        self.random.pick(present).unwrap_or_default()
    }
}

/// Whether a lookup at that moment fits the dossier in time.
pub fn explains(dossier: &Dossier, ts: i64) -> bool {
    dossier.opened.saturating_sub(HOUR) <= ts && ts <= dossier.closed.saturating_add(15 * DAY)
}
