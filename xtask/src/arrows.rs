//! The arrows between the rooms point down: each crate may use only the crates
//! named here (ARCHITECTURE.md draws them). And each invariant that a search of
//! the text can hold is held here.

use crate::run;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// A crate and the crates of ours it may use.
const ARROWS: [(&str, &[&str]); 16] = [
    ("crates/domain", &[]),
    ("crates/evidence", &["domain"]),
    ("packs", &["domain", "evidence"]),
    ("crates/store", &["domain"]),
    ("crates/reader", &["domain"]),
    ("crates/papers", &["domain"]),
    ("crates/scanners", &["domain", "evidence"]),
    ("crates/host", &["domain", "evidence"]),
    ("crates/sweep", &["domain", "evidence", "reader"]),
    ("crates/field", &["domain", "evidence", "packs", "scanners", "host", "sweep"]),
    (
        "crates/app",
        &["domain", "evidence", "packs", "store", "reader", "papers", "scanners", "host", "sweep"],
    ),
    ("crates/lookups", &["domain", "evidence", "packs", "papers"]),
    ("crates/web", &["domain", "app"]),
    ("crates/rasoat", &["domain", "packs", "store", "reader", "papers", "app", "web"]),
    ("crates/testkit", &["domain", "packs", "store", "reader", "papers", "app"]),
    ("xtask", &[]),
];

/// Our crates, as dependency lines name them.
const OURS: [&str; 12] = [
    "domain", "evidence", "packs", "store", "reader", "papers", "scanners", "host", "sweep", "app", "web",
    "testkit",
];

/// What must not stand where: (text, the only places it may, why).
const ABSENCES: [(&str, &[&str], &str); 7] = [
    (
        "Timestamp::now",
        &["crates/app/src/clock.rs", "crates/field/src/clock.rs", "crates/lookups/src/clock.rs"],
        "only one file of a program reads the system clock",
    ),
    ("sqlx::", &["crates/store/"], "SQL lives in the store"),
    (
        "<html",
        &[
            "crates/web/templates/",
            "crates/lookups/templates/",
            "crates/app/src/acts/file",
            "crates/sweep/src/read",
        ],
        "HTML lives in the templates; the upload guard knows it to turn it away, the sweep to read it",
    ),
    ("style=\"", &[], "the content security policy allows no inline style"),
    ("onclick=", &[], "the content security policy allows no inline script"),
    ("todo!(", &[], "nothing is left undone"),
    ("unimplemented!(", &[], "nothing is left undone"),
];

pub fn check() -> Result<()> {
    let root = run::root();
    let mut wrong = Vec::new();
    for (room, may) in ARROWS {
        let text =
            std::fs::read_to_string(root.join(room).join("Cargo.toml")).with_context(|| room.to_owned())?;
        let needs = text.split("[dev-dependencies]").next().unwrap_or_default();
        for line in needs.lines() {
            let name = line.split(['.', ' ', '=']).next().unwrap_or_default();
            if OURS.contains(&name) && !may.contains(&name) {
                wrong.push(format!("{room} may not use {name}"));
            }
        }
    }
    let mut files = Vec::new();
    collect(&root.join("crates"), &mut files)?;
    for file in files {
        let inside = file.strip_prefix(&root).unwrap_or(&file).to_string_lossy().into_owned();
        let is_test =
            inside.contains("/tests/") || inside.contains("/benches/") || inside.contains("/examples/");
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        for (what, only, why) in ABSENCES {
            if !is_test && text.contains(what) && !only.iter().any(|place| inside.starts_with(place)) {
                wrong.push(format!("{inside} has {what:?}: {why}"));
            }
        }
    }
    if !wrong.is_empty() {
        bail!("the house is not in order:\n  {}", wrong.join("\n  "));
    }
    println!("arrows and absences hold");
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder)?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|end| end == "rs" || end == "html") {
            files.push(path);
        }
    }
    Ok(())
}
