//! The acts through their public interface, on both databases.

mod campaign;
mod finding;
mod house;
mod programme;
mod report;
mod reminder;
mod unit;
mod worker;
