//! Packages (OOXML, OpenDocument, ZIP) whose directory is right: their parts reach the
//! readers of the sweep, of the upload guard and of plans.
//!
//! First byte: which of them. Parts: the byte says the name.

#![no_main]

use rasoat_fuzz::{build, fuzz, part, seed};

fuzz!(seed::packages, |data| {
    let Some((choice, data)) = part::chosen(data) else { return };
    let parts = part::parts(data);
    let names = seed::PARTS;
    let named = parts.iter().map(|(kind, bytes)| (names[usize::from(*kind) % names.len()], *bytes));
    let package = build::package(named);
    let limits = reader::Limits::default();
    match choice % 4 {
        0 | 1 => {
            sweep::examine("a.zip", &package, &sweep::Limits::default(), &mut |_| {});
        }
        2 => {
            let _ = reader::read_plan("a.docx", &package, &limits);
        }
        _ => {
            let _ = reader::guard::look("a.docx", &package, &limits);
        }
    }
});
