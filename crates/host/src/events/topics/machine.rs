//! When the computer ran and how it stopped, whether the log service was started
//! without it, and which updates it took.

use crate::events::event::Event;
use crate::events::examination::Glance;
use crate::events::out::{Fields, Out};
use crate::events::tally::{Apart, Tally};
use jiff::Timestamp;

/// Starts remembered one by one, at most: thirty years of them.
const MOST_STARTS: usize = 20_000;
/// Seconds between a start of the system and one of the log service that belongs to it.
const TOGETHER: u64 = 900;
const SECONDS_OF_A_DAY: i64 = 86_400;
/// The update that brings definitions of malware, every day anew.
const DEFINITIONS: &str = "KB2267602";

#[derive(Debug, Default)]
pub(super) struct Machine {
    starts: Vec<Timestamp>,
    log_starts: Vec<Timestamp>,
    stops: u64,
    last_stop: Option<Timestamp>,
    crashes: u64,
    last_crash: Option<Timestamp>,
    installed: Option<Tally>,
    definitions: Option<Tally>,
    updates: Apart<String, Update>,
    downloads: u64,
}

#[derive(Debug, Default)]
struct Update {
    failures: u64,
    failed: Option<Timestamp>,
    installed: Option<Timestamp>,
    error: Option<String>,
}

impl Machine {
    pub fn see(&mut self, event: &Event<'_>) {
        match event.id {
            12 => push(&mut self.starts, event.at),
            6005 => push(&mut self.log_starts, event.at),
            13 => {
                self.stops += 1;
                self.last_stop = self.last_stop.max(Some(event.at));
            }
            // 41 and 6008 say the same at the same start.
            _ => {
                let same = |last: Timestamp| last.as_second().abs_diff(event.at.as_second()) < TOGETHER;
                self.crashes += u64::from(!self.last_crash.is_some_and(same));
                self.last_crash = self.last_crash.max(Some(event.at));
            }
        }
    }

    pub fn updated(&mut self, event: &Event<'_>) {
        if event.id == 44 {
            self.downloads += 1;
            return;
        }
        let Some(title) = event.text("updateTitle") else { return };
        // Programs of the shop come this way too; they have no such number.
        let Some(number) = number(&title) else { return };
        let installed = event.id == 19;
        if number == DEFINITIONS {
            if installed {
                count(&mut self.definitions, event.at);
            }
            return;
        }
        if installed {
            count(&mut self.installed, event.at);
        }
        let Some(update) = self.updates.add(number, event.at) else { return };
        if installed {
            update.installed = update.installed.max(Some(event.at));
        } else {
            update.failures += 1;
            update.failed = update.failed.max(Some(event.at));
            update.error = event.text("errorCode").or(update.error.take());
        }
    }

    /// Starts of the log service without a start of the system: somebody stopped it.
    fn restarts(&self, first: Timestamp) -> Vec<Timestamp> {
        let near = |one: Timestamp, other: Timestamp| one.as_second().abs_diff(other.as_second()) < TOGETHER;
        let mut starts = self.starts.clone();
        starts.sort_unstable();
        let alone = |at: &&Timestamp| {
            let next = starts.partition_point(|start| start < *at);
            let beside = [next.checked_sub(1), Some(next)];
            !beside.iter().flatten().filter_map(|at| starts.get(*at)).any(|start| near(*start, **at))
        };
        // Of the first start in a log the system's part may have been overwritten.
        self.log_starts.iter().filter(|at| !near(**at, first)).filter(alone).copied().collect()
    }

    pub fn tell(self, out: &mut Out, glance: &Glance) {
        let (Some(first), Some(last)) = (glance.first, glance.last) else { return };
        if !self.starts.is_empty() || !self.log_starts.is_empty() || self.crashes > 0 {
            let mut fields = Fields::default()
                .whole("starts", self.starts.len() as u64)
                .whole("shutdowns", self.stops)
                .whole("unexpected", self.crashes);
            let last_start = self.starts.iter().max().copied();
            for (name, at) in [
                ("last_start", last_start),
                ("last_shutdown", self.last_stop),
                ("last_unexpected", self.last_crash),
            ] {
                if let Some(at) = at {
                    fields = fields.instant(name, at);
                }
            }
            out.record("event.machine_run", "", fields, last_start.unwrap_or(last));
        }
        let restarts = self.restarts(first);
        if let (Some(earliest), Some(latest)) = (restarts.iter().min(), restarts.iter().max()) {
            let tally = Tally { count: restarts.len() as u64, first: *earliest, last: *latest };
            out.record("event.log_restarted", "", Fields::of(&tally), *latest);
        }
        self.tell_updates(out, last);
    }

    fn tell_updates(self, out: &mut Out, last: Timestamp) {
        if self.installed.is_some() || self.definitions.is_some() || self.downloads > 0 {
            let mut fields = Fields::default()
                .whole("installed", self.installed.map_or(0, |tally| tally.count))
                .whole("definitions", self.definitions.map_or(0, |tally| tally.count))
                .whole("downloads", self.downloads);
            if let Some(tally) = self.installed {
                let age = (last.as_second() - tally.last.as_second()) / SECONDS_OF_A_DAY;
                fields = fields.instant("last_installed", tally.last).whole("age_days", age.unsigned_abs());
            }
            if let Some(tally) = self.definitions {
                fields = fields.instant("last_definitions", tally.last);
            }
            out.record("event.updates", "", fields, last);
        }
        for (number, tally, update) in self.updates.all() {
            let Some(failed) = update.failed else { continue };
            let fields = Fields::of(&tally)
                .text("name", &number)
                .whole("count", update.failures)
                .maybe("error", update.error.as_deref())
                .flag("installed_after", update.installed >= Some(failed));
            out.record("event.update_failed", &number, fields, failed);
        }
    }
}

fn push(starts: &mut Vec<Timestamp>, at: Timestamp) {
    if starts.len() < MOST_STARTS {
        starts.push(at);
    }
}

fn count(tally: &mut Option<Tally>, at: Timestamp) {
    match tally {
        Some(tally) => tally.add(at),
        none => *none = Some(Tally::of(at)),
    }
}

/// The number of an update in its title: `… (KB5031356)`.
fn number(title: &str) -> Option<String> {
    let upper = title.to_uppercase();
    upper.match_indices("KB").find_map(|(at, _)| {
        let digits: String = upper[at + 2..].chars().take_while(char::is_ascii_digit).take(8).collect();
        (digits.len() >= 5).then(|| format!("KB{digits}"))
    })
}
