//! What the firewall lets in: rules of nftables and iptables as they are loaded, and
//! what ufw and firewalld say of themselves.

use super::look::{Look, Record, Text};
use evidence::{Sight, Value};

const LOADED: [&str; 4] = ["nft", "iptables", "ufw", "firewall-cmd"];
const KEPT: [&str; 4] =
    ["/etc/ufw/ufw.conf", "/etc/nftables.conf", "/etc/iptables/rules.v4", "/etc/sysconfig/iptables"];

pub(super) fn see(look: &mut Look<'_>) {
    let mut wanted: Vec<&str> = LOADED.into_iter().filter(|one| !look.texts(one).is_empty()).collect();
    wanted.extend(KEPT.into_iter().filter(|one| !look.texts(one).is_empty()));
    let files = if wanted.is_empty() {
        look.open(&LOADED, &["firewall", "firewall.active"])
    } else {
        look.open(&wanted, &["firewall", "firewall.active"])
    };
    let mut active = None;
    let mut loaded = false;
    for file in &files {
        let Some((name, on, rules, policy)) = said(file) else { continue };
        let kept = file.path.starts_with('/');
        loaded |= !kept;
        let mut record = Record::new();
        record.text("name", name).flag("active", on).whole("rules", rules).text("input", &policy);
        record.flag("loaded", !kept);
        look.record("firewall", file, file.path, record);
        if on || active.is_none() {
            active = Some((file, active.is_some_and(|(_, known)| known) || on));
        }
    }
    match active {
        // Kept rules of a disk say what will be, not what is.
        Some((file, on)) if on || loaded => look.seen("firewall.active", file, file.path, Value::Flag(on)),
        Some((file, _)) => look.say("firewall.active", file, file.path, Sight::NotCollected),
        None => {}
    }
}

type Said<'a> = (&'a str, bool, Option<i64>, String);

fn said(file: &Text<'_>) -> Option<Said<'static>> {
    match file.name() {
        "nft" | "nftables.conf" => Some(nft(&file.text)),
        "iptables" | "rules.v4" => Some(iptables(&file.text)),
        "ufw" => {
            let on = file.text.lines().any(|line| line.trim() == "Status: active");
            let policy = file.text.lines().find_map(|line| line.strip_prefix("Default:")).unwrap_or_default();
            Some(("ufw", on, None, policy.split(" (incoming)").next().unwrap_or_default().trim().to_owned()))
        }
        "ufw.conf" => {
            let on = file.lines().any(|(_, line)| line.replace(' ', "").eq_ignore_ascii_case("ENABLED=yes"));
            Some(("ufw", on, None, String::new()))
        }
        "firewall-cmd" => Some(("firewalld", file.text.trim() == "running", None, String::new())),
        _ => None,
    }
}

/// Rules of the chain that what comes in passes, and what happens to the rest.
fn nft(text: &str) -> Said<'static> {
    let (mut input, mut rules, mut policy, mut depth) = (false, 0, String::new(), 0);
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if line.contains("hook input") {
            input = true;
            if let Some((_, rest)) = line.split_once("policy ") {
                let said = rest.split([';', ' ']).next().unwrap_or_default();
                if policy != "drop" {
                    policy = said.to_owned();
                }
            }
        } else if line.ends_with('{') {
            depth += 1;
        } else if line == "}" {
            depth -= 1;
            input = input && depth > 1;
        } else if input {
            rules += 1;
        }
    }
    let on = policy == "drop" || rules > 0;
    ("nftables", on, Some(rules), policy)
}

/// `:INPUT DROP [0:0]`, `-A INPUT …` (iptables-save(8)).
fn iptables(text: &str) -> Said<'static> {
    let policy = text.lines().find_map(|line| line.strip_prefix(":INPUT ")?.split(' ').next());
    let policy = policy.unwrap_or_default().to_lowercase();
    let rules = text.lines().filter(|line| line.starts_with("-A INPUT")).count() as i64;
    ("iptables", rules > 0 || policy == "drop", Some(rules), policy)
}
