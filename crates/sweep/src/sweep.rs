//! A whole sweep: roots walked, files given to workers, accounts told as they
//! come.

use crate::examine::Account;
use crate::report::Summary;
use crate::walk::{Found, walk};
use crate::work::{Worker, is_whole};
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Files that wait for a worker, accounts that wait to be told.
const WAITING: usize = 1_024;
/// How often progress is told.
const TOLD_EVERY: Duration = Duration::from_millis(500);

#[derive(Debug, Clone)]
pub struct Options {
    pub roots: Vec<PathBuf>,
    /// Workers at once.
    pub jobs: usize,
    pub time_limit: Duration,
    /// The program and arguments of a worker, which calls [`crate::serve`].
    pub worker: Vec<OsString>,
}

/// How far a sweep is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    pub summary: Summary,
    pub files: u64,
    /// Files and bytes there are, as far as they are counted.
    pub of_files: u64,
    pub of_bytes: u64,
    pub counted: bool,
    pub elapsed: Duration,
}

impl Progress {
    /// How long it may still take; not known before all is counted.
    pub fn left(&self) -> Option<Duration> {
        let (done, all) = (self.files as f64, self.of_files as f64);
        (self.counted && done > 0.0).then(|| self.elapsed.mul_f64(((all - done) / done).max(0.0)))
    }
}

/// Why a sweep could not be finished.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SweepError {
    #[error("no worker could be started: {0}")]
    Worker(std::io::Error),
    #[error("{path} cannot be walked: {reason}")]
    Root { path: String, reason: std::io::Error },
    #[error("what was found could not be told: {0}")]
    Told(std::io::Error),
}

/// What comes of a sweep: the sum, and what went wrong on the way.
#[derive(Debug)]
pub struct Swept {
    pub summary: Summary,
    pub errors: Vec<SweepError>,
}

enum Event {
    Told(Box<(Found, Account)>),
    Wrong(SweepError),
}

/// Sweeps all roots. `tell` gets every account as it comes and may fail; `show`
/// gets progress now and then.
pub fn sweep(
    options: &Options,
    tell: &mut dyn FnMut(&Found, &Account) -> Result<(), std::io::Error>,
    show: &mut dyn FnMut(&Progress),
) -> Swept {
    let started = Instant::now();
    let count = Arc::new(Count::default());
    let stop = Arc::new(AtomicBool::new(false));
    let (events_in, events) = sync_channel::<Event>(WAITING);
    let (files_in, files) = sync_channel::<Found>(WAITING);
    let files = Arc::new(Mutex::new(files));
    let mut threads = Vec::new();
    counting(options.roots.clone(), Arc::clone(&count), Arc::clone(&stop));
    threads.push(walking(options.roots.clone(), files_in, events_in.clone(), Arc::clone(&stop)));
    for _ in 0..options.jobs.max(1) {
        let worker = Worker::new(&options.worker, options.time_limit);
        threads.push(working(worker, Arc::clone(&files), events_in.clone()));
    }
    drop(events_in);
    // The walker stops when nobody takes its files.
    drop(files);
    let mut state = State { summary: Summary::default(), files: 0, started, errors: Vec::new() };
    let mut shown = Instant::now();
    loop {
        match events.recv_timeout(TOLD_EVERY) {
            Ok(Event::Told(told)) => {
                let (found, account) = *told;
                state.summary.add(&account);
                state.files += u64::from(is_whole(&account));
                if let Err(error) = tell(&found, &account) {
                    state.errors.push(SweepError::Told(error));
                    stop.store(true, Ordering::Relaxed);
                    break;
                }
            }
            Ok(Event::Wrong(error)) => state.errors.push(error),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        if shown.elapsed() >= TOLD_EVERY {
            shown = Instant::now();
            show(&state.progress(&count));
        }
    }
    stop.store(true, Ordering::Relaxed);
    drop(events);
    for thread in threads {
        let _ = thread.join();
    }
    state.summary.seconds = (started.elapsed().as_secs_f64() * 1_000.0).round() / 1_000.0;
    Swept { summary: state.summary, errors: state.errors }
}

struct State {
    summary: Summary,
    files: u64,
    started: Instant,
    errors: Vec<SweepError>,
}

impl State {
    fn progress(&self, count: &Count) -> Progress {
        Progress {
            summary: self.summary,
            files: self.files,
            of_files: count.files.load(Ordering::Relaxed),
            of_bytes: count.bytes.load(Ordering::Relaxed),
            counted: count.done.load(Ordering::Relaxed),
            elapsed: self.started.elapsed(),
        }
    }
}

#[derive(Default)]
struct Count {
    files: AtomicU64,
    bytes: AtomicU64,
    done: AtomicBool,
}

/// Counts what there is, so that the time left can be told.
fn counting(roots: Vec<PathBuf>, count: Arc<Count>, stop: Arc<AtomicBool>) {
    std::thread::spawn(move || {
        for root in roots {
            let _ = walk(&root, &mut |found| {
                count.files.fetch_add(1, Ordering::Relaxed);
                count.bytes.fetch_add(found.size, Ordering::Relaxed);
                !stop.load(Ordering::Relaxed)
            });
        }
        count.done.store(true, Ordering::Relaxed);
    });
}

type Thread = std::thread::JoinHandle<()>;

fn walking(
    roots: Vec<PathBuf>,
    files: SyncSender<Found>,
    events: SyncSender<Event>,
    stop: Arc<AtomicBool>,
) -> Thread {
    std::thread::spawn(move || {
        for root in roots {
            let walked = walk(&root, &mut |found| !stop.load(Ordering::Relaxed) && files.send(found).is_ok());
            if let Err(reason) = walked {
                let path = crate::path_text(&root);
                let _ = events.send(Event::Wrong(SweepError::Root { path, reason }));
            }
        }
    })
}

fn working(mut worker: Worker, files: Arc<Mutex<Receiver<Found>>>, events: SyncSender<Event>) -> Thread {
    std::thread::spawn(move || {
        loop {
            let next = match files.lock() {
                Ok(files) => files.recv(),
                Err(_) => return,
            };
            let Ok(found) = next else { return };
            let mut open = true;
            let examined = worker.examine(&found, &mut |account| {
                open &= events.send(Event::Told(Box::new((found.clone(), account)))).is_ok();
            });
            if let Err(error) = examined {
                let _ = events.send(Event::Wrong(SweepError::Worker(error)));
                return;
            }
            if !open {
                return;
            }
        }
    })
}
