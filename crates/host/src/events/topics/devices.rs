//! Sticks, disks and telephones that were plugged in, by their serial numbers, as
//! five logs tell of them.
//!
//! Not here: what the registry knows of them (`windows::usb`).

use crate::events::channels::Provider;
use crate::events::event::Event;
use crate::events::out::{Fields, Out};
use crate::events::tally::Apart;
use crate::windows::names;
use std::collections::BTreeSet;

/// The class of portable devices (GUID_DEVCLASS_WPD).
const PORTABLE: &str = "{eec5ad98-8080-425f-922a-dabf3de3f69a}";
/// The bus of a disk that is USB (STORAGE_BUS_TYPE).
const USB: u64 = 7;

#[derive(Debug, Default)]
pub(super) struct Devices {
    seen: Apart<String, Device>,
}

#[derive(Debug, Default)]
struct Device {
    serial: String,
    kind: &'static str,
    vendor: Option<String>,
    product: Option<String>,
    revision: Option<String>,
    vid: Option<String>,
    pid: Option<String>,
    name: Option<String>,
    capacity: u64,
    events: BTreeSet<String>,
}

/// What a path names: the model and the serial number.
struct Path<'p> {
    model: &'p str,
    serial: &'p str,
    kind: &'static str,
}

impl Devices {
    pub fn see(&mut self, provider: Provider, event: &Event<'_>) {
        let names = ["DeviceInstanceId", "DeviceInstanceID", "instance", "DeviceId", "ParentId"];
        let Some(instance) = event.first_text(&names) else { return };
        let of_usb = provider == Provider::Partition && event.whole("BusType") == Some(USB);
        let class = event.first_text(&["ClassGuid", "ClassId"]).unwrap_or_default();
        let portable = class.eq_ignore_ascii_case(PORTABLE)
            || event.text("ClassName").is_some_and(|name| name.eq_ignore_ascii_case("WPD"));
        let driver =
            event.first_text(&["DriverName", "ServiceName", "DriverDescription"]).unwrap_or_default();
        let tethering = names::is_tethering(&format!("{instance} {driver}"));
        let kind = match (of_usb, portable, tethering) {
            (true, ..) => Some("storage"),
            (_, _, true) => Some("tethering"),
            (_, true, _) => Some("portable"),
            _ => None,
        };
        let Some(path) = storage(&instance).or_else(|| carried(&instance, kind?)) else { return };
        let serial = path.serial.to_owned();
        let Some(device) = self.seen.add(serial.to_uppercase(), event.at) else { return };
        device.kind = path.kind;
        device.serial = serial;
        device.named(path.model);
        device.vendor = device.vendor.take().or_else(|| event.text("Manufacturer"));
        device.product = device.product.take().or_else(|| event.text("Model"));
        device.revision = device.revision.take().or_else(|| event.text("Revision"));
        device.name =
            device.name.take().or_else(|| event.first_text(&["DeviceDescription", "DriverDescription"]));
        device.capacity = device.capacity.max(event.whole("Capacity").unwrap_or_default());
        device.events.insert(event.id.to_string());
    }

    pub fn tell(self, out: &mut Out) {
        out.left_out("event.usb", self.seen.left_out);
        for (_, tally, device) in self.seen.all() {
            let mut fields = Fields::of(&tally)
                .text("serial", &device.serial)
                // Windows' own numbers have an ampersand in second place.
                .flag("serial_unique", device.serial.as_bytes().get(1) != Some(&b'&'))
                .text("kind", device.kind)
                .maybe("vendor", device.vendor.as_deref())
                .maybe("product", device.product.as_deref())
                .maybe("revision", device.revision.as_deref())
                .maybe("vid", device.vid.as_deref())
                .maybe("pid", device.pid.as_deref())
                .maybe("name", device.name.as_deref())
                .texts("events", &device.events);
            if device.capacity > 0 {
                fields = fields.whole("capacity", device.capacity);
            }
            out.record("event.usb", &device.serial, fields, tally.last);
        }
    }
}

impl Device {
    /// `Disk&Ven_SanDisk&Prod_Cruzer&Rev_1.20`, `VID_0781&PID_5530`.
    fn named(&mut self, model: &str) {
        for part in model.split('&') {
            let Some((mark, text)) = part.split_once('_') else { continue };
            let text = text.replace('_', " ").trim().to_owned();
            let field = match mark.to_ascii_lowercase().as_str() {
                "ven" => &mut self.vendor,
                "prod" => &mut self.product,
                "rev" => &mut self.revision,
                "vid" => &mut self.vid,
                "pid" => &mut self.pid,
                _ => continue,
            };
            let numbered = matches!(mark.to_ascii_lowercase().as_str(), "vid" | "pid");
            let text = if numbered { text.to_lowercase() } else { text };
            if field.is_none() && !text.is_empty() {
                *field = Some(text);
            }
        }
    }
}

/// `USBSTOR\Disk&Ven_…\SERIAL&0`, and the same within another path, parted by `#`.
fn storage(instance: &str) -> Option<Path<'_>> {
    let mut parts = instance.split(['\\', '#']);
    parts.find(|part| part.to_ascii_uppercase().ends_with("USBSTOR"))?;
    let (model, serial) = (parts.next()?, parts.next()?);
    let serial = own(serial);
    (!serial.is_empty()).then_some(Path { model, serial, kind: "storage" })
}

/// `USB\VID_04E8&PID_6860\SERIAL`, which may be of anything: the caller knows of what.
fn carried<'p>(instance: &'p str, kind: &'static str) -> Option<Path<'p>> {
    let mut parts = instance.split(['\\', '#']);
    let model = parts.find(|part| part.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("VID_")))?;
    let serial = parts.next().filter(|serial| !serial.is_empty())?;
    Some(Path { model, serial: serial.strip_prefix("MSFT30").unwrap_or(serial), kind })
}

/// A serial number without the number of the part of the device.
fn own(serial: &str) -> &str {
    match serial.rsplit_once('&') {
        Some((own, part)) if part.len() <= 2 && own.len() > 1 => own,
        _ => serial,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_gives_the_serial_number_the_registry_knows() {
        for (instance, serial) in [
            (r"USBSTOR\Disk&Ven_SanDisk&Prod_Ultra&Rev_1.00\4C530001&0", Some("4C530001")),
            (
                r"WPDBUSENUMROOT\UMB\2&37C186B&0&STORAGE#VOLUME#_??_USBSTOR#DISK&VEN_SANDISK&PROD_CRUZER&REV_1.26#200608767007B7C08A6A&0#",
                Some("200608767007B7C08A6A"),
            ),
            (r"SWD\WPDBUSENUM\_??_USBSTOR#Disk&Ven_A&Prod_B#6&2ab1&0&0#{53f56307}", Some("6&2ab1&0")),
            (r"HID\VID_046D&PID_C077\7&1", None),
            ("", None),
        ] {
            assert_eq!(storage(instance).map(|path| path.serial), serial, "{instance}");
        }
        let telephone = carried(r"USB\VID_04E8&PID_6860\R58M123", "portable").expect("a path");
        assert_eq!((telephone.model, telephone.serial), ("VID_04E8&PID_6860", "R58M123"));
    }
}
