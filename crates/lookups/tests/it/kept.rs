//! A store of days: the same audit as of the logs, and again from the states kept.

use crate::ran::{Province, audit, bytes, golden, path, run, same, summary, well};
use rasoat_lookups::day::{DayState, VERSION};
use std::path::{Path, PathBuf};

/// Bundles and reports name the log, which is another file.
const NAMED: [&str; 3] = ["evidence.rsb", "report.html", "report.docx"];

#[test]
fn a_store_gives_what_its_logs_give_and_again_from_what_was_kept() {
    let province = Province::of(60_000, 5, "csv");
    let store = province.folder.path().join("store");
    well(&["ingest", "--quiet", "--lookups", path(&province.table("lookups")), "--out", path(&store)]);
    let of_logs = province.audit(&province.table("lookups"), "logs", &[]);
    let first = province.audit(&store, "first", &[]);
    same(&of_logs, &first, &NAMED);
    let kept = bytes(&store).into_keys().filter(|name| name.ends_with(".state")).count();
    assert!(kept > 200, "{kept} states kept");
    // The dossiers are the same bytes under another name: nothing is judged anew.
    let again = province.audit(&store, "again", &[]);
    same(&first, &again, &[]);
    // Half a year of it, as of the logs.
    let half = ["--from", "2024-03-01", "--to", "2024-08-31"];
    same(
        &province.audit(&province.table("lookups"), "half", &half),
        &province.audit(&store, "half-kept", &half),
        &NAMED,
    );
    // A state that is damaged is made again.
    let state = bytes(&store).into_keys().find(|name| name.ends_with(".state")).expect("a state");
    std::fs::write(store.join(&state), b"damaged").expect("written");
    same(&first, &province.audit(&store, "mended", &[]), &[]);
}

#[test]
fn a_store_takes_each_file_once_and_days_grow() {
    let province = Province::of(30_000, 6, "csv");
    let log = std::fs::read_to_string(province.table("lookups")).expect("a log");
    let (head, rows) = log.split_once('\n').expect("a head");
    let rows: Vec<&str> = rows.lines().collect();
    let folder = province.folder.path().join("logs");
    std::fs::create_dir(&folder).expect("a folder");
    // Every other row in the second file: each day has rows of both.
    for (name, rest) in [("a.csv", 0), ("b.csv", 1)] {
        let some: Vec<&str> =
            rows.iter().enumerate().filter(|(at, _)| at % 2 == rest).map(|(_, row)| *row).collect();
        std::fs::write(folder.join(name), format!("{head}\n{}\n", some.join("\n"))).expect("written");
    }
    let store = province.folder.path().join("store");
    well(&["ingest", "--quiet", "--lookups", path(&folder.join("a.csv")), "--out", path(&store)]);
    province.audit(&store, "half", &[]);
    let said = well(&["ingest", "--quiet", "--lookups", path(&folder), "--out", path(&store)]);
    assert!(said.contains("a.csv: đã có trong kho"), "{said}");
    let whole = province.audit(&store, "whole", &[]);
    same(&province.audit(&province.table("lookups"), "logs-whole", &[]), &whole, &NAMED);
    assert_eq!(summary(&whole)["rows"], rows.len() as u64);
    // Two files that say the same are two files, and each is taken once.
    let twice = province.folder.path().join("twice");
    std::fs::create_dir(&twice).expect("a folder");
    for name in ["a.csv", "b.csv"] {
        std::fs::copy(folder.join("a.csv"), twice.join(name)).expect("copied");
    }
    let store = province.folder.path().join("store-of-twice");
    for _ in 0..2 {
        well(&["ingest", "--quiet", "--lookups", path(&twice), "--out", path(&store)]);
    }
    same(&province.audit(&twice, "twice-logs", &[]), &province.audit(&store, "twice-kept", &[]), &NAMED);
    // A folder that holds something else is left alone.
    let foreign = run(&["ingest", "--quiet", "--lookups", path(&folder), "--out", path(&folder)]);
    assert!(!foreign.status.success());
}

/// A day with a lookup that is explained, some that are not, one that was denied, two
/// terminals within a minute, and a number that is missing.
const LOG: &str = "\
ts,system,account,terminal,ip,citizen,dossier,purpose,result,seq
2024-03-05T08:00:00+07:00,S1,a1,T1,10.0.0.1,001,H1,p,ok,1
2024-03-05T08:00:40+07:00,S1,a1,T2,10.0.0.2,002,,p,ok,2
2024-03-05T19:30:00+07:00,S1,a2,T1,10.0.0.1,001,H9,p,ok,4
2024-03-05T19:31:00+07:00,S2,a2,,10.0.0.1,003,H1,p,denied,
";

/// The state of that day, as the program keeps it.
fn kept_state() -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let write = |name: &str, text: &str| -> PathBuf {
        std::fs::write(here.join(name), text).expect("written");
        here.join(name)
    };
    let log = write("log.csv", LOG);
    let dossiers = write("d.csv", "dossier,citizen,opened,closed\nH1,001,2024-03-01,\n");
    let accounts = write("a.csv", "account,holder,unit\na1,h1,u1\n");
    let store = here.join("store");
    well(&["ingest", "--quiet", "--lookups", path(&log), "--out", path(&store)]);
    let tables: [(&str, &Path); 3] =
        [("--lookups", &store), ("--dossiers", &dossiers), ("--accounts", &accounts)];
    let audited = audit(here, "out", &tables, &["--from", "2024-03-01", "--to", "2024-03-31"]);
    assert!(audited.status.success(), "{}", String::from_utf8_lossy(&audited.stderr));
    let states = bytes(&store).into_iter().filter(|(name, _)| name.ends_with(".state"));
    states.map(|(_, bytes)| bytes).next().expect("a state")
}

#[test]
fn a_kept_state_is_the_bytes_it_was_or_of_another_version() {
    let now = kept_state();
    golden(&format!("day-{VERSION}.state"), &now, "raise day::VERSION");
    let state = DayState::of_bytes(&now).expect("a state");
    assert_eq!((state.accounts.len(), state.pairs.len(), state.flagged.at.0.len()), (2, 1, 2));
}

#[test]
fn a_state_whose_numbers_no_day_has_is_none() {
    let whole = DayState::of_bytes(&kept_state()).expect("a state");
    let mut wrong: Vec<(&str, DayState)> = Vec::new();
    let mut with = |what: &'static str, change: &dyn Fn(&mut DayState)| {
        let mut state = whole.clone();
        change(&mut state);
        wrong.push((what, state));
    };
    with("a terminal that is none", &|state| state.pairs[0].first.terminal = 7);
    with("an account that is none", &|state| state.breadth[0].account = 7);
    with("a citizen that is none", &|state| state.breadth[0].citizen = 99);
    with("more explained than there are", &|state| state.accounts[0].explained = 9);
    with("a moment of another day", &|state| state.breadth[0].last += 86_400_000_000);
    with("a rule that is none", &|state| state.accounts[0].tallies[0].rule = 40);
    with("a column cut short", &|state| state.flagged.mark.0.truncate(1));
    with("more numbers than rows", &|state| state.systems[0].runs.runs[0].high = i64::MAX);
    with("a day beyond the calendar", &|state| state.day.0 = i32::MAX);
    for (what, state) in wrong {
        assert!(DayState::of_bytes(&state.bytes().expect("bytes")).is_none(), "{what}");
    }
}
