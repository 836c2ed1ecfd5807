//! The whole examination of real hives, beside two other programs on the same hives
//! in the same run: RegRipper (`regripper`) and regipy (`regipy-plugins-run`), each
//! with all it has for the hive, where they are installed. Prints one table.
//! `cargo bench -p rasoat-host -- SAM SYSTEM` measures these only.

#![expect(clippy::print_stdout, reason = "a measurement prints its table")]

use rasoat_host::windows::{Given, examine};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

#[path = "../tests/it/corpus.rs"]
mod corpus;

/// How often ours is run; the middle one counts.
const TIMES: usize = 5;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let folder = tempfile::tempdir().expect("a folder");
    println!("hive                        kB    keys  said   ours s   RegRipper s        regipy s");
    let mut all = 0.0;
    for (name, bytes) in corpus::hives() {
        if !asked.is_empty() && !asked.iter().any(|one| one == name) {
            continue;
        }
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        let mut runs: Vec<_> = (0..TIMES).filter_map(|_| ours(&path)).collect();
        runs.sort_by(|one, other| one.0.total_cmp(&other.0));
        let Some((seconds, keys, said)) = runs.get(runs.len() / 2).copied() else { continue };
        all += seconds;
        let ripper = rival(Command::new("regripper").args(["-a", "-r"]).arg(&path));
        let report = folder.path().join("report.json");
        let regipy = rival(Command::new("regipy-plugins-run").arg("-o").arg(report).arg(&path));
        let beside = |other: Option<f64>| {
            other.map_or("–".to_owned(), |other| format!("{other:8.2} ({:.0}×)", other / seconds))
        };
        println!(
            "{name:<24} {:>6} {keys:>7} {said:>5} {seconds:>8.3} {:>15} {:>16}",
            bytes.len() / 1024,
            beside(ripper),
            beside(regipy),
        );
    }
    println!("all of them, ours: {all:.3} s");
}

/// Reads the file, opens the hive, takes its census and examines it.
fn ours(path: &Path) -> Option<(f64, u64, usize)> {
    let begun = Instant::now();
    let bytes = std::fs::read(path).ok()?;
    let given = [Given::open("HIVE", &bytes, &[]).ok()?];
    let said = examine(&given, "MAY-01", None).len();
    let seconds = begun.elapsed().as_secs_f64();
    Some((seconds, given[0].hive.census().keys, said))
}

/// How long another program took; `None` when it is not installed or fails.
fn rival(command: &mut Command) -> Option<f64> {
    let begun = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    status.success().then(|| begun.elapsed().as_secs_f64())
}
