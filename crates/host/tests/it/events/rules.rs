//! Every rule of `packs/rules/windows-events.yaml`: a computer whose logs break it, one
//! whose logs keep it, and what it says when logs were not taken or are damaged.

use super::story::{amiss, examined, quiet, written};
use super::writer::{CHUNK, HEADER, Style};
use evidence::{Kind, Observation, Sight, Source, Subject, Value, Verdict, judge};
use jiff::civil::{Date, date};
use packs::{Packs, Rules};
use rasoat_host::events::{Examination, Limits};
use std::collections::BTreeMap;

/// Before and after the law on state secrets changed.
const DAYS: [Date; 2] = [date(2026, 1, 15), date(2026, 11, 27)];

fn rules() -> Rules {
    let packs = Packs::embedded().expect("the packs");
    Rules::embedded(&packs).expect("the rules")
}

/// Of a machine for state secrets.
fn verdicts(rules: &Rules, mut observations: Vec<Observation>) -> BTreeMap<String, Verdict> {
    for (attribute, said) in [("os.family", "windows"), ("machine.purpose", "state_secrets")] {
        observations.push(Observation {
            subject: Subject::new(Kind::Machine, "MAY-01"),
            attribute: attribute.into(),
            sight: Sight::Seen(Value::Text(said.into())),
            source: Source {
                tool: "rasoat-host".into(),
                version: String::new(),
                file: String::new(),
                sha256: String::new(),
                place: String::new(),
            },
            seen_at: None,
            valid_at: None,
        });
    }
    let mut verdicts = BTreeMap::new();
    for day in DAYS {
        for (pack, rule) in rules.asked_of("rasoat-host", Kind::Machine, day) {
            if pack == "windows-events" {
                verdicts.insert(rule.code.clone(), judge(rule, &observations).verdict);
            }
        }
    }
    verdicts
}

fn others(verdicts: &BTreeMap<String, Verdict>, wanted: Verdict) -> Vec<(&str, Verdict)> {
    verdicts.iter().filter(|(_, one)| **one != wanted).map(|(code, one)| (code.as_str(), *one)).collect()
}

#[test]
fn every_rule_is_broken_by_one_computer_and_kept_by_another() {
    let rules = rules();
    let number = rules.packs["windows-events"].rules.len();
    for style in [Style::Whole, Style::Nested, Style::Inline] {
        let broken = verdicts(&rules, examined(&amiss(), style));
        assert_eq!(broken.len(), number);
        assert_eq!(others(&broken, Verdict::Fails), [], "{style:?}");
        let kept = verdicts(&rules, examined(&quiet(), style));
        assert_eq!(kept.len(), number);
        assert_eq!(others(&kept, Verdict::Passes), [], "{style:?}");
    }
    eprintln!("{number} rules, each broken and kept");
}

/// One log at a time is taken from where something is amiss: no rule is broken by a log
/// it does not look at, and each by one at least.
#[test]
fn every_rule_is_broken_by_the_one_log_that_tells_of_it() {
    let rules = rules();
    let mut broken_by: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (channel, entries) in amiss() {
        let mut logs = quiet();
        logs.insert(channel, entries);
        for (code, verdict) in verdicts(&rules, examined(&logs, Style::Nested)) {
            if verdict == Verdict::Fails {
                broken_by.entry(code).or_default().push(channel);
            }
        }
    }
    assert_eq!(broken_by.len(), rules.packs["windows-events"].rules.len(), "{broken_by:#?}");
    let of = |code: &str| broken_by[code].clone();
    assert_eq!(of("event.password-guessed"), ["Security"]);
    assert_eq!(of("secrets.event-wifi"), ["Microsoft-Windows-WLAN-AutoConfig/Operational"]);
    assert_eq!(of("secrets.event-internet"), ["System"]);
    assert_eq!(of("event.log-cleared"), ["Security", "System"]);
}

#[test]
fn what_nobody_collected_is_neither_kept_nor_broken() {
    let rules = rules();
    let nothing = Examination::new(Subject::new(Kind::Machine, "MAY-01"), None, Limits::default()).done();
    assert_eq!(others(&verdicts(&rules, nothing), Verdict::NotCollected), []);
}

/// A chunk of each log is damaged where nothing is amiss: nothing can be said to be kept
/// but how far the log reaches back.
#[test]
fn a_damaged_log_keeps_no_rule() {
    let rules = rules();
    let mut examination = Examination::new(Subject::new(Kind::Machine, "MAY-01"), None, Limits::default());
    for (channel, entries) in quiet() {
        let mut bytes = written(channel, &entries, Style::Nested);
        bytes.extend(vec![0xEE; CHUNK]);
        assert!(bytes.len() >= HEADER + CHUNK);
        examination
            .read(&format!("{}.evtx", channel.replace('/', "%4")), &mut bytes.as_slice())
            .expect("a log");
    }
    let verdicts = verdicts(&rules, examination.done());
    // These ask how far back the log reaches, and what was last seen within it.
    assert_eq!(others(&verdicts, Verdict::Unreadable), [("event.security-log-days", Verdict::Passes)]);
}
