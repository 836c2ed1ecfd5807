//! Storage and telephones that were ever plugged in, joined over every trace there is
//! of them: one record a device, by its serial number.
//!
//! A serial that Windows made up itself (the device has none) tells a device apart
//! on this computer only; the record says so. Not here: hubs, keyboards, mice.

mod device;
mod inventory;

use super::Role;
use super::look::Look;
use super::record::{Record, Spot};
use crate::hive::utf16;
use device::{Devices, date, say};
use std::collections::BTreeSet;

const ENUM: &str = r"CurrentControlSet\Enum";
const PORTABLE: &str = r"Microsoft\Windows Portable Devices\Devices";
const BOOST: &str = r"Microsoft\Windows NT\CurrentVersion\EMDMgmt";
const MOUNTS: &str = r"Software\Microsoft\Windows\CurrentVersion\Explorer\MountPoints2";
/// Services of what else is worth telling: disks over UASP, telephones and cameras.
const STORES: [(&str, &str); 4] =
    [("usbstor", "storage"), ("uaspstor", "storage"), ("wudfwpdmtp", "portable"), ("wudfrd", "portable")];

/// The class of portable devices (GUID_DEVCLASS_WPD).
const PORTABLE_CLASS: &str = "{eec5ad98-8080-425f-922a-dabf3de3f69a}";
/// What stands before the serial number of a device of USB 3 in its instance.
const USB_3: &str = "MSFT30";
/// The container of what is built into the computer.
const NO_CONTAINER: &str = "{00000000-0000-0000-ffff-ffffffffffff}";

/// Volumes of the devices, by their numbers in braces.
pub(super) fn see(look: &mut Look<'_>) -> BTreeSet<String> {
    let mut devices = Devices::default();
    storage(look, &mut devices);
    others(look, &mut devices);
    attached(look, &mut devices);
    mounted(look, &mut devices);
    portable(look, &mut devices);
    boosted(look, &mut devices);
    used(look, &mut devices);
    inventory::devices(look, &mut devices);
    let mut volumes = BTreeSet::new();
    for device in devices.all() {
        volumes.extend(device.volumes.iter().cloned());
        say(look, device);
    }
    volumes
}

fn storage<'a>(look: &mut Look<'a>, devices: &mut Devices<'a>) {
    for parent in look.open(Role::System, &format!(r"{ENUM}\USBSTOR"), &["usb.device"]) {
        for model in look.children(&parent, "usb.device") {
            for spot in look.children(&model, "usb.device") {
                let device = devices.of(&serial(&spot.name()), "storage", &spot, "USBSTOR");
                device.model(&model.name());
                device.text("name", spot.text("FriendlyName"));
                device.text("container", spot.text("ContainerID"));
                // Windows XP joins drives by this instead of the serial number.
                device.text("prefix", spot.text("ParentIdPrefix"));
                device.dated(&spot);
            }
        }
    }
}

/// `Enum\USB`: numbers of what is storage, and what else holds or carries data.
fn others<'a>(look: &mut Look<'a>, devices: &mut Devices<'a>) {
    for parent in look.open(Role::System, &format!(r"{ENUM}\USB"), &["usb.device", "usb.tethering"]) {
        for model in look.children(&parent, "usb.device") {
            for spot in look.children(&model, "usb.device") {
                let service = spot.text("Service").unwrap_or_default().to_lowercase();
                let instance = spot.name();
                let serial = instance.strip_prefix(USB_3).unwrap_or(&instance);
                let known = devices.known(serial).is_some();
                let kind = STORES.iter().find(|(name, _)| *name == service).map(|(_, kind)| *kind);
                // Readers of cards and fingers run by that service too.
                let class = spot.text("ClassGUID").unwrap_or_default();
                let kind = kind.filter(|_| service != "wudfrd" || class.eq_ignore_ascii_case(PORTABLE_CLASS));
                if known || kind.is_some() {
                    let device = devices.of(serial, kind.unwrap_or("storage"), &spot, "USB");
                    device.numbers(&model.name());
                    device.text("name", spot.text("FriendlyName").or_else(|| described(&spot)));
                    device.text("container", spot.text("ContainerID"));
                    device.dated(&spot);
                }
                tethering(look, &model, &spot, &service);
            }
        }
    }
}

