//! The acts, one file per noun.

pub mod campaign;
pub mod examination;
pub mod file;
pub mod finding;
pub mod journal;
pub mod knowledge;
pub mod minutes;
pub mod notice;
pub mod overview;
pub mod package;
pub mod people;
pub mod plan;
pub mod programme;
pub mod register;
pub mod reminder;
pub mod report;
pub mod saved_view;
pub mod schedule;
pub mod search;
pub mod sign_in;
pub mod summary;
pub mod surroundings;
pub mod team;
pub mod unit;
pub mod visit;
pub mod work;
