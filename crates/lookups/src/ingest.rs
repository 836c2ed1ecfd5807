//! `ingest`: raw logs into a store of days.
//!
//! Rows are spooled by day, each day is sorted by all that stands in its rows, so that
//! the same logs give the same bytes, and written to a folder of its own kind; when all
//! is there, it is moved in and the manifest names it. Killed at any moment, what was
//! not named is swept away when it is run again.

use crate::input::{Cell, Files, Place, Progress, Reason, Rejects, Sink};
use crate::judge;
use crate::local::Day;
use crate::mapping::{Mappings, Table, Times};
use crate::part::NO_SEQ;
use crate::spool::Spool;
use crate::store::{self, Batch, DayFile, Store};
use anyhow::{Context as _, Result, anyhow};
use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use arrow::datatypes::{DataType, Field, Schema, TimeUnit};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use xxhash_rust::xxh3::Xxh3;

/// What an ingest did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub rows: u64,
    pub days: usize,
    pub rejected: crate::input::Counts,
    /// Files whose content was there already.
    pub known: Vec<String>,
}

/// Texts of a row, in the order they are sorted and written.
pub(crate) const TEXTS: [&str; 8] =
    ["system", "account", "terminal", "citizen", "dossier", "result", "purpose", "ip"];
/// Where these stand in a row of the table.
pub(crate) const COLUMNS: [usize; 8] = [1, 2, 5, 3, 6, 4, 9, 8];
/// Bytes a reader holds before it sets them aside.
const HELD: usize = 48 << 20;
/// Rows of a group in the store's files.
const GROUP: usize = 1 << 20;

struct Reader<'a> {
    times: &'a Times,
    spool: &'a Spool,
    days: BTreeMap<Day, Vec<u8>>,
    held: usize,
}

impl Reader<'_> {
    fn put_aside(&mut self) -> Result<()> {
        self.held = 0;
        for (day, bytes) in std::mem::take(&mut self.days) {
            self.spool.put(day.0, &bytes)?;
        }
        Ok(())
    }
}

