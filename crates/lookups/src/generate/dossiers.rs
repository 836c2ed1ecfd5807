//! Dossiers, made day by day a week ahead of the lookups; only those of use to lookups
//! of the day are kept.

use super::days::Days;
use super::purpose::PROCEDURES;
use super::random::{Random, spread};
use super::world::{World, citizen};
use crate::local::{DAY, Day, HOUR, MINUTE, SECOND};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy)]
pub struct Dossier {
    pub number: Number,
    pub citizen: u64,
    /// `NEVER` when the register does not say.
    pub opened: i64,
    /// The last moment of it; `NEVER` while open.
    pub closed: i64,
    /// The officer; `NOBODY` when none is assigned.
    pub account: u32,
    /// The last day on which people still look at it.
    until: i32,
    pub procedure: u8,
    pub opened_by_date: bool,
    pub closed_by_date: bool,
    /// Whether its number stands twice.
    pub twice: bool,
}

/// The number of a dossier, or what stands in its place.
#[derive(Debug, Clone, Copy)]
pub struct Number {
    pub unit: u32,
    pub day: i32,
    pub serial: u32,
    pub form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    None,
    True,
    /// The province next door.
    Foreign,
    /// As people type it: in small letters, or with strokes.
    Small,
    Strokes,
}

impl Number {
    pub const NONE: Number = Number { unit: 0, day: 0, serial: 0, form: Form::None };
}

pub const NEVER: i64 = i64::MAX;
pub const NOBODY: u32 = u32::MAX;

/// How many days dossiers are made ahead: past any weekend.
const AHEAD: i32 = 7;
/// How many of those of use to misuse are kept, of each kind.
const KEPT: usize = 4096;
/// How many are kept of those whose fifteen days after closing end on the same day.
const ENDING: usize = 1500;

pub struct Flow<'a> {
    days: &'a Days,
    world: &'a World,
    random: Random,
    quota: Vec<u64>,
    /// The next day to be made.
    next: i32,
    made: u64,
    serials: Vec<u32>,
    /// Opened on a later day than today.
    pub ahead: Vec<Dossier>,
    /// By unit, those being worked on.
    pools: Vec<Vec<Dossier>>,
    /// Never closed.
    pub open: Vec<Dossier>,
    /// Opened today at a known time.
    pub today: Vec<Dossier>,
    ending: BTreeMap<i32, Vec<Dossier>>,
    /// Closed more than fifteen days ago.
    pub old: Vec<Dossier>,
    /// The register does not say when they were opened.
    pub undated: Vec<Dossier>,
}

