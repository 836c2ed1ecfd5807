//! The rules of the work, tested from outside.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must panic")]

mod deadline;
mod finding;
mod minutes;
mod outline;
mod policy;
mod programme;
mod report;
mod schedule;
mod visit;
