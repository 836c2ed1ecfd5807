//! Running other programs, loudly.

use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// The root of the source tree.
pub fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map_or(here.clone(), PathBuf::from)
}

/// Runs a command in the source tree; its failure is ours.
pub fn command(mut command: Command) -> Result<()> {
    println!("» {}", words(&command));
    let status = command
        .current_dir(root())
        .status()
        .with_context(|| format!("could not start {}", words(&command)))?;
    if !status.success() {
        bail!("{} ended with {status}", words(&command));
    }
    Ok(())
}

pub fn cargo(arguments: &[&str]) -> Result<()> {
    let mut cargo = Command::new(option_env!("CARGO").unwrap_or("cargo"));
    cargo.args(arguments);
    command(cargo)
}

fn words(command: &Command) -> String {
    let program = command.get_program().to_string_lossy().into_owned();
    let program = program.rsplit('/').next().unwrap_or(&program).to_owned();
    let arguments: Vec<_> = command.get_args().map(|a| a.to_string_lossy()).collect();
    format!("{program} {}", arguments.join(" "))
}

/// Whether a program is on the PATH.
pub fn has(program: &str) -> bool {
    Command::new("sh")
        .arg("-c")
        .arg(format!("command -v {program} >/dev/null"))
        .status()
        .is_ok_and(|s| s.success())
}
