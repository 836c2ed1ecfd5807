//! Settings of the kernel, mounts, files with another's rights, and what is kept of what
//! happens: sysctl(8), mounts, audit, logs and where they are sent.

use super::look::{Look, Record, Text, several};
use evidence::{Sight, Value};
use std::collections::BTreeMap;

/// The kernel's settings that are told of.
const KERNEL: [&str; 22] = [
    "fs.protected_hardlinks",
    "fs.protected_symlinks",
    "fs.suid_dumpable",
    "kernel.dmesg_restrict",
    "kernel.kptr_restrict",
    "kernel.randomize_va_space",
    "kernel.sysrq",
    "kernel.yama.ptrace_scope",
    "net.ipv4.conf.all.accept_redirects",
    "net.ipv4.conf.all.accept_source_route",
    "net.ipv4.conf.all.log_martians",
    "net.ipv4.conf.all.rp_filter",
    "net.ipv4.conf.all.secure_redirects",
    "net.ipv4.conf.all.send_redirects",
    "net.ipv4.conf.default.accept_redirects",
    "net.ipv4.conf.default.accept_source_route",
    "net.ipv4.icmp_echo_ignore_broadcasts",
    "net.ipv4.ip_forward",
    "net.ipv4.tcp_syncookies",
    "net.ipv6.conf.all.accept_ra",
    "net.ipv6.conf.all.accept_redirects",
    "net.ipv6.conf.all.forwarding",
];
/// Files and mounts told of, at most.
const MOST: usize = 5_000;

pub(super) fn see(look: &mut Look<'_>) {
    kernel(look);
    mounts(look);
    privileged(look);
    audit(look);
    forwarding(look);
    keeping(look);
    confined(look);
}

/// As they are; where that was not asked, as the files of the disk will have them.
fn kernel(look: &mut Look<'_>) {
    let wanted: Vec<&str> = if look.texts("sysctl").is_empty() {
        ["/etc/sysctl.conf", "/etc/sysctl.d/*.conf", "/usr/lib/sysctl.d/*.conf"]
            .into_iter()
            .filter(|one| !look.texts(one).is_empty())
            .collect()
    } else {
        vec!["sysctl"]
    };
    let wanted = if wanted.is_empty() { vec!["sysctl"] } else { wanted };
    let files = look.open(&wanted, &["sysctl"]);
    // Of files the one whose name comes last has the last word; /etc/sysctl.conf after all.
    let mut said: BTreeMap<String, ((bool, String), usize, usize, String)> = BTreeMap::new();
    for (number, file) in files.iter().enumerate() {
        for (at, line) in file.lines() {
            let Some((name, value)) = line.split_once('=') else { continue };
            let name = name.trim().trim_start_matches('-').replace('/', ".");
            if !KERNEL.contains(&name.as_str()) {
                continue;
            }
            let rank = (file.path == "/etc/sysctl.conf", file.name().to_owned());
            if said.get(&name).is_none_or(|(known, ..)| *known <= rank) {
                said.insert(name, (rank, number, at, value.trim().to_owned()));
            }
        }
    }
    for (name, (_, number, at, value)) in said {
        let mut record = Record::new();
        record.text("name", &name).text("value", &value);
        look.record("sysctl", &files[number], &files[number].at(at), record);
    }
}

/// `device path type options` (fstab(5)).
fn mounts(look: &mut Look<'_>) {
    let wanted = if look.texts("/proc/mounts").is_empty() { "/etc/fstab" } else { "/proc/mounts" };
    for file in look.open(&[wanted], &["mount"]) {
        for (at, line) in file.lines().take(MOST) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [device, path, kind, options, ..] = words[..] else { continue };
            if [
                "proc",
                "sysfs",
                "cgroup",
                "cgroup2",
                "devpts",
                "mqueue",
                "securityfs",
                "tracefs",
                "debugfs",
                "overlay",
            ]
            .contains(&kind)
                && path != "/"
            {
                continue;
            }
            let mut record = Record::new();
            record.text("device", device).text("path", path).text("type", kind);
            record.several("options", &options.split(',').collect::<Vec<_>>());
            look.record("mount", &file, &file.at(at), record);
        }
    }
}

