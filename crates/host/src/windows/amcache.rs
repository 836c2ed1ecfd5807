//! What the inventory of programs (`Amcache.hve`) says: programs that were started or
//! found on the disk, whatever became of them, and what was installed.
//!
//! Windows keeps it to tell programs that do not fit a new version. The layouts are
//! those of Windows 7 and 8 (`File`, `Programs`, values named by numbers) and of
//! Windows 10 (`Inventory…`, values with names). Not here: its devices (`usb`).

use super::Role;
use super::look::Look;
use super::record::{Record, Spot};
use super::shape::Shape;
use crate::known;
use evidence::Value;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use std::collections::BTreeSet;

const PROGRAM: &str = "program.inventoried";
const SOFTWARE: &str = "software.inventoried";
/// What stands before the digest in the hive's own name of a file.
const BEFORE_DIGEST: &str = "0000";

/// `plugged` are volumes of devices that were plugged in.
pub(super) fn see(look: &mut Look<'_>, plugged: &BTreeSet<String>) {
    look.open(Role::Amcache, "Root", &[PROGRAM, SOFTWARE]);
    files(look);
    older_files(look, plugged);
    installed(look);
    older_installed(look);
}

fn files(look: &mut Look<'_>) {
    for parent in look.peek(Role::Amcache, r"Root\InventoryApplicationFile", PROGRAM) {
        for spot in look.children(&parent, PROGRAM) {
            let mut record = Record::of(&spot);
            record.take("path", "LowerCaseLongPath", Shape::Text);
            record.take("name", "Name", Shape::Text);
            record.take("publisher", "Publisher", Shape::Text);
            record.take("product", "ProductName", Shape::Text);
            record.take("version", "Version", Shape::Text);
            digest(&mut record, &spot, "FileId");
            if let Some(size) = size(&spot) {
                record.put("size", Value::Whole(size));
            }
            let linked = spot.text("LinkDate").and_then(|text| moment(&text));
            record
                .put_instant("linked", linked.and_then(|at| at.to_zoned(TimeZone::UTC).ok()).map(Into::into));
            said(look, record, &spot);
        }
    }
}

/// Below the volume's number; the value names are those of appraiser schemas before
/// Windows 10.
fn older_files(look: &mut Look<'_>, plugged: &BTreeSet<String>) {
    for parent in look.peek(Role::Amcache, r"Root\File", PROGRAM) {
        for volume in look.children(&parent, PROGRAM) {
            let number = format!("{{{}}}", volume.name().trim_matches(['{', '}']).to_lowercase());
            for spot in look.children(&volume, PROGRAM) {
                let mut record = Record::of(&spot);
                record.take("path", "15", Shape::Text);
                record.take("publisher", "1", Shape::Text);
                record.take("product", "0", Shape::Text);
                record.take("version", "5", Shape::Text);
                record.take("size", "6", Shape::Whole);
                record.take("linked", "f", Shape::Seconds);
                record.take("modified", "17", Shape::Instant);
                digest(&mut record, &spot, "101");
                record.put_text("volume", &number);
                if plugged.contains(&number) {
                    record.put_text("started_from", "removable");
                }
                said(look, record, &spot);
            }
        }
    }
}

/// With what the program is for, where its name or its own words tell it. An entry of
/// which nothing is left but its volume says nothing.
fn said<'a>(look: &mut Look<'a>, mut record: Record<'a>, spot: &Spot<'a>) {
    let text = |record: &Record<'_>, field: &str| match record.fields.get(field) {
        Some(Value::Text(text)) => Some(text.clone()),
        _ => None,
    };
    let Some(path) = text(&record, "path") else {
        record.fields.clear();
        return look.record(PROGRAM, record, None);
    };
    let file = path.rsplit('\\').next().unwrap_or_default().to_lowercase();
    if !record.fields.contains_key("name") {
        record.put_text("name", &file);
    }
    let words = text(&record, "product").unwrap_or_default().to_lowercase();
    if let Some((purpose, product)) = known::program(&file).or_else(|| known::renamed(&words)) {
        record.put_text("kind", purpose);
        record.put_text("known_as", product);
    }
    record.put_instant("recorded", spot.key.written());
    look.record(PROGRAM, record, spot.key.written());
}

fn digest(record: &mut Record<'_>, spot: &Spot<'_>, name: &str) {
    let said = spot.text(name);
    let digest = said.as_deref().and_then(|said| said.strip_prefix(BEFORE_DIGEST));
    if let Some(digest) = digest.filter(|digest| digest.len() == 40) {
        record.put_text("sha1", &digest.to_lowercase());
    }
}

/// A number, or as a text in hexadecimal.
fn size(spot: &Spot<'_>) -> Option<i64> {
    let text = spot.text("Size")?;
    match text.strip_prefix("0x") {
        Some(digits) => i64::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}

fn installed(look: &mut Look<'_>) {
    for parent in look.peek(Role::Amcache, r"Root\InventoryApplication", SOFTWARE) {
        for spot in look.children(&parent, SOFTWARE) {
            let mut record = Record::of(&spot);
            record.take("name", "Name", Shape::Text);
            record.take("version", "Version", Shape::Text);
            record.take("publisher", "Publisher", Shape::Text);
            record.take("folder", "RootDirPath", Shape::Text);
            record.take("origin", "Source", Shape::Text);
            match spot.text("InstallDate").and_then(|text| moment(&text)) {
                Some(at) => record.put("installed", Value::LocalTime(at)),
                None => record.take("installed_text", "InstallDate", Shape::Text),
            }
            installed_as(look, record, &spot);
        }
    }
}

fn older_installed(look: &mut Look<'_>) {
    for parent in look.peek(Role::Amcache, r"Root\Programs", SOFTWARE) {
        for spot in look.children(&parent, SOFTWARE) {
            let mut record = Record::of(&spot);
            record.take("name", "0", Shape::Text);
            record.take("version", "1", Shape::Text);
            record.take("publisher", "2", Shape::Text);
            record.take("origin", "6", Shape::Text);
            record.take("installed", "a", Shape::Seconds);
            installed_as(look, record, &spot);
        }
    }
}

fn installed_as<'a>(look: &mut Look<'a>, mut record: Record<'a>, spot: &Spot<'a>) {
    record.put_instant("recorded", spot.key.written());
    look.record(SOFTWARE, record, spot.key.written());
}

/// `02/21/2019 16:00:00`: month, day, year, whatever the computer's language.
fn moment(text: &str) -> Option<DateTime> {
    let (day, clock) = text.trim().split_once(' ')?;
    let numbers = |text: &str, mark: char| -> Option<[i16; 3]> {
        let parts: Vec<i16> = text.split(mark).map(|part| part.parse().ok()).collect::<Option<_>>()?;
        parts.try_into().ok()
    };
    let [month, date, year] = numbers(day, '/')?;
    let [hour, minute, second] = numbers(clock, ':')?;
    let small = |number: i16| i8::try_from(number).ok();
    let date = Date::new(year, small(month)?, small(date)?).ok()?;
    DateTime::new(date.year(), date.month(), date.day(), small(hour)?, small(minute)?, small(second)?, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_month_first() {
        assert_eq!(moment("02/21/2019 16:00:00"), "2019-02-21T16:00:00".parse().ok());
        for none in ["", "21/02/2019 16:00:00", "02/21/2019", "a/b/c d:e:f"] {
            assert_eq!(moment(none), None, "{none}");
        }
    }
}
