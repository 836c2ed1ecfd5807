//! What runs by itself: at times (crontab(5), timers), at the start (systemd, OpenRC).

use super::look::{Look, Record, Text};
use std::collections::BTreeMap;

/// Where links say what starts.
const LINKS: [&str; 3] = ["/etc/systemd/system/*.wants", "/etc/runlevels/*", "/etc/rc3.d"];
/// Lines of one table, at most.
const MOST: usize = 2_000;
/// Characters of a command that are passed on.
const LONGEST: usize = 200;

pub(super) fn see(look: &mut Look<'_>) {
    tables(look);
    services(look);
}

fn tables(look: &mut Look<'_>) {
    const WANTED: [&str; 5] = [
        "/etc/crontab",
        "/etc/cron.d/*",
        "/var/spool/cron/crontabs/*",
        "/var/spool/cron/*",
        "/etc/crontabs/*",
    ];
    for file in look.open(&WANTED, &["schedule"]) {
        let own = file.path.starts_with("/var/spool/") || file.path.starts_with("/etc/crontabs/");
        for (at, line) in file.lines().take(MOST) {
            if let Some(record) = job(&file, line, own) {
                look.record("schedule", &file, &file.at(at), record);
            }
        }
    }
    for wanted in ["/etc/cron.hourly", "/etc/cron.daily", "/etc/cron.weekly", "/etc/cron.monthly"] {
        for file in look.texts(wanted) {
            let when = wanted.trim_start_matches("/etc/cron.");
            for name in file
                .text
                .lines()
                .filter_map(|line| line.split('\t').next())
                .filter(|name| !name.starts_with('.'))
            {
                let mut record = Record::new();
                record.text("when", when).text("user", "root").text("command", name);
                look.record("schedule", &file, file.path, record);
            }
        }
    }
}

/// Five fields or `@daily`, in the system's tables whose job it is, and what is run.
fn job(file: &Text<'_>, line: &str, own: bool) -> Option<Record> {
    let first = line.split_whitespace().next()?;
    if first.contains('=') {
        return None;
    }
    let times = if first.starts_with('@') { 1 } else { 5 };
    let words: Vec<&str> = line.split_whitespace().collect();
    let user = if own { file.name() } else { words.get(times)? };
    let command = words.get(times + usize::from(!own)..).filter(|rest| !rest.is_empty())?.join(" ");
    let mut record = Record::new();
    record.text("when", &words[..times].join(" ")).text("user", user);
    record.text("command", &command.chars().take(LONGEST).collect::<String>());
    // What is fetched and run in one breath is worth a look of its own.
    let fetched = ["curl ", "wget "].iter().any(|word| command.contains(word));
    let run = ["| sh", "|sh", "| bash", "|bash"].iter().any(|word| command.contains(word));
    record.flag("fetched_and_run", fetched && run);
    Some(record)
}

/// Services and how they start: what systemctl lists, else the links of the disk.
fn services(look: &mut Look<'_>) {
    if !look.texts("unit-files").is_empty() {
        let running: BTreeMap<String, bool> = look
            .texts("units")
            .iter()
            .flat_map(|file| file.text.lines())
            .filter_map(|line| {
                let words: Vec<&str> = line.split_whitespace().collect();
                Some(((*words.first()?).to_owned(), words.get(3) == Some(&"running")))
            })
            .collect();
        for file in look.open(&["unit-files"], &["service"]) {
            for (at, line) in file.lines() {
                let words: Vec<&str> = line.split_whitespace().collect();
                let (Some(name), Some(state)) = (words.first(), words.get(1)) else { continue };
                if ![".service", ".timer", ".socket"].iter().any(|kind| name.ends_with(kind)) {
                    continue;
                }
                let mut record = Record::new();
                record.text("name", name).text("start", state);
                if let Some(running) = running.get(*name) {
                    record.flag("running", *running);
                }
                look.record("service", &file, &file.at(at), record);
            }
        }
        return;
    }
    let there: Vec<&str> = LINKS.into_iter().filter(|one| !look.texts(one).is_empty()).collect();
    let wanted = if there.is_empty() { [&["unit-files"], &LINKS[..]].concat() } else { there };
    for file in look.open(&wanted, &["service"]) {
        for line in file.text.lines() {
            let name = line.split('\t').next().unwrap_or_default();
            // Of SysV's links those that start.
            let name = match file.path {
                "/etc/rc3.d" => match name.strip_prefix('S') {
                    Some(rest) => rest.trim_start_matches(|c: char| c.is_ascii_digit()),
                    None => continue,
                },
                _ => name,
            };
            if name.is_empty() {
                continue;
            }
            let mut record = Record::new();
            record.text("name", name).text("start", "enabled");
            look.record("service", &file, file.path, record);
        }
    }
    for file in look.texts("/etc/systemd/system") {
        for line in file.text.lines().filter(|line| line.ends_with("/dev/null")) {
            let mut record = Record::new();
            record.text("name", line.split('\t').next().unwrap_or_default()).text("start", "masked");
            look.record("service", &file, file.path, record);
        }
    }
}

/// Names of services that start by themselves or run, for other topics.
pub(super) fn started(look: &Look<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for file in look.texts("unit-files") {
        names.extend(file.text.lines().filter_map(|line| {
            let mut words = line.split_whitespace();
            let name = words.next()?;
            matches!(words.next(), Some("enabled" | "enabled-runtime")).then(|| bare(name))
        }));
    }
    for wanted in ["/etc/systemd/system/*.wants", "/etc/runlevels/*"] {
        for file in look.texts(wanted) {
            names.extend(file.text.lines().filter_map(|line| line.split('\t').next()).map(bare));
        }
    }
    for file in look.texts("processes") {
        names.extend(
            file.text.lines().skip(1).filter_map(|line| line.split_whitespace().nth(1)).map(str::to_owned),
        );
    }
    names
}

fn bare(name: &str) -> String {
    name.trim_end_matches(".service").to_owned()
}
