//! A store of days: the same audit as of the logs, and again from the states kept.

use crate::ran::{Province, bytes, path, run, same, summary, well};

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
    // A folder that holds something else is left alone.
    let foreign = run(&["ingest", "--quiet", "--lookups", path(&folder), "--out", path(&folder)]);
    assert!(!foreign.status.success());
}
