//! What the logs say of who came in, who tried to, and who acted as another: lines of
//! sshd, sudo and su in auth.log, secure, or the journal. Summed up: a log has hundreds
//! of thousands of lines, and a name that was typed may be a password.

use super::accounts;
use super::look::{Look, Record, Text, cut};
use super::update::stamp;
use evidence::{Sight, Value};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

const LOGS: [&str; 6] = [
    "/var/log/auth.log",
    "/var/log/auth.log.*",
    "/var/log/secure",
    "/var/log/secure-*",
    "/var/log/messages",
    "journal",
];
/// Lines of all logs that are read, at most.
const MOST: usize = 5_000_000;
/// Sources told apart, at most.
const MOST_SOURCES: usize = 10_000;

/// When a line says it was written. Without an offset it is the server's own time.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Moment {
    Instant(Timestamp),
    Local(DateTime),
}

impl Moment {
    fn value(self) -> Value {
        match self {
            Moment::Instant(instant) => Value::Instant(instant),
            Moment::Local(local) => Value::LocalTime(local),
        }
    }
}

/// First, last and how many of something.
#[derive(Debug, Clone, Default)]
struct Count {
    number: i64,
    first: Option<Moment>,
    last: Option<Moment>,
    names: BTreeSet<String>,
    unknown: i64,
}

impl Count {
    fn add(&mut self, number: i64, when: Option<Moment>) {
        self.number = self.number.saturating_add(number);
        self.first = self.first.or(when);
        self.last = when.or(self.last);
    }

    fn put(&self, record: &mut Record) {
        record.whole("count", Some(self.number));
        record
            .put_some("first", self.first.map(Moment::value))
            .put_some("last", self.last.map(Moment::value));
    }
}

#[derive(Debug, Default)]
struct Counts {
    failed: BTreeMap<String, Count>,
    /// By account, source and method.
    accepted: BTreeMap<(String, String, String), Count>,
    /// By account and whom it acted as.
    acted: BTreeMap<(String, String), Count>,
    refused: BTreeMap<String, Count>,
    all: Count,
}

pub(super) fn see(look: &mut Look<'_>) {
    let attributes = ["auth.log", "auth.failed", "auth.accepted", "auth.sudo", "auth.sudo_refused"];
    let there: Vec<&str> = LOGS.into_iter().filter(|one| !look.texts(one).is_empty()).collect();
    let wanted = if there.is_empty() { LOGS.to_vec() } else { there };
    let known = accounts::names(look);
    let mut lines = 0;
    for file in look.open(&wanted, &attributes) {
        let mut counts = Counts::default();
        let mut year = Year::of(look.taken_at(), &file);
        for line in file.text.lines() {
            lines += 1;
            if lines > MOST {
                let place = format!("{}: {MOST} lines", file.path);
                look.say("auth.log", &file, &place, Sight::Unreadable(evidence::Unread::TooLarge));
                return;
            }
            if let Some((when, program, message)) = split(line, &mut year) {
                counts.take(when, program, message, &known);
            }
        }
        tell(look, &file, &counts);
    }
}

impl Counts {
    fn take(&mut self, when: Option<Moment>, program: &str, message: &str, known: &BTreeSet<String>) {
        let counted = match program {
            "sshd" | "sshd-session" => self.server(when, message, known),
            "sudo" => self.sudo(when, message),
            "su" => self.su(when, message),
            _ => false,
        };
        if counted {
            self.all.add(1, when);
        }
    }

