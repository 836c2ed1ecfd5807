//! The traceability file names every clause of the plans once, in a known state,
//! and every test it names exists.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn rows() -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(root().join("docs/clauses.tsv")).expect("docs/clauses.tsv is there");
    text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// The number of clauses in the five plans.
const CLAUSES: usize = 407;

#[test]
fn every_clause_has_one_line_with_a_known_state() {
    let rows = rows();
    let ids: BTreeSet<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!((rows.len(), ids.len()), (CLAUSES, CLAUSES));
    for row in &rows {
        assert_eq!(row.len(), 4, "{row:?}");
        assert!(["done", "partly", "open"].contains(&row[1].as_str()), "{row:?}");
    }
    let spec = root().join("../shared/spec/clauses.md");
    let Ok(spec) = std::fs::read_to_string(spec) else {
        eprintln!("skipped against the list of clauses: ../shared/spec is not here");
        return;
    };
    for line in spec.lines() {
        let id = line.trim_start_matches("| ").split(' ').next().unwrap_or_default();
        let is_clause = id
            .strip_prefix('S')
            .and_then(|rest| rest.split_once('-'))
            .is_some_and(|(_, n)| n.parse::<u16>().is_ok());
        assert!(!is_clause || ids.contains(id), "{id} is missing");
    }
}

#[test]
fn what_is_done_names_a_test_and_every_named_test_exists() {
    for row in rows() {
        assert!(row[1] != "done" || (!row[2].is_empty() && !row[3].is_empty()), "{row:?} names no test");
        for named in row[3].split("; ").filter(|named| !named.is_empty()) {
            let (file, test) = named.split_once("::").unwrap_or((named, ""));
            let text = std::fs::read_to_string(root().join(file)).unwrap_or_default();
            let wanted = if file.ends_with(".rs") { format!("fn {test}(") } else { test.to_owned() };
            assert!(text.contains(&wanted), "{}: {named} does not exist", row[0]);
        }
    }
}
