//! Hives that another program wrote (Debian's `hivexregedit`): what was written is
//! read back, each date by itself, whatever else is missing.

use crate::regedit::{Written, filetime, instant, records, text, time};
use evidence::{Sight, Value};
use rasoat_host::hive::Hive;
use rasoat_host::windows::{Given, Role, examine};
use std::collections::BTreeMap;

const PROFILES: &str = r"Microsoft\Windows NT\CurrentVersion\NetworkList\Profiles";
const SIGNATURES: &str = r"Microsoft\Windows NT\CurrentVersion\NetworkList\Signatures\Unmanaged";

#[test]
fn dates_of_networks_come_back_whatever_else_is_missing() {
    let mut written = Written::default();
    let created = time("2025-11-20T14:05:09.250");
    let last = time("2026-05-11T08:30:00");
    // All of it; without a description; without "managed"; only one date; a broken one.
    for (number, skipped) in ["", "Description", "Managed", "DateCreated", "broken"].into_iter().enumerate() {
        let path = format!(r"{PROFILES}\{{0000000{number}-0000-0000-0000-000000000000}}");
        written.text(&path, "ProfileName", &format!("Mạng số {number}"));
        if skipped != "Description" {
            written.text(&path, "Description", "Mạng cơ quan");
        }
        if skipped != "Managed" {
            written.whole(&path, "Managed", 0);
        }
        if skipped != "DateCreated" {
            written.local(&path, "DateCreated", created);
        }
        if skipped == "broken" {
            written.bytes(&path, "DateLastConnected", 3, &[0xEA, 0x07, 0x0D]);
        } else {
            written.local(&path, "DateLastConnected", last);
        }
        written.whole(&path, "NameType", if number == 0 { 71 } else { 6 });
        written.whole(&path, "Category", 1);
    }
    let signature = format!(r"{SIGNATURES}\010103000F0000F0");
    written.text(&signature, "ProfileGuid", "{00000000-0000-0000-0000-000000000000}");
    written.text(&signature, "DnsSuffix", "lan");
    written.bytes(&signature, "DefaultGatewayMac", 3, &[0x00, 0x1a, 0x2b, 0x3c, 0x4d, 0x5e]);
    let Some(bytes) = written.hive() else { return };
    let given = [Given::open("SOFTWARE", &bytes, &[]).expect("a hive")];
    assert_eq!(given[0].role, Role::Software);
    assert_eq!(given[0].hive.census().damages(), 0);
    let seen = examine(&given, "MAY-01", None);
    let networks = records(&seen, "network.joined");
    assert_eq!(networks.len(), 5);
    for (number, network) in networks.iter().enumerate() {
        assert_eq!(network["name"], text(&format!("Mạng số {number}")));
        assert_eq!(network.get("description").is_none(), number == 1);
        assert_eq!(network.get("managed").is_none(), number == 2);
        assert_eq!(network.get("created"), (number != 3).then_some(&Value::LocalTime(created)));
        assert_eq!(network.get("last_connected"), (number != 4).then_some(&Value::LocalTime(last)));
    }
    assert_eq!(networks[0]["type"], text("wireless"));
    assert_eq!(networks[0]["gateways"], Value::Several(vec!["00:1a:2b:3c:4d:5e".to_owned()]));
    assert_eq!(networks[0]["dns_suffixes"], Value::Several(vec!["lan".to_owned()]));
    // The broken date is said to be so, at its place.
    let unread = seen.iter().find(|one| matches!(one.sight, Sight::Unreadable(_))).expect("one");
    assert_eq!(unread.attribute, "network.joined");
    assert!(unread.source.place.ends_with(r"\{00000004-0000-0000-0000-000000000000}\DateLastConnected"));
    // No date without an offset is said to have one.
    assert!(networks.iter().flat_map(BTreeMap::values).all(|value| !matches!(value, Value::Instant(_))));
}

