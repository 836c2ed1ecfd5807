//! The record, on SQLite or PostgreSQL. The only room that knows SQL.
//!
//! One SQL text per query serves both databases. Writes go through one desk per
//! process that commits in groups (`desk`); reads come from a pool. Not here:
//! rules (`domain`), who may do what and when (`app`).

pub mod audit;
pub mod campaign;
pub mod database;
mod desk;
pub mod error;
pub mod examination;
pub mod file;
pub mod finding;
pub mod job;
pub mod minutes;
pub mod notice;
pub mod overview;
pub mod package;
pub mod people;
pub mod plan;
pub mod programme;
pub mod register;
pub mod remark;
pub mod reminder;
pub mod report;
pub mod row;
pub mod saved_view;
mod schema;
pub mod scope;
pub mod search;
pub mod summary;
pub mod target;
pub mod team;
pub mod trace;
pub mod unit;
pub mod value;
pub mod visit;
pub mod work;

pub use database::{Location, Store, Tx};
pub use error::StoreError;
pub use row::Row;
pub use schema::version as schema_version;
pub use scope::Scope;
