//! Sealing: bundles that stand whole or not at all, closed to the team's key, made
//! of other tools' results too.

use crate::program::run;
use evidence::{Bundle, Sight, Value};
use std::fs;
use std::path::Path;

const NMAP: &str = r#"<?xml version="1.0"?><nmaprun scanner="nmap" version="7.93" start="1779700000">
<host><status state="up"/><address addr="192.0.2.7" addrtype="ipv4"/><ports><port protocol="tcp" portid="23">
<state state="open"/><service name="telnet"/></port></ports></host>
<host><status state="up"/><address addr="192.0.2.8" addrtype="ipv4"/><ports></ports></host></nmaprun>"#;
const LYNIS: &str =
    "# Lynis Report\nlynis_version=3.0.8\nhostname=may-chu-01\nwarning[]=SSH-7412|Root login|-|-|\n";

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder").flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn bundle(bytes: &[u8]) -> Bundle {
    evidence::open(bytes).expect("the bundle is whole")
}

#[test]
fn scanners_results_and_bundles_become_one_sealed_bundle() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("quet.xml"), NMAP).expect("written");
    fs::write(folder.path().join("lynis-report.dat"), LYNIS).expect("written");
    let first = run(folder.path(), &["seal", "quet.xml", "--evidence", "mot.rsb", "--visit", "cuoc-1"]);
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    let both = run(folder.path(), &["seal", "mot.rsb", "lynis-report.dat", "--evidence", "hai.rsb"]);
    assert!(both.status.success(), "{}", String::from_utf8_lossy(&both.stderr));
    let bundle = bundle(&fs::read(folder.path().join("hai.rsb")).expect("it is there"));
    let tools: Vec<&str> = bundle.observations.iter().map(|one| one.source.tool.as_str()).collect();
    assert_eq!(tools, ["nmap", "nmap", "lynis"]);
    assert!(
        matches!(&bundle.observations[0].sight, Sight::Seen(Value::Reported(told)) if told.place.contains("23"))
    );
    let clean = &bundle.observations[1];
    assert_eq!((clean.subject.name.as_str(), &clean.sight), ("192.0.2.8", &Sight::Absent));
}

#[test]
fn what_is_not_read_leaves_nothing_sealed_and_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("quet.xml"), NMAP).expect("written");
    fs::write(folder.path().join("anh.png"), b"\x89PNG\r\n").expect("written");
    fs::write(folder.path().join("cut.rsb"), b"{\"format\":\"rasoat-evidence\"").expect("written");
    for wrong in ["anh.png", "cut.rsb", "khong-co"] {
        let output =
            run(folder.path(), &["seal", "quet.xml", wrong, "--evidence", "a.rsb", "--key", "k.key"]);
        assert_eq!(output.status.code(), Some(3), "{wrong}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(wrong));
        assert_eq!(names(folder.path()), ["anh.png", "cut.rsb", "k.key", "quet.xml"]);
    }
    assert_eq!(run(folder.path(), &["seal", "quet.xml"]).status.code(), Some(3));
}

#[test]
fn a_bundle_that_is_there_is_not_written_over_unasked() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("quet.xml"), NMAP).expect("written");
    fs::write(folder.path().join("a.rsb"), "cũ").expect("written");
    let seal = ["seal", "quet.xml", "--evidence", "a.rsb"];
    let refused = run(folder.path(), &seal);
    assert_eq!(refused.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--replace"));
    assert_eq!(fs::read(folder.path().join("a.rsb")).expect("it is there"), "cũ".as_bytes());
    let sweep = run(folder.path(), &["sweep", "quet.xml", "--evidence", "a.rsb"]);
    assert_eq!(sweep.status.code(), Some(3));
    let replaced = run(folder.path(), &[&seal[..], &["--replace"]].concat());
    assert!(replaced.status.success());
    bundle(&fs::read(folder.path().join("a.rsb")).expect("it is there"));
}

#[test]
fn a_bundle_closed_to_the_team_opens_with_its_key_only() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("quet.xml"), NMAP).expect("written");
    let address = |name: &str| {
        let made = run(folder.path(), &["team-key", name]);
        assert!(made.status.success());
        String::from_utf8(made.stdout).expect("it is text").trim().to_owned()
    };
    let (one, two) = (address("mot.key"), address("hai.key"));
    address("khac.key");
    assert_eq!(run(folder.path(), &["team-key", "mot.key"]).status.code(), Some(1), "a key is kept");
    let sealed = run(
        folder.path(),
        &["seal", "quet.xml", "--evidence", "a.rsb", "--key", "k.key", "--to", &one, "--to", &two],
    );
    assert!(sealed.status.success(), "{}", String::from_utf8_lossy(&sealed.stderr));
    let locked = fs::read(folder.path().join("a.rsb")).expect("it is there");
    assert!(evidence::is_locked(&locked) && !String::from_utf8_lossy(&locked).contains("192.0.2.7"));
    for key in ["mot.key", "hai.key"] {
        let into = format!("{key}.rsb");
        let opened = run(folder.path(), &["unlock", "a.rsb", "--with", key, "--into", &into]);
        assert!(opened.status.success(), "{}", String::from_utf8_lossy(&opened.stderr));
        bundle(&fs::read(folder.path().join(into)).expect("it is there"));
    }
    let other = run(folder.path(), &["unlock", "a.rsb", "--with", "khac.key", "--into", "x.rsb"]);
    assert!(!other.status.success() && !folder.path().join("x.rsb").exists());
    let none = run(folder.path(), &["seal", "quet.xml", "--evidence", "b.rsb", "--to", "age1khong"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(!folder.path().join("b.rsb").exists());
}
