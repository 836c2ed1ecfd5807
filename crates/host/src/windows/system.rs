//! The computer and its Windows: what it is called, which version, since when, in
//! which domain and time zone, and how whole its hives are.

use super::Role;
use super::look::{Look, unreadable};
use super::record::{Record, Spot};
use super::shape::Shape;
use crate::hive::{Hive, Stop};
use crate::little::u16_at;
use evidence::{Sight, Value};
use jiff::Timestamp;

const VERSION: &str = r"Microsoft\Windows NT\CurrentVersion";
/// Values of the version key that are one attribute each.
const VERSION_VALUES: [(&str, &str, Shape); 7] = [
    ("os.product", "ProductName", Shape::Text),
    ("os.edition", "EditionID", Shape::Text),
    ("os.service_pack", "CSDVersion", Shape::Text),
    ("os.installation", "InstallationType", Shape::Text),
    ("os.installed", "InstallDate", Shape::Seconds),
    ("os.owner", "RegisteredOwner", Shape::Text),
    ("os.organization", "RegisteredOrganization", Shape::Text),
];

pub(super) fn see(look: &mut Look<'_>) {
    look.say_of_any("os.family", Value::Text("windows".to_owned()));
    hives(look);
    versions(look);
    names(look);
    clock(look);
    for spot in look.open(Role::System, r"CurrentControlSet\Control\Windows", &["os.last_shutdown"]) {
        look.value("os.last_shutdown", &spot, "ShutdownTime", Shape::Instant);
    }
    let environment = r"CurrentControlSet\Control\Session Manager\Environment";
    for spot in look.open(Role::System, environment, &["os.architecture"]) {
        look.value("os.architecture", &spot, "PROCESSOR_ARCHITECTURE", Shape::Text);
    }
    former(look);
}

/// How whole each hive is: what was damaged, whether its logs were replayed.
fn hives(look: &mut Look<'_>) {
    for role in [Role::System, Role::Software, Role::Sam, Role::Security, Role::User, Role::Amcache] {
        for given in look.hives(role) {
            match given.hive.root() {
                Ok(key) => {
                    let root = Spot { given, key, place: role.place().to_owned() };
                    let record = state(&root, &given.hive, role, &look.whose(given).person);
                    look.record("hive", record, None);
                }
                Err(damage) => look.say_all(&["hive"], Some(given), role.place(), unreadable(damage)),
            }
        }
    }
}

fn state<'a>(root: &Spot<'a>, hive: &Hive<'_>, role: Role, person: &str) -> Record<'a> {
    let mut record = Record::of(root);
    record.put_text("role", role.place());
    if role == Role::User {
        record.put_text("user", person);
    }
    record.put("dirty", Value::Flag(hive.is_dirty()));
    if let Some(replay) = hive.replayed() {
        record.put("logs_replayed", Value::Whole(i64::from(replay.entries)));
        record.put("pages_replayed", Value::Whole(i64::from(replay.pages)));
        let outcome = match replay.stop {
            Stop::Clean => "clean",
            Stop::Done => "done",
            Stop::NoLog => "no_log",
            Stop::OtherState => "other_state",
        };
        record.put_text("replay", outcome);
    }
    let census = hive.census();
    record.put("keys", whole(census.keys));
    record.put("values", whole(census.values));
    record.put("damaged", whole(census.damages()));
    let reasons = census.damaged.iter().map(|(damage, count)| format!("{count}: {damage}"));
    record.put_texts("damages", reasons.collect());
    record.put_instant("written", hive.written());
    record
}

fn versions(look: &mut Look<'_>) {
    let mut attributes: Vec<&str> = VERSION_VALUES.iter().map(|(attribute, ..)| *attribute).collect();
    attributes.extend(["os.version", "os.build"]);
    for spot in look.open(Role::Software, VERSION, &attributes) {
        for (attribute, name, shape) in VERSION_VALUES {
            look.value(attribute, &spot, name, shape);
        }
        // 22H2; 2009 before it; 6.1 before that.
        let name = ["DisplayVersion", "ReleaseId", "CurrentVersion"]
            .into_iter()
            .find(|name| spot.text(name).is_some_and(|text| !text.is_empty()));
        look.value("os.version", &spot, name.unwrap_or("CurrentVersion"), Shape::Text);
        build(look, &spot);
    }
}

