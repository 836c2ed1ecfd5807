//! Files and outputs that were taken of a Linux server, and the list of them.
//!
//! Parts: the byte says which of what is wanted it is; the last is the manifest.

#![no_main]

use host::linux::{Given, Manifest, Part, examine};
use rasoat_fuzz::{fuzz, part, seed};

fuzz!(seed::servers, |data| {
    let wanted = seed::wanted();
    let mut given = Given::new(None, Some(25_200));
    for (kind, bytes) in part::parts(data) {
        let Some(wanted) = wanted.get(usize::from(kind)) else {
            let _ = serde_json::from_slice::<Manifest>(bytes);
            continue;
        };
        given.add(wanted, Part::new(wanted.replace('*', "a"), Ok(bytes.to_vec()), kind & 1 == 1));
    }
    given.is_linux();
    examine(&given, "may-chu", None);
});
