//! All packs, parsed, checked and tied together.
//!
//! Not here: reading files (`source`), ties between packs (`ties`).

use crate::fault::PackFault;
use crate::source::{self, Texts};
use crate::ties;
use crate::unit_kinds::UnitKinds;
use domain::calendar::{Calendar, CalendarFault, CalendarYear};
use domain::checklist::Checklist;
use domain::finding::Catalogue;
use domain::law::{Act, Library, LibraryFault};
use domain::outline::Outline;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::Path;

/// Everything the packs hold.
#[derive(Debug, Clone)]
pub struct Packs {
    pub calendar: Calendar,
    pub library: Library,
    pub catalogue: Catalogue,
    /// By code.
    pub outlines: BTreeMap<String, Outline>,
    /// By code.
    pub checklists: BTreeMap<String, Checklist>,
    pub unit_kinds: UnitKinds,
}

/// The shape of `legal/library.yaml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LibraryFile {
    acts: Vec<Act>,
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
        let library = library(texts)?;
        let catalogue = catalogue(texts, &library)?;
        let outlines = outlines(texts, &library)?;
        let checklists = checklists(texts, &library, &catalogue, &outlines)?;
        Ok(Packs {
            calendar: calendar(texts)?,
            library,
            catalogue,
            outlines,
            checklists,
            unit_kinds: one(texts, "unit/kinds.yaml")?.1,
        })
    }

    /// All checklists as a list, for `domain::checklist::propose`.
    pub fn checklists(&self) -> Vec<Checklist> {
        self.checklists.values().cloned().collect()
    }
}

fn library(texts: &Texts) -> Result<Library, PackFault> {
    let file = "legal/library.yaml";
    let (text, content): (&str, LibraryFile) = one(texts, file)?;
    Library::new(content.acts).map_err(|fault| {
        let code = match &fault {
            LibraryFault::Twice(code) | LibraryFault::EndsBeforeItBegins(code) => code,
            LibraryFault::Unknown { act, .. } | LibraryFault::Circle { act, .. } => act,
        };
        PackFault::of_entry(file, text, code, &fault)
    })
}

fn catalogue(texts: &Texts, library: &Library) -> Result<Catalogue, PackFault> {
    let file = "catalogue/findings.yaml";
    let (text, catalogue): (&str, Catalogue) = one(texts, file)?;
    catalogue.check_shape().map_err(|fault| PackFault::of_entry(file, text, fault.code(), &fault))?;
    ties::catalogue(file, text, &catalogue, library)?;
    Ok(catalogue)
}

fn outlines(texts: &Texts, library: &Library) -> Result<BTreeMap<String, Outline>, PackFault> {
    let mut outlines = BTreeMap::new();
    for (file, text) in under(texts, "outline/") {
        let outline: Outline = parse(file, text)?;
        outline.check_shape().map_err(|fault| PackFault::of_entry(file, text, fault.at(), &fault))?;
        ties::outline(file, text, &outline, library)?;
        if outlines.contains_key(&outline.code) {
            return Err(PackFault::of_entry(file, text, &outline.code, "another file has this code"));
        }
        outlines.insert(outline.code.clone(), outline);
    }
    Ok(outlines)
}

fn checklists(
    texts: &Texts,
    library: &Library,
    catalogue: &Catalogue,
    outlines: &BTreeMap<String, Outline>,
) -> Result<BTreeMap<String, Checklist>, PackFault> {
    let mut checklists = BTreeMap::new();
    for (file, text) in under(texts, "checklist/") {
        let checklist: Checklist = parse(file, text)?;
        checklist.check_shape().map_err(|fault| PackFault::of_entry(file, text, fault.code(), &fault))?;
        ties::checklist(file, text, &checklist, library, catalogue, outlines)?;
        if checklists.contains_key(&checklist.code) {
            return Err(PackFault::of_entry(file, text, &checklist.code, "another file has this code"));
        }
        checklists.insert(checklist.code.clone(), checklist);
    }
    Ok(checklists)
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

/// A pack that is one file.
fn one<'a, T: DeserializeOwned>(texts: &'a Texts, file: &str) -> Result<(&'a str, T), PackFault> {
    let text = texts.get(file).ok_or_else(|| PackFault::of_file(file, "missing"))?;
    Ok((text, parse(file, text)?))
}

pub(crate) fn under<'a>(texts: &'a Texts, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    texts
        .iter()
        .filter(move |(path, _)| path.starts_with(folder))
        .map(|(path, text)| (path.as_str(), text.as_str()))
}

pub(crate) fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, PackFault> {
    serde_norway::from_str(text).map_err(|error| PackFault::of_yaml(file, &error))
}
