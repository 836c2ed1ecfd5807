//! What the artefacts of a computer say: registry hives, event logs, lists and outputs that
//! were taken from it with what its system already has, or from its disk.
//!
//! Read-only and offline; a part that could not be read is said as clearly as one
//! that was. Not here: judging (rules in `packs`), documents that bear a marking
//! (`sweep`).

mod artefact;
mod digest;
pub mod events;
pub mod hive;
mod known;
pub mod linux;
pub mod listing;
mod little;
pub mod patch;
pub mod prefetch;
mod removable;
pub mod setup_log;
mod text_lines;
pub mod windows;

pub use artefact::Artefact;
pub use removable::Removable;
