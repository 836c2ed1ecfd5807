//! A lookup before it is text, and the tables of lookups and dossiers.

use super::Recipe;
use super::days::Days;
use super::defects::SYSTEMS;
use super::dossiers::{Dossier, Form, NEVER, NOBODY, Number};
use super::purpose::{PROCEDURES, purposes};
use super::table::{Column, Kind, Table};
use super::text::{Stamp, digits};
use super::world::World;
use crate::local::Day;
use anyhow::Result;
use std::path::Path;

#[derive(Debug, Clone, Copy)]
pub struct Row {
    pub ts: i64,
    pub citizen: u64,
    pub seq: Option<i64>,
    pub dossier: Number,
    pub account: u32,
    pub terminal: u32,
    pub system: u8,
    pub purpose: u8,
    pub result: Outcome,
    /// Whether nothing is wrong with it.
    pub plain: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Ok,
    NotFound,
    Denied,
    Error,
}

impl Outcome {
    pub fn is_refused(self) -> bool {
        matches!(self, Outcome::Denied | Outcome::Error)
    }
}

const OUTCOMES: [&str; 4] = ["ok", "not_found", "denied", "error"];

const LOOKUPS: [Column; 10] = [
    ("ts", Kind::Moment),
    ("system", Kind::Text),
    ("account", Kind::Text),
    ("terminal", Kind::Text),
    ("ip", Kind::Text),
    ("citizen", Kind::Text),
    ("dossier", Kind::Text),
    ("purpose", Kind::Text),
    ("result", Kind::Text),
    ("seq", Kind::Number),
];

const DOSSIERS: [Column; 7] = [
    ("dossier", Kind::Text),
    ("citizen", Kind::Text),
    ("unit", Kind::Text),
    ("procedure", Kind::Text),
    ("opened", Kind::Text),
    ("closed", Kind::Text),
    ("account", Kind::Text),
];

/// Rows of a day and the dossiers made on it.
#[derive(Default)]
pub struct Batch {
    pub rows: Vec<Row>,
    pub dossiers: Vec<Dossier>,
}

/// Writes both tables as their rows come.
pub struct Writer<'a> {
    world: &'a World,
    lookups: Table,
    dossiers: Table,
    purposes: Vec<String>,
    procedures: Vec<String>,
    stamps: [Stamp; 2],
    /// The days from the first on as they stand in numbers of dossiers.
    dates: Vec<String>,
    first: i32,
    text: String,
}

impl<'a> Writer<'a> {
    pub fn create(world: &'a World, days: &Days, recipe: &Recipe, out: &Path) -> Result<Writer<'a>> {
        Ok(Writer {
            world,
            lookups: Table::create(out, "lookups", recipe.format, &LOOKUPS)?,
            dossiers: Table::create(out, "dossiers", recipe.format, &DOSSIERS)?,
            purposes: purposes(),
            procedures: PROCEDURES.iter().map(|(code, name)| format!("{code} {name}")).collect(),
            stamps: Default::default(),
            dates: (days.first..=days.to).map(|day| Day(day).date().strftime("%y%m%d").to_string()).collect(),
            first: days.first,
            text: String::new(),
        })
    }

    pub fn write(&mut self, batch: &Batch) -> Result<()> {
        for dossier in &batch.dossiers {
            self.dossier(dossier)?;
        }
        for row in &batch.rows {
            self.row(row)?;
        }
        Ok(())
    }

    pub fn finish(self) -> Result<()> {
        self.dossiers.finish()?;
        self.lookups.finish()
    }

    fn row(&mut self, row: &Row) -> Result<()> {
        let terminal = &self.world.terminals[row.terminal as usize];
        self.lookups.moment(row.ts)?;
        self.lookups.text(SYSTEMS[row.system as usize])?;
        self.lookups.text(self.world.staff.name(row.account))?;
        self.lookups.text(&terminal.name)?;
        self.lookups.text(&terminal.ip)?;
        self.text.clear();
        digits(&mut self.text, row.citizen, 12);
        self.lookups.text(&self.text)?;
        self.number(row.dossier);
        self.lookups.text(&self.text)?;
        self.lookups.text(&self.purposes[row.purpose as usize])?;
        self.lookups.text(OUTCOMES[row.result as usize])?;
        self.lookups.number(row.seq)?;
        self.lookups.end_row()
    }

    fn dossier(&mut self, dossier: &Dossier) -> Result<()> {
        self.number(dossier.number);
        self.dossiers.text(&self.text)?;
        self.text.clear();
        digits(&mut self.text, dossier.citizen, 12);
        self.dossiers.text(&self.text)?;
        self.dossiers.text(&self.world.units[dossier.number.unit as usize])?;
        self.dossiers.text(&self.procedures[dossier.procedure as usize])?;
        let times = [(dossier.opened, dossier.opened_by_date), (dossier.closed, dossier.closed_by_date)];
        for ((moment, by_date), stamp) in times.into_iter().zip(&mut self.stamps) {
            self.text.clear();
            if moment != NEVER {
                stamp.write(&mut self.text, moment);
                self.text.truncate(if by_date { "2024-01-05".len() } else { self.text.len() });
            }
            self.dossiers.text(&self.text)?;
        }
        let account = dossier.account;
        self.dossiers.text(if account == NOBODY { "" } else { self.world.staff.name(account) })?;
        self.dossiers.end_row()
    }

    /// Makes `text` the number of a dossier: `H99.12-240105-00012`.
    fn number(&mut self, number: Number) {
        self.text.clear();
        if number.form == Form::None {
            return;
        }
        let (province, stroke) = match number.form {
            Form::Foreign => ("H98", '-'),
            Form::Small => ("h99", '-'),
            Form::Strokes => ("H99", '/'),
            Form::True | Form::None => ("H99", '-'),
        };
        self.text.push_str(province);
        self.text.push_str(&self.world.units[number.unit as usize]["H99".len()..]);
        self.text.push(stroke);
        self.text.push_str(&self.dates[(number.day - self.first) as usize]);
        self.text.push(stroke);
        digits(&mut self.text, number.serial.into(), 5);
    }
}
