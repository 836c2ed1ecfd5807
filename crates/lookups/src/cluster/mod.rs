//! The same audit on several machines: Ballista carries the work, the rules are ours.
//!
//! The log is cut into pieces. An executor reads a piece and gives the rows of each day,
//! marked (`read_piece`); rows of a day meet on one executor, which makes them the day's
//! state (`audit_day`, an aggregate whose partial states are those rows); the one who
//! asked joins the states as ever. All must see the same files under the same paths.

mod ask;
mod functions;
mod job;
mod packed;
pub mod serve;

pub use ask::audit;
