//! Documents that bear a secrecy marking, on machines that must hold none.
//!
//! So far: the codes Vietnamese was written in before Unicode. Not here: what
//! counts as a marking in an upload (`reader`).

mod encoding;

pub use encoding::Encoding;
