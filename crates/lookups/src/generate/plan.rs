//! What goes wrong on which day, decided before the first row so that their number
//! comes out exactly.

use super::Recipe;
use super::days::Days;
use super::defects::Defects;
use super::random::{Random, spread};
use super::staff::{Back, Edge};
use super::world::{World, citizen};
use crate::local::Day;

/// Misuse that comes in single lookups or in pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misuse {
    NoDossier,
    UnknownDossier,
    OtherCitizen,
    TooEarly,
    TooLate,
    Undated,
    Evening,
    DayOff,
    EdgeOfHours,
    EdgeOfOpening,
    EdgeOfClosing,
    Watched,
    Relative,
    ForeignTerminal,
    UnregisteredTerminal,
    UnlistedTerminal,
    Stranger,
    Ended,
    Shared,
}

/// Each with how often it comes in a million rows, how often at least where there are
/// rows enough, and how many rows it takes.
const MISUSES: [(Misuse, f64, u64, u64); 19] = [
    (Misuse::NoDossier, 14_000.0, 1, 1),
    (Misuse::UnknownDossier, 4_500.0, 4, 1),
    (Misuse::OtherCitizen, 6_000.0, 1, 1),
    (Misuse::TooEarly, 2_000.0, 2, 1),
    (Misuse::TooLate, 4_000.0, 2, 1),
    (Misuse::Undated, 20.0, 2, 1),
    (Misuse::Evening, 5_500.0, 2, 1),
    (Misuse::DayOff, 2_500.0, 2, 1),
    (Misuse::EdgeOfHours, 80.0, 8, 1),
    (Misuse::EdgeOfOpening, 60.0, 6, 1),
    (Misuse::EdgeOfClosing, 60.0, 6, 1),
    (Misuse::Watched, 350.0, 4, 1),
    (Misuse::Relative, 150.0, 4, 1),
    (Misuse::ForeignTerminal, 900.0, 2, 1),
    (Misuse::UnregisteredTerminal, 700.0, 2, 1),
    (Misuse::UnlistedTerminal, 400.0, 4, 1),
    (Misuse::Stranger, 400.0, 4, 1),
    (Misuse::Ended, 200.0, 4, 1),
    (Misuse::Shared, 300.0, 8, 2),
];

/// Misuse of a known account on a known day.
#[derive(Debug, Clone, Copy)]
pub enum Event {
    /// So many lookups more than usual.
    Burst {
        account: u32,
        rows: u64,
    },
    Denied {
        account: u32,
        rows: u64,
    },
    /// One of many who look up the same person; whether this is the one that makes it too many.
    Breadth {
        account: u32,
        citizen: u64,
        flagged: bool,
        watched: bool,
    },
    Back {
        account: u32,
        how: Back,
    },
    At(Edge),
}

impl Event {
    fn rows(&self) -> u64 {
        match self {
            Event::Burst { rows, .. } | Event::Denied { rows, .. } => *rows,
            Event::Breadth { .. } | Event::Back { .. } | Event::At(_) => 1,
        }
    }
}

/// By day of the period.
pub struct Plan {
    pub ordinary: Vec<u64>,
    pub misuses: Vec<Vec<(Misuse, u64)>>,
    pub events: Vec<Vec<Event>>,
    pub defects: Defects,
}

impl Plan {
    pub fn of(recipe: &Recipe, days: &Days, world: &World, random: &mut Random) -> Plan {
        let count = days.count() as usize;
        let mut plan = Plan {
            ordinary: Vec::new(),
            misuses: vec![Vec::new(); count],
            events: vec![Vec::new(); count],
            defects: Defects::of(days, random),
        };
        let busy: Vec<f64> =
            (days.from..=days.to).map(|day| days.busy(day) * (0.95 + random.share() * 0.1)).collect();
        let off: Vec<f64> = busy.iter().map(|busy| if *busy > 0.0 { 0.0 } else { 1.0 }).collect();
        let mut left = recipe.lookups;
        for (misuse, in_million, least, size) in MISUSES {
            let enough = least * size * 200 <= recipe.lookups;
            let times = (recipe.lookups as f64 * in_million / 1e6) as u64;
            let times = if enough { times.max(least) } else { times };
            let weights = if misuse == Misuse::DayOff { &off } else { &busy };
            for (day, times) in spread(times, weights, random.share()).into_iter().enumerate() {
                if times > 0 {
                    plan.misuses[day].push((misuse, times));
                    left -= times * size;
                }
            }
        }
        plan.events(recipe, days, world, &mut left, random);
        let busy = if busy.iter().any(|busy| *busy > 0.0) { busy } else { vec![1.0; count] };
        plan.ordinary = spread(left, &busy, random.share());
        plan
    }

