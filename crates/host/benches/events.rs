//! A generated Security log of about 30 MB, read by ours and, in the same run, by the
//! library `evtx` for Python and by `evtxexport` of libevtx where they are installed.
//! Ours looks each record in the head, counts what matters, and hashes the file; the
//! others write each record out, to nowhere. Prints one table.

#![expect(clippy::print_stdout, reason = "a measurement prints its table")]

use evidence::{Kind, Subject};
use jiff::Timestamp;
use rasoat_host::events::{Examination, Limits};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;
use writer::{Entry, Log, Style, Val, entry, text};

#[path = "../tests/it/events/writer.rs"]
#[expect(dead_code, reason = "tests use more of it")]
mod writer;

const BYTES: usize = 30_000_000;
/// How often each is run; the middle one counts.
const TIMES: usize = 5;
const AUDITING: &str = "Microsoft-Windows-Security-Auditing";
const PYTHON: &str = "
import sys, time
from evtx import PyEvtxParser
begun = time.perf_counter()
count = sum(1 for _ in PyEvtxParser(sys.argv[1]).records_json())
print(time.perf_counter() - begun, count)
";

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("Security.evtx");
    std::fs::write(&path, generated()).expect("a file");
    let size = std::fs::metadata(&path).expect("a file").len() as f64 / 1e6;
    let mut records = 0;
    let ours = middle(|| {
        let (seconds, read) = ours(&path);
        records = read;
        Some(seconds)
    });
    let ours = ours.expect("ours ran");
    println!("{size:.1} MB, {records} records, middle of {TIMES} runs");
    println!("ours                     {ours:>8.3} s  {:>6.0} MB/s", size / ours);
    let beside = |name: &str, seconds: Option<f64>| match seconds {
        Some(seconds) => {
            println!("{name:<24} {seconds:>8.3} s  {:>6.0} MB/s  {:.1}×", size / seconds, seconds / ours);
        }
        None => println!("{name:<24} not installed"),
    };
    beside("evtx for Python", middle(|| python(&path)));
    beside("evtxexport (once)", rival(Command::new("evtxexport").arg(&path)));
}

fn middle(mut run: impl FnMut() -> Option<f64>) -> Option<f64> {
    let mut runs: Vec<f64> = (0..TIMES).map_while(|_| run()).collect();
    runs.sort_by(f64::total_cmp);
    runs.get(runs.len() / 2).copied()
}

fn ours(path: &Path) -> (f64, u64) {
    let begun = Instant::now();
    let mut examination = Examination::new(Subject::new(Kind::Machine, "MAY-01"), None, Limits::default());
    let mut file = std::fs::File::open(path).expect("a file");
    let glance = examination.read("Security.evtx", &mut file).expect("a log");
    let said = examination.done();
    assert!(said.len() > 10 && !glance.account.is_damaged());
    (begun.elapsed().as_secs_f64(), glance.account.records)
}

fn python(path: &Path) -> Option<f64> {
    let output = Command::new("python3").args(["-c", PYTHON]).arg(path).output().ok()?;
    String::from_utf8(output.stdout).ok()?.split_whitespace().next()?.parse().ok()
}

fn rival(command: &mut Command) -> Option<f64> {
    let begun = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().ok()?;
    status.success().then(|| begun.elapsed().as_secs_f64())
}

/// As a busy office computer's: mostly services that log on and rights that are given,
/// some people, programs that start, failures.
fn generated() -> Vec<u8> {
    let mut log = Log::new("Security", Style::Nested);
    let mut second = 1_772_000_000;
    for nth in 0u32.. {
        if log.len() > BYTES {
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
