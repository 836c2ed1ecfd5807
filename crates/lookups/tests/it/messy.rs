//! Input that is not as it should be: what is said of it, and how many rows remain.

use crate::ran::{audit, path, program, summary, well};
use arrow::array::{Array as _, ArrayRef, BinaryArray, Date64Array, Float64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;

const HEAD: &str = "ts,system,account,terminal,ip,citizen,dossier,purpose,result,seq\n";
const GOOD: &str = "2024-03-05T08:00:00+07:00,S,a1,T1,10.0.0.1,001,H1,p,ok,1\n";

struct Case {
    what: &'static str,
    name: &'static str,
    bytes: Vec<u8>,
    rows: u64,
    rejected: &'static [(&'static str, u64)],
}

fn csv(what: &'static str, lines: &str, rows: u64, rejected: &'static [(&'static str, u64)]) -> Case {
    Case { what, name: "log.csv", bytes: format!("{HEAD}{lines}").into_bytes(), rows, rejected }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes).expect("written");
    writer.finish().expect("packed")
}

fn line(changed: &[(usize, &str)]) -> String {
    let mut fields: Vec<&str> = GOOD.trim_end().split(',').collect();
    for (at, text) in changed {
        fields[*at] = text;
    }
    fields.join(",") + "\n"
}

fn cases() -> Vec<Case> {
    let long = line(&[(7, &"x".repeat(70_000))]);
    let mut not_text = format!("{HEAD}{GOOD}").into_bytes();
    not_text.extend_from_slice(b"2024-03-05T08:00:00+07:00,S,a1,T1,,001,H1,\xff\xfe,ok,2\n");
    not_text.extend_from_slice(GOOD.as_bytes());
    let many: String = (1..=5_000).map(|at| line(&[(9, &at.to_string())])).collect();
    let mut cut = gzip(format!("{HEAD}{many}").as_bytes());
    cut.truncate(cut.len() * 2 / 3);
    let mut broken = gzip(format!("{HEAD}{GOOD}").as_bytes());
    let checksum = broken.len() - 6;
    broken[checksum] ^= 0xff;
    let json = |lines: &str| lines.as_bytes().to_vec();
    let good_json =
        r#"{"ts":"2024-03-05T01:00:00Z","system":"S","account":"a1","citizen":"001","result":"ok","seq":1}"#;
    vec![
        csv("nothing wrong", GOOD, 1, &[]),
        csv("a line of 70,000 bytes", &format!("{GOOD}{long}{GOOD}"), 2, &[("too_long", 1)]),
        csv("a NUL", &format!("{GOOD}{}{GOOD}", line(&[(7, "a\0b")])), 2, &[("nul", 1)]),
        Case {
            what: "bytes that are no UTF-8",
            name: "log.csv",
            bytes: not_text,
            rows: 2,
            rejected: &[("encoding", 1)],
        },
        csv(
            "a quote that never closes",
            &format!("{}{GOOD}{GOOD}", line(&[(7, "\"open")])),
            2,
            &[("quote", 1)],
        ),
        csv("a quote within a field", &format!("{}{GOOD}", line(&[(7, "ab\"c")])), 1, &[("quote", 1)]),
        csv("text after a closing quote", &format!("{}{GOOD}", line(&[(7, "\"ab\"c")])), 1, &[("quote", 1)]),
        csv("a quoted field over two lines", &line(&[(7, "\"one\ntwo\"")]), 1, &[]),
        csv("too few columns", &format!("2024-03-05T08:00:00+07:00,S,a1\n{GOOD}"), 1, &[("columns", 1)]),
        csv("too many columns", &format!("{},more\n{GOOD}", GOOD.trim_end()), 1, &[("columns", 1)]),
        csv("a needed field empty", &(line(&[(2, "")]) + &line(&[(5, "")]) + GOOD), 1, &[("missing", 2)]),
        csv(
            "times that are none",
            &(line(&[(0, "05/03/2024 08:00")]) + &line(&[(0, "2024-02-30T08:00:00Z")]) + GOOD),
            1,
            &[("time", 2)],
        ),
        csv("a local time, and no mapping", &(line(&[(0, "2024-03-05T08:00:00")]) + GOOD), 1, &[("time", 1)]),
        csv("a result that is none", &(line(&[(8, "OK")]) + GOOD), 1, &[("result", 1)]),
        csv("a number that is none", &(line(&[(9, "1.5")]) + &line(&[(9, "")]) + GOOD), 2, &[("seq", 1)]),
        csv("of several reasons the first", &line(&[(0, "never"), (2, ""), (8, "?")]), 0, &[("missing", 1)]),
        csv("blank lines and CRLF", &format!("\r\n{}\r\n\n{GOOD}", GOOD.trim_end()), 2, &[]),
        csv("the same row twice", &format!("{GOOD}{GOOD}"), 2, &[]),
        csv("no line end at the end", GOOD.trim_end(), 1, &[]),
        Case {
            what: "a mark of byte order",
            name: "log.csv",
            bytes: format!("\u{feff}{HEAD}{GOOD}").into_bytes(),
            rows: 1,
            rejected: &[],
        },
        Case {
            what: "a column missing",
            name: "log.csv",
            bytes: format!("ts,system,account,citizen\n{}\n{}\n", "a,b,c,d", "e,f,g,h").into_bytes(),
            rows: 0,
            rejected: &[("columns", 2)],
        },
        Case { what: "an empty file", name: "log.csv", bytes: Vec::new(), rows: 0, rejected: &[] },
        Case {
            what: "gzip cut short",
            name: "log.csv.gz",
            bytes: cut,
            rows: u64::MAX,
            rejected: &[("truncated", 1)],
        },
        Case {
            what: "gzip whose checksum is another",
            name: "log.csv.gz",
            bytes: broken,
            rows: 1,
            rejected: &[("file", 1)],
        },
        Case {
            what: "no Parquet under its name",
            name: "log.parquet",
            bytes: b"not at all".to_vec(),
            rows: 0,
            rejected: &[("file", 1)],
        },
        Case {
            what: "Parquet cut short",
            name: "log.parquet",
            bytes: b"PAR1 and then nothing".to_vec(),
            rows: 0,
            rejected: &[("file", 1)],
        },
        Case {
            what: "JSON lines",
            name: "log.jsonl",
            bytes: json(&format!(
                "{good_json}\n\n{{\"ts\":\n[1]\n{{\"ts\":\"2024-03-05T01:00:00Z\"}}\n{good_json}"
            )),
            rows: 2,
            rejected: &[("columns", 1), ("json", 2)],
        },
        Case {
            what: "lists and objects in columns that are not ours",
            name: "log.jsonl",
            bytes: json(&good_json.replace('{', r#"{"tags":["x",{}],"headers":{"a":[1]},"#)),
            rows: 1,
            rejected: &[],
        },
        csv("lines that end in a return alone", &GOOD.replace('\n', "\r"), 1, &[]),
        Case {
            what: "returns alone, the head too",
            name: "log.csv",
            bytes: format!("{HEAD}{GOOD}").replace('\n', "\r").into_bytes(),
            rows: 0,
            rejected: &[("file", 1)],
        },
        csv("the least number there is", &line(&[(9, "-9223372036854775808")]), 0, &[("seq", 1)]),
        csv(
            "times that are nearly RFC 3339",
            &["+07", "+0700", "+24:00", ".Z", ""]
                .map(|end| line(&[(0, &format!("2024-03-05T08:00:00{end}"))]))
                .concat(),
            0,
            &[("time", 5)],
        ),
        Case {
            what: "an object within a line",
            name: "log.jsonl",
            bytes: json(&good_json.replace("\"a1\"", "{\"x\":1}")),
            rows: 0,
            rejected: &[("json", 1)],
        },
    ]
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("written");
    path
}

#[test]
fn each_is_told_by_its_reason_and_costs_no_more_than_itself() {
    for case in cases() {
        let folder = tempfile::tempdir().expect("a folder");
        let here = folder.path();
        let log = write(here, case.name, &case.bytes);
        let dossiers = write(here, "d.csv", b"dossier,citizen,opened,closed\nH1,001,2024-03-01,\n");
        let accounts = write(here, "a.csv", b"account,holder,unit\na1,h1,u1\n");
        let tables: [(&str, &Path); 3] =
            [("--lookups", &log), ("--dossiers", &dossiers), ("--accounts", &accounts)];
        let output = audit(here, "out", &tables, &["--from", "2024-03-01", "--to", "2024-03-31"]);
        let out = here.join("out");
        assert!(output.status.success(), "{}: {}", case.what, String::from_utf8_lossy(&output.stderr));
        let told = summary(&out);
        let rejected: BTreeMap<String, u64> =
            serde_json::from_value(told["rejected"]["tables"]["lookups"]["by_reason"].clone())
                .expect("reasons");
        let expected: BTreeMap<String, u64> =
            case.rejected.iter().map(|(reason, count)| ((*reason).to_owned(), *count)).collect();
        assert_eq!(rejected, expected, "{}", case.what);
        let rows = told["rows"].as_u64().expect("rows");
        if case.rows == u64::MAX {
            // As much as was unpacked before it broke off.
            assert!(rows < 5_000, "{}", case.what);
        } else {
            assert_eq!(rows, case.rows, "{}", case.what);
        }
        let kept = out.join("rejected/lookups.csv");
        let count: u64 = case.rejected.iter().map(|(_, count)| count).sum();
        let lines = csv_lines(&kept);
        assert_eq!(lines, count, "{}: lines kept aside", case.what);
    }
}

fn csv_lines(path: &Path) -> u64 {
    if !path.exists() {
        return 0;
    }
    csv::Reader::from_path(path)
        .expect("a file")
        .records()
        .map(|record| record.map(|_| 1))
        .sum::<Result<u64, _>>()
        .expect("CSV")
}

#[test]
fn what_stands_twice_is_an_error_with_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let log = write(here, "l.csv", format!("{HEAD}{GOOD}").as_bytes());
    let dossiers = write(here, "d.csv", b"dossier,citizen\nH1,001\n");
    let accounts = write(here, "a.csv", b"account,holder,unit\na1,h1,u1\n\na2,h2,u1\na1,h3,u2\n");
    let tables: [(&str, &Path); 3] =
        [("--lookups", &log), ("--dossiers", &dossiers), ("--accounts", &accounts)];
    let output = audit(here, "out", &tables, &[]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("a1") && said.contains("dòng 5"), "{said}");
    assert!(!here.join("out/summary.json").exists());
}

#[test]
fn who_stops_reading_has_seen_enough_and_the_audit_is_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let log = write(here, "l.csv", format!("{HEAD}{GOOD}").as_bytes());
    let dossiers = write(here, "d.csv", b"dossier,citizen\nH1,001\n");
    let accounts = write(here, "a.csv", b"account,holder,unit\na1,h1,u1\n");
    let (out, key) = (here.join("out"), here.join("key"));
    let mut audit = program()
        .args(["audit", "--quiet", "--from", "2024-03-01", "--lookups", path(&log)])
        .args(["--dossiers", path(&dossiers), "--accounts", path(&accounts)])
        .args(["--key", path(&key), "--out", path(&out)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(audit.stdout.take());
    let said = audit.wait_with_output().expect("it ends");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    assert_eq!(summary(&out)["rows"], 1);
}

/// A log in Parquet with these columns, and all others as in [`GOOD`].
fn parquet(changed: &[(&str, ArrayRef)]) -> Vec<u8> {
    let rows = changed.first().map_or(1, |(_, column)| column.len());
    let columns: Vec<(&str, ArrayRef)> = HEAD
        .trim_end()
        .split(',')
        .zip(GOOD.trim_end().split(','))
        .map(|(name, text)| {
            let column = changed.iter().find(|(known, _)| *known == name).map(|(_, column)| column.clone());
            let usual = || -> ArrayRef { Arc::new(StringArray::from(vec![text; rows])) };
            (name, column.unwrap_or_else(usual))
        })
        .collect();
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, column)| (name, column, true)),
    );
    let batch = batch.expect("rows");
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    bytes
}

