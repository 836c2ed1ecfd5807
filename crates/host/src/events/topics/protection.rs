//! What protects the computer: malware that was found and what became of it,
//! protection and firewall that were switched off.

use crate::events::event::Event;
use crate::events::out::{Fields, Out};
use crate::events::tally::Apart;
use jiff::Timestamp;

/// Actions that leave malware where it is: allowed, none (MSFT_MpThreatDetection).
const LEFT: [u64; 2] = [6, 9];
/// The setting that switches a profile of the firewall on and off
/// (MS-FASP, FW_PROFILE_CONFIG_ENABLE_FW).
const ENABLED: u64 = 1;

#[derive(Debug, Default)]
pub(super) struct Protection {
    threats: Apart<String, Threat>,
    off: Apart<&'static str, Switch>,
    firewall: Apart<String, Switch>,
}

#[derive(Debug, Default)]
struct Threat {
    severity: Option<String>,
    category: Option<String>,
    found: Option<Timestamp>,
    removed: Option<Timestamp>,
    failures: u64,
    left: bool,
}

/// When something was last switched off, and on.
#[derive(Debug, Default)]
struct Switch {
    off: Option<Timestamp>,
    on: Option<Timestamp>,
    times_off: u64,
    by: Option<String>,
}

impl Switch {
    fn is_off(&self) -> bool {
        self.off > self.on
    }

    fn switch(&mut self, on: bool, at: Timestamp) {
        if on {
            self.on = self.on.max(Some(at));
        } else {
            self.off = self.off.max(Some(at));
            self.times_off += 1;
        }
    }
}

impl Protection {
    pub fn see(&mut self, event: &Event<'_>) {
        match event.id {
            5000 | 5001 => self.switched("real_time", event),
            5010 => self.switched("antispyware", event),
            5012 => self.switched("antivirus", event),
            2003 | 4950 => self.firewall(event),
            _ => self.threat(event),
        }
    }

    fn switched(&mut self, what: &'static str, event: &Event<'_>) {
        if let Some(switch) = self.off.add(what, event.at) {
            switch.switch(event.id == 5000, event.at);
        }
    }

    fn threat(&mut self, event: &Event<'_>) {
        let name = event.first_text(&["Threat Name", "Threat ID"]).unwrap_or_default();
        let Some(threat) = self.threats.add(name, event.at) else { return };
        threat.severity = threat.severity.take().or_else(|| event.text("Severity Name"));
        threat.category = threat.category.take().or_else(|| event.text("Category Name"));
        match event.id {
            1006 | 1116 => threat.found = threat.found.max(Some(event.at)),
            1007 | 1117 => {
                let left = event.whole("Action ID").is_some_and(|action| LEFT.contains(&action));
                threat.left |= left;
                if !left {
                    threat.removed = threat.removed.max(Some(event.at));
                }
            }
            _ => threat.failures += 1,
        }
    }

    fn firewall(&mut self, event: &Event<'_>) {
        let (profile, on) = if event.id == 4950 {
            let value = event.text("SettingValue").unwrap_or_default();
            let off = ["no", "0", "off"].iter().any(|word| value.eq_ignore_ascii_case(word));
            // Other settings than this one are answered with yes and no too.
            let enables = event.text("SettingType").is_some_and(|text| text.contains("Enable Windows"));
            if !enables {
                return;
            }
            (event.text("ProfileChanged").unwrap_or_default(), !off)
        } else {
            if event.whole("SettingType") != Some(ENABLED) {
                return;
            }
            let Some(value) = event.value("SettingValue") else { return };
            let on =
                value.whole().map_or_else(|| value.bytes.iter().any(|byte| *byte != 0), |number| number != 0);
            (profiles(event.whole("Profiles").unwrap_or_default()), on)
        };
        if let Some(switch) = self.firewall.add(profile, event.at) {
            switch.switch(on, event.at);
            switch.by = event.text("ModifyingUser").or(switch.by.take());
        }
    }

    pub fn tell(self, out: &mut Out) {
        out.left_out("event.malware", self.threats.left_out);
        for (name, tally, threat) in self.threats.all() {
            let handled = threat.removed.is_some() && threat.removed >= threat.found;
            let fields = Fields::of(&tally)
                .text("name", &name)
                .maybe("severity", threat.severity.as_deref())
                .maybe("category", threat.category.as_deref())
                .flag("handled", handled)
                .flag("allowed", threat.left)
                .whole("failures", threat.failures);
            out.record("event.malware", &name, fields, tally.last);
        }
        for (what, tally, switch) in self.off.all() {
            tell(out, "event.protection_off", what, &switch, Fields::of(&tally).text("what", what));
        }
        for (profile, tally, switch) in self.firewall.all() {
            tell(out, "event.firewall_off", &profile, &switch, Fields::of(&tally).text("profiles", &profile));
        }
    }
}

/// Only of what was ever switched off.
fn tell(out: &mut Out, attribute: &'static str, of: &str, switch: &Switch, fields: Fields) {
    let Some(off) = switch.off else { return };
    let fields = fields
        .whole("count", switch.times_off)
        .instant("last", off)
        .flag("still_off", switch.is_off())
        .maybe("by", switch.by.as_deref());
    out.record(attribute, of, fields, off);
}

/// Profiles of a bit mask (NET_FW_PROFILE_TYPE2).
fn profiles(mask: u64) -> String {
    let names: Vec<&str> = [(1, "domain"), (2, "private"), (4, "public")]
        .iter()
        .filter(|(bit, _)| mask & bit != 0)
        .map(|(_, name)| *name)
        .collect();
    names.join(" ")
}
