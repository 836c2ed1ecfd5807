//! Which system it is, until when it is supported, and which kernel runs (os-release(5)).

use super::look::{Look, Record, Text};
use super::support::{DATED, support};
use super::wanted::{OS_RELEASE, OS_RELEASE_LIB, REDHAT_RELEASE};
use evidence::{Sight, Unread, Value};
use jiff::tz::TimeZone;

/// How a release is called.
#[derive(Debug, Clone, Default)]
struct Release {
    id: String,
    version: String,
}

pub(super) fn see(look: &mut Look<'_>) {
    look.say_without("os.family", "", Sight::Seen(Value::Text("linux".to_owned())));
    // What tells Windows' releases apart; asked of every machine.
    look.say_without("os.build", "", Sight::Absent);
    release(look);
    kernel(look);
    name(look);
}

fn named(file: &Text<'_>) -> Release {
    let field = |name: &str| field(file, name).map(|(_, value)| value).unwrap_or_default();
    Release { id: field("ID").to_lowercase(), version: field("VERSION_ID") }
}

/// `CentOS release 6.10 (Final)`, from before there was os-release.
fn redhat(file: &Text<'_>) -> Release {
    let line = file.text.lines().next().unwrap_or_default().to_lowercase();
    let id = ["centos", "oracle", "red hat", "rocky", "almalinux"].into_iter().find(|id| line.contains(id));
    let id = match id {
        Some("red hat") => "rhel",
        Some("oracle") => "ol",
        other => other.unwrap_or_default(),
    };
    let version = line.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    Release { id: id.to_owned(), version: version.unwrap_or_default().to_owned() }
}

fn release(look: &mut Look<'_>) {
    let attributes =
        ["os.product", "os.id", "os.version", "os.point_release", "os.support", "os.support_left"];
    let modern = [OS_RELEASE, OS_RELEASE_LIB].iter().any(|wanted| !look.texts(wanted).is_empty());
    let wanted: &[&str] = if modern { &[OS_RELEASE, OS_RELEASE_LIB] } else { &[REDHAT_RELEASE] };
    let files = look.open(wanted, &attributes);
    let Some(file) = files.first() else { return };
    let release = if modern { named(file) } else { redhat(file) };
    let product = match field(file, "PRETTY_NAME") {
        Some((_, product)) => product,
        None => file.text.lines().next().unwrap_or_default().to_owned(),
    };
    for (attribute, text) in
        [("os.product", &product), ("os.id", &release.id), ("os.version", &release.version)]
    {
        if !text.is_empty() {
            look.seen(attribute, file, file.path, Value::Text(super::look::cut(text)));
        }
    }
    point(look);
    let Some(row) = support(&release.id, &release.version) else {
        // That the table does not know it says nothing of the release.
        for attribute in ["os.support", "os.support_left"] {
            look.say(attribute, file, file.path, Sight::Unreadable(Unread::Unsupported));
        }
        return;
    };
    let mut record = Record::new();
    record.put("ends", Value::Day(row.free)).put_some("ends_by_contract", row.paid.map(Value::Day));
    record.text("source", row.source).text("dated", DATED);
    look.record("os.support", file, file.path, record);
    if let Some(today) = look.taken_at().map(|at| at.to_zoned(TimeZone::UTC).date()) {
        let left = today.until(row.free).map_or(0, |span| i64::from(span.get_days()));
        look.seen("os.support_left", file, file.path, Value::Whole(left));
    }
}

/// `12.5`: what os-release does not say of Debian and the like.
fn point(look: &mut Look<'_>) {
    for wanted in ["/etc/debian_version", "/etc/alpine-release", REDHAT_RELEASE] {
        if let Some(file) = look.texts(wanted).first() {
            let line = file.text.lines().next().unwrap_or_default().trim();
            let number = line.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
            if let Some(number) = number {
                look.seen("os.point_release", file, file.path, Value::Text(super::look::cut(number)));
                return;
            }
        }
    }
}

fn field(file: &Text<'_>, name: &str) -> Option<(usize, String)> {
    file.lines().find_map(|(at, line)| {
        let value = line.strip_prefix(name)?.strip_prefix('=')?.trim();
        Some((at, value.trim_matches(['"', '\'']).to_owned()))
    })
}

/// The kernel that runs, and the newest that is there to be started.
fn kernel(look: &mut Look<'_>) {
    let files = look.open(&["uname", "/proc/version"], &["os.kernel"]);
    let running = files.first().and_then(|file| {
        let version =
            file.text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
        look.seen("os.kernel", file, file.path, Value::Text(super::look::cut(version)));
        let machine = file.text.split_whitespace().last().filter(|_| file.path == "uname");
        if let Some(machine) = machine {
            look.seen("os.architecture", file, file.path, Value::Text(super::look::cut(machine)));
        }
        Some(version.to_owned())
    });
    if files.is_empty() || running.is_none() || files.first().is_some_and(|file| file.path != "uname") {
        let _ = look.open(&["uname"], &["os.architecture"]);
    }
    let boot = look.open(&["/boot"], &["os.kernel_installed"]);
    for file in &boot {
        for name in file.text.lines().filter_map(|line| line.split('\t').next()) {
            let version = name.strip_prefix("vmlinuz-").filter(|version| !version.contains("rescue"));
            if let Some(version) = version {
                look.seen("os.kernel_installed", file, file.path, Value::Text(super::look::cut(version)));
            }
        }
    }
}

fn name(look: &mut Look<'_>) {
    for file in look.open(&["/etc/hostname"], &["computer.name"]) {
        let name = file.text.lines().next().unwrap_or_default().trim().to_owned();
        if !name.is_empty() {
            look.seen("computer.name", &file, file.path, Value::Text(super::look::cut(&name)));
        }
    }
    let there: Vec<&str> =
        ["/etc/timezone", "/etc/localtime"].into_iter().filter(|one| !look.texts(one).is_empty()).collect();
    let wanted = if there.is_empty() { vec!["/etc/timezone", "/etc/localtime"] } else { there };
    if let Some(file) = look.open(&wanted, &["time.zone"]).first() {
        let zone = file.text.trim();
        let zone = zone.rsplit_once("zoneinfo/").map_or(zone, |(_, zone)| zone);
        look.seen("time.zone", file, file.path, Value::Text(super::look::cut(zone)));
    }
}
