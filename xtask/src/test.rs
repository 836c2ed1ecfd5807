//! The test command: Rust tests on both databases, then the browser journeys.

use crate::{postgres, run};
use anyhow::Result;
use std::process::Command;

pub fn all(filter: Option<&str>, no_journeys: bool) -> Result<()> {
    let server = postgres::Server::start()?;
    if server.is_none() {
        println!("PostgreSQL is missing: the record is tested on SQLite only");
    }
    let mut cargo = Command::new(option_env!("CARGO").unwrap_or("cargo"));
    cargo.args(["test", "--quiet"]);
    if let Some(filter) = filter {
        cargo.arg(filter);
    }
    if let Some(server) = &server {
        cargo.env("RASOAT_TEST_POSTGRES", server.address());
    }
    run::command(cargo)?;
    if no_journeys {
        return Ok(());
    }
    journeys(filter, server.as_ref().map(postgres::Server::address))
}

/// The journeys: a real browser on the program as the tests before them built it.
fn journeys(filter: Option<&str>, server: Option<String>) -> Result<()> {
    let folder = run::root().join("journeys");
    if !folder.exists() {
        return Ok(());
    }
    if !run::has("chromium") {
        println!("chromium is missing: the browser journeys are skipped");
        return Ok(());
    }
    let mut names: Vec<_> = std::fs::read_dir(&folder)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .filter(|path| filter.is_none_or(|f| path.to_string_lossy().contains(f)))
        .collect();
    names.sort();
    if names.is_empty() {
        return Ok(());
    }
    let mut node = Command::new("node");
    node.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]).args(names);
    if let Some(server) = server {
        node.env("RASOAT_TEST_POSTGRES", server);
    }
    run::command(node)
}

pub fn benches(filter: Option<&str>) -> Result<()> {
    let server = postgres::Server::start()?;
    let mut cargo = Command::new(option_env!("CARGO").unwrap_or("cargo"));
    cargo.args(["bench", "--package", "rasoat", "--bench", filter.unwrap_or("work")]);
    if let Some(server) = &server {
        cargo.env("RASOAT_TEST_POSTGRES", server.address());
    }
    run::command(cargo)
}
