//! The program as people run it.

mod events;
mod host;
mod linux;
mod program;
mod seal;
mod sweep;
