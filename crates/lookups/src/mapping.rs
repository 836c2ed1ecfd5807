//! How other systems name and write what the audit needs: a TOML file.

use crate::local::{self, Day};
use anyhow::{Context as _, Result, bail};
use jiff::civil::DateTime;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// The tables of an audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Table {
    Lookups,
    Dossiers,
    Accounts,
    Watch,
    Terminals,
}

impl Table {
    pub const ALL: [Table; 5] =
        [Table::Lookups, Table::Dossiers, Table::Accounts, Table::Watch, Table::Terminals];

    pub const fn code(self) -> &'static str {
        match self {
            Table::Lookups => "lookups",
            Table::Dossiers => "dossiers",
            Table::Accounts => "accounts",
            Table::Watch => "watch",
            Table::Terminals => "terminals",
        }
    }

    /// As reports call it.
    pub const fn words(self) -> &'static str {
        match self {
            Table::Lookups => "Nhật ký tra cứu",
            Table::Dossiers => "Hồ sơ",
            Table::Accounts => "Sổ tài khoản",
            Table::Watch => "Danh sách cần bảo vệ",
            Table::Terminals => "Sổ máy tra cứu",
        }
    }

    /// Its columns; the first ones must be there.
    pub const fn columns(self) -> (&'static [&'static str], usize) {
        match self {
            Table::Lookups => (
                &[
                    "ts", "system", "account", "citizen", "result", "terminal", "dossier", "seq", "ip",
                    "purpose",
                ],
                5,
            ),
            Table::Dossiers => {
                (&["dossier", "citizen", "opened", "closed", "unit", "procedure", "account"], 2)
            }
            Table::Accounts => (
                &["account", "holder", "unit", "enabled_from", "disabled_at", "left_at", "commitment_signed"],
                1,
            ),
            Table::Watch => (&["citizen", "list"], 2),
            Table::Terminals => (&["terminal", "unit", "registered"], 1),
        }
    }
}

/// What a mapping file says of one table.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Section {
    zone: Option<String>,
    time_format: Option<String>,
    delimiter: Option<String>,
    columns: BTreeMap<String, String>,
    constants: BTreeMap<String, String>,
    values: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    lookups: Section,
    dossiers: Section,
    accounts: Section,
    watch: Section,
    terminals: Section,
}

/// How one table is read.
#[derive(Debug, Clone)]
pub struct Mapping {
    pub table: Table,
    pub delimiter: Option<u8>,
    pub times: Times,
    /// For each column of the table: what it is called there, its constant, and what
    /// its values become.
    pub columns: Vec<Column>,
}

#[derive(Debug, Clone, Default)]
pub struct Column {
    pub theirs: String,
    pub constant: Option<String>,
    pub values: BTreeMap<String, String>,
}

/// The mappings of all tables.
#[derive(Debug, Clone)]
pub struct Mappings {
    all: Vec<Mapping>,
    /// The bytes of the file, for what was read by it.
    pub bytes: Vec<u8>,
}

impl Mappings {
    /// # Errors
    /// When the file cannot be read or names what there is not.
    pub fn read(path: Option<&Path>) -> Result<Mappings> {
        let Some(path) = path else { return Mappings::of(File::default(), Vec::new()) };
        let name = || format!("tệp ánh xạ {}", path.display());
        let bytes = std::fs::read(path).with_context(name)?;
        let file = toml::from_slice(&bytes).with_context(name)?;
        Mappings::of(file, bytes).with_context(name)
    }

    fn of(file: File, bytes: Vec<u8>) -> Result<Mappings> {
        let sections = [file.lookups, file.dossiers, file.accounts, file.watch, file.terminals];
        let all = Table::ALL
            .into_iter()
            .zip(sections)
            .map(|(table, section)| {
                Mapping::of(table, section).with_context(|| format!("[{}]", table.code()))
            })
            .collect::<Result<_>>()?;
        Ok(Mappings { all, bytes })
    }

    pub fn of_table(&self, table: Table) -> &Mapping {
        &self.all[table as usize]
    }
}

impl Mapping {
    fn of(table: Table, section: Section) -> Result<Mapping> {
        let (names, _) = table.columns();
        let given = section.columns.keys().chain(section.constants.keys()).chain(section.values.keys());
        for name in given {
            if !names.contains(&name.as_str()) {
                bail!("không có cột {name}; các cột: {}", names.join(", "));
            }
        }
        let delimiter = match section.delimiter.as_deref() {
            None => None,
            Some("\\t" | "tab") => Some(b'\t'),
            Some(text) => match text.as_bytes() {
                [byte] if byte.is_ascii() && !b"\"\r\n".contains(byte) => Some(*byte),
                _ => bail!("delimiter phải là một ký tự ASCII"),
            },
        };
        let zone = match &section.zone {
            None => None,
            Some(name) => Some(zone(name).with_context(|| format!("không có múi giờ {name}"))?),
        };
        let columns = names
            .iter()
            .map(|name| Column {
                theirs: section.columns.get(*name).cloned().unwrap_or_else(|| (*name).to_owned()),
                constant: section.constants.get(*name).cloned(),
                values: section.values.get(*name).cloned().unwrap_or_default(),
            })
            .collect();
        Ok(Mapping { table, delimiter, times: Times { zone, format: section.time_format }, columns })
    }
}

