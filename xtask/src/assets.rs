//! The front-end packages and fonts: installed from the lock file by npm.

use crate::run;
use anyhow::{Result, bail};
use std::process::Command;

/// Installs them unless they are there as the lock file says.
pub fn install() -> Result<()> {
    let folder = run::root().join("assets");
    let stamp = folder.join("node_modules/.lock-installed");
    let lock = std::fs::read(folder.join("package-lock.json"))?;
    if std::fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    if !run::has("npm") {
        bail!("npm is missing: install Node.js 20 or later, then run this again");
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--prefix", "assets", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    run::command(npm)?;
    std::fs::write(stamp, lock)?;
    Ok(())
}
