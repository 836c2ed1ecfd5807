//! Each topic against hives that another program wrote.

use crate::built::utf16;
use crate::regedit::{Written, filetime, instant, records, text};
use evidence::{Observation, Sight, Unread, Value};
use rasoat_host::windows::{Given, examine};
use std::collections::BTreeMap;

const SET: &str = "ControlSet002";

/// A computer's system hive whose second control set is the current one.
fn system() -> Written {
    let mut written = Written::default();
    written.whole("Select", "Current", 2);
    written.text(&format!(r"{SET}\Control\ComputerName\ComputerName"), "ComputerName", "MAY-SOAN-THAO");
    written.text(r"ControlSet001\Control\ComputerName\ComputerName", "ComputerName", "MAY-CU");
    written
}

fn software() -> Written {
    let mut written = Written::default();
    written.key(r"Microsoft\Windows");
    written
}

fn person() -> Written {
    let mut written = Written::default();
    written.key("Environment");
    let folders = r"Software\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders";
    written.text(folders, "Desktop", r"C:\Users\canbo\Desktop");
    written
}

/// What these hives say; `None` when the writer is not there.
fn said(written: &[&Written]) -> Option<Vec<Observation>> {
    let bytes: Vec<Vec<u8>> = written.iter().map(|one| one.hive()).collect::<Option<_>>()?;
    let given: Vec<Given<'_>> =
        bytes.iter().map(|bytes| Given::open("HIVE", bytes, &[]).expect("a hive")).collect();
    Some(examine(&given, "unnamed", None))
}

fn seen(said: &[Observation], attribute: &str) -> Vec<Sight> {
    said.iter().filter(|one| one.attribute == attribute).map(|one| one.sight.clone()).collect()
}

fn one(records: Vec<BTreeMap<String, Value>>) -> BTreeMap<String, Value> {
    assert_eq!(records.len(), 1, "{records:?}");
    records.into_iter().next().expect("one")
}

fn several(texts: &[&str]) -> Value {
    Value::Several(texts.iter().map(|text| (*text).to_owned()).collect())
}

#[test]
fn the_current_control_set_is_the_one_the_system_last_used() {
    let Some(said) = said(&[&system()]) else { return };
    assert!(said.iter().all(|one| one.subject.name == "MAY-SOAN-THAO"));
    assert_eq!(seen(&said, "os.control_set"), [Sight::Seen(text(SET))]);
}

#[test]
fn addresses_and_leases_are_told_for_each_network_of_an_adapter() {
    const ADAPTER: &str = "{5F3F359E-9D52-4566-9BEC-37EFDFB25ABE}";
    let mut system = system();
    let path = format!(r"{SET}\Services\Tcpip\Parameters\Interfaces\{ADAPTER}");
    system.whole(&path, "EnableDHCP", 1);
    system.text(&path, "DhcpIPAddress", "192.168.1.23");
    system.text(&path, "DhcpServer", "192.168.1.1");
    system.whole(&path, "LeaseObtainedTime", 1_767_225_600);
    system.whole(&path, "LeaseTerminatesTime", 1_767_229_200);
    let gateway = [192, 168, 1, 1, 6, 0, 0, 0, 0x00, 0x50, 0x56, 0xe0, 0x3f, 0x3e];
    system.bytes(&path, "DhcpGatewayHardware", 3, &gateway);
    // Below it, by the name of a Wi-Fi network: "quán cà phê", digits changed about.
    let hint: String = "quán cà phê".bytes().map(|byte| format!("{:x}{:x}", byte & 15, byte >> 4)).collect();
    let below = format!(r"{path}\{hint}");
    system.text(&below, "DhcpNetworkHint", &hint);
    system.text(&below, "DhcpIPAddress", "10.0.0.7");
    system.whole(&below, "LeaseObtainedTime", 1_700_000_000);
    let class = "{4D36E972-E325-11CE-BFC1-08002BE10318}";
    system.text(&format!(r"{SET}\Control\Network\{class}\{ADAPTER}\Connection"), "Name", "Wi-Fi");
    let Some(said) = said(&[&system]) else { return };
    let interfaces = records(&said, "network.interface");
    assert_eq!(interfaces.len(), 2);
    assert_eq!(interfaces[0]["connection"], text("Wi-Fi"));
    assert_eq!(interfaces[0]["dhcp_address"], text("192.168.1.23"));
    assert_eq!(interfaces[0]["lease_obtained"], instant("2026-01-01T00:00:00Z"));
    assert_eq!(interfaces[0]["lease_ends"], instant("2026-01-01T01:00:00Z"));
    assert_eq!(interfaces[0]["gateway_hardware"], several(&["00:50:56:e0:3f:3e"]));
    assert_eq!(interfaces[1]["ssid"], text("quán cà phê"));
    assert_eq!(interfaces[1]["adapter"], text(ADAPTER));
    assert_eq!(interfaces[1]["lease_obtained"], instant("2023-11-14T22:13:20Z"));
}