impl<'a> Flow<'a> {
    pub fn of(dossiers: u64, days: &'a Days, world: &'a World, seed: u64) -> Flow<'a> {
        let mut random = Random::new(seed ^ 0xd055_1e25);
        let weights: Vec<f64> = (days.first..=days.to).map(|day| days.busy(day)).collect();
        let weights = if weights.iter().sum::<f64>() > 0.0 { weights } else { vec![1.0; weights.len()] };
        Flow {
            days,
            world,
            quota: spread(dossiers, &weights, random.share()),
            random,
            next: days.first,
            made: 0,
            serials: vec![0; world.units.len()],
            ahead: Vec::new(),
            pools: vec![Vec::new(); world.units.len()],
            open: Vec::new(),
            today: Vec::new(),
            ending: BTreeMap::new(),
            old: Vec::new(),
            undated: Vec::new(),
        }
    }

    /// Goes on to a day; gives the dossiers made on the way.
    pub fn go_to(&mut self, day: i32) -> Vec<Dossier> {
        let mut made = Vec::new();
        while self.next <= (day + AHEAD).min(self.days.to) {
            self.make(self.next, &mut made);
            self.next += 1;
        }
        for pool in &mut self.pools {
            pool.retain(|dossier| dossier.until >= day);
        }
        self.today.clear();
        let begins_tomorrow = Day(day + 1).begins();
        let mut at = 0;
        while at < self.ahead.len() {
            if self.ahead[at].opened >= begins_tomorrow {
                at += 1;
                continue;
            }
            let dossier = self.ahead.swap_remove(at);
            self.pools[dossier.number.unit as usize].push(dossier);
            if dossier.closed == NEVER && !dossier.twice {
                keep(&mut self.open, dossier, KEPT, &mut self.random);
            }
            if dossier.opened >= Day(day).begins() && !dossier.opened_by_date && !dossier.twice {
                keep(&mut self.today, dossier, KEPT, &mut self.random);
            }
        }
        while let Some(entry) = self.ending.first_entry().filter(|entry| *entry.key() < day) {
            for dossier in entry.remove() {
                keep(&mut self.old, dossier, KEPT, &mut self.random);
            }
        }
        made
    }

    /// Those whose last fifteen days end today.
    pub fn ending(&self, day: i32) -> &[Dossier] {
        self.ending.get(&day).map_or(&[], Vec::as_slice)
    }

    /// Those a unit works on.
    pub fn pool(&self, unit: u32) -> &[Dossier] {
        &self.pools[unit as usize]
    }

    fn make(&mut self, day: i32, made: &mut Vec<Dossier>) {
        self.serials.fill(0);
        let quota = self.quota[(day - self.days.first) as usize];
        let mut last: Option<Dossier> = None;
        for turn in 0..quota {
            self.made += 1;
            if let Some(mut first) = last.filter(|_| self.made % 4000 == 60) {
                // The number once more, for another or at another time.
                first.twice = true;
                self.add(first);
                let mut second = first;
                if (self.made / 4000).is_multiple_of(2) {
                    second.citizen = self.person();
                } else {
                    let opened = Day(self.days.next_working(day + 2)).begins() + 9 * HOUR;
                    second = self.timed(Dossier { opened, opened_by_date: false, ..second });
                }
                self.add(second);
                made.push(second);
                last = None;
                continue;
            }
            if let Some(dossier) = last.take() {
                self.add(dossier);
            }
            let through = (turn as f64 + self.random.share()) / quota as f64;
            let dossier = self.opened(day, through);
            made.push(dossier);
            if dossier.opened == NEVER {
                keep(&mut self.undated, dossier, 256, &mut self.random);
            } else {
                last = Some(dossier);
            }
        }
        if let Some(dossier) = last {
            self.add(dossier);
        }
    }

    fn person(&mut self) -> u64 {
        match self.random.pick(&self.world.watch) {
            Some(watched) if self.random.chance(3) => watched.citizen,
            _ => citizen(self.random.below(self.world.population)),
        }
    }

    /// A dossier opened on a day, `through` saying how far into its hours.
    fn opened(&mut self, day: i32, through: f64) -> Dossier {
        let unit = self.random.below(self.world.units.len() as u64) as u32;
        self.serials[unit as usize] += 1;
        let number = Number { unit, day, serial: self.serials[unit as usize], form: Form::True };
        // Six tenths in the morning, the rest in the afternoon.
        let hours =
            if through < 0.6 { 7.5 + through / 0.6 * 4.0 } else { 13.5 + (through - 0.6) / 0.4 * 3.25 };
        let opened_by_date = self.random.chance(150);
        let mut opened = Day(day).begins();
        if !opened_by_date {
            opened += (hours * 3600.0) as i64 * SECOND;
        }
        if self.made % 3000 == 40 {
            opened = NEVER;
        }
        let staff = &self.world.staff;
        let account = match self.random.pick(&staff.by_unit[unit as usize]) {
            Some(account) if staff.accounts[account as usize].is_there(day) && !self.random.chance(80) => {
                account
            }
            _ => NOBODY,
        };
        let most = 1 + self.random.below(PROCEDURES.len() as u64);
        let procedure = self.random.below(most);
        let citizen = self.person();
        let dossier = Dossier {
            number,
            citizen,
            opened,
            closed: NEVER,
            account,
            until: day,
            procedure: procedure as u8,
            opened_by_date,
            closed_by_date: self.random.chance(150),
            twice: false,
        };
        if opened == NEVER { dossier } else { self.timed(dossier) }
    }

    /// Says when it is closed, and how long people look at it.
    fn timed(&mut self, dossier: Dossier) -> Dossier {
        let day = Day::of(dossier.opened).0;
        let takes = i32::from(dossier.procedure % 5) * 2 + self.random.below(4) as i32;
        let last = self.days.next_working(day + takes);
        let mut closed = Day(last).begins() + 8 * HOUR + self.random.between(0, 9 * 3600) * SECOND;
        closed = closed.max(dossier.opened + 10 * MINUTE);
        if dossier.closed_by_date {
            closed = Day(last).ends();
        }
        // The very first stays open, so that there is always one to look at.
        if last > self.days.to || self.made <= 1 || self.random.chance(40) {
            return Dossier { closed: NEVER, until: day + 14, ..dossier };
        }
        Dossier { closed, until: (last + 3).min(day + 12), ..dossier }
    }

    /// Puts it where lookups find it.
    fn add(&mut self, dossier: Dossier) {
        self.ahead.push(dossier);
        if !dossier.twice && dossier.closed != NEVER {
            let ends = Day::of(dossier.closed + 15 * DAY).0;
            keep(self.ending.entry(ends).or_default(), dossier, ENDING, &mut self.random);
        }
    }
}

/// Keeps one more, in place of another when there are enough.
fn keep(kept: &mut Vec<Dossier>, dossier: Dossier, most: usize, random: &mut Random) {
    if kept.len() < most {
        kept.push(dossier);
    } else {
        kept[random.below(most as u64) as usize] = dossier;
    }
}
