//! The register of terminals.

use super::accounts::once;
use crate::input::{Cell, Files, Place, Reason, Sink};
use crate::names::Names;
use anyhow::Result;

/// A terminal as the register has it.
#[derive(Debug, Clone)]
pub struct Terminal {
    name: String,
    unit: String,
    pub unit_number: u32,
    pub registered: bool,
}

/// All terminals.
#[derive(Debug, Default)]
pub struct Terminals {
    all: Vec<Terminal>,
    names: Names,
}

impl Terminals {
    pub(super) fn of(readers: Vec<Reader<'_>>, units: &mut Names) -> Terminals {
        let mut terminals = Terminals::default();
        for mut terminal in readers.into_iter().flat_map(|reader| reader.all) {
            terminal.unit_number = units.number(&terminal.unit);
            terminals.names.number(&terminal.name);
            terminals.all.push(terminal);
        }
        terminals
    }

    pub fn find(&self, name: &str) -> Option<&Terminal> {
        self.names.find(name).map(|number| &self.all[number as usize])
    }
}

pub(super) struct Reader<'a> {
    files: &'a Files,
    known: Names,
    all: Vec<Terminal>,
}

impl<'a> Reader<'a> {
    pub fn new(files: &'a Files) -> Self {
        Reader { files, known: Names::default(), all: Vec::new() }
    }
}

impl Sink for Reader<'_> {
    fn row(&mut self, place: Place, cells: &[Cell<'_>]) -> Result<Option<Reason>> {
        if cells[0].is_empty() {
            return Ok(Some(Reason::Missing));
        }
        let (mut name, mut unit) = (String::new(), String::new());
        let name = cells[0].text(&mut name);
        once(&mut self.known, name, "máy", self.files, place)?;
        self.all.push(Terminal {
            name: name.to_owned(),
            unit: cells[1].text(&mut unit).to_owned(),
            unit_number: 0,
            registered: !cells[2].is_empty(),
        });
        Ok(None)
    }
}
