//! The systems whose logs these are, and what is wrong with the logs as such.

use super::days::Days;
use super::random::Random;
use super::row::Row;
use crate::local::{Day, HOUR, MINUTE, Month, SECOND, time_of_day};

/// Two large systems, a small one, and one that was given up.
pub const SYSTEMS: [&str; 4] = ["csdl-dan-cu", "vneid-tthc", "ho-tich-dt", "so-hoa-hs"];
pub const FIRST: u8 = 0;
pub const SECOND_SYSTEM: u8 = 1;
const SMALL: u8 = 2;
const GIVEN_UP: u8 = 3;

/// Which logs lack what, and when.
pub struct Defects {
    /// Working days on which the second system says nothing in office hours.
    pub silent: Vec<i32>,
    /// The month of which the small system kept nothing.
    missing: Option<Month>,
    /// The last day of the system given up; it counts its records from `counts` on.
    last: Option<i32>,
    counts: i32,
    /// From which days on the next record of a system steps back in time, repeats a number.
    steps: [Option<i32>; SYSTEMS.len()],
    repeats: Option<i32>,
    next: [i64; SYSTEMS.len()],
    records: [u64; SYSTEMS.len()],
    gap: bool,
    repeated: bool,
    stepped: bool,
    working: u64,
}

/// What share of a day's lookups goes to the small systems.
#[derive(Debug, Clone, Copy)]
pub struct Shares {
    small: u64,
    given_up: u64,
    silent: bool,
}

/// Of how many shares are given.
const WHOLE: u64 = 1_000_000;

impl Defects {
    pub fn of(days: &Days, random: &mut Random) -> Defects {
        let working: Vec<i32> = days.working().collect();
        let mut inner = |from: usize, to: usize| {
            // A place between so many tenths of the way.
            let (from, to) = (working.len() * from / 10, working.len() * to / 10);
            working.get(random.between(from as i64, to as i64) as usize).copied()
        };
        let silent =
            (0..=working.len() / 200).filter_map(|_| if working.len() < 5 { None } else { inner(2, 8) });
        let silent = silent.collect();
        let (first, end) = (Day(days.from).month().0, Day(days.to).month().0);
        Defects {
            silent,
            missing: (end > first).then(|| Month(first + (end - first) / 2)),
            last: (days.count() >= 30).then(|| days.from + days.count() * 2 / 3),
            counts: days.from + days.count() / 8,
            steps: [None, None, inner(3, 6), inner(2, 4)],
            repeats: inner(5, 9),
            next: [1; SYSTEMS.len()],
            records: [0; SYSTEMS.len()],
            gap: false,
            repeated: false,
            stepped: false,
            working: working.len() as u64,
        }
    }

    /// How a day's lookups are shared out among systems. The small ones stay small, lest
    /// one day without them count as silence.
    pub fn shares(&self, day: i32, rows: u64) -> Shares {
        let share = |few: u64, many: u64| {
            let of = |count: u64| count * WHOLE / rows.max(1);
            of(many).min(WHOLE / 150).max(of(few).min(WHOLE / 50))
        };
        let kept = Some(Day(day).month()) != self.missing;
        let given_up = self.last.is_some_and(|last| day > last);
        Shares {
            small: if kept { share(3, 12) } else { 0 },
            given_up: if given_up { 0 } else { share(2, 8) },
            silent: self.silent.contains(&day),
        }
    }

    /// Numbers the rows of a day, which are in order of time; some defects put them in
    /// another order.
    pub fn number(&mut self, day: i32, rows: &mut [Row]) {
        let mut jump = self.silent.contains(&day);
        for row in rows.iter_mut() {
            let system = row.system as usize;
            self.records[system] += 1;
            if row.system == GIVEN_UP && day < self.counts {
                row.seq = None;
                continue;
            }
            if row.system == SECOND_SYSTEM {
                if jump && time_of_day(row.ts) >= 17 * HOUR {
                    // Records were deleted with those of the day.
                    self.next[system] += 37;
                    self.gap = true;
                    jump = false;
                }
                if self.repeats.is_some_and(|from| day >= from) && self.next[system] > 1 {
                    self.next[system] -= 1;
                    self.repeats = None;
                    self.repeated = true;
                }
            }
            row.seq = Some(self.next[system]);
            self.next[system] += 1;
        }
        if jump && self.next[SECOND_SYSTEM as usize] > 1 {
            self.next[SECOND_SYSTEM as usize] += 37;
            self.gap = true;
        }
        for (system, back) in [(SMALL, 7 * MINUTE), (GIVEN_UP, 5 * MINUTE)] {
            if self.steps[system as usize].is_some_and(|from| day >= from) && step_back(rows, system, back) {
                self.steps[system as usize] = None;
                self.stepped |= system == SMALL;
                rows.sort_by_key(|row| row.ts);
            }
        }
    }

    /// How often rules on whole logs ought to find something: L1, L2, L3 and L19.
    pub fn planted(&self) -> [(usize, u64); 4] {
        let small = self.records[SMALL as usize] > 0;
        let given_up = self.records[GIVEN_UP as usize] > 0;
        // Of a system with few lookups silence says nothing.
        let busy = self.records[SECOND_SYSTEM as usize] >= 30 * self.working;
        let mut silent = if busy { self.silent.clone() } else { Vec::new() };
        silent.sort_unstable();
        silent.dedup();
        [
            (1, u64::from(small && self.missing.is_some())),
            (2, silent.len() as u64),
            (3, u64::from(self.gap || self.repeated) + u64::from(self.stepped)),
            (19, u64::from(given_up && self.last.is_some())),
        ]
    }
}

/// Moves a record so far before the one numbered before it, of which it becomes a copy
/// in all else that explains it.
fn step_back(rows: &mut [Row], system: u8, back: i64) -> bool {
    let of: Vec<usize> = (0..rows.len()).filter(|at| rows[*at].system == system).collect();
    let found = of.windows(2).find(|pair| {
        let [before, after] = [rows[pair[0]], rows[pair[1]]];
        let at = time_of_day(before.ts);
        (8 * HOUR..17 * HOUR).contains(&at)
            && before.plain
            && after.plain
            && after.seq.is_some()
            && before.seq.is_some()
    });
    let Some(&[before, after]) = found else { return false };
    let ts = rows[before].ts - back;
    let ts = if back == 5 * MINUTE { ts } else { ts - ts.rem_euclid(SECOND) };
    let (dossier, citizen, purpose) = (rows[before].dossier, rows[before].citizen, rows[before].purpose);
    rows[after] = Row { ts, citizen, dossier, purpose, ..rows[after] };
    true
}

impl Shares {
    /// The system of a lookup by somebody who mainly uses one of the two large ones.
    pub fn system(&self, mainly: u8, ts: i64, random: &mut Random) -> u8 {
        let pick = random.below(WHOLE);
        if pick < self.small {
            return SMALL;
        }
        if pick < self.small + self.given_up {
            return GIVEN_UP;
        }
        let system = if random.chance(880) { mainly } else { 1 - mainly };
        let office = (8 * HOUR..17 * HOUR).contains(&time_of_day(ts));
        if self.silent && office { FIRST } else { system }
    }
}