/// The build with its update: 19045.4291.
fn build<'a>(look: &mut Look<'a>, spot: &Spot<'a>) {
    let name = if spot.text("CurrentBuild").is_some() { "CurrentBuild" } else { "CurrentBuildNumber" };
    match (spot.text(name), spot.whole("UBR")) {
        (Some(build), Some(update)) => {
            let sight = Sight::Seen(Value::Text(format!("{build}.{update}")));
            look.say("os.build", spot, name, sight, spot.key.written());
        }
        _ => look.value("os.build", spot, name, Shape::Text),
    }
}

fn names(look: &mut Look<'_>) {
    let path = r"CurrentControlSet\Control\ComputerName\ComputerName";
    for spot in look.open(Role::System, path, &["computer.name"]) {
        look.value("computer.name", &spot, "ComputerName", Shape::Text);
    }
    let path = r"CurrentControlSet\Services\Tcpip\Parameters";
    for spot in look.open(Role::System, path, &["computer.host_name", "computer.domain"]) {
        look.value("computer.host_name", &spot, "Hostname", Shape::Text);
        // Of the name server; empty outside a domain.
        look.value("computer.domain", &spot, "Domain", Shape::Text);
    }
    for spot in look.open(Role::System, "Select", &["os.control_set"]) {
        look.say(
            "os.control_set",
            &spot,
            "Current",
            Sight::Seen(Value::Text(look.whose(spot.given).control_set)),
            spot.key.written(),
        );
    }
    // Without a domain the value is there and holds nothing.
    for spot in look.open(Role::Security, r"Policy\PolPrDmS", &["computer.domain_sid"]) {
        let bytes = spot.bytes("").unwrap_or_default();
        if let Some((sid, _)) = super::sam::sid(&bytes) {
            look.say("computer.domain_sid", &spot, "", Sight::Seen(Value::Text(sid)), spot.key.written());
        }
    }
    for spot in look.open(Role::Security, r"Policy\PolPrDmN", &["computer.group"]) {
        let name = spot.bytes("").and_then(|bytes| counted(&bytes));
        let sight =
            name.map_or(Sight::Unreadable(evidence::Unread::Corrupt), |name| Sight::Seen(Value::Text(name)));
        look.say("computer.group", &spot, "", sight, spot.key.written());
    }
}

/// A UNICODE_STRING in a policy: length, capacity, offset, then the text.
fn counted(bytes: &[u8]) -> Option<String> {
    let length = usize::from(u16_at(bytes, 0)?);
    let text = bytes.get(8..)?;
    Some(crate::hive::utf16(text.get(..length).unwrap_or(text)))
}

fn clock(look: &mut Look<'_>) {
    let path = r"CurrentControlSet\Control\TimeZoneInformation";
    for spot in look.open(Role::System, path, &["os.time_zone"]) {
        let mut record = Record::of(&spot);
        record.take("name", "TimeZoneKeyName", Shape::Text);
        record.take("standard_name", "StandardName", Shape::Text);
        // Minutes to add to local time for UTC, as 32 bits with a sign.
        for (field, name) in [("bias", "Bias"), ("active_bias", "ActiveTimeBias")] {
            if let Some(minutes) = record.whole(name) {
                record.put(field, Value::Whole(i64::from(minutes as i32)));
            }
        }
        look.record("os.time_zone", record, spot.key.written());
    }
}

/// Versions that were installed before an upgrade (`Setup\Source OS (Updated on …)`).
fn former(look: &mut Look<'_>) {
    for setup in look.open(Role::System, "Setup", &["os.former"]) {
        for spot in look.children(&setup, "os.former") {
            if !spot.name().starts_with("Source OS") {
                continue;
            }
            let mut record = Record::of(&spot);
            record.take("product", "ProductName", Shape::Text);
            record.take("edition", "EditionID", Shape::Text);
            record.take("version", "ReleaseId", Shape::Text);
            record.take("build", "CurrentBuild", Shape::Text);
            record.take("installed", "InstallDate", Shape::Seconds);
            record.put_text("key", &spot.name());
            look.record("os.former", record, None::<Timestamp>);
        }
    }
}

fn whole(number: u64) -> Value {
    Value::Whole(i64::try_from(number).unwrap_or(i64::MAX))
}
