//! Bytes of a log → its sections about devices that carry data.
//!
//! Sections of the newer form begin with `>>>  [Device Install (…) - INSTANCE]` and
//! `>>>  Section start 2016/11/22 23:50:30.938` ("SetupAPI text logs", section header);
//! of the older with `[2008/09/17 09:26:40 1024.5 Driver Install]`, and lines within
//! name the instance. Not here: what is said of them (`observe`).

use super::device::{Named, driver, named};
use super::{Device, Doubt, LARGEST, MOST_DEVICES, SetupLog};
use crate::text_lines::{LONGEST_LINE, decoded};
use jiff::civil::{Date, DateTime, Time};
use std::collections::HashMap;

/// Doubts that are kept, at most.
const MOST_DOUBTS: usize = 100;

/// What a section does to the device it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Install,
    Delete,
}

#[derive(Debug)]
struct Section {
    line: usize,
    deed: Deed,
    about: Option<Named>,
    kind: Option<&'static str>,
    at: Option<DateTime>,
}

#[derive(Default)]
struct Reader {
    log: SetupLog,
    known: HashMap<String, usize>,
    open: Option<Section>,
}

/// Reads as far as it goes; what is not understood is left out or doubted.
pub fn read(bytes: &[u8]) -> SetupLog {
    let mut reader = Reader::default();
    if bytes.len() > LARGEST {
        reader.doubt(Doubt::TooLarge);
    }
    let text = decoded(&bytes[..bytes.len().min(LARGEST)]);
    for (number, line) in text.split(|byte| *byte == b'\n').enumerate() {
        let line = &line[..line.len().min(LONGEST_LINE)];
        reader.line(number + 1, &String::from_utf8_lossy(line));
    }
    reader.close();
    reader.log
}

impl Reader {
    fn line(&mut self, number: usize, line: &str) {
        let line = line.trim_end();
        if let Some(rest) = line.strip_prefix(">>>") {
            let rest = rest.trim_start();
            match rest.strip_prefix('[') {
                Some(title) => self.begin(number, title.trim_end_matches(']')),
                None => self.moment(rest),
            }
        } else if line.starts_with("<<<") {
            self.close();
        } else if let Some(at) = line.strip_prefix('[').and_then(older) {
            self.close();
            self.open =
                Some(Section { line: number, deed: Deed::Install, about: None, kind: None, at: Some(at) });
            self.log.sections += 1;
            self.span(at);
        } else if let Some(section) = &mut self.open {
            section.within(line);
        }
    }

    fn begin(&mut self, line: usize, title: &str) {
        self.close();
        self.log.sections += 1;
        let deed = if title.starts_with("Delete Device") { Deed::Delete } else { Deed::Install };
        let is_deed = title.starts_with("Device Install (") || deed == Deed::Delete;
        let about = title.split_once(" - ").filter(|_| is_deed).and_then(|(_, instance)| named(instance));
        self.open = Some(Section { line, deed, about, kind: None, at: None });
    }

    /// `Section start 2016/11/22 23:50:30.938`.
    fn moment(&mut self, text: &str) {
        let Some(at) = text.strip_prefix("Section start").and_then(time) else { return };
        self.span(at);
        if let Some(section) = &mut self.open {
            section.at = Some(at);
        }
    }

    fn span(&mut self, at: DateTime) {
        self.log.from = Some(self.log.from.map_or(at, |from| from.min(at)));
        self.log.to = Some(self.log.to.map_or(at, |to| to.max(at)));
    }

    fn close(&mut self) {
        let Some(Section { line, deed, about: Some(about), kind, at }) = self.open.take() else { return };
        let key = about.serial.to_uppercase();
        let kind = kind.or(about.stores.then_some("storage"));
        let known = self.known.get(&key).copied();
        // What carries no data is not told.
        let Some(kind) = kind.or_else(|| known.map(|_| "storage")) else { return };
        if at.is_none() {
            self.doubt(Doubt::NoTime { line });
        }
        let place = match known {
            Some(place) => place,
            None if self.log.devices.len() >= MOST_DEVICES => return self.doubt(Doubt::TooManyDevices),
            None => {
                let device = Device { serial: about.serial.clone(), kind, line, ..Device::default() };
                self.log.devices.push(device);
                self.known.insert(key, self.log.devices.len() - 1);
                self.log.devices.len() - 1
            }
        };
        self.log.devices[place].meet(deed, about, kind, at);
    }

    fn doubt(&mut self, doubt: Doubt) {
        if self.log.doubts.len() < MOST_DOUBTS && self.log.doubts.last() != Some(&doubt) {
            self.log.doubts.push(doubt);
        }
    }
}

impl Section {
    fn within(&mut self, line: &str) {
        let lower = line.to_ascii_lowercase();
        self.kind = self.kind.or_else(|| driver(&lower));
        // Lines of the older form: Doing full install of "USBSTOR\…\SERIAL&0".
        if self.about.is_none()
            && let Some((_, rest)) = lower.find("install of \"").map(|at| line.split_at(at + 12))
        {
            self.about = named(rest.split('"').next().unwrap_or_default());
        }
    }
}

impl Device {
    fn meet(&mut self, deed: Deed, about: Named, kind: &'static str, at: Option<DateTime>) {
        self.sections += 1;
        self.model = self.model.take().or(about.model);
        self.numbers = self.numbers.take().or(about.numbers);
        if self.kind == "storage" && kind != "storage" && self.model.is_none() {
            self.kind = kind;
        }
        let Some(at) = at else { return };
        match deed {
            Deed::Delete => self.deleted = self.deleted.max(Some(at)),
            Deed::Install => {
                self.first = Some(self.first.map_or(at, |first| first.min(at)));
                self.last = self.last.max(Some(at));
            }
        }
    }
}

/// `2016/11/22 23:50:30.938`.
fn time(text: &str) -> Option<DateTime> {
    let (date, clock) = text.trim().split_once(' ')?;
    let mut parts = date.split('/');
    let date =
        Date::new(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?)
            .ok()?;
    let (clock, part) = clock.split_once('.').unwrap_or((clock, "0"));
    let mut parts = clock.split(':');
    let millisecond: i32 = part.get(..part.len().min(3))?.parse().ok()?;
    let time = Time::new(
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
        parts.next()?.parse().ok()?,
        millisecond.clamp(0, 999) * 1_000_000,
    )
    .ok()?;
    Some(date.to_datetime(time))
}

/// The head of an older section, after its bracket: `2008/09/17 09:26:40 1024.5 …`.
fn older(text: &str) -> Option<DateTime> {
    time(text.get(..19)?)
}
