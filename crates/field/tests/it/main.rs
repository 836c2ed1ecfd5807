//! The program as people run it.

mod host;
mod linux;
mod seal;
mod sweep;
