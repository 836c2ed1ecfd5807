//! Rows of logs, each judged by itself: explained or not, and by which rules flagged.
//! What rows say together is the state of a day (`day`).

use crate::calendar::Calendar;
use crate::input::{Cell, LONGEST_LINE, Place, Reason, Sink};
use crate::local::{self, Day, HOUR};
use crate::mapping::Times;
use crate::names::{Names, Ranked};
use crate::parameters::{Parameters, micros};
use crate::part::{NO_SEQ, Part, Row};
use crate::rule::{EXPLAINED, LOOKUP, bit};
use crate::spool::Spool;
use crate::tables::{Asked, Fit, Tables, Watched};
use anyhow::Result;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};

/// Rows judged at a time.
const BATCH: usize = 256;
/// Rows a reader holds before it sets them aside.
const HELD: usize = 1 << 20;

/// What rows are judged by; all readers share it.
#[derive(Debug)]
pub struct Law<'a> {
    pub tables: &'a Tables,
    pub parameters: &'a Parameters,
    pub calendar: &'a Calendar,
    pub times: &'a Times,
    pub spool: &'a Spool,
    /// How many readers there are.
    pub readers: AtomicU32,
}

/// The names a reader met.
#[derive(Debug, Default)]
pub struct Met {
    pub systems: Names,
    pub accounts: Names,
    pub terminals: Names,
}

/// The names of all readers in order.
#[derive(Debug, Default)]
pub struct Order {
    pub systems: Ranked,
    pub accounts: Ranked,
    pub terminals: Ranked,
}

impl Order {
    /// Of the readers, in the order of their numbers.
    pub fn of(met: &[Met]) -> Order {
        Order {
            systems: Ranked::of(met.iter().map(|met| &met.systems)),
            accounts: Ranked::of(met.iter().map(|met| &met.accounts)),
            terminals: Ranked::of(met.iter().map(|met| &met.terminals)),
        }
    }
}

/// Codes of the cells of one column, and the numbers they stand for here.
#[derive(Debug, Default)]
struct Codes(Vec<u32>);

const UNMET: u32 = u32::MAX;

impl Codes {
    fn number(&mut self, cell: &Cell<'_>, names: &mut Names, buffer: &mut String) -> u32 {
        let Cell::Coded(text, code) = cell else { return names.number(cell.text(buffer)) };
        let code = *code as usize;
        if code >= self.0.len() {
            self.0.resize(code + 1, UNMET);
        }
        if self.0[code] == UNMET {
            self.0[code] = names.number(text);
        }
        self.0[code]
    }
}

/// A row that waits to be asked after in the dossiers.
#[derive(Debug, Clone)]
struct Waiting {
    at: i64,
    seq: i64,
    system: u32,
    account: u32,
    terminal: u32,
    mark: u32,
    citizen: Range<usize>,
    dossier: Range<usize>,
    citizen_hash: u64,
}

/// A reader of logs.
pub struct Judge<'a> {
    law: &'a Law<'a>,
    number: u32,
    met: Met,
    codes: [Codes; 3],
    /// Accounts and terminals by their numbers here: where the registers have them.
    known: Vec<Option<u32>>,
    terminals: Vec<Option<(bool, u32)>>,
    waiting: Vec<Waiting>,
    texts: String,
    asked: Vec<Asked>,
    fits: Vec<Fit>,
    parts: BTreeMap<Day, Part>,
    held: usize,
    buffer: String,
    hours: Range<i64>,
    last_day: Option<(Day, bool)>,
}

impl<'a> Judge<'a> {
    pub fn new(law: &'a Law<'a>) -> Self {
        let hours = micros(law.parameters.hours_from, HOUR)..micros(law.parameters.hours_to, HOUR);
        Judge {
            law,
            number: law.readers.fetch_add(1, Ordering::Relaxed),
            met: Met::default(),
            codes: Default::default(),
            known: Vec::new(),
            terminals: Vec::new(),
            waiting: Vec::with_capacity(BATCH),
            texts: String::new(),
            asked: Vec::with_capacity(BATCH),
            fits: Vec::with_capacity(BATCH),
            parts: BTreeMap::new(),
            held: 0,
            buffer: String::new(),
            hours,
            last_day: None,
        }
    }

