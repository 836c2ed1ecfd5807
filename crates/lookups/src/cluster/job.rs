//! What executors are told, and what they keep of it.

use crate::audit::{Ready, Request};
use crate::input::{Files, Piece, Progress, Rejects};
use crate::judge::{Judge, Law};
use crate::mapping::{Mappings, Table};
use crate::parameters::Parameters;
use crate::spool::Spool;
use crate::store::{self, Store};
use crate::tables::{Paths, People, Rejected, Tables};
use anyhow::{Context as _, Result, anyhow, bail};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex, OnceLock};

use super::packed;

/// All an executor has to know; paths are absolute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    lookups: PathBuf,
    dossiers: PathBuf,
    accounts: PathBuf,
    watch: Option<PathBuf>,
    terminals: Option<PathBuf>,
    mapping: Option<PathBuf>,
    parameters: Option<PathBuf>,
    calendar: Option<PathBuf>,
    /// Digest of tables, parameters, calendar, mapping and program; of another, an
    /// executor takes no work.
    key: String,
}

fn absolute(path: &Path) -> Result<PathBuf> {
    std::fs::canonicalize(path).with_context(|| path.display().to_string())
}

fn maybe(path: Option<&PathBuf>) -> Result<Option<PathBuf>> {
    path.map(|path| absolute(path)).transpose()
}

impl Job {
    pub fn of(request: &Request, ready: &Ready) -> Result<Job> {
        Ok(Job {
            lookups: absolute(&request.lookups)?,
            dossiers: absolute(&request.paths.dossiers)?,
            accounts: absolute(&request.paths.accounts)?,
            watch: maybe(request.paths.watch.as_ref())?,
            terminals: maybe(request.paths.terminals.as_ref())?,
            mapping: maybe(request.mapping.as_ref())?,
            parameters: maybe(request.parameters.as_ref())?,
            calendar: maybe(request.calendar.as_ref())?,
            key: format!("{:032x}", ready.key()?),
        })
    }

    fn request(&self, out: PathBuf) -> Request {
        Request {
            lookups: self.lookups.clone(),
            paths: Paths {
                dossiers: self.dossiers.clone(),
                accounts: self.accounts.clone(),
                watch: self.watch.clone(),
                terminals: self.terminals.clone(),
            },
            mapping: self.mapping.clone(),
            parameters: self.parameters.clone(),
            calendar: self.calendar.clone(),
            out,
            ..Request::default()
        }
    }
}

/// The files of a log and how they are read, a store's or raw ones.
pub fn files(lookups: &Path, mappings: &Mappings) -> Result<(Files, Mappings)> {
    if store::is_store(lookups) {
        let store = Store::open(lookups)?;
        let all = store.days().into_iter().flat_map(|day| store.files(day).all).collect();
        return Ok((Files { all, only: None }, Mappings::read(None)?));
    }
    Ok((Files::of(lookups).context("--lookups")?, mappings.clone()))
}

/// A job an executor works on: its tables are read once.
pub struct Work {
    job: String,
    ready: Ready,
    tables: Tables,
    files: Files,
    mappings: Mappings,
    /// Goes when the work is forgotten.
    _out: tempfile::TempDir,
}

/// The last job; executors work on one at a time.
static LAST: OnceLock<Mutex<Option<Arc<Work>>>> = OnceLock::new();

impl Work {
    /// The work of a job, read when it is not that of the last.
    ///
    /// # Errors
    /// When something cannot be read here, or is another than the asker's.
    pub fn of(text: &str) -> Result<Arc<Work>> {
        let last = LAST.get_or_init(Mutex::default);
        let mut last = last.lock().map_err(|_| anyhow!("a thread died"))?;
        if let Some(work) = last.as_ref().filter(|work| work.job == text) {
            return Ok(work.clone());
        }
        *last = None;
        let work = Arc::new(Work::read(text)?);
        *last = Some(work.clone());
        Ok(work)
    }

    fn read(text: &str) -> Result<Work> {
        let job: Job = serde_json::from_str(text)?;
        let out = tempfile::tempdir()?;
        let ready = Ready::of(&job.request(out.path().to_owned()))?;
        let key = format!("{:032x}", ready.key()?);
        if key != job.key {
            bail!(
                "máy làm việc này thấy hồ sơ, tài khoản, tham số, lịch hoặc phiên bản chương trình khác với máy yêu cầu"
            );
        }
        let progress = Progress::default();
        let mut rejected = Rejected::default();
        let people =
            People::read(&ready.files, &ready.mappings, ready.scratch.path(), &progress, &mut rejected)?;
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let dossiers = crate::tables::dossiers(
            &ready.files[&Table::Dossiers],
            &ready.mappings,
            &ready.parameters,
            threads,
            ready.scratch.path(),
            &progress,
            &mut rejected,
        )?;
        let (files, mappings) = files(&job.lookups, &ready.mappings)?;
        let tables = Tables { dossiers, people };
        Ok(Work { job: text.to_owned(), ready, tables, files, mappings, _out: out })
    }

    pub fn parameters(&self) -> &Parameters {
        &self.ready.parameters
    }

    /// Reads a piece: for each day its rows with the names in them, and what was
    /// rejected under [`packed::REJECTED`].
    pub fn piece(&self, piece: Piece) -> Result<Vec<(i32, Vec<u8>)>> {
        let files = Files { all: self.files.all.clone(), only: Some(piece) };
        let mapping = self.mappings.of_table(Table::Lookups);
        let spool = Spool::held();
        let rejects = Rejects::held(Table::Lookups);
        let law = Law {
            tables: &self.tables,
            parameters: &self.ready.parameters,
            calendar: &self.ready.calendar,
            times: &mapping.times,
            spool: &spool,
            readers: AtomicU32::new(0),
        };
        let judges =
            crate::input::read(&files, mapping, 1, &rejects, &Progress::default(), || Judge::new(&law))?;
        let mut met = Vec::new();
        for judge in judges {
            met.push(judge.finish()?.1);
        }
        let mut all = Vec::new();
        for day in spool.numbers() {
            for block in spool.blocks(day)? {
                all.push((day, packed::pack(&block, &met)?));
            }
        }
        if !rejects.is_empty() {
            all.push((packed::REJECTED, rejects.bytes()?));
        }
        Ok(all)
    }
}
