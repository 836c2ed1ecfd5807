//! `rasoat-field host`: what it says where there is nothing of a computer to read.
//! That it examines one is walked by `journeys/machines.test.mjs`.

use crate::program::run_command;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    run_command(folder, "host", arguments)
}

#[test]
fn a_folder_without_a_computer_s_files_is_said_to_be_one_and_nothing_is_sealed() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in [
        ("SYSTEM", b"not a hive".as_slice()),
        ("SOFTWARE", b"regf cut short"),
        ("ghi-chu.txt", b"regfish"),
        ("trong", b""),
    ] {
        fs::write(folder.path().join(name), bytes).expect("written");
    }
    let output = run(folder.path(), &[".", "--evidence", "a.rsb", "--key", "k.key"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{said}");
    assert!(said.contains("không có tệp registry nào của Windows"), "{said}");
    assert!(said.contains("bỏ qua ./SOFTWARE"), "{said}");
    assert!(!folder.path().join("a.rsb").exists() && output.stdout.is_empty());
    let none = run(folder.path(), &["khong-co"]);
    assert_eq!(none.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&none.stderr).contains("không phải thư mục"));
}

#[test]
fn a_link_back_to_its_own_folder_is_not_followed_for_ever() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("sau")).expect("a folder in it");
    #[cfg(unix)]
    std::os::unix::fs::symlink(folder.path(), folder.path().join("sau/vong")).expect("a link");
    let output = run(folder.path(), &["."]);
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn the_script_for_the_computer_comes_out_as_windows_reads_it() {
    let output = Command::new(env!("CARGO_BIN_EXE_rasoat-field")).arg("script").output().expect("it runs");
    let text = String::from_utf8(output.stdout).expect("it is UTF-8");
    assert!(output.status.success() && text.starts_with("@echo off\r\n"));
    assert!(
        text.lines().count() > 40
            && text.split('\n').filter(|line| !line.is_empty()).all(|line| line.ends_with('\r'))
    );
    for taken in ["reg save", "wevtutil epl", "systeminfo", "dir %%D"] {
        assert!(text.contains(taken), "{taken}");
    }
}
