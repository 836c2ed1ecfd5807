//! The program, run in a folder.

use std::path::Path;
use std::process::{Command, Output};

pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rasoat-field"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program runs")
}

/// As [`run`], by one of its commands.
pub fn run_command(folder: &Path, command: &str, arguments: &[&str]) -> Output {
    run(folder, &[&[command], arguments].concat())
}
