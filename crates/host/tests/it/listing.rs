//! Lists of files as systems of different languages print them: what is counted, what
//! is noticed, what is not understood; a million lines; damaged ones.

use crate::dice::Dice;
use crate::regedit::{records, text};
use evidence::{Kind, Observation, Sight, Subject, Unread, Value};
use proptest::prelude::*;
use rasoat_host::listing::{self, Form, Listing};
use rasoat_host::{Artefact, Removable, listing::Notable};
use std::io::Read;

/// A drive as an English system lists it.
const ENGLISH: &str = r" Volume in drive C is WINDOWS
 Volume Serial Number is 8C9F-49EC

 Directory of C:\

11/27/2026  04:13 AM    <DIR>          Program Files
11/27/2026  04:13 AM    <DIR>          Users
               0 File(s)              0 bytes

 Directory of C:\Program Files\KMSpico

11/27/2026  04:13 AM    <DIR>          .
11/27/2026  04:13 AM    <DIR>          ..
05/06/2026  11:59 PM            745984 KMSELDI.exe
05/06/2026  11:59 PM            100000 AutoPico.exe
               2 File(s)         845984 bytes

 Directory of C:\Users\canbo\Desktop

11/27/2026  04:13 PM           9000000 UltraViewer_Portable.exe
11/27/2026  04:13 PM             12000 bao cao.docx.exe
11/27/2026  04:13 PM              1200 mat khau.txt
11/27/2026  04:13 PM             40000 CV 12 Mật.docx
11/27/2026  04:13 PM             40000 ke hoach.docx
               5 File(s)        9093200 bytes

 Directory of C:\Users\canbo\OneDrive

11/27/2026  04:13 PM               200 desktop.ini
11/27/2026  04:13 PM             50000 bang luong.xlsx
               2 File(s)          50200 bytes

     Total Files Listed:
              11 File(s)        9989384 bytes
               7 Dir(s)  123456789000 bytes free
";

/// A stick as a Vietnamese system lists it.
const VIETNAMESE: &str = r" Ổ đĩa trong ổ E là TAILIEU
 Số sê-ri ổ đĩa là 1A2B-3C4D

 Thư mục của E:\

27/11/2026  04:13 CH    <DIR>          Tai lieu
27/11/2026  04:13 CH             90112 Tai lieu.exe
27/11/2026  04:13 CH               120 autorun.inf
27/11/2026  04:13 CH             90112 bao cao.doc.lockbit
27/11/2026  04:13 CH             90112 so lieu.xls.lockbit
27/11/2026  04:13 CH              1000 Restore-My-Files.txt
               5 Tệp         271456 byte

 Thư mục của E:\Tai lieu

27/11/2026  04:13 CH    <DIR>          .
27/11/2026  04:13 CH    <DIR>          ..
27/11/2026  04:13 CH          65536000 may ao.vmdk
27/11/2026  04:13 CH          40000000 ZaloSetup-24.9.1.exe
               2 Tệp      105536000 byte

     Tổng số tệp được liệt kê:
               7 Tệp      105807456 byte
               3 Thư mục    1000000 byte trống
";

fn read(text: &[u8]) -> Listing {
    listing::read(text).expect("a list")
}

fn kinds(listing: &Listing) -> Vec<(&str, Option<&str>, &str)> {
    listing.notable.iter().map(|one| (one.kind, one.product.as_deref(), one.path.as_str())).collect()
}

fn said(text: &[u8]) -> Vec<Observation> {
    let listing = read(text);
    let subject = Subject::new(Kind::Machine, "MAY-01");
    let from = Artefact::hashed(&subject, "files.txt", listing.sha256.clone(), None);
    listing::observations(&listing, &from)
}

