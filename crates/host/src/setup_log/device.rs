//! Devices by what a section of the log calls them.
//!
//! Not here: the sections (`read`).

/// What a section is about, when it is a device that carries data or may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub serial: String,
    pub model: Option<String>,
    pub numbers: Option<String>,
    /// Whether its name alone says that it stores.
    pub stores: bool,
}

/// Drivers by whose files a device of `USB\VID_…` is told to carry data.
const DRIVERS: [(&str, &str); 9] = [
    ("usbstor", "storage"),
    ("uaspstor", "storage"),
    ("wpdmtp", "portable"),
    ("wpdfs", "storage"),
    ("rndis", "tethering"),
    ("netaapl", "tethering"),
    ("appleusb", "portable"),
    ("winusb_mtp", "portable"),
    ("ptpusb", "portable"),
];

/// By an instance's name, in any case: `USBSTOR\Disk&Ven_…\SERIAL&0`,
/// `USB\VID_0781&PID_5530\SERIAL`, or one of those written with `#` within another's.
pub(super) fn named(instance: &str) -> Option<Named> {
    let upper = instance.to_ascii_uppercase();
    if let Some(at) = upper.find("USBSTOR") {
        let rest = instance.get(at + "USBSTOR".len()..)?;
        let mut parts = rest.split(['\\', '#']).skip(1);
        let (model, serial) = (parts.next()?, parts.next()?);
        let serial = without_part(serial);
        return usable(serial).map(|serial| Named {
            serial,
            model: Some(model.to_owned()),
            numbers: None,
            stores: true,
        });
    }
    let at = upper.find("VID_")?;
    if !upper[..at].ends_with(['\\', '#']) || !upper[..at].contains("USB") {
        return None;
    }
    let mut parts = instance.get(at..)?.split(['\\', '#']);
    let (numbers, serial) = (parts.next()?, parts.next()?);
    usable(serial).map(|serial| Named {
        serial,
        model: None,
        numbers: Some(numbers.to_owned()),
        stores: false,
    })
}

/// What a device is for, by a line about its driver in small letters.
pub(super) fn driver(line: &str) -> Option<&'static str> {
    DRIVERS.iter().find(|(name, _)| line.contains(&format!("{name}.inf"))).map(|(_, kind)| *kind)
}

/// Without the number of the part of the device.
fn without_part(instance: &str) -> &str {
    match instance.rsplit_once('&') {
        Some((serial, part)) if part.len() <= 2 && serial.len() > 1 => serial,
        _ => instance,
    }
}

fn usable(serial: &str) -> Option<String> {
    let serial = serial.trim().trim_end_matches(['"', '.', ']', '}']);
    (!serial.is_empty() && serial.len() < 200).then(|| serial.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_in_several_ways() {
        let serial = |instance: &str| named(instance).map(|one| one.serial);
        for instance in [
            r"USBSTOR\Disk&Ven_Kingston&Prod_DataTraveler_3.0&Rev_PMAP\E0D55EA573DC&0",
            r"SWD\WPDBUSENUM\_??_USBSTOR#Disk&Ven_Kingston&Prod_DataTraveler_3.0&Rev_PMAP#E0D55EA573DC&0#{53f56307-b6bf-11d0-94f2-00a0c91efb8b}",
            r"WpdBusEnumRoot\UMB\2&37c186b&0&STORAGE#VOLUME#_??_USBSTOR#DISK&VEN_KINGSTON&PROD_X&REV_1#E0D55EA573DC&0#",
            r"USB\VID_0951&PID_1666\E0D55EA573DC",
        ] {
            assert_eq!(serial(instance).as_deref(), Some("E0D55EA573DC"), "{instance}");
        }
        for other in [r"PCI\VEN_80EE&DEV_CAFE", r"HID\VID_046D&PID_C077\7&1", "USBSTOR", r"USBSTOR\Disk", ""]
        {
            assert_eq!(named(other), None, "{other}");
        }
    }
}
