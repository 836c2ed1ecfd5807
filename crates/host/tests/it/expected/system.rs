//! What is stated of a computer's own hives.

use super::{Case, SETS, bytes, json, said, ticks};
use evidence::{Sight, Value};
use jiff::Timestamp;
use serde_json::Value as Json;

impl Case<'_> {
    pub(super) fn selected(&mut self) {
        for entry in self.entries.clone() {
            let ours = self.raw("Select", said(&entry["name"]));
            self.same(said(&entry["name"]), ours, &entry["value"]);
        }
        let ours = self.texts("os.control_set").first().cloned();
        self.same("the control set", ours, &Json::from("ControlSet001"));
    }

    /// A key's path, then its values.
    pub(super) fn by_path(&mut self) {
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

    pub(super) fn restore_points(&mut self) {
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

    pub(super) fn shutdown(&mut self) {
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

    pub(super) fn routes(&mut self) {
        let ours = self.texts("network.route");
        for values in self.exact.as_object().expect("paths").values() {
            let values = values["values"].as_array().expect("values");
            let theirs: Vec<Json> = values.iter().map(|one| one["name"].clone()).collect();
            self.same("routes", ours.clone(), &Json::from(theirs));
        }
    }

    /// One entry a control set, in their order.
    pub(super) fn of_sets(&mut self, plugin: &str) {
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

    pub(super) fn settings(&mut self) {
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

    pub(super) fn interfaces(&mut self) {
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

    pub(super) fn former(&mut self) {
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
}
