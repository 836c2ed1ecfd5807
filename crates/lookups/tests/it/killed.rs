//! Killed at any moment, an ingest that is run again gives the same store.

use crate::ran::{Province, bytes, path, program, well};
use std::path::Path;
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
    let mut time = begun.elapsed();
    let expected = bytes(&whole);
    let mut cut_off = 0;
    for round in 0..KILLS {
        let store = folder.join(format!("killed-{round}"));
        // Twice each: what a killed one leaves behind is in the way of the next.
        for _ in 0..2 {
            cut_off += u32::from(cut(&log, &store, &mut time, f64::from(round) / f64::from(KILLS)));
        }
        well(&["ingest", "--quiet", "--lookups", path(&log), "--out", path(&store)]);
        assert!(bytes(&store) == expected, "killed in round {round}, the store is another");
    }
    assert!(cut_off >= KILLS, "only {cut_off} were cut off");
}

/// Begins an ingest and kills it after a share of `time`. One that was over before that
/// is begun again in a shorter time: other tests were in the way when it was measured.
fn cut(log: &Path, store: &Path, time: &mut Duration, share: f64) -> bool {
    for _ in 0..20 {
        let mut child = program()
            .args(["ingest", "--quiet", "--lookups", path(log), "--out", path(store)])
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("it starts");
        std::thread::sleep(time.mul_f64(share).max(Duration::from_millis(2)));
        let over = child.try_wait().expect("its state").is_some();
        child.kill().expect("killed");
        child.wait().expect("gone");
        if !over {
            return true;
        }
        *time = time.mul_f64(0.75);
        std::fs::remove_dir_all(store).expect("removed");
    }
    false
}
