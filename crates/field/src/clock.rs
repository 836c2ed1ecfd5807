//! The one file of this program that reads the system clock.

use jiff::Timestamp;

#[expect(clippy::disallowed_methods, reason = "time comes into the program here")]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}
