//! What of an observation may be seen on another machine too: a device by its
//! serial number, a network by its gateway, an account by its identifier.
//!
//! Not here: which machines share a trace (a join over many, the office's).

use crate::{Observation, Sight, Value};
use domain::moment;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TraceKind {
    /// A USB device: a stick, a disk, a telephone.
    Device,
    /// A network, by the address of the adapter that leads out of it.
    Network,
    /// A network by its name: of one Wi-Fi, or of two that are called the same.
    NetworkName,
    /// An account that has a profile: of a domain, or copied with its system.
    Account,
    /// The system itself: two of one identifier are copies of each other.
    System,
}

impl TraceKind {
    pub const ALL: [TraceKind; 5] = [
        TraceKind::Device,
        TraceKind::Network,
        TraceKind::NetworkName,
        TraceKind::Account,
        TraceKind::System,
    ];

    pub fn code(self) -> &'static str {
        match self {
            TraceKind::Device => "device",
            TraceKind::Network => "network",
            TraceKind::NetworkName => "network_name",
            TraceKind::Account => "account",
            TraceKind::System => "system",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Something that left its trace on a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    pub kind: TraceKind,
    /// The same wherever the same thing left its trace.
    pub identity: String,
    /// What people call it.
    pub label: String,
    pub first_on: Option<Date>,
    pub last_on: Option<Date>,
}

/// The traces in an observation; most have none.
pub fn traces(observation: &Observation) -> Vec<Trace> {
    let Sight::Seen(value) = &observation.sight else { return Vec::new() };
    match (observation.attribute.as_str(), value) {
        ("usb.device" | "usb.installed" | "event.usb", Value::Record(fields)) => {
            device(fields).into_iter().collect()
        }
        ("network.joined", Value::Record(fields)) => networks(fields, "gateways"),
        ("event.network", Value::Record(fields)) => {
            let mut found = networks(fields, "gateways");
            found.extend(named_network(fields, "name"));
            found
        }
        ("event.wifi", Value::Record(fields)) => {
            let mut found = networks(fields, "access_points");
            found.extend(named_network(fields, "ssid"));
            found
        }
        ("network.wifi" | "network.interface", Value::Record(fields)) => {
            named_network(fields, "ssid").into_iter().collect()
        }
        ("profile", Value::Record(fields)) => account(fields).into_iter().collect(),
        ("computer.sid", Value::Text(sid)) => vec![Trace {
            kind: TraceKind::System,
            identity: sid.clone(),
            label: sid.clone(),
            first_on: None,
            last_on: None,
        }],
        _ => Vec::new(),
    }
}

type Fields = BTreeMap<String, Value>;

fn text<'a>(fields: &'a Fields, name: &str) -> Option<&'a str> {
    match fields.get(name) {
        Some(Value::Text(text)) if !text.trim().is_empty() => Some(text),
        _ => None,
    }
}

/// The day of the first of these fields that has one; an instant's in Viet Nam.
fn day(fields: &Fields, names: &[&str]) -> Option<Date> {
    names.iter().find_map(|name| match fields.get(*name) {
        Some(Value::Instant(at)) => Some(moment::day(*at)),
        Some(Value::LocalTime(at)) => Some(at.date()),
        Some(Value::Day(day)) => Some(*day),
        _ => None,
    })
}

/// A number Windows made up for a device without one says nothing elsewhere.
fn device(fields: &Fields) -> Option<Trace> {
    if fields.get("serial_unique") == Some(&Value::Flag(false)) {
        return None;
    }
    let serial = text(fields, "serial")?;
    let named: Vec<&str> = ["vendor", "product"].iter().filter_map(|name| text(fields, name)).collect();
    let label = text(fields, "name").map_or_else(|| named.join(" "), str::to_owned);
    Some(Trace {
        kind: TraceKind::Device,
        identity: serial.to_uppercase(),
        label: if label.is_empty() { serial.to_owned() } else { label },
        first_on: day(fields, &["first_connected", "installed", "first_installed", "first_day", "first"]),
        last_on: day(fields, &["last_connected", "last_removed", "last_written", "last_installed", "last"]),
    })
}

