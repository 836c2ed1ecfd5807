//! A generated Security log of about 30 MB, read by ours and, in the same run, by the
//! library `evtx` for Python and by `evtxexport` of libevtx where they are installed.
//! Ours looks each record in the head, counts what matters, and hashes the file; the
//! others write each record out, to nowhere. Prints one table.

#![expect(clippy::print_stdout, reason = "a measurement prints its table")]

use evidence::{Kind, Subject};
use rasoat_host::events::{Examination, Limits};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

#[path = "common/busy_log.rs"]
mod busy_log;
#[path = "../tests/it/events/writer.rs"]
#[expect(dead_code, reason = "tests use more of it")]
mod writer;

const BYTES: usize = 30_000_000;
/// How often each is run; the middle one counts.
const TIMES: usize = 5;
const PYTHON: &str = "
import sys, time
from evtx import PyEvtxParser
begun = time.perf_counter()
count = sum(1 for _ in PyEvtxParser(sys.argv[1]).records_json())
print(time.perf_counter() - begun, count)
";

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("Security.evtx");
    std::fs::write(&path, busy_log::busy_log(BYTES)).expect("a file");
    let size = std::fs::metadata(&path).expect("a file").len() as f64 / 1e6;
    let mut records = 0;
    let ours = middle(|| {
        let (seconds, read) = ours(&path);
        records = read;
        Some(seconds)
    });
    let ours = ours.expect("ours ran");
    println!("{size:.1} MB, {records} records, middle of {TIMES} runs");
    println!("ours                     {ours:>8.3} s  {:>6.0} MB/s", size / ours);
    let beside = |name: &str, seconds: Option<f64>| match seconds {
        Some(seconds) => {
            println!("{name:<24} {seconds:>8.3} s  {:>6.0} MB/s  {:.1}×", size / seconds, seconds / ours);
        }
        None => println!("{name:<24} not installed"),
    };
    beside("evtx for Python", middle(|| python(&path)));
    beside("evtxexport (once)", rival(Command::new("evtxexport").arg(&path)));
}

fn middle(mut run: impl FnMut() -> Option<f64>) -> Option<f64> {
    let mut runs: Vec<f64> = (0..TIMES).map_while(|_| run()).collect();
    runs.sort_by(f64::total_cmp);
    runs.get(runs.len() / 2).copied()
}

fn ours(path: &Path) -> (f64, u64) {
    let begun = Instant::now();
    let mut examination = Examination::new(Subject::new(Kind::Machine, "MAY-01"), None, Limits::default());
    let mut file = std::fs::File::open(path).expect("a file");
    let glance = examination.read("Security.evtx", &mut file).expect("a log");
    let said = examination.done();
    assert!(said.len() > 10 && !glance.account.is_damaged());
    (begun.elapsed().as_secs_f64(), glance.account.records)
}

fn python(path: &Path) -> Option<f64> {
    let output = Command::new("python3").args(["-c", PYTHON]).arg(path).output().ok()?;
    String::from_utf8(output.stdout).ok()?.split_whitespace().next()?.parse().ok()
}

fn rival(command: &mut Command) -> Option<f64> {
    let begun = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    status.success().then(|| begun.elapsed().as_secs_f64())
}
