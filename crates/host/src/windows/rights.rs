//! Who may do what to the computer itself (`SECURITY\Policy\Accounts`): log on here or
//! from the network, take ownership, load drivers, debug.
//!
//! Privileges are numbered as in wdm.h (`SE_…_PRIVILEGE`) and kept as a
//! PRIVILEGE_SET; ways to log on are bits of ntsecapi.h (`SECURITY_ACCESS_…`).

use super::Role;
use super::look::Look;
use super::record::{Record, Spot};
use crate::hive::Damage;
use crate::little::u32_at;

/// By their number, from 2 on.
const PRIVILEGES: [&str; 35] = [
    "SeCreateTokenPrivilege",
    "SeAssignPrimaryTokenPrivilege",
    "SeLockMemoryPrivilege",
    "SeIncreaseQuotaPrivilege",
    "SeMachineAccountPrivilege",
    "SeTcbPrivilege",
    "SeSecurityPrivilege",
    "SeTakeOwnershipPrivilege",
    "SeLoadDriverPrivilege",
    "SeSystemProfilePrivilege",
    "SeSystemtimePrivilege",
    "SeProfileSingleProcessPrivilege",
    "SeIncreaseBasePriorityPrivilege",
    "SeCreatePagefilePrivilege",
    "SeCreatePermanentPrivilege",
    "SeBackupPrivilege",
    "SeRestorePrivilege",
    "SeShutdownPrivilege",
    "SeDebugPrivilege",
    "SeAuditPrivilege",
    "SeSystemEnvironmentPrivilege",
    "SeChangeNotifyPrivilege",
    "SeRemoteShutdownPrivilege",
    "SeUndockPrivilege",
    "SeSyncAgentPrivilege",
    "SeEnableDelegationPrivilege",
    "SeManageVolumePrivilege",
    "SeImpersonatePrivilege",
    "SeCreateGlobalPrivilege",
    "SeTrustedCredManAccessPrivilege",
    "SeRelabelPrivilege",
    "SeIncreaseWorkingSetPrivilege",
    "SeTimeZonePrivilege",
    "SeCreateSymbolicLinkPrivilege",
    "SeDelegateSessionUserImpersonatePrivilege",
];
/// The number of the first.
const FIRST: usize = 2;
/// Privileges of an account that are read; there are fewer in all.
const MOST: usize = 100;
const LOGONS: [(u32, &str); 10] = [
    (0x001, "SeInteractiveLogonRight"),
    (0x002, "SeNetworkLogonRight"),
    (0x004, "SeBatchLogonRight"),
    (0x010, "SeServiceLogonRight"),
    (0x040, "SeDenyInteractiveLogonRight"),
    (0x080, "SeDenyNetworkLogonRight"),
    (0x100, "SeDenyBatchLogonRight"),
    (0x200, "SeDenyServiceLogonRight"),
    (0x400, "SeRemoteInteractiveLogonRight"),
    (0x800, "SeDenyRemoteInteractiveLogonRight"),
];

pub(super) fn see(look: &mut Look<'_>) {
    for accounts in look.open(Role::Security, r"Policy\Accounts", &["right"]) {
        for spot in look.children(&accounts, "right") {
            let mut record = Record::of(&spot);
            record.put_text("sid", &spot.name());
            // Either is there only when the account has some.
            let parts: [(&str, fn(&[u8]) -> Option<Vec<String>>); 2] =
                [("Privilgs", privileges), ("ActSysAc", logons)];
            let mut rights = Vec::new();
            for (name, read) in parts {
                match part(&spot, name) {
                    Ok(None) => {}
                    Ok(Some(bytes)) => match read(&bytes) {
                        Some(found) => rights.extend(found),
                        None => record.miss(name),
                    },
                    Err(_) => record.miss(name),
                }
            }
            record.put_texts("rights", rights);
            look.record("right", record, spot.key.written());
        }
    }
}

/// The default value of a subkey, where there is one.
fn part(spot: &Spot<'_>, name: &str) -> Result<Option<Vec<u8>>, Damage> {
    let value = spot.key.subkey(name)?.map(|key| key.value("")).transpose()?.flatten();
    value.map(|value| value.bytes().map(std::borrow::Cow::into_owned)).transpose()
}

/// A count, a word, then for each 8 bytes of a number and 4 of what it is set to.
fn privileges(bytes: &[u8]) -> Option<Vec<String>> {
    let count = u32_at(bytes, 0)? as usize;
    let mut found = Vec::new();
    for place in 0..count.min(MOST) {
        let number = u32_at(bytes, 8 + place * 12)? as usize;
        let name = number.checked_sub(FIRST).and_then(|at| PRIVILEGES.get(at));
        found.push(name.map_or_else(|| format!("privilege {number}"), |name| (*name).to_owned()));
    }
    Some(found)
}

fn logons(bytes: &[u8]) -> Option<Vec<String>> {
    let bits = u32_at(bytes, 0)?;
    Some(LOGONS.iter().filter(|(bit, _)| bits & bit != 0).map(|(_, name)| (*name).to_owned()).collect())
}
