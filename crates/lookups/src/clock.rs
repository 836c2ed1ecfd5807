//! The one file of this program that reads the system clock.

use jiff::Timestamp;

/// When the work is done; `SOURCE_DATE_EPOCH` (seconds) says it for runs whose bytes
/// are to be equal.
#[expect(clippy::disallowed_methods, reason = "time comes into the program here")]
pub fn now() -> Timestamp {
    std::env::var("SOURCE_DATE_EPOCH")
        .ok()
        .and_then(|seconds| Timestamp::from_second(seconds.trim().parse().ok()?).ok())
        .unwrap_or_else(Timestamp::now)
}
