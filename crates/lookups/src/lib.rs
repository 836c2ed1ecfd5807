//! Who looked up whom: the audit of citizen-data lookups (Thông tư 46/2022/TT-BCA Đ8).
//!
//! Logs become rows, rows the states of days, states one [`span::Span`] over the whole
//! period, and that the results of rules L1-L19. Each step up is a merge that is
//! associative over time, so the same code runs over parts of files, threads, stored
//! days and executors of a cluster.
//!
//! Not here: what a result means and what becomes a finding (rules in `packs`, the office).

pub mod audit;
pub mod calendar;
pub mod clock;
#[cfg(feature = "cluster")]
pub mod cluster;
pub mod day;
pub mod drill;
pub mod explain;
pub mod found;
pub mod generate;
pub mod ingest;
pub mod input;
pub mod judge;
pub mod local;
pub mod mapping;
pub mod names;
pub mod output;
pub mod parameters;
pub mod part;
pub mod rule;
pub mod span;
pub mod spool;
pub mod store;
pub mod tables;