#[test]
fn networks_without_cable_are_told_by_each_of_their_traces() {
    let mut software = software();
    let ssid = |name: &str, at: usize| {
        let mut bytes = vec![0; at];
        bytes.extend((name.len() as u32).to_le_bytes());
        bytes.extend(name.as_bytes());
        bytes.resize(at + 36, 0);
        bytes
    };
    let profile = r"Microsoft\Wlansvc\Interfaces\{A}\Profiles\{B}\MetaData";
    software.bytes(profile, "Channel Hints", 3, &ssid("Nha rieng", 0));
    software.bytes(r"Microsoft\WZCSVC\Parameters\Interfaces\{C}", "Static#0000", 3, &ssid("Cu", 0x10));
    let list = r"Microsoft\Windows NT\CurrentVersion\NetworkList";
    software.key(&format!(r"{list}\Nla\Wireless\4361666574"));
    software.key(&format!(r"{list}\Nla\Cache\Intranet\coquan.local"));
    // A signature whose profile somebody deleted.
    let signature = format!(r"{list}\Signatures\Managed\0101");
    software.text(&signature, "ProfileGuid", "{D}");
    software.text(&signature, "FirstNetwork", "coquan.local");
    software.bytes(&signature, "DefaultGatewayMac", 3, &[1, 2, 3, 4, 5, 6]);
    let mut person = person();
    let dialled = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings\Connections";
    for name in ["DefaultConnectionSettings", "SavedLegacySettings", "VPN nha"] {
        person.bytes(dialled, name, 3, &[0x46, 0, 0, 0]);
    }
    let Some(said) = said(&[&software, &person]) else { return };
    let names: Vec<Value> =
        records(&said, "network.wifi").into_iter().map(|record| record["ssid"].clone()).collect();
    assert_eq!(names, [text("Nha rieng"), text("Cu"), text("Cafet")]);
    assert!(seen(&said, "network.dialled").contains(&Sight::Seen(text("VPN nha"))));
    assert_eq!(seen(&said, "network.cached"), [Sight::Seen(text("coquan.local"))]);
    // The list of profiles is not there; what a signature says is.
    assert!(seen(&said, "network.joined").contains(&Sight::Absent));
    let joined = one(records(&said, "network.joined"));
    assert_eq!((&joined["name"], &joined["id"]), (&text("coquan.local"), &text("{D}")));
    assert_eq!(joined["gateways"], several(&["01:02:03:04:05:06"]));
}

#[test]
fn a_telephone_that_shared_its_connection_is_told() {
    let mut system = system();
    let phone = format!(r"{SET}\Enum\USB\VID_04E8&PID_6863\R58N123ABCD");
    system.text(&phone, "Service", "usbrndis6");
    system.text(&phone, "DeviceDesc", "@netrndis.inf,%rndis%;Remote NDIS based Internet Sharing Device");
    let media = format!(r"{SET}\Enum\USB\VID_04E8&PID_6860\R58N123ABCD");
    system.text(&media, "Service", "WUDFWpdMtp");
    system.text(&media, "FriendlyName", "Galaxy A12");
    let reader = format!(r"{SET}\Enum\USB\VID_04E6&PID_5116\21121234");
    system.text(&reader, "Service", "WUDFRd");
    system.text(&reader, "ClassGUID", "{50dd5230-ba8a-11d1-bf5d-0000f805f530}");
    let mouse = format!(r"{SET}\Enum\USB\VID_046D&PID_C077\5&1&0&2");
    system.text(&mouse, "Service", "HidUsb");
    let Some(said) = said(&[&system]) else { return };
    let tethering = one(records(&said, "usb.tethering"));
    assert_eq!(tethering["serial"], text("R58N123ABCD"));
    assert_eq!(tethering["name"], text("Remote NDIS based Internet Sharing Device"));
    let device = one(records(&said, "usb.device"));
    assert_eq!((&device["kind"], &device["name"]), (&text("portable"), &text("Galaxy A12")));
}

