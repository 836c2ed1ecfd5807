//! The register of accounts.

use super::dossiers::stated;
use super::register::Register;
use crate::input::{Cell, Files, Place, Reason, Sink};
use crate::mapping::Times;
use anyhow::Result;

/// An account as the register has it.
#[derive(Debug, Clone)]
pub struct Account {
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
pub type Accounts = Register<Account>;

pub(super) struct Reader<'a> {
    files: &'a Files,
    times: &'a Times,
    pub read: Accounts,
}

impl<'a> Reader<'a> {
    pub fn new(files: &'a Files, times: &'a Times) -> Self {
        Reader { files, times, read: Accounts::default() }
    }
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
        let account = Account {
            holder: text(1),
            unit: text(2),
            unit_number: 0,
            enabled_from: enabled.map(crate::mapping::Stated::begins),
            ends: [disabled, left].into_iter().flatten().map(crate::mapping::Stated::ends).min(),
            signed: !cells[6].is_empty(),
        };
        self.read.add(&text(0), account, "tài khoản", self.files, place)?;
        Ok(None)
    }
}
