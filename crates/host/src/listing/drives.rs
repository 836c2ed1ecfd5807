//! What a list says line by line: the folder that is open, how much each drive holds,
//! whether its list came to an end.
//!
//! Not here: names that matter (`notice`).

use super::line::{Entry, Line, Stamp};
use super::notice::{Found, Notice};
use super::{Form, Listing, MOST_DRIVES, place};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::clock::Order;

/// One drive, or one computer's shares.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drive {
    /// `C:`, `\\server`, `/`.
    pub name: String,
    pub label: Option<String>,
    pub serial: Option<u32>,
    pub files: u64,
    pub folders: u64,
    pub bytes: u64,
    /// Whether the list of it ends as `dir` ends one; other forms have no end.
    pub complete: Option<bool>,
}

#[derive(Default)]
pub(super) struct Drives {
    order: Order,
    /// Which drive the open folder is on.
    open: Option<usize>,
    folder: Vec<u8>,
    /// The volume a head named, before its first folder.
    volume: Option<(u8, Option<String>, Option<u32>)>,
    /// Lines of counts, one after the other.
    counted: u8,
}

impl Drives {
    /// Whether the line was understood.
    pub fn line(&mut self, line: &[u8], notice: &mut Notice, listing: &mut Listing) -> bool {
        let read = Line::of(line);
        if read == Line::Counted {
            self.counted = self.counted.saturating_add(1);
            if self.counted == 2 {
                self.end(listing);
            }
            return true;
        }
        if read != Line::Nothing {
            self.counted = 0;
        }
        match read {
            Line::Folder(path) => {
                // PowerShell's head of a folder is wider than that of `dir`.
                self.enter(path, notice, listing);
                if line.starts_with(b"   ") {
                    listing.form = Some(Form::PowerShell);
                } else {
                    listing.form = listing.form.or(Some(Form::Dir));
                    self.mark_open(listing);
                }
            }
            Line::Entry(entry) => self.entry(&entry, notice, listing),
            Line::Path(entry) => self.path(&entry, notice, listing),
            Line::Volume { letter, label } => self.volume = Some((letter, label.map(place::text), None)),
            Line::Serial(serial) => {
                if let Some((_, _, kept)) = &mut self.volume {
                    *kept = Some(serial);
                }
            }
            Line::Nothing | Line::Counted => {}
            Line::Unknown => return false,
        }
        true
    }

    fn enter(&mut self, path: &[u8], notice: &mut Notice, listing: &mut Listing) {
        path.clone_into(&mut self.folder);
        notice.folder(path);
        let name = place::drive(path);
        if self.open.is_some_and(|open| listing.drives[open].name == name) {
            return;
        }
        self.open = listing.drives.iter().position(|drive| drive.name == name);
        if self.open.is_none() {
            if listing.drives.len() >= MOST_DRIVES {
                listing.limited = true;
                return;
            }
            listing.drives.push(Drive { name, ..Drive::default() });
            self.open = Some(listing.drives.len() - 1);
        }
        let drive = &mut listing.drives[self.open.unwrap_or_default()];
        if let Some((letter, label, serial)) = self.volume.take()
            && drive.name.as_bytes().first() == Some(&letter)
        {
            drive.label = label;
            drive.serial = serial;
        }
    }

    fn mark_open(&self, listing: &mut Listing) {
        if let Some(drive) = self.open.and_then(|open| listing.drives.get_mut(open)) {
            drive.complete = Some(false);
        }
    }

    fn end(&mut self, listing: &mut Listing) {
        if let Some(drive) = self.open.and_then(|open| listing.drives.get_mut(open)) {
            drive.complete = drive.complete.map(|_| true);
        }
    }

    fn entry(&mut self, entry: &Entry<'_>, notice: &mut Notice, listing: &mut Listing) {
        listing.form = listing.form.or(Some(entry.form));
        if entry.name != b"." && entry.name != b".." {
            self.count(entry, entry.name, notice, listing);
        }
    }

    fn path(&mut self, entry: &Entry<'_>, notice: &mut Notice, listing: &mut Listing) {
        listing.form = listing.form.or(Some(entry.form));
        let (folder, name) = place::split(entry.name);
        if folder != self.folder {
            self.enter(folder, notice, listing);
        }
        if !name.is_empty() {
            self.count(entry, name, notice, listing);
        }
    }

    fn count(&mut self, entry: &Entry<'_>, name: &[u8], notice: &mut Notice, listing: &mut Listing) {
        let size = entry.size.unwrap_or_default();
        let folder = entry.folder == Some(true);
        listing.folders += u64::from(folder);
        listing.files += u64::from(!folder);
        listing.bytes = listing.bytes.saturating_add(size);
        if let Some(drive) = self.open.and_then(|open| listing.drives.get_mut(open)) {
            drive.folders += u64::from(folder);
            drive.files += u64::from(!folder);
            drive.bytes = drive.bytes.saturating_add(size);
        }
        if let Some(Stamp::Printed(printed)) = &entry.modified {
            self.order.see(printed);
        }
        if folder {
            notice.subfolder(name);
        } else {
            notice.file(&Found { folder: &self.folder, name, size: entry.size, modified: entry.modified });
        }
    }

    /// What was noticed, its moments told now that the order of days is known.
    pub fn finish(self, notice: &mut Notice, listing: &mut Listing) {
        let order = self.order;
        let moment = |stamp: Stamp| match stamp {
            Stamp::Printed(printed) => order.moment(&printed),
            Stamp::Seconds(seconds) => utc(seconds),
        };
        let (notable, limited) = notice.take(moment);
        listing.notable = notable;
        listing.limited |= limited;
    }
}

fn utc(seconds: i64) -> Option<DateTime> {
    Timestamp::from_second(seconds).ok().map(|at| at.to_zoned(TimeZone::UTC).datetime())
}
