//! Accounts and groups of the computer, and its rules for passwords and locking
//! (SAM). Of a password only whether one is set, and only where that shows without
//! reading what is kept of it.

use super::Role;
use super::look::Look;
use super::record::{Record, Spot};
use super::sam::{self, Group, Names, Policy, State};
use super::shape::Shape;
use evidence::{Sight, Unread, Value};

const ACCOUNT: &str = r"SAM\Domains\Account";
const BUILTIN: &str = r"SAM\Domains\Builtin\Aliases";
/// The group that may do everything, by its number.
const ADMINISTRATORS: &str = "00000220";
const POLICY: [&str; 9] = [
    "password.maximum_age",
    "password.minimum_age",
    "password.minimum_length",
    "password.history",
    "password.complex",
    "password.reversible",
    "lockout.threshold",
    "lockout.duration",
    "lockout.window",
];

pub(super) fn see(look: &mut Look<'_>) {
    let machine = machine(look);
    let administrators = groups(look);
    accounts(look, machine.as_deref(), administrators.as_ref());
    profiles(look);
}

/// The computer's own identifier, and its rules.
fn machine(look: &mut Look<'_>) -> Option<String> {
    let mut attributes = vec!["computer.sid"];
    attributes.extend(POLICY);
    let mut machine = None;
    for spot in look.open(Role::Sam, ACCOUNT, &attributes) {
        machine = spot.bytes("V").and_then(|bytes| sam::machine_sid(&bytes));
        let sight = match &machine {
            Some(sid) => Sight::Seen(Value::Text(sid.clone())),
            None => Sight::Unreadable(Unread::Corrupt),
        };
        look.say("computer.sid", &spot, "V", sight, spot.key.written());
        policy(look, &spot);
    }
    machine
}

fn policy<'a>(look: &mut Look<'a>, spot: &Spot<'a>) {
    let policy = spot.bytes("F").and_then(|bytes| Policy::read(&bytes));
    let whole = |number: i64| Sight::Seen(Value::Whole(number));
    for attribute in POLICY {
        let sight = match &policy {
            None => Sight::Unreadable(Unread::Corrupt),
            Some(policy) => match attribute {
                // A span that never ends is no number.
                "password.maximum_age" => policy.most_age.map_or(Sight::Absent, whole),
                "password.minimum_age" => policy.least_age.map_or(Sight::Absent, whole),
                "lockout.duration" => policy.lock_lasts.map_or(Sight::Absent, whole),
                "lockout.window" => policy.lock_window.map_or(Sight::Absent, whole),
                "password.minimum_length" => whole(policy.least_length.into()),
                "password.history" => whole(policy.history.into()),
                "lockout.threshold" => whole(policy.lock_after.into()),
                "password.complex" => Sight::Seen(Value::Flag(policy.complex)),
                _ => Sight::Seen(Value::Flag(policy.reversible)),
            },
        };
        look.say(attribute, spot, "F", sight, spot.key.written());
    }
}

/// The groups every Windows has; gives the members of the administrators.
fn groups(look: &mut Look<'_>) -> Option<Vec<String>> {
    let mut administrators = None;
    for aliases in look.open(Role::Sam, BUILTIN, &["group"]) {
        for spot in look.children(&aliases, "group") {
            let name = spot.name();
            if name.eq_ignore_ascii_case("Names") || name.eq_ignore_ascii_case("Members") {
                continue;
            }
            let mut record = Record::of(&spot);
            match spot.bytes("C").and_then(|bytes| Group::read(&bytes)) {
                Some(group) => {
                    record.put_text("name", &group.name);
                    record.put_texts("members", group.members.clone());
                    if let Ok(number) = i64::from_str_radix(&name, 16) {
                        record.put("rid", Value::Whole(number));
                    }
                    if name.eq_ignore_ascii_case(ADMINISTRATORS) {
                        administrators = Some(group.members);
                    }
                }
                None => record.miss("C"),
            }
            look.record("group", record, spot.key.written());
        }
    }
    administrators
}

fn accounts(look: &mut Look<'_>, machine: Option<&str>, administrators: Option<&Vec<String>>) {
    for users in look.open(Role::Sam, &format!(r"{ACCOUNT}\Users"), &["account"]) {
        for spot in look.children(&users, "account") {
            let Ok(rid) = u32::from_str_radix(&spot.name(), 16) else { continue };
            let mut record = Record::of(&spot);
            record.put("rid", Value::Whole(rid.into()));
            names(&mut record, &spot);
            state(&mut record, &spot);
            if let (Some(machine), Some(administrators)) = (machine, administrators) {
                let own = format!("{machine}-{rid}");
                record.put("administrator", Value::Flag(administrators.contains(&own)));
            }
            // The address itself is nobody's business here.
            let linked = matches!(spot.key.value("InternetUserName"), Ok(Some(_)));
            record.put("microsoft_account", Value::Flag(linked));
            record.put_instant("changed", spot.key.written());
            look.record("account", record, spot.key.written());
        }
    }
}

fn names(record: &mut Record<'_>, spot: &Spot<'_>) {
    match spot.bytes("V").and_then(|bytes| Names::read(&bytes)) {
        Some(names) => {
            record.put_text("name", &names.name);
            record.put_text("full_name", &names.full);
            record.put_text("comment", &names.comment);
            if let Some(has) = names.has_password {
                record.put("no_password_set", Value::Flag(!has));
            }
        }
        None => record.miss("V"),
    }
}

fn state(record: &mut Record<'_>, spot: &Spot<'_>) {
    let Some(state) = spot.bytes("F").and_then(|bytes| State::read(&bytes)) else {
        record.miss("F");
        return;
    };
    for (field, flag) in [
        ("disabled", sam::DISABLED),
        ("locked", sam::LOCKED),
        ("password_not_required", sam::NO_PASSWORD_REQUIRED),
        ("password_never_expires", sam::NEVER_EXPIRES),
        ("smartcard_required", sam::SMARTCARD),
    ] {
        record.put(field, Value::Flag(state.flags & flag != 0));
    }
    record.put("flags", Value::Whole(state.flags.into()));
    record.put("logons", Value::Whole(state.logons.into()));
    record.put("failed_logons", Value::Whole(state.failures.into()));
    record.put_instant("last_logon", state.last_logon);
    record.put_instant("password_set", state.password_set);
    record.put_instant("expires", state.expires);
    record.put_instant("last_failed_logon", state.last_failure);
}

/// Whose folders are on the computer, domain accounts among them.
fn profiles(look: &mut Look<'_>) {
    let path = r"Microsoft\Windows NT\CurrentVersion\ProfileList";
    for list in look.open(Role::Software, path, &["profile"]) {
        for spot in look.children(&list, "profile") {
            let mut record = Record::of(&spot);
            record.put_text("sid", &spot.name());
            record.take("path", "ProfileImagePath", Shape::Text);
            record.take("state", "State", Shape::Whole);
            // Windows 10 writes the later ones, and those before it the earlier.
            for (field, high, low) in [
                ("loaded", "ProfileLoadTimeHigh", "ProfileLoadTimeLow"),
                ("loaded", "LocalProfileLoadTimeHigh", "LocalProfileLoadTimeLow"),
                ("unloaded", "LocalProfileUnloadTimeHigh", "LocalProfileUnloadTimeLow"),
            ] {
                if let (Some(high), Some(low)) = (spot.whole(high), spot.whole(low)) {
                    record.put_instant(field, crate::hive::filetime((high as u64) << 32 | low as u64));
                }
            }
            look.record("profile", record, spot.key.written());
        }
    }
}
