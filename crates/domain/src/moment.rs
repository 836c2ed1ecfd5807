//! The civil day of an instant, where the work is done: Viet Nam keeps UTC+7 all
//! year (Quyết định 134/2002/QĐ-TTg).
//!
//! Not here: reading a clock.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{self, Offset};

/// Seven hours east of Greenwich.
pub const ZONE: Offset = tz::offset(7);

/// The wall-clock time of an instant.
pub fn local(at: Timestamp) -> DateTime {
    ZONE.to_datetime(at)
}

/// The civil day of an instant.
pub fn day(at: Timestamp) -> Date {
    local(at).date()
}

/// The instant at which a wall clock shows `time`.
pub fn instant(time: DateTime) -> Option<Timestamp> {
    ZONE.to_timestamp(time).ok()
}
