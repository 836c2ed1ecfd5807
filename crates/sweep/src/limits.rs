//! What a file may cost: named limits over everything that comes from outside.

/// Limits of one file and of all that is inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file, and of one member of a container.
    pub file_bytes: u64,
    /// Bytes that may be unpacked out of one file, all depths together.
    pub unpacked_bytes: u64,
    /// Bytes of memory that unpacking a 7z or RAR archive may take.
    pub decoder_bytes: u64,
    /// How deep containers may stand in containers.
    pub depth: usize,
    /// Members of one file, all depths together.
    pub members: usize,
    /// Characters of text kept of one document.
    pub text_chars: usize,
    /// Pieces of text kept of one document.
    pub pieces: usize,
    /// Pages of a PDF, sheets of a workbook, slides of a presentation.
    pub pages: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            file_bytes: 256 << 20,
            unpacked_bytes: 768 << 20,
            decoder_bytes: 512 << 20,
            depth: 8,
            members: 50_000,
            text_chars: 48 << 20,
            pieces: 2_000_000,
            pages: 20_000,
        }
    }
}

/// Bytes of one XML part of a package.
pub(crate) const PART_BYTES: u64 = 96 << 20;
/// Parts of a package.
pub(crate) const PARTS: usize = 60_000;
/// Elements of one part that are followed.
pub(crate) const TOKENS: usize = 20_000_000;
/// Open paragraphs, groups, frames within each other.
pub(crate) const NESTED: usize = 256;
