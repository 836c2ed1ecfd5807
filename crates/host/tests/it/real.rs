//! What real hives say beyond what another reader states of them: read by hand with
//! other programs, and by what every Windows is set to when it is new.

use crate::corpus;
use crate::regedit::{instant, records, text};
use evidence::{Observation, Value};
use rasoat_host::windows::{Given, examine};
use std::collections::BTreeMap;

fn said(name: &str) -> Option<Vec<Observation>> {
    let bytes = corpus::files().get(name)?;
    Some(examine(&[Given::open(name, bytes, &[]).expect("a hive")], "MAY-01", None))
}

fn by(records: &[BTreeMap<String, Value>], field: &str, wanted: &str) -> BTreeMap<String, Value> {
    let found = records.iter().find(|record| record.get(field) == Some(&text(wanted)));
    found.unwrap_or_else(|| panic!("no {field} {wanted}")).clone()
}

fn several(value: &Value) -> &[String] {
    match value {
        Value::Several(texts) => texts,
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_is_an_administrator_and_who_has_no_password_is_told() {
    let Some(said) = said("SAM") else { return };
    let accounts = records(&said, "account");
    for (rid, administrator, disabled, no_password) in
        [(500, true, true, false), (501, false, true, true), (1000, true, false, false)]
    {
        let account = accounts.iter().find(|one| one["rid"] == Value::Whole(rid)).expect("an account");
        assert_eq!(account["administrator"], Value::Flag(administrator), "{rid}");
        assert_eq!(account["disabled"], Value::Flag(disabled), "{rid}");
        assert_eq!(account["no_password_set"], Value::Flag(no_password), "{rid}");
        assert_eq!(account["locked"], Value::Flag(false), "{rid}");
    }
    assert_eq!(by(&accounts, "name", "Guest")["rid"], Value::Whole(501));
    let groups = records(&said, "group");
    assert_eq!(several(&by(&groups, "name", "Administrators")["members"]).len(), 2);
    assert!(several(&by(&groups, "name", "Users")["members"]).contains(&"S-1-5-11".to_owned()));
    let whole =
        |attribute: &str| said.iter().find(|one| one.attribute == attribute).map(|one| one.sight.clone());
    let seen = |number| Some(evidence::Sight::Seen(Value::Whole(number)));
    assert_eq!(whole("lockout.threshold"), seen(0));
    assert_eq!(whole("lockout.duration"), seen(1_800));
    assert_eq!(whole("password.minimum_length"), seen(0));
}

/// This one was set to nothing: its policy and rights are those of a new Windows 10.
#[test]
fn a_new_windows_audits_and_grants_what_it_is_known_to() {
    let Some(said) = said("SECURITY") else { return };
    let audited: Vec<String> = records(&said, "audit.policy")
        .iter()
        .flat_map(|record| {
            let category = record["category"].clone();
            record
                .iter()
                .filter(|(name, value)| *name != "category" && **value != text("none"))
                .map(move |(name, value)| match (&category, value) {
                    (Value::Text(category), Value::Text(value)) => format!("{category}.{name} {value}"),
                    other => panic!("{other:?}"),
                })
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(
        audited,
        [
            "system.integrity both",
            "system.other both",
            "system.state_change success",
            "logon.lockout success",
            "logon.logoff success",
            "logon.logon both",
            "logon.network_policy_server both",
            "logon.special_logon success",
            "policy_change.audit success",
            "policy_change.authentication success",
            "account_management.security_group success",
            "account_management.user success",
        ]
    );
    let rights = records(&said, "right");
    let of = |sid: &str| by(&rights, "sid", sid)["rights"].clone();
    let holders = |right: &str| {
        let holds =
            |record: &&BTreeMap<String, Value>| several(&record["rights"]).iter().any(|one| one == right);
        rights.iter().filter(holds).map(|record| record["sid"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(holders("SeDebugPrivilege"), [text("S-1-5-32-544")]);
    assert_eq!(holders("SeRemoteInteractiveLogonRight"), [text("S-1-5-32-544"), text("S-1-5-32-555")]);
    assert_eq!(several(&of("S-1-1-0")), ["SeChangeNotifyPrivilege", "SeNetworkLogonRight"]);
}

/// Two of the three are disks over UASP, which `USBSTOR` does not know.
#[test]
fn every_stick_and_disk_of_a_computer_is_told() {
    let Some(said) = said("SYSTEM_WIN_10_1709") else { return };
    let devices = records(&said, "usb.device");
    assert_eq!(devices.len(), 3, "{devices:#?}");
    for (serial, vendor, product, first) in [
        ("200608767007B7C08A6A", "SanDisk", "Cruzer", "2020-03-17T14:02:38.878153Z"),
        ("313735303835343230333437", "SanDisk", "Extreme SSD", "2020-03-17T14:01:47.4996504Z"),
        ("160087320341700000F9", "PHD 3.0", "Silicon-Power", "2019-06-19T12:20:11.7415863Z"),
    ] {
        let device = by(&devices, "serial", serial);
        assert_eq!((&device["vendor"], &device["product"]), (&text(vendor), &text(product)));
        assert_eq!(device["first_connected"], instant(first));
        assert_eq!(device["serial_unique"], Value::Flag(true));
    }
    let Some(said) = self::said("SYSTEM") else { return };
    let device = by(&records(&said, "usb.device"), "serial", "AA951D0000007252");
    assert_eq!(several(&device["drives"]), ["E:"]);
    assert_eq!(several(&device["traces"]), ["MountedDevices", "USB", "USBSTOR"]);
}

#[test]
fn the_last_lease_of_a_computer_is_told() {
    let Some(said) = said("SYSTEM_WIN_10_1709") else { return };
    let interface = by(&records(&said, "network.interface"), "connection", "Ethernet0");
    assert_eq!(interface["dhcp_address"], text("192.168.146.128"));
    assert_eq!(interface["lease_obtained"], instant("2020-04-24T05:15:08Z"));
    assert_eq!(interface["lease_ends"], instant("2020-04-24T05:45:08Z"));
    assert_eq!(several(&interface["gateway_hardware"]), ["00:50:56:e0:3f:3e"]);
}

#[test]
fn whether_logs_were_replayed_is_told_of_each_hive() {
    let file = |name: &str| corpus::files().get(name).map(Vec::as_slice);
    let (Some(hive), Some(log1), Some(log2)) =
        (file("SYSTEM_B"), file("SYSTEM_B.LOG1"), file("SYSTEM_B.LOG2"))
    else {
        return;
    };
    let state = |logs: &[&[u8]]| {
        let given = [Given::open("SYSTEM", hive, logs).expect("a hive")];
        records(&examine(&given, "MAY-01", None), "hive").remove(0)
    };
    let without = state(&[]);
    assert_eq!((without.get("replay"), &without["dirty"]), (None, &Value::Flag(true)));
    let with = state(&[log1, log2]);
    assert_eq!((&with["replay"], &with["dirty"]), (&text("done"), &Value::Flag(false)));
    assert_eq!(with["logs_replayed"], Value::Whole(24));
    assert_eq!((&without["keys"], &with["keys"]), (&Value::Whole(33_123), &Value::Whole(35_595)));
    let broken = state(&[b"no log"]);
    assert_eq!((&broken["replay"], &broken["dirty"]), (&text("no_log"), &Value::Flag(true)));
}
