//! Logs of installed devices: the newer form, the older, what was deleted, what is
//! broken; real ones, where they are.

use crate::dice::Dice;
use crate::regedit::{records, text};
use evidence::{Kind, Observation, Sight, Subject, Unread, Value};
use proptest::prelude::*;
use rasoat_host::setup_log::Doubt;
use rasoat_host::{Artefact, setup_log};
use std::path::{Path, PathBuf};

const NEWER: &str = r"[Device Install Log]
     OS Version = 10.0.19045

[BeginLog]

[Boot Session: 2026/03/01 07:30:00.498]

>>>  [Device Install (Hardware initiated) - USB\VID_0951&PID_1666\E0D55EA573DC]
>>>  Section start 2026/03/01 08:00:01.100
     dvi:           InfName      - C:\Windows\System32\DriverStore\FileRepository\usbstor.inf_amd64_1\usbstor.inf
<<<  Section end 2026/03/01 08:00:02.100
<<<  [Exit status: SUCCESS]

>>>  [Device Install (Hardware initiated) - USBSTOR\Disk&Ven_Kingston&Prod_DataTraveler_3.0&Rev_PMAP\E0D55EA573DC&0]
>>>  Section start 2026/03/01 08:00:03.250
<<<  Section end 2026/03/01 08:00:05.100
<<<  [Exit status: SUCCESS]

>>>  [Device Install (Hardware initiated) - USB\VID_046D&PID_C077\7&12345&0&1]
>>>  Section start 2026/03/01 08:10:00.000
     dvi:           InfName      - C:\Windows\System32\DriverStore\FileRepository\input.inf
<<<  Section end 2026/03/01 08:10:01.000

>>>  [Device Install (Hardware initiated) - USB\VID_04E8&PID_6863\R58M1234]
>>>  Section start 2026/03/02 09:00:00.000
     dvi:           InfName      - C:\Windows\INF\netrndis.inf
<<<  Section end 2026/03/02 09:00:01.000

>>>  [Delete Device - USBSTOR\DISK&VEN_KINGSTON&PROD_DATATRAVELER_3.0&REV_PMAP\E0D55EA573DC&0]
>>>  Section start 2026/05/20 17:01:02.003
<<<  Section end 2026/05/20 17:01:02.010
";

const OLDER: &str = "[SetupAPI Log]\r\nOS Version = 5.1.2600 Service Pack 3\r\n[2008/09/17 09:26:40 1024.5 Driver Install]\r\n#-019 Searching for hardware ID(s): usbstor\\diskkingston\r\n#I123 Doing full install of \"USBSTOR\\DISK&VEN_KINGSTON&PROD_DATATRAVELER_2.0&REV_PMAP\\5B6B098B97B2&0\".\r\n#I121 Device install of \"USBSTOR\\DISK&VEN_KINGSTON&PROD_DATATRAVELER_2.0&REV_PMAP\\5B6B098B97B2&0\" finished successfully.\r\n[2008/09/18 10:00:00 1024.6 Driver Install]\r\n#I123 Doing full install of \"PCI\\VEN_8086&DEV_1\\3&1\".\r\n";

fn said(text: &[u8]) -> Vec<Observation> {
    let from = Artefact::of(&Subject::new(Kind::Machine, "MAY-01"), "setupapi.dev.log", text, None);
    setup_log::observations(&setup_log::read(text), &from)
}

fn local(text: &str) -> Value {
    Value::LocalTime(text.parse().expect("a time"))
}

#[test]
fn a_stick_s_first_time_is_told_in_local_time_and_so_is_its_removal() {
    for text_of in [NEWER.to_owned(), NEWER.replace('\n', "\r\n")] {
        let said = said(text_of.as_bytes());
        let devices = records(&said, "usb.installed");
        assert_eq!(devices.len(), 2, "{devices:#?}");
        for (field, value) in [
            ("serial", text("E0D55EA573DC")),
            ("serial_unique", Value::Flag(true)),
            ("kind", text("storage")),
            ("vendor", text("Kingston")),
            ("product", text("DataTraveler 3.0")),
            ("vid", text("0951")),
            ("pid", text("1666")),
            ("first_installed", local("2026-03-01T08:00:01.100")),
            ("last_installed", local("2026-03-01T08:00:03.250")),
            ("deleted", local("2026-05-20T17:01:02.003")),
            ("line", Value::Whole(8)),
        ] {
            assert_eq!(devices[0].get(field), Some(&value), "{field}");
        }
        assert_eq!((&devices[1]["kind"], &devices[1]["serial"]), (&text("tethering"), &text("R58M1234")));
        let traces: Vec<_> = said.iter().flat_map(evidence::traces).collect();
        assert_eq!(traces[0].identity, "E0D55EA573DC");
        assert_eq!(traces[0].first_on, Some(jiff::civil::date(2026, 3, 1)));
    }
}

