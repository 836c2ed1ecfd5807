//! Whether the server's clock is kept right, by what, and from whom.

use super::look::Look;
use super::{packages, schedule};
use evidence::Value;

/// Programs that keep the time, and the packages and services they are.
const KEEPERS: [(&str, &[&str]); 4] = [
    ("chrony", &["chrony", "chronyd"]),
    ("ntpd", &["ntp", "ntpd", "ntpsec", "openntpd"]),
    ("systemd-timesyncd", &["systemd-timesyncd"]),
    ("vm", &["open-vm-tools-timesync"]),
];
const SERVERS: [&str; 4] =
    ["/etc/chrony.conf", "/etc/chrony/chrony.conf", "/etc/ntp.conf", "/etc/systemd/timesyncd.conf"];

pub(super) fn see(look: &mut Look<'_>) {
    for file in look.open(&["timedatectl"], &["time.synchronised"]) {
        if let Some((at, said)) =
            file.lines().find_map(|(at, line)| Some((at, line.strip_prefix("NTPSynchronized=")?)))
        {
            look.seen("time.synchronised", &file, &file.at(at), Value::Flag(said == "yes"));
        }
    }
    keeper(look);
    let there: Vec<&str> = SERVERS.into_iter().filter(|one| !look.texts(one).is_empty()).collect();
    let wanted = if there.is_empty() { SERVERS.to_vec() } else { there };
    for file in look.open(&wanted, &["time.server"]) {
        let mut servers = Vec::new();
        for (_, line) in file.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            if let ["server" | "pool" | "peer", address, ..] = words[..] {
                servers.push(address.to_owned());
            } else {
                let said = line.strip_prefix("NTP=").or_else(|| line.strip_prefix("FallbackNTP="));
                servers.extend(said.unwrap_or_default().split_whitespace().map(str::to_owned));
            }
        }
        if !servers.is_empty() {
            look.seen("time.server", &file, file.path, super::settings::listed(&servers));
        }
    }
}

/// One that starts by itself, or runs.
fn keeper(look: &mut Look<'_>) {
    let files = look.open(
        &["unit-files", "processes", "/etc/systemd/system/*.wants", "/etc/runlevels/*"][..one_of(look)],
        &["time.keeper"],
    );
    let Some(first) = files.first() else { return };
    let started = schedule::started(look);
    let known = packages::by_name(look);
    for (name, of) in KEEPERS {
        if let Some(found) = of.iter().find(|one| started.iter().any(|started| started == *one)) {
            let installed = known.get(*found).map(|package| package.version.clone()).unwrap_or_default();
            let mut record = super::look::Record::new();
            record.text("name", name).text("version", &installed);
            look.record("time.keeper", first, first.path, record);
        }
    }
}

/// How many of the traces have to be asked: all, unless systemctl answered.
fn one_of(look: &Look<'_>) -> usize {
    if look.texts("unit-files").is_empty() { 4 } else { 1 }
}
