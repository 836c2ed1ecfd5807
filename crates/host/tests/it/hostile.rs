//! Broken and hostile hives: each is read as far as it goes, without harm and in
//! bounded time.

use crate::built::{Built, NOWHERE, base};
use crate::corpus;
use crate::dice::Dice;
use rasoat_host::hive::{Damage, Hive};
use rasoat_host::windows::{Given, Role, examine};
use std::time::{Duration, Instant};

/// Places that are changed in all, unless more is asked for.
const FLIPS: usize = 10_000;
/// What one hive may take at most, in an unoptimised build on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

#[expect(clippy::disallowed_methods, reason = "tests have no settings of their own")]
fn asked() -> usize {
    std::env::var("RASOAT_FLIPS").ok().and_then(|text| text.parse().ok()).unwrap_or(FLIPS)
}

/// Reads everything there is in a hive; how long that took.
fn look(bytes: &[u8], logs: &[&[u8]]) -> Duration {
    let start = Instant::now();
    if let Ok(mut hive) = Hive::open(bytes) {
        if !logs.is_empty() {
            hive.replay(logs);
        }
        hive.census();
        let role = Role::of(&hive).unwrap_or(Role::System);
        let given = [Given { role, file: "HIVE".into(), sha256: String::new(), hive }];
        examine(&given, "MAY-01", None);
    }
    start.elapsed()
}

/// A place that matters more than most: within the base block, a bin's header, or the
/// fixed part of a key or value.
fn tender(bytes: &[u8], dice: &mut Dice) -> usize {
    let from = dice.below(bytes.len());
    let marks: [&[u8]; 6] = [b"nk", b"vk", b"lf", b"lh", b"ri", b"hbin"];
    let end = (from + 65_536).min(bytes.len());
    let found = (from..end).find(|at| marks.iter().any(|mark| bytes[*at..].starts_with(mark)));
    match found {
        _ if dice.below(40) == 0 => dice.below(512),
        Some(at) => (at + dice.below(80)).saturating_sub(4).min(bytes.len() - 1),
        None => from,
    }
}

#[test]
fn no_flipped_or_missing_bytes_bring_the_reader_down() {
    let hives: Vec<_> = corpus::hives().collect();
    if hives.is_empty() {
        return;
    }
    let total = asked();
    let mut dice = Dice(0x5EED_0000_0000_0001);
    let (mut flipped, mut cut, mut rounds, mut longest) = (0, 0, 0, Duration::ZERO);
    while flipped < total {
        // Small hives one place at a time, large ones many: they take as long each.
        let (name, whole) = hives[dice.below(hives.len())];
        let many = (whole.len() / 100_000).clamp(1, 50);
        let mut bytes = whole.to_vec();
        for _ in 0..many {
            let at = if dice.below(2) == 0 { dice.below(bytes.len()) } else { tender(&bytes, &mut dice) };
            let by = 1 << dice.below(8);
            bytes[at] = if dice.below(4) == 0 { 0xFF } else { bytes[at] ^ by };
        }
        flipped += many;
        if dice.below(4) == 0 {
            bytes.truncate(dice.below(whole.len()));
            cut += 1;
        }
        let took = look(&bytes, &[]);
        assert!(took < PATIENCE, "{name}: {took:?}");
        longest = longest.max(took);
        rounds += 1;
    }
    eprintln!(
        "{flipped} places in {rounds} copies of {} hives, {cut} cut short; longest {longest:?}",
        hives.len()
    );
}

#[test]
fn no_flipped_bytes_of_a_log_bring_the_reader_down() {
    let file = |name: &str| corpus::files().get(name).map(Vec::as_slice);
    let (Some(hive), Some(log1), Some(log2)) = (
        file("transactions_NTUSER.DAT"),
        file("transactions_ntuser.dat.log1"),
        file("transactions_ntuser.dat.log2"),
    ) else {
        return;
    };
    let mut dice = Dice(0x5EED_0000_0000_0002);
    let mut replayed = std::collections::BTreeMap::<u32, usize>::new();
    for _ in 0..100 {
        let (mut one, mut two) = (log1.to_vec(), log2.to_vec());
        for log in [&mut one, &mut two] {
            let at = if dice.below(2) == 0 { dice.below(560) } else { dice.below(log.len()) };
            log[at] ^= 1 << dice.below(8);
        }
        let mut read = Hive::open(hive).expect("a hive");
        let entries = read.replay(&[&one, &two]).entries;
        *replayed.entry(entries).or_default() += 1;
        assert!(read.census().keys > 100);
    }
    eprintln!("entries replayed of logs with a bit changed, and how often: {replayed:?}");
}

