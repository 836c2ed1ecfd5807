//! Which volumes are of a device that was plugged in, by what was seen of the computer:
//! the number a volume was given when it was formatted, the letter it has.
//!
//! Not here: finding the devices (`windows/usb.rs`).

use evidence::{Observation, Sight, Value};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Removable {
    /// Numbers of volumes.
    pub serials: BTreeSet<u32>,
    /// Letters with their colon, in capitals.
    pub letters: BTreeSet<String>,
}

impl Removable {
    /// By what is said of devices (`usb.device`) and of drives (`files.drive`).
    pub fn of(observations: &[Observation]) -> Self {
        let mut known = Removable::default();
        for fields in records(observations, "usb.device") {
            if text(fields, "kind") == Some("storage") {
                known.serials.extend(text(fields, "volume_serial").and_then(serial));
                if let Some(Value::Several(drives)) = fields.get("drives") {
                    known.letters.extend(drives.iter().map(|drive| drive.to_uppercase()));
                }
            }
        }
        for fields in records(observations, "files.drive") {
            let plugged = text(fields, "drive").is_some_and(|drive| known.letters.contains(drive));
            known.serials.extend(text(fields, "serial").and_then(serial).filter(|_| plugged));
        }
        known
    }
}

/// `1234ABCD`, as Windows prints it also `1234-ABCD`.
fn serial(text: &str) -> Option<u32> {
    u32::from_str_radix(&text.replace('-', ""), 16).ok()
}

type Fields = BTreeMap<String, Value>;

fn records<'o>(observations: &'o [Observation], attribute: &'o str) -> impl Iterator<Item = &'o Fields> {
    observations.iter().filter(move |one| one.attribute == attribute).filter_map(|one| match &one.sight {
        Sight::Seen(Value::Record(fields)) => Some(fields),
        _ => None,
    })
}

fn text<'f>(fields: &'f Fields, name: &str) -> Option<&'f str> {
    match fields.get(name) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}
