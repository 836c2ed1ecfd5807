//! Broken and hostile logs: each is read as far as it goes, what is missing is counted,
//! without harm and in bounded time.

use super::story::{amiss, at, quiet, records, written};
use super::writer::{CHUNK, Data, Entry, HEADER, Log, Style, Val, entry, text};
use crate::dice::Dice;
use evidence::{Kind, Observation, Sight, Subject, Unread, Value};
use proptest::prelude::*;
use rasoat_host::events::{Account, Examination, Glance, Limits, LogError};
use std::time::{Duration, Instant};

/// Places that are cut at, and places that are changed.
const CUTS: usize = 3_000;
const FLIPS: usize = 4_000;
/// What one log may take at most, in an unoptimised build on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

fn read_by(bytes: &[u8], limits: Limits) -> Result<(Glance, Vec<Observation>), LogError> {
    let start = Instant::now();
    let mut examination = Examination::new(Subject::new(Kind::Machine, "MAY-01"), None, limits);
    let glance = examination.read("Security.evtx", &mut &*bytes)?;
    let observations = examination.done();
    assert!(start.elapsed() < PATIENCE, "it took {:?}", start.elapsed());
    Ok((glance, observations))
}

fn read(bytes: &[u8]) -> Result<(Glance, Vec<Observation>), LogError> {
    read_by(bytes, Limits::default())
}

/// Every event there is, in several chunks.
fn log(style: Style) -> Vec<u8> {
    let mut log = Log::new("Security", style);
    let entries: Vec<Entry> = amiss().into_values().flatten().collect();
    for entry in entries.iter().cycle().take(entries.len() * 3) {
        log.add(entry);
    }
    log.done()
}

#[test]
fn a_truncated_log_gives_what_is_left_and_says_that_it_is() {
    let bytes = log(Style::Nested);
    let (whole, _) = read(&bytes).expect("a log");
    assert!(whole.account.chunks >= 2 && !whole.account.is_damaged());
    let mut before = 0;
    for nth in 0..CUTS {
        let end = bytes.len() * nth / CUTS;
        let Ok((glance, said)) = read(&bytes[..end]) else {
            assert!(end < 8, "{end}");
            continue;
        };
        let account = &glance.account;
        assert!(account.records >= before && account.records <= whole.account.records, "{end}");
        assert!(account.is_damaged(), "{end}: {account:?}");
        before = account.records;
        let unread = |one: &Observation| {
            one.attribute == "event.log" && one.sight == Sight::Unreadable(Unread::Corrupt)
        };
        assert!(said.iter().any(unread), "{end}");
    }
    assert!(before > whole.account.records / 2);
}

#[test]
fn no_flipped_bytes_bring_the_reader_down() {
    let mut dice = Dice(0x5EED_0000_0000_0002);
    let (mut unread, mut damaged, mut fewer) = (0, 0, 0);
    for style in [Style::Nested, Style::Whole, Style::Inline] {
        let bytes = log(style);
        let whole = read(&bytes).expect("a log").0.account.records;
        for _ in 0..FLIPS / 3 {
            let mut changed = bytes.clone();
            for _ in 0..=dice.below(20) {
                // Where something stands: the header, and the used part of a chunk.
                let at = match dice.below(10) {
                    0 => dice.below(128),
                    1 => HEADER + dice.below(512),
                    _ => HEADER + dice.below(changed.len() - HEADER),
                };
                changed[at] = match dice.below(3) {
                    0 => 0xFF,
                    1 => 0,
                    _ => changed[at] ^ 1 << dice.below(8),
                };
            }
            match read(&changed) {
                Err(_) => unread += 1,
                Ok((glance, _)) => {
                    damaged += usize::from(glance.account.is_damaged() || glance.account.altered_chunks > 0);
                    fewer += usize::from(glance.account.records < whole);
                }
            }
        }
    }
    assert!(damaged > FLIPS / 2 && fewer > FLIPS / 20, "{damaged} {fewer}");
    eprintln!("of {FLIPS} changed logs {unread} were no log, {damaged} damaged, {fewer} gave fewer records");
}

