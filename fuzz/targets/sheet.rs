//! Lists of units and answers: XLSX, OpenDocument and CSV.
//!
//! First byte: 0 the file as it is; otherwise parts of a package, the byte says the
//! name.

#![no_main]

use rasoat_fuzz::{build, fuzz, part, seed};
use reader::sheet::read_sheet;

fuzz!(seed::sheets, |data| {
    let Some((choice, data)) = part::chosen(data) else { return };
    if choice % 2 == 0 {
        let _ = read_sheet("a.csv", data);
        return;
    }
    let parts = part::parts(data);
    let names = seed::BOOK;
    let named = parts.iter().map(|(kind, bytes)| (names[usize::from(*kind) % names.len()], *bytes));
    let _ = read_sheet("a.xlsx", &build::package(named));
});
