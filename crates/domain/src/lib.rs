//! The words of the work and its rules: units, plans, campaigns, reports,
//! visits, findings, programme tasks, deadlines, policy.
//!
//! Not here: IO, async, clocks, SQL, HTML. Time and ids come in as arguments.

pub mod deadline;
pub mod plan;