#[test]
fn templates_within_each_other_come_to_an_end() {
    for (levels, times) in [(2, 4), (7, 16), (40, 2), (120, 30)] {
        let mut log = Log::new("Security", Style::Nested);
        let plain =
            entry("Microsoft-Windows-Security-Auditing", 4625, at(0), &[("TargetUserName", text("an"))]);
        log.add(&plain);
        let many = Data::Many(times, vec![("x".into(), Val::Within(levels))]);
        log.add(&Entry { data: many, ..plain.clone() });
        log.add(&plain);
        let (glance, said) = read(&log.done()).expect("a log");
        let account = glance.account;
        assert_eq!(account.records + account.damaged_records, 3, "{levels} {times}: {account:?}");
        assert_eq!(account.damaged_records > 0, levels > 2, "{levels} {times}: {account:?}");
        let counted = &records(&said, "event.failed_logons")[0]["count"];
        assert!(matches!(counted, Value::Whole(1..=3)));
    }
}

#[test]
fn a_chunk_that_is_none_costs_itself_only() {
    let bytes = log(Style::Nested);
    let whole = read(&bytes).expect("a log").0.account;
    let mut broken = bytes.clone();
    broken[HEADER..HEADER + 8].copy_from_slice(b"ElfJunk\0");
    let account = read(&broken).expect("a log").0.account;
    assert_eq!((account.damaged_chunks, account.chunks), (1, whole.chunks - 1));
    assert!(account.records > 0 && account.records < whole.records);
    // A record's size is broken: the walk goes on at the next one.
    let mut broken = bytes.clone();
    broken[HEADER + 512 + 4] = 0xFF;
    broken[HEADER + 512 + 5] = 0xFF;
    let account = read(&broken).expect("a log").0.account;
    assert_eq!((account.damaged_records, account.altered_chunks), (1, 1));
    // The next ones need the template that stood in it, and are damaged with it or whole.
    assert!(account.records + account.damaged_records >= whole.records - 1, "{account:?}");
}

#[test]
fn a_dirty_log_is_read_and_said_to_be_one() {
    let mut bytes = log(Style::Nested);
    bytes[120] |= 1;
    let (glance, said) = read(&bytes).expect("a log");
    assert!(glance.account.dirty && !glance.account.is_damaged());
    assert_eq!(records(&said, "event.log")[0]["dirty"], Value::Flag(true));
}

#[test]
fn what_is_no_log_is_refused_with_its_reason_and_said_to_be_unreadable() {
    for bytes in [b"".as_slice(), b"ElfFile", b"regf", b"PK\x03\x04 a zip"] {
        assert!(matches!(read(bytes), Err(LogError::NotALog)), "{bytes:?}");
    }
    let mut newer = log(Style::Nested);
    newer[38] = 4;
    assert!(matches!(read(&newer), Err(LogError::Version { major: 4, minor: 1 })));
    let mut examination = Examination::new(Subject::new(Kind::Machine, "MAY-01"), None, Limits::default());
    examination.read("Security.evtx", &mut b"junk".as_slice()).expect_err("no log");
    let said = examination.done();
    let cleared: Vec<&Sight> =
        said.iter().filter(|one| one.attribute == "event.failed_logons").map(|one| &one.sight).collect();
    assert_eq!(cleared, [&Sight::Unreadable(Unread::Corrupt)]);
}

#[test]
fn a_log_past_a_limit_is_read_up_to_it_and_said_to_be_too_large() {
    let bytes = log(Style::Nested);
    let whole = read(&bytes).expect("a log").0.account;
    for limits in [Limits { chunks: 1, ..Limits::default() }, Limits { records: 10, ..Limits::default() }] {
        let (glance, said) = read_by(&bytes, limits).expect("a log");
        assert!(glance.account.too_large && glance.account.chunks == 1);
        assert!(glance.account.records > 0 && glance.account.records < whole.records);
        assert!(said.iter().any(|one| one.sight == Sight::Unreadable(Unread::TooLarge)));
    }
}

