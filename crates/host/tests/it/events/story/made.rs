//! Single events as Windows writes them.

use super::{AN, at};
use crate::events::writer::{Data, Entry, Val, entry, owned, text, user_entry};

pub const AUDITING: &str = "Microsoft-Windows-Security-Auditing";
pub const LOGS: &str = "Microsoft-Windows-Eventlog";
pub const GENERAL: &str = "Microsoft-Windows-Kernel-General";
pub const DEFENDER: &str = "Microsoft-Windows-Windows Defender";
pub const UPDATES: &str = "Microsoft-Windows-WindowsUpdateClient";

pub fn logon(second: i64, kind: u32, account: &str, sid: &str, source: &str) -> Entry {
    entry(
        AUDITING,
        4624,
        at(second),
        &[
            ("SubjectUserSid", Val::Sid("S-1-5-18".into())),
            ("TargetUserSid", Val::Sid(sid.into())),
            ("TargetUserName", text(account)),
            ("TargetDomainName", text("MAY-01")),
            ("LogonType", Val::Whole(kind)),
            ("WorkstationName", text("-")),
            ("IpAddress", text(source)),
        ],
    )
}

pub fn failure(second: i64, account: &str, source: &str, code: u32) -> Entry {
    entry(
        AUDITING,
        4625,
        at(second),
        &[
            ("TargetUserName", text(account)),
            ("TargetDomainName", text("MAY-01")),
            ("Status", Val::Hex(0xC000_006D)),
            ("SubStatus", Val::Hex(code.into())),
            ("LogonType", Val::Whole(3)),
            ("IpAddress", text(source)),
        ],
    )
}

pub fn by(fields: &[(&str, Val)]) -> Vec<(String, Val)> {
    let mut all = owned(&[("SubjectUserName", text("an")), ("SubjectDomainName", text("MAY-01"))]);
    all.extend(owned(fields));
    all
}

pub fn of(provider: &str, id: u16, second: i64, fields: &[(&str, Val)]) -> Entry {
    Entry { data: Data::Named(by(fields)), ..entry(provider, id, at(second), &[]) }
}

pub fn cleared(id: u16, second: i64, channel: &str) -> Entry {
    let mut fields = by(&[]);
    if id == 104 {
        fields.push(("Channel".into(), text(channel)));
    }
    Entry { data: Data::User("LogFileCleared".into(), fields), ..entry(LOGS, id, at(second), &[]) }
}

pub fn clock(second: i64, by: i64, sid: &str) -> Entry {
    entry(
        AUDITING,
        4616,
        at(second),
        &[
            ("SubjectUserSid", Val::Sid(sid.into())),
            ("SubjectUserName", text("an")),
            ("SubjectDomainName", text("MAY-01")),
            ("PreviousTime", Val::Time(at(second))),
            ("NewTime", Val::Time(at(second + by))),
        ],
    )
}

pub fn member(second: i64, group: &str, name: &str) -> Entry {
    of(
        AUDITING,
        4732,
        second,
        &[
            ("MemberName", text("-")),
            ("MemberSid", Val::Sid(AN.into())),
            ("TargetUserName", text(name)),
            ("TargetSid", Val::Sid(group.into())),
        ],
    )
}

pub fn task(second: i64, name: &str, command: &str, arguments: &str) -> Entry {
    let content = format!(
        "<Task><Actions><Exec><Command>{command}</Command><Arguments>{arguments}</Arguments></Exec></Actions></Task>"
    );
    of(AUDITING, 4698, second, &[("TaskName", text(name)), ("TaskContent", text(&content))])
}

pub fn service(second: i64, name: &str, path: &str) -> Entry {
    entry(
        "Service Control Manager",
        7045,
        at(second),
        &[
            ("ServiceName", text(name)),
            ("ImagePath", text(path)),
            ("ServiceType", text("user mode service")),
            ("StartType", text("auto start")),
            ("AccountName", text("LocalSystem")),
        ],
    )
}

pub fn update(id: u16, second: i64, number: &str) -> Entry {
    let title = format!("2026-05 Cumulative Update for Windows 11 ({number})");
    entry(UPDATES, id, at(second), &[("updateTitle", text(&title)), ("errorCode", Val::Hex(0x8024_2016))])
}

pub fn threat(id: u16, second: i64, name: &str, action: u32) -> Entry {
    entry(
        DEFENDER,
        id,
        at(second),
        &[
            ("Threat Name", text(name)),
            ("Severity Name", text("Severe")),
            ("Category Name", text("Trojan")),
            ("Path", text(r"file:_D:\bi-mat\ke-hoach.docx")),
            ("Action ID", Val::Whole(action)),
        ],
    )
}

pub fn firewall(second: i64, on: u8) -> Entry {
    entry(
        "Microsoft-Windows-Windows Firewall With Advanced Security",
        2003,
        at(second),
        &[
            ("Profiles", Val::Whole(6)),
            ("SettingType", Val::Whole(1)),
            ("SettingValue", Val::Binary(vec![on, 0, 0, 0])),
            ("ModifyingUser", Val::Sid(AN.into())),
        ],
    )
}

pub fn session(second: i64, address: &str) -> Entry {
    let provider = "Microsoft-Windows-TerminalServices-LocalSessionManager";
    let fields = [("User", text(r"MAY-01\an")), ("SessionID", Val::Whole(2)), ("Address", text(address))];
    user_entry(provider, 21, at(second), "EventXML", &fields)
}

pub fn network(id: u16, second: i64, name: &str) -> Entry {
    entry(
        "Microsoft-Windows-NetworkProfile",
        id,
        at(second),
        &[
            ("Name", text(name)),
            ("Description", text(name)),
            ("Guid", Val::Guid([7; 16])),
            ("Type", Val::Whole(0)),
            ("State", Val::Whole(9)),
            ("Category", Val::Whole(1)),
        ],
    )
}

pub fn wifi(id: u16, second: i64, ssid: &str, security: [&str; 2]) -> Entry {
    entry(
        "Microsoft-Windows-WLAN-AutoConfig",
        id,
        at(second),
        &[
            ("InterfaceDescription", text("Wi-Fi 6")),
            ("ProfileName", text(ssid)),
            ("SSID", text(ssid)),
            ("AuthenticationAlgorithm", text(security[0])),
            ("CipherAlgorithm", text(security[1])),
            ("PeerMac", text("A4:2B:B0:01:02:03")),
        ],
    )
}

pub fn disk(second: i64, bus: u32, parent: &str) -> Entry {
    entry(
        "Microsoft-Windows-Partition",
        1006,
        at(second),
        &[
            ("BusType", Val::Whole(bus)),
            ("Manufacturer", text("SanDisk")),
            ("Model", text("Ultra")),
            ("Revision", text("1.00")),
            ("Capacity", Val::Long(31_000_000_000)),
            ("ParentId", text(parent)),
        ],
    )
}

pub fn script(second: i64, level: u8, block: &str) -> Entry {
    let fields = [("ScriptBlockText", text(block)), ("Path", text(r"C:\bi-mat.ps1"))];
    Entry { level, user: Some(AN.into()), ..entry("Microsoft-Windows-PowerShell", 4104, at(second), &fields) }
}
