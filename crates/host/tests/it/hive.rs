//! Reading hives: what is there is found, whole ones have nothing damaged.

use crate::built::{Built, NOWHERE, base, utf16};
use crate::corpus;
use proptest::prelude::*;
use rasoat_host::hive::{Damage, Hive, HiveError, Type};

#[test]
fn bytes_of_something_else_are_no_hive() {
    for bytes in [&b""[..], b"regf", &[0; 8192], b"MZ this is a program"] {
        assert_eq!(Hive::open(bytes).err(), Some(HiveError::NotAHive));
    }
}

#[test]
fn whole_hives_have_nothing_damaged() {
    for (name, bytes) in corpus::hives() {
        let hive = Hive::open(bytes).expect("a hive");
        let census = hive.census();
        eprintln!(
            "{name}: {} keys, {} values, dirty {}, {:?}",
            census.keys,
            census.values,
            hive.is_dirty(),
            census.damaged
        );
        if name.starts_with("corrupted") || hive.is_dirty() {
            continue;
        }
        assert_eq!(census.damages(), 0, "{name}: {:?}", census.damaged);
        assert!(census.keys > 10, "{name}");
    }
}

/// Numbers its own tests state of this hive, made by another reader.
#[test]
fn keys_and_values_are_found_in_any_case() {
    let Some(bytes) = corpus::files().get("NTUSER.DAT") else { return };
    let hive = Hive::open(bytes).expect("a hive");
    assert_eq!(hive.file_name(), r"?\C:\Users\vibranium\ntuser.dat");
    assert_eq!(hive.census().keys, 1812);
    let root = hive.root().expect("a root");
    assert_eq!(root.name(), "CMI-CreateHive{6A1C4018-979D-4291-A7DC-7AED1C75B67C}");
    let key = hive
        .key(r"SOFTWARE\microsoft\Windows\CurrentVersion\run")
        .expect("it is whole")
        .expect("it is there");
    let value = key.value("SIDEBAR").expect("it is whole").expect("it is there");
    assert_eq!(value.kind(), Type::ExpandText);
    let text = value.text().expect("it is whole");
    assert_eq!(text.as_deref(), Some(r"%ProgramFiles%\Windows Sidebar\Sidebar.exe /autoRun"));
    assert!(hive.key(r"Software\No such key").expect("it is whole").is_none());
    assert_eq!(key.written().map(|time| time.to_string()).as_deref(), Some("2012-04-03T21:19:54.8377168Z"));
}

/// The key to the passwords is made of class names; that they are read right is seen
/// by the parts of it, which another reader states. It is not used for anything.
#[test]
fn class_names_are_read() {
    let Some(bytes) = corpus::files().get("SYSTEM") else { return };
    let hive = Hive::open(bytes).expect("a hive");
    let lsa = hive.key(r"ControlSet001\Control\Lsa").expect("it is whole").expect("it is there");
    let parts = ["JD", "Skew1", "GBG", "Data"].map(|name| {
        let key = lsa.subkey(name).expect("it is whole").expect("it is there");
        key.class().expect("it is whole").expect("it has one")
    });
    let digits = parts.concat();
    let byte = |at: usize| &digits[at * 2..at * 2 + 2];
    let order = [8, 5, 4, 2, 11, 9, 13, 3, 0, 6, 1, 12, 14, 10, 15, 7];
    assert_eq!(order.map(byte).concat(), "e7f28d88f470cfed67dbcdb62ed1275b");
}

#[test]
fn a_truncated_hive_gives_what_is_left() {
    let Some(bytes) = corpus::files().get("SYSTEM") else { return };
    let whole = Hive::open(bytes).expect("a hive").census();
    let half = Hive::open(&bytes[..bytes.len() / 2]).expect("a hive").census();
    assert!(half.keys > 1_000 && half.keys < whole.keys, "{} of {}", half.keys, whole.keys);
    assert!(half.damaged.contains_key(&Damage::CutShort), "{:?}", half.damaged);
    assert!(half.damaged.contains_key(&Damage::Cell), "{:?}", half.damaged);
}

