//! Tables from files: CSV, JSON lines, Parquet, as they are or packed with gzip or
//! Zstandard, one file or a folder of them.
//!
//! One thread goes through the files and cuts work; others read it, each into a
//! [`Sink`] of its own. What cannot be read is counted and kept aside, never dropped.

mod csv;
mod feeder;
mod files;
mod json;
mod parquet;
mod rejects;
mod unpack;

pub use feeder::cut;
pub use files::{Files, Found, Piece};
pub use rejects::{Counts, Reason, Rejects};

use crate::mapping::Mapping;
use anyhow::{Result, anyhow};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};

/// The longest line there may be, in bytes.
pub const LONGEST_LINE: usize = 65_536;
/// The most columns a table has.
pub const MOST_COLUMNS: usize = 10;

/// What stands in a column of a row.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Cell<'a> {
    #[default]
    Empty,
    Text(&'a str),
    /// A text, and its number in a list that holds until [`Sink::codes_begin`].
    Coded(&'a str, u32),
    /// Microseconds since 1970, UTC.
    Moment(i64),
    Whole(i64),
}

impl<'a> Cell<'a> {
    pub fn is_empty(&self) -> bool {
        matches!(self, Cell::Empty | Cell::Text("") | Cell::Coded("", _))
    }

    /// The text that stands there; a number is written into `buffer`.
    pub fn text<'b>(&self, buffer: &'b mut String) -> &'b str
    where
        'a: 'b,
    {
        match self {
            Cell::Empty => "",
            Cell::Text(text) | Cell::Coded(text, _) => text,
            Cell::Moment(at) => {
                *buffer = crate::local::rfc3339(*at);
                buffer
            }
            Cell::Whole(number) => {
                *buffer = number.to_string();
                buffer
            }
        }
    }
}

/// Where a row stands.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Number of the file, from 0.
    pub file: u32,
    /// Of the line or row in it, from 1.
    pub line: u64,
}

/// What takes rows; cells stand in the order of the table's columns.
pub trait Sink: Send {
    /// Codes of cells mean something else from here on.
    fn codes_begin(&mut self) {}

    /// Takes a row, or says why not.
    ///
    /// # Errors
    /// Where the work cannot go on.
    fn row(&mut self, place: Place, cells: &[Cell<'_>]) -> Result<Option<Reason>>;
}

/// How far the work is, for who watches.
#[derive(Debug, Default)]
pub struct Progress {
    /// Bytes of files gone through, and of all.
    pub done: AtomicU64,
    pub all: AtomicU64,
    /// Rows taken.
    pub rows: AtomicU64,
    /// What is being done.
    pub stage: Mutex<String>,
}

impl Progress {
    pub fn begin(&self, stage: &str, all: u64) {
        if let Ok(mut now) = self.stage.lock() {
            stage.clone_into(&mut now);
        }
        self.done.store(0, Ordering::Relaxed);
        self.rows.store(0, Ordering::Relaxed);
        self.all.store(all, Ordering::Relaxed);
    }

    pub fn add(&self, bytes: u64) {
        self.done.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// A piece of work: whole records of a text file, or a group of rows.
enum Work {
    Records(feeder::Records),
    Rows(parquet::Rows),
}

/// Reads files into sinks, one a thread.
///
/// # Errors
/// When a sink cannot go on or what is rejected cannot be kept.
pub fn read<S: Sink>(
    files: &Files,
    mapping: &Mapping,
    threads: usize,
    rejects: &Rejects,
    progress: &Progress,
    make: impl Fn() -> S + Sync,
) -> Result<Vec<S>> {
    let threads = threads.max(1);
    let (send, receive) = mpsc::sync_channel::<Work>(threads * 2);
    let receive = Arc::new(Mutex::new(receive));
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                let receive = Arc::clone(&receive);
                let make = &make;
                scope.spawn(move || -> Result<S> {
                    let mut sink = make();
                    let mut worker = Worker::new(mapping, rejects, progress);
                    loop {
                        let work = receive.lock().map_err(|_| anyhow!("a thread died"))?.recv();
                        let Ok(work) = work else { break };
                        worker.work(work, &mut sink)?;
                    }
                    Ok(sink)
                })
            })
            .collect();
        drop(receive);
        let fed = feeder::feed(files, mapping, rejects, progress, &send);
        drop(send);
        let mut sinks = Vec::with_capacity(threads);
        for worker in workers {
            sinks.push(worker.join().map_err(|_| anyhow!("a thread died"))??);
        }
        fed?;
        Ok(sinks)
    })
}

/// What a thread keeps from piece to piece.
struct Worker<'a> {
    mapping: &'a Mapping,
    rejects: &'a Rejects,
    progress: &'a Progress,
}

impl<'a> Worker<'a> {
    fn new(mapping: &'a Mapping, rejects: &'a Rejects, progress: &'a Progress) -> Self {
        Worker { mapping, rejects, progress }
    }

    fn work<S: Sink>(&mut self, work: Work, sink: &mut S) -> Result<()> {
        let mut aside = self.rejects.aside();
        let rows = match work {
            Work::Records(records) => match records.form {
                feeder::Form::Csv => csv::rows(&records, self.mapping, sink, &mut aside)?,
                feeder::Form::Json => json::rows(&records, self.mapping, sink, &mut aside)?,
            },
            Work::Rows(rows) => rows.rows(self.mapping, sink, &mut aside)?,
        };
        self.progress.rows.fetch_add(rows, Ordering::Relaxed);
        self.rejects.keep(aside)
    }
}

/// A line as text, unless what it is made of forbids that whatever it says.
fn readable(line: &[u8]) -> Result<&str, Reason> {
    if line.len() > LONGEST_LINE {
        return Err(Reason::TooLong);
    }
    if memchr::memchr(0, line).is_some() {
        return Err(Reason::Nul);
    }
    std::str::from_utf8(line).map_err(|_| Reason::Encoding)
}

/// What a column's mapping makes of a cell.
fn mapped<'a>(column: &'a crate::mapping::Column, cell: Cell<'a>) -> Cell<'a> {
    if let Some(constant) = &column.constant {
        return Cell::Text(constant);
    }
    if column.values.is_empty() {
        return cell;
    }
    let mut buffer = String::new();
    match column.values.get(cell.text(&mut buffer)) {
        Some(ours) => Cell::Text(ours),
        None => cell,
    }
}
