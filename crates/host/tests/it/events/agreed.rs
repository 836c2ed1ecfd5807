//! Other readers (the library `evtx` for Python; `evtxexport` of libevtx) read what is
//! written here, each record and value; so what is read of it elsewhere was really there.

use super::writer::{Data, Entry, Log, Style, Val, entry, owned, text, user_entry};
use evidence::{Kind, Subject};
use jiff::Timestamp;
use rasoat_host::events::{Examination, Glance, Limits};
use std::path::Path;
use std::process::Command;

const STYLES: [Style; 3] = [Style::Whole, Style::Nested, Style::Inline];
/// Prints of each record its number, identifier, provider and values, a line each.
const PYTHON: &str = r##"
import json, sys
from evtx import PyEvtxParser
def leaves(value):
    if isinstance(value, dict):
        for key, below in value.items():
            if key == "#attributes":
                yield from leaves(below)
            else:
                for name, text in leaves(below):
                    yield (key if name is None else name), text
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    elif value is not None:
        yield None, str(value)
for record in PyEvtxParser(sys.argv[1]).records_json():
    event = json.loads(record["data"])["Event"]
    system = event["System"]
    own = event.get("EventData") or event.get("UserData") or {}
    said = sorted(f"{name}={text}" for name, text in leaves(own))
    print("\t".join([str(record["event_record_id"]), str(system["EventID"]), system["Provider"]["#attributes"]["Name"], *said]))
"##;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_780_000_000 + second).expect("an instant")
}

/// Events of every shape, and enough of them for several chunks.
fn entries() -> Vec<Entry> {
    let mut entries = Vec::new();
    for number in 0..700 {
        let moment = at(number * 30);
        entries.push(entry(
            "Microsoft-Windows-Security-Auditing",
            4625,
            moment,
            &[
                ("TargetUserName", text("kế toán")),
                ("LogonType", Val::Whole(3)),
                ("SubStatus", Val::Whole(0xC000_006A)),
                ("IpAddress", text(&format!("10.0.{}.{}", number / 250, number % 250))),
            ],
        ));
        entries.push(user_entry(
            "Microsoft-Windows-Eventlog",
            104,
            moment,
            "LogFileCleared",
            &[("SubjectUserName", text("an")), ("Channel", text("Application & <System>"))],
        ));
        let attributes = Data::Attributes(
            "UMDFHostDeviceArrivalBegin".to_owned(),
            owned(&[("instance", text(r"USBSTOR\A\1"))]),
        );
        entries.push(Entry {
            data: attributes,
            ..entry("Microsoft-Windows-DriverFrameworks-UserMode", 2003, moment, &[])
        });
        entries.push(entry("Other", 7, moment, &[]));
    }
    entries
}

fn written(style: Style) -> (Vec<Entry>, Vec<u8>) {
    let entries = entries();
    let mut log = Log::new("Security", style);
    for entry in &entries {
        log.add(entry);
    }
    (entries, log.done())
}

fn ours(bytes: &[u8]) -> Glance {
    let mut examination = Examination::new(Subject::new(Kind::Machine, "MAY-01"), None, Limits::default());
    examination.read("Security.evtx", &mut &*bytes).expect("a log")
}

fn lines(entries: &[Entry]) -> Vec<String> {
    let line = |(number, entry): (usize, &Entry)| {
        let said = |(name, value): &(String, Val)| match value {
            Val::Text(text) => format!("{name}={text}"),
            Val::Whole(number) => format!("{name}={number}"),
            other => panic!("{other:?} is not compared"),
        };
        let mut said: Vec<String> = entry.data.fields().iter().map(said).collect();
        said.sort();
        let mut line = vec![(number + 1).to_string(), entry.id.to_string(), entry.provider.clone()];
        line.extend(said);
        line.join("\t")
    };
    entries.iter().enumerate().map(line).collect()
}

#[expect(clippy::print_stderr, reason = "what is skipped is said")]
fn run(command: &mut Command) -> Option<String> {
    match command.output() {
        Ok(output) if output.status.success() => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Ok(output) => {
            eprintln!(
                "skipped: {}",
                String::from_utf8_lossy(&output.stderr).lines().last().unwrap_or_default()
            );
            None
        }
        Err(error) => {
            eprintln!("skipped: {error}");
            None
        }
    }
}

fn python(path: &Path) -> Option<String> {
    run(Command::new("python3").args(["-c", PYTHON]).arg(path))
}

#[test]
fn another_reader_finds_every_record_and_value_that_was_written() {
    let folder = tempfile::tempdir().expect("a folder");
    for style in STYLES {
        let (entries, bytes) = written(style);
        let path = folder.path().join(format!("{style:?}.evtx"));
        std::fs::write(&path, &bytes).expect("written");
        let glance = ours(&bytes);
        assert_eq!(glance.account.records, entries.len() as u64, "{style:?}");
        assert!(!glance.account.is_damaged() && glance.account.altered_chunks == 0, "{glance:?}");
        assert!(glance.account.chunks > 5 && glance.channel == "Security");
        let Some(said) = python(&path) else { return };
        // Texts of elements have no values of their own: nothing is lost between kinds.
        let (theirs, wanted): (Vec<&str>, Vec<String>) = (said.lines().collect(), lines(&entries));
        assert_eq!(theirs.len(), wanted.len(), "{style:?}");
        for (theirs, wanted) in theirs.iter().zip(&wanted) {
            assert_eq!(theirs, wanted, "{style:?}");
        }
        eprintln!("{style:?}: {} records, the same to the last value", theirs.len());
    }
}

#[test]
fn a_third_reader_finds_every_record_that_was_written() {
    let folder = tempfile::tempdir().expect("a folder");
    for style in [Style::Whole, Style::Nested] {
        let (entries, bytes) = written(style);
        let path = folder.path().join(format!("{style:?}.evtx"));
        std::fs::write(&path, &bytes).expect("written");
        let Some(said) = run(Command::new("evtxexport").arg(&path)) else { return };
        let identifiers = said.lines().filter_map(|line| line.strip_prefix("Event identifier"));
        let identifiers: Vec<u16> = identifiers
            .filter_map(|line| u16::from_str_radix(line.split("0x").nth(1)?.get(4..8)?, 16).ok())
            .collect();
        let wanted: Vec<u16> = entries.iter().map(|entry| entry.id).collect();
        assert_eq!(identifiers, wanted, "{style:?}");
        eprintln!("{style:?}: {} records, the same", wanted.len());
    }
}

/// A log that was filled and begins anew at its front is read whole, and nothing of it
/// is taken for missing.
#[test]
fn a_log_that_begins_anew_at_its_front_is_read_whole() {
    let (entries, bytes) = written(Style::Nested);
    let (header, chunks) = bytes.split_at(super::writer::HEADER);
    let half = chunks.len() / super::writer::CHUNK / 2 * super::writer::CHUNK;
    let turned = [header, &chunks[half..], &chunks[..half]].concat();
    let glance = ours(&turned);
    assert_eq!(glance.account.records, entries.len() as u64);
    assert_eq!((glance.first, glance.last), (Some(at(0)), Some(at(699 * 30))));
}
