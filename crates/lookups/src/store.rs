//! A store of days: rows in Parquet by date, and the states audits made of them.
//!
//! `manifest.json` says what belongs to it; it changes in one step, after all it names
//! is on the disk. What it does not name was begun and never finished.

use crate::day::{self, DayState};
use crate::input::{Counts, Files, Found};
use crate::local::Day;
use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_128;

pub const MANIFEST: &str = "manifest.json";
const FORMAT: &str = "rasoat-lookups-store";
const VERSION: u32 = 1;
const KEPT: &str = "kept";
const LOCK: &str = ".lock";

/// A file of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayFile {
    /// Below the store.
    pub name: String,
    pub rows: u64,
    pub bytes: u64,
    /// XXH3 of its bytes, in hexadecimal.
    pub digest: String,
}

/// What was taken in at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// The files it came from: name and SHA-256.
    pub inputs: Vec<(String, String)>,
    pub rows: u64,
    pub rejected: Counts,
    /// The rejected lines, below the store; empty when there are none.
    pub rejects: String,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: String,
    version: u32,
    pub days: BTreeMap<String, Vec<DayFile>>,
    pub batches: Vec<Batch>,
}

impl Manifest {
    pub fn rejected(&self) -> Counts {
        let mut all = Counts::default();
        self.batches.iter().for_each(|batch| all.add(&batch.rejected));
        all
    }
}

/// A store on the disk.
#[derive(Debug)]
pub struct Store {
    pub folder: PathBuf,
    pub manifest: Manifest,
    /// Held as long as somebody writes.
    lock: Option<File>,
}

/// Whether a folder is a store.
pub fn is_store(folder: &Path) -> bool {
    folder.join(MANIFEST).is_file()
}

impl Store {
    /// Opens a store to read, or to keep states in it.
    ///
    /// # Errors
    /// When it is none, or one of a newer program.
    pub fn open(folder: &Path) -> Result<Store> {
        let path = folder.join(MANIFEST);
        let about = || format!("kho nhật ký {}", folder.display());
        let text = std::fs::read_to_string(&path).with_context(about)?;
        let manifest: Manifest = serde_json::from_str(&text).with_context(about)?;
        if manifest.format != FORMAT {
            bail!("{} không phải là kho nhật ký", folder.display());
        }
        if manifest.version > VERSION {
            bail!("kho nhật ký {} do phiên bản mới hơn tạo ra", folder.display());
        }
        Ok(Store { folder: folder.to_owned(), manifest, lock: None })
    }

    /// Opens or makes a store to write; one program at a time may.
    ///
    /// # Errors
    /// When another writes, or the folder holds something else.
    pub fn to_write(folder: &Path) -> Result<Store> {
        let about = || format!("kho nhật ký {}", folder.display());
        std::fs::create_dir_all(folder).with_context(about)?;
        let known = is_store(folder);
        if !known {
            let mut entries = std::fs::read_dir(folder).with_context(about)?;
            let foreign =
                entries.any(|entry| entry.is_ok_and(|entry| !is_ours(&entry.file_name().to_string_lossy())));
            if foreign {
                bail!("{} đã có tệp khác; chọn một thư mục trống", folder.display());
            }
        }
        let lock = File::create(folder.join(LOCK)).with_context(about)?;
        if lock.try_lock().is_err() {
            bail!("kho nhật ký {} đang được chương trình khác ghi", folder.display());
        }
        let mut store = if known {
            Store::open(folder)?
        } else {
            let manifest = Manifest { format: FORMAT.into(), version: VERSION, ..Manifest::default() };
            Store { folder: folder.to_owned(), manifest, lock: None }
        };
        store.lock = Some(lock);
        Ok(store)
    }

    pub fn days(&self) -> Vec<Day> {
        self.manifest.days.keys().filter_map(|day| crate::local::date(day)).collect()
    }

    /// The files of a day, for who reads them.
    pub fn files(&self, day: Day) -> Files {
        let files = self.manifest.days.get(&day.to_string()).map(Vec::as_slice).unwrap_or_default();
        let all = files
            .iter()
            .map(|file| Found {
                path: self.folder.join(&file.name),
                name: file.name.clone(),
                bytes: file.bytes,
            })
            .collect();
        Files { all, only: None }
    }

    /// Names a day's files by what is in them.
    fn digest(&self, day: Day) -> u128 {
        let files = self.manifest.days.get(&day.to_string()).map(Vec::as_slice).unwrap_or_default();
        let all: Vec<u8> = files.iter().flat_map(|file| file.digest.bytes().chain([b'\n'])).collect();
        xxh3_128(&all)
    }

