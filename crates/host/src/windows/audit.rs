//! What the system writes into its security log (`SECURITY\Policy\PolAdtEv`).
//!
//! Windows Vista and newer: three 32-bit numbers (mode, categories, where the counts
//! of subcategories begin), then for each subcategory 16 bits. Their order is the
//! system's own and documented nowhere; it is RegRipper's, and puts what Windows
//! audits unless told otherwise where it belongs. Older systems kept categories only;
//! these are not read.

use super::Role;
use super::look::Look;
use super::record::Record;
use crate::little::u16_at;
use evidence::{Sight, Unread};

/// Categories, and their subcategories in the system's order.
const CATEGORIES: [(&str, &[&str]); 9] = [
    ("system", &["state_change", "extension", "integrity", "ipsec_driver", "other"]),
    (
        "logon",
        &[
            "logon",
            "logoff",
            "lockout",
            "ipsec_main",
            "special_logon",
            "ipsec_quick",
            "ipsec_extended",
            "other",
            "network_policy_server",
            "claims",
            "group_membership",
        ],
    ),
    (
        "object_access",
        &[
            "file_system",
            "registry",
            "kernel_object",
            "sam",
            "other",
            "certification",
            "application",
            "handle",
            "share",
            "packet_drop",
            "connection",
            "detailed_share",
            "removable_storage",
            "policy_staging",
        ],
    ),
    ("privilege_use", &["sensitive", "not_sensitive", "other"]),
    (
        "tracking",
        &["process_creation", "process_termination", "dpapi", "rpc", "plug_and_play", "token_right"],
    ),
    ("policy_change", &["audit", "authentication", "authorization", "firewall_rules", "filtering", "other"]),
    (
        "account_management",
        &["user", "computer", "security_group", "distribution_group", "application_group", "other"],
    ),
    ("directory", &["access", "changes", "replication", "detailed_replication"]),
    ("account_logon", &["credential_validation", "kerberos_service", "other", "kerberos_authentication"]),
];
/// Bytes of the head.
const HEAD: usize = 12;

pub(super) fn see(look: &mut Look<'_>) {
    for spot in look.open(Role::Security, r"Policy\PolAdtEv", &["audit.policy"]) {
        let bytes = spot.bytes("").unwrap_or_default();
        let Some(policy) = read(&bytes) else {
            look.say("audit.policy", &spot, "", Sight::Unreadable(Unread::Unsupported), spot.key.written());
            continue;
        };
        for (category, subcategories) in policy {
            let mut record = Record::of(&spot);
            record.put_text("category", category);
            for (name, number) in subcategories {
                record.put_text(name, outcome(number));
            }
            look.record("audit.policy", record, spot.key.written());
        }
    }
}

type Policy = Vec<(&'static str, Vec<(&'static str, u16)>)>;

fn read(bytes: &[u8]) -> Option<Policy> {
    let counts_at = usize::from(u16_at(bytes, 8)?);
    if u16_at(bytes, 4)? as usize != CATEGORIES.len() || counts_at < HEAD {
        return None;
    }
    let mut at = HEAD;
    let mut policy = Vec::new();
    for (number, (category, names)) in CATEGORIES.into_iter().enumerate() {
        let count = usize::from(u16_at(bytes, counts_at + number * 2)?);
        let mut said = Vec::new();
        for place in 0..count {
            let number = u16_at(bytes, at + place * 2)?;
            // One that a newer Windows added has no name here yet.
            said.extend(names.get(place).map(|name| (*name, number)));
        }
        at += count * 2;
        policy.push((category, said));
    }
    (at <= counts_at).then_some(policy)
}

fn outcome(number: u16) -> &'static str {
    match number & 3 {
        0 => "none",
        1 => "success",
        2 => "failure",
        _ => "both",
    }
}
