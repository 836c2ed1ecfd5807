//! Cells, where everything in a hive lies ("Cell"), and how much may be read of them.

use super::{Damage, Hive, READ_LEAST, READ_OVER};
use crate::little::u32_at;
use std::cell::Cell;

/// An offset that points nowhere.
pub(super) const NOWHERE: u32 = u32::MAX;
/// Bytes a cell costs at least when it is read.
const LEAST: usize = 32;

/// Bytes of a hive that may still be read.
#[derive(Debug)]
pub(super) struct Budget(Cell<u64>);

impl Budget {
    pub fn of(length: usize) -> Self {
        Budget(Cell::new(READ_LEAST + READ_OVER * length as u64))
    }

    fn spend(&self, bytes: usize) -> Result<(), Damage> {
        let left = self.0.get().checked_sub(bytes.max(LEAST) as u64).ok_or(Damage::Limit)?;
        self.0.set(left);
        Ok(())
    }
}

impl Hive<'_> {
    /// What a used cell holds, its padding included.
    pub(super) fn cell(&self, at: u32) -> Result<&[u8], Damage> {
        let bins = self.bins();
        let at = at as usize;
        let size = u32_at(bins, at).ok_or(Damage::Cell)?.cast_signed();
        if size > 0 {
            // A free cell may hold what was deleted; nothing that lives points to it.
            self.budget.spend(0)?;
            return Err(Damage::Free);
        }
        let size = size.unsigned_abs() as usize;
        let cell = size.checked_sub(4).and_then(|_| bins.get(at + 4..at.checked_add(size)?));
        let cell = cell.ok_or(Damage::Cell);
        self.budget.spend(0)?;
        cell
    }

    /// Counts bytes of a cell that are read beyond its head.
    pub(super) fn spend(&self, bytes: usize) -> Result<(), Damage> {
        self.budget.spend(bytes)
    }
}
