//! The files of a Windows computer: registry hives, the inventory of programs, lists of
//! updates, found in a folder they were collected in or on a mounted disk.
//!
//! Not here: what they say (`host::windows`, `host::patch`), other files (`files`).

use crate::events;
use crate::files::{self, Found, ReadList};
use crate::host_command::Examined;
use crate::progress::{Progress, say};
use crate::summary::{Told, first};
use anyhow::{Context as _, Result, bail};
use evidence::{Observation, Subject, hex};
use host::patch::Provenance;
use host::windows::{Asked, Given, Role};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read as _;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

/// The largest hive or log read, in bytes.
const LARGEST: u64 = 1 << 30;
/// Folders within a folder that are looked into for hives.
const DEPTH: usize = 4;
/// Files looked at for being hives, at most.
const MOST: usize = 20_000;
/// Where Windows keeps its hives, and its people theirs.
const CONFIG: [&str; 3] = ["Windows", "System32", "config"];
/// How files are called that hold what `systeminfo` or a list of updates said.
const LISTS: [&str; 3] = ["systeminfo", "qfe", "hotfix"];
/// The largest of them read, in bytes.
const LARGEST_LIST: u64 = 16 << 20;

/// A file that may be a hive, with its transaction logs beside it.
struct Taken {
    path: PathBuf,
    bytes: Vec<u8>,
    logs: Vec<Vec<u8>>,
}

/// What the files say; nothing, where none of them is a hive of Windows.
pub(crate) fn examined(
    folder: &Path,
    machine: &str,
    now: Timestamp,
    progress: &mut Progress,
) -> Result<Option<Examined>> {
    let files = files::find(folder);
    // A list of files is read while the hives are looked at: it takes as long as they.
    thread::scope(|scope| {
        let reading = scope.spawn(|| files.lists());
        let listed = || reading.join().unwrap_or_else(|panic| resume_unwind(panic));
        with_files(folder, &files, listed, machine, now, progress)
    })
}

/// As [`examined`], with the lists of files as they will have been read.
fn with_files<'f>(
    folder: &Path,
    files: &'f Found,
    listed: impl FnOnce() -> Vec<ReadList<'f>>,
    machine: &str,
    now: Timestamp,
    progress: &mut Progress,
) -> Result<Option<Examined>> {
    let taken = all_taken(&hives(folder), progress);
    let mut given = Vec::with_capacity(taken.len());
    for one in &taken {
        progress.show(|| format!("đang đọc {}", one.path.display()));
        let name = one.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let logs: Vec<&[u8]> = one.logs.iter().map(Vec::as_slice).collect();
        match Given::open(name, &one.bytes, &logs) {
            Ok(hive) => given.push(hive),
            Err(error) => say(&format!("  bỏ qua {}: {error}", one.path.display())),
        }
    }
    progress.end();
    if given.is_empty() {
        return Ok(None);
    }
    progress.show(|| format!("đang xem {} tệp registry", given.len()));
    let mut observations = host::windows::examine(&given, machine, Some(now));
    observations.extend(asked(&given, machine, now)?);
    if let Some(subject) = observations.first().map(|one| one.subject.clone()) {
        observations.extend(lists(folder, &subject));
        let of_logs = events::examined(folder, &subject, now, &observations);
        observations.extend(of_logs);
        progress.show(|| "đang đọc danh sách tệp".to_owned());
        let of_files = files::examined(files, listed(), &subject, now, &observations, progress);
        observations.extend(of_files);
    }
    progress.end();
    let summary = summary(&given, &observations) + &events::summary(&observations);
    Ok(Some(Examined { observations, summary }))
}

/// All files read, with how far that is.
fn all_taken(found: &[PathBuf], progress: &mut Progress) -> Vec<Taken> {
    let size = |path: &PathBuf| fs::metadata(path).map_or(0, |meta| meta.len());
    let all: u64 = found.iter().map(size).sum();
    let (mut taken, mut bytes) = (Vec::with_capacity(found.len()), 0);
    for (at, path) in found.iter().enumerate() {
        progress.count("đang chép tệp registry", (at, found.len()), (bytes, all));
        bytes += size(path);
        match take(path) {
            Ok(one) => taken.push(one),
            Err(error) => say(&format!("  không đọc được {}: {error:#}", path.display())),
        }
    }
    progress.end();
    taken
}

/// What lists of the system and its updates say, where they were taken too.
fn lists(folder: &Path, subject: &Subject) -> Vec<Observation> {
    let mut observations = Vec::new();
    for path in entries(folder) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let is_list = LISTS.iter().any(|start| name.to_ascii_lowercase().starts_with(start));
        if !is_list || !path.is_file() {
            continue;
        }
        let mut bytes = Vec::new();
        let read = File::open(&path).and_then(|file| file.take(LARGEST_LIST).read_to_end(&mut bytes));
        if let Err(error) = read {
            say(&format!("  không đọc được {}: {error}", path.display()));
            continue;
        }
        match host::patch::read(&bytes) {
            Ok((stated, doubts)) => {
                let from = Provenance {
                    subject: subject.clone(),
                    file: name,
                    sha256: hex(&Sha256::digest(&bytes)),
                    taken_at: None,
                };
                observations.extend(host::patch::observations(&stated, &doubts, &from));
            }
            Err(error) => say(&format!("  bỏ qua {}: {error}", path.display())),
        }
    }
    observations
}

