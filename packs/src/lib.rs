//! Content as data: calendars, the legal library, the catalogue of findings,
//! report outlines, checklists, kinds of bodies, rules that judge what tools saw.
//! Embedded in the program, and overridable from a folder, where a file of the
//! same relative path wins and a further file in a known folder is added.
//!
//! The only IO here is reading that folder. Not here: what the content means
//! (`domain`).

mod fault;
mod packs;
mod rules;
mod source;
mod ties;
mod unit_kinds;

pub use fault::PackFault;
pub use packs::Packs;
pub use rules::Rules;
pub use source::{EMBEDDED, MAX_FILE_BYTES, MAX_FILES};
pub use unit_kinds::{Group, GroupMeaning, KindEntry, KnownBody, UnitKinds};
