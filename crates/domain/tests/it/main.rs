//! The rules of the work, tested from outside.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must panic")]

mod policy;
mod deadline;
mod finding;
mod minutes;
mod outline;
mod programme;
mod report;
mod schedule;
mod visit;
