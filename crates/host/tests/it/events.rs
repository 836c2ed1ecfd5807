//! Event logs: what others read of what is written here, what each attribute needs to
//! be said, what the rules make of it, and what damage does.

mod agreed;
mod attributes;
mod hostile;
mod rules;
mod samples;
pub mod story;
pub mod writer;
