//! The bundle for the office: sealed, counted, citizens as hashes.

use crate::ran::{Province, bytes, golden, names_a_citizen, run, summary};
use evidence::{Kind, Sight, Value};

#[test]
fn the_bundle_counts_what_the_summary_counts_and_names_no_citizen() {
    let province = Province::of(100_000, 11, "parquet");
    let out = province.audit(&province.table("lookups"), "out", &["--visit", "cuoc-07"]);
    let file = std::fs::File::open(out.join("evidence.rsb")).expect("a bundle");
    let bundle = evidence::open(std::io::BufReader::new(file)).expect("a sealed bundle");
    assert_eq!(bundle.header.visit, "cuoc-07");
    let counted = |kind: Kind, what: &str| -> Vec<i64> {
        bundle
            .observations
            .iter()
            .filter(|one| {
                one.subject.kind == kind && one.attribute == "lookups.counted" && one.source.place == what
            })
            .filter_map(|one| match &one.sight {
                Sight::Seen(Value::Record(fields)) => match fields.get("count") {
                    Some(Value::Whole(count)) => Some(*count),
                    _ => None,
                },
                _ => None,
            })
            .collect()
    };
    let told = summary(&out);
    assert_eq!(counted(Kind::Log, "rows"), [told["rows"].as_i64().expect("rows")]);
    assert_eq!(counted(Kind::Log, "explained"), [told["explained"]["count"].as_i64().expect("a count")]);
    for rule in ["L4", "L5", "L6", "L7", "L8", "L9", "L10", "L12", "L14", "L16", "L17", "L18"] {
        let flagged = told["rules"][rule]["flagged"].as_i64().expect("a count");
        assert_eq!(counted(Kind::Account, rule).iter().sum::<i64>(), flagged, "{rule}");
    }
    assert_eq!(
        counted(Kind::Account, "L13").len() as i64,
        told["rules"]["L13"]["flagged"].as_i64().expect("a count")
    );
    let citizens = counted(Kind::Citizen, "L11");
    assert_eq!(citizens.len() as i64, told["rules"]["L11"]["flagged"].as_i64().expect("a count"));
    let text = String::from_utf8(bytes(&out).remove("evidence.rsb").expect("a bundle")).expect("text");
    assert!(!names_a_citizen(&text));
}

#[test]
fn the_same_key_gives_the_same_bundle_and_another_other_hashes() {
    let province = Province::of(100_000, 11, "parquet");
    let log = province.table("lookups");
    let bundle = |out: &str, more: &[&str]| {
        bytes(&province.audit(&log, out, more)).remove("evidence.rsb").expect("a bundle")
    };
    let first = bundle("one", &[]);
    assert!(first == bundle("two", &[]));
    let citizen = |bundle: &[u8]| -> String {
        let opened = evidence::open(bundle).expect("a bundle");
        let citizen = opened.observations.into_iter().find(|one| one.subject.kind == Kind::Citizen);
        citizen.expect("a citizen").subject.name
    };
    // Another key takes the first one's place: `--key` may stand only once.
    std::fs::remove_file(province.folder.path().join("key")).expect("removed");
    assert_ne!(citizen(&first), citizen(&bundle("three", &[])));
}

#[test]
fn the_bundle_the_office_is_tried_with_is_the_one_made_today() {
    let province = Province::of(5_000, 31, "csv");
    std::fs::write(province.folder.path().join("key"), [7; 32]).expect("written");
    let out = province.audit(&province.table("lookups"), "out", &["--visit", "cuoc-07"]);
    let bundle = bytes(&out).remove("evidence.rsb").expect("a bundle");
    golden("evidence.rsb", &bundle, "see that journeys/lookups.test.mjs still holds");
}

#[test]
fn explain_and_drill_tell_what_lies_behind() {
    let province = Province::of(100_000, 12, "parquet");
    let out = province.audit(&province.table("lookups"), "out", &[]);
    let table = std::fs::read_to_string(out.join("accounts.csv")).expect("accounts");
    let first = table.lines().nth(1).expect("a line").split(',').nth(1).expect("an account").to_owned();
    let out = out.to_str().expect("a path");
    let said = run(&["explain", &first, "--audit", out]);
    let text = String::from_utf8_lossy(&said.stdout);
    assert!(said.status.success() && text.contains(&first) && text.contains("lượt"), "{text}");
    assert!(!run(&["explain", "nobody.there", "--audit", out]).status.success());
    let log = province.table("lookups");
    let log = log.to_str().expect("a path");
    for rule in ["L4", "L9", "L10", "L8"] {
        let flags: usize = text
            .lines()
            .find_map(|line| line.strip_prefix(rule)?.rsplit_once(": ")?.1.parse().ok())
            .unwrap_or_default();
        let rows =
            run(&["drill", "--quiet", "--account", &first, "--lookups", log, "--audit", out, "--rule", rule]);
        assert!(rows.status.success(), "{}", String::from_utf8_lossy(&rows.stderr));
        let rows = String::from_utf8_lossy(&rows.stdout).lines().count() - 1;
        assert!(rows >= flags && (flags > 0 || rows == 0), "{rule}: {flags} flags, {rows} rows");
    }
}