/// A zone by its name, or an offset such as `+07:00`.
fn zone(name: &str) -> Option<TimeZone> {
    if let Ok(zone) = TimeZone::get(name) {
        return Some(zone);
    }
    let (sign, rest) = match name.as_bytes().first()? {
        b'+' => (1, &name[1..]),
        b'-' => (-1, &name[1..]),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let seconds = (hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?) * 60 * sign;
    jiff::tz::Offset::from_seconds(seconds).ok().map(TimeZone::fixed)
}

/// A time as a table states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stated {
    At(i64),
    /// A date without time.
    On(Day),
}

impl Stated {
    /// Of what begins something.
    pub fn begins(self) -> i64 {
        match self {
            Stated::At(at) => at,
            Stated::On(day) => day.begins(),
        }
    }

    /// Of what ends something.
    pub fn ends(self) -> i64 {
        match self {
            Stated::At(at) => at,
            Stated::On(day) => day.ends(),
        }
    }
}

/// How times are written there.
#[derive(Debug, Clone, Default)]
pub struct Times {
    pub zone: Option<TimeZone>,
    pub format: Option<String>,
}

impl Times {
    /// RFC 3339, the mapping's own format, or with a zone a local time as ISO 8601.
    pub fn moment(&self, text: &str) -> Option<i64> {
        match self.stated(text)? {
            Stated::At(at) => Some(at),
            Stated::On(_) => None,
        }
    }

    /// As [`Times::moment`], and a date without time.
    pub fn stated(&self, text: &str) -> Option<Stated> {
        if let Some(at) = local::instant(text) {
            return Some(Stated::At(at));
        }
        if let Some(day) = local::date(text) {
            return Some(Stated::On(day));
        }
        if let Some(format) = &self.format {
            let parts = BrokenDownTime::parse(format, text).ok()?;
            if parts.offset().is_some() || parts.timestamp().is_some() {
                return parts.to_timestamp().ok().map(|at| Stated::At(at.as_microsecond()));
            }
            if let Ok(local) = parts.to_datetime()
                && parts.hour().is_some()
            {
                return self.local(local).map(Stated::At);
            }
            return parts.to_date().ok().map(|date| Stated::On(Day::from_date(date)));
        }
        self.zone.as_ref()?;
        let local: DateTime = text.parse().ok()?;
        self.local(local).map(Stated::At)
    }

    /// A local time of the mapping's zone; Vietnam's when it names none.
    pub fn local(&self, local: DateTime) -> Option<i64> {
        let zone = self.zone.clone().unwrap_or_else(|| TimeZone::fixed(jiff::tz::Offset::constant(7)));
        zone.to_ambiguous_zoned(local).compatible().ok().map(|at| at.timestamp().as_microsecond())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mappings(text: &str) -> Result<Mappings> {
        Mappings::of(toml::from_str(text)?, Vec::new())
    }

    #[test]
    fn times_are_read_as_the_mapping_says() {
        let read = mappings("[lookups]\nzone = \"Asia/Ho_Chi_Minh\"\ntime_format = \"%d/%m/%Y %H:%M:%S\"")
            .expect("read");
        let times = &read.of_table(Table::Lookups).times;
        assert_eq!(times.moment("05/03/2024 08:00:00"), local::instant("2024-03-05T01:00:00Z"));
        assert_eq!(times.moment("2024-03-05T01:00:00Z"), local::instant("2024-03-05T01:00:00Z"));
        assert_eq!(times.moment("2024-03-05"), None);
        assert_eq!(times.moment("05/13/2024 08:00:00"), None);
        let bare = Times::default();
        assert_eq!(bare.moment("2024-03-05T08:00:00"), None);
        assert_eq!(bare.stated("2024-03-05"), local::date("2024-03-05").map(Stated::On));
        let zoned = mappings("[dossiers]\nzone = \"+07:00\"").expect("read");
        let times = &zoned.of_table(Table::Dossiers).times;
        assert_eq!(times.moment("2024-03-05 08:00"), local::instant("2024-03-05T01:00:00Z"));
        let day = mappings("[dossiers]\ntime_format = \"%d/%m/%Y\"").expect("read");
        let times = &day.of_table(Table::Dossiers).times;
        assert_eq!(times.stated("05/03/2024"), local::date("2024-03-05").map(Stated::On));
    }

    #[test]
    fn a_mapping_names_only_what_there_is() {
        for wrong in [
            "[lookup]\nzone = \"+07:00\"",
            "[lookups.columns]\ntime = \"t\"",
            "[lookups]\nzone = \"Asia/Hanoi_Hue\"",
            "[lookups]\ndelimiter = \";;\"",
        ] {
            assert!(mappings(wrong).is_err(), "{wrong}");
        }
        let read = mappings(
            "[lookups]\ndelimiter = \";\"\n[lookups.columns]\nts = \"thời gian\"\n[lookups.constants]\nsystem = \"A\"\n[lookups.values.result]\n\"1\" = \"ok\"",
        )
        .expect("read");
        let lookups = read.of_table(Table::Lookups);
        assert_eq!(lookups.columns[0].theirs, "thời gian");
        assert_eq!(lookups.columns[1].constant.as_deref(), Some("A"));
        assert_eq!(lookups.delimiter, Some(b';'));
    }
}