    /// Puts an event on a day of the period, unless it takes too much of what is left.
    fn put(&mut self, days: &Days, day: i32, event: Event, left: &mut u64) {
        let at = day - days.from;
        if (0..days.count()).contains(&at) && event.rows() * 20 <= *left {
            *left -= event.rows();
            self.events[at as usize].push(event);
        }
    }

    fn events(&mut self, recipe: &Recipe, days: &Days, world: &World, left: &mut u64, random: &mut Random) {
        let staff = &world.staff;
        for edge in &staff.edges {
            self.put(days, Day::of(edge.at).0, Event::At(*edge), left);
        }
        for &(account, day, how) in &staff.back {
            self.put(days, day, Event::Back { account, how }, left);
        }
        let working: Vec<i32> = days.working().collect();
        if working.len() < 3 || staff.steady.is_empty() || recipe.lookups < 10_000 {
            return;
        }
        let mut steady = staff.steady.clone();
        random.shuffle(&mut steady);
        let mut turn = 0;
        let mut next = move || {
            turn += 1;
            steady[turn % steady.len()]
        };
        let volumes: f64 = staff.accounts.iter().map(|account| account.volume).sum();
        for _ in 0..(recipe.lookups / 200_000).max(2) {
            let account = next();
            let volume = staff.accounts[account as usize].volume / volumes;
            let usual = recipe.lookups as f64 * volume / working.len() as f64;
            let deviation = (usual + usual * usual * 0.04).sqrt();
            let rows = (40.0 + 7.0 * deviation) as u64 + random.below(40);
            let day = random.pick(&working).unwrap_or(days.from);
            self.put(days, day, Event::Burst { account, rows }, left);
        }
        for turn in 0..(recipe.lookups / 100_000).max(3) {
            let rows = [20, 19].get(turn as usize).copied().unwrap_or(21 + random.below(25));
            let day = random.pick(&working).unwrap_or(days.from);
            self.put(days, day, Event::Denied { account: next(), rows }, left);
        }
        if staff.steady.len() >= 8 && world.units.len() >= 3 {
            for turn in 0..(recipe.lookups / 50_000).max(3) {
                self.breadth(turn, &working, days, world, left, random);
            }
        }
    }

    /// Some accounts look up the same person within weeks, without reason.
    fn breadth(
        &mut self,
        turn: u64,
        working: &[i32],
        days: &Days,
        world: &World,
        left: &mut u64,
        random: &mut Random,
    ) {
        // Every third time one account too few, or one unit.
        let short = turn % 3 == 2;
        let few_units = turn % 2 == 1;
        let wanted = if short && !few_units { 4 } else { 5 + random.below(5) as usize };
        let mut accounts: Vec<u32> = Vec::new();
        let mut units: Vec<u32> = Vec::new();
        for _ in 0..400 {
            let Some(account) = random.pick(&world.staff.steady) else { return };
            let unit = world.staff.accounts[account as usize].unit;
            let new = !units.contains(&unit);
            let fits = if short && few_units { !new || units.len() < 2 } else { new || units.len() >= 3 };
            if !fits || accounts.contains(&account) {
                continue;
            }
            accounts.push(account);
            if new {
                units.push(unit);
            }
            if accounts.len() == wanted {
                break;
            }
        }
        let flagged = accounts.len() >= 5 && units.len() >= 3;
        let known = world.watch.iter().filter(|watched| watched.account.is_none()).nth(turn as usize / 4);
        let watched = known.filter(|_| turn.is_multiple_of(4));
        let citizen =
            watched.map_or_else(|| citizen(world.population + 1000 + turn), |watched| watched.citizen);
        let start = random.below(working.len() as u64) as usize;
        let start = start.min(working.len().saturating_sub(22));
        let near: Vec<i32> =
            working[start..].iter().copied().take_while(|day| *day < working[start] + 28).collect();
        for (at, account) in accounts.iter().enumerate() {
            let flagged = flagged && at == 0;
            let event = Event::Breadth { account: *account, citizen, flagged, watched: watched.is_some() };
            self.put(days, random.pick(&near).unwrap_or(days.from), event, left);
        }
    }
}
