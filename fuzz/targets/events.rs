//! Event logs of Windows (EVTX): header, chunks, records in binary XML, and what is
//! told of them.
//!
//! First byte: the name of the file. What stands behind the file's header is cut into
//! chunks by the reader itself; checksums are told, never asked for.

#![no_main]

use evidence::{Kind, Subject};
use host::events::{Examination, Limits};
use rasoat_fuzz::{fuzz, part, seed};

fuzz!(seed::events, |data| {
    let Some((choice, mut data)) = part::chosen(data) else { return };
    let name = ["Security.evtx", "System.evtx", "a", ""][usize::from(choice) % 4];
    let limits = Limits { chunks: 8, records: 100_000 };
    let mut examination = Examination::new(Subject::new(Kind::Machine, "MAY-01"), None, limits);
    let _ = examination.read(name, &mut data);
    examination.done();
});