    /// `Failed password for invalid user an from 192.0.2.7 port 40022 ssh2`; what was
    /// typed may hold any words, so the last ones count.
    fn server(&mut self, when: Option<Moment>, message: &str, known: &BTreeSet<String>) -> bool {
        let (number, message) = repeated(message);
        let (failed, rest) = match (message.strip_prefix("Failed "), message.strip_prefix("Accepted ")) {
            (Some(rest), _) => (true, rest),
            (_, Some(rest)) => (false, rest),
            _ => return true,
        };
        let Some((method, rest)) = rest.split_once(" for ") else { return true };
        let Some((name, from)) = rest.rsplit_once(" from ") else { return true };
        let source = from.split(' ').next().unwrap_or_default().to_owned();
        if failed {
            let Some(count) = entry(&mut self.failed, source) else { return true };
            count.add(number, when);
            let name = name.strip_prefix("invalid user ").unwrap_or(name);
            if known.contains(name) {
                count.names.insert(name.to_owned());
            } else {
                count.unknown = count.unknown.saturating_add(number);
            }
        } else if let Some(count) = entry(&mut self.accepted, (cut(name), source, method.to_owned())) {
            count.add(number, when);
        }
        true
    }

    /// `an : TTY=pts/0 ; PWD=/home/an ; USER=root ; COMMAND=/usr/bin/apt update`
    fn sudo(&mut self, when: Option<Moment>, message: &str) -> bool {
        let Some((name, rest)) = message.trim_start().split_once(" : ") else { return true };
        let field = |mark: &str| rest.split(" ; ").find_map(|part| part.trim().strip_prefix(mark));
        let Some(command) = field("COMMAND=") else { return true };
        if rest.starts_with("user NOT in sudoers")
            || rest.contains("incorrect password")
            || rest.starts_with("command not allowed")
        {
            if let Some(count) = entry(&mut self.refused, cut(name)) {
                count.add(1, when);
            }
            return true;
        }
        let whom = cut(field("USER=").unwrap_or("root"));
        let Some(count) = entry(&mut self.acted, (cut(name), whom)) else { return true };
        count.add(1, when);
        // The program; what it was told may be secret.
        if count.names.len() < 50 {
            count.names.insert(cut(command.split(' ').next().unwrap_or_default()));
        }
        true
    }

    /// `(to root) an on pts/0`
    fn su(&mut self, when: Option<Moment>, message: &str) -> bool {
        if let Some((whom, rest)) = message.strip_prefix("(to ").and_then(|rest| rest.split_once(") "))
            && let Some(name) = rest.split(' ').next()
            && let Some(count) = entry(&mut self.acted, (cut(name), cut(whom)))
        {
            count.add(1, when);
            count.names.insert("su".to_owned());
        }
        true
    }
}

/// A source's count; none beyond so many sources.
fn entry<K: Ord>(map: &mut BTreeMap<K, Count>, key: K) -> Option<&mut Count> {
    (map.len() < MOST_SOURCES || map.contains_key(&key)).then(|| map.entry(key).or_default())
}

/// `message repeated 3 times: [ Failed password … ]`
fn repeated(message: &str) -> (i64, &str) {
    let inner = || {
        let rest = message.strip_prefix("message repeated ")?;
        let (number, rest) = rest.split_once(" times: [ ")?;
        Some((number.parse().ok()?, rest.trim_end_matches(']')))
    };
    inner().unwrap_or((1, message))
}

/// `2026-05-11T08:30:00.1+07:00 host sshd[7]: …`, `May 11 08:30:00 host sshd[7]: …`
fn split<'l>(line: &'l str, year: &mut Year) -> Option<(Option<Moment>, &'l str, &'l str)> {
    let (when, rest) = if line.starts_with(|c: char| c.is_ascii_digit()) {
        let (when, rest) = line.split_once(' ')?;
        (stamp(when).map(Moment::Instant), rest)
    } else {
        let (when, rest) = line.split_at_checked(15)?;
        (year.moment(when).map(Moment::Local), rest.strip_prefix(' ')?)
    };
    let (_, rest) = rest.split_once(' ')?;
    let (program, message) = rest.split_once(": ")?;
    let program = program.split('[').next().unwrap_or_default();
    Some((when, program.rsplit('/').next().unwrap_or_default(), message.trim()))
}

/// The year of lines that do not say it: the last line is no later than the day the log
/// was taken, and lines go forward.
struct Year {
    year: Option<i16>,
    month: i8,
}