/// Files that run with the rights of whose they are: mode, owner, group, path.
fn privileged(look: &mut Look<'_>) {
    for file in look.open(&[super::PRIVILEGED], &["file.privileged"]) {
        for (at, line) in file.lines().take(MOST) {
            let cells: Vec<&str> = line.splitn(4, '\t').collect();
            let [mode, uid, gid, path] = cells[..] else { continue };
            let mut record = Record::new();
            record
                .text("mode", mode)
                .whole("uid", uid.parse().ok())
                .whole("gid", gid.parse().ok())
                .text("path", path);
            let usual = ["/usr/", "/bin/", "/sbin/", "/lib/", "/opt/google/"]
                .iter()
                .any(|start| path.starts_with(start));
            record.flag("usual_place", usual && !path.starts_with("/usr/local/"));
            look.record("file.privileged", &file, &file.at(at), record);
        }
    }
}

/// Rules of the audit daemon, and how it keeps what it writes.
fn audit(look: &mut Look<'_>) {
    let there: Vec<&str> = ["/etc/audit/rules.d/*.rules", "/etc/audit/audit.rules"]
        .into_iter()
        .filter(|one| !look.texts(one).is_empty())
        .take(1)
        .collect();
    let wanted =
        if there.is_empty() { vec!["/etc/audit/rules.d/*.rules", "/etc/audit/audit.rules"] } else { there };
    let files = look.open(&wanted, &["audit.rules"]);
    if let Some(first) = files.first() {
        let rule = |line: &str| ["-w ", "-a "].iter().any(|start| line.starts_with(start));
        let count = files.iter().flat_map(Text::lines).filter(|(_, line)| rule(line)).count();
        look.seen("audit.rules", first, first.path, Value::Whole(count as i64));
    }
    for file in look.open(&["/etc/audit/auditd.conf"], &["audit.keeping"]) {
        let mut record = Record::new();
        for (_, line) in file.lines() {
            if let Some((name, value)) = line.split_once('=') {
                let name = name.trim().to_lowercase();
                if ["max_log_file", "num_logs"].contains(&name.as_str()) {
                    record.whole(&name, value.trim().parse().ok());
                } else if ["max_log_file_action", "space_left_action", "disk_full_action"]
                    .contains(&name.as_str())
                {
                    record.text(&name, &value.trim().to_lowercase());
                }
            }
        }
        look.record("audit.keeping", &file, file.path, record);
    }
}

/// Where logs are sent: `*.* @@192.0.2.7:514`, `action(type="omfwd" target="…")`.
fn forwarding(look: &mut Look<'_>) {
    const WANTED: [&str; 3] = ["/etc/rsyslog.conf", "/etc/rsyslog.d/*.conf", "/etc/syslog-ng/syslog-ng.conf"];
    let there: Vec<&str> = WANTED.into_iter().filter(|one| !look.texts(one).is_empty()).collect();
    let wanted = if there.is_empty() { WANTED.to_vec() } else { there };
    for file in look.open(&wanted, &["log.forwarding"]) {
        for (at, line) in file.lines() {
            let target = if line.contains("omfwd") || line.contains("omrelp") {
                line.split_once("target=").or_else(|| line.split_once("Target=")).map(|(_, rest)| {
                    rest.trim_start_matches('"').split('"').next().unwrap_or_default().to_owned()
                })
            } else if file.path.contains("syslog-ng") {
                ["tcp(\"", "udp(\"", "network(\"", "syslog(\""]
                    .iter()
                    .find_map(|mark| Some(line.split_once(mark)?.1.split('"').next()?.to_owned()))
            } else {
                line.split_whitespace().nth(1).filter(|word| word.starts_with('@')).map(str::to_owned)
            };
            if let Some(target) = target {
                let mut record = Record::new();
                record.text("target", target.trim_start_matches('@'));
                record.text(
                    "protocol",
                    if target.starts_with("@@") || line.contains("tcp") { "tcp" } else { "udp" },
                );
                look.record("log.forwarding", &file, &file.at(at), record);
            }
        }
    }
}

