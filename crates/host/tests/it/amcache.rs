//! The inventory of programs and devices: what another program wrote is read back, and
//! real inventories say what other readers read in them.

use crate::corpus;
use crate::regedit::{Written, filetime, instant, records, text};
use evidence::{Observation, Sight, Value};
use rasoat_host::windows::{Given, Role, examine};
use std::collections::BTreeSet;
use std::process::Command;

fn newer() -> Written {
    let mut written = Written::default();
    let file = r"Root\InventoryApplicationFile\ultraviewer_|89ab";
    written.text(file, "LowerCaseLongPath", r"e:\cong cu\hotro.exe");
    written.text(file, "Name", "hotro.exe");
    written.text(file, "ProductName", "UltraViewer");
    written.text(file, "Publisher", "ducfabulous");
    written.text(file, "Version", "6.6.55.0");
    written.text(file, "FileId", "0000056F4B9D9EC9B5DC548E1B460DA889E44089D76F");
    written.text(file, "LinkDate", "02/21/2019 16:00:00");
    written.text(file, "Size", "0x7fac0");
    let kept = r"Root\InventoryApplicationFile\kmsauto.exe|1";
    written.text(kept, "LowerCaseLongPath", r"c:\users\canbo\downloads\kmsauto.exe");
    let installed = r"Root\InventoryApplication\0000aa";
    written.text(installed, "Name", "Zalo");
    written.text(installed, "Version", "24.9");
    written.text(installed, "Publisher", "VNG Corp.");
    written.text(installed, "InstallDate", "03/15/2026 08:30:00");
    let stick = r"Root\InventoryDevicePnp\usbstor/disk&ven_kingston&prod_datatraveler_3.0&rev_pmap/e0d55ea573dcf450e97c104c&0";
    written.text(stick, "Model", "Kingston DataTraveler 3.0 USB Device");
    written.text(stick, "FirstInstallDate", "12-17-2025");
    written.text(stick, "ContainerId", "{AAAAAAAA-0000-0000-0000-000000000001}");
    let container = r"Root\InventoryDeviceContainer\{aaaaaaaa-0000-0000-0000-000000000001}";
    written.text(container, "ModelName", "DataTraveler 3.0");
    let telephone = r"Root\InventoryDevicePnp\usb/vid_04e8&pid_6860/r58m1234";
    written.text(telephone, "Service", "WUDFWpdMtp");
    written.text(telephone, "Model", "SM-A515F");
    written.text(r"Root\InventoryDevicePnp\usb/vid_046d&pid_c077/7&1", "Service", "HidUsb");
    written
}

fn said(given: &[(&str, &[u8])]) -> Vec<Observation> {
    let given: Vec<Given<'_>> =
        given.iter().map(|(name, bytes)| Given::open(*name, bytes, &[]).expect("a hive")).collect();
    examine(&given, "MAY-01", None)
}

#[test]
fn programs_and_installed_ones_are_told_with_what_they_are_for() {
    let Some(bytes) = newer().hive() else { return };
    assert_eq!(Given::open("Amcache.hve", &bytes, &[]).expect("a hive").role, Role::Amcache);
    let said = said(&[("Amcache.hve", &bytes)]);
    let programs = records(&said, "program.inventoried");
    assert_eq!(programs.len(), 2);
    let renamed = programs.iter().find(|one| one["name"] == text("hotro.exe")).expect("one");
    for (field, value) in [
        ("path", text(r"e:\cong cu\hotro.exe")),
        ("sha1", text("056f4b9d9ec9b5dc548e1b460da889e44089d76f")),
        ("version", text("6.6.55.0")),
        ("publisher", text("ducfabulous")),
        ("size", Value::Whole(0x7_FAC0)),
        ("linked", instant("2019-02-21T16:00:00Z")),
        // By what it says of itself: its file is called something else.
        ("kind", text("remote_control")),
        ("known_as", text("UltraViewer")),
    ] {
        assert_eq!(renamed.get(field), Some(&value), "{field}");
    }
    let tool = programs.iter().find(|one| one["name"] == text("kmsauto.exe")).expect("one");
    assert_eq!(tool["kind"], text("licence_tool"));
    let installed = records(&said, "software.inventoried");
    assert_eq!(installed[0]["name"], text("Zalo"));
    assert_eq!(installed[0]["installed"], Value::LocalTime("2026-03-15T08:30:00".parse().expect("a time")));
    let place = said.iter().find(|one| one.attribute == "software.inventoried").expect("one");
    assert_eq!(place.source.place, r"Amcache.hve\Root\InventoryApplication\0000aa");
}

