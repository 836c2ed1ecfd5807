//! Devices of a log → observations: one record a device, in local time.
//!
//! Not here: reading the log (`read`), what a device has left elsewhere.

use super::{Device, Doubt, SetupLog};
use crate::artefact::{Artefact, cut};
use crate::windows::names::model_part;
use evidence::{Observation, Sight, Subject, Unread, Value};
use jiff::Timestamp;
use std::collections::BTreeMap;

pub const ATTRIBUTES: [&str; 1] = ["usb.installed"];
const PLACE: &str = "setupapi.dev.log";

/// That nobody took the log.
pub fn not_collected(subject: &Subject, seen_at: Option<Timestamp>) -> Vec<Observation> {
    Artefact::none(subject, seen_at).not_collected(&ATTRIBUTES, PLACE)
}

/// What a log says. One in which nothing was recognised says that nothing could be
/// read, for every Windows installs something.
pub fn observations(log: &SetupLog, from: &Artefact) -> Vec<Observation> {
    let say = |place: &str, sight: Sight| from.say(ATTRIBUTES[0], place, sight, None);
    let mut said: Vec<Observation> = log
        .devices
        .iter()
        .map(|one| say(&format!(r"{}\{}", from.file, one.serial), Sight::Seen(Value::Record(record(one)))))
        .collect();
    if log.sections == 0 {
        said.push(say(&from.file, Sight::Unreadable(Unread::Unsupported)));
    } else if log.devices.is_empty() {
        said.push(say(&from.file, Sight::Absent));
    }
    for doubt in &log.doubts {
        said.push(match doubt {
            Doubt::TooLarge | Doubt::TooManyDevices => {
                say(&format!(r"{}\end", from.file), Sight::Unreadable(Unread::TooLarge))
            }
            Doubt::NoTime { line } => {
                say(&format!(r"{}\line {line}", from.file), Sight::Unreadable(Unread::Corrupt))
            }
        });
    }
    said
}

fn record(device: &Device) -> BTreeMap<String, Value> {
    let mut fields = BTreeMap::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            fields.insert(name.to_owned(), value);
        }
    };
    let text = |text: &str| Value::Text(cut(text));
    put("serial", Some(text(&device.serial)));
    // Windows' own numbers have an ampersand in second place.
    put("serial_unique", Some(Value::Flag(device.serial.as_bytes().get(1) != Some(&b'&'))));
    put("kind", Some(text(device.kind)));
    let model = device.model.as_deref().unwrap_or_default();
    for (field, mark) in [("vendor", "ven_"), ("product", "prod_"), ("revision", "rev_")] {
        put(field, model_part(model, mark).map(Value::Text));
    }
    let numbers = device.numbers.as_deref().unwrap_or_default().to_uppercase();
    for (field, mark) in [("vid", "VID_"), ("pid", "PID_")] {
        let digits = numbers.find(mark).and_then(|at| numbers.get(at + 4..at + 8));
        put(field, digits.map(|digits| Value::Text(digits.to_lowercase())));
    }
    put("first_installed", device.first.map(Value::LocalTime));
    put("last_installed", device.last.map(Value::LocalTime));
    put("deleted", device.deleted.map(Value::LocalTime));
    put("sections", i64::try_from(device.sections).ok().map(Value::Whole));
    put("line", i64::try_from(device.line).ok().map(Value::Whole));
    fields
}
