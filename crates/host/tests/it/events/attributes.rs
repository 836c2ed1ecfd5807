//! Every attribute of event logs: said where its events are, absent where its log is and
//! they are not, not collected where the log is not; and what it says.

use super::story::{ADMINISTRATOR, AN, amiss, at, examined, quiet, records};
use super::writer::{CHUNK, HEADER, Log, Style, entry};
use evidence::{Kind, Observation, Sight, Subject, TraceKind, Value, traces};
use rasoat_host::events::{Examination, Limits, add_gateways};
use std::collections::{BTreeMap, BTreeSet};

type Fields = BTreeMap<String, Value>;

fn seen() -> Vec<Observation> {
    examined(&amiss(), Style::Nested)
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn several(texts: &[&str]) -> Value {
    Value::Several(texts.iter().map(|text| (*text).to_owned()).collect())
}

/// The record of an attribute whose field is this.
fn one(observations: &[Observation], attribute: &str, field: &str, value: &str) -> Fields {
    let records = records(observations, attribute);
    let found = records.iter().find(|record| record.get(field) == Some(&text(value)));
    found.unwrap_or_else(|| panic!("{attribute} {field}={value} among {records:#?}")).clone()
}

fn attributes(observations: &[Observation], is: impl Fn(&Sight) -> bool) -> BTreeSet<&str> {
    observations.iter().filter(|one| is(&one.sight)).map(|one| one.attribute.as_str()).collect()
}

#[test]
fn every_attribute_is_seen_absent_or_not_collected() {
    let nothing = Examination::new(Subject::new(Kind::Machine, "MAY-01"), None, Limits::default()).done();
    assert!(nothing.iter().all(|one| one.sight == Sight::NotCollected));
    let all = attributes(&nothing, |_| true);
    let seen = seen();
    assert_eq!(attributes(&seen, |sight| matches!(sight, Sight::Seen(_))), all);
    assert!(seen.iter().all(|one| !matches!(one.sight, Sight::NotCollected | Sight::Unreadable(_))));
    // What a quiet computer does have: logs, runs, somebody at it, and what went as it should.
    let quiet = examined(&quiet(), Style::Nested);
    let absent = attributes(&quiet, |sight| *sight == Sight::Absent);
    let has = attributes(&quiet, |sight| matches!(sight, Sight::Seen(_)));
    assert_eq!(&absent | &has, all);
    for attribute in [
        "event.log_cleared",
        "event.log_lost",
        "event.log_restarted",
        "event.remote_logon",
        "event.script_sign",
        "event.malware",
        "event.firewall_off",
        "event.usb",
        "event.network",
        "event.wifi",
        "event.network_use",
        "event.remote_desktop_used",
    ] {
        assert!(absent.contains(attribute) && !has.contains(attribute), "{attribute}");
    }
    eprintln!("{} attributes", all.len());
}

#[test]
fn nothing_of_a_command_a_script_or_a_path_of_a_document_is_passed_on() {
    for one in seen() {
        let line = serde_json::to_string(&one).expect("JSON");
        for word in ["bimat", "bi-mat", "khoa", "203.0.113.9/", "DownloadString"] {
            assert!(!line.contains(word), "{word} in {line}");
        }
    }
}

#[test]
fn a_log_tells_how_far_it_reaches_and_how_whole_it_is() {
    let seen = seen();
    let log = one(&seen, "event.log", "channel", "System");
    assert_eq!(log["computers"], several(&["MAY-01"]));
    assert_eq!((&log["records"], &log["days"]), (&Value::Whole(13), &Value::Whole(90)));
    assert_eq!((&log["first"], &log["last"]), (&Value::Instant(at(0)), &Value::Instant(at(90 * 86_400))));
    for field in ["damaged_chunks", "altered_chunks", "damaged_records", "cut_bytes", "missing"] {
        assert_eq!(log[field], Value::Whole(0), "{field}");
    }
    assert_eq!(log["dirty"], Value::Flag(false));
}

#[test]
fn numbers_of_records_that_are_not_there_are_counted() {
    let mut log = Log::new("Security", Style::Nested);
    let other = entry("Other", 1, at(0), &[]);
    log.add(&other);
    log.skip_to(12);
    log.add(&other);
    assert_eq!(log.len(), HEADER + CHUNK);
    let mut examination = Examination::new(Subject::new(Kind::Machine, "MAY-01"), None, Limits::default());
    examination.read("Security.evtx", &mut log.done().as_slice()).expect("a log");
    let log = &records(&examination.done(), "event.log")[0];
    assert_eq!((&log["records"], &log["missing"]), (&Value::Whole(2), &Value::Whole(10)));
}

#[test]
fn failed_logons_are_counted_by_account_and_source_with_what_came_of_them() {
    let seen = seen();
    let all = &records(&seen, "event.failed_logons")[0];
    assert_eq!((&all["count"], &all["most_in_hour"]), (&Value::Whole(80), &Value::Whole(80)));
    assert_eq!((&all["sources"], &all["most_accounts_of_source"]), (&Value::Whole(2), &Value::Whole(8)));
    let guessed = one(&seen, "event.failed_logon", "source", "10.0.0.66");
    assert_eq!(guessed["account"], text(r"MAY-01\an"));
    assert_eq!((&guessed["count"], &guessed["tries_before_entry"]), (&Value::Whole(40), &Value::Whole(40)));
    assert_eq!(
        (&guessed["outside"], &guessed["reasons"]),
        (&Value::Flag(false), &several(&["wrong_password"]))
    );
    let sprayed = one(&seen, "event.failed_logon", "source", "203.0.113.9");
    assert_eq!((&sprayed["tries_before_entry"], &sprayed["outside"]), (&Value::Whole(0), &Value::Flag(true)));
}

#[test]
fn ways_in_are_told_with_where_they_came_from() {
    let seen = seen();
    let ways: BTreeSet<(String, String, bool)> = records(&seen, "event.remote_logon")
        .iter()
        .map(|record| match (&record["via"], &record["source"], &record["outside"]) {
            (Value::Text(via), Value::Text(source), Value::Flag(outside)) => {
                (via.clone(), source.clone(), *outside)
            }
            other => panic!("{other:?}"),
        })
        .collect();
    let way = |via: &str, source: &str, outside| (via.to_owned(), source.to_owned(), outside);
    assert_eq!(
        ways,
        BTreeSet::from([
            way("network", "10.0.0.66", false),
            way("network", "203.0.113.77", true),
            way("remote_desktop", "203.0.113.78", true),
            way("remote_desktop", "203.0.113.79", true),
            way("remote_desktop_reached", "192.168.1.9", false),
        ])
    );
    let went = &records(&seen, "event.remote_desktop_used")[0];
    assert_eq!((&went["host"], &went["users"]), (&text("203.0.113.50"), &several(&[AN])));
}

#[test]
fn accounts_are_told_by_what_they_did_and_what_was_done_to_them() {
    let seen = seen();
    let used = one(&seen, "event.account_used", "sid", ADMINISTRATOR);
    assert_eq!(
        (&used["built_in_administrator"], &used["ways"]),
        (&Value::Flag(true), &several(&["interactive"]))
    );
    let number = seen.iter().find(|one| one.attribute == "event.accounts_used").expect("their number");
    assert_eq!(number.sight, Sight::Seen(Value::Whole(8)));
    let made = one(&seen, "event.account_change", "what", "created");
    assert_eq!((&made["account"], &made["by"]), (&text(r"MAY-01\la"), &text(r"MAY-01\an")));
    let member = one(&seen, "event.privileged_member", "group", "Administrators");
    assert_eq!((&member["member"], &member["administrators"]), (&text(AN), &Value::Flag(true)));
    let quiet = examined(&quiet(), Style::Nested);
    let groups = records(&quiet, "event.privileged_member");
    assert_eq!(groups.len(), 1, "ordinary users are no group of privilege: {groups:#?}");
    assert_eq!(groups[0]["administrators"], Value::Flag(false));
}

#[test]
fn the_trust_in_logs_is_told() {
    let seen = seen();
    assert_eq!(one(&seen, "event.log_cleared", "channel", "Security")["by"], text(r"MAY-01\an"));
    assert_eq!(one(&seen, "event.log_cleared", "channel", "Application")["count"], Value::Whole(1));
    assert_eq!(one(&seen, "event.log_lost", "what", "dropped")["count"], Value::Whole(1));
    let policy = &records(&seen, "event.audit_policy")[0];
    assert_eq!((&policy["category"], &policy["removed"]), (&text("logon"), &Value::Flag(true)));
    let clock = &records(&seen, "event.time_changed")[0];
    assert_eq!(
        (&clock["by_person"], &clock["largest_seconds"]),
        (&Value::Flag(true), &Value::Whole(40 * 86_400))
    );
    let restarted = &records(&seen, "event.log_restarted")[0];
    assert_eq!(
        (&restarted["count"], &restarted["first"]),
        (&Value::Whole(1), &Value::Instant(at(5 * 3_600)))
    );
    let run = &records(&seen, "event.machine_run")[0];
    assert_eq!((&run["starts"], &run["unexpected"]), (&Value::Whole(1), &Value::Whole(1)));
}

#[test]
fn programs_are_told_by_name_and_signs() {
    let seen = seen();
    let service = &records(&seen, "event.service_installed")[0];
    assert_eq!(
        (&service["programs"], &service["signs"]),
        (&several(&["PSEXESVC.exe"]), &several(&["psexec"]))
    );
    let task = one(&seen, "event.task_created", "name", r"\Cap nhat");
    assert_eq!(
        (&task["programs"], &task["signs"]),
        (&several(&["x.exe"]), &several(&["download", "odd_folder"]))
    );
    let ordinary = records(&seen, "event.task_created").into_iter().find(|one| !one.contains_key("signs"));
    let ordinary = ordinary.expect("those without signs");
    assert_eq!((&ordinary["names"], &ordinary["by"]), (&several(&[r"\Sao luu"]), &several(&[r"MAY-01\an"])));
    let signs: Vec<Value> =
        records(&seen, "event.script_sign").iter().map(|one| one["sign"].clone()).collect();
    assert_eq!(signs, [text("download_and_run"), text("warned_by_windows")]);
    let quiet = examined(&quiet(), Style::Nested);
    assert!(records(&quiet, "event.service_installed").iter().all(|one| !one.contains_key("signs")));
}

#[test]
fn protection_and_updates_are_told_with_how_it_ended() {
    let seen = seen();
    let trojan = one(&seen, "event.malware", "name", "Trojan:Win32/Xep");
    assert_eq!((&trojan["handled"], &trojan["failures"]), (&Value::Flag(false), &Value::Whole(1)));
    assert_eq!(one(&seen, "event.malware", "name", "HackTool:Win32/AutoKMS")["allowed"], Value::Flag(true));
    assert_eq!(records(&seen, "event.protection_off")[0]["still_off"], Value::Flag(true));
    let firewall = &records(&seen, "event.firewall_off")[0];
    assert_eq!((&firewall["profiles"], &firewall["by"]), (&text("private public"), &text(AN)));
    let updates = &records(&seen, "event.updates")[0];
    assert_eq!((&updates["installed"], &updates["age_days"]), (&Value::Whole(1), &Value::Whole(89)));
    let failed = &records(&seen, "event.update_failed")[0];
    assert_eq!((&failed["name"], &failed["installed_after"]), (&text("KB5000002"), &Value::Flag(false)));
    assert_eq!(failed["error"], text("0x80242016"));
    let quiet = examined(&quiet(), Style::Nested);
    assert_eq!(records(&quiet, "event.protection_off")[0]["still_off"], Value::Flag(false));
    assert_eq!(records(&quiet, "event.update_failed")[0]["installed_after"], Value::Flag(true));
}

#[test]
fn networks_and_devices_of_logs_are_traces_that_join_with_the_registrys() {
    let mut seen = seen();
    let network = &records(&seen, "event.network")[0];
    let id = "{07070707-0707-0707-0707-070707070707}";
    assert_eq!((&network["name"], &network["id"]), (&text("NHA RIENG"), &text(id)));
    assert_eq!((&network["category"], &network["connections"]), (&text("private"), &Value::Whole(1)));
    let joined = [("id", text(&id.to_lowercase())), ("gateways", several(&["a4:2b:b0:99:99:99"]))];
    let joined = Value::Record(joined.into_iter().map(|(name, value)| (name.to_owned(), value)).collect());
    let registry =
        Observation { attribute: "network.joined".into(), sight: Sight::Seen(joined), ..seen[0].clone() };
    add_gateways(&mut seen, std::slice::from_ref(&registry));
    let found: BTreeSet<(TraceKind, String)> =
        seen.iter().flat_map(traces).map(|trace| (trace.kind, trace.identity)).collect();
    for (kind, identity) in [
        (TraceKind::Network, "A4:2B:B0:99:99:99"),
        (TraceKind::Network, "A4:2B:B0:01:02:03"),
        (TraceKind::NetworkName, "NHA RIENG"),
        (TraceKind::NetworkName, "Ca phe"),
        (TraceKind::Device, "200608767007B7C08A6A"),
        (TraceKind::Device, "60A44C4138E8F131"),
        (TraceKind::Device, "4C530001"),
        (TraceKind::Device, "R58M123"),
    ] {
        assert!(found.contains(&(kind, identity.to_owned())), "{identity} among {found:#?}");
    }
    let stick = one(&seen, "event.usb", "serial", "4C530001");
    assert_eq!(
        (&stick["vendor"], &stick["product"], &stick["vid"]),
        (&text("SanDisk"), &text("Ultra"), &text("0781"))
    );
    assert_eq!(one(&seen, "event.usb", "kind", "tethering")["serial"], text("R58M123"));
    let wifi = &records(&seen, "event.wifi")[0];
    assert_eq!((&wifi["open"], &wifi["connections"]), (&Value::Flag(true), &Value::Whole(1)));
    let uses: BTreeSet<String> = records(&seen, "event.network_use")
        .iter()
        .map(|one| match &one["what"] {
            Value::Text(what) => what.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(uses.len(), 3, "{uses:?}");
}
