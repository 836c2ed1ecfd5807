//! Registry hives and their transaction logs: read, replayed, and examined as the
//! hives of a computer.
//!
//! Parts: 0 the hive, 1 to 3 its logs, whose checksums are made right so that what
//! lies behind them is reached; 4 and 5 the same as they are.

#![no_main]

use host::hive::Hive;
use host::windows::{Asked, Given, Role, ask, examine};
use rasoat_fuzz::{build, fuzz, part, seed};

const ROLES: [Role; 6] = [Role::System, Role::Software, Role::Sam, Role::Security, Role::User, Role::Amcache];

fuzz!(seed::hives, |data| {
    let Some((choice, data)) = part::chosen(data) else { return };
    let mut hive = Vec::new();
    let mut logs = Vec::new();
    for (kind, bytes) in part::parts(data) {
        let mut bytes = bytes.to_vec();
        match kind % 6 {
            0 => {
                build::seal_base(&mut bytes);
                hive = bytes;
            }
            5 => hive = bytes,
            4 => logs.push(bytes),
            _ => {
                build::seal_log(&mut bytes);
                logs.push(bytes);
            }
        }
    }
    let logs: Vec<&[u8]> = logs.iter().map(Vec::as_slice).collect();
    if choice & 0x80 == 0 {
        if let Ok(given) = Given::open("HIVE", &hive, &logs) {
            look(&[given]);
        }
    } else if let Ok(given) = Given::of(ROLES[usize::from(choice) % 6], "HIVE", &hive, &logs) {
        look(&[given]);
    }
});

fn look(given: &[Given<'_>]) {
    given[0].hive.census();
    examine(given, "MAY-01", None);
    let asked = [
        Asked { path: r"HKLM:\SYSTEM\CurrentControlSet\Control\Lsa", value: "NoLMHash" },
        Asked { path: r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run", value: "" },
        Asked { path: r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion", value: "ProductName" },
    ];
    ask(given, "MAY-01", None, &asked);
    let _: Option<Role> = Role::of(&given[0].hive);
    let _: &Hive<'_> = &given[0].hive;
}
