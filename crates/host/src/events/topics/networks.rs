//! Networks the computer was in, as logs tell of them in UTC: connections with their
//! names, Wi-Fi, and whatever could not have happened without a network.

use crate::events::channels::Provider;
use crate::events::event::Event;
use crate::events::out::{Fields, Out};
use crate::events::tally::Apart;
use crate::windows::names;
use std::collections::BTreeSet;

/// Sources of time that are no network's.
const NO_NETWORK: [&str; 4] = ["cmos", "free-running", "vm ic", "local"];

#[derive(Debug, Default)]
pub(super) struct Networks {
    joined: Apart<String, Joined>,
    wifi: Apart<String, Wifi>,
    used: Apart<(&'static str, String), ()>,
}

#[derive(Debug, Default)]
struct Joined {
    id: Option<String>,
    description: Option<String>,
    category: Option<u64>,
    connections: u64,
}

#[derive(Debug, Default)]
struct Wifi {
    profile: Option<String>,
    authentication: Option<String>,
    cipher: Option<String>,
    access_points: BTreeSet<String>,
    connections: u64,
}

impl Networks {
    pub fn see(&mut self, provider: Provider, event: &Event<'_>) {
        match provider {
            Provider::NetworkProfile => self.joined(event),
            Provider::Wlan => self.wifi(event),
            Provider::TimeService => self.time(event),
            Provider::DnsClient => {
                if let Some(name) = event.text("QueryName") {
                    self.used.add(("name_lookup", name.to_lowercase()), event.at);
                }
            }
            _ => drop(self.used.add(("update_download", String::new()), event.at)),
        }
    }

    fn joined(&mut self, event: &Event<'_>) {
        let Some(name) = event.text("Name").or_else(|| event.text("Guid")) else { return };
        let Some(joined) = self.joined.add(name, event.at) else { return };
        joined.id = event.text("Guid").map(|id| id.to_uppercase()).or(joined.id.take());
        joined.description = event.text("Description").or(joined.description.take());
        joined.category = event.whole("Category").or(joined.category);
        joined.connections += u64::from(event.id == 10000);
    }

    fn wifi(&mut self, event: &Event<'_>) {
        let Some(ssid) = event.text("SSID") else { return };
        let Some(wifi) = self.wifi.add(ssid, event.at) else { return };
        wifi.profile = event.text("ProfileName").or(wifi.profile.take());
        wifi.authentication =
            event.first_text(&["AuthenticationAlgorithm", "Auth"]).or(wifi.authentication.take());
        wifi.cipher = event.first_text(&["CipherAlgorithm", "Cipher"]).or(wifi.cipher.take());
        wifi.access_points.extend(event.first_text(&["BSSID", "PeerMac"]).and_then(|text| address(&text)));
        wifi.connections += u64::from(event.id == 8001);
    }

    /// `time.windows.com,0x9 (ntp.m|0x9|0.0.0.0:123->20.101.57.9:123)`.
    fn time(&mut self, event: &Event<'_>) {
        let Some(source) = event.text("TimeSource") else { return };
        let name = source.split([',', ' ']).next().unwrap_or_default().to_lowercase();
        let lower = source.to_lowercase();
        if !name.is_empty() && !NO_NETWORK.iter().any(|own| lower.starts_with(own)) && !lower.contains("cmos")
        {
            self.used.add(("time_server", name), event.at);
        }
    }

    pub fn tell(self, out: &mut Out) {
        out.left_out("event.network", self.joined.left_out);
        for (name, tally, joined) in self.joined.all() {
            let category = joined.category.and_then(|number| i64::try_from(number).ok()).map(names::category);
            let fields = Fields::of(&tally)
                .text("name", &name)
                .maybe("id", joined.id.as_deref())
                .maybe("description", joined.description.as_deref())
                .maybe("category", category)
                .whole("connections", joined.connections);
            out.record("event.network", &name, fields, tally.last);
        }
        out.left_out("event.wifi", self.wifi.left_out);
        for (ssid, tally, wifi) in self.wifi.all() {
            let open = [wifi.authentication.as_deref(), wifi.cipher.as_deref()];
            let open = open.iter().flatten().any(|text| text.eq_ignore_ascii_case("open"))
                && !open[1].is_some_and(|text| text.to_uppercase().contains("WEP"));
            let fields = Fields::of(&tally)
                .text("ssid", &ssid)
                .maybe("profile", wifi.profile.as_deref())
                .maybe("authentication", wifi.authentication.as_deref())
                .maybe("cipher", wifi.cipher.as_deref())
                .flag("open", open)
                .texts("access_points", &wifi.access_points)
                .whole("connections", wifi.connections);
            out.record("event.wifi", &ssid, fields, tally.last);
        }
        out.left_out("event.network_use", self.used.left_out);
        for ((what, name), tally, ()) in self.used.all() {
            let fields = Fields::of(&tally).text("what", what).text("name", &name);
            out.record("event.network_use", &format!("{what} {name}"), fields, tally.last);
        }
    }
}

/// Six bytes of an adapter, however they are parted.
fn address(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_lowercase();
    let known = digits.len() == 12 && digits.chars().any(|digit| digit != '0');
    let pairs: Vec<&str> = (0..6).filter_map(|at| digits.get(at * 2..at * 2 + 2)).collect();
    known.then(|| pairs.join(":"))
}
