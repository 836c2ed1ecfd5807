//! The full examination of one machine: its hives, the inventory of programs, a
//! Security log of 30 MB, two hundred prefetch files, the log of devices, a list of a
//! million files, which is read beside all others as the field program does; beside it
//! RegRipper (`regripper`) and regipy (`regipy-plugins-run`), each with all it has, on
//! the same hives in the same run, where they are installed.
//!
//! `cargo bench -p rasoat-host --bench machine`; with `-- ours` without the others.
//! Real hives come from `../shared/data/regipy`; the rest is written here. Ours is
//! measured in a process of its own, so that its peak of memory is its own.

#![expect(clippy::print_stdout, reason = "a measurement prints its table")]

use evidence::{Observation, Subject};
use rasoat_host::events::{Examination, Limits};
use rasoat_host::windows::{Given, examine};
use rasoat_host::{Artefact, Removable, listing, prefetch, setup_log};
use std::fmt::Write as _;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

#[allow(dead_code, reason = "shared with the tests")]
#[path = "../tests/it/built.rs"]
mod built;
#[path = "common/busy_log.rs"]
mod busy_log;
#[allow(dead_code, reason = "shared with the tests")]
#[path = "../tests/it/corpus.rs"]
mod corpus;
#[allow(dead_code, reason = "shared with the tests")]
#[path = "../tests/it/launched.rs"]
mod launched;
#[allow(dead_code, reason = "shared with the tests")]
#[path = "../tests/it/packer.rs"]
mod packer;
#[allow(dead_code, reason = "shared with the tests")]
#[path = "../tests/it/regedit.rs"]
mod regedit;
#[allow(dead_code, reason = "shared with the tests")]
#[path = "../tests/it/events/writer.rs"]
mod writer;

/// How often ours is run; the middle one counts.
const TIMES: usize = 5;
/// The hives of the machine. Of SOFTWARE no real one is at hand.
const HIVES: [&str; 9] = [
    "SYSTEM_WIN_10_1709",
    "SAM",
    "SECURITY",
    "NTUSER.DAT",
    "NTUSER_BAGMRU.DAT",
    "NTUSER-WSL.DAT",
    "NTUSER_with_winscp.DAT",
    "transactions_NTUSER.DAT",
    "amcache.hve",
];
const PROGRAMS: u32 = 200;
const EVENTS: &str = "Security.evtx";
/// Bytes of the log of events.
const BYTES_OF_EVENTS: usize = 30_000_000;
const FILES: u32 = 1_000_000;
/// Files of one folder of the list.
const OF_FOLDER: u32 = 25;
/// The argument by which a process of its own is told to measure.
const MEASURE: &str = "--measure";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(at) = arguments.iter().position(|argument| argument == MEASURE) {
        measured(Path::new(&arguments[at + 1]));
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let bytes = write_machine(folder.path());
    println!(
        "one machine: {} hives, {PROGRAMS} programs, events, {FILES} files, {} MB",
        HIVES.len(),
        bytes >> 20
    );
    let mut runs: Vec<(f64, String)> = (0..TIMES).filter_map(|_| own_process(folder.path())).collect();
    runs.sort_by(|one, other| one.0.total_cmp(&other.0));
    let Some((seconds, told)) = runs.get(runs.len() / 2) else {
        println!("it could not be measured");
        return;
    };
    print!("{told}");
    if arguments.iter().any(|argument| argument == "ours") {
        return;
    }
    for (name, program, before) in [
        ("RegRipper", "regripper", ["-a", "-r"].as_slice()),
        ("regipy", "regipy-plugins-run", &["-o", "report.json"]),
    ] {
        match all_hives(folder.path(), program, before) {
            Some(other) => {
                println!("{name:<28} {other:>8.2} s  hives alone; {:.0} times ours of all", other / seconds);
            }
            None => println!("{name:<28} not installed"),
        }
    }
}

fn own_process(folder: &Path) -> Option<(f64, String)> {
    let program = std::env::current_exe().ok()?;
    let output = Command::new(program).arg(MEASURE).arg(folder).output().ok()?;
    let told = String::from_utf8(output.stdout).ok()?;
    let all = told.lines().find_map(|line| line.strip_prefix("all"))?;
    let seconds = all.split_whitespace().next()?.parse().ok()?;
    Some((seconds, told))
}

/// How long another program takes for all hives together.
fn all_hives(folder: &Path, program: &str, before: &[&str]) -> Option<f64> {
    let begun = Instant::now();
    for name in HIVES.iter().filter(|name| folder.join(name).is_file()) {
        let mut command = Command::new(program);
        command.args(before).arg(folder.join(name)).current_dir(folder);
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    }
    Some(begun.elapsed().as_secs_f64())
}

/// How long each part took, and all of them; the list of files beside the others.
fn measured(folder: &Path) {
    let begun = Instant::now();
    let subject = Subject::new(evidence::Kind::Machine, "MAY-01");
    let mut told = String::new();
    let mut observations = Vec::new();
    std::thread::scope(|scope| {
        let of_files = scope.spawn(|| timed(|| files(folder, &subject)));
        let mut tell = |name: &str, (said, seconds): (Vec<Observation>, f64)| {
            writeln!(told, "{name:<28} {seconds:>8.3} s  {:>6} observations", said.len()).expect("text");
            observations.extend(said);
        };
        tell("hives", timed(|| hives(folder)));
        tell("log of events", timed(|| events(folder, &subject)));
        let listed = of_files.join().expect("the list was read");
        let removable = Removable::of(&listed.0);
        tell("list of files, beside", listed);
        tell("prefetch", timed(|| programs(folder, &subject, &removable)));
        tell("log of devices", timed(|| devices(folder, &subject)));
    });
    let seconds = begun.elapsed().as_secs_f64();
    let peak = peak().map_or("–".to_owned(), |kilobytes| format!("{} MB", kilobytes / 1024));
    writeln!(told, "all {seconds:>33.3} s  {:>6} observations, peak {peak}", observations.len())
        .expect("text");
    print!("{told}");
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begun = Instant::now();
    let done = work();
    (done, begun.elapsed().as_secs_f64())
}

