//! What a Windows computer keeps besides its registry: programs that ran (`*.pf`), the
//! log of installed devices, a list of its files. Found in a folder they were
//! collected in or on a mounted disk, whose tree is then walked itself.
//!
//! Not here: what they say (`host`), hives, the inventory among them (`windows_folder`).

use crate::progress::{Progress, say};
use crate::summary::{Told, seen};
use crate::walk::Walk;
use evidence::{Observation, Subject, Unread, Value};
use host::listing::Listing;
use host::prefetch::PrefetchError;
use host::{Artefact, Removable, listing, prefetch, setup_log};
use jiff::Timestamp;
use std::fs::{self, File};
use std::io::{BufReader, Read as _};
use std::path::{Path, PathBuf};

/// Prefetch files read, at most; Windows keeps 1,024.
const MOST_PROGRAMS: usize = 4_096;
/// Files of a folder looked at, at most.
const MOST: usize = 20_000;
/// Folders within a folder that are looked into.
const DEPTH: usize = 4;

/// The files of these kinds that are there.
#[derive(Default)]
pub(crate) struct Found {
    programs: Vec<PathBuf>,
    /// Whether the folder for them is there, with or without any.
    programs_kept: bool,
    logs: Vec<PathBuf>,
    lists: Vec<PathBuf>,
    /// A mounted disk's own tree, in place of a list.
    tree: Option<PathBuf>,
}

/// A list of files that was read, and which file it is.
pub(crate) type ReadList<'f> = (&'f Path, std::io::Result<Listing>);

impl Found {
    /// Reads the lists of files, which takes longer than all else.
    pub fn lists(&self) -> Vec<ReadList<'_>> {
        let read = |path: &Path| File::open(path).and_then(|file| listing::read(BufReader::new(file)));
        self.lists.iter().map(|path| (path.as_path(), read(path))).collect()
    }
}

/// What they say. What was seen before tells which volumes are of devices that were
/// plugged in.
pub(crate) fn examined(
    found: &Found,
    lists: Vec<ReadList<'_>>,
    subject: &Subject,
    now: Timestamp,
    before: &[Observation],
    progress: &mut Progress,
) -> Vec<Observation> {
    let mut observations = walked(found, subject, now, progress);
    observations.extend(listed(lists, subject, now));
    if observations.is_empty() {
        observations = listing::not_collected(subject, Some(now));
    }
    let mut known: Vec<Observation> =
        before.iter().filter(|one| one.attribute == "usb.device").cloned().collect();
    known.extend(observations.iter().filter(|one| one.attribute == "files.drive").cloned());
    observations.extend(ran(found, &Removable::of(&known), subject, now, progress));
    observations.extend(installed(found, subject, now));
    progress.end();
    observations
}

/// The inventory of programs of a mounted disk; in a folder it is found as a hive.
pub(crate) fn inventory(folder: &Path) -> Option<PathBuf> {
    below(folder, &["Windows", "AppCompat", "Programs", "Amcache.hve"]).filter(|path| path.is_file())
}

/// A line of each kind, for people.
pub(crate) fn tell(told: &mut Told<'_>, observations: &[Observation]) {
    told.listed("program.run", "Chương trình đã chạy (Prefetch)");
    told.listed("program.inventoried", "Chương trình hệ thống đã ghi nhận (Amcache)");
    told.listed("usb.installed", "Thiết bị USB theo nhật ký cài đặt");
    for list in seen(observations, "files.listed") {
        let Value::Record(fields) = list else { continue };
        let number = |name: &str| match fields.get(name) {
            Some(Value::Whole(number)) => *number,
            _ => 0,
        };
        told.line(format!(
            "Danh sách tệp: {} tệp, {} thư mục, {} MB; {} tên cần xem; {} dòng không hiểu",
            number("files"),
            number("folders"),
            number("bytes") >> 20,
            seen(observations, "file.notable").count(),
            number("not_understood")
        ));
    }
    for (attribute, what) in [
        ("program.inventoried", "Amcache.hve"),
        ("program.run", "Prefetch"),
        ("usb.installed", "setupapi.dev.log"),
        ("files.listed", "danh sách tệp (files.txt)"),
    ] {
        let none =
            |one: &Observation| one.attribute == attribute && one.sight == evidence::Sight::NotCollected;
        if observations.iter().any(none) {
            told.line(format!("Chưa thu thập: {what}"));
        }
    }
}

/// Looks for them in a folder, or on a mounted disk.
pub(crate) fn find(folder: &Path) -> Found {
    let mut found = Found::default();
    if below(folder, &["Windows", "System32", "config"]).is_none() {
        gather(folder, DEPTH, &mut 0, &mut found);
    } else {
        let kept = below(folder, &["Windows", "Prefetch"]);
        found.programs_kept = kept.is_some();
        found.programs = kept.map(|kept| files(&kept, is_program)).unwrap_or_default();
        for place in [["Windows", "INF"].as_slice(), &["Windows"]] {
            found.logs.extend(below(folder, place).map(|place| files(&place, is_log)).unwrap_or_default());
        }
        found.tree = Some(folder.to_owned());
    }
    for paths in [&mut found.programs, &mut found.logs, &mut found.lists] {
        paths.sort();
    }
    found.programs.truncate(MOST_PROGRAMS);
    found
}

fn is_program(name: &str) -> bool {
    name.ends_with(".pf")
}

