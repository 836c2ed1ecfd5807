//! Devices in the inventory of programs and devices (`Amcache.hve`): a trace of its
//! own, which stays when somebody deletes those in the registry.
//!
//! Not here: the other traces (`usb`), the inventory's programs (`amcache`).

use super::device::Devices;
use super::{PORTABLE_CLASS, STORES, serial, serial_in};
use crate::windows::Role;
use crate::windows::look::Look;
use crate::windows::record::Spot;
use jiff::civil::Date;

const PNP: &str = r"Root\InventoryDevicePnp";
const CONTAINERS: &str = r"Root\InventoryDeviceContainer";
const TRACE: &str = "Amcache";

pub(super) fn devices<'a>(look: &mut Look<'a>, devices: &mut Devices<'a>) {
    for parent in look.peek(Role::Amcache, PNP, "usb.device") {
        for spot in look.children(&parent, "usb.device") {
            device(devices, &spot);
        }
    }
    let by_container = devices.by(|device| {
        device.texts.get("container").map(|container| container.to_lowercase()).into_iter().collect()
    });
    for parent in look.peek(Role::Amcache, CONTAINERS, "usb.device") {
        for spot in look.children(&parent, "usb.device") {
            let serial = by_container.get(&spot.name().to_lowercase());
            let Some(device) = serial.and_then(|serial| devices.known(serial)) else { continue };
            device.traces.insert(TRACE);
            device.text("name", spot.text("FriendlyName").or_else(|| spot.text("ModelName")));
        }
    }
}

/// Its key is named by the device's instance: `usbstor/disk&ven_…/SERIAL&0`.
fn device<'a>(devices: &mut Devices<'a>, spot: &Spot<'a>) {
    let name = spot.name();
    let mut parts = name.splitn(3, '/');
    let (Some(bus), Some(model), Some(instance)) = (parts.next(), parts.next(), parts.next()) else { return };
    let service = spot.text("Service").unwrap_or_default().to_lowercase();
    let stored = STORES.iter().find(|(name, _)| *name == service).map(|(_, kind)| *kind);
    let class = spot.text("ClassGuid").unwrap_or_default();
    let stored = stored.filter(|_| service != "wudfrd" || class.eq_ignore_ascii_case(PORTABLE_CLASS));
    let (serial, kind) = match bus.to_lowercase().as_str() {
        "usbstor" => (serial(instance), "storage"),
        "usb" if stored.is_some() || devices.known(instance).is_some() => {
            (instance.to_owned(), stored.unwrap_or("storage"))
        }
        _ => match serial_in(&name) {
            Some(serial) => (serial, "storage"),
            None => return,
        },
    };
    let device = devices.of(&serial, kind, spot, TRACE);
    device.model(model);
    device.numbers(model);
    device.text("name", spot.text("Model").or_else(|| spot.text("Description")));
    device.text("container", spot.text("ContainerId"));
    let first = spot.text("FirstInstallDate").and_then(|text| day(&text));
    device.first_day = match (device.first_day, first) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    device.written = device.written.max(spot.key.written());
}

/// `12-17-2019`: month, day, year.
fn day(text: &str) -> Option<Date> {
    let mut parts = text.trim().split('-');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
