//! Findings: what an inspection found wanting, and its way to being remedied.
//!
//! Not here: the checklist that led to it (`checklist`), its wording in papers.

mod catalogue;

pub use catalogue::{Catalogue, CatalogueEntry, CatalogueFault, Origin, Severity, Theme};
