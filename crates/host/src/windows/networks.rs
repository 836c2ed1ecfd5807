//! Networks the computer was ever in, from traces that do not depend on each other:
//! the list of networks and their signatures, addresses it was given, adapters,
//! caches, connections that are dialled, proxies and routes.
//!
//! Dates of the list of networks are the computer's own local time and are said so;
//! leases are UTC. Not here: Wi-Fi's own lists (`wireless`).

use super::Role;
use super::look::Look;
use super::names::{self, mac, ssid_of_hint};
use super::record::{Record, Spot};
use super::shape::Shape;
use evidence::Value;
use std::collections::BTreeMap;

const LIST: &str = r"Microsoft\Windows NT\CurrentVersion\NetworkList";
const TCPIP: &str = r"CurrentControlSet\Services\Tcpip\Parameters";
/// The class of network adapters.
const ADAPTERS: &str = "{4D36E972-E325-11CE-BFC1-08002BE10318}";

pub(super) fn see(look: &mut Look<'_>) {
    joined(look);
    cached(look);
    interfaces(look);
    adapters(look);
    dialled(look);
    proxies(look);
    routes(look);
}

/// Profiles of the list of networks, each with the signatures that name it.
fn joined(look: &mut Look<'_>) {
    let mut signatures = signatures(look);
    for profiles in look.open(Role::Software, &format!(r"{LIST}\Profiles"), &["network.joined"]) {
        for spot in look.children(&profiles, "network.joined") {
            let mut record = Record::of(&spot);
            record.put_text("id", &spot.name());
            record.take("name", "ProfileName", Shape::Text);
            record.take("description", "Description", Shape::Text);
            record.take("managed", "Managed", Shape::Flag);
            record.take("created", "DateCreated", Shape::LocalTime);
            record.take("last_connected", "DateLastConnected", Shape::LocalTime);
            if let Some(number) = record.whole("NameType") {
                record.put_text("type", names::network(number));
            }
            if let Some(number) = record.whole("Category") {
                record.put_text("category", names::category(number));
            }
            if let Some(signature) = signatures.remove(&spot.name().to_uppercase()) {
                signed(&mut record, &signature);
            }
            look.record("network.joined", record, spot.key.written());
        }
    }
    // Signatures outlive the profiles somebody deleted.
    for signature in signatures.into_values().flatten() {
        let mut record = Record::of(&signature);
        record.take("id", "ProfileGuid", Shape::Text);
        record.take("description", "Description", Shape::Text);
        record.take("name", "FirstNetwork", Shape::Text);
        let written = signature.key.written();
        signed(&mut record, &[signature]);
        look.record("network.joined", record, written);
    }
}

/// By the profile they belong to.
fn signatures<'a>(look: &mut Look<'a>) -> BTreeMap<String, Vec<Spot<'a>>> {
    let mut by_profile: BTreeMap<String, Vec<Spot<'a>>> = BTreeMap::new();
    for kind in ["Managed", "Unmanaged"] {
        for parent in look.peek(Role::Software, &format!(r"{LIST}\Signatures\{kind}"), "network.joined") {
            for spot in look.children(&parent, "network.joined") {
                let profile = spot.text("ProfileGuid").unwrap_or_default().to_uppercase();
                by_profile.entry(profile).or_default().push(spot);
            }
        }
    }
    by_profile
}

fn signed<'a>(record: &mut Record<'a>, signatures: &[Spot<'a>]) {
    let texts = |name: &str| {
        let mut texts: Vec<String> = signatures.iter().filter_map(|spot| spot.text(name)).collect();
        texts.retain(|text| !text.is_empty() && text != "<none>");
        texts
    };
    record.put_texts("dns_suffixes", texts("DnsSuffix"));
    record.put_texts("first_network", texts("FirstNetwork"));
    let gateways = signatures.iter().filter_map(|spot| spot.bytes("DefaultGatewayMac"));
    record.put_texts("gateways", gateways.filter_map(|bytes| mac(&bytes)).collect());
}

/// Names of intranets that the service for network locations remembers.
fn cached(look: &mut Look<'_>) {
    for parent in look.open(Role::Software, &format!(r"{LIST}\Nla\Cache\Intranet"), &["network.cached"]) {
        for spot in look.children(&parent, "network.cached") {
            look.seen("network.cached", &spot, Value::Text(spot.name()));
        }
    }
}

/// What each adapter was set to, and what it was last given; below it, what it was
/// given in each Wi-Fi network.
fn interfaces(look: &mut Look<'_>) {
    for parent in look.open(Role::System, &format!(r"{TCPIP}\Interfaces"), &["network.interface"]) {
        for spot in look.children(&parent, "network.interface") {
            let adapter = spot.name();
            interface(look, &spot, &adapter);
            for below in look.children(&spot, "network.interface") {
                interface(look, &below, &adapter);
            }
        }
    }
}

