//! What is stated of devices, accounts and people.

use super::{Case, NEAR, SETS, TYPED_PATHS, TYPED_URLS, bytes, json, moment, said, ticks};
use evidence::Value;
use jiff::Timestamp;
use serde_json::Value as Json;

impl Case<'_> {
    /// Both layouts are in the one inventory it has.
    pub(super) fn inventory(&mut self) {
        let programs = self.records("program.inventoried");
        self.counted(programs.len());
        for entry in self.entries.clone() {
            let path = entry["full_path"].as_str().expect("a path");
            let known = programs.iter().find(|one| one.get("path") == Some(&Value::Text(path.to_owned())));
            let Some(one) = known else {
                self.wrong.push(format!("{path} is not there"));
                continue;
            };
            let moment = |field: &str| match one.get(field) {
                Some(Value::Instant(at)) => Some(*at),
                _ => None,
            };
            let digest = match one.get("sha1") {
                Some(Value::Text(digest)) => digest.clone(),
                _ => String::new(),
            };
            let (recorded, modified) = (moment("recorded"), moment("modified"));
            self.same("sha1", digest, &entry["sha1"]);
            self.at("recorded", recorded, &entry["timestamp"]);
            self.at("modified", modified, &entry["last_modified_timestamp_2"]);
        }
    }

    pub(super) fn sticks(&mut self) {
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

    pub(super) fn usb(&mut self) {
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

    pub(super) fn mounted(&mut self) {
        let values = self.key("MountedDevices").map(|key| key.values().found.len()).unwrap_or_default();
        self.counted(values);
        for entry in self.entries.clone() {
            let there = self.raw("MountedDevices", said(&entry["value_name"]));
            self.same("value", !there.is_null(), &Json::from(true));
            self.at("key", self.written("MountedDevices"), &entry["last_write"]);
        }
    }

    pub(super) fn accounts(&mut self) {
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

    pub(super) fn machine_sid(&mut self) {
        let ours = self.texts("computer.sid").first().cloned();
        self.same("identifier", ours, &self.entries[0]["machine_sid"]);
        self.at("key", self.written(r"SAM\Domains\Account"), &self.entries[0]["timestamp"]);
    }

    pub(super) fn domain(&mut self) {
        let ours = self.texts("computer.group").first().cloned();
        self.same("group", ours, &self.entries[0]["domain_name"]);
        self.at("key", self.written(r"Policy\PolMachineAccountS"), &self.entries[0]["timestamp"]);
    }

    pub(super) fn programs(&mut self) {
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

    pub(super) fn autoruns(&mut self) {
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

    pub(super) fn drives(&mut self) {
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

    pub(super) fn typed(&mut self, plugin: &str) {
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

    pub(super) fn products(&mut self) {
        let parent = r"Software\Microsoft\Installer\Products";
        let found = self.key(parent).map(|key| key.subkeys().found.len()).unwrap_or_default();
        self.counted(found);
        for entry in self.entries.clone() {
            let path = format!(r"{parent}\{}", said(&entry["identifier"]));
            self.same("name", self.raw(&path, "ProductName"), &entry["product_name"]);
            self.at(&path, self.written(&path), &entry["timestamp"]);
        }
    }

    pub(super) fn sessions(&mut self) {
        let parent = r"Software\Martin Prikryl\WinSCP 2\Sessions";
        let found = self.key(parent).map(|key| key.subkeys().found.len()).unwrap_or_default();
        self.counted(found);
        for entry in self.entries.clone() {
            let path = said(&entry["key_path"]).trim_start_matches(r"HKEY_CURRENT_USER\");
            self.at(path, self.written(path), &entry["timestamp"]);
        }
    }

    pub(super) fn archives(&mut self) {
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

    pub(super) fn searches(&mut self) {
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

    pub(super) fn distributions(&mut self) {
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

    pub(super) fn boot_entries(&mut self) {
        for entry in self.entries.clone() {
            let path = format!(r"Objects\{}", said(&entry["guid"]));
            for (field, element) in [("name", "12000004"), ("image_path", "12000002")] {
                let ours = self.raw(&format!(r"{path}\Elements\{element}"), "Element");
                self.same(field, ours, &entry[field]);
            }
            self.at(&path, self.written(&path), &entry["timestamp"]);
        }
    }

    pub(super) fn activity(&mut self) {
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
