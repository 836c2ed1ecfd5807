//! The acts through their public interface, on both databases.

mod campaign;
mod examination;
mod finding;
mod house;
mod knowledge;
mod lookups;
mod people;
mod programme;
mod register;
mod reminder;
mod report;
mod schedule;
mod search;
mod secrecy;
mod summary;
mod team;
mod unit;
mod visit;
mod walk;
mod work;
mod worker;
