//! The acts through their public interface, on both databases.

mod campaign;
mod house;
mod programme;
mod report;
mod unit;
mod worker;