fn wide(text: &str) -> Vec<u8> {
    [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[test]
fn names_that_matter_are_noticed_and_the_rest_is_counted() {
    let listing = read(ENGLISH.as_bytes());
    assert_eq!(
        kinds(&listing),
        [
            ("licence_tool", Some("kmspico"), r"C:\Program Files\KMSpico"),
            ("licence_tool", Some("kmseldi"), r"C:\Program Files\KMSpico\KMSELDI.exe"),
            ("licence_tool", Some("autopico"), r"C:\Program Files\KMSpico\AutoPico.exe"),
            ("remote_control", Some("UltraViewer"), r"C:\Users\canbo\Desktop\UltraViewer_Portable.exe"),
            ("double_ending", None, r"C:\Users\canbo\Desktop\bao cao.docx.exe"),
            ("password_list", None, r"C:\Users\canbo\Desktop\mat khau.txt"),
            ("marked_name", Some("mat"), r"C:\Users\canbo\Desktop\CV 12 Mật.docx"),
            ("cloud", Some("OneDrive"), r"C:\Users\canbo\OneDrive"),
        ]
    );
    let one = |kind: &str| listing.notable.iter().find(|one| one.kind == kind).expect("one");
    assert_eq!(one("remote_control").under, "users");
    assert_eq!(one("remote_control").modified, "2026-11-27T16:13".parse().ok());
    // Its own file is not counted.
    assert_eq!((one("cloud").count, one("cloud").bytes), (1, 50_000));
    assert_eq!((listing.files, listing.folders, listing.bytes), (9, 2, 9_989_384));
    assert_eq!(listing.unknown, 0);
    assert_eq!(listing.form, Some(Form::Dir));
    let drive = &listing.drives[0];
    assert_eq!(
        (drive.name.as_str(), drive.label.as_deref(), drive.serial),
        ("C:", Some("WINDOWS"), Some(0x8C9F_49EC))
    );
    assert_eq!((drive.files, drive.complete), (9, Some(true)));
}

#[test]
fn a_stick_listed_by_a_vietnamese_system_is_read_as_well() {
    let listing = read(VIETNAMESE.as_bytes());
    let noticed = kinds(&listing);
    for wanted in [
        ("folder_mimic", None, r"E:\Tai lieu.exe"),
        ("autorun", None, r"E:\autorun.inf"),
        ("encrypted_ending", Some("lockbit"), r"E:\bao cao.doc.lockbit"),
        ("ransom_note", Some("restore-my-files.txt"), r"E:\Restore-My-Files.txt"),
        ("virtual_machine", None, r"E:\Tai lieu\may ao.vmdk"),
        ("messenger", Some("Zalo"), r"E:\Tai lieu\ZaloSetup-24.9.1.exe"),
    ] {
        assert!(noticed.contains(&wanted), "{wanted:?} in {noticed:#?}");
    }
    assert_eq!(noticed.len(), 6);
    let encrypted = listing.notable.iter().find(|one| one.kind == "encrypted_ending").expect("one");
    assert_eq!((encrypted.count, encrypted.modified), (2, "2026-11-27T16:13".parse().ok()));
    assert_eq!((listing.unknown, listing.drives[0].complete), (0, Some(true)));
    assert_eq!(listing.drives[0].label.as_deref(), Some("TAILIEU"));
}

#[test]
fn every_form_and_encoding_tells_the_same() {
    let english = read(ENGLISH.as_bytes());
    for same in [
        ENGLISH.replace('\n', "\r\n").into_bytes(),
        wide(ENGLISH),
        [b"\xEF\xBB\xBF", ENGLISH.as_bytes()].concat(),
    ] {
        let other = read(&same);
        assert_eq!(other.notable, english.notable);
        assert_eq!(other.drives, english.drives);
    }
    // In the code page of Vietnamese systems: a letter and its mark.
    let paged: Vec<u8> =
        ENGLISH.split("Mật").map(str::as_bytes).collect::<Vec<_>>().join(b"M\xE2\xF2t".as_slice());
    assert!(kinds(&read(&paged)).iter().any(|(kind, ..)| *kind == "marked_name"));
    let paths = concat!(
        "C:\\Program Files\\KMSpico\\KMSELDI.exe\nC:\\Users\\canbo\\Desktop\\bao cao.docx.exe\n",
        "C:\\Users\\canbo\\OneDrive\\a.docx\nE:\\autorun.inf\n"
    );
    let bare = read(paths.as_bytes());
    assert_eq!((bare.form, bare.files, bare.drives.len()), (Some(Form::Paths), 4, 2));
    let found: Vec<&str> = bare.notable.iter().map(|one| one.kind).collect();
    assert_eq!(found, ["licence_tool", "licence_tool", "double_ending", "cloud", "autorun"]);
    let shell = concat!(
        "\n\n    Directory: C:\\Users\\canbo\\Desktop\n\n\n",
        "Mode                LastWriteTime         Length Name\n",
        "----                -------------         ------ ----\n",
        "d-----        27/11/2026  4:13 CH                2026\n",
        "-a----        27/11/2026  4:13 CH        9000000 AnyDesk.exe\n"
    );
    let shell = read(&wide(shell));
    assert_eq!((shell.form, shell.files, shell.folders, shell.unknown), (Some(Form::PowerShell), 1, 1, 0));
    assert_eq!(shell.notable[0].modified, "2026-11-27T16:13".parse().ok());
    let unix = "d\t4096\t1767225600.5\t/home/an\nf\t9\t1767225600.5\t/home/an/rustdesk.exe\nf\t9\t1\t/home/an/mat khau.txt\n";
    let unix = read(unix.as_bytes());
    assert_eq!((unix.form, unix.files, unix.folders), (Some(Form::Find), 2, 1));
    assert_eq!(kinds(&unix)[0], ("remote_control", Some("RustDesk"), "/home/an/rustdesk.exe"));
    assert_eq!(unix.notable[0].modified, "2026-01-01T00:00".parse().ok());
}

#[test]
fn a_list_cut_off_or_of_another_kind_is_not_a_list_without_findings() {
    let cut = &ENGLISH[..ENGLISH.find("Total").expect("its end")];
    let said = said(cut.as_bytes());
    let places: Vec<_> =
        said.iter().filter(|one| matches!(one.sight, Sight::Unreadable(Unread::Corrupt))).collect();
    assert_eq!(places.len(), 1);
    assert_eq!(places[0].source.place, r"files.txt\end of C:");
    assert_eq!(records(&said, "files.drive")[0]["complete"], Value::Flag(false));
    let other = self::said("một văn bản khác\nkhông phải danh sách\n".as_bytes());
    assert!(other.iter().all(|one| one.sight == Sight::Unreadable(Unread::Unsupported)) && other.len() == 3);
    let quiet = self::said("C:\\a.txt\nC:\\b.txt\n".as_bytes());
    assert!(quiet.iter().any(|one| one.attribute == "file.notable" && one.sight == Sight::Absent));
    let none = listing::not_collected(&Subject::new(Kind::Machine, "MAY-01"), None);
    assert!(
        none.iter().all(|one| one.sight == Sight::NotCollected) && none.len() == listing::ATTRIBUTES.len()
    );
}

#[test]
fn what_was_just_collected_is_no_copy_somebody_left() {
    let ours = "E:\\MAY-01\\SAM\nE:\\MAY-01\\SECURITY\nE:\\MAY-01\\thu-thap.log\nD:\\luu\\SAM\n";
    assert_eq!(kinds(&read(ours.as_bytes())), [("hive_copy", None, r"D:\luu\SAM")]);
}

#[test]
fn a_stick_s_volume_is_known_by_its_letter() {
    let stick = r#"{"subject":{"kind":"machine","name":"M"},"attribute":"usb.device","sight":{"seen":{"record":{"kind":{"text":"storage"},"drives":{"several":["E:"]}}}},"source":{"tool":"","version":"","file":"","sha256":"","place":""},"seen_at":null,"valid_at":null}"#;
    let mut seen = said(VIETNAMESE.as_bytes());
    seen.push(serde_json::from_str(stick).expect("an observation"));
    assert_eq!(Removable::of(&seen).serials, [0x1A2B_3C4D].into());
    assert_eq!(records(&seen, "files.drive")[0]["serial"], text("1A2B3C4D"));
}

#[test]
fn what_is_told_is_bounded_and_said_to_be() {
    let many: String = (0..3_000).map(|number| format!("C:\\a\\b{number}.pdf.exe\n")).collect();
    let listing = read(many.as_bytes());
    assert_eq!((listing.notable.len(), listing.files, listing.limited), (listing::MOST_OF_KIND, 3_000, true));
    assert!(said(many.as_bytes()).iter().any(|one| one.sight == Sight::Unreadable(Unread::TooLarge)));
    let long = format!("C:\\{}\nC:\\b.txt\n", "a".repeat(1 << 20));
    let listing = read(long.as_bytes());
    assert_eq!((listing.files, listing.unknown), (1, 1));
}

/// A list as it comes, without being held: so many lines of so many folders.
struct Endless {
    left: usize,
    line: Vec<u8>,
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.line.is_empty() && self.left > 0 {
            self.left -= 1;
            let number = self.left;
            self.line = if number.is_multiple_of(20) {
                format!(" Directory of C:\\Users\\canbo\\Thư mục {number}\r\n").into_bytes()
            } else {
                format!("27/11/2026  04:13 CH         {number:>9} Báo cáo số {number}.docx\r\n").into_bytes()
            };
        }
        let count = self.line.len().min(into.len());
        into[..count].copy_from_slice(&self.line[..count]);
        self.line.drain(..count);
        Ok(count)
    }
}

#[test]
fn a_list_larger_than_what_is_kept_of_it_is_counted_to_its_end() {
    let listing = listing::read(Endless { left: 200_000, line: Vec::new() }).expect("a list");
    assert_eq!((listing.files, listing.lines, listing.unknown), (190_000, 200_000, 0));
    assert_eq!(listing.notable, []);
}

#[test]
fn no_damage_brings_the_reader_down() {
    let texts =
        [ENGLISH.as_bytes().to_vec(), VIETNAMESE.as_bytes().to_vec(), wide(ENGLISH), wide(VIETNAMESE)];
    let mut dice = Dice(0x5EED_0000_0000_0013);
    for _ in 0..4_000 {
        said(&dice.damaged(&texts, b"\\:<>\t\n \0"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn any_lines_are_read_without_harm_and_each_is_counted(lines in prop::collection::vec(
        prop_oneof![
            Just(" Directory of C:\\".to_owned()),
            Just("27/11/2026  04:13 CH    <DIR>          a".to_owned()),
            Just("               5 File(s)         12 bytes".to_owned()),
            "[^\n\r]{0,60}",
            "[0-9/:. <>DIRAPMmat\\\\-]{0,60}",
            "C:\\\\[a-z. \\\\]{0,40}",
        ], 0..80)) {
        let text = lines.iter().map(|line| format!("{line}\n")).collect::<String>();
        let listing = listing::read(text.as_bytes()).expect("a list");
        prop_assert_eq!(listing.lines, lines.len() as u64);
        prop_assert!(listing.files + listing.folders <= listing.lines);
        prop_assert!(listing.notable.iter().all(|one: &Notable| one.count > 0 && !one.path.is_empty()));
    }
}
