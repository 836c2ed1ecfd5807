//! The stick: the field program for Linux and Windows, each one file that needs
//! nothing of the computer it runs on, and the script that collects.

use crate::run;
use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

/// A target, the program's name there, and what the build needs: a program, and
/// the Debian package it comes in.
const BUILDS: [(&str, &str, Option<(&str, &str)>); 2] = [
    ("x86_64-unknown-linux-musl", "rasoat-field", None),
    ("x86_64-pc-windows-gnu", "rasoat-field.exe", Some(("x86_64-w64-mingw32-gcc", "gcc-mingw-w64-x86-64"))),
];

pub fn stick() -> Result<()> {
    let missing = missing();
    if !missing.is_empty() {
        bail!("first install:\n  {}", missing.join("\n  "));
    }
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| run::root().join("target"), PathBuf::from);
    let stick = target.join("stick");
    std::fs::create_dir_all(&stick)?;
    for (triple, name, _) in BUILDS {
        let mut cargo = Command::new(option_env!("CARGO").unwrap_or("cargo"));
        cargo.args(["build", "--release", "--package", "rasoat-field", "--target", triple]);
        // A program for Windows runs where no runtime library is installed.
        cargo.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUSTFLAGS", "-Ctarget-feature=+crt-static");
        run::command(cargo)?;
        std::fs::copy(target.join(triple).join("release").join(name), stick.join(name))?;
    }
    std::fs::copy(run::root().join("crates/field/collect/thu-thap.cmd"), stick.join("thu-thap.cmd"))?;
    println!("the stick: {}", stick.display());
    Ok(())
}

/// What has to be installed first, as the commands that do it.
fn missing() -> Vec<String> {
    let targets = Command::new("rustup").args(["target", "list", "--installed"]).output();
    let targets = targets.map(|out| String::from_utf8_lossy(&out.stdout).into_owned()).unwrap_or_default();
    let mut missing = Vec::new();
    for (triple, _, needs) in BUILDS {
        if !targets.lines().any(|line| line.trim() == triple) {
            missing.push(format!("rustup target add {triple}"));
        }
        if let Some((_, package)) = needs.filter(|(program, _)| !run::has(program)) {
            missing.push(format!("apt-get install {package}"));
        }
    }
    missing
}
