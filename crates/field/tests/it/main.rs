//! The program as people run it.

mod host;
mod sweep;
