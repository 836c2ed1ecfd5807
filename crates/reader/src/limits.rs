//! How much of a document is taken in. Every bound over outside input is named
//! here. Not here: what happens when one is reached (`envelope`, `words`).

/// Bounds on what is opened and read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file itself.
    pub file_bytes: usize,
    /// Bytes one part of a package may unpack to.
    pub part_bytes: usize,
    /// Bytes all parts read may unpack to together.
    pub unpacked_bytes: usize,
    /// Entries of a package.
    pub entries: usize,
    /// Depth of nested XML elements.
    pub xml_depth: usize,
    pub paragraphs: usize,
    /// Characters of one paragraph; the rest becomes further paragraphs.
    pub paragraph_chars: usize,
    /// Characters of the whole text.
    pub chars: usize,
    pub pages: usize,
    pub sheets: usize,
    pub sheet_rows: usize,
    pub sheet_columns: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 25 << 20,
            part_bytes: 48 << 20,
            unpacked_bytes: 96 << 20,
            entries: 4_000,
            xml_depth: 256,
            paragraphs: 20_000,
            paragraph_chars: 20_000,
            chars: 2_000_000,
            pages: 400,
            sheets: 64,
            sheet_rows: 20_000,
            sheet_columns: 256,
        }
    }
}
