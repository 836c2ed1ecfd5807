//! A folder as the script leaves it, and a disk as it is mounted.

use super::*;
use evidence::{Kind, Sight};
use std::collections::BTreeSet;

/// A program of Windows XP, of which only the head is there.
fn launched() -> Vec<u8> {
    let mut bytes = vec![0; 160];
    bytes[0] = 17;
    bytes[4..8].copy_from_slice(b"SCCA");
    for (at, unit) in "ANYDESK.EXE".encode_utf16().enumerate() {
        bytes[16 + at * 2..18 + at * 2].copy_from_slice(&unit.to_le_bytes());
    }
    bytes[144] = 3;
    bytes
}

fn write(folder: &Path, path: &str, bytes: &[u8]) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, bytes).expect("written");
}

fn said(folder: &Path) -> Vec<Observation> {
    let subject = Subject::new(Kind::Machine, "MAY-01");
    let found = find(folder);
    examined(&found, found.lists(), &subject, Timestamp::UNIX_EPOCH, &[], &mut Progress::new())
}

fn texts<'a>(said: &'a [Observation], attribute: &'a str, field: &'a str) -> BTreeSet<&'a str> {
    let text = |value: &'a Value| match value {
        Value::Record(fields) => match fields.get(field) {
            Some(Value::Text(text)) => Some(text.as_str()),
            _ => None,
        },
        _ => None,
    };
    seen(said, attribute).filter_map(text).collect()
}

#[test]
fn a_folder_of_collected_files_is_read_whatever_their_case() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "Prefetch/ANYDESK.EXE-00000001.pf", &launched());
    write(folder.path(), "Prefetch/hong.PF", b"broken");
    let log = ">>>  [Device Install (Hardware initiated) - USBSTOR\\Disk&Ven_A&Prod_B&Rev_1\\AB12&0]\n>>>  Section start 2026/03/01 08:00:03.250\n<<<\n";
    write(folder.path(), "setupapi.dev.20260101_000000.log", log.as_bytes());
    write(folder.path(), "files.txt", b"C:\\Users\\a\\KMSAuto.exe\n");
    let said = said(folder.path());
    assert_eq!(texts(&said, "program.run", "product"), ["AnyDesk"].into());
    assert!(said.iter().any(|one| one.attribute == "program.run"
        && one.source.file == "hong.PF"
        && one.sight == Sight::Unreadable(Unread::Corrupt)));
    assert_eq!(texts(&said, "usb.installed", "serial"), ["AB12"].into());
    assert_eq!(texts(&said, "file.notable", "kind"), ["licence_tool"].into());
    let mut told = Told::of(&said);
    tell(&mut told, &said);
    let text = told.counted();
    assert!(text.contains("Danh sách tệp: 1 tệp") && !text.contains("Chưa thu thập"), "{text}");
}

#[test]
fn a_mounted_disk_is_walked_itself_and_links_are_not_followed() {
    let disk = tempfile::tempdir().expect("a folder");
    write(disk.path(), "Windows/System32/config/SYSTEM", b"");
    fs::create_dir(disk.path().join("Windows/Prefetch")).expect("a folder");
    write(disk.path(), "Windows/INF/setupapi.dev.log", b"[Device Install Log]\n");
    write(disk.path(), "Users/canbo/Zalo Received Files/a.docx", b"abc");
    write(disk.path(), "Windows/AppCompat/Programs/Amcache.hve", b"regf");
    #[cfg(unix)]
    std::os::unix::fs::symlink(disk.path(), disk.path().join("Users/vong")).expect("a link");
    let said = said(disk.path());
    assert!(said.iter().any(|one| one.attribute == "program.run" && one.sight == Sight::Absent));
    assert_eq!(texts(&said, "file.notable", "path"), [r"C:\Users\canbo\Zalo Received Files"].into());
    let counted = seen(&said, "files.listed").next().expect("a list");
    let Value::Record(fields) = counted else { panic!("{counted:?}") };
    assert_eq!(fields["files"], Value::Whole(if cfg!(unix) { 5 } else { 4 }));
    assert!(inventory(disk.path()).is_some());
}

#[test]
fn what_was_not_taken_is_said_to_be_not_taken() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = said(folder.path());
    assert!(said.iter().all(|one| one.sight == Sight::NotCollected) && said.len() == 5);
}