#[test]
fn a_stick_is_one_record_over_all_its_traces() {
    const MODEL: &str = r"Disk&Ven_Kingston&Prod_DataTraveler_3.0&Rev_PMAP";
    const SERIAL: &str = "E0D55EA573DCF450E97C104C";
    const VOLUME: &str = "{4f6ea3a1-8f2e-11ee-a4b2-00155d012345}";
    let set = "ControlSet001";
    let mut system = Written::default();
    system.whole("Select", "Current", 1);
    let stick = format!(r"{set}\Enum\USBSTOR\{MODEL}\{SERIAL}&0");
    system.text(&stick, "FriendlyName", "Kingston DataTraveler 3.0 USB Device");
    let dates = format!(r"{stick}\Properties\{{83da6326-97a6-4088-9453-a1923f573b29}}");
    for (number, time) in [
        ("0064", "2025-01-02T03:04:05Z"),
        ("0065", "2025-01-02T03:04:05Z"),
        ("0066", "2026-10-20T01:00:00.1234567Z"),
        ("0067", "2026-10-20T02:30:00Z"),
    ] {
        system.bytes(&format!(r"{dates}\{number}"), "", 0xFFFF_0010, &filetime(time));
    }
    let usb = format!(r"{set}\Enum\USB\VID_0951&PID_1666\{SERIAL}");
    system.text(&usb, "Service", "USBSTOR");
    let device = format!(r"_??_USBSTOR#{MODEL}#{SERIAL}&0#{{53f56307-b6bf-11d0-94f2-00a0c91efb8b}}");
    let device: Vec<u8> = device.encode_utf16().flat_map(u16::to_le_bytes).collect();
    system.bytes("MountedDevices", r"\DosDevices\E:", 3, &device);
    system.bytes("MountedDevices", &format!(r"\??\Volume{VOLUME}"), 3, &device);
    let mut software = Written::default();
    software.key(r"Microsoft\Windows");
    let boost = format!(
        r"Microsoft\Windows NT\CurrentVersion\EMDMgmt\_??_USBSTOR#{MODEL}#{SERIAL}&0#{{53f56307-b6bf-11d0-94f2-00a0c91efb8b}}TAILIEU_305419896"
    );
    software.key(&boost);
    let mut user = Written::default();
    let folders = r"Software\Microsoft\Windows\CurrentVersion\Explorer";
    user.text(&format!(r"{folders}\Shell Folders"), "Desktop", r"C:\Users\canbo\Desktop");
    user.key(&format!(r"{folders}\MountPoints2\{VOLUME}"));
    user.key("Environment");
    let (Some(system), Some(software), Some(user)) = (system.hive(), software.hive(), user.hive()) else {
        return;
    };
    let open = |name: &str, bytes| Given::open(name, bytes, &[]).expect("a hive");
    let given = [open("SYSTEM", &system), open("SOFTWARE", &software), open("NTUSER.DAT", &user)];
    assert_eq!(given.each_ref().map(|given| given.role), [Role::System, Role::Software, Role::User]);
    let seen = examine(&given, "MAY-01", None);
    let sticks = records(&seen, "usb.device");
    assert_eq!(sticks.len(), 1, "{sticks:?}");
    let several = |texts: &[&str]| Value::Several(texts.iter().map(|text| (*text).to_owned()).collect());
    for (field, value) in [
        ("serial", text(SERIAL)),
        ("serial_unique", Value::Flag(true)),
        ("kind", text("storage")),
        ("vendor", text("Kingston")),
        ("product", text("DataTraveler 3.0")),
        ("vid", text("0951")),
        ("pid", text("1666")),
        ("first_connected", instant("2025-01-02T03:04:05Z")),
        ("last_connected", instant("2026-10-20T01:00:00.1234567Z")),
        ("last_removed", instant("2026-10-20T02:30:00Z")),
        ("drives", several(&["E:"])),
        ("labels", several(&["TAILIEU"])),
        ("volume_serial", text("12345678")),
        ("users", several(&["canbo"])),
        ("traces", several(&["EMDMgmt", "MountPoints2", "MountedDevices", "USB", "USBSTOR"])),
    ] {
        assert_eq!(sticks[0].get(field), Some(&value), "{field}");
    }
}

