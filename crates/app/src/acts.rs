//! The acts, one file per noun.

pub mod file;
pub mod notice;
pub mod people;
pub mod reminder;
pub mod sign_in;
pub mod unit;
