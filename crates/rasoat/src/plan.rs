//! `rasoat plan`: reads issued plans from files and prints what they say.
//!
//! Not here: the reading itself (`reader`), and making campaigns of plans.

mod outline;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

/// Lệnh với kế hoạch đã ban hành.
#[derive(Debug, Subcommand)]
pub enum PlanCommand {
    /// Đọc kế hoạch từ DOCX, PDF, TXT, MD hoặc DOC.
    Read(ReadArgs),
}

#[derive(Debug, Args)]
pub struct ReadArgs {
    /// Tệp kế hoạch.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// In JSON: một đối tượng cho một tệp, một mảng cho nhiều tệp.
    #[arg(long)]
    json: bool,
}

/// The exit code for a file that cannot be opened.
const UNREADABLE: u8 = 2;

/// Runs the command: data on `out`, one clear line per failure on `err`.
pub fn run(command: PlanCommand, out: &mut impl Write, err: &mut impl Write) -> std::io::Result<ExitCode> {
    match command {
        PlanCommand::Read(args) => read(&args, out, err),
    }
}

fn read(args: &ReadArgs, out: &mut impl Write, err: &mut impl Write) -> std::io::Result<ExitCode> {
    let limits = reader::Limits::default();
    let mut plans = Vec::new();
    let mut failed = false;
    for file in &args.files {
        let name = file.display().to_string();
        match open(file, &limits)
            .and_then(|bytes| reader::read_plan(&name, &bytes, &limits).map_err(|error| error.to_string()))
        {
            Ok(reading) => plans.push((name, reading.plan)),
            Err(reason) => {
                failed = true;
                writeln!(err, "{name}: {reason}")?;
            }
        }
    }
    if args.json {
        let text = match plans.as_slice() {
            [(_, plan)] if args.files.len() == 1 => serde_json::to_string_pretty(plan),
            [] if args.files.len() == 1 => Ok(String::new()),
            _ => serde_json::to_string_pretty(&plans.iter().map(|(_, plan)| plan).collect::<Vec<_>>()),
        };
        let text = text.map_err(std::io::Error::other)?;
        if !text.is_empty() {
            writeln!(out, "{text}")?;
        }
    } else {
        for (name, plan) in &plans {
            outline::write(out, name, plan)?;
        }
    }
    Ok(if failed { ExitCode::from(UNREADABLE) } else { ExitCode::SUCCESS })
}

/// A file larger than the limit is not taken into memory.
fn open(file: &std::path::Path, limits: &reader::Limits) -> Result<Vec<u8>, String> {
    let size = std::fs::metadata(file).map_err(|error| error.to_string())?.len();
    if size > limits.file_bytes as u64 {
        return Err(format!("tệp lớn hơn giới hạn {} byte ({size} byte)", limits.file_bytes));
    }
    std::fs::read(file).map_err(|error| error.to_string())
}
