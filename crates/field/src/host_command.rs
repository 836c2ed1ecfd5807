//! `rasoat-field host`: what a computer's own files say of it, sealed for the
//! office. Looking only: no file of the computer is changed.
//!
//! Not here: which files those are (`windows_folder`, `linux_folder`), reading them (`host`),
//! judging (the office, by rules with a date).

use crate::clock;
use crate::linux_folder;
use crate::progress::{Progress, say};
use crate::sealing::Sealing;
use crate::windows_folder;
use anyhow::{Result, bail};
use evidence::Observation;
use jiff::Timestamp;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

/// Exit code: nothing of a computer was found.
const NOTHING: u8 = 3;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Thư mục chứa tệp đã thu thập, hoặc ổ đĩa Windows, Linux đã gắn (chỉ đọc)
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// Tên máy, khi trong tệp không có
    #[arg(long, value_name = "NAME", default_value = "")]
    machine: String,
    #[command(flatten)]
    sealing: Sealing,
    /// Ghi từng quan sát dạng JSON ra màn hình
    #[arg(long)]
    json: bool,
}

/// What was seen of a computer, and what is told of it on the spot.
pub(crate) struct Examined {
    pub observations: Vec<Observation>,
    pub summary: String,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match told(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("lỗi: {error:#}"));
            ExitCode::from(NOTHING)
        }
    }
}

fn told(arguments: &Arguments) -> Result<()> {
    if !arguments.folder.is_dir() {
        bail!("{} không phải thư mục", arguments.folder.display());
    }
    let now = clock::now();
    let package = arguments.sealing.begin(now)?;
    let examined = examined(arguments, now)?;
    if arguments.json {
        let mut out = std::io::stdout().lock();
        for one in &examined.observations {
            writeln!(out, "{}", serde_json::to_string(one)?)?;
        }
    } else {
        std::io::stdout().write_all(examined.summary.as_bytes())?;
    }
    let Some(mut package) = package else { return Ok(()) };
    for one in &examined.observations {
        package.add(one)?;
    }
    package.seal()
}

fn examined(arguments: &Arguments, now: Timestamp) -> Result<Examined> {
    let mut progress = Progress::new();
    let (folder, machine) = (&arguments.folder, arguments.machine.as_str());
    if let Some(examined) = linux_folder::examined(folder, machine, now, &mut progress)? {
        return Ok(examined);
    }
    if let Some(examined) = windows_folder::examined(folder, machine, now, &mut progress)? {
        return Ok(examined);
    }
    bail!("không có tệp registry nào của Windows, cũng không có tệp của Linux trong {}", folder.display())
}
