//! What Windows keeps besides hives and event logs: prefetch files, the log of
//! installed devices, lists of files.
//!
//! First byte: which.

#![no_main]

use evidence::{Kind, Subject};
use host::{Artefact, Removable, listing, prefetch, setup_log};
use rasoat_fuzz::{fuzz, part, seed};

fuzz!(seed::artefacts, |data| {
    let Some((choice, data)) = part::chosen(data) else { return };
    let from = Artefact::of(&Subject::new(Kind::Machine, "MAY-01"), "a", data, None);
    match choice % 3 {
        0 => {
            prefetch::begins(data);
            if let Ok(read) = prefetch::read(data) {
                read.path();
                prefetch::observations(&read, &Removable::default(), &from);
            }
        }
        1 => {
            setup_log::observations(&setup_log::read(data), &from);
        }
        _ => {
            if let Ok(listing) = listing::read(data) {
                listing::observations(&listing, &from);
            }
        }
    }
});
