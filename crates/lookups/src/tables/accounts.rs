//! The register of accounts.

use super::dossiers::stated;
use crate::input::{Cell, Files, Place, Reason, Sink};
use crate::mapping::Times;
use crate::names::Names;
use anyhow::{Result, bail};

/// An account as the register has it.
#[derive(Debug, Clone)]
pub struct Account {
    pub name: String,
    /// An identifier of the person.
    pub holder: String,
    pub unit: String,
    /// The unit's number; units are numbered together with those of terminals.
    pub unit_number: u32,
    pub enabled_from: Option<i64>,
    /// The earlier of disabled and left: from after it, it may not be used.
    pub ends: Option<i64>,
    pub signed: bool,
}

/// All accounts.
#[derive(Debug, Default)]
pub struct Accounts {
    pub all: Vec<Account>,
    names: Names,
}

impl Accounts {
    pub(super) fn of(readers: Vec<Reader<'_>>, units: &mut Names) -> Accounts {
        let mut accounts = Accounts::default();
        for mut account in readers.into_iter().flat_map(|reader| reader.all) {
            account.unit_number = units.number(&account.unit);
            accounts.names.number(&account.name);
            accounts.all.push(account);
        }
        accounts
    }

    pub fn find(&self, name: &str) -> Option<&Account> {
        self.names.find(name).map(|number| &self.all[number as usize])
    }

    pub fn index(&self, name: &str) -> Option<u32> {
        self.names.find(name)
    }
}

pub(super) struct Reader<'a> {
    files: &'a Files,
    times: &'a Times,
    known: Names,
    all: Vec<Account>,
}

impl<'a> Reader<'a> {
    pub fn new(files: &'a Files, times: &'a Times) -> Self {
        Reader { files, times, known: Names::default(), all: Vec::new() }
    }
}

/// That a name stands twice ends the work: nobody knows which of the two holds.
pub(super) fn once(known: &mut Names, name: &str, what: &str, files: &Files, place: Place) -> Result<()> {
    if known.find(name).is_some() {
        let file = files.all.get(place.file as usize).map_or("", |file| file.name.as_str());
        bail!("{what} {name} có hai lần; lần thứ hai ở {file}, dòng {}", place.line);
    }
    known.number(name);
    Ok(())
}

impl Sink for Reader<'_> {
    fn row(&mut self, place: Place, cells: &[Cell<'_>]) -> Result<Option<Reason>> {
        if cells[0].is_empty() {
            return Ok(Some(Reason::Missing));
        }
        let mut times = [None; 3];
        for (time, cell) in times.iter_mut().zip(&cells[3..6]) {
            match stated(cell, self.times) {
                Ok(read) => *time = read,
                Err(reason) => return Ok(Some(reason)),
            }
        }
        let [enabled, disabled, left] = times;
        let text = |at: usize| {
            let mut buffer = String::new();
            cells[at].text(&mut buffer).to_owned()
        };
        let name = text(0);
        once(&mut self.known, &name, "tài khoản", self.files, place)?;
        self.all.push(Account {
            name,
            holder: text(1),
            unit: text(2),
            unit_number: 0,
            enabled_from: enabled.map(crate::mapping::Stated::begins),
            ends: [disabled, left].into_iter().flatten().map(crate::mapping::Stated::ends).min(),
            signed: !cells[6].is_empty(),
        });
        Ok(None)
    }
}
