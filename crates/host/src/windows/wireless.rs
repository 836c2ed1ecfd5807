//! Wi-Fi networks by the lists that Wi-Fi keeps itself: profiles of the WLAN service,
//! of Windows XP's, and the names network locations were told by.

use super::Role;
use super::look::Look;
use super::record::{Record, Spot};
use super::shape::Shape;
use crate::hive::Type;
use crate::little::u32_at;
use evidence::Value;

/// Bytes of a network's name, at most (IEEE 802.11, SSID element).
const LONGEST_SSID: usize = 32;

pub(super) fn see(look: &mut Look<'_>) {
    profiles(look);
    former_profiles(look);
    locations(look);
}

/// The WLAN service keeps profiles as files; the registry, what it saw of each.
fn profiles(look: &mut Look<'_>) {
    for interfaces in look.open(Role::Software, r"Microsoft\Wlansvc\Interfaces", &["network.wifi"]) {
        for interface in look.children(&interfaces, "network.wifi") {
            let Some(profiles) = interface.at("Profiles") else { continue };
            for spot in look.children(&profiles, "network.wifi") {
                let mut record = Record::of(&spot);
                record.put_text("id", &spot.name());
                record.put_text("adapter", &interface.name());
                let hints = spot.at("MetaData").and_then(|data| data.bytes("Channel Hints"));
                if let Some(ssid) = hints.and_then(|bytes| ssid(&bytes, 0)) {
                    record.put_text("ssid", &ssid);
                }
                record.take("name", "ProfileName", Shape::Text);
                look.record("network.wifi", record, spot.key.written());
            }
        }
    }
}

/// Windows XP: one value a network, whose name stands in a WZC_WLAN_CONFIG.
fn former_profiles(look: &mut Look<'_>) {
    for interfaces in look.peek(Role::Software, r"Microsoft\WZCSVC\Parameters\Interfaces", "network.wifi") {
        for spot in look.children(&interfaces, "network.wifi") {
            for value in look.values(&spot, "network.wifi") {
                let listed = value.name().starts_with("Static#") || value.name() == "ActiveSettings";
                if !listed || value.kind() != Type::Binary {
                    continue;
                }
                let mut record = Record::of(&spot);
                record.put_text("adapter", &spot.name());
                match value.bytes().ok().and_then(|bytes| ssid(&bytes, 0x10)) {
                    Some(ssid) => record.put_text("ssid", &ssid),
                    None => record.miss(&value.name()),
                }
                look.record("network.wifi", record, spot.key.written());
            }
        }
    }
}

/// Names in hexadecimal, each the key of a location that was told by it.
fn locations(look: &mut Look<'_>) {
    let path = r"Microsoft\Windows NT\CurrentVersion\NetworkList\Nla\Wireless";
    for parent in look.peek(Role::Software, path, "network.wifi") {
        for spot in look.children(&parent, "network.wifi") {
            let value: Vec<u8> = spot.bytes("").unwrap_or_default();
            let ssid = named(&spot, &value);
            if let Some(ssid) = ssid {
                let mut record = Record::of(&spot);
                record.put("ssid", Value::Text(ssid));
                look.record("network.wifi", record, spot.key.written());
            }
        }
    }
}

fn named(spot: &Spot<'_>, value: &[u8]) -> Option<String> {
    let name = spot.name();
    let hex = if name.len() > LONGEST_SSID * 2 { String::from_utf8_lossy(value).into_owned() } else { name };
    let digits: Vec<u32> = hex.chars().map(|digit| digit.to_digit(16)).collect::<Option<_>>()?;
    let bytes = digits.chunks_exact(2).filter_map(|pair| u8::try_from(pair[0] << 4 | pair[1]).ok());
    let text = String::from_utf8_lossy(&bytes.collect::<Vec<u8>>()).into_owned();
    (!text.is_empty()).then_some(text)
}

/// A length of 32 bits, then the name (DOT11_SSID).
fn ssid(bytes: &[u8], at: usize) -> Option<String> {
    let length = u32_at(bytes, at)? as usize;
    if length == 0 || length > LONGEST_SSID {
        return None;
    }
    let name = bytes.get(at + 4..at + 4 + length)?;
    Some(String::from_utf8_lossy(name).into_owned())
}
