//! The program as people run it.

mod events;
mod host;
mod linux;
mod seal;
mod sweep;