/// Windows 7 keeps the dates one level deeper, Windows XP joins by a prefix.
#[test]
fn older_systems_traces_of_sticks_are_joined_too() {
    let mut system = system();
    let stick = format!(r"{SET}\Enum\USBSTOR\Disk&Ven_HP&Prod_v100w&Rev_1024\AA951D0000007252&0");
    system.text(&stick, "FriendlyName", "HP v100w USB Device");
    system.text(&stick, "ParentIdPrefix", "7&1c1c5d7&0");
    let date = format!(r"{stick}\Properties\{{83da6326-97a6-4088-9453-a1923f573b29}}\00000065\00000000");
    system.bytes(&date, "Data", 3, &filetime("2011-04-01T04:52:37Z"));
    let path = utf16(r"\??\STORAGE#RemovableMedia#7&1c1c5d7&0&RM#{53f5630d-b6bf-11d0-94f2-00a0c91efb8b}");
    system.bytes("MountedDevices", r"\DosDevices\F:", 3, &path);
    let made_up = format!(r"{SET}\Enum\USBSTOR\Disk&Ven_&Prod_Flash&Rev_1\7&2a7d3009&0");
    system.text(&made_up, "FriendlyName", "Flash USB Device");
    let Some(said) = said(&[&system]) else { return };
    let devices = records(&said, "usb.device");
    assert_eq!(devices.len(), 2, "{devices:?}");
    let by =
        |serial: &str| devices.iter().find(|device| device["serial"] == text(serial)).expect("it is there");
    assert_eq!(by("AA951D0000007252")["drives"], several(&["F:"]));
    assert_eq!(by("AA951D0000007252")["first_connected"], instant("2011-04-01T04:52:37Z"));
    assert_eq!(by("7&2a7d3009")["serial_unique"], Value::Flag(false));
}

#[test]
fn what_starts_by_itself_and_what_is_shared_is_told() {
    let mut system = system();
    let service = format!(r"{SET}\Services\UltraViewService");
    system.whole(&service, "Start", 2);
    system.whole(&service, "Type", 0x10);
    system.text(&service, "ImagePath", r"C:\Program Files\UltraViewer\UltraViewer_Service.exe");
    system.key(&format!(r"{SET}\Services\OnlySettings"));
    let shares = format!(r"{SET}\Services\LanmanServer\Shares");
    let lines: Vec<u8> = ["Path=D:\\Chung", "Remark=", "Type=0", "MaxUses=4294967295", ""]
        .iter()
        .flat_map(|line| utf16(line))
        .collect();
    system.bytes(&shares, "Chung", 7, &lines);
    let mut software = software();
    software.text(r"Microsoft\Windows\CurrentVersion\Run", "Zalo", r"C:\Zalo\Zalo.exe");
    software.text(r"WOW6432Node\Microsoft\Windows\CurrentVersion\Run", "Unikey", "UniKeyNT.exe");
    let logon = r"Microsoft\Windows NT\CurrentVersion\Winlogon";
    software.text(logon, "Shell", "explorer.exe, evil.exe");
    software.text(logon, "AutoAdminLogon", "1");
    software.text(logon, "DefaultPassword", "khong-duoc-doc");
    let debugger = r"Microsoft\Windows NT\CurrentVersion\Image File Execution Options\sethc.exe";
    software.text(debugger, "Debugger", "cmd.exe");
    let Some(said) = said(&[&system, &software]) else { return };
    let services = records(&said, "service");
    let service = services.iter().find(|one| one["name"] == text("UltraViewService")).expect("it is there");
    assert_eq!((&service["start"], &service["type"]), (&text("automatic"), &text("service")));
    assert!(services.iter().all(|one| one["name"] != text("OnlySettings")));
    let product = one(records(&said, "remote_control"));
    assert_eq!((&product["name"], &product["starts"]), (&text("UltraViewer"), &Value::Flag(true)));
    let share = one(records(&said, "share"));
    assert_eq!((&share["name"], &share["path"]), (&text("Chung"), &text(r"D:\Chung")));
    let names: Vec<Value> = records(&said, "autorun").into_iter().map(|one| one["name"].clone()).collect();
    assert_eq!(names, [text("Zalo"), text("Unikey")]);
    assert_eq!(seen(&said, "logon.shell"), [Sight::Seen(text("explorer.exe, evil.exe"))]);
    assert_eq!(seen(&said, "logon.automatic"), [Sight::Seen(Value::Flag(true))]);
    assert_eq!(one(records(&said, "autorun.debugger"))["program"], text("sethc.exe"));
    assert!(!format!("{said:?}").contains("khong-duoc-doc"), "a password was read");
}