#[test]
fn software_is_told_by_what_it_is_for() {
    let mut written = Written::default();
    let uninstall = r"Microsoft\Windows\CurrentVersion\Uninstall";
    for (key, name, date) in [
        ("BkavPro", "Bkav Pro Internet Security", "20240315"),
        (r"UltraViewer_is1", "UltraViewer version 6.6", "15/03/2024"),
        ("Office16", "Microsoft Office 2016", ""),
    ] {
        written.text(&format!(r"{uninstall}\{key}"), "DisplayName", name);
        if !date.is_empty() {
            written.text(&format!(r"{uninstall}\{key}"), "InstallDate", date);
        }
    }
    written.text(
        r"Microsoft\Windows NT\CurrentVersion\SoftwareProtectionPlatform",
        "KeyManagementServiceName",
        "kms.example.invalid",
    );
    written.key(r"Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache\Tree\KMSAutoNet");
    let results = r"Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\Results\Install";
    written.text(results, "LastSuccessTime", "2026-02-11 03:20:10");
    let version = r"Microsoft\Windows NT\CurrentVersion";
    written.text(version, "CurrentBuild", "19045");
    written.whole(version, "UBR", 4291);
    written.whole(version, "InstallDate", 1_700_000_000);
    written.key(r"WOW6432Node\TeamViewer");
    let registered = r"Microsoft\Security Center\Provider\Av\{A}";
    written.text(registered, "DISPLAYNAME", "Bkav Pro");
    written.whole(registered, "STATE", 0x0004_1010);
    let Some(bytes) = written.hive() else { return };
    let given = [Given::open("SOFTWARE", &bytes, &[]).expect("a hive")];
    let seen = examine(&given, "MAY-01", None);
    let sight = |attribute: &str| {
        let found = seen.iter().find(|one| one.attribute == attribute);
        found.unwrap_or_else(|| panic!("nothing is said of {attribute}")).sight.clone()
    };
    let names = |attribute: &str| -> Vec<Value> {
        records(&seen, attribute).iter().filter_map(|record| record.get("name").cloned()).collect()
    };
    assert_eq!(names("antivirus"), [text("BKAV")]);
    assert_eq!(names("remote_control"), [text("TeamViewer"), text("UltraViewer")]);
    let traces = Value::Several(vec!["settings TeamViewer".to_owned()]);
    assert_eq!(records(&seen, "remote_control")[0]["traces"], traces);
    let registered = &records(&seen, "antivirus.registered")[0];
    assert_eq!((&registered["on"], &registered["up_to_date"]), (&Value::Flag(true), &Value::Flag(false)));
    assert_eq!(records(&seen, "software").len(), 3);
    assert!(
        records(&seen, "software")
            .iter()
            .any(|record| { record.get("installed") == Some(&Value::Day(jiff::civil::date(2024, 3, 15))) })
    );
    assert_eq!(records(&seen, "licence.server")[0]["server"], text("kms.example.invalid"));
    assert!(
        seen.iter()
            .any(|one| one.attribute == "licence.tool" && one.sight == Sight::Seen(text("KMSAutoNet")))
    );
    assert_eq!(sight("update.last_installed"), Sight::Seen(instant("2026-02-11T03:20:10Z")));
    assert_eq!(sight("update.last_detected"), Sight::Absent);
    assert_eq!(sight("os.build"), Sight::Seen(text("19045.4291")));
    assert_eq!(sight("os.installed"), Sight::Seen(instant("2023-11-14T22:13:20Z")));
    assert_eq!(sight("lsa.no_lm_hash"), Sight::NotCollected);
}

/// Whatever the writer wrote, all of it is found again.
#[test]
fn a_thousand_keys_and_values_of_another_writer_are_found() {
    let mut written = Written::default();
    for number in 0..1_000_u32 {
        let path = format!(r"Khoá\Số {}\{number}", number % 10);
        written.whole(&path, "number", number);
        written.text(&path, "", &"x".repeat(number as usize));
    }
    let Some(bytes) = written.hive() else { return };
    let hive = Hive::open(&bytes).expect("a hive");
    let census = hive.census();
    assert_eq!((census.keys, census.values, census.damages()), (1_012, 2_000, 0), "{census:?}");
    for number in 0..1_000_u32 {
        let key = hive
            .key(&format!(r"KHOÁ\số {}\{number}", number % 10))
            .expect("it is whole")
            .expect("it is there");
        let value = |name: &str| key.value(name).expect("it is whole").expect("it is there");
        assert_eq!(value("NUMBER").whole(), Ok(Some(number.into())));
        assert_eq!(value("").text().map(|text| text.map(|text| text.len())), Ok(Some(number as usize)));
    }
}
