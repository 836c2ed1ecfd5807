//! All packs, parsed, checked and tied together.
//!
//! Not here: reading files (`source`).

use crate::fault::PackFault;
use crate::source::{self, Texts};
use domain::calendar::{Calendar, CalendarFault, CalendarYear};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::Path;

/// Everything the packs hold.
#[derive(Debug, Clone)]
pub struct Packs {
    pub calendar: Calendar,
}

impl Packs {
    /// The packs built into the program.
    ///
    /// # Errors
    /// Never for a released program: a test reads them all.
    pub fn embedded() -> Result<Self, PackFault> {
        Self::read(&source::embedded())
    }

    /// The built-in packs with a folder laid over them: a file of the same
    /// relative path wins, further files in `calendar`, `outline` and
    /// `checklist` are added.
    ///
    /// # Errors
    /// The first fault, with file, line and key.
    pub fn with_folder(folder: &Path) -> Result<Self, PackFault> {
        Self::read(&source::with_folder(folder)?)
    }

    fn read(texts: &Texts) -> Result<Self, PackFault> {
        Ok(Packs { calendar: calendar(texts)? })
    }
}

fn calendar(texts: &Texts) -> Result<Calendar, PackFault> {
    let (mut years, mut files) = (vec![], BTreeMap::new());
    for (file, text) in under(texts, "calendar/") {
        let year: CalendarYear = parse(file, text)?;
        files.insert(year.year, (file, text));
        years.push(year);
    }
    Calendar::new(years).map_err(|fault| {
        let (year, key) = place_of(&fault);
        match files.get(&year) {
            Some((file, text)) => PackFault::of_entry(file, text, &key, fault),
            None => PackFault::of_file("calendar", fault),
        }
    })
}

/// The year whose file holds the fault, and what to look for in it.
fn place_of(fault: &CalendarFault) -> (i16, String) {
    match fault {
        CalendarFault::YearTwice(year) => (*year, year.to_string()),
        CalendarFault::OtherYear { date, year } => (*year, date.to_string()),
        CalendarFault::DateTwice(date)
        | CalendarFault::WorkedOnWeekday(date)
        | CalendarFault::NotExchanged { date, .. }
        | CalendarFault::NotWorkedOff(date)
        | CalendarFault::WeekendGiven(date) => (date.year(), date.to_string()),
    }
}

fn under<'a>(texts: &'a Texts, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    texts
        .iter()
        .filter(move |(path, _)| path.starts_with(folder))
        .map(|(path, text)| (path.as_str(), text.as_str()))
}

fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, PackFault> {
    serde_norway::from_str(text).map_err(|error| PackFault::of_yaml(file, &error))
}
