//! Who and what there is before the first lookup: units, terminals, people. Accounts
//! are in `staff`.

use super::Recipe;
use super::days::Days;
use super::random::Random;
use super::staff::{Staff, staff};
use super::table::{Column, Kind, Table};
use super::text::digits;
use anyhow::Result;
use std::path::Path;

pub struct Terminal {
    pub name: String,
    pub ip: String,
    pub unit: u32,
    /// When it was registered; empty when it was not.
    registered: String,
    /// Whether the register of terminals has it at all.
    listed: bool,
}

/// Somebody on a watch list.
#[derive(Debug, Clone, Copy)]
pub struct Watched {
    pub citizen: u64,
    /// Whose relative.
    pub account: Option<u32>,
}

pub struct World {
    pub units: Vec<String>,
    pub staff: Staff,
    pub terminals: Vec<Terminal>,
    /// Terminals in order, by unit.
    pub desks: Vec<Vec<u32>>,
    pub unregistered: Vec<u32>,
    pub unlisted: Vec<u32>,
    pub nameless: u32,
    pub watch: Vec<Watched>,
    pub relatives: Vec<Watched>,
    /// How many people have dossiers.
    pub population: u64,
}

const TERMINALS: [Column; 3] = [("terminal", Kind::Text), ("unit", Kind::Text), ("registered", Kind::Text)];
const WATCH: [Column; 2] = [("citizen", Kind::Text), ("list", Kind::Text)];

/// A made-up number of a citizen: no province has code 099. Different for different people.
pub fn citizen(person: u64) -> u64 {
    let mixed = (person * 86_028_121 + 31_415_926) % 140_000_000;
    let (serial, born) = (mixed % 1_000_000, mixed / 1_000_000);
    let year = 1940 + born / 2;
    let sex_and_century = born % 2 + if year >= 2000 { 2 } else { 0 };
    99_000_000_000 + sex_and_century * 100_000_000 + year % 100 * 1_000_000 + serial
}

impl World {
    pub fn of(recipe: &Recipe, days: &Days, random: &mut Random) -> World {
        let accounts = recipe.accounts.max(1);
        let count = (accounts / 8).max(accounts.min(3));
        let units: Vec<String> = (1..=count).map(|unit| format!("H99.{unit:02}")).collect();
        let mut world = World {
            units,
            staff: Staff::default(),
            terminals: Vec::new(),
            desks: vec![Vec::new(); count as usize],
            unregistered: Vec::new(),
            unlisted: Vec::new(),
            nameless: 0,
            watch: Vec::new(),
            relatives: Vec::new(),
            // Of so many, some six tenths as many as there are dossiers have one.
            population: (recipe.dossiers * 9 / 10).max(1000),
        };
        world.staff = staff(&mut world, accounts, days, random);
        world.odd_terminals(random);
        world.watch(random);
        world
    }

    /// A registered terminal of a unit.
    pub fn desk(&mut self, unit: u32, registered: String) -> u32 {
        let at = self.terminal(unit, registered, true);
        self.desks[unit as usize].push(at);
        at
    }

    fn terminal(&mut self, unit: u32, registered: String, listed: bool) -> u32 {
        let at = self.terminals.len() as u32;
        let number = self.terminals.iter().rev().take_while(|terminal| terminal.unit == unit).count() + 1;
        let kind = if listed { "MT" } else { "LAP" };
        self.terminals.push(Terminal {
            name: format!("{kind}-{}-{number:02}", self.units[unit as usize]),
            ip: format!("10.{}.{}.{}", 100 + unit / 200 % 100, unit % 200 + 1, 10 + number % 240),
            unit,
            registered,
            listed,
        });
        at
    }

    /// Terminals nobody registered, or nobody knows of, and lookups that state none.
    fn odd_terminals(&mut self, random: &mut Random) {
        let units = self.units.len() as u32;
        for at in 0..(units / 3).max(2) {
            let unit = random.below(u64::from(units)) as u32;
            let terminal = self.terminal(unit, String::new(), true);
            self.terminals[terminal as usize].name = format!("MT-{}-T{at:02}", self.units[unit as usize]);
            self.unregistered.push(terminal);
        }
        for at in 0..(units / 6).max(2) {
            let unit = random.below(u64::from(units)) as u32;
            let terminal = self.terminal(unit, String::new(), false);
            self.terminals[terminal as usize].name = format!("LAPTOP-{:04X}{at:02}", random.below(0xffff));
            self.terminals[terminal as usize].ip =
                format!("192.168.{}.{}", at % 250 + 1, 2 + random.below(250));
            self.unlisted.push(terminal);
        }
        self.nameless = self.terminal(0, String::new(), false);
        self.terminals[self.nameless as usize].name = String::new();
    }

    fn watch(&mut self, random: &mut Random) {
        let accounts = self.staff.accounts.len();
        for _ in 0..(accounts / 4).clamp(12, 500) {
            self.watch.push(Watched { citizen: citizen(random.below(self.population)), account: None });
        }
        for _ in 0..(accounts / 3).clamp(10, 5000) {
            let Some(account) = random.pick(&self.staff.steady) else { break };
            let kin = if random.chance(30) { random.pick(&self.watch) } else { None };
            let citizen = kin.map_or_else(|| citizen(random.below(self.population)), |known| known.citizen);
            self.relatives.push(Watched { citizen, account: Some(account) });
        }
        self.watch.extend_from_slice(&self.relatives);
    }

    /// Writes the registers: accounts, terminals, watch lists.
    pub fn write(&self, recipe: &Recipe, out: &Path) -> Result<()> {
        self.staff.write(&self.units, recipe, out)?;
        let mut table = Table::create(out, "terminals", recipe.format, &TERMINALS)?;
        for terminal in self.terminals.iter().filter(|terminal| terminal.listed) {
            table.texts(&[&terminal.name, &self.units[terminal.unit as usize], &terminal.registered])?;
        }
        table.finish()?;
        let mut table = Table::create(out, "watch", recipe.format, &WATCH)?;
        for watched in &self.watch {
            let mut person = String::new();
            digits(&mut person, watched.citizen, 12);
            let list = match watched.account {
                None => "public_figure".to_owned(),
                Some(account) => format!("relative_of:{}", self.staff.accounts[account as usize].name),
            };
            table.texts(&[&person, &list])?;
        }
        table.finish()
    }
}
