//! What the packs hold, checked as one.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must panic")]

mod calendars;
mod catalogue;
mod checklists;
mod clauses;
mod deadlines;
mod faults;
mod files;
mod law;
mod reports;
mod rules;
mod texts;
mod unit_kinds;
