//! Whatever the bytes are, something is said of them and nothing breaks.

use crate::servers::{SERVERS, given, lines, parts};
use evidence::{Sight, Value};
use proptest::prelude::*;
use rasoat_host::linux::{COMMANDS, FILES, Given, PRIVILEGED, Part, examine};

fn bytes(server: &str) -> Vec<(&'static str, Vec<u8>)> {
    parts(server).into_iter().map(|(path, text)| (path, text.as_bytes().to_vec())).collect()
}

/// The same numbers every time.
fn numbers(mut state: u64) -> impl FnMut(usize) -> usize {
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    }
}

#[test]
fn a_file_cut_short_gives_what_is_left() {
    for (server, _) in SERVERS {
        let whole = bytes(server);
        for at in 0..whole.len() {
            for share in [0, 1, 3, 7, 9] {
                let mut cut = whole.clone();
                let length = cut[at].1.len() * share / 10;
                cut[at].1.truncate(length);
                assert!(!examine(&given(&cut), "MC-01", None).is_empty());
            }
        }
    }
}

#[test]
fn flipped_bytes_are_read_as_far_as_they_go() {
    let mut number = numbers(7);
    for (server, _) in SERVERS {
        let whole = bytes(server);
        for _ in 0..150 {
            let mut flipped = whole.clone();
            for _ in 0..20 {
                let part = number(flipped.len());
                let length = flipped[part].1.len();
                if length > 0 {
                    flipped[part].1[number(length)] ^= 1 << number(8);
                }
            }
            let seen = examine(&given(&flipped), "MC-01", None);
            assert!(seen.iter().all(|one| one.source.place.len() < 10_000));
        }
    }
}

/// Found by fuzzing: more days than a span of the library may have.
#[test]
fn a_password_that_expires_after_the_last_date_there_is_expires_on_none() {
    for days in ["7304485", "99999999", "9223372036854775807", "-7304485"] {
        let shadow = format!("root:!:19000:0:99999:7::{days}:\n").into_bytes();
        let seen = examine(&given(&[("/etc/shadow", shadow)]), "MC-01", None);
        let password = seen.iter().find(|one| one.attribute == "account.password").expect("a password");
        let Sight::Seen(Value::Record(fields)) = &password.sight else { panic!("{password:?}") };
        assert!(fields.contains_key("changed") && !fields.contains_key("expires"), "{days}");
    }
}

/// A record of wtmp as glibc writes it on a machine of 64 bits.
pub fn record(kind: u16, line: &str, user: &str, host: &str, seconds: u32) -> Vec<u8> {
    let mut record = vec![0; 384];
    record[..2].copy_from_slice(&kind.to_le_bytes());
    record[4..8].copy_from_slice(&77u32.to_le_bytes());
    for (at, text) in [(8, line), (44, user), (76, host)] {
        record[at..at + text.len()].copy_from_slice(text.as_bytes());
    }
    record[340..344].copy_from_slice(&seconds.to_le_bytes());
    record
}

#[test]
fn records_of_log_ins_are_read_and_other_files_are_said_to_be_none() {
    let wtmp = [
        record(2, "~", "reboot", "6.1.0-18-amd64", 1_700_000_000),
        record(7, "pts/0", "an", "203.0.113.5", 1_700_000_100),
        record(8, "pts/0", "", "", 1_700_000_400),
        record(7, "tty1", "root", "", 1_700_000_500),
    ]
    .concat();
    let btmp = [
        record(6, "ssh:notty", "matkhau123", "203.0.113.9", 1_700_000_000),
        record(6, "ssh:notty", "root", "203.0.113.9", 1_700_000_009),
    ];
    let files = [("/var/log/wtmp", wtmp.clone()), ("/var/log/btmp", btmp.concat())];
    let seen = lines(&examine(&given(&files), "MC-01", None));
    for line in [
        "boot at=2023-11-14T22:13:20Z; kernel=6.1.0-18-amd64",
        "session began=2023-11-14T22:15:00Z; ended=2023-11-14T22:20:00Z; line=pts/0; outside=true; source=203.0.113.5; user=an",
        "session began=2023-11-14T22:21:40Z; line=tty1; user=root",
        "auth.failed_record count=2; first=2023-11-14T22:13:20Z; last=2023-11-14T22:13:29Z; outside=true; source=203.0.113.9",
    ] {
        assert!(seen.contains(&line.to_owned()), "{line}\n{}", seen.join("\n"));
    }
    assert!(!seen.join("\n").contains("matkhau123"));
    let other = vec![b'x'; 3_840];
    let seen = lines(&examine(&given(&[("/var/log/wtmp", other)]), "MC-01", None));
    assert!(seen.contains(&"session unreadable Corrupt".to_owned()));
    for length in 0..wtmp.len() {
        examine(&given(&[("/var/log/wtmp", wtmp[..length].to_vec())]), "MC-01", None);
    }
}

fn hash() -> impl Strategy<Value = String> {
    ("[1567y]", "[./0-9A-Za-z]{8}", "[./0-9A-Za-z]{22,86}")
        .prop_map(|(scheme, salt, hash)| format!("${scheme}${salt}${hash}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_text_in_any_place_is_survived(
        at in 0..FILES.len() + COMMANDS.len() + 1,
        bytes in prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..3_000),
            "([A-Za-z0-9:=/.,\\[\\](){}#%*@! \t-]{0,60}\n){0,40}".prop_map(String::into_bytes),
        ],
    ) {
        let all: Vec<&str> = FILES.iter().map(|one| one.pattern).chain(COMMANDS.iter().map(|one| one.name)).chain([PRIVILEGED]).collect();
        let mut given = Given::default();
        given.add(all[at], Part::new(all[at].replace('*', "x"), Ok(bytes), false));
        for one in examine(&given, "MC-01", None) {
            if let Sight::Seen(Value::Text(text)) = one.sight {
                prop_assert!(text.chars().count() <= 2_000 && !text.contains(char::from(27)));
            }
        }
    }

    #[test]
    fn a_hash_wherever_it_stands_is_not_passed_on(at in 0..FILES.len() + COMMANDS.len(), hash in hash(), before in "[a-z =:]{0,12}", after in "( [a-z]{0,9}|:1:2:3:::)") {
        let all: Vec<&str> = FILES.iter().map(|one| one.pattern).chain(COMMANDS.iter().map(|one| one.name)).collect();
        prop_assume!(!all[at].contains("tmp"));
        let mut given = Given::default();
        let text = format!("{before}{hash}{after}\nan:{hash}{after}\n");
        given.add(all[at], Part::new(all[at].replace('*', "x"), Ok(text.into_bytes()), false));
        let seen = serde_json::to_string(&examine(&given, "MC-01", None)).expect("data");
        let last = hash.rsplit('$').next().expect("a part");
        prop_assert!(!seen.contains(last), "{}", all[at]);
    }
}
