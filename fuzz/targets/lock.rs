//! Files closed under a code or to a key (age): headers and what they close.

#![no_main]

use evidence::{is_locked, unlock_with, unlock_with_code};
use rasoat_fuzz::{fuzz, part, seed};

fuzz!(seed::locked, |data| {
    let Some((choice, data)) = part::chosen(data) else { return };
    is_locked(data);
    if choice % 8 == 0 {
        // Each try that gets so far costs a tenth of a second, on purpose.
        let _ = unlock_with_code(data, seed::CODE);
    } else {
        let _ = unlock_with(data, seed::KEY);
    }
});