/// How long logs are kept: logrotate's rules, and whether the journal outlives a start.
fn keeping(look: &mut Look<'_>) {
    const WANTED: [&str; 3] = ["/etc/logrotate.conf", "/etc/logrotate.d/rsyslog", "/etc/logrotate.d/syslog"];
    let there: Vec<&str> = WANTED.into_iter().filter(|one| !look.texts(one).is_empty()).collect();
    let wanted = if there.is_empty() { WANTED.to_vec() } else { there };
    let files = look.open(&wanted, &["log.rotation", "log.kept_weeks"]);
    let mut weeks: Option<(i64, &Text<'_>)> = None;
    for file in &files {
        let (mut period, mut count) = (None, None);
        for (_, line) in file.lines() {
            match line.split_whitespace().collect::<Vec<_>>()[..] {
                [word @ ("daily" | "weekly" | "monthly" | "yearly")] => {
                    period = period.or(Some(word.to_owned()));
                }
                ["rotate", number] => count = count.or(number.parse::<i64>().ok()),
                _ => {}
            }
        }
        if period.is_none() && count.is_none() {
            continue;
        }
        let days = match period.as_deref() {
            Some("daily") => 1,
            Some("monthly") => 30,
            Some("yearly") => 365,
            _ => 7,
        };
        if let Some(count) = count {
            // What is said of the system's log itself outweighs what is said of all.
            weeks = Some((count.saturating_mul(days) / 7, file));
        }
        let mut record = Record::new();
        record.text("period", period.as_deref().unwrap_or_default()).whole("count", count);
        look.record("log.rotation", file, file.path, record);
    }
    if let Some((number, file)) = weeks {
        look.seen("log.kept_weeks", file, file.path, Value::Whole(number));
    }
    let kept = look.open(&["/etc/systemd/journald.conf", "/var/log/journal"], &["log.journal_kept"]);
    let Some(file) = kept.first() else { return };
    let folder = kept.iter().any(|file| file.path == "/var/log/journal");
    let storage = kept.iter().flat_map(Text::lines).find_map(|(_, line)| line.strip_prefix("Storage="));
    let persistent = match storage.map(str::to_lowercase).as_deref() {
        Some("persistent") => true,
        Some("volatile" | "none") => false,
        _ => folder,
    };
    look.seen("log.journal_kept", file, file.path, Value::Flag(persistent));
}

/// What holds programs within bounds: SELinux, AppArmor.
fn confined(look: &mut Look<'_>) {
    let attribute = "confinement";
    let there: Vec<&str> = ["getenforce", "/etc/selinux/config", "/sys/kernel/security/lsm"]
        .into_iter()
        .filter(|one| !look.texts(one).is_empty())
        .collect();
    let wanted =
        if there.is_empty() { vec!["/etc/selinux/config", "/sys/kernel/security/lsm"] } else { there };
    for file in look.open(&wanted, &[attribute]) {
        let mode = match file.path {
            "getenforce" => file.text.trim().to_lowercase(),
            "/etc/selinux/config" => file
                .lines()
                .find_map(|(_, line)| line.strip_prefix("SELINUX="))
                .unwrap_or_default()
                .to_lowercase(),
            _ => {
                let known =
                    file.text.trim().split(',').find(|name| ["apparmor", "selinux", "smack"].contains(name));
                look.say(
                    attribute,
                    &file,
                    file.path,
                    known.map_or(Sight::Absent, |name| Sight::Seen(Value::Text(name.to_owned()))),
                );
                continue;
            }
        };
        if !mode.is_empty() {
            look.seen(attribute, &file, file.path, Value::Text(super::look::cut(&format!("selinux {mode}"))));
        }
    }
}

/// Texts as one list, for topics of one line each.
pub(super) fn listed(texts: &[String]) -> Value {
    several(texts)
}
