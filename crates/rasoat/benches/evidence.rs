//! Taking a scanner's results in: ten thousand of one file, the same again from
//! a later scan, and the very same file, on both databases. Prints one table.

#![expect(clippy::print_stdout, reason = "a measurement prints its table")]

use app::acts::examination::{self, Taken};
use app::acts::file::Upload;
use std::time::Instant;
use testkit::house::House;

/// Machines, and results on each.
const MACHINES: usize = 100;
const EACH: usize = 100;
/// What the best-known open importer needs for such a file, in seconds; its own
/// figures before and after its results were written in batches.
const RIVAL: (f64, f64) = (116.8, 25.8);

/// A file of the scanner nuclei of some second of a day.
fn results(second: u32) -> Upload {
    let mut bytes = Vec::new();
    for machine in 0..MACHINES {
        for rule in 0..EACH {
            let severity = ["info", "low", "medium", "high", "critical"][rule % 5];
            let line = serde_json::json!({
                "template-id": format!("rule-{rule}"),
                "info": {
                    "name": format!("Weakness number {rule} of a service"),
                    "severity": severity,
                    "classification": { "cve-id": [format!("CVE-2024-{:05}", rule)] },
                },
                "type": "http",
                "host": format!("https://may-{machine}.example"),
                "timestamp": format!("2024-03-01T08:00:{second:02}Z"),
            });
            bytes.extend_from_slice(line.to_string().as_bytes());
            bytes.push(b'\n');
        }
    }
    Upload { name: "quet.jsonl".into(), bytes }
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        for house in House::each().await {
            let province = house.province().await;
            let engine = house.record.engine;
            for (what, second, fresh) in
                [("first scan", 1, MACHINES * EACH), ("a later scan, all the same", 2, 0), ("the same file", 2, 0)]
            {
                let upload = results(second);
                let size = upload.bytes.len();
                let begun = Instant::now();
                let taken: Taken =
                    examination::take(&house.app, &province.everyone, province.visit, upload, false)
                        .await
                        .expect("it is taken in");
                let spent = begun.elapsed().as_secs_f64();
                assert_eq!((taken.results, taken.fresh, taken.changed, taken.gone), (MACHINES * EACH, fresh, 0, 0));
                println!(
                    "{engine:<9} {what:<28} {} results, {} kB: {spent:.3} s (aim 1 s; rival {} to {} s: {:.0}× to {:.0}×)",
                    taken.results,
                    size / 1024,
                    RIVAL.1,
                    RIVAL.0,
                    RIVAL.1 / spent,
                    RIVAL.0 / spent,
                );
            }
        }
    });
}