impl Sink for Reader<'_> {
    fn row(&mut self, _: Place, cells: &[Cell<'_>]) -> Result<Option<Reason>> {
        let (at, _, seq) = match judge::checked(cells, self.times) {
            Ok(checked) => checked,
            Err(reason) => return Ok(Some(reason)),
        };
        let bytes = self.days.entry(Day::of(at)).or_default();
        let before = bytes.len();
        bytes.extend_from_slice(&at.to_le_bytes());
        bytes.extend_from_slice(&seq.to_le_bytes());
        let mut buffer = String::new();
        for column in COLUMNS {
            let text = cells[column].text(&mut buffer);
            // Lines are bounded; the cells of Parquet are not.
            bytes.extend_from_slice(&(text.len() as u32).to_le_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
        self.held += bytes.len() - before;
        if self.held >= HELD {
            self.put_aside()?;
        }
        Ok(None)
    }
}

/// A row of the spool.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Row<'a> {
    at: i64,
    texts: [&'a str; 8],
    seq: i64,
}

fn rows(mut block: &[u8]) -> impl Iterator<Item = Row<'_>> {
    std::iter::from_fn(move || {
        let (at, rest) = block.split_first_chunk::<8>()?;
        let (seq, mut rest) = rest.split_first_chunk::<8>()?;
        let mut texts = [""; 8];
        for text in &mut texts {
            let (length, after) = rest.split_first_chunk::<4>()?;
            let (bytes, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
            *text = std::str::from_utf8(bytes).ok()?;
            rest = after;
        }
        block = rest;
        Some(Row { at: i64::from_le_bytes(*at), texts, seq: i64::from_le_bytes(*seq) })
    })
}

/// Takes logs into a store.
///
/// # Errors
/// When a log cannot be opened or the store cannot be written.
pub fn ingest(
    lookups: &Path,
    mappings: &Mappings,
    folder: &Path,
    threads: usize,
    progress: &Progress,
) -> Result<Taken> {
    let mut store = Store::to_write(folder)?;
    store.sweep()?;
    let mut files = Files::of(lookups).context("--lookups")?;
    progress.begin("Đối chiếu tệp", files.bytes());
    let mut inputs = Vec::new();
    let mut known = Vec::new();
    // By name and content: two files that say the same are two files.
    let had: BTreeSet<(String, String)> =
        store.manifest.batches.iter().flat_map(|batch| batch.inputs.iter().cloned()).collect();
    for file in std::mem::take(&mut files.all) {
        let digest = sha256(&file.path, progress)?;
        let input = (file.name.clone(), digest);
        if had.contains(&input) {
            known.push(file.name);
            continue;
        }
        inputs.push(input);
        files.all.push(file);
    }
    if files.all.is_empty() {
        return Ok(Taken { rows: 0, days: 0, rejected: crate::input::Counts::default(), known });
    }
    let batch = store::key(&[&serde_json::to_vec(&inputs)?]);
    let staging = folder.join(format!("{}{batch:032x}", store::STAGING));
    std::fs::create_dir(&staging).with_context(|| staging.display().to_string())?;
    progress.begin("Đọc nhật ký", files.bytes());
    let spool = Spool::new(&staging)?;
    let rejects = Rejects::new(Table::Lookups, &staging)?;
    let mapping = mappings.of_table(Table::Lookups);
    let readers = crate::input::read(&files, mapping, threads, &rejects, progress, || Reader {
        times: &mapping.times,
        spool: &spool,
        days: BTreeMap::new(),
        held: 0,
    })?;
    for mut reader in readers {
        reader.put_aside()?;
    }
    let days: Vec<Day> = spool.numbers().into_iter().map(Day).collect();
    progress.begin("Ghi theo ngày", days.len() as u64);
    let name = format!("part-{:016x}.parquet", batch as u64);
    let written = write_days(&spool, &days, &staging, &name, threads, progress)?;
    let rejected = rejects.counts();
    let mut rejects_name = String::new();
    if !rejects.is_empty() {
        rejects_name = format!("{}/{:016x}.csv", store::REJECTS, batch as u64);
        std::fs::create_dir_all(folder.join(store::REJECTS))?;
        crate::output::whole(&folder.join(&rejects_name), |file| rejects.write(&files.names(), file))?;
        store::sync(&folder.join(store::REJECTS))?;
    }
    // Everything is written; from here on it is moved in, and counts once it is named.
    let mut rows = 0;
    for (day, file) in written {
        let of_day = format!("{}{day}", store::OF_DAY);
        let into = folder.join(&of_day);
        std::fs::create_dir_all(&into)?;
        std::fs::rename(staging.join(format!("{day}.parquet")), into.join(&name))?;
        store::sync(&into)?;
        rows += file.rows;
        store
            .manifest
            .days
            .entry(day.to_string())
            .or_default()
            .push(DayFile { name: format!("{of_day}/{name}"), ..file });
    }
    for files in store.manifest.days.values_mut() {
        files.sort_by(|a, b| a.name.cmp(&b.name));
    }
    store::sync(folder)?;
    store.manifest.batches.push(Batch { inputs, rows, rejected: rejected.clone(), rejects: rejects_name });
    store.commit()?;
    std::fs::remove_dir_all(&staging)?;
    Ok(Taken { rows, days: days.len(), rejected, known })
}

/// SHA-256 of a file, in hexadecimal.
pub fn sha256(path: &Path, progress: &Progress) -> Result<String> {
    let about = || path.display().to_string();
    let mut file = File::open(path).with_context(about)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        let count = file.read(&mut buffer).with_context(about)?;
        if count == 0 {
            return Ok(evidence::hex(&digest.finalize()));
        }
        digest.update(&buffer[..count]);
        progress.add(count as u64);
    }
}

fn write_days(
    spool: &Spool,
    days: &[Day],
    staging: &Path,
    name: &str,
    threads: usize,
    progress: &Progress,
) -> Result<Vec<(Day, DayFile)>> {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1))
            .map(|_| {
                scope.spawn(|| -> Result<Vec<(Day, DayFile)>> {
                    let mut written = Vec::new();
                    loop {
                        let Some(day) = days.get(next.fetch_add(1, Ordering::Relaxed)) else {
                            return Ok(written);
                        };
                        let blocks = spool.blocks(day.0)?;
                        let path = staging.join(format!("{day}.parquet"));
                        let rows = write_day(&blocks, &path)?;
                        let (digest, bytes) = xxh3(&path)?;
                        written.push((*day, DayFile { name: name.to_owned(), rows, bytes, digest }));
                        progress.add(1);
                    }
                })
            })
            .collect();
        let mut all = Vec::new();
        for worker in workers {
            all.extend(worker.join().map_err(|_| anyhow!("a thread died"))??);
        }
        all.sort_by_key(|(day, _)| *day);
        Ok(all)
    })
}

fn write_day(blocks: &[Vec<u8>], path: &Path) -> Result<u64> {
    let mut all: Vec<Row<'_>> = blocks.iter().flat_map(|block| rows(block)).collect();
    all.sort_unstable();
    let utc = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    let mut fields = vec![Field::new("ts", utc, false)];
    fields.extend(TEXTS.map(|name| Field::new(name, DataType::Utf8, false)));
    fields.push(Field::new("seq", DataType::Int64, true));
    let schema = Arc::new(Schema::new(fields));
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_created_by("rasoat-lookups".to_owned())
        .set_max_row_group_row_count(Some(GROUP))
        .build();
    let file = File::create(path).with_context(|| path.display().to_string())?;
    let mut writer = ArrowWriter::try_new(file, schema.clone(), Some(properties))?;
    for rows in all.chunks(1 << 16) {
        let at =
            TimestampMicrosecondArray::from_iter_values(rows.iter().map(|row| row.at)).with_timezone("UTC");
        let mut columns: Vec<ArrayRef> = vec![Arc::new(at)];
        for text in 0..TEXTS.len() {
            columns.push(Arc::new(StringArray::from_iter_values(rows.iter().map(|row| row.texts[text]))));
        }
        let seqs = rows.iter().map(|row| (row.seq != NO_SEQ).then_some(row.seq));
        columns.push(Arc::new(seqs.collect::<Int64Array>()));
        writer.write(&RecordBatch::try_new(schema.clone(), columns)?)?;
    }
    let file = writer.into_inner()?;
    file.sync_all()?;
    Ok(all.len() as u64)
}

fn xxh3(path: &Path) -> Result<(String, u64)> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    let mut digest = Xxh3::new();
    digest.update(&bytes);
    Ok((format!("{:032x}", digest.digest128()), bytes.len() as u64))
}