    /// Sets aside what is held; the reader's number and the names it met.
    ///
    /// # Errors
    /// When the disk takes no more.
    pub fn finish(mut self) -> Result<(u32, Met)> {
        self.settle()?;
        self.put_aside()?;
        Ok((self.number, self.met))
    }

    fn put_aside(&mut self) -> Result<()> {
        for (day, part) in std::mem::take(&mut self.parts) {
            self.law.spool.put(day.0, &part.bytes(self.number))?;
        }
        self.held = 0;
        Ok(())
    }

    /// What the registers say of names met since.
    fn look_up_names(&mut self) {
        let people = &self.law.tables.people;
        while self.known.len() < self.met.accounts.len() {
            let name = self.met.accounts.text(self.known.len() as u32);
            self.known.push(people.accounts.index(name));
        }
        while self.terminals.len() < self.met.terminals.len() {
            let name = self.met.terminals.text(self.terminals.len() as u32);
            let found = people.terminals.as_ref().and_then(|all| all.find(name));
            self.terminals.push(found.map(|terminal| (terminal.registered, terminal.unit_number)));
        }
    }

    fn settle(&mut self) -> Result<()> {
        self.look_up_names();
        let dossiers = &self.law.tables.dossiers;
        self.asked.clear();
        for row in &self.waiting {
            if row.mark & LOOKUP != 0 && !row.dossier.is_empty() {
                let number = dossiers.number(&self.texts[row.dossier.clone()]);
                self.asked.push(Asked { number, citizen: row.citizen_hash, at: row.at });
            }
        }
        dossiers.fits(&self.asked, &mut self.fits);
        let mut fits = self.fits.iter();
        for row in std::mem::take(&mut self.waiting) {
            let mut mark = row.mark;
            let (citizen, dossier) = (&self.texts[row.citizen.clone()], &self.texts[row.dossier.clone()]);
            let day = Day::of(row.at);
            if mark & LOOKUP != 0 {
                mark |= if dossier.is_empty() {
                    bit(4)
                } else {
                    match fits.next() {
                        Some(Fit::Explained) => EXPLAINED,
                        Some(Fit::OtherTime) => bit(7),
                        Some(Fit::OtherCitizen) => bit(6),
                        Some(Fit::Unknown) | None => bit(5),
                    }
                };
                let working = match self.last_day {
                    Some((last, working)) if last == day => working,
                    _ => self.law.calendar.is_working(day),
                };
                self.last_day = Some((day, working));
                mark |= marks(
                    self.law,
                    &row,
                    mark,
                    working,
                    &self.hours,
                    &Known {
                        account: self.known[row.account as usize],
                        name: self.met.accounts.text(row.account),
                        terminal: self.terminals[row.terminal as usize],
                        citizen,
                    },
                );
            }
            self.parts.entry(day).or_default().push(Row {
                at: row.at,
                seq: row.seq,
                system: row.system,
                account: row.account,
                terminal: row.terminal,
                mark,
                citizen,
                dossier,
            });
            self.held += 1;
        }
        self.texts.clear();
        self.waiting.reserve(BATCH);
        if self.held >= HELD {
            self.put_aside()?;
        }
        Ok(())
    }
}

/// What is known of a row's names.
struct Known<'a> {
    account: Option<u32>,
    name: &'a str,
    /// Registered, and the number of its unit.
    terminal: Option<(bool, u32)>,
    citizen: &'a str,
}

/// Rules on a lookup's hour, account, terminal and citizen.
fn marks(
    law: &Law<'_>,
    row: &Waiting,
    mark: u32,
    working: bool,
    hours: &Range<i64>,
    known: &Known<'_>,
) -> u32 {
    let people = &law.tables.people;
    let account = known.account.map(|index| people.accounts.get(index));
    let mut marks = 0;
    if !working || !hours.contains(&local::time_of_day(row.at)) {
        marks |= bit(8);
    }
    if let Some(watch) = &people.watch {
        let holder = account.map_or("", |account| &account.holder);
        let flagged = match watch.watched(known.citizen, known.name, holder) {
            Watched::No => false,
            Watched::Listed => mark & EXPLAINED == 0,
            Watched::Relative => true,
        };
        if flagged {
            marks |= bit(12);
        }
    }
    match account {
        None => marks |= bit(17),
        Some(account) => {
            let early = account.enabled_from.is_some_and(|from| row.at < from);
            let late = account.ends.is_some_and(|ends| row.at > ends);
            if early || late {
                marks |= bit(14);
            }
        }
    }
    if people.terminals.is_some() {
        let fits = known.terminal.is_some_and(|(registered, unit)| {
            registered && account.is_none_or(|account| account.unit_number == unit)
        });
        if !fits {
            marks |= bit(16);
        }
    }
    marks
}

