//! Findings: what an inspection found wanting, and its way to being remedied.
//!
//! Not here: the checklist that led to it (`checklist`), its wording in papers.

mod case;
mod catalogue;
mod owing;
mod request;
mod step;

pub use case::{Case, CaseState, DoneReport, Outcome, Plan, Transfer, Verification};
pub use catalogue::{Catalogue, CatalogueEntry, CatalogueFault, Origin, Severity, Theme};
pub use owing::{Owed, Owes, Party};
pub use request::{Extension, Request};
pub use step::{CaseFault, FindingStep};