fn hives(folder: &Path) -> Vec<Observation> {
    let read: Vec<(String, Vec<u8>)> = HIVES
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), std::fs::read(folder.join(name)).ok()?)))
        .collect();
    let given: Vec<Given<'_>> =
        read.iter().filter_map(|(name, bytes)| Given::open(name.clone(), bytes, &[]).ok()).collect();
    examine(&given, "MAY-01", None)
}

fn files(folder: &Path, subject: &Subject) -> Vec<Observation> {
    let file = std::fs::File::open(folder.join("files.txt")).expect("a list");
    let list = listing::read(file).expect("a list");
    let from = Artefact::hashed(subject, "files.txt", list.sha256.clone(), None);
    listing::observations(&list, &from)
}

fn events(folder: &Path, subject: &Subject) -> Vec<Observation> {
    let mut file = std::fs::File::open(folder.join(EVENTS)).expect("a log");
    let mut examination = Examination::new(subject.clone(), None, Limits::default());
    examination.read(EVENTS, &mut file).expect("a log");
    examination.done()
}

fn programs(folder: &Path, subject: &Subject, removable: &Removable) -> Vec<Observation> {
    let entries = std::fs::read_dir(folder.join("Prefetch")).expect("a folder").flatten();
    let paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    let said = paths.iter().flat_map(|path| {
        let bytes = std::fs::read(path).expect("a file");
        let from = Artefact::of(subject, &path.file_name().expect("a name").to_string_lossy(), &bytes, None);
        prefetch::observations(&prefetch::read(&bytes).expect("a prefetch file"), removable, &from)
    });
    said.collect()
}

fn devices(folder: &Path, subject: &Subject) -> Vec<Observation> {
    let bytes = std::fs::read(folder.join("setupapi.dev.log")).expect("a log");
    let from = Artefact::of(subject, "setupapi.dev.log", &bytes, None);
    setup_log::observations(&setup_log::read(&bytes), &from)
}

/// The most memory this process ever had, in kilobytes.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

/// All files of the machine; how many bytes they are.
fn write_machine(folder: &Path) -> u64 {
    for name in HIVES {
        if let Some(bytes) = corpus::files().get(name) {
            std::fs::write(folder.join(name), bytes).expect("a hive");
        }
    }
    std::fs::write(folder.join(EVENTS), busy_log::busy_log(BYTES_OF_EVENTS)).expect("a log");
    let kept = folder.join("Prefetch");
    std::fs::create_dir(&kept).expect("a folder");
    for number in 0..PROGRAMS {
        let mut launched = launched::from_stick(30, true);
        launched.hash = number;
        // As many as a real program opens.
        launched.names.extend((0..200).map(|file| {
            format!(r"{}\WINDOWS\SYSTEM32\LIBRARY-{}-{file}.DLL", launched::WINDOWS, number * 7 % 50)
        }));
        std::fs::write(kept.join(format!("PROGRAM{number}.EXE-{number:08X}.pf")), launched.packed())
            .expect("a file");
    }
    let mut list = BufWriter::new(std::fs::File::create(folder.join("files.txt")).expect("a list"));
    write!(list, " Volume in drive C is WINDOWS\r\n Volume Serial Number is 8C9F-49EC\r\n").expect("a list");
    for number in 0..FILES {
        if number.is_multiple_of(OF_FOLDER) {
            let part = number / OF_FOLDER;
            let place = [
                "Windows\\WinSxS",
                "Program Files\\Phần mềm",
                "Users\\canbo\\Documents",
                "Users\\canbo\\AppData\\Local",
            ][(part % 4) as usize];
            write!(list, "               {OF_FOLDER} File(s)        1000000 bytes\r\n\r\n Directory of C:\\{place}\\Thư mục {part}\r\n\r\n")
                .expect("a list");
        }
        let ending = ["dll", "docx", "pdf", "xlsx", "exe", "png", "xml", "txt"][(number % 8) as usize];
        write!(
            list,
            "27/11/2026  04:13 CH         {:>9} Tệp số {number} màu xanh.{ending}\r\n",
            number % 900_000
        )
        .expect("a list");
    }
    write!(list, "               1 File(s)        1 bytes\r\n               2 Dir(s)  1000 bytes free\r\n")
        .expect("a list");
    list.flush().expect("a list");
    drop(list);
    let mut log = String::from("[Device Install Log]\n[BeginLog]\n");
    for number in 0..4_000 {
        write!(
            log,
            ">>>  [Device Install (Hardware initiated) - USBSTOR\\Disk&Ven_A&Prod_B&Rev_1\\{:08X}&0]\n>>>  Section start 2026/03/01 08:00:03.250\n{}<<<  Section end 2026/03/01 08:00:05.100\n",
            number % 40,
            "     dvi:           InfName      - C:\\Windows\\System32\\DriverStore\\FileRepository\\disk.inf\n".repeat(20)
        )
        .expect("text");
    }
    std::fs::write(folder.join("setupapi.dev.log"), log).expect("a log");
    size(folder)
}

fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let of = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(meta) if meta.is_dir() => size(&entry.path()),
        Ok(meta) => meta.len(),
        Err(_) => 0,
    };
    entries.map(of).sum()
}
