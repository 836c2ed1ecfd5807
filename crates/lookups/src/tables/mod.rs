//! What lookups are compared with: dossiers, accounts, people to be protected,
//! terminals.

mod accounts;
mod dossiers;
mod register;
mod terminals;
mod watch;

pub use accounts::{Account, Accounts};
pub use dossiers::{Asked, Dossiers, Fit};
pub use terminals::{Terminal, Terminals};
pub use watch::{Watch, Watched};

use crate::input::{Counts, Files, Progress, Rejects, Sink};
use crate::mapping::{Mappings, Table, Times};
use crate::names::Names;
use crate::parameters::Parameters;
use anyhow::{Context as _, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::Xxh3;

/// Where the tables are.
#[derive(Debug, Clone, Default)]
pub struct Paths {
    pub dossiers: PathBuf,
    pub accounts: PathBuf,
    pub watch: Option<PathBuf>,
    pub terminals: Option<PathBuf>,
}

impl Paths {
    fn of(&self, table: Table) -> Option<&Path> {
        match table {
            Table::Lookups => None,
            Table::Dossiers => Some(&self.dossiers),
            Table::Accounts => Some(&self.accounts),
            Table::Watch => self.watch.as_deref(),
            Table::Terminals => self.terminals.as_deref(),
        }
    }

    pub fn files(&self) -> Result<BTreeMap<Table, Files>> {
        let mut files = BTreeMap::new();
        for table in Table::ALL {
            if let Some(path) = self.of(table) {
                files.insert(table, Files::of(path).with_context(|| format!("--{}", table.code()))?);
            }
        }
        Ok(files)
    }
}

/// All but the dossiers: small, and asked again when all is found.
#[derive(Debug)]
pub struct People {
    pub accounts: Accounts,
    pub watch: Option<Watch>,
    pub terminals: Option<Terminals>,
}

/// The tables of an audit.
#[derive(Debug)]
pub struct Tables {
    pub dossiers: Dossiers,
    pub people: People,
}

/// What was rejected of the tables.
#[derive(Debug, Default)]
pub struct Rejected {
    pub tables: Vec<(Rejects, Vec<String>)>,
}

impl Rejected {
    pub fn counts(&self) -> BTreeMap<Table, Counts> {
        self.tables.iter().map(|(rejects, _)| (rejects.table, rejects.counts())).collect()
    }
}

impl People {
    /// # Errors
    /// When a table cannot be read, or an account or terminal stands twice.
    pub fn read(
        files: &BTreeMap<Table, Files>,
        mappings: &Mappings,
        scratch: &Path,
        progress: &Progress,
        rejected: &mut Rejected,
    ) -> Result<People> {
        let mut from = Reading { mappings, scratch, progress, rejected };
        let of_accounts = &files[&Table::Accounts];
        let mut accounts =
            from.table(Table::Accounts, of_accounts, |times| accounts::Reader::new(of_accounts, times))?.read;
        let watch = match files.get(&Table::Watch) {
            None => None,
            Some(files) => {
                let read = from.table(Table::Watch, files, |_| watch::Reader::default())?;
                Some(Watch::of(read, &accounts))
            }
        };
        let mut terminals = match files.get(&Table::Terminals) {
            None => None,
            Some(files) => Some(from.table(Table::Terminals, files, |_| terminals::Reader::new(files))?.read),
        };
        let mut units = Names::default();
        for account in accounts.each() {
            account.unit_number = units.number(&account.unit);
        }
        for terminal in terminals.iter_mut().flat_map(Terminals::each) {
            terminal.unit_number = units.number(&terminal.unit);
        }
        Ok(People { accounts, watch, terminals })
    }
}

/// What reading a small table takes.
struct Reading<'a> {
    mappings: &'a Mappings,
    scratch: &'a Path,
    progress: &'a Progress,
    rejected: &'a mut Rejected,
}

impl<'a> Reading<'a> {
    /// On one thread: what stands twice is told by the line it stands at again.
    fn table<S: Sink>(
        &mut self,
        table: Table,
        files: &Files,
        make: impl Fn(&'a Times) -> S + Sync,
    ) -> Result<S> {
        let lines = Rejects::new(table, self.scratch)?;
        let mapping = self.mappings.of_table(table);
        let read = crate::input::read(files, mapping, 1, &lines, self.progress, || make(&mapping.times))?;
        self.rejected.tables.push((lines, files.names()));
        read.into_iter().next().context("no reader")
    }
}

/// Reads the dossiers.
///
/// # Errors
/// When they cannot be read.
pub fn dossiers(
    files: &Files,
    mappings: &Mappings,
    parameters: &Parameters,
    threads: usize,
    scratch: &Path,
    progress: &Progress,
    rejected: &mut Rejected,
) -> Result<Dossiers> {
    let lines = Rejects::new(Table::Dossiers, scratch)?;
    let mapping = mappings.of_table(Table::Dossiers);
    let seed = Dossiers::seed()?;
    let read = crate::input::read(files, mapping, threads, &lines, progress, || {
        dossiers::Reader::new(seed, &mapping.times, parameters)
    })?;
    rejected.tables.push((lines, files.names()));
    Dossiers::of(read, seed)
}

/// A digest of the bytes of files, in their order; where they lie says nothing.
pub fn digest(files: &Files) -> Result<u128> {
    let mut all = Xxh3::new();
    let mut buffer = vec![0; 1 << 20];
    for found in &files.all {
        let mut one = Xxh3::new();
        let mut file = std::fs::File::open(&found.path).with_context(|| found.path.display().to_string())?;
        loop {
            let count = std::io::Read::read(&mut file, &mut buffer)
                .with_context(|| found.path.display().to_string())?;
            if count == 0 {
                break;
            }
            one.update(&buffer[..count]);
        }
        // Their names tell in which form they are read.
        all.update(found.name.as_bytes());
        all.update(&one.digest128().to_le_bytes());
    }
    Ok(all.digest128())
}
