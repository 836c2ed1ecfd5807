//! What another reader's own tests state of the same hives, against what we read.
//!
//! Each of its 62 cases agrees, or stands in a list with the reason why ours is right
//! or why nobody asks for it here, or its hive is not in the collection.

mod others;
mod software;
mod system;

use crate::corpus;
use evidence::{Observation, Sight, Value};
use jiff::Timestamp;
use rasoat_host::hive::{Hive, Key, filetime};
use rasoat_host::windows::{Given, examine};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// What is not compared, and why.
const REASONS: [(&str, &str); 4] = [
    ("shimcache", "which programs ran when is not asked for yet"),
    ("user_assist", "which programs a person ran is not asked for yet"),
    (
        "ntuser_shellbag_plugin",
        "which folders a person opened is not asked for: it shows what documents are called",
    ),
    (
        "usrclass_shellbag_plugin",
        "which folders a person opened is not asked for: it shows what documents are called",
    ),
];
const TYPED_PATHS: &str = r"Software\Microsoft\Windows\CurrentVersion\Explorer\TypedPaths";
const TYPED_URLS: &str = r"Software\Microsoft\Internet Explorer\TypedURLs";
/// The control sets a case speaks of.
const SETS: [&str; 2] = ["ControlSet001", "ControlSet002"];
/// How far two readers' times may lie apart: theirs are kept in floating point.
const NEAR: i64 = 2;

/// One case while it is compared.
struct Case<'h> {
    hive: &'h Hive<'h>,
    seen: &'h [Observation],
    /// All entries it states, however it states them.
    entries: Vec<&'h Json>,
    exact: &'h Json,
    count: Option<u64>,
    wrong: Vec<String>,
}

#[test]
fn every_stated_result_agrees_or_has_a_reason() {
    let Some(folder) = corpus::folder() else {
        eprintln!("skipped: the collection of hives is not here");
        return;
    };
    let text = std::fs::read_to_string(folder.join("expected.json")).expect("the stated results");
    let rows: Vec<Json> = serde_json::from_str(&text).expect("JSON");
    let (mut agree, mut reasoned, mut absent, mut wrong) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for row in &rows {
        let (plugin, file) = (said(&row["plugin"]), said(&row["hive"]));
        let name = file.strip_suffix(".xz").unwrap_or(file);
        let Some(bytes) = corpus::files().get(name) else {
            absent.push(plugin);
            continue;
        };
        if REASONS.iter().any(|(known, _)| *known == plugin) {
            reasoned.push(plugin);
            continue;
        }
        match compared(plugin, row, name, bytes) {
            Some(differences) if differences.is_empty() => agree.push(plugin),
            Some(differences) => wrong.push(format!("{plugin} of {name}: {}", differences.join("; "))),
            None => wrong.push(format!("{plugin} of {name} is not compared and has no reason")),
        }
    }
    eprintln!("{} agree: {}", agree.len(), agree.join(", "));
    eprintln!("{} have a reason: {}", reasoned.len(), reasoned.join(", "));
    eprintln!("{} hives are not there: {}", absent.len(), absent.join(", "));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(agree.len() + reasoned.len() + absent.len(), rows.len());
}

fn compared(plugin: &str, row: &Json, name: &str, bytes: &[u8]) -> Option<Vec<String>> {
    let hive = Hive::open(bytes).expect("a hive");
    let given = Given::open(name, bytes, &[]).ok();
    let seen = given.map(|given| examine(&[given], "MAY-01", None)).unwrap_or_default();
    let exact = &row["exact_expected_result"];
    let mut entries: Vec<&Json> = row["expected_entries"].as_array().into_iter().flatten().collect();
    entries.extend(exact.as_array().into_iter().flatten());
    let count = row["expected_entries_count"].as_u64();
    let mut case = Case { hive: &hive, seen: &seen, entries, exact, count, wrong: Vec::new() };
    compare(plugin, &mut case).then_some(case.wrong)
}

/// Compares; `false` for a case nobody wrote a comparison for.
fn compare(plugin: &str, case: &mut Case<'_>) -> bool {
    match plugin {
        "active_control_set" => case.selected(),
        "amcache" => case.inventory(),
        "codepage" | "crash_dump" | "disable_last_access" | "processor_architecture" => case.by_path(),
        "diag_sr" => case.restore_points(),
        "shutdown" => case.shutdown(),
        "routes" => case.routes(),
        "computer_name" | "host_domain_name" | "bootkey" => case.of_sets(plugin),
        "lsa_packages" | "pagefile" | "wdigest" => case.settings(),
        "network_data" => case.interfaces(),
        "previous_winver_plugin" => case.former(),
        "usbstor_plugin" => case.sticks(),
        "usb_devices" => case.usb(),
        "mounted_devices" => case.mounted(),
        "samparse" => case.accounts(),
        "local_sid" => case.machine_sid(),
        "domain_sid" => case.domain(),
        "installed_programs_ntuser" => case.programs(),
        "ntuser_persistence" => case.autoruns(),
        "network_drives_plugin" => case.drives(),
        "typed_paths" | "typed_urls" => case.typed(plugin),
        "ntuser_classes_installer" => case.products(),
        "winscp_saved_sessions" => case.sessions(),
        "winrar_plugin" => case.archives(),
        "word_wheel_query" => case.searches(),
        "wsl" => case.distributions(),
        "boot_entry_list" => case.boot_entries(),
        "background_activity_moderator" => case.activity(),
        "terminal_services_history" => {
            let visited = case.records("remote_desktop.visited").len();
            case.counted(visited);
        }
        "services" => {
            let sets = SETS.iter().filter(|set| case.key(&format!(r"{set}\Services")).is_some()).count();
            case.counted(sets);
        }
        "timezone_data" | "timezone_data2" => case.each_set_has(&[r"Control\TimeZoneInformation"]),
        "safeboot_configuration" => case.each_set_has(&[r"Control\SafeBoot"]),
        "backuprestore_plugin" => {
            let below = ["FilesNotToBackup", "FilesNotToSnapshot", "KeysNotToRestore"];
            case.each_set_has(&below.map(|name| format!(r"Control\BackupRestore\{name}")));
        }
        _ => return false,
    }
    true
}

