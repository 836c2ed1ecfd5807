//! Log-ins as login(1) and sshd record them: wtmp, btmp (utmp(5)), in records of 384
//! bytes, or of 400 where all of it is of 64 bits.

use super::look::{Look, Record, Text};
use super::sessions::is_outside;
use crate::little::{u16_at, u32_at, u64_at};
use evidence::{Sight, Unread, Value};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Sizes of a record, and where in it the time stands.
const SHORT: (usize, usize) = (384, 340);
const LONG: (usize, usize) = (400, 344);
/// Kinds of records.
const BOOT: u16 = 2;
const USER: u16 = 7;
const DEAD: u16 = 8;
/// Sessions told of, the newest.
const MOST: usize = 2_000;
/// Sources of failures told apart, at most.
const MOST_SOURCES: usize = 10_000;

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Login {
    pub kind: u16,
    pub line: String,
    pub user: String,
    pub host: String,
    pub at: Timestamp,
    pub number: usize,
}

pub(super) fn see(look: &mut Look<'_>) {
    for file in look.open(&["/var/log/wtmp", "/var/log/wtmp.1"], &["session", "boot"]) {
        let Some(logins) = logins(file.bytes) else {
            for attribute in ["session", "boot"] {
                look.say(attribute, &file, file.path, Sight::Unreadable(Unread::Corrupt));
            }
            continue;
        };
        sessions(look, &file, &logins);
    }
    for file in look.open(&["/var/log/btmp", "/var/log/btmp.1"], &["auth.failed_record"]) {
        match logins(file.bytes) {
            Some(logins) => failures(look, &file, &logins),
            None => look.say("auth.failed_record", &file, file.path, Sight::Unreadable(Unread::Corrupt)),
        }
    }
}

/// All records; nothing where the bytes are not made of them. A last one cut off is
/// passed over.
pub(super) fn logins(bytes: &[u8]) -> Option<Vec<Login>> {
    let fits = |(size, time): (usize, usize)| {
        let known = |record: &[u8]| u16_at(record, 0).is_some_and(|kind| kind <= 9);
        let records = bytes.chunks_exact(size);
        let right = records.clone().filter(|record| known(record) && seconds(record, time).is_some()).count();
        (right, records.len())
    };
    let (short, long) = (fits(SHORT), fits(LONG));
    // That of which more are right; a file of one record decides by its length.
    let (size, time) = if short.0 * long.1.max(1) >= long.0 * short.1.max(1)
        && !bytes.len().is_multiple_of(LONG.0)
        || bytes.len().is_multiple_of(SHORT.0)
    {
        SHORT
    } else {
        LONG
    };
    if !bytes.is_empty() && bytes.chunks_exact(size).len() == 0 {
        return None;
    }
    let mut out = Vec::new();
    let mut wrong = 0;
    for (number, record) in bytes.chunks_exact(size).enumerate() {
        match login(record, time, number) {
            Some(login) => out.push(login),
            None => wrong += 1,
        }
    }
    // Some damage is damage; much of it is another kind of file.
    if wrong > out.len() { None } else { Some(out) }
}

fn seconds(record: &[u8], time: usize) -> Option<i64> {
    let seconds = if record.len() == SHORT.0 {
        i64::from(u32_at(record, time)?)
    } else {
        i64::try_from(u64_at(record, time)?).ok()?
    };
    (seconds < 1 << 33).then_some(seconds)
}

fn login(record: &[u8], time: usize, number: usize) -> Option<Login> {
    let kind = u16_at(record, 0).filter(|kind| *kind <= 9)?;
    let word = |from: usize, length: usize| {
        let bytes = record.get(from..from + length).unwrap_or_default();
        let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(length);
        super::look::cut(&String::from_utf8_lossy(&bytes[..end.min(bytes.len())]))
    };
    let mut host = word(76, 256);
    if host.is_empty() {
        host =
            address(record.get(time + if record.len() == SHORT.0 { 8 } else { 16 }..)?).unwrap_or_default();
    }
    Some(Login {
        kind,
        line: word(8, 32),
        user: word(44, 32),
        host,
        at: Timestamp::from_second(seconds(record, time)?).ok()?,
        number,
    })
}

/// The address, which stands in network order; of IPv4 in its first four bytes.
fn address(bytes: &[u8]) -> Option<String> {
    let sixteen: [u8; 16] = bytes.get(..16)?.try_into().ok()?;
    if sixteen == [0; 16] {
        return None;
    }
    if sixteen[4..] == [0; 12] {
        let [a, b, c, d, ..] = sixteen;
        return Some(Ipv4Addr::new(a, b, c, d).to_string());
    }
    Some(Ipv6Addr::from(sixteen).to_string())
}

fn sessions(look: &mut Look<'_>, file: &Text<'_>, logins: &[Login]) {
    let skipped = logins.iter().filter(|login| login.kind == USER).count().saturating_sub(MOST);
    let mut last_on: BTreeMap<&str, Timestamp> = BTreeMap::new();
    let mut records = Vec::new();
    // Backwards: what comes next on its line ends a session, as last(1) has it.
    for login in logins.iter().rev() {
        match login.kind {
            DEAD => {
                last_on.insert(&login.line, login.at);
            }
            BOOT => {
                last_on.clear();
                let mut record = Record::new();
                record.put("at", Value::Instant(login.at)).text("kernel", &login.host);
                records.push(("boot", login.number, record));
            }
            USER => {
                let end = last_on.get(login.line.as_str());
                let mut record = Record::new();
                record.text("user", &login.user).text("line", &login.line).text("source", &login.host);
                record
                    .put("began", Value::Instant(login.at))
                    .put_some("ended", end.copied().map(Value::Instant));
                record.put_some("outside", is_outside(&login.host).map(Value::Flag));
                last_on.insert(&login.line, login.at);
                records.push(("session", login.number, record));
            }
            _ => {}
        }
    }
    records.reverse();
    let mut passed = 0;
    for (attribute, number, record) in records {
        if attribute == "session" && passed < skipped {
            passed += 1;
            continue;
        }
        look.record(attribute, file, &format!("{}: record {}", file.path, number + 1), record);
    }
}

/// By source; names that were typed are not passed on.
fn failures(look: &mut Look<'_>, file: &Text<'_>, logins: &[Login]) {
    let mut sources: BTreeMap<&str, (i64, Timestamp, Timestamp)> = BTreeMap::new();
    for login in logins.iter().filter(|login| login.kind != 0) {
        if sources.len() >= MOST_SOURCES && !sources.contains_key(login.host.as_str()) {
            continue;
        }
        let count = sources.entry(&login.host).or_insert((0, login.at, login.at));
        *count = (count.0 + 1, count.1.min(login.at), count.2.max(login.at));
    }
    for (source, (number, first, last)) in sources {
        let mut record = Record::new();
        record.text("source", if source.is_empty() { "local" } else { source }).whole("count", Some(number));
        record.put("first", Value::Instant(first)).put("last", Value::Instant(last));
        record.put_some("outside", is_outside(source).map(Value::Flag));
        look.record("auth.failed_record", file, file.path, record);
    }
}
