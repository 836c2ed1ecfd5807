//! When packages were last installed, whether that happens by itself, where they come
//! from, and whether the system waits to be started anew.

use super::look::{Look, Record, Text, cut};
use super::packages;
use evidence::{Sight, Value};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

const LOGS: [&str; 6] = [
    "/var/log/apt/history.log",
    "/var/log/apt/history.log.1*",
    "/var/log/dpkg.log",
    "/var/log/dpkg.log.1",
    "/var/log/dnf.rpm.log",
    "rpm",
];
/// Repositories told of, at most.
const MOST: usize = 500;

pub(super) fn see(look: &mut Look<'_>) {
    last(look);
    automatic(look);
    restart(look);
    repositories(look);
}

/// A moment as a log says it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Moment {
    Instant(Timestamp),
    Local(DateTime),
}

impl Moment {
    /// To compare by: local time counts as that of a server in UTC.
    fn key(self) -> Timestamp {
        match self {
            Moment::Instant(instant) => instant,
            Moment::Local(local) => {
                local.to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
            }
        }
    }
}

fn last(look: &mut Look<'_>) {
    let there: Vec<&str> = LOGS.into_iter().filter(|one| !look.texts(one).is_empty()).collect();
    let wanted = if there.is_empty() { LOGS.to_vec() } else { there };
    let files = look.open(&wanted, &["update.last_installed", "update.age"]);
    let mut newest: Option<(Moment, usize, String)> = None;
    for (number, file) in files.iter().enumerate() {
        if let Some((moment, place)) = newest_of(file)
            && newest.as_ref().is_none_or(|(known, ..)| known.key() < moment.key())
        {
            newest = Some((moment, number, place));
        }
    }
    let Some((moment, number, place)) = newest else { return };
    let value = match moment {
        Moment::Instant(instant) => Value::Instant(instant),
        Moment::Local(local) => Value::LocalTime(local),
    };
    look.seen("update.last_installed", &files[number], &place, value);
    if let Some(taken) = look.taken_at() {
        let local = match moment {
            Moment::Local(local) => local
                .to_zoned(TimeZone::fixed(
                    Offset::from_seconds(look.offset().unwrap_or(0)).unwrap_or(Offset::UTC),
                ))
                .map_or(moment.key(), |zoned| zoned.timestamp()),
            Moment::Instant(instant) => instant,
        };
        let days = (taken.as_second() - local.as_second()).div_euclid(86_400);
        look.seen("update.age", &files[number], &place, Value::Whole(days.max(0)));
    }
}

/// The newest line of a log that says something was installed or upgraded.
fn newest_of(file: &Text<'_>) -> Option<(Moment, String)> {
    if file.path == "rpm" {
        let newest = packages::all_of(file).into_iter().filter_map(|package| package.installed).max()?;
        return Some((Moment::Instant(newest), "rpm".to_owned()));
    }
    let mut newest: Option<(Moment, usize)> = None;
    for (at, line) in file.lines() {
        let moment = if let Some(date) = line.strip_prefix("End-Date:") {
            local(date)
        } else if [" upgrade ", " install "].iter().any(|word| line.contains(word)) {
            local(line)
        } else if line.contains(" Installed: ") || line.contains(" Upgrade: ") || line.contains(" Upgraded: ")
        {
            instant(line.split_whitespace().next().unwrap_or_default())
        } else {
            None
        };
        if let Some(moment) = moment
            && newest.is_none_or(|(known, _)| known.key() <= moment.key())
        {
            newest = Some((moment, at));
        }
    }
    newest.map(|(moment, at)| (moment, file.at(at)))
}

/// `2026-05-11  08:30:00`, in the server's own time.
fn local(text: &str) -> Option<Moment> {
    let mut words = text.split_whitespace();
    let (day, time) = (words.next()?, words.next()?);
    format!("{day}T{time}").parse().ok().map(Moment::Local)
}

/// `2026-05-11T08:30:00+0700`, `…Z`.
pub(super) fn stamp(text: &str) -> Option<Timestamp> {
    text.parse().ok().or_else(|| {
        let (before, zone) = text.split_at_checked(text.len().checked_sub(5)?)?;
        let (hours, minutes) = zone.split_at_checked(3)?;
        format!("{before}{hours}:{minutes}").parse().ok()
    })
}

fn instant(text: &str) -> Option<Moment> {
    stamp(text).map(Moment::Instant)
}

/// Debian's periodic updates; Red Hat's timer.
fn automatic(look: &mut Look<'_>) {
    let there: Vec<&str> = ["/etc/apt/apt.conf.d/*", "/etc/dnf/automatic.conf"]
        .into_iter()
        .filter(|one| !look.texts(one).is_empty())
        .collect();
    let wanted =
        if there.is_empty() { vec!["/etc/apt/apt.conf.d/*", "/etc/dnf/automatic.conf"] } else { there };
    let files = look.open(&wanted, &["update.automatic"]);
    // The last word counts, in the order of the files' names.
    let mut said: Option<(usize, usize, bool)> = None;
    for (number, file) in files.iter().enumerate() {
        for (at, line) in file.lines() {
            let words = line.trim_end_matches(';').replace(['"', '='], " ");
            let mut words = words.split_whitespace();
            match (words.next(), words.next()) {
                (Some(name), Some(value))
                    if name.eq_ignore_ascii_case("APT::Periodic::Unattended-Upgrade") =>
                {
                    said = Some((number, at, !matches!(value, "0" | "false" | "no" | "never")));
                }
                (Some("apply_updates"), Some(value)) => {
                    said = Some((number, at, matches!(value.to_lowercase().as_str(), "yes" | "true" | "1")));
                }
                _ => {}
            }
        }
    }
    match (said, files.first()) {
        (Some((number, at, on)), _) => {
            look.seen("update.automatic", &files[number], &files[number].at(at), Value::Flag(on));
        }
        (None, Some(first)) => look.say("update.automatic", first, first.path, Sight::Absent),
        (None, None) => {}
    }
}