#[test]
fn utf_16_and_the_older_form_are_read_too() {
    let wide: Vec<u8> = [0xFEFF].into_iter().chain(NEWER.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(setup_log::read(&wide), setup_log::read(NEWER.as_bytes()));
    let older = setup_log::read(OLDER.as_bytes());
    assert_eq!(older.sections, 2);
    assert_eq!(older.devices.len(), 1);
    assert_eq!(older.devices[0].serial, "5B6B098B97B2");
    assert_eq!(older.devices[0].first, "2008-09-17T09:26:40".parse().ok());
}

#[test]
fn nothing_there_nothing_read_and_nothing_taken_are_told_apart() {
    let quiet =
        ">>>  [Device Installation Restrictions Policy Check]\n>>>  Section start 2026/03/01 08:00:01.100\n";
    assert!(said(quiet.as_bytes()).iter().all(|one| one.sight == Sight::Absent));
    assert!(said(b"other text").iter().all(|one| one.sight == Sight::Unreadable(Unread::Unsupported)));
    let none = setup_log::not_collected(&Subject::new(Kind::Machine, "MAY-01"), None);
    assert!(none.iter().all(|one| one.sight == Sight::NotCollected));
    let untimed = ">>>  [Device Install (Hardware initiated) - USBSTOR\\Disk&Ven_A&Prod_B\\CD&0]\n>>>  Section start never\n<<<\n";
    assert_eq!(setup_log::read(untimed.as_bytes()).doubts, [Doubt::NoTime { line: 1 }]);
}

/// Real logs others collected, where they are.
#[expect(clippy::print_stderr, reason = "what is skipped is said")]
fn real() -> Option<PathBuf> {
    let beside =
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/setupapi/setupapi.dev.log");
    let path = std::env::var_os("RASOAT_SETUPAPI").map_or_else(beside, PathBuf::from);
    if !path.is_file() {
        eprintln!("skipped: no log in {}", path.display());
        return None;
    }
    Some(path)
}

#[test]
fn a_real_log_tells_the_stick_that_was_plugged_in() {
    let Some(path) = real() else { return };
    let log = setup_log::read(&std::fs::read(path).expect("a log"));
    assert_eq!(log.devices.iter().map(|one| one.serial.as_str()).collect::<Vec<_>>(), ["99E2116A"]);
    assert_eq!(log.devices[0].first, "2016-11-22T23:50:30.938".parse().ok());
    assert_eq!(log.from, "2015-11-22T17:59:28.110".parse().ok());
}

#[test]
fn no_damage_brings_the_reader_down() {
    let mut texts = vec![NEWER.as_bytes().to_vec(), OLDER.as_bytes().to_vec()];
    texts.extend(
        real().and_then(|path| std::fs::read(path).ok()).map(|bytes| bytes[600_000..680_000].to_vec()),
    );
    let mut dice = Dice(0x5EED_0000_0000_0012);
    for _ in 0..4_000 {
        said(&dice.damaged(&texts, b"\\#&[>\n\"\0"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn any_lines_are_read_without_harm(lines in prop::collection::vec(
        prop_oneof![
            Just(">>>  [Device Install (Hardware initiated) - USBSTOR\\Disk&Ven_A\\S&0]".to_owned()),
            Just(">>>  Section start 2026/03/01 08:00:01.100".to_owned()),
            Just("<<<  Section end".to_owned()),
            "\\PC{0,80}",
            "[>\\[\\\\#&_A-Z0-9/:. ]{0,80}",
        ], 0..60)) {
        let log = setup_log::read(lines.join("\n").as_bytes());
        prop_assert!(log.devices.iter().all(|one| !one.serial.is_empty()));
        prop_assert!(log.devices.len() <= log.sections);
    }
}