impl Year {
    fn of(taken: Option<Timestamp>, file: &Text<'_>) -> Self {
        let Some(taken) = taken.map(|at| at.to_zoned(TimeZone::UTC).datetime()) else {
            return Year { year: None, month: 0 };
        };
        // Each time the months begin anew, a year has passed.
        let (mut turns, mut before, mut last) = (0, 0, None);
        for line in file.text.lines() {
            if let Some((month, day)) = line.get(..6).and_then(month_day) {
                turns += i16::from(month < before);
                before = month;
                last = Some((month, day));
            }
        }
        let Some((month, day)) = last else { return Year { year: None, month: 0 } };
        // A day's grace for clocks ahead of UTC.
        let passed = (month, day) <= (taken.month(), taken.day() + 1) || (taken.month(), month) == (12, 1);
        let end = if passed { taken.year() } else { taken.year() - 1 };
        Year { year: Some(end.saturating_sub(turns).max(1970)), month: 0 }
    }

    fn moment(&mut self, text: &str) -> Option<DateTime> {
        let (month, day) = text.get(..6).and_then(month_day)?;
        if month < self.month {
            self.year = self.year.map(|year| year.saturating_add(1));
        }
        self.month = month;
        let mut parts = text.get(7..15)?.split(':').map(|part| part.parse::<i8>().ok());
        let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
        Some(Date::new(self.year?, month, day).ok()?.to_datetime(Time::new(hour, minute, second, 0).ok()?))
    }
}

/// `May  1`
fn month_day(text: &str) -> Option<(i8, i8)> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS.iter().position(|month| text.get(..3) == Some(month))?;
    Some((month as i8 + 1, text.get(3..6)?.trim().parse().ok()?))
}

/// Whether an address is one of the network outside.
pub(super) fn is_outside(address: &str) -> Option<bool> {
    let address = address.split('%').next().unwrap_or_default();
    Some(match address.parse::<IpAddr>().ok()? {
        IpAddr::V4(four) => {
            let shared = four.octets()[0] == 100 && (64..128).contains(&four.octets()[1]);
            !(four.is_private()
                || four.is_loopback()
                || four.is_link_local()
                || four.is_unspecified()
                || shared)
        }
        IpAddr::V6(six) => match six.to_ipv4_mapped() {
            Some(four) => return is_outside(&four.to_string()),
            None => {
                !(six.is_loopback()
                    || six.is_unspecified()
                    || matches!(six.segments()[0] & 0xfe00, 0xfc00)
                    || six.segments()[0] & 0xffc0 == 0xfe80)
            }
        },
    })
}

fn tell(look: &mut Look<'_>, file: &Text<'_>, counts: &Counts) {
    let mut record = Record::new();
    record.text("file", file.name());
    counts.all.put(&mut record);
    look.record("auth.log", file, file.path, record);
    for (source, count) in &counts.failed {
        let mut record = Record::new();
        record.text("source", source).several("accounts", &count.names.iter().collect::<Vec<_>>());
        record
            .whole("unknown_names", Some(count.unknown))
            .put_some("outside", is_outside(source).map(Value::Flag));
        count.put(&mut record);
        look.record("auth.failed", file, file.path, record);
    }
    for ((name, source, method), count) in &counts.accepted {
        let mut record = Record::new();
        record.text("user", name).text("source", source).text("method", method);
        record.put_some("outside", is_outside(source).map(Value::Flag));
        count.put(&mut record);
        look.record("auth.accepted", file, file.path, record);
    }
    for ((name, whom), count) in &counts.acted {
        let mut record = Record::new();
        record
            .text("user", name)
            .text("as", whom)
            .several("programs", &count.names.iter().collect::<Vec<_>>());
        count.put(&mut record);
        look.record("auth.sudo", file, file.path, record);
    }
    for (name, count) in &counts.refused {
        let mut record = Record::new();
        record.text("user", name);
        count.put(&mut record);
        look.record("auth.sudo_refused", file, file.path, record);
    }
}
