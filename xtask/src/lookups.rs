//! The audit of lookups, whose engines are too heavy for the house's usual build: its
//! lints and tests, with DuckDB, an independent engine, beside it.

use crate::run;
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

/// The version its SQL was written for.
const DUCKDB: &str = "duckdb==2.0.1";

pub fn all(quick: bool) -> Result<()> {
    let mut features: Vec<&str> = vec!["--package", "rasoat-lookups"];
    if quick {
        features.push("--no-default-features");
    }
    let mut lints = vec!["clippy", "--quiet", "--all-targets"];
    lints.extend(&features);
    lints.extend(["--", "-D", "warnings"]);
    run::cargo(&lints)?;
    let mut tests = Command::new(option_env!("CARGO").unwrap_or("cargo"));
    tests.args(["test", "--quiet"]).args(&features);
    if let Some(python) = python()? {
        tests.env("RASOAT_PYTHON", python);
    }
    run::command(tests)
}

/// Python with DuckDB: the one named, or one of our own beside the build.
fn python() -> Result<Option<PathBuf>> {
    if let Some(python) = std::env::var_os("RASOAT_PYTHON") {
        return Ok(Some(python.into()));
    }
    if !run::has("python3") {
        println!("python3 is missing: the comparison with DuckDB is skipped");
        return Ok(None);
    }
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| run::root().join("target"), PathBuf::from);
    let folder = target.join("lookups-python");
    let python = folder.join("bin/python");
    if !python.exists() {
        let mut venv = Command::new("python3");
        venv.args(["-m", "venv"]).arg(&folder);
        run::command(venv)?;
    }
    let mut pip = Command::new(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", DUCKDB, "pyarrow"]);
    run::command(pip)?;
    Ok(Some(python))
}