/// What the rules ask of the registry by its place.
fn asked(given: &[Given<'_>], name: &str, now: jiff::Timestamp) -> Result<Vec<Observation>> {
    let packs = packs::Packs::embedded().context("nội dung kèm chương trình không đọc được")?;
    let rules = packs::Rules::embedded(&packs).context("quy tắc kèm chương trình không đọc được")?;
    let values = rules.registry_values();
    let asked: Vec<Asked<'_>> = values.iter().map(|(path, value)| Asked { path, value }).collect();
    Ok(host::windows::ask(given, name, Some(now), &asked))
}

/// The hives of a mounted disk, or those among the files of a folder.
fn hives(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    if let Some(config) = below(folder, &CONFIG) {
        for name in ["SYSTEM", "SOFTWARE", "SAM", "SECURITY"] {
            found.extend(below(&config, &[name]).filter(|path| path.is_file()));
        }
        if let Some(users) = below(folder, &["Users"]).or_else(|| below(folder, &["Documents and Settings"]))
        {
            for user in entries(&users) {
                found.extend(below(&user, &["NTUSER.DAT"]).filter(|path| path.is_file()));
            }
        }
        found.extend(files::inventory(folder));
        return found;
    }
    let mut seen = 0;
    gather(folder, DEPTH, &mut seen, &mut found);
    found.sort();
    found
}

/// A path by its names, whatever case they are written in.
fn below(folder: &Path, names: &[&str]) -> Option<PathBuf> {
    let mut path = folder.to_owned();
    for name in names {
        path = entries(&path)
            .into_iter()
            .find(|entry| entry.file_name().is_some_and(|found| found.eq_ignore_ascii_case(name)))?;
    }
    Some(path)
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut entries: Vec<PathBuf> = entries.take(MOST).flatten().map(|entry| entry.path()).collect();
    entries.sort();
    entries
}

/// Files that begin as a hive does. Links are not followed.
fn gather(folder: &Path, depth: usize, seen: &mut usize, found: &mut Vec<PathBuf>) {
    for path in entries(folder) {
        *seen += 1;
        if *seen > MOST {
            return;
        }
        let Ok(kind) = fs::symlink_metadata(&path).map(|meta| meta.file_type()) else { continue };
        if kind.is_dir() && depth > 0 {
            gather(&path, depth - 1, seen, found);
        } else if kind.is_file() && is_log(&path).is_none() && begins_as_hive(&path) {
            found.push(path);
        }
    }
}

fn begins_as_hive(path: &Path) -> bool {
    let mut head = [0; 4];
    File::open(path).is_ok_and(|mut file| file.read_exact(&mut head).is_ok() && &head == b"regf")
}

/// The hive a transaction log belongs to: `SYSTEM.LOG1` is one of `SYSTEM`.
fn is_log(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    ["log", "log1", "log2"]
        .into_iter()
        .find_map(|ending| name.strip_suffix(&format!(".{ending}")).map(str::to_owned))
}

fn take(path: &Path) -> Result<Taken> {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let beside = path.parent().map(entries).unwrap_or_default();
    let mut logs = Vec::new();
    for log in beside.iter().filter(|log| is_log(log).is_some_and(|of| of == name)) {
        logs.push(whole(log)?);
    }
    Ok(Taken { path: path.to_owned(), bytes: whole(path)?, logs })
}

fn whole(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        bail!("lớn hơn {} MB", LARGEST >> 20);
    }
    Ok(bytes)
}

/// What is told of the computer on the spot; the office judges.
fn summary(given: &[Given<'_>], observations: &[Observation]) -> String {
    let mut text = Told::of(observations);
    text.line(format!(
        "Hệ điều hành: {} {} (bản dựng {})",
        first(observations, "os.product"),
        first(observations, "os.version"),
        first(observations, "os.build")
    ));
    for (attribute, what) in [
        ("account", "Tài khoản"),
        ("network.joined", "Mạng đã từng kết nối"),
        ("usb.device", "Thiết bị USB đã từng cắm"),
        ("software", "Phần mềm"),
        ("antivirus", "Phòng, chống mã độc"),
        ("remote_control", "Điều khiển từ xa"),
        ("patch.installed", "Bản vá (theo systeminfo)"),
    ] {
        text.listed(attribute, what);
    }
    let roles: BTreeSet<Role> = given.iter().map(|one| one.role).collect();
    for (role, what) in [
        (Role::System, "SYSTEM"),
        (Role::Software, "SOFTWARE"),
        (Role::Sam, "SAM"),
        (Role::Security, "SECURITY"),
        (Role::User, "NTUSER.DAT"),
    ] {
        if !roles.contains(&role) {
            text.line(format!("Chưa thu thập: {what}"));
        }
    }
    files::tell(&mut text, observations);
    text.counted()
}
