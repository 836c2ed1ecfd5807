//! What the packs hold, checked as one.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must panic")]

mod calendars;
mod deadlines;
