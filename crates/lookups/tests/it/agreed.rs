//! Every flag of every rule as an independent SQL of the rules gives it (DuckDB).

use crate::ran::{Province, path, python, summary};

#[test]
fn all_rules_agree_with_sql_row_by_row() {
    let Some(mut python) = python() else { return };
    let province = Province::of(300_000, 7, "parquet");
    let out = province.audit(&province.table("lookups"), "out", &[]);
    for (rule, of) in summary(&out)["rules"].as_object().expect("rules") {
        assert!(of["flagged"].as_u64() > Some(0), "{rule} flags nothing: nothing was compared");
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sql/audit.py");
    let output = python
        .args([script, "compare", path(&province.data()), path(&out), "--from", "2024-01-01"])
        .output()
        .expect("python");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.matches(" same").count() >= 19, "{said}");
}

#[test]
fn csv_json_lines_and_parquet_give_the_same_flags() {
    let parquet = Province::of(20_000, 3, "parquet");
    let first = parquet.audit(&parquet.table("lookups"), "out", &[]);
    for format in ["csv", "jsonl"] {
        let other = Province::of(20_000, 3, format);
        let out = other.audit(&other.table("lookups"), "out", &[]);
        // Bundles name the log and its digest; reports too.
        let except = ["evidence.rsb", "report.html", "report.docx"];
        crate::ran::same(&first, &out, &except);
    }
}
