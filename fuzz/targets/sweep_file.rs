//! Any file, as the sweep meets it: every format and every container, by its bytes.
//!
//! First byte: the ending of its name.

#![no_main]

use rasoat_fuzz::{fuzz, part, seed};
use sweep::{Limits, Step, examine};

fuzz!(seed::files, |data| {
    let Some((choice, data)) = part::chosen(data) else { return };
    let endings = seed::ENDINGS;
    let name = format!("a.{}", endings[usize::from(choice) % endings.len()]);
    let mut open = 0_usize;
    examine(&name, data, &Limits { decoder_bytes: 64 << 20, ..Limits::default() }, &mut |step| match step {
        Step::Begun(_) => open += 1,
        Step::Ended(_) => open -= 1,
    });
    assert_eq!(open, 0, "what is begun is ended");
});
