//! The patch state of a Windows machine: what its own lists of updates say, what
//! is known of updates, and which are missing by both.
//!
//! Not here: what a missing update means for the unit (rules in `packs`), where
//! the knowledge comes from at install time (the program's own commands).

mod knowledge;
mod lacking;
mod observe;
mod product;
mod stated;
mod text;
mod verdict;

pub use knowledge::{ConvertError, Converted, HEAD_WITHIN, Head, Impact, Knowledge, KnowledgeError, convert};
pub use lacking::lacking;
pub use observe::{Provenance, observations};
pub use product::Product;
pub use stated::{Architecture, At, Doubt, Form, Kb, MAX_LIST_BYTES, PatchError, Stated, read};
pub use text::Encoding;
pub use verdict::{Missing, missing};