impl Case<'_> {
    fn same(&mut self, what: &str, ours: impl Into<Json>, theirs: &Json) {
        let ours = ours.into();
        // They give 0 for an empty text.
        let alike = ours == *theirs || (ours == "" && *theirs == 0);
        if !alike {
            self.wrong.push(format!("{what}: {ours}, not {theirs}"));
        }
    }

    fn at(&mut self, what: &str, ours: Option<Timestamp>, theirs: &Json) {
        let stated = theirs.as_str().and_then(moment);
        let near = match (ours, stated) {
            (Some(ours), Some(stated)) => (ours.as_microsecond() - stated.as_microsecond()).abs() <= NEAR,
            (ours, stated) => ours == stated,
        };
        if !near {
            self.wrong.push(format!("{what}: {ours:?}, not {theirs}"));
        }
    }

    /// To the second, as they write some times.
    fn at_second(&mut self, what: &str, ours: Option<Timestamp>, theirs: &Json) {
        let ours = ours.and_then(|time| Timestamp::from_second(time.as_second()).ok());
        self.at(what, ours, theirs);
    }

    fn counted(&mut self, ours: usize) {
        if self.count.is_some_and(|count| count != ours as u64) {
            self.wrong.push(format!("{ours} of them, not {:?}", self.count));
        }
    }

    fn key(&self, path: &str) -> Option<Key<'_>> {
        self.hive.key(path).ok().flatten()
    }

    fn written(&self, path: &str) -> Option<Timestamp> {
        self.key(path).and_then(|key| key.written())
    }

    /// A value as JSON; null where there is none.
    fn raw(&self, path: &str, name: &str) -> Json {
        self.key(path).map_or(Json::Null, |key| raw(&key, name))
    }

    /// Records of an attribute.
    fn records(&self, attribute: &str) -> Vec<BTreeMap<String, Value>> {
        let records = self.seen.iter().filter(|one| one.attribute == attribute);
        let record = |one: &Observation| match &one.sight {
            Sight::Seen(Value::Record(fields)) => Some(fields.clone()),
            _ => None,
        };
        records.filter_map(record).collect()
    }

    fn texts(&self, attribute: &str) -> Vec<String> {
        let texts = self.seen.iter().filter(|one| one.attribute == attribute);
        let text = |one: &Observation| match &one.sight {
            Sight::Seen(Value::Text(text)) => Some(text.clone()),
            _ => None,
        };
        texts.filter_map(text).collect()
    }

    fn each_set_has(&mut self, paths: &[impl AsRef<str>]) {
        let paths =
            SETS.iter().flat_map(|set| paths.iter().map(move |path| format!(r"{set}\{}", path.as_ref())));
        let found = paths.filter(|path| self.key(path).is_some()).count();
        self.counted(found);
    }
}

fn said(json: &Json) -> &str {
    json.as_str().unwrap_or_default()
}

/// `2012-04-04T11:47:46.203124+00:00` or `2012-04-04 11:47:46`, both UTC.
fn moment(text: &str) -> Option<Timestamp> {
    let zoned = if text.contains('+') { text.to_owned() } else { format!("{}Z", text.replace(' ', "T")) };
    zoned.parse().ok()
}

fn ticks(bytes: &[u8]) -> Option<Timestamp> {
    filetime(u64::from_le_bytes(bytes.get(..8)?.try_into().ok()?))
}

fn bytes(key: &Key<'_>, name: &str) -> Option<Vec<u8>> {
    key.value(name).ok().flatten()?.bytes().ok().map(std::borrow::Cow::into_owned)
}

fn raw(key: &Key<'_>, name: &str) -> Json {
    let Ok(Some(value)) = key.value(name) else { return Json::Null };
    if let Ok(Some(text)) = value.text() {
        Json::from(text)
    } else if let Ok(Some(number)) = value.whole() {
        Json::from(number)
    } else if let Ok(Some(texts)) = value.several() {
        Json::from(texts)
    } else {
        Json::from(value.length())
    }
}

fn json(value: &Value) -> Json {
    match value {
        Value::Flag(flag) => Json::from(*flag),
        Value::Whole(number) => Json::from(*number),
        Value::Text(text) => Json::from(text.as_str()),
        Value::Several(texts) => Json::from(texts.clone()),
        Value::Instant(time) => Json::from(time.to_string()),
        other => panic!("{other:?}"),
    }
}
