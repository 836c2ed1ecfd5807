//! What the fuzz targets share: how a fault is told from a file that is refused, how
//! an input is cut into parts, and the seeds each target begins with.
//!
//! Not here: which parser is held by which target (`README.md`), running them
//! (`cargo xtask fuzz`).

#[cfg(feature = "host")]
#[allow(dead_code, reason = "the tests use all of it")]
#[path = "../../crates/host/tests/it/built.rs"]
mod built;
#[cfg(feature = "host")]
#[allow(dead_code, reason = "the tests use all of it")]
#[path = "../../crates/host/tests/it/launched.rs"]
mod launched;
#[cfg(feature = "host")]
#[path = "../../crates/host/tests/it/packer.rs"]
mod packer;
#[cfg(feature = "host")]
mod regedit;

pub mod build;
pub mod part;
pub mod seed;

use std::backtrace::Backtrace;
use std::panic::PanicHookInfo;

/// What one input may take of memory: more is a fault, as a panic is one.
pub const MEMORY: usize = 512 << 20;

/// Where a target writes its seeds instead of fuzzing.
const SEEDS: &str = "RASOAT_FUZZ_SEEDS";

/// A target: its seeds, and what it does with an input.
///
/// `fuzz!(seed::hives, |data| { … })`
#[macro_export]
macro_rules! fuzz {
    ($seeds:expr, |$data:ident| $body:block) => {
        #[global_allocator]
        static ALLOCATOR: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, usize::MAX);

        libfuzzer_sys::fuzz_target!(
            init: {
                $crate::begin($seeds);
                let _ = ALLOCATOR.set_limit($crate::MEMORY);
            },
            |$data: &[u8]| $body
        );
    };
}

/// Writes the seeds when that is asked for, and takes panics in hand.
pub fn begin(seeds: fn() -> Vec<Vec<u8>>) {
    if let Some(folder) = std::env::var_os(SEEDS) {
        let folder = std::path::PathBuf::from(folder);
        for (number, bytes) in seeds().into_iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{number:03}")), bytes).expect("a seed is written");
        }
        std::process::exit(0);
    }
    // libFuzzer's own hook ends the program at every panic. A library that panics
    // where its reader stands behind a catch has refused a file; ours never may.
    std::panic::set_hook(Box::new(|info| {
        if is_ours(info) {
            eprintln!("{info}\n{}", Backtrace::force_capture());
            std::process::abort();
        }
    }));
}

/// Whether a panic comes out of our own crates. One that nobody catches ends the
/// target in any case.
fn is_ours(info: &PanicHookInfo<'_>) -> bool {
    let file = info.location().map_or("", |location| location.file());
    if file.contains("/registry/src/") {
        return false;
    }
    if !file.contains("/library/") && !file.contains("/rustc/") {
        return true;
    }
    // Raised within the standard library: whoever called it.
    let trace = Backtrace::force_capture().to_string();
    let first = trace.lines().find(|line| {
        line.contains("/registry/src/") || line.contains("/crates/") && !line.contains("/fuzz/src/")
    });
    first.is_none_or(|line| !line.contains("/registry/src/"))
}
