//! Logs of lookups and the tables they are compared with, as an audit takes them in;
//! states of days that were kept.
//!
//! Parts: the low half of the byte says what it is (0 the log; 1 to 4 dossiers,
//! accounts, watch, terminals; 5 to 7 mapping, parameters, calendar; 8 a state, its
//! digest made here), the high half in which form a table is. What is missing stands
//! as the seeds have it.

#![no_main]

use lookups::audit::{Request, audit};
use lookups::calendar::Calendar;
use lookups::day::DayState;
use lookups::found::{Found, Period};
use lookups::input::Progress;
use lookups::mapping::Mappings;
use lookups::parameters::Parameters;
use lookups::span::{Lengths, Span};
use lookups::tables::{Paths, People, Rejected};
use rasoat_fuzz::{fuzz, part, seed};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = Path::new("/dev/shm");
    let above = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let folder = above.join(format!("rasoat-fuzz-lookups-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder");
    for (name, text) in seed::TABLES {
        fs::write(folder.join(name), text).expect("a table is written");
    }
    fs::write(folder.join("calendar.toml"), seed::CALENDAR).expect("a calendar is written");
    folder
});

/// What states are joined by: read once.
static LAW: LazyLock<(People, Parameters, Calendar)> = LazyLock::new(|| {
    let paths = tables(&FOLDER);
    let files = paths.files().expect("the seeds' tables");
    let mappings = Mappings::read(None).expect("our own columns");
    let mut rejected = Rejected::default();
    let people = People::read(&files, &mappings, &FOLDER, &Progress::default(), &mut rejected);
    (people.expect("the seeds' tables"), Parameters::default(), Calendar::read(None).expect("our own packs"))
});

fn tables(folder: &Path) -> Paths {
    Paths {
        dossiers: folder.join("dossiers.csv"),
        accounts: folder.join("accounts.csv"),
        watch: Some(folder.join("watch.csv")),
        terminals: Some(folder.join("terminals.csv")),
    }
}

fuzz!(seed::lookups, |data| {
    let parts = part::parts(data);
    let states: Vec<DayState> =
        parts.iter().filter(|(kind, _)| kind & 15 == 8).filter_map(|(_, body)| state(body)).collect();
    if !states.is_empty() {
        join(&states);
    }
    if parts.iter().any(|(kind, _)| kind & 15 == 0) {
        of_tables(&parts);
    }
});

fn of_tables(parts: &[(u8, &[u8])]) {
    let folder = &*FOLDER;
    let here = folder.join("given");
    let _ = fs::remove_dir_all(&here);
    fs::create_dir_all(here.join("out")).expect("a folder");
    let mut request = Request {
        paths: tables(folder),
        out: here.join("out"),
        // The packs' own is long to read.
        calendar: Some(folder.join("calendar.toml")),
        from: Some(jiff::civil::date(2024, 3, 1)),
        to: Some(jiff::civil::date(2024, 3, 31)),
        threads: 1,
        ..Request::default()
    };
    for (kind, bytes) in parts {
        let (what, form) = (kind & 15, kind >> 4);
        let toml = (5..8).contains(&what);
        let (ending, bytes) = match form % 7 {
            _ if toml => ("toml", bytes.to_vec()),
            0 => ("csv", bytes.to_vec()),
            1 => ("jsonl", bytes.to_vec()),
            2 => ("parquet", bytes.to_vec()),
            3 => ("csv.gz", bytes.to_vec()),
            4 => ("jsonl.zst", bytes.to_vec()),
            5 => ("csv.gz", seed::gzip(bytes)),
            _ => ("jsonl.zst", seed::zstandard(bytes)),
        };
        let path = here.join(format!("{what}.{ending}"));
        fs::write(&path, bytes).expect("memory takes it");
        match what {
            0 => request.lookups = path,
            1 => request.paths.dossiers = path,
            2 => request.paths.accounts = path,
            3 => request.paths.watch = Some(path),
            4 => request.paths.terminals = Some(path),
            5 => request.mapping = Some(path),
            6 => request.parameters = Some(path),
            7 => request.calendar = Some(path),
            _ => {}
        }
    }
    let _ = audit(&request, &Progress::default());
}

fn state(body: &[u8]) -> Option<DayState> {
    let mut bytes = xxhash_rust::xxh3::xxh3_128(body).to_le_bytes().to_vec();
    bytes.extend_from_slice(body);
    DayState::of_bytes(&bytes)
}

/// One by one and in halves give the same counts, and rules can be asked of it.
fn join(states: &[DayState]) {
    let mut states: Vec<&DayState> = states.iter().collect();
    states.sort_by_key(|state| state.day);
    states.dedup_by_key(|state| state.day);
    let (people, parameters, calendar) = &*LAW;
    let lengths = Lengths::of(parameters);
    let mut span = Span::default();
    states.iter().for_each(|state| span.join(state, lengths));
    let (left, right) = states.split_at(states.len() / 2);
    let half = |states: &[&DayState]| {
        let days = states.iter().map(|state| Span::of(state, lengths));
        days.fold(Span::default(), |span, day| span.merge(day, lengths))
    };
    let merged = half(left).merge(half(right), lengths);
    assert_eq!((span.rows, span.lookups, span.explained), (merged.rows, merged.lookups, merged.explained));
    assert_eq!(span.pairs, merged.pairs);
    let (Some(first), Some(last)) = (states.first(), states.last()) else { return };
    // Rules go through the days of a period: none is longer than a calendar.
    if last.day.0 - first.day.0 < 1_000 {
        let period = Period { from: first.day, to: last.day };
        Found::of(&span, period, people, parameters, calendar);
    }
}
