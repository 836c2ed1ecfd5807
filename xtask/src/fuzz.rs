//! Fuzzing: the targets of `fuzz/`, built with coverage by the stable compiler, run
//! one after the other, and a line of what each did in `fuzz/ran.tsv`.
//!
//! Not here: the targets, their seeds and what counts as a fault (`fuzz/`).

use crate::run;
use anyhow::{Context as _, Result, bail};
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A target, the rooms it is built with (features of `fuzz/Cargo.toml`), and how
/// long its inputs are at most.
struct Target {
    name: &'static str,
    rooms: &'static str,
    longest: usize,
}

const fn target(name: &'static str, rooms: &'static str, longest: usize) -> Target {
    Target { name, rooms, longest }
}

const TARGETS: [Target; 18] = [
    target("hive", "host", 96 << 10),
    target("events", "host", 72 << 10),
    target("artefact", "host", 32 << 10),
    target("linux", "host", 32 << 10),
    target("sweep_file", "documents", 64 << 10),
    target("sweep_compound", "documents", 96 << 10),
    target("sweep_package", "documents", 32 << 10),
    target("pdf", "documents", 32 << 10),
    target("plan", "documents", 32 << 10),
    target("sheet", "documents", 32 << 10),
    target("scanner", "scanners", 32 << 10),
    target("bundle", "evidence", 16 << 10),
    target("patch_list", "host", 32 << 10),
    target("patch_knowledge", "host", 32 << 10),
    target("lock", "evidence", 8 << 10),
    target("lookups", "lookups", 32 << 10),
    target("taken_in", "office", 32 << 10),
    target("request", "office", 8 << 10),
];

/// Seconds one input may take. What it may take of memory, each target holds itself.
const SECONDS: usize = 10;
/// What a target may take in all, with what it keeps of inputs, in MB.
const MEMORY: usize = 1_536;
/// Room on the stack, in KB: what a thread of the office has that reads an upload.
const STACK: usize = 2_048;
/// What LLVM's pass for coverage is told; `cargo fuzz` does the same.
const COVERAGE: [&str; 7] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "--cfg",
    "fuzzing",
];

#[derive(clap::Args)]
pub struct Arguments {
    /// Only this target.
    target: Option<String>,
    /// How long each target runs.
    #[arg(long, default_value_t = 30)]
    minutes: u64,
    /// Where it is built, and where inputs are kept from run to run.
    #[arg(long, env = "CARGO_TARGET_DIR", default_value = "target")]
    target_dir: PathBuf,
}

pub fn all(arguments: &Arguments) -> Result<()> {
    let chosen: Vec<&Target> = TARGETS
        .iter()
        .filter(|target| arguments.target.as_deref().is_none_or(|name| name == target.name))
        .collect();
    if chosen.is_empty() {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        bail!("no such target; there are {}", names.join(", "));
    }
    let folder = run::root().join(&arguments.target_dir).join("fuzz");
    for target in chosen {
        let program = build(target, &folder)?;
        fuzz(target, &program, &folder, arguments.minutes)?;
    }
    Ok(())
}

/// Builds a target; the path of its program.
fn build(target: &Target, folder: &Path) -> Result<PathBuf> {
    let machine = machine()?;
    let mut cargo = Command::new(option_env!("CARGO").unwrap_or("cargo"));
    cargo.args(["build", "--release", "--locked", "--manifest-path", "fuzz/Cargo.toml"]);
    // With a target named, programs that run while building are built without coverage.
    cargo.args(["--target", &machine, "--target-dir"]).arg(folder).args(["--bin", target.name]);
    cargo.args(["--features", target.rooms]);
    cargo.env("RUSTFLAGS", COVERAGE.join(" ")).env_remove("CARGO_ENCODED_RUSTFLAGS");
    run::command(cargo)?;
    Ok(folder.join(machine).join("release").join(target.name))
}

/// What the compiler calls this machine.
fn machine() -> Result<String> {
    let told = said("rustc", &["-vV"])?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no machine")?;
    Ok(host.to_owned())
}

fn fuzz(target: &Target, program: &Path, folder: &Path, minutes: u64) -> Result<()> {
    let [seeds, kept, found] = ["seeds", "kept", "found"].map(|kind| folder.join(kind).join(target.name));
    for path in [&seeds, &kept, &found] {
        fs::create_dir_all(path)?;
    }
    let mut writer = Command::new(program);
    writer.env("RASOAT_FUZZ_SEEDS", &seeds);
    run::command(writer).context("the seeds were not written")?;
    let log_path = folder.join(format!("{}.log", target.name));
    let log = fs::File::create(&log_path)?;
    // The office reads uploads on threads with this much room, in KB.
    let mut fuzzer = Command::new("sh");
    fuzzer
        .args(["-c", &format!("ulimit -s {STACK}; exec \"$0\" \"$@\"")])
        .arg(program)
        .arg(&kept)
        .arg(&seeds)
        .args([
            format!("-max_total_time={}", minutes * 60),
            format!("-timeout={SECONDS}"),
            format!("-rss_limit_mb={MEMORY}"),
            format!("-max_len={}", target.longest),
            format!("-artifact_prefix={}/", found.display()),
            "-print_final_stats=1".to_owned(),
        ]);
    let words = run::root().join("fuzz/words").join(format!("{}.dict", target.name));
    if words.is_file() {
        fuzzer.arg(format!("-dict={}", words.display()));
    }
    println!("» {} for {minutes} minutes; what it says goes to {}", target.name, log_path.display());
    let before = count(&found);
    let status = fuzzer
        .current_dir(run::root())
        .env("RUST_BACKTRACE", "1")
        .stderr(log)
        .stdout(Stdio::null())
        .status()?;
    let crashes = count(&found).saturating_sub(before);
    let log = fs::read(&log_path)?;
    note(target, minutes, &String::from_utf8_lossy(&log), count(&kept), crashes)?;
    if !status.success() || crashes > 0 {
        bail!(
            "{} found an input that fails, in {}; what it said is in {}. Try it alone: {} <input>",
            target.name,
            found.display(),
            log_path.display(),
            program.display()
        );
    }
    Ok(())
}

/// Files in a folder.
fn count(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, |entries| entries.flatten().count())
}

/// Adds a line to the account of what was run.
fn note(target: &Target, minutes: u64, log: &str, kept: usize, crashes: usize) -> Result<()> {
    let stat = |name: &str| log.lines().rev().find_map(|line| line.strip_prefix(name)).unwrap_or("?").trim();
    let executions = stat("stat::number_of_executed_units:");
    let commit = said("git", &["rev-parse", "--short", "HEAD"])?;
    let date = said("date", &["-u", "+%F"])?;
    let mut line = String::new();
    write!(
        line,
        "{}\t{}\t{minutes}\t{executions}\t{kept}\t{crashes}\t{}",
        target.name,
        commit.trim(),
        date.trim()
    )?;
    println!("{line}");
    let mut ran = OpenOptions::new().append(true).open(run::root().join("fuzz/ran.tsv"))?;
    writeln!(ran, "{line}")?;
    Ok(())
}

/// What a program says.
fn said(program: &str, arguments: &[&str]) -> Result<String> {
    let output = Command::new(program).args(arguments).current_dir(run::root()).output()?;
    if !output.status.success() {
        bail!("{program} ended with {}", output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}
