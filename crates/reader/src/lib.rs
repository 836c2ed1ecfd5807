//! Reading issued plans: bytes in, a [`Reading`] out: what the plan says, with
//! a place for every word of it, and what is doubtful about it.
//!
//! Layers, each using only those before it: `envelope` (what kind of file, is
//! it safe to open) → `words` (paragraphs and table cells with their pages) →
//! `block` and `repair` (broken lines joined) → `zones` and `sections` (the
//! paper's anatomy) → `nouns` (one file for each thing a plan names).
//!
//! Not here: what a plan means for a campaign (`domain`), the record, pages.
//! Content never fails; only a broken envelope is an error.

mod block;
mod dates;
mod envelope;
pub mod guard;
mod label;
mod letters;
mod limits;
mod line;
pub mod marking;
mod nouns;
mod organisation;
mod person;
mod repair;
mod sections;
pub mod sheet;
mod table;
mod topic;
mod words;
mod zones;

pub use domain::plan::{Doubt, DoubtCode, Place, Plan};
pub use envelope::{EnvelopeError, Format};
pub use limits::Limits;
pub use words::{CellAt, Paragraph, Region, Source};

/// What a document says, and the words it says it with.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Reading {
    pub plan: Plan,
    pub source: Source,
}

/// Reads one document. `name` is only used for its ending and in messages.
pub fn read_plan(name: &str, bytes: &[u8], limits: &Limits) -> Result<Reading, EnvelopeError> {
    let source = words::read(name, bytes, limits)?;
    let plan = nouns::read(&source);
    Ok(Reading { plan, source })
}

/// Reads only the words: for the secrecy marking guard and for search.
pub fn read_words(name: &str, bytes: &[u8], limits: &Limits) -> Result<Source, EnvelopeError> {
    words::read(name, bytes, limits)
}

/// The cited acts the reader knows, as data for whoever shows them.
pub fn known_acts_yaml() -> &'static str {
    nouns::known_acts::SOURCE
}
