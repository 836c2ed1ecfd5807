//! Real logs that others collected, where they lie beside the project; never copied into
//! it. As many records are found in each as another reader finds.

use evidence::{Kind, Subject};
use rasoat_host::events::{Examination, Limits};
use std::path::Path;
use std::process::Command;

/// Prints how many records can be read.
const PYTHON: &str = "
import sys
from evtx import PyEvtxParser
count = 0
records = PyEvtxParser(sys.argv[1]).records_json()
while True:
    try:
        next(records)
        count += 1
    except StopIteration:
        break
    except RuntimeError:
        pass
print(count)
";

#[test]
fn as_many_records_are_found_in_real_logs_as_another_reader_finds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/evtx");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: no collection of event logs is here");
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        let theirs = Command::new("python3").args(["-c", PYTHON]).arg(&path).output();
        let theirs = theirs.ok().filter(|output| output.status.success());
        let Some(theirs) = theirs.and_then(|output| String::from_utf8(output.stdout).ok()) else {
            eprintln!("skipped: {} was not read by the other reader", path.display());
            continue;
        };
        let mut examination =
            Examination::new(Subject::new(Kind::Machine, "MAY-01"), None, Limits::default());
        let mut file = std::fs::File::open(&path).expect("a file");
        let glance = examination.read("a.evtx", &mut file).expect("a log");
        assert_eq!(glance.account.records.to_string(), theirs.trim(), "{}", path.display());
    }
}
