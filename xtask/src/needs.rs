//! What the tests need around them: a database server, a browser, an office
//! suite, fonts. Installed with the system's package manager where that is possible.

use crate::run;
use anyhow::Result;
use std::path::Path;
use std::process::Command;

/// A program the tests start, and the Debian package it comes in.
const NEEDS: [(&str, &str); 8] = [
    ("/usr/lib/postgresql", "postgresql"),
    ("chromium", "chromium"),
    ("soffice", "libreoffice-writer libreoffice-calc libreoffice-impress"),
    ("pdftotext", "poppler-utils"),
    // Writes the old Vietnamese codes our tables are checked against.
    ("recode", "recode"),
    // Writes hives our reader is checked against, and unpacks those it is tried on.
    ("hivexregedit", "libwin-hivex-perl"),
    ("xz", "xz-utils"),
    // Of the same measures as Times New Roman: pages break where officials see them break.
    ("/usr/share/fonts/truetype/liberation", "fonts-liberation"),
];

fn present(need: &str) -> bool {
    if need.starts_with('/') { Path::new(need).exists() } else { run::has(need) }
}

/// Installs what is missing, as far as we may; what stays missing is named, and
/// the tests that need it say that they were skipped.
pub fn install_for_tests() -> Result<()> {
    let missing: Vec<_> = NEEDS.into_iter().filter(|(need, _)| !present(need)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().flat_map(|(_, packages)| packages.split(' ')).collect();
    if run::has("apt-get") && is_root() {
        let mut update = Command::new("apt-get");
        update.args(["update", "-qq"]);
        run::command(update)?;
        let mut install = Command::new("apt-get");
        install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(&packages);
        install.env("DEBIAN_FRONTEND", "noninteractive");
        return run::command(install);
    }
    println!("missing, and so skipped by the tests that need them: {}", packages.join(", "));
    Ok(())
}

pub fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.starts_with(b"0"))
}