#[test]
fn hives_that_bite_their_own_tail_end() {
    // A key that lists itself, by a root of lists that lists itself a thousand times.
    let mut built = Built::new();
    let list = built.list(*b"ri", &[0; 1_000]);
    let leaf = built.list(*b"lf", &[0; 2_000]);
    let value = built.value_of("x", 3, 0x7FFF_FFFF, 32);
    let root = built.key_of(b"ROOT", true, u32::MAX, list, &[value; 100]);
    for number in 0..1_000 {
        built.put(list + 8 + number * 4, if number % 2 == 0 { leaf } else { list });
    }
    for number in 0..2_000 {
        built.put(leaf + 8 + number * 8, root);
    }
    let bytes = built.finish(root);
    let start = Instant::now();
    let hive = Hive::open(&bytes).expect("a hive");
    let census = hive.census();
    eprintln!("{census:?} in {:?}", start.elapsed());
    assert_eq!(census.keys, 1);
    assert!(census.damaged.contains_key(&Damage::Cycle), "{census:?}");
    assert!(hive.key(&"ROOT\\".repeat(10_000)).is_ok() || hive.key("x").is_err());
    assert!(look(&bytes, &[]) < PATIENCE);
}

#[test]
fn counts_without_end_and_places_out_of_range_are_said() {
    let mut built = Built::new();
    let value = built.value_of("far", 3, 100, 0x7FFF_FFF0);
    let long = built.value_of("long", 3, 40_000, NOWHERE);
    let root = built.key_of(b"ROOT", true, 3, 0x1234_5670, &[value, long, NOWHERE]);
    // As many values as there are numbers.
    let values = root + 4 + 36;
    built.put(values, u32::MAX);
    let bytes = built.finish(root);
    let hive = Hive::open(&bytes).expect("a hive");
    let census = hive.census();
    assert_eq!(census.keys, 1);
    assert!(census.damaged[&Damage::Cell] >= 3, "{census:?}");
    assert!(hive.key("anything").is_err(), "a key below a damaged list is not absent");
    // No root at all, and bins of four thousand million bytes.
    for (root, size) in [(NOWHERE, 4096), (0, u32::MAX), (0xFFFF_FFF8, u32::MAX)] {
        let bytes = [base(1, 1, root, size, 0), vec![0xFF; 4096]].concat();
        let hive = Hive::open(&bytes).expect("a hive");
        assert!(hive.root().is_err());
        assert!(look(&bytes, &[]) < PATIENCE);
    }
}

#[test]
fn a_damaged_key_is_unreadable_and_a_missing_one_absent() {
    use evidence::{Sight, Unread};
    let mut built = Built::new();
    let lsa = built.key("Lsa", &[], &[]);
    let control = built.key("Control", &[lsa], &[]);
    let services = built.key_of(b"Services", true, 5, NOWHERE, &[]);
    let set = built.key("ControlSet001", &[control, services], &[]);
    let root = built.key("ROOT", &[set], &[]);
    let bytes = built.finish(root);
    let hive = Hive::open(&bytes).expect("a hive");
    assert_eq!(Role::of(&hive), Some(Role::System));
    let given = [Given { role: Role::System, file: "SYSTEM".into(), sha256: String::new(), hive }];
    let seen = examine(&given, "MAY-01", None);
    let sight = |attribute: &str| {
        let found = seen.iter().find(|one| one.attribute == attribute);
        found.unwrap_or_else(|| panic!("nothing is said of {attribute}")).sight.clone()
    };
    assert_eq!(sight("lsa.no_lm_hash"), Sight::Absent);
    assert_eq!(sight("remote_desktop.denied"), Sight::Absent);
    assert_eq!(sight("service"), Sight::Unreadable(Unread::Corrupt));
    assert_eq!(sight("smb.version_1"), Sight::Unreadable(Unread::Corrupt));
    assert_eq!(sight("account"), Sight::NotCollected);
    assert_eq!(sight("os.product"), Sight::NotCollected);
    assert!(seen.iter().all(|one| one.subject.name == "MAY-01"));
}

#[test]
fn of_a_hive_without_its_root_everything_is_unreadable() {
    use evidence::Sight;
    let Some(bytes) = corpus::files().get("SYSTEM") else { return };
    let stump = &bytes[..4096 + 100];
    assert!(Given::open("SYSTEM", stump, &[]).is_err());
    let given = [Given::of(Role::System, "SYSTEM", stump, &[]).expect("a hive")];
    for one in examine(&given, "MAY-01", None) {
        // That it is a hive says whose it is.
        if one.attribute == "os.family" {
            continue;
        }
        let of_system = one.source.file == "SYSTEM";
        assert_eq!(of_system, matches!(one.sight, Sight::Unreadable(_)), "{one:?}");
        assert!(of_system || one.sight == Sight::NotCollected, "{one:?}");
    }
}
