//! What a list says → observations: how much there is, each drive, each name that
//! matters.
//!
//! Not here: reading the list, what to think of a name (rules).

use super::{Drive, Listing, Notable};
use crate::artefact::{Artefact, cut};
use evidence::{Observation, Sight, Subject, Unread, Value};
use jiff::Timestamp;
use std::collections::BTreeMap;

pub const ATTRIBUTES: [&str; 3] = ["files.listed", "files.drive", "file.notable"];
const PLACE: &str = "files.txt";

/// That nobody took a list.
pub fn not_collected(subject: &Subject, seen_at: Option<Timestamp>) -> Vec<Observation> {
    Artefact::none(subject, seen_at).not_collected(&ATTRIBUTES, PLACE)
}

/// That a list is there and cannot be read.
pub fn unreadable(why: Unread, from: &Artefact) -> Vec<Observation> {
    ATTRIBUTES.iter().map(|attribute| from.say(attribute, &from.file, Sight::Unreadable(why), None)).collect()
}

/// That names are missing from it, which may matter.
pub fn partly_unreadable(why: Unread, from: &Artefact) -> Observation {
    from.say(ATTRIBUTES[2], &format!(r"{}\rest", from.file), Sight::Unreadable(why), None)
}

/// What it says. A list nothing was understood of is unreadable; one of which a drive's
/// end is missing says so of the names, for the rest of them may matter.
pub fn observations(listing: &Listing, from: &Artefact) -> Vec<Observation> {
    if listing.files + listing.folders == 0 {
        return unreadable(Unread::Unsupported, from);
    }
    let mut said =
        vec![from.say(ATTRIBUTES[0], &from.file, Sight::Seen(Value::Record(summed(listing))), None)];
    for one in &listing.drives {
        said.push(from.say(ATTRIBUTES[1], &one.name, Sight::Seen(Value::Record(drive(one))), None));
    }
    for one in &listing.notable {
        said.push(from.say(ATTRIBUTES[2], &one.path, Sight::Seen(Value::Record(notable(one))), None));
    }
    if listing.notable.is_empty() {
        said.push(from.say(ATTRIBUTES[2], &from.file, Sight::Absent, None));
    }
    let cut_short = listing.drives.iter().filter(|drive| drive.complete == Some(false));
    for one in cut_short {
        let place = format!(r"{}\end of {}", from.file, one.name);
        said.push(from.say(ATTRIBUTES[2], &place, Sight::Unreadable(Unread::Corrupt), None));
    }
    if listing.limited {
        said.push(partly_unreadable(Unread::TooLarge, from));
    }
    said
}

fn summed(listing: &Listing) -> BTreeMap<String, Value> {
    let mut fields = BTreeMap::new();
    for (name, number) in [
        ("lines", listing.lines),
        ("files", listing.files),
        ("folders", listing.folders),
        ("bytes", listing.bytes),
        ("not_understood", listing.unknown),
    ] {
        fields.insert(name.to_owned(), whole(number));
    }
    if let Some(form) = listing.form {
        fields.insert("form".to_owned(), Value::Text(form.code().to_owned()));
    }
    if !listing.unknown_at.is_empty() {
        let lines = listing.unknown_at.iter().map(ToString::to_string).collect();
        fields.insert("not_understood_lines".to_owned(), Value::Several(lines));
    }
    fields
}

fn drive(drive: &Drive) -> BTreeMap<String, Value> {
    let mut fields = BTreeMap::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            fields.insert(name.to_owned(), value);
        }
    };
    put("drive", Some(Value::Text(cut(&drive.name))));
    put("label", drive.label.as_deref().map(|label| Value::Text(cut(label))));
    put("serial", drive.serial.map(|serial| Value::Text(format!("{serial:08X}"))));
    put("files", Some(whole(drive.files)));
    put("folders", Some(whole(drive.folders)));
    put("bytes", Some(whole(drive.bytes)));
    put("complete", drive.complete.map(Value::Flag));
    fields
}

fn notable(notable: &Notable) -> BTreeMap<String, Value> {
    let mut fields = BTreeMap::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            fields.insert(name.to_owned(), value);
        }
    };
    let text = |text: &str| Value::Text(cut(text));
    put("kind", Some(text(notable.kind)));
    put("product", notable.product.as_deref().map(text));
    put("path", Some(text(&notable.path)));
    put("size", notable.size.map(whole));
    put("modified", notable.modified.map(Value::LocalTime));
    put("under", Some(text(notable.under)));
    put("count", Some(whole(notable.count)));
    put("bytes", Some(whole(notable.bytes)).filter(|_| notable.count > 1));
    fields
}

fn whole(number: u64) -> Value {
    Value::Whole(i64::try_from(number).unwrap_or(i64::MAX))
}
