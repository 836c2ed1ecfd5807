//! What goes wrong: each misuse as rows of a day. It counts as planted under a rule only
//! where the rule must find it.

use super::dossiers::{Dossier, Form, NEVER, Number};
use super::plan::{Event, Misuse};
use super::row::{Outcome, Row};
use super::staff::Back;
use super::work::{Work, explains};
use crate::local::{DAY, Day, HOUR, MINUTE, SECOND};

impl Work<'_> {
    /// Plants one.
    pub fn plant(&mut self, misuse: Misuse, rhythm: &[u8]) {
        let account = self.somebody();
        let mut row = self.lookup(account, rhythm);
        if row.result != Outcome::NotFound {
            row.result = Outcome::Ok;
        }
        row.plain = false;
        match misuse {
            Misuse::NoDossier => self.without(&mut row),
            Misuse::UnknownDossier => self.unknown(&mut row),
            Misuse::OtherCitizen => self.other_citizen(&mut row),
            Misuse::TooEarly => {
                let ahead = self.flow.ahead.as_slice();
                let early = self.random.pick(ahead);
                self.at_other_time(&mut row, early);
            }
            Misuse::TooLate => {
                let old = self.flow.old.as_slice();
                let late = self.random.pick(old);
                self.at_other_time(&mut row, late);
            }
            Misuse::Undated => {
                let undated = self.flow.undated.as_slice();
                let dossier = self.random.pick(undated);
                self.at_other_time(&mut row, dossier);
            }
            Misuse::Evening => {
                let early = self.random.chance(200);
                let minutes = if early { (330, 420) } else { (1080, 1320) };
                let ts = self.between(minutes);
                row = self.explained(account, ts);
            }
            Misuse::DayOff => {
                let ts = self.between((450, 1290));
                row = self.explained(account, ts);
            }
            Misuse::EdgeOfHours => {
                let edges = [(7 * HOUR, 0), (7 * HOUR, 1), (18 * HOUR, 0), (18 * HOUR, 1)];
                let (at, before) = edges[self.random.below(4) as usize];
                row = self.explained(account, self.clock(at) - before * SECOND);
                self.planted.edges += 1;
            }
            Misuse::EdgeOfOpening => row = self.edge_of_opening(row),
            Misuse::EdgeOfClosing => row = self.edge_of_closing(row),
            Misuse::Watched => {
                let watch = self.world.watch.as_slice();
                if let Some(watched) = self.random.pick(watch) {
                    row.citizen = watched.citizen;
                    if self.random.chance(300) {
                        self.typo(&mut row);
                    } else {
                        self.strip(&mut row);
                    }
                    self.planted.rules[12] += 1;
                } else {
                    self.without(&mut row);
                }
            }
            Misuse::Relative => row = self.relative(row),
            Misuse::ForeignTerminal => {
                let desks = &self.world.desks;
                let unit = self.unit(account) as usize;
                let other = (unit + 1 + self.random.below(desks.len() as u64 - 1) as usize) % desks.len();
                row.terminal = self.random.pick(&desks[other]).unwrap_or(row.terminal);
                self.planted.rules[16] += u64::from(other != unit);
            }
            Misuse::UnregisteredTerminal => {
                row.terminal = self.random.pick(&self.world.unregistered).unwrap_or(row.terminal);
                self.planted.rules[16] += 1;
            }
            Misuse::UnlistedTerminal => {
                let listless = self.random.pick(&self.world.unlisted).unwrap_or(row.terminal);
                row.terminal = if self.random.chance(300) { self.world.nameless } else { listless };
                self.planted.rules[16] += 1;
            }
            Misuse::Stranger => {
                let strangers = self.world.staff.strangers.len() as u64;
                let stranger = self.world.staff.accounts.len() as u64 + self.random.below(strangers);
                row.account = stranger as u32;
                row.terminal = self.terminal(row.account, row.ts);
                if self.random.chance(500) {
                    self.without(&mut row);
                }
                self.planted.rules[17] += 1;
            }
            Misuse::Ended => row = self.ended(row),
            Misuse::Shared => self.shared(&mut row),
        }
        self.push(row);
    }

    /// Plants an event; `last` is when each account last looked anybody up.
    pub fn happen(&mut self, event: &Event, last: &[i64], rhythm: &[u8]) {
        match *event {
            Event::Burst { account, rows } => {
                self.planted.rules[10] += 1;
                for _ in 0..rows {
                    let mut row = Row { result: Outcome::Ok, plain: false, ..self.lookup(account, rhythm) };
                    if self.random.chance(300) {
                        self.without(&mut row);
                    }
                    self.push(row);
                }
            }
            Event::Denied { account, rows } => {
                self.planted.rules[18] += u64::from(rows >= 20);
                self.planted.edges += u64::from(rows == 19 || rows == 20);
                let mut ts = self.clock(8 * HOUR) + self.random.between(0, 7 * 60) * MINUTE;
                let system = self.row(account, ts, None).system;
                for _ in 0..rows {
                    ts += self.random.between(2, 40) * SECOND;
                    let mut row = self.row(account, ts, None);
                    let denied = self.random.chance(800);
                    row.result = if denied { Outcome::Denied } else { Outcome::Error };
                    self.rows.push(Row { system, ..row });
                }
            }
            Event::Breadth { account, citizen, flagged, watched } => {
                let mut row = Row { citizen, result: Outcome::Ok, ..self.lookup(account, rhythm) };
                if self.random.chance(300) {
                    self.typo(&mut row);
                } else {
                    self.strip(&mut row);
                }
                self.planted.rules[11] += u64::from(flagged);
                self.planted.rules[12] += u64::from(watched);
                self.push(row);
            }
            Event::Back { account, how } => {
                let before = last[account as usize];
                let row = self.lookup(account, rhythm);
                let due = before.saturating_add(60 * DAY);
                let exact = how != Back::Later && Day::of(due).0 == self.day;
                let mut ts = row.ts;
                if exact {
                    ts = due - if how == Back::JustBefore { SECOND } else { 0 };
                }
                let mut row = self.explained(account, ts);
                // To the microsecond, whatever the system logs.
                row.ts = ts;
                let flagged = before > 0 && ts >= due;
                self.planted.rules[13] += u64::from(flagged);
                self.planted.edges += u64::from(exact);
                self.push(row);
            }
            Event::At(edge) => {
                let row = self.explained(edge.account, edge.at);
                self.planted.rules[14] += u64::from(edge.wrong);
                self.planted.edges += 1;
                self.push(row);
            }
        }
    }

    /// Puts a planted row, and counts what its moment says.
    fn push(&mut self, row: Row) {
        let at = row.ts - self.clock(0);
        let in_hours = (7 * HOUR..18 * HOUR).contains(&at);
        self.planted.rules[8] += u64::from(!in_hours || !self.days.is_working(self.day));
        if row.dossier.form == Form::None {
            self.planted.rules[4] += 1;
        }
        self.rows.push(Row { plain: false, ..row });
    }

    fn clock(&self, at: i64) -> i64 {
        Day(self.day).begins() + at
    }

    /// Some moment between two minutes of the day.
    fn between(&mut self, (from, to): (i64, i64)) -> i64 {
        self.clock(0) + self.random.between(from * 60, to * 60) * SECOND
    }

    /// Takes its dossier away.
    fn strip(&mut self, row: &mut Row) {
        row.dossier = Number::NONE;
        row.purpose = super::purpose::vague(self.random.next() >> 8);
    }

    fn without(&mut self, row: &mut Row) {
        self.strip(row);
        row.citizen = self.anyone();
    }

    fn unknown(&mut self, row: &mut Row) {
        if row.dossier.form == Form::None {
            row.dossier.day = self.day;
        }
        self.typo(row);
        if self.random.chance(500) {
            row.citizen = self.anyone();
        }
    }

    /// Makes its dossier one that does not exist.
    fn typo(&mut self, row: &mut Row) {
        if row.dossier.form == Form::None {
            row.dossier = Number { day: self.day, ..Number::NONE };
        }
        row.dossier.form = match self.random.below(8) {
            0 => Form::Small,
            1 => Form::Strokes,
            2..4 => Form::Foreign,
            _ => Form::True,
        };
        if row.dossier.form == Form::True {
            // Numbers begin at 1.
            row.dossier.serial = 0;
        }
        self.planted.rules[5] += 1;
    }

    fn other_citizen(&mut self, row: &mut Row) {
        let other = self.anyone();
        // A number that stands twice may well be of the other one, but hardly ever is.
        if row.dossier.form == Form::True && other != row.citizen {
            self.planted.rules[6] += 1;
        }
        row.citizen = other;
    }

    /// Gives a row a dossier that fits its citizen but not its time; where there is none,
    /// a lookup without dossier does.
    fn at_other_time(&mut self, row: &mut Row, dossier: Option<Dossier>) {
        match dossier {
            Some(dossier) if !dossier.twice && (dossier.opened == NEVER || !explains(&dossier, row.ts)) => {
                row.dossier = dossier.number;
                row.citizen = dossier.citizen;
                row.purpose = dossier.procedure;
                self.planted.rules[7] += 1;
            }
            _ => self.without(row),
        }
    }

    /// An hour before opening, or a second earlier still.
    fn edge_of_opening(&mut self, row: Row) -> Row {
        let mut found = None;
        if self.random.chance(250) {
            // Opened by its date: at midnight.
            let midnight = Day(self.day).next().begins();
            let ahead = self.flow.ahead.as_slice();
            found = ahead.iter().find(|dossier| dossier.opened == midnight && !dossier.twice).copied();
        }
        let today = self.flow.today.as_slice();
        let Some(dossier) = found.or_else(|| self.random.pick(today)) else { return row };
        let late = self.random.chance(500);
        let ts = dossier.opened - HOUR - if late { 0 } else { SECOND };
        self.edge(row, dossier, ts, !late)
    }

    /// Fifteen days after closing, or a second later.
    fn edge_of_closing(&mut self, row: Row) -> Row {
        let ending = self.flow.ending(self.day);
        let Some(dossier) = self.random.pick(ending) else { return row };
        let ends = dossier.closed + 15 * DAY;
        // A day's last second is the last that is written.
        let late = self.random.chance(500) && !dossier.closed_by_date;
        let ts = ends - ends.rem_euclid(SECOND) + if late { SECOND } else { 0 };
        self.edge(row, dossier, ts, late)
    }

    fn edge(&mut self, row: Row, dossier: Dossier, ts: i64, outside: bool) -> Row {
        self.planted.edges += 1;
        self.planted.rules[7] += u64::from(outside);
        let account = row.account;
        Row { result: row.result, ..self.row(account, ts, Some(dossier)) }
    }

    /// Looks up a relative, from either of two accounts where there are two.
    fn relative(&mut self, mut row: Row) -> Row {
        for _ in 0..20 {
            let relatives = self.world.relatives.as_slice();
            let Some(watched) = self.random.pick(relatives) else { break };
            let Some(of) = watched.account else { continue };
            let sibling = self.world.staff.sibling[of as usize].filter(|_| self.random.chance(500));
            let account = sibling.unwrap_or(of);
            if !self.world.staff.accounts[account as usize].is_there(self.day) {
                continue;
            }
            row.account = account;
            row.terminal = self.terminal(account, row.ts);
            row.citizen = watched.citizen;
            // Flagged even with a dossier, where one happens to be worked on.
            let unit = self.unit(account);
            let fitting =
                |dossier: &&Dossier| dossier.citizen == watched.citizen && explains(dossier, row.ts);
            let units = std::iter::once(unit).chain(0..(self.world.units.len() as u32).min(50));
            let found = units.flat_map(|unit| self.flow.pool(unit)).take(20_000).find(fitting).copied();
            match found {
                Some(dossier) => {
                    row.dossier = dossier.number;
                    row.purpose = dossier.procedure;
                }
                None => self.strip(&mut row),
            }
            self.planted.rules[12] += 1;
            return row;
        }
        self.without(&mut row);
        row
    }

    /// Uses an account after its end.
    fn ended(&mut self, mut row: Row) -> Row {
        let reused = self.world.staff.reused.as_slice();
        for _ in 0..20 {
            let Some((account, last)) = self.random.pick(reused) else { break };
            if last < self.day {
                row = Row { result: row.result, ..self.explained(account, row.ts) };
                if self.random.chance(500) {
                    self.without(&mut row);
                }
                self.planted.rules[14] += 1;
                return row;
            }
        }
        self.without(&mut row);
        row
    }

    /// Looks up somebody else soon after at another terminal of the unit; the limit is two minutes.
    fn shared(&mut self, row: &mut Row) {
        let account = row.account;
        let unit = self.unit(account) as usize;
        let apart = match self.random.below(8) {
            0 => 120,
            1 => 121,
            _ => self.random.between(3, 120),
        };
        // Not across noon, when terminals change.
        let at = row.ts - self.clock(0);
        let second = if at > 16 * HOUR { row.ts - apart * SECOND } else { row.ts + apart * SECOND };
        let desks: Vec<u32> =
            self.world.desks[unit].iter().copied().filter(|desk| *desk != row.terminal).collect();
        let desk = self.random.pick(&desks).unwrap_or(self.world.nameless);
        let mut other = self.explained(account, second);
        other.ts = second;
        other.terminal = desk;
        self.planted.rules[9] += u64::from(apart <= 120);
        self.planted.edges += u64::from(apart >= 120);
        self.push(other);
    }
}
