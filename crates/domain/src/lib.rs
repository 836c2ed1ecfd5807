//! The words of the work and its rules: units, plans, campaigns, reports,
//! visits, findings, programme tasks, deadlines, policy.
//!
//! Not here: IO, async, clocks, SQL, HTML. Time and ids come in as arguments.

pub mod bilingual;
pub mod calendar;
pub mod campaign;
pub mod checklist;
pub mod deadline;
pub mod finding;
pub mod identifier;
pub mod law;
pub mod moment;
pub mod outline;
pub mod plan;
pub mod policy;
pub mod programme;
pub mod register;
pub mod report;
pub mod schedule;
pub mod state;
pub mod team;
pub mod text;
pub mod unit;
pub mod visit;
