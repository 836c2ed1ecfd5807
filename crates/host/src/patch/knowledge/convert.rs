//! wesng's definitions → a file of knowledge. They are a zip of two CSV files,
//! `CVEs_yyyymmdd.csv` and `Custom_yyyymmdd.csv`, whose lines beginning with `#`
//! are remarks. Entries about Windows are kept; its applications on other systems
//! are not, nor are titles and where exploits are to be had.
//!
//! Not here: fetching them, reading the file made.

use super::pack::{put_block, put_names, put_number, put_numbers, put_text};
use super::{Entry, Head, Impact, MAGIC, VERSION};
use crate::patch::product;
use evidence::{Severity, hex};
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Cursor, Read, Write};

/// Largest zip taken.
const MAX_ZIP: usize = 64 << 20;
/// Largest CSV file within, unpacked. That of June 2026 has 136 MB.
const MAX_CSV: u64 = 1 << 30;
/// Most rows of both.
const MAX_ROWS: usize = 5_000_000;

const SOURCE: &str = "wesng, definitions.zip (https://github.com/bitsadmin/wesng)";
const LICENCE: &str = "BSD-3-Clause, by the authors of wesng (LICENSE.txt beside the source)";

/// What was made of the definitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    pub head: Head,
    /// Rows read.
    pub rows: usize,
    /// Systems they were put under.
    pub systems: usize,
    /// Bytes written.
    pub bytes: usize,
}

