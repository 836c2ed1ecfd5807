//! What is known of one device, put together from trace after trace.

use crate::hive::filetime;
use crate::little::u64_at;
use crate::windows::look::Look;
use crate::windows::names::model_part;
use crate::windows::record::{Record, Spot};
use evidence::Value;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Dates of a device (DEVPKEY_Device_InstallDate and its neighbours in devpkey.h).
const DATES: &str = "{83da6326-97a6-4088-9453-a1923f573b29}";

/// What is known of one device.
pub(super) struct Device<'a> {
    /// The first trace: where the record is said to stand.
    pub spot: Spot<'a>,
    pub serial: String,
    pub kind: &'static str,
    pub texts: BTreeMap<&'static str, String>,
    pub first: Option<Timestamp>,
    pub installed: Option<Timestamp>,
    pub last: Option<Timestamp>,
    pub removed: Option<Timestamp>,
    /// The day of the first installation, where only that is kept.
    pub first_day: Option<Date>,
    /// The latest a key of it was written, where no date is kept.
    pub written: Option<Timestamp>,
    pub drives: BTreeSet<String>,
    pub volumes: BTreeSet<String>,
    pub labels: BTreeSet<String>,
    pub users: BTreeSet<String>,
    pub traces: BTreeSet<&'static str>,
}

/// Devices by serial number in capitals, which is how traces agree on it.
#[derive(Default)]
pub(super) struct Devices<'a>(BTreeMap<String, Device<'a>>);

impl<'a> Devices<'a> {
    pub fn of(
        &mut self,
        serial: &str,
        kind: &'static str,
        spot: &Spot<'a>,
        trace: &'static str,
    ) -> &mut Device<'a> {
        let device = self.0.entry(serial.to_uppercase()).or_insert_with(|| Device {
            spot: spot.clone(),
            serial: serial.to_owned(),
            kind,
            texts: BTreeMap::new(),
            first: None,
            installed: None,
            last: None,
            removed: None,
            first_day: None,
            written: None,
            drives: BTreeSet::new(),
            volumes: BTreeSet::new(),
            labels: BTreeSet::new(),
            users: BTreeSet::new(),
            traces: BTreeSet::new(),
        });
        device.traces.insert(trace);
        device
    }

    /// A device some trace told of before.
    pub fn known(&mut self, serial: &str) -> Option<&mut Device<'a>> {
        self.0.get_mut(&serial.to_uppercase())
    }

    /// Serial numbers by something else that tells devices apart.
    pub fn by(&self, mark: impl Fn(&Device<'a>) -> Vec<String>) -> BTreeMap<String, String> {
        let marks =
            self.0.values().flat_map(|device| mark(device).into_iter().map(move |mark| (mark, device)));
        marks.map(|(mark, device)| (mark, device.serial.clone())).collect()
    }

    pub fn all(self) -> impl Iterator<Item = Device<'a>> {
        self.0.into_values()
    }
}

impl Device<'_> {
    pub fn text(&mut self, field: &'static str, text: Option<String>) {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            self.texts.entry(field).or_insert(text);
        }
    }

    /// `Disk&Ven_SanDisk&Prod_Cruzer&Rev_1.20`.
    pub fn model(&mut self, name: &str) {
        for (field, mark) in [("vendor", "ven_"), ("product", "prod_"), ("revision", "rev_")] {
            self.text(field, model_part(name, mark));
        }
    }

    /// `VID_0781&PID_5530`.
    pub fn numbers(&mut self, name: &str) {
        for (field, mark) in [("vid", "VID_"), ("pid", "PID_")] {
            let at = name.to_uppercase().find(mark).map(|at| at + mark.len());
            let digits = at.and_then(|at| name.get(at..at + 4)).map(str::to_lowercase);
            self.text(field, digits);
        }
    }

    pub fn dated(&mut self, spot: &Spot<'_>) {
        let earlier = |one: Option<Timestamp>, other: Option<Timestamp>| match (one, other) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        self.installed = self.installed.max(date(spot, "0064"));
        self.first = earlier(self.first, date(spot, "0065"));
        self.last = self.last.max(date(spot, "0066"));
        self.removed = self.removed.max(date(spot, "0067"));
        self.written = self.written.max(spot.key.written());
    }
}

pub(super) fn say<'a>(look: &mut Look<'a>, device: Device<'a>) {
    let mut record = Record::of(&device.spot);
    record.put_text("serial", &device.serial);
    // Windows' own numbers have an ampersand in second place.
    record.put("serial_unique", Value::Flag(device.serial.as_bytes().get(1) != Some(&b'&')));
    record.put_text("kind", device.kind);
    for (field, text) in &device.texts {
        record.put_text(field, text);
    }
    record.put_instant("first_connected", device.first);
    record.put_instant("installed", device.installed);
    record.put_instant("last_connected", device.last);
    record.put_instant("last_removed", device.removed);
    if let Some(day) = device.first_day {
        record.put("first_day", Value::Day(day));
    }
    record.put_instant("last_written", device.written);
    record.put_texts("drives", device.drives.into_iter().collect());
    record.put_texts("volumes", device.volumes.into_iter().collect());
    record.put_texts("labels", device.labels.into_iter().collect());
    record.put_texts("users", device.users.into_iter().collect());
    record.put_texts("traces", device.traces.iter().map(|trace| (*trace).to_owned()).collect());
    look.record("usb.device", record, device.last.or(device.written));
}

/// A date of a device: Windows 8 and newer keep it as a key's default value, Windows 7
/// one level deeper and under longer names.
pub(super) fn date(spot: &Spot<'_>, number: &str) -> Option<Timestamp> {
    let dates = spot.at(&format!(r"Properties\{DATES}"))?;
    let newer = dates.at(number).and_then(|key| key.bytes(""));
    let older = || dates.at(&format!(r"0000{number}\00000000")).and_then(|key| key.bytes("Data"));
    let bytes = newer.or_else(older)?;
    filetime(u64_at(&bytes, 0)?)
}