/// Debian leaves a file; elsewhere a newer kernel is there than the one that runs.
fn restart(look: &mut Look<'_>) {
    let files = look.texts("/run/reboot-required");
    if let Some(file) = files.first() {
        look.seen("update.restart_pending", file, file.path, Value::Flag(true));
        return;
    }
    let running = look.texts("uname").first().and_then(|file| {
        file.text
            .split_whitespace()
            .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
            .map(str::to_owned)
    });
    let boot = look.open(&["/boot"], &["update.restart_pending"]);
    let (Some(running), Some(file)) = (running, boot.first()) else {
        if let Some(file) = boot.first() {
            look.say("update.restart_pending", file, file.path, Sight::NotCollected);
        }
        return;
    };
    let kernels: Vec<&str> = file
        .text
        .lines()
        .filter_map(|line| line.split('\t').next()?.strip_prefix("vmlinuz-"))
        .filter(|version| !version.contains("rescue"))
        .collect();
    // Of the same kind as the one that runs, by numbers.
    let kind = |version: &str| {
        version.rsplit(['-', '.']).find(|part| part.chars().any(char::is_alphabetic)).map(str::to_owned)
    };
    let newest = kernels
        .iter()
        .filter(|version| kind(version) == kind(&running))
        .max_by_key(|version| numbers(version));
    if let Some(newest) = newest {
        let pending = numbers(newest) > numbers(&running);
        look.seen("update.restart_pending", file, file.path, Value::Flag(pending));
    }
}

fn numbers(version: &str) -> Vec<u64> {
    version.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).take(12).collect()
}

/// Where packages come from, and whether what comes is checked.
fn repositories(look: &mut Look<'_>) {
    const WANTED: [&str; 4] = [
        "/etc/apt/sources.list",
        "/etc/apt/sources.list.d/*",
        "/etc/yum.repos.d/*.repo",
        "/etc/apk/repositories",
    ];
    let there: Vec<&str> = WANTED.into_iter().filter(|one| !look.texts(one).is_empty()).collect();
    let wanted = if there.is_empty() { WANTED.to_vec() } else { there };
    for file in look.open(&wanted, &["update.repository"]) {
        let records = if file.path.ends_with(".repo") {
            repo(&file)
        } else if file.path.ends_with(".sources") {
            deb822(&file)
        } else {
            lines(&file)
        };
        for (at, record) in records.into_iter().take(MOST) {
            look.record("update.repository", &file, &file.at(at), record);
        }
    }
}

/// `deb [trusted=yes] http://… bookworm main` (sources.list(5)); an address a line.
fn lines(file: &Text<'_>) -> Vec<(usize, Record)> {
    let line = |(at, line): (usize, &str)| {
        let address = line.split_whitespace().find(|word| word.contains("://") || word.starts_with('/'))?;
        let mut record = Record::new();
        record.text("address", &without_user(address)).flag("enabled", true);
        record.flag("checked", !line.contains("trusted=yes"));
        Some((at, record))
    };
    file.lines().filter(|(_, line)| !line.starts_with("deb-src")).filter_map(line).collect()
}

fn deb822(file: &Text<'_>) -> Vec<(usize, Record)> {
    let (mut found, mut at) = (Vec::new(), 1);
    for paragraph in file.text.split("\n\n") {
        let field = |name: &str| {
            paragraph.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':').map(str::trim))
        };
        for address in field("URIs").unwrap_or_default().split_whitespace() {
            let mut record = Record::new();
            record.text("address", &without_user(address));
            record.flag("enabled", field("Enabled") != Some("no"));
            record.flag("checked", field("Trusted") != Some("yes"));
            found.push((at, record));
        }
        at += paragraph.lines().count() + 1;
    }
    found
}

/// Sections of `name=value` (dnf.conf(5)).
fn repo(file: &Text<'_>) -> Vec<(usize, Record)> {
    let mut found: Vec<(usize, Record)> = Vec::new();
    for (at, line) in file.lines() {
        if let Some(name) = line.strip_prefix('[') {
            let mut record = Record::new();
            record.text("name", name.trim_end_matches(']')).flag("enabled", true);
            found.push((at, record));
        } else if let (Some((_, record)), Some((name, value))) = (found.last_mut(), line.split_once('=')) {
            match (name.trim(), value.trim()) {
                ("baseurl" | "mirrorlist" | "metalink", value) => {
                    record.text("address", &without_user(value));
                }
                ("enabled", value) => {
                    record.flag("enabled", value != "0");
                }
                ("gpgcheck", value) => {
                    record.flag("checked", value != "0");
                }
                _ => {}
            }
        }
    }
    found
}

/// An address without who it is asked as.
fn without_user(address: &str) -> String {
    match (address.find("://"), address.find('@')) {
        (Some(sign), Some(at)) if sign < at => {
            cut(&format!("{}{}", &address[..sign + 3], &address[at + 1..]))
        }
        _ => cut(address),
    }
}
