//! The program as its users call it.

mod agreed;
#[cfg(feature = "cluster")]
mod cluster;
mod evidence;
mod kept;
mod killed;
mod mapped;
mod merged;
mod messy;
mod ran;
mod report;