    /// Puts the manifest in the place of the one before.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn commit(&self) -> Result<()> {
        let path = self.folder.join(MANIFEST);
        let text = serde_json::to_vec_pretty(&self.manifest)?;
        crate::output::whole(&path, |file| Ok(file.write_all(&text)?))?;
        sync(&self.folder)
    }

    fn kept(&self, key: u128) -> PathBuf {
        self.folder.join(KEPT).join(format!("{key:032x}"))
    }

    fn state_path(&self, key: u128, day: Day) -> PathBuf {
        self.kept(key).join(format!("{day}-{:016x}.state", self.digest(day) as u64))
    }

    /// Whether the state of a day made by `key` is kept.
    pub fn has(&self, key: u128, day: Day) -> bool {
        self.state_path(key, day).is_file()
    }

    /// The kept state of a day; none where there is none that is whole.
    pub fn state(&self, key: u128, day: Day) -> Option<DayState> {
        let bytes = std::fs::read(self.state_path(key, day)).ok()?;
        DayState::of_bytes(&bytes).filter(|state| state.day == day)
    }

    /// Keeps the state of a day.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, key: u128, state: &DayState) -> Result<()> {
        let path = self.state_path(key, state.day);
        std::fs::create_dir_all(self.kept(key)).with_context(|| self.folder.display().to_string())?;
        // A state that is damaged is made again: it need not be on the disk at once.
        let part = path.with_extension(format!("{}.part", std::process::id()));
        std::fs::write(&part, state.bytes()?).with_context(|| part.display().to_string())?;
        std::fs::rename(&part, &path).with_context(|| path.display().to_string())
    }

    /// What was rejected of the dossiers when the states of `key` were made.
    pub fn rejected_dossiers(&self, key: u128) -> Option<(Counts, PathBuf)> {
        let folder = self.kept(key);
        let text = std::fs::read(folder.join("dossiers.json")).ok()?;
        Some((serde_json::from_slice(&text).ok()?, folder.join("dossiers.csv")))
    }

    /// Keeps what was rejected of the dossiers.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_rejected(
        &self,
        key: u128,
        counts: &Counts,
        write: impl FnOnce(&mut std::io::BufWriter<File>) -> Result<()>,
    ) -> Result<()> {
        let folder = self.kept(key);
        std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        crate::output::whole(&folder.join("dossiers.csv"), write)?;
        let text = serde_json::to_vec(counts)?;
        crate::output::whole(&folder.join("dossiers.json"), |file| Ok(file.write_all(&text)?))
    }

    /// Takes away what was begun and never finished, and states of other versions of
    /// a day's files.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn sweep(&self) -> Result<()> {
        for entry in std::fs::read_dir(&self.folder).with_context(|| self.folder.display().to_string())? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(STAGING) {
                std::fs::remove_dir_all(entry.path())?;
            } else if let Some(day) = name.strip_prefix(OF_DAY) {
                let known = self.manifest.days.get(day).map(Vec::as_slice).unwrap_or_default();
                for file in std::fs::read_dir(entry.path())? {
                    let file = file?;
                    let name = format!("{name}/{}", file.file_name().to_string_lossy());
                    if !known.iter().any(|one| one.name == name) {
                        std::fs::remove_file(file.path())?;
                    }
                }
                if known.is_empty() {
                    std::fs::remove_dir(entry.path())?;
                }
            }
        }
        Ok(())
    }
}

pub const STAGING: &str = ".staging-";
pub const OF_DAY: &str = "day=";
pub const REJECTS: &str = "rejected";

fn is_ours(name: &str) -> bool {
    name == LOCK
        || name == REJECTS
        || name == KEPT
        || name.starts_with(STAGING)
        || name.starts_with(OF_DAY)
        || name.ends_with(".part")
}

/// A folder's entries are on the disk.
pub fn sync(folder: &Path) -> Result<()> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .with_context(|| format!("không ghi được vào {}", folder.display()))
}

/// What states are made by: another digest of the tables, parameters, calendar or
/// program makes others.
pub fn key(parts: &[&[u8]]) -> u128 {
    let mut all = day::VERSION.to_le_bytes().to_vec();
    all.extend_from_slice(env!("CARGO_PKG_VERSION").as_bytes());
    for part in parts {
        all.extend_from_slice(&(part.len() as u64).to_le_bytes());
        all.extend_from_slice(part);
    }
    xxh3_128(&all)
}