#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConvertError {
    #[error("the definitions are larger than {limit}")]
    TooLarge { limit: u64 },
    #[error("these are no definitions: {0} is missing")]
    Lacks(&'static str),
    #[error("the zip is damaged: {0}")]
    Zip(#[from] zip::result::ZipError),
    #[error("a row is damaged: {0}")]
    Csv(#[from] csv::Error),
    #[error("not written: {0}")]
    Write(#[from] io::Error),
}

/// Converts the bytes of `definitions.zip`.
pub fn convert(zip: &[u8], out: &mut impl Write) -> Result<Converted, ConvertError> {
    if zip.len() > MAX_ZIP {
        return Err(ConvertError::TooLarge { limit: MAX_ZIP as u64 });
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(zip))?;
    let named = |archive: &zip::ZipArchive<_>, start: &str| {
        let names = archive.file_names().filter_map(Result::ok);
        names.map(Cow::into_owned).find(|name| name.starts_with(start))
    };
    let official = named(&archive, "CVEs").ok_or(ConvertError::Lacks("CVEs_….csv"))?;
    let custom = named(&archive, "Custom").ok_or(ConvertError::Lacks("Custom_….csv"))?;
    let date = date_in(&official).ok_or(ConvertError::Lacks("a date in the file's name"))?;
    let mut rows = Rows::default();
    for name in [official, custom] {
        let file = archive.by_name(&name)?;
        if file.size() > MAX_CSV {
            return Err(ConvertError::TooLarge { limit: MAX_CSV });
        }
        rows.read(file.take(MAX_CSV))?;
    }
    let systems = rows.systems();
    let head = Head {
        date,
        source: SOURCE.to_owned(),
        licence: LICENCE.to_owned(),
        sha256: hex(&Sha256::digest(zip)),
        entries: systems.values().map(Vec::len).sum(),
    };
    let bytes = rows.write(&head, &systems, out)?;
    Ok(Converted { head, rows: rows.read, systems: systems.len(), bytes })
}

fn date_in(name: &str) -> Option<Date> {
    let (_, day) = name.strip_suffix(".csv")?.rsplit_once('_')?;
    Date::strptime("%Y%m%d", day).ok()
}

/// Names, each with a number.
#[derive(Debug, Default)]
struct Numbered(HashMap<String, u32>);

impl Numbered {
    fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.0.get(name) {
            return *number;
        }
        let number = self.0.len() as u32;
        self.0.insert(name.to_owned(), number);
        number
    }

    fn in_order(&self) -> BTreeMap<&str, u32> {
        self.0.iter().map(|(name, number)| (name.as_str(), *number)).collect()
    }

    /// For each number the place of its name in the order of names.
    fn places(&self) -> Vec<u32> {
        let mut places = vec![0; self.0.len()];
        for (place, number) in (0..).zip(self.in_order().into_values()) {
            places[number as usize] = place;
        }
        places
    }
}

/// An entry before its names have their final numbers; ordered as it is packed.
type Raw = [u32; 7];

#[derive(Debug, Default)]
struct Rows {
    read: usize,
    updates: Numbered,
    weaknesses: Numbered,
    components: Numbered,
    days: Numbered,
    /// Lists of superseded updates, as written: `4038792;4038799`.
    superseded: Numbered,
    products: Numbered,
    entries: Vec<Raw>,
}

/// Entries, each once, by the system they are about.
type Systems = BTreeMap<String, Vec<Raw>>;

/// Where the columns are.
struct Columns([usize; 9]);

impl Columns {
    const NAMES: [&'static str; 9] = [
        "DatePosted",
        "CVE",
        "BulletinKB",
        "AffectedProduct",
        "AffectedComponent",
        "Severity",
        "Impact",
        "Supersedes",
        "Exploits",
    ];

    fn of(heading: &csv::ByteRecord) -> Result<Self, ConvertError> {
        let mut places = [0; 9];
        for (place, name) in places.iter_mut().zip(Self::NAMES) {
            let found = heading.iter().position(|cell| cell == name.as_bytes());
            *place = found.ok_or(ConvertError::Lacks(name))?;
        }
        Ok(Columns(places))
    }
}

impl Rows {
    fn read(&mut self, file: impl Read) -> Result<(), ConvertError> {
        let mut table = csv::ReaderBuilder::new().comment(Some(b'#')).flexible(true).from_reader(file);
        let columns = Columns::of(table.byte_headers()?)?;
        let mut record = csv::ByteRecord::new();
        while table.read_byte_record(&mut record)? {
            self.read += 1;
            if self.read > MAX_ROWS {
                return Err(ConvertError::TooLarge { limit: MAX_ROWS as u64 });
            }
            let cells = columns.0.map(|at| String::from_utf8_lossy(record.get(at).unwrap_or_default()));
            if cells[3].contains("Windows") {
                self.keep(cells.each_ref().map(AsRef::as_ref));
            }
        }
        Ok(())
    }

    fn keep(&mut self, cells: [&str; 9]) {
        let [day, weakness, update, affected, component, severity, impact, superseded, exploits] = cells;
        let raw = [
            self.products.number(affected),
            self.updates.number(update),
            self.weaknesses.number(weakness),
            self.components.number(component),
            self.days.number(day),
            self.superseded.number(superseded),
            u32::from(marks(severity, impact, exploits)),
        ];
        for name in superseded.split(';').filter(|_| !superseded.is_empty()) {
            self.updates.number(name);
        }
        self.entries.push(raw);
    }

    fn systems(&mut self) -> Systems {
        self.entries.sort_unstable();
        self.entries.dedup();
        let products = self.products.0.iter();
        let names: HashMap<u32, String> =
            products.map(|(name, number)| (*number, product::platform(name))).collect();
        let mut systems = Systems::new();
        for raw in &self.entries {
            systems.entry(names[&raw[0]].clone()).or_default().push(*raw);
        }
        systems
    }

    /// The file; how many bytes it has.
    fn write(&self, head: &Head, systems: &Systems, out: &mut impl Write) -> Result<usize, ConvertError> {
        let mut file = Vec::new();
        let head = serde_json::to_vec(head).map_err(io::Error::from)?;
        file.extend_from_slice(MAGIC);
        file.extend_from_slice(&VERSION.to_le_bytes());
        file.extend_from_slice(&(head.len() as u32).to_le_bytes());
        file.extend_from_slice(&head);
        put_block(&mut file, &self.tables(systems))?;
        let places = self.places();
        for entries in systems.values() {
            put_block(&mut file, &columns(&placed(entries, &places)))?;
        }
        out.write_all(&file)?;
        Ok(file.len())
    }

    fn numbered(&self) -> [&Numbered; 6] {
        [&self.products, &self.updates, &self.weaknesses, &self.components, &self.days, &self.superseded]
    }

    fn places(&self) -> [Vec<u32>; 6] {
        self.numbered().map(Numbered::places)
    }

    fn tables(&self, systems: &Systems) -> Vec<u8> {
        let mut tables = Vec::new();
        for table in [&self.updates, &self.weaknesses, &self.components] {
            put_names(&mut tables, table.in_order().into_keys());
        }
        // A day that is none is 0, which no calendar has.
        put_numbers(&mut tables, self.days.in_order().into_keys().map(|day| day.parse().unwrap_or_default()));
        let updates = self.updates.places();
        put_number(&mut tables, self.superseded.0.len() as u32);
        for list in self.superseded.in_order().into_keys().map(|list| self.members(list, &updates)) {
            put_numbers(&mut tables, list.into_iter());
        }
        put_numbers(&mut tables, systems.values().map(|entries| entries.len() as u32));
        put_number(&mut tables, self.products.0.len() as u32);
        for name in self.products.in_order().into_keys() {
            let of = product::platform(name);
            let system = systems.keys().position(|system| *system == of);
            put_text(&mut tables, name);
            put_number(&mut tables, system.unwrap_or_default() as u32);
        }
        tables
    }

    /// The members of a list. One between two signs that is empty is a member too:
    /// wesng counts updates without a name among those superseded then.
    fn members(&self, list: &str, places: &[u32]) -> Vec<u32> {
        if list.is_empty() {
            return Vec::new();
        }
        list.split(';').filter_map(|name| self.updates.0.get(name)).map(|at| places[*at as usize]).collect()
    }
}

fn marks(severity: &str, impact: &str, exploits: &str) -> u8 {
    let severity = Severity::from_word(severity).filter(|severity| *severity != Severity::Info);
    let severity = severity.map_or(0, |severity| severity.rank() as u8 + 1);
    severity | (Impact::of(impact) as u8) << 3 | u8::from(!exploits.trim().is_empty()) << 7
}

/// Entries with the places of their names for numbers, in the order they pack
/// best in.
fn placed(entries: &[Raw], places: &[Vec<u32>; 6]) -> Vec<Entry> {
    let place = |table: usize, number: u32| places[table][number as usize];
    let mut placed: Vec<Entry> = entries
        .iter()
        .map(|raw| Entry {
            product: place(0, raw[0]),
            update: place(1, raw[1]),
            weakness: place(2, raw[2]),
            component: place(3, raw[3]),
            day: place(4, raw[4]),
            superseded: place(5, raw[5]),
            marks: raw[6] as u8,
        })
        .collect();
    placed.sort_by_key(|entry| (entry.product, entry.day, entry.update, entry.superseded, entry.weakness));
    placed
}

fn columns(entries: &[Entry]) -> Vec<u8> {
    let mut plain = Vec::new();
    let columns: [fn(&Entry) -> u32; 6] = [
        |entry| entry.product,
        |entry| entry.update,
        |entry| entry.weakness,
        |entry| entry.component,
        |entry| entry.day,
        |entry| entry.superseded,
    ];
    for column in columns {
        for entry in entries {
            put_number(&mut plain, column(entry));
        }
    }
    plain.extend(entries.iter().map(|entry| entry.marks));
    plain
}
