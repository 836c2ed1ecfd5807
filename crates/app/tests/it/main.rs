//! The acts through their public interface, on both databases.

mod unit;
mod worker;