#[test]
fn an_inventory_and_a_registry_that_was_cleaned_tell_one_stick() {
    const SERIAL: &str = "E0D55EA573DCF450E97C104C";
    let mut system = Written::default();
    system.whole("Select", "Current", 1);
    let path =
        format!(r"ControlSet001\Enum\USBSTOR\Disk&Ven_Kingston&Prod_DataTraveler_3.0&Rev_PMAP\{SERIAL}&0");
    system.text(&path, "FriendlyName", "Kingston DataTraveler 3.0 USB Device");
    let (Some(inventory), Some(system)) = (newer().hive(), system.hive()) else { return };
    let both = said(&[("SYSTEM", &system), ("Amcache.hve", &inventory)]);
    let sticks = records(&both, "usb.device");
    let stick = sticks.iter().find(|one| one["kind"] == text("storage")).expect("a stick");
    assert_eq!(stick["traces"], Value::Several(vec!["Amcache".into(), "USBSTOR".into()]));
    assert_eq!(stick["first_day"], Value::Day(jiff::civil::date(2025, 12, 17)));
    // The registry no longer knows it: the inventory does, and it is the same one.
    let alone = said(&[("Amcache.hve", &inventory)]);
    assert_eq!(records(&alone, "usb.device").len(), 2, "a stick and a telephone, no mouse");
    let identities = |said: &[Observation]| -> BTreeSet<String> {
        said.iter().flat_map(evidence::traces).map(|trace| trace.identity).collect()
    };
    assert!(identities(&alone).contains(SERIAL));
    assert_eq!(identities(&alone), identities(&both));
}

#[test]
fn an_older_inventory_tells_which_programs_ran_from_a_stick() {
    const VOLUME: &str = "4f6ea3a1-8f2e-11ee-a4b2-00155d012345";
    let mut written = Written::default();
    let file = format!(r"Root\File\{VOLUME}\100001605a");
    written.text(&file, "15", r"E:\AnyDesk.exe");
    written.text(&file, "101", "0000e992f0c2aa48b763b5f7109ea16b8f800436c27e");
    written.whole(&file, "6", 3_000);
    written.whole(&file, "f", 1_490_000_000);
    written.bytes(&file, "17", 11, &filetime("2017-08-03T11:34:02Z"));
    let program = r"Root\Programs\0000931f";
    written.text(program, "0", "7-Zip 16.04 (x64)");
    written.text(program, "2", "Igor Pavlov");
    written.whole(program, "a", 1_501_588_506);
    let mut system = Written::default();
    system.whole("Select", "Current", 1);
    let device = r"_??_USBSTOR#Disk&Ven_X&Prod_Y&Rev_1#AB12&0#{53f56307-b6bf-11d0-94f2-00a0c91efb8b}";
    let device: Vec<u8> = device.encode_utf16().flat_map(u16::to_le_bytes).collect();
    system.bytes("MountedDevices", &format!(r"\??\Volume{{{VOLUME}}}"), 3, &device);
    let (Some(inventory), Some(system)) = (written.hive(), system.hive()) else { return };
    let said = said(&[("SYSTEM", &system), ("Amcache.hve", &inventory)]);
    let program = records(&said, "program.inventoried").remove(0);
    assert_eq!(program["started_from"], text("removable"));
    assert_eq!((&program["name"], &program["kind"]), (&text("anydesk.exe"), &text("remote_control")));
    assert_eq!(program["modified"], instant("2017-08-03T11:34:02Z"));
    assert_eq!(program["size"], Value::Whole(3_000));
    let installed = records(&said, "software.inventoried").remove(0);
    assert_eq!(installed["name"], text("7-Zip 16.04 (x64)"));
    assert_eq!(installed["installed"], instant("2017-08-01T11:55:06Z"));
}

#[test]
fn without_an_inventory_nothing_is_said_to_be_known() {
    let said = examine(&[], "MAY-01", None);
    for attribute in ["program.inventoried", "software.inventoried"] {
        let one = said.iter().find(|one| one.attribute == attribute).expect(attribute);
        assert_eq!(one.sight, Sight::NotCollected);
    }
}

/// Every path and digest RegRipper prints of a real inventory is among ours.
#[test]
fn another_program_prints_the_same_paths_and_digests() {
    let Some(bytes) = corpus::files().get("amcache.hve") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("Amcache.hve");
    std::fs::write(&path, bytes).expect("a file");
    let Ok(output) = Command::new("regripper").arg("-r").arg(&path).args(["-p", "amcache"]).output() else {
        eprintln!("skipped: regripper is not installed");
        return;
    };
    let said = said(&[("Amcache.hve", bytes)]);
    let ours: BTreeSet<(String, String)> = records(&said, "program.inventoried")
        .iter()
        .filter_map(|one| match (one.get("path")?, one.get("sha1")?) {
            (Value::Text(path), Value::Text(digest)) => Some((path.to_lowercase(), digest.clone())),
            _ => None,
        })
        .collect();
    let printed = String::from_utf8_lossy(&output.stdout);
    let mut last = None;
    let mut compared = 0;
    for line in printed.lines() {
        if let Some((path, _)) = line.split_once("  LastWrite: ").filter(|(path, _)| path.contains(":\\")) {
            last = Some(path.to_lowercase());
        } else if let Some(digest) = line.strip_prefix("Hash: ") {
            let Some(path) = last.take() else { continue };
            assert!(ours.contains(&(path.clone(), digest.trim().to_lowercase())), "{path} {digest}");
            compared += 1;
        }
    }
    eprintln!("{compared} paths with their digests are the same; ours are {}", ours.len());
    assert!(compared > 200, "{compared}");
}