/// Networks by the addresses of adapters a field lists.
fn networks(fields: &Fields, addresses: &str) -> Vec<Trace> {
    let Some(Value::Several(gateways)) = fields.get(addresses) else { return Vec::new() };
    let label =
        ["name", "ssid", "description"].iter().find_map(|name| text(fields, name)).unwrap_or_default();
    let made = |gateway: &String| Trace {
        kind: TraceKind::Network,
        identity: gateway.to_uppercase(),
        label: if label.is_empty() { gateway.clone() } else { label.to_owned() },
        first_on: day(fields, &["created", "first"]),
        last_on: day(fields, &["last_connected", "last"]),
    };
    // An adapter without an address is none.
    gateways
        .iter()
        .filter(|gateway| gateway.chars().any(|c| c.is_ascii_hexdigit() && c != '0'))
        .map(made)
        .collect()
}

/// Names Windows gives networks itself, without the number it adds.
const UNNAMED: [&str; 10] = [
    "network",
    "mạng",
    "unidentified network",
    "mạng không xác định",
    "mạng chưa xác định",
    "identifying",
    "đang xác định",
    "local area connection",
    "ethernet",
    "wi-fi",
];

/// A network by a name that somebody gave it. A domain's name is that of every machine
/// in it, and says nothing of where one was.
fn named_network(fields: &Fields, field: &str) -> Option<Trace> {
    let name = text(fields, field)?.trim();
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '…' || c == ' ');
    if fields.get("category") == Some(&Value::Text("domain".into()))
        || bare.is_empty()
        || UNNAMED.contains(&bare.to_lowercase().as_str())
    {
        return None;
    }
    Some(Trace {
        kind: TraceKind::NetworkName,
        // Capitals matter in the name of a Wi-Fi (IEEE 802.11).
        identity: name.to_owned(),
        label: name.to_owned(),
        first_on: day(fields, &["first", "lease_obtained"]),
        last_on: day(fields, &["last", "lease_obtained"]),
    })
}

/// What several observations of one machine say of the same trace, said once: from
/// the first day any of them knows to the last.
pub fn united(traces: Vec<Trace>) -> Vec<Trace> {
    let mut united: BTreeMap<(TraceKind, String), Trace> = BTreeMap::new();
    for trace in traces {
        match united.entry((trace.kind, trace.identity.clone())) {
            Entry::Vacant(none) => drop(none.insert(trace)),
            Entry::Occupied(mut known) => {
                let known = known.get_mut();
                known.first_on = known.first_on.into_iter().chain(trace.first_on).min();
                known.last_on = known.last_on.into_iter().chain(trace.last_on).max();
            }
        }
    }
    united.into_values().collect()
}

