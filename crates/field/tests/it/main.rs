//! The program as people run it.

mod host;
mod seal;
mod sweep;
