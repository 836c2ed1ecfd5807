//! Lookups and dossiers as rows of their tables.

use super::Recipe;
use super::days::Days;
use super::defects::SYSTEMS;
use super::dossiers::{Dossier, Form, NEVER, NOBODY, Number};
use super::purpose::{PROCEDURES, purposes};
use super::row::{OUTCOMES, Row};
use super::table::{Column, Kind, Table};
use super::text::{Stamp, digits};
use super::world::World;
use crate::local::Day;
use anyhow::Result;
use std::path::Path;

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

/// A table whose rows come a day at a time.
pub trait Rows<R>: Sized {
    fn create(world: &World, days: &Days, recipe: &Recipe, out: &Path) -> Result<Self>;
    fn write(&mut self, world: &World, row: &R) -> Result<()>;
    fn finish(self) -> Result<()>;
}

pub struct Lookups {
    table: Table,
    numbers: Numbers,
    purposes: Vec<String>,
    text: String,
}

impl Rows<Row> for Lookups {
    fn create(world: &World, days: &Days, recipe: &Recipe, out: &Path) -> Result<Lookups> {
        Ok(Lookups {
            table: Table::create(out, "lookups", recipe.format, &LOOKUPS)?,
            numbers: Numbers::of(world, days),
            purposes: purposes(),
            text: String::new(),
        })
    }

    fn write(&mut self, world: &World, row: &Row) -> Result<()> {
        let Lookups { table, text, .. } = self;
        let terminal = &world.terminals[row.terminal as usize];
        table.moment(row.ts)?;
        table.text(SYSTEMS[row.system as usize])?;
        table.text(world.staff.name(row.account))?;
        table.text(&terminal.name)?;
        table.text(&terminal.ip)?;
        text.clear();
        digits(text, row.citizen, 12);
        table.text(text)?;
        text.clear();
        self.numbers.write(text, row.dossier);
        table.text(text)?;
        table.text(&self.purposes[row.purpose as usize])?;
        table.text(OUTCOMES[row.result as usize])?;
        table.number(row.seq)?;
        table.end_row()
    }

    fn finish(self) -> Result<()> {
        self.table.finish()
    }
}

pub struct Dossiers {
    table: Table,
    numbers: Numbers,
    procedures: Vec<String>,
    stamps: [Stamp; 2],
    text: String,
}

impl Rows<Dossier> for Dossiers {
    fn create(world: &World, days: &Days, recipe: &Recipe, out: &Path) -> Result<Dossiers> {
        Ok(Dossiers {
            table: Table::create(out, "dossiers", recipe.format, &DOSSIERS)?,
            numbers: Numbers::of(world, days),
            procedures: PROCEDURES.iter().map(|(code, name)| format!("{code} {name}")).collect(),
            stamps: Default::default(),
            text: String::new(),
        })
    }

    fn write(&mut self, world: &World, dossier: &Dossier) -> Result<()> {
        let Dossiers { table, text, .. } = self;
        text.clear();
        self.numbers.write(text, dossier.number);
        table.text(text)?;
        text.clear();
        digits(text, dossier.citizen, 12);
        table.text(text)?;
        table.text(&world.units[dossier.number.unit as usize])?;
        table.text(&self.procedures[dossier.procedure as usize])?;
        let times = [(dossier.opened, dossier.opened_by_date), (dossier.closed, dossier.closed_by_date)];
        for ((moment, by_date), stamp) in times.into_iter().zip(&mut self.stamps) {
            text.clear();
            if moment != NEVER {
                stamp.write(text, moment);
                text.truncate(if by_date { "2024-01-05".len() } else { text.len() });
            }
            table.text(text)?;
        }
        table.text(if dossier.account == NOBODY { "" } else { world.staff.name(dossier.account) })?;
        table.end_row()
    }

    fn finish(self) -> Result<()> {
        self.table.finish()
    }
}

/// Writes the numbers of dossiers: `H99.12-240105-00012`.
struct Numbers {
    /// What follows the province in the code of a unit.
    units: Vec<String>,
    /// The days from the first on as they stand in numbers.
    dates: Vec<String>,
    first: i32,
}

impl Numbers {
    fn of(world: &World, days: &Days) -> Numbers {
        let date = |day| Day(day).date().strftime("%y%m%d").to_string();
        Numbers {
            units: world.units.iter().map(|unit| unit["H99".len()..].to_owned()).collect(),
            dates: (days.first..=days.to).map(date).collect(),
            first: days.first,
        }
    }

    fn write(&self, text: &mut String, number: Number) {
        let (province, stroke) = match number.form {
            Form::None => return,
            Form::True => ("H99", '-'),
            Form::Foreign => ("H98", '-'),
            Form::Small => ("h99", '-'),
            Form::Strokes => ("H99", '/'),
        };
        text.push_str(province);
        text.push_str(&self.units[number.unit as usize]);
        text.push(stroke);
        text.push_str(&self.dates[(number.day - self.first) as usize]);
        text.push(stroke);
        digits(text, number.serial.into(), 5);
    }
}