fn interface<'a>(look: &mut Look<'a>, spot: &Spot<'a>, adapter: &str) {
    let mut record = Record::of(spot);
    record.put_text("adapter", adapter);
    let connection = format!(r"CurrentControlSet\Control\Network\{ADAPTERS}\{adapter}\Connection");
    for spot in look.peek(Role::System, &connection, "network.interface") {
        record.take_of(&spot, "connection", "Name", Shape::Text);
    }
    record.take("dhcp", "EnableDHCP", Shape::Flag);
    for (field, name, shape) in [
        ("addresses", "IPAddress", Shape::Several),
        ("masks", "SubnetMask", Shape::Several),
        ("gateways", "DefaultGateway", Shape::Several),
        ("name_servers", "NameServer", Shape::Text),
        ("domain", "Domain", Shape::Text),
        ("dhcp_address", "DhcpIPAddress", Shape::Text),
        ("dhcp_mask", "DhcpSubnetMask", Shape::Text),
        ("dhcp_gateways", "DhcpDefaultGateway", Shape::Several),
        ("dhcp_name_servers", "DhcpNameServer", Shape::Text),
        ("dhcp_domain", "DhcpDomain", Shape::Text),
        ("dhcp_server", "DhcpServer", Shape::Text),
        ("lease_obtained", "LeaseObtainedTime", Shape::Seconds),
        ("lease_ends", "LeaseTerminatesTime", Shape::Seconds),
    ] {
        record.take(field, name, shape);
    }
    if let Some(ssid) = spot.text("DhcpNetworkHint").and_then(|hint| ssid_of_hint(&hint)) {
        record.put_text("ssid", &ssid);
    }
    let hardware = spot.bytes("DhcpGatewayHardware").unwrap_or_default();
    record.put_texts("gateway_hardware", gateways(&hardware));
    look.record("network.interface", record, spot.key.written());
}

/// Gateways by the addresses of their adapters, which tell a network apart whatever it
/// is called: four bytes of an address, a length of 32 bits, then so many bytes.
fn gateways(bytes: &[u8]) -> Vec<String> {
    let entries = bytes.chunks_exact(14).filter(|entry| entry[4..8] == [6, 0, 0, 0]);
    entries.filter_map(|entry| mac(&entry[8..])).collect()
}

/// Adapters whose drivers were ever installed, those a telephone is when it shares
/// its connection among them.
fn adapters(look: &mut Look<'_>) {
    let class = format!(r"CurrentControlSet\Control\Class\{ADAPTERS}");
    for parent in look.open(Role::System, &class, &["network.adapter"]) {
        for spot in look.children(&parent, "network.adapter") {
            if spot.name().len() != 4 || spot.name().parse::<u16>().is_err() {
                continue;
            }
            let mut record = Record::of(&spot);
            record.take("name", "DriverDesc", Shape::Text);
            record.take("adapter", "NetCfgInstanceId", Shape::Text);
            record.take("device", "MatchingDeviceId", Shape::Text);
            record.take("provider", "ProviderName", Shape::Text);
            record.take("installed", "NetworkInterfaceInstallTimestamp", Shape::Instant);
            let said = ["DriverDesc", "MatchingDeviceId", "ComponentId"];
            let said: Vec<String> = said.iter().filter_map(|name| spot.text(name)).collect();
            record.put("tethering", Value::Flag(names::is_tethering(&said.join(" "))));
            look.record("network.adapter", record, spot.key.written());
        }
    }
}

/// Dialled and virtual private connections: each has its own settings for the web.
fn dialled(look: &mut Look<'_>) {
    const PATH: &str = r"Microsoft\Windows\CurrentVersion\Internet Settings\Connections";
    for (role, path) in [(Role::Software, PATH.to_owned()), (Role::User, format!(r"Software\{PATH}"))] {
        for spot in look.open(role, &path, &["network.dialled"]) {
            for value in look.values(&spot, "network.dialled") {
                let name = value.name();
                // These two are of the local network, and of no connection.
                let own = ["DefaultConnectionSettings", "SavedLegacySettings", "WinHttpSettings", ""];
                if !own.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
                    look.seen("network.dialled", &spot, Value::Text(name));
                }
            }
        }
    }
}

fn proxies(look: &mut Look<'_>) {
    const PATH: &str = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings";
    for spot in look.open(Role::User, PATH, &["network.proxy"]) {
        let mut record = Record::of(&spot);
        record.take("enabled", "ProxyEnable", Shape::Flag);
        record.take("server", "ProxyServer", Shape::Text);
        record.take("script", "AutoConfigURL", Shape::Text);
        record.take("except", "ProxyOverride", Shape::Text);
        look.record("network.proxy", record, spot.key.written());
    }
}

fn routes(look: &mut Look<'_>) {
    for spot in look.open(Role::System, &format!(r"{TCPIP}\PersistentRoutes"), &["network.route"]) {
        for value in look.values(&spot, "network.route") {
            look.seen("network.route", &spot, Value::Text(value.name()));
        }
    }
}