#[test]
fn every_kind_of_list_name_and_value_is_read() {
    let mut built = Built::new();
    let long: Vec<u8> = (0..40_000_u32).map(|at| (at % 251) as u8).collect();
    let several = [utf16("một"), utf16("hai"), utf16("")].concat();
    let values = [
        built.value("text", 1, &utf16("tiếng Việt")),
        built.value("number", 4, &7_u32.to_le_bytes()),
        built.value("turned", 5, &7_u32.to_be_bytes()),
        built.value("long", 11, &(1_u64 << 40).to_le_bytes()),
        built.value("several", 7, &several),
        built.value("big", 3, &long),
        built.value("", 1, &utf16("")),
        built.value("short number", 4, &[1, 2]),
    ];
    let wide: Vec<u8> = "Người dùng".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let named = built.key_of(&wide, false, 0, NOWHERE, &[]);
    let latin = built.key_of(b"caf\xe9", true, 0, NOWHERE, &values);
    let (one, two) = (built.list(*b"lh", &[latin]), built.list(*b"li", &[named]));
    let list = built.list(*b"ri", &[one, two]);
    let root = built.key_of(b"ROOT", true, 2, list, &[]);
    let bytes = built.finish(root);
    let hive = Hive::open(&bytes).expect("a hive");
    assert!(hive.key("người DÙNG").expect("it is whole").is_some());
    let key = hive.key("CAFÉ").expect("it is whole").expect("it is there");
    let value = |name: &str| key.value(name).expect("it is whole").expect("it is there");
    assert_eq!(value("TEXT").text(), Ok(Some("tiếng Việt".to_owned())));
    assert_eq!(value("text").whole(), Ok(None));
    assert_eq!(value("number").whole(), Ok(Some(7)));
    assert_eq!(value("turned").whole(), Ok(Some(7)));
    assert_eq!(value("long").whole(), Ok(Some(1 << 40)));
    assert_eq!(value("several").several(), Ok(Some(vec!["một".to_owned(), "hai".to_owned()])));
    assert_eq!(value("big").bytes().as_deref(), Ok(long.as_slice()));
    assert_eq!(value("").text(), Ok(Some(String::new())));
    assert_eq!(value("short number").whole(), Err(Damage::Data));
    assert_eq!(key.written().map(|time| time.to_string()).as_deref(), Some("2026-01-02T03:04:05Z"));
    let census = hive.census();
    assert_eq!((census.keys, census.values, census.damages()), (3, 8, 0), "{census:?}");
}

#[test]
fn a_damaged_base_block_hides_nothing_of_what_follows() {
    let Some(bytes) = corpus::files().get("NTUSER.DAT") else { return };
    let whole = Hive::open(bytes).expect("a hive").census();
    // The place of the root, and the size of all bins: no checksum covers them now.
    let mut damaged = bytes.clone();
    damaged[36..44].copy_from_slice(&[0xF0, 0xFF, 0, 0, 0, 0x10, 0, 0]);
    let hive = Hive::open(&damaged).expect("a hive");
    assert!(hive.is_dirty());
    assert_eq!(hive.census(), whole);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_is_put_into_a_hive_comes_back(
        values in prop::collection::btree_map("[a-z0-9 ]{0,40}", (0_u32..12, prop::collection::vec(any::<u8>(), 0..40_000)), 0..6),
        names in prop::collection::btree_set("[a-z0-9]{1,60}", 0..20),
    ) {
        let mut built = Built::new();
        let places: Vec<u32> =
            values.iter().map(|(name, (kind, data))| built.value(name, *kind, data)).collect();
        let keys: Vec<u32> = names.iter().map(|name| built.key(name, &[], &places)).collect();
        let root = built.key("ROOT", &keys, &places);
        let bytes = built.finish(root);
        let hive = Hive::open(&bytes).expect("a hive");
        prop_assert_eq!(hive.census().damages(), 0);
        let paths = names.iter().map(|name| name.to_uppercase()).chain([String::new()]);
        for key in paths.map(|path| hive.key(&path)) {
            let key = key.expect("it is whole").expect("it is there");
            prop_assert_eq!(key.values().found.len(), values.len());
            for (name, (kind, data)) in &values {
                let value = key.value(name).expect("it is whole").expect("it is there");
                prop_assert_eq!(value.kind(), Type::from(*kind));
                let read = value.bytes();
                prop_assert_eq!(read.as_deref(), Ok(data.as_slice()));
            }
        }
    }

    #[test]
    fn no_bytes_after_a_base_block_bring_the_reader_down(bytes in prop::collection::vec(any::<u8>(), 0..9_000)) {
        let bytes = [base(1, 1, 32, bytes.len() as u32, 0), bytes].concat();
        let mut hive = Hive::open(&bytes).expect("a hive");
        prop_assert!(hive.census().keys < 100);
        hive.replay(&[&bytes]);
    }
}
