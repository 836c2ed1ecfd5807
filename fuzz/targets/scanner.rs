//! Files of other scanners, in every format there is.

#![no_main]

use rasoat_fuzz::{fuzz, part, seed};
use scanners::{Limits, read};

fuzz!(seed::scans, |data| {
    let Some((choice, data)) = part::chosen(data) else { return };
    let name = ["scan", "hardeningkitty_report_PC-07_x.csv", "a/b.json", ""][usize::from(choice) % 4];
    if let Ok(import) = read(name, data, &Limits::default()) {
        import.observations();
    }
});
