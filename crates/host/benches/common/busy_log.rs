//! A Security log as large as one likes.

use super::writer::{Entry, Log, Style, Val, entry, text};
use jiff::Timestamp;

const AUDITING: &str = "Microsoft-Windows-Security-Auditing";

/// As a busy office computer's: mostly services that log on and rights that are given,
/// some people, programs that start, failures.
pub fn busy_log(bytes: usize) -> Vec<u8> {
    let mut log = Log::new("Security", Style::Nested);
    let mut second = 1_772_000_000;
    for nth in 0u32.. {
        if log.len() > bytes {
            break;
        }
        second += 17;
        let at = Timestamp::from_second(second).expect("an instant");
        log.add(&match nth % 10 {
            0..=3 => logon(at, 5, "SYSTEM", "S-1-5-18", "-"),
            4 | 5 => given(at),
            6 | 7 => started(at, nth),
            8 => logon(
                at,
                3,
                &format!("nguoi{}", nth % 40),
                "S-1-5-21-1-2-3-1001",
                &format!("10.0.0.{}", nth % 250),
            ),
            _ => failed(at, nth),
        });
    }
    log.done()
}

fn subject() -> Vec<(&'static str, Val)> {
    vec![
        ("SubjectUserSid", Val::Sid("S-1-5-18".into())),
        ("SubjectUserName", text("MAY-01$")),
        ("SubjectDomainName", text("WORKGROUP")),
        ("SubjectLogonId", Val::Hex(0x3E7)),
    ]
}

fn logon(at: Timestamp, kind: u32, account: &str, sid: &str, source: &str) -> Entry {
    let mut fields = subject();
    fields.extend([
        ("TargetUserSid", Val::Sid(sid.into())),
        ("TargetUserName", text(account)),
        ("TargetDomainName", text("MAY-01")),
        ("TargetLogonId", Val::Hex(0x3E7)),
        ("LogonType", Val::Whole(kind)),
        ("LogonProcessName", text("Advapi  ")),
        ("AuthenticationPackageName", text("Negotiate")),
        ("WorkstationName", text("-")),
        ("LogonGuid", Val::Guid([0; 16])),
        ("TransmittedServices", text("-")),
        ("LmPackageName", text("-")),
        ("KeyLength", Val::Whole(0)),
        ("ProcessId", Val::Hex(0x2E4)),
        ("ProcessName", text(r"C:\Windows\System32\services.exe")),
        ("IpAddress", text(source)),
        ("IpPort", text("-")),
    ]);
    entry(AUDITING, 4624, at, &fields)
}

fn given(at: Timestamp) -> Entry {
    let mut fields = subject();
    fields.push((
        "PrivilegeList",
        text("SeAssignPrimaryTokenPrivilege\n\t\t\tSeTcbPrivilege\n\t\t\tSeBackupPrivilege"),
    ));
    entry(AUDITING, 4672, at, &fields)
}

fn started(at: Timestamp, nth: u32) -> Entry {
    let mut fields = subject();
    fields.extend([
        ("NewProcessId", Val::Hex(u64::from(nth))),
        ("NewProcessName", text(r"C:\Windows\System32\svchost.exe")),
        ("TokenElevationType", text("%%1936")),
        ("ProcessId", Val::Hex(0x2E4)),
        ("CommandLine", text(r"C:\Windows\System32\svchost.exe -k netsvcs -p -s Schedule")),
        ("ParentProcessName", text(r"C:\Windows\System32\services.exe")),
    ]);
    entry(AUDITING, 4688, at, &fields)
}

fn failed(at: Timestamp, nth: u32) -> Entry {
    let mut fields = subject();
    let account = format!("nguoi{}", nth % 400);
    fields.extend([
        ("TargetUserName", text(&account)),
        ("TargetDomainName", text("MAY-01")),
        ("Status", Val::Hex(0xC000_006D)),
        ("SubStatus", Val::Hex(0xC000_006A)),
        ("LogonType", Val::Whole(3)),
        ("WorkstationName", text("MAY-09")),
        ("IpAddress", text("10.0.0.9")),
    ]);
    entry(AUDITING, 4625, at, &fields)
}
