//! Compound files whose allocation tables are right: Word, Excel and PowerPoint of
//! before 2007, Outlook's messages, objects embedded in documents.
//!
//! Parts: the byte says the stream.

#![no_main]

use rasoat_fuzz::{build, fuzz, part, seed};
use sweep::{Limits, examine};

fuzz!(seed::compounds, |data| {
    let names = seed::STREAMS;
    let parts = part::parts(data);
    let named = parts.iter().map(|(kind, bytes)| (names[usize::from(*kind) % names.len()], *bytes));
    examine("a.doc", &build::compound(named), &Limits::default(), &mut |_| {});
});