/// The columns of lookups, in their order.
pub(crate) mod column {
    pub const TS: usize = 0;
    pub const SYSTEM: usize = 1;
    pub const ACCOUNT: usize = 2;
    pub const CITIZEN: usize = 3;
    pub const RESULT: usize = 4;
    pub const TERMINAL: usize = 5;
    pub const DOSSIER: usize = 6;
    pub const SEQ: usize = 7;
}

/// The moment, whether it is a lookup, and the number of a row; why not, where one is wrong.
pub fn checked(cells: &[Cell<'_>], times: &Times) -> Result<(i64, bool, i64), Reason> {
    use column::{ACCOUNT, CITIZEN, RESULT, SEQ, SYSTEM, TS};
    // Lines are bounded where they are read; so are the cells of Parquet.
    let long = |cell: &Cell<'_>| matches!(cell, Cell::Text(text) | Cell::Coded(text, _) if text.len() >= LONGEST_LINE);
    if cells.iter().any(long) {
        return Err(Reason::TooLong);
    }
    if [TS, SYSTEM, ACCOUNT, CITIZEN, RESULT].iter().any(|column| cells[*column].is_empty()) {
        return Err(Reason::Missing);
    }
    let mut buffer = String::new();
    let at = match cells[TS] {
        Cell::Moment(at) => at,
        cell => times.moment(cell.text(&mut buffer)).ok_or(Reason::Time)?,
    };
    let lookup = match cells[RESULT].text(&mut buffer) {
        "ok" | "not_found" => true,
        "denied" | "error" => false,
        _ => return Err(Reason::Result),
    };
    let seq = match cells[SEQ] {
        cell if cell.is_empty() => NO_SEQ,
        Cell::Whole(number) => number,
        cell => {
            let number = cell.text(&mut buffer).parse().map_err(|_| Reason::Seq)?;
            // It stands for a row without one.
            if number == NO_SEQ {
                return Err(Reason::Seq);
            }
            number
        }
    };
    Ok((at, lookup, seq))
}

impl Sink for Judge<'_> {
    fn codes_begin(&mut self) {
        self.codes.iter_mut().for_each(|codes| codes.0.clear());
    }

    fn row(&mut self, _: Place, cells: &[Cell<'_>]) -> Result<Option<Reason>> {
        let (at, lookup, seq) = match checked(cells, self.law.times) {
            Ok(checked) => checked,
            Err(reason) => return Ok(Some(reason)),
        };
        let buffer = &mut self.buffer;
        let [systems, accounts, terminals] = &mut self.codes;
        let system = systems.number(&cells[column::SYSTEM], &mut self.met.systems, buffer);
        let account = accounts.number(&cells[column::ACCOUNT], &mut self.met.accounts, buffer);
        let terminal = terminals.number(&cells[column::TERMINAL], &mut self.met.terminals, buffer);
        let from = self.texts.len();
        self.texts.push_str(cells[column::CITIZEN].text(buffer));
        let middle = self.texts.len();
        self.texts.push_str(cells[column::DOSSIER].text(buffer));
        let citizen_hash = self.law.tables.dossiers.citizen(&self.texts[from..middle]);
        self.waiting.push(Waiting {
            at,
            seq,
            system,
            account,
            terminal,
            mark: if lookup { LOOKUP } else { 0 },
            citizen: from..middle,
            dossier: middle..self.texts.len(),
            citizen_hash,
        });
        if self.waiting.len() >= BATCH {
            self.settle()?;
        }
        Ok(None)
    }
}