#[test]
fn an_empty_log_and_a_copy_of_another_say_what_they_are() {
    let mut examination = Examination::new(Subject::new(Kind::Machine, "MAY-01"), None, Limits::default());
    let empty = Log::new("System", Style::Nested).done();
    let glance = examination.read("System.evtx", &mut empty.as_slice()).expect("a log");
    assert_eq!((glance.account.records, glance.channel.as_str()), (0, "System"));
    let bytes = written("Security", &quiet()["Security"], Style::Nested);
    for name in ["Security.evtx", "Copy of Security.evtx"] {
        examination.read(name, &mut bytes.as_slice()).expect("a log");
    }
    let said = examination.done();
    let logs: Vec<_> = records(&said, "event.log").iter().map(|one| one["channel"].clone()).collect();
    assert_eq!(logs, [Value::Text("System".into()), Value::Text("Security".into())]);
    assert!(said.iter().any(|one| one.attribute == "event.updates" && one.sight == Sight::Absent));
}

/// A million accounts do not cost a million places.
#[test]
fn what_is_counted_apart_is_bounded_and_the_rest_is_said_to_be_more() {
    let mut log = Log::new("Security", Style::Nested);
    for nth in 0..7_000 {
        let account = format!("nguoi{nth}");
        let data = [("TargetUserName", text(&account)), ("IpAddress", text("203.0.113.9"))];
        log.add(&entry("Microsoft-Windows-Security-Auditing", 4625, at(nth), &data));
    }
    let (_, said) = read(&log.done()).expect("a log");
    assert_eq!(records(&said, "event.failed_logons")[0]["count"], Value::Whole(7_000));
    assert_eq!(records(&said, "event.failed_logons")[0]["pairs"], Value::Whole(7_000));
    assert_eq!(records(&said, "event.failed_logon").len(), 200);
    let more = |one: &&Observation| {
        one.attribute == "event.failed_logon" && one.sight == Sight::Unreadable(Unread::TooLarge)
    };
    assert_eq!(said.iter().filter(more).count(), 2);
}

fn account(bytes: &[u8]) -> Option<Account> {
    read(bytes).ok().map(|(glance, _)| glance.account)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_events_written_are_all_counted(
        events in prop::collection::vec((0u16..3, "[a-zA-Zà-ỹ &<>]{0,40}", 0u32..100_000), 0..60),
        style in prop::sample::select(vec![Style::Whole, Style::Nested, Style::Inline]),
    ) {
        let mut log = Log::new("Security", style);
        for (kind, name, second) in &events {
            let id = [4625, 4720, 1][usize::from(*kind)];
            let data = [("TargetUserName", text(name)), ("LogonType", Val::Whole(3))];
            log.add(&entry("Microsoft-Windows-Security-Auditing", id, at((*second).into()), &data));
        }
        let (glance, said) = read(&log.done()).expect("a log");
        prop_assert_eq!(glance.account.records, events.len() as u64);
        prop_assert!(!glance.account.is_damaged());
        let failures = events.iter().filter(|(kind, ..)| *kind == 0).count();
        let told = records(&said, "event.failed_logons").first().map(|one| one["count"].clone());
        prop_assert_eq!(told, (failures > 0).then_some(Value::Whole(failures as i64)));
        let made: i64 = records(&said, "event.account_change")
            .iter()
            .map(|one| if let Value::Whole(count) = one["count"] { count } else { 0 })
            .sum();
        prop_assert_eq!(made, events.iter().filter(|(kind, ..)| *kind == 1).count() as i64);
    }

    #[test]
    fn any_bytes_after_a_header_are_read_to_their_end(tail in prop::collection::vec(any::<u8>(), 0..3_000)) {
        let mut bytes = log_head();
        let used = CHUNK.min(tail.len());
        let at = HEADER + 512;
        bytes[at..at + used].copy_from_slice(&tail[..used]);
        prop_assert!(account(&bytes).is_some());
        let mut bytes = log_head();
        bytes.extend(&tail);
        prop_assert!(account(&bytes).is_some_and(|account| account.cut_bytes == tail.len() as u64));
    }
}

/// A header and one chunk with nothing in it, whose own header says it is full.
fn log_head() -> Vec<u8> {
    let mut bytes = Log::new("Security", Style::Nested).done();
    let mut chunk = b"ElfChnk\0".to_vec();
    chunk.resize(CHUNK, 0);
    chunk[48..52].copy_from_slice(&(CHUNK as u32).to_le_bytes());
    bytes.extend(chunk);
    bytes
}