/// Disks over UASP: `Enum\USB` knows the bridge, `Enum\SCSI` the disk behind it; both
/// stand in one container.
fn attached<'a>(look: &mut Look<'a>, devices: &mut Devices<'a>) {
    let by_container = devices.by(|device| device.texts.get("container").cloned().into_iter().collect());
    for parent in look.peek(Role::System, &format!(r"{ENUM}\SCSI"), "usb.device") {
        for model in look.children(&parent, "usb.device") {
            for spot in look.children(&model, "usb.device") {
                let container = spot.text("ContainerID").filter(|container| container != NO_CONTAINER);
                let serial = container.and_then(|container| by_container.get(&container));
                let Some(device) = serial.and_then(|serial| devices.known(serial)) else { continue };
                device.traces.insert("SCSI");
                device.model(&model.name());
                if let Some(name) = spot.text("FriendlyName") {
                    device.texts.insert("name", name);
                }
                device.dated(&spot);
            }
        }
    }
}

/// A telephone that shared its connection over the cable.
fn tethering<'a>(look: &mut Look<'a>, model: &Spot<'a>, spot: &Spot<'a>, service: &str) {
    let mut said = vec![service.to_owned(), described(spot).unwrap_or_default()];
    said.extend(spot.several("CompatibleIDs"));
    said.extend(spot.several("HardwareID"));
    if !super::names::is_tethering(&said.join(" ")) {
        return;
    }
    let mut record = Record::of(spot);
    record.put_text("device", &model.name());
    record.put_text("serial", &spot.name());
    record.put_text("service", service);
    if let Some(name) = spot.text("FriendlyName").or_else(|| described(spot)) {
        record.put_text("name", &name);
    }
    record.put_instant("first_connected", date(spot, "0065"));
    record.put_instant("last_connected", date(spot, "0066").or(spot.key.written()));
    look.record("usb.tethering", record, spot.key.written());
}

/// Drive letters and volumes, whose data names the device.
fn mounted<'a>(look: &mut Look<'a>, devices: &mut Devices<'a>) {
    let by_prefix = devices
        .by(|device| device.texts.get("prefix").map(|prefix| prefix.to_uppercase()).into_iter().collect());
    for spot in look.peek(Role::System, "MountedDevices", "usb.device") {
        for value in look.values(&spot, "usb.device") {
            let Ok(bytes) = value.bytes() else { continue };
            let path = utf16(&bytes);
            let Some(serial) = serial_in(&path) else { continue };
            let name = value.name();
            let serial = by_prefix.get(&serial.to_uppercase()).unwrap_or(&serial);
            let device = devices.of(serial, "storage", &spot, "MountedDevices");
            if let Some(model) = path.split('#').nth(1).filter(|_| path.to_uppercase().contains("USBSTOR")) {
                device.model(model);
            }
            if let Some(letter) = name.strip_prefix(r"\DosDevices\") {
                device.drives.insert(letter.to_owned());
            } else if let Some(volume) = guid(&name) {
                device.volumes.insert(volume);
            }
        }
    }
}

/// What is called a portable device by its system, with the name of its volume.
fn portable<'a>(look: &mut Look<'a>, devices: &mut Devices<'a>) {
    for parent in look.open(Role::Software, PORTABLE, &["usb.device"]) {
        for spot in look.children(&parent, "usb.device") {
            let name = spot.name();
            let upper = name.to_uppercase();
            let serial = if upper.contains("USBSTOR") { serial_in(&name) } else { carried(&name) };
            let Some(serial) = serial else { continue };
            let kind = if upper.contains("USBSTOR") { "storage" } else { "portable" };
            let device = devices.of(&serial, kind, &spot, "PortableDevices");
            if let Some(model) = name.split('#').find(|part| part.to_uppercase().contains("VEN_")) {
                device.model(model);
            }
            device.numbers(&name);
            device.labels.extend(spot.text("FriendlyName"));
            look.answered("usb.device", &spot);
            device.written = device.written.max(spot.key.written());
        }
    }
}

