//! What a crash leaves behind: where in the source it happened, never what was
//! being read. The words of a panic may quote a document, and a core file is all
//! of the memory it was in.
//!
//! Not here: going on after a crash (the sweep's workers, and who serves pages).

use std::io::Write as _;
use std::panic::{PanicHookInfo, set_hook};

/// From now on this program, and each it starts, crashes without a word of what
/// it read.
pub fn keep_quiet() {
    set_hook(Box::new(told));
    leave_no_core();
}

fn told(info: &PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    // Nobody listens when standard error is closed.
    let _ = writeln!(std::io::stderr(), "lỗi chương trình tại {place}");
}

#[cfg(unix)]
fn leave_no_core() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    // Where the system refuses, it keeps what its administrator set.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}

#[cfg(not(unix))]
fn leave_no_core() {}
