//! The register of terminals.

use super::register::Register;
use crate::input::{Cell, Files, Place, Reason, Sink};
use anyhow::Result;

/// A terminal as the register has it.
#[derive(Debug, Clone)]
pub struct Terminal {
    pub unit: String,
    pub unit_number: u32,
    pub registered: bool,
}

/// All terminals.
pub type Terminals = Register<Terminal>;

pub(super) struct Reader<'a> {
    files: &'a Files,
    pub read: Terminals,
}

impl<'a> Reader<'a> {
    pub fn new(files: &'a Files) -> Self {
        Reader { files, read: Terminals::default() }
    }
}

impl Sink for Reader<'_> {
    fn row(&mut self, place: Place, cells: &[Cell<'_>]) -> Result<Option<Reason>> {
        if cells[0].is_empty() {
            return Ok(Some(Reason::Missing));
        }
        let (mut name, mut unit) = (String::new(), String::new());
        let terminal = Terminal {
            unit: cells[1].text(&mut unit).to_owned(),
            unit_number: 0,
            registered: !cells[2].is_empty(),
        };
        self.read.add(cells[0].text(&mut name), terminal, "máy", self.files, place)?;
        Ok(None)
    }
}
