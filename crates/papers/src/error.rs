//! What can go wrong while a paper is written. Never its content: any text prints.

/// Why a paper could not be written.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// More than [`crate::document::MAX_TEXT_BYTES`] of text or
    /// [`crate::document::MAX_TABLE_CELLS`] cells.
    #[error("the paper is too large: {what} {found}, at most {limit}")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// How much was given.
        found: usize,
        /// How much is allowed.
        limit: usize,
    },
    /// The DOCX envelope could not be closed.
    #[error("the DOCX envelope could not be written: {0}")]
    Envelope(#[from] zip::result::ZipError),
    /// The DOCX envelope could not be filled.
    #[error("the DOCX envelope could not be filled: {0}")]
    Filling(#[from] std::io::Error),
    /// The typesetter refused the document.
    #[cfg(feature = "pdf")]
    #[error("the PDF could not be set: {0}")]
    Typesetting(String),
    /// The document could not be handed to the typesetter.
    #[cfg(feature = "pdf")]
    #[error("the PDF could not be prepared: {0}")]
    Handing(#[from] serde_json::Error),
    /// The workbook could not be written.
    #[error("the XLSX could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}
