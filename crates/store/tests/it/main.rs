//! The record through its public interface, on both databases.

mod audit;
mod desk;
