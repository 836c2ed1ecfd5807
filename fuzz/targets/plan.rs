//! An issued plan: bytes in, what it says out; and the same file as an attachment.

#![no_main]

use rasoat_fuzz::{fuzz, part, seed};
use reader::{Limits, guard, read_plan};

fuzz!(seed::plans, |data| {
    let Some((choice, data)) = part::chosen(data) else { return };
    if part::is_for_converter(data) {
        return;
    }
    let limits = Limits::default();
    let name = ["a.txt", "a.md", "a.docx", "a.rtf"][usize::from(choice) % 4];
    if choice & 0x80 == 0 {
        let _ = read_plan(name, data, &limits);
    } else {
        let _ = guard::look(name, data, &limits);
    }
});
