//! Event logs, prefetch files, logs of devices, lists of files, and what is taken of
//! Linux servers.

#[allow(dead_code, reason = "the tests use all of it")]
#[path = "../../../crates/host/tests/it/events/writer.rs"]
mod writer;

use crate::launched::from_stick;
use crate::part::joined;
use host::linux::{COMMANDS, FILES, PRIVILEGED};
use jiff::Timestamp;
use writer::{CHUNK, HEADER, Log, Style, entry, text, user_entry};

/// Event logs, whole and with their one chunk cut where it ends.
pub fn events() -> Vec<Vec<u8>> {
    let at = Timestamp::from_second(1_780_272_000).expect("an instant");
    let names = [
        "TargetUserName",
        "TargetDomainName",
        "TargetUserSid",
        "LogonType",
        "IpAddress",
        "ServiceName",
        "ImagePath",
        "ScriptBlockText",
        "Threat Name",
        "PreviousTime",
        "NewTime",
    ];
    let mut found = Vec::new();
    for (channel, provider, ids) in [
        (
            "Security",
            "Microsoft-Windows-Security-Auditing",
            &[4624_u16, 4625, 4616, 4719, 4720, 4732, 4697, 4698][..],
        ),
        ("System", "Service Control Manager", &[7045, 7036][..]),
        ("Microsoft-Windows-PowerShell/Operational", "Microsoft-Windows-PowerShell", &[4104][..]),
        (
            "Microsoft-Windows-Windows Defender/Operational",
            "Microsoft-Windows-Windows Defender",
            &[1116, 5001][..],
        ),
        (
            "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational",
            "Microsoft-Windows-TerminalServices-LocalSessionManager",
            &[21, 25][..],
        ),
        ("Microsoft-Windows-WLAN-AutoConfig/Operational", "Microsoft-Windows-WLAN-AutoConfig", &[8001][..]),
    ] {
        for style in [Style::Whole, Style::Nested, Style::Inline] {
            let mut log = Log::new(channel, style);
            for id in ids {
                let data: Vec<_> = names.iter().map(|name| (*name, text("203.0.113.77"))).collect();
                log.add(&entry(provider, *id, at, &data));
            }
            log.add(&user_entry(
                "Microsoft-Windows-Eventlog",
                1102,
                at,
                "LogFileCleared",
                &[("SubjectUserName", text("an"))],
            ));
            let bytes = log.done();
            let used = bytes
                .get(HEADER + 48..HEADER + 52)
                .map_or(CHUNK, |free| u32::from_le_bytes([free[0], free[1], free[2], free[3]]) as usize);
            let cut = &bytes[..bytes.len().min(HEADER + used)];
            found.push([&[0][..], cut].concat());
        }
    }
    found
}

/// Prefetch files, logs of devices, lists of files.
pub fn artefacts() -> Vec<Vec<u8>> {
    const DEVICES: &str = ">>>  [Device Install (Hardware initiated) - USBSTOR\\Disk&Ven_Kingston&Prod_DataTraveler_3.0&Rev_PMAP\\E0D55EA573DC&0]\r\n>>>  Section start 2026/03/01 08:00:03.250\r\n     dvi:           InfName      - C:\\Windows\\INF\\netrndis.inf\r\n<<<  Section end 2026/03/01 08:00:05.100\r\n>>>  [Delete Device - USB\\VID_04E8&PID_6863\\R58M1234]\r\n>>>  Section start 2026/03/02 09:00:00.000\r\n";
    const OLDER: &str = "[SetupAPI Log]\r\n[2008/09/17 09:26:40 1024.5 Driver Install]\r\n#I123 Doing full install of \"USBSTOR\\DISK&VEN_KINGSTON&PROD_DATATRAVELER_2.0&REV_PMAP\\5B6B098B97B2&0\".\r\n";
    const DIR: &str = " Volume in drive C is WINDOWS\r\n Volume Serial Number is 8C9F-49EC\r\n\r\n Directory of C:\\Users\\canbo\\Desktop\r\n\r\n11/27/2026  04:13 AM    <DIR>          .\r\n11/27/2026  04:13 PM         9.000.000 UltraViewer_Portable.exe\r\n11/27/2026  04:13 PM             40000 CV 12 Mật.docx\r\n               5 File(s)        9093200 bytes\r\n";
    const SHELL: &str = "\r\n    Directory: C:\\Users\\canbo\r\n\r\nMode                 LastWriteTime         Length Name\r\n----                 -------------         ------ ----\r\n-a----        11/27/2026   4:13 AM          12000 bao cao.docx.exe\r\n";
    const FIND: &str =
        "/home/an/mat khau.txt\n/opt/x/KMSpico\n-rw-r--r-- 1 an an 12 2026-01-02 03:04 /home/an/a\n";
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(DIR.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let texts: [(u8, &[u8]); 6] = [
        (1, DEVICES.as_bytes()),
        (1, OLDER.as_bytes()),
        (2, DIR.as_bytes()),
        (2, &wide),
        (2, SHELL.as_bytes()),
        (2, FIND.as_bytes()),
    ];
    let mut found: Vec<Vec<u8>> = texts.iter().map(|(kind, bytes)| [&[*kind][..], bytes].concat()).collect();
    for (version, short) in [(17, false), (23, false), (26, false), (30, false), (30, true), (31, true)] {
        let written = from_stick(version, short);
        found.push([&[0][..], &written.bytes()].concat());
        found.push([&[0][..], &written.packed()].concat());
    }
    found
}

/// What is taken of a Linux server, in order.
pub fn wanted() -> Vec<&'static str> {
    let files = FILES.iter().map(|wanted| wanted.pattern);
    files.chain(COMMANDS.iter().map(|command| command.name)).chain([PRIVILEGED]).collect()
}

/// Servers by their parts; each part alone, and a few at a time.
pub fn servers() -> Vec<Vec<u8>> {
    let texts = [
        include_str!("../../../crates/host/tests/servers/debian12.txt"),
        include_str!("../../../crates/host/tests/servers/ubuntu2004.txt"),
        include_str!("../../../crates/host/tests/servers/centos7.txt"),
        include_str!("../../../crates/host/tests/servers/alpine.txt"),
    ];
    let wanted = wanted();
    let mut found = Vec::new();
    for text in texts {
        let parts: Vec<(u8, &[u8])> = text
            .split("\n==== ")
            .skip(1)
            .filter_map(|part| part.split_once('\n'))
            .filter_map(|(path, text)| {
                let at = wanted.iter().position(|pattern| fits(pattern, path))?;
                Some((u8::try_from(at).ok()?, text.as_bytes()))
            })
            .collect();
        found.extend(parts.chunks(3).map(joined));
        found.push(joined(&parts));
    }
    let manifest = br#"{"format":"rasoat-collection","version":1,"maker_version":"0.1.0","made_at":"1970-01-01T00:00:00Z","offset":25200,"root":true,"entries":[{"wanted":"/etc/passwd","path":"/etc/passwd","state":"taken","file":"etc/passwd","sha256":"00"}]}"#;
    found.push(joined(&[(255, manifest)]));
    found
}

fn fits(pattern: &str, path: &str) -> bool {
    let (wanted, have) = (pattern.split('/'), path.split('/'));
    pattern.split('/').count() == path.split('/').count()
        && wanted.zip(have).all(|(wanted, have)| evidence::Pattern(wanted.to_owned()).matches(have))
}