/// The present log, and those Windows put away: `setupapi.dev.20260301_120000.log`.
fn is_log(name: &str) -> bool {
    name == "setupapi.log" || (name.starts_with("setupapi.dev") && name.ends_with(".log"))
}

fn is_list(name: &str) -> bool {
    name.starts_with("files") && name.ends_with(".txt")
}

fn gather(folder: &Path, depth: usize, looked: &mut usize, found: &mut Found) {
    for path in entries(folder) {
        *looked += 1;
        if *looked > MOST {
            return;
        }
        let Ok(kind) = fs::symlink_metadata(&path).map(|meta| meta.file_type()) else { continue };
        let name = name_of(&path).to_ascii_lowercase();
        if kind.is_dir() && depth > 0 {
            found.programs_kept |= name == "prefetch";
            gather(&path, depth - 1, looked, found);
        } else if kind.is_file() && is_program(&name) {
            found.programs.push(path);
        } else if kind.is_file() && is_log(&name) {
            found.logs.push(path);
        } else if kind.is_file() && is_list(&name) {
            found.lists.push(path);
        }
    }
}

fn ran(
    found: &Found,
    removable: &Removable,
    subject: &Subject,
    now: Timestamp,
    progress: &mut Progress,
) -> Vec<Observation> {
    if found.programs.is_empty() {
        return if found.programs_kept {
            prefetch::absent(subject, Some(now))
        } else {
            prefetch::not_collected(subject, Some(now))
        };
    }
    let mut observations = Vec::with_capacity(found.programs.len());
    for (at, path) in found.programs.iter().enumerate() {
        progress.show(|| format!("đang đọc chương trình đã chạy {at}/{}", found.programs.len()));
        let bytes = match whole(path, prefetch::LARGEST as u64 + 1) {
            Ok(bytes) => bytes,
            Err(error) => {
                say(&format!("  không đọc được {}: {error}", path.display()));
                let from = Artefact::hashed(subject, &name_of(path), String::new(), Some(now));
                observations.push(prefetch::unreadable(Unread::Permission, &from));
                continue;
            }
        };
        let from = Artefact::of(subject, &name_of(path), &bytes, Some(now));
        match prefetch::read(&bytes) {
            Ok(read) => observations.extend(prefetch::observations(&read, removable, &from)),
            Err(error) => {
                say(&format!("  không đọc được {}: {error}", path.display()));
                let why = match error {
                    PrefetchError::TooLarge => Unread::TooLarge,
                    PrefetchError::Version(_) => Unread::Unsupported,
                    _ => Unread::Corrupt,
                };
                observations.push(prefetch::unreadable(why, &from));
            }
        }
    }
    observations
}

fn installed(found: &Found, subject: &Subject, now: Timestamp) -> Vec<Observation> {
    let mut observations = Vec::new();
    for path in &found.logs {
        match whole(path, setup_log::LARGEST as u64 + 1) {
            Ok(bytes) => {
                let from = Artefact::of(subject, &name_of(path), &bytes, Some(now));
                observations.extend(setup_log::observations(&setup_log::read(&bytes), &from));
            }
            Err(error) => say(&format!("  không đọc được {}: {error}", path.display())),
        }
    }
    if observations.is_empty() {
        return setup_log::not_collected(subject, Some(now));
    }
    observations
}

/// A mounted disk's tree, in place of a list.
fn walked(found: &Found, subject: &Subject, now: Timestamp, progress: &mut Progress) -> Vec<Observation> {
    let mut observations = Vec::new();
    if let Some(tree) = &found.tree {
        let mut walk = Walk::of(tree, progress);
        if let Ok(list) = listing::read(&mut walk) {
            let from = Artefact::hashed(subject, "", list.sha256.clone(), Some(now));
            observations.extend(listing::observations(&list, &from));
            if walk.was_limited() || walk.unread() > 0 {
                say(&format!("  không duyệt được {} thư mục của ổ đĩa", walk.unread()));
                let why = if walk.was_limited() { Unread::TooLarge } else { Unread::Permission };
                observations.push(listing::partly_unreadable(why, &from));
            }
        }
    }
    observations
}

fn listed(lists: Vec<ReadList<'_>>, subject: &Subject, now: Timestamp) -> Vec<Observation> {
    let mut observations = Vec::new();
    for (path, list) in lists {
        match list {
            Ok(list) => {
                let from = Artefact::hashed(subject, &name_of(path), list.sha256.clone(), Some(now));
                observations.extend(listing::observations(&list, &from));
            }
            Err(error) => {
                say(&format!("  không đọc được {}: {error}", path.display()));
                let from = Artefact::hashed(subject, &name_of(path), String::new(), Some(now));
                observations.extend(listing::unreadable(Unread::Permission, &from));
            }
        }
    }
    observations
}

fn whole(path: &Path, most: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn files(folder: &Path, wanted: fn(&str) -> bool) -> Vec<PathBuf> {
    let is = |path: &PathBuf| path.is_file() && wanted(&name_of(path).to_ascii_lowercase());
    entries(folder).into_iter().filter(is).collect()
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A path by its names, whatever case they are written in.
fn below(folder: &Path, names: &[&str]) -> Option<PathBuf> {
    let mut path = folder.to_owned();
    for name in names {
        let is = |entry: &PathBuf| entry.file_name().is_some_and(|found| found.eq_ignore_ascii_case(name));
        path = entries(&path).into_iter().find(is)?;
    }
    Some(path)
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries.take(MOST).flatten().map(|entry| entry.path()).collect()
}

#[cfg(test)]
mod tests;
