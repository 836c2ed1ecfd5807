//! Results of other scanners: their files → observations. A file is read whole,
//! nothing in it is followed or fetched, and what it says is passed on, never
//! judged.
//!
//! Not here: what is made of a result (rules, people), where it is kept.

mod format;
mod import;
mod limits;
mod table;
mod tools;
mod xml;

pub use format::Format;
pub use import::{Import, Outcome, read};
pub use limits::Limits;

/// Why a file was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    #[error("the file is larger than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("the file holds nothing")]
    Empty,
    #[error("no scanner's format is recognised in the file")]
    Unknown,
    #[error("the file is not text in UTF-8 or UTF-16")]
    Encoding,
    #[error("the XML declares a document type with entities of its own")]
    Entities,
    #[error("the file nests deeper than {limit} levels")]
    Depth { limit: usize },
    #[error("the file holds more than {limit} results")]
    TooMany { limit: usize },
    #[error("one record of the file is larger than {limit} parts")]
    Record { limit: usize },
    #[error("the file breaks off or is damaged: {what}")]
    Broken { what: String },
    #[error("the file lacks {what}")]
    Lacks { what: &'static str },
}

impl ImportError {
    /// What the error is called where words for it are kept.
    pub fn code(&self) -> &'static str {
        match self {
            ImportError::TooLarge { .. } => "too_large",
            ImportError::Empty => "empty",
            ImportError::Unknown => "unknown",
            ImportError::Encoding => "encoding",
            ImportError::Entities => "entities",
            ImportError::Depth { .. } => "depth",
            ImportError::TooMany { .. } => "too_many",
            ImportError::Record { .. } => "record",
            ImportError::Broken { .. } => "broken",
            ImportError::Lacks { .. } => "lacks",
        }
    }
}