/// Volumes that were tried as a cache, with their names and numbers.
fn boosted<'a>(look: &mut Look<'a>, devices: &mut Devices<'a>) {
    for parent in look.open(Role::Software, BOOST, &["usb.device"]) {
        for spot in look.children(&parent, "usb.device") {
            let name = spot.name();
            if !name.to_uppercase().contains("USBSTOR") {
                continue;
            }
            let Some(serial) = serial_in(&name) else { continue };
            look.answered("usb.device", &spot);
            let device = devices.of(&serial, "storage", &spot, "EMDMgmt");
            if let Some(model) = name.split('#').nth(1) {
                device.model(model);
            }
            // …}LABEL_1234567890: the volume's name and its number.
            if let Some((label, number)) = name.rsplit('}').next().and_then(|end| end.rsplit_once('_')) {
                if !label.is_empty() {
                    device.labels.insert(label.to_owned());
                }
                device
                    .text("volume_serial", number.parse::<u32>().ok().map(|number| format!("{number:08X}")));
            }
            device.written = device.written.max(spot.key.written());
        }
    }
}

/// Who opened a volume of the device.
fn used<'a>(look: &mut Look<'a>, devices: &mut Devices<'a>) {
    let by_volume = devices.by(|device| device.volumes.iter().cloned().collect());
    for parent in look.open(Role::User, MOUNTS, &["usb.device"]) {
        let owner = look.whose(parent.given).person;
        for spot in look.children(&parent, "usb.device") {
            let Some(volume) = guid(&spot.name()) else { continue };
            let serial = by_volume.get(&volume);
            let Some(device) = serial.and_then(|serial| devices.known(serial)) else { continue };
            look.answered("usb.device", &spot);
            device.users.insert(owner.clone());
            device.traces.insert("MountPoints2");
            device.written = device.written.max(spot.key.written());
        }
    }
}

/// A description, whose text may follow a reference into a setup file.
fn described(spot: &Spot<'_>) -> Option<String> {
    spot.text("DeviceDesc").map(|text| text.rsplit(';').next().unwrap_or_default().to_owned())
}

/// An instance's name without the number of the part of the device.
fn serial(instance: &str) -> String {
    match instance.rsplit_once('&') {
        Some((serial, part)) if part.len() <= 2 && serial.len() > 1 => serial.to_owned(),
        _ => instance.to_owned(),
    }
}

/// The serial number in a device's path: `_??_USBSTOR#Disk&Ven_…#SERIAL&0#{…}`; the
/// same for Windows XP's `\??\STORAGE#RemovableMedia#PREFIX&RM#{…}`.
fn serial_in(path: &str) -> Option<String> {
    let upper = path.to_uppercase();
    if let Some(from) = upper.find("USBSTOR#") {
        let instance = path.get(from..)?.split('#').nth(2)?;
        return (!instance.is_empty()).then(|| serial(instance));
    }
    let from = upper.find("STORAGE#REMOVABLEMEDIA#")?;
    let prefix = path.get(from..)?.split('#').nth(2)?;
    prefix.strip_suffix("&RM").map(str::to_owned)
}

/// The serial number of a telephone: `USB#VID_04E8&PID_6860#SERIAL`.
fn carried(name: &str) -> Option<String> {
    let upper = name.to_uppercase();
    let from = upper.find("USB#VID_")?;
    name.get(from..)?.split('#').nth(2).filter(|serial| !serial.is_empty()).map(str::to_owned)
}

/// The number in braces of a volume.
fn guid(name: &str) -> Option<String> {
    let from = name.find('{')?;
    let to = name[from..].find('}')? + from;
    (to - from == 37).then(|| name[from..=to].to_lowercase())
}
