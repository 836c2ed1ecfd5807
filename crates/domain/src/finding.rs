//! Findings: what an inspection found wanting, and its way to being remedied.
//!
//! Not here: the checklist that led to it (`checklist`), its wording in papers.

mod case;
mod catalogue;
mod owing;
mod request;

pub use case::{Case, CaseFault, CaseState, DoneReport, FindingStep, Outcome, Plan, Transfer, Verification};
pub use catalogue::{Catalogue, CatalogueEntry, CatalogueFault, Origin, Severity, Theme};
pub use owing::{Owed, Owes, Party};
pub use request::{Extension, Request};