#[test]
fn parquet_of_other_programs_is_read_as_it_is_meant() {
    let numbers = vec![Some(1.0), None, Some(f64::NAN), Some(2.5), Some(3.0)];
    let dossiers: Vec<&[u8]> = vec![b"H1", b"\xff\xfe", b""];
    for (what, column, rows, rejected) in [
        ("seq", Arc::new(Float64Array::from(numbers)) as ArrayRef, 4, [("seq", 1)]),
        ("dossier", Arc::new(BinaryArray::from(dossiers)), 2, [("encoding", 1)]),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let here = folder.path();
        let log = write(here, "log.parquet", &parquet(&[(what, column)]));
        // A date that another library keeps in milliseconds.
        let opened: ArrayRef = Arc::new(Date64Array::from(vec![1_709_251_200_000]));
        let table = RecordBatch::try_from_iter([
            ("dossier", Arc::new(StringArray::from(vec!["H1"])) as ArrayRef),
            ("citizen", Arc::new(StringArray::from(vec!["001"])) as ArrayRef),
            ("opened", opened),
        ]);
        let table = table.expect("rows");
        let mut bytes = Vec::new();
        let mut writer = ArrowWriter::try_new(&mut bytes, table.schema(), None).expect("a writer");
        writer.write(&table).expect("written");
        writer.close().expect("closed");
        let dossiers = write(here, "d.parquet", &bytes);
        let accounts = write(here, "a.csv", b"account,holder,unit\na1,h1,u1\n");
        let tables: [(&str, &Path); 3] =
            [("--lookups", &log), ("--dossiers", &dossiers), ("--accounts", &accounts)];
        let output = audit(here, "out", &tables, &["--from", "2024-03-01", "--to", "2024-03-31"]);
        assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
        let told = summary(&here.join("out"));
        assert_eq!(told["rows"], rows, "{what}");
        assert_eq!(told["rejected"]["count"], 1, "{what}");
        let [(reason, count)] = rejected;
        assert_eq!(told["rejected"]["tables"]["lookups"]["by_reason"][reason], count, "{what}");
        assert!(told["explained"]["count"].as_u64().expect("a count") > 0, "{what}: the dossier is read");
    }
}

