//! `rasoat-field host`: what a computer's registry hives and lists say of it,
//! sealed for the office. Looking only: no file of the computer is changed.
//!
//! Not here: reading hives (`host`), judging (the office, by rules with a date).

use crate::{clock, events, key};
use anyhow::{Context as _, Result, bail};
use evidence::{Header, Observation, Sight, Subject, Value, Writer, hex};
use host::patch::Provenance;
use host::windows::{Asked, Given, Role};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The largest hive or log read, in bytes.
const LARGEST: u64 = 1 << 30;
/// Folders within a folder that are looked into for hives.
const DEPTH: usize = 4;
/// Files looked at for being hives, at most.
const MOST: usize = 20_000;
/// Where Windows keeps its hives, and its people theirs.
const CONFIG: [&str; 3] = ["Windows", "System32", "config"];
/// Exit code: nothing of a computer was found.
const NOTHING: u8 = 3;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Thư mục chứa tệp đã thu thập, hoặc ổ đĩa Windows đã gắn (chỉ đọc)
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// Tên máy, khi trong tệp không có
    #[arg(long, value_name = "NAME", default_value = "")]
    machine: String,
    /// Ghi gói chứng cứ đã niêm phong
    #[arg(long, value_name = "FILE.rsb")]
    evidence: Option<PathBuf>,
    /// Tệp khóa niêm phong (được tạo nếu chưa có)
    #[arg(long, value_name = "FILE", default_value = "rasoat-field.key")]
    key: PathBuf,
    /// Mã cuộc kiểm tra ghi vào gói chứng cứ
    #[arg(long, value_name = "ID", default_value = "")]
    visit: String,
    /// Ghi từng quan sát dạng JSON ra màn hình
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match examined(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("lỗi: {error:#}"));
            ExitCode::from(NOTHING)
        }
    }
}

/// A file that may be a hive, with its transaction logs beside it.
struct Taken {
    path: PathBuf,
    bytes: Vec<u8>,
    logs: Vec<Vec<u8>>,
}

fn examined(arguments: &Arguments) -> Result<()> {
    let found = hives(&arguments.folder)?;
    say(&format!("Tìm thấy {} tệp registry, đang đọc…", found.len()));
    let mut taken = Vec::with_capacity(found.len());
    for path in &found {
        match take(path) {
            Ok(one) => taken.push(one),
            Err(error) => say(&format!("  không đọc được {}: {error:#}", path.display())),
        }
    }
    let mut given = Vec::with_capacity(taken.len());
    for one in &taken {
        let name = one.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let logs: Vec<&[u8]> = one.logs.iter().map(Vec::as_slice).collect();
        match Given::open(name, &one.bytes, &logs) {
            Ok(hive) => given.push(hive),
            Err(error) => say(&format!("  bỏ qua {}: {error}", one.path.display())),
        }
    }
    if given.is_empty() {
        bail!("không có tệp registry nào của Windows trong {}", arguments.folder.display());
    }
    let now = clock::now();
    let mut observations = host::windows::examine(&given, &arguments.machine, Some(now));
    observations.extend(asked(&given, &arguments.machine, now)?);
    let subject = observations.first().map(|one| one.subject.clone());
    if let Some(subject) = subject {
        observations.extend(lists(&arguments.folder, &subject));
        let of_logs = events::examined(&arguments.folder, &subject, now, &observations);
        observations.extend(of_logs);
    }
    if arguments.json {
        let mut out = std::io::stdout().lock();
        for one in &observations {
            writeln!(out, "{}", serde_json::to_string(one)?)?;
        }
    } else {
        std::io::stdout().write_all(summary(&given, &observations).as_bytes())?;
        std::io::stdout().write_all(events::summary(&observations).as_bytes())?;
    }
    if let Some(path) = &arguments.evidence {
        seal(arguments, path, &observations, now)?;
        say(&format!("Đã niêm phong {} quan sát vào {}", observations.len(), path.display()));
    }
    Ok(())
}

/// How files are called that hold what `systeminfo` or a list of updates said.
const LISTS: [&str; 3] = ["systeminfo", "qfe", "hotfix"];
/// The largest of them read, in bytes.
const LARGEST_LIST: u64 = 16 << 20;

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

fn seal(
    arguments: &Arguments,
    path: &Path,
    observations: &[Observation],
    now: jiff::Timestamp,
) -> Result<()> {
    let sealer = key::sealer(&arguments.key)?;
    let file = File::create(path).with_context(|| format!("không ghi được {}", path.display()))?;
    let header = Header::new("rasoat-field", env!("CARGO_PKG_VERSION"), now, arguments.visit.as_str());
    let mut writer = Writer::new(BufWriter::new(file), &header)?;
    for one in observations {
        writer.add(one)?;
    }
    let file = writer.seal(&sealer)?.into_inner().map_err(std::io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(())
}

/// The hives of a mounted disk, or those among the files of a folder.
fn hives(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        bail!("{} không phải thư mục", folder.display());
    }
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
        return Ok(found);
    }
    let mut seen = 0;
    gather(folder, DEPTH, &mut seen, &mut found);
    found.sort();
    Ok(found)
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
    let mut text = String::new();
    let mut line = |words: String| {
        text.push_str(&words);
        text.push('\n');
    };
    let first = |attribute: &str| {
        seen(observations, attribute).find_map(word).unwrap_or_else(|| "không rõ".to_owned())
    };
    let name = observations.first().map(|one| one.subject.name.as_str()).unwrap_or_default();
    line(format!("Máy: {name}"));
    line(format!(
        "Hệ điều hành: {} {} (bản dựng {})",
        first("os.product"),
        first("os.version"),
        first("os.build")
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
        let named: BTreeSet<String> = seen(observations, attribute).filter_map(named).collect();
        let few: Vec<&str> = named.iter().take(NAMED).map(String::as_str).collect();
        let more = if named.len() > NAMED { ", …" } else { "" };
        line(format!(
            "{what}: {}{}{more}",
            named.len(),
            if few.is_empty() { String::new() } else { format!(" – {}", few.join(", ")) }
        ));
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
            line(format!("Chưa thu thập: {what}"));
        }
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for one in observations {
        let what = match one.sight {
            Sight::Seen(_) => "thấy",
            Sight::Absent => "không có",
            Sight::Unreadable(_) => "không đọc được",
            Sight::NotCollected => "chưa thu thập",
        };
        *counts.entry(what).or_default() += 1;
    }
    let counted: Vec<String> = counts.iter().map(|(what, count)| format!("{what} {count}")).collect();
    line(format!("Quan sát: {}", counted.join(", ")));
    text
}

/// What was seen of an attribute.
fn seen<'a>(observations: &'a [Observation], attribute: &'a str) -> impl Iterator<Item = &'a Value> {
    observations.iter().filter(move |one| one.attribute == attribute).filter_map(|one| match &one.sight {
        Sight::Seen(value) => Some(value),
        _ => None,
    })
}

/// Names told of one kind of thing, at most.
const NAMED: usize = 8;

fn word(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Whole(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What a record calls its thing.
fn named(value: &Value) -> Option<String> {
    let Value::Record(fields) = value else { return word(value) };
    ["name", "product", "serial", "description", "id"]
        .iter()
        .find_map(|name| fields.get(*name).and_then(word))
}

fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
