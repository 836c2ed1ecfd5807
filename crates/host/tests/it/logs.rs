//! Transaction logs: what stands only in them is read when they are replayed.

use crate::built::{Built, base, seal};
use crate::corpus;
use rasoat_host::hive::{Hive, Key, Stop};
use std::collections::BTreeSet;

/// Paths of all keys below the root.
fn paths(hive: &Hive<'_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut waiting: Vec<(Key<'_>, String)> = vec![(hive.root().expect("a root"), String::new())];
    while let Some((key, path)) = waiting.pop() {
        for below in key.subkeys().found {
            let path = format!("{path}\\{}", below.name());
            waiting.push((below, path.clone()));
            found.insert(path);
        }
    }
    found
}

fn file(name: &str) -> Option<&'static [u8]> {
    corpus::files().get(name).map(Vec::as_slice)
}

/// Dirty hives, their logs, and how many keys another reader found more with them
/// (`regipy_tests/tests.py`), the logs given in any order.
#[test]
fn replaying_logs_brings_the_keys_that_stand_in_them() {
    let cases = [
        ("transactions_NTUSER.DAT", "transactions_ntuser.dat.log1", "transactions_ntuser.dat.log2"),
        ("SYSTEM_B", "SYSTEM_B.LOG1", "SYSTEM_B.LOG2"),
        ("UsrClass.dat", "UsrClass.dat.LOG1", "UsrClass.dat.LOG2"),
    ];
    for (name, log1, log2) in cases {
        let (Some(bytes), Some(log1), Some(log2)) = (file(name), file(log1), file(log2)) else { continue };
        let before = Hive::open(bytes).expect("a hive");
        assert!(before.is_dirty() && before.replayed().is_none(), "{name}");
        let mut after = Hive::open(bytes).expect("a hive");
        let replay = *after.replay(&[log1, log2]);
        let mut turned = Hive::open(bytes).expect("a hive");
        assert_eq!(replay, *turned.replay(&[log2, log1]), "{name}");
        let (old, new) = (paths(&before), paths(&after));
        eprintln!(
            "{name}: {replay:?}; {} keys before, {} after: {} new, {} gone; damaged {} before, {:?} after",
            old.len(),
            new.len(),
            new.difference(&old).count(),
            old.difference(&new).count(),
            before.census().damages(),
            after.census().damaged,
        );
        assert!(replay.entries > 0 && replay.stop == Stop::Done, "{name}: {replay:?}");
        assert!(!after.is_dirty(), "{name}");
        assert_eq!(after.census().damages(), 0, "{name}");
    }
}

#[test]
fn a_clean_hive_is_left_as_it_is() {
    let (Some(bytes), Some(log)) = (file("NTUSER.DAT"), file("transactions_ntuser.dat.log1")) else { return };
    let mut hive = Hive::open(bytes).expect("a hive");
    assert_eq!(hive.replay(&[log]).stop, Stop::Clean);
}

#[test]
fn logs_of_something_else_are_not_replayed() {
    let (Some(bytes), Some(log)) = (file("transactions_NTUSER.DAT"), file("SYSTEM_B.LOG1")) else { return };
    let mut hive = Hive::open(bytes).expect("a hive");
    let before = hive.census();
    let replay = *hive.replay(&[&[], b"nothing", &log[..100]]);
    assert_eq!((replay.entries, replay.stop), (0, Stop::NoLog));
    assert!(hive.is_dirty());
    assert_eq!(hive.census(), before);
}

/// The format before Windows 8.1: a bitmap of sectors, and these.
#[test]
fn a_log_of_the_old_format_is_replayed() {
    let hive_of = |name: &str| {
        let mut built = Built::new();
        let below = built.key(name, &[], &[]);
        let root = built.key("ROOT", &[below], &[]);
        built.finish(root)
    };
    let (old, new) = (hive_of("before"), hive_of("beyond"));
    let size = (old.len() - 4096) as u32;
    let root = u32::from_le_bytes(old[36..40].try_into().expect("four bytes"));
    // Half written: the first number was raised, the second was not.
    let mut dirty = old.clone();
    dirty[..4096].copy_from_slice(&base(2, 1, root, size, 0));
    let mut log = base(2, 2, root, size, 1)[..512].to_vec();
    log.extend(b"DIRT");
    log.extend([0xFF]);
    log.resize(1024, 0);
    log.extend(&new[4096..]);
    let mut hive = Hive::open(&dirty).expect("a hive");
    assert!(hive.is_dirty());
    let replay = *hive.replay(&[&log]);
    assert_eq!((replay.entries, replay.pages, replay.stop), (1, 8, Stop::Done));
    assert!(!hive.is_dirty());
    assert!(hive.key("beyond").expect("it is whole").is_some());
    // A base block that is damaged comes from the log.
    dirty[40] ^= 0xFF;
    let mut hive = Hive::open(&dirty).expect("a hive");
    let replay = *hive.replay(&[&log]);
    assert!(replay.base_recovered && !hive.is_dirty());
    assert!(hive.key("beyond").expect("it is whole").is_some());
    // The first bin's copy of the time is not needed when the block's own is right.
    let mut elsewhere = dirty.clone();
    elsewhere[4096 + 20] ^= 1;
    let mut hive = Hive::open(&elsewhere).expect("a hive");
    assert_eq!(hive.replay(&[&log]).entries, 1);
    // Of another moment: not replayed.
    log[12] ^= 1;
    seal(&mut log[..512]);
    let mut hive = Hive::open(&dirty).expect("a hive");
    assert_eq!(hive.replay(&[&log]).stop, Stop::OtherState);
}
