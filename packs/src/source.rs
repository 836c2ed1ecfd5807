//! Where pack texts come from: the embedded ones, and a folder laid over them.
//!
//! Not here: what the texts say.

use crate::fault::PackFault;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Largest pack file read from a folder.
pub const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;

/// Most files read from one sub-folder.
pub const MAX_FILES: usize = 200;

macro_rules! embedded {
    ($($path:literal),+ $(,)?) => {
        /// Every pack built into the program: relative path and text.
        pub const EMBEDDED: &[(&str, &str)] = &[$(($path, include_str!(concat!("../", $path)))),+];
    };
}

embedded! {
    "calendar/2023.yaml",
    "calendar/2024.yaml",
    "calendar/2025.yaml",
    "calendar/2026.yaml",
    "catalogue/findings.yaml",
    "checklist/anm-2023.yaml",
    "checklist/anm-attt-bmnn-2026.yaml",
    "checklist/anm-bmnn-2024.yaml",
    "checklist/tthc-dan-cu-2024.yaml",
    "legal/library.yaml",
    "outline/cybersecurity-2026.yaml",
    "outline/plan-06-2024.yaml",
    "outline/remediation-2024.yaml",
    "outline/self-inspection-2024.yaml",
    "rules/linux.yaml",
    "rules/lookups.yaml",
    "rules/msft-server-2004-member.yaml",
    "rules/msft-server-2022-member.yaml",
    "rules/msft-win10-22h2.yaml",
    "rules/msft-win11-24h2.yaml",
    "rules/patches.yaml",
    "rules/windows-events.yaml",
    "rules/windows-files.yaml",
    "rules/windows.yaml",
    "unit/kinds.yaml",
}

/// Folders in which further files are picked up besides those embedded.
const OPEN_FOLDERS: [&str; 4] = ["calendar", "outline", "checklist", "rules"];

/// Pack texts by relative path.
pub(crate) type Texts = BTreeMap<String, String>;

pub(crate) fn embedded() -> Texts {
    EMBEDDED.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// The embedded texts, with those of the folder laid over them.
pub(crate) fn with_folder(folder: &Path) -> Result<Texts, PackFault> {
    let mut texts = embedded();
    if !folder.is_dir() {
        return Err(PackFault::of_file(&folder.display().to_string(), "not a folder"));
    }
    let mut paths: Vec<String> = texts.keys().cloned().collect();
    for open in OPEN_FOLDERS {
        paths.extend(listed(folder, open)?);
    }
    for path in paths {
        let file = folder.join(&path);
        if file.is_file() {
            texts.insert(path.clone(), read(&file, &path)?);
        }
    }
    Ok(texts)
}

fn listed(folder: &Path, open: &str) -> Result<Vec<String>, PackFault> {
    let inside = folder.join(open);
    if !inside.is_dir() {
        return Ok(vec![]);
    }
    let entries = fs::read_dir(&inside).map_err(|error| PackFault::of_file(open, error))?;
    let mut found = vec![];
    for entry in entries {
        let name = entry.map_err(|error| PackFault::of_file(open, error))?.file_name();
        let Some(name) = name.to_str().filter(|name| name.strip_suffix(".yaml").is_some()) else { continue };
        if found.len() == MAX_FILES {
            return Err(PackFault::of_file(open, format!("more than {MAX_FILES} files")));
        }
        found.push(format!("{open}/{name}"));
    }
    found.sort();
    Ok(found)
}

fn read(file: &Path, path: &str) -> Result<String, PackFault> {
    let size = fs::metadata(file).map_err(|error| PackFault::of_file(path, error))?.len();
    if size > MAX_FILE_BYTES {
        return Err(PackFault::of_file(path, format!("larger than {MAX_FILE_BYTES} bytes")));
    }
    let bytes = fs::read(file).map_err(|error| PackFault::of_file(path, error))?;
    String::from_utf8(bytes).map_err(|_| PackFault::of_file(path, "not UTF-8 text"))
}
