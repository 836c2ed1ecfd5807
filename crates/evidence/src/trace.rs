//! What of an observation may be seen on another machine too: a device by its
//! serial number, a network by its gateway, an account by its identifier.
//!
//! Not here: which machines share a trace (a join over many, the office's).

use crate::{Observation, Sight, Value};
use domain::moment;
use jiff::civil::Date;
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TraceKind {
    /// A USB device: a stick, a disk, a telephone.
    Device,
    /// A network, by the address of the adapter that leads out of it.
    Network,
    /// An account that has a profile: of a domain, or copied with its system.
    Account,
    /// The system itself: two of one identifier are copies of each other.
    System,
}

impl TraceKind {
    pub const ALL: [TraceKind; 4] =
        [TraceKind::Device, TraceKind::Network, TraceKind::Account, TraceKind::System];

    pub fn code(self) -> &'static str {
        match self {
            TraceKind::Device => "device",
            TraceKind::Network => "network",
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
        ("usb.device" | "usb.installed", Value::Record(fields)) => device(fields).into_iter().collect(),
        ("network.joined", Value::Record(fields)) => networks(fields),
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
        first_on: day(fields, &["first_connected", "installed", "first_installed", "first_day"]),
        last_on: day(fields, &["last_connected", "last_removed", "last_written", "last_installed"]),
    })
}

fn networks(fields: &Fields) -> Vec<Trace> {
    let Some(Value::Several(gateways)) = fields.get("gateways") else { return Vec::new() };
    let label = text(fields, "name").or_else(|| text(fields, "description")).unwrap_or_default();
    let made = |gateway: &String| Trace {
        kind: TraceKind::Network,
        identity: gateway.to_uppercase(),
        label: if label.is_empty() { gateway.clone() } else { label.to_owned() },
        first_on: day(fields, &["created"]),
        last_on: day(fields, &["last_connected"]),
    };
    // An adapter without an address is none.
    gateways
        .iter()
        .filter(|gateway| gateway.chars().any(|c| c.is_ascii_hexdigit() && c != '0'))
        .map(made)
        .collect()
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
    fn accounts_every_system_has_are_no_traces() {
        let own = |sid: &str| {
            traces(&seen("profile", record(&[("sid", named(sid)), ("path", named(r"C:\Users\an"))])))
        };
        assert!(own("S-1-5-18").is_empty());
        assert_eq!(own("S-1-5-21-1-2-3-1001")[0].label, "an");
    }
}
