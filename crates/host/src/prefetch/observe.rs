//! A program that ran → an observation: which, from where, how often, when last.
//!
//! Not here: reading the file (`layout`), what to think of it (rules).

use super::{Prefetch, Volume};
use crate::artefact::{Artefact, cut};
use crate::known;
use crate::removable::Removable;
use evidence::{Observation, Sight, Subject, Unread, Value};
use jiff::Timestamp;
use std::collections::BTreeMap;

pub const ATTRIBUTES: [&str; 1] = ["program.run"];
/// Where Windows keeps these files, below its own folder.
const PLACE: &str = "Prefetch";
/// How the way to a file on another computer begins.
const NETWORK: [&str; 2] = [r"\DEVICE\MUP\", r"\DEVICE\LANMANREDIRECTOR\"];

/// That nobody took these files.
pub fn not_collected(subject: &Subject, seen_at: Option<Timestamp>) -> Vec<Observation> {
    Artefact::none(subject, seen_at).not_collected(&ATTRIBUTES, PLACE)
}

/// That the folder for them is there and none is in it: servers keep none, and some
/// people clean up.
pub fn absent(subject: &Subject, seen_at: Option<Timestamp>) -> Vec<Observation> {
    vec![Artefact::none(subject, seen_at).say(ATTRIBUTES[0], PLACE, Sight::Absent, None)]
}

/// What one file says.
pub fn observations(prefetch: &Prefetch, removable: &Removable, from: &Artefact) -> Vec<Observation> {
    let place = format!(r"{PLACE}\{}", from.file);
    let last = prefetch.last_runs.first().copied();
    let seen = Sight::Seen(Value::Record(record(prefetch, removable)));
    let mut said = vec![from.say(ATTRIBUTES[0], &place, seen, last)];
    if !prefetch.doubts.is_empty() {
        let part = format!(r"{place}\{:?}", prefetch.doubts[0]).to_lowercase();
        said.push(from.say(ATTRIBUTES[0], &part, Sight::Unreadable(Unread::Corrupt), None));
    }
    said
}

/// A file that is one of these by its name and could not be read.
pub fn unreadable(why: Unread, from: &Artefact) -> Observation {
    from.say(ATTRIBUTES[0], &format!(r"{PLACE}\{}", from.file), Sight::Unreadable(why), None)
}

fn record(prefetch: &Prefetch, removable: &Removable) -> BTreeMap<String, Value> {
    let mut fields = BTreeMap::new();
    let mut put = |name: &str, value: Value| {
        fields.insert(name.to_owned(), value);
    };
    let text = |text: &str| Value::Text(cut(text));
    put("name", text(&prefetch.name));
    put("hash", text(&format!("{:08X}", prefetch.hash)));
    put("runs", Value::Whole(i64::from(prefetch.runs)));
    if let Some(last) = prefetch.last_runs.first() {
        put("last_run", Value::Instant(*last));
        let all = prefetch.last_runs.iter().map(ToString::to_string).collect();
        put("last_runs", Value::Several(all));
    }
    if !prefetch.volumes.is_empty() {
        put("volumes", Value::Several(prefetch.volumes.iter().map(named).collect()));
    }
    let path = prefetch.path();
    let volume = path.and_then(|path| prefetch.volume_of(path));
    if let Some(path) = path {
        let below = volume.map_or(path, |volume| &path[volume.device.len()..]);
        put("path", text(below));
        if let Some(from) = started_from(prefetch, path, volume, removable) {
            put("started_from", text(from));
        }
    }
    if let Some(volume) = volume {
        put("volume_serial", text(&format!("{:08X}", volume.serial)));
        if let Some(created) = volume.created {
            put("volume_created", Value::Instant(created));
        }
    }
    if let Some((purpose, product)) = known::program(&prefetch.name.to_lowercase()) {
        put("kind", text(purpose));
        put("product", text(product));
    }
    fields
}

/// What kind of volume the program was started from, as far as it can be told: that
/// of Windows, that of a device that was plugged in, one of FAT or exFAT (fixed disks
/// are of NTFS, which keeps when it was made), another computer, another one.
fn started_from(
    prefetch: &Prefetch,
    path: &str,
    volume: Option<&Volume>,
    removable: &Removable,
) -> Option<&'static str> {
    let upper = path.to_ascii_uppercase();
    if NETWORK.iter().any(|start| upper.starts_with(start)) {
        return Some("network");
    }
    let volume = volume?;
    Some(match prefetch.system_volume() {
        Some(system) if system == volume => "system",
        _ if removable.serials.contains(&volume.serial) => "removable",
        _ if volume.created.is_none() => "fat",
        Some(_) => "other",
        None => return None,
    })
}

fn named(volume: &Volume) -> String {
    match volume.created {
        Some(created) => format!("{:08X} {created}", volume.serial),
        None => format!("{:08X}", volume.serial),
    }
}
