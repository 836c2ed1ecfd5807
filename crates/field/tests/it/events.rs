//! `rasoat-field host`: event logs beside the hives of a computer, and on its disk.

use crate::program::run_command;
use evidence::{Sight, Value};
use std::fs;
use std::path::Path;
use std::process::Output;
use writer::{Log, Style, entry, text};

#[path = "../../../host/tests/it/built.rs"]
#[expect(dead_code, reason = "hives need little of it here")]
mod built;
#[path = "../../../host/tests/it/events/writer.rs"]
#[expect(dead_code, reason = "logs need little of it here")]
mod writer;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    run_command(folder, "host", arguments)
}

/// A hive that shows which of a computer's it is, and no more.
fn system() -> Vec<u8> {
    let mut hive = built::Built::new();
    let select = hive.key("Select", &[], &[]);
    let root = hive.key("ROOT", &[select], &[]);
    hive.finish(root)
}

fn wireless() -> Vec<u8> {
    let mut log = Log::new("Microsoft-Windows-WLAN-AutoConfig/Operational", Style::Nested);
    let at = "2026-06-01T02:00:00Z".parse().expect("an instant");
    let fields = [("SSID", text("NHA RIENG")), ("AuthenticationAlgorithm", text("WPA2-Personal"))];
    log.add(&entry("Microsoft-Windows-WLAN-AutoConfig", 8001, at, &fields));
    log.done()
}

#[test]
fn logs_beside_the_hives_are_read_told_and_sealed() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("nhat-ky")).expect("a folder in it");
    for (name, bytes) in [
        ("SYSTEM", system()),
        ("nhat-ky/WLAN-AutoConfig.EVTX", wireless()),
        ("nhat-ky/hong.evtx", b"junk".to_vec()),
    ] {
        fs::write(folder.path().join(name), bytes).expect("written");
    }
    let output = run(folder.path(), &[".", "--evidence", "a.rsb", "--key", "k.key", "--machine", "MAY-01"]);
    let (told, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    assert!(told.contains("Nhật ký sự kiện: 1 – mạng Wi-Fi 1"), "{told}");
    assert!(
        said.contains("Tìm thấy 2 tệp nhật ký") && said.contains("không đọc được ./nhat-ky/hong.evtx"),
        "{said}"
    );
    let bundle = fs::read(folder.path().join("a.rsb")).expect("the bundle");
    let opened = evidence::open(bundle.as_slice()).expect("it is whole");
    let wifi = opened.observations.iter().find(|one| one.attribute == "event.wifi").expect("the network");
    assert_eq!((wifi.subject.name.as_str(), wifi.source.file.as_str()), ("MAY-01", "WLAN-AutoConfig.EVTX"));
    let Sight::Seen(Value::Record(fields)) = &wifi.sight else { panic!("{wifi:?}") };
    assert_eq!(fields["ssid"], Value::Text("NHA RIENG".into()));
    let cleared =
        opened.observations.iter().find(|one| one.attribute == "event.log_cleared").expect("an answer");
    assert_eq!(cleared.sight, Sight::NotCollected);
}

#[test]
fn of_a_mounted_disk_the_logs_are_read_where_windows_keeps_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let windows = folder.path().join("Windows/System32");
    for name in ["config", "winevt/Logs"] {
        fs::create_dir_all(windows.join(name)).expect("a folder in it");
    }
    fs::write(windows.join("config/SYSTEM"), system()).expect("written");
    let name = "Microsoft-Windows-WLAN-AutoConfig%4Operational.evtx";
    fs::write(windows.join("winevt/Logs").join(name), wireless()).expect("written");
    fs::write(folder.path().join("khac.evtx"), wireless()).expect("written");
    let output = run(folder.path(), &["."]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("Tìm thấy 1 tệp nhật ký"), "{said}");
}

#[test]
fn a_computer_without_logs_is_said_to_have_none_taken() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("SYSTEM"), system()).expect("written");
    let output = run(folder.path(), &["."]);
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && told.contains("Nhật ký sự kiện: chưa thu thập"), "{told}");
}
