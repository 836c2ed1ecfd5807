//! Killed at any moment, an ingest that is run again gives the same store.

use crate::ran::{Province, bytes, path, program, well};
use std::time::Duration;

const KILLS: u32 = 20;

#[test]
fn killed_twenty_times_the_store_is_the_same() {
    let province = Province::of(40_000, 9, "csv");
    let log = province.table("lookups");
    let folder = province.folder.path();
    let whole = folder.join("whole");
    let begun = std::time::Instant::now();
    well(&["ingest", "--quiet", "--lookups", path(&log), "--out", path(&whole)]);
    let time = begun.elapsed();
    let expected = bytes(&whole);
    let mut cut_off = 0;
    for round in 0..KILLS {
        let store = folder.join(format!("killed-{round}"));
        // Twice each: what a killed one leaves behind is in the way of the next.
        for _ in 0..2 {
            let mut child = program()
                .args(["ingest", "--quiet", "--lookups", path(&log), "--out", path(&store)])
                .stdout(std::process::Stdio::null())
                .spawn()
                .expect("it starts");
            std::thread::sleep(
                time.mul_f64(f64::from(round) / f64::from(KILLS)).max(Duration::from_millis(2)),
            );
            if child.try_wait().expect("its state").is_none() {
                cut_off += 1;
            }
            child.kill().expect("killed");
            child.wait().expect("gone");
        }
        well(&["ingest", "--quiet", "--lookups", path(&log), "--out", path(&store)]);
        assert!(bytes(&store) == expected, "killed in round {round}, the store is another");
    }
    assert!(cut_off >= KILLS, "only {cut_off} were cut off");
}