#[test]
fn installed_updates_are_told_once_each_with_the_latest_date() {
    let mut software = software();
    let packages = r"Microsoft\Windows\CurrentVersion\Component Based Servicing\Packages";
    for (package, state, day) in [
        ("Package_for_KB5034441~31bf3856ad364e35~amd64~~19041.3911.1.2", 0x70, "2026-01-10T08:00:00Z"),
        ("Package_1_for_KB5034441~31bf3856ad364e35~amd64~~19041.3911.1.2", 0x70, "2026-01-09T08:00:00Z"),
        ("Package_for_KB5034441_RTM~31bf3856ad364e35~amd64~~19041.3911.1.2", 0x70, "2026-01-12T08:00:00Z"),
        ("Package_for_RollupFix~31bf3856ad364e35~amd64~~19041.4291.1.9", 0x70, "2026-04-10T08:00:00Z"),
        ("Package_for_KB4999999~31bf3856ad364e35~amd64~~1.0", 0x50, "2026-04-10T08:00:00Z"),
        ("Microsoft-Windows-Foundation-Package~31bf3856ad364e35~amd64~~10.0", 0x70, "2020-01-01T00:00:00Z"),
    ] {
        let path = format!(r"{packages}\{package}");
        let time = u64::from_le_bytes(filetime(day).try_into().expect("eight bytes"));
        software.whole(&path, "CurrentState", state);
        software.whole(&path, "InstallTimeHigh", (time >> 32) as u32);
        software.whole(&path, "InstallTimeLow", time as u32);
    }
    let Some(said) = said(&[&software]) else { return };
    let updates: Vec<(Value, Value)> = records(&said, "update.installed")
        .into_iter()
        .map(|one| (one["name"].clone(), one["installed"].clone()))
        .collect();
    let wanted = [
        (text("KB5034441"), instant("2026-01-12T08:00:00Z")),
        (text("RollupFix 19041.4291.1.9"), instant("2026-04-10T08:00:00Z")),
    ];
    assert_eq!(updates, wanted);
}

#[test]
fn settings_are_seen_absent_or_of_an_unknown_form() {
    let mut system = system();
    let lsa = format!(r"{SET}\Control\Lsa");
    system.whole(&lsa, "LmCompatibilityLevel", 5);
    system.text(&lsa, "NoLMHash", "1");
    system.bytes(&lsa, "RunAsPPL", 3, &[1, 2, 3]);
    system.bytes(&lsa, "RestrictAnonymous", 4, &[1, 2]);
    let mut person = person();
    person.text(r"Control Panel\Desktop", "ScreenSaveTimeOut", "600");
    let typed = r"Software\Microsoft\Internet Explorer\TypedURLs";
    person.text(typed, "url1", "http://example.invalid/");
    person.bytes(&format!("{typed}Time"), "url1", 3, &filetime("2026-03-01T02:03:04Z"));
    let Some(said) = said(&[&system, &person]) else { return };
    assert_eq!(seen(&said, "lsa.lm_compatibility"), [Sight::Seen(Value::Whole(5))]);
    assert_eq!(seen(&said, "lsa.no_lm_hash"), [Sight::Seen(Value::Flag(true))]);
    assert_eq!(seen(&said, "lsa.protected"), [Sight::Unreadable(Unread::Unsupported)]);
    assert_eq!(seen(&said, "lsa.restrict_anonymous"), [Sight::Unreadable(Unread::Corrupt)]);
    assert_eq!(seen(&said, "lsa.everyone_includes_anonymous"), [Sight::Absent]);
    assert_eq!(seen(&said, "uac.enabled"), [Sight::NotCollected]);
    assert_eq!(seen(&said, "screensaver.after"), [Sight::Seen(Value::Whole(600))]);
    let place =
        said.iter().find(|one| one.attribute == "screensaver.after").map(|one| one.source.place.as_str());
    assert_eq!(place, Some(r"HKU\canbo\Control Panel\Desktop\ScreenSaveTimeOut"));
    let address = one(records(&said, "browser.typed"));
    assert_eq!(address["address"], text("http://example.invalid/"));
    assert_eq!(address["typed"], instant("2026-03-01T02:03:04Z"));
}
