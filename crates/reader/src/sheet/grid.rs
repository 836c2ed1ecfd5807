//! Cells put where they stand, within the limits: a sheet may name its last cell
//! only, and it may say that a cell is repeated a million times.

use super::Sheet;
use crate::limits::Limits;

/// What all sheets of a workbook may still take.
#[derive(Debug)]
pub(super) struct Room {
    bytes: usize,
}

impl Room {
    pub fn of(limits: &Limits) -> Self {
        Room { bytes: limits.unpacked_bytes }
    }

    /// Takes a cell's room; false when there is none left.
    fn take(&mut self, text: &str, cells: usize) -> bool {
        let wanted = cells.saturating_mul(size_of::<String>() + text.len());
        let fits = wanted <= self.bytes;
        self.bytes = self.bytes.saturating_sub(wanted);
        fits
    }
}

/// A sheet while it is read.
pub(super) struct Grid<'a> {
    sheet: Sheet,
    room: &'a mut Room,
    limits: &'a Limits,
}

impl<'a> Grid<'a> {
    pub fn new(name: String, room: &'a mut Room, limits: &'a Limits) -> Self {
        Grid { sheet: Sheet { name, ..Sheet::default() }, room, limits }
    }

    /// Whether nothing more fits.
    pub fn is_full(&self) -> bool {
        self.room.bytes == 0
    }

    /// Puts a text into a cell, counted from 0; what is blank takes no room.
    pub fn put(&mut self, row: usize, column: usize, text: String) {
        if text.is_empty() {
            return;
        }
        if row >= self.limits.sheet_rows || column >= self.limits.sheet_columns {
            self.sheet.truncated = true;
            return;
        }
        let rows = &mut self.sheet.rows;
        let new_rows = (row + 1).saturating_sub(rows.len());
        let new_cells = (column + 1).saturating_sub(rows.get(row).map_or(0, Vec::len));
        // What stands before a cell takes room too.
        if !self.room.take("", new_rows + new_cells) || !self.room.take(&text, 1) {
            self.sheet.truncated = true;
            return;
        }
        if new_rows > 0 {
            rows.resize(row + 1, Vec::new());
        }
        if new_cells > 0 {
            rows[row].resize(column + 1, String::new());
        }
        rows[row][column] = text;
    }

    pub fn finish(self) -> Sheet {
        self.sheet
    }
}