/// Only accounts of a domain or a machine: `S-1-5-21-…` (MS-DTYP 2.4.2.4).
fn account(fields: &Fields) -> Option<Trace> {
    let sid = text(fields, "sid").filter(|sid| sid.starts_with("S-1-5-21-"))?;
    let path = text(fields, "path").unwrap_or(sid);
    Some(Trace {
        kind: TraceKind::Account,
        identity: sid.to_owned(),
        label: path.rsplit(['\\', '/']).next().unwrap_or(path).to_owned(),
        first_on: None,
        last_on: day(fields, &["loaded", "unloaded"]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, Source, Subject};

    fn seen(attribute: &str, value: Value) -> Observation {
        Observation {
            subject: Subject::new(Kind::Machine, "MAY-01"),
            attribute: attribute.into(),
            sight: Sight::Seen(value),
            source: Source {
                tool: "host".into(),
                version: String::new(),
                file: "SYSTEM".into(),
                sha256: String::new(),
                place: String::new(),
            },
            seen_at: None,
            valid_at: None,
        }
    }

    fn record(fields: &[(&str, Value)]) -> Value {
        Value::Record(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
    }

    fn named(text: &str) -> Value {
        Value::Text(text.into())
    }

    #[test]
    fn a_device_is_known_again_by_its_own_serial_number_only() {
        let at = "2026-03-02T20:00:00Z".parse().expect("an instant");
        let stick = [
            ("serial", named("4c530001")),
            ("serial_unique", Value::Flag(true)),
            ("vendor", named("SanDisk")),
            ("product", named("Ultra")),
            ("last_connected", Value::Instant(at)),
        ];
        let found = traces(&seen("usb.device", record(&stick)));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].identity.as_str(), found[0].label.as_str()), ("4C530001", "SanDisk Ultra"));
        // In Viet Nam it was the next day already.
        assert_eq!(found[0].last_on, Some(jiff::civil::date(2026, 3, 3)));
        let made_up = [("serial", named("6&2ab1&0")), ("serial_unique", Value::Flag(false))];
        assert!(traces(&seen("usb.device", record(&made_up))).is_empty());
    }

    #[test]
    fn a_network_is_known_again_by_its_gateway_not_by_its_name() {
        let unnamed = [("name", named("Network"))];
        assert!(traces(&seen("network.joined", record(&unnamed))).is_empty());
        let gateways = Value::Several(vec!["00:00:00:00:00:00".into(), "a4:2b:b0:01:02:03".into()]);
        let found = traces(&seen("network.joined", record(&[("gateways", gateways)])));
        assert_eq!(found.iter().map(|one| one.identity.as_str()).collect::<Vec<_>>(), ["A4:2B:B0:01:02:03"]);
    }

    #[test]
    fn a_network_of_a_log_is_known_by_its_gateway_and_by_a_name_that_was_given_to_it() {
        let at = |text: &str| Value::Instant(text.parse().expect("an instant"));
        let kinds = |fields: &[(&str, Value)], attribute: &str| -> Vec<(TraceKind, String)> {
            traces(&seen(attribute, record(fields))).into_iter().map(|one| (one.kind, one.identity)).collect()
        };
        let own = [
            ("name", named("NHA RIENG")),
            ("first", at("2026-01-01T20:00:00Z")),
            ("last", at("2026-02-01T01:00:00Z")),
            ("gateways", Value::Several(vec!["a4:2b:b0:01:02:03".into()])),
        ];
        assert_eq!(
            kinds(&own, "event.network"),
            [
                (TraceKind::Network, "A4:2B:B0:01:02:03".to_owned()),
                (TraceKind::NetworkName, "NHA RIENG".to_owned())
            ]
        );
        let found = traces(&seen("event.network", record(&own)));
        assert_eq!(found[1].first_on, Some(jiff::civil::date(2026, 1, 2)));
        assert_eq!(found[1].last_on, Some(jiff::civil::date(2026, 2, 1)));
        for unnamed in ["Network 2", "Mạng 12", "Unidentified network", "Identifying...", " "] {
            assert!(kinds(&[("name", named(unnamed))], "event.network").is_empty(), "{unnamed}");
        }
        let of_domain = [("name", named("so.gov.vn")), ("category", named("domain"))];
        assert!(kinds(&of_domain, "event.network").is_empty());
        assert_eq!(
            kinds(&[("ssid", named("NHA RIENG"))], "network.wifi"),
            [(TraceKind::NetworkName, "NHA RIENG".to_owned())]
        );
    }

    #[test]
    fn a_stick_of_a_log_and_of_the_registry_is_one_with_the_days_of_both() {
        let at = |text: &str| Value::Instant(text.parse().expect("an instant"));
        let registry =
            record(&[("serial", named("4c530001")), ("last_connected", at("2026-03-01T02:00:00Z"))]);
        let log = record(&[
            ("serial", named("4C530001")),
            ("first", at("2025-05-01T02:00:00Z")),
            ("last", at("2026-02-01T02:00:00Z")),
        ]);
        let found = [seen("usb.device", registry), seen("event.usb", log)];
        let united = united(found.iter().flat_map(traces).collect());
        assert_eq!(united.len(), 1);
        assert_eq!(united[0].first_on, Some(jiff::civil::date(2025, 5, 1)));
        assert_eq!(united[0].last_on, Some(jiff::civil::date(2026, 3, 1)));
    }

    #[test]
    fn accounts_every_system_has_are_no_traces() {
        let own = |sid: &str| {
            traces(&seen("profile", record(&[("sid", named(sid)), ("path", named(r"C:\Users\an"))])))
        };
        assert!(own("S-1-5-18").is_empty());
        assert_eq!(own("S-1-5-21-1-2-3-1001")[0].label, "an");
    }
}
