//! What another reader's own tests state of the same hives, against what we read.
//!
//! Each of its 62 cases agrees, or stands in a list with the reason why ours is right
//! or why nobody asks for it here, or its hive is not in the collection.

use crate::corpus;
use evidence::{Observation, Sight, Value};
use jiff::Timestamp;
use rasoat_host::hive::{Hive, Key, filetime};
use rasoat_host::windows::{Given, examine};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// What is not compared, and why.
const REASONS: [(&str, &str); 5] = [
    ("amcache", "which programs ran when is not asked for yet; every value of the hive is read"),
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

    fn selected(&mut self) {
        for entry in self.entries.clone() {
            let ours = self.raw("Select", said(&entry["name"]));
            self.same(said(&entry["name"]), ours, &entry["value"]);
        }
        let ours = self.texts("os.control_set").first().cloned();
        self.same("the control set", ours, &Json::from("ControlSet001"));
    }

    /// A key's path, then its values.
    fn by_path(&mut self) {
        for (path, values) in self.exact.as_object().expect("paths") {
            for (name, theirs) in values.as_object().expect("values") {
                match name.as_str() {
                    "last_write" => self.at(path, self.written(path), theirs),
                    // A text of one digit, which they give as the digit's code.
                    "NUMBER_OF_PROCESSORS" => {
                        let ours = self.raw(path, name).as_str().map(|text| text.as_bytes()[0]);
                        self.same(name, ours, theirs);
                    }
                    name if name.ends_with("Str") => {}
                    _ => {
                        let ours = self.raw(path, name);
                        let ours = if theirs.is_string() && ours.is_number() {
                            ours.to_string().into()
                        } else {
                            ours
                        };
                        self.same(name, ours, theirs);
                    }
                }
            }
        }
    }

    fn restore_points(&mut self) {
        for (path, values) in self.exact.as_object().expect("paths") {
            for (name, theirs) in values.as_object().expect("values") {
                if name == "last_write" {
                    self.at(path, self.written(path), theirs);
                    continue;
                }
                let bytes = self.key(path).and_then(|key| bytes(&key, name)).unwrap_or_default();
                let ours = bytes.get(8..16).and_then(ticks);
                self.at_second(name, ours, theirs);
            }
        }
    }

    fn shutdown(&mut self) {
        for (path, values) in self.exact.as_object().expect("paths") {
            let ours =
                self.key(path).and_then(|key| bytes(&key, "ShutdownTime")).and_then(|bytes| ticks(&bytes));
            self.at_second(path, ours, &values["date"]);
            self.at(path, self.written(path), &values["last_write"]);
        }
        let first = self.exact.as_object().and_then(|paths| paths.values().next()).expect("a control set");
        let ours = self.seen.iter().find_map(|one| match &one.sight {
            Sight::Seen(Value::Instant(time)) if one.attribute == "os.last_shutdown" => Some(*time),
            _ => None,
        });
        self.at_second("os.last_shutdown", ours, &first["date"]);
    }

    fn routes(&mut self) {
        let ours = self.texts("network.route");
        for values in self.exact.as_object().expect("paths").values() {
            let values = values["values"].as_array().expect("values");
            let theirs: Vec<Json> = values.iter().map(|one| one["name"].clone()).collect();
            self.same("routes", ours.clone(), &Json::from(theirs));
        }
    }

    /// One entry a control set, in their order.
    fn of_sets(&mut self, plugin: &str) {
        for (set, entry) in SETS.iter().zip(self.entries.clone()) {
            match plugin {
                "computer_name" => {
                    let path = format!(r"{set}\Control\ComputerName\ComputerName");
                    self.same(set, self.raw(&path, "ComputerName"), &entry["name"]);
                    self.at(set, self.written(&path), &entry["timestamp"]);
                }
                "host_domain_name" => {
                    let path = format!(r"{set}\Services\Tcpip\Parameters");
                    self.same(set, self.raw(&path, "Hostname"), &entry["hostname"]);
                    self.same(set, self.raw(&path, "Domain"), &entry["domain"]);
                    self.at(set, self.written(&path), &entry["timestamp"]);
                }
                _ => {
                    let path = format!(r"{set}\Control\Lsa");
                    let parts = ["JD", "Skew1", "GBG", "Data"].map(|name| {
                        let key = self.key(&format!(r"{path}\{name}"));
                        key.and_then(|key| key.class().ok().flatten()).unwrap_or_default()
                    });
                    let digits = parts.concat();
                    let order = [8, 5, 4, 2, 11, 9, 13, 3, 0, 6, 1, 12, 14, 10, 15, 7];
                    let ours: String = order.iter().filter_map(|at| digits.get(at * 2..at * 2 + 2)).collect();
                    self.same(set, ours, &entry["key"]);
                    self.at(set, self.written(&path), &entry["timestamp"]);
                }
            }
        }
        if plugin == "computer_name" {
            let ours = self.seen.first().map(|one| one.subject.name.clone());
            self.same("the subject", ours, &self.entries[0]["name"]);
        }
    }

    fn settings(&mut self) {
        const NAMES: [(&str, &str); 12] = [
            ("audit_base_objects", "auditbaseobjects"),
            ("audit_base_directories", "auditbasedirectories"),
            ("limit_blank_password_use", "LimitBlankPasswordUse"),
            ("notification_packages", "Notification Packages"),
            ("security_packages", "Security Packages"),
            ("authentication_packages", "Authentication Packages"),
            ("secure_boot", "SecureBoot"),
            ("clear_pagefile_at_shutdown", "ClearPageFileAtShutdown"),
            ("paging_files", "PagingFiles"),
            ("existing_page_files", "ExistingPageFiles"),
            ("use_logon_credential", "UseLogonCredential"),
            ("run_as_ppl", "RunAsPPL"),
        ];
        for entry in self.entries.clone() {
            let path = said(&entry["key_path"]).to_owned() + said(&entry["subkey"]);
            for (field, theirs) in entry.as_object().expect("fields") {
                if ["last_write", "timestamp"].contains(&field.as_str()) {
                    self.at(&path, self.written(&path), theirs);
                } else if let Some((_, name)) = NAMES.iter().find(|(known, _)| known == field) {
                    let ours = self.raw(&path, name);
                    let ours = if theirs.is_boolean() { Json::from(ours == 1) } else { ours };
                    self.same(field, ours, theirs);
                }
            }
        }
        self.counted(SETS.len());
    }

    fn interfaces(&mut self) {
        const NAMES: [(&str, &str); 5] = [
            ("ip_address", "IPAddress"),
            ("subnet_mask", "SubnetMask"),
            ("default_gateway", "DefaultGateway"),
            ("name_server", "NameServer"),
            ("domain", "Domain"),
        ];
        let records = self.records("network.interface");
        for (path, set) in self.exact.as_object().expect("paths") {
            self.at(path, self.written(path), &set["timestamp"]);
            for interface in set["interfaces"].as_array().expect("interfaces") {
                let name = said(&interface["interface_name"]);
                let below = format!(r"{path}\{name}");
                for (field, value) in NAMES {
                    self.same(field, self.raw(&below, value), &interface[field]);
                }
                self.at(&below, self.written(&below), &interface["last_modified"]);
                let record = records.iter().find(|record| record["adapter"] == Value::Text(name.to_owned()));
                let addresses = record.and_then(|record| record.get("addresses")).cloned();
                let theirs = &interface["ip_address"];
                self.same("addresses", addresses.map_or(Json::Null, |value| json(&value)), theirs);
            }
        }
    }

    fn former(&mut self) {
        let records = self.records("os.former");
        for (entry, record) in self.entries.clone().into_iter().zip(&records) {
            let path = said(&entry["key"]);
            for (name, theirs) in entry.as_object().expect("fields") {
                match name.as_str() {
                    "key" | "update_date" => {}
                    "InstallDate" => {
                        let ours = self
                            .raw(path, name)
                            .as_i64()
                            .and_then(|number| Timestamp::from_second(number).ok());
                        self.at_second(name, ours, theirs);
                        self.same(
                            name,
                            json(&record["installed"]),
                            &Json::from(ours.map(|time| time.to_string())),
                        );
                    }
                    _ => self.same(name, self.raw(path, name), theirs),
                }
            }
            self.same("product", json(&record["product"]), &entry["ProductName"]);
        }
        let found = records.len();
        self.same("how many", found, &Json::from(self.entries.len()));
    }

    fn sticks(&mut self) {
        let records = self.records("usb.device");
        for entry in self.entries.clone() {
            let instance = said(&entry["serial_number"]);
            let serial = instance.split('&').next().unwrap_or_default();
            let record = records.iter().find(|record| record["serial"] == Value::Text(serial.to_owned()));
            let Some(record) = record else {
                self.wrong.push(format!("no device {serial}"));
                continue;
            };
            let field = |name: &str| record.get(name).map_or(Json::Null, json);
            let instant = |name: &str| match record.get(name) {
                Some(Value::Instant(time)) => Some(*time),
                _ => None,
            };
            self.same("name", field("name"), &entry["device_name"]);
            let vendor = said(&entry["manufacturer"]).trim_start_matches("Ven_");
            self.same("vendor", field("vendor"), &Json::from(vendor));
            let product = said(&entry["title"]).trim_start_matches("Prod_");
            self.same("product", field("product"), &Json::from(product));
            // Each date of the trace they read is ours, or another trace knows more.
            let path = said(&entry["key_path"]);
            let stated = |field: &str| moment(said(&entry[field]));
            for (number, theirs) in [
                ("0064", "last_installed"),
                ("0065", "first_installed"),
                ("0066", "last_connected"),
                ("0067", "last_removed"),
            ] {
                let date = format!(r"{path}\Properties\{{83da6326-97a6-4088-9453-a1923f573b29}}\{number}");
                let ours = self.key(&date).and_then(|key| bytes(&key, "")).and_then(|bytes| ticks(&bytes));
                self.at(number, ours, &entry[theirs]);
            }
            let micro = |time: Option<Timestamp>| time.map(Timestamp::as_microsecond).expect("a time");
            let earlier = micro(instant("first_connected")) <= micro(stated("first_installed")) + NEAR;
            let later = micro(instant("last_connected")) + NEAR >= micro(stated("last_connected"));
            self.same("no later first, no earlier last", earlier && later, &Json::from(true));
            self.at(path, self.written(path), &entry["last_write"]);
        }
        let storage = records.iter().filter(|record| {
            matches!(&record["traces"], Value::Several(traces) if traces.contains(&"USBSTOR".to_owned()))
        });
        self.same("how many", storage.count(), &Json::from(self.entries.len()));
    }

    fn usb(&mut self) {
        const NAMES: [(&str, &str); 3] =
            [("hardware_id", "HardwareID"), ("service", "Service"), ("container_id", "ContainerID")];
        let mut found = 0;
        for set in SETS {
            let Some(usb) = self.key(&format!(r"{set}\Enum\USB")) else { continue };
            found += usb.subkeys().found.iter().map(|model| model.subkeys().found.len()).sum::<usize>();
        }
        self.counted(found);
        for entry in self.entries.clone() {
            let path = said(&entry["key_path"]);
            for (field, name) in NAMES {
                self.same(field, self.raw(path, name), &entry[field]);
            }
            self.at(path, self.written(path), &entry["last_write"]);
        }
    }

    fn mounted(&mut self) {
        let values = self.key("MountedDevices").map(|key| key.values().found.len()).unwrap_or_default();
        self.counted(values);
        for entry in self.entries.clone() {
            let there = self.raw("MountedDevices", said(&entry["value_name"]));
            self.same("value", !there.is_null(), &Json::from(true));
            self.at("key", self.written("MountedDevices"), &entry["last_write"]);
        }
    }

    fn accounts(&mut self) {
        let records = self.records("account");
        self.counted(records.len());
        for entry in self.entries.clone() {
            let rid = entry["rid"].as_i64().expect("a number");
            let record = records.iter().find(|record| record["rid"] == Value::Whole(rid));
            let Some(record) = record else {
                self.wrong.push(format!("no account {rid}"));
                continue;
            };
            for (ours, theirs) in [
                ("last_logon", "last_login"),
                ("password_set", "password_last_set"),
                ("expires", "account_expires"),
                ("last_failed_logon", "last_failed_login"),
                ("changed", "last_write"),
            ] {
                let time = match record.get(ours) {
                    Some(Value::Instant(time)) => Some(*time),
                    _ => None,
                };
                self.at(ours, time, &entry[theirs]);
            }
            for (ours, theirs) in [
                ("flags", "account_flags"),
                ("logons", "login_count"),
                ("failed_logons", "failed_login_count"),
            ] {
                self.same(ours, json(&record[ours]), &entry[theirs]);
            }
            let flags = entry["account_flags_parsed"].as_array().expect("flags");
            for (ours, theirs) in
                [("disabled", "Account Disabled"), ("password_never_expires", "Password Does Not Expire")]
            {
                self.same(ours, json(&record[ours]), &Json::from(flags.contains(&Json::from(theirs))));
            }
        }
    }

    fn machine_sid(&mut self) {
        let ours = self.texts("computer.sid").first().cloned();
        self.same("identifier", ours, &self.entries[0]["machine_sid"]);
        self.at("key", self.written(r"SAM\Domains\Account"), &self.entries[0]["timestamp"]);
    }

    fn domain(&mut self) {
        let ours = self.texts("computer.group").first().cloned();
        self.same("group", ours, &self.entries[0]["domain_name"]);
        self.at("key", self.written(r"Policy\PolMachineAccountS"), &self.entries[0]["timestamp"]);
    }

    fn programs(&mut self) {
        let records = self.records("software");
        self.counted(records.len());
        for entry in self.entries.clone() {
            let name = said(&entry["service_name"]);
            let record = records.iter().find(|record| record["key"] == Value::Text(name.to_owned()));
            let field = |field: &str| record.and_then(|record| record.get(field)).map_or(Json::Null, json);
            for (ours, theirs) in [
                ("name", "DisplayName"),
                ("version", "DisplayVersion"),
                ("publisher", "Publisher"),
                ("folder", "InstallLocation"),
            ] {
                self.same(ours, field(ours), &entry[theirs]);
            }
            let path = format!(r"{}\{name}", said(&entry["registry_path"]));
            self.at(&path, self.written(&path), &entry["timestamp"]);
        }
    }

    fn autoruns(&mut self) {
        let records = self.records("autorun");
        for (path, values) in self.exact.as_object().expect("paths") {
            self.at(path, self.written(path), &values["timestamp"]);
            for entry in values["values"].as_array().expect("values") {
                let name = Value::Text(said(&entry["name"]).to_owned());
                let record = records.iter().find(|record| record["name"] == name);
                self.same(
                    "command",
                    record.map_or(Json::Null, |record| json(&record["command"])),
                    &entry["value"],
                );
            }
        }
        self.counted(records.len());
    }

    fn drives(&mut self) {
        let records = self.records("network.drive");
        for (entry, record) in self.entries.clone().into_iter().zip(&records) {
            self.same(
                "drive",
                json(&record["drive"]),
                &Json::from(said(&entry["drive_letter"]).to_uppercase()),
            );
            self.same("path", json(&record["path"]), &entry["network_path"]);
        }
        self.same("how many", records.len(), &Json::from(self.entries.len()));
    }

    fn typed(&mut self, plugin: &str) {
        let entries = self.exact["entries"].as_array().expect("entries");
        let path = if plugin == "typed_paths" { TYPED_PATHS } else { TYPED_URLS };
        for entry in entries {
            for (name, theirs) in entry.as_object().expect("an entry") {
                self.same(name, self.raw(path, name), theirs);
            }
        }
        let values = self.key(path).map(|key| key.values().found.len()).unwrap_or_default();
        self.same("how many", values, &Json::from(entries.len()));
        if plugin == "typed_urls" {
            let ours: Vec<Json> =
                self.records("browser.typed").iter().map(|record| json(&record["address"])).collect();
            let theirs = entries.iter().filter_map(|entry| entry.as_object()?.values().next().cloned());
            self.same("entries", ours, &theirs.collect());
        }
        self.at(path, self.written(path), &self.exact["last_write"]);
    }

    fn products(&mut self) {
        let parent = r"Software\Microsoft\Installer\Products";
        let found = self.key(parent).map(|key| key.subkeys().found.len()).unwrap_or_default();
        self.counted(found);
        for entry in self.entries.clone() {
            let path = format!(r"{parent}\{}", said(&entry["identifier"]));
            self.same("name", self.raw(&path, "ProductName"), &entry["product_name"]);
            self.at(&path, self.written(&path), &entry["timestamp"]);
        }
    }

    fn sessions(&mut self) {
        let parent = r"Software\Martin Prikryl\WinSCP 2\Sessions";
        let found = self.key(parent).map(|key| key.subkeys().found.len()).unwrap_or_default();
        self.counted(found);
        for entry in self.entries.clone() {
            let path = said(&entry["key_path"]).trim_start_matches(r"HKEY_CURRENT_USER\");
            self.at(path, self.written(path), &entry["timestamp"]);
        }
    }

    fn archives(&mut self) {
        for entry in self.entries.clone() {
            let below = match said(&entry["operation"]) {
                "archive_opened" => "ArcHistory",
                "archive_created" => r"DialogEditHistory\ArcName",
                _ => r"DialogEditHistory\ExtrPath",
            };
            let path = format!(r"Software\WinRAR\{below}");
            let theirs = if entry["file_path"].is_null() { &entry["file_name"] } else { &entry["file_path"] };
            self.same(&path, self.raw(&path, said(&entry["value_name"])), theirs);
            self.at(&path, self.written(&path), &entry["last_write"]);
        }
    }

    fn searches(&mut self) {
        let path = r"Software\Microsoft\Windows\CurrentVersion\Explorer\WordWheelQuery";
        let values = self.key(path).map(|key| key.values().found.len()).unwrap_or_default();
        // One value keeps the order of the others.
        self.counted(values.saturating_sub(1));
        for entry in self.entries.clone() {
            let bytes =
                self.key(path).and_then(|key| bytes(&key, &entry["mru_id"].to_string())).unwrap_or_default();
            let units: Vec<u16> =
                bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            let text = String::from_utf16_lossy(&units);
            self.same("text", text.trim_end_matches('\0'), &entry["name"]);
            self.at(path, self.written(path), &entry["last_write"]);
        }
    }

    fn distributions(&mut self) {
        for (path, said_of) in self.exact.as_object().expect("paths") {
            self.at(path, self.written(path), &said_of["last_modified"]);
            self.same("default", self.raw(path, "DefaultDistribution"), &said_of["default_distrib_GUID"]);
            let entries = said_of["distributions"].as_array().expect("distributions");
            let found = self.key(path).map(|key| key.subkeys().found.len()).unwrap_or_default();
            self.same("how many", found, &Json::from(entries.len()));
            for entry in entries {
                let below = format!(r"{path}\{}", said(&entry["GUID"]));
                self.at(&below, self.written(&below), &entry["last_modified"]);
                for (field, name) in [
                    ("distribution_name", "DistributionName"),
                    ("default_uid", "DefaultUid"),
                    ("flags", "Flags"),
                ] {
                    self.same(field, self.raw(&below, name), &entry[field]);
                }
            }
        }
    }

    fn boot_entries(&mut self) {
        for entry in self.entries.clone() {
            let path = format!(r"Objects\{}", said(&entry["guid"]));
            for (field, element) in [("name", "12000004"), ("image_path", "12000002")] {
                let ours = self.raw(&format!(r"{path}\Elements\{element}"), "Element");
                self.same(field, ours, &entry[field]);
            }
            self.at(&path, self.written(&path), &entry["timestamp"]);
        }
    }

    fn activity(&mut self) {
        let mut found = 0;
        for parent in
            [r"ControlSet001\Services\bam\UserSettings", r"ControlSet001\Services\bam\state\UserSettings"]
        {
            let Some(parent) = self.key(parent) else { continue };
            for person in parent.subkeys().found {
                let others = ["Version", "SequenceNumber"];
                found += person
                    .values()
                    .found
                    .iter()
                    .filter(|value| !others.contains(&value.name().as_str()))
                    .count();
            }
        }
        self.counted(found);
        for entry in self.entries.clone() {
            let path = said(&entry["key_path"]);
            let ours = self.key(path).and_then(|key| bytes(&key, said(&entry["executable"])));
            self.at(path, ours.and_then(|bytes| bytes.get(..8).and_then(ticks)), &entry["timestamp"]);
        }
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
