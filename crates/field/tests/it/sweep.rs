//! `rasoat-field sweep`: lines, accounts, exit codes, bundles, and what a hostile
//! file costs.

use crate::program::run_command;
use serde_json::Value;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output};

const MARKED: &str = "UBND TỈNH\nTỐI MẬT\nBản số: 03\nphuonganmatchu\n";

fn run(folder: &Path, arguments: &[&str]) -> Output {
    run_command(folder, "sweep", arguments)
}

fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).expect("it is UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect()
}

fn adds_up(summary: &Value) {
    let count = |name: &str| summary[name].as_u64().expect("a count");
    assert_eq!(
        count("seen"),
        count("clean") + count("marked") + count("mention") + count("unread"),
        "{summary}"
    );
}

#[test]
fn a_marked_file_is_told_with_its_level_and_never_its_words() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.txt"), MARKED).expect("written");
    fs::write(folder.path().join("b.txt"), "Kế hoạch của tỉnh").expect("written");
    fs::write(folder.path().join("c.txt"), "Tài liệu tuyệt mật được bảo quản riêng").expect("written");
    let output = run(folder.path(), &[".", "--json", "-", "--evidence", "a.rsb", "--key", "k.key"]);
    assert_eq!(output.status.code(), Some(1));
    // The bundle is written into the folder while it is walked: it may be seen.
    let told = lines(&output);
    let marked = &told.iter().find(|line| line["path"] == "./a.txt").expect("it is told");
    assert_eq!((&marked["level"], &marked["confidence"]), (&"toi_mat".into(), &"confirmed".into()));
    assert_eq!(marked["inside"], serde_json::json!([]));
    assert_eq!(marked["signs"], serde_json::json!(["level_line", "copy_number"]));
    assert_eq!(marked["sha256"].as_str().map(str::len), Some(64));
    let mention = &told.iter().find(|line| line["path"] == "./c.txt").expect("it is told");
    assert_eq!(mention["confidence"], "mention");
    let summary = told.last().expect("the sum");
    assert_eq!(summary["type"], "summary");
    adds_up(summary);
    let bundle = fs::read(folder.path().join("a.rsb")).expect("the bundle is there");
    let opened = evidence::open(bundle.as_slice()).expect("it is whole");
    assert!(opened.observations.iter().any(|seen| seen.attribute == "marking.level"));
    for text in [&output.stdout, &output.stderr, &bundle] {
        assert!(!String::from_utf8_lossy(text).contains("phuonganmatchu"));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(folder.path().join("k.key")).expect("the key is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn exit_codes_tell_what_came_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("b.txt"), "Kế hoạch").expect("written");
    assert_eq!(run(folder.path(), &["."]).status.code(), Some(0));
    assert_eq!(run(folder.path(), &[]).status.code(), Some(2));
    assert_eq!(run(folder.path(), &["--timeout-per-file", "soon", "."]).status.code(), Some(2));
    let output = run(folder.path(), &["b.txt", "missing", "--json", "-"]);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(lines(&output).last().expect("the sum")["seen"], 1);
}

#[test]
fn a_file_that_takes_too_long_costs_its_own_time_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let slow = "TÀI LIỆU m.a.t m t MẬT KHẨU CỦA CÁC MẬT ĐỘ\n".repeat(400_000);
    fs::write(folder.path().join("a-slow.txt"), slow).expect("written");
    for nth in 0..20 {
        fs::write(folder.path().join(format!("b{nth}.txt")), MARKED).expect("written");
    }
    let output = run(folder.path(), &[".", "--json", "-", "--timeout-per-file", "300ms", "--jobs", "1"]);
    let told = lines(&output);
    let slow = told.iter().find(|line| line["path"] == "./a-slow.txt").expect("it is told");
    assert_eq!((&slow["type"], &slow["reason"]), (&"unread".into(), &"timeout".into()));
    assert_eq!(told.last().expect("the sum")["marked"], 20);
    adds_up(told.last().expect("the sum"));
}

#[cfg(unix)]
#[test]
fn links_pipes_and_odd_names_never_stop_the_walk() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("in");
    fs::create_dir(&inner).expect("a folder");
    fs::write(folder.path().join("out.txt"), MARKED).expect("written");
    std::os::unix::fs::symlink(folder.path().join("out.txt"), inner.join("link.txt")).expect("a link");
    std::os::unix::fs::symlink(&inner, inner.join("loop")).expect("a link");
    let pipe = Command::new("mkfifo").arg(inner.join("pipe")).status();
    let odd = std::ffi::OsStr::from_bytes(b"odd\xff\n name.txt");
    fs::write(inner.join(odd), MARKED).expect("written");
    fs::write(inner.join(format!("{}.txt", "d".repeat(250))), "x").expect("written");
    let output = run(folder.path(), &["in", "--json", "-"]);
    assert_eq!(output.status.code(), Some(1));
    let told = lines(&output);
    let marked: Vec<&Value> = told.iter().filter(|line| line["type"] == "marked").collect();
    assert_eq!(marked.len(), 1);
    assert_eq!(marked[0]["path"], "in/odd\\xff\n name.txt");
    if pipe.is_ok_and(|status| status.success()) {
        assert!(told.iter().any(|line| line["path"] == "in/pipe" && line["reason"] == "unsupported"));
        assert_eq!(told.last().expect("the sum")["seen"], 3);
    }
}

#[test]
fn members_are_accounted_for_beside_what_holds_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut file = fs::File::create(folder.path().join("a.eml")).expect("written");
    let mail = "From: a@example.org\nTo: b@example.org\nSubject: Ke hoach\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nXin gui\n--b\nContent-Type: text/plain; charset=utf-8; name=kem.txt\nContent-Disposition: attachment; filename=kem.txt\n\nTUYỆT MẬT\nBản số: 1\n--b--\n";
    file.write_all(mail.as_bytes()).expect("written");
    let output = run(folder.path(), &["a.eml", "--json", "-"]);
    let told = lines(&output);
    assert_eq!(told[0]["inside"], serde_json::json!(["kem.txt"]));
    assert_eq!(told[0]["level"], "tuyet_mat");
    assert_eq!(told[0]["carriers"], serde_json::json!(["body", "attachment"]));
    assert_eq!(told[1]["seen"], 2);
    adds_up(&told[1]);
}

#[test]
fn a_file_larger_than_allowed_is_told_as_such() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.txt"), MARKED.repeat(100)).expect("written");
    let output = run(folder.path(), &["a.txt", "--json", "-", "--max-bytes", "1K"]);
    assert_eq!(lines(&output)[0]["reason"], "too_large");
    assert_eq!(output.status.code(), Some(0));
}