#[test]
fn thresholds_of_nothing_are_asked_all_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let denied = line(&[(2, "a2"), (8, "denied")]);
    let log = write(here, "l.csv", format!("{HEAD}{GOOD}{denied}").as_bytes());
    let dossiers = write(here, "d.csv", b"dossier,citizen\nH1,001\n");
    let accounts = write(here, "a.csv", b"account,holder,unit\na1,h1,u1\n");
    let params = write(
        here,
        "p.toml",
        b"volume_active_days = 0\nvolume_lookups = 0\nbreadth_accounts = 0\nbreadth_units = 0\ndenied = 0\nsilence_median = 0\n",
    );
    let tables: [(&str, &Path); 4] =
        [("--lookups", &log), ("--dossiers", &dossiers), ("--accounts", &accounts), ("--params", &params)];
    let output = audit(here, "out", &tables, &["--from", "2024-03-01", "--to", "2024-03-31"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn drill_gives_the_rows_of_the_flag_and_no_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    // At one moment: without a dossier, with one nobody knows, refused, at another terminal.
    let rows = [
        line(&[(6, "")]),
        line(&[(6, "H9")]),
        line(&[(6, "H9"), (8, "denied")]),
        line(&[(3, "T2")]),
        line(&[(2, "a2"), (6, "H9")]),
    ];
    let log = write(here, "l.csv", format!("{HEAD}{}", rows.concat()).as_bytes());
    let dossiers = write(here, "d.csv", b"dossier,citizen,opened\nH1,001,2024-03-01\n");
    let accounts = write(here, "a.csv", b"account,holder,unit\na1,h1,u1\na2,h2,u1\n");
    let params = write(here, "p.toml", b"denied = 1\n");
    let tables: [(&str, &Path); 4] =
        [("--lookups", &log), ("--dossiers", &dossiers), ("--accounts", &accounts), ("--params", &params)];
    let audited = audit(here, "out", &tables, &["--from", "2024-03-01", "--to", "2024-03-31"]);
    assert!(audited.status.success(), "{}", String::from_utf8_lossy(&audited.stderr));
    let out = here.join("out");
    // Of a store, only days are read that flags touch.
    let store = here.join("store");
    well(&["ingest", "--quiet", "--lookups", path(&log), "--out", path(&store)]);
    // L9: three lookups, the third at another terminal. L15: all that are lookups.
    for (rule, rows) in [("L4", 1), ("L5", 1), ("L9", 3), ("L15", 3), ("L18", 1), ("L7", 0)] {
        for from in [&log, &store] {
            let drill = ["drill", "--quiet", "--account", "a1", "--lookups", path(from), "--rule", rule];
            let said = well(&[&drill[..], &["--audit", path(&out)]].concat());
            assert_eq!(said.lines().count() - 1, rows, "{rule}: {said}");
        }
    }
}
