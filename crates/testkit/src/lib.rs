//! What tests of several rooms share: a record on each database, a clock that
//! stands still, people and units to act with.
//!
//! Not here: anything a program needs.

pub mod browser;
pub mod campaign;
pub mod clock;
pub mod house;
pub mod province;
pub mod record;
