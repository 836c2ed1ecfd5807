//! Event logs among the files of a computer, for `rasoat-field host`: found, read one
//! after another, summed up in a few lines for who sits there.
//!
//! Not here: reading a log (`host::events`).

use evidence::{Observation, Sight, Subject, Value};
use host::events::{Examination, Glance, Limits, LogError, add_gateways};
use jiff::Timestamp;
use std::fs::{self, File};
use std::io::{BufReader, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

/// Where Windows keeps its logs.
const LOGS: [&str; 4] = ["Windows", "System32", "winevt", "Logs"];
/// Folders within a folder that are looked into for logs.
const DEPTH: usize = 4;
/// Entries of folders looked at, and logs read, at most.
const MOST_ENTRIES: usize = 20_000;
const MOST_LOGS: usize = 2_000;
/// The least of a log that is read at once.
const AT_ONCE: usize = 1 << 20;
/// Attributes told on the spot when something was seen of them, with their words.
const TOLD: [(&str, &str); 8] = [
    ("event.log_cleared", "nhật ký bị xóa"),
    ("event.failed_logon", "nguồn đăng nhập sai"),
    ("event.remote_logon", "đường đăng nhập từ xa"),
    ("event.malware", "mã độc"),
    ("event.script_sign", "dấu hiệu trong kịch bản"),
    ("event.network", "mạng"),
    ("event.wifi", "mạng Wi-Fi"),
    ("event.usb", "thiết bị USB"),
];

/// What the logs of a folder or a mounted disk say; of the registry the gateways of
/// networks they tell of are taken.
pub(crate) fn examined(
    folder: &Path,
    subject: &Subject,
    now: Timestamp,
    of_registry: &[Observation],
) -> Vec<Observation> {
    let logs = found(folder);
    let mut examination = Examination::new(subject.clone(), Some(now), Limits::default());
    let mut shown = Shown::of(logs.len());
    for path in &logs {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match read(&mut examination, path, &name) {
            Ok(glance) => shown.read(&glance),
            Err(error) => shown.failed(path, &error),
        }
    }
    shown.done();
    let mut observations = examination.done();
    add_gateways(&mut observations, of_registry);
    observations
}

fn read(examination: &mut Examination, path: &Path, name: &str) -> Result<Glance, LogError> {
    let file = File::open(path)?;
    examination.read(name, &mut BufReader::with_capacity(AT_ONCE, file))
}

/// A line for who sits there: how far the logs reach, and what was seen in them.
pub(crate) fn summary(observations: &[Observation]) -> String {
    let records = |attribute: &str| {
        let of = observations.iter().filter(|one| one.attribute == attribute);
        of.filter_map(|one| match &one.sight {
            Sight::Seen(Value::Record(fields)) => Some(fields.clone()),
            _ => None,
        })
        .collect::<Vec<_>>()
    };
    let logs = records("event.log");
    if logs.is_empty() {
        return "Nhật ký sự kiện: chưa thu thập\n".to_owned();
    }
    let seen: Vec<String> = TOLD
        .iter()
        .map(|(attribute, words)| (records(attribute).len(), words))
        .filter(|(number, _)| *number > 0)
        .map(|(number, words)| format!("{words} {number}"))
        .collect();
    let security = logs.iter().find(|fields| fields.get("channel") == Some(&Value::Text("Security".into())));
    let since = security.and_then(|fields| match fields.get("first") {
        Some(Value::Instant(first)) => {
            Some(format!(", nhật ký bảo mật từ {} (UTC)", first.strftime("%d/%m/%Y")))
        }
        _ => None,
    });
    let seen = if seen.is_empty() { String::new() } else { format!(" – {}", seen.join(", ")) };
    format!("Nhật ký sự kiện: {}{}{seen}\n", logs.len(), since.unwrap_or_default())
}

/// Logs of a mounted disk, else those among the files of a folder, in the order of
/// their names.
fn found(folder: &Path) -> Vec<PathBuf> {
    let mut of_disk = Some(folder.to_owned());
    for name in LOGS {
        of_disk = of_disk.and_then(|path| {
            let is_named =
                |entry: &PathBuf| entry.file_name().is_some_and(|found| found.eq_ignore_ascii_case(name));
            entries(&path).into_iter().find(is_named)
        });
    }
    let mut logs = Vec::new();
    let mut looked_at = 0;
    match of_disk {
        Some(path) => gather(&path, 0, &mut looked_at, &mut logs),
        None => gather(folder, DEPTH, &mut looked_at, &mut logs),
    }
    logs.sort();
    logs
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries.take(MOST_ENTRIES).flatten().map(|entry| entry.path()).collect()
}

/// Links are not followed.
fn gather(folder: &Path, depth: usize, looked_at: &mut usize, logs: &mut Vec<PathBuf>) {
    for path in entries(folder) {
        *looked_at += 1;
        if *looked_at > MOST_ENTRIES || logs.len() == MOST_LOGS {
            return;
        }
        let Ok(kind) = fs::symlink_metadata(&path).map(|meta| meta.file_type()) else { continue };
        let is_log = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("evtx"));
        if kind.is_dir() && depth > 0 {
            gather(&path, depth - 1, looked_at, logs);
        } else if kind.is_file() && is_log {
            logs.push(path);
        }
    }
}

/// Progress on standard error.
struct Shown {
    of: usize,
    logs: usize,
    records: u64,
    damaged: usize,
    terminal: bool,
}

impl Shown {
    fn of(number: usize) -> Self {
        if number > 0 {
            say(&format!("Tìm thấy {number} tệp nhật ký sự kiện, đang đọc…"));
        }
        Shown { of: number, logs: 0, records: 0, damaged: 0, terminal: std::io::stderr().is_terminal() }
    }

    fn read(&mut self, glance: &Glance) {
        self.logs += 1;
        self.records += glance.account.records;
        self.damaged += usize::from(glance.account.is_damaged());
        if self.terminal {
            // Nobody may be looking.
            let (logs, of, records) = (self.logs, self.of, self.records);
            let _ = write!(std::io::stderr(), "\r\x1b[K  {logs}/{of} tệp, {records} sự kiện");
        }
    }

    fn failed(&mut self, path: &Path, error: &LogError) {
        self.logs += 1;
        self.clear();
        say(&format!("  không đọc được {}: {error}", path.display()));
    }

    fn clear(&self) {
        if self.terminal {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }

    fn done(&self) {
        if self.of == 0 {
            return;
        }
        self.clear();
        let damaged = if self.damaged == 0 {
            String::new()
        } else {
            format!(", {} tệp có phần hỏng", self.damaged)
        };
        say(&format!("  đã đọc {} tệp, {} sự kiện{damaged}", self.logs, self.records));
    }
}

fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
